"""Saved filters of the register: those that come with the program, the user's own, and those the office shares."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from caseapp.casework.list_filter import as_stored, from_stored
from caseapp.casework.list_views import MINE, NOBODY, RegisterFilter, SavedFilter
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.records.setting import PreferenceRow, SettingRow
from caseapp.rules.account import VIEWER, WORKER
from caseapp.rules.changes import Changes
from caseapp.rules.identity import new_id
from caseapp.rules.problem import N_, NotFound, Problem, Refused

OWN, SHARED, GIVEN = "own", "shared", "given"
KEY = "register_filters"
_LONGEST = 40
_MOST = 100


def _given(key: str, name: str, **wanted: Any) -> SavedFilter:
    return SavedFilter(key=f"given.{key}", name=name, kind=GIVEN, filter=RegisterFilter(**wanted))


GIVEN_FILTERS = (
    _given("mine", N_("My children"), worker_id=MINE),
    _given("silent", N_("No contact for 3 months"), silent_days=91),
    _given("certificate", N_("Certificate runs out within 60 days"), certificate_days=60),
    _given("expired", N_("Certificate has run out"), certificate="expired"),
    _given("no_certificate", N_("Without a certificate"), certificate="none"),
    _given("overdue", N_("Next step overdue"), next_step="overdue"),
    _given("unplanned", N_("Nothing planned next"), next_step="none"),
    _given("no_plan", N_("Without a support plan"), plan="none"),
    _given("review_over", N_("Plan past its review"), plan="review_over"),
    _given("school", N_("Enters school next spring"), entering="e1"),
    _given("junior_high", N_("Enters junior high school next spring"), entering="j1"),
    _given("leaving", N_("Leaves high school next spring"), entering="left"),
    _given("eighteen", N_("Turns 18 within a year"), turning=18),
    _given("twenty", N_("Turns 20 within a year"), turning=20),
    _given("unasked", N_("Transition checklist not asked (from 12)"), unasked=True),
    _given("care", N_("With medical care"), care="any"),
    _given("outdated", N_("Disease changed by the new list"), outdated=True),
    _given("nobody", N_("Without a worker"), worker_id=NOBODY),
)
"""What an office asks for again and again. Nothing here is stored; the names are message ids."""


def listed(office: Office) -> tuple[SavedFilter, ...]:
    """All of them: given, own, shared; each kind in the order in which they were saved."""
    with office.reading("filters.listed") as session:
        own = _read(session, office, OWN)
        shared = _read(session, office, SHARED)
    return (*GIVEN_FILTERS, *_made(own, OWN), *_made(shared, SHARED))


def save(office: Office, name: str, wanted: RegisterFilter, *, shared: bool) -> Changes:
    """Keep a filter under a name; the same name of the same kind is replaced. `Changes.record_id` is its key.

    Raises Refused without a name, with one too long, or when there are a hundred already. Sharing needs a worker.
    """
    kind = SHARED if shared else OWN
    name = name.strip()
    with office.work(f"filter.{kind}", need=WORKER if shared else VIEWER) as work:
        stored = _read(work.session, office, kind)
        before = next((key for key, each in stored.items() if each.get("name") == name), None)
        problems = []
        if not name:
            problems.append(Problem("name", N_("Give it a name.")))
        if len(name) > _LONGEST:
            problems.append(Problem("name", N_("At most {most} characters."), {"most": _LONGEST}))
        if before is None and len(stored) >= _MOST:
            problems.append(Problem("name", N_("There are a hundred already. Delete one first.")))
        if problems:
            raise Refused(problems)
        key = before or new_id(office.now, os.urandom)
        stored[key] = {"name": name, "filter": as_stored(wanted)}
        return _write(work, office, kind, stored, key=key)


def remove(office: Office, key: str) -> Changes:
    """Forget an own or shared filter. Raises NotFound for any other."""
    kind, _, bare = key.partition(".")
    if kind not in (OWN, SHARED):
        raise NotFound("filter", key)
    with office.work(f"filter.{kind}", need=WORKER if kind == SHARED else VIEWER) as work:
        stored = _read(work.session, office, kind)
        if stored.pop(bare, None) is None:
            raise NotFound("filter", key)
        return _write(work, office, kind, stored, key=bare)


def _made(stored: Mapping[str, Any], kind: str) -> list[SavedFilter]:
    return [
        SavedFilter(key=f"{kind}.{key}", name=str(each["name"]), kind=kind, filter=from_stored(each["filter"]))
        for key, each in stored.items()
        if isinstance(each, dict) and isinstance(each.get("filter"), dict) and each.get("name")
    ]


def _read(session: Session, office: Office, kind: str) -> dict[str, Any]:
    row: PreferenceRow | SettingRow | None
    if kind == OWN:
        row = session.get(PreferenceRow, (office.account.id, KEY))
    else:
        row = session.get(SettingRow, KEY)
    stored = json.loads(row.value) if row is not None else {}
    return stored if isinstance(stored, dict) else {}


def _write(work: Work, office: Office, kind: str, stored: Mapping[str, Any], *, key: str) -> Changes:
    value = json.dumps(stored, ensure_ascii=False)
    if kind == OWN:
        work.session.merge(PreferenceRow(account_id=office.account.id, key=KEY, value=value))
        work.touch("preference")
        changes = work.commit_quietly()
    else:
        work.session.merge(SettingRow(key=KEY, value=value))
        work.touch("filter")
        work.about("filter", key)
        changes = work.commit()
    return Changes(changes.subjects, changes.children, f"{kind}.{key}")
