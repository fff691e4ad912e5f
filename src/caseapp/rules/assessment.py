"""アセスメント: a dated look at the life areas with a rating for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class AreaRating:
    """One life area (list plan_area): its state, a strength, a worry.

    `rating`: 1 (much help needed) to 5 (going well), None when not rated.
    """

    area: str
    state: str = ""
    strength: str = ""
    worry: str = ""
    rating: int | None = None


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """An assessment of a child on a day, with the child's own voice first."""

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
    recorded_at: datetime | None = None
