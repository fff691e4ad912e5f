"""文例と支援策: what comes with the program, and what the office changed, took off or added (kept in its settings)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, fields, replace
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.records.setting import SettingRow
from caseapp.rules.changes import Changes
from caseapp.rules.plan_offer import Phrase, Scheme, phrase_problems, scheme_problems
from caseapp.rules.problem import Problem, Refused
from caseapp.words import codes, plan_offers

PHRASES, SCHEMES = "plan_phrases", "support_schemes"
"""The settings that hold what is the office's own."""
_Offer = TypeVar("_Offer", Phrase, Scheme)


def phrases(office: Office) -> tuple[Phrase, ...]:
    """Every sentence, retired ones, too: the office's own first, then those of the program as they are here."""
    with office.reading("plan.phrases") as session:
        return _together(session, PHRASES, plan_offers.phrases())


def schemes(office: Office) -> tuple[Scheme, ...]:
    """Every scheme, retired ones, too: the office's own first, then those of the program as they are here."""
    with office.reading("plan.schemes") as session:
        return _together(session, SCHEMES, plan_offers.schemes())


def save_phrase(office: Office, value: Phrase) -> Changes:
    """Add a sentence (without `code`) or change one. `Changes.record_id` is its code. Raises Refused."""
    areas = tuple(codes.load("plan_area"))

    def wrong(offer: Phrase, known: Iterable[Phrase]) -> list[Problem]:
        return phrase_problems(offer, known, areas=areas)

    with office.work("plan.phrase") as work:
        kept = replace(value, text=value.text.strip(), own=True)
        return _save(work, PHRASES, kept, given=plan_offers.phrases(), wrong=wrong)


def save_scheme(office: Office, value: Scheme) -> Changes:
    """Add a scheme (without `code`) or change one. `Changes.record_id` is its code. Raises Refused."""
    with office.work("plan.scheme") as work:
        kept = replace(value, name=value.name.strip(), own=True)
        return _save(work, SCHEMES, kept, given=plan_offers.schemes(), wrong=scheme_problems)


def _save(
    work: Work,
    key: str,
    value: _Offer,
    *,
    given: tuple[_Offer, ...],
    wrong: Callable[[_Offer, Iterable[_Offer]], list[Problem]],
) -> Changes:
    problems = wrong(value, _together(work.session, key, given))
    if problems:
        raise Refused(problems)
    kept = replace(value, code=value.code or f"own_{work.new_id()}")
    stored: list[dict[str, Any]] = [each for each in _stored(work.session, key) if each.get("code") != kept.code]
    text = json.dumps([*stored, asdict(kept)], ensure_ascii=False)
    work.session.merge(SettingRow(key=key, value=text))
    work.touch("settings", "plan_offers")
    work.about("settings", "")
    work.note(code=kept.code)
    return work.commit(kept.code)


def _together(session: Session, key: str, given: tuple[_Offer, ...]) -> tuple[_Offer, ...]:
    kind = type(given[0])
    known = {f.name for f in fields(kind)}
    kept = [{name: each[name] for name in known & set(each)} for each in _stored(session, key)]
    own: dict[str, _Offer] = {each["code"]: kind(**each) for each in kept}
    changed: list[_Offer] = [own.pop(each.code, each) for each in given]
    listed: list[_Offer] = list(own.values())
    listed.reverse()
    listed.extend(changed)
    return tuple(listed)


def _stored(session: Session, key: str) -> list[dict[str, Any]]:
    row = session.get(SettingRow, key)
    found = json.loads(row.value) if row is not None else []
    return found if isinstance(found, list) else []
