"""Editors of what stands above the goals: wishes, policy and aims, period, situation, transition and disaster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.fields import DateField, TextField, Today
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.plan.editor import Editor, now
from caseapp.rules.child import FamilyMember
from caseapp.rules.plan import DatedGoal, SupportPlan, Wish
from caseapp.words import codes, language, said_by
from caseapp.words.language import _

Whose = Literal["child_wish", "guardian_wish"]
_NO_GUARDIANS = ("child", "other", "older_brother", "older_sister", "younger_brother", "younger_sister")


class WishEditor(Editor):
    """Object names `wish-text`, `wish-said-by` (the guardian's), `wish-heard-on`, `wish-heard-by`, `wish-how`,
    `wish-not-heard`."""

    def __init__(
        self,
        host: QWidget,
        plan: SupportPlan,
        *,
        whose: Whose,
        today: Today,
        worker: str,
        family: Sequence[FamilyMember] = (),
        frozen: bool = False,
    ) -> None:
        title = _("The child's wish") if whose == "child_wish" else _("The guardian's wish")
        super().__init__(host, title, frozen=frozen)
        self._whose: Whose = whose
        wish = self._wish(plan)
        label = _("In their words") if whose == "child_wish" else _("In the guardian's words")
        self.text = self.form.row(label, Paragraph(wish.text, least=3))
        who, how = said_by.read(wish.how) if whose == "guardian_wish" else ((), wish.how)
        self.who = _speakers(family, who) if whose == "guardian_wish" else None
        if self.who is not None:
            self.form.row(_("Whose words"), self.who, help_text=_("On the family's paper this stands before them."))
            self.who.setObjectName("wish-said-by")
            self.watch(self.who)
        self.on, self.by, self.how = DateField(today), TextField(wish.heard_by, chars=8), TextField(how, chars=14)
        self.on.set_value(wish.heard_on)
        self.by.setPlaceholderText(worker)
        self.form.group(
            _("Heard"),
            [self.on, self.by, _("heard it,"), self.how],
            names=[_("Day"), _("Who heard it"), _("How and where")],
        )
        self.how.setPlaceholderText(_("e.g. at home, alone with the child"))
        self.reason = self.form.row(
            _("Why not yet"),
            TextField(wish.not_heard_reason),
            help_text=_("Only where there are no words: why, and how it is looked for."),
        )
        for field, name in (
            (self.text, "wish-text"),
            (self.on, "wish-heard-on"),
            (self.by, "wish-heard-by"),
            (self.how, "wish-how"),
            (self.reason, "wish-not-heard"),
        ):
            field.setObjectName(name)
        self.places |= {whose: self.text, f"{whose}.heard_on": self.on}
        self.watch(self.text, self.on, self.by, self.how, self.reason)

    def _wish(self, plan: SupportPlan) -> Wish:
        return plan.child_wish if self._whose == "child_wish" else plan.guardian_wish

    def apply(self, plan: SupportPlan) -> SupportPlan:
        wish = Wish(
            text=self.text.value(),
            heard_by=self.by.value(),
            heard_on=now(self.on, self._wish(plan).heard_on),
            how=said_by.worded(self.who.values() if self.who else (), self.how.value(), language.current()),
            not_heard_reason=self.reason.value(),
        )
        return replace(plan, child_wish=wish) if self._whose == "child_wish" else replace(plan, guardian_wish=wish)


def _speakers(family: Sequence[FamilyMember], said: Sequence[str]) -> ToggleFlow:
    """Those of the family whose wish it can be, each relationship once; parents where no family is known."""
    able = [each.relationship for each in family if each.guardian or each.relationship not in _NO_GUARDIANS]
    labels = codes.load("relationship")
    offered = dict.fromkeys((*(able or ("mother", "father")), *said))
    made = ToggleFlow([(code, labels.label(code)) for code in offered if code in labels], several=True)
    made.set_values(said)
    return made


class AimsEditor(Editor):
    """Policy, the long-term goal, the short-term goals. Object names `aim-policy`, `aim-long`, `aim-long-by`,
    `aim-short-1` and on, `aim-short-1-by` and on, `aim-more`."""

    def __init__(self, host: QWidget, plan: SupportPlan, *, today: Today, frozen: bool = False) -> None:
        super().__init__(host, _("Policy and goals"), frozen=frozen)
        self._today = today
        self.policy = self.form.row(_("Policy of support"), Paragraph(plan.policy, least=2))
        self.long = self.form.row(_("Long-term goal"), Paragraph(plan.long_term_goal.text))
        self.long_by = self.form.row(_("Reached by"), DateField(today))
        self.long_by.set_value(plan.long_term_goal.by)
        self.policy.setObjectName("aim-policy")
        self.long.setObjectName("aim-long")
        self.long_by.setObjectName("aim-long-by")
        self.long_by.setAccessibleName(_("Long-term goal: reached by"))
        self.places["long_term_goal"] = self.long
        self.watch(self.policy, self.long, self.long_by)
        self.shorts: list[tuple[Paragraph, DateField]] = []
        for goal in plan.short_term_goals or (DatedGoal(),):
            self._add(goal)
        self.more = Button(_("Another short-term goal"), self._more, kind="quiet", icon="plus")
        self.more.setObjectName("aim-more")
        self.column.body.addWidget(self.more)

    def _add(self, goal: DatedGoal) -> Paragraph:
        number = len(self.shorts) + 1
        text = self.form.row(_("Short-term goal {number}").format(number=number), Paragraph(goal.text))
        by = self.form.row(_("Reached by"), DateField(self._today))
        by.setAccessibleName(_("Short-term goal {number}: reached by").format(number=number))
        by.set_value(goal.by)
        text.setObjectName(f"aim-short-{number}")
        by.setObjectName(f"aim-short-{number}-by")
        self.watch(text, by)
        self.shorts.append((text, by))
        return text

    def _more(self) -> None:
        self._add(DatedGoal()).setFocus()
        self.refit()

    def apply(self, plan: SupportPlan) -> SupportPlan:
        old = [goal.by for goal in plan.short_term_goals] + [None] * len(self.shorts)
        shorts = [
            DatedGoal(text=text.value(), by=now(by, before))
            for (text, by), before in zip(self.shorts, old, strict=False)
        ]
        return replace(
            plan,
            policy=self.policy.value(),
            long_term_goal=DatedGoal(text=self.long.value(), by=now(self.long_by, plan.long_term_goal.by)),
            short_term_goals=tuple(goal for goal in shorts if goal.text.strip() or goal.by),
        )


class AreaEditor(Editor):
    """An area that goes badly and has no goal: why, or a goal for it (`goal_wanted` carries the area).

    Object names `area-reason-AREA`, `area-goal-AREA`.
    """

    goal_wanted = Signal(str)

    def __init__(self, host: QWidget, plan: SupportPlan, *, areas: Sequence[str], frozen: bool = False) -> None:
        super().__init__(host, _("Areas that go badly"), width=760, frozen=frozen)
        labels, reasons = codes.load("plan_area"), dict(plan.area_reasons)
        self.reasons: list[tuple[str, Paragraph]] = []
        for area in areas:
            label = labels.label(area) if area in labels else area
            field = self.form.row(label, Paragraph(reasons.get(area, ""), placeholder=_("why there is no goal for it")))
            field.setObjectName(f"area-reason-{area}")
            make = Button(_("Make a goal for it"), partial(self.goal_wanted.emit, area), kind="quiet", icon="plus")
            make.setObjectName(f"area-goal-{area}")
            make.setAccessibleName(_("Make a goal for {area}").format(area=label))
            self.form.wide(make)
            self.places[f"area_reasons.{area}"] = field
            self.reasons.append((area, field))
            self.watch(field)

    def apply(self, plan: SupportPlan) -> SupportPlan:
        mine = {area for area, _field in self.reasons}
        kept = [(area, why) for area, why in plan.area_reasons if area not in mine]
        given = [(area, field.value()) for area, field in self.reasons if field.value().strip()]
        return replace(plan, area_reasons=(*kept, *given))


class PeriodEditor(Editor):
    """Object names `period-made-on`, `period-from`, `period-to`, `period-next-review`."""

    def __init__(self, host: QWidget, plan: SupportPlan, *, today: Today, frozen: bool = False) -> None:
        super().__init__(host, _("Period and review"), width=640, frozen=frozen)
        self.made_on = self.form.row(_("Written on"), DateField(today), name="made_on")
        self.begins, self.ends = DateField(today), DateField(today)
        self.form.group(_("Period"), [self.begins, _("to"), self.ends], name="period_to", names=[_("From"), _("Until")])
        self.review = self.form.row(_("Next review"), DateField(today), name="next_review_on")
        for field, value, name in (
            (self.made_on, plan.made_on, "period-made-on"),
            (self.begins, plan.period_from, "period-from"),
            (self.ends, plan.period_to, "period-to"),
            (self.review, plan.next_review_on, "period-next-review"),
        ):
            field.set_value(value)
            field.setObjectName(name)
        self.places |= {"period_from": self.begins, "next_review_on": self.review}
        self.watch(self.made_on, self.begins, self.ends, self.review)

    def apply(self, plan: SupportPlan) -> SupportPlan:
        return replace(
            plan,
            made_on=now(self.made_on, plan.made_on) or plan.made_on,
            period_from=now(self.begins, plan.period_from),
            period_to=now(self.ends, plan.period_to),
            next_review_on=now(self.review, plan.next_review_on),
        )


class SituationEditor(Editor):
    """現在の状況 by area. Object names `situation-AREA`."""

    def __init__(self, host: QWidget, plan: SupportPlan, *, frozen: bool = False) -> None:
        super().__init__(host, _("The situation now"), width=820, frozen=frozen)
        texts = dict(plan.situation)
        areas = codes.load("plan_area")
        known = [*areas.codes, *(code for code in texts if code not in areas)]
        self.areas: list[tuple[str, Paragraph]] = []
        for code in known:
            field = self.form.row(areas.label(code), Paragraph(texts.get(code, "")))
            field.setObjectName(f"situation-{code}")
            self.areas.append((code, field))
            self.watch(field)
            self.places[code] = field

    def apply(self, plan: SupportPlan) -> SupportPlan:
        texts = tuple((code, field.value()) for code, field in self.areas if field.value().strip())
        return replace(plan, situation=texts)


class MoreEditor(Editor):
    """移行の準備 and 災害の備え. Object names `plan-transition-text`, `plan-disaster-text`."""

    def __init__(self, host: QWidget, plan: SupportPlan, *, frozen: bool = False) -> None:
        super().__init__(host, _("Transition and disaster"), width=760, frozen=frozen)
        self.transition = self.form.row(_("Transition to adult care"), Paragraph(plan.transition, least=3))
        self.disaster = self.form.row(_("When disaster strikes"), Paragraph(plan.disaster, least=3))
        self.transition.setObjectName("plan-transition-text")
        self.disaster.setObjectName("plan-disaster-text")
        self.places |= {"transition": self.transition, "disaster": self.disaster}
        self.watch(self.transition, self.disaster)

    def apply(self, plan: SupportPlan) -> SupportPlan:
        return replace(plan, transition=self.transition.value(), disaster=self.disaster.value())
