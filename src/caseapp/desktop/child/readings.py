"""A record in full, in words: title, when and by whom, and its parts as (label, text). No widgets here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from caseapp.casework import (
    assessments,
    consultations,
    disclosures,
    handover_views,
    liaisons,
    plans,
    program_uses,
    transitions,
)
from caseapp.casework.handover_views import HandoverSheet
from caseapp.casework.office import Office
from caseapp.casework.views import ChildPage
from caseapp.desktop.child.entries import KIND_WORDS, METHOD_ICONS
from caseapp.desktop.child.words import DOT
from caseapp.desktop.kit.fields import date_words
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.transition import words as transition_words
from caseapp.rules import dates
from caseapp.rules.assessment import Assessment
from caseapp.rules.child import CertificatePeriod, Milestone
from caseapp.rules.consultation import Consultation
from caseapp.rules.disclosure import Disclosure, InformationLetter
from caseapp.rules.handover import CANCELLED as CALLED_OFF
from caseapp.rules.handover import GIVEN, PREPARING
from caseapp.rules.organization import Liaison
from caseapp.rules.plan import DatedGoal, Goal, Review, SupportPlan, Wish
from caseapp.rules.problem import NotFound
from caseapp.rules.program_use import CANCELLED, ProgramUse
from caseapp.rules.quota import HOUR
from caseapp.rules.transition import TransitionCheck
from caseapp.words import codes, language
from caseapp.words.language import _
from caseapp.words.quotas import amount_words

Section = tuple[str, str]
Opens = tuple[str, dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What the reading pane shows. `edit`: the page and arguments where it is changed (None: nowhere).

    `withdrawable`: it can be taken back (kept, hidden).
    """

    kind: str
    record_id: str
    icon: str
    title: str
    when: str
    tags: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    edit: Opens | None = None
    edit_words: str = ""
    withdrawable: bool = False

    @property
    def spoken(self) -> str:
        return "。".join([self.title, self.when, *self.tags, *(f"{label}: {text}" for label, text in self.sections)])


def load(office: Office, kind: str, record_id: str, *, child_id: str) -> Any:
    """The record from the store; None for what stands in the child's own record. Raises NotFound."""
    ask = _LOAD.get(kind)
    return ask(office, record_id, child_id) if ask else None


def reading(found: Any, view: ChildPage, *, kind: str, record_id: str) -> Reading | None:
    """In words; None when it is not there (any more)."""
    if kind == "certificate":
        found = next((each for each in view.child.certificates if each.id == record_id), None)
    elif kind == "milestone":
        found = next((each for each in view.child.milestones if each.id == record_id), None)
    make = _READ.get(kind)
    return make(found, view) if make and found is not None else None


# ---- asking the store


def _one(found: Iterable[Any], kind: str, record_id: str) -> Any:
    for each in found:
        if each.id == record_id:
            return each
    raise NotFound(kind, record_id)


def _review_of(office: Office, record_id: str, child_id: str) -> tuple[Review, SupportPlan]:
    for plan in plans.of_child(office, child_id):
        for review in plans.reviews(office, plan.id):
            if review.id == record_id:
                return review, plan
    raise NotFound("review", record_id)


_LOAD: dict[str, Callable[[Office, str, str], Any]] = {
    "consultation": lambda office, record_id, _child: consultations.get(office, record_id),
    "liaison": lambda office, record_id, _child: liaisons.get(office, record_id),
    "support_plan": lambda office, record_id, _child: plans.get(office, record_id),
    "review": _review_of,
    "transition_check": lambda office, record_id, _child: transitions.get(office, record_id),
    "assessment": lambda office, record_id, child: _one(assessments.of_child(office, child), "assessment", record_id),
    "program_use": lambda office, record_id, _child: program_uses.get(office, record_id),
    "handover": lambda office, record_id, _child: handover_views.sheet(office, record_id),
    "information_letter": lambda office, record_id, _child: disclosures.letter(office, record_id),
    "disclosure": lambda office, record_id, child: _one(
        disclosures.disclosures(office, child), "disclosure", record_id
    ),
}


# ---- in words


def _sections(*pairs: Section) -> tuple[Section, ...]:
    return tuple((label, text) for label, text in pairs if text.strip())


def _day(day: date | None) -> str:
    return date_words(day) if day else ""


def _recorded(on: date, recorded: datetime | None) -> str:
    if recorded is None:
        return ""
    if recorded.date() == on:
        return _("recorded the same day")
    return _("recorded {day}").format(day=date_words(recorded.date()))


def _when(*parts: str) -> str:
    return DOT.join(part for part in parts if part)


