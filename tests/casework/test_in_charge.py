"""Who gives which child to whom is decided once: by every door a child can get another worker through."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import caseapp.casework
from caseapp.casework import (
    accounts,
    audit,
    follow_ups,
    handover_views,
    handovers,
    import_choices,
    import_preview,
    importing,
    in_charge,
    list_hand_over,
    merge_undoing,
    merging,
    register,
    today,
)
from caseapp.casework.office import Office
from caseapp.exchange import tables
from caseapp.exchange.findings import BadRows
from caseapp.records import child
from caseapp.rules.child import Child
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.handover import GIVEN
from caseapp.rules.problem import Refused
from tests.casework.people import MANAGER, TODAY, VIEWER, WORDS, WORKER, everything, saved_child
from tests.exchange.sheets import csv_bytes

NAME_ONLY, COLLEAGUE, GONE = "三谷 里奈", "西田 聡", "柴田 和"
SINCE = date(2024, 4, 1)
ROW = {"児童番号": "0001", "姓": "髙瀬", "名": "陽菜乃", "生年月日": "2014-08-03"}


@pytest.fixture
def many(staffed: Office) -> Office:
    """Beside the manager, the worker and the viewer a colleague, a name without a way in, and one who has left."""
    accounts.add(staffed, name=COLLEAGUE, role="worker", passphrase=f"{WORDS} 四")
    accounts.add_name(staffed, name=NAME_ONLY)
    gone = accounts.add_name(staffed, name=GONE).record_id
    accounts.disable(staffed, gone, passphrase=WORDS)
    return staffed


def key_of(opened: Office, name: str) -> str:
    return next(each.id for each in accounts.list_accounts(opened) if each.name == name)


@contextmanager
def at_the_desk(opened: Office, name: str) -> Iterator[Office]:
    before = opened.account
    opened.account = next(each for each in accounts.list_accounts(opened) if each.name == name)
    try:
        yield opened
    finally:
        opened.account = before


def by_form(opened: Office, who: Child, to: str) -> None:
    register.save(opened, replace(register.child(opened, who.id), worker_id=key_of(opened, to)))


def by_bulk(opened: Office, who: Child, to: str) -> None:
    list_hand_over.hand_over(opened, [who.id], to=key_of(opened, to))


def by_list(opened: Office, who: Child, to: str) -> None:
    row = {**ROW, "児童番号": who.number, "担当者": to}
    importing.run(opened, tables.read(csv_bytes([row]), "children"), kind="children", on_duplicate="update")


def by_wizard(opened: Office, who: Child, to: str) -> None:
    looked = import_preview.look(
        opened, tables.read(csv_bytes([{**ROW, "児童番号": who.number, "担当者": to}]), "children")
    )
    import_choices.apply(opened, looked, import_choices.Choices(lines=frozenset({looked.rows[0].line})))


def by_merge(opened: Office, who: Child, to: str) -> None:
    """The other record, whose worker is kept, was made by an older program, which asked nobody."""
    other = saved_child(opened, "0009", certificates=())
    worker = key_of(opened, to)
    with opened.work("child.save") as work:
        work.save(child.SUBJECT, replace(other, worker_id=worker, worker_since=TODAY))
        work.commit(other.id)
    merging.merge(opened, who.id, other.id, choices={"worker": "right"})


DOORS: tuple[Callable[[Office, Child, str], None], ...] = (by_form, by_bulk, by_list, by_wizard, by_merge)


def step_of(opened: Office, who: Child, name: str) -> str:
    planned = FollowUp(child_id=who.id, text="電話", due_on=date(2026, 11, 25), worker_id=key_of(opened, name))
    return follow_ups.add(opened, planned).record_id


def given(opened: Office, who: Child, to: str) -> None:
    """Handed over with a sheet; the successor has not confirmed it."""
    batch = handovers.prepare(opened, [who.id], to=key_of(opened, to), on=opened.today).record_id
    (line,) = handover_views.lines(opened, batch=batch)
    sheet = handover_views.sheet(opened, line.handover_id).value
    handovers.write(opened, replace(sheet, person="あ", now="い", next_step="う"))
    handovers.give(opened, batch)


@pytest.mark.parametrize("door", DOORS)
def test_whoever_gets_a_child_gets_its_open_steps_from_today_on_and_the_log_says_so(
    many: Office, door: Callable[[Office, Child, str], None]
) -> None:
    who = saved_child(many, worker_id=key_of(many, MANAGER), worker_since=SINCE)
    step = step_of(many, who, MANAGER)
    door(many, who, WORKER)
    now = register.child(many, who.id)
    assert (now.worker, now.worker_since) == (WORKER, TODAY)
    assert follow_ups.get(many, step).worker == WORKER
    with at_the_desk(many, WORKER):
        assert [each.text for each in today.page(many, mine=True).next_7_days] == ["電話"]
    assert any(entry.detail.get("next_steps") == 1 for entry in audit.entries(many, child_id=who.id))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("to", [VIEWER, NAME_ONLY, GONE])
def test_nobody_gets_a_child_who_only_reads_has_no_way_in_or_has_left(
    many: Office, door: Callable[[Office, Child, str], None], to: str
) -> None:
    who = saved_child(many, worker_id=key_of(many, MANAGER))
    with pytest.raises((Refused, BadRows)):
        door(many, who, to)
    assert register.child(many, who.id) == who


@pytest.mark.parametrize("door", DOORS)
def test_a_worker_gives_a_colleagues_child_to_no_third_but_takes_it_over_and_gives_his_own(
    many: Office, door: Callable[[Office, Child, str], None]
) -> None:
    theirs = saved_child(many, worker_id=key_of(many, MANAGER))
    own = saved_child(many, "0002", given_name="結", worker_id=key_of(many, WORKER))
    with at_the_desk(many, WORKER):
        with pytest.raises((Refused, BadRows)):
            door(many, theirs, COLLEAGUE)
        assert register.child(many, theirs.id) == theirs
        if door is not by_merge:  # one other record is enough
            door(many, own, COLLEAGUE)
            assert register.child(many, own.id).worker == COLLEAGUE
            door(many, theirs, WORKER)
            assert register.child(many, theirs.id).worker == WORKER


@pytest.mark.parametrize("door", DOORS)
def test_what_was_handed_over_and_not_confirmed_stays_where_it_is(
    many: Office, door: Callable[[Office, Child, str], None]
) -> None:
    who = saved_child(many, worker_id=key_of(many, MANAGER))
    given(many, who, WORKER)
    who = register.child(many, who.id)
    with pytest.raises((Refused, BadRows)):
        door(many, who, COLLEAGUE)
    assert register.child(many, who.id) == who
    (line,) = handover_views.lines(many)
    assert (line.state, line.taker) == (GIVEN, WORKER)


def test_the_list_says_it_of_the_row_before_anything_is_read_in(many: Office) -> None:
    saved_child(many, worker_id=key_of(many, MANAGER))
    before = everything(many)
    rows = [{**ROW, "担当者": VIEWER}, {**ROW, "児童番号": "0044", "名": "空", "担当者": NAME_ONLY}]
    looked = import_preview.look(many, tables.read(csv_bytes(rows), "children"))
    assert [(row.state, [finding.column for finding in row.problems]) for row in looked.rows] == [
        ("refused", ["担当者"]),
        ("refused", ["担当者"]),
    ]
    assert everything(many) == before


def test_a_worker_who_is_left_out_of_a_row_changes_nothing(many: Office) -> None:
    who = saved_child(many, worker_id=key_of(many, MANAGER), worker_since=SINCE)
    step = step_of(many, who, MANAGER)
    row = {**ROW, "担当者": WORKER, "備考": "新しい備考"}
    looked = import_preview.look(many, tables.read(csv_bytes([row]), "children"))
    line = looked.rows[0].line
    fields = {line: frozenset({"note"})}
    import_choices.apply(many, looked, import_choices.Choices(lines=frozenset({line}), fields=fields))
    now = register.child(many, who.id)
    assert (now.note, now.worker, now.worker_since) == ("新しい備考", MANAGER, SINCE)
    assert follow_ups.get(many, step).worker == MANAGER


def test_the_form_says_it_beside_the_field_and_keeps_a_day_that_was_written(many: Office) -> None:
    who = saved_child(many, worker_id=key_of(many, MANAGER), worker_since=SINCE)
    with pytest.raises(Refused) as refused:
        by_form(many, who, VIEWER)
    assert [problem.field for problem in refused.value.problems] == ["worker_id"]
    written = replace(who, worker_id=key_of(many, WORKER), worker_since=date(2026, 12, 1))
    register.save(many, written)
    assert register.child(many, who.id).worker_since == date(2026, 12, 1)
    register.save(many, replace(register.child(many, who.id), worker_id=""))
    assert register.child(many, who.id).worker_since is None


def test_a_child_keeps_the_worker_who_has_left_until_somebody_else_is_chosen(many: Office) -> None:
    who, gone = saved_child(many), key_of(many, GONE)
    with many.work("child.save") as work:
        work.save(child.SUBJECT, replace(who, worker_id=gone))
        work.commit(who.id)
    register.save(many, replace(register.child(many, who.id), note="備考"))
    assert register.child(many, who.id).worker == GONE


def test_a_form_is_offered_whom_the_child_can_be_given_to(many: Office) -> None:
    who = saved_child(many, worker_id=key_of(many, MANAGER))

    def offered(child_id: str) -> set[str]:
        return {name for _key, name in in_charge.choices(many, child_id)}

    everybody = {"", MANAGER, WORKER, COLLEAGUE}
    assert offered(who.id) == offered("") == everybody
    assert set(in_charge.takers(many).values()) == everybody - {""}
    with at_the_desk(many, WORKER):
        assert offered(who.id) == {MANAGER, WORKER}
    given(many, who, COLLEAGUE)
    assert offered(who.id) == {COLLEAGUE}


def test_where_one_person_opens_the_office_alone_a_name_is_enough(opened: Office) -> None:
    accounts.add_name(opened, name=NAME_ONLY)
    who = saved_child(opened)
    by_form(opened, who, NAME_ONLY)
    assert register.child(opened, who.id).worker == NAME_ONLY


# ------------------------------------------------------------------------------------------------ merge


def test_undone_a_merge_gives_each_half_and_its_steps_back(many: Office) -> None:
    left = saved_child(many, worker_id=key_of(many, MANAGER), worker_since=SINCE)
    right = saved_child(many, "0002", worker_id=key_of(many, WORKER), worker_since=SINCE, certificates=())
    one, other = step_of(many, left, MANAGER), step_of(many, right, WORKER)
    colleagues = step_of(many, right, MANAGER)
    merging.merge(many, left.id, right.id, choices={"worker": "left"})
    assert {step.worker for step in follow_ups.of_child(many, left.id)} == {MANAGER}
    merge_undoing.undo(many, merging.merges_of(many, left.id)[0].id)
    assert [register.child(many, each.id).worker for each in (left, right)] == [MANAGER, WORKER]
    assert [follow_ups.get(many, key).worker for key in (one, other, colleagues)] == [MANAGER, WORKER, MANAGER]


def test_undone_a_merge_gives_nobody_to_who_has_left_since(many: Office) -> None:
    left = saved_child(many, worker_id=key_of(many, MANAGER))
    right = saved_child(many, "0002", worker_id=key_of(many, COLLEAGUE), certificates=())
    step = step_of(many, right, COLLEAGUE)
    merging.merge(many, left.id, right.id, choices={"worker": "left"})
    accounts.disable(many, key_of(many, COLLEAGUE), passphrase=WORDS)
    merge_undoing.undo(many, merging.merges_of(many, left.id)[0].id)
    assert register.child(many, right.id).worker == follow_ups.get(many, step).worker == MANAGER


def test_a_third_neither_merges_colleagues_children_nor_takes_it_back(many: Office) -> None:
    left = saved_child(many, worker_id=key_of(many, MANAGER))
    right = saved_child(many, "0002", worker_id=key_of(many, COLLEAGUE), certificates=())
    with at_the_desk(many, WORKER), pytest.raises(Refused):
        merging.merge(many, left.id, right.id, choices={})
    merging.merge(many, left.id, right.id, choices={"worker": "left"})
    before = everything(many)
    with at_the_desk(many, WORKER), pytest.raises(Refused):
        merge_undoing.undo(many, merging.merges_of(many, left.id)[0].id)
    assert everything(many) == {**before, "audit": everything(many)["audit"]}


# ------------------------------------------------------------------------------------------------ no other door

THROUGH = {
    "import_applying.carry_out",
    "in_charge.Charge.give",
    "in_charge.Charge.save",
    "in_charge.give_back",
    "merge_undoing.undo",
    "merging.merge",
}
"""Where a child's record is kept that may have another worker: each asks `in_charge`."""
NEVER = {
    "household._save": "address and telephone of brothers and sisters",
    "household.share": "the same",
    "import_changing.Changing.change": "carries out what its caller decided",
    "import_undo._put_back": "what a list changed is as it was; the steps that moved along go back by the same history",
    "importing._BulkIntake._save": "a whole export into a store without children",
    "intake.Intake._child": "the same, and the samples",
    "intake.Intake._records": "records of a child",
    "intake.Intake._save": "as its callers",
    "intake.Intake._withdrawn": "records of a child",
    "merge_moving._give": "records of a child",
    "merge_moving._link": "the number of a brother or sister",
    "register._with_status": "whether the support has ended",
    "unit_of_work.Work.add": "carries out what its caller decided",
    "unit_of_work.Work.save": "the same",
}
"""What keeps records and changes nobody's worker, and why."""


