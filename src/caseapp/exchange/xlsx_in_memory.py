"""A workbook as bytes without touching the disk.

openpyxl's own `Workbook.save` writes every sheet, in plain text, to a file in the temporary folder first, and leaves it
there when writing fails. To be imported only where an XLSX is written: it brings openpyxl.
"""

from __future__ import annotations

import io
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter


class _InMemory(ExcelWriter):  # type: ignore[misc]  # openpyxl has no types
    """Writes a sheet into memory and from there into the archive."""

    def write_worksheet(self, ws: Any) -> None:
        """What `ExcelWriter.write_worksheet` does for a sheet that holds cells only."""
        part = io.BytesIO()
        writer = WorksheetWriter(ws, part)
        writer.write()
        ws._rels = writer._rels  # noqa: SLF001 - openpyxl's own writer hands the links of the sheet over so
        self._archive.writestr(ws.path[1:], part.getvalue())
        self.manifest.append(ws)


def saved(workbook: Workbook) -> bytes:
    """The XLSX of a workbook that holds cells only (no pictures, no charts)."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        _InMemory(workbook, archive).write_data()
    return stream.getvalue()
