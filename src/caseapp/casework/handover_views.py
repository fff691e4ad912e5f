"""引継ぎ, read: whose turn it is, the lists of what was begun together, one sheet for the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from caseapp.casework.office import Office
from caseapp.casework.views import HandoverNotice
from caseapp.records.account import AccountRow
from caseapp.records.child import ChildRow
from caseapp.records.handover import SHAPE, HandoverRow
from caseapp.rules.account import MANAGER, short_name
from caseapp.rules.age import age_and_grade
from caseapp.rules.handover import ACKNOWLEDGED, CANCELLED, GIVEN, LATE_DAYS, LINES, PREPARING, Handover
from caseapp.rules.problem import NotFound

if TYPE_CHECKING:
    from caseapp.documents.handover import HandoverPaper

KEPT_DAYS = 60
"""So long a hand-over that is finished stays in the list."""


@dataclass(frozen=True, kw_only=True)
class HandoverLine:
    """One child in a hand-over. `ready`: the three lines stand and the worker has been through them; `days`: for how
    long it waits for the successor's word; `asks`: his question has not been seen yet; `giver_left`, `taker_left`:
    the predecessor, the successor works here no more."""

    handover_id: str
    batch: str
    child_id: str
    child_number: str
    child_name: str
    age_grade: str
    state: str
    on: date
    giver_id: str
    giver: str
    taker_id: str
    taker: str
    ready: bool = False
    written: bool = False
    days: int = 0
    given_at: datetime | None = None
    acknowledged_at: datetime | None = None
    question: str = ""
    asks: bool = False
    giver_left: bool = False
    taker_left: bool = False

    @property
    def giver_short(self) -> str:
        return short_name(self.giver)

    @property
    def taker_short(self) -> str:
        return short_name(self.taker)


@dataclass(frozen=True, kw_only=True)
class HandoverSheet:
    """One sheet for the screen: the record, what stands on the paper, and what the user may do with it."""

    value: Handover
    paper: HandoverPaper
    may_write: bool
    may_acknowledge: bool
    may_answer: bool
    may_release: bool


def lines(office: Office, *, batch: str = "", handover_id: str = "") -> tuple[HandoverLine, ...]:
    """The children of all hand-overs that concern the user (managers and viewers: all), those not finished and those
    of the last sixty days, and of the batch or hand-over named; batch by batch, the newest first, by the reading of the
    names within."""
    with office.reading("handover.lines") as session:
        row = HandoverRow
        named = select(row.batch).where(row.id == handover_id).scalar_subquery()
        wanted = or_(_concerning(office), row.batch == batch, row.batch == named)
        return _lines(office, session, and_(wanted, row.state != CANCELLED))


def sheet(office: Office, handover_id: str) -> HandoverSheet:
    """One sheet: as it was handed over, or as the record stands now. Raises NotFound."""
    from caseapp.casework.papers import frozen, handover_paper  # bring reportlab
    from caseapp.casework.papers.gathered import gather

    with office.reading("handover.sheet") as session:
        row = session.get(HandoverRow, handover_id)
        if row is None:
            raise NotFound("handover", handover_id)
        value = SHAPE.to_read(row)
        gathered = gather(office, session, value.child_id, language=office.language)
        then = frozen.delivered(gathered, handover_paper.NAME, handover_id)
        paper = then.data if then is not None else handover_paper.filled(gathered, value)
    me, manages = office.account, office.account.role == MANAGER
    mine = manages or me.id == value.giver_id
    return HandoverSheet(
        value=value,
        paper=paper,
        may_write=mine and value.state == PREPARING,
        may_acknowledge=value.state == GIVEN and me.id == value.taker_id,
        may_answer=mine and me.id != value.taker_id and bool(value.question) and not value.answered_at,
        may_release=manages and value.state == GIVEN,
    )


def of_child(session: Session, child_id: str) -> Handover | None:
    """The child's hand-over that is not finished, else that with a question nobody has seen; None when all is done."""
    row = HandoverRow
    rows = session.scalars(
        select(row).where(row.child_id == child_id, row.state.in_((PREPARING, GIVEN, ACKNOWLEDGED))).order_by(row.id)
    )
    found = [SHAPE.to_read(each) for each in rows]
    living = [value for value in found if value.state in (PREPARING, GIVEN) or value.asks]
    return living[-1] if living else None


