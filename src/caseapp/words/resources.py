"""Where the files that come with the program are: in a source checkout, in a wheel and in a frozen build alike."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path, PurePosixPath

_PACKAGE = Path(__file__).resolve().parents[1]


def path(name: str) -> Path:
    """The packaged resource `name`, given with forward slashes from `resources/` (`"fonts/BIZUDGothic-Regular.ttf"`).

    Raises ValueError for a name that leaves the folder, FileNotFoundError when the program was packaged without it.
    """
    return _inside(_folder("resources"), name)


def translation(name: str) -> Path:
    """The same for `translations/`: `"ja/LC_MESSAGES/caseapp.po"`."""
    return _inside(_folder("translations"), name)


def _inside(folder: Path, name: str) -> Path:
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts or "\\" in name or ":" in name:
        raise ValueError(f"not a packaged resource's name: {name}")
    found = folder.joinpath(*relative.parts)
    if not found.exists():
        raise FileNotFoundError(f"the program was packaged without {folder.name}/{name}")
    return found


@cache
def _folder(kind: str) -> Path:
    """`resources` or `translations`: packed into the package as `_resources`, or at the top of a checkout."""
    frozen = getattr(sys, "_MEIPASS", None)
    packed = (Path(frozen) / "caseapp" if frozen else _PACKAGE) / f"_{kind}"
    return packed if packed.is_dir() else _PACKAGE.parents[1] / kind
