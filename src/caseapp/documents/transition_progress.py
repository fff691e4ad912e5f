"""移行準備の経過: the answers of child and guardians side by side over the years, for the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from caseapp.documents import office_form
from caseapp.documents.blocks import TitleLine, gap, section
from caseapp.documents.read_models import ChildHead, PrintLine
from caseapp.documents.tables import Look, Row, Table, columns, facts, label_cell, listing
from caseapp.documents.text import JP, Content, bold
from caseapp.documents.wording import Wording

_MARKS = {"yes": "○", "soon": "△", "not_applicable": "―", "": ""}
_APART = "◇"


@dataclass(frozen=True, kw_only=True)
class SheetColumn:
    """One sheet as a column: whose it is in words, the day, how many yes of how many asked."""

    side: str
    on: date
    yes: int
    asked: int


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """One item with its answer in each column; `apart`: the newest of the two sides differ."""

    domain: str
    words: str
    answers: tuple[str, ...]
    apart: bool = False


@dataclass(frozen=True, kw_only=True)
class Noted:
    """Something said to an item, or on the whole (`item` ""), with whose word it is and the day."""

    item: str
    said: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class ProgressPaper:
    """The overview. `help` are the items that want help now, `apart` where the sides differ, with both answers;
    `notes` what was remarked in the newest sheets."""

    number: str
    child: ChildHead
    on: date
    columns: tuple[SheetColumn, ...]
    lines: tuple[ItemLine, ...]
    help: tuple[Noted, ...] = ()
    apart: tuple[Noted, ...] = ()
    notes: tuple[Noted, ...] = ()
    source: str = ""


def render(data: ProgressPaper, *, language: str, printed: PrintLine) -> bytes:
    """The PDF."""
    return _Page(data, Wording(language), printed=printed).pdf()


class _Page(office_form.OfficeForm[ProgressPaper]):
    """One overview being set."""

    def title(self) -> str:
        return self.w._("Course of the transition")

    def numbered(self) -> str:
        return self.data.number

    def story(self, tight: float) -> list[Flowable]:
        self.begin(tight)
        _ = self.w._
        legend = _("○ yes  △ not yet  [help] needs help  ― does not apply")
        if any(line.apart for line in self.data.lines):
            legend += "  " + _("◇ child and guardians differ")
        note = JP(self.data.source, self.sheet.note) if self.data.source else gap(0)
        return [
            TitleLine(self.sheet, self.title()),
            self._head(),
            *section(self.heading(_("Answers"), note=legend), self._table(), before=self.sheet.gap),
            *self._listed(_("Needs help"), self.data.help, (_("Item"), _("Whose answer"), _("Remark"))),
            *self._listed(_("Child and guardians differ"), self.data.apart, (_("Item"), _("Answers"), "")),
            *self._listed(_("Remarks"), self.data.notes, (_("Item"), _("Whose answer"), _("Remark"))),
            gap(6),
            note,
        ]

    def _head(self) -> Flowable:
        w, child, _ = self.w, self.data.child, self.w._
        rows: list[list[tuple[str, Content | JP]]] = [
            [
                (w.spread(_("Full name")), JP(office_form.child_name(child), self.sheet.cell)),
                (_("Child's number"), self.data.number),
            ],
            [
                (_("Born on"), w.office(office_form.born(w, child, on=self.data.on))),
                (w.spread(_("School")), w.office(child.school)),
            ],
        ]
        return facts(self.sheet, rows, widths=columns(*((16, 84, 18, 54) if w.japanese else (24, 70, 26, 52))))

    def _table(self) -> Table:
        sheet, data = office_form.dense(self.sheet), self.data
        narrow = 16.0
        widths = columns(172 - narrow * len(data.columns), *(narrow for _column in data.columns))
        middle = sheet.cell.but(align="center")
        head = [JP("", sheet.head)]
        for width, column in zip(widths[1:], data.columns, strict=True):
            words = f"{column.side}\n{self.w.short(column.on)}"
            head.append(label_cell(words, sheet.head.but(align="center"), width=width - 8))
        rows: list[Row] = []
        domain = None
        for line in data.lines:
            if line.domain != domain:
                domain = line.domain
                rows.append(Row([JP(bold(domain), sheet.label), *(JP("", middle) for _column in data.columns)]))
            asked: Content = bold(_APART) + "\u2002" + line.words if line.apart else line.words
            marks = [JP(_MARKS.get(answer, bold(self.w._("help"))), middle) for answer in line.answers]
            rows.append(Row([JP(asked, sheet.cell), *marks]))
        counts = [JP(bold(f"{column.yes}/{column.asked}"), middle) for column in data.columns]
        rows.append(Row([JP(bold(self.w._("Answered with yes")), sheet.label), *counts]))
        verticals = frozenset(range(1, len(widths)))
        return Table(widths, rows, look=Look(pad=1.7, verticals=verticals), head=Row(head))

    def _listed(self, title: str, lines: tuple[Noted, ...], head: tuple[str, str, str]) -> list[Flowable]:
        if not lines:
            return []
        two = not head[2]
        rows: list[list[Content]] = [[line.item, line.said, *([] if two else [line.text])] for line in lines]
        widths = columns(102, 70) if two else columns(70, 42, 60)
        table = listing(self.sheet, [*head[:2], *([] if two else [head[2]])], rows=rows, widths=widths)
        return section(self.heading(title), table, before=self.sheet.gap)