def test_every_function_that_keeps_a_childs_record_is_known_and_asks_in_charge() -> None:
    folder = Path(caseapp.casework.__file__).parent
    assert set(_keeping(folder)) == THROUGH | set(NEVER), "a child gets its worker by caseapp.casework.in_charge"
    for module in {each.split(".")[0] for each in THROUGH} - {"in_charge"}:
        source = (folder / f"{module}.py").read_text(encoding="utf-8")
        assert "import Charge" in source, module


def _keeping(folder: Path) -> Iterator[str]:
    """module.function of every call that makes or changes a record that is a child's, or may be (a subject that is only
    known when it runs)."""
    for path in sorted(folder.glob("**/*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {"item.subject", "subject", "each.subject", "done[key].subject", *_names_of_the_subject(tree)}
        for where, call in _calls(tree, path.stem):
            verb = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if verb in _KEEP and call.args and ast.unparse(call.args[0]) in names:
                yield where


_KEEP = ("save", "add", "make", "change", "_save", "_make")


def _names_of_the_subject(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for name in node.names:
                if (node.module, name.name) == ("caseapp.records", "child"):
                    yield f"{name.asname or name.name}.SUBJECT"
                elif (node.module, name.name) == ("caseapp.records.child", "SUBJECT"):
                    yield name.asname or name.name


def _calls(node: ast.AST, where: str) -> Iterator[tuple[str, ast.Call]]:
    for inner in ast.iter_child_nodes(node):
        named = isinstance(inner, ast.FunctionDef | ast.ClassDef)
        below = f"{where}.{inner.name}" if isinstance(inner, ast.FunctionDef | ast.ClassDef) and named else where
        if isinstance(inner, ast.Call):
            yield where, inner
        yield from _calls(inner, below)
