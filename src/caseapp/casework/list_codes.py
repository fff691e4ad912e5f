"""Code lists that the office replaces or extends: the diseases of the next revision, and its own codes.

Both are settings of the vault; `list_in_use` puts them in place when an office is opened. A record keeps what the list
said when it was written (`ChildDisease.list_version` and its snapshot); nothing is written anew when it is replaced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.casework import list_in_use, list_rows
from caseapp.casework.list_in_use import DISEASES, LOCAL
from caseapp.casework.office import Office
from caseapp.exchange import list_diseases, writing
from caseapp.exchange.findings import BadRows
from caseapp.exchange.list_diseases import Difference, DiseaseFile
from caseapp.exchange.tables import content
from caseapp.records.child import ChildDiseaseRow
from caseapp.records.setting import SettingRow
from caseapp.rules.account import MANAGER
from caseapp.rules.changes import Changes
from caseapp.rules.folding import fold
from caseapp.rules.problem import N_, Problem, Refused
from caseapp.vault.files import write_atomically
from caseapp.words import codes, diseases

OPEN_LISTS = ("topic", "method", "organization_kind", "program", "follow_up_kind", "trigger", "place", "consulter")
"""The lists to which an office may add codes of its own; each is counted under a national one."""
_LONGEST_VERSION, _LONGEST_LABEL = 40, 60
_OWN_CODE = re.compile("local_[0-9]{1,9}")
_NO_CODE = N_("This is no code of an office, or it is there twice.")


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a file would do: its entries (or what is amiss), the differences to the list in use, and how many children
    have a disease that the new list tells otherwise."""

    file: DiseaseFile
    version_now: str
    differences: tuple[Difference, ...]
    children: int


@dataclass(frozen=True, kw_only=True)
class LocalCode:
    """The office's own code: in which list, what it is called, under which national code it is counted."""

    list: str
    code: str = ""
    label: str
    short: str = ""
    parent: str
    retired: bool = False


# ---- the diseases


def look(office: Office, source: Path | bytes) -> Look:
    """Read a list of diseases and compare it with the one in use. Changes nothing. Raises Unreadable, OSError."""
    file = list_diseases.read(content(source))
    differences = list_diseases.compared(diseases.load(), file.entries) if file.entries else ()
    before = [each.before for each in differences if each.before is not None]
    other = [code for each in before for code in (each.code, each.centre_code if each.top else "") if code]
    with office.reading("codes.look") as session:
        row = ChildDiseaseRow
        question = select(func.count(row.child_id.distinct())).where(row.list_code.in_(other))
        children = session.scalar(question) if other else 0
    return Look(file=file, version_now=diseases.version(), differences=differences, children=children or 0)


def outdated(office: Office) -> int:
    """How many children have a disease that the list in use tells otherwise than their record."""
    with office.reading("codes.outdated") as session:
        return len(list_rows.outdated_children(session.connection()))


def write_diseases(path: Path) -> int:
    """Write the list in use as a CSV that `look` reads; how many entries. It names nobody, so nothing is audited."""
    rows = list(list_diseases.lines_of(diseases.load()))
    write_atomically(path, writing.write_csv(diseases.COLUMNS, rows))
    return len(rows)


def replace_diseases(office: Office, file: DiseaseFile, *, version: str) -> Changes:
    """Let this be the list of diseases from now on. Only managers.

    Raises BadRows for a file with anything amiss, Refused without a version or with that of the list in use.
    """
    if file.findings:
        raise BadRows(file.findings)
    version = version.strip()
    problems = []
    if not version:
        problems.append(Problem("version", N_("Say which version this is, such as the day it comes into force.")))
    elif version in (diseases.version(), diseases.LIST_VERSION):
        problems.append(Problem("version", N_("The list in use is called so. Give the new one another name.")))
    if len(version) > _LONGEST_VERSION:
        problems.append(Problem("version", N_("At most {most} characters."), {"most": _LONGEST_VERSION}))
    if problems:
        raise Refused(problems)
    with office.work("codes.diseases", need=MANAGER) as work:
        stored = {"version": version, "text": file.text}
        work.session.merge(SettingRow(key=DISEASES, value=json.dumps(stored, ensure_ascii=False)))
        changes = _commit(work, version=version, entries=len(file.entries))
    diseases.use(file.text, version)
    return changes


def packaged_diseases(office: Office) -> Changes:
    """The list that comes with the program again. Only managers."""
    with office.work("codes.diseases", need=MANAGER) as work:
        row = work.session.get(SettingRow, DISEASES)
        if row is None:
            return work.commit()
        work.session.delete(row)
        changes = _commit(work, version=diseases.LIST_VERSION)
    diseases.use_packaged()
    return changes


