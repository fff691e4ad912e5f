"""Lists and tables: heads are passed over, the chosen row stays chosen, values sort, everything is said aloud."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from caseapp.desktop.kit.lists import ROW, Head, ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import draw_line
from tests.desktop.fakes import turn


@dataclass(frozen=True)
class Note:
    id: int
    text: str
    on: date = date(2026, 11, 20)


class NoteDelegate(RowDelegate[Note]):
    def paint_item(self, painter: QPainter, where: QRectF, item: Note, *, chosen: bool) -> None:
        draw_line(painter, where, item.text)


ROWS: list[Head | Note] = [
    Head("期限を過ぎています", count="2件"),
    Note(1, "電話"),
    Note(2, "訪問"),
    Head("今日"),
    Note(3, "会議"),
]


@pytest.fixture
def notes(qtbot: QtBot) -> ItemList[Note]:
    made = ItemList[Note](ListModel(lambda note: note.text), NoteDelegate(), name="記録")
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.set_rows(ROWS)
    made.show()
    made.activateWindow()
    made.setFocus()
    turn()
    return made


def test_the_model_keeps_qts_rules(notes: ItemList[Note]) -> None:
    tester = QAbstractItemModelTester(notes.list_model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    notes.set_rows(ROWS[:3])
    notes.list_model().add_rows([Note(9, "後から")])
    tester.deleteLater()


def test_the_arrows_pass_over_heads_and_stop_at_the_ends(notes: ItemList[Note]) -> None:
    assert notes.current() == ROWS[1]
    seen = []
    for _press in range(4):
        QTest.keyClick(notes, Qt.Key.Key_Down)
        seen.append(notes.current())
    assert [note.id for note in seen if note] == [2, 3, 3, 3]
    QTest.keyClick(notes, Qt.Key.Key_Home)
    assert notes.current() == ROWS[1]


def test_enter_opens_and_space_ticks(notes: ItemList[Note]) -> None:
    opened, ticked = list[object](), list[object]()
    notes.opened.connect(opened.append)
    notes.ticked.connect(ticked.append)
    QTest.keyClick(notes, Qt.Key.Key_Return)
    QTest.keyClick(notes, Qt.Key.Key_Space)
    assert (opened, ticked) == ([ROWS[1]], [ROWS[1]])


def test_the_chosen_item_stays_chosen_after_new_rows(notes: ItemList[Note]) -> None:
    notes.choose(lambda note: note.id == 3)
    notes.set_rows([Note(7, "新しい"), *ROWS], keep=lambda note: note.id)
    assert notes.current() == ROWS[4]


def test_when_the_chosen_item_goes_its_neighbour_takes_its_place(notes: ItemList[Note]) -> None:
    notes.choose(lambda note: note.id == 2)
    notes.set_rows([row for row in ROWS if not (isinstance(row, Note) and row.id == 2)], keep=lambda note: note.id)
    assert notes.current() == ROWS[4]
    notes.set_rows([Head("なし")])
    assert notes.current() is None


def test_rows_and_heads_are_said_aloud(notes: ItemList[Note]) -> None:
    model = notes.list_model()
    said = [model.index(n, 0).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(2)]
    assert said == ["期限を過ぎています 2件", "電話"]
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable


# ---- tables

COLUMNS: list[TableColumn[Note]] = [
    TableColumn(name="text", head="ことがら", text=lambda n: n.text, width=120, sort=lambda n: n.text, bold=True),
    TableColumn(name="on", head="日", text=lambda n: f"R8.{n.on.month}.{n.on.day}", width=90, sort=lambda n: n.on),
    TableColumn(name="rest", head="ほか", text=lambda _n: ""),
]
NOTES = [Note(1, "い", date(2026, 11, 2)), Note(2, "あ", date(2026, 9, 30)), Note(3, "う", date(2026, 10, 1))]


@pytest.fixture
def table(qtbot: QtBot) -> Table[Note]:
    made = Table[Note](TableModel(COLUMNS), name="記録")
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.set_rows(NOTES)
    made.show()
    turn()
    return made


def ids(table: Table[Note]) -> list[int]:
    model = table.model()
    return [model.index(row, 0).data(ROW).id for row in range(model.rowCount())]


def test_a_table_model_keeps_qts_rules(table: Table[Note]) -> None:
    tester = QAbstractItemModelTester(table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.sort_by("on")
    table.set_rows(NOTES[:1])
    tester.deleteLater()


def test_sorting_goes_by_value_not_by_words(table: Table[Note]) -> None:
    table.sort_by("on")  # as words R8.10.1 would stand before R8.9.30
    assert ids(table) == [2, 3, 1]
    table.sort_by("on", descending=True)
    assert ids(table) == [1, 3, 2]


def test_the_chosen_row_moves_with_the_sorting(table: Table[Note]) -> None:
    table.choose(lambda note: note.id == 1)
    table.sort_by("on")
    assert table.current() == NOTES[0]
    table.set_rows(reversed(NOTES), keep=lambda note: note.id)
    assert table.current() == NOTES[0]
    assert ids(table) == [2, 3, 1]


def test_the_last_column_takes_what_is_left(table: Table[Note]) -> None:
    widths = [table.columnWidth(n) for n in range(3)]
    assert widths[:2] == [120, 90]
    assert sum(widths) == table.viewport().width()


def test_widths_that_a_person_chose_come_back(table: Table[Note]) -> None:
    heard: list[int] = []
    table.widths_changed.connect(lambda: heard.append(1))
    table.setColumnWidth(0, 200)
    assert heard
    assert table.widths() == {"text": 200}
    table.set_widths({"on": 60, "gone": 10})
    assert [table.columnWidth(n) for n in range(2)] == [120, 60]


def test_a_cell_is_said_with_its_head(table: Table[Note]) -> None:
    model = table.model()
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "ことがら: い"
    assert model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole) == "ことがら"


def test_enter_in_a_table_opens_the_row(table: Table[Note]) -> None:
    opened: list[object] = []
    table.opened.connect(opened.append)
    table.choose_row(1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == [NOTES[1]]


def test_a_table_of_thousands_is_sorted(table: Table[Note]) -> None:
    many = [Note(n, f"記録{n % 97}", date(2026, 1 + n % 12, 1 + n % 28)) for n in range(6000)]
    table.set_rows(many)
    table.sort_by("on")
    assert ids(table) == [note.id for note in sorted(many, key=lambda note: note.on)]
