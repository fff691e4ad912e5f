"""What is in a file that is to be read in: its kind, its rows, and what reading it in would do. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from caseapp.casework import importing
from caseapp.casework.importing import ImportOutcome, OnDuplicate
from caseapp.casework.office import Office
from caseapp.desktop.kit.runner import Progress
from caseapp.exchange import tables
from caseapp.exchange.columns import TABLES, Kind
from caseapp.exchange.findings import BadRows, Finding, Unreadable
from caseapp.exchange.kinds_of_file import kind_of
from caseapp.exchange.tables import Sheet
from caseapp.rules.problem import N_, Problem, Refused
from caseapp.vault.trouble import Cancelled, VaultTrouble

JSON = "json"
KINDS: tuple[tuple[Kind, str], ...] = tuple((kind, table.title) for kind, table in TABLES.items())
_CLOSED = N_("The file cannot be opened. If it is open in Excel, close it there, then read it again.")


@dataclass(frozen=True)
class Look:
    """A file as it was found. `kind` is "" when it could not be told, "json" for a whole export (its bytes are `data`).
    Without `outcome` there is `refusal`, the reason why it cannot be read at all."""

    kind: str
    sheet: Sheet | None = None
    data: bytes = b""
    outcome: ImportOutcome | None = None
    refusal: Problem | None = None

    @property
    def ready(self) -> bool:
        """Whether it can be read in as it is, and anything would come of it."""
        return self.outcome is not None and not self.outcome.problems and bool(self.outcome.new or self.outcome.changed)

    @property
    def problems(self) -> Sequence[Finding]:
        return self.outcome.problems if self.outcome else ()

    @property
    def warnings(self) -> Sequence[Finding]:
        return self.outcome.warnings if self.outcome else ()


def look(office: Office, path: Path, *, kind: str = "", on_duplicate: OnDuplicate = "fail") -> Look:
    """Read the file and try everything out. `kind` "" finds it out by the names of the columns.

    Raises NotAllowed, and what the store raises; what is wrong with the file is in the answer.
    """
    try:
        data = tables.content(path)
        if kind_of(data) == "json":
            return _export(office, data)
        sheet = tables.read(data, _kind(kind)) if kind else _told(data)
    except Unreadable as error:
        return Look(kind, refusal=error.problems[0])
    except OSError:
        return Look(kind, refusal=Problem("", _CLOSED))
    return try_out(office, sheet, on_duplicate=on_duplicate)


def try_out(office: Office, sheet: Sheet, *, on_duplicate: OnDuplicate) -> Look:
    """What reading in a sheet that was read before would do."""
    outcome = importing.run(office, sheet, kind=sheet.kind, on_duplicate=on_duplicate, dry_run=True)
    return Look(sheet.kind, sheet, outcome=outcome)


def take(office: Office, look: Look, *, on_duplicate: OnDuplicate, progress: Progress) -> ImportOutcome | None:
    """Take it over; None when the person stopped it: nothing was changed then.

    Raises Refused (BadRows) when the store has changed since the file was looked at.
    """
    try:
        if look.sheet is None:
            return importing.import_json(office, look.data, progress=progress, cancelled=progress.cancelled)
        return importing.run(
            office,
            look.sheet,
            kind=look.sheet.kind,
            on_duplicate=on_duplicate,
            progress=progress,
            cancelled=progress.cancelled,
        )
    except Cancelled:
        return None


def _export(office: Office, data: bytes) -> Look:
    try:
        return Look(JSON, data=data, outcome=importing.import_json(office, data, dry_run=True))
    except BadRows as bad:
        return Look(JSON, data=data, outcome=ImportOutcome("json", problems=bad.findings))
    except VaultTrouble:
        raise
    except Refused as refused:
        return Look(JSON, refusal=refused.problems[0])


def _kind(name: str) -> Kind:
    return next(kind for kind in TABLES if kind == name)


def _told(data: bytes) -> Sheet:
    """The sheet by the names of its columns. Raises Unreadable: the refusal that lacks the fewest columns."""
    refusals: list[Unreadable] = []
    for kind in TABLES:
        try:
            return tables.read(data, kind)
        except Unreadable as error:
            if "columns" not in error.problems[0].values:
                raise  # damaged, empty, another program's: it is so for every kind
            refusals.append(error)
    raise min(refusals, key=lambda each: str(each.problems[0].values["columns"]).count("、"))
