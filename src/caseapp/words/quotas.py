"""Limits of schemes in words: 年度14日, 使った 9日・予約 3日・残り 2日; and the examples of other offices."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from caseapp.rules.dates import short_date
from caseapp.rules.problem import N_
from caseapp.rules.quota import APPROVAL, DAY, HOUR, MONTH, NIGHT, RUNNING, USE, WEEK, YEAR, Balance, Quota, Verdict
from caseapp.words import resources
from caseapp.words.language import Translator

_GIVEN, _EXAMPLES = "data/scheme-quotas.tsv", "data/quota-examples.tsv"
_SPANS = {
    YEAR: N_("{amount} a fiscal year"),
    APPROVAL: N_("{amount} in the approved period"),
    MONTH: N_("{amount} a month"),
    WEEK: N_("{amount} a week"),
    USE: N_("{amount} each time"),
    RUNNING: N_("{amount} running"),
}


def amount_words(amount: int, unit: str, w: Translator) -> str:
    """`3日`, `2泊`, `1.5時間`, `5回`; hours are given in minutes."""
    if unit == HOUR:
        hours = f"{amount / 60:g}"
        return w.ngettext("{count} hour", "{count} hours", 1 if hours == "1" else 2).format(count=hours)
    if unit == DAY:
        return w.ngettext("{count} day", "{count} days", amount).format(count=amount)
    if unit == NIGHT:
        return w.ngettext("{count} night", "{count} nights", amount).format(count=amount)
    return w.ngettext("{count} time", "{count} times", amount).format(count=amount)


def limit_words(quota: Quota, w: Translator) -> str:
    """`年度14日`, `1回7日`, `週5回`, `連続7日`."""
    amount = amount_words(quota.amount, quota.unit, w)
    return w._(_SPANS.get(quota.span, "{amount}")).format(amount=amount)


def limits_words(quotas: Sequence[Quota], w: Translator) -> str:
    """All of them: `年度28日 ・ 1回7日`."""
    return " ・ ".join(limit_words(quota, w) for quota in quotas)


def dated_words(quota: Quota, w: Translator) -> str:
    """The limit with the days for which it holds and when one is warned."""
    parts = [limit_words(quota, w)]
    if quota.warn_at:
        parts.append(w._("warned at {amount} left").format(amount=amount_words(quota.warn_at, quota.unit, w)))
    if quota.valid_from or quota.valid_to:
        days = (short_date(day) if day else "" for day in (quota.valid_from, quota.valid_to))
        parts.append(" 〜 ".join(days).strip())
    return " ・ ".join(parts)


def balance_words(balance: Balance, w: Translator, *, limit: bool = True) -> str:
    """`使った 9日 ・ 予約 3日 ・ 残り 2日 (年度14日)`."""
    parts = [w._("used {amount}").format(amount=amount_words(balance.used, balance.unit, w))]
    if balance.booked:
        parts.append(w._("booked {amount}").format(amount=amount_words(balance.booked, balance.unit, w)))
    if balance.quota is None:
        return " ・ ".join(parts)
    parts.append(left_words(balance, w))
    said = " ・ ".join(parts)
    return f"{said} ({limit_words(balance.quota, w)})" if limit else said


def left_words(balance: Balance, w: Translator) -> str:
    """`残り 2日`, or by how much the limit is passed."""
    if balance.over:
        return w._("{amount} over the limit").format(amount=amount_words(-balance.left, balance.unit, w))
    return w._("{amount} left").format(amount=amount_words(balance.left, balance.unit, w))


def verdict_words(verdict: Verdict, w: Translator) -> str:
    """What a booking does to a limit, as a sentence."""
    assert verdict.quota is not None
    limit = limit_words(verdict.quota, w)
    within = ""
    if verdict.quota.span in (WEEK, MONTH, YEAR, APPROVAL, RUNNING):
        within = f"{short_date(verdict.first)}〜{short_date(verdict.last)}"
    amount = amount_words(abs(verdict.left), verdict.unit, w)
    if verdict.over:
        words = w._("{limit}: passed by {amount} with this entry.")
    elif verdict.left == 0:
        words = w._("{limit}: nothing is left after this entry.")
    else:
        words = w._("{limit}: {amount} left after this entry.")
    return words.format(limit=f"{limit} ({within})" if within else limit, amount=amount)


@cache
def given() -> dict[str, tuple[Quota, ...]]:
    """The limits that the schemes of the program have until the office writes its own, by the scheme's code."""
    found: dict[str, tuple[Quota, ...]] = {}
    for code, *limit in _rows(_GIVEN):
        found[code] = (*found.get(code, ()), _quota(limit))
    return found


@cache
def examples() -> tuple[tuple[str, tuple[Quota, ...]], ...]:
    """(name, limits) of real offices, to begin from."""
    found: dict[str, tuple[Quota, ...]] = {}
    for name, *limit in _rows(_EXAMPLES):
        found[name] = (*found.get(name, ()), _quota(limit))
    return tuple(found.items())


def _quota(cells: Sequence[str]) -> Quota:
    amount, unit, span, warn_at = cells
    factor = 60 if unit == HOUR else 1
    return Quota(amount=int(float(amount) * factor), unit=unit, span=span, warn_at=int(float(warn_at) * factor))


def _rows(name: str) -> list[list[str]]:
    lines = resources.path(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]
