"""The virtual environment `.venv`: made, kept in step with the lock, repaired; left alone when it is in step."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, Optional

from workshop import pythons
from workshop.locking import alone
from workshop.places import ENVIRONMENT, LOCKS, ROOT, SOURCE, python_in, shown

RUNTIME, DEV = "runtime", "dev"
_STAMP = "caseapp-environment.json"


class SetUpFailed(Exception):
    """The environment could not be made; the text says what to do."""


def ensure(kind: str) -> Path:
    """The Python of an environment that holds what the lock `kind` (runtime or dev) names.

    In step already: well under a second. Else it is made or repaired; nobody else does so at the same time.
    """
    python = python_in(ENVIRONMENT)
    if _in_step(kind):
        return python
    with alone(ROOT / ".venv.lock"):
        if not _in_step(kind):
            _set_up(kind)
    return python


def lock_file(kind: str) -> Path:
    return LOCKS / f"{kind}.txt"


def _hash(kind: str) -> str:
    return hashlib.sha256(lock_file(kind).read_bytes()).hexdigest()


def _read_stamp() -> dict[str, Any]:
    try:
        stamp = json.loads((ENVIRONMENT / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _in_step(kind: str) -> bool:
    stamp = _read_stamp()
    held = stamp.get(kind) == _hash(kind)
    return held and stamp.get("root") == str(ROOT) and _version() == stamp.get("python")


def _version() -> Optional[str]:
    """The version of the environment's Python, by running it; None when it does not run."""
    try:
        answer = subprocess.run(
            [str(python_in(ENVIRONMENT)), "-I", "-S", "-c", "import sys; print(*sys.version_info[:3], sep='.')"],
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


def _set_up(kind: str) -> None:
    started = time.monotonic()
    version = _version()
    usable = version is not None and tuple(map(int, version.split(".")[:2])) >= pythons.OLDEST
    if not usable or _read_stamp().get("root", str(ROOT)) != str(ROOT):
        _make()
    try:
        _install(kind)
    except SetUpFailed:
        if not usable:
            raise
        print(f"{shown(ENVIRONMENT)} could not be brought in step; making it anew.", flush=True)
        _make()
        _install(kind)
    _show_source()
    _write_stamp(kind)
    print(f"Set-up done in {time.monotonic() - started:.0f} s.", flush=True)


def _make() -> None:
    found = pythons.choose()
    print(f"Making {shown(ENVIRONMENT)} with {found} …", flush=True)
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    _run([str(found.path), "-m", "venv", str(ENVIRONMENT)], "The virtual environment could not be made.")


def _install(kind: str) -> None:
    print(
        f"Installing the {kind} libraries of {shown(lock_file(kind))} (the first time takes some minutes) …", flush=True
    )
    command = [
        *(str(python_in(ENVIRONMENT)), "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check"),
        *("--require-hashes", "--only-binary", ":all:", "--requirement", str(lock_file(kind))),
    ]
    _run(command, "The libraries could not be installed. Is the network there? Then start this again.")


def _run(command: list[str], complaint: str) -> None:
    # The person's own pip settings (indexes, proxies, certificates) hold, but nothing is installed outside.
    environment = {**os.environ, "PIP_USER": "0", "PYTHONNOUSERSITE": "1"}
    if subprocess.run(command, env=environment, check=False).returncode != 0:
        raise SetUpFailed(complaint)


def _show_source() -> None:
    """Let the environment find `src`, as an editable install would, but with nothing to build or fetch."""
    answer = subprocess.run(
        [str(python_in(ENVIRONMENT)), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    (Path(answer.stdout.strip()) / "caseapp-source.pth").write_text(f"{SOURCE}\n", encoding="utf-8")


def _write_stamp(kind: str) -> None:
    stamp = {**_read_stamp(), "python": _version(), "root": str(ROOT), kind: _hash(kind)}
    if kind == DEV:
        stamp[RUNTIME] = _hash(RUNTIME)  # dev holds everything of runtime
    (ENVIRONMENT / _STAMP).write_text(json.dumps(stamp, indent=1), encoding="utf-8")
