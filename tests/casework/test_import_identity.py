"""import → export → import is the identity: what was read in and written out changes nothing when it is read again."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.casework import consultations, import_choices, import_preview, organizations, register
from caseapp.casework.import_choices import Choices
from caseapp.casework.office import Office
from caseapp.exchange import cells_of, mapping, tables
from caseapp.exchange.columns import TABLES, Kind
from caseapp.exchange.opened_file import open_file
from caseapp.exchange.writing import write_csv, write_xlsx
from caseapp.words import codes
from tests.casework.offices import MANAGER, new_office

_EXAMPLES = settings(max_examples=5, deadline=None)
_TODAY = date(2026, 11, 20)
_SEQUENCE = itertools.count(1)

_letters = st.sampled_from("髙高瀬陽菜乃𠮷葛\U000e0100神田齋ヶ々ー・Ａa1０=+@'\"、;,")
_word = st.text(_letters, min_size=1, max_size=8).map(lambda text: f"あ{text}")  # no blanks at the ends
_lines = st.lists(_word, max_size=3).map("\n".join)
_kana = st.text(st.sampled_from("アイカガキャッンー"), max_size=6)
_days = st.dates(date(2008, 1, 1), _TODAY)
_maybe_day = st.one_of(st.just(""), _days.map(date.isoformat))
_phone = st.sampled_from(["", "0000-12-3456", "011-222-3333", "09000001111"])


def _of(list_name: str, *, several: bool = False) -> st.SearchStrategy[str]:
    """Words of a list of codes, as people write them."""
    listed = codes.load(list_name)
    words = [listed.label(code, "ja") for code in listed.toggles or listed.codes]
    if several:
        return st.lists(st.sampled_from(words), unique=True, max_size=3).map("、".join)
    return st.sampled_from(words)


@st.composite
def _child(draw: st.DrawFn) -> dict[str, str]:
    birth = draw(_days)
    begins = draw(st.one_of(st.none(), st.dates(birth, date(2027, 1, 1))))
    with_guardian, with_disease = draw(st.booleans()), draw(st.booleans())
    return {
        "児童番号": f"P-{next(_SEQUENCE):06}",
        "姓": draw(_word),
        "名": draw(_word),
        "姓カナ": draw(_kana),
        "名カナ": draw(_kana),
        "生年月日": birth.isoformat(),
        "性別": draw(st.one_of(st.just(""), _of("sex"))),
        "郵便番号": draw(st.sampled_from(["", "060-0001", "001-0000"])),
        "住所": draw(_lines),
        "電話番号": draw(_phone),
        "保護者氏名": draw(_word) if with_guardian else "",
        "保護者続柄": draw(_of("relationship")) if with_guardian else "",
        "受給者番号": draw(st.sampled_from(["1234566", "0000000", "7"])) if begins else "",
        "受給者証有効期間開始": begins.isoformat() if begins else "",
        "受給者証有効期間終了": (begins + timedelta(days=364)).isoformat() if begins else "",
        "疾患群": draw(_of("disease_group")) if with_disease else "",
        "疾病名": draw(_word) if with_disease else "",
        "重症患者認定": draw(st.sampled_from(["○", "いいえ"])) if begins else "",
        "人工呼吸器等装着": draw(st.sampled_from(["有", "0"])) if begins else "",
        "医療的ケア": draw(_of("medical_care", several=True)),
        "主治医療機関": draw(_lines),
        "主治医": draw(_lines),
        "所属機関": draw(_lines),
        "担当者": draw(st.sampled_from(["", MANAGER])),
        "備考": draw(_lines),
    }


@st.composite
def _consultation(draw: st.DrawFn) -> dict[str, str]:
    on = draw(st.dates(date(2024, 1, 1), _TODAY))
    return {
        "児童番号": "P-000000",
        "相談日": on.isoformat(),
        "開始時刻": draw(st.sampled_from(["", "9:05", "13:30"])),
        "所要分": draw(st.sampled_from(["", "15", "90"])),
        "相談方法": draw(_of("method")),
        "相談者": draw(st.one_of(st.just(""), _of("consulter"), st.just("高瀬 美咲(母)"))),
        "相談内容区分": draw(_of("topic", several=True)),
        "内容": f"{next(_SEQUENCE)} {draw(_word)}\n{draw(_lines)}".strip(),
        "対応": draw(_lines),
        "次回予定日": draw(st.sampled_from(["", (on + timedelta(days=7)).isoformat()])),
        "担当者": draw(st.sampled_from(["", MANAGER])),
    }


@st.composite
def _organization(draw: st.DrawFn) -> dict[str, str]:
    return {
        "機関番号": f"P-{next(_SEQUENCE):06}",
        "機関名": draw(_word),
        "種別": draw(_of("organization_kind")),
        "担当部署": draw(_word),
        "担当者名": draw(st.one_of(st.just(""), _word)),
        "電話番号": draw(_phone),
        "FAX": draw(_phone),
        "メール": draw(st.sampled_from(["", "a@example.org"])),
        "郵便番号": draw(st.sampled_from(["", "060-0001"])),
        "住所": draw(_lines),
        "備考": draw(_lines),
    }


@pytest.fixture
def opened(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with new_office(tmp_path / "vault", now) as made:
        yield made


def written(opened: Office, kind: Kind, rows: Sequence[dict[str, str]]) -> list[tuple[Any, ...]]:
    """These records as the export writes them."""
    if kind == "organizations":
        numbers = {row["機関番号"] for row in rows}
        return [cells_of.organization(o) for o in organizations.list_all(opened) if o.number in numbers]
    if kind == "consultations":
        child = register.child_by_number(opened, "P-000000")
        texts = {row["内容"] for row in rows}
        of_child = consultations.of_child(opened, child.id)
        return [cells_of.consultation(c, child_number="P-000000") for c in of_child if c.facts in texts]
    found = (register.child_by_number(opened, row["児童番号"]) for row in rows)
    return [cells_of.child(child, today=_TODAY) for child in found]


def read_in(opened: Office, path: Path, kind: Kind) -> import_preview.Preview:
    """A look at a file in the way of the wizard."""
    file = open_file(path)
    grid = file.grid(file.titles[0])
    table = TABLES[kind]
    return import_preview.look(opened, mapping.sheet(grid, 0, table, mapping.guess(grid, 0, table)))


Write = Callable[[Sequence[str], Sequence[Sequence[Any]]], bytes]


@pytest.mark.parametrize("write", [write_csv, write_xlsx], ids=["csv", "xlsx"])
@pytest.mark.parametrize(
    ("kind", "row"), [("children", _child()), ("consultations", _consultation()), ("organizations", _organization())]
)
def test_what_was_read_in_and_written_out_changes_nothing_when_read_in_again(
    opened: Office, tmp_path: Path, kind: Kind, row: st.SearchStrategy[dict[str, str]], write: Write
) -> None:
    path = tmp_path / "list"
    first = {"児童番号": "P-000000", "姓": "高瀬", "名": "陽菜乃", "生年月日": "2014-08-03"}
    path.write_bytes(write(list(first), [list(first.values())]))
    take(opened, read_in(opened, path, "children"))

    @_EXAMPLES
    @given(st.lists(row, min_size=1, max_size=4))
    def there_and_back(rows: list[dict[str, str]]) -> None:
        path.write_bytes(write(list(rows[0]), [list(each.values()) for each in rows]))
        looked = read_in(opened, path, kind)
        assert [view.problems for view in looked.rows] == [()] * len(rows)
        assert [view.state for view in looked.rows] == ["new"] * len(rows)
        take(opened, looked)
        cells = written(opened, kind, rows)
        assert len(cells) == len(rows)
        path.write_bytes(write(TABLES[kind].names, cells))
        again = read_in(opened, path, kind)
        assert [view.problems for view in again.rows] == [()] * len(rows)
        assert [view.state for view in again.rows] == ["same"] * len(rows)
        assert written(opened, kind, rows) == cells

    there_and_back()


def take(opened: Office, looked: import_preview.Preview) -> None:
    import_choices.apply(opened, looked, Choices(frozenset(view.line for view in looked.rows)))


def test_a_sheet_of_the_command_line_and_of_the_wizard_say_the_same(tmp_path: Path) -> None:
    content = write_csv(["児童番号", "姓", "名", "生年月日"], [["1", "高瀬", "陽菜乃", "H26.8.3"]])
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    grid = open_file(path).grid("")
    columns = mapping.guess(grid, 0, TABLES["children"])
    assert mapping.sheet(grid, 0, TABLES["children"], columns).rows == tables.read(content, "children").rows
