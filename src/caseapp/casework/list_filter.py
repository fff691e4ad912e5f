"""Narrowing the register down: what a filter lets through, and the filter as a value that can be stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import date, timedelta
from typing import Any

from caseapp.casework.list_views import MINE, NOBODY, RegisterFilter, RegisterRow
from caseapp.rules.age import age_on, birthday
from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.folding import digits, fold
from caseapp.rules.grade import entry_year
from caseapp.rules.transition import OFFERED_FROM

Check = Callable[[RegisterRow], bool]

_OF_THE_CHILD = frozenset(
    {"status", "worker_id", "grades", "age_from", "age_to", "entering", "turning"} | {"place", "school"}
)
"""What the child's own record answers; the rest needs the other tables."""
_POSTAL = re.compile("〒?[0-9]{3}-?[0-9]{0,4}")
_A_YEAR = timedelta(days=365)


def needs_whole_rows(wanted: RegisterFilter) -> bool:
    """Whether the filter asks for more than stands in the child's own record."""
    return any(name not in _OF_THE_CHILD for name in chosen(wanted))


def chosen(wanted: RegisterFilter) -> tuple[str, ...]:
    """The fields that narrow down, in their order."""
    empty = RegisterFilter(status="")
    return tuple(f.name for f in fields(wanted) if getattr(wanted, f.name) != getattr(empty, f.name))


def passes(wanted: RegisterFilter, *, today: date, account_id: str) -> Check:
    """The question a row must pass."""
    checks = [_CHECKS[name](wanted, today, account_id) for name in chosen(wanted)]
    if len(checks) == 1:
        return checks[0]
    return lambda row: all(check(row) for check in checks)


def _status(wanted: RegisterFilter, _today: date, _account: str) -> Check:
    return lambda row: row.status == wanted.status


def _worker(wanted: RegisterFilter, _today: date, account_id: str) -> Check:
    worker = {MINE: account_id, NOBODY: ""}.get(wanted.worker_id, wanted.worker_id)
    return lambda row: (row.worker_id or "") == worker


def _grades(wanted: RegisterFilter, _today: date, _account: str) -> Check:
    return lambda row: row.grade in wanted.grades


def _age_from(wanted: RegisterFilter, today: date, _account: str) -> Check:
    least = wanted.age_from or 0
    return lambda row: age_on(row.birth_date, today) >= least


def _age_to(wanted: RegisterFilter, today: date, _account: str) -> Check:
    most = wanted.age_to or 0
    return lambda row: age_on(row.birth_date, today) <= most


def _groups(wanted: RegisterFilter, _today: date, _account: str) -> Check:
    return lambda row: row.disease_group in wanted.disease_groups


def _care(wanted: RegisterFilter, _today: date, _account: str) -> Check:
    if wanted.care in ("any", "none"):
        return lambda row: bool(row.medical_care) == (wanted.care == "any")
    return lambda row: wanted.care in row.medical_care


def _certificate(wanted: RegisterFilter, _today: date, _account: str) -> Check:
    return lambda row: row.certificate_state.state == wanted.certificate


def _certificate_days(wanted: RegisterFilter, today: date, _account: str) -> Check:
    ends = today + timedelta(days=wanted.certificate_days)
    return lambda row: row.certificate_to is not None and row.certificate_to <= ends


def _silent(wanted: RegisterFilter, today: date, _account: str) -> Check:
    """Without a contact since so many days, counted from the day of registration where there was none (as on Today)."""
    since = today - timedelta(days=wanted.silent_days)
    return lambda row: (row.last_contact_on or row.registered_on or date.min) < since


def _plan(wanted: RegisterFilter, _today: date, _account: str) -> Check:
    if wanted.plan == "active":
        return lambda row: row.plan_state in ("active", "review_over")
    return lambda row: row.plan_state == wanted.plan


def _next_step(wanted: RegisterFilter, today: date, _account: str) -> Check:
    if wanted.next_step == "none":
        return lambda row: row.next_due_on is None
    return lambda row: row.next_due_on is not None and row.next_due_on < today


def _entering(wanted: RegisterFilter, today: date, _account: str) -> Check:
    if wanted.entering == "left":
        return lambda row: row.grade == "h3"
    before = {"e1": "k3", "j1": "e6", "h1": "j3"}[wanted.entering]
    spring = fiscal_year(today) + 1
    grade = wanted.entering
    return lambda row: row.grade == before or (not row.grade and entry_year(row.birth_date, grade) == spring)


def _turning(wanted: RegisterFilter, today: date, _account: str) -> Check:
    return lambda row: today < birthday(row.birth_date, wanted.turning) <= today + _A_YEAR


def _handbook(wanted: RegisterFilter, _today: date, _account: str) -> Check:
    """Recorded, or only spoken of in the remark."""
    return lambda row: (row.has_handbook or bool(row.handbooks.strip())) == (wanted.handbook == "any")


def _place(wanted: RegisterFilter, _today: date, _account: str) -> Check:
    number, part = digits(wanted.place), fold(wanted.place)
    if _POSTAL.fullmatch(part):
        return lambda row: digits(row.postal_code).startswith(number)
    return lambda row: part in fold(row.address)


def _school(wanted: RegisterFilter, _today: date, _account: str) -> Check:
    part = fold(wanted.school)
    return lambda row: part in fold(row.school)


def _hospital(wanted: RegisterFilter, _today: date, _account: str) -> Check:
    part = fold(wanted.hospital)
    return lambda row: any(part in fold(name) for name in (row.hospital, *row.further_hospitals))


def _flagged(_wanted: RegisterFilter, _today: date, _account: str) -> Check:
    return lambda row: bool(row.flag)


def _outdated(_wanted: RegisterFilter, _today: date, _account: str) -> Check:
    return lambda row: row.outdated


def _unasked(_wanted: RegisterFilter, today: date, _account: str) -> Check:
    return lambda row: not row.asked and age_on(row.birth_date, today) >= OFFERED_FROM


_CHECKS: Mapping[str, Callable[[RegisterFilter, date, str], Check]] = {
    "status": _status,
    "worker_id": _worker,
    "grades": _grades,
    "age_from": _age_from,
    "age_to": _age_to,
    "disease_groups": _groups,
    "care": _care,
    "certificate": _certificate,
    "certificate_days": _certificate_days,
    "silent_days": _silent,
    "plan": _plan,
    "next_step": _next_step,
    "entering": _entering,
    "turning": _turning,
    "handbook": _handbook,
    "place": _place,
    "school": _school,
    "hospital": _hospital,
    "flagged": _flagged,
    "outdated": _outdated,
    "unasked": _unasked,
}


def as_stored(wanted: RegisterFilter) -> dict[str, Any]:
    """What JSON can hold: only what narrows down, and the status."""
    kept = {*chosen(wanted), "status"}
    return {name: value for name, value in asdict(wanted).items() if name in kept}


def from_stored(values: Mapping[str, Any]) -> RegisterFilter:
    """The filter again. A field of a newer version, or a value of another kind, is left out."""
    usual = RegisterFilter()
    kept: dict[str, Any] = {}
    for f in fields(usual):
        value = values.get(f.name, getattr(usual, f.name))
        like = getattr(usual, f.name)
        if isinstance(like, tuple):
            value = tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()
        elif f.name in ("age_from", "age_to"):
            value = value if isinstance(value, int) else None
        elif type(value) is not type(like):
            value = like
        kept[f.name] = value
    if kept["entering"] not in ("", "e1", "j1", "h1", "left"):
        kept["entering"] = ""
    return RegisterFilter(**kept)
