"""What is told of a child's use of schemes: for its page, for the office, for paper."""

from __future__ import annotations

from dataclasses import dataclass

from caseapp.rules.plan_offer import Scheme
from caseapp.rules.program_use import ProgramUse
from caseapp.rules.quota import APPROVAL, YEAR, Balance


@dataclass(frozen=True, kw_only=True)
class SchemeAccount:
    """One scheme of one child: how its limits stand, and its uses, the newest first. `scheme` is there although the
    office took it off its list (`retired`)."""

    scheme: Scheme
    balances: tuple[Balance, ...]
    uses: tuple[ProgramUse, ...]

    @property
    def main(self) -> Balance:
        """The balance that is told first: a limit that is passed, that of the fiscal year or the approved period, any
        other limit; without any the count of the year."""
        limited = [each for each in self.balances if each.quota is not None]
        over = [each for each in limited if each.over]
        yearly = [each for each in limited if each.quota and each.quota.span in (YEAR, APPROVAL)]
        return next(iter((*over, *yearly, *limited, *self.balances)))


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """Everything of one child. `year`: the fiscal year that the balances are of; `late`: bookings whose days are over
    and that nobody has marked yet."""

    child_id: str
    year: int
    accounts: tuple[SchemeAccount, ...]
    late: int = 0

    @property
    def uses(self) -> tuple[ProgramUse, ...]:
        """All uses, the newest first."""
        found = [use for account in self.accounts for use in account.uses]
        return tuple(sorted(found, key=lambda use: (use.first, use.id), reverse=True))


@dataclass(frozen=True, kw_only=True)
class OfficeRow:
    """One child with one scheme in a fiscal year. `times` counts what is not cancelled, `overridden` what goes past a
    limit with a reason, `late` bookings that nobody has marked yet."""

    child_id: str
    child_number: str
    name: str
    kana: str
    scheme_code: str
    scheme: str
    balance: Balance
    times: int
    overridden: int
    late: int
    worker_short: str = ""
