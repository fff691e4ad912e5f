"""The printed faces, and which of them draws a character.

A *cluster* is what a reader calls one character: a base with its variation selector or combining marks. Each is looked
up face by face along the chain of its kind; a face is opened only when something is to be drawn with it (IPAmj Mincho
takes 0.14 s and 68 MiB). What the faces hold stands in small tables beside them (`*.glyphs`, made by
packaging/build_fonts.py).
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from caseapp.documents import tounicode
from caseapp.words import resources

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

Face = Literal["gothic", "bold", "mincho", "fixed"]

# The order is paper.md §11: the face itself, the small fallback of its kind, then IPAmj with every character of the
# family registers. The Mincho takes a Gothic letter as the very last thing, before it would print nothing.
CHAINS: dict[Face, tuple[str, ...]] = {
    "gothic": ("BIZUDPGothic-Regular", "CaseappGothic-Regular", "ipamjm"),
    "bold": ("BIZUDPGothic-Bold", "CaseappGothic-Bold", "ipamjm"),
    "mincho": ("BIZUDPMincho-Regular", "CaseappMincho-Regular", "ipamjm", "CaseappGothic-Regular"),
    "fixed": ("BIZUDGothic-Regular", "CaseappGothic-Regular", "ipamjm"),
}

_LATIN = r"A-Za-z\u00aa-\u024f\u0300-\u036f\u1e00-\u1eff"
# Words in Latin letters, with the spaces and signs inside them: a name with one letter that the main face lacks changes
# its face as a whole (Nguyễn Thị Ánh in one hand).
_LATIN_RUN = re.compile(rf"[{_LATIN}](?:[{_LATIN}'’\-., ]*[{_LATIN}.])?")


@dataclass(frozen=True)
class Coverage:
    """What one face holds: code points as sorted range starts and ends; variation sequences as they stand in the file.

    `sequences` is selector → base → glyph number, the keys in hexadecimal: ten thousand of them, of which a page needs
    one or two, so they are not converted.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sequences: dict[str, dict[str, int]]

    def glyph(self, base: int, selector: int) -> int | None:
        """The glyph of a variation sequence, 0 for the base's own; None when the face does not have the sequence."""
        return self.sequences.get(f"{selector:x}", {}).get(f"{base:x}")

    def __contains__(self, code: int) -> bool:
        place = bisect_right(self.starts, code) - 1
        return place >= 0 and code <= self.ends[place]


@dataclass(frozen=True)
class Cluster:
    """One character as it will be drawn: `drawn` are (font, character) pairs, `width` in em.

    `exact` is False when the form asked for (a variation sequence, a mark without its own glyph) is in no face;
    `missing` holds the code points that no face has (then nothing may be printed).
    """

    text: str
    drawn: tuple[tuple[str, str], ...]
    width: float
    exact: bool = True
    missing: str = ""


@cache
def coverage(font: str) -> Coverage:
    """The packaged glyph table of a face."""
    table = json.loads(zlib.decompress(resources.path(f"fonts/{font}.glyphs").read_bytes()))
    ranges = table["ranges"]
    return Coverage(tuple(r[0] for r in ranges), tuple(r[1] for r in ranges), table["sequences"])


_loading = threading.RLock()


@cache
def _load(font: str) -> TTFont:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    tounicode.install()
    loaded = TTFont(font, str(resources.path(f"fonts/{font}.ttf")), shapable=False)
    _mend_advances(loaded.face)
    pdfmetrics.registerFont(loaded)
    return loaded


def _mend_advances(face: Any) -> None:
    # reportlab 5.1 keeps the advance of a face's trailing glyphs scaled to 1000 and the others in the face's own units;
    # IPAmj has nearly all its glyphs there. The embedded subset and our private codes need them alike.
    full = int.from_bytes(face.get_table("hhea")[34:36], "big")
    advance = face.hmetrics[full - 1][0]
    face.hmetrics[full:] = [(advance, bearing) for _, bearing in face.hmetrics[full:]]


def load(font: str) -> TTFont:
    """The face, registered with reportlab; opened the first time it is asked for."""
    with _loading:
        return _load(font)


def clusters(text: str) -> Iterator[str]:
    """`text` cut into bases with their selectors and marks. Newlines stay, other invisible characters fall away."""
    current = ""
    for character in text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "):
        if current and current != "\n" and _joins(character):
            current += character
            continue
        if current:
            yield current
            current = ""
        if character == "\n" or character in "\u2028\u2029":
            current = "\n"
        elif unicodedata.category(character) not in ("Cc", "Cf"):
            current = character
    if current:
        yield current


def _joins(character: str) -> bool:
    return is_selector(character) or unicodedata.category(character) in ("Mn", "Me")


