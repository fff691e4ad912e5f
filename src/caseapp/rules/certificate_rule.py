"""The 受給者証 on a day: valid, running out, expired; and when letting it run out does harm that cannot be mended.

Under 18 an expired certificate is applied for anew. From 18 on there is no new application: only a certificate that is
renewed in time goes on, until the eve of the 20th birthday (児童福祉法6条の2; domain.md §2.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from caseapp.rules.age import ADULT, age_on, last_day
from caseapp.rules.problem import N_

WARN_DAYS = 90

State = Literal["none", "coming", "valid", "expiring", "expired"]

_SAYINGS = {
    "none": N_("No certificate"),
    "coming": N_("Valid from {days} days on"),
    "valid": N_("Valid for {days} more days"),
    "expiring": N_("Expires in {days} days"),
    "expired": N_("Expired {days} days ago"),
}
_LAST_DAY_TODAY = N_("Expires today")
_CANNOT_BE_RENEWED = N_("Once expired, it cannot be applied for again (18 or older).")
_WAS_NOT_RENEWED = N_("It cannot be applied for again (18 or older).")
_ENDS_AT_TWENTY = N_("The programme ends on the eve of the 20th birthday. Check what follows.")


@dataclass(frozen=True)
class CertificateState:
    """A period on a day. `days`: to the last day (0 = today is the last), since it when expired;
    to the first day when coming.

    `danger`: running out, or having run out, cannot be mended (red). `final`: it reaches to the end of 小慢.
    `saying` and `warning` are message ids ("" for none); `saying` takes {days}.
    """

    state: State
    days: int = 0
    danger: bool = False
    final: bool = False
    warning: str = ""

    @property
    def saying(self) -> str:
        """The message id of what it says; fill {days}."""
        return _LAST_DAY_TODAY if self.state == "expiring" and self.days == 0 else _SAYINGS[self.state]


def outlived(valid_to: date | None, *, planned: date, to: date, today: date) -> bool:
    """Whether an action planned for before the last day of a certificate that still holds comes after it on `to`."""
    return valid_to is not None and today <= valid_to and planned <= valid_to < to


def certificate_state(
    valid_from: date | None, valid_to: date | None, *, birth: date, today: date, warn_days: int = WARN_DAYS
) -> CertificateState:
    """The state of one period; without a last day there is nothing to judge, which is `none`."""
    if valid_to is None:
        return CertificateState("none")
    if valid_from and today < valid_from:
        return CertificateState("coming", (valid_from - today).days)
    end = last_day(birth)
    final = valid_to >= end
    lapses_as_adult = not final and age_on(birth, valid_to + timedelta(days=1)) >= ADULT
    left = (min(valid_to, end) - today).days
    if left < 0:
        danger = lapses_as_adult and today <= end
        return CertificateState("expired", -left, danger, final, _WAS_NOT_RENEWED if danger else "")
    if left > warn_days:
        return CertificateState("valid", left, False, final)
    warning = _ENDS_AT_TWENTY if final else _CANNOT_BE_RENEWED if lapses_as_adult else ""
    return CertificateState("expiring", left, lapses_as_adult, final, warning)
