"""評価: every goal rated, what child and family say, the next date, and what comes next.

`open(child_id=…, plan_id=…)` for a new review, `review_id=…` to read one. Object names: `rating-N`, `comment-N` (N from
1), `review-on`, `review-method`, `review-child`, `review-family`, `review-summary`, `review-change`, `review-next-on`,
those of `NextStepBox`, `review-save`, `review-question`, `review-saved`, `review-close`, `review-banner`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.casework.views import ChildHead, Draft, DraftKey
from caseapp.desktop.child.words import red_facts
from caseapp.desktop.follow_up.next_step_box import NextStepBox
from caseapp.desktop.kit.bands import Banner, RedBand
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Bar, Card, Column
from caseapp.desktop.kit.choices import CheckBox
from caseapp.desktop.kit.dialogs import Answer
from caseapp.desktop.kit.drafts import DraftKeeper
from caseapp.desktop.kit.fields import DateField, TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.saved import SavedState
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.plan.course_chart import course_words
from caseapp.desktop.plan.editor import freeze, now
from caseapp.desktop.plan.kept import Kept, content_of, salvaged
from caseapp.desktop.plan.kept_banner import say_kept
from caseapp.desktop.print import print_dialog
from caseapp.desktop.record.strip import ChildStrip
from caseapp.desktop.review.goal_card import GoalCard
from caseapp.rules.changes import Changes
from caseapp.rules.plan import Review, SupportPlan
from caseapp.rules.plan_course import Course
from caseapp.rules.problem import Problem, Refused
from caseapp.words.language import _

FORM = "review"


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A review about to be written, or one that is read (`stored`)."""

    page: ChildHead
    plan: SupportPlan
    review: Review
    stored: bool
    courses: tuple[Course, ...] = ()
    draft: Draft | None = None


def load(office: Any, child_id: str, *, plan_id: str, review_id: str) -> Loaded:
    """Raises NotFound."""
    from caseapp.casework import drafts, plan_courses, plans, register

    page = register.head(office, child_id)
    plan = plans.get(office, plan_id)
    found = next((each for each in plans.reviews(office, plan_id) if each.id == review_id), None)
    return Loaded(
        page=page,
        plan=plan,
        review=found or plans.new_review(office, plan_id),
        stored=found is not None,
        courses=plan_courses.course(office, plan_id),
        draft=None if found else drafts.find(office, form=FORM, child_id=child_id, record_id=plan_id),
    )


