"""The short code of an unforeseen failure: from the places of the stack alone, so that no name ever gets out."""

from __future__ import annotations

import hashlib
import traceback
from types import TracebackType

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is heard or read as something else


def stack_code(error: BaseException) -> str:
    """Seven signs (`K3F-9QX7`) from the places of the stack and the type; never from a message or a value."""
    places = [type(error).__qualname__, *_places(error.__traceback__)]
    digest = hashlib.sha256("\n".join(places).encode()).digest()
    number = int.from_bytes(digest[:8], "big")
    signs = ""
    for _place in range(7):
        number, rest = divmod(number, len(_ALPHABET))
        signs += _ALPHABET[rest]
    return f"{signs[:3]}-{signs[3:]}"


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)
    ours = [f"{_module(frame.filename)}:{frame.name}:{frame.lineno}" for frame in frames if "caseapp" in frame.filename]
    return ours or [f"{_module(frame.filename)}:{frame.name}" for frame in frames]


def _module(filename: str) -> str:
    """The path below the package: the same on every machine."""
    return filename.replace("\\", "/").rpartition("caseapp/")[2]
