"""How parts of a plan are worded on the screen."""

from __future__ import annotations

from datetime import date

from caseapp.desktop.kit.fields import DateField
from caseapp.rules import dates
from caseapp.rules.plan import Goal, Support, SupportPlan, Wish
from caseapp.words import codes
from caseapp.words.language import _, ngettext

_OLDEST = 99


def day(value: date | None) -> str:
    """`R9.9.30` or `2027/9/30`; "" for none."""
    return "" if value is None else dates.short_date(value, DateField.wording)


def period(plan: SupportPlan) -> str:
    """`R8.12.1〜R9.11.30`."""
    if plan.period_from is None and plan.period_to is None:
        return _("not set yet")
    return _("{start} to {end}").format(start=day(plan.period_from) or "—", end=day(plan.period_to) or "—")


def status(code: str) -> str:
    return codes.load("plan_status").label(code)


def heard(wish: Wish) -> str:
    """`10月15日 訪問 (森下)`: when, how, by whom."""
    parts = [day(wish.heard_on), wish.how]
    by = f"({wish.heard_by})" if wish.heard_by else ""
    return " ".join(filter(None, (*parts, by)))


def support(value: Support) -> str:
    """`学校・宿・業者をつなぐ (森下、1か月前)`."""
    beside = "、".join(filter(None, (value.provider, value.frequency)))
    text = value.content or value.scheme
    if value.no_scheme:
        text = " ・ ".join(filter(None, (text, _("no programme for it"))))
    return f"{text} ({beside})" if beside else text


def supports(goal: Goal) -> str:
    """The lines of support, one below the other."""
    return "\n".join(filter(None, (support(each) for each in goal.supports)))


def ages(low: int, high: int) -> str:
    """`6〜11歳`; `18歳から`; `全年齢`."""
    if high >= _OLDEST:
        return _("all ages") if low == 0 else _("from age {low}").format(low=low)
    return _("age {low} to {high}").format(low=low, high=high)


def every(months: int) -> str:
    """`3か月ごと`; "" when it is not decided."""
    return ngettext("every month", "every {count} months", months).format(count=months) if months else ""
