"""Which goal of one version is which of the other."""

from __future__ import annotations

from caseapp.rules.plan import Goal
from caseapp.rules.plan_compare import goal_pairs

SLEEP = Goal(id="1", need="夜中に2回起きる(母)", goal="続けて5時間眠れる日が週3日")
SHOTS = Goal(id="2", need="注射を友だちに見られるのがいや", goal="場所と伝え方を本人が決める")
WORK = Goal(id="3", need="進路の情報が少ない", goal="見学に行く")


def named(old: list[Goal], new: list[Goal]) -> list[tuple[str, str]]:
    return [(a.id if a else "", b.id if b else "") for a, b in goal_pairs(old, new)]


def test_a_carried_goal_is_known_by_its_need_wherever_it_stands() -> None:
    carried = [Goal(id="7", need=SHOTS.need, goal="自分で言う"), Goal(id="8", need=SLEEP.need, goal=SLEEP.goal)]
    assert named([SLEEP, SHOTS], carried) == [("2", "7"), ("1", "8")]


def test_a_reworded_need_is_known_by_likeness() -> None:
    assert named([SLEEP, SHOTS], [Goal(id="9", need="夜中に1回起きる(母)")]) == [("1", "9"), ("2", "")]


def test_what_is_new_and_what_is_gone_stand_alone() -> None:
    assert named([SLEEP], [WORK]) == [("", "3"), ("1", "")]
    assert named([], []) == []


def test_each_goal_is_matched_once() -> None:
    twins = [Goal(id="a", need=SLEEP.need), Goal(id="b", need=SLEEP.need)]
    assert named([SLEEP], twins) == [("1", "a"), ("", "b")]
    assert named(twins, [SLEEP]) == [("a", "1"), ("b", "")]


def test_the_same_id_wins_over_the_same_words() -> None:
    assert named([SLEEP, SHOTS], [Goal(id="2", need=SLEEP.need)]) == [("2", "2"), ("1", "")]
