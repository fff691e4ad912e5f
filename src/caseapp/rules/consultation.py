"""相談記録: one contact with the child, the family or a body about the child (domain.md §1.1.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from caseapp.rules.problem import N_, Problem


@dataclass(frozen=True, kw_only=True)
class Consultation:
    """One consultation. The five kinds of paragraphs are fields of their own so that copies can be redacted by kind:
    `words` (本人・家族の言葉), `facts` (事実), `third_party` (第三者からの情報, with `third_party_source`),
    `opinion` (所見), `response` (対応・助言).

    Codes: `method` (list method), `place` (list place), `consulter` (list consulter), `trigger` (list trigger),
    `topics` (list topic). `minutes` is the time it took. `on` is when it happened, `recorded_at` when it was written
    (late entry is allowed, with `late_reason` free to say why). `also_children` are ids of siblings it concerned,
    too. `none_reason` is the reason given when nothing follows; the next action itself is a FollowUp whose origin is
    this record.
    """

    id: str = ""
    revision: int = 0
    child_id: str
    number: str = ""
    on: date
    start: time | None = None
    minutes: int | None = None
    method: str
    place: str = ""
    consulter: str = ""
    consulter_name: str = ""
    met_child: bool = False
    trigger: str = ""
    topics: tuple[str, ...] = ()
    words: str = ""
    facts: str = ""
    third_party: str = ""
    third_party_source: str = ""
    opinion: str = ""
    response: str = ""
    handed_over: str = ""
    also_children: tuple[str, ...] = ()
    none_reason: str = ""
    next_on: date | None = None
    late_reason: str = ""
    worker_id: str = ""
    worker: str = ""
    recorded_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def gist(self) -> str:
        """What a list shows: the first of words, facts, third-party information, opinion, response that holds text."""
        texts = (self.words, self.facts, self.third_party, self.opinion, self.response)
        return next((text for text in texts if text.strip()), "")


def consultation_problems(consultation: Consultation, *, today: date, birth_date: date | None = None) -> list[Problem]:
    """What must be mended before the consultation can be saved (the next step is checked by `next_step_problems`)."""
    found: list[Problem] = []
    if consultation.on > today:
        found.append(Problem("on", N_("The day of the consultation lies in the future.")))
    if birth_date is not None and consultation.on < birth_date.replace(year=birth_date.year - 1, day=1):
        found.append(Problem("on", N_("The day of the consultation lies before the birth.")))
    if not consultation.method:
        found.append(Problem("method", N_("Choose how the contact took place.")))
    if not consultation.gist:
        found.append(Problem("facts", N_("Write down what was said or what happened.")))
    if consultation.minutes is not None and not 0 <= consultation.minutes <= 1440:
        found.append(Problem("minutes", N_("Enter the minutes as a number from 0 to 1440.")))
    return found
