"""Which goal of one version is which of the other: goals get new ids when they are carried over."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from caseapp.rules.folding import fold
from caseapp.rules.plan import Goal

_ALIKE = 0.5

Pair = tuple[Goal | None, Goal | None]


def goal_pairs(old: Sequence[Goal], new: Sequence[Goal]) -> list[Pair]:
    """(goal before, goal now) in the order of the new version, what is gone at the end.

    The same id or need is the same goal; else the most alike by need and goal, when more than half is alike.
    """
    left = list(old)
    found: dict[int, Goal] = {}
    for test in (_same_id, _same_need):
        for place, goal in enumerate(new):
            match = next((each for each in left if place not in found and test(each, goal)), None)
            if match is not None:
                found[place] = match
                left.remove(match)
    ranked = sorted(
        ((_alike(before, goal), -place, before) for place, goal in enumerate(new) for before in left),
        key=lambda each: each[:2],
        reverse=True,
    )
    for share, place, before in ranked:
        if share > _ALIKE and -place not in found and before in left:
            found[-place] = before
            left.remove(before)
    return [*((found.get(place), goal) for place, goal in enumerate(new)), *((before, None) for before in left)]


def _same_id(before: Goal, now: Goal) -> bool:
    return bool(before.id) and before.id == now.id


def _same_need(before: Goal, now: Goal) -> bool:
    return bool(now.need.strip()) and fold(before.need) == fold(now.need)


def _alike(before: Goal, now: Goal) -> float:
    shares = [
        SequenceMatcher(None, one, other, autojunk=False).ratio()
        for one, other in ((before.need, now.need), (before.goal, now.goal))
        if one and other
    ]
    return max(shares, default=0.0)
