"""The register as a list to work with: columns, conditions, tabs, several children at once, what is seen is fetched."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from caseapp.casework import accounts, handover_views, list_saved, register
from caseapp.casework.list_views import MINE, RegisterFilter
from caseapp.casework.office import Office
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.register import conditions
from caseapp.desktop.register.columns_dialog import ColumnsDialog
from caseapp.desktop.register.filter_dialog import FilterDialog
from caseapp.desktop.register.hand_over_dialog import HandOverDialog
from caseapp.desktop.register.page import RegisterPage
from caseapp.desktop.register.saved_dialog import NameDialog, SavedDialog
from caseapp.rules.child import Child
from tests.desktop.child.showing import CTRL, HINANO, SHIFT, part, press, show
from tests.desktop.fakes import turn


@pytest.fixture
def page(desk: Desk) -> RegisterPage:
    return show(desk, RegisterPage)


def names(page: RegisterPage) -> list[str]:
    return [row.name for row in page.model.rows()]


def shown(page: RegisterPage) -> list[str]:
    return [c.name for n, c in enumerate(page.model.columns) if not page.table.isColumnHidden(n)]


def opened(page: RegisterPage, kind: type[Any]) -> Any:
    turn()
    found = [each for each in page.window().findChildren(kind) if isinstance(each, Dialog) and each.is_open]
    assert found, f"no {kind.__name__} is open"
    return found[-1]


def click(page: RegisterPage, row: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    where = page.table.visualRect(page.model.index(row, 1)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, modifiers, where)
    turn()


# ---- tabs


def test_the_tabs_show_the_children_of_a_kana_and_typing_leaves_them(page: RegisterPage) -> None:
    press(page.search, Qt.Key.Key_PageDown, CTRL)
    page.trigger(Keys.NEXT_TAB)
    assert page.tabs.value() == "か" or page.tabs.value() == "あ"
    page.tabs.set_value("た")
    page.tabs.changed.emit()
    assert {row.kana[0] for row in page.model.rows()} <= set("タチツテトダヂヅデド")
    assert HINANO in names(page)
    page.search.setText("あさの")
    assert page.tabs.value() == "*"
    assert names(page) == ["淺野 樹"]
    page.search.clear()
    page.tabs.set_value("-")
    page.tabs.changed.emit()
    assert page.empty.isVisible()
    part(page, "register-clear").click()
    assert len(names(page)) == 29


def test_the_tabs_go_round(page: RegisterPage) -> None:
    page.trigger(Keys.PREVIOUS_TAB)
    assert page.tabs.value() == "-"
    page.trigger(Keys.NEXT_TAB)
    page.trigger(Keys.NEXT_TAB)
    assert page.tabs.value() == "あ"


# ---- columns


def test_columns_are_chosen_by_keyboard_and_remembered(page: RegisterPage, desk: Desk) -> None:
    page.trigger(Keys.COLUMNS)
    dialog: ColumnsDialog = opened(page, ColumnsDialog)
    dialog.list.choose(lambda choice: choice.name == "kana")
    press(dialog.list, Qt.Key.Key_Space)
    dialog.list.choose(lambda choice: choice.name == "school")
    press(dialog.list, Qt.Key.Key_Space)
    while [c.name for c in dialog.choices()].index("school") > 1:
        press(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    press(dialog.list, Qt.Key.Key_Return, CTRL)
    assert shown(page)[:4] == ["flag", "name", "school", "age"]
    assert "kana" not in shown(page)
    again = show(desk, RegisterPage)
    assert shown(again) == shown(page)
    again.trigger(Keys.COLUMNS)
    opened(again, ColumnsDialog).findChild(type(part(again, "columns-usual")), "columns-usual").click()
    part(again, "columns-go").click()
    assert shown(again) == [
        "flag",
        "name",
        "kana",
        "age",
        "disease",
        "care",
        "certificate",
        "contact",
        "next",
        "worker",
    ]


def test_every_column_can_be_shown_and_sorted_by(page: RegisterPage) -> None:
    everything = [column.name for column in page.model.columns if column.name != "flag"]
    page.heads.show(everything)
    page.grab()
    for name in everything:
        page.heads.sort(name, descending=False)
        page.heads.sort(name, descending=True)
        assert len(names(page)) == 29
    assert page.table.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAsNeeded


def test_the_order_is_remembered_with_its_direction(page: RegisterPage, desk: Desk) -> None:
    page.heads.sort("certificate", descending=True)
    again = show(desk, RegisterPage)
    assert again.model.sorted_by() == ("certificate", True)
    assert names(again) == names(page)


def test_a_head_that_is_moved_stays_there(page: RegisterPage) -> None:
    head = page.table.horizontalHeader()
    head.moveSection(head.visualIndex(page.model.column_number("worker")), 2)
    turn(5)
    assert shown(page)[:3] == ["flag", "name", "worker"]


def test_the_menu_of_a_head_hides_and_shows_columns(page: RegisterPage) -> None:
    menu = QMenu(page)
    page.heads._fill_menu(menu, "kana")
    actions = {action.text(): action for action in menu.actions()}
    actions["「かな」を隠す"].trigger()
    assert "kana" not in shown(page)


# ---- conditions


def test_the_dialog_of_conditions_shows_what_is_on_and_gives_it_back(page: RegisterPage) -> None:
    wanted = RegisterFilter(
        status="", worker_id=MINE, grades=("e1", "e2"), age_from=3, age_to=12, disease_groups=("4",), care="oxygen",
        certificate="expired", certificate_days=60, silent_days=91, plan="none", next_step="none", entering="e1",
        turning=18, handbook="any", place="みなと", school="小", hospital="大学", flagged=True, outdated=True,
        unasked=True,
    )  # fmt: skip
    page.filters.set_value(wanted)
    page.trigger(Keys.CONDITIONS)
    dialog: FilterDialog = opened(page, FilterDialog)
    assert dialog.filter() == wanted
    part(dialog, "filter-clear").click()
    assert dialog.filter() == RegisterFilter()
    dialog.grades.set_values(("e6",))
    part(dialog, "filter-go").click()
    assert page.filters.value() == RegisterFilter(grades=("e6",))
    assert {row.grade for row in page.model.rows()} == {"e6"}


def test_a_choice_of_one_or_none_is_taken_back_by_choosing_it_again(page: RegisterPage) -> None:
    page.trigger(Keys.CONDITIONS)
    dialog: FilterDialog = opened(page, FilterDialog)
    dialog.plan.toggles[0].click()
    assert dialog.plan.value() == "none"
    dialog.plan.toggles[0].click()
    assert dialog.plan.value() == ""


def test_the_dialog_counts_while_one_chooses(page: RegisterPage) -> None:
    page.trigger(Keys.CONDITIONS)
    dialog: FilterDialog = opened(page, FilterDialog)
    dialog.care.set_value("any")
    dialog._ask_count()
    with_care = len(register.rows(page.desk.office, filter=RegisterFilter(care="any")))
    assert dialog.count.text() == f"{with_care}人"


def test_on_paper_the_conditions_say_of_whom_they_speak() -> None:
    wanted = RegisterFilter(status="active", worker_id=MINE, grades=("e6",))
    told = conditions.on_paper(wanted, workers={}, me="森下 由佳")
    assert told == ["支援中のお子さん", "担当:森下 由佳", "小6"]
    assert conditions.on_paper(RegisterFilter(status="closed"), workers={}, me="") == ["支援を終えたお子さん"]


def test_a_chip_tells_each_condition_and_takes_it_away(page: RegisterPage) -> None:
    page.filters.set_value(RegisterFilter(grades=("e1", "e2", "e3"), care="any", silent_days=91))
    assert [chip.text() for chip in page.filters.chips] == [
        "支援中",
        "小1から小3まで",
        "医療的ケアあり",
        "91日以上連絡なし",
    ]
    press(page.filters.chips[2], Qt.Key.Key_Delete)
    assert page.filters.value() == RegisterFilter(grades=("e1", "e2", "e3"), silent_days=91)
    press(page.filters.chips[1], Qt.Key.Key_Return)
    assert opened(page, FilterDialog).filter() == page.filters.value()


# ---- saved


def test_saved_conditions_are_counted_shown_kept_and_forgotten(page: RegisterPage, office: Office) -> None:
    page.trigger(Keys.SAVED_LISTS)
    dialog: SavedDialog = opened(page, SavedDialog)
    lines = {line.words: line for line in dialog.model.items()}
    assert lines["計画がない"].count == len(register.rows(office, filter=RegisterFilter(plan="none")))
    dialog.list.choose(lambda line: line.words == "3か月連絡のない子")
    press(dialog.list, Qt.Key.Key_Return)
    assert page.filters.value() == RegisterFilter(silent_days=91)
    page.trigger(Keys.SAVED_LISTS)
    part(opened(page, SavedDialog), "saved-keep").click()
    name: NameDialog = opened(page, NameDialog)
    assert [name.form.row_of(each).label.text() for each in ("name", "whose")] == ["条件の名前", "見える人"]
    part(name, "name-go").click()
    assert "名前を付けてください。" in name.form.row_of("name").problem_line.text()
    name.text.set_value("ひさしぶりの子")
    name.whose.set_value(list_saved.SHARED)
    part(name, "name-go").click()
    page.filters.clear()
    page.trigger(Keys.SAVED_LISTS)
    dialog = opened(page, SavedDialog)
    assert dialog.list.choose(lambda line: line.words == "ひさしぶりの子")
    press(dialog.list, Qt.Key.Key_Delete)
    assert not dialog.list.choose(lambda line: line.words == "ひさしぶりの子")
    assert dialog.list.choose(lambda line: line.words == "計画がない")
    press(dialog.list, Qt.Key.Key_Delete)
    assert dialog.list.choose(lambda line: line.words == "計画がない")


# ---- several at once


def test_space_shift_ctrl_and_ctrl_a_choose_several(page: RegisterPage) -> None:
    assert not page.mark_bar.isVisible()
    page.table.setFocus()
    page.table.choose_row(0)
    press(page.table, Qt.Key.Key_Space)
    assert page.mark_bar.isVisible()
    assert page.mark_bar.words.text() == "1人を選んでいます:"
    press(page.table, Qt.Key.Key_Down, SHIFT)
    press(page.table, Qt.Key.Key_Down, SHIFT)
    assert len(page.marks) == 3
    click(page, 5, CTRL)
    assert len(page.marks) == 4
    click(page, 7, SHIFT)
    assert len(page.marks) == 6
    click(page, 8)
    assert len(page.marks) == 6
    page.search.setText("たか")
    press(page.table, Qt.Key.Key_A, CTRL)
    assert len(page.marks) == 8
    page.search.clear()
    page.grab()
    press(page.table, Qt.Key.Key_Escape)
    assert len(page.marks) == 0
    assert not page.mark_bar.isVisible()


def test_the_box_before_a_name_chooses_once_any_is_chosen(page: RegisterPage) -> None:
    box = page.table.visualRect(page.model.index(4, 0)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert len(page.marks) == 0
    click(page, 2, CTRL)
    box = QPoint(page.table.visualRect(page.model.index(4, 0)).center())
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert len(page.marks) == 2


def test_who_is_filtered_out_is_chosen_no_longer(page: RegisterPage) -> None:
    page.table.mark_all()
    assert len(page.marks) == 29
    page.filters.set_value(RegisterFilter(grades=("e6",)))
    assert len(page.marks) == len(names(page))


def test_the_chosen_children_change_worker_and_it_can_be_undone(page: RegisterPage, office: Office) -> None:
    under_way = {line.child_id for line in handover_views.lines(office)}
    rows = [row for row in page.model.rows() if row.child_id not in under_way][:3]
    new = next(each for each in accounts.list_accounts(office) if each.name.startswith("佐伯"))
    before = {row.child_id: register.child(office, row.child_id).worker_id for row in rows}
    for row in rows:
        page.marks.turn(row.child_id)
    page.trigger(Keys.HAND_OVER)
    dialog: HandOverDialog = opened(page, HandOverDialog)
    dialog.go.click()
    assert "新しい担当を選んでください。" in dialog.form.row_of("worker_id").problem_line.text()
    dialog.to.set_value(new.id)
    dialog.go.click()
    assert {register.child(office, child_id).worker_id for child_id in before} == {new.id}
    assert len(page.marks) == 0
    assert "担当を佐伯" in page.undo_bar.text()
    page.trigger(Keys.UNDO_ACT)
    assert {child_id: register.child(office, child_id).worker_id for child_id in before} == before


def test_printing_many_is_offered_only_where_it_is_there(page: RegisterPage) -> None:
    page.marks.turn(page.model.rows()[0].child_id)
    assert page.mark_bar.print.isVisible() == page.acts.can_print_many()


def test_the_list_is_printed_as_it_stands(page: RegisterPage, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}

    def print_list(_page: object, columns: Any, rows: Any, **more: Any) -> None:
        given.update(columns=columns, rows=rows, **more)

    monkeypatch.setattr(page.acts._printing, "print_list", print_list, raising=False)
    page.filters.set_value(RegisterFilter(grades=("e6",)))
    page.trigger(Keys.PRINT)
    assert given["columns"][:2] == ["氏名", "かな"]
    assert [row[0] for row in given["rows"]] == names(page)
    assert given["filters"] == ["支援中のお子さん", "小6"]


# ---- only what is seen


def test_what_is_scrolled_to_is_asked_for(desk: Desk, office: Office) -> None:
    for number in range(60):
        register.save(office, Child(number=f"Z-{number:03}", family_name="和田", given_name=f"{number:03}",
                                    family_name_kana="ワダ", birth_date=office.today))  # fmt: skip
    office._kept.clear()
    page = show(desk, RegisterPage)
    assert len(page.model.rows()) == 89
    assert not page.model.rows()[-1].whole
    assert not page.whole
    last = page.model.rowCount() - 1
    page.table.scrollToBottom()
    page.table.ask_for_what_is_seen()
    assert page.model.rows()[last].whole
    page.heads.sort("contact", descending=False)
    assert all(row.whole for row in page.model.rows())
