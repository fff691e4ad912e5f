"""Samples: thirty invented children to try everything with, and as many more as a measurement needs.

The dates in the samples are written as if today were 20 November 2026. They are moved by whole weeks to the office's
today, so that a Friday stays a Friday, something is always late, due today and coming, and every child keeps its age.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from caseapp.casework import own_settings, recovery_sheet
from caseapp.casework.bulk import multiply
from caseapp.casework.intake import Intake
from caseapp.casework.office import Office, write_settings
from caseapp.casework.unit_of_work import Work
from caseapp.exchange import casefile
from caseapp.records import disclosure, handover, plan
from caseapp.rules.account import MANAGER
from caseapp.rules.changes import Changes
from caseapp.rules.clock import TOKYO
from caseapp.rules.plan_state import DELIVERED
from caseapp.words import resources

_NOBODY = own_settings.Names(child=lambda _number: "", person=lambda _name: "")
"""The samples' own settings name neither children nor people."""

__all__ = ["WRITTEN_FOR", "case_file", "fill", "multiply"]

WRITTEN_FOR = date(2026, 11, 20)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?([+-]\d\d:\d\d|Z)?")
_SHEETS_KEPT = timedelta(days=30)
_NO_DATES = frozenset({"list_version", "list_code", "notice_number", "number"})


def fill(office: Office) -> Changes:
    """Take the sample children, organizations, people and settings into the office. For managers; one transaction."""
    found = case_file(office.today)
    with office.work("sample.filled", need=MANAGER) as work:
        intake = Intake(work)
        taken = intake.take(found)
        if found.settings is not None:
            write_settings(work.session, found.settings)
            own_settings.store(work.session, found.own, _NOBODY)
            work.touch("settings")
        _keep_pages(_named(office, found), work, intake.made)
        recovery_sheet.remember(work.session, office.today.isoformat())
        work.about("sample", "")
        work.note(children=taken.new["child"], consultations=taken.new["consultation"])
        changes = work.commit()
    office.settings = found.settings or office.settings
    return changes


def _named(office: Office, found: casefile.CaseFile) -> Office:
    """The office under the name that the samples give it, before that is written: the pages name it."""
    named = copy(office)
    named.settings = found.settings or office.settings
    return named


def _keep_pages(office: Office, work: Work, made: Mapping[str, list[Any]]) -> None:
    """Every plan, letter and sheet that the samples call handed over gets the pages of that moment, as the use cases
    keep them. Sheets of long ago get none: what was open then is not written anywhere."""
    from caseapp.casework.papers import frozen  # brings reportlab

    session = work.session
    session.flush()
    for value in made.get(plan.SUBJECT.kind, ()):
        if value.delivered_on is not None:
            then = replace(value, status=DELIVERED)
            kept = frozen.freeze(office, session, then, at=_at_noon(value.delivered_on))
            work.row(plan.SUBJECT, value.id).frozen = kept
    numbers = {item.letter_id: item for item in made.get(disclosure.DISCLOSURE_SUBJECT.kind, ()) if item.letter_id}
    for value in made.get(disclosure.LETTER_SUBJECT.kind, ()):
        if value.issued_on is not None and value.id in numbers:
            given = numbers[value.id]
            kept = frozen.freeze_letter(office, session, value, number=given.number, at=given.at.astimezone(TOKYO))
            work.row(disclosure.LETTER_SUBJECT, value.id).frozen = kept
    for value in made.get(handover.SUBJECT.kind, ()):
        if value.given_at is not None and office.now - value.given_at < _SHEETS_KEPT:
            kept = frozen.freeze_handover(office, session, value, at=value.given_at.astimezone(TOKYO))
            work.row(handover.SUBJECT, value.id).frozen = kept


def _at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), TOKYO)


def case_file(today: date) -> casefile.CaseFile:
    """The samples as one case file, moved to `today`."""
    folder = resources.path("samples")
    shift = timedelta(weeks=(today - WRITTEN_FOR).days // 7)
    office = json.loads((folder / "office.json").read_text("utf-8"))
    children = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("c*.json"))]
    whole = {"format": casefile.FORMAT, "version": casefile.VERSION, **office, "children": children}
    return casefile.from_object(moved(whole, shift), today=today)


def moved(value: Any, shift: timedelta, *, key: str = "") -> Any:
    """The JSON value with every date in it moved; only texts that are nothing but a date or a moment are dates."""
    if isinstance(value, dict):
        return {name: moved(inner, shift, key=name) for name, inner in value.items()}
    if isinstance(value, list):
        return [moved(inner, shift, key=key) for inner in value]
    if not isinstance(value, str) or key in _NO_DATES:
        return value
    if _DATE.fullmatch(value):
        return (date.fromisoformat(value) + shift).isoformat()
    if _MOMENT.fullmatch(value):
        return (datetime.fromisoformat(value) + shift).isoformat()
    return value
