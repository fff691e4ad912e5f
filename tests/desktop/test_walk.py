"""A walk through every screen in three languages and two widths: nothing unnamed, nothing clipped, nothing too wide.

The screens are those of desktop/screens.py; a page that adds itself there is walked, too.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import office as offices
from caseapp.desktop import pages
from caseapp.desktop.first_run.wizard import FirstRunScreen, RecoveryKeyScreen
from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.runner import ImmediateRunner
from caseapp.desktop.kit.watch import watch
from caseapp.desktop.lock.recovery import RecoveryScreen
from caseapp.desktop.lock.restore import RestoreScreen
from caseapp.desktop.lock.screen import LockScreen, User
from caseapp.desktop.lock.trouble_screen import TroubleScreen
from caseapp.desktop.screens import SHOTS, Studio, Take
from caseapp.desktop.startup.program import Program
from caseapp.words import language
from tests.desktop import walk
from tests.desktop.conftest import NOW, PASSPHRASE, USER, delete_windows, dressed
from tests.desktop.fakes import ScriptedDialogs, turn

LANGUAGES = ("ja", "en", "en_XA")
SIZES = {"narrow": (910, 600, 862), "normal": (1366, 697, 1214)}
OPENED_IN = next(iter(SIZES))
SCREENS = [(name, take) for name, page, take in SHOTS if not page or pages.entry(page).there()]


@pytest.fixture(autouse=True)
def desktop(outfit: None) -> None:
    """As everywhere, but settled for the whole file: a shell is opened once for each language and walked through."""


@pytest.fixture(scope="module")
def outfit(qapp: QApplication) -> Iterator[None]:
    """The desktop of `tests/desktop/conftest.py`, for all tests of this file together."""
    with dressed(qapp):
        yield


@pytest.fixture(scope="module", params=LANGUAGES)
def studio(
    request: pytest.FixtureRequest, outfit: None, sample_vault: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Studio]:
    """The program with a user at the desk: one for all pages, as nobody starts it anew for each."""
    folder = tmp_path_factory.mktemp("walk") / "vault"
    shutil.copytree(sample_vault, folder)
    opened = offices.open_office(folder, user=USER, passphrase=PASSPHRASE, clock=lambda: NOW)
    opened.preferences["language"] = "ja" if request.param == "ja" else "en"
    dialogs = ScriptedDialogs()
    program = Program(folder, clock=lambda: NOW, runner=ImmediateRunner(dialogs.report), dialogs=dialogs)
    program.window.resize(1366, 697)
    program.window.show()
    program.enter(opened)
    language.use(request.param)
    assert program.session is not None
    if request.param == "en_XA":
        program.session._apply_preferences = lambda: None  # type: ignore[method-assign]  # the pretend language is no preference
        program.session.rebuild()
    watch.stop()  # whoever walks through everything is not idle, however slow the machine
    yield Studio(program)
    program.end()
    dialogs.nothing_left()
    delete_windows()
    language.use("ja")


def findings(root: QWidget) -> list[str]:
    looks = (walk.unnamed, walk.clipped, walk.outside, walk.disorder, walk.unreachable)
    return [line for look in looks for line in look(root)]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "take"), SCREENS, ids=[name for name, _take in SCREENS])
def test_every_page_can_be_read_and_used(studio: Studio, name: str, take: Take) -> None:
    """Opened in the narrow window, then given the normal one: the page as it opens, and as it follows."""
    window = studio.program.window
    found: list[str] = []
    try:
        for size in SIZES:
            window.resize(*SIZES[size][:2])
            turn()
            if size == OPENED_IN:
                take(studio)
                turn()
            found += [f"{size}: {line}" for line in wrong(studio, SIZES[size])]
    finally:
        for overlay in window.findChildren(Overlay):
            overlay.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # in the program the event loop does it
    assert not found, "\n" + "\n".join(dict.fromkeys(found))


def wrong(studio: Studio, size: tuple[int, int, int]) -> list[str]:
    """What is wrong with the page that is shown, in a window of this size."""
    width, _height, most = size
    window = studio.program.window
    page = studio.shell.page()
    assert isinstance(page, Page)
    page.order_tabs()  # as Tab does
    found = findings(window)
    need = page.minimumSizeHint().width()
    if need > most:
        found.append(f"too wide: {type(page).__name__} needs {need}, may take {most}")
    if window.width() > width:
        found.append(f"too wide: the window became {window.width()}")
    if language.current() == "en_XA":
        found += walk.untranslated(window)
    return found


USERS = [User("u1", "森下 由佳"), User("u2", "佐伯 美里")]
GROUPS = ("8K3QF", "M2T7W", "YB4ND", "6R0HX", "PC9ZA", "VJ5E1", "S7GQ4")


def before_the_desk() -> dict[str, QWidget]:
    lock = LockScreen(
        words="5分間操作がなかったため、画面を閉じました。\n書きかけの記録は、この端末に保存してあります。"
    )
    lock.set_users(USERS)
    lock.passphrase.setText("x")
    lock.refuse("合言葉が合いません。記録は無事です。", wait_seconds=8)
    first = FirstRunScreen(Path("/home/morishita/.local/share/caseapp/vault"))
    first.submit()
    recovery = RecoveryScreen(USERS)
    recovery.submit()
    restore = RestoreScreen(ScriptedDialogs())
    restore.submit()
    trouble = TroubleScreen("壊れています", "長い説明です。" * 12, action="戻す", do=lambda: None, back=lambda: None)
    key = RecoveryKeyScreen(GROUPS, print_sheet=lambda: None)
    return {"lock": lock, "first": first, "recovery": recovery, "restore": restore, "trouble": trouble, "key": key}


@pytest.mark.parametrize("speech", LANGUAGES)
@pytest.mark.parametrize("size", [(1366, 697), (911, 480)], ids=["normal", "low"])
def test_every_screen_before_the_desk_can_be_read_and_used(speech: str, size: tuple[int, int], qtbot: QtBot) -> None:
    language.use(speech)
    found = []
    for name, screen in before_the_desk().items():
        qtbot.addWidget(screen)
        screen.resize(*size)
        screen.show()
        turn()
        found += [f"{name}: {line}" for line in findings(screen)]
        if speech == "en_XA" and name != "trouble":
            found += [f"{name}: {line}" for line in walk.untranslated(screen) if "日本語" not in line]
    assert not found, "\n" + "\n".join(found)


# ---- the walk finds what it looks for


def test_the_walk_finds_what_is_wrong(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

    root = QWidget()
    qtbot.addWidget(root)
    root.resize(300, 200)
    nameless = QLineEdit(root)
    nameless.setGeometry(10, 10, 100, 30)
    label = QLabel("とても長い文がここに入ります", root)
    label.setGeometry(10, 50, 40, 20)
    button = QPushButton("保存する", root)
    button.setGeometry(280, 80, 120, 30)
    above = QPushButton("上", root)
    above.setGeometry(10, 0, 20, 8)
    mouse_only = QPushButton("印", root)
    mouse_only.setGeometry(10, 120, 80, 30)
    mouse_only.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    root.show()
    turn()
    found = "\n".join(findings(root))
    assert "no name: QLineEdit" in found
    assert "clipped: QLabel" in found
    assert "outside: QPushButton '保存する'" in found
    assert "no key leads to: QPushButton '印'" in found
    assert "order: QPushButton '上'" in found
