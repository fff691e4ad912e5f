"""The lock screen stands before anything heavy is imported; the window's title names nobody."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from workshop import catalogue

from tests.desktop.conftest import PASSPHRASE

_HEAVY = ("sqlalchemy", "alembic", "reportlab", "babel", "fontTools", "pikepdf", "openpyxl", "PySide6.QtPdf")
_LOOK = """
import json, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from caseapp import bootstrap
from caseapp.desktop.startup import program
from caseapp.desktop.startup.warm_up import WarmUp
seen = {}
WarmUp.start = lambda self: seen.update(modules=sorted(sys.modules))
app = program.make_application(["caseapp"])
made = program.Program(Path(sys.argv[1]), clock=bootstrap.clock)
made.start()
deadline = time.monotonic() + 20
while time.monotonic() < deadline:
    app.processEvents()
    if seen and made.entrance.situation.users:
        break
seen["users"] = made.screen.user.count()
seen["title"] = made.window.windowTitle()
screen = made.screen
screen.passphrase.setText(sys.argv[2])
screen.submit()
while time.monotonic() < deadline and made.session is None:
    app.processEvents()
seen["unlocked"] = made.session is not None
made.window.close()
made.end()
from importlib import import_module
from PySide6.QtCore import QObject
from caseapp.desktop import pages
for each in pages.PAGES:
    import_module(each.module)
ours = {name: module for name, module in sys.modules.items() if name.startswith("caseapp.desktop")}
objects = [each for module in ours.values() for each in vars(module).values() if isinstance(each, QObject)]
seen["with_objects"] = sorted({type(each).__module__ for each in objects} & set(ours))
print(json.dumps(seen))
"""


@pytest.fixture
def seen(vault_folder: Path) -> dict[str, object]:
    """What a fresh process has imported when the lock screen is up, before the warm-up begins."""
    catalogue.compile_stale()  # as packed; a checkout reads the source of the words with Babel
    command = [sys.executable, "-c", _LOOK, str(vault_folder), PASSPHRASE]
    ran = subprocess.run(command, capture_output=True, timeout=60, check=True, encoding="utf-8")
    found: dict[str, object] = json.loads(ran.stdout.splitlines()[-1])
    return found


def test_the_lock_screen_stands_before_anything_heavy_is_there(seen: dict[str, object]) -> None:
    modules = seen["modules"]
    assert isinstance(modules, list)
    assert [name for name in _HEAVY if name in modules] == []
    assert "caseapp.vault.unlocking" in modules  # the list is the real one


def test_the_users_are_there_and_the_title_names_nobody(seen: dict[str, object]) -> None:
    assert seen["users"] == 1
    assert seen["title"] == "伴走ノート"


def test_the_passphrase_opens_it_from_there(seen: dict[str, object]) -> None:
    assert seen["unlocked"] is True


def test_what_a_module_holds_of_qt_lives_on_the_windows_thread(seen: dict[str, object]) -> None:
    """Made by an import on the warm-up's thread it would be of a thread that is gone: it hears no signal any more."""
    assert isinstance(seen["with_objects"], list)
    assert isinstance(seen["modules"], list)
    assert "caseapp.desktop.kit.clipboard" in seen["with_objects"]
    assert set(seen["with_objects"]) <= set(seen["modules"])
