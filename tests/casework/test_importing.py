"""Tables taken into a real vault: all of a file or nothing, duplicates as told, history, audit and search as usual."""

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
    exporting,
    follow_ups,
    history,
    importing,
    office,
    organizations,
    register,
    search,
)
from caseapp.casework.importing import ImportOutcome, OnDuplicate
from caseapp.casework.office import Office
from caseapp.exchange import casefile, tables
from caseapp.exchange.columns import Kind
from caseapp.exchange.findings import BadRows
from caseapp.rules import clock
from caseapp.rules.problem import NotAllowed
from caseapp.vault.trouble import Cancelled
from tests.casework.offices import WORDS, holds, new_office
from tests.casework.people import saved_talk
from tests.exchange.sheets import CHILD, CONSULTATION, ORGANIZATION, csv_bytes, places, said


@pytest.fixture
def manager(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with new_office(tmp_path / "vault", now) as opened:
        yield opened


def take(
    opened: Office, rows: list[dict[str, str]], kind: Kind = "children", on_duplicate: OnDuplicate = "fail", **how: Any
) -> ImportOutcome:
    sheet = tables.read(csv_bytes(rows), kind)
    return importing.run(opened, sheet, kind=kind, on_duplicate=on_duplicate, **how)


def refused(opened: Office, rows: list[dict[str, str]], kind: Kind = "children", **how: Any) -> list[tuple[int, str]]:
    before = holds(opened)
    with pytest.raises(BadRows) as bad:
        take(opened, rows, kind, **how)
    assert holds(opened) == before
    return places(bad.value.findings)


def children(count: int) -> list[dict[str, str]]:
    return [{**CHILD, "児童番号": f"R8-{n:04}", "名": f"児{n}"} for n in range(1, count + 1)]


# ---- children


def test_new_children_are_there_and_found(manager: Office) -> None:
    full = {**CHILD, "姓カナ": "タカセ", "担当者": "村井志保", "医療的ケア": "酸素", "受給者番号": "1234567"}
    outcome = take(manager, [full, {**CHILD, "児童番号": "R8-0002", "姓": "𠮷野"}])
    assert (outcome.new, outcome.changed, outcome.skipped, outcome.problems) == (2, 0, 0, ())
    child = register.child_by_number(manager, "R8-0001")
    assert (child.name, child.worker, child.medical_care[0].item) == ("高瀬 陽菜乃", "村井 志保", "oxygen")
    assert child.revision == 1
    assert [hit.child_number for hit in search.find(manager, "吉野").hits] == ["R8-0002"]
    assert len(register.rows(manager)) == 2


def test_history_and_audit_tell_of_the_import(manager: Office) -> None:
    take(manager, children(3))
    child = register.child_by_number(manager, "R8-0002")
    (made,) = history.of_record(manager, "child", child.id)
    assert (made.who, made.field) == ("村井 志保", "")
    entry = next(entry for entry in audit.entries(manager) if entry.action == "import.children")
    counts = {"kind": "children", "new": 3, "changed": 0, "skipped": 0}
    assert entry.detail == {**counts, "history_from": 1, "history_to": 3}
    assert audit.verify_chain(manager).broken_at is None


def test_one_bad_row_stops_the_whole_file(manager: Office) -> None:
    rows = children(5)
    rows[3]["生年月日"] = "平成31年5月1日"
    rows[1]["性別"] = "犬"
    assert refused(manager, [{"性別": "", **row} for row in rows]) == [(3, "性別"), (5, "生年月日")]


def test_a_number_that_is_there_is_named_with_all_other_problems(manager: Office) -> None:
    take(manager, children(2))
    rows = [
        {**CHILD, "児童番号": "R8-0002"},
        {**CHILD, "児童番号": "R8-0009", "名": ""},
        {**CHILD, "児童番号": "R8-0001"},
    ]
    assert refused(manager, rows) == [(2, "児童番号"), (3, "名"), (4, "児童番号")]


def test_skip_passes_over_what_is_there(manager: Office) -> None:
    take(manager, children(2))
    before = register.child_by_number(manager, "R8-0001")
    outcome = take(manager, [{**row, "備考": "新しい"} for row in children(3)], on_duplicate="skip")
    assert (outcome.new, outcome.skipped) == (1, 2)
    assert register.child_by_number(manager, "R8-0001") == before
    assert register.child_by_number(manager, "R8-0003").note == "新しい"


def test_update_brings_records_up_to_the_file_and_leaves_the_same_alone(manager: Office) -> None:
    take(manager, [{**row, "備考": "前"} for row in children(3)])
    rows = children(3)
    rows[1] = {**rows[1], "備考": "今", "住所": "汐見市"}
    outcome = take(manager, [{"備考": "", "住所": "", **row} for row in rows], on_duplicate="update")
    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 1, 2)
    changed = register.child_by_number(manager, "R8-0002")
    assert (changed.note, changed.address, changed.revision) == ("今", "汐見市", 2)
    assert register.child_by_number(manager, "R8-0001").note == "前"
    fields = {change.field: (change.before, change.after) for change in history.of_record(manager, "child", changed.id)}
    assert fields["note"] == ("前", "今")


