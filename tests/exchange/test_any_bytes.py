"""Whatever bytes come: a table with its problems, or a refusal in words. Never another exception."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from caseapp.exchange import casefile
from caseapp.exchange.columns import TABLES, Kind
from caseapp.exchange.findings import BadRows, Unreadable
from caseapp.words import language
from tests.exchange.sheets import CHILD, ROW_OF, TODAY, csv_bytes, read, said, xlsx

_cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    [
        "2018/4/1",
        "H30.4.1",
        "はい",
        "女",
        "電話",
        "学校",
        "=1+1",
        "0",
        "99999999999999999999",
        "\u3000",
        "R0.0.0",
        "1e400",
    ]
)
_excel = xlsx([list(CHILD), list(CHILD.values())])


def _refused_or_read(data: bytes) -> None:
    try:
        found = read(data)
    except Unreadable as refused:
        sentences = [language.say(problem) for problem in refused.problems]
    else:
        sentences = said([*found.problems, *found.warnings], to="ja")
    assert all(sentences)


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    _refused_or_read(data)


@given(st.binary(max_size=200))
def test_any_bytes_below_a_good_header(data: bytes) -> None:
    _refused_or_read(csv_bytes([CHILD]) + data)


@given(st.integers(0, len(_excel) - 1), st.integers(1, 255))
def test_a_workbook_with_one_byte_changed(place: int, by: int) -> None:
    data = bytearray(_excel)
    data[place] ^= by
    _refused_or_read(bytes(data))


@given(st.integers(0, len(_excel) - 1))
def test_a_workbook_that_is_cut_off(length: int) -> None:
    _refused_or_read(_excel[:length])


@given(st.sampled_from(list(ROW_OF)), st.data())
def test_any_cells_in_a_good_table(kind: Kind, data: st.DataObject) -> None:
    columns = TABLES[kind].names
    rows: list[dict[str, str]] = [{name: data.draw(_cells) for name in columns} for _ in range(2)]
    try:
        found = read(csv_bytes(rows), kind)
    except Unreadable:
        return
    for finding in (*found.problems, *found.warnings):
        assert finding.place.line >= 1
        assert said([finding], to="ja")


_json: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["number", "name", "family", "consultations", "period", "id", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(_json, _json, _json)
def test_any_json_in_the_places_of_an_export(children: Any, organizations: Any, settings: Any) -> None:
    whole = {"format": casefile.FORMAT, "version": 1, "children": children, "organizations": organizations}
    try:
        casefile.read(json.dumps({**whole, "settings": settings, "accounts": children}).encode(), today=TODAY)
    except BadRows as bad:
        sentences = said(bad.findings, to="ja")
    else:
        sentences = []
    assert all(sentences)
