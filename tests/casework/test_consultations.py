"""Recording a consultation with what comes next: once, whole, and to be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from caseapp.casework import consultations, drafts, follow_ups, history, register, search, taking_back
from caseapp.casework.office import Office
from caseapp.casework.views import DraftKey
from caseapp.rules.follow_up import DROPPED, NextStep
from caseapp.rules.problem import ChangedMeanwhile, NotFound, Refused
from tests.casework.people import NEXT, NONE, a_talk, counted, everything, saved_child, saved_talk


def test_a_consultation_with_its_next_action(opened: Office) -> None:
    child = saved_child(opened)
    talk = saved_talk(opened, child.id, next_step=NEXT)
    assert talk.recorded_at == opened.now
    assert talk.worker == opened.account.name
    assert talk.topics == ("medical", "school")
    assert talk.next_on == NEXT.due_on
    (grown,) = follow_ups.of_child(opened, child.id)
    assert (grown.text, grown.due_on, grown.origin_kind, grown.origin_id) == (
        NEXT.text,
        NEXT.due_on,
        "consultation",
        talk.id,
    )
    assert grown.worker == opened.account.name


def test_the_question_what_comes_next_must_be_answered(opened: Office) -> None:
    child = saved_child(opened)
    before = everything(opened)
    with pytest.raises(Refused) as caught:
        consultations.record(opened, a_talk(opened, child.id), next_step=None)
    assert [problem.field for problem in caught.value.problems] == ["next_step"]
    assert everything(opened) == before


def test_all_problems_are_told_at_once(opened: Office) -> None:
    child = saved_child(opened)
    bad = a_talk(opened, child.id, method="", words="", facts="", response="", on=opened.today + timedelta(days=1))
    with pytest.raises(Refused) as caught:
        consultations.record(opened, bad, next_step=NextStep(text="電話する"))
    assert {problem.field for problem in caught.value.problems} == {"on", "method", "facts", "next_step.due_on"}


def test_saving_twice_in_a_hurry_makes_one_record_and_one_next_action(opened: Office) -> None:
    child = saved_child(opened)
    talk = a_talk(opened, child.id)
    first = consultations.record(opened, talk, next_step=NEXT)
    second = consultations.record(opened, talk, next_step=NEXT)
    assert first.record_id == second.record_id == talk.id
    assert counted(opened, "consultation") == 1
    assert counted(opened, "follow_up") == 1


def test_the_same_id_with_another_text_is_not_taken_for_the_same(opened: Office) -> None:
    child = saved_child(opened)
    talk = a_talk(opened, child.id)
    consultations.record(opened, talk, next_step=NEXT)
    with pytest.raises(ChangedMeanwhile):
        consultations.record(opened, replace(talk, facts="ちがう話"), next_step=NEXT)


def test_changing_a_consultation_changes_the_open_action_that_grew_from_it(opened: Office) -> None:
    child = saved_child(opened)
    talk = saved_talk(opened, child.id, next_step=NEXT)
    later = replace(NEXT, due_on=date(2026, 12, 1), text="学校にもう一度聞く")
    consultations.record(opened, replace(talk, facts="書き足した。"), next_step=later)
    (grown,) = follow_ups.of_child(opened, child.id)
    assert (grown.text, grown.due_on) == ("学校にもう一度聞く", date(2026, 12, 1))
    fields = {change.field for change in history.of_record(opened, "consultation", talk.id)}
    assert fields == {"", "facts", "next_on"}


def test_changing_without_an_answer_leaves_the_follow_ups_alone(opened: Office) -> None:
    child = saved_child(opened)
    talk = saved_talk(opened, child.id, next_step=NEXT)
    consultations.record(opened, replace(talk, facts="書き足した。"), next_step=None)
    assert consultations.get(opened, talk.id).next_on == NEXT.due_on
    assert len(follow_ups.of_child(opened, child.id)) == 1


def test_settling_and_replacing_what_was_planned(opened: Office) -> None:
    child = saved_child(opened)
    saved_talk(opened, child.id, next_step=NEXT)
    saved_talk(opened, child.id, next_step=replace(NEXT, text="主治医に聞く"))
    first, second = follow_ups.of_child(opened, child.id)
    step = NextStep(text="母に電話", due_on=date(2026, 12, 4), settles=(first.id,), replaces=(second.id,))
    saved_talk(opened, child.id, next_step=step)
    listed = {f.text: f.state for f in follow_ups.of_child(opened, child.id, open_only=False)}
    assert listed == {first.text: "done", second.text: "dropped", "母に電話": "open"}
    assert follow_ups.get(opened, second.id).closed_note == "→ 母に電話"


def test_another_childs_follow_up_cannot_be_settled(opened: Office) -> None:
    child, other = saved_child(opened), saved_child(opened, "0002", family_name="倉田")
    saved_talk(opened, other.id, next_step=NEXT)
    (foreign,) = follow_ups.of_child(opened, other.id)
    before = everything(opened)
    with pytest.raises(NotFound):
        saved_talk(opened, child.id, next_step=replace(NONE, settles=(foreign.id,)))
    assert everything(opened) == before


def test_the_draft_goes_in_the_same_transaction(opened: Office) -> None:
    child = saved_child(opened)
    drafts.save(opened, form="consultation", child_id=child.id, content={"words": "途中"})
    key = DraftKey("consultation", child.id)
    with pytest.raises(Refused):
        consultations.record(opened, a_talk(opened, child.id, method=""), next_step=NONE, draft_key=key)
    assert drafts.find(opened, form="consultation", child_id=child.id) is not None
    changes = consultations.record(opened, a_talk(opened, child.id), next_step=NONE, draft_key=key)
    assert changes.touches("draft")
    assert drafts.find(opened, form="consultation", child_id=child.id) is None


def test_a_brother_or_sister_it_concerned_too(opened: Office) -> None:
    child, sister = saved_child(opened), saved_child(opened, "0002", given_name="蒼")
    talk = saved_talk(opened, child.id, also_children=(sister.id,))
    assert [found.id for found in consultations.of_child(opened, sister.id)] == [talk.id]
    assert consultations.before(opened, sister.id) == talk
    assert register.page(opened, sister.id).counts == {"": 4, "consultation": 1, "certificate": 2, "milestone": 1}
    assert {row.last_contact_on for row in register.rows(opened)} == {talk.on}


def test_a_brother_who_is_not_there(opened: Office) -> None:
    child = saved_child(opened)
    with pytest.raises(NotFound):
        saved_talk(opened, child.id, also_children=("nobody",))
    with pytest.raises(NotFound):
        saved_talk(opened, "nobody")


def test_the_last_one_stands_beside_the_form(opened: Office) -> None:
    child = saved_child(opened)
    assert consultations.before(opened, child.id) is None
    saved_talk(opened, child.id, on=date(2026, 11, 6))
    newest = saved_talk(opened, child.id, on=date(2026, 11, 17))
    saved_talk(opened, child.id, on=date(2026, 10, 1), late_reason="手帳から")
    assert consultations.before(opened, child.id) == newest
    assert [talk.on.month for talk in consultations.of_child(opened, child.id)] == [11, 11, 10]


def test_withdrawn_is_hidden_kept_and_brought_back(opened: Office) -> None:
    child = saved_child(opened)
    talk = saved_talk(opened, child.id, facts="給食の話")
    with pytest.raises(Refused):
        consultations.withdraw(opened, talk.id, reason=" ")
    consultations.withdraw(opened, talk.id, reason="別の子の話だった")
    assert consultations.of_child(opened, child.id) == ()
    assert not search.find(opened, "給食").hits
    assert register.page(opened, child.id).last_contact is None
    ((kept, reason),) = consultations.withdrawn(opened, child.id)
    assert (kept.facts, reason) == ("給食の話", "別の子の話だった")
    consultations.restore(opened, talk.id)
    assert [found.facts for found in consultations.of_child(opened, child.id)] == ["給食の話"]
    assert search.find(opened, "給食").hits
    fields = [change.field for change in history.of_record(opened, "consultation", talk.id)]
    assert fields == ["withdrawn_reason", "withdrawn", "withdrawn_reason", "withdrawn", ""]


def test_the_list_of_all(opened: Office) -> None:
    child = saved_child(opened)
    saved_talk(opened, child.id, on=date(2026, 11, 6), words="はじめ")
    saved_talk(opened, child.id, on=date(2026, 11, 9), words="つぎ", next_step=NEXT)
    first, second = consultations.latest(opened)
    assert (first.text, first.next_on, first.child_name, first.worker_short) == (
        "つぎ",
        NEXT.due_on,
        "髙瀬 陽菜乃",
        "村井",
    )
    assert second.none_reason == NONE.none_reason
    assert consultations.latest(opened, before=date(2026, 11, 9)) == (second,)
    assert consultations.latest(opened, mine=True) == (first, second)


def test_what_was_planned_in_a_record_goes_and_comes_back_with_it(opened: Office) -> None:
    child = saved_child(opened)
    first = saved_talk(opened, child.id, next_step=NEXT)
    (planned,) = follow_ups.of_child(opened, child.id)
    settling = NextStep(text="学校に座席のことを聞く", due_on=date(2026, 12, 4), settles=(planned.id,))
    talk = saved_talk(opened, child.id, next_step=settling)
    grown = taking_back.grown(opened, talk.id)
    assert [each.text for each in grown.open] == ["学校に座席のことを聞く"]
    assert [each.id for each in grown.settled] == [planned.id]
    assert taking_back.grown(opened, first.id) == taking_back.Grown()

    consultations.withdraw(opened, talk.id, reason="別の子の話だった", drop_steps=False)
    assert [each.text for each in follow_ups.of_child(opened, child.id)] == ["学校に座席のことを聞く"]
    consultations.restore(opened, talk.id)
    consultations.withdraw(opened, talk.id, reason="別の子の話だった")
    assert follow_ups.of_child(opened, child.id) == ()
    dropped = follow_ups.get(opened, grown.open[0].id)
    assert (dropped.state, "別の子の話だった" in dropped.closed_note) == (DROPPED, True)
    consultations.restore(opened, talk.id)
    assert [each.text for each in follow_ups.of_child(opened, child.id)] == ["学校に座席のことを聞く"]


def test_what_was_dropped_before_stays_dropped_when_its_record_comes_back(opened: Office) -> None:
    child = saved_child(opened)
    talk = saved_talk(opened, child.id, next_step=NEXT)
    (planned,) = follow_ups.of_child(opened, child.id)
    follow_ups.drop(opened, planned.id, reason="学校が手配した")
    consultations.withdraw(opened, talk.id, reason="二重に書いた")
    consultations.restore(opened, talk.id)
    assert follow_ups.get(opened, planned.id).closed_note == "学校が手配した"


def test_a_record_of_the_wrong_child_is_moved_with_what_grew_from_it(opened: Office) -> None:
    wrong, right = saved_child(opened), saved_child(opened, "0002", given_name="湊")
    talk = saved_talk(opened, wrong.id, next_step=NEXT)
    (planned,) = follow_ups.of_child(opened, wrong.id)
    with pytest.raises(Refused):
        consultations.move(opened, talk.id, child_id=wrong.id)
    with pytest.raises(NotFound):
        consultations.move(opened, talk.id, child_id="nobody")
    changes = consultations.move(opened, talk.id, child_id=right.id)
    assert changes.children == {wrong.id, right.id}
    assert consultations.of_child(opened, wrong.id) == ()
    assert [each.id for each in consultations.of_child(opened, right.id)] == [talk.id]
    assert follow_ups.of_child(opened, wrong.id) == ()
    assert [each.id for each in follow_ups.of_child(opened, right.id)] == [planned.id]
    with opened.reading() as session:
        asked = text("SELECT child_id FROM audit WHERE action = :action ORDER BY seq")
        assert list(session.scalars(asked, {"action": "consultation.move"})) == [wrong.id, right.id]
    consultations.move(opened, talk.id, child_id=wrong.id)
    assert [each.id for each in follow_ups.of_child(opened, wrong.id)] == [planned.id]
