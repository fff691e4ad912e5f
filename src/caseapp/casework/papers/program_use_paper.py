"""利用枠・利用実績の台帳, filled: which schemes and which fiscal year follow from what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caseapp.casework import quota_ledger
from caseapp.casework.papers import people
from caseapp.casework.papers.gathered import Gathered, NothingToPrint
from caseapp.casework.quota_views import SchemeAccount
from caseapp.documents.program_use_ledger import ProgramUseLedgerPaper, SchemeLedger
from caseapp.records.program_use import SHAPE, ProgramUseRow
from caseapp.rules import dates
from caseapp.rules.fiscal import fiscal_bounds, fiscal_year
from caseapp.rules.problem import NotFound
from caseapp.rules.program_use import CANCELLED, USED, ProgramUse, meeting
from caseapp.rules.quota import DAY, HOUR, Balance, days_by_year
from caseapp.words import codes, quotas


@dataclass(frozen=True)
class _Asked:
    """The fiscal year, and one scheme or ("") all of them."""

    year: int
    scheme_code: str = ""


def program_use_ledger(g: Gathered, wanted: str = "") -> ProgramUseLedgerPaper:
    """The ledger of a child. `wanted`: "" this fiscal year, "2025" another one, "2025/CODE" one scheme in it, or the id
    of a use (its scheme in its year). Raises NothingToPrint, NotFound."""
    asked = _asked(g, wanted)
    ledger = quota_ledger.ledger_in(g.session, g.child.id, today=g.at.date(), year=asked.year)
    schemes = [
        _scheme(account, g, asked.year)
        for account in ledger.accounts
        if not asked.scheme_code or account.scheme.code == asked.scheme_code
    ]
    if not schemes:
        raise NothingToPrint
    return ProgramUseLedgerPaper(
        number=g.child.number,
        child=people.head(g.child, on=g.at, language=g.language),
        on=g.at.date(),
        year=dates.fiscal_year_long(asked.year, language=g.language),
        worker=g.child.worker,
        schemes=tuple(schemes),
    )


def _asked(g: Gathered, wanted: str) -> _Asked:
    if not wanted:
        return _Asked(fiscal_year(g.at.date()))
    year, _slash, code = wanted.partition("/")
    if len(year) == 4 and year.isdecimal():
        return _Asked(int(year), code)
    row = g.session.get(ProgramUseRow, wanted)
    if row is None or row.withdrawn or row.child_id != g.child.id:
        raise NotFound("program_use", wanted)
    use = SHAPE.to_read(row)
    return _Asked(fiscal_year(use.first), use.scheme_code)


def _scheme(account: SchemeAccount, g: Gathered, year: int) -> SchemeLedger:
    first, last = fiscal_bounds(year)
    shown = [use for use in reversed(account.uses) if use.first <= last and use.last >= first]
    return SchemeLedger(
        name=account.scheme.name,
        limits=quotas.limits_words(account.scheme.quotas, g.w),
        balances=tuple(_balance(balance, g) for balance in account.balances),
        uses=tuple(_use(use, g, year, same_days=meeting(use, account.uses)) for use in shown),
    )


def _balance(balance: Balance, g: Gathered) -> tuple[str, ...]:
    w = g.w
    limited = balance.quota is not None
    return (
        quotas.limit_words(balance.quota, w) if balance.quota else w._("no limit"),
        f"{dates.short_date(balance.first)}〜{dates.short_date(balance.last)}",
        quotas.amount_words(balance.used, balance.unit, w),
        quotas.amount_words(balance.booked, balance.unit, w),
        _left(balance, g) if limited else "―",
    )


def _left(balance: Balance, g: Gathered) -> str:
    return quotas.left_words(balance, g.w) if balance.over else quotas.amount_words(balance.left, balance.unit, g.w)


def _use(use: ProgramUse, g: Gathered, year: int, *, same_days: Sequence[ProgramUse]) -> tuple[str, ...]:
    """`same_days`: the other entries of the scheme on its days, as the window says them."""
    w = g.w
    minutes = use.used_minutes if use.state == USED else use.minutes
    whole = (use.last - use.first).days + 1
    taken = quotas.amount_words(minutes, HOUR, w) if minutes else quotas.amount_words(whole, DAY, w)
    inside = days_by_year(use.stay).get(year, 0) if use.stay is not None else whole
    if not minutes and inside != whole:
        taken += "\n" + w._("({amount} in this fiscal year)").format(amount=quotas.amount_words(inside, DAY, w))
    reason = ""
    if use.state == CANCELLED:
        reason = w._("cancelled: {reason}").format(reason=use.cancelled_reason)
    elif use.override_reason:
        reason = w._("past the limit: {reason}").format(reason=use.override_reason)
    listed = w._(", ").join(_days(each) for each in same_days)
    twice = w._("same days as {days} (counted once)").format(days=listed) if same_days else ""
    remark = "。".join(part.rstrip("。") for part in (twice, reason, use.note) if part)
    return _days(use), taken, codes.load("program_use_state").label(use.state, g.language), use.place, remark


def _days(use: ProgramUse) -> str:
    first = dates.short_date(use.first)
    return first if use.last == use.first else f"{first}〜{dates.short_date(use.last)}"