# ---- the office's own codes


def local_codes(office: Office) -> tuple[LocalCode, ...]:
    """All of them, retired ones, too, in the order of their lists and of their making."""
    with office.reading("codes.local") as session:
        return _local(session)


def save_local(office: Office, value: LocalCode) -> Changes:
    """Add a code (without `code`), or change one. `Changes.record_id` is its code. Only managers.

    Raises Refused: no such list or national code, no label, or a label that the list has already.
    """
    with office.work("codes.local", need=MANAGER) as work:
        known = _local(work.session)
        problems = _problems(value, known)
        if problems:
            raise Refused(problems)
        code = value.code or _next_code(known)
        kept = replace(value, code=code, label=value.label.strip(), short=value.short.strip())
        others = [each for each in known if each.code != code]
        _write(work, [*others, kept])
        changes = _commit(work, code=code, list=value.list)
    list_in_use.use_local(asdict(each) for each in local_codes(office))
    return replace(changes, record_id=code)


def add_local_rows(office: Office, rows: Iterable[Mapping[str, str]]) -> Changes:
    """Add the codes of a file, all or none: `list` (code of a list), `label`, `short`, `parent` (code or label).

    A label that the list has already is passed over. Raises Refused naming each row that is wrong.
    """
    with office.work("codes.local", need=MANAGER) as work:
        known = list(_local(work.session))
        problems: list[Problem] = []
        added = 0
        for number, row in enumerate(rows, 1):
            national = codes.load(row["list"]).parents() if row["list"] in OPEN_LISTS else None
            parent = (national.code_of(row["parent"]) or "") if national is not None else ""
            value = LocalCode(list=row["list"], label=row["label"], short=row.get("short", ""), parent=parent)
            if any(each.list == value.list and fold(each.label) == fold(value.label) for each in known):
                continue
            found = _problems(value, known)
            problems += [Problem(p.field, N_("Row {row}: {reason}"), {"row": number, "reason": p}) for p in found]
            known.append(replace(value, code=_next_code(known)))
            added += 1
        if problems:
            raise Refused(problems)
        if not added:
            return work.commit()
        _write(work, known)
        changes = _commit(work, added=added)
    list_in_use.use_local(asdict(each) for each in local_codes(office))
    return changes


def _problems(value: LocalCode, known: Sequence[LocalCode]) -> list[Problem]:
    found: list[Problem] = []
    label = value.label.strip()
    if value.list not in OPEN_LISTS:
        return [Problem("list", N_("No codes can be added to this list."))]
    national = codes.load(value.list).parents()
    if value.parent not in national or value.parent.startswith("local_"):
        found.append(Problem("parent", N_("Choose under which national one it is counted.")))
    if not label:
        found.append(Problem("label", N_("Give it a name.")))
    if len(label) > _LONGEST_LABEL:
        found.append(Problem("label", N_("At most {most} characters."), {"most": _LONGEST_LABEL}))
    own = {fold(each.label) for each in known if each.list == value.list and each.code != value.code}
    taken = codes.load(value.list).code_of(label)
    if label and (fold(label) in own or (taken is not None and not taken.startswith("local_"))):
        found.append(Problem("label", N_("The list has this name already.")))
    return found


def amiss(values: Sequence[LocalCode]) -> Iterator[tuple[int, Problem]]:
    """What is wrong in codes that were made elsewhere (an export), with the place of each."""
    known: list[LocalCode] = []
    for place, value in enumerate(values):
        if not _OWN_CODE.fullmatch(value.code) or any(each.code == value.code for each in known):
            yield place, Problem("code", _NO_CODE)
        for problem in _problems(value, known):
            yield place, problem
        known.append(value)


def _next_code(known: Sequence[LocalCode]) -> str:
    """local_1, local_2, …: a code is never given twice, as codes are only retired."""
    return f"local_{max((int(each.code.removeprefix('local_')) for each in known), default=0) + 1}"


def _local(session: Session) -> tuple[LocalCode, ...]:
    made = [LocalCode(**each) for each in list_in_use.stored_codes(session)]
    return tuple(sorted(made, key=lambda each: (OPEN_LISTS.index(each.list), int(each.code.removeprefix("local_")))))


def _write(work: Any, values: Sequence[LocalCode]) -> None:
    stored = json.dumps([asdict(each) for each in values], ensure_ascii=False)
    work.session.merge(SettingRow(key=LOCAL, value=stored))


def _commit(work: Any, **detail: str | int) -> Changes:
    work.touch("settings", "codes")
    work.about("codes", "")
    work.note(**detail)
    changes: Changes = work.commit()
    return changes
