"""利用枠 on the screen: a booking by a few keys, what it does to the limits, used, cancelled, the office's view."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from caseapp.casework import quota_ledger
from caseapp.desktop.child.page import ChildPage
from caseapp.desktop.child.side import Person
from caseapp.desktop.kit.fields import HoursField
from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.program_use.overview import QuotasPage
from caseapp.desktop.program_use.page import ProgramUsesPage
from caseapp.desktop.register.page import RegisterPage
from caseapp.desktop.theme.theme import theme
from caseapp.desktop.today.page import TodayPage
from caseapp.rules.program_use import ProgramUse
from tests.desktop.child.showing import CTRL, child_id, part, press, show, went
from tests.desktop.fakes import turn

SANO, KOTONE, HINANO, MIO = "佐野 結翔", "葉山 琴音", "高瀬 陽菜乃", "坂口 美緒"


def dialog(page: ProgramUsesPage) -> Any:
    turn()
    return next(each for each in page.window().findChildren(Overlay, "use-dialog") if each.is_open)


def page_of(desk: Desk, name: str = SANO) -> ProgramUsesPage:
    return show(desk, ProgramUsesPage, child_id=child_id(desk.office, name))


def uses(desk: Desk, name: str = SANO) -> tuple[ProgramUse, ...]:
    return quota_ledger.of_child(desk.office, child_id(desk.office, name)).uses


def fill(of: Any, field: str, value: Any) -> None:
    getattr(of, field).set_value(value)
    getattr(of, field).changed.emit()
    turn()


def test_two_keys_begin_a_booking_with_the_scheme_and_place_of_before(desk: Desk) -> None:
    page = page_of(desk)
    page.trigger(Keys.QUOTAS)
    opened = dialog(page)
    assert (opened.scheme.value(), opened.place.value()) == ("own_short_admission", "県こども医療センター 3階西病棟")
    assert opened.limits.text() == "1回7日 ・ 年度28日"
    fill(opened, "begins", date(2026, 12, 24))
    assert "使い切ります" in opened.told.text()
    press(opened.note, Qt.Key.Key_Return, CTRL)
    newest = uses(desk)[0]
    assert (newest.begins_on, newest.ends_on, newest.state) == (date(2026, 12, 24), date(2026, 12, 24), "booked")
    assert page.table.current() == newest


def test_days_that_are_booked_already_are_said_and_the_list_has_the_keys_afterwards(desk: Desk) -> None:
    page = page_of(desk)
    page.book_button.setFocus()
    for first, last in ((date(2026, 12, 22), date(2026, 12, 23)), (date(2026, 12, 23), None)):
        page.trigger(Keys.QUOTAS)
        opened = dialog(page)
        fill(opened, "begins", first)
        fill(opened, "ends", last)
        said = opened.told.text()
        press(opened.note, Qt.Key.Key_Return, CTRL)
        if opened.is_open:  # past a limit: the reason is asked for
            opened.override.set_value("県と協議した")
            part(opened, "use-save").click()
            turn()
        assert ("ほかの記入と日が重なっています" in said) == (last is None)
    assert page.table.hasFocus()
    model: Any = page.table.model()
    first_of_all = [use for use in uses(desk) if use.first >= date(2026, 12, 22)]
    assert all("と同じ日" in model.columns[5].text(use) for use in first_of_all)
    assert len(first_of_all) == 2


def test_past_the_limit_it_asks_for_the_reason_and_shows_it_afterwards(desk: Desk) -> None:
    page = page_of(desk)
    before = len(uses(desk))
    page.trigger(Keys.QUOTAS)
    opened = dialog(page)
    fill(opened, "begins", date(2027, 1, 12))
    fill(opened, "ends", date(2027, 1, 14))
    assert "2日超えます" in opened.told.text()
    part(opened, "use-save").click()
    turn()
    assert opened.is_open
    assert len(uses(desk)) == before
    assert "理由を書いてください" in opened.why.row_of("override_reason").problem_line.text()
    opened.override.set_value("祖母の入院。県と協議した")
    part(opened, "use-save").click()
    turn()
    assert uses(desk)[0].override_reason == "祖母の入院。県と協議した"
    model: Any = page.table.model()
    assert "上限を超える理由: 祖母の入院" in model.columns[5].text(uses(desk)[0])
    page.table.choose(lambda use: use.id == uses(desk)[0].id)
    page.table.opened.emit(uses(desk)[0])
    longer = dialog(page)
    fill(longer, "ends", date(2027, 1, 20))
    part(longer, "use-save").click()
    turn()
    assert longer.is_open
    assert "増えた理由を書いてください" in longer.why.row_of("override_reason").problem_line.text()


def test_a_child_without_any_use_is_offered_its_first_booking_and_says_what_is_missing(desk: Desk) -> None:
    page = page_of(desk, HINANO)
    opened = dialog(page)
    assert not opened.form.row_of("minutes").label.isVisible()
    opened.scheme.set_value("own_nurse_hours")
    opened.scheme.changed.emit()
    turn()
    assert opened.form.row_of("minutes").label.isVisible()
    part(opened, "use-save").click()
    turn()
    assert opened.form.row_of("ends_on").problem_line.isVisible()
    fill(opened, "begins", date(2026, 12, 1))
    part(opened, "use-save").click()
    turn()
    assert "時間で数えます" in opened.form.row_of("minutes").problem_line.text()
    assert uses(desk, HINANO) == ()
    fill(opened, "hours", 90)
    part(opened, "use-save").click()
    turn()
    assert uses(desk, HINANO)[0].minutes == 90


def test_what_is_over_is_marked_with_what_was_really_used_and_can_be_undone(desk: Desk) -> None:
    page = page_of(desk, MIO)
    late = next(use for use in uses(desk, MIO) if use.state == "booked" and use.ends_on < desk.today())
    page.table.choose(lambda use: use.id == late.id)
    page.trigger(Keys.DONE)
    opened = dialog(page)
    fill(opened, "hours", 150)
    part(opened, "use-save").click()
    turn()
    marked = next(use for use in uses(desk, MIO) if use.id == late.id)
    assert (marked.state, marked.used_minutes, marked.minutes) == ("used", 150, 180)
    page.undo_bar.undo()
    turn()
    assert next(use for use in uses(desk, MIO) if use.id == late.id).state == "booked"


def test_a_booking_is_cancelled_only_with_a_reason(desk: Desk) -> None:
    page = page_of(desk)
    booked = next(use for use in uses(desk) if use.state == "booked")
    page.table.choose(lambda use: use.id == booked.id)
    page.trigger(Keys.POSTPONE)
    opened = dialog(page)
    part(opened, "use-save").click()
    turn()
    assert opened.form.row_of("cancelled_reason").problem_line.isVisible()
    opened.reason.set_value("発熱のため")
    part(opened, "use-save").click()
    turn()
    assert next(use for use in uses(desk) if use.id == booked.id).cancelled_reason == "発熱のため"
    assert not page.action(Keys.DONE).isEnabled()


def test_the_bars_leave_the_colours_of_the_program_as_they_are(desk: Desk) -> None:
    before = theme.colour("accent").name(QColor.NameFormat.HexArgb)
    page_of(desk).grab()
    assert theme.colour("accent").name(QColor.NameFormat.HexArgb) == before


def test_a_viewer_sees_the_ledger_and_has_no_act(desk: Desk) -> None:
    desk.office.account = replace(desk.office.account, role="viewer")
    page = page_of(desk)
    assert len(page.table.model().rows()) == len(uses(desk))  # type: ignore[attr-defined]  # our model
    for key in (Keys.QUOTAS, Keys.DONE, Keys.POSTPONE, Keys.EDIT, Keys.DELETE_ROW):
        assert not page.action(key).isEnabled(), key
    assert not page.book_button.isEnabled()


def test_the_childs_page_says_how_its_schemes_stand_and_leads_there(desk: Desk) -> None:
    page = show(desk, ChildPage, child_id=child_id(desk.office, KOTONE))
    (line,) = (each for each in page.side.list_model().items() if isinstance(each, Person) and "quota" in each.key)
    assert (line.below, line.red) == ("使った 15時間 ・ 予約 3時間 ・ 上限を2時間超過 (月16時間)", True)
    page.chosen.open_line(line)
    assert went(desk)[-1][0] == "program_uses"
    nothing = show(desk, ChildPage, child_id=child_id(desk.office, HINANO))
    assert not [each for each in nothing.side.list_model().items() if "quota" in str(each.key)]


def test_today_names_what_is_booked_for_these_days_and_what_is_to_be_marked(desk: Desk) -> None:
    desk.preferences.set("today_mine", False)
    page = show(desk, TodayPage)
    booked = [each for each in page.to_know.list_model().items() if str(each.key).startswith("booked:")]
    assert [each.who for each in booked] == [MIO, KOTONE, MIO]  # type: ignore[union-attr]  # notices
    assert [each.chip.kind for each in booked] == ["late", "coming", "coming"]


def test_the_office_sees_everybody_and_narrows_to_a_scheme(desk: Desk) -> None:
    page = show(desk, QuotasPage)
    model: Any = page.table.model()
    assert [row.name for row in model.rows()][:2] == [KOTONE, SANO]
    page.scheme.set_value("own_short_admission")
    page.scheme.changed.emit()
    assert {row.scheme for row in model.rows()} == {"一時入院支援"}
    page.trigger(Keys.NEXT_TAB)
    turn()
    assert [(row.name, row.balance.booked) for row in model.rows()] == [("葛󠄀城 紬", 2)]
    page.table.opened.emit(model.rows()[0])
    assert went(desk)[-1][0] == "program_uses"


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("1.5", 90), ("７", 420), ("1:30", 90), ("1時間半", 90), ("90分", 90), ("2h", 120), ("", None)],
)
def test_hours_are_read_as_people_write_them(typed: str, minutes: int | None) -> None:
    field = HoursField()
    field.setText(typed)
    assert (field.value(), field.problem()) == (minutes, "")


@pytest.mark.parametrize("typed", ["1.2", "0", "49", "半日"])
def test_hours_that_do_not_go_by_halves_are_named(typed: str) -> None:
    field = HoursField()
    field.setText(typed)
    assert field.value() is None
    assert "30分きざみ" in field.problem()


def test_the_register_and_today_lead_to_the_office_view(desk: Desk) -> None:
    for kind in (RegisterPage, TodayPage):
        show(desk, kind).trigger(Keys.QUOTAS)
        assert went(desk)[-1][0] == "quotas"
