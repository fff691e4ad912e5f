"""How much memory the desktop's process holds: `python -m tests.benchmarks.held_by_the_desktop VAULT`.

Unlocks a vault made by `bench_large`, shows Today, the register (to its end), the child with the most records, all
consultations, and searches from the palette. The last word printed is the most that was resident, in MiB.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
from pathlib import Path

from PySide6.QtWidgets import QAbstractItemView, QApplication

from caseapp.casework import register
from caseapp.desktop.kit.runner import ImmediateRunner
from caseapp.desktop.palette.palette import Palette
from caseapp.desktop.screens import Studio
from caseapp.desktop.shots import _log_in
from caseapp.desktop.startup.program import Program, make_application
from caseapp.rules.clock import stopped
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests.benchmarks.bench_store import NOW, WORDS

BUSY = "M00001"


def resident() -> float:
    """MiB at the highest so far (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(what: str) -> None:
    QApplication.processEvents()
    print(f"{what:<40}{resident():8.0f}", flush=True)  # noqa: T201 - it speaks on the terminal


def report(error: BaseException) -> None:
    raise error


def main() -> None:
    folder = Path(sys.argv[1])
    os.environ[FAST_KDF_VARIABLE] = "1"
    gc.disable()  # as bootstrap does; the program's own turn each minute is not waited for
    make_application(["caseapp"])
    program = Program(folder, clock=stopped(NOW), runner=ImmediateRunner(report))
    program.runner.report = report
    program.window.resize(1366, 768)
    program.window.show()
    say("lock screen")
    _log_in(program, folder, user="森下 由佳", passphrase=WORDS)
    studio = Studio(program)
    studio.open("today")
    say("Today")
    studio.open("register")
    for view in studio.shell.findChildren(QAbstractItemView):
        view.scrollToBottom()
        view.grab()
    say("register")
    child_id = next(row.child_id for row in register.rows(studio.office) if row.number == BUSY)
    studio.open("child", child_id=child_id)
    say("child")
    studio.open("consultations")
    say("consultations")
    for words in ("給食", "さとう", "見つからない言葉", "修学旅行 主治医"):
        studio.shell.search()
        palette = studio.shell.window().findChild(Palette)
        assert isinstance(palette, Palette)
        palette.field.setText(words)
        palette._ask()
        palette.close()
        QApplication.processEvents()
    say("palette")
    program.end()


if __name__ == "__main__":
    main()