def notices(office: Office, session: Session, *, mine: bool) -> tuple[HandoverNotice, ...]:
    """What is to be done about hand-overs: the user's own; for a manager also what waits for a week or more and what
    somebody left behind who works here no more (as the one who gives or who takes), and looking at the whole office
    all of them."""
    me = office.account.id
    manages = office.account.role == MANAGER
    row = HandoverRow
    concerned = row.state.in_((PREPARING, GIVEN)) | and_(row.question != "", row.answered_at.is_(None))
    batches = select(row.batch).where(concerned, row.state != CANCELLED)
    found = _lines(office, session, and_(row.batch.in_(batches), row.state != CANCELLED))
    made: list[HandoverNotice] = []
    for batch in dict.fromkeys(line.batch for line in found):
        own = [line for line in found if line.batch == batch]
        given = [line for line in own if line.state == GIVEN]
        made += _notice("acknowledge", [line for line in given if line.taker_id == me], own)
        seen = [
            line
            for line in own
            if line.giver_id == me or (manages and (not mine or line.giver_left or line.taker_left))
        ]
        late = [line for line in own if manages and line.days >= LATE_DAYS and line not in seen]
        mine_to_know = [line for line in (*seen, *late) if line.state == GIVEN and line.taker_id != me]
        made += _notice("waiting", mine_to_know, own)
        begun = [line for line in seen if line.state == PREPARING]
        made += _notice("due", [line for line in begun if line.on <= office.today], own)
        made += _notice("prepare", [line for line in begun if line.on > office.today], own)
        coming = [line for line in own if line.state == PREPARING and line.taker_id == me and line not in seen]
        made += _notice("expected", coming, own)
        made += _notice("question", [line for line in seen if line.asks and line.taker_id != me], own)
    return tuple(made)


def left_with(office: Office, account_id: str, *, free: bool = False) -> tuple[str, ...]:
    """The children in support whose worker this is: ids in the order of the register; with `free` only those who stand
    in no hand-over that can still be finished: what was given to somebody who left before confirming it cannot."""
    with office.reading("handover.left_with") as session:
        row = ChildRow
        asked = select(row.id).where(row.worker_id == account_id, row.status == "active")
        if free:
            handover, takes = HandoverRow, AccountRow
            living = or_(handover.state == PREPARING, and_(handover.state == GIVEN, takes.active))
            taken = select(handover.child_id).outerjoin(takes, takes.id == handover.taker_id).where(living)
            asked = asked.where(row.id.not_in(taken))
        return tuple(session.scalars(asked.order_by(row.sort_key, row.id)))


# ------------------------------------------------------------------------------------------------ within


def _notice(kind: str, meant: Sequence[HandoverLine], own: Sequence[HandoverLine]) -> list[HandoverNotice]:
    if not meant:
        return []
    first = meant[0]
    ready = sum(line.ready for line in meant)
    return [
        HandoverNotice(
            kind=kind,
            batch=first.batch,
            count=ready if kind in ("due", "prepare") else len(meant),
            of=len(own),
            on=first.on,
            who=first.giver_short if kind in ("acknowledge", "expected") else first.taker_short,
            days=max(line.days for line in meant),
            handover_id=first.handover_id,
            taker_left=all(line.taker_left for line in meant),
        )
    ]


def _concerning(office: Office) -> ColumnElement[bool]:
    """What is not finished or was not long ago; for a worker what he gives or takes."""
    row, me = HandoverRow, office.account
    recent = or_(
        row.state.in_((PREPARING, GIVEN)),
        row.on > date.fromordinal(office.today.toordinal() - KEPT_DAYS),
        and_(row.question != "", row.answered_at.is_(None)),
    )
    return and_(recent, or_(row.giver_id == me.id, row.taker_id == me.id)) if me.role == "worker" else recent


def _lines(office: Office, session: Session, wanted: ColumnElement[bool]) -> tuple[HandoverLine, ...]:
    row, gives, takes = HandoverRow, aliased(AccountRow), aliased(AccountRow)
    columns = (row.id, row.batch, row.child_id, row.state, row.on, row.giver_id, row.taker_id, row.looked_at)
    question = (
        select(
            *columns,
            *(row.given_at, row.acknowledged_at, row.question, row.answered_at),
            *(getattr(row, line).label(f"line_{line}") for line in LINES),
            *(gives.name.label("giver"), gives.active.label("giver_active"), takes.name.label("taker")),
            takes.active.label("taker_active"),
            *(ChildRow.number, ChildRow.family_name, ChildRow.given_name, ChildRow.birth_date, ChildRow.grade_override),
        )
        .join(ChildRow, ChildRow.id == row.child_id)
        .outerjoin(gives, gives.id == row.giver_id)
        .outerjoin(takes, takes.id == row.taker_id)
        .where(wanted)
        .order_by(row.on.desc(), row.batch.desc(), ChildRow.sort_key, row.id)
    )
    return tuple(_line(office, found) for found in session.execute(question))


def _line(office: Office, row: Any) -> HandoverLine:
    today = office.today
    written = all(getattr(row, f"line_{line}").strip() for line in LINES)
    return HandoverLine(
        handover_id=row.id,
        batch=row.batch,
        child_id=row.child_id,
        child_number=row.number,
        child_name=f"{row.family_name} {row.given_name}".strip(),
        age_grade=age_and_grade(row.birth_date, today, grade_override=row.grade_override, language=office.language),
        state=row.state,
        on=row.on,
        giver_id=row.giver_id or "",
        giver=row.giver or "",
        taker_id=row.taker_id or "",
        taker=row.taker or "",
        ready=written and row.looked_at,
        written=written,
        days=max(0, (today - row.on).days) if row.state == GIVEN else 0,
        given_at=row.given_at,
        acknowledged_at=row.acknowledged_at,
        question=row.question,
        asks=bool(row.question.strip()) and row.answered_at is None,
        giver_left=row.giver_active is False,
        taker_left=row.taker_active is False,
    )
