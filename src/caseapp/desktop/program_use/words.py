"""What a use of a scheme is called on the screen: its days, how much it takes, how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from caseapp.casework.quota_views import SchemeAccount
from caseapp.desktop.kit.chips import Chip
from caseapp.rules import dates
from caseapp.rules.plan_offer import Scheme
from caseapp.rules.program_use import BOOKED, CANCELLED, USED, ProgramUse
from caseapp.rules.quota import DAY, HOUR, Balance, Verdict
from caseapp.words import codes, language, quotas
from caseapp.words.language import Translator, _


def speech() -> Translator:
    """Words in the language of the screen."""
    return language.translator(language.current())


def amount(value: int, unit: str) -> str:
    """`3日`, `1.5時間`."""
    return quotas.amount_words(value, unit, speech())


def days(first: date, last: date, style: dates.Style) -> str:
    """`R8.12.1(火)〜12.3(木)`: one day, or the first and last."""
    begins = f"{dates.short_date(first, style)}({dates.weekday(first, language.current())})"
    if first == last:
        return begins
    same = (first.year, dates.era_of(first)) == (last.year, dates.era_of(last))
    until = f"{last.month}.{last.day}" if same else dates.short_date(last, style)
    return f"{begins}〜{until}({dates.weekday(last, language.current())})"


def taken(use: ProgramUse) -> str:
    """How much it takes: `3日`, `1.5時間`."""
    minutes = use.used_minutes if use.state == USED else use.minutes
    if minutes:
        return amount(minutes, HOUR)
    return amount((use.last - use.first).days + 1, DAY)


def state_chip(use: ProgramUse, today: date) -> Chip:
    """How it stands; a booking whose days are over asks to be marked."""
    if use.state == BOOKED and use.ends_on < today:
        return Chip(_("to be marked"), "late")
    label = codes.load("program_use_state").label(use.state)
    return Chip(label, {USED: "done", CANCELLED: "done"}.get(use.state, "waiting"))  # type: ignore[arg-type]  # kinds


def remark(use: ProgramUse) -> str:
    """The reason of what is out of the ordinary, then the note."""
    parts = []
    if use.state == CANCELLED:
        parts.append(_("cancelled: {reason}").format(reason=use.cancelled_reason))
    elif use.override_reason:
        parts.append(_("past the limit: {reason}").format(reason=use.override_reason))
    return " ・ ".join(part for part in (*parts, use.note) if part)


def same_days(found: Sequence[ProgramUse], style: dates.Style) -> str:
    """Which entries are on the same days, what that counts, and the way to mend it; "" for none."""
    if not found:
        return ""
    listed = _(", ").join(days(each.first, each.last, style) for each in found)
    told = _("The days meet another entry of this scheme: {days}. A day that stands twice counts once.")
    return told.format(days=listed) + _("If it was meant to take its place, change that entry instead.")


def with_same_days(use: ProgramUse, others: Sequence[ProgramUse], style: dates.Style) -> str:
    """The remark in the ledger, led by the entries on the same days."""
    listed = _(", ").join(days(each.first, each.last, style) for each in others)
    twice = _("same days as {days} (counted once)").format(days=listed) if others else ""
    return " ・ ".join(part for part in (twice, remark(use)) if part)


def balance(value: Balance) -> str:
    """`使った 9日 ・ 予約 3日 ・ 残り 2日 (年度14日)`."""
    return quotas.balance_words(value, speech())


def period(value: Balance, style: dates.Style) -> str:
    """From when to when it is counted."""
    return f"{dates.short_date(value.first, style)}〜{dates.short_date(value.last, style)}"


def limits(scheme: Scheme) -> str:
    """`年度28日 ・ 1回7日`, or that there is none."""
    return quotas.limits_words(scheme.quotas, speech()) or _("no limit")


def verdicts(found: Sequence[Verdict]) -> tuple[str, bool]:
    """What a booking does to the limits, and whether one is passed: what is passed first, then what is near."""
    over = [each for each in found if each.over]
    told = over or [each for each in found if each.near] or list(found)[:1]
    return "\n".join(quotas.verdict_words(each, speech()) for each in told), bool(over)


def offered(schemes: Sequence[Scheme], accounts: Sequence[SchemeAccount]) -> list[tuple[str, str]]:
    """The schemes for a booking: those the child uses, those with limits, then the others of the office's list."""
    used = [account.scheme.code for account in accounts]
    there = [each for each in schemes if not each.retired]
    order = sorted(there, key=lambda each: (used.index(each.code) if each.code in used else 99, not each.quotas))
    return [(each.code, each.name) for each in order]
