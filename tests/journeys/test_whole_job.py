"""The whole job once, in the real window with keys and clicks: from an empty folder to a plan that was reviewed.

First run → import a file → find by two kana → record a consultation → make, approve, print, deliver a plan → review it
→ lock → unlock → all is there. Afterwards every file is searched for the names that were typed: there is none.
"""

from __future__ import annotations

import codecs
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import audit, consultations, disclosures, plans, register
from caseapp.desktop.first_run.wizard import FirstRunScreen, RecoveryKeyScreen
from caseapp.desktop.lock.screen import LockScreen
from caseapp.desktop.startup.program import Program
from caseapp.desktop.startup.session import destroy
from tests.desktop.fakes import ScriptedDialogs, turn
from tests.journeys.driver import Person
from tests.plain_text import files_with, watching

OFFICE, WORKER, WORDS = "𠮷田浜保健所", "髙槗 すみれ", "みずうみ の あさ 7 じ はれ"
SAID = "「みんなと同じ部屋に泊まりたい。夜の注射だけが心配」"
FILE = """児童番号,姓,名,姓カナ,名カナ,生年月日,性別,電話番号,保護者氏名,保護者続柄,疾患群,疾病名,所属機関,知らない列
0001,𠮷野,陽菜,ﾖｼﾉ,ﾋﾅ,平成29年5月20日,女,0000-12-3456,𠮷野 真由美,母,7,1型糖尿病,若葉市立南小学校,x
0002,葛󠄀城,紬,カツラギ,ツムギ,R8.5.3,女,0000-12-9999,葛󠄀城 文,母,4,単心室症,,x
"""


@pytest.fixture
def person(
    tmp_path: Path, now: datetime, qtbot: QtBot, desktop: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Person]:
    """The program on an empty folder, with real threads; dialogs of the operating system are answered by script."""
    monkeypatch.setenv("CASEAPP_FAST_KDF_FOR_TESTS", "1")
    program = Program(tmp_path / "vault", clock=lambda: now, dialogs=ScriptedDialogs())
    program.start()
    program.window.resize(1366, 768)
    with qtbot.waitActive(program.window):
        program.window.activateWindow()
    yield Person(program, qtbot)
    program.end()
    destroy(program.window)


def first_run(person: Person) -> None:
    """The wizard by keyboard alone, to Today."""
    person.wait(lambda: isinstance(person.program.screen, FirstRunScreen))
    screen = person.program.screen
    assert isinstance(screen, FirstRunScreen)
    turn()  # the lock screen that stood there a moment ago is gone then
    person.click(screen.office)
    for text in (OFFICE, WORKER, "保健師・自立支援員", WORDS):
        person.type(text)
        person.press(Qt.Key.Key_Tab)
    person.type(WORDS)
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: isinstance(person.program.screen, RecoveryKeyScreen))
    sheet = person.program.screen
    assert isinstance(sheet, RecoveryKeyScreen)
    person.fill(sheet.typed, sheet._last)
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: person.page() == "today")
    turn()  # the window has fitted itself to the offscreen platform's small screen by then
    person.window.setMaximumSize(16_777_215, 16_777_215)
    person.window.resize(1366, 768)


def allow_approval_by_the_author(person: Person) -> None:
    """In an office of one person: 設定."""
    person.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    person.wait(lambda: person.page() == "settings")
    person.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    box = next(b for b in person.window.findChildren(QCheckBox) if b.isVisible())
    person.tab_to(box)
    person.press(Qt.Key.Key_Space)
    person.ctrl("s")
    person.wait(lambda: person.office.settings.self_approval)


def import_file(person: Person, path: Path) -> None:
    """名簿を取り込む from the empty register."""
    path.write_bytes(codecs.BOM_UTF8 + FILE.replace("\n", "\r\n").encode())
    person.dialogs.files.append(path)
    person.ctrl("3")
    person.wait(lambda: person.page() == "register")
    person.click(person.find(QAbstractButton, "register-import"))
    person.wait(lambda: person.page() == "import")
    person.press(Qt.Key.Key_Return)  # the button that asks for the file has the focus
    go = person.find(QAbstractButton, "import-go")
    person.wait(go.isEnabled)
    person.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    person.wait_for("取り込まない列があります")
    person.wait(go.isEnabled)
    person.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    person.wait(lambda: len(register.rows(person.office)) == 2)
    person.wait_for("2件を取り込みました")


