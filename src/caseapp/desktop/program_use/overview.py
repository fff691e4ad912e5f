"""利用枠 of the office: every child with every scheme it uses in a fiscal year, those with the least left first.

Object names: `quotas-table`, `quotas-year`, `quotas-scheme`, `quotas-mine`, `quotas-search`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.casework import quota_ledger
from caseapp.casework.quota_views import OfficeRow
from caseapp.desktop.kit.boxes import CheckBox, Combo
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.chips import Chip, paint_chip
from caseapp.desktop.kit.choices import FilterPills
from caseapp.desktop.kit.empty import EmptyState
from caseapp.desktop.kit.fields import SearchField
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.masking import masked, masking
from caseapp.desktop.kit.page import NARROW, Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import Label
from caseapp.desktop.print import print_list
from caseapp.desktop.program_use import words
from caseapp.desktop.register import export_list
from caseapp.rules import dates
from caseapp.rules.changes import Changes
from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.folding import fold
from caseapp.words import language, quotas
from caseapp.words.language import _


def _limit(row: OfficeRow) -> str:
    return quotas.limit_words(row.balance.quota, words.speech()) if row.balance.quota else _("no limit")


def _left(row: OfficeRow) -> str:
    return quotas.left_words(row.balance, words.speech()) if row.balance.quota else "—"


def _paint_left(painter: QPainter, where: QRectF, row: OfficeRow) -> None:
    if row.balance.quota is None:
        return
    kind = "late" if row.balance.over else "today" if row.balance.near else "coming"
    paint_chip(painter, where, Chip(_left(row), kind))  # type: ignore[arg-type]  # one of the kinds


def _remark(row: OfficeRow) -> str:
    late = _("{count} to be marked").format(count=row.late) if row.late else ""
    over = _("{count} past the limit").format(count=row.overridden) if row.overridden else ""
    return " ・ ".join(part for part in (over, late) if part)


def _columns(*, hiding: bool = True) -> list[TableColumn[OfficeRow]]:
    def name(row: OfficeRow) -> str:
        return masked(row.name) if hiding else row.name

    def part(value: int, row: OfficeRow) -> str:
        return words.amount(value, row.balance.unit)

    make = TableColumn[OfficeRow]
    return [
        make(name="left", head=_("Left"), text=_left, width=150, paint=_paint_left,
             sort=lambda row: row.balance.left if row.balance.quota else 10**6),
        make(name="name", head=_("Name"), text=name, bold=True, width=150, sort=lambda row: row.kana or row.name),
        make(name="number", head=_("Child no."), text=lambda row: row.child_number, width=100,
             sort=lambda row: row.child_number),
        make(name="scheme", head=_("Scheme"), text=lambda row: row.scheme, sort=lambda row: row.scheme),
        make(name="limit", head=_("Limit"), text=_limit, width=130),
        make(name="used", head=_("Used"), text=lambda row: part(row.balance.used, row), width=80, align_right=True,
             sort=lambda row: row.balance.used),
        make(name="booked", head=_("Booked"), text=lambda row: part(row.balance.booked, row), width=80,
             align_right=True, sort=lambda row: row.balance.booked),
        make(name="times", head=_("Entries"), text=lambda row: str(row.times), width=60, align_right=True,
             sort=lambda row: row.times),
        make(name="remark", head=_("To heed"), text=_remark, width=150, sort=_remark),
        make(name="worker", head=_("Worker"), text=lambda row: row.worker_short, width=80,
             sort=lambda row: row.worker_short),
    ]  # fmt: skip


class QuotasPage(Page):
    """Enter opens the ledger of the child; Ctrl+PageUp and Ctrl+PageDown go to another fiscal year."""

    name = "quotas"
    rail = "register"
    shown = (Keys.CHOOSE, Keys.OPEN, Keys.MINE, Keys.PRINT, Keys.EXPORT, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._rows: tuple[OfficeRow, ...] = ()
        self.heading = Label(_("Quotas"), role="title", parent=self)
        year = fiscal_year(desk.today())
        said = [(str(each), dates.fiscal_year_short(each)) for each in (year - 1, year, year + 1)]
        self.year = FilterPills(said, name=_("Fiscal year"), parent=self)
        self.year.setObjectName("quotas-year")
        self.year.set_value(str(year))
        self.year.changed.connect(self._load)
        self.scheme = Combo([("", _("All schemes"))], chars=16, parent=self)
        self.scheme.setObjectName("quotas-scheme")
        self.scheme.setAccessibleName(_("Scheme"))
        self.scheme.changed.connect(self._paint)
        self.search = SearchField(placeholder=_("Name or number of a child"), parent=self)
        self.search.setObjectName("quotas-search")
        self.search.setAccessibleName(_("Narrow down"))
        self.search.changed.connect(self._paint)
        self.mine = CheckBox(_("My children only"), parent=self)
        self.mine.setObjectName("quotas-mine")
        self.mine.changed.connect(self._load)
        self.table: Table[OfficeRow] = Table(TableModel(_columns()), name=_("Quotas"))
        self.table.setObjectName("quotas-table")
        self.table.opened.connect(self._open_row)
        self.table.set_widths(desk.preferences.columns("quotas"))
        self.table.widths_changed.connect(lambda: desk.preferences.set_columns("quotas", self.table.widths()))
        self._place()
        self._bind()
        masking.changed.connect(self._paint)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.heading, 1)
        head.addWidget(self.year, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        holder = QWidget(self)
        flow = FlowLayout(holder, gap=12, row_gap=6)
        for part in (self.scheme, self.search, self.mine):
            part.setParent(holder)
            flow.addWidget(part)
        self.body.addWidget(holder)
        card = Card(padding=(1, 1), spacing=0, parent=self)
        told = _("No scheme is used in this fiscal year. On a child's page, Ctrl+B books one.")
        self.empty = EmptyState(told, parent=card)
        card.body.addWidget(self.empty)
        card.body.addWidget(self.table, 1)
        self.body.addWidget(card, 1)
        self.year.setFixedWidth(self.year.sizeHint().width())

    def _bind(self) -> None:
        self.say_key(Keys.CHOOSE)
        self.say_key(Keys.OPEN)
        self.on(Keys.MINE, self._switch_mine)
        self.on(Keys.FILTER, self.search.setFocus)
        self.on(Keys.NEXT_TAB, partial(self._step_year, 1), words=_("Next fiscal year"))
        self.on(Keys.PREVIOUS_TAB, partial(self._step_year, -1), words=_("Previous fiscal year"))
        self.on(Keys.EXPORT, lambda: export_list(self, "quotas"))
        self.on(Keys.PRINT, self._print)
        self.on(Keys.REFRESH, self._load)
        self.on(Keys.CLOSE, self.desk.go.back)

    # ---- what the shell asks

    def title(self) -> str:
        return _("Quotas")

    def open(self, **args: Any) -> None:
        self._load()

    def refresh(self, changes: Changes) -> None:
        if changes.touches("program_use", "child", "settings") and self.isVisible():
            self._load()

    def first_focus(self) -> QWidget | None:
        return self.table

    def set_width_class(self, width_class: str) -> None:
        model: Any = self.table.model()
        for name in ("number", "times", "worker", "limit"):
            self.table.setColumnHidden(model.column_number(name), width_class == NARROW)
        self.table.settle()

    # ---- rows

    def _load(self) -> None:
        job = partial(quota_ledger.of_office, self.desk.office, int(self.year.value()), mine=self.mine.value())
        self.desk.ask(job, self._show, key="quotas.office", owner=self)

    def _show(self, rows: tuple[OfficeRow, ...]) -> None:
        self._rows = rows
        chosen = self.scheme.value()
        schemes = dict(sorted({row.scheme_code: row.scheme for row in rows}.items(), key=lambda pair: pair[1]))
        self.scheme.set_options([("", _("All schemes")), *schemes.items()])
        self.scheme.set_value(chosen if chosen in schemes else "")
        self._paint()

    def _wanted(self) -> list[OfficeRow]:
        scheme, text = self.scheme.value(), fold(self.search.value())
        found = []
        for row in self._rows:
            known = fold(f"{row.name} {row.kana} {row.child_number}")
            if (not scheme or row.scheme_code == scheme) and text in known:
                found.append(row)
        return found

    def _paint(self) -> None:
        shown = self._wanted()
        self.table.set_rows(shown, keep=lambda row: (row.child_id, row.scheme_code))
        self.empty.setVisible(not shown)
        self.table.setVisible(bool(shown))
        if shown and self.table.current() is None:
            self.table.choose_row(0)

    def _switch_mine(self) -> None:
        self.mine.set_value(not self.mine.value())
        self._load()

    def _step_year(self, by: int) -> None:
        wanted, this_year = int(self.year.value()) + by, fiscal_year(self.desk.today())
        if abs(wanted - this_year) <= 1:
            self.year.set_value(str(wanted))
            self._load()

    def _open_row(self, row: OfficeRow) -> None:
        self.desk.go.open("program_uses", child_id=row.child_id)

    def _print(self) -> None:
        """The list as it stands: with one scheme chosen it is the ledger of that scheme."""
        columns = _columns(hiding=False)
        rows = [[column.text(row) for column in columns] for row in self._shown_rows()]
        year = dates.fiscal_year_long(int(self.year.value()), language=language.current())
        scheme = dict(self._schemes()).get(self.scheme.value(), "")
        mine = _("My children only") if self.mine.value() else ""
        told = [part for part in (year, scheme, mine, self.search.value().strip()) if part]
        print_list(self, [column.head for column in columns], rows, title=_("Quotas of schemes"), filters=told)

    def _schemes(self) -> Sequence[tuple[str, str]]:
        return [(row.scheme_code, row.scheme) for row in self._rows]

    def _shown_rows(self) -> list[OfficeRow]:
        """In the order of the screen."""
        return list(self.table.model().rows())  # type: ignore[attr-defined]  # our model
