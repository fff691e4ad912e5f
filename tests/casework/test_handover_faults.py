"""Hand-overs when people leave, forms lie and days go by; and the change of worker without a sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from caseapp.casework import accounts, follow_ups, handover_views, handovers, list_hand_over, register, today
from caseapp.casework.office import Office
from caseapp.records import child, follow_up
from caseapp.rules.handover import CANCELLED, GIVEN, PREPARING
from caseapp.rules.problem import Refused
from tests.casework.people import WORDS, everything
from tests.casework.test_handovers import GIVER, TAKER, THIRD, Desk, acting, nobodys, person


@pytest.fixture
def desk(opened: Office) -> Desk:
    return Desk(opened)


def later(desk: Desk, days: int) -> None:
    then = desk.office.now + timedelta(days=days)
    desk.office.clock = lambda: then


def test_children_of_a_successor_who_leaves_before_confirming_are_not_lost(desk: Desk) -> None:
    desk.given()
    assert handover_views.left_with(desk.office, desk.taker.id, free=True) == ()
    accounts.disable(desk.office, desk.taker.id, passphrase=WORDS)
    assert desk.notices() == [("waiting", 2, 2)]  # at once, not after a week
    assert [notice.taker_left for notice in today.page(desk.office, mine=True).handovers] == [True]
    both = handover_views.left_with(desk.office, desk.taker.id, free=True)
    assert set(both) == {desk.one.id, desk.two.id}
    third, old = person(desk.office, THIRD), desk.line(desk.one).handover_id
    batch = desk.prepare(to=third.id)
    assert {(line.batch, line.giver, line.state) for line in handover_views.lines(desk.office)} == {
        (batch, TAKER, PREPARING)
    }
    ended = handover_views.sheet(desk.office, old).value
    assert (ended.state, ended.cancelled_reason) == (CANCELLED, "後任が確認する前に在籍しなくなったため")


def test_a_child_given_to_somebody_who_works_here_waits_for_his_word(desk: Desk) -> None:
    desk.given()
    stored = everything(desk.office)
    with pytest.raises(Refused, match="not finished"):
        desk.prepare(desk.one, to=person(desk.office, THIRD).id)
    assert not [line for line in handover_views.lines(desk.office) if line.state == CANCELLED]
    assert everything(desk.office)["handover"] == stored["handover"]


def test_nothing_goes_back_to_one_who_left(desk: Desk) -> None:
    batch = desk.given()
    accounts.disable(desk.office, desk.giver.id, passphrase=WORDS)
    with pytest.raises(Refused, match="cannot go back") as refused:
        handovers.take_back(desk.office, batch)
    assert refused.value.problems[0].values == {"name": GIVER}
    assert {desk.worker(desk.one), desk.worker(desk.two)} == {TAKER}


def test_taken_back_the_sheet_is_no_longer_kept_as_it_was(desk: Desk) -> None:
    batch = desk.given()
    key = desk.line(desk.one).handover_id
    assert handover_views.sheet(desk.office, key).value.frozen
    handovers.take_back(desk.office, batch)
    value = handover_views.sheet(desk.office, key).value
    assert (value.frozen, value.given_at, value.worker_since, value.moved) == ("", None, None, ())
    desk.write(desk.one, person="書き直した")
    assert handover_views.sheet(desk.office, key).paper.person == "書き直した"


def test_what_a_third_has_by_now_is_not_taken_back(desk: Desk) -> None:
    batch = desk.given()
    third = person(desk.office, THIRD)
    with desk.office.work("child.save") as work:  # an older program let it go on while it waited for a word
        work.save(child.SUBJECT, replace(work.find(child.SUBJECT, desk.two.id), worker_id=third.id))
        work.commit(desk.two.id)
    (step,) = follow_ups.of_child(desk.office, desk.one.id)
    with desk.office.work("follow_up.save") as work:
        work.save(follow_up.SUBJECT, replace(step, worker_id=third.id))
        work.commit(step.id)
    handovers.take_back(desk.office, batch)
    assert (desk.worker(desk.one), desk.worker(desk.two)) == (GIVER, THIRD)
    assert follow_ups.get(desk.office, step.id).worker == THIRD


def test_a_sheet_keeps_its_people_and_its_child_whatever_the_form_says(desk: Desk) -> None:
    desk.prepare(desk.one)
    key = desk.line(desk.one).handover_id
    value = handover_views.sheet(desk.office, key).value
    third = person(desk.office, THIRD)
    forged = replace(value, now="書いた", taker_id=third.id, giver_id=third.id, state=GIVEN, batch="another")
    handovers.write(desk.office, forged)
    kept = handover_views.sheet(desk.office, key).value
    assert kept == replace(value, now="書いた", revision=kept.revision)
    with pytest.raises(Refused, match="another child"):
        handovers.write(desk.office, replace(kept, child_id=desk.two.id))


def test_confirming_says_when(desk: Desk) -> None:
    desk.given()
    key = desk.line(desk.one).handover_id
    with acting(desk.office, desk.taker):
        handovers.acknowledge(desk.office, key)
    assert desk.line(desk.one).acknowledged_at == desk.office.now
    assert desk.line(desk.two).acknowledged_at is None


def test_nobody_to_take_out_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="No child"):
        handovers.cancel(desk.office, [])


def test_the_sheet_is_kept_in_every_language_of_paper(desk: Desk) -> None:
    desk.given()
    key = desk.line(desk.one).handover_id
    ja = handover_views.sheet(desk.office, key).paper
    desk.office.preferences = {**desk.office.preferences, "language": "en"}
    register.save(desk.office, replace(register.child(desk.office, desk.one.id), hospital="別の病院"))
    en = handover_views.sheet(desk.office, key).paper
    assert (en.person, en.given_on) == (ja.person, ja.given_on)
    assert (ja.consents, en.consents) == ("まだありません", "none yet")


def test_what_is_done_leaves_the_list_after_sixty_days_and_an_open_question_does_not(desk: Desk) -> None:
    desk.given()
    one, two = desk.line(desk.one).handover_id, desk.line(desk.two).handover_id
    with acting(desk.office, desk.taker):
        handovers.acknowledge(desk.office, one, question="祖母の電話は?")
        handovers.acknowledge(desk.office, two)
    later(desk, handover_views.KEPT_DAYS - 1)
    assert len(handover_views.lines(desk.office)) == 2
    later(desk, 1)
    assert [line.handover_id for line in handover_views.lines(desk.office)] == [one]
    handovers.answer(desk.office, one, "台帳に")
    assert handover_views.lines(desk.office) == ()


# ---- 担当を替える, without a sheet


def test_a_worker_takes_children_over_and_gives_his_own_and_a_manager_all(desk: Desk) -> None:
    third = person(desk.office, THIRD)
    stored = everything(desk.office)
    with acting(desk.office, third), pytest.raises(Refused, match="Only the worker in charge") as refused:
        list_hand_over.hand_over(desk.office, [desk.one.id, desk.two.id], to=desk.taker.id)
    assert refused.value.problems[0].values["numbers"] == "0001、0002"
    assert everything(desk.office) == stored
    with acting(desk.office, third):
        list_hand_over.hand_over(desk.office, [desk.one.id], to=third.id)
        list_hand_over.hand_over(desk.office, [desk.one.id], to=desk.taker.id)
    nobodys(desk)
    with acting(desk.office, third):
        list_hand_over.hand_over(desk.office, [desk.two.id], to=desk.giver.id)
    assert (desk.worker(desk.one), desk.worker(desk.two)) == (TAKER, GIVER)
    list_hand_over.hand_over(desk.office, [desk.one.id, desk.two.id], to=third.id)
    assert {desk.worker(desk.one), desk.worker(desk.two)} == {THIRD}


def test_no_child_goes_to_somebody_who_only_reads(desk: Desk) -> None:
    reader = person(desk.office, "閲覧", role="viewer")
    with pytest.raises(Refused, match="only reads") as refused:
        list_hand_over.hand_over(desk.office, [desk.one.id], to=reader.id)
    assert [problem.field for problem in refused.value.problems] == ["worker_id"]
    assert desk.worker(desk.one) == GIVER


def test_what_was_handed_over_waits_for_the_successors_word(desk: Desk) -> None:
    desk.given()
    third = person(desk.office, THIRD)
    with pytest.raises(Refused, match="not confirmed yet") as refused:
        list_hand_over.hand_over(desk.office, [desk.one.id], to=third.id)
    assert refused.value.problems[0].values["numbers"] == "0001"
    assert desk.worker(desk.one) == TAKER
    with acting(desk.office, desk.taker):
        handovers.acknowledge(desk.office, desk.line(desk.one).handover_id)
    list_hand_over.hand_over(desk.office, [desk.one.id], to=third.id)
    assert desk.worker(desk.one) == THIRD
