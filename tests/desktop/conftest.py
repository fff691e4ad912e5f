"""The desktop offscreen: our face and colours, Japanese, and real vaults with the samples, copied for each test."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from caseapp.casework import office as offices
from caseapp.casework import sample
from caseapp.casework.office import Office
from caseapp.desktop.kit.fields import DateField
from caseapp.desktop.kit.ime import composition
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.watch import watch
from caseapp.desktop.theme import faces
from caseapp.desktop.theme.theme import theme
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from caseapp.words import language
from tests.desktop.fakes import FakeOffice, ScriptedDialogs, make_desk, turn
from tests.templates import made_once

USER = "森下 由佳"
PASSPHRASE = "みずうみ の あさ 7 じ"
NOW = datetime(2026, 11, 20, 10, 12, tzinfo=timezone(timedelta(hours=9), "Asia/Tokyo"))


@contextmanager
def dressed(application: QApplication) -> Iterator[None]:
    """The desktop light, small, Japanese, by eras, with names shown; and left so, without windows."""
    faces.load()
    language.use("ja")
    masking.switch(on=False)
    DateField.wording = "era"
    theme.apply(choice="light", base=10.5)
    watch.install(application)
    composition.composing = False
    gc.disable()  # as in the program: the collector has its turn when nothing is alive that it could take apart
    yield
    watch.remove()
    watch.stop()
    language.use("ja")
    turn()
    delete_windows()
    gc.enable()


@pytest.fixture(autouse=True)
def desktop(qapp: QApplication) -> Iterator[None]:
    """Every test begins light, small, Japanese, with names shown; and leaves it so."""
    with dressed(qapp):
        yield


@pytest.fixture(scope="session", autouse=True)
def modules_are_not_collected() -> None:
    """The program collects at every lock and end; what was loaded before the first test need not be looked at again."""
    gc.collect()
    gc.freeze()


def delete_windows() -> None:
    """Delete what a test left, now: taken apart by Python's collector a widget loses its attributes before its life,
    and Qt still asks it how high it is. The program itself deletes its windows, too."""
    for widget in QApplication.topLevelWidgets():
        if shiboken6.isValid(widget) and widget.parent() is None:
            shiboken6.delete(widget)


@pytest.fixture(scope="session")
def sample_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with the thirty sample children. Never opened: copy it (`vault_folder`)."""
    return made_once(tmp_path_factory, "desktop-samples", _fill)


def _fill(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FAST_KDF_VARIABLE, "1")
        made, _key = offices.create(
            folder,
            office_name="汐見保健所",
            user_name=USER,
            title="自立支援員",
            passphrase=PASSPHRASE,
            clock=lambda: NOW,
        )
        with made:
            sample.fill(made)


@pytest.fixture
def vault_folder(sample_vault: Path, tmp_path: Path) -> Path:
    """A copy of the sample vault for this test."""
    folder = tmp_path / "vault"
    shutil.copytree(sample_vault, folder)
    return folder


@pytest.fixture
def office(vault_folder: Path, now: datetime) -> Iterator[Office]:
    """The sample office, open, on a clock that stands at the test's moment."""
    with offices.open_office(vault_folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now) as opened:
        yield opened


@pytest.fixture
def dialogs() -> Iterator[ScriptedDialogs]:
    scripted = ScriptedDialogs()
    yield scripted
    scripted.nothing_left()


@pytest.fixture
def desk(office: Office, dialogs: ScriptedDialogs) -> Desk:
    """A desk on the sample office; jobs run at once."""
    return make_desk(office, dialogs=dialogs)


@pytest.fixture
def bare_desk(now: datetime, dialogs: ScriptedDialogs) -> Desk:
    """A desk without a store, for the kit and the frame."""
    return make_desk(FakeOffice(now), dialogs=dialogs)


@pytest.fixture
def speak() -> Iterator[Callable[[str], None]]:
    """Switch the language of the screen; back to Japanese afterwards."""
    yield language.use
    language.use("ja")
