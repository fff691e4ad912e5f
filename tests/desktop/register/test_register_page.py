"""児童台帳, on a real vault: typing finds, keys open and record, filters ask the store, changes are followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from caseapp.casework import accounts, register
from caseapp.casework.list_views import Listing, RegisterFilter
from caseapp.casework.office import Office
from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import width_of
from caseapp.desktop.register.page import RegisterPage
from caseapp.desktop.register.painting import Writer
from caseapp.desktop.theme.theme import theme
from caseapp.rules.child import Child
from tests.desktop.child.showing import CTRL, HINANO, SHIFT, Statements, child_id, part, press, show, went
from tests.desktop.conftest import PASSPHRASE, USER
from tests.desktop.fakes import compose, make_desk, settle, turn
from tests.templates import new_office


@pytest.fixture
def page(desk: Desk) -> RegisterPage:
    return show(desk, RegisterPage)


def names(page: RegisterPage) -> list[str]:
    return [row.name for row in page.model.rows()]


def cell(page: RegisterPage, name: str, row: int = 0) -> Any:
    return page.model.index(row, page.model.column_number(name))


def spoken(page: RegisterPage, column: str, row: int = 0) -> str:
    return str(cell(page, column, row).data(Qt.ItemDataRole.AccessibleTextRole))


# ---- finding


def test_two_kana_and_enter_open_the_child_and_ctrl_n_records(page: RegisterPage, desk: Desk) -> None:
    assert QApplication.focusWidget() is page.search
    settle(page.search, "た")
    settle(page.search, "か")
    turn()
    assert names(page) == ["高瀬 陽菜乃", "髙梨 海斗"]
    press(page.search, Qt.Key.Key_Return)
    assert went(desk)[-1] == ("child", {"child_id": child_id(desk.office, HINANO)})
    press(page.search, Qt.Key.Key_N, CTRL)
    assert went(desk)[-1] == ("record", {"child_id": child_id(desk.office, HINANO)})


def test_the_count_follows_what_is_typed(page: RegisterPage) -> None:
    assert page.count.text() == "29人"
    page.search.setText("か")
    assert page.count.text() == "29人のうち 12人"
    page.search.setText("やまさき")
    assert page.count.text() == "29人のうち 0人"


def test_the_hit_is_marked_in_the_reading(page: RegisterPage) -> None:
    from caseapp.desktop.kit.tables import SPANS

    page.search.setText("ﾋﾅﾉ")
    assert cell(page, "kana").data(Qt.ItemDataRole.DisplayRole) == "たかせ ひなの"
    assert cell(page, "kana").data(SPANS) == ((4, 3),)


def test_a_number_is_searched_and_its_column_comes(page: RegisterPage) -> None:
    number = page.model.column_number("number")
    assert page.table.isColumnHidden(number)
    page.search.setText("R3-0112")
    assert names(page) == [HINANO]
    assert not page.table.isColumnHidden(number)
    page.search.clear()
    assert page.table.isColumnHidden(number)


def test_down_goes_to_the_list_and_esc_clears_the_search(page: RegisterPage) -> None:
    page.search.setText("か")
    press(page.search, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is page.table
    row = page.table.current()
    assert row is not None
    assert row.name == names(page)[1]
    press(page.table, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert QApplication.focusWidget() is page.search


def test_esc_in_the_search_gives_up_the_choice_as_the_bar_says(page: RegisterPage) -> None:
    first = page.model.rows()[0].child_id
    page.marks.turn(first)
    page.search.setFocus()
    page.search.setText("か")
    press(page.search, Qt.Key.Key_Escape)
    assert (page.search.text(), page.marks.ids()) == ("", (first,))
    press(page.search, Qt.Key.Key_Escape)
    assert page.marks.ids() == ()


def test_nobody_found_says_what_helps_and_one_button_shows_everybody(page: RegisterPage) -> None:
    page.filters.set_value(RegisterFilter(care="any"))
    page.search.setText("ぬぬぬ")
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    assert "「ぬぬぬ」では見つかりません" in page.empty._words.text()
    part(page, "register-clear").click()
    assert page.table.isVisible()
    assert len(names(page)) == 29


def test_who_is_not_found_can_be_registered_with_the_name_that_was_typed(page: RegisterPage, desk: Desk) -> None:
    page.search.setText("ぬぬ ぬぬぬ")
    part(page, "register-empty-new").click()
    assert went(desk)[-1] == ("child_form", {"name": "ぬぬ ぬぬぬ"})
    page.search.setText("たかせ")
    page.trigger(Keys.NEW_CHILD)
    assert went(desk)[-1] == ("child_form", {})


def test_enter_that_settles_a_conversion_opens_nothing(page: RegisterPage, desk: Desk) -> None:
    compose(page.search, "たか")
    press(page.search, Qt.Key.Key_Return)
    assert went(desk) == []
    settle(page.search, "高")
    turn()
    press(page.search, Qt.Key.Key_Return)
    assert [name for name, _args in went(desk)] == ["child"]


# ---- what the cells say


def test_a_line_tells_age_illness_certificate_contact_and_what_comes_next(page: RegisterPage) -> None:
    page.search.setText("たかせ")
    told = {column.name: cell(page, column.name).data() for column in page.model.columns}
    assert told["age"] == "12歳・小6"
    assert told["disease"] == "単心室症"
    assert told["care"] == "在宅酸素"
    assert told["certificate"] == "R9.9.30"
    assert told["contact"] == "11月6日"
    assert told["next"].startswith("11月16日 修学旅行")
    assert told["worker"] == "森下"
    assert spoken(page, "flag") == "体・心の注意があります"
    assert spoken(page, "certificate") == "受給者証: R9.9.30 有効 あと314日"


def test_hidden_names_are_hidden_with_their_readings(page: RegisterPage) -> None:
    page.search.setText("たかせ")
    masking.switch(on=True)
    assert cell(page, "name").data() == "高○ ○○○"
    assert cell(page, "kana").data() == ""
    assert HINANO not in spoken(page, "name")


def test_every_cell_can_be_painted(page: RegisterPage) -> None:
    page.filters.set_value(RegisterFilter(status=""))
    for text in ("", "R3", "たか", "やまさき"):
        page.search.setText(text)
        picture = QPixmap(page.size())
        page.render(picture)
        assert not picture.isNull()


# ---- filters and order


def test_a_long_name_goes_on_in_a_second_line_before_it_is_squeezed(qapp: object) -> None:
    name, room = "NGUYEN PHAM HOANG BAO CHAU", QRectF(0, 0, 138, 27)
    assert width_of(name, bold=True) > 138 / 0.8
    canvas = QPixmap(200, 40)
    canvas.fill()
    painter, writer = QPainter(canvas), Writer()
    writer.write(painter, room, name, bold=True, condensed=True)
    (laid,) = writer._kept.values()
    assert [line.text() for line in laid.lines] == ["NGUYEN PHAM", "HOANG BAO CHAU"]
    assert laid.height <= room.height()
    assert laid.width <= room.width()
    assert laid.font.stretch() >= 80
    writer.forget()
    writer.write(painter, room, "高瀬 陽菜乃", bold=True, condensed=True)
    (short,) = writer._kept.values()
    assert len(short.lines) == 1
    painter.end()


def test_filters_ask_the_store_and_can_be_combined(page: RegisterPage, office: Office) -> None:
    everybody = set(names(page))
    page.filters.set_value(RegisterFilter(care="any"))
    with_care = set(names(page))
    assert with_care < everybody
    page.filters.set_value(RegisterFilter(care="any", next_step="none"))
    assert set(names(page)) <= with_care
    page.filters.set_value(RegisterFilter(certificate_days=90))
    near = set(names(page))
    assert {"大西 蓮", "三浦 さくら", "北条 千尋"} <= near < everybody
    page.filters.set_value(RegisterFilter(silent_days=182))
    assert "藤井 朔" in names(page)
    page.filters.set_value(RegisterFilter(grades=("e6",)))
    assert HINANO in names(page)
    assert {row.grade for row in page.model.rows()} == {"e6"}


def test_the_workers_offered_are_those_of_the_office(page: RegisterPage, office: Office) -> None:
    worker = next(each for each in accounts.list_accounts(office) if each.name.startswith("佐伯"))
    combo: Combo = part(page, "register-worker")
    combo.set_value(worker.id)
    combo.changed.emit()
    assert {row.worker_short for row in page.model.rows()} == {"佐伯"}


def test_children_whose_support_has_ended_are_shown_when_asked_for(page: RegisterPage, office: Office) -> None:
    gone = child_id(office, HINANO)
    register.close(office, gone, on=office.today, reason="転出")
    page.ask()
    assert HINANO not in names(page)
    page.filters.set_value(RegisterFilter(status="closed"))
    assert HINANO in names(page)


def test_heads_sort_by_value_and_not_by_words(page: RegisterPage) -> None:
    page.table.sort_by("certificate")
    days = [row.certificate_to or date.max for row in page.model.rows()]
    assert days == sorted(days)
    page.table.sort_by("contact", descending=True)
    contacts = [row.last_contact_on or date.min for row in page.model.rows()]
    assert contacts == sorted(contacts, reverse=True)
    page.table.sort_by("age")
    assert [row.birth_date for row in page.model.rows()] == sorted(
        (row.birth_date for row in page.model.rows()), reverse=True
    )
    page.table.sort_by("kana")
    assert names(page) == [row.name for row in register.rows(page.desk.office)]


def test_widths_that_were_pulled_are_remembered(page: RegisterPage, desk: Desk) -> None:
    number = page.model.column_number("disease")
    page.table.setColumnWidth(number, 260)
    page.leave()
    assert desk.preferences.columns("register")["disease"] == 260
    again = show(desk, RegisterPage)
    assert again.table.columnWidth(number) == 260


# ---- following changes


def test_the_table_follows_a_change_and_keeps_the_chosen_child(page: RegisterPage, desk: Desk, office: Office) -> None:
    page.table.choose(lambda row: row.name == HINANO)
    child = register.child(office, child_id(office, "倉田 湊"))
    desk.bus.tell(register.save(office, replace(child, family_name="蔵田")))
    assert "蔵田 湊" in names(page)
    row = page.table.current()
    assert row is not None
    assert row.name == HINANO


def test_the_number_of_statements_does_not_grow_with_the_children(page: RegisterPage, office: Office) -> None:
    def add(number: int) -> None:
        fresh = Child(number=f"Z-{number}", family_name="加藤", given_name=f"{number}", birth_date=date(2018, 4, 2))
        register.save(office, fresh)

    add(0)
    with Statements(office) as few:
        page.ask()
    for number in range(1, 16):
        add(number)
    with Statements(office) as many:
        page.ask()
    assert len(names(page)) == 45
    assert many.count <= few.count


# ---- the empty register, ways elsewhere


def test_an_empty_register_offers_to_register_and_to_read_in_a_list(tmp_path: Any, now: Any, dialogs: Any) -> None:
    with new_office(tmp_path / "empty", now, user=USER, title="自立支援員", passphrase=PASSPHRASE) as opened:
        page = show(make_desk(opened, dialogs=dialogs), RegisterPage)
        assert page.empty.isVisible()
        assert "まだお子さんが登録されていません。" in page.empty._words.text()
        part(page, "register-import").isVisible()
        assert part(page, "register-import", QWidget).isVisible()
        page.deleteLater()
        turn()


def test_keys_lead_to_the_form_and_to_the_import(page: RegisterPage, desk: Desk) -> None:
    press(page.search, Qt.Key.Key_N, CTRL | SHIFT)
    assert went(desk)[-1] == ("child_form", {})
    assert page.action(Keys.IMPORT).text() == "名簿を取り込む"
    assert Keys.IMPORT.value.menu == "file"
    page.trigger(Keys.IMPORT)
    assert went(desk)[-1] == ("import", {})


def test_without_a_chosen_child_recording_asks_whose_it_is(page: RegisterPage, desk: Desk) -> None:
    page.search.setText("ぬぬ")
    page.trigger(Keys.RECORD)
    assert went(desk)[-1] == ("search", {"recording": True})


# ---- size


def test_folded_it_fits_a_small_screen_and_leaves_columns_out(desk: Desk) -> None:
    page = show(desk, RegisterPage, size=(862, 600))
    assert page.minimumSizeHint().width() <= 862
    shown = [column.name for n, column in enumerate(page.model.columns) if not page.table.isColumnHidden(n)]
    assert shown == ["flag", "name", "kana", "age", "disease", "certificate", "next"]
    assert [each.text() for each in page.findChildren(QToolButton) if not each.accessibleName()] == []


def test_six_thousand_children_are_found_and_sorted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = register.rows(desk.office)
    many = tuple(
        replace(rows[n % len(rows)], child_id=f"c{n}", next_due_on=date(2026, 1, 1) + timedelta(days=n % 700))
        for n in range(6000)
    )

    def six_thousand(*_args: object, **_kwargs: object) -> Listing:
        return Listing(rows=many, whole=True)

    monkeypatch.setattr(register, "listing", six_thousand)
    page = show(desk, RegisterPage)
    assert page.count.text() == "6,000人"
    for text in ("たかせ", "", "か"):
        page.search.setText(text)
        turn(1)
    assert 0 < page.model.rowCount() < 6000
    page.table.sort_by("next")
    turn(1)
    days = [page.model.row(number).next_due_on for number in range(page.model.rowCount())]
    assert days == sorted(days, key=lambda day: day or date.max)


def test_the_model_holds_to_the_rules_of_qt(page: RegisterPage, qtmodeltester: Any) -> None:
    qtmodeltester.check(page.model, force_py=True)
    page.search.setText("か")
    page.table.sort_by("next")
    qtmodeltester.check(page.model, force_py=True)


def test_large_text_leaves_room_for_everything(desk: Desk) -> None:
    theme.apply(base=18.0)
    page = show(desk, RegisterPage, size=(1318, 600))
    assert page.minimumSizeHint().width() <= 1318
