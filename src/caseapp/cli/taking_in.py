"""`import`: a table, or a whole export. All of a file or nothing; every bad row is named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from caseapp.casework import importing
from caseapp.casework.importing import ImportOutcome
from caseapp.casework.office import Office
from caseapp.cli.call import Call
from caseapp.cli.output import Progress, say, say_json, tell
from caseapp.cli.refusals import BAD_FILE, DONE, BadFile, Usage
from caseapp.cli.sentences import in_words
from caseapp.exchange import tables
from caseapp.exchange.findings import BadRows, Finding, Unreadable
from caseapp.exchange.kinds_of_file import kind_of
from caseapp.exchange.opened_file import Source
from caseapp.rules.problem import N_, Refused
from caseapp.words import language
from caseapp.words.language import _, ngettext

_CANNOT_READ = N_("The file {file} cannot be read. Check its name and your permission.")
_NO_KIND = N_("Say with --kind what the table holds: children, consultations or organizations.")
_NO_UPDATE = N_("A whole export is only read into an empty store: leave --on-duplicate out.")
_REFUSED = N_("{file}: {reason} Nothing was changed.")


def run(call: Call) -> int:
    """Take the file in."""
    data, is_json = _content(call)
    source = Source(call.file.name, hashlib.sha256(data).hexdigest())
    with call.office() as office:
        try:
            outcome = _taken(call, office, data, source, is_json=is_json)
        except BadRows as bad:
            return _bad_rows(call, bad.findings, warnings=())
    if outcome.problems:
        return _bad_rows(call, outcome.problems, warnings=outcome.warnings)
    _said(call, outcome)
    return DONE


def _content(call: Call) -> tuple[bytes, bool]:
    """The file's bytes, and whether they are JSON. What can be refused without the store is refused first."""
    try:
        data = tables.content(call.file)
        is_json = kind_of(data) == "json"
    except OSError:
        raise Usage(_CANNOT_READ, file=str(call.file)) from None
    except Unreadable as refused:
        raise _bad_file(call.file, refused) from refused
    if is_json and call.on_duplicate != "fail":
        raise Usage(_NO_UPDATE)
    if not is_json and call.kind is None:
        raise Usage(_NO_KIND)
    return data, is_json


def _taken(call: Call, office: Office, data: bytes, source: Source, *, is_json: bool) -> ImportOutcome:
    try:
        with Progress(_("Reading the file")):
            sheet = None if is_json and call.kind is None else tables.read(data, call.kind)
        with Progress(_("Taking in")) as progress:
            if sheet is None:
                return importing.import_json(office, data, dry_run=call.dry_run, source=source, progress=progress)
            return importing.run(
                office,
                sheet,
                kind=call.kind,
                on_duplicate=call.on_duplicate,
                dry_run=call.dry_run,
                source=source,
                progress=progress,
            )
    except BadRows:
        raise
    except Refused as refused:
        raise _bad_file(call.file, refused) from refused


def _bad_file(file: Path, refused: Refused) -> BadFile:
    return BadFile(_REFUSED, file=file.name, reason=in_words(refused))


def _bad_rows(call: Call, problems: Iterable[Finding], *, warnings: Iterable[Finding]) -> int:
    listed = list(problems)
    head = ngettext(
        "{file}: {count} place must be corrected. Nothing was changed. Correct it and read the file again.",
        "{file}: {count} places must be corrected. Nothing was changed. Correct them and read the file again.",
        len(listed),
    )
    tell(head.format(file=call.file.name, count=len(listed)))
    if call.json:
        say_json({"problems": _written(listed), "warnings": _written(warnings)})
    else:
        for finding in listed:
            tell(language.say(finding.problem()))
    return BAD_FILE


def _said(call: Call, outcome: ImportOutcome) -> None:
    if call.json:
        counts = {name: getattr(outcome, name) for name in ("new", "changed", "unchanged", "skipped")}
        about = {"kind": outcome.kind, "dry_run": call.dry_run}
        say_json({**about, **counts, "problems": [], "warnings": _written(outcome.warnings)})
        return
    for finding in outcome.warnings:
        tell(language.say(finding.problem()))
    words = _("New: {new}. Changed: {changed}. As before: {unchanged}. Passed over: {skipped}.")
    if call.dry_run:
        words = _("It would be: new {new}, changed {changed}, as before {unchanged}, passed over {skipped}.")
    say(words.format(new=outcome.new, changed=outcome.changed, unchanged=outcome.unchanged, skipped=outcome.skipped))


def _written(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "line": finding.place.line,
            "row": finding.place.row,
            "column": finding.column,
            "reason": language.say(finding.reason),
        }
        for finding in findings
    ]
