"""The fiscal year (年度): from 1 April to 31 March, named by the year it begins in. All yearly figures go by it."""

from __future__ import annotations

from datetime import date


def fiscal_year(day: date) -> int:
    """The Gregorian year the fiscal year of `day` begins in: 2027-03-31 → 2026."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_bounds(year: int) -> tuple[date, date]:
    """First and last day of a fiscal year: 2026 → (2026-04-01, 2027-03-31)."""
    return date(year, 4, 1), date(year + 1, 3, 31)
