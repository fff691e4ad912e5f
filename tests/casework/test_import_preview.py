"""Looking at a list before it is read in, reading it in as decided, and undoing it as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from caseapp.casework import (
    accounts,
    audit,
    consultations,
    drafts,
    follow_ups,
    import_choices,
    import_columns,
    import_preview,
    import_undo,
    importing,
    merging,
    office,
    organizations,
    register,
    search,
)
from caseapp.casework.import_choices import Applied, Choices
from caseapp.casework.import_preview import Preview, RowView
from caseapp.casework.office import Office
from caseapp.exchange import tables
from caseapp.exchange.columns import Kind
from caseapp.exchange.findings import BadRows
from caseapp.exchange.opened_file import Source
from caseapp.rules import clock
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.problem import ChangedMeanwhile, NotAllowed, NotFound, Refused
from caseapp.vault.trouble import Cancelled
from caseapp.words import language
from tests.casework.offices import MANAGER, WORDS, holds, new_office
from tests.exchange.sheets import CHILD, CONSULTATION, ORGANIZATION, csv_bytes

HOLDER = {
    "受給者番号": "1234566",
    "姓": "高瀬",
    "名": "陽菜乃",
    "生年月日": "H26.8.3",
    "受給者証有効期間開始": "R8.10.1",
    "受給者証有効期間終了": "R9.9.30",
}


@pytest.fixture
def manager(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with new_office(tmp_path / "vault", now) as opened:
        yield opened


def looked(opened: Office, rows: list[dict[str, str]], kind: Kind = "children", **how: Any) -> Preview:
    return import_preview.look(opened, tables.read(csv_bytes(rows), kind), **how)


def taken(opened: Office, preview: Preview, **choices: Any) -> Applied:
    lines = frozenset(row.line for row in preview.rows if row.usual)
    return import_choices.apply(
        opened, preview, Choices(**{"lines": lines, **choices}), source=Source("名簿.csv", "ab")
    )


def read_in(opened: Office, rows: list[dict[str, str]], kind: Kind = "children", **choices: Any) -> Applied:
    return taken(opened, looked(opened, rows, kind), **choices)


def one(preview: Preview) -> RowView:
    (row,) = preview.rows
    return row


def said(refused: Refused) -> str:
    return language.translator("en").say(refused.problems[0])


def children(*numbers: int) -> list[dict[str, str]]:
    return [{**CHILD, "児童番号": f"R8-{n:04}", "名": f"児{n}", "住所": "汐見市"} for n in numbers]


def with_certificate(opened: Office, **changed: str) -> str:
    """A child of the register with a certificate that has run out."""
    period = {"受給者番号": "1234566", "受給者証有効期間開始": "R7.10.1", "受給者証有効期間終了": "R8.9.30"}
    read_in(opened, [{**CHILD, "姓カナ": "タカセ", "名カナ": "ヒナノ", "住所": "汐見市1", **period, **changed}])
    return register.child_by_number(opened, changed.get("児童番号", "R8-0001")).id


# ---- looking


def test_looking_changes_nothing_and_tells_of_every_row(manager: Office) -> None:
    read_in(manager, children(1, 2))
    before = holds(manager)
    rows = children(1, 2, 3, 4)
    rows[0]["住所"] = "港区"
    rows[3]["生年月日"] = "平成31年5月1日"
    preview = looked(manager, rows)
    assert [(row.line, row.state, row.who, row.usual) for row in preview.rows] == [
        (2, "changed", "高瀬 児1", True),
        (3, "same", "高瀬 児2", False),
        (4, "new", "高瀬 児3", True),
        (5, "refused", "高瀬 児4", False),
    ]
    (change,) = preview.rows[0].changes
    assert (change.field, change.before, change.after) == ("address", '"汐見市"', '"港区"')
    assert [finding.column for finding in preview.rows[3].problems] == ["生年月日"]
    assert holds(manager) == before


def test_only_what_was_ticked_is_taken(manager: Office) -> None:
    read_in(manager, children(1, 2))
    rows = [{**row, "住所": "港区", "備考": "新"} for row in children(1, 2, 3)]
    preview = looked(manager, rows)
    done = taken(manager, preview, lines=frozenset({2, 4}), fields={2: frozenset({"note"})})
    assert (done.counts.new, done.counts.changed, done.counts.left_out) == (1, 1, 1)
    first = register.child_by_number(manager, "R8-0001")
    assert (first.address, first.note) == ("汐見市", "新")
    assert register.child_by_number(manager, "R8-0002").note == ""
    assert register.child_by_number(manager, "R8-0003").note == "新"


def test_refused_rows_stop_it_unless_they_are_left_out_by_word(manager: Office) -> None:
    rows = children(1, 2)
    rows[1]["生年月日"] = "2月30日"
    preview = looked(manager, rows)
    before = holds(manager)
    with pytest.raises(BadRows):
        taken(manager, preview)
    assert holds(manager) == before
    done = taken(manager, preview, without_refused=True)
    assert (done.counts.new, done.counts.refused) == (1, 1)
    assert [row.number for row in register.rows(manager)] == ["R8-0001"]


def test_a_store_that_changed_after_the_look_is_not_written_to(manager: Office) -> None:
    preview = looked(manager, children(1))
    read_in(manager, children(1))
    before = holds(manager)
    with pytest.raises(ChangedMeanwhile):
        taken(manager, preview)
    assert holds(manager) == before


def test_who_may_only_read_may_not_even_look(manager: Office, tmp_path: Path, now: datetime) -> None:
    accounts.add(manager, name="閲覧 係", role="viewer", passphrase=WORDS + " 二")
    manager.close()
    where = tmp_path / "vault"
    reading = office.open_office(where, user="閲覧 係", passphrase=WORDS + " 二", clock=clock.stopped(now))
    with reading, pytest.raises(NotAllowed):
        looked(reading, children(1))


def test_stopped_while_looking_or_reading_in_nothing_has_happened(manager: Office) -> None:
    before = holds(manager)
    rows = children(*range(1, 601))
    with pytest.raises(Cancelled):
        looked(manager, rows, cancelled=lambda: True)
    preview = looked(manager, rows)
    told: list[tuple[int, int]] = []
    with pytest.raises(Cancelled):
        import_choices.apply(
            manager,
            preview,
            Choices(frozenset(row.line for row in preview.rows)),
            progress=lambda done, total: told.append((done, total)),
            cancelled=lambda: len(told) > 1,
        )
    assert told == [(200, 600), (400, 600)]
    assert holds(manager) == before
    assert import_undo.batches(manager) == ()


def test_two_new_parts_are_two_changes(manager: Office) -> None:
    read_in(manager, children(1))
    preview = looked(manager, [{**children(1)[0], "医療的ケア": "酸素、吸引"}])
    assert [change.field for change in one(preview).changes] == ["medical_care", "medical_care"]


def test_consultations_are_named_by_their_child(manager: Office) -> None:
    read_in(manager, children(1))
    preview = looked(manager, [{**CONSULTATION, "次回予定日": "2026-12-01"}], "consultations")
    assert (one(preview).who, one(preview).number, one(preview).state) == ("高瀬 児1", "R8-0001", "new")
    taken(manager, preview)
    child_id = register.child_by_number(manager, "R8-0001").id
    assert len(follow_ups.of_child(manager, child_id)) == 1
    assert one(looked(manager, [CONSULTATION], "consultations")).state == "same"


# ---- the yearly list of certificate holders


def test_a_holder_is_known_by_the_number_and_gets_the_new_period(manager: Office) -> None:
    child_id = with_certificate(manager)
    row = {**HOLDER, "受給者番号": "1234566", "住所": "汐見市2", "電話番号": "0000-12-3456", "疾病名": "血友病A"}
    preview = looked(manager, [row], "holders")
    view = one(preview)
    assert (view.state, view.record_id) == ("changed", child_id)
    assert {change.name for change in view.changes} == {"address", "phone", "certificates", "diseases"}
    assert view.usual_fields == {"phone", "certificates", "diseases"}  # the address is there: only where it is ticked
    taken(manager, preview)
    after = register.child_by_number(manager, "R8-0001")
    assert [(c.valid_from, c.valid_to) for c in after.certificates] == [
        (date(2025, 10, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2027, 9, 30)),
    ]
    assert (after.address, after.phone) == ("汐見市1", "0000-12-3456")
    assert preview.gone == ()


def test_the_address_is_taken_where_it_is_ticked(manager: Office) -> None:
    with_certificate(manager)
    preview = looked(manager, [{**HOLDER, "住所": "汐見市2"}], "holders")
    taken(manager, preview, fields={2: frozenset({"address"})})
    after = register.child_by_number(manager, "R8-0001")
    assert (after.address, len(after.certificates)) == ("汐見市2", 1)


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"受給者番号": "", "姓": "髙瀬"}, "changed"),  # another form of the same name
        ({"受給者番号": "7654321"}, "changed"),  # a new number, the same person
        ({"受給者番号": "", "名": "陽菜野", "姓カナ": "ﾀｶｾ", "名カナ": "ﾋﾅﾉ"}, "doubt"),  # only the reading
        ({"受給者番号": "1234566", "姓": "森", "名": "空", "生年月日": "H20.1.1"}, "doubt"),  # the number of another
        ({"受給者番号": "", "姓カナ": "タカセ", "名カナ": "ヒナノ", "生年月日": "H26.8.4"}, "doubt"),  # another day
        ({"受給者番号": "", "姓": "森", "名": "空"}, "new"),
        ({"受給者番号": "", "生年月日": "H27.1.1"}, "new"),
        ({"受給者番号": "1234566", "姓": "山本"}, "changed"),  # a new family name: the number and the day agree
    ],
)
def test_whose_a_row_is(manager: Office, row: dict[str, str], state: str) -> None:
    with_certificate(manager)
    view = one(looked(manager, [{"姓カナ": "", "名カナ": "", **HOLDER, **row}], "holders"))
    assert view.state == state
    assert [person.name for person in view.maybe] == (["高瀬 陽菜乃"] if state == "doubt" else [])


def test_a_row_of_doubt_is_decided_by_a_person(manager: Office) -> None:
    child_id = with_certificate(manager)
    row = {**HOLDER, "受給者番号": "", "姓カナ": "タカセ", "名カナ": "ヒナノ", "生年月日": "H26.8.4"}
    assert taken(manager, looked(manager, [row], "holders"), lines=frozenset({2})).batch_id == ""
    here = looked(manager, [row], "holders", chosen={2: child_id})
    assert (one(here).state, one(here).record_id) == ("changed", child_id)
    new = looked(manager, [row], "holders", chosen={2: "new"})
    assert one(new).state == "new"


def test_names_that_differ_are_told_and_not_changed(manager: Office) -> None:
    with_certificate(manager)
    preview = looked(manager, [{**HOLDER, "姓": "山本"}], "holders")
    assert [finding.column for finding in one(preview).warnings] == ["姓"]
    taken(manager, preview)
    assert register.child_by_number(manager, "R8-0001").family_name == "高瀬"


def test_who_is_new_is_registered_only_by_word_and_gets_the_next_number(manager: Office) -> None:
    with_certificate(manager)
    rows = [HOLDER, {**HOLDER, "受給者番号": "7654321", "名": "蓮"}, {**HOLDER, "受給者番号": "7654313", "名": "湊"}]
    preview = looked(manager, rows, "holders")
    assert [(row.state, row.usual) for row in preview.rows] == [("changed", True), ("new", False), ("new", False)]
    taken(manager, preview, lines=frozenset({2, 4}))
    assert {(row.number, row.name) for row in register.rows(manager)} == {
        ("R8-0001", "高瀬 陽菜乃"),
        ("R8-0002", "高瀬 湊"),
    }
    assert register.child_by_number(manager, "R8-0002").registered_on == date(2026, 11, 20)


def test_who_is_missing_is_named_and_nothing_is_deleted(manager: Office) -> None:
    child_id = with_certificate(manager)
    with_certificate(manager, 児童番号="R8-0002", 名="湊", 名カナ="ミナト", 受給者番号="7654321")
    read_in(manager, children(3))  # has no certificate
    gone_too = with_certificate(manager, 児童番号="R8-0004", 名="葵", 名カナ="アオイ", 受給者番号="1111110")
    register.close(manager, gone_too, reason="転出", on=date(2026, 4, 1))
    preview = looked(manager, [{**HOLDER, "受給者番号": "7654321", "名": "湊"}], "holders")
    assert [(person.child_id, person.certificate) for person in preview.gone] == [(child_id, "1234566")]
    done = taken(manager, preview, follow_up=frozenset({child_id}), follow_up_on=date(2026, 12, 4))
    assert done.counts.follow_ups == 1
    (step,) = follow_ups.of_child(manager, child_id)
    assert (step.text, step.due_on) == ("受給者証を更新したか確認する", date(2026, 12, 4))
    assert len(register.rows(manager)) == 3  # and one whose support has ended


def test_two_rows_of_one_child_are_taken_together(manager: Office) -> None:
    with_certificate(manager)
    second = {**HOLDER, "受給者証有効期間開始": "R9.10.1", "受給者証有効期間終了": "R10.9.30"}
    preview = looked(manager, [HOLDER, second], "holders")
    assert [row.state for row in preview.rows] == ["changed", "same"]
    taken(manager, preview)
    assert len(register.child_by_number(manager, "R8-0001").certificates) == 3


# ---- undoing


def test_an_import_is_undone_as_a_whole_also_after_a_restart(manager: Office, tmp_path: Path, now: datetime) -> None:
    read_in(manager, [{**row, "医療的ケア": "酸素、吸引", "受給者番号": "1234566"} for row in children(1, 2)])
    before = holds(manager)
    rows = [
        {**row, "住所": "港区", "医療的ケア": "吸引、経管栄養", "保護者氏名": "高瀬 空"} for row in children(1, 2, 3)
    ]
    rows[0] |= {"受給者番号": "7654321", "疾病名": "血友病A", "受給者証有効期間終了": "R9.9.30"}
    done = read_in(manager, rows)
    assert (done.counts.new, done.counts.changed) == (1, 2)
    register.page(manager, register.child_by_number(manager, "R8-0003").id)  # seen, which is no change
    manager.close()
    with office.open_office(tmp_path / "vault", user=MANAGER, passphrase=WORDS, clock=clock.stopped(now)) as again:
        newest = import_undo.batches(again)[0]
        assert (newest.id, newest.file, newest.new, newest.changed) == (done.batch_id, "名簿.csv", 1, 2)
        import_undo.undo(again, done.batch_id)
        assert _alike(holds(again)) == _alike(before)
        assert not search.find(again, "児3").hits
        assert import_undo.batches(again)[0].undone_by == MANAGER
        assert audit.verify_chain(again).whole
        read_in(again, rows)  # and it can be read in once more
        assert len(register.rows(again)) == 3


def _alike(everything: dict[str, Any]) -> dict[str, Any]:
    """Without the order of the medical care, which a history does not tell."""
    for child in everything["children"]:
        child["medical_care"] = sorted(child["medical_care"], key=str)
    return everything


def test_an_import_of_consultations_is_taken_back_with_its_next_steps(manager: Office) -> None:
    read_in(manager, children(1))
    child_id = register.child_by_number(manager, "R8-0001").id
    read_in(manager, [CONSULTATION], "consultations")
    rows = [{**CONSULTATION, "対応": "伝えた"}, {**CONSULTATION, "内容": "別の話", "次回予定日": "2026-12-01"}]
    done = read_in(manager, [{"次回予定日": "", "対応": "", **row} for row in rows], "consultations")
    import_undo.undo(manager, done.batch_id)
    (kept,) = consultations.of_child(manager, child_id)
    assert kept.response == ""
    assert follow_ups.of_child(manager, child_id, open_only=False) == ()
    assert one(looked(manager, rows[1:], "consultations")).state == "new"


def test_organizations_and_registered_holders_are_undone_too(manager: Office) -> None:
    before = holds(manager)
    first = read_in(manager, [ORGANIZATION], "organizations")
    second = read_in(manager, [HOLDER], "holders", lines=frozenset({2}))
    import_undo.undo(manager, first.batch_id)
    import_undo.undo(manager, second.batch_id)
    assert organizations.list_all(manager) == ()
    assert holds(manager) == before


def test_what_was_changed_since_is_named_and_nothing_is_undone(manager: Office) -> None:
    done = read_in(manager, children(1, 2))
    read_in(manager, [{**children(2)[0], "住所": "港区"}])
    before = holds(manager)
    with pytest.raises(Refused) as refused:
        import_undo.undo(manager, done.batch_id)
    assert "高瀬 児2 (R8-0002)" in said(refused.value)
    assert "児1" not in said(refused.value)
    assert holds(manager) == before


def test_a_child_with_records_or_a_draft_is_not_taken_out(manager: Office) -> None:
    done = read_in(manager, children(1, 2, 3))
    first, second = (register.child_by_number(manager, f"R8-000{n}").id for n in (1, 2))
    follow_ups.add(manager, FollowUp(child_id=first, text="電話する", due_on=date(2026, 12, 1)))
    drafts.save(manager, form="consultation", child_id=second, content={"facts": "x"})
    with pytest.raises(Refused) as refused:
        import_undo.undo(manager, done.batch_id)
    assert "児1" in said(refused.value)
    assert "児2" in said(refused.value)
    assert "児3" not in said(refused.value)


def test_many_that_stand_in_the_way_are_counted(manager: Office) -> None:
    done = read_in(manager, children(*range(1, 12)))
    read_in(manager, [{**row, "住所": "港区"} for row in children(*range(1, 12))])
    with pytest.raises(Refused) as refused:
        import_undo.undo(manager, done.batch_id)
    assert "and 3 more" in said(refused.value)


def test_nothing_is_undone_twice_and_no_unknown_import(manager: Office) -> None:
    done = read_in(manager, children(1))
    import_undo.undo(manager, done.batch_id)
    with pytest.raises(Refused):
        import_undo.undo(manager, done.batch_id)
    with pytest.raises(NotFound):
        import_undo.undo(manager, "there is none")


def test_undoing_that_is_stopped_changes_nothing(manager: Office) -> None:
    done = read_in(manager, children(*range(1, 250)))
    before = holds(manager)
    with pytest.raises(Cancelled):
        import_undo.undo(manager, done.batch_id, cancelled=lambda: True)
    assert holds(manager) == before
    assert import_undo.batches(manager)[0].undoable


def test_an_import_of_the_command_line_can_be_undone_too(manager: Office) -> None:
    sheet = tables.read(csv_bytes(children(1)), "children")
    importing.run(manager, sheet, kind="children", source=Source("名簿.xlsx", "cd"))
    (batch,) = import_undo.batches(manager)
    assert (batch.file, batch.kind, batch.new, batch.who) == ("名簿.xlsx", "children", 1, MANAGER)
    import_undo.undo(manager, batch.id)
    assert register.rows(manager) == ()


# ---- columns that are remembered


def test_the_columns_of_a_file_are_remembered_for_everybody(manager: Office) -> None:
    assert import_columns.remembered(manager, "abc") is None
    import_columns.remember(manager, "abc", {"お名前": "氏名"})
    import_columns.remember(manager, "abc", {"お名前": "姓"})
    assert import_columns.remembered(manager, "abc") == {"お名前": "姓"}


# ---- nobody twice


def test_a_new_child_who_is_like_one_of_the_register_is_told_and_not_ticked(manager: Office) -> None:
    with_certificate(manager)
    rows = [
        {**CHILD, "児童番号": "N-1", "姓": "髙瀬"},
        {**CHILD, "児童番号": "N-2", "姓": "森", "名": "空", "生年月日": "2010-01-01"},
    ]
    preview = looked(manager, rows)
    assert [(row.state, row.usual, len(row.warnings)) for row in preview.rows] == [("new", False, 1), ("new", True, 0)]
    assert preview.rows[0].warnings[0].reason.values == {"name": "高瀬 陽菜乃", "number": "R8-0001"}
    taken(manager, preview)
    assert [row.number for row in register.rows(manager)] == ["R8-0001", "N-2"]


def test_a_holder_whose_day_and_month_are_the_wrong_way_round_is_a_doubt(manager: Office) -> None:
    with_certificate(manager)
    view = one(looked(manager, [{**HOLDER, "受給者番号": "", "生年月日": "H26.3.8"}], "holders"))
    assert (view.state, [person.name for person in view.maybe]) == ("doubt", ["高瀬 陽菜乃"])


def test_the_number_of_a_merged_record_finds_the_child(manager: Office) -> None:
    read_in(manager, children(1, 2))
    kept, away = (register.child_by_number(manager, f"R8-000{n}").id for n in (1, 2))
    merging.merge(manager, kept, away, choices={})
    preview = looked(manager, [{**CHILD, "児童番号": "R8-0002", "備考": "新しい"}])
    assert (one(preview).state, one(preview).record_id) == ("changed", kept)
    both = looked(manager, [*children(1), {**CHILD, "児童番号": "R8-0002"}])
    assert [row.state for row in both.rows] == ["same", "refused"]  # the merge kept the name of the first
    talk = looked(manager, [{**CONSULTATION, "児童番号": "R8-0002"}], "consultations")
    assert one(talk).state == "new"
    taken(manager, talk)
    assert len(consultations.of_child(manager, kept)) == 1
