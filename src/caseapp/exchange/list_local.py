"""The office's own codes from a file (CSV, TSV, XLSX): 区分表, 名称, 短い名称, 国の区分."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from caseapp.exchange import csv_file, xlsx_file
from caseapp.exchange.columns import header_key
from caseapp.exchange.findings import Unreadable
from caseapp.exchange.grid import GridRow
from caseapp.exchange.kinds_of_file import kind_of
from caseapp.exchange.row_reader import as_text
from caseapp.exchange.tables import content
from caseapp.rules.problem import N_

COLUMNS = {"list": "区分表", "label": "名称", "short": "短い名称", "parent": "国の区分"}
_NO_HEADER = N_("The columns {columns} are missing. The first row must hold the names of the columns.")


def read(source: Path | bytes, *, lists: Mapping[str, str]) -> list[dict[str, str]]:
    """One dictionary a row: `list` (a code; `lists` maps the words people have for it), `label`, `short`, `parent`.

    Raises Unreadable for a file that is no such table.
    """
    data = content(source)
    grid = xlsx_file.read(data, fits=_any_fits) if kind_of(data) == "xlsx" else csv_file.read(data)
    header = next((row for row in grid.rows[: xlsx_file.HEAD] if _fits(row)), None)
    if header is None:
        raise Unreadable(_NO_HEADER, columns="、".join(COLUMNS[name] for name in ("list", "label", "parent")))
    heads = [header_key(value) if isinstance(value, str) else "" for value in header.values]
    places = {name: heads.index(header_key(words)) for name, words in COLUMNS.items() if header_key(words) in heads}
    found = []
    for row in grid.rows:
        if row.place.row > header.place.row and not row.blank:
            values = {n: as_text(row.values[p]) if p < len(row.values) else "" for n, p in places.items()}
            found.append({**values, "list": lists.get(values["list"], values["list"])})
    return found


def _any_fits(rows: Sequence[GridRow]) -> bool:
    return any(_fits(row) for row in rows)


def _fits(row: GridRow) -> bool:
    keys = {header_key(value) for value in row.values if isinstance(value, str)}
    return {header_key(COLUMNS[name]) for name in ("list", "label", "parent")} <= keys
