"""What a list makes of the records that are there: what no form would save is refused; nothing is left half done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from caseapp.casework import (
    accounts,
    follow_ups,
    import_choices,
    import_preview,
    import_undo,
    importing,
    merging,
    register,
    stages,
    today,
)
from caseapp.casework.import_choices import Choices
from caseapp.casework.office import Office
from caseapp.exchange import tables
from caseapp.exchange.columns import Kind
from caseapp.exchange.findings import BadRows
from caseapp.records import child
from caseapp.records.stage import StageItemRow, StageReckonedRow
from caseapp.rules.child import CertificatePeriod
from caseapp.rules.child_facts import FormerName
from tests.casework.offices import holds, new_office
from tests.casework.people import TODAY, everything, saved_child
from tests.exchange.sheets import csv_bytes

HINANO = {"児童番号": "0001", "姓": "髙瀬", "名": "陽菜乃", "生年月日": "2014-08-03"}
HOLDER = {"姓": "髙瀬", "名": "陽菜乃", "生年月日": "2014-08-03", "受給者番号": "1234567"}


@pytest.fixture
def manager(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with new_office(tmp_path / "vault", now) as made:
        yield made


def looked(opened: Office, row: dict[str, str], kind: Kind = "children") -> import_preview.Preview:
    return import_preview.look(opened, tables.read(csv_bytes([row]), kind))


def read_in(opened: Office, row: dict[str, str], kind: Kind = "children") -> None:
    importing.run(opened, tables.read(csv_bytes([row]), kind), kind=kind, on_duplicate="update")


BEGINS = CertificatePeriod(number="1234567", valid_from=date(2026, 10, 1))
ENDS_BEFORE = {"受給者番号": "1234567", "受給者証有効期間終了": "2026-09-30"}


@pytest.mark.parametrize(("kind", "row"), [("children", HINANO | ENDS_BEFORE), ("holders", HOLDER | ENDS_BEFORE)])
def test_a_row_that_makes_a_record_no_form_would_save_is_refused(
    manager: Office, kind: Kind, row: dict[str, str]
) -> None:
    saved_child(manager, certificates=(BEGINS,))
    before = everything(manager)
    (view,) = looked(manager, row, kind).rows
    assert (view.state, [found.column for found in view.problems]) == ("refused", ["受給者証有効期間終了"])
    if kind == "children":
        with pytest.raises(BadRows):
            read_in(manager, row)
    assert everything(manager) == before


def test_a_day_of_birth_after_a_change_of_name_is_refused_and_what_was_wrong_before_stands_in_no_way(
    manager: Office,
) -> None:
    who = saved_child(manager, former_names=(FormerName(family_name="三枝", until=date(2017, 4, 1)),))
    (view,) = looked(manager, HINANO | {"生年月日": "2018-08-03"}).rows
    assert (view.state, [found.column for found in view.problems]) == ("refused", ["生年月日"])
    wrong = replace(who, certificates=(replace(BEGINS, valid_to=date(2026, 9, 1)),))
    with manager.work("child.save") as work:  # as an older program let it be
        work.save(child.SUBJECT, wrong)
        work.commit(who.id)
    read_in(manager, HINANO | {"備考": "新しい備考"})
    assert register.child(manager, who.id).note == "新しい備考"


# ------------------------------------------------------------------------------------------------ severity

OLD = CertificatePeriod(number="1234567", valid_from=date(2025, 10, 1), valid_to=date(2026, 9, 30))
NOW = CertificatePeriod(number="1234567", valid_from=date(2026, 10, 1), valid_to=date(2027, 9, 30))


@pytest.mark.parametrize(
    ("known", "row", "severe"),
    [
        ((OLD, NOW), {"受給者番号": "1234567"}, [False, True]),
        ((NOW, OLD), {"受給者番号": "1234567"}, [True, False]),
        ((OLD, NOW), {}, [False, True]),
        ((OLD, NOW), {"受給者番号": "1234567", "受給者証有効期間開始": "2025-10-01"}, [True, False]),
        ((replace(OLD, valid_from=date(2024, 10, 1), valid_to=date(2025, 9, 30)), OLD), {}, [False, True]),
        ((), {}, [True]),
        ((OLD,), {"受給者番号": "7654321"}, [False, True]),
    ],
)
def test_severity_stands_on_the_period_that_is_meant(
    manager: Office, known: tuple[CertificatePeriod, ...], row: dict[str, str], severe: list[bool]
) -> None:
    who = saved_child(manager, certificates=known)
    read_in(manager, HINANO | row | {"重症患者認定": "はい"})
    assert [period.severe for period in register.child(manager, who.id).certificates] == severe


# ------------------------------------------------------------------------------------------------ and what follows


def test_who_comes_in_by_a_list_is_registered_on_that_day_and_not_silent_at_once(manager: Office) -> None:
    read_in(manager, HINANO)
    assert register.child_by_number(manager, "0001").registered_on == TODAY
    assert today.page(manager, mine=False).silent == ()


def test_the_next_step_for_who_is_missing_in_the_list_is_the_workers(manager: Office) -> None:
    worker = accounts.add_name(manager, name="森下 由佳").record_id
    theirs = saved_child(manager, worker_id=worker)
    nobodys = saved_child(manager, "0002", given_name="結", worker_id="", certificates=(replace(NOW, number="9"),))
    preview = looked(manager, HOLDER | {"姓": "林", "受給者番号": "5555555", "生年月日": "2018-08-03"}, "holders")
    assert {person.child_id for person in preview.gone} == {theirs.id, nobodys.id}
    gone = Choices(lines=frozenset(), follow_up=frozenset({theirs.id, nobodys.id}))
    import_choices.apply(manager, preview, gone)
    whose = {
        step.child_id: step.worker_id for who in (theirs, nobodys) for step in follow_ups.of_child(manager, who.id)
    }
    assert whose == {theirs.id: worker, nobodys.id: manager.account.id}


def test_who_is_taken_out_again_leaves_nothing_in_the_index(manager: Office) -> None:
    before = _indexed(manager)
    read_in(manager, HINANO)
    key = register.child_by_number(manager, "0001").id
    assert key in _indexed(manager)
    import_undo.undo(manager, import_undo.batches(manager)[0].id)
    assert _indexed(manager) == before
    assert holds(manager)["children"] == []


def _indexed(opened: Office) -> set[str]:
    with opened.reading() as session:
        return set(session.execute(text("SELECT record_id FROM search_entry")).scalars())


def test_what_was_worked_out_for_a_record_goes_with_it_at_a_merge(manager: Office) -> None:
    left, right = saved_child(manager).id, saved_child(manager, "0002", certificates=(NOW,)).id
    stages.refresh(manager)
    assert right in _worked_out(manager)
    merging.merge(manager, left, right, choices={})
    assert _worked_out(manager) <= {left}


def _worked_out(opened: Office) -> set[str]:
    with opened.reading() as session:
        return {key for row in (StageItemRow, StageReckonedRow) for key in session.scalars(select(row.child_id))}
