"""Which column of a file is which of ours: guessed from its head and its values, changed by a person, applied to it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from caseapp.exchange.columns import ALL_TABLES, COMBINED, Kind, Table, header_key
from caseapp.exchange.findings import Finding, Unreadable
from caseapp.exchange.grid import BadCell, Grid, GridRow, Value
from caseapp.exchange.header_words import likely_kind, meaning, targets
from caseapp.exchange.row_reader import as_text
from caseapp.exchange.tables import Sheet, SheetRow
from caseapp.rules import dates
from caseapp.rules.identity import check_digit_holds
from caseapp.rules.problem import N_, Problem, Refused

HEAD = 10
"""In how many rows from the top the header may stand."""

NOT_TAKEN = ""
How = Literal["", "remembered", "head", "values", "person"]

_SAMPLES = 40
_SHOWN = 3
_LEFT = N_("These columns are not taken: {columns}.")
_MISSING = N_("The columns {columns} are missing. Choose for them a column of the file.")
_TWICE = N_("{columns} is chosen for two columns of the file. Choose it once.")
NO_ROWS = N_("There is nothing below the names of the columns.")
_NO_BLANK = N_("There is no blank between family and given name in “{text}”. Put one there in the file.")


@dataclass(frozen=True)
class SourceColumn:
    """A column of the file: its head, the first values that are not empty, and what it is taken for ("": not taken)."""

    position: int
    header: str
    samples: tuple[str, ...]
    target: str = NOT_TAKEN
    how: How = ""


def header_row(rows: Sequence[GridRow], table: Table | None = None) -> int:
    """The place of the row that looks most like names of columns: that knows most words, else the first full one."""
    best, most = 0, 0
    for position, row in enumerate(rows[:HEAD]):
        keys = _keys(row)
        count = len({meaning(table, key) for key in keys} - {""}) if table else _known_to_any(keys)
        if count > most:
            best, most = position, count
    if most:
        return best
    return next((n for n, row in enumerate(rows[:HEAD]) if sum(v is not None for v in row.values) > 1), 0)


def _known_to_any(keys: set[str]) -> int:
    return max(len({meaning(table, key) for key in keys} - {""}) for table in ALL_TABLES.values())


def kind_by_head(row: GridRow) -> Kind:
    """The kind of list that its head tells of."""
    return likely_kind(_keys(row))


def _keys(row: GridRow) -> set[str]:
    return {header_key(value) for value in row.values if isinstance(value, str) and value.strip()}


def head_key(columns: Sequence[SourceColumn], table: Table) -> str:
    """What a choice of columns is remembered by: the same heads, in whatever order, for the same kind of list."""
    text = "\n".join([table.kind, *sorted(header_key(column.header) for column in columns)])
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def guess(grid: Grid, head_at: int, table: Table, *, remembered: Mapping[str, str] | None = None) -> list[SourceColumn]:
    """The columns of the file with what each is taken for: as `remembered` (head → ours), by head, by values."""
    columns = _columns(grid, head_at)
    if remembered is not None and all(header_key(column.header) in remembered for column in columns):
        allowed = set(targets(table))
        return [_taken(c, _allowed(remembered[header_key(c.header)], allowed), "remembered") for c in columns]
    columns = _by_head(columns, table)
    return _by_values(columns, grid, head_at, table)


def _allowed(target: str, known: set[str]) -> str:
    return target if target in known else NOT_TAKEN


def _taken(column: SourceColumn, target: str, how: How) -> SourceColumn:
    return SourceColumn(column.position, column.header, column.samples, target, how if target else "")


def _columns(grid: Grid, head_at: int) -> list[SourceColumn]:
    head, below = grid.rows[head_at], grid.rows[head_at + 1 :]
    width = max((len(row.values) for row in (head, *below[:_SAMPLES])), default=0)
    columns = []
    for position in range(width):
        header = as_text(head.values[position]) if position < len(head.values) else ""
        samples = tuple(text for value in _values(below, position) if (text := _shown(value)))[:_SHOWN]
        if header or samples:
            columns.append(SourceColumn(position, " ".join(header.split()), samples))
    return columns


def _values(rows: Sequence[GridRow], position: int) -> list[Value]:
    return [row.values[position] for row in rows[:_SAMPLES] if position < len(row.values)]


def _shown(value: Value) -> str:
    return " ".join(as_text(value).split())


def _by_head(columns: Sequence[SourceColumn], table: Table) -> list[SourceColumn]:
    """Exact names of ours first; a column of ours is given once, to the first that asks; parts before the whole."""
    own = {header_key(name) for name in table.names}
    used: set[str] = set()
    chosen: dict[int, str] = {}
    for exact in (True, False):
        for column in columns:
            key = header_key(column.header)
            target = meaning(table, key)
            if column.position in chosen or not target or (key in own) != exact or _parts(target) & used:
                continue
            chosen[column.position] = target
            used |= _parts(target)
    return [_taken(column, chosen.get(column.position, NOT_TAKEN), "head") for column in columns]


def _parts(target: str) -> set[str]:
    return {target, *COMBINED.get(target, ())} - (set(COMBINED) & {target})


_PHONE = re.compile(r"0\d{1,4}-?\d{1,4}-?\d{3,4}")


def _by_values(columns: list[SourceColumn], grid: Grid, head_at: int, table: Table) -> list[SourceColumn]:
    """Columns whose head tells nothing, by what stands in them; only what cannot well be anything else."""
    used = set().union(*(_parts(column.target) for column in columns if column.target)) if columns else set()
    below, found = grid.rows[head_at + 1 :], []
    for column in columns:
        target = NOT_TAKEN
        if not column.target:
            values = [value for value in _values(below, column.position) if _shown(value)]
            target = next((t for t in _looks_like(values) if t in targets(table) and not _parts(t) & used), NOT_TAKEN)
            used |= _parts(target) if target else set()
        found.append(_taken(column, target, "values") if target else column)
    return found


def _looks_like(values: Sequence[Value]) -> list[str]:
    """What such values may be, the likeliest first; nothing for fewer than two."""
    texts = [unicodedata.normalize("NFKC", _shown(value)) for value in values]
    if len(texts) < 2:
        return []
    found = []
    if _most(re.fullmatch(r"\d{7}", text) is not None and check_digit_holds(text) for text in texts):
        found.append("受給者番号")
    if _most(re.fullmatch(r"〒?\d{3}-\d{4}", text) is not None for text in texts):
        found.append("郵便番号")
    if _most(_PHONE.fullmatch(text) is not None and 9 < len(re.sub(r"\D", "", text)) < 12 for text in texts):
        found.append("電話番号")
    if _most(text in ("男", "女", "男性", "女性", "男児", "女児") for text in texts):
        found.append("性別")
    if _most(re.fullmatch(r"[ァ-ヺー]+ [ァ-ヺー]+", text) is not None for text in texts):
        found.append("氏名カナ")
    if _most(_is_past_day(value) for value in values):
        found.append("生年月日")
    return found


def _most(tests: Iterable[bool]) -> bool:
    told = list(tests)
    return sum(told) >= 0.8 * len(told)


def _is_past_day(value: Value) -> bool:
    if isinstance(value, (date, datetime)):
        return value.year > 1990
    if not isinstance(value, str):
        return False
    try:
        found = dates.parse(as_text(value), today=date(2100, 1, 1), field="")
    except Refused:
        return False
    return found.year > 1990


# ---- what a person chose


def problems(columns: Sequence[SourceColumn], table: Table) -> list[Problem]:
    """What stands in the way of reading the file so: columns that must be there, one chosen twice."""
    covered: list[str] = []
    for column in columns:
        if column.target:
            covered += sorted(_parts(column.target))
    found = []
    missing = [name for name in table.required if name not in covered]
    if missing:
        found.append(Problem("", _MISSING, {"columns": "、".join(missing)}))
    twice = sorted({name for name in covered if covered.count(name) > 1}, key=covered.index)
    if twice:
        found.append(Problem("", _TWICE, {"columns": "、".join(twice)}))
    return found


def chosen(columns: Sequence[SourceColumn]) -> dict[str, str]:
    """What is remembered: head → ours."""
    return {header_key(column.header): column.target for column in columns}


def not_taken(columns: Sequence[SourceColumn]) -> tuple[str, ...]:
    """The heads of the columns that are left out (columns without a head are no loss)."""
    return tuple(column.header for column in columns if not column.target and column.header)


def sheet(grid: Grid, head_at: int, table: Table, columns: Sequence[SourceColumn]) -> Sheet:
    """The rows by our columns. Raises Unreadable for what `problems` names, and for a list without rows."""
    amiss = problems(columns, table)
    if amiss:
        raise Unreadable(amiss[0].message, **amiss[0].values)
    taken = [column for column in columns if column.target]
    rows = tuple(_row(row, taken) for row in grid.rows[head_at + 1 :] if not row.blank)
    if not rows:
        raise Unreadable(NO_ROWS)
    warnings, left = list(grid.notes), not_taken(columns)
    if left:
        place = grid.rows[head_at].place
        warnings.append(Finding(place, "", Problem("", _LEFT, {"columns": "、".join(left)})))
    names = {part: column.header for column in taken for part in _parts(column.target)}
    order = tuple(part for column in taken for part in COMBINED.get(column.target, (column.target,)))
    headers = {name: header for name, header in names.items() if header and header_key(header) != header_key(name)}
    return Sheet(table.kind, order, rows, tuple(warnings), grid.day_zero, headers)


def _row(row: GridRow, columns: Sequence[SourceColumn]) -> SheetRow:
    values: dict[str, Value] = {}
    for column in columns:
        value = row.values[column.position] if column.position < len(row.values) else None
        if column.target in COMBINED:
            first, second = COMBINED[column.target]
            values[first], values[second] = _SPLIT[column.target](value)
        else:
            values[column.target] = value
    return SheetRow(row.place, values)


def _name(value: Value) -> tuple[Value, Value]:
    """Family and given name, parted by the first blank."""
    text = as_text(value)
    family, *given = re.split(r"\s+", text, maxsplit=1)
    if text and not given:
        return text, BadCell(Problem("", _NO_BLANK, {"text": text}))
    return (family, given[0]) if given else (value, value)


def _reading(value: Value) -> tuple[Value, Value]:
    """The same for the reading, which may be known in part."""
    family, *given = re.split(r"\s+", as_text(value), maxsplit=1)
    return family, given[0] if given else None


def _period(value: Value) -> tuple[Value, Value]:
    """From and to: 「R7.10.1～R8.9.30」; a single day is the last one."""
    if not isinstance(value, str):
        return None, value
    parts = [part.strip(" 　自至まで()（）") for part in re.split(r"[~〜～]|から|\s至", value.strip())]
    found = [part for part in parts if part]
    if len(found) == 2:
        return found[0], found[1]
    return None, found[0] if len(found) == 1 else value.strip() or None


_SPLIT = {"氏名": _name, "氏名カナ": _reading, "受給者証有効期間": _period}
