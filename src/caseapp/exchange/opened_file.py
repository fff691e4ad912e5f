"""A file that was opened to be read in: what it is, its sheets, and its mark (SHA-256) for the record of imports."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from caseapp.exchange import csv_file, xlsx_file
from caseapp.exchange.grid import Grid
from caseapp.exchange.kinds_of_file import FileKind, kind_of
from caseapp.exchange.tables import content


@dataclass(frozen=True)
class Source:
    """Where records came from: the file's name without its folder, and the SHA-256 of its content in hex."""

    name: str = ""
    digest: str = ""


@dataclass(frozen=True)
class OpenedFile:
    """One file in memory. `heads` are the first rows of its sheets (one without title for CSV, none for JSON)."""

    name: str
    kind: FileKind
    data: bytes
    heads: tuple[Grid, ...] = ()

    @cached_property
    def source(self) -> Source:
        return Source(self.name, hashlib.sha256(self.data).hexdigest())

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(head.title for head in self.heads)

    def grid(self, title: str) -> Grid:
        """All rows of a sheet. Raises Unreadable."""
        return csv_file.read(self.data) if self.kind == "csv" else xlsx_file.read_sheet(self.data, title)


def open_file(path: Path) -> OpenedFile:
    """Read a CSV, XLSX or JSON, told by its content. Raises Unreadable, OSError."""
    data = content(path)
    kind = kind_of(data)
    if kind == "json":
        return OpenedFile(path.name, kind, data)
    heads = (csv_file.read(data),) if kind == "csv" else xlsx_file.heads(data)
    return OpenedFile(path.name, kind, data, heads)
