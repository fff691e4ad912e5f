"""「次に、何を、いつまでに?」: the question a record ends with, as one widget for every form that asks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from caseapp.desktop.follow_up.kept import keep, put_back
from caseapp.desktop.follow_up.kinds import kind_of
from caseapp.desktop.follow_up.next_step_fields import NextStepFields
from caseapp.desktop.follow_up.open_step import REPLACE, SETTLE, OpenStep
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import Radio
from caseapp.desktop.kit.fields import Today
from caseapp.rules.follow_up import FollowUp, NextStep
from caseapp.rules.problem import Problem
from caseapp.words import language
from caseapp.words.language import _, ngettext

STEP, NONE = "step", "none"


class NextStepBox(NextStepFields):
    """What comes next and by when, or why nothing follows; and what becomes of the actions that are planned.

    `value()` is None while the question has no answer. `optional`: an answer is not needed (a reply is awaited, or a
    record is being changed); `touched` tells whether anything was chosen. Object names: `next-step` (the box),
    `next-step-choose`, `next-step-text`, `next-step-due-day` (`-week`, `-fortnight`, `-month`), `next-step-repeat`
    (`-every`, `-until`, `-year-end`), `next-step-none`, `next-step-reason`, `next-step-more`, `open-step-acts-ID`.
    """

    changed = Signal()

    def __init__(self, today: Today, *, parent: QWidget | None = None) -> None:
        super().__init__(today, parent=parent)
        self.setObjectName("next-step")
        self._today = today
        self.touched = False
        self._optional = ""
        self._due_time: time | None = None
        self._kind = ""
        self._open: list[OpenStep] = []
        self._unfolded = False
        self._connect()
        self._say_remark()

    def _connect(self) -> None:
        for button in (self.choose, self.none):
            button.clicked.connect(self._chosen)
        self.repeat.changed.connect(lambda: self._typed(self.choose))
        for signal in (self.text.changed, self.due.changed):
            signal.connect(lambda: self._typed(self.choose))
        self.reason.changed.connect(lambda: self._typed(self.none))
        for field in (self.text, self.due.day):
            field.returnPressed.connect(self._take_offered)
        self.more = Button("", self._unfold, kind="quiet", parent=self)
        self.more.setObjectName("next-step-more")
        self.more.hide()

    # ---- what is planned

    def set_follow_ups(self, steps: Iterable[FollowUp], *, but_of: str = "") -> None:
        """The open actions of the child, the most urgent first; choices made stay where the action is still there.

        `but_of`: the record that is being changed; the action that grew from it is the answer itself.
        """
        chosen = {each.step.id: each.choice() for each in self._open}
        for old in self._open:
            old.hide()
            old.deleteLater()
        self._open = []
        for step in steps:
            if but_of and step.origin_id == but_of:
                continue
            line = OpenStep(step, today=self._today(), parent=self)
            line.set_choice(chosen.get(step.id, ""))
            line.changed.connect(self._line_changed)
            self._open.append(line)
        self._place_lines()

    def _place_lines(self) -> None:
        for layout in (self._rest_row, self._rows):
            while layout.count():
                layout.takeAt(0)
        for number, line in enumerate(self._open):
            if number == 0:
                self._rest_row.addWidget(line, 1)
            else:
                self._rows.addWidget(line)
                line.setVisible(self._unfolded or bool(line.choice()))
        hidden = sum(1 for line in self._open if line.isHidden())
        self.more.setText(ngettext("{count} more", "{count} more", hidden).format(count=hidden))
        self._rest_row.addWidget(self.more)
        self.more.setVisible(hidden > 0)
        self._rest.setVisible(bool(self._open))

    def _unfold(self) -> None:
        self._unfolded = True
        self._place_lines()
        first = next((line for line in self._open[1:]), None)
        if first is not None:
            first.findChildren(QWidget)[0].setFocus(Qt.FocusReason.TabFocusReason)

    def settle(self, follow_up_id: str) -> None:
        """Choose 「済みにする」 for an action (the record was opened from it)."""
        for line in self._open:
            if line.step.id == follow_up_id:
                line.set_choice(SETTLE)
        self._open.sort(key=lambda line: line.step.id != follow_up_id)
        self._place_lines()

    # ---- the answer

    def value(self) -> NextStep | None:
        """The answer as it stands; None when neither an action nor the reason for none was chosen."""
        settles = tuple(line.step.id for line in self._open if line.choice() == SETTLE)
        replaces = tuple(line.step.id for line in self._open if line.choice() == REPLACE)
        if self.none.isChecked():
            return NextStep(none_reason=self.reason.value(), settles=settles, replaces=replaces)
        text, due_on = self.text.value(), self.due.value()
        if not self.choose.isChecked() or not (text.strip() or due_on):
            return None
        return NextStep(
            text=text,
            due_on=due_on,
            due_time=self._due_time,
            kind=self._kind or kind_of(text),
            settles=settles,
            replaces=replaces,
            **self.repeat.chosen(),
        )

    def set_optional(self, remark: str) -> None:
        """An answer is not needed; `remark` says why. "" makes it needed again."""
        self._optional = remark
        self._say_remark()

    def show_grown(self, record_id: str, steps: Iterable[FollowUp], *, none_reason: str) -> None:
        """What was answered before, in a record that is being changed: the open action that grew from it."""
        known = tuple(steps)
        self.set_follow_ups(known, but_of=record_id)
        grown = next((step for step in known if step.origin_id == record_id), None)
        if grown is not None:
            self.text.set_value(grown.text)
            self.due.set_value(grown.due_on)
            self._due_time, self._kind = grown.due_time, grown.kind
            self.repeat.show_series(grown.repeat, every=grown.repeat_every, until=grown.repeat_until)
        self.reason.set_value(none_reason)
        self._check(STEP if grown is not None else NONE if none_reason else "")
        self.touched = False

    def offer(self, text: str, due_on: date) -> None:
        """Words and a day that fit as a rule: they stand there, and hold when the step is chosen."""
        self.text.set_value(text)
        self.due.set_value(due_on)
        self._check("")
        self.touched = False

    def own_problem(self) -> bool:
        """Say that the day cannot be read, or that the reason is missing; True when something is."""
        words = (self.due.problem() or self.repeat.problem()) if self.choose.isChecked() else ""
        if self.none.isChecked() and not self.reason.value().strip():
            words = _("Say in a few words why nothing follows.")
        self.say(words)
        return bool(words)

    def say(self, words: str) -> None:
        """Show what is missing, and go there."""
        self.problem_line.say(words)
        self.text.setAccessibleDescription(words)
        if words:
            self.focus_question()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Problems whose field begins with `next_step`."""
        self.say("\n".join(language.say(problem) for problem in problems))

    def ask(self) -> None:
        """The question was not answered: say so (or how what is offered is taken) and go there."""
        if self._offers():
            self.say(_("What stands here is an offer. Press Enter to take it, or say why nothing follows."))
        else:
            self.say(_("Choose what comes next, or say why nothing follows."))

    def focus_question(self) -> None:
        """Go to where the answer is written."""
        if self.none.isChecked():
            target: QWidget = self.reason
        elif self.text.value().strip():
            target = self.due.day
        else:
            target = self.text
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ---- the draft

    def content(self) -> dict[str, Any]:
        """For the draft: JSON values."""
        return {
            "choice": STEP if self.choose.isChecked() else NONE if self.none.isChecked() else "",
            "text": self.text.value(),
            "due": keep(self.due.day),
            "repeat": self.repeat.content(),
            "reason": self.reason.value(),
            "lines": {line.step.id: line.choice() for line in self._open if line.choice()},
            "touched": self.touched,
        }

    def put_back(self, content: Mapping[str, Any]) -> None:
        """What `content` gave; actions that are no longer open are passed over."""
        self.text.set_value(str(content.get("text", "")))
        put_back(self.due.day, content.get("due"))
        self.due.say_remark()
        self.repeat.put_back(content.get("repeat"))
        self.reason.set_value(str(content.get("reason", "")))
        lines = content.get("lines")
        for line in self._open:
            line.set_choice(str(lines.get(line.step.id, "")) if isinstance(lines, Mapping) else "")
        self._check(str(content.get("choice", "")))
        self.touched = bool(content.get("touched"))
        self._place_lines()

    # ---- inside

    def _check(self, choice: str) -> None:
        self._group.setExclusive(False)
        self.choose.setChecked(choice == STEP)
        self.none.setChecked(choice == NONE)
        self._group.setExclusive(True)
        self._after_choice()

    def _chosen(self) -> None:
        self.focus_question()
        self._tell()

    def _typed(self, button: Radio) -> None:
        button.setChecked(True)
        self._tell()

    def _offers(self) -> bool:
        """Whether an action stands here that was not chosen yet."""
        answered = self.choose.isChecked() or self.none.isChecked()
        return not answered and bool(self.text.value().strip() or self.due.value())

    def _take_offered(self) -> None:
        """Enter in the action or its day: it holds, and the day is looked at next."""
        if self._offers():
            self._typed(self.choose)
            self.due.day.setFocus(Qt.FocusReason.TabFocusReason)

    def _line_changed(self) -> None:
        self._tell()

    def _tell(self) -> None:
        self.touched = True
        self._after_choice()
        self.changed.emit()

    def _after_choice(self) -> None:
        self.repeat.setVisible(self.choose.isChecked())
        for line in self._open:
            line.allow_replacing(not self.none.isChecked())
        self._arrange()
        if self.problem_line.text():
            self.problem_line.say("")
        self._say_remark()

    def _say_remark(self) -> None:
        answered = self.choose.isChecked() or self.none.isChecked()
        self._remark.setText("" if answered else self._optional or _("One of the two is needed to save"))
        self._remark.setVisible(not answered)
        self._place_remark()