def find_by_two_kana(person: Person) -> None:
    """The telephone rings: two characters, Enter, and the child's page is open."""
    person.ctrl("3")
    search = person.find(QLineEdit, "register-search")
    person.wait(search.hasFocus)
    person.type("よし")
    person.wait_for("𠮷野 陽菜")
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: person.page() == "child")
    person.wait_for("𠮷野 真由美")


def record_a_consultation(person: Person) -> None:
    """Ctrl+N, what she says, and the one question; Ctrl+S twice in a hurry makes one record."""
    person.ctrl("n")
    person.wait(lambda: person.page() == "record")
    person.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    person.type(SAID)
    person.ctrl("s")
    person.wait_for("次に、何を、いつまでに?")
    assert person.page() == "record", "it must ask what comes next before it saves"
    person.fill(person.find(QLineEdit, "next-step-text"), "宿の夜の見守りを学校に聞く")
    person.click(person.find(QAbstractButton, "next-step-due-week"))
    person.ctrl("s")
    person.ctrl("s")
    person.wait(lambda: person.page() == "child")
    person.wait_for("宿の夜の見守りを学校に聞く")


def edit(person: Person, tile: str, **fields: str) -> None:
    """Open an editor by its tile and type into its fields."""
    person.click(person.find(QWidget, tile))
    for name, text in fields.items():
        field = person.find(QWidget, name.replace("_", "-"))
        person.click(field)
        person.type(text)
    person.click(person.find(QAbstractButton, "plan-editor-done"))


def make_a_plan(person: Person) -> None:
    """Ctrl+G: wishes apart, goals, one need with its support; saved as a draft."""
    person.ctrl("g")
    person.wait(lambda: person.page() == "plan")
    person.wait_for("確定までに足りないもの 4つ")
    edit(
        person,
        "plan-child-wish",
        wish_text="みんなと同じ部屋がいい。",
        wish_heard_on="R8.11.20",
        wish_how="電話のあと、本人と",
    )
    edit(person, "plan-guardian-wish", wish_text="夜の低血糖が心配です。", wish_heard_on="11/20")
    edit(person, "plan-long", aim_long="宿泊学習に、みんなと参加する", aim_long_by="R9.5.31")
    person.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    for name, text in (
        ("goal-need", "夜も安心して、友だちと泊まりたい"),
        ("goal-goal", "夜の見守りの手順が決まっている"),
        ("goal-achieve-by", "R9.4.30"),
        ("goal-review-every", "3"),
        ("goal-child-role", "困ったら先生を起こす"),
    ):
        person.fill(person.find(QWidget, name), text)
    if not any(w.isVisible() for w in person.window.findChildren(QWidget, "support-1-what")):
        person.click(person.find(QAbstractButton, "goal-add-support"))
    person.fill(person.find(QWidget, "support-1-what"), "三者で打ち合わせる")
    person.fill(person.find(QWidget, "support-1-who"), "南小学校 養護教諭")
    person.click(person.find(QAbstractButton, "plan-editor-done"))
    person.ctrl("s")
    person.wait(lambda: plans.of_child(person.office, hina(person)))


def hina(person: Person) -> str:
    return register.child_by_number(person.office, "0001").id


def status(person: Person) -> str:
    return plans.of_child(person.office, hina(person))[0].status


def approve_print_and_deliver(person: Person) -> None:
    """The main button leads from 案 to 確定; the family's page is printed; then it is handed over."""
    person.click(person.find(QAbstractButton, "plan-next"))
    person.wait(lambda: status(person) == "approved")
    person.ctrl("p")
    person.find(QWidget, "print-paper")
    person.wait(lambda: person.find(QAbstractButton, "print-go").isEnabled())
    person.click(person.find(QAbstractButton, "print-go"))
    person.wait(lambda: any(e.action == "print" for e in audit.entries(person.office, limit=20)))
    person.click(person.find(QAbstractButton, "print-close"))
    person.wait(lambda: "交付" in person.find(QAbstractButton, "plan-next").text())
    person.click(person.find(QAbstractButton, "plan-next"))
    for name, text in (
        ("consent-explained-on", "11/20"),
        ("consent-child-on", "11/20"),
        ("consent-guardian-on", "11/20"),
        ("delivery-how", "窓口で手渡し"),
        ("delivery-next-review", "R9.2.26"),
    ):
        person.fill(person.find(QLineEdit, name), text)
    if not person.find(QLineEdit, "delivery-to").text():
        person.fill(person.find(QLineEdit, "delivery-to"), "本人とお母さん")
    person.click(person.find(QAbstractButton, "delivery-go"))
    person.wait(lambda: status(person) == "delivered")
    person.wait(lambda: "実施" in person.find(QAbstractButton, "plan-next").text())
    person.click(person.find(QAbstractButton, "plan-next"))
    person.wait(lambda: status(person) == "active")


