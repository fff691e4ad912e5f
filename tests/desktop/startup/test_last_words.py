"""Where the program died is kept, without a word of a record; what ends as it should leaves nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import os, sys
from datetime import datetime
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer, qFatal, qWarning
from caseapp.desktop.startup.last_words import LastWords
said = LastWords(Path(sys.argv[1]), clock=lambda: datetime(2026, 11, 20, 10, 12))
def die_of_python():
    child = "高瀬 陽菜乃"
    os.abort()
def die_of_qt():
    qFatal("")
def fail():
    raise ValueError("高瀬 陽菜乃")
def warn():
    qWarning("nothing to worry about")
app = QCoreApplication([])
QTimer.singleShot(0, globals()[sys.argv[2]])
QTimer.singleShot(50, app.quit)
app.exec()
said.stop()
"""


def _ran(path: Path, how: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _PROGRAM, str(path), how]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("die_of_python", ["Fatal Python error: Aborted", "in die_of_python"]),
        ("die_of_qt", ["2026-11-20 10:12 Qt: ", "Fatal Python error: Aborted", "in die_of_qt"]),
        ("fail", ["2026-11-20 10:12 ValueError", "in fail"]),
    ],
)
def test_where_it_died_is_kept_and_nobodys_name(tmp_path: Path, how: str, words: list[str]) -> None:
    path = tmp_path / "made" / "crash.txt"
    ended = _ran(path, how)
    kept = path.read_text("utf-8")
    assert [word for word in words if word not in kept] == []
    assert "陽菜乃" not in kept
    assert (ended.returncode == 0) == (how == "fail")
    before = len(kept)
    _ran(path, how)
    assert len(path.read_text("utf-8")) > before  # the one before stays


def test_what_ends_as_it_should_leaves_nothing(tmp_path: Path) -> None:
    ended = _ran(tmp_path / "crash.txt", "warn")
    assert ended.returncode == 0
    assert "nothing to worry about" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_place_for_it_the_program_runs_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert _ran(tmp_path / "file" / "crash.txt", "warn").returncode == 0


def test_it_begins_anew_before_it_grows(tmp_path: Path) -> None:
    path = tmp_path / "crash.txt"
    path.write_text("x" * 70_000, encoding="utf-8")
    _ran(path, "fail")
    assert 0 < path.stat().st_size < 5_000
