"""What a file holds and what taking it in would do; nothing is written. Runs on the store's thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from caseapp.casework import importing
from caseapp.casework.importing import ImportOutcome, OnDuplicate
from caseapp.casework.office import Office
from caseapp.exchange import kinds_of_file, tables
from caseapp.exchange.columns import TABLES, Kind
from caseapp.exchange.findings import BadRows, Unreadable
from caseapp.exchange.tables import Sheet

JSON = "json"


@dataclass(frozen=True)
class Looked:
    """A file that was looked through: its kind ("json" or one of the tables), and what taking it in would do."""

    path: Path
    kind: str
    outcome: ImportOutcome
    sheet: Sheet | None = None
    data: bytes = b""


def look(office: Office, path: Path, *, kind: str, on_duplicate: OnDuplicate) -> Looked:
    """Read the file as `kind` ("": as what it seems to be) and try it without changing anything.

    Raises Unreadable, Refused, OSError.
    """
    data = tables.content(path)
    if kinds_of_file.kind_of(data) == "json":
        return Looked(path, JSON, _dry_json(office, data), data=data)
    sheet = _sheet(data, kind)
    outcome = importing.run(office, sheet, kind=sheet.kind, on_duplicate=on_duplicate, dry_run=True)
    return Looked(path, sheet.kind, outcome, sheet)


def _dry_json(office: Office, data: bytes) -> ImportOutcome:
    try:
        return importing.import_json(office, data, dry_run=True)
    except BadRows as bad:
        return ImportOutcome("json", problems=bad.findings)


def _sheet(data: bytes, kind: str) -> Sheet:
    """The table as that kind; without a kind as the first that its columns fit, else the refusal that says the most."""
    if kind:
        return tables.read(data, _known(kind))
    refusals: list[Unreadable] = []
    for each in TABLES:
        try:
            return tables.read(data, each)
        except Unreadable as unreadable:
            refusals.append(unreadable)
    raise refusals[0]


def _known(kind: str) -> Kind:
    return next(each for each in TABLES if each == kind)
