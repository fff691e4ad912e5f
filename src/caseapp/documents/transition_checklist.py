"""移行準備チェックリスト: the sheet of the child in words of its own, and that of the guardians; empty or filled in.

Each sheet is a print of its own with its own tab and pages, so that either can be handed to whom it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from caseapp.documents.blocks import PlainHeading, TitleLine, WritingLines, gap, not_alone, section
from caseapp.documents.catalogue import Parts, has
from caseapp.documents.fonts import Face
from caseapp.documents.grid import Furniture, Metadata, Tab, build
from caseapp.documents.joining import joined
from caseapp.documents.read_models import PrintLine
from caseapp.documents.ruby import Readings, annotated
from caseapp.documents.tables import Look, Row, Table, columns, label_cell
from caseapp.documents.text import JP, Content, Rich, Run, Style, bold, rich
from caseapp.documents.type_styles import Sheet as Styles
from caseapp.documents.type_styles import family
from caseapp.documents.wording import Wording

CHILD = "child"
ANSWERS = ("yes", "soon", "help", "not_applicable")
_BOX, _RING = "□", "○"
_WRITTEN = 3  # lines to write on


@dataclass(frozen=True, kw_only=True)
class AskedItem:
    """One item in the reader's words; `answer` one of ANSWERS or ""."""

    words: str
    answer: str = ""
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class AskedDomain:
    """The items of one domain under its heading."""

    title: str
    items: tuple[AskedItem, ...]


@dataclass(frozen=True, kw_only=True)
class ChecklistSheet:
    """One sheet. `respondent`: "child" or "guardian"; `who` filled it in, `how` in words; `on` None: not filled in."""

    respondent: str
    domains: tuple[AskedDomain, ...]
    on: date | None = None
    who: str = ""
    how: str = ""
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class ChecklistPaper:
    """The sheets. `called` is how the child is called (陽菜さん), `source` says what list it is; `readings` are the
    names as they are read, for ふりがな; `worker` takes the sheet back."""

    child_name: str
    called: str
    sheets: tuple[ChecklistSheet, ...]
    source: str = ""
    worker: str = ""
    readings: tuple[tuple[str, str], ...] = ()


def render(
    data: ChecklistPaper,
    *,
    language: str,
    printed: PrintLine,
    parts: Parts = None,
    ruby: bool = False,
    blank: bool = False,
) -> bytes:
    """The PDF. `ruby`: the child's sheet with readings above the words; `blank`: with boxes to tick and lines."""
    w = Wording(language)
    pdfs = []
    for sheet in data.sheets:
        page = _Page(data, sheet, w, printed=printed, remarks=has(parts, "remarks"), ruby=ruby, blank=blank)
        pdfs.append(build(page.story, page.furniture(), metadata=page.metadata()))
    if len(pdfs) == 1:
        return pdfs[0]
    return joined(pdfs, title=w._("Transition checklist"), author=printed.office.name, language=language)


