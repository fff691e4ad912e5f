"""Tables: nothing lost when they part, heads repeated, very tall rows continued under 〃."""

from __future__ import annotations

import pytest
from reportlab.platypus import Flowable

from caseapp.documents.grid import MM, WIDTH
from caseapp.documents.tables import DITTO, Look, Row, Table, columns, facts, listing
from caseapp.documents.text import JP, Style
from caseapp.documents.type_styles import family, office

PAGE = 250 * MM


def cells(table: Table) -> list[list[str]]:
    return [
        ["".join(cell.line_texts(width - 7.8)) for cell, width in zip(row.cells, table.widths, strict=True)]
        for row in table.rows
    ]


def parts(table: Table, height: float) -> list[Table]:
    pieces: list[Table] = []
    rest: Flowable | None = table
    while rest is not None:
        both = rest.split(WIDTH, height)
        assert both, "a table that cannot begin on an empty page would never be printed"
        pieces.append(both[0])
        rest = both[1] if len(both) > 1 else None
    return pieces


def long_table(rows: int, text: str = "注射をする場所を決める。") -> Table:
    body = [[str(n), text * 3, "母"] for n in range(rows)]
    return listing(office(), ["番号", "内容", "だれ"], rows=body, widths=columns(12, 120, 40))


def test_every_row_appears_once_and_every_part_has_the_head() -> None:
    table = long_table(120)
    pieces = parts(table, PAGE)
    assert len(pieces) > 1
    assert [row for piece in pieces for row in cells(piece)] == cells(table)
    assert all(piece.head is table.head for piece in pieces)
    assert all(piece.wrap(WIDTH)[1] <= PAGE + 0.1 for piece in pieces)


def test_no_row_stands_alone_on_the_next_page() -> None:
    table = listing(office(), ["a", "b"], rows=[[str(n), "x"] for n in range(6)], widths=columns(20, 152))
    all_but_one = table.wrap(WIDTH)[1] - table.row_height(table.rows[-1])
    first, second = table.split(WIDTH, all_but_one)
    assert cells(first) + cells(second) == cells(table)
    assert len(second.rows) == 2


def test_a_row_stays_whole_unless_it_is_taller_than_a_third_of_the_page() -> None:
    table = long_table(3, "あ" * 200)
    first = parts(table, 100 * MM)
    assert all(not row.continued for piece in first for row in piece.rows)


def test_a_very_tall_row_goes_on_under_a_ditto_and_loses_no_character() -> None:
    text = "、".join(f"{n}回目の話" for n in range(900))
    table = listing(office(), ["番号", "内容"], rows=[["1", text]], widths=columns(12, 160))
    pieces = parts(table, PAGE)
    assert len(pieces) > 1
    assert "".join(row[1] for piece in pieces for row in cells(piece)) == text
    assert [cells(piece)[0][0] for piece in pieces] == ["1", *[DITTO] * (len(pieces) - 1)]
    assert all(piece.wrap(WIDTH)[1] <= PAGE + 0.1 for piece in pieces)


def test_family_tables_have_no_verticals_and_office_tables_do() -> None:
    assert listing(family(), ["a", "b"], rows=[["1", "2"]], widths=columns(1, 1)).look.verticals == frozenset()
    assert listing(office(), ["a", "b"], rows=[["1", "2"]], widths=columns(1, 1)).look.verticals == {1}


def test_a_row_of_the_wrong_length_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="2 cells for 3 columns"):
        Table(columns(1, 1, 1), [Row([JP("a", Style()), JP("b", Style())])], look=Look(pad=2))


def test_columns_fill_the_page_exactly() -> None:
    assert sum(columns(7, 29, 28, 44, 33, 31)) == pytest.approx(WIDTH)
    assert sum(facts(office(), [[("a", "b")]], widths=columns(20, 152)).widths) == pytest.approx(WIDTH)
