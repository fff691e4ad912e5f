"""The rows of a file that were refused, as they stand there, with the reasons before them, to be mended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from caseapp.exchange.findings import Finding, Place
from caseapp.exchange.grid import BadCell, Grid, Value
from caseapp.exchange.row_reader import as_text
from caseapp.exchange.writing import Cell, write_csv, write_xlsx
from caseapp.words import language
from caseapp.words.language import _


def write(grid: Grid, head_at: int, findings: Iterable[Finding], *, xlsx: bool) -> bytes:
    """All columns of the file, also those that are not taken; before them the line and what is to be mended.

    Once mended it can be read as it is: the two columns before are not known and are left out.
    """
    reasons: dict[Place, list[str]] = {}
    for finding in findings:
        words = language.say(finding.reason)
        reasons.setdefault(finding.place, []).append(f"{finding.column}: {words}" if finding.column else words)
    head = grid.rows[head_at]
    width = max((len(row.values) for row in grid.rows[head_at:]), default=0)
    header = [_("Line of the file"), _("What to mend"), *(_head(head.values, n) for n in range(width))]
    rows = [
        [row.place.row, "\n".join(reasons[row.place]), *map(_cell, row.values)]
        for row in grid.rows[head_at + 1 :]
        if row.place in reasons
    ]
    return write_xlsx(header, rows, title=_("Rows to mend")) if xlsx else write_csv(header, rows)


def _head(values: Sequence[Value], position: int) -> str:
    return as_text(values[position]) if position < len(values) else ""


def _cell(value: Value) -> Cell:
    if isinstance(value, BadCell):
        return ""
    return value.date() if isinstance(value, datetime) else value
