"""The third step: every row with what it would do, what is amiss first; ticks say what is taken. Writes nothing.

Object names: `import-filter`, `import-rows` (the table), `import-detail`, `import-said`, `import-all`, `import-none`,
`import-held-back`, `import-link-all`, `import-follow-up-on`, `import-without-refused`, `import-count`.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.casework.import_choices import Choices
from caseapp.casework.import_preview import Preview
from caseapp.desktop.import_file.detail import Detail
from caseapp.desktop.import_file.looking import FOLLOW_UP_AFTER
from caseapp.desktop.import_file.rows import MEND, Line, Ticks, chip_of, lines_of, siblings_of, what_of
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.chips import Chip, column_width, paint_chip
from caseapp.desktop.kit.choices import CheckBox, FilterPills, Pill
from caseapp.desktop.kit.fields import DateField
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.masking import masked, masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import Label
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.exchange.findings import Finding
from caseapp.words import language
from caseapp.words.language import _, ngettext

_DETAIL, _DETAIL_NARROW = 380, 290


class RowsTable(Table[Line]):
    """The table. Ctrl+C copies the lines that are shown, to be pasted beside the file in Excel."""

    copied = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = self.model().rowCount()
            cells = [[str(self.model().index(n, c).data() or "") for c in range(1, 6)] for n in range(rows)]
            QGuiApplication.clipboard().setText("\n".join("\t".join(" ".join(t.split()) for t in row) for row in cells))
            self.copied.emit(rows)
            event.accept()
            return
        super().keyPressEvent(event)


class LookPart(QWidget):
    """`changed`: a tick was set. `decided(line, whose)`: a row of doubt was given to a child."""

    changed = Signal()
    decided = Signal(object, object)

    def __init__(self, desk: Desk, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.looked: Preview | None = None
        self.ticks = Ticks()
        self._lines: list[Line] = []
        pills = [
            ("", _("All")),
            ("mend", _("To mend")),
            ("new", _("New")),
            ("changed", _("Change")),
            ("same", _("Same")),
            ("told", _("To know")),
            ("kin", _("Siblings")),
            ("gone", _("Missing")),
        ]
        self.filter = FilterPills(pills, name=_("Show"), parent=self)
        self.said = Banner(parent=self)
        self.model: TableModel[Line] = TableModel(self._columns())
        self.table = RowsTable(self.model, name=_("Rows of the list"), parent=self)
        self.detail = Detail(parent=self)
        self.count = Label(role="strong", parent=self)
        self.all = Button(_("Tick all shown"), lambda: self._tick_shown(on=True), kind="quiet")
        self.none = Button(_("Untick all shown"), lambda: self._tick_shown(on=False), kind="quiet")
        self.held_back = Button(_("Tick addresses and telephones, too"), self._tick_held_back, kind="quiet")
        self.link_all = Button(_("Link all shown as siblings"), self._link_shown, kind="quiet")
        self.follow_up_on = DateField(desk.today)
        self.follow_up_on.setAccessibleName(_("Day of the next step"))
        self.follow_up_on.set_value(desk.today() + FOLLOW_UP_AFTER)
        self.without_refused = CheckBox(_("Leave out the rows to mend, read in the rest"))
        self._name()
        self._place()
        self._connect()

    def _name(self) -> None:
        for widget, name in (
            (self.filter, "filter"),
            (self.said, "said"),
            (self.table, "rows"),
            (self.count, "count"),
            (self.all, "all"),
            (self.none, "none"),
            (self.held_back, "held-back"),
            (self.link_all, "link-all"),
            (self.follow_up_on, "follow-up-on"),
            (self.without_refused, "without-refused"),
        ):
            widget.setObjectName(f"import-{name}")

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.said)
        row = QHBoxLayout()
        row.setSpacing(12)
        left = Card(padding=(1, 1), spacing=0, parent=self)
        left.body.addWidget(self.table)
        self.right = Card(padding=(1, 1), spacing=0, parent=self)
        self.right.body.addWidget(self.detail)
        row.addWidget(left, 1)
        row.addWidget(self.right)
        column.addLayout(row, 1)
        self._strip = QWidget(self)
        flow = FlowLayout(self._strip, gap=8, row_gap=2)
        self._day = QWidget(self._strip)
        day = QHBoxLayout(self._day)
        day.setContentsMargins(0, 0, 0, 0)
        day.addWidget(Label(_("Next step by"), parent=self._day))
        day.addWidget(self.follow_up_on)
        for widget in (self.count, self.all, self.none, self.held_back, self.link_all, self._day, self.without_refused):
            flow.addWidget(widget)
        column.addWidget(self._strip)
        self.set_narrow(False)

    def _connect(self) -> None:
        self.filter.changed.connect(self._narrow)
        self.table.chosen.connect(self._show_detail)
        self.table.ticked.connect(self._tick)
        self.table.opened.connect(lambda _line: self._to_detail())
        self.table.copied.connect(self._copied)
        self.detail.ticked.connect(self._ticked)
        self.detail.decided.connect(self.decided)
        self.without_refused.changed.connect(self._ticked)
        masking.changed.connect(self._names_changed)

    # ---- showing

    def show_look(self, looked: Preview, *, again: bool = False) -> None:
        """Show what it would do. `again`: ticks stay where they still mean the same."""
        self.ticks = Ticks.usual(looked, self.ticks if again else None)
        self.looked = looked
        self._lines = lines_of(looked)
        for code in ("", "mend", "new", "changed", "same", "told", "kin", "gone"):
            self._count(code)
        if not again:
            amiss = any(line.state in MEND for line in self._lines)
            self.filter.set_value("mend" if amiss else "")
            self.without_refused.set_value(False)
        self.without_refused.setVisible(bool(looked.refused))
        self._say_about(looked)
        self._narrow()
        self._ticked()

    def _say_about(self, looked: Preview) -> None:
        self.said.say("\n".join(language.say(finding.reason) for finding in looked.about_file))

    def _count(self, code: str) -> None:
        """A filter says how many it shows; one that shows nothing is not there."""
        count = sum(_passes(line, code) for line in self._lines)
        self.filter.set_count(code, count)
        for pill in self.filter.findChildren(Pill):
            if pill.code == code:
                pill.setVisible(bool(count) or not code)

    def _narrow(self) -> None:
        wanted = self.filter.value()
        held_back = any(c.held_back for line in self._lines if line.view for c in line.view.changes)
        self.held_back.setVisible(held_back and wanted in ("", "changed"))
        self.link_all.setVisible(wanted == "kin")
        self._day.setVisible(wanted == "gone")
        self.table.set_rows([line for line in self._lines if _passes(line, wanted)], keep=lambda line: line.key)
        if self.table.current() is None:
            self.table.choose_row(0)
        self._show_detail(self.table.current())

    def _show_detail(self, line: Line | None) -> None:
        self.detail.show_line(line, self.looked, self.ticks)

    def _names_changed(self) -> None:
        self.table.viewport().update()
        self._show_detail(self.table.current())

    def findings(self) -> list[Finding]:
        """Everything that stands in the way, for the file of refused rows."""
        return [finding for row in (self.looked.refused if self.looked else ()) for finding in row.problems]

    # ---- ticks

    def _tick(self, line: Line) -> None:
        if line.tickable:
            self.ticks.switch(line, on=not self.ticks.on(line))
            self._show_detail(line)
            self._ticked()

    def _tick_shown(self, *, on: bool) -> None:
        gone_too = (
            not on or self.filter.value() == "gone"
        )  # a next step for each is meant only where these are looked at
        for line in self.model.rows():
            if line.tickable and (gone_too or line.state != "gone"):
                self.ticks.switch(line, on=on)
        self._show_detail(self.table.current())
        self._ticked()

    def _tick_held_back(self) -> None:
        """All fields of the rows that are shown, also those that overwrite what is here."""
        for line in self.model.rows():
            if line.view is not None and line.state == "changed":
                self.ticks.fields[line.view.line] = frozenset(line.view.fields)
        self._show_detail(self.table.current())
        self._ticked()

    def _link_shown(self) -> None:
        """All links that are offered for the rows that are shown."""
        for line in self.model.rows():
            for offer in siblings_of(line, self.looked) if self.looked is not None else ():
                self.ticks.switch_sibling(offer, on=True)
        self._show_detail(self.table.current())
        self._ticked()

    def _ticked(self) -> None:
        self.table.viewport().update()
        self.count.setText(self.words())
        self.changed.emit()

    def words(self) -> str:
        """What is going to be read in: `新規 3件 ・ 変更 12件 ・ 次にすること 2件`."""
        if self.looked is None:
            return ""
        new, changed, steps = self.ticks.new(self.looked), self.ticks.changed(self.looked), len(self.ticks.follow_up)
        parts = [_("New: {count}").format(count=f"{new:,}"), _("Changes: {count}").format(count=f"{changed:,}")]
        if unticked := self._new_in_file() - new:
            parts[0] = _("New: {count} of {all}").format(count=f"{new:,}", all=f"{new + unticked:,}")
        if linked := self.ticks.linked(self.looked):
            parts.append(_("Siblings: {count}").format(count=f"{linked:,}"))
        if steps:
            parts.append(_("Next steps: {count}").format(count=f"{steps:,}"))
        return " ・ ".join(parts)

    @property
    def ready(self) -> bool:
        """Whether anything would be read in, and nothing stands in the way."""
        return self.looked is not None and not self.lacking()

    def lacking(self) -> str:
        """Why nothing can be read in yet, and what to do; "" when it can."""
        looked = self.looked
        if looked is None:
            return ""
        if looked.refused and not self.without_refused.value():
            return _("Mend the rows in the file, or tick “Leave out the rows to mend”.")
        if self.ticks.new(looked) or self.ticks.changed(looked) or self.ticks.follow_up:
            return ""
        if new := self._new_in_file():
            words = _("The register does not have {count} of them yet. Tick those who are to be registered (Space).")
            return words.format(count=f"{new:,}")
        return _("Tick the rows that are to be read in (Space).")

    def _new_in_file(self) -> int:
        return sum(row.state == "new" for row in self.looked.rows) if self.looked else 0

    def choices(self) -> Choices:
        """What the person decided."""
        return replace(
            self.ticks.choices(),
            follow_up_on=self.follow_up_on.value(),
            without_refused=self.without_refused.value(),
        )

    # ---- keys

    def next_problem(self) -> None:
        """The next row that must be mended or decided, after the chosen one, beginning again at the end."""
        rows = self.model.rows()
        start = self.table.currentIndex().row()
        for step in range(1, len(rows) + 1):
            number = (start + step) % len(rows)
            if rows[number].state in MEND:
                self.table.choose_row(number)
                self.table.setFocus()
                return

    def only_problems(self) -> None:
        """Between everything and what must be mended."""
        self.filter.set_value("" if self.filter.value() == "mend" else "mend")
        self._narrow()

    def _to_detail(self) -> None:
        for child in self.detail.inside.findChildren(QWidget):
            if child.isVisibleTo(self.detail) and child.focusPolicy() & child.focusPolicy().TabFocus:
                child.setFocus()
                return

    def _copied(self, count: int) -> None:
        words = ngettext("{count} line copied.", "{count} lines copied.", count).format(count=count)
        self.said.say(
            words + _(" Paste them beside the list in Excel. When it is mended and saved, read it again (F5).")
        )

    def set_narrow(self, narrow: bool) -> None:
        self.right.setFixedWidth(theme.px(_DETAIL_NARROW if narrow else _DETAIL))
        self.table.setColumnHidden(self.model.column_number("number"), narrow)
        self.table.settle()

    def _columns(self) -> list[TableColumn[Line]]:
        def box(painter: QPainter, where: QRectF, line: Line) -> None:
            if line.tickable:
                _paint_box(painter, where, on=self.ticks.on(line))

        def spoken(line: Line) -> str:
            return "" if not line.tickable else _("ticked") if self.ticks.on(line) else _("not ticked")

        def chip(painter: QPainter, where: QRectF, line: Line) -> None:
            words, kind = chip_of(line)
            paint_chip(painter, where, Chip(words, kind), fixed=True)

        def what(line: Line) -> str:
            return what_of(line, self.looked) if self.looked else ""

        chip_width = round((column_width() + 14) / theme.scale)
        return [
            TableColumn(name="tick", head="", text=spoken, width=36, paint=box, spoken=spoken),
            TableColumn(name="state", head=_("Status"), text=lambda row: chip_of(row)[0], width=chip_width, paint=chip),
            TableColumn(name="row", head=_("Row"), text=lambda row: row.place, width=64),
            TableColumn(name="who", head=_("Name"), text=lambda row: masked(row.who), bold=True),
            TableColumn(name="number", head=_("Number"), text=lambda row: row.number, width=110),
            TableColumn(name="what", head=_("What it does"), text=what),
        ]


def _passes(line: Line, code: str) -> bool:
    if code == "mend":
        return line.state in MEND
    if code == "kin":
        return line.kin
    if code == "told":
        return line.told
    if code == "same":
        return line.state in ("same", "skipped")
    return not code or line.state == code


def _paint_box(painter: QPainter, where: QRectF, *, on: bool) -> None:
    side = theme.px(16)
    box = QRectF(where.left(), where.center().y() - side / 2, side, side)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("accent" if on else "control"))
    painter.setBrush(theme.colour("accent" if on else "surface"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if on:
        icons.draw(painter, box.adjusted(1, 1, -1, -1), "check", ink="on_accent")
