"""A name for a file that every system takes: Windows refuses some characters, some endings and the names of devices."""

from __future__ import annotations

import re

_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_LONGEST = 80  # characters: 80 kanji are 240 bytes, and a file system that counts bytes takes 255


def safe_stem(text: str) -> str:
    """`text` as the first part of a file name: 「R8/0147」 becomes 「R8-0147」. Never empty, nothing of a path in it.

    Source: Microsoft, “Naming Files, Paths, and Namespaces”.
    """
    stem = _REFUSED.sub("-", text)[:_LONGEST].strip(" .")
    if _DEVICE.fullmatch(stem):
        stem = f"{stem}-"
    return stem or "-"
