"""What holds for every test: no display, no home, no network, one time zone, one moment, no thread left behind.

The environment is settled here, before anything of ours and before Qt is imported, and inherited by every process that
a test starts.
"""

from __future__ import annotations

import faulthandler
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

_ROOMY = 1024**3


def _a_place() -> Path:
    """A folder for all files of the tests: in memory where there is plenty, as a disk lets every fsync wait."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK | os.X_OK) and shutil.disk_usage(memory).free > _ROOMY
    return Path(tempfile.mkdtemp(prefix="caseapp-", dir=memory if roomy else None))


_PLACE = _a_place()


def _settle_environment() -> None:
    homes = {
        "HOME": "home",
        "USERPROFILE": "home",
        "APPDATA": "home/AppData/Roaming",
        "LOCALAPPDATA": "home/AppData/Local",
        "XDG_DATA_HOME": "home/.local/share",
        "XDG_CONFIG_HOME": "home/.config",
        "XDG_CACHE_HOME": "home/.cache",
        "XDG_STATE_HOME": "home/.local/state",
        "XDG_RUNTIME_DIR": "run",
        "TMPDIR": "tmp",
        "TMP": "tmp",
        "TEMP": "tmp",
    }
    for name, folder in homes.items():
        place = _PLACE / folder
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.environ[name] = str(place)
    tempfile.tempdir = None  # read TMPDIR again
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["TZ"] = "Asia/Tokyo"
    if hasattr(time, "tzset"):
        time.tzset()
    for name in ("LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANGUAGE"):
        os.environ.pop(name, None)
    os.environ["LANG"] = (
        "C.UTF-8"  # the program's language is its own setting; this is the one locale all machines have
    )
    os.environ["PYTHONUTF8"] = "1"
    os.environ["PYTHONFAULTHANDLER"] = "1"  # a process that a test starts says where it died
    # What Python made of a file is kept (git passes over it), also where a machine is set not to: else every worker and
    # every process that a test starts would read the whole program, and pytest rewrite every test, anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


_settle_environment()

import pytest  # noqa: E402 - only after the environment is settled
from hypothesis import settings  # noqa: E402 - the same

settings.register_profile("bounded", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=1000, deadline=None, print_blob=True)

# ------------------------------------------------------------------------------------------------ the network


class NetworkUsed(Exception):
    """A test, or the program in it, tried to reach another machine."""


_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def _allowed(family: int, address: Any) -> bool:
    if family == getattr(socket, "AF_UNIX", None):
        return True
    # Windows has no real socketpair(): Python makes one from two ends of a loopback connection.
    return sys.platform == "win32" and isinstance(address, tuple) and address[0] in _LOOPBACK


def _guarded(name: str) -> Callable[..., Any]:
    real = getattr(socket.socket, name)

    def guarded(self: socket.socket, address: Any) -> Any:
        if not _allowed(self.family, address):
            raise NetworkUsed(f"{name} to {address!r}")
        return real(self, address)

    return guarded


def _no_lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
    raise NetworkUsed(f"name lookup of {host!r}")


# ------------------------------------------------------------------------------------------------ pytest's hooks


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="fault and property runs at full length (see `rounds`)")
    parser.addoption("--quick", action="store_true", help="the part that is over within a minute (see `_is_quick`)")


@pytest.hookimpl(trylast=True)  # after pytest's own faulthandler, which would take ours away
def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--slow") else "bounded")
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, _guarded(name))
    socket.getaddrinfo = _no_lookup
    _keep_last_words(config)


_WITHOUT_A_STORE = frozenset({"rules", "words", "exchange", "documents", "house"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--quick"):
        begun: set[Path] = set()
        kept = [item for item in items if _is_quick(item, begun)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


def _is_quick(item: pytest.Item, begun: set[Path]) -> bool:
    """All that needs neither store nor window; the first test of every other file (of the desktop: of every folder)."""
    if item.get_closest_marker("slow"):
        return False
    layer = item.path.relative_to(Path(__file__).parent).parts[0]
    if layer in _WITHOUT_A_STORE:
        return True
    area = item.path.parent if layer == "desktop" else item.path
    first = area not in begun
    begun.add(area)
    return first


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.testsfailed == 0:
        shutil.rmtree(_PLACE, ignore_errors=True)


# ------------------------------------------------------------------------------------------------ last words

_LAST_WORDS = "CASEAPP_TEST_LAST_WORDS"  # the folder where each worker of xdist says where it died


def _keep_last_words(config: pytest.Config) -> None:
    """Where a process dies (a fatal error of Python or Qt) is said at the end, below the failures.

    pytest's faulthandler speaks on standard error, far from the failure and often thrown away; a process alone has
    nothing else, so there it stays. pytest-qt keeps what Qt says until the test is over: nothing of a fatal message.
    """
    if hasattr(config, "workerinput"):
        path = Path(os.environ[_LAST_WORDS]) / f"{config.workerinput['workerid']}.txt"
        place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        faulthandler.enable(file=place)  # pytest disables it at the end; the process closes the file
    else:
        folder = _PLACE / "last-words"
        folder.mkdir(exist_ok=True)
        os.environ[_LAST_WORDS] = str(folder)
        place = os.dup(2)
    if config.pluginmanager.has_plugin("pytest-qt"):
        _hear_qt_die(place)


def _hear_qt_die(place: int) -> None:
    from pytestqt import logging

    heard: Callable[..., None] = logging._QtMessageCapture._append_new_record

    def hear(self: Any, kind: Any, message: Any, context: Any) -> None:
        if kind.name == "QtFatalMsg":
            os.write(place, f"Qt, fatal: {message}\n".encode())
        heard(self, kind, message, context)

    logging._QtMessageCapture._append_new_record = hear  # type: ignore[method-assign]  # there is no hook for it


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        for file in sorted(Path(os.environ[_LAST_WORDS]).glob("*.txt")):
            if words := file.read_text(encoding="utf-8", errors="replace").strip():
                terminalreporter.section(f"last words of {file.stem}")
                terminalreporter.write_line(words)


# ------------------------------------------------------------------------------------------------ threads


_begun: dict[int, str] = {}
_real_start = threading.Thread.start


def _start_and_remember(self: threading.Thread) -> None:
    _begun[id(self)] = "".join(traceback.format_stack(limit=8)[:-1])
    _real_start(self)


threading.Thread.start = _start_and_remember  # type: ignore[method-assign]  # to say where one began


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """A thread that outlives its test makes the next one fail at random; so it fails its own."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and _counts(thread)]
    for thread in left:
        thread.join(timeout=1)
    alive = [thread for thread in left if thread.is_alive()]
    if alive:
        where = "\n".join(f"{thread.name}, begun here:\n{_begun.get(id(thread), '(unknown)')}" for thread in alive)
        pytest.fail(f"Left running; end it in the test or in its fixture:\n{where}", pytrace=False)


def _counts(thread: threading.Thread) -> bool:
    foreign = isinstance(thread, threading._DummyThread)  # a QThread seen from Python: Qt ends it, or says so itself
    return not foreign and not thread.name.startswith("pytest_timeout")


# ------------------------------------------------------------------------------------------------ fixtures


@pytest.fixture
def now() -> datetime:
    """The moment at which every test takes place: Friday, 20 November 2026, 10:12 in Tokyo."""
    return datetime(2026, 11, 20, 10, 12, tzinfo=timezone(timedelta(hours=9), "Asia/Tokyo"))


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """`rounds(few, many)`: how often a fault run repeats: `few` every day and in CI, `many` with --slow."""
    full = bool(request.config.getoption("--slow"))
    return lambda few, many: many if full else few
