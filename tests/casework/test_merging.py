"""Two records become one and two again: everything moves, nothing red is lost, the undoing gives back what was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from caseapp.casework import (
    audit,
    consultations,
    drafts,
    duplicates,
    exporting,
    follow_ups,
    handover_views,
    handovers,
    history,
    import_undo,
    importing,
    merge_undoing,
    merged_numbers,
    merging,
    office,
    plans,
    register,
    search,
)
from caseapp.casework.list_views import RegisterFilter, RegisterRow
from caseapp.casework.merge_moving import LOGS, derived_tables, subjects
from caseapp.casework.office import Office
from caseapp.exchange import tables
from caseapp.records.all_subjects import METADATA
from caseapp.rules.child import Caution, FamilyMember
from caseapp.rules.clock import stopped
from caseapp.rules.handover import OPEN
from caseapp.rules.problem import ChangedMeanwhile, NotAllowed, NotFound, Refused
from tests.casework.offices import MANAGER, WORDS, holds, new_office
from tests.casework.people import NEXT, VIEWER, a_child, as_user, counted, everything, saved_child, saved_talk
from tests.exchange.sheets import CHILD, csv_bytes


def two(opened: Office, **fields: Any) -> tuple[str, str]:
    """The same child registered twice, each with a consultation."""
    plain: dict[str, Any] = {"certificates": (), "phone": "", "cautions": (), "family": ()}
    left, right = saved_child(opened, "0001"), saved_child(opened, **{"number": "0002", **plain, **fields})
    saved_talk(opened, left.id)
    saved_talk(opened, right.id, facts="ふたつめの記録にあるチューブの話")
    return left.id, right.id


def every(opened: Office) -> tuple[RegisterRow, ...]:
    """All children, those whose support has ended, too."""
    return register.rows(opened, filter=RegisterFilter(status=""))


def held(opened: Office) -> Any:
    """Everything in the office but when records were last written: moving a record there and back is writing it."""

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: without(inner) for key, inner in value.items() if key != "updated_at"}
        return [without(inner) for inner in value] if isinstance(value, list) else value

    return without(holds(opened))


def only_merge(opened: Office, child_id: str) -> str:
    (merge,) = merging.merges_of(opened, child_id)
    return merge.id


def undo(opened: Office, child_id: str) -> None:
    """Take the last merge back (the clock stands still here, so it is the one that can be)."""
    merges = [merge.id for merge in merging.merges_of(opened, child_id)]
    merge_undoing.undo(opened, next(key for key in merges if not merge_undoing.undo_preview(opened, key).problems))


# ------------------------------------------------------------------------------------------------ merging


def test_everything_of_the_other_record_is_with_the_one_that_remains(opened: Office) -> None:
    left, right = two(opened, school="港小学校", cautions=(Caution(rule="頭を打ったらすぐ受診", kind="body"),))
    changes = merging.merge(opened, left, right, choices={"school": "right"})
    assert changes.record_id == left
    assert {left, right} <= changes.children
    child = register.child(opened, left)
    assert child.school == "港小学校"
    assert child.former_numbers == ("0002",)
    assert {talk.facts for talk in consultations.of_child(opened, left)} == {
        "給食の塩分を担任が気にしている。",
        "ふたつめの記録にあるチューブの話",
    }
    assert counted(opened, "child") == 1
    with pytest.raises(NotFound):
        register.child(opened, right)
    assert merging.survivor(opened, right) == left


def test_the_merged_number_and_the_moved_text_find_the_child_that_remains(opened: Office) -> None:
    left, right = two(opened, family_name="高世", given_name="雛乃", number="0777")
    merging.merge(opened, left, right, choices={})
    assert [hit.child_id for hit in search.find(opened, "0777").hits if hit.kind == "child"] == [left]
    assert {hit.child_id for hit in search.find(opened, "チューブ").hits} == {left}
    assert search.find(opened, "チューブ", child_id=left).hits
    assert not [hit for hit in search.find(opened, "0001").hits if hit.record_id == right]
    with opened.reading() as session:
        assert merged_numbers.survivors(session, ["0777", "0001"]) == {"0777": left}


def test_the_merged_number_is_not_given_to_another_child(opened: Office) -> None:
    left, right = two(opened)
    merging.merge(opened, left, right, choices={})
    with pytest.raises(Refused) as refused:
        register.save(opened, a_child("0002"))
    assert refused.value.problems[0].field == "number"
    assert register.next_number(opened) == "0003"


def test_a_file_that_still_has_the_merged_number_brings_the_child_that_remains_up_to_date(opened: Office) -> None:
    left, right = two(opened)
    merging.merge(opened, left, right, choices={})
    row = {**CHILD, "児童番号": "0002", "所属機関": "港中学校"}
    outcome = importing.run(opened, tables.read(csv_bytes([row]), "children"), kind="children", on_duplicate="update")
    assert (outcome.new, outcome.changed) == (0, 1)
    child = register.child(opened, left)
    assert (child.number, child.former_numbers, child.school) == ("0001", ("0002",), "港中学校")


@pytest.mark.parametrize("stays", ["imported", "other"])
def test_an_import_whose_child_was_merged_is_not_undone(opened: Office, stays: str) -> None:
    other = saved_child(opened, "0001").id
    importing.run(
        opened,
        tables.read(csv_bytes([{**CHILD, "児童番号": "0002"}]), "children"),
        kind="children",
        on_duplicate="fail",
    )
    imported = register.child_by_number(opened, "0002").id
    left, right = (imported, other) if stays == "imported" else (other, imported)
    merging.merge(opened, left, right, choices={})
    before = everything(opened)
    with pytest.raises(Refused):
        import_undo.undo(opened, import_undo.batches(opened)[0].id)
    assert everything(opened) == before


def test_the_access_log_still_knows_the_number_of_the_record_that_is_no_more(opened: Office) -> None:
    left, right = two(opened)
    merging.merge(opened, left, right, choices={})
    assert {entry.child_number for entry in audit.entries(opened, child_id=right)} == {"0002"}


def test_red_facts_of_both_stand_afterwards_even_against_the_choice(opened: Office) -> None:
    never = FamilyMember(relationship="grandfather", name="髙瀬 茂", never_contact=True, note="つきまとい")
    left, right = two(opened, family=(never,), cautions=(Caution(rule="写真を載せない", kind="privacy"),))
    merging.merge(opened, left, right, choices={"family": "left", "cautions": "left"})
    facts = {fact.rule for fact in register.page(opened, left).red_facts}
    assert {"写真を載せない", "父 髙瀬 亮に連絡しない", "祖父 髙瀬 茂に連絡しない"} <= facts


def test_brothers_and_sisters_point_to_the_one_that_remains_and_back(opened: Office) -> None:
    left, right = two(opened)
    member = FamilyMember(relationship="older_sister", name="髙瀬 陽菜乃", sibling_child_number="0002")
    brother = saved_child(opened, "0003", given_name="一翔", family=(member,))
    merging.merge(opened, left, right, choices={})
    assert register.child(opened, brother.id).family[0].sibling_child_number == "0001"
    undo(opened, left)
    assert register.child(opened, brother.id).family[0].sibling_child_number == "0002"


def test_a_consultation_about_both_is_about_one_and_about_both_again(opened: Office) -> None:
    left, right = two(opened)
    third = saved_child(opened, "0003", given_name="一翔")
    talk = saved_talk(opened, third.id, also_children=(left, right))
    own = saved_talk(opened, right, also_children=(left, third.id))
    merging.merge(opened, left, right, choices={})
    assert consultations.get(opened, talk.id).also_children == (left,)
    assert consultations.get(opened, own.id).also_children == (third.id,)
    undo(opened, left)
    assert consultations.get(opened, talk.id).also_children == (left, right)
    assert consultations.get(opened, own.id).also_children == (left, third.id)


def test_what_was_withdrawn_moves_too_and_stays_out_of_the_search(opened: Office) -> None:
    left, right = two(opened)
    talk = saved_talk(opened, right, facts="まちがえて書いたエピペンの話")
    consultations.withdraw(opened, talk.id, reason="別のお子さん")
    merging.merge(opened, left, right, choices={})
    assert consultations.get(opened, talk.id).child_id == left
    assert not search.find(opened, "エピペン").hits
    undo(opened, left)
    assert consultations.get(opened, talk.id).child_id == right
    assert not search.find(opened, "エピペン").hits


def test_recents_and_drafts_go_along_and_back(opened: Office) -> None:
    left, right = two(opened)
    register.page(opened, left)
    register.page(opened, right)
    drafts.save(opened, form="consultation", child_id=right, content={"facts": "途中"})
    merging.merge(opened, left, right, choices={})
    assert [child_id for child_id, _name in register.recent(opened)] == [left]
    assert drafts.find(opened, form="consultation", child_id=left) is not None
    undo(opened, left)
    assert drafts.find(opened, form="consultation", child_id=right) is not None
    assert drafts.find(opened, form="consultation", child_id=left) is None


def test_what_both_were_opened_at_comes_back_with_its_child(opened: Office) -> None:
    left, right = two(opened)
    register.page(opened, left)
    register.page(opened, right)
    before = opened_at(opened)
    assert len(before) == 2
    merging.merge(opened, left, right, choices={})
    assert len(opened_at(opened)) == 1
    undo(opened, left)
    assert opened_at(opened) == before
    assert {child_id for child_id, _name in register.recent(opened)} == {left, right}


def opened_at(opened: Office) -> list[tuple[object, ...]]:
    with opened.reading() as session:
        return sorted(
            tuple(row) for row in session.execute(text("select account_id, child_id, opened_at from recent_child"))
        )


def test_the_merge_is_in_the_access_log_and_in_the_history(opened: Office) -> None:
    left, right = two(opened)
    merging.merge(opened, left, right, choices={})
    entry = audit.entries(opened, limit=1)[0]
    assert (entry.action, entry.child_id, entry.detail["numbers"]) == ("child.merge", left, ["0001", "0002"])
    told = [change for change in history.of_child(opened, left) if change.field == "merged_into"]
    assert [(change.before, change.after) for change in told] == [("0002", "0001")]
    undo(opened, left)
    assert audit.entries(opened, limit=1)[0].action == "child.unmerge"
    assert audit.verify_chain(opened).whole


# ------------------------------------------------------------------------------------------------ refusals


def test_what_cannot_be_merged_is_refused_and_nothing_changes(opened: Office) -> None:
    left, right = two(opened)
    before = everything(opened)
    with pytest.raises(Refused):
        merging.merge(opened, left, left, choices={})
    with pytest.raises(Refused):
        merging.merge(opened, left, right, choices={"no such field": "left"})
    with pytest.raises(NotFound):
        merging.merge(opened, left, opened.new_id(), choices={})
    with pytest.raises(ChangedMeanwhile):
        merging.merge(opened, left, right, choices={}, revisions=(1, 7))
    assert everything(opened) == before


@pytest.mark.parametrize("forms", [[("child", "left")], [("child", "right")], [("plan", "left"), ("plan", "right")]])
def test_a_draft_that_would_undo_the_merge_or_be_lost_stands_in_the_way(
    opened: Office, forms: list[tuple[str, str]]
) -> None:
    left, right = two(opened)
    for form, side in forms:
        drafts.save(opened, form=form, child_id={"left": left, "right": right}[side], content={"now": {}})
    assert len(merging.preview(opened, left, right).problems) == 1
    with pytest.raises(Refused):
        merging.merge(opened, left, right, choices={})
    assert counted(opened, "child") == 2


def test_a_viewer_may_not_merge(staffed: Office, now: datetime) -> None:
    left, right = two(staffed)
    folder = staffed.folder
    staffed.close()
    with as_user(folder, VIEWER, now=now, number="三") as viewer, pytest.raises(NotAllowed):
        merging.merge(viewer, left, right, choices={})


# ------------------------------------------------------------------------------------------------ the look before


def test_the_look_before_says_what_differs_what_moves_and_what_to_mind(opened: Office) -> None:
    left, right = two(opened, school="港小学校", birth_date=date(2014, 8, 4))
    register.save(opened, replace(register.child(opened, left), school="丘小学校"))  # written after the right one
    seen = merging.preview(opened, left, right)
    rows = {row.name: row for row in seen.rows}
    assert rows["school"].proposed == "left"
    assert not rows["school"].same
    assert rows["name"].same
    assert rows["birth_date"].proposed == "left"  # registered later is not written later
    register.save(opened, replace(register.child(opened, right), birth_date=date(2014, 8, 5)))
    assert {row.name: row.proposed for row in merging.preview(opened, left, right).rows}["birth_date"] == "right"
    assert seen.counts["consultation"] == (1, 1)
    assert [problem.field for problem in seen.warnings] == ["birth_date"]
    assert seen.problems == ()


def test_two_living_plans_are_told(opened: Office) -> None:
    left, right = two(opened)
    for child_id in (left, right):
        plans.save(opened, plans.new(opened, child_id))
    assert len(merging.preview(opened, left, right).warnings) == 1


def test_a_record_registered_by_mistake_changes_neither_the_name_nor_since_when_who_is_responsible(
    opened: Office,
) -> None:
    """高瀬, known since R6.4 and registered again as 髙瀬 today."""
    first = {"kana_confirmed_on": date(2024, 4, 19), "worker_since": date(2024, 4, 1), "worker_id": opened.account.id}
    known = saved_child(opened, "0001", family_name="高瀬", registered_on=date(2024, 4, 1), **first)
    today = {"kana_confirmed_on": None, "worker_since": opened.today, "registered_on": opened.today}
    again = saved_child(opened, "0002", family_name="髙瀬", **{**first, **today})
    merging.merge(opened, known.id, again.id, choices={})
    result = register.child(opened, known.id)
    assert (result.family_name, result.worker_since) == ("高瀬", date(2024, 4, 1))
    assert result.registered_on == date(2024, 4, 1)
    undo(opened, known.id)
    back = [register.child(opened, child_id) for child_id in (known.id, again.id)]
    assert [(c.family_name, c.worker_since) for c in back] == [
        ("高瀬", date(2024, 4, 1)),
        ("髙瀬", opened.today),
    ]


# ------------------------------------------------------------------------------------------------ undoing


PAIRS = [(0, 1), (8, 9), (3, 20), (20, 3), (11, 5)]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_undoing_gives_back_the_office_as_it_was(filled: Office, one: int, other: int) -> None:
    """The samples have every kind of record; the whole export is compared."""
    children = sorted(row.child_id for row in every(filled))
    numbers = sorted(row.number for row in every(filled))
    left, right = (register.child_by_number(filled, numbers[place]).id for place in (one, other))
    if merging.preview(filled, left, right).problems:  # both stand in a hand-over: one is taken out of it first
        going = [line for line in handover_views.lines(filled) if line.child_id == right and line.state in OPEN]
        handovers.cancel(filled, [line.handover_id for line in going], reason="記録が二つあった")
    before = held(filled)
    merging.merge(filled, left, right, choices={})
    assert [c["number"] for c in holds(filled)["children"]] == [n for n in numbers if n != numbers[other]]
    merge_undoing.undo(filled, only_merge(filled, left))
    assert held(filled) == before
    assert sorted(row.child_id for row in every(filled)) == children


@pytest.mark.parametrize("side", ["left", "right"])
def test_undoing_gives_back_what_was_not_chosen(filled: Office, side: str) -> None:
    numbers = sorted(row.number for row in every(filled))
    left, right = (register.child_by_number(filled, number).id for number in numbers[:2])
    before = held(filled)
    choices = {row.name: side for row in merging.preview(filled, left, right).rows}
    merging.merge(filled, left, right, choices=choices)
    merge_undoing.undo(filled, only_merge(filled, left))
    assert held(filled) == before


def test_it_can_be_undone_after_the_office_was_closed(filled: Office, now: datetime) -> None:
    numbers = sorted(row.number for row in every(filled))
    left, right = (register.child_by_number(filled, number).id for number in numbers[:2])
    before = held(filled)
    merging.merge(filled, left, right, choices={})
    folder = filled.folder
    filled.close()
    with office.open_office(folder, user=MANAGER, passphrase=WORDS, clock=stopped(now)) as again:
        undo(again, left)
        assert held(again) == before


def test_what_came_since_stays_and_is_named(opened: Office) -> None:
    left, right = two(opened, school="港小学校")
    merging.merge(opened, left, right, choices={"school": "right"})
    since = saved_talk(opened, left, facts="統合のあとの電話")
    child = register.child(opened, left)
    register.save(opened, replace(child, note="統合のあとの備考", school="港中学校"))
    seen = merge_undoing.undo_preview(opened, only_merge(opened, left))
    assert [(stays.kind, stays.record_id, stays.on) for stays in seen.stays] == [("consultation", since.id, since.on)]
    assert seen.kept_fields == ("school",)
    assert seen.back["consultation"] == 1
    undo(opened, left)
    assert consultations.get(opened, since.id).child_id == left
    remained, again = register.child(opened, left), register.child(opened, right)
    assert (remained.note, remained.school) == ("統合のあとの備考", "港中学校")
    assert again.school == "港小学校"
    assert len(consultations.of_child(opened, right)) == 1


def test_a_part_that_was_changed_since_stays_and_the_other_record_gets_its_own_again(opened: Office) -> None:
    aunt = FamilyMember(relationship="other", name="三枝 涼子", phone="045-111-2222")
    left, right = two(opened, family=(aunt,))
    merging.merge(opened, left, right, choices={})
    child = register.child(opened, left)
    family = tuple(replace(m, phone="045-999-9999") if m.name == aunt.name else m for m in child.family)
    register.save(opened, replace(child, family=family))
    undo(opened, left)
    assert [m.phone for m in register.child(opened, left).family if m.name == aunt.name] == ["045-999-9999"]
    assert [m.phone for m in register.child(opened, right).family] == ["045-111-2222"]


def test_a_review_of_a_plan_that_goes_back_goes_with_it(filled: Office) -> None:
    draft = text("SELECT number FROM support_plan WHERE status = 'draft'")
    active = text("SELECT id, child_id, number FROM support_plan WHERE status = 'active'")
    with filled.reading() as session:
        begun = set(session.execute(draft).scalars())
        plan_id, right = next((row[0], row[1]) for row in session.execute(active) if row[2] not in begun)
    left = next(row.child_id for row in every(filled) if row.child_id != right)
    merging.merge(filled, left, right, choices={})
    changes = plans.new_version(filled, plan_id)
    undo(filled, left)
    assert plans.get(filled, changes.record_id).child_id == right


def test_a_record_that_somebody_is_changing_stands_in_the_way_of_undoing(opened: Office) -> None:
    left, right = two(opened)
    merging.merge(opened, left, right, choices={})
    drafts.save(opened, form="child", child_id=left, content={"now": {}})
    with pytest.raises(Refused):
        merge_undoing.undo(opened, only_merge(opened, left))
    drafts.discard(opened, form="child", child_id=left)
    undo(opened, left)
    assert counted(opened, "child") == 2


def test_an_export_takes_the_merged_number_along(opened: Office, tmp_path: Path, now: datetime) -> None:
    left, right = two(opened)
    merging.merge(opened, left, right, choices={})
    with new_office(tmp_path / "other", now) as other:
        importing.import_json(other, json.dumps(exporting.everything(opened)).encode())
        assert register.child_by_number(other, "0001").former_numbers == ("0002",)
        with pytest.raises(Refused):
            register.save(other, a_child("0002"))


def test_merges_are_undone_in_their_order(opened: Office) -> None:
    left, right = two(opened)
    third = saved_child(opened, "0003").id
    merging.merge(opened, left, right, choices={})
    first = only_merge(opened, left)
    merging.merge(opened, third, left, choices={})
    assert merging.survivor(opened, right) == third
    assert register.child(opened, third).former_numbers == ("0001", "0002")
    with pytest.raises(Refused):
        merge_undoing.undo(opened, first)
    undo(opened, third)
    merge_undoing.undo(opened, first)
    assert {row.number for row in register.rows(opened)} == {"0001", "0002", "0003"}
    with pytest.raises(Refused):
        merge_undoing.undo(opened, first)
    assert register.child(opened, left).former_numbers == ()


def test_two_who_were_told_apart_stay_so_after_merge_and_undoing(opened: Office) -> None:
    left, right = two(opened)
    third = saved_child(opened, "0003").id
    duplicates.told_apart(opened, right, third)
    merging.merge(opened, left, right, choices={})
    undo(opened, left)
    assert {pair.right.child_id for pair in duplicates.pairs(opened, settled=True)} <= {right, third}


def test_a_merge_that_there_is_not_is_not_found(opened: Office) -> None:
    with pytest.raises(NotFound):
        merge_undoing.undo(opened, opened.new_id())
    with pytest.raises(NotFound):
        merge_undoing.undo_preview(opened, opened.new_id())


def test_every_table_that_points_to_a_child_is_moved_by_its_foreign_key() -> None:
    """What has a child's id without a foreign key is a log, is moved by hand, or is worked out anew."""
    free = {
        table.name for table in METADATA.sorted_tables if "child_id" in table.c and not table.c["child_id"].foreign_keys
    }
    assert free == LOGS | {table.name for table in derived_tables()}
    assert {"consultation", "child_merge", "recent_child"}.isdisjoint(free)
    assert {s.kind for s in subjects()} >= {"consultation", "follow_up", "support_plan", "review", "liaison", "consent"}


def test_follow_ups_of_both_are_open_afterwards(opened: Office) -> None:
    left, right = two(opened)
    saved_talk(opened, right, next_step=NEXT)
    merging.merge(opened, left, right, choices={})
    assert [step.text for step in follow_ups.of_child(opened, left)] == [NEXT.text]
