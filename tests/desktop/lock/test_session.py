"""Unlocking, locking, idling, on real vaults: nothing of a person is left, the same page comes back with its draft."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import accounts, child_page, drafts, register
from caseapp.casework import office as offices
from caseapp.casework.office import Office
from caseapp.casework.views import DraftKey
from caseapp.desktop import pages
from caseapp.desktop.kit.clipboard import clipboard
from caseapp.desktop.kit.drafts import DraftKeeper
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.runner import ImmediateRunner, Runner
from caseapp.desktop.kit.spooler import NotPrinted
from caseapp.desktop.kit.watch import watch
from caseapp.desktop.lock.screen import LockScreen
from caseapp.desktop.lock.trouble_screen import TroubleScreen
from caseapp.desktop.startup.afterwards import Afterwards
from caseapp.desktop.startup.program import Program
from caseapp.vault import pause
from caseapp.vault.trouble import DamagedStore, DiskFull, InUse, NewerVersion, UnfinishedUpgrade
from caseapp.words import language
from tests.desktop.conftest import PASSPHRASE, USER
from tests.desktop.fakes import ScriptedDialogs, turn

TYPED = "宿は海の家しおさい。高瀬さんの弟は航くん。"


class NoteForm(Page):
    """A form as pages have them: about one child, with a draft."""

    name = "record"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.text = Paragraph(parent=self)
        self.text.setAccessibleName("事実")
        self.body.addWidget(self.text)
        self.child_id = ""
        self.keeper: DraftKeeper | None = None
        self.who = ""

    def open(self, *, child_id: str = "", **_more: object) -> None:
        self.child_id = child_id
        office = self.desk.office
        self.who = register.child(office, child_id).name
        self.keeper = DraftKeeper(self.desk, DraftKey("record", child_id), self.content, parent=self)
        self.text.changed.connect(self.keeper.touch)
        self.desk.ask(lambda: drafts.find(office, form="record", child_id=child_id), self.show_draft, owner=self)

    def content(self) -> dict[str, str]:
        return {"facts": self.text.value()}

    def show_draft(self, found: object) -> None:
        if found is not None:
            self.text.set_value(found.content["facts"])  # type: ignore[attr-defined]  # a Draft

    def keep_draft(self) -> None:
        if self.keeper is not None:
            self.keeper.keep_now()

    def place(self) -> dict[str, object]:
        return {"child_id": self.child_id}

    def first_focus(self) -> QWidget:
        return self.text


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pause, "_tries", {})
    monkeypatch.setattr(pause, "clock", lambda: 0.0)
    clipboard.watch()
    monkeypatch.setattr(
        pages,
        "PAGES",
        (
            pages.PageEntry(
                name="settings",
                module="caseapp.desktop.settings.page",
                page="SettingsPage",
                words="Settings",
                icon="gear",
            ),
            pages.PageEntry(name="record", module=__name__, page="NoteForm", kept=False),
        ),
    )
    monkeypatch.setattr(pages.PageEntry, "there", lambda _entry: True)
    monkeypatch.setattr(pages.PageEntry, "load", lambda entry: NoteForm if entry.name == "record" else _settings())


def _settings() -> type[Page]:
    from caseapp.desktop.settings.page import SettingsPage

    return SettingsPage


def started(folder: Path, now: datetime, dialogs: ScriptedDialogs, runner: Runner) -> Program:
    made = Program(folder, clock=lambda: now, runner=runner, dialogs=dialogs)
    made.window.resize(1366, 768)
    made.entrance.show_lock()
    made.window.show()
    made.window.activateWindow()
    made.entrance.look()
    runner.flush()
    turn()
    return made


@pytest.fixture
def program(vault_folder: Path, now: datetime, dialogs: ScriptedDialogs, qtbot: QtBot) -> Iterator[Program]:
    made = started(vault_folder, now, dialogs, ImmediateRunner(dialogs.report))
    yield made
    made.end()
    made.window.deleteLater()


def unlocked(program: Program) -> bool:
    return program.session is not None


def lock_screen(program: Program) -> LockScreen:
    assert isinstance(program.screen, LockScreen)
    return program.screen


def log_in(program: Program, passphrase: str = PASSPHRASE, user: str = USER) -> None:
    screen = lock_screen(program)
    screen.user.setCurrentIndex(screen.user.findText(user))
    screen.passphrase.setText(passphrase)
    screen.submit()
    program.runner.flush()
    turn()


def write_something(program: Program) -> str:
    assert program.session is not None
    assert program.session.shell is not None
    child_id = next(row.child_id for row in register.rows(program.session.office) if row.name.startswith("高瀬"))
    program.session.shell.open("record", child_id=child_id)
    page = program.session.shell.page()
    assert isinstance(page, NoteForm)
    page.text.focus_end()
    page.text.insertPlainText(TYPED)
    turn()
    return child_id


def everything_shown() -> str:
    """Every text that any living widget or action holds."""
    words: list[str] = []
    for widget in QApplication.allWidgets():
        if not shiboken6.isValid(widget):
            continue
        words += [widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, (QLabel, QLineEdit)):
            words.append(widget.text())
        if isinstance(widget, QTextEdit):
            words.append(widget.toPlainText())
        if isinstance(widget, QComboBox):
            words += [widget.itemText(n) for n in range(widget.count())]
        words += [action.text() for action in widget.findChildren(QAction)]
    return "\n".join(words)


# ---- unlocking


def test_behind_the_first_page_the_childs_page_is_warmed_up_and_a_failure_is_silent(
    program: Program, dialogs: ScriptedDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed: list[object] = []

    def warm_up(office: object) -> None:
        warmed.append(office)
        raise OSError("unplugged")

    monkeypatch.setattr(child_page, "warm_up", warm_up)
    log_in(program)
    assert program.session is not None
    assert warmed == [program.session.office]
    assert dialogs.reported == []


def test_the_right_passphrase_opens_and_leaves_no_trace_on_screen(program: Program) -> None:
    log_in(program)
    assert program.session is not None
    assert program.screen is None
    assert PASSPHRASE not in [field.text() for field in program.window.findChildren(QLineEdit)]
    assert program.window.windowTitle() == "伴走ノート"


def test_a_wrong_passphrase_is_told_with_a_growing_pause(program: Program) -> None:
    log_in(program, "まちがい の ことば です")
    screen = lock_screen(program)
    assert program.session is None
    assert screen.waiting == 1
    assert "合言葉が合いません" in screen.problem.text()
    screen._second()
    log_in(program, "また まちがい です ね")
    assert lock_screen(program).waiting >= 1


def test_a_store_open_elsewhere_says_by_whom(program: Program, now: datetime) -> None:
    with offices.open_office(program.folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now):
        log_in(program)
        assert program.session is None
        assert USER in lock_screen(program).problem.text()


@pytest.mark.parametrize(
    ("trouble", "title", "action"),
    [
        (DamagedStore(backup=Path("/backups/a.casebackup")), "壊れて", "控えから戻す"),
        (UnfinishedUpgrade(), "更新が途中", "もう一度試す"),
        (NewerVersion(), "新しい版", "もう一度試す"),
    ],
)
def test_each_trouble_has_its_own_page_and_one_action(
    program: Program, monkeypatch: pytest.MonkeyPatch, trouble: Exception, title: str, action: str
) -> None:
    def fails(*_args: object, **_more: object) -> None:
        raise trouble

    monkeypatch.setattr(offices, "open_with_key", fails)
    log_in(program)
    assert isinstance(program.screen, TroubleScreen)
    assert title in program.screen.title.text()
    assert program.screen.press is not None
    assert program.screen.press.accessibleName() == action


def test_a_full_disk_is_told_on_the_lock_screen(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object, **_more: object) -> None:
        raise DiskFull

    monkeypatch.setattr(offices, "open_with_key", fails)
    log_in(program)
    assert "空き" in lock_screen(program).problem.text()


def test_being_held_is_said_before_anybody_tries(vault_folder: Path, now: datetime, dialogs: ScriptedDialogs) -> None:
    with offices.open_office(vault_folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now):
        made = started(vault_folder, now, dialogs, ImmediateRunner(dialogs.report))
        text = lock_screen(made).problem.text()
        assert USER in text
        assert "10:12" in text
        made.end()


def test_somebody_whose_way_in_was_closed_does_not_get_in(program: Program, now: datetime) -> None:
    with offices.open_office(program.folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now) as opened:
        accounts.add(opened, name="佐伯 美里", role="worker", passphrase="べつの ことば よっつ です")
    program.entrance.look()
    log_in(program, PASSPHRASE, user="佐伯 美里")
    assert program.session is None


# ---- locking


def test_after_a_lock_nothing_of_a_person_is_left(program: Program) -> None:
    log_in(program)
    write_something(program)
    assert program.session is not None
    assert program.session.shell is not None
    page = program.session.shell.page()
    assert isinstance(page, NoteForm)
    assert TYPED in everything_shown()
    gone: list[weakref.ref[object]] = [
        weakref.ref(each) for each in (page, page.text, program.session.shell, program.session)
    ]
    key = program.session.office.vault
    del page
    program.lock()
    turn()
    gc.collect()
    shown = everything_shown()
    assert TYPED not in shown
    assert "高瀬" not in shown
    assert [ref() for ref in gone if ref() is not None] == []
    assert key.closed


def test_the_same_page_comes_back_with_its_draft(program: Program) -> None:
    log_in(program)
    child_id = write_something(program)
    program.lock()
    turn()
    assert "保存してあります" in lock_screen(program).words.text()
    log_in(program)
    assert program.session is not None
    assert program.session.shell is not None
    page = program.session.shell.page()
    assert isinstance(page, NoteForm)
    assert (page.child_id, page.text.value()) == (child_id, TYPED)


@pytest.mark.parametrize("away", ["lock", "rebuild"])
def test_the_way_back_is_still_there(program: Program, away: str) -> None:
    """Whoever saved after a lock came to 今日, not to the page of the child."""
    log_in(program)
    assert program.session is not None
    assert program.session.shell is not None
    first, second = (row.child_id for row in register.rows(program.session.office)[:2])
    program.session.shell.open("record", child_id=first)
    program.session.shell.open("settings", name="高瀬")  # not by ids alone: forgotten
    program.session.shell.open("record", child_id=second)
    if away == "lock":
        program.lock()
        turn()
        log_in(program)
    else:
        program.session.rebuild()
    assert program.session is not None
    shell = program.session.shell
    assert shell is not None
    assert shell.here() == ("record", {"child_id": second})
    shell.back()
    assert shell.here() == ("record", {"child_id": first})


def test_another_user_does_not_come_to_that_page(program: Program, now: datetime) -> None:
    log_in(program)
    assert program.session is not None
    accounts.add(program.session.office, name="佐伯 美里", role="worker", passphrase="べつの ことば よっつ です")
    write_something(program)
    program.lock()
    turn()
    log_in(program, "べつの ことば よっつ です", user="佐伯 美里")
    assert program.session is not None
    assert program.session.shell is not None
    assert not isinstance(program.session.shell.page(), NoteForm)
    assert TYPED not in everything_shown()


def test_idling_locks_without_asking_and_says_so(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [100.0]
    monkeypatch.setattr(watch, "clock", lambda: moment[0])
    log_in(program)
    write_something(program)
    moment[0] += 4 * 60
    watch.look()
    assert unlocked(program)
    window = program.window.windowHandle()
    assert window is not None
    QTest.keyClick(window, Qt.Key.Key_Shift)  # somebody is there
    moment[0] += 4 * 60
    watch.look()
    assert unlocked(program)
    moment[0] += 61
    watch.look()
    assert not unlocked(program)
    assert "5分間" in lock_screen(program).words.text()
    assert not watch.counting


def test_idling_locks_with_a_dialog_open(program: Program) -> None:
    log_in(program)
    assert program.session is not None
    assert program.session.shell is not None
    program.session.shell.show_keys()
    program.session.shell.search()
    turn()
    watch.idle.emit()
    turn()
    assert not unlocked(program)
    assert isinstance(program.window.centralWidget(), LockScreen)


def test_a_draft_that_cannot_be_kept_does_not_stop_the_lock(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    log_in(program)
    write_something(program)

    def full(*_args: object, **_more: object) -> None:
        raise DiskFull

    monkeypatch.setattr(drafts, "save", full)
    program.lock()
    assert not unlocked(program)
    assert "保存できませんでした" in lock_screen(program).words.text()
    assert TYPED not in everything_shown()


def test_a_paper_that_was_not_printed_is_told_at_the_next_unlocking(program: Program, dialogs: ScriptedDialogs) -> None:
    log_in(program)
    program.lock()
    not_printed = dialogs.unheard
    not_printed(NotPrinted("The printer did not begin. Look whether it is on, and print again."))
    assert dialogs.told == []
    log_in(program)
    ((_title, words),) = dialogs.told
    assert words.startswith("10:12のロックの前にプリンターへ送った書類は、印刷されていません。")
    assert "電源" in words
    not_printed(NotPrinted("The printer did not begin. Look whether it is on, and print again."))
    assert len(dialogs.told) == 2  # the person is there: at once
    program.lock()
    log_in(program)
    assert len(dialogs.told) == 2


def test_nobody_else_is_told(now: datetime) -> None:
    heard: list[str] = []
    afterwards = Afterwards(heard.append)
    afterwards.not_printed("a", DiskFull(), at=now)
    assert heard == ["a"]
    assert afterwards.take("b", now=now) == ""
    assert afterwards.take("a", now=now) != ""
    assert afterwards.take("a", now=now) == ""


def test_f12_locks_from_inside_a_field(program: Program) -> None:
    log_in(program)
    write_something(program)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_F12)
    turn()
    assert not unlocked(program)


def test_the_clipboard_forgets_what_is_ours(program: Program) -> None:
    log_in(program)
    QGuiApplication.clipboard().setText("高瀬 陽菜乃")
    program.lock()
    assert QGuiApplication.clipboard().text() == ""


@pytest.fixture
def threaded(vault_folder: Path, now: datetime, dialogs: ScriptedDialogs, qtbot: QtBot) -> Iterator[Program]:
    """Logged in, with the store on its own thread."""
    made = started(vault_folder, now, dialogs, Runner(dialogs.report))
    log_in(made)
    yield made
    made.end()
    made.window.deleteLater()


def test_what_was_asked_before_the_lock_is_done_and_answered_before_drafts_are_kept(
    threaded: Program, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record whose saving is answered has no draft any more: the page must hear it before it is asked for one."""
    assert threaded.session is not None
    assert threaded.session.shell is not None
    office, shell, heard = threaded.session.office, threaded.session.shell, list[str]()
    threaded.runner.ask(
        lambda: drafts.save(office, form="plan", child_id="c", content={"a": 1}),
        lambda _none: heard.append("answer"),
        owner=shell,
    )
    monkeypatch.setattr(shell, "keep_drafts", lambda: heard.append("drafts"))
    threaded.lock()
    turn()
    assert heard == ["answer", "drafts"]
    with offices.open_office(threaded.folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now) as opened:
        assert drafts.find(opened, form="plan", child_id="c") is not None