def _consultation(found: Consultation, view: ChildPage) -> Reading:
    who = codes.load("consulter").short(found.consulter)
    name = masked(found.consulter_name)
    time = _day(found.on)
    if found.start:
        time = _("{day} {time}").format(day=time, time=dates.time_text(found.start))
    if found.minutes:
        time = _("{time}, {count} minutes").format(time=time, count=found.minutes)
    source = found.third_party_source
    third = _("{text} (from {source})").format(text=found.third_party, source=source) if source else found.third_party
    topics = codes.load("topic")
    return Reading(
        kind="consultation",
        record_id=found.id,
        icon=METHOD_ICONS.get(found.method, "speech"),
        title=DOT.join(part for part in (codes.load("method").label(found.method), who, name) if part),
        when=_when(time, codes.load("place").label(found.place), found.worker, _recorded(found.on, found.recorded_at)),
        tags=tuple(topics.short(topic) for topic in found.topics),
        sections=_sections(
            (_("Words of child and family"), found.words),
            (_("Facts"), found.facts),
            (_("Information from others"), third if found.third_party.strip() else ""),
            (_("Assessment"), found.opinion),
            (_("Response and advice"), found.response),
            (_("Handed over"), found.handed_over),
            (_("Why nothing follows"), found.none_reason),
            (_("Why it was written later"), found.late_reason),
            (_("Number"), found.number),
        ),
        edit=("record", {"child_id": view.child.id, "consultation_id": found.id}),
        withdrawable=True,
    )


def _liaison(found: Liaison, view: ChildPage) -> Reading:
    answer = found.answer
    if found.answered_on:
        answer = _("{text} ({day})").format(text=answer, day=_day(found.answered_on))
    return Reading(
        kind="liaison",
        record_id=found.id,
        icon="share",
        title=DOT.join(part for part in (found.organization, masked(found.person)) if part),
        when=_when(
            _day(found.on),
            codes.load("liaison_method").label(found.method),
            found.worker,
            _recorded(found.on, found.recorded_at),
        ),
        sections=_sections(
            (_("Subject"), found.subject),
            (_("Request"), found.request),
            (_("Content"), found.content),
            (_("Answer by"), _day(found.reply_due_on)),
            (_("Answer"), answer),
            (_("Rests on"), found.basis),
            (_("Why nothing follows"), found.none_reason),
        ),
        edit=("liaison", {"child_id": view.child.id, "liaison_id": found.id}),
        withdrawable=True,
    )


def _wish(wish: Wish) -> str:
    if not wish.text.strip():
        return _("Not heard yet: {reason}").format(reason=wish.not_heard_reason) if wish.not_heard_reason else ""
    heard = _when(wish.heard_by, _day(wish.heard_on), wish.how)
    return f"{wish.text}\n({heard})" if heard else wish.text


def _dated(goal: DatedGoal) -> str:
    return _("{text} (by {day})").format(text=goal.text, day=_day(goal.by)) if goal.by else goal.text


def _goal(goal: Goal) -> str:
    lines = [goal.goal]
    for support in goal.supports:
        parts = (support.provider, support.content, support.frequency)
        lines.append("・" + " ".join(part for part in parts if part))
    roles = ((_("the child: {text}"), goal.child_role), (_("the family: {text}"), goal.family_role))
    lines += [words.format(text=text) for words, text in roles if text]
    if goal.achieve_by:
        lines.append(_("by {day}").format(day=_day(goal.achieve_by)))
    return "\n".join(line for line in lines if line)


def _plan(found: SupportPlan, view: ChildPage) -> Reading:
    status = codes.load("plan_status").label(found.status)
    period = ""
    if found.period_from and found.period_to:
        period = _("{first} to {last}").format(first=_day(found.period_from), last=_day(found.period_to))
    goals = [(_("Need: {need}").format(need=goal.need), _goal(goal)) for goal in found.goals]
    short = "\n".join(_dated(goal) for goal in found.short_term_goals if goal.text)
    return Reading(
        kind="support_plan",
        record_id=found.id,
        icon="flag",
        title=_("Support plan {number}, no. {version} {status}").format(
            number=found.number, version=found.version, status=status
        ),
        when=_when(_day(found.made_on), found.author, period),
        sections=_sections(
            (_("Wish of the child"), _wish(found.child_wish)),
            (_("Wish of the guardians"), _wish(found.guardian_wish)),
            (_("Policy"), found.policy),
            (_("Long-term goal"), _dated(found.long_term_goal)),
            (_("Short-term goals"), short),
            *goals,
            (_("Next review"), _day(found.next_review_on)),
            (_("Handed over"), _when(_day(found.delivered_on), found.delivered_to, found.delivered_how)),
        ),
        edit=("plan", {"child_id": view.child.id, "plan_id": found.id}),
        edit_words=_("Open"),
    )


