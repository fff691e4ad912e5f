"""A list on paper: what stands on the screen, with what it was narrowed by; one audit line for the whole list."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from caseapp.casework.office import Office
from caseapp.casework.papers import people
from caseapp.casework.papers.batch import Stopped
from caseapp.rules.account import VIEWER
from caseapp.rules.changes import Changes
from caseapp.rules.problem import N_, Problem, Refused
from caseapp.vault.files import write_atomically

MOST = 6000  # rows; a page holds some thirty


@dataclass(frozen=True, kw_only=True)
class PrintedList:
    """A list ready to be printed. Has what the print dialog asks of a paper."""

    title: str
    pdf: bytes
    rows: int
    filters: tuple[str, ...] = ()
    file_stem: str
    questions: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()


def build_list(
    office: Office,
    *,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    filters: Sequence[str] = (),
    entries: int | None = None,
    language: str = "ja",
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> PrintedList:
    """The list, landscape. `entries`: how many there are where some rows are only to be written on; unnumbered then.

    Raises Refused (no rows, too many, a row that does not fit the columns, a character that no font holds), Stopped.
    """
    from caseapp.documents import list_sheet  # brings reportlab

    _check(columns, rows)

    def told(done: int, total: int) -> None:
        if stopped():
            raise Stopped
        progress(done, total)

    told(0, len(rows))
    data = list_sheet.ListPaper(
        title=title,
        filters=tuple(filters),
        columns=tuple(columns),
        rows=tuple(tuple(row) for row in rows),
        numbered=entries is None,
        entries=entries,
    )
    count = len(rows) if entries is None else entries
    printed_by = people.print_line(office.settings, office.account, at=office.now)
    pdf = list_sheet.render(data, language=language, printed=printed_by, progress=told)
    return PrintedList(
        title=title,
        pdf=pdf,
        rows=count,
        filters=tuple(filters),
        file_stem=f"list-{count}-{office.today.isoformat()}",
    )


def printed(office: Office, paper: PrintedList, *, how: str, copies: int = 1, to: str = "") -> Changes:
    """Write into the audit that the list was printed or kept: `how` is "printer", "pdf" or "pdf-protected"."""
    with office.work("print", need=VIEWER) as work:
        work.about("list", "")
        work.note(document="list", how=how, copies=copies, rows=paper.rows, sha256=paper.sha256, to=to)
        return work.commit()


def keep(office: Office, paper: PrintedList, path: Path, *, password: str = "", to: str = "") -> Changes:
    """Write it to a file, with a password or without; the audit line comes first. Raises as `papers.keep` does."""
    pdf = paper.pdf
    if password:
        from caseapp.documents.protection import encrypt  # brings pikepdf, needed only here

        pdf = encrypt(pdf, password)
    changes = printed(office, paper, how="pdf-protected" if password else "pdf", to=to)
    write_atomically(path, pdf)
    return changes


def _check(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not columns or not rows:
        raise Refused([Problem("", N_("There is nothing in the list to print."))])
    if len(rows) > MOST:
        too_long = N_("At most {most} rows at a time. The list has {count}.")
        raise Refused([Problem("", too_long, {"most": MOST, "count": len(rows)})])
    if any(len(row) != len(columns) for row in rows):
        raise ValueError("each row has as many cells as there are columns")
