"""利用実績: one booking of a scheme for a child, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from caseapp.rules.dates import YEARS_AHEAD
from caseapp.rules.problem import N_, Problem
from caseapp.rules.quota import HALF_HOUR, Quota, Stay, needs_approval, needs_hours

BOOKED, USED, CANCELLED = "booked", "used", "cancelled"
STATES = (BOOKED, USED, CANCELLED)
_LONGEST = timedelta(days=366)
_EARLIEST = 1900
_MOST_MINUTES = 48 * 60


@dataclass(frozen=True, kw_only=True)
class ProgramUse:
    """A use of a scheme (`scheme_code` of the office's list, `scheme` its name when it was booked) at `place`.

    `minutes`: where hours are counted. `approved_from` and `approved_to`: the period it was approved for, where the
    scheme asks for it. `state` (list program_use_state): booked; used, with what was really used beside what was
    booked; cancelled, with the reason. `override_reason`: why it goes past a limit.
    """

    id: str = ""
    revision: int = 0
    child_id: str
    scheme_code: str
    scheme: str = ""
    begins_on: date
    ends_on: date
    minutes: int | None = None
    place: str = ""
    note: str = ""
    approved_from: date | None = None
    approved_to: date | None = None
    state: str = BOOKED
    used_from: date | None = None
    used_to: date | None = None
    used_minutes: int | None = None
    cancelled_reason: str = ""
    override_reason: str = ""
    worker_id: str = ""
    worker: str = ""
    recorded_at: datetime | None = None

    @property
    def first(self) -> date:
        """The first day that counts."""
        return self.used_from if self.state == USED and self.used_from else self.begins_on

    @property
    def last(self) -> date:
        """The last day that counts."""
        return self.used_to if self.state == USED and self.used_to else self.ends_on

    def touches(self, first: date, last: date) -> bool:
        """Whether its booked or its real days meet these days."""
        days = [(self.begins_on, self.ends_on)]
        if self.used_from is not None and self.used_to is not None:
            days.append((self.used_from, self.used_to))
        return any(begins <= last and first <= ends for begins, ends in days)

    @property
    def stay(self) -> Stay | None:
        """What it takes of the limits; None when it was cancelled."""
        if self.state == CANCELLED:
            return None
        used = self.state == USED
        approval = (self.approved_from, self.approved_to) if self.approved_from and self.approved_to else None
        return Stay(
            first=self.first,
            last=self.last,
            minutes=self.used_minutes if used else self.minutes,
            used=used,
            approval=approval,
        )


def meeting(use: ProgramUse, known: Sequence[ProgramUse]) -> tuple[ProgramUse, ...]:
    """The others of its scheme that count on one of its days, the first begun first. Hours of a day are no matter."""
    if use.state == CANCELLED:
        return ()
    by_hours = use.minutes is not None
    there = [each for each in known if each.id != use.id and each.state != CANCELLED]
    there = [each for each in there if not (by_hours and each.minutes is not None)]
    found = [
        each
        for each in there
        if each.scheme_code == use.scheme_code and each.first <= use.last and use.first <= each.last
    ]
    return tuple(sorted(found, key=lambda each: each.first))


def program_use_problems(use: ProgramUse, quotas: Sequence[Quota], *, today: date) -> list[Problem]:
    """What must be mended before it can be kept, the limits themselves aside (`quota.judge`)."""
    found = _far_days(use, today=today)
    if found:  # with such days nothing else can be reckoned
        return found
    if not use.scheme_code:
        found.append(Problem("scheme_code", N_("Choose the scheme.")))
    if use.state not in STATES:
        found.append(Problem("state", N_("It is booked, used or cancelled.")))
    found += _span_problems(use.begins_on, use.ends_on, use.minutes, field="ends_on", minutes_field="minutes")
    if use.minutes is None and needs_hours(quotas, on=use.begins_on):
        found.append(Problem("minutes", N_("This scheme is counted by the hour. Write how many hours.")))
    found += _approval_problems(use, quotas)
    if use.state == USED:
        found += _actual_problems(use, quotas, today=today)
    if use.state == CANCELLED and not use.cancelled_reason.strip():
        found.append(Problem("cancelled_reason", N_("Say why it is cancelled.")))
    return found


def _far_days(use: ProgramUse, *, today: date) -> list[Problem]:
    """Days that are a slip of the pen, or of a file: no child is booked for the year 9999."""
    days = {
        "begins_on": use.begins_on,
        "ends_on": use.ends_on,
        "approved_from": use.approved_from,
        "approved_to": use.approved_to,
        "used_from": use.used_from,
        "used_to": use.used_to,
    }
    latest = today.year + YEARS_AHEAD
    return [
        Problem(field, N_("The year of {text} is too far away."), {"text": day.isoformat()})
        for field, day in days.items()
        if day is not None and not _EARLIEST <= day.year <= latest
    ]


def _span_problems(first: date, last: date, minutes: int | None, *, field: str, minutes_field: str) -> list[Problem]:
    found: list[Problem] = []
    if last < first:
        found.append(Problem(field, N_("The last day lies before the first.")))
    elif last - first > _LONGEST:
        found.append(Problem(field, N_("That is more than a year. Look at the days again.")))
    if minutes is not None:
        if minutes <= 0 or minutes % HALF_HOUR or minutes > _MOST_MINUTES:
            found.append(Problem(minutes_field, N_("Hours go by halves, from 0.5 to 48.")))
        elif last - first > timedelta(days=1):
            found.append(Problem(field, N_("Hours are written day by day: one entry for each day.")))
    return found


def _approval_problems(use: ProgramUse, quotas: Sequence[Quota]) -> list[Problem]:
    if (use.approved_from is None) != (use.approved_to is None):
        return [Problem("approved_from", N_("Write both ends of the approved period."))]
    if use.approved_from is None or use.approved_to is None:
        if needs_approval(quotas, first=use.first, last=use.last):
            return [Problem("approved_from", N_("This scheme counts by the approved period. Write from when to when."))]
        return []
    if use.approved_to < use.approved_from:
        return [Problem("approved_from", N_("The last day lies before the first."))]
    if not (use.approved_from <= use.first and use.last <= use.approved_to):
        return [Problem("approved_from", N_("These days lie outside the approved period."))]
    return []


def _actual_problems(use: ProgramUse, quotas: Sequence[Quota], *, today: date) -> list[Problem]:
    if use.used_from is None or use.used_to is None:
        return [Problem("used_from", N_("Write on which days it was used."))]
    found = _span_problems(use.used_from, use.used_to, use.used_minutes, field="used_to", minutes_field="used_minutes")
    if use.used_to > today:
        found.append(Problem("used_to", N_("That day is still to come. Mark it as used afterwards.")))
    if use.used_minutes is None and needs_hours(quotas, on=use.used_from):
        found.append(Problem("used_minutes", N_("This scheme is counted by the hour. Write how many hours.")))
    return found