def test_the_same_file_twice_with_update_changes_nothing(manager: Office) -> None:
    full = {
        **CHILD,
        "受給者番号": "1234567",
        "疾病名": "単心室症",
        "医療的ケア": "酸素、吸引",
        "保護者氏名": "高瀬 美咲",
    }
    take(manager, [full])
    before = holds(manager)
    outcome = take(manager, [full], on_duplicate="update")
    assert (outcome.unchanged, outcome.changed) == (1, 0)
    assert holds(manager) == before


def test_an_unknown_worker_is_named(manager: Office) -> None:
    assert refused(manager, [{**CHILD, "担当者": "だれか"}]) == [(2, "担当者")]


def test_a_name_that_two_people_could_have_is_named(manager: Office) -> None:
    accounts.add_name(manager, name="高橋 花子")
    accounts.add_name(manager, name="髙橋 花子")
    assert refused(manager, [{**CHILD, "担当者": "高橋花子"}]) == [(2, "担当者")]
    take(manager, [{**CHILD, "担当者": "髙橋 花子"}])
    assert register.child_by_number(manager, "R8-0001").worker == "髙橋 花子"


def test_a_dry_run_tells_and_writes_nothing(manager: Office) -> None:
    take(manager, children(1))
    before = holds(manager)
    imports = [entry.action for entry in audit.entries(manager)].count("import.children")
    outcome = take(manager, children(3), on_duplicate="skip", dry_run=True)
    assert (outcome.new, outcome.skipped) == (2, 1)
    with_problems = take(manager, [*children(2), {**CHILD, "児童番号": "R8-0009", "名": ""}], dry_run=True)
    assert places(with_problems.problems) == [(2, "児童番号"), (4, "名")]
    assert holds(manager) == before
    assert [entry.action for entry in audit.entries(manager)].count("import.children") == imports


def test_warnings_come_with_the_outcome(manager: Office) -> None:
    outcome = take(manager, [{**CHILD, "疾病名": "むずかしい病気", "血液型": "A"}])
    assert len(said(outcome.warnings)) == 2


def test_a_viewer_may_not(tmp_path: Path, now: datetime) -> None:
    with new_office(tmp_path / "v", now) as opened:
        accounts.add(opened, name="見る 人", role="viewer", passphrase=WORDS + " 二")
    with (
        office.open_office(
            tmp_path / "v", user="見る 人", passphrase=WORDS + " 二", clock=clock.stopped(now)
        ) as viewer,
        pytest.raises(NotAllowed),
    ):
        take(viewer, children(1))


def test_stopping_in_the_middle_leaves_nothing(manager: Office) -> None:
    told: list[tuple[int, int]] = []
    with pytest.raises(Cancelled):
        take(manager, children(900), progress=lambda *at: told.append(at), cancelled=lambda: len(told) == 2)
    assert [total for _, total in told] == [900, 900]
    assert register.rows(manager) == ()


def test_progress_ends_with_all(manager: Office) -> None:
    told: list[tuple[int, int]] = []
    take(manager, children(450), progress=lambda *at: told.append(at))
    assert told[-1] == (450, 450)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_many_rows_need_few_statements(manager: Office) -> None:
    from sqlalchemy import event

    counts: list[int] = []
    for number in (200, 800):
        statements: list[str] = []

        def remember(_c: Any, _cursor: Any, statement: str, *_: Any, kept: list[str] = statements) -> None:
            kept.append(statement)

        event.listen(manager.vault.engine, "before_cursor_execute", remember)
        take(manager, [{**row, "児童番号": f"{number}-{row['児童番号']}"} for row in children(number)])
        event.remove(manager.vault.engine, "before_cursor_execute", remember)
        counts.append(len(statements))
    assert counts[1] < counts[0] + 3 * 40  # three more portions, and nothing for each row


# ---- consultations


def with_child(opened: Office, **child: str) -> None:
    take(opened, [{**CHILD, **child}])


def test_consultations_go_to_their_children(manager: Office) -> None:
    with_child(manager)
    full = {**CONSULTATION, "担当者": "村井 志保", "相談内容区分": "就学・学校生活", "次回予定日": "2026-12-04"}
    assert take(manager, [full], "consultations").new == 1
    child = register.child_by_number(manager, "R8-0001")
    (record,) = consultations.of_child(manager, child.id)
    assert (record.facts, record.method, record.topics, record.worker) == (
        "学校の給食について",
        "phone",
        ("school",),
        "村井 志保",
    )
    assert record.next_on == date(2026, 12, 4)
    (follow_up,) = follow_ups.of_child(manager, child.id)
    assert (follow_up.text, follow_up.due_on, follow_up.origin_id) == ("次回の対応", date(2026, 12, 4), record.id)
    assert [hit.kind for hit in search.find(manager, "給食").hits] == ["consultation"]


