"""Pictures of the main screens (desktop/screens), for people to look at (`caseapp demo --headless DIR`).

Each screen is taken at 1366×768 light, 1920×1080 dark, and 1366×768 at 150 %.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from caseapp.desktop import pages
from caseapp.desktop.first_run.wizard import FirstRunScreen, RecoveryKeyScreen
from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.kit.runner import ImmediateRunner
from caseapp.desktop.screens import SHOTS, Studio
from caseapp.desktop.startup.program import Program, make_application
from caseapp.desktop.startup.speech import use_language
from caseapp.desktop.theme import faces
from caseapp.desktop.theme.theme import Choice, theme
from caseapp.rules.clock import Clock
from caseapp.vault.files import write_atomically
from caseapp.words import language


@dataclass(frozen=True)
class Look:
    """How a picture is taken: pixels, colours, scaling of the screen."""

    name: str
    pixels: tuple[int, int]
    choice: Choice
    scale: float = 1.0


LOOKS = (
    Look("1366-light", (1366, 768), "light"),
    Look("1920-dark", (1920, 1080), "dark"),
    Look("1366-150", (1366, 768), "light", 1.5),
)


def photograph(window: Any, look: Look) -> QPixmap:
    """The window as it looks on such a screen."""
    size = QSize(round(look.pixels[0] / look.scale), round(look.pixels[1] / look.scale))
    window.setMinimumSize(QSize(0, 0))
    window.resize(size)
    for _turn in range(4):
        QApplication.processEvents()
    picture = QPixmap(*look.pixels)
    picture.setDevicePixelRatio(look.scale)
    picture.fill(Qt.GlobalColor.white)
    window.render(picture)
    return picture


def _save(picture: QPixmap, path: Path) -> Path:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    buffer.close()
    write_atomically(path, bytes(data.data()))
    return path


def write_all(folder: Path, out: Path, *, clock: Clock, user: str, passphrase: str) -> Iterator[Path]:
    """Write every picture and every printable document of the store in `folder` into `out`; yield the files."""
    make_application(["caseapp"])
    faces.load_rest()
    use_language(language.current())
    yield from _pictures(folder, out, clock=clock, user=user, passphrase=passphrase)


def _pictures(
    folder: Path, out: Path, *, clock: Clock, user: str, passphrase: str, only: tuple[str, ...] = ()
) -> Iterator[Path]:
    for look in LOOKS:
        theme.apply(choice=look.choice, base=10.5)
        program = Program(folder, clock=clock, runner=ImmediateRunner(_raise))
        program.runner.report = _raise
        program.window.show()
        for name, show in _before_unlocking(program, folder):
            if not only or name in only:
                show()
                yield _save(photograph(program.window, look), out / f"{name}-{look.name}.png")
        _log_in(program, folder, user=user, passphrase=passphrase)
        assert program.session is not None
        program.session.preferences.set("theme", look.choice)
        studio = Studio(program)
        for name, page, take in SHOTS:
            if (only and name not in only) or (page and not pages.entry(page).there()):
                continue
            program.dialogs.close_all()
            for overlay in program.window.findChildren(Overlay):
                overlay.close()
            program.window.resize(QSize(round(look.pixels[0] / look.scale), round(look.pixels[1] / look.scale)))
            QApplication.processEvents()
            take(studio)
            yield _save(photograph(program.window, look), out / f"{name}-{look.name}.png")
        if look is LOOKS[0] and not only:
            yield from _papers(studio, out)
        program.window.hide()
        program.end()


def _raise(error: BaseException) -> None:
    raise error


def _before_unlocking(program: Program, folder: Path) -> list[tuple[str, Callable[[], object]]]:
    groups = ("8K3QF", "M2T7W", "YB4ND", "6R0HX", "PC9ZA", "VJ5E1", "S7GQ4")

    def lock() -> None:
        program.entrance.show_lock()
        program.entrance.look()

    def first_run() -> None:
        program.entrance.show(FirstRunScreen(folder))

    def recovery_key() -> None:
        program.entrance.show(RecoveryKeyScreen(groups, print_sheet=lambda: None))

    return [("lock", lock), ("first-run", first_run), ("recovery-key", recovery_key)]


def _log_in(program: Program, folder: Path, *, user: str, passphrase: str) -> None:
    from caseapp.casework import office

    program.enter(office.open_office(folder, user=user, passphrase=passphrase, clock=program.clock))


def _papers(studio: Studio, out: Path) -> Iterator[Path]:
    """Every document once: of the child with the most records, else of the first who has one."""
    from caseapp.casework import papers, register

    office = studio.office
    children = [studio.child_id(), *(row.child_id for row in register.rows(office))]
    for name, _title in papers.listing("ja"):
        for child_id in children:
            try:
                paper = papers.build(office, name, child_id=child_id)
            except papers.NothingToPrint:
                continue
            path = out / f"{name}.pdf"
            write_atomically(path, paper.pdf)
            yield path
            break
