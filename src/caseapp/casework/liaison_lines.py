"""The office's contacts with organizations as lines of a list: with the children's names, waiting ones apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from caseapp.casework.office import Office
from caseapp.records import liaison
from caseapp.records.child import ChildRow
from caseapp.records.liaison import LiaisonRow
from caseapp.rules.organization import Liaison


@dataclass(frozen=True, kw_only=True)
class LiaisonLine:
    """One contact and the name of the child it was about."""

    liaison: Liaison
    child_name: str


@dataclass(frozen=True, kw_only=True)
class LiaisonLines:
    """`waiting`: asked, and no answer yet, who was asked longest ago first. `recent`: the others, the newest first."""

    waiting: tuple[LiaisonLine, ...]
    recent: tuple[LiaisonLine, ...]


def lines(office: Office, *, mine: bool = False, limit: int = 200) -> LiaisonLines:
    """What is waited for (all of it) and the newest others; `mine`: the user's own."""
    open_ones = LiaisonRow.answered_on.is_(None) & LiaisonRow.reply_due_on.is_not(None)
    with office.reading("liaison.lines") as session:
        asked = _kept(office, mine=mine).where(open_ones).order_by(LiaisonRow.on, LiaisonRow.id)
        others = _kept(office, mine=mine).where(~open_ones).order_by(LiaisonRow.on.desc(), LiaisonRow.id.desc())
        return LiaisonLines(waiting=_read(session.execute(asked)), recent=_read(session.execute(others.limit(limit))))


def _kept(office: Office, *, mine: bool) -> Select[LiaisonRow, str, str]:
    question = (
        select(LiaisonRow, ChildRow.family_name, ChildRow.given_name)
        .join(ChildRow, ChildRow.id == LiaisonRow.child_id)
        .where(LiaisonRow.withdrawn.is_(False))
    )
    return question.where(LiaisonRow.worker_id == office.account.id) if mine else question


def _read(rows: Iterable[Any]) -> tuple[LiaisonLine, ...]:
    return tuple(
        LiaisonLine(liaison=liaison.SHAPE.to_read(row[0]), child_name=f"{row[1]} {row[2]}".strip()) for row in rows
    )