def test_old_next_days_are_history_and_do_not_bury_today(manager: Office) -> None:
    with_child(manager)
    rows = [
        {**CONSULTATION, "相談日": "2026-01-10", "次回予定日": "2026-02-10"},
        {**CONSULTATION, "相談日": "2026-02-12", "次回予定日": "2026-12-01"},
        {**CONSULTATION, "相談日": "2026-03-01", "次回予定日": "2026-04-01"},
    ]
    take(manager, rows, "consultations")
    child = register.child_by_number(manager, "R8-0001")
    assert [f.due_on for f in follow_ups.of_child(manager, child.id)] == [date(2026, 4, 1), date(2026, 12, 1)]
    assert [c.next_on for c in consultations.of_child(manager, child.id)] == [
        date(2026, 4, 1),
        date(2026, 12, 1),
        date(2026, 2, 10),
    ]


def test_a_child_that_does_not_exist_is_named(manager: Office) -> None:
    with_child(manager)
    rows = [CONSULTATION, {**CONSULTATION, "児童番号": "R9-9999"}]
    assert refused(manager, rows, "consultations") == [(3, "児童番号")]


def test_a_consultation_long_before_the_birth_is_named(manager: Office) -> None:
    with_child(manager)
    assert refused(manager, [{**CONSULTATION, "相談日": "2010-01-01"}], "consultations") == [(2, "相談日")]


@pytest.mark.parametrize(("how", "counts"), [("skip", (0, 0, 0, 1)), ("update", (0, 1, 0, 0))])
def test_the_same_consultation_again(manager: Office, how: OnDuplicate, counts: tuple[int, ...]) -> None:
    with_child(manager)
    take(manager, [CONSULTATION], "consultations")
    again = {**CONSULTATION, "対応": "担任に電話する", "次回予定日": "2026-12-01"}
    assert refused(manager, [again], "consultations") == [(2, "")]
    outcome = take(manager, [again], "consultations", how)
    assert (outcome.new, outcome.changed, outcome.unchanged, outcome.skipped) == counts
    child = register.child_by_number(manager, "R8-0001")
    (record,) = consultations.of_child(manager, child.id)
    assert record.response == ("担任に電話する" if how == "update" else "")
    assert len(follow_ups.of_child(manager, child.id)) == (1 if how == "update" else 0)
    assert take(manager, [again], "consultations", "update").unchanged == (1 if how == "update" else 0)


# ---- organizations


def test_organizations_new_skipped_updated_refused(manager: Office) -> None:
    assert take(manager, [ORGANIZATION], "organizations").new == 1
    renamed = {**ORGANIZATION, "機関名": "みどりヶ丘小学校", "電話番号": "0000-34-1000"}
    assert refused(manager, [renamed], "organizations") == [(2, "機関番号")]
    assert take(manager, [renamed], "organizations", "skip").skipped == 1
    assert take(manager, [renamed], "organizations", "update").changed == 1
    assert take(manager, [renamed], "organizations", "update").unchanged == 1
    (stored,) = organizations.list_all(manager)
    assert (stored.name, stored.phone, stored.revision) == ("みどりヶ丘小学校", "0000-34-1000", 2)


def test_a_sheet_of_another_kind_is_a_mistake_of_the_caller(manager: Office) -> None:
    with pytest.raises(ValueError):
        importing.run(manager, tables.read(csv_bytes([CHILD]), "children"), kind="organizations")
    assert exporting.everything(manager)["children"] == []


# ---- what a whole export holds


def test_a_template_no_page_could_show_stops_the_whole_file(manager: Office, tmp_path: Path, now: datetime) -> None:
    take(manager, children(1))
    whole = holds(manager)
    whole["settings"]["stage_template"] = '{"renewal": {"anchor": "nowhere", "text": "更新"}}'
    with new_office(tmp_path / "new", now) as opened:
        with pytest.raises(BadRows) as bad:
            importing.import_json(opened, casefile.to_bytes(whole))
        assert [finding.column for finding in bad.value.findings] == ["settings.stage_template"]
        assert register.rows(opened) == ()


def test_a_child_is_not_its_own_sibling(manager: Office, tmp_path: Path, now: datetime) -> None:
    take(manager, children(1))
    child = register.child_by_number(manager, "R8-0001")
    saved_talk(manager, child.id)
    whole = holds(manager)
    whole["children"][0]["consultations"][0]["also_children"] = ["R8-0001"]
    with new_office(tmp_path / "new", now) as opened:
        importing.import_json(opened, casefile.to_bytes(whole))
        (talk,) = consultations.of_child(opened, register.child_by_number(opened, "R8-0001").id)
        assert talk.also_children == ()
