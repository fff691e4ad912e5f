"""基本情報シート: what the register knows of one child, on two pages at most; stays in the office.

What must not be done stands first, in the danger box. A table without rows is not there; what is asked of every child
and not known says 未確認.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from caseapp.documents import office_form
from caseapp.documents.blocks import TitleLine, gap, section
from caseapp.documents.catalogue import Parts, has
from caseapp.documents.frames import Danger
from caseapp.documents.read_models import ChildHead, PrintLine, Value
from caseapp.documents.tables import LEFT_PAD, RIGHT_PAD, columns, facts, listing, widths_by_content
from caseapp.documents.text import JP, Content, Rich, bold, mincho, text_width
from caseapp.documents.wording import Wording


@dataclass(frozen=True, kw_only=True)
class Forbidden:
    """What must not be done or said, and why."""

    rule: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SheetTable:
    """A table of one part: `head` and `rows` of as many cells; without a head the rows are (label, value). An empty
    cell says 未確認 where the table is `asked` of every child."""

    part: str
    title: str
    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()
    note: str = ""
    asked: bool = False


@dataclass(frozen=True, kw_only=True)
class ChildSheetPaper:
    """Everything on the sheet. `names` are other names with what they are (旧姓 佐藤), `confirmed_on` the newest day on
    which a fact was confirmed."""

    number: str
    child: ChildHead
    names: tuple[str, ...] = ()
    on: date
    worker: Value = ""
    since: date | None = None
    status: str = ""
    forbidden: tuple[Forbidden, ...] = ()
    tables: tuple[SheetTable, ...] = ()
    confirmed_on: date | None = None
    note: str = ""


def render(data: ChildSheetPaper, *, language: str, printed: PrintLine, parts: Parts = None) -> bytes:
    """The PDF."""
    return _Sheet(data, Wording(language), printed=printed, parts=parts).pdf()


class _Sheet(office_form.OfficeForm[ChildSheetPaper]):
    """One sheet being set."""

    def title(self) -> str:
        return self.w._("Basic information on the child")

    def numbered(self) -> str:
        return self.data.number

    def story(self, tight: float) -> list[Flowable]:
        self.begin(tight)
        _, data = self.w._, self.data
        confirmed = _("last confirmed {date}").format(date=self.w.short(data.confirmed_on))
        story: list[Flowable] = [
            TitleLine(self.sheet, self.title(), note=confirmed if data.confirmed_on else ""),
            *self._danger(),
            self._head(),
        ]
        titles: set[str] = set()
        for table in data.tables:
            if table.rows and has(self.parts, table.part):
                story += self._table(table, first=table.title not in titles)
                titles.add(table.title)
        if data.note and has(self.parts, "note"):
            heading = self.heading(_("Note"), ruled=True)
            story += section(heading, JP(data.note, self.sheet.prose), before=self.sheet.gap)
        return story

    def _danger(self) -> list[Flowable]:
        if not self.data.forbidden:
            return []
        lines: list[Flowable] = []
        for one in self.data.forbidden:
            said: Rich = bold(one.rule) + (self.w.bracketed(one.reason) if one.reason else "")
            lines.append(JP(said, self.sheet.prose))
        label = self.w._("Not to be done or said")
        return [Danger(lines, label=label.replace(" ", "\n") if self.w.japanese else label), gap(8)]

    def _head(self) -> Flowable:
        w, data, _ = self.w, self.data, self.w._
        child = data.child
        widths = columns(*((16, 84, 18, 54) if w.japanese else (24, 70, 26, 52)))
        name = self._name(widths[1] - LEFT_PAD - RIGHT_PAD)
        born = office_form.born(w, child, on=data.on)
        worker = w.office(data.worker) + (
            w.bracketed(_("since {date}").format(date=w.short(data.since))) if data.since else ""
        )
        rows: list[list[tuple[str, Content | JP]]] = [
            [(w.spread(_("Full name")), name), (_("Child's number"), data.number + w.bracketed(data.status))],
            [(_("Born on"), w.office(born)), (w.spread(_("Sex")), w.office(child.sex))],
            [(w.spread(_("Address")), w.office(child.address)), (w.spread(_("Phone")), w.office(child.phone))],
            [(w.spread(_("School")), w.office(child.school)), (_("Worker in charge"), worker)],
        ]
        if data.names:
            rows.append([(_("Other names"), w.listed(data.names)), ("", "")])
        return facts(self.sheet, rows, widths=widths)

    def _name(self, room: float) -> Content:
        """The name with its reading behind it, or under it where both are too long."""
        child, style = self.data.child, self.sheet.cell
        together = office_form.child_name(child)
        if not child.kana or text_width(together, style) <= room:
            return together
        scale = min(1.22, max(1.0, room / text_width(mincho(child.name), style)))
        return mincho(child.name, scale=scale) + ("\n" + child.kana)

    def _table(self, table: SheetTable, *, first: bool) -> list[Flowable]:
        w, sheet = self.w, self.sheet
        if not table.head:
            pairs: list[list[tuple[str, Content]]] = [
                [(label, w.office(value) if table.asked else value)] for label, value in table.rows
            ]
            body: Flowable = facts(sheet, pairs, widths=columns(30, 142))
        else:
            kept = _filled(table)
            head: list[Content] = [table.head[n] for n in kept]
            rows: list[list[Content]] = [[row[n] for n in kept] for row in table.rows]
            texts = [[row[n] for row in table.rows] for n in kept]
            widths = widths_by_content(sheet, [table.head[n] for n in kept], texts)
            body = listing(sheet, head, rows=rows, widths=widths, first_bold=True)
        if not first:  # a second table of the same section stands under the first
            return [gap(5), body]
        return section(self.heading(table.title, note=table.note), body, before=sheet.gap)


def _filled(table: SheetTable) -> list[int]:
    """The columns in which something stands."""
    return [n for n in range(len(table.head)) if n == 0 or any(row[n].strip() for row in table.rows)]