def breaks(*_args: object, **_more: object) -> None:
    raise KeyError("a mistake in a page")


def closed_and_locked(program: Program, office: Office) -> bool:
    """Nothing of the desk is left, and the next lock finds nothing to do."""
    found = office.closed and isinstance(program.window.centralWidget(), LockScreen) and not watch.counting
    return found and TYPED not in everything_shown() and QGuiApplication.clipboard().text() == ""


def test_an_answer_that_fails_does_not_stop_the_lock(threaded: Program, now: datetime) -> None:
    child_id = write_something(threaded)
    assert threaded.session is not None
    office, report, heard = threaded.session.office, threaded.runner.report, list[object]()
    threaded.runner.ask(lambda: 1, breaks)
    threaded.runner.ask(lambda: 2, heard.append)
    QGuiApplication.clipboard().setText("高瀬 陽菜乃")
    threaded.lock()
    assert closed_and_locked(threaded, office)
    assert heard == [2]  # the one behind it has its answer
    assert "終えられませんでした" in lock_screen(threaded).words.text()
    assert threaded.runner.report == report
    with offices.open_office(threaded.folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now) as opened:
        assert drafts.find(opened, form="record", child_id=child_id) is not None


STEPS = (
    "caseapp.desktop.kit.watch.Watch.stop",
    "caseapp.desktop.shell.shell.Shell.here",
    "caseapp.desktop.kit.runner.Runner.cancel_long",
    "caseapp.desktop.kit.runner.Runner.flush",
    "caseapp.desktop.kit.runner.Runner.run_now",
    "caseapp.desktop.shell.shell.Shell.keep_drafts",
    "caseapp.desktop.kit.runner.Runner.forget",
    "tests.desktop.fakes.ScriptedDialogs.close_all",
    "caseapp.desktop.kit.masking.Masking.switch",
)


