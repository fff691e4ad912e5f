"""What the page asks on the store's thread: opening a file, mapping its columns, looking, reading in, undoing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from caseapp.casework import import_choices, import_columns, import_preview, import_refused, import_undo, importing
from caseapp.casework.import_choices import Applied, Choices
from caseapp.casework.import_decision import OnDuplicate
from caseapp.casework.import_preview import Preview
from caseapp.casework.import_undo import Batch
from caseapp.casework.importing import ImportOutcome
from caseapp.casework.office import Office
from caseapp.desktop.kit.runner import Progress
from caseapp.exchange import mapping, opened_file
from caseapp.exchange.columns import ALL_TABLES, Kind, Table, header_key
from caseapp.exchange.findings import BadRows, Finding, Unreadable
from caseapp.exchange.grid import Grid
from caseapp.exchange.mapping import SourceColumn
from caseapp.exchange.opened_file import OpenedFile
from caseapp.rules.problem import N_, Problem

KINDS: tuple[tuple[Kind, str], ...] = (
    ("children", ALL_TABLES["children"].title),
    ("holders", ALL_TABLES["holders"].title),
    ("consultations", ALL_TABLES["consultations"].title),
    ("organizations", ALL_TABLES["organizations"].title),
)
FOLLOW_UP_AFTER = timedelta(days=14)
LARGE = 400_000
"""From so many bytes on the person sees a bar and can stop it."""

_CLOSED = N_("The file cannot be opened. If it is open in Excel, close it there, then read it again.")


@dataclass(frozen=True)
class Mapped:
    """A sheet of a file with its columns. `problems` stand in the way of going on; `again`: this very file was read in
    before and still stands."""

    file: OpenedFile
    title: str
    head_at: int
    kind: Kind
    grid: Grid
    columns: tuple[SourceColumn, ...]
    problems: tuple[Problem, ...] = ()
    again: Batch | None = None

    @property
    def table(self) -> Table:
        return ALL_TABLES[self.kind]

    @property
    def remembered(self) -> bool:
        return any(column.how == "remembered" for column in self.columns)

    @property
    def clear(self) -> bool:
        """Nobody needs to be asked: every column is taken, by the names that are ours or as the last time."""
        own = all(column.target and header_key(column.header) == header_key(column.target) for column in self.columns)
        return not self.problems and (own or self.remembered)

    def with_target(self, position: int, target: str) -> Mapped:
        """The same with another choice for one column; who had it before gives it up."""
        columns = tuple(
            replace(c, target=target, how="person")
            if c.position == position
            else replace(c, target="", how="person")
            if target and c.target == target
            else c
            for c in self.columns
        )
        return replace(self, columns=columns, problems=tuple(mapping.problems(columns, self.table)))


@dataclass(frozen=True)
class Whole:
    """A whole export (JSON), tried out."""

    file: OpenedFile
    outcome: ImportOutcome

    @property
    def ready(self) -> bool:
        return not self.outcome.problems and bool(self.outcome.new)


def opened(office: Office, path: Path, *, kind: Kind | None = None) -> Mapped | Whole:
    """The file with what can be told about it. Raises Unreadable, Refused (a whole export and a store that is not
    empty), NotAllowed."""
    try:
        file = opened_file.open_file(path)
    except OSError as error:
        raise Unreadable(_CLOSED) from error
    if file.kind == "json":
        return _whole(office, file)
    # the sheet that knows the most words of ours stands first
    title = max(file.heads, key=_words_known).title
    return mapped(office, file, title=title, kind=kind)


def _words_known(head: Grid) -> int:
    if not head.rows:
        return -1
    row = head.rows[mapping.header_row(head.rows)]
    kind = mapping.kind_by_head(row)
    return sum(bool(column.target) for column in mapping.guess(head, head.rows.index(row), ALL_TABLES[kind]))


def _whole(office: Office, file: OpenedFile) -> Whole:
    try:
        return Whole(file, importing.import_json(office, file.data, dry_run=True))
    except BadRows as bad:
        return Whole(file, ImportOutcome("json", problems=bad.findings))


def mapped(
    office: Office, file: OpenedFile, *, title: str, kind: Kind | None = None, head_at: int | None = None
) -> Mapped:
    """One sheet with its columns, as remembered or guessed. Raises Unreadable."""
    grid = file.grid(title)
    if not grid.rows:
        raise Unreadable(mapping.NO_ROWS)
    if head_at is None or head_at >= len(grid.rows):
        head_at = mapping.header_row(grid.rows, ALL_TABLES[kind] if kind else None)
    kind = kind or mapping.kind_by_head(grid.rows[head_at])
    table = ALL_TABLES[kind]
    plain = mapping.guess(grid, head_at, table)
    before = import_columns.remembered(office, mapping.head_key(plain, table))
    columns = tuple(mapping.guess(grid, head_at, table, remembered=before) if before else plain)
    again = next(
        (b for b in import_undo.batches(office) if b.digest == file.source.digest and b.undone_at is None), None
    )
    amiss = tuple(mapping.problems(columns, table))
    return Mapped(file, title, head_at, kind, grid, columns, amiss, again)


def look(office: Office, given: Mapped, *, on_duplicate: OnDuplicate, progress: Progress) -> Preview:
    """Try it out, and remember the columns for the next file of this kind. Raises Unreadable, Cancelled."""
    sheet = mapping.sheet(given.grid, given.head_at, given.table, given.columns)
    looked = import_preview.look(
        office, sheet, on_duplicate=on_duplicate, progress=progress, cancelled=progress.cancelled
    )
    import_columns.remember(office, mapping.head_key(given.columns, given.table), mapping.chosen(given.columns))
    return looked


def look_again(office: Office, looked: Preview, *, chosen: Mapping[int, str], progress: Progress) -> Preview:
    """The same rows, with what a person said whose they are; also after the store has changed."""
    return import_preview.look(
        office,
        looked.sheet,
        on_duplicate=looked.on_duplicate,
        chosen=chosen,
        found=looked.found,
        progress=progress,
        cancelled=progress.cancelled,
    )


def take(office: Office, given: Mapped, looked: Preview, choices: Choices, progress: Progress) -> Applied:
    """Read it in. Raises ChangedMeanwhile, Cancelled."""
    return import_choices.apply(
        office, looked, choices, source=given.file.source, progress=progress, cancelled=progress.cancelled
    )


def take_whole(office: Office, whole: Whole, progress: Progress) -> ImportOutcome:
    """Read a whole export into the empty store. Raises Refused, Cancelled."""
    return importing.import_json(
        office, whole.file.data, source=whole.file.source, progress=progress, cancelled=progress.cancelled
    )


def write_refused(office: Office, given: Mapped, findings: Sequence[Finding], path: Path) -> None:
    """Write the refused rows into a file that the person chose; it is written into the audit."""
    import_refused.write_out(office, given.grid, head_at=given.head_at, findings=findings, path=path)
