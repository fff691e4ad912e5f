"""What a hand-over sheet says of days gone by, and what it takes over from the sheet before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from caseapp.casework import calendar, follow_ups, handover_views, handovers, program_uses
from caseapp.casework.office import Office
from caseapp.rules.account import Account
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.program_use import ProgramUse
from tests.casework.people import TODAY
from tests.casework.test_handovers import Desk, acting


@pytest.fixture
def desk(opened: Office) -> Desk:
    return Desk(opened)


def test_whatever_is_past_its_day_says_so_first(desk: Desk) -> None:
    follow_ups.add(desk.office, FollowUp(child_id=desk.one.id, text="手帳を返す", due_on=TODAY - timedelta(days=3)))
    desk.prepare(desk.one)
    items = handover_views.sheet(desk.office, desk.line(desk.one).handover_id).paper.items
    late = [item.state for item in items if item.due is not None and item.due < TODAY]
    coming = [item.state for item in items if item.due is not None and item.due >= TODAY]
    assert "自動で立てた予定" in coming
    assert late
    assert all(state.startswith("期限を過ぎています") for state in late)
    assert not any("過ぎ" in state for state in coming)


def test_what_is_booked_stands_among_the_next_dates(desk: Desk) -> None:
    def book(first: int, last: int, place: str) -> str:
        days = (TODAY + timedelta(days=first), TODAY + timedelta(days=last))
        use = ProgramUse(child_id=desk.one.id, scheme_code="respite", scheme="x", begins_on=days[0], ends_on=days[1])
        return program_uses.save(desk.office, replace(use, place=place)).record_id

    for first, last, place in ((10, 12, "県立病院"), (-5, -4, "済んだ所"), (-1, 1, "今いる所"), (400, 400, "遠い先")):
        book(first, last, place)
    program_uses.cancel(desk.office, book(20, 20, "取り消した所"), reason="発熱")
    desk.prepare(desk.one)
    items = {item.whom: item for item in handover_views.sheet(desk.office, desk.line(desk.one).handover_id).paper.items}
    assert {"県立病院", "済んだ所", "今いる所"} <= items.keys()
    assert not {"遠い先", "取り消した所"} & items.keys()
    assert items["県立病院"].text.endswith("(R8.12.2まで)")
    assert (items["県立病院"].due, items["県立病院"].state) == (TODAY + timedelta(days=10), "予約")
    assert items["済んだ所"].state == "期限を過ぎています、利用済みの記入がまだです"
    assert (items["今いる所"].due, items["今いる所"].state) == (TODAY + timedelta(days=1), "予約")


def test_what_worked_is_taken_over_from_the_sheet_before_with_its_day(desk: Desk) -> None:
    batch = desk.prepare(desk.one)
    desk.write(desk.one, worked="封筒に病名の入らないものだけ", not_worked="")
    handovers.give(desk.office, batch)
    with acting(desk.office, desk.taker):
        handovers.acknowledge(desk.office, desk.line(desk.one).handover_id)
    expected = "封筒に病名の入らないものだけ(R8.11.20の引継書から)"
    for to in (desk.giver, desk.taker):
        batch = desk.prepare(desk.one, to=to.id)
        made = next(line for line in handover_views.lines(desk.office) if line.batch == batch)
        value = handover_views.sheet(desk.office, made.handover_id).value
        assert (value.worked, value.not_worked) == (expected, ""), "once is marked once"
        handovers.write(desk.office, replace(value, person="人", now="今", next_step="次"))
        handovers.give(desk.office, batch)
        with acting(desk.office, to):
            handovers.acknowledge(desk.office, made.handover_id)


def test_nobody_is_offered_to_answer_her_own_question(desk: Desk) -> None:
    batch = desk.prepare(desk.one, to=desk.office.account.id)  # a manager takes the child over
    desk.write(desk.one)
    handovers.give(desk.office, batch)
    one = desk.line(desk.one).handover_id
    handovers.acknowledge(desk.office, one, question="祖母の電話は?")
    assert not handover_views.sheet(desk.office, one).may_answer
    assert desk.notices(mine=False) == []
    with acting(desk.office, desk.giver):
        assert handover_views.sheet(desk.office, one).may_answer
    assert desk.notices(desk.giver) == [("question", 1, 1)]


def test_the_planned_day_stands_in_the_calendar_of_both_and_on_todays_page_of_the_successor(desk: Desk) -> None:
    day = TODAY + timedelta(days=4)
    batch = desk.prepare(desk.one, desk.two, on=day)

    def planned(who: Account, *, mine: bool = True) -> list[tuple[date, str, str, str]]:
        with acting(desk.office, who):
            found = calendar.between(desk.office, TODAY, day, mine=mine)
            return [(e.on, e.child_name, e.text, e.whom) for e in found if e.kind == calendar.HANDOVER]

    expected = [(day, desk.one.name, "小林", "佐伯"), (day, desk.two.name, "小林", "佐伯")]
    assert sorted(planned(desk.giver)) == sorted(planned(desk.taker)) == sorted(expected)
    assert planned(desk.office.account) == []
    assert len(planned(desk.office.account, mine=False)) == 2
    assert desk.notices(desk.taker) == [("expected", 2, 2)]
    assert desk.notices(desk.giver) == [("prepare", 0, 2)]
    for child in (desk.one, desk.two):
        desk.write(child)
    handovers.give(desk.office, batch)
    assert planned(desk.taker, mine=False) == []
    assert desk.notices(desk.taker) == [("acknowledge", 2, 2)]