def test_no_step_of_the_lock_takes_the_others_with_it(threaded: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    write_something(threaded)
    assert threaded.session is not None
    office = threaded.session.office
    QGuiApplication.clipboard().setText("高瀬 陽菜乃")
    with monkeypatch.context() as patch:
        for step in STEPS:
            patch.setattr(step, breaks)
        threaded.lock()
    watch.stop()
    assert closed_and_locked(threaded, office)


def test_the_lock_screen_comes_even_where_the_session_cannot_end(
    threaded: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = threaded.session
    assert session is not None
    with monkeypatch.context() as patch:
        patch.setattr(session, "end", breaks)
        with pytest.raises(KeyError):
            threaded.lock()
    assert isinstance(threaded.window.centralWidget(), LockScreen)
    session.end()


def test_the_collector_looks_at_the_desk_alone_until_the_lock(program: Program) -> None:
    gc.unfreeze()
    try:
        log_in(program)
        assert program.session is not None
        assert gc.get_freeze_count() > len(gc.get_objects())  # most of what lives is not looked at each minute
        assert any(each is program.session.shell for each in gc.get_objects())  # get_objects leaves the frozen out
        program.lock()
        assert gc.get_freeze_count() == 0
    finally:
        gc.collect()
        gc.freeze()  # as the tests began


# ---- the end


def test_closing_the_window_keeps_the_draft_and_closes_the_store(program: Program, now: datetime) -> None:
    log_in(program)
    child_id = write_something(program)
    program.window.close()
    turn()
    with offices.open_office(program.folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now) as opened:
        found = drafts.find(opened, form="record", child_id=child_id)
        assert found is not None
        assert found.content == {"facts": TYPED}


def test_no_step_of_the_end_takes_the_others_with_it(
    vault_folder: Path, now: datetime, dialogs: ScriptedDialogs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = started(vault_folder, now, dialogs, Runner(dialogs.report))
    log_in(made)
    assert made.session is not None
    office = made.session.office
    made.runner.ask(lambda: 1, breaks)
    monkeypatch.setattr(made.entrance, "close", breaks)
    QGuiApplication.clipboard().setText("高瀬 陽菜乃")
    with pytest.raises(KeyError):
        made.end()
    assert office.closed
    assert QGuiApplication.clipboard().text() == ""
    assert not any(thread.name == "store" for thread in threading.enumerate())
    made.window.deleteLater()


# ---- preferences


def test_preferences_hold_at_once_and_after_the_next_unlocking(program: Program) -> None:
    log_in(program)
    assert program.session is not None
    program.session.preferences.set("language", "en")
    program.session.preferences.set("font_size", 14.0)
    turn()
    assert program.session.shell is not None
    assert language.current() == "en"
    assert program.session.shell.top.menus.actions()[0].text() == "&File"
    program.lock()
    turn()
    assert lock_screen(program).title.text() == "Locked"
    log_in(program)
    assert program.session is not None
    assert program.session.preferences["font_size"] == 14.0
    program.session.preferences.set("language", "ja")
    program.session.preferences.set("font_size", 10.5)


def test_a_draft_survives_a_change_of_language(program: Program) -> None:
    log_in(program)
    write_something(program)
    assert program.session is not None
    program.session.preferences.set("language", "en")
    turn()
    assert program.session.shell is not None
    page = program.session.shell.page()
    assert isinstance(page, NoteForm)
    assert page.text.value() == TYPED


def test_in_use_is_a_known_trouble() -> None:
    assert InUse(who="a", machine="b", since="c").values["who"] == "a"
