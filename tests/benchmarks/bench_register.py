"""How the register opens and scrolls with many children: `python -m tests.benchmarks.bench_register`.

Makes an office of 10,000 children and 20,000 consultations (or `--children N --consultations N`) in a temporary folder,
or in `--keep FOLDER` to measure it again. A frame is one step of the wheel or of Page Down and the painting of all that
is in sight, on the raster of the platform `offscreen`; 16 ms are 60 frames a second. `cpu` is this thread's own time,
which other programs on the machine do not stretch. Beside it a QTableView that holds the same cells as plain strings.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QItemSelectionModel
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView

from caseapp.casework import office, register, sample
from caseapp.casework.list_views import RegisterFilter
from caseapp.casework.office import Office
from caseapp.desktop.kit.page import NORMAL, Desk
from caseapp.desktop.kit.preferences import Preferences
from caseapp.desktop.kit.runner import Runner
from caseapp.desktop.register.page import RegisterPage
from caseapp.desktop.startup.program import make_application
from caseapp.desktop.theme import faces
from caseapp.desktop.theme.theme import theme
from caseapp.rules.clock import TOKYO, stopped
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests.desktop.fakes import ScriptedDialogs, Travel

WORDS = "みどりの ながぐつ あるく 三日月"
NOW = datetime(2026, 11, 20, 10, 12, tzinfo=TOKYO)
SIZE = (1214, 697)
FRAMES = 300


def said(name: str, times: Sequence[float]) -> float:
    """Print median and 95th percentile in milliseconds; give back the latter."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{name:<58} p50 {statistics.median(ordered):7.1f}   p95 {p95:7.1f}   most {ordered[-1]:7.1f} ms")  # noqa: T201 - it speaks on the terminal
    return p95


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def made(folder: Path, *, children: int, talks: int) -> Office:
    """The office to measure, unless it is there."""
    if not (folder / "vault.json").exists():
        opened, _key = office.create(
            folder, office_name="汐見保健所", user_name="森下 由佳", title="", passphrase=WORDS, clock=stopped(NOW)
        )
        with opened:
            sample.fill(opened)
            sample.multiply(opened, children, talks)
    return office.open_office(folder, passphrase=WORDS, clock=stopped(NOW))


def questions(opened: Office) -> None:
    """What the store is asked when the register is opened, narrowed down, counted."""

    def fresh(ask: Callable[[], object]) -> Callable[[], float]:
        def run() -> float:
            opened._kept.clear()
            return timed(ask)

        return run

    for name, ask in (
        ("asked at opening: names, and the first rows whole", lambda: register.listing(opened)),
        ("asked for a sort or a filter: all rows whole", lambda: register.rows(opened)),
    ):
        said(name, [fresh(ask)() for _run in range(7)])
    register.rows(opened)
    filters = {f"{n}": RegisterFilter(silent_days=30 + n) for n in range(16)}
    said("counting sixteen saved filters, the rows known", [timed(lambda: register.counts(opened, filters))])


def scrolled(name: str, view: QTableView, *, step: int) -> float:
    """Print the times of the frames while one scrolls down by so many pixels; p95 of the thread's own time."""
    bar = view.verticalScrollBar()
    bar.setValue(0)
    times, own = [], []
    for number in range(1, FRAMES + 1):
        at = (number * step) % max(1, bar.maximum())
        began, worked = time.perf_counter(), time.thread_time()
        bar.setValue(at)
        view.viewport().repaint()
        times.append((time.perf_counter() - began) * 1000)
        own.append((time.thread_time() - worked) * 1000)
        QCoreApplication.processEvents()
    said(name, times)
    return said("    cpu", own)


def bare(page: RegisterPage) -> QTableView:
    """The same cells as plain strings, in a table of Qt's own."""
    shown = [n for n in range(len(page.model.columns)) if not page.table.isColumnHidden(n)]
    rows = page.model.rows()
    plain = QStandardItemModel(len(rows), len(shown))
    for place, row in enumerate(rows):
        for column, number in enumerate(shown):
            plain.setItem(place, column, QStandardItem(page.model.columns[number].text(row)))
    view = QTableView()
    view.setModel(plain)
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().setDefaultSectionSize(theme.height("row"))
    view.verticalHeader().hide()
    view.resize(page.table.size())
    for column, number in enumerate(shown):
        view.setColumnWidth(column, page.table.columnWidth(number))
    view.show()
    return view


def figures(opened: Office) -> None:
    """Open the page as the program does, with its own thread for the store; then scroll."""
    dialogs = ScriptedDialogs()
    runner = Runner(dialogs.report)
    desk = Desk(opened, runner, dialogs, Travel(), Preferences())
    opened._kept.clear()
    began = time.perf_counter()
    page = RegisterPage(desk)
    page.resize(*SIZE)
    page.take_width(NORMAL)
    page.show()
    page.open()
    blocked = []
    while not page.model.rowCount():
        blocked.append(timed(QCoreApplication.processEvents))
    page.table.viewport().repaint()
    said("opened: names and the rows in sight are painted", [(time.perf_counter() - began) * 1000])
    said("of that, the longest the window did not answer", [max(blocked)])
    page.table.setFocus()
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    page.table.selectionModel().setCurrentIndex(page.model.index(3, 0), flags)
    scrolled("wheel, rows in outline (filled as one goes)", page.table, step=84)
    page.heads.sort("contact", descending=True)
    runner.flush()
    page.heads.sort("kana", descending=False)
    wheel = scrolled("wheel, all rows whole", page.table, step=84)
    paged = scrolled("Page Down, all rows whole", page.table, step=600)
    page.table.mark_all()
    scrolled("Page Down, all of them chosen", page.table, step=600)
    page.marks.clear()
    plain = bare(page)
    bare_paged = scrolled("Page Down in a bare QTableView of the same strings", plain, step=600)
    print(f"{'ratio to the bare table, p95 of cpu':<58} {paged / bare_paged:11.2f} times")  # noqa: T201 - it speaks on the terminal
    print(f"{'sixty frames a second (p95 of cpu within 16 ms)':<58} {'yes' if max(wheel, paged) <= 16 else 'NO':>11}")  # noqa: T201 - it speaks on the terminal
    runner.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--children", type=int, default=10_000)
    parser.add_argument("--consultations", type=int, default=20_000)
    parser.add_argument("--keep", type=Path, help="make the office there, or measure the one that is there")
    options = parser.parse_args()
    os.environ[FAST_KDF_VARIABLE] = "1"
    application = make_application(["caseapp"])
    faces.load()
    theme.apply(choice="light", base=10.5)
    with tempfile.TemporaryDirectory() as place:
        folder = options.keep or Path(place) / "vault"
        with made(folder, children=options.children, talks=options.consultations) as opened:
            questions(opened)
            figures(opened)
    application.closeAllWindows()


if __name__ == "__main__":
    main()
