"""Days ahead, kinds of actions, and what a draft keeps of a field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from pytestqt.qtbot import QtBot

from caseapp.desktop.follow_up.due_field import DueField
from caseapp.desktop.follow_up.kept import keep, put_back
from caseapp.desktop.follow_up.kinds import kind_of
from caseapp.desktop.follow_up.next_step_box import NextStepBox
from caseapp.desktop.kit.fields import DateField, NumberField, TimeField
from caseapp.desktop.kit.text import width_of
from tests.desktop.fakes import settle, turn

TODAY = date(2026, 11, 20)


def test_the_distances_count_from_today(qapp: object) -> None:
    field = DueField(lambda: TODAY, name="due", words="いつまでに")
    heard: list[date | None] = []
    field.changed.connect(lambda: heard.append(field.value()))
    for button in field._buttons:
        button.click()
    assert heard == [date(2026, 11, 27), date(2026, 12, 4), date(2026, 12, 21)]


def test_a_distance_that_falls_on_a_holiday_gives_the_next_open_day(qapp: object) -> None:
    field = DueField(lambda: date(2026, 11, 16), name="due", words="いつまでに")
    field._buttons[0].click()
    assert field.value() == date(2026, 11, 24)  # 23 is 勤労感謝の日
    assert field.remark.text() == ""


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 21), "土曜です"),
        (date(2026, 11, 23), "勤労感謝の日です"),
        (date(2026, 12, 30), "年末年始のお休みです"),
        (date(2026, 11, 24), ""),
        (None, ""),
    ],
)
def test_a_day_on_which_offices_are_closed_gets_a_soft_remark(day: date | None, words: str, qapp: object) -> None:
    field = DueField(lambda: TODAY, name="due", words="いつまでに")
    field.set_value(day)
    assert field.remark.text() == words
    assert field.remark.isHidden() == (not words)
    assert field.problem() == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("学校に電話する", "phone"),
        ("家庭訪問", "visit"),
        ("計画(第3回)の案を本人と読む", "plan"),
        ("中学校との会議の日を決める", "meeting"),
        ("担任に給食のことを確かめる", "school"),
        ("更新の書類をそろえる", "paper"),
        ("主治医に聞く", "hospital"),
        ("情報提供書を送る", "letter"),
        ("来所の約束", "counter"),
        ("見守る", "other"),
        ("", "other"),
    ],
)
def test_the_words_of_an_action_tell_its_kind(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_a_field_is_kept_as_its_value_and_while_one_types_as_it_is_typed(qapp: object) -> None:
    day = DateField(lambda: TODAY)
    day.set_value(date(2026, 12, 4))
    assert keep(day) == "2026-12-04"
    day.setText("12/2")
    day.setModified(True)
    assert keep(day) == "typed:12/2"
    assert day.text() == "12/2"


def test_what_was_kept_comes_back_and_a_broken_draft_empties_the_field(qapp: object) -> None:
    day, clock, number = DateField(lambda: TODAY), TimeField(), NumberField()
    for field, kept in ((day, "2026-12-04"), (clock, "14:30:00"), (number, "25")):
        put_back(field, kept)
    assert (day.value(), clock.value(), number.value()) == (date(2026, 12, 4), time(14, 30), 25)
    put_back(day, "typed:12/2")
    assert day.text() == "12/2"
    assert day.value() == date(2026, 12, 2)
    for field in (day, clock, number):
        put_back(field, "neither fish nor fowl")
    assert (day.value(), clock.value(), number.value()) == (None, None, None)
    put_back(day, None)
    assert day.text() == ""


def test_what_is_to_be_done_can_be_read_while_it_is_typed(qtbot: QtBot) -> None:
    """At 1366 pixels eleven characters were seen, beside room that nothing used."""
    box = NextStepBox(lambda: TODAY)
    qtbot.addWidget(box)
    box.resize(852, box.heightForWidth(852) if box.hasHeightForWidth() else 200)
    box.show()
    text = "学校に体育の配慮を聞く(病名は言わない)。保健室のことも聞く"
    settle(box.text, text)
    turn()
    assert box.text.width() >= width_of(text)
    assert box.due.y() == box.repeat.y()  # beside each other: no line more than before
    box.repeat.unit.set_value("months")
    box.repeat.unit.changed.emit()
    turn()
    assert box.repeat.y() > box.due.y()  # with its parts it has a line of its own


def test_the_question_offers_the_repetition_once_a_step_is_chosen(qtbot: QtBot) -> None:
    box = NextStepBox(lambda: TODAY)
    qtbot.addWidget(box)
    box.resize(900, 200)
    box.show()
    assert not box.repeat.isVisible()
    settle(box.text, "様子を聞く")
    box.due.set_value(date(2027, 1, 29))
    assert box.repeat.isVisible()
    box.repeat.unit.set_value("months")
    box.repeat.unit.changed.emit()
    box.repeat.every.set_value(3)
    step = box.value()
    assert step is not None
    assert (step.repeat, step.repeat_every, step.repeat_until) == ("months", 3, None)
    again = NextStepBox(lambda: TODAY)
    qtbot.addWidget(again)
    again.put_back(box.content())
    assert again.value() == step
    again.put_back({"choice": "step", "text": "様子を聞く", "due": "2027-01-29", "repeat": ["daily", "x"]})
    assert again.value() == replace(step, repeat="", repeat_every=1)
    box.none.click()
    assert not box.repeat.isVisible()
