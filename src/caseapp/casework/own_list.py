"""A list that comes with the program and is the office's to change, take from and add to: kept in one setting."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from caseapp.casework.unit_of_work import Work
from caseapp.records.setting import SettingRow
from caseapp.rules.changes import Changes
from caseapp.rules.plan_offer import Phrase, Scheme
from caseapp.rules.problem import Problem, Refused
from caseapp.rules.quota import Quota
from caseapp.rules.transition import ChecklistItem

Listed = TypeVar("Listed", Phrase, Scheme, ChecklistItem)


def save(
    work: Work,
    key: str,
    value: Listed,
    *,
    given: tuple[Listed, ...],
    wrong: Callable[[Listed, Iterable[Listed]], list[Problem]],
    part: str = "plan_offers",
) -> Changes:
    """Add an entry (without `code`) or change one; `Changes.record_id` is its code. Raises Refused for what is `wrong`
    with it among the others. `part`: what of the settings changes."""
    problems = wrong(value, together(work.session, key, given))
    if problems:
        raise Refused(problems)
    kept = replace(value, code=value.code or f"own_{work.new_id()}")
    stored: list[dict[str, Any]] = [each for each in _stored(work.session, key) if each.get("code") != kept.code]
    text = json.dumps([*stored, asdict(kept)], ensure_ascii=False, default=date.isoformat)
    work.session.merge(SettingRow(key=key, value=text))
    work.touch("settings", part)
    work.about("settings", "")
    work.note(code=kept.code)
    return work.commit(kept.code)


def together(session: Session, key: str, given: tuple[Listed, ...]) -> tuple[Listed, ...]:
    """Every entry, retired ones, too: the office's own first, then those of the program as they are here."""
    kind = type(given[0])
    known = {f.name for f in fields(kind)}
    kept = [{name: each[name] for name in known & set(each)} for each in _stored(session, key)]
    own: dict[str, Listed] = {each["code"]: kind(**_with_quotas(each)) for each in kept}
    changed: list[Listed] = [own.pop(each.code, each) for each in given]
    listed: list[Listed] = list(own.values())
    listed.reverse()
    listed.extend(changed)
    return tuple(listed)


def _with_quotas(stored: dict[str, Any]) -> dict[str, Any]:
    """The limits of a scheme as the rules have them: quotas with days, not texts."""
    if "quotas" not in stored:
        return stored
    return {**stored, "quotas": tuple(Quota(**_with_days(each)) for each in stored["quotas"])}


def _with_days(stored: dict[str, Any]) -> dict[str, Any]:
    days = {name: stored.get(name) for name in ("valid_from", "valid_to")}
    return {**stored, **{name: date.fromisoformat(day) if day else None for name, day in days.items()}}


def _stored(session: Session, key: str) -> list[dict[str, Any]]:
    row = session.get(SettingRow, key)
    found = json.loads(row.value) if row is not None else []
    return found if isinstance(found, list) else []
