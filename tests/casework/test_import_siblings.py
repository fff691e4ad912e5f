"""Brothers and sisters in a list: offered, linked only by a tick, taken back with the import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from caseapp.casework import import_choices, import_preview, import_undo, register
from caseapp.casework.import_choices import Applied, Choices
from caseapp.casework.import_preview import Preview
from caseapp.casework.office import Office
from caseapp.exchange import tables
from caseapp.exchange.columns import Kind
from caseapp.rules.child_household import sibling_numbers
from tests.casework.offices import new_office
from tests.casework.people import everything
from tests.exchange.sheets import csv_bytes

HOUSE = {"住所": "汐見市緑ヶ丘2丁目3番4号", "保護者氏名": "高瀬 美咲", "保護者続柄": "母", "電話番号": "0000-11-2222"}
HINANO = {**HOUSE, "児童番号": "A1", "姓": "高瀬", "名": "陽菜乃", "生年月日": "H26.8.3", "性別": "女"}
AOI = {**HOUSE, "児童番号": "A2", "姓": "高瀬", "名": "蒼", "生年月日": "H29.5.1", "性別": "男"}
TWIN = {**AOI, "児童番号": "A3", "名": "翠", "性別": "女"}
OTHER = {"児童番号": "A4", "姓": "林", "名": "楓", "生年月日": "H29.5.1", "住所": "汐見市港町1-2-3"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for looks, which change nothing."""
    now = datetime.fromisoformat("2026-11-20T10:12+09:00")
    with new_office(tmp_path_factory.mktemp("kin") / "vault", now) as made:
        yield made


@pytest.fixture
def manager(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with new_office(tmp_path / "vault", now) as made:
        yield made


def looked(opened: Office, rows: list[dict[str, str]], kind: Kind = "children") -> Preview:
    return import_preview.look(opened, tables.read(csv_bytes(rows), kind))


def read_in(opened: Office, preview: Preview, **choices: Any) -> Applied:
    lines = frozenset(row.line for row in preview.rows if row.state in ("new", "changed"))
    return import_choices.apply(opened, preview, Choices(**{"lines": lines, **choices}))


def siblings(opened: Office) -> dict[str, tuple[str, ...]]:
    rows = register.rows(opened)
    return {row.number: sibling_numbers(register.child(opened, row.child_id)) for row in rows}


def offered(preview: Preview) -> list[tuple[str, str, str, bool]]:
    return [(each.one.name, each.other.name, each.why, each.twins) for each in preview.siblings]


def test_rows_of_one_household_are_offered_and_twins_told_apart(shared: Office) -> None:
    assert offered(looked(shared, [HINANO, AOI, TWIN, OTHER])) == [
        ("高瀬 陽菜乃", "高瀬 蒼", "address", False),
        ("高瀬 陽菜乃", "高瀬 翠", "address", False),
        ("高瀬 蒼", "高瀬 翠", "address", True),
    ]


def test_a_row_that_must_be_mended_and_a_home_of_many_offer_nothing(shared: Office) -> None:
    assert offered(looked(shared, [HINANO, {**AOI, "生年月日": "いつか"}])) == []
    names = ["蒼", "翠", "楓", "碧", "湊", "凪", "紬", "晴", "律"]
    many = [{**AOI, "児童番号": f"B{n}", "名": name, "生年月日": f"H29.{n + 1}.1"} for n, name in enumerate(names)]
    assert offered(looked(shared, many)) == []


def test_nobody_is_linked_without_a_tick(manager: Office) -> None:
    done = read_in(manager, looked(manager, [HINANO, AOI]))
    assert done.counts.siblings == 0
    assert siblings(manager) == {"A1": (), "A2": ()}


def test_linked_both_ways_and_undone_with_the_import(manager: Office) -> None:
    read_in(manager, looked(manager, [HINANO]))
    before = everything(manager)
    preview = looked(manager, [AOI, TWIN, OTHER])
    keys = frozenset(each.key for each in preview.siblings)
    assert len(keys) == 3
    done = read_in(manager, preview, siblings=keys)
    assert (done.counts.new, done.counts.changed, done.counts.siblings) == (3, 0, 3)
    assert siblings(manager) == {"A1": ("A2", "A3"), "A2": ("A1", "A3"), "A3": ("A2", "A1"), "A4": ()}
    hinano = next(row for row in register.rows(manager) if row.number == "A1")
    members = register.child(manager, hinano.child_id).family
    assert {(m.name, m.relationship) for m in members if m.sibling_child_number} == {
        ("高瀬 蒼", "younger_brother"),
        ("高瀬 翠", "younger_sister"),
    }
    assert looked(manager, [AOI, TWIN]).siblings == ()  # they are there, and linked
    import_undo.undo(manager, done.batch_id)
    assert siblings(manager) == {"A1": ()}
    assert everything(manager)["family_member"] == before["family_member"]


def test_a_link_to_a_row_that_is_not_taken_is_left_out(manager: Office) -> None:
    preview = looked(manager, [HINANO, AOI])
    (offer,) = preview.siblings
    done = read_in(manager, preview, lines=frozenset({offer.one.line}), siblings=frozenset({offer.key}))
    assert (done.counts.new, done.counts.siblings) == (1, 0)
    assert siblings(manager) == {"A1": ()}


def test_the_yearly_list_links_by_the_numbers_it_gives(manager: Office) -> None:
    rows = [{key: text for key, text in row.items() if key != "児童番号"} for row in (HINANO, AOI)]
    preview = looked(manager, rows, "holders")
    (offer,) = preview.siblings
    read_in(manager, preview, siblings=frozenset({offer.key}))
    (one, of_one), (other, of_other) = siblings(manager).items()
    assert (of_one, of_other) == ((other,), (one,))
