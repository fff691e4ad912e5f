"""The same document of several children as one print: a cover that lists them, then each child's pages.

Each child's paper is built for itself; who has none, or whose paper cannot be made, stands on the cover with the
reason. Nothing touches the disk. Printing writes one audit line for each child whose pages are in it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from caseapp.casework import papers
from caseapp.casework.office import Office
from caseapp.casework.papers import people
from caseapp.casework.papers.gathered import gather
from caseapp.casework.unit_of_work import enter_child
from caseapp.documents.catalogue import DocumentKind, document
from caseapp.documents.joining import joined
from caseapp.rules.account import VIEWER
from caseapp.rules.changes import Changes
from caseapp.rules.problem import N_, NotFound, Problem, Refused
from caseapp.vault.files import write_atomically
from caseapp.words.language import translator

MOST = 300  # children in one print; more is a day's work for a printer

_USUAL = papers.Wanted()
Progress = Callable[[int, int], object]


class Stopped(Exception):
    """The person stopped it; nothing was printed."""


@dataclass(frozen=True, kw_only=True)
class BatchLine:
    """One child of the print. `pages` 0: it is not in it, and `why` says so; `questions` are to be asked before."""

    child_id: str
    number: str
    name: str
    record_id: str = ""
    pages: int = 0
    why: str = ""
    sha256: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Batch:
    """One print of many papers. Has what the print dialog asks of a paper: `pdf`, `title`, `questions`, `file_stem`."""

    name: str
    title: str
    reader: str
    pdf: bytes
    lines: tuple[BatchLine, ...]
    file_stem: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()

    @property
    def printed(self) -> tuple[BatchLine, ...]:
        """The children whose pages are in it."""
        return tuple(line for line in self.lines if line.pages)

    @property
    def questions(self) -> tuple[str, ...]:
        """What is to be asked before it is handed out, with the child it is about."""
        return tuple(f"{line.name}: {question}" for line in self.printed for question in line.questions)


def build_many(
    office: Office,
    name: str,
    *,
    child_ids: Sequence[str],
    language: str = "ja",
    wanted: papers.Wanted = _USUAL,
    progress: Progress = lambda _done, _total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Batch:
    """The document of each child, in the order given. Raises Refused (nobody, too many, nothing to print at all, a
    document for the outside, which is handed over one by one), NotFound, Stopped."""
    kind = _may_be_many(name, child_ids)
    lines: list[BatchLine] = []
    pdfs: list[bytes] = []
    for done, child_id in enumerate(dict.fromkeys(child_ids)):
        if stopped():
            raise Stopped
        progress(done, len(child_ids))
        line, pdf = _one(office, name, child_id, language=language, wanted=wanted)
        lines.append(line)
        pdfs += [pdf] if pdf else []
    progress(len(child_ids), len(child_ids))
    if not pdfs:
        raise Refused([Problem("", N_("None of these children has a record of this kind to print."))])
    title = translator(language)._(kind.title)
    cover = _cover(office, title, lines, language=language)
    return Batch(
        name=name,
        title=title,
        reader=kind.reader,
        pdf=joined([cover, *pdfs], title=title, author=people.office_of(office.settings).name, language=language),
        lines=tuple(lines),
        file_stem=f"{name}-{len(pdfs)}-{office.today.isoformat()}",
    )


def printed(office: Office, batch: Batch, *, how: str, copies: int = 1, to: str = "") -> Changes:
    """Write one audit line for each child, all of them or none: `how` is "printer", "pdf" or "pdf-protected"."""
    common: dict[str, str | int | bool] = {"document": batch.name, "how": how, "copies": copies, "blank": False}
    common |= {"to": to, "together": len(batch.printed)}
    *others, last = batch.printed  # a batch without pages cannot be made
    with office.work("print", need=VIEWER) as work:
        for line in others:
            enter_child(work, line.child_id, **common, sha256=line.sha256)
        work.about("child", last.child_id, child_id=last.child_id)
        work.note(**common, sha256=last.sha256)
        return work.commit()


def keep(office: Office, batch: Batch, path: Path, *, password: str = "", to: str = "") -> Changes:
    """Write it to a file, with a password or without; the audit lines come first. Raises as `papers.keep` does."""
    pdf = batch.pdf
    if password:
        from caseapp.documents.protection import encrypt  # brings pikepdf, needed only here

        pdf = encrypt(pdf, password)
    changes = printed(office, batch, how="pdf-protected" if password else "pdf", to=to)
    write_atomically(path, pdf)
    return changes


def _may_be_many(name: str, child_ids: Sequence[str]) -> DocumentKind:
    try:
        kind = document(name)
    except KeyError:
        raise NotFound("document", name) from None
    if kind.reader == "outside":
        raise Refused([Problem("", N_("What goes to an organization is handed over one by one."))])
    if not child_ids:
        raise Refused([Problem("", N_("Choose the children first."))])
    if len(child_ids) > MOST:
        too_many = N_("At most {most} children at a time. You chose {count}.")
        raise Refused([Problem("", too_many, {"most": MOST, "count": len(child_ids)})])
    return kind


def _one(office: Office, name: str, child_id: str, *, language: str, wanted: papers.Wanted) -> tuple[BatchLine, bytes]:
    with office.reading() as session:
        who = gather(office, session, child_id, language=language).child
    line = BatchLine(child_id=child_id, number=who.number, name=who.paper_name)
    try:
        paper = papers.build(office, name, child_id=child_id, language=language, wanted=wanted)
    except Refused as refusal:
        return replace(line, why=_words(refusal, language)), b""
    pages = _pages(paper.pdf)
    return replace(line, pages=pages, sha256=paper.sha256, questions=paper.questions), paper.pdf


def _words(refusal: Refused, language: str) -> str:
    w = translator(language)
    return " ".join(w._(p.message).format(**p.values) for p in refusal.problems)


def _pages(pdf: bytes) -> int:
    import pikepdf  # only where several are put together

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _cover(office: Office, title: str, lines: Sequence[BatchLine], *, language: str) -> bytes:
    from caseapp.documents import batch_cover  # brings reportlab

    rows = tuple(batch_cover.CoverRow(number=x.number, name=x.name, pages=x.pages, why=x.why) for x in lines)
    line = people.print_line(office.settings, office.account, at=office.now)
    return batch_cover.render(batch_cover.CoverPaper(title=title, rows=rows), language=language, printed=line)
