"""The life path of a child."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules import life_stage
from caseapp.rules.life_stage import caption, life_path

TODAY = date(2026, 11, 20)
BIRTH = date(2014, 8, 3)
EVENTS = [(date(2018, 2, 3), "フォンタン手術"), (date(2015, 6, 1), "グレン手術")]


def test_the_path_of_a_schoolchild() -> None:
    path = life_path(BIRTH, today=TODAY, events=EVENTS)
    assert [(s.kind, s.when, caption(s, birth=BIRTH)) for s in path] == [
        ("birth", "past", "H26.8"),
        ("event", "past", "H27.6"),
        ("event", "past", "H30.2・3歳"),
        ("elementary", "past", "R3.4・6歳"),
        ("now", "now", "12歳3か月"),
        ("junior_high", "next", "R9.4・あと4か月"),
        ("high", "future", "R12.4・15歳"),
        ("adult", "future", "R14.8.3"),
        ("end", "future", "R16.8.2 まで"),
    ]
    assert path[1].name == "グレン手術"
    assert path[3].name == "Elementary school"


def test_captions_in_english_and_western_dates() -> None:
    path = life_path(BIRTH, today=TODAY, events=EVENTS)
    said = [caption(s, birth=BIRTH, style="western", language="en") for s in path]
    assert said == [
        "2014/8", "2015/6", "2018/2, age 3", "2021/4, age 6", "12 y 3 mo", "2027/4, in 4 mo", "2030/4, age 15",
        "2032/8/3", "until 2034/8/2",
    ]  # fmt: skip


def test_kindergarten_is_shown_only_before_school() -> None:
    small = life_path(date(2023, 5, 1), today=TODAY)
    assert [s.kind for s in small][:4] == ["birth", "now", "kindergarten", "elementary"]
    assert "kindergarten" not in [s.kind for s in life_path(BIRTH, today=TODAY)]


def test_the_first_day_of_school_has_been_reached_but_the_last_day_of_the_programme_not() -> None:
    first_day = life_path(BIRTH, today=date(2021, 4, 1))
    assert next(s for s in first_day if s.kind == "elementary").when == "past"
    last_day = life_path(BIRTH, today=date(2034, 8, 2))
    assert last_day[-1].kind == "end"
    assert last_day[-1].when == "next"
    after = life_path(BIRTH, today=date(2034, 8, 3))
    assert after[-1].kind == "now"


def test_an_override_of_the_grade_moves_the_schools() -> None:
    path = life_path(BIRTH, today=TODAY, grade_override="e5@2026")
    assert next(s for s in path if s.kind == "junior_high").on == date(2028, 4, 1)


def test_an_operation_that_is_planned_is_the_next_stage() -> None:
    path = life_path(BIRTH, today=TODAY, events=[(date(2026, 12, 8), "カテーテル治療")])
    coming = next(s for s in path if s.when == "next")
    assert (coming.name, coming.days) == ("カテーテル治療", 18)


@given(
    st.dates(date(2004, 1, 1), date(2026, 11, 20)),
    st.lists(st.tuples(st.dates(date(2004, 1, 1), date(2045, 1, 1)), st.just("手術")), max_size=4),
)
def test_the_path_is_in_order_with_one_now_and_at_most_one_next(birth: date, events: list[tuple[date, str]]) -> None:
    path = life_path(birth, today=TODAY, events=events)
    place = [s.kind for s in path].index("now")
    assert [s.kind for s in path].count("now") == 1
    assert all(s.when == "past" and s.on <= TODAY for s in path[:place])
    assert all(s.on >= TODAY for s in path[place:])
    assert [s.when for s in path[place + 1 :]] == (["next"] + ["future"] * 20)[: len(path) - place - 1]
    for part in (path[:place], path[place:]):
        assert [s.on for s in part] == sorted(s.on for s in part)
    assert all(caption(s, birth=birth) for s in path)


def test_every_kind_but_an_event_has_a_name() -> None:
    assert {s.kind for s in life_path(date(2025, 1, 1), today=TODAY)} == set(life_stage.NAMES)