def _review(found: tuple[Review, SupportPlan], view: ChildPage) -> Reading:
    review, plan = found
    labels = codes.load("plan_rating")
    goals = {goal.id: goal for goal in plan.goals}
    rated = [
        (
            goals[rating.goal_id].goal if rating.goal_id in goals else _("Goal"),
            " ・ ".join(part for part in (labels.label(rating.rating), rating.comment) if part),
        )
        for rating in review.ratings
    ]
    return Reading(
        kind="review",
        record_id=review.id,
        icon="flag",
        title=_("Review of plan {number}, no. {version}").format(number=plan.number, version=plan.version),
        when=_when(_day(review.on), review.method, review.worker),
        sections=_sections(
            *rated,
            (_("Words of the child"), review.child_words),
            (_("Words of the family"), review.family_words),
            (_("Summary"), review.summary),
            (_("Change of the plan"), _("needed") if review.change_needed else ""),
            (_("Next review"), _day(review.next_review_on)),
        ),
        edit=("review", {"child_id": view.child.id, "plan_id": plan.id, "review_id": review.id}),
    )


def _assessment(found: Assessment, view: ChildPage) -> Reading:
    areas = codes.load("plan_area")
    looked_at = []
    for area in found.areas:
        says = codes.load("child_says").label(area.child_says) if area.child_says else ""
        lines = [area.state]
        lines += [_("strength: {text}").format(text=area.strength)] if area.strength else []
        lines += [_("worry: {text}").format(text=area.worry)] if area.worry else []
        rating = _("{rating} of 5").format(rating=area.rating) if area.rating else ""
        heading = DOT.join(part for part in (areas.label(area.area), rating, says) if part)
        looked_at.append((heading, "\n".join(line for line in lines if line)))
    return Reading(
        kind="assessment",
        record_id=found.id,
        icon="chart",
        title=_("How things stand"),
        when=_when(_day(found.on), found.worker),
        sections=_sections(
            (_("The child's own voice"), found.child_voice),
            (_("How it was heard"), _when(found.voice_how, found.voice_by, _day(found.voice_on))),
            (_("Why the child was not heard"), found.voice_missing_reason),
            *looked_at,
            (_("Summary"), found.summary),
            (_("Why nothing follows"), found.none_reason),
        ),
        edit=("assessment", {"child_id": view.child.id, "assessment_id": found.id}),
        withdrawable=True,
    )


def _transition(found: TransitionCheck, view: ChildPage) -> Reading:
    by_domain: dict[str, list[str]] = {}
    for each in found.answers:
        remark = f" ({each.remark})" if each.remark.strip() else ""
        line = f"{transition_words.answer_words(each.answer)}: {transition_words.item_words(each)}{remark}"
        by_domain.setdefault(each.domain, []).append(line)
    domains = codes.load("transition_domain")
    newest = {sheet.id for side in (view.transition.child[:1], view.transition.guardian[:1]) for sheet in side}
    apart = transition_words.differences(view.transition) if found.id in newest else ()
    how = codes.load("transition_how").label(found.how) if found.how else ""
    return Reading(
        kind="transition_check",
        record_id=found.id,
        icon="check",
        title=_("Transition checklist: {side}").format(side=transition_words.by_words(found)),
        when=_when(_day(found.on), how, found.worker),
        sections=_sections(
            (_("How it stands"), transition_words.standing_words(found)),
            (_("Child and guardians differ"), "\n".join(transition_words.apart_words(pair) for pair in apart)),
            (_("Remark"), found.remark),
            *((domains.label(domain), "\n".join(lines)) for domain, lines in by_domain.items()),
            (_("Why nothing follows"), found.none_reason),
        ),
        edit=("transition", {"child_id": view.child.id, "transition_id": found.id}),
        withdrawable=True,
    )


def _days(first: date, last: date) -> str:
    return _day(first) if first == last else f"{_day(first)} 〜 {_day(last)}"


def _program_use(found: ProgramUse, view: ChildPage) -> Reading:
    w = language.translator(language.current())
    booked = _days(found.begins_on, found.ends_on)
    if found.minutes:
        booked = f"{booked} ・ {amount_words(found.minutes, HOUR, w)}"
    used = _days(found.used_from, found.used_to) if found.used_from and found.used_to else ""
    if used and found.used_minutes:
        used = f"{used} ・ {amount_words(found.used_minutes, HOUR, w)}"
    approved = _days(found.approved_from, found.approved_to) if found.approved_from and found.approved_to else ""
    return Reading(
        kind="program_use",
        record_id=found.id,
        icon="calendar",
        title=DOT.join(part for part in (found.scheme, found.place) if part),
        when=_when(_days(found.first, found.last), codes.load("program_use_state").label(found.state), found.worker),
        tags=(_("past the limit"),) if found.override_reason and found.state != CANCELLED else (),
        sections=_sections(
            (_("Booked"), booked),
            (_("Used"), used),
            (_("Approved period"), approved),
            (_("Why past the limit"), found.override_reason),
            (_("Why it was cancelled"), found.cancelled_reason),
            (_("Note"), found.note),
        ),
        edit=("program_uses", {"child_id": view.child.id, "use_id": found.id}),
        edit_words=_("Open"),
        withdrawable=True,
    )


