"""Make `resources/fonts`: copies of the printed faces, three small fallback faces derived from Noto CJK, glyph tables.

Run by hand when a source font changes, never at run time (`python packaging/build_fonts.py`). It takes the fonts of the
Debian packages fonts-morisawa-bizud-gothic, fonts-morisawa-bizud-mincho, fonts-ipamj-mincho and fonts-noto-cjk, and is
reproducible: the same sources give the same bytes (`--check` compares instead of writing).

* `*.ttf` of BIZ UD and IPAmj are unmodified copies (SIL OFL 1.1; IPA Font License 1.0).
* `CaseappGothic-*.ttf` and `CaseappMincho-Regular.ttf` hold what BIZ UD lacks: all Latin letters (Vietnamese included),
  the rest of JIS X 0213, the supplementary plane, Adobe-Japan1 variation sequences, and the Gothic also the simplified
  Chinese of GB 2312 and the 2,350 Hangul of KS X 1001. Outlines are converted from cubic to quadratic because reportlab
  embeds only TrueType.
* `*.glyphs` (zlib, JSON): the code points of a face in ranges, and its variation sequences, so that no face has to be
  opened to learn what it holds.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

SHARE = Path("/usr/share/fonts")
TARGET = Path(__file__).resolve().parents[1] / "resources" / "fonts"
COPIES = {
    "BIZUDPGothic-Regular": "truetype/bizud-gothic/BIZUDPGothic-Regular.ttf",
    "BIZUDPGothic-Bold": "truetype/bizud-gothic/BIZUDPGothic-Bold.ttf",
    "BIZUDGothic-Regular": "truetype/bizud-gothic/BIZUDGothic-Regular.ttf",
    "BIZUDPMincho-Regular": "truetype/bizud-mincho/BIZUDPMincho-Regular.ttf",
    "ipamjm": "truetype/ipamj/ipamjm.ttf",
}
DERIVED = {
    # name: (source, the face it completes, family, style, with the scripts of the neighbours)
    "CaseappGothic-Regular": ("opentype/noto/NotoSansCJK-Regular.ttc", "BIZUDPGothic-Regular", True),
    "CaseappGothic-Bold": ("opentype/noto/NotoSansCJK-Bold.ttc", "BIZUDPGothic-Bold", True),
    "CaseappMincho-Regular": ("opentype/noto/NotoSerifCJK-Regular.ttc", "BIZUDPMincho-Regular", False),
}
MAX_ERROR = 1.2  # of 1000 units: 0.005 mm at 12 pt, under any printer's dot
LAYOUT_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG")


def code_points_of(codec: str, lead: Iterable[bytes] = (b"",)) -> set[int]:
    """Every single code point that the two-byte part of a legacy codec can express."""
    found: set[int] = set()
    for prefix in lead:
        for high in range(0xA1, 0xFF):
            for low in range(0xA1, 0xFF):
                try:
                    text = (prefix + bytes((high, low))).decode(codec)
                except UnicodeDecodeError:
                    continue
                if len(text) == 1:
                    found.add(ord(text))
    return found


def latin(code: int) -> bool:
    """Letters, marks and signs that may stand in a name or sentence in Latin, Greek or Cyrillic letters."""
    return 0x20 <= code < 0x530 or 0x1E00 <= code < 0x2000 or 0x2000 <= code < 0x2C00


def sequences(font: TTFont) -> dict[tuple[int, int], str | None]:
    """(base, selector) -> glyph name, None for the base's own glyph."""
    found: dict[tuple[int, int], str | None] = {}
    for table in font["cmap"].tables:
        if table.format == 14:
            for selector, pairs in table.uvsDict.items():
                for base, glyph in pairs:
                    found[(base, selector)] = glyph
    return found


def wanted(noto: TTFont, base: TTFont, *, neighbours: bool) -> tuple[set[int], dict[tuple[int, int], str | None]]:
    """The code points and variation sequences the fallback is to hold."""
    has, known = set(noto.getBestCmap()), set(base.getBestCmap())
    needed = code_points_of("euc_jis_2004", (b"", b"\x8f")) | {c for c in has if c > 0x1FFFF}
    if neighbours:
        needed |= code_points_of("gb2312") | code_points_of("euc_kr")
    points = {c for c in has if latin(c)} | (needed & has) - known
    base_sequences = sequences(base)
    extra = {key: glyph for key, glyph in sequences(noto).items() if key not in base_sequences}
    if not neighbours:  # the Mincho stays small: IPAmj is there for what is rarer
        extra = {key: glyph for key, glyph in extra.items() if key[1] <= 0xE0101}
    # a sequence that only says "the usual form" needs its base here when BIZ lacks the base, and else BIZ draws it
    return points | {base for base, _ in extra}, extra


