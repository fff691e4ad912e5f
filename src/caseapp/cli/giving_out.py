"""`export`, `search`, `audit`: what is in the store, for another program or for a person who reads."""

from __future__ import annotations

import sys
from typing import Any

from caseapp.casework import audit, exporting, register, search
from caseapp.casework.views import AuditEntry, ChainState, SearchHit
from caseapp.cli.call import Call, require_place_for
from caseapp.cli.output import Progress, say, say_json, table, tell
from caseapp.cli.refusals import DONE
from caseapp.exchange import casefile
from caseapp.vault.archive import newest
from caseapp.vault.files import write_atomically
from caseapp.vault.opening import BACKUPS
from caseapp.vault.trouble import Tampered
from caseapp.words.language import _


def run(call: Call) -> int:
    """One of the three."""
    return {"export": _export, "search": _search, "audit": _audit}[call.command](call)


def _export(call: Call) -> int:
    require_place_for(call.output)
    with call.office() as office, Progress(_("Writing the export")):
        found = exporting.everything(office, child_number=call.child)
        write_atomically(call.output, casefile.to_bytes(found))
    say(str(call.output))
    tell(_("This file is not encrypted. Keep it where only those may read it who must, and delete it afterwards."))
    return DONE


def _search(call: Call) -> int:
    with call.office() as office:
        answer = search.find(office, call.text, limit=call.limit)
    if call.json:
        say_json({"hits": [_hit(hit) for hit in answer.hits]})
    elif not answer.hits:
        words = _("Nothing was found for “{text}”. Try a part of the name, its reading, or another word.")
        tell(words.format(text=call.text))
    else:
        say(table((_kind(hit.kind), _child_of(hit), hit.name, hit.text) for hit in answer.hits))
        if answer.more:
            tell(_("There is more. A larger number behind --limit shows it."))
    return DONE


def _hit(hit: SearchHit) -> dict[str, str]:
    return {"kind": hit.kind, "child": _child_of(hit), "name": hit.name, "text": hit.text}


def _child_of(hit: SearchHit) -> str:
    """The child's number; "" where no child is meant (an organization has a number of its own)."""
    return hit.child_number if hit.child_id else ""


def _kind(kind: str) -> str:
    return {
        "child": _("A child"),
        "consultation": _("Consultation"),
        "organization": _("Organization"),
        "support_plan": _("Support plan"),
    }.get(kind, kind)


def _audit(call: Call) -> int:
    with call.office() as office:
        child_id = register.child_by_number(office, call.child).id if call.child is not None else None
        entries = audit.entries(office, child_id=child_id, limit=call.limit or sys.maxsize)
        with Progress(_("Checking the access log")):
            chain = audit.verify_chain(office)
    if call.json:
        say_json({"entries": [_entry(entry) for entry in entries], "chain": _chain(chain)})
    else:
        say(table(_line(entry) for entry in entries) if entries else _("There is no entry."))
    if not chain.whole:
        raise Tampered(backup=newest(office.folder / BACKUPS))
    return DONE


def _entry(entry: AuditEntry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "when": entry.when.isoformat(),
        "who": entry.who,
        "action": entry.action,
        "kind": entry.kind,
        "child": entry.child_number,
        "record": entry.record_id,
        "detail": entry.detail,
    }


def _chain(chain: ChainState) -> dict[str, Any]:
    return {"entries": chain.entries, "whole": chain.whole, "broken_at": chain.broken_at}


def _line(entry: AuditEntry) -> tuple[str, ...]:
    detail = " ".join(f"{key}={value}" for key, value in entry.detail.items() if key != "sha256")
    when = entry.when.strftime("%Y-%m-%d %H:%M:%S")
    return (str(entry.number), when, entry.who, entry.action, entry.kind, entry.child_number, detail)
