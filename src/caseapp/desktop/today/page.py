"""The first page of the morning.

Object names: `today-actions` (left list), `today-notices` (right list), `today-whose` (pills mine/all), `today-record`;
`today-nobody` while no child is registered.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.casework import today as casework_today
from caseapp.casework.views import StageProposal
from caseapp.casework.views import TodayPage as View
from caseapp.desktop.follow_up import steps
from caseapp.desktop.follow_up.working_out import work_out
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.choices import FilterPills
from caseapp.desktop.kit.lists import ItemList, ListModel
from caseapp.desktop.kit.page import NARROW, WIDE, Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.register import export_list
from caseapp.desktop.settings.recovery_confirming import RecoveryReminder
from caseapp.desktop.theme.theme import theme
from caseapp.desktop.today import lines
from caseapp.desktop.today.begun import begun
from caseapp.desktop.today.delegate import LineDelegate
from caseapp.desktop.today.handed import handed
from caseapp.desktop.today.lines import Action, Line, Notice, Rows
from caseapp.desktop.today.nobody import Nobody
from caseapp.rules.changes import Changes
from caseapp.words.language import _

_RIGHT = 408
_CONCERNS = (
    "follow_up",
    "child",
    "consultation",
    "liaison",
    "support_plan",
    "program_use",
    "review",
    "organization",
    "handover",
    "settings",
    "draft",
)


class TodayPage(Page):
    """Late, today and the week ahead at the left; who we wait for and what runs out at the right.

    When narrow both stand in one list. Enter opens where it is dealt with, Space marks as done.
    """

    name = "today"
    rail = "today"
    shown = (Keys.OPEN, Keys.RECORD_STEP, Keys.TICK, Keys.POSTPONE, Keys.CHOOSE, Keys.NEXT_FIELD)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._view: View | None = None
        self._stale = False
        self.day = Label(role="name", parent=self)
        self.year = Label(tone="sub", parent=self)
        self.count = Label(tone="sub", parent=self)
        self.whose = FilterPills([("mine", _("Mine")), ("all", _("Whole office"))], name=_("Whose"), parent=self)
        self.whose.setObjectName("today-whose")
        self.whose.set_value("mine" if desk.preferences.get("today_mine", True) else "all")
        self.whose.changed.connect(self._whose_chosen)
        self.record = Button(_("Record now"), self._record, kind="primary", key=Keys.RECORD, icon="pencil", parent=self)
        self.record.setObjectName("today-record")
        self.to_do = self._list(_("What is to be done"), "today-actions")
        self.to_know = self._list(_("What is to be known"), "today-notices")
        self._place()
        self._bind()

    def _list(self, name: str, object_name: str) -> ItemList[Line]:
        made: ItemList[Line] = ItemList(
            ListModel(lambda line: line.spoken, tip=_tip), LineDelegate(), name=name, parent=self
        )
        made.setObjectName(object_name)
        made.opened.connect(self._open)
        made.ticked.connect(self._tick)
        made.chosen.connect(self._chosen)
        return made

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        for part in (self.day, self.year):
            head.addWidget(part)
        head.addStretch(1)
        for each in (self.count, self.whose, self.record):
            head.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        self.reminder = RecoveryReminder(self)
        self.body.addWidget(self.reminder)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        self.left, self.right = (
            Card(padding=(0, 4), spacing=0, parent=self),
            Card(padding=(0, 4), spacing=0, parent=self),
        )
        self.left.body.addWidget(self.to_do)
        self.right.body.addWidget(self.to_know)
        columns.addWidget(self.left, 1)
        columns.addWidget(self.right)
        self.nobody = Nobody(self._register, self._read_in, parent=self)
        self.body.addWidget(self.nobody)
        self.body.addLayout(columns, 1)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.right.setFixedWidth(theme.px(_RIGHT))
        self.whose.setFixedWidth(self.whose.sizeHint().width())

    def _bind(self) -> None:
        self.say_key(Keys.CHOOSE)
        self.say_key(Keys.OPEN)
        self.say_key(Keys.TICK)
        self.say_key(Keys.NEXT_FIELD, _("To the list at the right"))
        self.on(Keys.RECORD_STEP, self._record_step)
        self.on(Keys.DONE, lambda: self._tick(self._current()))
        self.on(Keys.POSTPONE, self._postpone)
        self.on(Keys.WAIT, self._wait)
        self.on(Keys.FOLLOW_UP, self._take, words=_("Take up what the path proposes"))
        self.on(Keys.DELETE_ROW, self._drop, words=_("No longer needed"))
        self.on(Keys.MINE, self._switch_whose)
        self.on(Keys.REFRESH, self._ask)
        self.on(Keys.EXPORT, lambda: export_list(self, "follow_ups"))
        self.on(Keys.NEW_CHILD, self._register)
        self.on(Keys.IMPORT, self._read_in)
        self.on(Keys.HAND_OVERS, lambda: self.desk.go.open("handover"))
        self.on(Keys.QUOTAS, lambda: self.desk.go.open("quotas"), words=_("Quotas of the whole office"))

    def title(self) -> str:
        return _("Today")

    def open(self, **args: Any) -> None:
        self._ask()
        self.reminder.ask()

    def refresh(self, changes: Changes) -> None:
        if changes.touches("settings"):
            self.reminder.ask()
        if not changes.touches(*_CONCERNS):
            return
        if self.isVisible():
            self._ask()

    def first_focus(self) -> QWidget | None:
        return self.nobody.register if self._nobody() else self.to_do

    def set_width_class(self, width_class: str) -> None:
        narrow = width_class == NARROW
        self.action(Keys.NEXT_FIELD).setEnabled(not narrow)
        for each in (self.to_do, self.to_know):
            delegate = each.itemDelegate()
            assert isinstance(delegate, LineDelegate)
            delegate.narrow = narrow
        self.right.setFixedWidth(theme.px(_RIGHT * (1.2 if width_class == WIDE else 1)))
        self._paint()

    # ---- asking and showing

    def _ask(self) -> None:
        office, mine = self.desk.office, self.whose.value() == "mine"
        self.desk.ask(lambda: casework_today.page(office, mine=mine), self._show, key="today", owner=self)

    def _show(self, view: View) -> None:
        self._show_view(view)
        work_out(self, self._refreshed)

    def _refreshed(self) -> None:
        """The items of the path were worked out behind the page, and some are new: it is read once more."""
        office, mine = self.desk.office, self.whose.value() == "mine"
        self.desk.ask(lambda: casework_today.page(office, mine=mine), self._show_view, key="today", owner=self)

    def _show_view(self, view: View) -> None:
        first = self._view is None
        self._view = view
        self._paint()
        if first and self._nobody() and self.isVisible():
            self.nobody.register.setFocus(Qt.FocusReason.OtherFocusReason)

    def _nobody(self) -> bool:
        """Whether the office has not registered anybody yet."""
        return self._view is not None and not self._view.counts.get("registered", 1)

    def _show_parts(self) -> None:
        nobody, narrow = self._nobody(), self.width_class == NARROW
        started = not nobody or bool(self._view and self._view.drafts)
        self.nobody.setVisible(nobody)
        self.left.setVisible(started)
        self.right.setVisible(not narrow and not nobody)
        self.count.setVisible(not narrow and not nobody)
        self.whose.setVisible(not nobody)
        self.record.setVisible(not nobody)

    def _paint(self) -> None:
        self._show_parts()
        view = self._view
        if view is None:
            return
        day, year = lines.title(view.on)
        self.day.setText(day)
        self.year.setText(year)
        self.count.setText(lines.count_words(view))
        style = self.desk.preferences["date_style"]
        half = begun(view.drafts, now=self.desk.now())
        left = [*half, *([] if self._nobody() else lines.actions(view, style=style))]
        right = [*handed(view, style=style), *lines.notices(view, style=style)]
        folded = self.width_class == NARROW
        self._fill(self.to_do, [*left, *right] if folded else left)
        self._fill(self.to_know, [] if folded else right)

    def _fill(self, where: ItemList[Line], rows: Rows) -> None:
        delegate = where.itemDelegate()
        assert isinstance(delegate, LineDelegate)
        delegate.measure(rows)
        where.set_rows(rows, keep=lambda line: line.key)
        if where.current() is None:
            where.choose_first()

    # ---- acts

    def _current(self) -> Line | None:
        return self.to_know.current() if self.to_know.hasFocus() else self.to_do.current()

    def _chosen(self, line: Line | None) -> None:
        step, proposal = self._step(), self._proposal()
        for key in (Keys.DONE, Keys.POSTPONE, Keys.WAIT, Keys.RECORD_STEP):
            self.action(key).setEnabled(step is not None)
        for key in (Keys.DELETE_ROW, Keys.TICK):
            self.action(key).setEnabled(step is not None or proposal is not None)
        self.action(Keys.FOLLOW_UP).setEnabled(proposal is not None)

    def _proposal(self) -> StageProposal | None:
        """What the path proposes in the chosen line."""
        line = self._current()
        return line.proposal if isinstance(line, Notice) else None

    def _take(self) -> None:
        proposal = self._proposal()
        if proposal is not None:
            steps.take(self, proposal)

    def _step(self) -> tuple[str, str] | None:
        """The action that is chosen, and its words: one's own turn, or another's."""
        line = self._current()
        if isinstance(line, Action):
            return line.row.follow_up_id, line.row.text
        return (line.follow_up_id, line.subject) if line is not None and line.follow_up_id else None

    def _open(self, line: Line) -> None:
        if isinstance(line, Notice) and line.page == "child":
            self.desk.go.open_child(line.child_id)
        elif isinstance(line, Notice):
            self.desk.go.open(line.page, **dict(line.args))
        else:
            self.desk.go.open("child", child_id=line.row.child_id, follow_up_id=line.row.follow_up_id)

    def _tick(self, line: Line | None) -> None:
        step = self._step()
        if step is not None:
            steps.tick(self, *step)
        self._take()

    def _record_step(self) -> None:
        """Record what was planned: saving the record marks the action as done."""
        line, step = self._current(), self._step()
        if line is not None and step is not None:
            child_id = line.row.child_id if isinstance(line, Action) else line.child_id
            self.desk.go.open_record(child_id, follow_up_id=step[0])

    def _postpone(self) -> None:
        line, step = self._current(), self._step()
        if isinstance(line, Action):
            steps.postpone(self, line.row.follow_up_id, text=line.row.text, due_on=line.row.due_on)
        elif line is not None and step is not None:  # asking again later is no putting off
            steps.wait(self, step[0], text=step[1], whom=line.who)

    def _wait(self) -> None:
        """One's own turn becomes another's, and the other way round."""
        line, step = self._current(), self._step()
        if isinstance(line, Action):
            steps.wait(self, line.row.follow_up_id, text=line.row.text)
        elif step is not None:
            steps.answered(self, *step)

    def _drop(self) -> None:
        line, step = self._current(), self._step()
        if step is not None:
            repeats = isinstance(line, Action) and line.row.repeats
            steps.drop(self, step[0], text=step[1], repeats=repeats)
            return
        proposal = self._proposal()
        if proposal is not None:
            steps.dismiss(self, proposal)

    def _register(self) -> None:
        self.desk.go.open("child_form")

    def _read_in(self) -> None:
        from caseapp.desktop.import_file.dialog import open_import

        open_import(self, self.desk)

    def _record(self) -> None:
        self.desk.go.search(recording=True)

    def _switch_whose(self) -> None:
        self.whose.set_value("all" if self.whose.value() == "mine" else "mine")
        self._whose_chosen()

    def _whose_chosen(self) -> None:
        self.desk.preferences.set("today_mine", self.whose.value() == "mine")
        self._ask()


def _tip(line: Line) -> str:
    return line.row.text if isinstance(line, Action) else line.text
