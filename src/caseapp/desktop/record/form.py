"""The form of the record: what scrolls (heads, paragraphs) and the question, which is pinned where there is room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from caseapp.casework.views import ChildPage
from caseapp.desktop.follow_up.next_step_box import NextStepBox
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.card import Card, Column, Rule
from caseapp.desktop.kit.fields import Today
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.record.heads import Heads
from caseapp.desktop.record.paragraphs import KINDS, Paragraphs
from caseapp.rules.consultation import Consultation
from caseapp.rules.follow_up import FollowUp, NextStep
from caseapp.rules.problem import Problem
from caseapp.words.language import _


@dataclass(frozen=True)
class Given:
    """The answer to the question; `step` None leaves what is planned alone (a record that is being changed)."""

    step: NextStep | None


class RecordForm(Card):
    """`changed` at everything a person changes. `fit` pins the question or lets it scroll."""

    changed = Signal()

    def __init__(self, today: Today, *, parent: QWidget | None = None) -> None:
        super().__init__(padding=(16, 10), spacing=8, parent=parent)
        self.setObjectName("record-form")
        self.banner = Banner(parent=self)
        self.column = Column(spacing=8, parent=self)
        self.heads = Heads(today, parent=self.column.inside)
        self.paragraphs = Paragraphs(self.column.inside)
        self.question = NextStepBox(today, parent=self)
        self._last: QWidget | None = None
        self._pinned = True
        self.body.addWidget(self.banner)
        self.body.addWidget(self.column, 1)
        self.body.addWidget(self.question)
        self.column.body.addWidget(self.heads)
        self.column.body.addWidget(Rule(self.column.inside))
        self.column.body.addWidget(self.paragraphs)
        self.column.body.addStretch(1)
        for signal in (self.heads.changed, self.paragraphs.changed, self.question.changed):
            signal.connect(self.changed)
        for field in self.paragraphs.fields.values():
            field.cursorPositionChanged.connect(partial(self._follow_soon, field))
        self.column.verticalScrollBar().rangeChanged.connect(self._follow_focus)

    def bind(self, page: Page) -> None:
        """Alt+1 to Alt+5 go to the paragraphs."""
        for name, key, _hint in KINDS:
            page.on(key, partial(self.go_to, name))

    # ---- filling

    def start(self, page: ChildPage) -> None:
        """Empty, for this child."""
        self.heads.set_child(page.child)
        self.paragraphs.set_siblings(page.siblings)
        self.paragraphs.put_back({})
        self.heads.put_back({})
        self.question.put_back({})
        self.question.set_follow_ups(page.follow_ups)
        self.question.set_optional("")
        self._clear_problems()

    def show_record(self, record: Consultation, follow_ups: Iterable[FollowUp]) -> None:
        """A stored record, and the open action that grew from it."""
        self.heads.show_record(record)
        self.paragraphs.show_record(record)
        grown = next((step for step in follow_ups if step.origin_id == record.id), None)
        self.question.set_follow_ups(step for step in follow_ups if step.origin_id != record.id)
        self.question.show_answer(grown, none_reason=record.none_reason)
        self.question.set_optional(_("Left as it is unless you change it"))

    def filled(self, record: Consultation) -> Consultation:
        return self.paragraphs.filled(self.heads.filled(record))

    def content(self) -> dict[str, Any]:
        """For the draft: everything that stands here."""
        return {
            "heads": self.heads.content(),
            "paragraphs": self.paragraphs.content(),
            "question": self.question.content(),
        }

    def put_back(self, content: Mapping[str, Any]) -> None:
        """What `content` gave."""
        for name, put in (
            ("heads", self.heads.put_back),
            ("paragraphs", self.paragraphs.put_back),
            ("question", self.question.put_back),
        ):
            part = content.get(name)
            if isinstance(part, Mapping):
                put(part)

    # ---- checking

    def answer(self, *, new: bool) -> Given | None:
        """The answer to the question, ready to be saved; None when something must be mended first, which has the focus
        then."""
        self._clear_problems()
        if self.heads.form.own_problems():
            self._show_focused()
            return None
        if not new and not self.question.touched:
            return Given(None)
        if self.question.own_problem():
            self.show_question()
            return None
        step = self.question.value()
        if step is None and new:
            self.question.ask()
            self._show_focused()
            return None
        return Given(step)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each beside its field; the first of them is seen."""
        self._clear_problems()
        asked = [each for each in problems if each.field.startswith("next_step")]
        written = [each for each in problems if each.field in self.paragraphs.fields]
        heads = [each for each in problems if each not in asked and each not in written]
        if asked:
            self.question.show_problems(asked)
        self.paragraphs.form.show_problems(written)
        if heads:
            self.heads.form.show_problems(heads)
        self._show_focused()

    def _clear_problems(self) -> None:
        self.heads.form.clear_problems()
        self.paragraphs.form.clear_problems()
        self.question.problem_line.say("")

    def say(self, words: str, *, action: str = "", do: Callable[[], object] | None = None) -> None:
        """A sentence at the top of the form."""
        self.banner.say(words, action=action, do=do)

    # ---- going about

    def go_to(self, name: str) -> None:
        """The paragraph of this kind, behind its last character."""
        field = self.paragraphs.fields[name]
        field.focus_end()
        self._follow(field)

    def focus_first(self) -> None:
        self.go_to("words")

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
        self._show_focused()

    def _show_focused(self) -> None:
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
        QTimer.singleShot(0, field, partial(self._follow, field))

    def _follow(self, field: Paragraph) -> None:
        """Keep the line that is being written in sight."""
        if not field.hasFocus():
            return
        where = field.mapTo(self.column.inside, field.cursorRect().bottomLeft() + QPoint(0, 8))
        self.column.ensureVisible(0, where.y(), 0, 24)

    # ---- size

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