def review_it(person: Person) -> None:
    """Every goal rated, the next day set, what comes next answered."""
    person.wait(lambda: "評価" in person.find(QAbstractButton, "plan-next").text())
    person.click(person.find(QAbstractButton, "plan-next"))
    person.wait(lambda: person.page() == "review")
    rating = person.find(QWidget, "rating-1")
    first = next(t for t in rating.findChildren(QAbstractButton) if "一部" in t.text())
    person.click(first)
    person.fill(person.find(QWidget, "comment-1"), "手順の案ができた。つづける")
    person.fill(person.find(QLineEdit, "review-next-on"), "R9.5.28")
    person.fill(person.find(QLineEdit, "next-step-text"), "手順の案を本人と読む")
    person.click(person.find(QAbstractButton, "next-step-due-week"))
    person.ctrl("s")
    person.wait(lambda: plans.reviews(person.office, plans.of_child(person.office, hina(person))[0].id))


def lock_and_unlock(person: Person) -> None:
    """F12, the passphrase, and the same place again."""
    person.press(Qt.Key.Key_F12)
    person.wait(lambda: isinstance(person.program.screen, LockScreen))
    assert not any("陽菜" in text for text in person.texts()), "the lock screen must show nobody"
    screen = person.program.screen
    assert isinstance(screen, LockScreen)
    person.wait(lambda: screen.user.count() == 1)
    turn()
    person.fill(screen.passphrase, WORDS)
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: person.program.session is not None)


def write_out_the_register(person: Person, path: Path) -> None:
    """書き出す as Excel without a password: only the file itself is written, nothing beside it."""
    person.dialogs.files.append(path)
    person.ctrl("3")
    person.wait(person.find(QLineEdit, "register-search").hasFocus)
    person.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    person.tab_to(person.find(QCheckBox, "export-protect"))
    person.press(Qt.Key.Key_Space)
    purpose = person.find(QWidget, "export-purpose")
    person.click(next(b for b in purpose.findChildren(QAbstractButton) if b.isVisible()))
    with watching() as written:
        person.click(person.find(QAbstractButton, "export-go"))
        person.wait(path.exists)
        person.wait(lambda: any(e.action == "export.list" for e in audit.entries(person.office, limit=5)))
    elsewhere = [each for each in written if path.parent not in Path(each).parents and "__pycache__" not in each]
    assert elsewhere == []
    assert files_with("𠮷野", path.parent) == [str(path)]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_whole_job_from_an_empty_folder(person: Person, tmp_path: Path) -> None:
    first_run(person)
    person.wait_for("まだお子さんが登録されていません")
    person.shot("1-today-empty")
    allow_approval_by_the_author(person)
    import_file(person, tmp_path / "名簿.csv")
    find_by_two_kana(person)
    person.shot("2-child")
    record_a_consultation(person)
    person.shot("3-recorded")
    make_a_plan(person)
    person.shot("4-plan")
    approve_print_and_deliver(person)
    review_it(person)
    person.shot("5-reviewed")
    (tmp_path / "名簿.csv").unlink()
    write_out_the_register(person, tmp_path / "台帳.xlsx")
    (tmp_path / "台帳.xlsx").unlink()
    lock_and_unlock(person)
    person.ctrl("3")
    find_by_two_kana(person)
    person.wait_for("宿の夜の見守りを学校に聞く")
    (record,) = consultations.of_child(person.office, hina(person))
    assert record.words == SAID
    (plan,) = plans.of_child(person.office, hina(person))
    assert (plan.status, plan.delivered_to != "", len(plan.goals)) == ("active", True, 1)
    assert disclosures.disclosures(person.office, hina(person)) == ()
    assert audit.verify_chain(person.office).whole
    person.program.end()
    for typed in ("𠮷野", "陽菜", "葛󠄀城", WORKER, OFFICE, SAID[1:8], "三者で打ち合わせる", "0000-12-3456"):
        assert files_with(typed, tmp_path, Path.home(), Path(tempfile.gettempdir())) == []
