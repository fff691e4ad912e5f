"""The faces of the screen, from the packaged files: two at start, the rest when a name needs them."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from caseapp.words import resources

FAMILIES = ("BIZ UDPGothic", "CaseappGothic", "IPAmjMincho")
FIXED = "BIZ UDGothic"
_AT_START = ("BIZUDPGothic-Regular", "BIZUDPGothic-Bold")
_LATER = ("CaseappGothic-Regular", "CaseappGothic-Bold", "BIZUDGothic-Regular", "ipamjm")
_loaded: set[str] = set()


def load() -> None:
    """What the first window needs (about 25 ms)."""
    for name in _AT_START:
        _load(name)


def load_rest() -> None:
    """What rare characters of names need: other Latin, the rest of the kanji. Called when the window stands."""
    for name in _LATER:
        _load(name)


def _load(name: str) -> None:
    if name in _loaded:
        return
    _loaded.add(name)
    try:
        file = resources.path(f"fonts/{name}.ttf")
    except FileNotFoundError:
        if name in _AT_START:
            raise
        return  # a build without the rare faces shows them in the system's
    QFontDatabase.addApplicationFont(str(file))
