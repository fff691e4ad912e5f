"""One goal of the plan and how it came out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.fields import NumberField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.text import Para
from caseapp.desktop.plan import words
from caseapp.desktop.plan.editor import number_now
from caseapp.rules.plan import Goal, GoalRating
from caseapp.words import codes
from caseapp.words.language import _


class GoalCard(Card):
    """Object names `rating-N`, `knowledge-N`, `behaviour-N`, `state-N`, `comment-N` with N from 1.

    `course` is how the goal came out before.
    """

    changed = Signal()

    def __init__(self, goal: Goal, number: int, *, course: str = "", parent: QWidget | None = None) -> None:
        super().__init__(padding=(14, 8), spacing=4, parent=parent)
        self.goal = goal
        self.body.addWidget(Para(f"{number}  {goal.need}", bold=True, parent=self))
        until = _("until {day}").format(day=words.day(goal.achieve_by)) if goal.achieve_by else ""
        self.body.addWidget(Para(" ・ ".join(filter(None, (goal.goal, until))), parent=self))
        supports = words.supports(goal)
        if supports:
            self.body.addWidget(Para(supports, role="caption", ink="sub", parent=self))
        if course:
            before = _("Before: {course}").format(course=course)
            self.body.addWidget(Para(before, role="caption", ink="sub", parent=self))
        self.form = Form(label_width=88, parent=self)
        ratings = codes.load("plan_rating")
        options = [(code, ratings.label(code)) for code in ratings.toggles]
        self.rating = self.form.row(_("Result"), ToggleFlow(options), name="rating")
        self.rating.setAccessibleName(_("Result of need {number}").format(number=number))
        self.comment = self.form.row(_("Comment"), Paragraph(placeholder=_("what changed, what is still hard")))
        self.comment.setAccessibleName(_("Comment on need {number}").format(number=number))
        self.scores = tuple(NumberField(least=1, most=5) for _score in range(3))
        self.knowledge, self.behaviour, self.state = self.scores
        names = (_("knowledge"), _("behaviour"), _("state"))
        spoken = [_("{score} of need {number}").format(score=name, number=number) for name in names]
        parts = [part for name, field in zip(names, self.scores, strict=True) for part in (name, field)]
        self.form.group(_("1 to 5"), parts, names=spoken, help_text=_("1: much help needed, 5: going well"))
        for name, field in zip(("knowledge", "behaviour", "state"), self.scores, strict=True):
            field.setObjectName(f"{name}-{number}")
            field.changed.connect(self.changed)
        self.rating.setObjectName(f"rating-{number}")
        self.comment.setObjectName(f"comment-{number}")
        self.rating.changed.connect(self._rated)
        self.comment.changed.connect(self.changed)
        self.body.addWidget(self.form)

    def _rated(self) -> None:
        self.form.clear_problems()
        self.changed.emit()

    def value(self) -> GoalRating:
        return GoalRating(
            goal_id=self.goal.id,
            rating=self.rating.value(),
            comment=self.comment.value(),
            knowledge=self._score(self.knowledge),
            behaviour=self._score(self.behaviour),
            state=self._score(self.state),
        )

    def _score(self, field: NumberField) -> int | None:
        """The score; the one of before while somebody is typing in the field."""
        return number_now(field, 0) or None

    def show_rating(self, rating: GoalRating) -> None:
        self.rating.set_value(rating.rating)
        self.comment.set_value(rating.comment)
        for field, score in zip(self.scores, (rating.knowledge, rating.behaviour, rating.state), strict=True):
            field.set_value(score)

    def unread(self) -> bool:
        """Say which score cannot be read; True when there is one."""
        for field in self.scores:
            field.settle()
        return self.form.own_problems()

    def lacks(self) -> bool:
        """Say that the rating is missing; True when it is."""
        missing = not self.rating.value()
        self.form.row_of("rating").show_problem(_("Choose how it came out.") if missing else "")
        return missing
