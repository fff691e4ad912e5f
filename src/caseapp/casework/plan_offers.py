"""文例と支援策: what comes with the program, and what the office changed, took off or added (kept in its settings)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from caseapp.casework import own_list
from caseapp.casework.office import Office
from caseapp.rules.account import MANAGER
from caseapp.rules.changes import Changes
from caseapp.rules.plan_offer import Phrase, Scheme, phrase_problems, scheme_problems
from caseapp.rules.problem import ChangedMeanwhile, Problem
from caseapp.rules.quota import Quota
from caseapp.words import codes, plan_offers

PHRASES, SCHEMES = "plan_phrases", "support_schemes"
"""The settings that hold what is the office's own."""


def phrases(office: Office) -> tuple[Phrase, ...]:
    """Every sentence, retired ones, too: the office's own first, then those of the program as they are here."""
    with office.reading("plan.phrases") as session:
        return own_list.together(session, PHRASES, plan_offers.phrases())


def schemes(office: Office) -> tuple[Scheme, ...]:
    """Every scheme, retired ones, too: the office's own first, then those of the program as they are here."""
    with office.reading("plan.schemes") as session:
        return schemes_in(session)


def schemes_in(session: Session) -> tuple[Scheme, ...]:
    """The same inside another's reading."""
    return own_list.together(session, SCHEMES, plan_offers.schemes())


def save_phrase(office: Office, value: Phrase) -> Changes:
    """Add a sentence (without `code`) or change one. `Changes.record_id` is its code. Raises Refused."""
    areas = tuple(codes.load("plan_area"))

    def wrong(offer: Phrase, known: Iterable[Phrase]) -> list[Problem]:
        return phrase_problems(offer, known, areas=areas)

    with office.work("plan.phrase") as work:
        kept = replace(value, text=value.text.strip(), own=True)
        return own_list.save(work, PHRASES, kept, given=plan_offers.phrases(), wrong=wrong)


def save_scheme(office: Office, value: Scheme) -> Changes:
    """Add a scheme (without `code`) or change one. `Changes.record_id` is its code. The limits that uses are measured
    by are a manager's to set (NotAllowed), and the log keeps what they were. Raises Refused, ChangedMeanwhile."""
    with office.reading("plan.schemes") as session:
        before = _quotas_in(session, value.code)
    if value.quotas != before:
        office.allow("plan.scheme", need=MANAGER)
    with office.work("plan.scheme") as work:
        if _quotas_in(work.session, value.code) != before:
            raise ChangedMeanwhile
        if value.quotas != before:
            work.note(limits_before=[_noted(each) for each in before], limits=[_noted(each) for each in value.quotas])
        kept = replace(value, name=value.name.strip(), own=True)
        return own_list.save(work, SCHEMES, kept, given=plan_offers.schemes(), wrong=scheme_problems)


def _quotas_in(session: Session, code: str) -> tuple[Quota, ...]:
    return next((each.quotas for each in schemes_in(session) if each.code == code), ())


def _noted(quota: Quota) -> str:
    """A limit for the log: `14 day/fiscal_year 2026-04-01–2027-03-31`; hours in minutes."""
    days = "–".join(day.isoformat() if day else "" for day in (quota.valid_from, quota.valid_to))
    return f"{quota.amount} {quota.unit}/{quota.span} {days.strip('–') and days}".strip()
