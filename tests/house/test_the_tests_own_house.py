"""The environment that tests/conftest.py settles, and that it bites."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import warnings
from datetime import datetime
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


def test_home_and_temporary_files_are_in_the_tests_own_place() -> None:
    place = Path(tempfile.gettempdir()).parent
    assert place.name.startswith("caseapp-")
    assert Path.home() == place / "home"
    assert Path(os.environ["XDG_DATA_HOME"]).is_relative_to(place)


def test_a_process_started_by_a_test_has_that_home_too() -> None:
    program = "import pathlib, time; print(pathlib.Path.home(), time.strftime('%z'))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == [str(Path.home()), "+0900"]


def test_the_network_cannot_be_reached() -> None:
    with socket.socket() as sock, pytest.raises(Exception, match=r"connect to \('192\.0\.2\.1', 80\)"):
        sock.connect(("192.0.2.1", 80))
    with pytest.raises(Exception, match=r"name lookup of 'www\.example\.jp'"):
        urllib.request.urlopen("http://www.example.jp/")


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no such sockets on this system")
def test_a_socket_of_this_machine_still_works(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))


def test_the_clock_is_that_of_a_friday_in_tokyo(now: datetime) -> None:
    assert now.strftime("%a %Y-%m-%d %H:%M %z") == "Fri 2026-11-20 10:12 +0900"
    assert time.strftime("%z", time.localtime(0)) == "+0900"


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning):
        warnings.warn("careful", stacklevel=1)


def test_a_thread_left_running_fails_its_test_and_says_where_it_began(pytester: pytest.Pytester) -> None:
    conftest = Path(__file__).parents[1] / "conftest.py"
    pytester.makeconftest(conftest.read_text(encoding="utf-8"))
    pytester.makepyfile(
        """
        import threading

        def test_leaves_one():
            threading.Thread(target=threading.Event().wait, name="forgotten", daemon=True).start()
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*Left running*", "forgotten, begun here:", "*in test_leaves_one*"])


def test_a_word_of_warning_from_qt_fails_the_test(pytester: pytest.Pytester) -> None:
    conftest = Path(__file__).parents[1] / "conftest.py"
    pytester.makeconftest(conftest.read_text(encoding="utf-8"))
    test = pytester.makepyfile(
        """
        from PySide6.QtCore import QObject, qInfo, qWarning

        def test_warned():
            qWarning("QObject::connect: No such signal")

        def test_informed():
            qInfo("all is well")
        """
    )
    settings = Path(__file__).parents[2] / "pyproject.toml"
    result = pytester.runpytest_subprocess("-c", str(settings), "-p", "no:cacheprovider", str(test))
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*No such signal*"])


@pytest.mark.slow
def test_where_a_process_of_the_tests_died_is_said_at_the_end(pytester: pytest.Pytester) -> None:
    conftest = Path(__file__).parents[1] / "conftest.py"
    pytester.makeconftest(conftest.read_text(encoding="utf-8"))
    pytester.makepyfile(
        """
        import os
        from PySide6.QtCore import qFatal

        def test_python_dies():
            os.abort()

        def test_qt_dies():
            qFatal("the event loop is gone")
        """
    )
    words = ("-p", "no:cacheprovider", "-n", "1", "--max-worker-restart", "1")
    result = pytester.runpytest_subprocess(*words)
    result.stdout.fnmatch_lines(["*last words of gw0*", "Fatal Python error: Aborted*", "*in test_python_dies"])
    result.stdout.fnmatch_lines(["*last words of gw1*", "Qt, fatal: *qFatal*", "*in test_qt_dies"])
    alone = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-k", "qt")
    alone.stderr.fnmatch_lines(["Qt, fatal: *qFatal*", "Fatal Python error: Aborted*", "*in test_qt_dies"])


@pytest.mark.slow
def test_the_quick_part_takes_all_without_a_store_and_one_of_every_area(pytester: pytest.Pytester) -> None:
    conftest = Path(__file__).parents[1] / "conftest.py"
    pytester.makeconftest(conftest.read_text(encoding="utf-8"))
    three = "import pytest\n@pytest.mark.slow\ndef test_slow(): pass\ndef test_first(): pass\ndef test_other(): pass\n"
    for place in ("rules/test_rules.py", "casework/test_casework.py", "desktop/a/test_a.py", "desktop/a/test_b.py"):
        file = pytester.path / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(three, encoding="utf-8")
    settings = Path(__file__).parents[2] / "pyproject.toml"
    words = ("-c", str(settings), "--rootdir", str(pytester.path), "-p", "no:cacheprovider", str(pytester.path))
    assert _chosen(pytester.runpytest_subprocess(*words, "--quick", "--co", "-q")) == [
        "casework/test_casework.py::test_first",
        "desktop/a/test_a.py::test_first",
        "rules/test_rules.py::test_first",
        "rules/test_rules.py::test_other",
    ]
    assert len(_chosen(pytester.runpytest_subprocess(*words, "--co", "-q"))) == 12


def _chosen(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line]
