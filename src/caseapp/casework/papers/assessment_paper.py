"""アセスメント for the office's own form, with how the areas were rated before; and the empty form."""

from __future__ import annotations

from collections.abc import Sequence

from caseapp.casework.papers import people
from caseapp.casework.papers.gathered import Gathered
from caseapp.documents.assessment import AreaLine, AssessmentPaper, EarlierRating, WhatFollows
from caseapp.documents.read_models import Heard
from caseapp.rules.age import age_on
from caseapp.rules.assessment import AreaRating, Assessment
from caseapp.rules.assessment_anchors import ANCHORS, meaning, question
from caseapp.words import codes

_EARLIER = 3


def assessment(g: Gathered, record_id: str = "") -> AssessmentPaper:
    """The form of one assessment: every area of life, also those that were not looked at."""
    value = g.assessment(record_id)
    before = g.assessments_before(value)
    found = {each.area: each for each in value.areas}
    known = codes.load("plan_area")
    areas = [*known, *(area for area in found if area not in known)]
    return AssessmentPaper(
        on=value.on,
        author=value.worker,
        child=people.head(g.child, on=g.at, language=g.language),
        disease=people.disease(g.child, language=g.language),
        voice=_voice(value, g),
        areas=tuple(_line(area, found.get(area), before, g) for area in areas),
        summary=value.summary,
        follows=tuple(
            WhatFollows(content=f.text, due=f.due_on, worker=f.worker) for f in g.follow_ups_of(value.id)
        ),
        none_reason=value.none_reason,
    )  # fmt: skip


def blank_assessment(g: Gathered) -> AssessmentPaper:
    """The empty form, for a home visit: the child's head filled in, questions and anchors beside each area."""
    return AssessmentPaper(
        on=g.at.date(),
        author=g.office.account.name,
        child=people.head(g.child, on=g.at, language=g.language),
        disease=people.disease(g.child, language=g.language),
        areas=tuple(_asked(area, g) for area in codes.load("plan_area")),
        answers=_labels("child_says", g),
        ways=_labels("voice_how", g),
    )


def _voice(value: Assessment, g: Gathered) -> Heard:
    return Heard(
        words=value.child_voice,
        on=value.voice_on or (value.on if value.child_voice.strip() else None),
        how=value.voice_how,
        by=value.voice_by or (value.worker if value.child_voice.strip() else ""),
        reason_not_heard=value.voice_missing_reason,
    )


def _line(area: str, found: AreaRating | None, before: Sequence[Assessment], g: Gathered) -> AreaLine:
    earlier = tuple(
        EarlierRating(on=past.on, rating=each.rating)
        for past in before
        for each in past.areas
        if each.area == area and each.rating is not None
    )[:_EARLIER]
    name = _label("plan_area", area, g)
    if found is None or found.empty:
        return AreaLine(area=name, earlier=earlier)
    return AreaLine(
        area=name,
        looked_at=True,
        says=_label("child_says", found.child_says, g),
        state=found.state,
        strength=found.strength,
        worry=found.worry,
        rating=found.rating,
        meaning=_meaning(area, found.rating, g) if found.rating else "",
        earlier=earlier,
    )


def _meaning(area: str, rating: int, g: Gathered) -> str:
    told = [g.w._(each) for each in meaning(area, rating)]
    if len(told) == 2:
        return g.w._("between “{worse}” and “{better}”").format(worse=told[0], better=told[1])
    return told[0] if told else ""


def _asked(area: str, g: Gathered) -> AreaLine:
    anchors = ANCHORS.get(area)
    name = _label("plan_area", area, g)
    if anchors is None:
        return AreaLine(area=name)
    _ = g.w._
    told = (_(anchors.one), _(anchors.three), _(anchors.five))
    return AreaLine(area=name, question=_(question(area, age_on(g.child.birth_date, g.at.date()))), anchors=told)


def _label(name: str, code: str, g: Gathered) -> str:
    known = codes.load(name)
    return known.label(code, g.language) if code and code in known else code


def _labels(name: str, g: Gathered) -> tuple[str, ...]:
    known = codes.load(name)
    return tuple(known.label(code, g.language) for code in known)