class _Page:
    """One sheet being set."""

    def __init__(
        self,
        data: ChecklistPaper,
        sheet: ChecklistSheet,
        w: Wording,
        *,
        printed: PrintLine,
        remarks: bool,
        ruby: bool,
        blank: bool,
    ) -> None:
        self.data, self.asked, self.w, self.office = data, sheet, w, printed.office
        self.remarks, self.blank = remarks, blank
        self.ruby = ruby and w.japanese and sheet.respondent == CHILD
        self.sheet: Styles = family(ruby=self.ruby)

    @property
    def to_child(self) -> bool:
        return self.asked.respondent == CHILD

    def r(self, content: Content, *, face: Face | None = None) -> Content:
        """The text, with readings above it where they are wanted."""
        if self.ruby:
            return annotated(content, Readings(self.data.readings), face=face)
        return Rich((Run(content, face),)) if isinstance(content, str) and face else content

    def metadata(self) -> Metadata:
        return Metadata(self.w._("Transition checklist"), self.office.name, self.w.language)

    def furniture(self) -> Furniture:
        _ = self.w._
        title = _("Transition checklist of {name}").format(name=self.w.child(self.data.child_name))
        tab = _("For the person") if self.to_child else _("For the guardians")
        return Furniture(
            tab=Tab(tab),
            running=(bold(self._title()), self.w.child(self.data.child_name)),
            foot_left=f"{title}\u2002{tab}",
            foot_right=f"{self.office.calls_itself} {self.office.section}".strip(),
            foot=self.sheet.foot,
            counted=self.w.sheets,
        )

    def story(self, tight: float) -> list[Flowable]:
        self.sheet = family(tight, ruby=self.ruby)
        prose = self.sheet.prose.but(indent=0.0, justify=self.w.japanese)
        title = self.r(self._title())
        return [
            gap(14),
            TitleLine(self.sheet, title, below=6, spacing=0),
            self._head(),
            gap(6),
            JP(self.r(self._opening()), prose),
            gap(6),
            self._table(),
            *not_alone([], self._end(prose)),
        ]

    def _title(self) -> str:
        _ = self.w._
        if self.to_child:
            return _("A list for getting ready to be an adult with an illness")
        return _("Transition checklist (for the guardians)")

    def _head(self) -> Flowable:
        """Whose sheet it is, the day, and who filled it in; places to write on an empty one."""
        _, note = self.w._, self.sheet.note
        name = self.r(self.w.child(self.data.child_name))
        day = self.w.long(self.asked.on) if self.asked.on else _("Day:") + "\u3000" * 2
        parts: list[Content] = [name, day]
        if not self.to_child:
            parts.append(self.asked.who if self.asked.on else _("Written by:"))
        elif self.asked.how:
            parts.append(self.asked.how)
        line: Rich = rich("")
        for number, part in enumerate(part for part in parts if part):
            line = line + ("\u3000\u3000" if number else "") + (self.r(part) if isinstance(part, str) else part)
        return JP(line, note)

    def _opening(self) -> str:
        _ = self.w._
        if not self.blank:
            return _("What you answered is marked with ○.")
        if self.to_child:
            return self.w.sentences(
                [
                    _("There is no right or wrong. Tick what fits you now."),
                    _("You can leave out what you do not know or do not want to answer."),
                ]
            )
        asked = _("Please tick how you see {name} now. The child fills in a sheet of its own.")
        return self.w.sentences(
            [asked.format(name=self.data.called), _("Answers that differ are something to talk about.")]
        )

    # ---- the items

    def _answer_heads(self) -> tuple[str, ...]:
        _ = self.w._
        if self.to_child:
            return _("Yes, I can"), _("Not yet"), _("I want help"), _("Not for me")
        return _("Yes"), _("Not yet"), _("Needs help"), _("Does not apply")

    def _table(self) -> Table:
        widths = columns(*((96, 17, 18, 23, 18) if self.w.japanese else (92, 18, 18, 22, 22)))
        middle = self.sheet.cell.but(align="center")
        head_style = self.sheet.head.but(align="center")
        head = [JP("", self.sheet.head)]
        for width, words in zip(widths[1:], self._answer_heads(), strict=True):
            head.append(label_cell(self.r(words), head_style, width=width - 8))
        rows: list[Row] = []
        for domain in self.asked.domains:
            title = self.r(domain.title, face="bold")
            rows.append(Row([JP(title, self.sheet.label), *(JP("", middle) for _answer in ANSWERS)]))
            rows += [self._row(item, middle) for item in domain.items]
        look = Look(pad=self.sheet.pad * (0.5 if self.ruby else 0.75), verticals=frozenset({1, 2, 3, 4}))
        return Table(widths, rows, look=look, head=Row(head))

    def _row(self, item: AskedItem, middle: Style) -> Row:
        words = self.r(item.words)
        if self.remarks and item.remark.strip():
            words = rich(words) + "\n" + rich(self.r(item.remark, face="mincho"))
        marks = [_BOX if self.blank else _RING if item.answer == answer else "" for answer in ANSWERS]
        return Row([JP(words, self.sheet.cell), *(JP(mark, middle) for mark in marks)])

    # ---- the end

    def _end(self, prose: Style) -> list[Flowable]:
        _ = self.w._
        blocks: list[Flowable] = []
        if self.blank:
            asked = (
                _("What worries you, what you would like to ask") if self.to_child else _("What you would like to say")
            )
            heading = PlainHeading(self.sheet, self.r(asked))
            blocks += section(heading, gap(4), WritingLines(_WRITTEN), before=self.sheet.gap)
        elif self.remarks and self.asked.remark.strip():
            heading = PlainHeading(self.sheet, self.r(_("What we spoke about")), ruled=True)
            blocks += section(heading, JP(self.r(self.asked.remark), prose), before=self.sheet.gap)
        note = self.sheet.note
        if self.blank and self.data.worker:
            contact = " ".join(part for part in (self.data.worker, self.office.phone) if part)
            blocks += [gap(8), JP(self.r(_("Please give it to {worker}.").format(worker=contact)), note)]
        if self.data.source:
            blocks += [gap(6), JP(self.r(self.data.source), note.but(size=note.size * 0.86))]
        return blocks
