"""Fields: what is typed is read, worded again, refused in words, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from caseapp.desktop.kit.fields import DateField, NumberField, PassphraseField, TextField, TimeField, date_words
from caseapp.desktop.kit.paragraph import Paragraph
from tests.desktop.fakes import turn

TODAY = date(2026, 11, 20)


@pytest.fixture
def day(qtbot: QtBot) -> DateField:
    field = DateField(lambda: TODAY)
    qtbot.addWidget(field)
    return field


@pytest.mark.parametrize(
    ("typed", "read", "shown"),
    [
        ("11/24", date(2026, 11, 24), "令和8年11月24日(火)"),
        ("R8.12.1", date(2026, 12, 1), "令和8年12月1日(火)"),
        ("明日", date(2026, 11, 21), "令和8年11月21日(土)"),
        ("2週間後", date(2026, 12, 4), "令和8年12月4日(金)"),
        ("2026-12-24", date(2026, 12, 24), "令和8年12月24日(木)"),
    ],
)
def test_a_date_is_typed_freely_and_worded_again(day: DateField, typed: str, read: date, shown: str) -> None:
    day.setText(typed)
    assert (day.value(), day.text(), day.problem()) == (read, shown, "")


def test_a_day_that_does_not_exist_is_refused_in_words_and_kept(day: DateField) -> None:
    day.set_value(TODAY)
    day.setText("2月30日")
    assert day.value() is None
    assert "2月30日" in day.problem()
    assert day.text() == "2月30日"
    assert day.property("problem") is True
    day.setText("")
    assert (day.value(), day.problem(), day.property("problem")) == (None, "", False)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("12/15", date(2026, 12, 15)), ("R8.12.31", date(2026, 12, 31)), ("20261210", date(2026, 12, 10))],
)
def test_who_reads_the_field_at_each_key_does_not_take_it_out_of_the_hands(
    day: DateField, typed: str, read: date
) -> None:
    seen: list[date | None] = []
    day.changed.connect(lambda: seen.append(day.value()))
    QTest.keyClicks(day, typed)
    assert (day.text(), seen[-1], day.problem()) == (typed, read, "")
    day.settle()  # it is left
    assert day.text() == date_words(read)


def test_a_day_half_typed_is_not_yet_marked_as_wrong(day: DateField) -> None:
    QTest.keyClicks(day, "2/3")
    QTest.keyClicks(day, "0")
    assert (day.value(), bool(day.problem()), bool(day.property("problem"))) == (None, True, False)
    day.settle()
    assert (day.text(), day.property("problem")) == ("2/30", True)


def test_the_arrows_move_a_date_by_days_and_months(day: DateField) -> None:
    day.set_value(date(2026, 1, 31))
    QTest.keyClick(day, Qt.Key.Key_Up)
    assert day.value() == date(2026, 2, 1)
    QTest.keyClick(day, Qt.Key.Key_Down)
    QTest.keyClick(day, Qt.Key.Key_PageUp)
    assert day.value() == date(2026, 2, 28)


def test_a_date_is_worded_as_the_person_prefers(
    day: DateField, monkeypatch: pytest.MonkeyPatch, speak: Callable[[str], None]
) -> None:
    monkeypatch.setattr(DateField, "wording", "western")
    day.set_value(TODAY)
    assert day.text() == "2026年11月20日(金)"
    speak("en")
    day.set_value(TODAY)
    assert day.text() == "Fri 20 November 2026"
    day.settle()
    assert day.value() == TODAY


def test_a_shown_date_is_wholly_visible(day: DateField) -> None:
    day.set_value(date(2028, 12, 28))
    day.resize(day.sizeHint())
    assert day.fontMetrics().horizontalAdvance(day.text()) + 16 <= day.width()


def test_changed_comes_once_for_a_new_value(day: DateField) -> None:
    heard: list[int] = []
    day.changed.connect(lambda: heard.append(1))
    day.setText("11/24")
    day.settle()
    day.settle()
    assert heard == [1]


@pytest.mark.parametrize(("typed", "read"), [("1012", time(10, 12)), ("午後3時", time(15)), ("9:05", time(9, 5))])
def test_a_time_is_typed_freely(qtbot: QtBot, typed: str, read: time) -> None:
    field = TimeField()
    qtbot.addWidget(field)
    field.setText(typed)
    assert field.value() == read
    assert field.text() == f"{read.hour}:{read.minute:02}"


def test_a_time_that_is_none_is_refused_in_words(qtbot: QtBot) -> None:
    field = TimeField()
    qtbot.addWidget(field)
    field.setText("25:00")
    assert field.value() is None
    assert "25:00" in field.problem()
    field.set_value(time(23, 58))
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == time(0, 0)


def test_a_number_takes_full_width_digits_and_keeps_its_bounds(qtbot: QtBot) -> None:
    field = NumberField(least=0, most=600)
    qtbot.addWidget(field)
    field.setText("15")
    assert field.value() == 15
    field.setText("601")
    assert field.value() is None
    assert "600" in field.problem()
    field.set_value(None)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == 0


def test_text_is_kept_to_the_code_point(qtbot: QtBot) -> None:
    field = TextField()
    qtbot.addWidget(field)
    name = "葛\U000e0100城 𠮷\ufa19 髙"
    field.set_value(name)
    assert field.value() == name


def test_a_passphrase_leaves_nothing_behind(qtbot: QtBot) -> None:
    field = PassphraseField()
    qtbot.addWidget(field)
    field.show()
    QTest.keyClicks(field, "secret words")
    assert field.take() == "secret words"
    assert field.text() == ""
    field.undo()
    assert field.text() == ""


def test_caps_lock_is_noticed_from_what_is_typed(qtbot: QtBot) -> None:
    field = PassphraseField()
    qtbot.addWidget(field)
    states: list[object] = []
    field.caps.connect(states.append)
    QTest.keyClicks(field, "A")
    QTest.keyClicks(field, "b")
    assert states == [True, False]


def test_a_paragraph_grows_with_its_text_and_tab_leaves_it(qtbot: QtBot) -> None:
    text = Paragraph("一行", bare=True)
    qtbot.addWidget(text)
    text.resize(400, 100)
    text.show()
    turn()
    low = text.height()
    text.set_value("一行\n" * 8)
    turn()
    assert text.height() > 2 * low
    assert text.tabChangesFocus()


def test_a_paragraph_takes_plain_text_only(qtbot: QtBot) -> None:
    text = Paragraph()
    qtbot.addWidget(text)
    pasted = QMimeData()
    pasted.setHtml("<b>太い</b>")
    pasted.setText("太い")
    text.insertFromMimeData(pasted)
    assert text.value() == "太い"
    assert text.currentCharFormat().fontWeight() <= QFont.Weight.Normal
    assert "<b>" not in text.toHtml()
    assert "<span" not in text.toHtml()


def test_setting_a_value_is_not_typing(qtbot: QtBot) -> None:
    text, heard = Paragraph(), []
    qtbot.addWidget(text)
    text.changed.connect(lambda: heard.append(1))
    text.set_value("下書き")
    assert heard == []
    QTest.keyClicks(text, "a")
    assert heard == [1]
