"""暦 on the screen: moving by keys, opening what stands there, planning on a day, the week on paper."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caseapp.casework import follow_ups
from caseapp.casework.office import Office
from caseapp.desktop.calendar import grid as grids
from caseapp.desktop.calendar import words
from caseapp.desktop.calendar.grid import DayGrid
from caseapp.desktop.calendar.page import CalendarPage
from caseapp.desktop.calendar.pick_child import PickChild
from caseapp.desktop.calendar.spans import DAY, MONTH, WEEK, days_of, moved, title
from caseapp.desktop.follow_up.steps import NewStepDialog
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import wrap
from caseapp.desktop.print.listed import PrintListDialog
from caseapp.desktop.theme.theme import theme
from caseapp.desktop.today.lines import Notice
from caseapp.rules.follow_up import FollowUp
from tests.desktop.child.showing import CTRL, HINANO, child_id, dialog, press, show, went
from tests.desktop.fakes import turn


@pytest.fixture
def page(desk: Desk) -> CalendarPage:
    return show(desk, CalendarPage)


def there(page: CalendarPage) -> list[Notice]:
    return [line for line in page.list.list_model().items() if isinstance(line, Notice)]


def key(page: CalendarPage, *keys: Qt.Key) -> None:
    for each in keys:
        press(None, each)


@pytest.mark.parametrize(
    ("span", "day", "first", "count", "words"),
    [
        (MONTH, date(2026, 11, 20), date(2026, 10, 26), 42, "令和8年11月"),
        (MONTH, date(2027, 2, 1), date(2027, 2, 1), 28, "令和9年2月"),
        (MONTH, date(2019, 5, 1), date(2019, 4, 29), 35, "令和元年5月"),
        (WEEK, date(2026, 11, 22), date(2026, 11, 16), 7, "令和8年11月16日〜22日"),
        (WEEK, date(2026, 12, 1), date(2026, 11, 30), 7, "令和8年11月30日〜12月6日"),
        (WEEK, date(2026, 12, 28), date(2026, 12, 28), 7, "令和8年12月28日〜令和9年1月3日"),
        (DAY, date(2026, 11, 20), date(2026, 11, 20), 1, "11月20日(金)"),
    ],
)
def test_what_a_span_shows(span: str, day: date, first: date, count: int, words: str) -> None:
    days = days_of(span, day)
    assert (days[0], len(days)) == (first, count)
    assert title(span, day) == words


def test_a_span_later() -> None:
    assert moved(MONTH, date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert moved(WEEK, date(2026, 12, 28), 1) == date(2027, 1, 4)
    assert moved(DAY, date(2026, 11, 20), -1) == date(2026, 11, 19)


def test_the_arrows_choose_a_day_also_in_the_next_month(page: CalendarPage) -> None:
    assert QApplication.focusWidget() is page.grid
    assert page.heading.text() == "令和8年11月"
    key(page, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert page.place()["day"] == "2026-11-28"
    key(page, Qt.Key.Key_Down)
    assert page.heading.text() == "令和8年12月"
    key(page, Qt.Key.Key_PageUp)
    assert page.place()["day"] == "2026-11-05"
    key(page, Qt.Key.Key_T)
    assert page.place()["day"] == "2026-11-20"


def test_a_letter_chooses_the_span_and_it_is_remembered(page: CalendarPage, desk: Desk) -> None:
    key(page, Qt.Key.Key_W)
    assert (page.span.value(), page.heading.text()) == (WEEK, "令和8年11月16日〜22日")
    key(page, Qt.Key.Key_D)
    assert QApplication.focusWidget() is page.list
    assert not page.left.isVisible()
    key(page, Qt.Key.Key_Right)
    assert page.heading.text() == "11月21日(土)"
    key(page, Qt.Key.Key_M)
    assert page.span.value() == MONTH
    key(page, Qt.Key.Key_W)
    assert show(desk, CalendarPage).span.value() == WEEK


def test_a_day_says_its_holiday_and_what_stands_there(page: CalendarPage) -> None:
    page.open(day="2026-11-23")
    assert "勤労感謝の日" in page.grid.accessibleDescription()
    page.open(day="2026-11-20")
    lines = there(page)
    assert [line.chip.words for line in lines][:2] == ["10:30", "13:30"]
    assert "5件" in page.grid.accessibleDescription() or f"{len(lines)}件" in page.grid.accessibleDescription()


def test_enter_goes_to_the_list_and_opens_what_stands_there(page: CalendarPage, desk: Desk) -> None:
    key(page, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.list
    key(page, Qt.Key.Key_Return)
    line = there(page)[0]
    assert went(desk)[-1] == ("child", dict(line.args))
    assert dict(line.args)["follow_up_id"] == line.follow_up_id


def test_done_by_space(page: CalendarPage, office: Office) -> None:
    key(page, Qt.Key.Key_Return)
    line = there(page)[0]
    key(page, Qt.Key.Key_Space)
    assert follow_ups.get(office, line.follow_up_id).state == "done"
    assert line.key not in [each.key for each in there(page)]


def test_a_next_action_on_a_day_for_a_child_that_is_found_by_typing(page: CalendarPage, office: Office) -> None:
    page.open(day="2026-12-03")
    page.grid.setFocus()
    press(page.grid, Qt.Key.Key_T, CTRL)
    pick = dialog(page, "pick-child", PickChild)
    pick.search.setText("たかせ")
    press(pick.search, Qt.Key.Key_Return)
    assert [hit.name for hit in pick.list.list_model().items()] == [HINANO]
    press(pick.search, Qt.Key.Key_Return)
    box = dialog(page, "step-dialog", NewStepDialog)
    assert box.due.day.value() == date(2026, 12, 3)
    box.text.setText("家庭訪問")
    press(box.text, Qt.Key.Key_Return)
    made = next(f for f in follow_ups.of_child(office, child_id(office)) if f.text == "家庭訪問")
    assert made.due_on == date(2026, 12, 3)
    assert "家庭訪問" in [line.text for line in there(page)]


def test_from_a_line_the_child_is_known(page: CalendarPage) -> None:
    key(page, Qt.Key.Key_Return)
    press(page.list, Qt.Key.Key_T, CTRL)
    assert dialog(page, "step-dialog", NewStepDialog).due.day.value() == date(2026, 11, 20)


def test_the_week_is_printed_with_its_year_and_a_line_for_every_day(page: CalendarPage) -> None:
    page.open(day="2026-11-23", span=WEEK)
    page.trigger(Keys.PRINT)
    box = dialog(page, "print-list", PrintListDialog)
    turn()
    assert box._title == "令和8年11月23日〜29日の予定"
    assert box._columns == ("日", "時刻", "お名前", "なにを", "種類", "担当")
    assert any(HINANO in row for row in box._rows)
    days = list(dict.fromkeys(row[0] for row in box._rows))
    assert (len(days), days[0], days[6]) == (7, "11月23日(月)\n勤労感謝の日", "11月29日(日)")
    assert box._rows[-1] == ("11月29日(日)", "", "", "", "", "")
    assert box._entries == sum(any(row[1:]) for row in box._rows)
    box.close()


def test_the_key_says_and_prints_what_is_shown(page: CalendarPage) -> None:
    said = []
    for span in (DAY, WEEK, MONTH):
        page.open(day="2026-11-20", span=span)
        turn()
        page.trigger(Keys.PRINT)
        box = dialog(page, "print-list", PrintListDialog)
        turn()
        said.append((page.action(Keys.PRINT).text(), box._title, len({row[0] for row in box._rows})))
        box.close()
        box.deleteLater()
        turn()
    assert said == [
        ("この日を印刷する", "令和8年11月20日(金)の予定", 1),
        ("この週を印刷する", "令和8年11月16日〜22日の予定", 7),
        ("この月を印刷する", "令和8年11月の予定", 30),
    ]


def test_an_empty_week_is_printed_to_be_written_on(page: CalendarPage) -> None:
    page.open(day="2031-01-20", span=WEEK)
    page.trigger(Keys.PRINT)
    box = dialog(page, "print-list", PrintListDialog)
    turn()
    assert (len(box._rows), box._entries) == (7, 0)
    box.close()


def test_names_are_hidden(page: CalendarPage, office: Office) -> None:
    entry = next(entry for entry in page._entries if entry.child_name == HINANO)
    assert "高瀬" in words.square_line(entry)
    masking.switch(on=True)
    assert "高瀬" not in words.square_line(entry)
    assert HINANO not in page.grid.spoken()


def test_it_follows_a_change_made_elsewhere(page: CalendarPage, desk: Desk, office: Office) -> None:
    desk.bus.tell(follow_ups.add(office, FollowUp(child_id=child_id(office), text="業者に電話", due_on=office.today)))
    turn()
    assert "業者に電話" in [line.text for line in there(page)]


def test_nothing_is_wider_than_a_small_screen_even_with_large_text(desk: Desk) -> None:
    assert show(desk, CalendarPage).minimumSizeHint().width() <= 1214
    theme.apply(base=15.75)
    assert show(desk, CalendarPage, size=(1294, 600)).minimumSizeHint().width() <= 1294


@pytest.mark.parametrize("weeks", [1, 6])
def test_the_name_of_a_holiday_is_not_cut_off(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, weeks: int) -> None:
    """「勤労感謝…」 stood beside the number."""
    grid, said = DayGrid(), list[tuple[str, float, int]]()
    qtbot.addWidget(grid)
    monday = date(2026, 11, 23)
    days = [monday + timedelta(days=number) for number in range(7 * weeks)]
    grid.show_days(days, [], chosen=monday, today=monday)

    def listen(_painter: object, at: QRectF, words: str, *, lines: int = 1, **_how: object) -> float:
        said.append((words, at.width(), lines))
        return 20

    monkeypatch.setattr(grids, "draw_line", listen)
    monkeypatch.setattr(grids, "draw", listen)
    grid.resize(758, 580)
    grid.grab()
    (named,) = (each for each in said if each[0] == "勤労感謝の日")
    assert not wrap(named[0], int(named[1]), "caption", lines=named[2]).elided
