"""暦: the squares at the left, the chosen day at the right.

Object names: `calendar-grid`, `calendar-day` (the list), `calendar-span` (pills), `calendar-whose`, `calendar-earlier`,
`calendar-later`, `calendar-today`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from caseapp.casework import calendar
from caseapp.casework.calendar import CalendarEntry
from caseapp.desktop.calendar import words
from caseapp.desktop.calendar.grid import DayGrid
from caseapp.desktop.calendar.pick_child import PickChild
from caseapp.desktop.calendar.spans import DAY, MONTH, WEEK, closed_words, days_of, moved, title
from caseapp.desktop.follow_up import steps
from caseapp.desktop.follow_up.working_out import work_out
from caseapp.desktop.kit.buttons import Button, IconButton
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.choices import FilterPills
from caseapp.desktop.kit.fields import date_words
from caseapp.desktop.kit.lists import Head, ItemList, ListModel
from caseapp.desktop.kit.masking import masked, masking
from caseapp.desktop.kit.page import NARROW, Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.print import print_list
from caseapp.desktop.theme.theme import theme
from caseapp.desktop.today.delegate import LineDelegate
from caseapp.desktop.today.lines import Line, Notice, item_count
from caseapp.rules import dates
from caseapp.rules.changes import Changes
from caseapp.rules.problem import N_
from caseapp.words import language
from caseapp.words.language import _

_RIGHT = 372
_CONCERNS = ("follow_up", "child", "consultation", "liaison", "support_plan", "review", "organization", "settings")
_PRINTS = {DAY: N_("Print the day"), WEEK: N_("Print the week"), MONTH: N_("Print the month")}
_SPAN_KEYS = {Qt.Key.Key_D: DAY, Qt.Key.Key_W: WEEK, Qt.Key.Key_M: MONTH}


class CalendarPage(Page):
    """Arrows choose a day, PageUp and PageDown a span, D W M the span, T today; Enter goes to the day's list."""

    name = "calendar"
    rail = "calendar"
    shown = (Keys.DAYS, Keys.SPANS, Keys.TO_TODAY, Keys.OPEN, Keys.FOLLOW_UP, Keys.PRINT)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._day = desk.today()
        self._entries: tuple[CalendarEntry, ...] = ()
        self._make()
        self._place()
        self._bind()
        masking.changed.connect(self._paint)

    # ---- building

    def _make(self) -> None:
        self.heading = Label(role="name", parent=self)
        self.remark = Label(tone="sub", parent=self)
        self.earlier = IconButton("chevron-left", _("Earlier"), lambda: self._turn(-1), parent=self)
        self.later = IconButton("chevron-right", _("Later"), lambda: self._turn(1), parent=self)
        self.to_today = Button(_("Today"), self._to_today, key="T", parent=self)
        self.span = FilterPills(
            [(DAY, _("Day")), (WEEK, _("Week")), (MONTH, _("Month"))], name=_("Day, week, month"), parent=self
        )
        kept = self.desk.preferences.get("calendar_span", MONTH)
        self.span.set_value(kept if kept in (DAY, WEEK, MONTH) else MONTH)
        self.span.changed.connect(self._span_chosen)
        self.whose = FilterPills([("mine", _("Mine")), ("all", _("Whole office"))], name=_("Whose"), parent=self)
        self.whose.set_value("mine" if self.desk.preferences.get("today_mine", True) else "all")
        self.whose.changed.connect(self._whose_chosen)
        for part, name in (
            (self.earlier, "earlier"),
            (self.later, "later"),
            (self.to_today, "today"),
            (self.span, "span"),
            (self.whose, "whose"),
        ):
            part.setObjectName(f"calendar-{name}")
        self.grid = DayGrid(self)
        self.grid.moved.connect(self._choose)
        self.grid.entered.connect(self._enter)
        self.list: ItemList[Line] = ItemList(
            ListModel(lambda line: line.spoken), LineDelegate(), name=_("What stands on this day"), parent=self
        )
        self.list.setObjectName("calendar-day")
        self.list.opened.connect(self._open)
        self.list.ticked.connect(lambda _line: self._tick())
        self.list.chosen.connect(lambda _line: self._enable())

    def _place(self) -> None:
        where, how = QHBoxLayout(), QHBoxLayout()
        for row, parts in (
            (where, (self.earlier, self.later, self.heading, self.remark)),
            (how, (self.to_today, self.span, self.whose)),
        ):
            row.setSpacing(8)
            for part in parts:
                row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        where.addStretch(1)
        how.addStretch(1)
        self.head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.head.setSpacing(8)
        self.head.addLayout(where, 1)
        self.head.addLayout(how)
        self.body.addLayout(self.head)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        self.left = Card(padding=(8, 8), spacing=0, parent=self)
        self.left.body.addWidget(self.grid, 1)
        self.right = Card(padding=(0, 4), spacing=0, parent=self)
        self.right.body.addWidget(self.list)
        columns.addWidget(self.left, 1)
        columns.addWidget(self.right)
        self.body.addLayout(columns, 1)
        theme.changed.connect(self._fit)
        self._fit()

    def _bind(self) -> None:
        for key in (Keys.DAYS, Keys.PERIOD, Keys.SPANS, Keys.TO_TODAY, Keys.OPEN, Keys.TICK):
            self.say_key(key)
        self.on(Keys.FOLLOW_UP, self._new_step)
        self.on(Keys.DONE, self._tick)
        self.on(Keys.POSTPONE, self._postpone)
        self.on(Keys.PRINT, self._print)
        self.on(Keys.MINE, self._switch_whose)
        self.on(Keys.REFRESH, self._ask)

    def _fit(self) -> None:
        alone = self.span.value() == DAY
        narrow = self.width_class == NARROW
        self.left.setVisible(not alone)
        self.remark.setVisible(not narrow)
        across = QBoxLayout.Direction.LeftToRight
        self.head.setDirection(QBoxLayout.Direction.TopToBottom if narrow else across)
        self.span.setFixedWidth(self.span.sizeHint().width())
        self.whose.setFixedWidth(self.whose.sizeHint().width())
        if alone:
            self.right.setMinimumWidth(0)
            self.right.setMaximumWidth(16_777_215)
        else:
            self.right.setFixedWidth(theme.px(250 if narrow else _RIGHT))

    # ---- what the window asks

    def title(self) -> str:
        return _("Calendar")

    def open(self, **args: Any) -> None:
        """`day` (ISO) and `span`, where they are meant."""
        if args.get("day"):
            self._day = date.fromisoformat(str(args["day"]))
        if args.get("span") in (DAY, WEEK, MONTH):
            self.span.set_value(str(args["span"]))
        self._ask()

    def place(self) -> dict[str, Any]:
        return {"day": self._day.isoformat(), "span": self.span.value()}

    def refresh(self, changes: Changes) -> None:
        if changes.touches(*_CONCERNS) and self.isVisible():
            self._ask()

    def first_focus(self) -> QWidget | None:
        return self.list if self.span.value() == DAY else self.grid

    def set_width_class(self, width_class: str) -> None:
        self._fit()

    # ---- asking and showing

    def _days(self) -> list[date]:
        return days_of(self.span.value(), self._day)

    def _ask(self) -> None:
        self._fit()
        self._paint_heads()
        self._read()
        work_out(self, self._read)  # behind the page; where something is new it is read once more

    def _read(self) -> None:
        office, days, mine = self.desk.office, self._days(), self.whose.value() == "mine"

        def job() -> tuple[CalendarEntry, ...]:
            return calendar.between(office, days[0], days[-1], mine=mine)

        self.desk.ask(job, self._show, key="calendar", owner=self)

    def _show(self, entries: tuple[CalendarEntry, ...]) -> None:
        self._entries = entries
        self._paint()

    def _paint_heads(self) -> None:
        self.heading.setText(title(self.span.value(), self._day))
        self.remark.setText(closed_words(self._day) if self.span.value() == DAY else "")
        self.action(Keys.PRINT).setText(_(_PRINTS[self.span.value()]))

    def _paint(self) -> None:
        self._paint_heads()
        span, today = self.span.value(), self.desk.today()
        if span != DAY:
            month = self._day.month if span == MONTH else 0
            self.grid.show_days(self._days(), self._entries, chosen=self._day, today=today, month=month)
        mine = self.whose.value() == "mine"
        there = [words.notice(entry, today=today, mine=mine) for entry in self._of_day()]
        day = dates.era_weekday(self._day, language.current())
        head = Head(day, remark=closed_words(self._day), count=item_count(len(there)) if there else "")
        rows: list[Head | Line] = (
            [head, *there] if there else [head, Head(_("Nothing stands on this day."), empty=True)]
        )
        delegate = self.list.itemDelegate()
        assert isinstance(delegate, LineDelegate)
        delegate.measure(rows)
        self.list.set_rows(rows, keep=lambda line: line.key)
        self._enable()

    def _of_day(self) -> list[CalendarEntry]:
        return [entry for entry in self._entries if entry.on == self._day]

    # ---- moving

    def _choose(self, day: date) -> None:
        there = day in self._days() and not (self.span.value() == MONTH and day.month != self._day.month)
        self._day = day
        if there:
            self._paint()
        else:
            self._ask()

    def _turn(self, by: int) -> None:
        self._day = moved(self.span.value(), self._day, by)
        self._ask()

    def _to_today(self) -> None:
        self._day = self.desk.today()
        self._ask()

    def _set_span(self, span: str) -> None:
        self.span.set_value(span)
        self._span_chosen()

    def _span_chosen(self) -> None:
        self.desk.preferences.set("calendar_span", self.span.value())
        self._ask()
        target = self.first_focus()
        if target is not None and not self.span.hasFocus():
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _switch_whose(self) -> None:
        self.whose.set_value("all" if self.whose.value() == "mine" else "mine")
        self._whose_chosen()

    def _whose_chosen(self) -> None:
        self.desk.preferences.set("today_mine", self.whose.value() == "mine")
        self._ask()

    def _enter(self) -> None:
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.choose_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single letters are free here: nothing on this page is written into."""
        key = Qt.Key(event.key())
        if event.modifiers():
            super().keyPressEvent(event)
        elif key in _SPAN_KEYS:
            self._set_span(_SPAN_KEYS[key])
        elif key == Qt.Key.Key_T:
            self._to_today()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._choose_beside(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def _choose_beside(self, by: int) -> None:
        """From the list the arrows to the sides go to the day beside."""
        self._day = moved(DAY, self._day, by)
        self._ask()

    # ---- acts

    def _line(self) -> Notice | None:
        line = self.list.current() if self.list.hasFocus() else None
        return line if isinstance(line, Notice) else None

    def _enable(self) -> None:
        line = self.list.current()
        step = isinstance(line, Notice) and bool(line.follow_up_id)
        for key in (Keys.DONE, Keys.POSTPONE, Keys.TICK):
            self.action(key).setEnabled(step)

    def _open(self, line: Line) -> None:
        if isinstance(line, Notice):
            self.desk.go.open(line.page, **dict(line.args))

    def _tick(self) -> None:
        line = self._line()
        if line is not None and line.follow_up_id:
            steps.tick(self, line.follow_up_id, line.subject)

    def _postpone(self) -> None:
        line = self._line()
        if line is not None and line.follow_up_id:
            steps.postpone(self, line.follow_up_id, text=line.subject, due_on=self._day)

    def _new_step(self) -> None:
        """A next action on the chosen day: of the child in the chosen line, else one asks for whom."""
        line = self._line()
        if line is not None:
            self._plan(line.child_id, line.who)
        else:
            PickChild(self, then=self._plan).begin()

    def _plan(self, child_id: str, name: str) -> None:
        steps.new_step(self, child_id, about=masked(name), day=self._day)

    def _print(self) -> None:
        """What is shown, as a list on paper: the day, its week or its month."""
        office, span, mine = self.desk.office, self.span.value(), self.whose.value() == "mine"
        days = [day for day in self._days() if span != MONTH or day.month == self._day.month]
        heading = _("The week {week}").format(week=date_words(self._day) if span == DAY else title(span, self._day))
        name = self.desk.office.account.name
        whose = [_("Worker: {name}").format(name=name) if mine else _("Whole office")]

        def ready(entries: tuple[CalendarEntry, ...]) -> None:
            rows = words.paper_rows(days, entries)
            print_list(self, words.paper_columns(), rows, title=heading, filters=whose, entries=len(entries))

        job = lambda: calendar.between(office, days[0], days[-1], mine=mine)  # noqa: E731 - a job in one line
        self.desk.ask(job, ready, key="calendar.print", owner=self)
