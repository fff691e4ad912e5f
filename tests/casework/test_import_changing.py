"""Changing in bulk writes exactly what saving one record at a time writes: every table, history, the search index."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from caseapp.casework import importing, office, organizations, register
from caseapp.casework.import_changing import Changing
from caseapp.casework.office import Office
from caseapp.exchange import tables
from caseapp.records import child
from caseapp.records.all_subjects import METADATA
from caseapp.rules import clock
from caseapp.rules.problem import ChangedMeanwhile
from tests.casework.offices import MANAGER, WORDS, new_office
from tests.exchange.sheets import CHILD, CONSULTATION, ORGANIZATION, csv_bytes

_FULL = {
    **CHILD,
    "保護者氏名": "高瀬 美咲",
    "保護者続柄": "母",
    "医療的ケア": "酸素、吸引",
    "受給者番号": "1234566",
    "疾病名": "血友病A",
    "住所": "汐見市",
}
_CHANGED: list[dict[str, str]] = [
    {**_FULL, "住所": "港区", "姓カナ": "タカセ"},
    {**_FULL, "医療的ケア": "吸引、経管栄養"},
    {**_FULL, "受給者番号": "7654321", "受給者証有効期間終了": "R9.9.30", "疾病名": "もやもや病"},
    {**_FULL, "保護者続柄": "父", "備考": "新しい"},
    {**_FULL, "保護者氏名": "高瀬 空"},
    _FULL,
]


@pytest.fixture
def vaults(tmp_path: Path, now: datetime) -> Iterator[Callable[[str], Office]]:
    """The same office twice."""
    with new_office(tmp_path / "one", now) as made:
        take(made, [{**_FULL, "児童番号": f"R8-{n}"} for n in range(len(_CHANGED))], "children")
        take(made, [{**CONSULTATION, "児童番号": "R8-1", "相談内容区分": "療育相談指導"}], "consultations")
        take(made, [ORGANIZATION], "organizations")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    opened: list[Office] = []

    def open_again(name: str) -> Office:
        opened.append(office.open_office(tmp_path / name, user=MANAGER, passphrase=WORDS, clock=clock.stopped(now)))
        return opened[-1]

    yield open_again
    for each in opened:
        each.close()


def take(opened: Office, rows: list[dict[str, str]], kind: Any) -> None:
    head = dict.fromkeys(key for row in rows for key in row)
    content = csv_bytes([{name: row.get(name, "") for name in head} for row in rows])
    importing.run(opened, tables.read(content, kind), kind=kind, on_duplicate="update")


def change_everything(opened: Office) -> None:
    take(opened, [{**row, "児童番号": f"R8-{n}"} for n, row in enumerate(_CHANGED)], "children")
    again = {**CONSULTATION, "児童番号": "R8-1", "相談内容区分": "その他", "対応": "伝えた"}
    take(opened, [again], "consultations")
    take(opened, [{**ORGANIZATION, "電話番号": "0000-12-3456"}], "organizations")


def rows_of(opened: Office) -> dict[str, list[str]]:
    """Every table, without the ids that are made on the way (the changed text of a part names them, too)."""
    found: dict[str, list[str]] = {}
    with opened.reading() as session:
        for table in METADATA.sorted_tables:
            if table.name not in ("audit", "recent_child"):
                left_out = {"seq", "hash", "id", "part_id", "entry", "at"}
                columns = [c for c in table.columns if c.name not in left_out]
                found[table.name] = sorted(_plain(row) for row in session.execute(select(*columns)))
    return found


def _plain(row: Any) -> str:
    """A row as text; an id that is new in one of the vaults is only "an id"."""
    return re.sub(r'\\?"id\\?":\\?"[0-9a-f-]{36}\\?"', "an id", repr(tuple(row)))


def test_what_is_changed_in_bulk_is_the_same_as_saved_one_by_one(
    vaults: Callable[[str], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = vaults("one"), vaults("two")
    change_everything(one)
    with monkeypatch.context() as patch:
        patch.setattr(
            Changing,
            "change",
            lambda self, subject, _before, after: self._work.save(subject, after),
        )
        change_everything(two)
    first, second = rows_of(one), rows_of(two)
    assert len(first["history"]) > 20
    assert [name for name in first if first[name] != second[name]] == []


def test_a_record_that_is_not_as_it_was_is_not_written_over(vaults: Callable[[str], Office], now: datetime) -> None:
    opened = vaults("one")
    before = register.child_by_number(opened, "R8-0")
    with opened.work("x") as work:
        changing = Changing(work)
        changing.change(child.SUBJECT, replace(before, revision=9), replace(before, revision=9, note="x"))
        with pytest.raises(ChangedMeanwhile):
            changing.flush()
    assert register.child_by_number(opened, "R8-0") == before


def test_what_stays_the_same_writes_nothing(vaults: Callable[[str], Office]) -> None:
    opened = vaults("one")
    before = rows_of(opened)
    take(opened, [{**_FULL, "児童番号": "R8-0"}], "children")
    assert rows_of(opened) == before
    assert organizations.list_all(opened)[0].revision == 1
    assert register.child_by_number(opened, "R8-0").birth_date == date(2014, 8, 3)