def is_selector(character: str) -> bool:
    """True for the variation selectors U+FE00–FE0F and U+E0100–E01EF."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


@cache
def choose(cluster: str, face: Face) -> Cluster:
    """How one cluster is drawn in a kind of face."""
    return _choose(cluster, CHAINS[face])


@cache
def _choose_in(cluster: str, font: str) -> Cluster:
    return _choose(cluster, (font,))


def _choose(cluster: str, chain: Sequence[str]) -> Cluster:
    if len(cluster) == 1:
        font = _holder(ord(cluster), chain)
        if font is None and unicodedata.category(cluster) == "Zs":
            return _private(cluster, chain[0], glyph=_glyph(chain[0], ord(" ")))
        return Cluster(cluster, ((font, cluster),), _width(font, ord(cluster))) if font else _nothing(cluster)
    base, rest = cluster[0], cluster[1:]
    if is_selector(rest[-1]) and len(rest) == 1:
        return _sequence(cluster, ord(base), selector=ord(rest), chain=chain)
    composed = unicodedata.normalize("NFC", cluster)
    if len(composed) == 1 and (font := _holder(ord(composed), chain)):
        return _private(cluster, font, glyph=_glyph(font, ord(composed)))
    # no glyph of its own: the base, and its marks after it where a face has them
    parts = [_choose(part, chain) for part in cluster if not is_selector(part)]
    missing = "".join(part.missing for part in parts)
    drawn = tuple(pair for part in parts for pair in part.drawn)
    return Cluster(cluster, drawn, sum(part.width for part in parts), exact=False, missing=missing)


def _sequence(cluster: str, base: int, *, selector: int, chain: Sequence[str]) -> Cluster:
    for font in chain:
        glyph = coverage(font).glyph(base, selector)
        if glyph is not None and (glyph or base in coverage(font)):
            return _private(cluster, font, glyph=glyph or _glyph(font, base))
    holder = _holder(base, chain)
    if not holder:
        return _nothing(chr(base))
    # U+FE0E and U+FE0F only choose between text and picture: text is what paper prints
    return _private(cluster, holder, glyph=_glyph(holder, base), exact=selector in (0xFE0E, 0xFE0F))


def _nothing(character: str) -> Cluster:
    return Cluster(character, (), 0.0, exact=False, missing=character)


def _holder(code: int, chain: Sequence[str]) -> str | None:
    return next((font for font in chain if code in coverage(font)), None)


def _glyph(font: str, code: int) -> int:
    return int(load(font).face.charToGlyph[code])


def _width(font: str, code: int) -> float:
    face = load(font).face
    return float(face.charWidths.get(code, face.defaultWidth)) / 1000


def _private(cluster: str, font: str, *, glyph: int, exact: bool = True) -> Cluster:
    face = load(font).face
    with _loading:
        code = tounicode.private_code(cluster)
        advance, _ = face.hmetrics[glyph]
        face.charToGlyph[code] = glyph
        face.charWidths[code] = advance * 1000 / face.unitsPerEm
    return Cluster(cluster, ((font, chr(code)),), _width(font, code), exact=exact)


def shape(text: str, face: Face) -> tuple[Cluster, ...]:
    """All clusters of `text`, newlines included (as clusters that draw nothing)."""
    return tuple(_shaped(text, face))  # never cached: what people wrote must not stay in memory


_NEWLINE = Cluster("\n", (), 0.0)


def _shaped(text: str, face: Face) -> Iterator[Cluster]:
    place = 0
    for found in _LATIN_RUN.finditer(text):
        yield from (_one(c, face) for c in clusters(text[place : found.start()]))
        yield from _one_hand(found[0], face)
        place = found.end()
    yield from (_one(c, face) for c in clusters(text[place:]))


def _one(cluster: str, face: Face) -> Cluster:
    return _NEWLINE if cluster == "\n" else choose(cluster, face)


def _one_hand(text: str, face: Face) -> list[Cluster]:
    """A run of Latin words, in one face if one has them all."""
    first = [choose(cluster, face) for cluster in clusters(text)]
    main = CHAINS[face][0]
    if all(font == main for cluster in first for font, _ in cluster.drawn):
        return first
    for font in CHAINS[face][1:]:
        if all(len(c) > 1 or ord(c) in coverage(font) for c in clusters(text)):
            tried = [_choose_in(cluster, font) for cluster in clusters(text)]
            if all(cluster.exact for cluster in tried):
                return tried
    return first


def unprintable(text: str, face: Face = "gothic") -> list[str]:
    """The characters of `text` that no face of the chain has, each once, in order. If any, nothing may be printed."""
    return list(dict.fromkeys(c.missing for c in shape(text, face) if c.missing))


def inexact(text: str, face: Face = "gothic") -> list[str]:
    """The clusters whose wanted form is in no face and that print as their base, each once, in order."""
    return list(dict.fromkeys(c.text for c in shape(text, face) if not c.exact and not c.missing))