def _handover(found: HandoverSheet, view: ChildPage) -> Reading:
    value = found.value
    stands = {PREPARING: _("being prepared"), GIVEN: _("not confirmed yet"), CALLED_OFF: _("called off")}
    done = _("confirmed {day}").format(day=_day(value.acknowledged_at.date())) if value.acknowledged_at else ""
    return Reading(
        kind="handover",
        record_id=value.id,
        icon="people",
        title=_("Hand-over: {giver} to {taker}").format(giver=value.giver, taker=value.taker),
        when=_when(_day(value.on), done or stands.get(value.state, "")),
        sections=_sections(
            (_("Who it is"), value.person),
            (_("Now"), value.now),
            (_("The next step"), value.next_step),
            (_("What worked"), value.worked),
            (_("What did not work"), value.not_worked),
            (_("Question of the successor"), value.question),
            (_("Answer"), value.answer),
            (_("Why it was cancelled"), value.cancelled_reason),
        ),
        edit=("handover", {"handover_id": value.id}),
        edit_words=_("To the sheet"),
    )


def _letter(found: InformationLetter, view: ChildPage) -> Reading:
    state = _("sent {day}").format(day=_day(found.issued_on)) if found.issued_on else _("not sent yet")
    return Reading(
        kind="information_letter",
        record_id=found.id,
        icon="letter",
        title=DOT.join(part for part in (found.title or _("Information letter"), found.organization) if part),
        when=_when(_day(found.on), found.document_number, found.worker, state),
        sections=_sections(
            (_("To"), found.addressee),
            (_("Purpose"), found.purpose),
            (_("Given"), "\n".join(found.items)),
            (_("Not given"), "\n".join(found.withheld)),
            (_("Rests on"), found.basis),
            *((section.heading, section.text) for section in found.sections),
        ),
        edit=("letter", {"child_id": view.child.id, "letter_id": found.id}),
        edit_words=_("Open") if found.issued_on else "",
    )


def _disclosure(found: Disclosure, view: ChildPage) -> Reading:
    return Reading(
        kind="disclosure",
        record_id=found.id,
        icon="plane",
        title=_("Given to {who}").format(who=found.recipient),
        when=_when(_day(found.at.date()), dates.time_text(found.at.time()), found.number, found.worker),
        sections=_sections(
            (_("How"), codes.load("disclosure_method").label(found.method)),
            (_("Purpose"), found.purpose),
            (_("Given"), "\n".join(found.items)),
            (_("Rests on"), found.basis),
        ),
    )


def _certificate(found: CertificatePeriod, view: ChildPage) -> Reading:
    period = _("{first} to {last}").format(first=_day(found.valid_from), last=_day(found.valid_to))
    tags = [_("severe")] if found.severe else []
    tags += [_("ventilator")] if found.ventilator else []
    return Reading(
        kind="certificate",
        record_id=found.id,
        icon="card",
        title=_("Certificate"),
        when=period,
        tags=tuple(tags),
        sections=_sections(
            (_("Number"), found.number),
            (_("Disease group"), codes.load("disease_group").label(found.disease_group)),
            (_("Disease"), found.disease),
        ),
        edit=("child_form", {"child_id": view.child.id, "part": "certificates"}),
    )


def _milestone(found: Milestone, view: ChildPage) -> Reading:
    return Reading(
        kind="milestone",
        record_id=found.id,
        icon="node",
        title=found.name,
        when=_day(found.on),
        edit=("child_form", {"child_id": view.child.id, "part": "milestones"}),
    )


_READ: dict[str, Callable[[Any, ChildPage], Reading]] = {
    "consultation": _consultation,
    "liaison": _liaison,
    "support_plan": _plan,
    "review": _review,
    "assessment": _assessment,
    "transition_check": _transition,
    "program_use": _program_use,
    "handover": _handover,
    "information_letter": _letter,
    "disclosure": _disclosure,
    "certificate": _certificate,
    "milestone": _milestone,
}


def kind_words(kind: str) -> str:
    """What a kind of record is called."""
    return _(KIND_WORDS.get(kind, kind))
