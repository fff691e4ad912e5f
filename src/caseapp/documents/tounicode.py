"""What a printed character is when somebody copies or searches it: the ToUnicode map, corrected.

reportlab 5.1 writes `<%04X>` for every code, so 𠮷 (U+20BB7) is found as U+20BB followed by 7, and it knows no glyph
that stands for more than one code point. `install()` puts a map in its place that writes UTF-16BE, gives the whole
cluster back for our private codes (葛 with its selector), and keeps to the 100 entries a block that the CMap format
allows.
"""

from __future__ import annotations

from collections.abc import Sequence

FIRST_PRIVATE = 0xF0000  # plane 15: nobody's characters, so no name can hold one by right
LAST_PRIVATE = 0xFFFFD
_BLOCK = 100

_clusters: list[str] = []
_codes: dict[str, int] = {}


def private_code(cluster: str) -> int:
    """The plane-15 code that stands for `cluster` (a base with its selector or marks) in every face."""
    code = _codes.get(cluster)
    if code is None:
        code = FIRST_PRIVATE + len(_clusters)
        if code > LAST_PRIVATE:
            raise OverflowError("more than 65,533 different variation sequences in one run of the program")
        _clusters.append(cluster)
        _codes[cluster] = code
    return code


def text_of(code: int) -> str:
    """The text a code in a face's character table stands for."""
    number = code - FIRST_PRIVATE
    return _clusters[number] if 0 <= number < len(_clusters) else chr(code)


def to_unicode_map(font_name: str, subset: Sequence[int]) -> str:
    """The CMap of one subset: position → UTF-16BE text. Same arguments as reportlab's makeToUnicodeCMap."""
    entries = [f"<{n:02X}> <{text_of(code).encode('utf-16-be').hex().upper()}>" for n, code in enumerate(subset)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{font_name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])


def install() -> None:
    """Make reportlab use `to_unicode_map`. Safe to call again."""
    from reportlab.pdfbase import ttfonts

    if not hasattr(ttfonts, "makeToUnicodeCMap"):
        raise RuntimeError("this reportlab makes its ToUnicode maps elsewhere: see tests/documents/test_tounicode.py")
    ttfonts.makeToUnicodeCMap = to_unicode_map