def quadratic(font: TTFont) -> None:
    """Replace CFF outlines by TrueType ones, in place."""
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    font["loca"], font["glyf"] = newTable("loca"), table
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"):
        setattr(maxp, field, 0)
    maxp.maxZones, maxp.maxSizeOfInstructions, maxp.maxComponentElements = 1, 0, 0
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
    for name in order:
        table.glyphs[name].recalcBounds(table)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(table.glyphs[name], "xMin", 0))


def rename(font: TTFont, name: str) -> None:
    """Our own family name; copyright and licence lines stay as they were (OFL 2)."""
    family, style = name.split("-")
    source = "Noto Serif" if "Mincho" in name else "Noto Sans"
    table = font["name"]
    keep = {0: table.getDebugName(0), 13: table.getDebugName(13), 14: table.getDebugName(14)}
    table.names = []
    words = {
        **keep,
        1: family,
        2: style,
        3: f"{family} {style} 1",
        4: f"{family} {style}",
        5: "Version 1.0",
        6: name,
        10: f"Derived from {source} CJK JP: subset, quadratic outlines, no layout tables.",
    }
    for number, text in words.items():
        if text:
            table.setName(text, number, 3, 1, 0x409)


def derive(name: str) -> tuple[bytes, dict[str, Any]]:
    """One fallback face and its glyph table."""
    source, completes, neighbours = DERIVED[name]
    base = TTFont(SHARE / COPIES[completes])
    noto = TTFont(SHARE / source, fontNumber=0, recalcTimestamp=False)
    points, extra = wanted(noto, base, neighbours=neighbours)
    options = Options(
        drop_tables=[*LAYOUT_TABLES], notdef_outline=True, hinting=False, name_IDs=["*"], layout_features=[]
    )
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points, glyphs=[glyph for glyph in extra.values() if glyph])
    subsetter.subset(noto)
    quadratic(noto)
    rename(noto, name)
    cmap = CmapSubtable.newSubtable(12)
    cmap.platformID, cmap.platEncID, cmap.language = 3, 10, 0
    cmap.cmap = {c: g for c, g in noto.getBestCmap().items() if c in points}
    noto["cmap"].tables = [cmap]
    buffer = BytesIO()
    noto.save(buffer, reorderTables=True)
    return buffer.getvalue(), table_of(noto, extra)


def table_of(font: TTFont, found: dict[tuple[int, int], str | None]) -> dict[str, Any]:
    """The glyph table: code points in ranges; selector -> base -> glyph number (0: the base's own glyph)."""
    codes = sorted(font.getBestCmap())
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    by_selector: dict[str, dict[str, int]] = {}
    for (base, selector), glyph in sorted(found.items()):
        by_selector.setdefault(f"{selector:x}", {})[f"{base:x}"] = font.getGlyphID(glyph) if glyph else 0
    return {"ranges": ranges, "sequences": by_selector}


def packed(table: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(table, separators=(",", ":"), sort_keys=True).encode(), 9)


def make() -> dict[str, bytes]:
    """Every file of the folder that this script makes, by name."""
    files: dict[str, bytes] = {}
    for name, source in COPIES.items():
        data = (SHARE / source).read_bytes()
        files[f"{name}.ttf"] = data
        font = TTFont(BytesIO(data))
        files[f"{name}.glyphs"] = packed(table_of(font, sequences(font)))
    for name in DERIVED:
        data, table = derive(name)
        files[f"{name}.ttf"] = data
        files[f"{name}.glyphs"] = packed(table)
    return files


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare with what is there instead of writing")
    check = parser.parse_args().check
    wrong = 0
    for name, data in make().items():
        path = TARGET / name
        if check and (not path.exists() or path.read_bytes() != data):
            wrong += 1
            print(f"differs: {name}", file=sys.stderr)
        elif not check:
            path.write_bytes(data)
        print(f"{len(data) / 1024:9.0f} KiB  {name}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
