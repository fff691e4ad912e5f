"""Where the project's things are."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
ENVIRONMENT = ROOT / ".venv"
LOCKS = ROOT / "packaging" / "lock"
BUILD = ROOT / "build"


def python_in(environment: Path) -> Path:
    """The Python of a virtual environment."""
    return environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def shown(path: Path) -> str:
    """A path as a person would type it from the project's root."""
    try:
        return path.relative_to(ROOT).as_posix()
    except ValueError:
        return str(path)
