"""アセスメント: a dated look at the life areas with a rating for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from caseapp.rules.problem import N_, Problem


@dataclass(frozen=True, kw_only=True)
class AreaRating:
    """One life area (list plan_area): its state, a strength, a worry.

    `rating`: 1 (much help needed) to 5 (going well; what it means in an area: rules/assessment_anchors), None when not
    rated. `child_says`: what the child chose in words of its own (list child_says), "" when it was not asked.
    """

    area: str
    state: str = ""
    strength: str = ""
    worry: str = ""
    rating: int | None = None
    child_says: str = ""

    @property
    def empty(self) -> bool:
        """Nothing was written down of this area."""
        texts = self.state, self.strength, self.worry, self.child_says
        return self.rating is None and not any(text.strip() for text in texts)


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """An assessment of a child on a day, with the child's own voice first: its words, who asked, when and how, or why
    it was not asked yet. `none_reason`: why nothing follows."""

    id: str = ""
    revision: int = 0
    child_id: str
    on: date
    child_voice: str = ""
    voice_how: str = ""
    voice_missing_reason: str = ""
    areas: tuple[AreaRating, ...] = ()
    summary: str = ""
    worker_id: str = ""
    worker: str = ""
    voice_by: str = ""
    voice_on: date | None = None
    none_reason: str = ""
    recorded_at: datetime | None = None


def assessment_problems(assessment: Assessment, *, today: date) -> list[Problem]:
    """What must be mended before the assessment can be saved."""
    found: list[Problem] = []
    if assessment.on > today:
        found.append(Problem("on", N_("The day of the assessment lies in the future.")))
    if assessment.voice_on is not None and assessment.voice_on > today:
        found.append(Problem("voice_on", N_("The day on which the child was heard lies in the future.")))
    if not (assessment.child_voice.strip() or assessment.voice_missing_reason.strip()):
        found.append(Problem("child_voice", N_("Write what the child said, or below why it was not heard yet.")))
    if not (assessment.areas or assessment.child_voice.strip() or assessment.summary.strip()):
        found.append(Problem("areas", N_("Write down at least one area of life.")))
    if any(area.rating is not None and not 1 <= area.rating <= 5 for area in assessment.areas):
        found.append(Problem("areas", N_("A rating is a number from 1 to 5.")))
    return found
