"""利用枠: how each child stands with each scheme, for its page, for the whole office, and for paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from caseapp.casework import plan_offers
from caseapp.casework.office import Office
from caseapp.casework.program_uses import touching, uses_in
from caseapp.casework.quota_views import Ledger, OfficeRow, SchemeAccount
from caseapp.records.account import AccountRow
from caseapp.records.child import ChildRow
from caseapp.records.program_use import SHAPE, ProgramUseRow
from caseapp.rules.account import short_name
from caseapp.rules.fiscal import fiscal_bounds, fiscal_year
from caseapp.rules.plan_offer import Scheme
from caseapp.rules.program_use import BOOKED, CANCELLED, ProgramUse
from caseapp.rules.quota import APPROVAL, MONTH, WEEK, Balance, balances

_WEEK = timedelta(days=7)


def of_child(office: Office, child_id: str, *, year: int | None = None) -> Ledger:
    """The child's ledger in a fiscal year (this one unless another is named): empty for a child that uses nothing."""
    with office.reading("program_use.ledger") as session:
        return ledger_in(session, child_id, today=office.today, year=year)


def ledger_in(session: Session, child_id: str, *, today: date, year: int | None = None) -> Ledger:
    """The same inside another's reading."""
    wanted = fiscal_year(today) if year is None else year
    by_scheme: dict[str, list[ProgramUse]] = defaultdict(list)
    uses = uses_in(session, child_id)
    for use in uses:
        by_scheme[use.scheme_code].append(use)
    schemes = _named(session, uses) if uses else {}
    on = _day_in(wanted, today)
    return Ledger(
        child_id=child_id,
        year=wanted,
        accounts=tuple(
            _account(schemes[code], by_scheme[code], on=on, today=today) for code in schemes if code in by_scheme
        ),
        late=sum(_late(use, today) for use in uses),
    )


def of_office(office: Office, year: int, *, mine: bool = False) -> tuple[OfficeRow, ...]:
    """Every child with every scheme it uses in a fiscal year, those with the least left first."""
    with office.reading("program_use.office") as session:
        return rows_in(session, year, today=office.today, worker_id=office.account.id if mine else "")


def rows_in(session: Session, year: int, *, today: date, worker_id: str = "") -> tuple[OfficeRow, ...]:
    """The same inside another's reading; `worker_id`: only the children of one worker."""
    first, last = fiscal_bounds(year)
    who: dict[str, Any] = {}
    uses: dict[tuple[str, str], list[ProgramUse]] = defaultdict(list)
    beside: dict[tuple[str, str], list[ProgramUse]] = defaultdict(list)
    for found in session.execute(_of_all(touching(first - _WEEK, last + _WEEK), worker_id=worker_id)):
        use = SHAPE.to_read(found[0])
        who[use.child_id] = found
        part = uses if use.touches(first, last) else beside
        part[use.child_id, use.scheme_code].append(use)
    known = _named(session, (use for several in uses.values() for use in several))
    outside = _outside(session, uses, beside, known)
    on = _day_in(year, today)
    rows = []
    for (child_id, code), several in uses.items():
        account = _account(known[code], [*several, *outside.get((child_id, code), ())], on=on, today=today)
        rows.append(_office_row(who[child_id], account, several, today=today))
    return tuple(sorted(rows, key=lambda each: (_share(each.balance), each.scheme)))


# ---- inside


def _of_all(days: ColumnElement[bool], *, worker_id: str) -> Select[*tuple[Any, ...]]:
    """Every use on these days with its child and worker, in the order of the register, the newest first."""
    row = ProgramUseRow
    question = (
        select(
            *(row, ChildRow.number, ChildRow.family_name, ChildRow.given_name, ChildRow.family_name_kana),
            *(ChildRow.given_name_kana, AccountRow.name),
        )
        .join(ChildRow, ChildRow.id == row.child_id)
        .outerjoin(AccountRow, AccountRow.id == ChildRow.worker_id)
        .where(row.withdrawn.is_(False), days)
        .order_by(ChildRow.sort_key, ChildRow.id, row.begins_on.desc(), row.id)
    )
    return question.where(ChildRow.worker_id == worker_id) if worker_id else question


def _office_row(found: Any, account: SchemeAccount, uses: Sequence[ProgramUse], *, today: date) -> OfficeRow:
    """One child with one scheme; `uses` are those of the year."""
    use, number, family, given, family_kana, given_kana, worker = found
    counted = [each for each in uses if each.state != CANCELLED]
    return OfficeRow(
        child_id=use.child_id,
        child_number=number,
        name=f"{family} {given}".strip(),
        kana=f"{family_kana} {given_kana}".strip(),
        scheme_code=account.scheme.code,
        scheme=account.scheme.name,
        balance=account.main,
        times=len(counted),
        overridden=sum(bool(each.override_reason) for each in counted),
        late=sum(_late(each, today) for each in uses),
        worker_short=short_name(worker or ""),
    )


def _outside(
    session: Session,
    uses: Mapping[tuple[str, str], list[ProgramUse]],
    beside: Mapping[tuple[str, str], list[ProgramUse]],
    schemes: Mapping[str, Scheme],
) -> Mapping[tuple[str, str], list[ProgramUse]]:
    """What counts although it lies in another fiscal year: in the weeks over the end of March (`beside`), and where an
    approved period counts, all that was used in it; one question for all."""
    counting = {code for _child, code in uses if any(quota.span == APPROVAL for quota in schemes[code].quotas)}
    if not counting:
        return beside
    found = defaultdict(list, {key: several for key, several in beside.items() if key[1] not in counting})
    seen = {use.id for several in uses.values() for use in several}
    row = ProgramUseRow
    question = select(row).where(row.scheme_code.in_(counting), row.withdrawn.is_(False))
    for use in (SHAPE.to_read(stored) for stored in session.scalars(question)):
        if use.id not in seen:
            found[use.child_id, use.scheme_code].append(use)
    return found


def _named(session: Session, uses: Iterable[ProgramUse]) -> dict[str, Scheme]:
    """The schemes by code in the office's order, those that are not in its list any more last."""
    known = {scheme.code: scheme for scheme in plan_offers.schemes_in(session)}
    for use in uses:
        known.setdefault(use.scheme_code, Scheme(code=use.scheme_code, name=use.scheme, retired=True))
    return known


def _account(scheme: Scheme, uses: Sequence[ProgramUse], *, on: date, today: date) -> SchemeAccount:
    stays = [stay for use in uses if (stay := use.stay) is not None]
    found = balances(stays, scheme.quotas, on=on)
    if on != today:  # what a month or a week holds means something now, not in another year
        found = tuple(each for each in found if each.quota is None or each.quota.span not in (MONTH, WEEK))
    ordered = sorted(uses, key=lambda use: (use.first, use.id), reverse=True)
    return SchemeAccount(scheme=scheme, balances=found, uses=tuple(ordered))


def _day_in(year: int, today: date) -> date:
    """The day of a fiscal year on which one asks how it stands: today, its last day when it is over, else its first."""
    first, last = fiscal_bounds(year)
    return min(max(today, first), last)


def _late(use: ProgramUse, today: date) -> bool:
    return use.state == BOOKED and use.ends_on < today


def _share(balance: Balance) -> float:
    """How much of a limit is left, for the order; what has none comes last."""
    return balance.left / balance.quota.amount if balance.quota else 2.0
