"""名簿を取り込む on a real vault: columns, a look at every row, all or nothing, undone as a whole; by keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caseapp.casework import exporting, follow_ups, importing, organizations, register
from caseapp.casework.office import Office
from caseapp.desktop.import_file.dialog import open_import
from caseapp.desktop.import_file.page import ImportPage
from caseapp.desktop.kit.choices import CheckBox, ToggleFlow
from caseapp.desktop.kit.page import NARROW, NORMAL, Desk
from caseapp.desktop.kit.preferences import Preferences
from caseapp.desktop.kit.runner import Progress, Runner
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.shell.drop import TakesFiles
from caseapp.exchange import tables
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child
from tests.casework.offices import new_office
from tests.desktop import walk
from tests.desktop.fakes import ScriptedDialogs, Travel, make_desk, turn
from tests.exchange.sheets import CHILD, CONSULTATION, ORGANIZATION, csv_bytes, xlsx

CTRL = Qt.KeyboardModifier.ControlModifier
_WRONG = {**CHILD, "児童番号": "T-2", "生年月日": "平成99年9月9日"}


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ImportPage:
    made = ImportPage(desk)
    qtbot.addWidget(made)
    made.resize(1214, 660)
    made.show()
    made.open()
    turn()
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "名簿.csv"


def some(count: int, first: int = 1) -> list[dict[str, str]]:
    return [{**CHILD, "児童番号": f"T-{n}", "名": f"児{n}"} for n in range(first, first + count)]


def show(page: ImportPage, path: Path, rows: list[dict[str, str]] | bytes) -> None:
    path.write_bytes(rows if isinstance(rows, bytes) else csv_bytes(rows))
    page.open(path=str(path))
    turn()


def looked(page: ImportPage, path: Path, rows: list[dict[str, str]]) -> Any:
    """The third step, wherever the second was."""
    show(page, path, rows)
    if page.stages.now == "columns":
        page.go_on()
    turn()
    assert page.stages.now == "look", page.said.text()
    return page.stages.look()


def test_with_nothing_marked_it_says_what_to_do(page: ImportPage, file: Path, office: Office) -> None:
    look, before = looked(page, file, some(2)), len(register.rows(office))
    look.none.click()
    assert page.why.text() == "まだ台帳にない行が2件あります。取り込む行に印を付けてください(Space)。"
    page.trigger(Keys.GO_ON)
    assert len(register.rows(office)) == before
    look.all.click()
    assert (page.why.text(), page.go.isEnabled()) == ("", True)


def test_rows_to_mend_are_named_as_what_stands_in_the_way(page: ImportPage, file: Path) -> None:
    look = looked(page, file, [*some(1), _WRONG])
    assert "直す行" in look.lacking()
    look.without_refused.click()
    assert look.ready


def test_brothers_and_sisters_are_linked_only_by_a_tick(page: ImportPage, file: Path, office: Office) -> None:
    home = {"住所": "汐見市港町1-2-3", "保護者氏名": "平井 恵", "姓": "平井"}
    rows = [{**CHILD, **home, "児童番号": f"K-{n}", "名": name} for n, name in enumerate(("あかり", "大地"))]
    rows[1]["生年月日"] = "R2.1.9"
    part = looked(page, file, rows)
    assert part.ticks.siblings == set()
    assert "きょうだい" not in part.words()
    part.filter.set_value("kin")
    part._narrow()
    box = part.detail._inner.findChild(CheckBox, "import-sibling-0")
    assert box.text() == "平井 大地 R2.1.9 (3行目)"
    box.setChecked(True)
    box.changed.emit()
    turn()
    assert part.words() == "新規 2件 ・ 変更 0件 ・ きょうだい 1組"
    page.read_in()
    turn()
    assert "きょうだい 1組" in page.stages.done().counts.text()
    one = register.child_by_number(office, "K-0")
    assert [m.sibling_child_number for m in one.family if m.sibling_child_number] == ["K-1"]


def press(page: ImportPage, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or page, key, held)
    turn()


def numbers(office: Office) -> set[str]:
    return {row.number for row in register.rows(office)}


def states(page: ImportPage) -> list[tuple[str, str]]:
    return [(line.place, line.state) for line in page.stages.look().model.rows()]


# ---- the way through


def test_nothing_is_written_until_it_is_told_and_then_all_of_it_is(
    page: ImportPage, office: Office, file: Path
) -> None:
    heard: list[Changes] = []
    page.desk.bus.changed.connect(heard.append)
    before = numbers(office)
    part = looked(page, file, some(3))
    assert states(page) == [("2", "new"), ("3", "new"), ("4", "new")]
    assert part.count.text() == "新規 3件 ・ 変更 0件"
    assert numbers(office) == before
    part.table.setFocus()
    press(page, Qt.Key.Key_Return, CTRL)
    assert numbers(office) - before == {"T-1", "T-2", "T-3"}
    assert page.stages.now == "done"
    assert page.stages.done().result.text() == "3件を取り込みました。"
    assert [changes.touches("child") for changes in heard] == [True]


def test_undoing_at_once_puts_everything_back(page: ImportPage, office: Office, file: Path) -> None:
    before = numbers(office)
    looked(page, file, some(3))
    page.go_on()
    page.trigger(Keys.UNDO_ACT)
    assert numbers(office) == before
    assert "元に戻しました" in page.stages.done().result.text()
    assert not page.action(Keys.UNDO_ACT).isEnabled()


def test_an_import_of_earlier_is_undone_after_a_question(
    page: ImportPage, dialogs: ScriptedDialogs, office: Office, file: Path, qtbot: QtBot
) -> None:
    before = numbers(office)
    looked(page, file, some(2))
    page.go_on()
    again = ImportPage(page.desk)  # as after a restart
    qtbot.addWidget(again)
    again.show()
    again.open()
    part = again.stages.file()
    assert [(batch.file, batch.new) for batch in part.model.rows()] == [("名簿.csv", 2)]
    dialogs.answers.append("undo")
    part.undo.click()
    assert "名簿.csv" in dialogs.asked[-1]
    assert numbers(office) == before
    assert not part.undo.isEnabled()


def test_what_was_changed_since_is_named_and_stays(
    page: ImportPage, dialogs: ScriptedDialogs, office: Office, file: Path
) -> None:
    looked(page, file, some(2))
    page.go_on()
    changed = [{**some(1)[0], "備考": "あとから"}]
    importing.run(office, tables.read(csv_bytes(changed), "children"), kind="children", on_duplicate="update")
    page.undo()
    assert "高瀬 児1" in page.said.text()
    assert {"T-1", "T-2"} <= numbers(office)


def test_a_file_is_chosen_on_the_page(desk: Desk, dialogs: ScriptedDialogs, page: ImportPage, file: Path) -> None:
    open_import(page, desk)
    assert isinstance(desk.go, Travel)
    assert desk.go.last == ("import", {})
    dialogs.files.append(None)
    page.stages.file().choose.click()
    assert page.stages.now == "file"
    file.write_bytes(csv_bytes(some(1)))
    dialogs.files.append(file)
    page.stages.file().choose.click()
    assert page.stages.now == "look"


def test_escape_goes_back_step_by_step_and_writes_nothing(page: ImportPage, office: Office, file: Path) -> None:
    before = numbers(office)
    looked(page, file, some(2))
    steps = []
    for _step in range(3):
        page.trigger(Keys.CLOSE)
        steps.append(page.stages.now)
    assert steps == ["columns", "file", "file"]
    assert isinstance(page.desk.go, Travel)
    assert page.desk.go.last == ("back", {})
    assert numbers(office) == before


def test_twice_in_a_hurry_reads_in_once(page: ImportPage, office: Office, file: Path) -> None:
    before = len(register.rows(office))
    looked(page, file, some(2))
    page.read_in()
    page.read_in()
    assert len(register.rows(office)) == before + 2


# ---- columns


def test_columns_of_others_are_guessed_and_changed_by_keyboard(page: ImportPage, office: Office, file: Path) -> None:
    rows = [{"番号": "T-1", "児童氏名": "髙瀬 灯", "誕生日": "H26.8.3", "おすまい": "汐見市", "好物": "魚"}]
    show(page, file, rows)
    part = page.stages.columns()
    given = {column.header: (column.target, column.how) for column in part.model.rows()}
    assert given["番号"] == ("児童番号", "head")
    assert given["児童氏名"] == ("氏名", "head")
    assert given["おすまい"] == ("", "")
    part.table.setFocus()
    part.table.choose(lambda column: column.header == "おすまい")
    press(page, Qt.Key.Key_Return)
    assert part.targets.hasFocus()
    part.targets.choose(lambda target: target.name == "住所")
    press(page, Qt.Key.Key_Return)
    assert part.table.hasFocus()
    now = part.table.current()
    assert now is not None
    assert now.header == "好物"
    page.go_on()
    assert "好物" in page.stages.look().said.text()
    page.go_on()
    child = register.child_by_number(office, "T-1")
    assert (child.family_name, child.given_name, child.address) == ("髙瀬", "灯", "汐見市")


def test_what_was_chosen_is_remembered_for_the_same_heads(page: ImportPage, file: Path, tmp_path: Path) -> None:
    rows = [{"番号": "T-1", "児童氏名": "髙瀬 灯", "誕生日": "H26.8.3", "おすまい": "汐見市"}]
    show(page, file, rows)
    part = page.stages.columns()
    part.table.choose(lambda column: column.header == "おすまい")
    part._give("住所")
    page.go_on()
    other = [{**rows[0], "番号": "T-2"}]
    show(page, tmp_path / "次.csv", other)
    assert page.stages.now == "look"  # nobody is asked again
    page.go_back()
    assert {column.how for column in part.model.rows()} == {"remembered"}


def test_delete_leaves_a_column_out_and_what_is_needed_stops(page: ImportPage, file: Path) -> None:
    show(page, file, [{"番号": "T-1", "児童氏名": "髙瀬 灯", "誕生日": "H26.8.3"}])
    part = page.stages.columns()
    assert page.go.isEnabled()
    part.table.setFocus()
    part.table.choose(lambda column: column.header == "誕生日")
    press(page, Qt.Key.Key_Delete)
    assert "生年月日" in part.said.text()
    assert not page.go.isEnabled()
    assert "生年月日" in page.why.text()
    page.look()
    assert page.stages.now == "columns"


def test_one_of_ours_belongs_to_one_column_only(page: ImportPage, file: Path) -> None:
    show(page, file, [{"番号": "T-1", "児童氏名": "髙瀬 灯", "誕生日": "H26.8.3", "登録日": "R8.4.1"}])
    part = page.stages.columns()
    part.table.choose(lambda column: column.header == "登録日")
    part._give("生年月日")
    given = {column.header: column.target for column in part.model.rows()}
    assert (given["登録日"], given["誕生日"]) == ("生年月日", "")


def test_the_kind_is_told_by_the_heads_and_can_be_chosen(page: ImportPage, file: Path) -> None:
    show(page, file, [{**CONSULTATION, "天気": "晴れ"}])
    part = page.stages.columns()
    assert part.kind.value() == "consultations"
    part.kind.set_value("organizations")
    part.kind.changed.emit()
    assert page.mapped is not None
    assert page.mapped.kind == "organizations"
    assert "機関番号" in part.said.text()


def test_sheet_and_row_of_the_heads_can_be_chosen(page: ImportPage, tmp_path: Path) -> None:
    def more(sheet: Any) -> None:
        second = sheet.parent.create_sheet("R8名簿")
        for row in (["令和8年度の名簿"], ["作成: 汐見市"], list(CHILD), ["T-7", "髙瀬", "灯", "2014-08-03"]):
            second.append(row)

    path = tmp_path / "名簿.xlsx"
    path.write_bytes(xlsx([["目次"]], more))
    page.open(path=str(path))
    if page.stages.now == "look":
        page.go_back()
    part = page.stages.columns()
    assert (part.sheet.value(), part.head.value()) == ("R8名簿", "2")
    part.head.set_value("0")
    part.place_changed.emit()
    assert not page.go.isEnabled()
    part.sheet.set_value("Sheet")
    part.place_changed.emit()
    assert page.mapped is not None
    assert page.mapped.title == "Sheet"


def test_the_very_same_file_again_is_told(page: ImportPage, file: Path) -> None:
    looked(page, file, some(1))
    page.go_on()
    show(page, file, some(1))
    assert page.stages.now == "columns"
    assert "森下 由佳さんが取り込みました" in page.stages.columns().said.text()


# ---- the look


def test_every_bad_row_is_listed_and_the_rest_only_by_word(page: ImportPage, office: Office, file: Path) -> None:
    rows = [*some(1), _WRONG, {**CHILD, "児童番号": ""}, {**CHILD, "児童番号": "T-1"}]
    before = numbers(office)
    part = looked(page, file, rows)
    assert states(page) == [("3", "refused"), ("4", "refused"), ("5", "refused")]  # only these at first
    assert not page.go.isEnabled()
    assert page.why.isVisible()
    assert page.why.text() == "直す行があります。ファイルを直すか、「直す行を除いて取り込む」に印を付けてください。"
    page.read_in()
    press(page, Qt.Key.Key_Return, CTRL)
    assert numbers(office) == before
    part.without_refused.click()
    assert page.go.isEnabled()
    assert not page.why.isVisible()
    page.go_on()
    assert numbers(office) - before == {"T-1"}
    assert "取り込まなかった行(要修正) 3件" in page.stages.done().counts.text()


def test_f3_goes_to_the_next_row_to_mend_and_ctrl_f_shows_only_these(page: ImportPage, file: Path) -> None:
    part = looked(page, file, [*some(2), _WRONG, *some(2, 5), {**CHILD, "児童番号": ""}])
    page.trigger(Keys.FILTER)
    assert len(states(page)) == 6
    part.table.choose_row(0)
    places = []
    for _step in range(3):
        page.trigger(Keys.NEXT_MISSING)
        places.append(part.table.current().place)
    assert places == ["4", "7", "4"]
    page.trigger(Keys.FILTER)
    assert [place for place, _state in states(page)] == ["4", "7"]


def test_old_and_new_value_stand_side_by_side_and_a_field_is_left_out(
    page: ImportPage, office: Office, file: Path
) -> None:
    known = organizations.list_all(office)[0]
    row = {"機関番号": known.number, "機関名": "新しい名前", "種別": "学校", "備考": "新しい備考"}
    part = looked(page, file, [row, {**ORGANIZATION, "機関番号": "T-9"}])
    part.table.choose_row(0)
    assert any(known.name in text and "新しい名前" in text for text in words_of(part.detail))
    box = part.detail.findChild(CheckBox, "import-field-name")
    assert box is not None
    box.click()
    page.go_on()
    now = organizations.get(office, known.id)
    assert (now.name, now.note) == (known.name, "新しい備考")
    assert organizations.find(office, "T-9")


def words_of(part: Any) -> list[str]:
    return [each.text() for each in part.findChildren(object) if hasattr(each, "text") and callable(each.text)]


def test_space_leaves_a_row_out(page: ImportPage, office: Office, file: Path) -> None:
    part = looked(page, file, some(3))
    part.table.setFocus()
    part.table.choose_row(1)
    press(page, Qt.Key.Key_Space)
    assert part.count.text() == "新規 3件のうち2件 ・ 変更 0件"
    part.all.click()
    assert part.count.text().startswith("新規 3件")
    part.none.click()
    assert not page.go.isEnabled()
    part.table.setFocus()
    press(page, Qt.Key.Key_Space)
    page.go_on()
    assert numbers(office) & {"T-1", "T-2", "T-3"} == {"T-2"}


def test_rows_that_are_here_are_passed_over_where_that_was_chosen(page: ImportPage, office: Office, file: Path) -> None:
    known = organizations.list_all(office)[0]
    show(page, file, [{"機関番号": known.number, "機関名": "新しい名前", "種別": "学校"}])
    if page.stages.now == "look":
        page.go_back()
    page.stages.columns().duplicates.set_value("skip")
    page.go_on()
    assert states(page) == [("2", "skipped")]
    assert not page.go.isEnabled()


def test_the_shown_rows_are_copied_for_excel(page: ImportPage, file: Path) -> None:
    part = looked(page, file, [*some(1), _WRONG, {**CHILD, "児童番号": ""}])
    part.table.setFocus()
    press(page, Qt.Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[:2] for line in lines] == [["要修正", "3"], ["要修正", "4"]]
    assert part.said.text().startswith("2行を写しました。")


def test_rows_to_mend_are_written_out_mended_and_read_in(
    page: ImportPage, dialogs: ScriptedDialogs, office: Office, file: Path, tmp_path: Path
) -> None:
    looked(page, file, [{**row, "好物": "魚"} for row in (*some(1), _WRONG)])
    out = tmp_path / "直す行.xlsx"
    dialogs.files.append(out)
    page.trigger(Keys.EXPORT)
    workbook = openpyxl.load_workbook(out)
    sheet: Any = workbook.active
    head, row = [[cell.value for cell in cells] for cells in sheet.iter_rows()]
    assert head == ["ファイルの行", "直すところ", *CHILD, "好物"]
    assert (row[0], row[2], row[-1]) == (3, "T-2", "魚")
    assert "生年月日" in str(row[1])
    sheet.cell(2, head.index("生年月日") + 1).value = "2014-09-09"
    workbook.save(out)
    page.open(path=str(out))
    page.go_on()
    page.go_on()
    assert "T-2" in numbers(office)


def test_after_mending_in_excel_f5_reads_it_again(page: ImportPage, office: Office, file: Path) -> None:
    looked(page, file, [*some(1), _WRONG])
    assert not page.go.isEnabled()
    file.write_bytes(csv_bytes(some(2)))
    page.trigger(Keys.REFRESH)
    assert page.stages.now == "look"
    page.go_on()
    assert {"T-1", "T-2"} <= numbers(office)


def test_stopping_leaves_everything_as_it_was(
    page: ImportPage, office: Office, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = numbers(office)
    looked(page, file, some(450))
    with monkeypatch.context() as patch:
        patch.setattr(Progress, "cancelled", lambda _progress: True)
        page.read_in()
        assert numbers(office) == before
        assert page.said.text() == "中止しました。何も取り込んでいません。"
        assert page.go.isEnabled()
        page.trigger(Keys.REFRESH)
        assert page.stages.now == "columns"
    page.go_on()
    page.go_on()
    assert len(numbers(office) - before) == 450


def test_the_window_lives_on_while_rows_are_read_and_the_button_stops_it(
    office: Office, dialogs: ScriptedDialogs, file: Path, qtbot: QtBot
) -> None:
    runner = Runner(dialogs.report)  # the real one, with its thread
    desk = Desk(office, runner, dialogs, Travel(), Preferences())
    page = ImportPage(desk)
    qtbot.addWidget(page)
    page.show()
    beats: list[bool] = []
    timer = QTimer(page)
    timer.timeout.connect(lambda: beats.append(page.busy))
    timer.start(5)
    file.write_bytes(csv_bytes(some(1200)))
    page.open(path=str(file))
    qtbot.waitUntil(lambda: page.stages.now == "look", timeout=30_000)
    assert beats.count(True) > 5  # it went on beating while the store's thread was at work
    dialogs.moved.clear()
    page.go_on()
    qtbot.waitUntil(lambda: bool(dialogs.moved), timeout=30_000)
    assert dialogs.cancel is not None
    dialogs.cancel()
    qtbot.waitUntil(lambda: not page.busy, timeout=30_000)
    assert page.said.text() == "中止しました。何も取り込んでいません。"
    runner.stop()
    assert not numbers(office) & {"T-1", "T-1200"}


def test_a_store_that_changed_meanwhile_is_looked_at_again(page: ImportPage, office: Office, file: Path) -> None:
    looked(page, file, some(2))
    importing.run(office, tables.read(csv_bytes(some(1)), "children"), kind="children")
    page.read_in()
    assert "T-2" not in numbers(office)
    assert "台帳が変わりました" in page.said.text()
    assert states(page) == [("2", "same"), ("3", "new")]
    page.read_in()
    assert "T-2" in numbers(office)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\xff\xfe\x00"])
def test_what_is_no_list_is_refused_in_words_and_another_file_can_be_chosen(
    page: ImportPage, dialogs: ScriptedDialogs, file: Path, data: bytes, tmp_path: Path
) -> None:
    show(page, file, data)
    assert page.stages.now == "file"
    assert page.said.text()
    other = tmp_path / "別の名簿.csv"
    other.write_bytes(csv_bytes(some(1)))
    dialogs.files.append(other)
    page.trigger(Keys.IMPORT)
    assert (page.file.text(), page.stages.now, page.said.text()) == ("別の名簿.csv", "look", "")


def test_a_file_that_cannot_be_opened_is_told(page: ImportPage, tmp_path: Path) -> None:
    page.open(path=str(tmp_path / "ない.csv"))
    assert "ファイルを開けません" in page.said.text()


# ---- the yearly list of certificate holders


def holder(child: Child, **changed: str) -> dict[str, str]:
    period = child.certificates[-1]
    row = {"受給者番号": period.number, "氏名": child.name, "生年月日": child.birth_date.isoformat()}
    return {**row, "住所": "新しい住所", "有効期間": "R9.10.1～R10.9.30", **changed}


def with_certificates(office: Office) -> list[Child]:
    children = [register.child(office, row.child_id) for row in register.rows(office)]
    return [child for child in children if child.certificates and child.certificates[-1].number]


def test_the_yearly_list_renews_registers_and_asks_after_who_is_missing(
    page: ImportPage, office: Office, file: Path
) -> None:
    first, second, third, *rest = with_certificates(office)
    new = holder(first, 受給者番号="", 氏名="試野 あかり", 生年月日="H27.4.9")
    doubtful = holder(third, 受給者番号="", 氏名=f"{third.name}美", フリガナ=third.kana)
    part = looked(page, file, [{"フリガナ": "", **row} for row in (holder(first), new, doubtful)])
    assert page.mapped is not None
    assert page.mapped.kind == "holders"
    assert states(page) == [("4", "doubt")]
    part.table.choose_row(0)
    whose = part.detail.findChild(ToggleFlow, "import-whose")
    assert whose is not None
    whose.set_value(third.id)
    whose.changed.emit()
    assert part.looked.chosen == {4: third.id}
    part.filter.set_value("")
    part._narrow()
    part.all.click()  # register who is new; who is missing gets no next step by the way
    assert not part.ticks.follow_up
    part.filter.set_value("gone")
    part._narrow()
    gone = [line.person.child_id for line in part.model.rows()]
    assert second.id in gone
    assert not {first.id, third.id} & set(gone)
    assert len(gone) == len(rest) + 1
    part.table.choose(lambda line: line.person.child_id == second.id)
    part.table.setFocus()
    press(page, Qt.Key.Key_Space)
    before = len(register.rows(office))
    page.go_on()
    assert page.stages.done().counts.text().startswith("新規 1件 ・ 変更 2件")
    assert len(register.rows(office)) == before + 1
    renewed = register.child(office, first.id)
    assert len(renewed.certificates) == len(first.certificates) + 1
    assert renewed.address == first.address  # not ticked
    assert "受給者証を更新したか確認する" in [step.text for step in follow_ups.of_child(office, second.id)]
    page.undo()
    assert register.child(office, first.id).certificates == first.certificates
    assert len(register.rows(office)) == before


def test_addresses_are_taken_where_they_are_ticked(page: ImportPage, office: Office, file: Path) -> None:
    first, second, *_rest = with_certificates(office)
    part = looked(page, file, [holder(first), holder(second)])
    part.table.choose(lambda line: line.place == "2")
    box = part.detail.findChild(CheckBox, "import-field-address")
    assert box is not None
    assert not box.isChecked()
    box.click()
    page.go_on()
    assert register.child(office, first.id).address == "新しい住所"
    assert register.child(office, second.id).address == second.address


def test_one_button_ticks_all_addresses(page: ImportPage, office: Office, file: Path) -> None:
    first, second, *_rest = with_certificates(office)
    part = looked(page, file, [holder(first), holder(second)])
    part.held_back.click()
    page.go_on()
    assert {register.child(office, child.id).address for child in (first, second)} == {"新しい住所"}


# ---- a whole export


def test_a_whole_export_is_refused_by_a_store_that_holds_records(
    page: ImportPage, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "書き出し.json"
    path.write_text(json.dumps(exporting.everything(office), ensure_ascii=False), encoding="utf-8")
    page.open(path=str(path))
    assert page.stages.now == "file"
    assert "すでに記録があります" in page.said.text()


def test_a_whole_export_comes_into_an_empty_store(
    office: Office, dialogs: ScriptedDialogs, tmp_path: Path, now: datetime, qtbot: QtBot
) -> None:
    path = tmp_path / "書き出し.json"
    path.write_text(json.dumps(exporting.everything(office), ensure_ascii=False), encoding="utf-8")
    with new_office(tmp_path / "empty", now) as empty:
        page = ImportPage(make_desk(empty, dialogs=dialogs))
        qtbot.addWidget(page)
        page.show()
        page.open(path=str(path))
        assert page.stages.now == "whole"
        page.go_on()
        assert numbers(empty) == numbers(office)
        assert not page.stages.done().undo.isVisible()
        page.another()
        assert not page.stages.file().undo.isEnabled()


# ---- a file dropped onto the window


class Window(TakesFiles):
    def __init__(self) -> None:
        super().__init__()
        self.went: list[tuple[str, dict[str, Any]]] = []

    def open(self, page: str, **args: Any) -> None:
        self.went.append((page, args))


def drop(window: Window, *urls: QUrl) -> bool:
    data = QMimeData()
    data.setUrls(list(urls))
    how, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPointF(5, 5), how, data, buttons, Qt.KeyboardModifier.NoModifier)
    enter.setAccepted(False)
    window.dragEnterEvent(enter)
    window.dropEvent(QDropEvent(QPointF(5, 5), how, data, buttons, Qt.KeyboardModifier.NoModifier))
    return enter.isAccepted()


def test_a_file_dropped_onto_the_window_is_opened(qtbot: QtBot, file: Path) -> None:
    window = Window()
    qtbot.addWidget(window)
    file.write_bytes(csv_bytes(some(1)))
    assert window.acceptDrops()
    assert drop(window, QUrl.fromLocalFile(str(file)))
    assert window.went == [("import", {"path": str(file)})]


def test_several_files_a_folder_or_a_page_of_the_web_are_not_taken(qtbot: QtBot, file: Path) -> None:
    window = Window()
    qtbot.addWidget(window)
    file.write_bytes(csv_bytes(some(1)))
    one = QUrl.fromLocalFile(str(file))
    assert not drop(window, one, one)
    assert not drop(window, QUrl.fromLocalFile(str(file.parent)))
    assert not drop(window, QUrl("https://example.org/x.csv"))
    assert window.went == []


# ---- size and names


@pytest.mark.parametrize("tongue", ["ja", "en"])
@pytest.mark.parametrize(("width_class", "most"), [(NARROW, 862), (NORMAL, 1214)])
def test_every_step_has_names_and_fits(
    page: ImportPage, file: Path, office: Office, speak: Callable[[str], None], qtbot: QtBot,
    tongue: str, width_class: str, most: int,
) -> None:  # fmt: skip
    speak(tongue)
    made = ImportPage(page.desk)
    qtbot.addWidget(made)
    made.resize(most, 440)
    made.show()
    made.take_width(width_class)
    made.open()
    first = with_certificates(office)[0]
    rows = [holder(first), holder(first, 生年月日="x")]
    steps: list[Callable[[], object]] = [lambda: None, lambda: show(made, file, rows), made.go_on]
    for step in steps:
        step()
        turn()
        assert made.minimumSizeHint().width() <= most
        assert walk.unnamed(made) == []
        assert walk.clipped(made) == []
    made.stages.look().without_refused.click()
    made.go_on()
    turn()
    assert made.stages.now == "done"
    assert walk.clipped(made) == []