class ReviewPage(Page):
    """See the module."""

    name = "review"
    rail = "plans"
    shown = (Keys.SAVE, Keys.NEXT_STEP, Keys.PRINT, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._args: dict[str, Any] = {}
        self._loaded: Loaded | None = None
        self._review: Review | None = None
        self._keeper: DraftKeeper | None = None
        self._kept: Kept[Review] | None = None
        self._saving = False
        self.cards: list[GoalCard] = []
        self.body.setSpacing(8)
        self.strip = ChildStrip(_("Review of the plan"), self)
        self.band = RedBand(heads=True, parent=self)
        self.banner = Banner(parent=self)
        self.banner.setObjectName("review-banner")
        self.column = Column(spacing=8, parent=self)
        for part in (self.strip, self.band, self.banner):
            self.body.addWidget(part)
        self.body.addWidget(self.column, 1)
        self._make_form()
        self._add_bar()
        self.on(Keys.SAVE, self.save)
        self.on(Keys.NEXT_STEP, self._to_question)
        self.column.verticalScrollBar().valueChanged.connect(self._say_question)
        self.column.verticalScrollBar().rangeChanged.connect(self._say_question)
        self.on(Keys.PRINT, self._print)
        self.on(Keys.CLOSE, self._close, words=_("Close (the draft stays)"))

    # ---- building

    def _make_form(self) -> None:
        today = self.desk.today
        top = Card(padding=(14, 8), parent=self)
        self.head = Form(label_width=88, parent=top)
        self.when, self.method = DateField(today), TextField(placeholder=_("e.g. at home, with the family"), chars=16)
        self.head.group(_("Reviewed on"), [self.when, self.method], name="on", names=[_("Day"), _("How and where")])
        top.body.addWidget(self.head)
        below = Card(padding=(14, 8), parent=self)
        self.form = Form(label_width=112, parent=below)
        content = _("how content they are, what was good, what is to be otherwise, in their own words")
        self.child = self.form.row(_("What the child says"), Paragraph(placeholder=content, least=2))
        self.family = self.form.row(_("What the family says"), Paragraph(placeholder=content, least=2))
        self.summary = self.form.row(_("On the whole"), Paragraph(least=2))
        self.change = self.form.row(_("Change of the plan"), CheckBox(_("The plan is to be changed")))
        self.next_on = self.form.row(_("Next review"), DateField(today), name="next_review_on")
        below.body.addWidget(self.form)
        self.step = NextStepBox(today, parent=self)
        self._top, self._below = top, below
        for part in (top, below, self.step):
            self.column.body.addWidget(part)
        self.column.body.addStretch(1)
        self.change.setAccessibleName(_("The plan is to be changed"))
        for field, name in (
            (self.when, "review-on"),
            (self.method, "review-method"),
            (self.child, "review-child"),
            (self.family, "review-family"),
            (self.summary, "review-summary"),
            (self.change, "review-change"),
            (self.next_on, "review-next-on"),
        ):
            field.setObjectName(name)
            field.changed.connect(self._touched)
        self.step.changed.connect(self._touched)

    def _add_bar(self) -> None:
        bar = Bar(parent=self)
        self.save_button = Button(_("Save"), self.save, kind="primary", key=Keys.SAVE, parent=bar)
        self.question = Button(_("What comes next?"), self._to_question, key=Keys.NEXT_STEP, parent=bar)
        self.question.setObjectName("review-question")
        self.saved = SavedState(parent=bar)
        self.close_button = Button(_("Close"), self._close, key=Keys.CLOSE, parent=bar)
        self.save_button.setObjectName("review-save")
        self.saved.setObjectName("review-saved")
        self.close_button.setObjectName("review-close")
        bar.left(self.save_button, self.question, self.saved)
        bar.right(self.close_button)
        self.body.addWidget(bar)

    # ---- what the shell asks

    def title(self) -> str:
        return _("Review of the plan")

    def open(self, **args: Any) -> None:
        self.leave()
        self._args = {key: str(value) for key, value in args.items()}
        office, child_id = self.desk.office, self._args.get("child_id", "")
        plan_id, review_id = self._args.get("plan_id", ""), self._args.get("review_id", "")
        job = partial(load, office, child_id, plan_id=plan_id, review_id=review_id)
        self.desk.ask(job, self._show, key="review.load", owner=self)

    def place(self) -> dict[str, Any]:
        return dict(self._args)

    def keep_draft(self) -> None:
        if self._keeper is not None:
            self._keeper.keep_now()

    def stop_keeping(self) -> None:
        """Write no more drafts: the store is about to be closed."""
        if self._keeper is not None:
            self._keeper.end()

    def leave(self) -> None:
        if self._keeper is not None:
            self._keeper.keep()

    def refresh(self, changes: Changes) -> None:
        """A review is written on one plan; what changes elsewhere is seen when it is opened again."""

    def first_focus(self) -> QWidget | None:
        return self.cards[0].rating if self.cards else self.when

    # ---- showing

    def _show(self, loaded: Loaded) -> None:
        self._loaded, self._review, self._kept = loaded, loaded.review, None
        self.strip.show_page(loaded.page)
        self.strip.set_title(_("Review of plan version {number}").format(number=loaded.plan.version))
        self.band.set_facts(red_facts(loaded.page.child, self.desk.today()))
        self._show_cards(loaded)
        self._fill(loaded.review)
        self.step.set_follow_ups(loaded.page.follow_ups)
        self.step.setVisible(not loaded.stored)
        self._say_question()
        self.save_button.setVisible(not loaded.stored)
        self.banner.say("")
        if loaded.stored:
            self.banner.say(_("This review is saved. It can be read and printed."), icon="check")
            freeze(self.column.inside)
            return
        if loaded.draft is not None:
            self._take_draft(loaded.draft)
        self._keeper = DraftKeeper(self.desk, self._key(), self._content, parent=self)
        self._keeper.said.connect(self.saved.say)

    def _key(self) -> DraftKey:
        return DraftKey(FORM, self._args.get("child_id", ""), self._args.get("plan_id", ""))

    def _show_cards(self, loaded: Loaded) -> None:
        for card in self.cards:
            card.hide()
            card.deleteLater()
        before = {} if loaded.stored else {each.goal.id: course_words(each) for each in loaded.courses}
        self.cards = [
            GoalCard(goal, number, course=before.get(goal.id, ""), parent=self)
            for number, goal in enumerate(loaded.plan.goals, 1)
        ]
        for place, card in enumerate(self.cards, 1):
            self.column.body.insertWidget(place, card)
            card.changed.connect(self._touched)

    def _fill(self, review: Review) -> None:
        ratings = {rating.goal_id: rating for rating in review.ratings}
        for card in self.cards:
            if card.goal.id in ratings:
                card.show_rating(ratings[card.goal.id])
        self.when.set_value(review.on)
        self.method.set_value(review.method)
        self.child.set_value(review.child_words)
        self.family.set_value(review.family_words)
        self.summary.set_value(review.summary)
        self.change.set_value(review.change_needed)
        self.next_on.set_value(review.next_review_on)

    def _take_draft(self, draft: Draft) -> None:
        """Only a draft of this plan and child."""
        assert self._review is not None
        kept = salvaged(draft.content.get("review"), self._review)
        if kept.record.plan_id != self._review.plan_id or kept.record.child_id != self._review.child_id:
            return
        self._kept, self._review = kept, kept.record
        self._fill(kept.record)
        step = draft.content.get("next_step")
        if isinstance(step, Mapping):
            self.step.put_back(step)
        say_kept(self, self.banner, kept, draft.saved_at, discard=self._discard)

    def _discard(self) -> None:
        if self._keeper is not None:
            self._keeper.discard(lambda: self.open(**self._args), page=self)
            self._keeper = None

    # ---- the question

    def _to_question(self) -> None:
        """Alt+N: scroll to what comes next and put the cursor there."""
        self.column.ensureWidgetVisible(self.step)
        self.step.focus_question()

    def _say_question(self) -> None:
        """While the question is scrolled away the bar stands for it, and says whether it is answered."""
        below = self.step.mapTo(self.column.viewport(), self.step.rect().topLeft()).y()
        away = below > self.column.viewport().height() - self.question.height()
        self.question.setVisible(away and self._loaded is not None and not self._loaded.stored)
        answered = self.step.value() is not None
        self.question.setText(_("What comes next: chosen") if answered else _("What comes next?"))

    # ---- writing

    def _touched(self) -> None:
        self._say_question()
        if self._keeper is not None:
            self._keeper.touch()
            self.saved.say(_("Not saved yet"), icon="pencil")

    def _content(self) -> dict[str, Any]:
        review, kept = self.value(), self._kept
        return {"review": kept.content(review) if kept else content_of(review), "next_step": self.step.content()}

    def value(self) -> Review:
        """The review as it stands."""
        review = self._review
        assert review is not None
        self._review = replace(
            review,
            on=now(self.when, review.on) or review.on,
            method=self.method.value(),
            ratings=tuple(card.value() for card in self.cards),
            child_words=self.child.value(),
            family_words=self.family.value(),
            summary=self.summary.value(),
            change_needed=self.change.value(),
            next_review_on=now(self.next_on, review.next_review_on),
        )
        return self._review

    def save(self) -> None:
        """Ctrl+S. The review has its id since the form opened: pressed twice it is saved once."""
        loaded = self._loaded
        if loaded is None or loaded.stored or self._saving or self._stopped():
            return
        self.next_on.settle()
        self.when.settle()
        review, step = self.value(), self.step.value()
        review = replace(review, on=self.when.value() or review.on, next_review_on=self.next_on.value())
        office, key = self.desk.office, self._key()
        self._saving = True

        def job() -> Changes:
            from caseapp.casework import plans

            return plans.review(office, review, next_step=step, draft_key=key)

        self.desk.act(job, partial(self._saved, review), failed=self._failed, owner=self)

    def _stopped(self) -> bool:
        """Say what cannot be read or is missing, beside its field."""
        unread = [form.own_problems() for form in (self.head, self.form)]
        unread += [card.unread() for card in self.cards]
        unrated = [card for card in self.cards if card.lacks()]
        if unrated:
            unrated[0].rating.setFocus()
            self.column.ensureWidgetVisible(unrated[0])
        if any(unread) or unrated:
            return True
        if self.step.value() is None:
            self.step.ask()
            return True
        return self.step.own_problem()

    def _failed(self, error: BaseException) -> None:
        self._saving = False
        if not isinstance(error, Refused):
            self.desk.dialogs.report(error)
            return
        self._show_problems(error.problems)

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        self.head.show_problems([each for each in problems if each.field == "on"])
        steps = [each for each in problems if each.field.startswith("next_step")]
        if steps:
            self.step.show_problems(steps)
        self.form.show_problems([each for each in problems if each.field != "on" and each not in steps])

    def _saved(self, review: Review, _changes: Changes) -> None:
        if self._keeper is not None:
            self._keeper.end()
            self._keeper = None
        self.desk.saved(_("Review saved {time}").format(time=f"{self.desk.now():%H:%M}"))
        child_id, plan_id = review.child_id, review.plan_id
        self.desk.go.open("plan", child_id=child_id, plan_id=plan_id)
        if review.change_needed:
            _offer_version(self.desk, child_id, plan_id)

    def _print(self) -> None:
        loaded = self._loaded
        if loaded is None:
            return
        if loaded.stored:
            print_dialog(self, loaded.plan.child_id, document="review", record_id=loaded.review.id)
        else:
            self.banner.say(_("Save the review first. Then it can be printed."))

    def _close(self) -> None:
        self.leave()
        self.desk.go.back()


def _offer_version(desk: Desk, child_id: str, plan_id: str) -> None:
    """After a review that asks for a change: the next version, if it is wanted now."""
    office = desk.office

    def job() -> Changes:
        from caseapp.casework import plans

        return plans.new_version(office, plan_id)

    def opened(changes: Changes) -> None:
        desk.go.open("plan", child_id=child_id, plan_id=changes.record_id)

    desk.dialogs.ask(
        _("Make the next version of the plan now?"),
        then=lambda _code: desk.act(job, opened),
        answers=[Answer("make", _("Make it now"), "primary")],
        detail=_("Goals that are reached are left out; the others are carried over."),
        leave=_("Later"),
    )
