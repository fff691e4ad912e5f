"""`dev.py lock`: resolve pyproject.toml for every Python and platform into lock files, and prove that they install.

A lock file holds names, versions, markers and hashes; no address, no path, nothing of the machine that made it.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from workshop import pythons
from workshop.environment import DEV, RUNTIME, SetUpFailed, lock_file
from workshop.places import ENVIRONMENT, LOCKS, ROOT, python_in, shown

_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)(?: ; ([^\\]+?))?(?: \\)?$")
_HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
_HEAD = "# Made by `python packaging/dev.py lock` from pyproject.toml. Do not edit.\n"


def pins(kind: str) -> list[tuple[str, str, str]]:
    """(name, version, marker) of everything in a lock file."""
    text = lock_file(kind).read_text(encoding="utf-8")
    return [(m[1], m[2], m[3] or "") for m in map(_PIN.match, text.splitlines()) if m]


def foreign_lines(text: str) -> list[str]:
    """Lines of a lock file that are neither a pin nor a hash nor our head: an address, a path, a remark."""
    lines = text.removeprefix(_HEAD).splitlines()
    return [line for line in lines if not (_PIN.match(line) or _HASH.match(line))]


def make(*, upgrade: Iterable[str] = (), upgrade_all: bool = False) -> None:
    """Write both lock files. Versions stay as they are, unless pyproject.toml forbids them or `upgrade` names them."""
    LOCKS.mkdir(parents=True, exist_ok=True)
    flags = ["--upgrade"] if upgrade_all else [f"--upgrade-package={name}" for name in upgrade]
    _compile(RUNTIME, flags)
    _compile(DEV, [*flags, "--group", "dev", "--constraints", str(lock_file(RUNTIME))])


def _compile(kind: str, flags: list[str]) -> None:
    target = lock_file(kind)
    command = [
        *(str(python_in(ENVIRONMENT)), "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"),
        *("--python-version", "3.11", "--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links"),
        *("--only-binary", ":all:", "--output-file", str(target), *flags, "pyproject.toml"),
    ]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise SetUpFailed(f"{shown(target)} could not be made.")
    text = _HEAD + "".join(
        line
        for line in target.read_text(encoding="utf-8").splitlines(keepends=True)
        if not line.startswith(("#", "--only-binary"))
    )
    foreign = foreign_lines(text)
    if foreign:
        raise SetUpFailed(f"{shown(target)} would hold lines that do not belong there:\n" + "\n".join(foreign))
    target.write_bytes(text.encode("utf-8"))  # the same bytes on every system: the environment's stamp is their hash


def prove() -> None:
    """Install the dev lock, by hash and from wheels only, with every fitting Python of this machine. Takes minutes."""
    for python in pythons.every():
        with tempfile.TemporaryDirectory(prefix="caseapp-lock-") as folder:
            print(f"{python}: installing {shown(lock_file(DEV))} into a throw-away environment …", flush=True)
            environment = Path(folder) / "venv"
            subprocess.run([str(python.path), "-m", "venv", str(environment)], check=True)
            pip = [str(python_in(environment)), "-m", "pip"]
            wanted = ["--require-hashes", "--only-binary", ":all:", "-r", str(lock_file(DEV))]
            for command in ([*pip, "install", "-qq", "--no-input", *wanted], [*pip, "check"]):
                if subprocess.run(command, check=False).returncode != 0:
                    raise SetUpFailed(f"The lock does not install on {python}.")
