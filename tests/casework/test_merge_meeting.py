"""Two records become one and two again while a child is handed over, and with limits that both have half used."""

from __future__ import annotations

from datetime import date

import pytest

from caseapp.casework import handover_views, handovers, merge_undoing, merging, program_uses, register
from caseapp.casework.office import Office
from caseapp.rules.child import Child
from caseapp.rules.handover import GIVEN
from caseapp.rules.problem import Refused
from tests.casework.people import TODAY, a_child, everything
from tests.casework.test_handovers import GIVER, TAKER, Desk
from tests.casework.test_program_uses import FOURTEEN, a_use, scheme


@pytest.fixture
def desk(opened: Office) -> Desk:
    return Desk(opened)


def test_two_records_that_both_stand_in_a_hand_over_are_not_merged(desk: Desk) -> None:
    desk.prepare()
    seen = merging.preview(desk.office, desk.one.id, desk.two.id)
    assert [str(problem.message)[:20] for problem in seen.problems] == ["Both stand in a hand"]
    stored = everything(desk.office)
    with pytest.raises(Refused, match="Both stand in a hand-over"):
        merging.merge(desk.office, desk.one.id, desk.two.id, choices={})
    assert everything(desk.office) == stored
    handovers.cancel(desk.office, [desk.line(desk.two).handover_id])
    merging.merge(desk.office, desk.one.id, desk.two.id, choices={})
    assert [line.child_id for line in handover_views.lines(desk.office)] == [desk.one.id]


def merged_again(desk: Desk) -> Child:
    """Both as one, and two again: the second of them."""
    merge_undoing.undo(desk.office, merging.merges_of(desk.office, desk.one.id)[0].id)
    return register.child_by_number(desk.office, "0002")


def test_handed_over_while_merged_the_child_that_comes_back_is_the_successors(desk: Desk) -> None:
    batch = desk.prepare(desk.two)
    merging.merge(desk.office, desk.one.id, desk.two.id, choices={})
    desk.write(desk.one)
    handovers.give(desk.office, batch)
    two = merged_again(desk)
    (line,) = handover_views.lines(desk.office)
    assert (line.child_number, line.state) == ("0002", GIVEN)
    assert (two.worker, two.worker_since) == (TAKER, TODAY)
    handovers.take_back(desk.office, batch)
    assert register.child(desk.office, two.id).worker == GIVER


def test_taken_back_while_merged_the_child_that_comes_back_is_the_predecessors(desk: Desk) -> None:
    batch = desk.prepare(desk.two)
    desk.write(desk.two)
    handovers.give(desk.office, batch)
    merging.merge(desk.office, desk.one.id, desk.two.id, choices={})
    handovers.take_back(desk.office, batch)
    assert merged_again(desk).worker == GIVER
    handovers.give(desk.office, batch)
    assert register.child_by_number(desk.office, "0002").worker == TAKER


def test_given_before_the_merge_the_child_comes_back_as_it_was(desk: Desk) -> None:
    batch = desk.prepare(desk.two)
    desk.write(desk.two)
    handovers.give(desk.office, batch)
    merging.merge(desk.office, desk.one.id, desk.two.id, choices={})
    assert merged_again(desk).worker == TAKER
    assert desk.worker(desk.one) == GIVER


def test_before_a_merge_the_limits_that_both_pass_together_are_told(opened: Office) -> None:
    code, other = scheme(opened, FOURTEEN), scheme(opened, FOURTEEN, name="レスパイト")
    left, right = (register.save(opened, a_child(number)).record_id for number in ("0001", "0002"))
    program_uses.save(opened, a_use(left, code, date(2026, 6, 1), date(2026, 6, 8)))
    program_uses.save(opened, a_use(left, other, date(2026, 6, 1), date(2026, 6, 8)))
    program_uses.save(opened, a_use(right, code, date(2026, 7, 1), date(2026, 7, 6)))
    assert merging.preview(opened, left, right).warnings == ()  # 14 of 14
    program_uses.save(opened, a_use(right, code, date(2026, 7, 8)))
    (warning,) = merging.preview(opened, left, right).warnings
    assert warning.message == "{scheme}: together they pass a limit. {limit}"
    assert warning.values["scheme"] == "一時預かり"
    assert "14日" in warning.values["limit"]


def test_a_limit_that_one_of_them_passes_alone_is_no_news_before_a_merge(opened: Office) -> None:
    code = scheme(opened, FOURTEEN)
    left, right = (register.save(opened, a_child(number)).record_id for number in ("0001", "0002"))
    program_uses.save(opened, a_use(left, code, date(2026, 6, 1), date(2026, 6, 20), override_reason="災害"))
    program_uses.save(opened, a_use(right, code, date(2026, 7, 1)))
    assert merging.preview(opened, left, right).warnings == ()
