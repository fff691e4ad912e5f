"""Which Python to build the environment with: the newest that the locked libraries know and that really works."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

OLDEST = (3, 11)
PREFERRED = ((3, 14), (3, 13), (3, 12))  # newer ones only after the lock was made for them

# A pyenv shim may exist for a version that is not there, Debian's python3 may come without ensurepip, a free-threaded
# build takes other wheels: so ask each candidate by running it.
_PROBE = """
import ensurepip, json, struct, sys, sysconfig, venv
print(json.dumps({
    "executable": getattr(sys, "_base_executable", None) or sys.executable,
    "version": sys.version_info[:3],
    "usable": struct.calcsize("P") == 8 and not sysconfig.get_config_var("Py_GIL_DISABLED"),
}))
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python that can make a virtual environment."""

    path: Path
    version: tuple[int, int, int]

    def __str__(self) -> str:
        return f"Python {'.'.join(map(str, self.version))}"


class NoPython(Exception):
    """No Python on this machine will do; the text says what to install."""


def probe(path: Path) -> Optional[Interpreter]:
    """What stands at `path`, or None when it does not run, is not CPython of 64 bits, or cannot make environments."""
    try:
        answer = subprocess.run(
            [str(path), "-I", "-c", _PROBE], capture_output=True, text=True, timeout=30, check=True
        ).stdout
        found = json.loads(answer.strip().splitlines()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None
    if not found["usable"]:
        return None
    major, minor, micro = found["version"]
    return Interpreter(Path(found["executable"]), (major, minor, micro))


def choose() -> Interpreter:
    """The newest Python from 3.12 on, else the one that runs this. Raises NoPython when neither will do."""
    for path in _candidates():
        found = probe(path)
        if found is not None and found.version[:2] in PREFERRED:
            return found
    own = probe(Path(sys.executable))
    if own is not None and own.version[:2] >= OLDEST:
        return own
    raise NoPython(_advice(runs_but_has_no_venv=sys.version_info[:2] >= OLDEST))


def every() -> list[Interpreter]:
    """One working Python of each minor version that the project runs on, as far as this machine has them."""
    found: dict[tuple[int, int], Interpreter] = {}
    for path in _candidates((*PREFERRED, OLDEST)):
        python = probe(path)
        if python is not None and python.version[:2] in (*PREFERRED, OLDEST):
            found.setdefault(python.version[:2], python)
    return list(found.values())


def _candidates(versions: tuple[tuple[int, int], ...] = PREFERRED) -> Iterator[Path]:
    """Every place where a Python of these versions may be, in their order."""
    for major, minor in versions:
        if sys.version_info[:2] == (major, minor):
            yield Path(sys.executable)
        on_path = shutil.which(f"python{major}.{minor}")
        if on_path:
            yield Path(on_path)
        yield from sorted(Path.home().glob(f".pyenv/versions/{major}.{minor}.*/bin/python"), reverse=True)
        if sys.platform == "win32":
            yield from _of_the_launcher(f"{major}.{minor}")


def _of_the_launcher(version: str) -> Iterator[Path]:
    """What Windows' `py` knows of this version."""
    try:
        listed = subprocess.run(["py", "-0p"], capture_output=True, text=True, timeout=30, check=False).stdout
    except OSError:
        return
    for line in listed.splitlines():  # " -V:3.13 *        C:\Program Files\Python313\python.exe"
        words = line.strip().split(maxsplit=1)
        if len(words) == 2 and words[0] in (f"-V:{version}", f"-{version}", f"-{version}-64"):
            yield Path(words[1].lstrip("* ").strip())


def _advice(*, runs_but_has_no_venv: bool) -> str:
    if runs_but_has_no_venv and sys.platform == "linux":
        minor = f"{sys.version_info[0]}.{sys.version_info[1]}"
        return f"This Python has no venv. Install it with:\n  sudo apt-get install python{minor}-venv"
    return (
        f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old, and no newer one was found."
        " Needed is 3.11 or newer; 3.12 or newer is best.\nDebian, Ubuntu: sudo apt-get install python3 python3-venv\n"
        "Windows, macOS: the installer from python.org, then start this again with it."
    )
