"""What meets when two records of one child become one: hand-overs under way, and limits of schemes each half used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.casework.program_uses import limits_of, uses_in
from caseapp.records.handover import SHAPE, HandoverRow
from caseapp.rules.child import Child
from caseapp.rules.handover import OPEN, PREPARING
from caseapp.rules.problem import N_, Problem
from caseapp.rules.program_use import ProgramUse
from caseapp.rules.quota import Quota, Verdict, judge
from caseapp.words.language import translator
from caseapp.words.quotas import verdict_words

_BOTH_OPEN = N_("Both stand in a hand-over that is not finished. Take one of them out of it first.")
_TOGETHER = N_("{scheme}: together they pass a limit. {limit}")


def two_hand_overs(session: Session, left_id: str, right_id: str) -> Iterator[Problem]:
    """A child stands in one open hand-over at most."""
    row = HandoverRow
    asked = select(row.child_id).where(row.child_id.in_((left_id, right_id)), row.state.in_(OPEN))
    if set(session.scalars(asked)) == {left_id, right_id}:
        yield Problem("", _BOTH_OPEN)


def limits_passed(session: Session, left_id: str, right_id: str, *, language: str) -> Iterator[Problem]:
    """Schemes both have used, of which they pass a limit together that neither passes alone."""
    sides = (uses_in(session, left_id), uses_in(session, right_id))
    w = translator(language)
    for code in dict.fromkeys(use.scheme_code for use in sides[0]):
        left, right = ([use for use in side if use.scheme_code == code] for side in sides)
        limits = limits_of(session, code) if right else ()
        alone = {_where(each) for side in (left, right) for each in _passed(side, limits)}
        said = [verdict_words(each, w) for each in _passed([*left, *right], limits) if _where(each) not in alone]
        if said:
            yield Problem("", _TOGETHER, {"scheme": left[0].scheme, "limit": " ".join(dict.fromkeys(said))})


def handed_over_since(session: Session, again: Child, now: Child, moved: Sequence[str], *, since: datetime) -> Child:
    """The record that comes back, with whom its hand-overs have put in charge since the merge: who took it over then,
    or who had it before one that was taken back."""
    for row in session.scalars(select(HandoverRow).where(HandoverRow.id.in_(moved)).order_by(HandoverRow.id)):
        value = SHAPE.to_read(row)
        if value.given_at is not None and value.given_at >= since and again.worker_id != value.taker_id:
            again = replace(again, worker_id=now.worker_id, worker_since=now.worker_since)
        elif value.state == PREPARING and again.worker_id == value.taker_id != value.giver_id:
            known = now.worker_since if now.worker_id == value.giver_id else None
            again = replace(again, worker_id=value.giver_id, worker_since=known)
    return again


def _passed(uses: Sequence[ProgramUse], limits: Sequence[Quota]) -> list[Verdict]:
    """Each limit that these uses pass, once for each of its spans."""
    stays = [stay for use in uses if (stay := use.stay) is not None]
    found: dict[tuple[Quota | None, date, date], Verdict] = {}
    for n, stay in enumerate(stays):
        for each in judge(stay, [*stays[:n], *stays[n + 1 :]], limits):
            if each.over:
                found.setdefault(_where(each), each)
    return list(found.values())


def _where(verdict: Verdict) -> tuple[Quota | None, date, date]:
    return verdict.quota, verdict.first, verdict.last
