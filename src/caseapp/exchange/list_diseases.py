"""A list of diseases from a file (CSV, TSV, XLSX) with the columns of the one that comes with the program, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from caseapp.exchange import csv_file, xlsx_file
from caseapp.exchange.columns import header_key
from caseapp.exchange.findings import Finding, Unreadable
from caseapp.exchange.grid import Grid, GridRow
from caseapp.exchange.kinds_of_file import kind_of
from caseapp.exchange.row_reader import as_text
from caseapp.rules.problem import N_, Problem
from caseapp.words import diseases
from caseapp.words.diseases import COLUMNS, Disease

_REQUIRED = ("群", "告示番号", "疾病名")
_GROUPS = frozenset(str(number) for number in range(1, 17))
_LEAST = 100
_NO_HEADER = N_("The columns {columns} are missing. The first row must hold the names of the columns.")
_NO_GROUP = N_("The disease group must be a number from 1 to 16.")
_NO_NUMBER = N_("The number of the notice is missing or no number.")
_NO_NAME = N_("The name of the disease is missing.")
_TWICE = N_("The code {code} stands there twice.")
_BREAK = N_("The cell holds a line break or a tab.")
_NO_TOP = N_("No entry of this group and number is marked as the disease of the notice (top).")
_NOT_WHOLE = N_("An entry refers to a disease of the notice that is not in the list.")
_TOO_FEW = N_("This list has {count} entries only. It would replace the whole list of diseases.")


@dataclass(frozen=True)
class DiseaseFile:
    """What the file holds: `text` as the program keeps it, its `entries`, and what is amiss (then nothing is there)."""

    text: str
    entries: tuple[Disease, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Difference:
    """`kind`: "new", "removed", "renamed" or "moved" (another group or number)."""

    kind: str
    before: Disease | None
    after: Disease | None


def read(data: bytes) -> DiseaseFile:
    """Read and check. Raises Unreadable for a file that is no such table."""
    grid = _grid(data)
    header = next((row for row in grid.rows[: xlsx_file.HEAD] if _fits(row)), None)
    if header is None:
        raise Unreadable(_NO_HEADER, columns="、".join(_REQUIRED))
    places = _places(header)
    rows = [row for row in grid.rows if row.place.row > header.place.row and not row.blank]
    reader = _Reader(places)
    lines = [reader.line(row) for row in rows]
    reader.close(rows)
    if len(lines) < _LEAST:
        reader.findings.append(Finding(header.place, "", Problem("", _TOO_FEW, {"count": len(lines)})))
    if reader.findings:
        return DiseaseFile("", (), tuple(reader.findings))
    text = "\n".join("\t".join(line) for line in (COLUMNS, *lines)) + "\n"
    try:
        return DiseaseFile(text, diseases.made(text))
    except (KeyError, ValueError):  # an entry of another group whose own group is not there
        return DiseaseFile("", (), (Finding(header.place, "", Problem("", _NOT_WHOLE)),))


def compared(before: Sequence[Disease], after: Sequence[Disease]) -> tuple[Difference, ...]:
    """What is another than before, by the code: first what went, then what is called or stands otherwise, then new."""
    old, new = {each.code: each for each in before}, {each.code: each for each in after}
    gone = [Difference("removed", each, None) for code, each in old.items() if code not in new]
    both = [(old[code], each) for code, each in new.items() if code in old]
    renamed = [Difference("renamed", was, now) for was, now in both if was.name != now.name]
    moved = [
        Difference("moved", was, now)
        for was, now in both
        if was.name == now.name and (was.group, was.number) != (now.group, now.number)
    ]
    fresh = [Difference("new", None, each) for code, each in new.items() if code not in old]
    return (*gone, *renamed, *moved, *fresh)


def _grid(data: bytes) -> Grid:
    if kind_of(data) == "xlsx":
        return xlsx_file.read(data, fits=lambda rows: any(_fits(row) for row in rows))
    return csv_file.read(data)


def _fits(row: GridRow) -> bool:
    keys = {header_key(value) for value in row.values if isinstance(value, str)}
    return {header_key(name) for name in _REQUIRED} <= keys


def _places(header: GridRow) -> dict[str, int]:
    known = {header_key(name): name for name in COLUMNS}
    found: dict[str, int] = {}
    for place, value in enumerate(header.values):
        name = known.get(header_key(value)) if isinstance(value, str) else None
        if name is not None:
            found.setdefault(name, place)
    return found


class _Reader:
    """Lines of the file as the program keeps them, and what is amiss in them."""

    def __init__(self, places: Mapping[str, int]) -> None:
        self.findings: list[Finding] = []
        self._places = places
        self._seen: set[tuple[str, str]] = set()
        self._tops: set[tuple[str, str]] = set()
        self._all: list[tuple[GridRow, tuple[str, str]]] = []
        self._known = {(each.group, each.name): each.code for each in diseases.load()}

    def line(self, row: GridRow) -> tuple[str, ...]:
        """Without a code of NANDO an entry gets that of the same name in the list in use, else one of its own."""
        values = {name: self._cell(row, name) for name in COLUMNS}
        group, number, name = values["群"].removesuffix("群"), values["告示番号"], values["疾病名"]
        self._check(row, "群", _NO_GROUP, bad=group not in _GROUPS)
        self._check(row, "告示番号", _NO_NUMBER, bad=not (number.isascii() and number.isdecimal()))
        self._check(row, "疾病名", _NO_NAME, bad=not name)
        top = values["top"] != "0" if "top" in self._places else (group, number) not in self._tops
        code = values["nando_id"] or self._known.get((group, name)) or f"N:{group}-{number}-{name}"
        if (group, code) in self._seen:
            self.findings.append(Finding(row.place, "nando_id", Problem("", _TWICE, {"code": code})))
        self._seen.add((group, code))
        at_home = _at_home(values["shouman_code"], group)
        if top and at_home:
            self._tops.add((group, number))
        if at_home:
            self._all.append((row, (group, number)))
        made = {**values, "群": group, "nando_id": code, "top": "1" if top else "0"}
        return tuple(made[name] for name in COLUMNS)

    def close(self, _rows: Sequence[GridRow]) -> None:
        """What only the whole can tell: each subtype has its disease of the notice."""
        said: set[tuple[str, str]] = set()
        for row, place in self._all:
            if place not in self._tops and place not in said:
                said.add(place)
                self.findings.append(Finding(row.place, "top", Problem("", _NO_TOP)))

    def _cell(self, row: GridRow, name: str) -> str:
        place = self._places.get(name)
        value = row.values[place] if place is not None and place < len(row.values) else None
        text = as_text(value).strip()
        if any(sign in text for sign in "\t\n\r"):
            self.findings.append(Finding(row.place, name, Problem("", _BREAK)))
        return text

    def _check(self, row: GridRow, column: str, message: str, *, bad: bool) -> None:
        if bad:
            self.findings.append(Finding(row.place, column, Problem("", message)))


def _at_home(code: str, group: str) -> bool:
    """Whether the entry stands in the group that its centre's code names (an entry of another group stands twice)."""
    first = code[:2]
    return not first.isdecimal() or not group.isdecimal() or int(first) == int(group)


def lines_of(entries: Sequence[Disease]) -> Iterator[tuple[str, ...]]:
    """Entries as lines of such a file (to write out what is in use)."""
    for each in entries:
        yield (
            *(each.group, each.group_label("ja"), each.section, each.number, each.name, each.reading, each.english),
            *(each.centre_code, each.code, "1" if each.top else "0"),
        )
