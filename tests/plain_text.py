"""Words in files, in every form a program may have left them there, and which files it writes at all."""

from __future__ import annotations

import io
import os
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp932", "euc_jp")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def forms_of(word: str) -> set[bytes]:
    """The word in each encoding, as an escape of JSON or Python, and as references of XML (&#39640; &#x9AD8;)."""
    found: set[bytes] = set()
    for spelled in (word, unicodedata.normalize("NFD", word)):
        for encoding in ENCODINGS:
            try:
                found.add(spelled.encode(encoding))
            except UnicodeEncodeError:
                continue  # this encoding cannot hold the word
        found.add(spelled.encode("unicode_escape"))
        found.add(b"".join(b"\\u%04x" % unit for unit in _units(spelled)))
        found.add(spelled.encode("ascii", "xmlcharrefreplace"))
        found |= {"".join(form % ord(c) for c in spelled).encode() for form in ("&#x%X;", "&#x%x;", "&#%d;")}
    return found


def _units(text: str) -> list[int]:
    raw = text.encode("utf-16-be")
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]


def holds(raw: bytes, forms: set[bytes]) -> bool:
    """Whether one of the forms stands in these bytes, or in a member when they are a zip (an XLSX is one)."""
    if any(form in raw for form in forms):
        return True
    if not raw.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return any(holds(archive.read(name), forms) for name in archive.namelist())
    except (zipfile.BadZipFile, RuntimeError):  # cut short, or locked: then only the bytes can be looked at
        return False


def files_with(word: str, *folders: Path) -> list[str]:
    """Files below the folders whose name or content holds the word in any form."""
    forms, found = forms_of(word), []
    for folder in folders:
        for path in folder.rglob("*"):
            where = str(path.relative_to(folder)).encode()
            if holds(where, forms) or (path.is_file() and holds(path.read_bytes(), forms)):
                found.append(str(path))
    return found


class _Watch:
    """Hears of every file Python opens for writing or makes, as strace would; a hook cannot be taken out again."""

    def __init__(self) -> None:
        self.seen: list[str] | None = None
        self.hooked = False

    def hook(self, event: str, given: tuple[Any, ...]) -> None:
        if self.seen is None:
            return
        if event.startswith("tempfile."):
            self.seen.append(str(given[0]))
        elif event == "open" and not isinstance(given[0], int):
            path, mode, flags = given
            if any(c in (mode or "") for c in "wax+") or flags & _WRITES:
                self.seen.append(os.fsdecode(path))


_WATCH = _Watch()


@contextmanager
def watching() -> Iterator[list[str]]:
    """The paths of all files that are opened for writing meanwhile, temporary ones first of all."""
    if not _WATCH.hooked:
        sys.addaudithook(_WATCH.hook)
        _WATCH.hooked = True
    seen: list[str] = []
    _WATCH.seen = seen
    try:
        yield seen
    finally:
        _WATCH.seen = None
