"""A form that ends with the question what comes next: what scrolls, and the question, pinned where there is room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from caseapp.desktop.follow_up.next_step_box import NextStepBox
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.card import Card, Column
from caseapp.desktop.kit.fields import Today
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.refusal import tell_refused
from caseapp.rules.follow_up import NextStep
from caseapp.rules.problem import Problem


@dataclass(frozen=True)
class Given:
    """The answer to the question; `step` None leaves what is planned alone (a record that is being changed)."""

    step: NextStep | None


class QuestionForm(Card):
    """An heir puts its parts into `column.body` before `finish` is called, and says what it holds (`content`,
    `put_back`), which parts have problems (`forms`) and where one begins (`focus_first`).

    `changed` at everything a person changes. `fit` pins the question or lets it scroll.
    """

    changed = Signal()

    def __init__(self, today: Today, *, parent: QWidget | None = None) -> None:
        super().__init__(padding=(16, 10), spacing=8, parent=parent)
        self.banner = Banner(parent=self)
        self.column = Column(spacing=8, parent=self)
        self.question = NextStepBox(today, parent=self)
        self._last: QWidget | None = None
        self._pinned = True
        self.body.addWidget(self.banner)
        self.body.addWidget(self.column, 1)
        self.body.addWidget(self.question)
        self.question.changed.connect(self.changed)
        self.column.verticalScrollBar().rangeChanged.connect(self._follow_focus)

    def finish(self, *paragraphs: Paragraph) -> None:
        """Everything is in its place; the line that is written in one of these paragraphs stays in sight."""
        self.column.body.addStretch(1)
        for field in paragraphs:
            field.cursorPositionChanged.connect(partial(self._follow_soon, field))

    # ---- what an heir says

    def forms(self) -> Sequence[Form]:
        """The parts with rows, in reading order."""
        raise NotImplementedError

    def content(self) -> dict[str, Any]:
        """For the draft: JSON values."""
        raise NotImplementedError

    def put_back(self, content: Mapping[str, Any]) -> None:
        """What `content` gave."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Go to where one begins to write."""
        raise NotImplementedError

    # ---- going about

    def next_stop(self, stops: Sequence[Sequence[QWidget]], by: int) -> int | None:
        """Which of `stops` (each of parts, in reading order) comes after or before the one with the focus. None beyond
        the ends: nobody comes round unawares to what was answered already, where the next digit would answer anew."""
        now = QApplication.focusWidget()
        here = -1  # above them
        if now is not None and self.question.isAncestorOf(now):
            here = len(stops)
        for number, parts in enumerate(stops):
            if now is not None and any(part is now or part.isAncestorOf(now) for part in parts):
                here = number
        return here + by if 0 <= here + by < len(stops) else None

    # ---- checking

    def answer(self, *, needed: bool, lacking: Callable[[], Sequence[Problem]] = list) -> Given | None:
        """The answer to the question, ready to be saved; None when something must be mended first: everything is said
        at once, and the first of it has the focus. `lacking`: what the rules say of the rest (asked when it can be
        read)."""
        self.clear_problems()
        given = self._answer(needed=needed)  # the last part of the form: what is said after it takes the focus
        parts = reversed(self.forms())
        unread = [form.own_problems() for form in parts]  # each says its own; the first keeps the focus
        problems = [] if any(unread) else list(lacking())
        if problems:
            self._show_in_parts(problems)
        if given is None or any(unread) or problems:
            tell_refused(self)
            self.show_focused()
            return None
        return given

    def _answer(self, *, needed: bool) -> Given | None:
        if not needed and not self.question.touched:
            return Given(None)
        if self.question.own_problem():
            return None
        step = self.question.value()
        if step is None and needed:
            self.question.ask()
            return None
        return Given(step)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each beside its field; the first of them is seen."""
        self.clear_problems()
        asked = [each for each in problems if each.field.startswith("next_step")]
        rest = [each for each in problems if each not in asked]
        if asked:
            self.question.show_problems(asked)
        self._show_in_parts(rest)
        self.show_focused()

    def _show_in_parts(self, problems: Sequence[Problem]) -> None:
        rest = list(problems)
        *others, last = reversed(self.forms())
        for form in others:
            own = [each for each in rest if _knows(form, each.field)]
            rest = [each for each in rest if each not in own]
            form.show_problems(own)
        if rest:
            last.show_problems(rest)

    def clear_problems(self) -> None:
        for form in self.forms():
            form.clear_problems()
        self.question.problem_line.say("")

    def say(self, words: str, *, action: str = "", do: Callable[[], object] | None = None) -> None:
        """A sentence at the top of the form."""
        self.banner.say(words, action=action, do=do)

    # ---- going about

    def focus_last(self) -> None:
        """Back from the other column."""
        if self._last is not None and self._last.isVisible():
            self._last.setFocus()
        else:
            self.focus_first()

    def remember_focus(self) -> None:
        now = QApplication.focusWidget()
        if now is not None and self.isAncestorOf(now):
            self._last = now

    def show_question(self) -> None:
        """Alt+N, and when the question is not answered."""
        self.question.focus_question()
        self.show_focused()

    def show_focused(self) -> None:
        """Scroll to what has the focus, once everything has its place."""
        QTimer.singleShot(0, self, self._scroll_to_focus)

    def _scroll_to_focus(self) -> None:
        now = QApplication.focusWidget()
        if now is None or not self.column.inside.isAncestorOf(now):
            return
        if self.question.isAncestorOf(now):
            self.column.verticalScrollBar().setValue(self.question.y())
        else:
            self.column.ensureWidgetVisible(now, 0, 24)

    def _follow_focus(self) -> None:
        now = QApplication.focusWidget()
        if isinstance(now, Paragraph) and self.isAncestorOf(now):
            self._follow_soon(now)

    def _follow_soon(self, field: Paragraph) -> None:
        QTimer.singleShot(0, field, partial(self.follow, field))

    def follow(self, field: Paragraph) -> None:
        """Keep the line that is being written in sight."""
        if not field.hasFocus():
            return
        where = field.mapTo(self.column.inside, field.cursorRect().bottomLeft() + QPoint(0, 8))
        self.column.ensureVisible(0, where.y(), 0, 24)

    # ---- size

    @property
    def pinned(self) -> bool:
        """Whether the question always is in sight."""
        return self._pinned

    def fit(self, *, short: bool) -> None:
        """In a low window the question becomes the last block that scrolls."""
        if short == (not self._pinned):
            return
        self._pinned = not short
        now = QApplication.focusWidget()
        if short:
            self.body.removeWidget(self.question)
            self.column.body.insertWidget(self.column.body.count() - 1, self.question)
        else:
            self.column.body.removeWidget(self.question)
            self.body.addWidget(self.question)
        if now is not None and self.question.isAncestorOf(now):
            now.setFocus()


def _knows(form: Form, field: str) -> bool:
    try:
        form.row_of(field)
    except KeyError:
        return False
    return True
