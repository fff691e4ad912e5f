"""The list of what is amiss in a file: every row by line, column and reason, long reasons in full."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.chips import Chip, column_width, paint_chip
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import draw, wrap
from caseapp.desktop.theme.theme import theme
from caseapp.exchange.findings import Finding
from caseapp.words import language
from caseapp.words.language import _

_PADDING = 8


@dataclass(frozen=True)
class Line:
    """A finding in words. `mend`: it stands in the way (else it is only worth knowing)."""

    mend: bool
    line: str
    column: str
    reason: str
    order: int

    @property
    def sort(self) -> str:
        return _("To mend") if self.mend else _("To know")


def lines_of(findings: Iterable[Finding], *, mend: bool) -> list[Line]:
    """The findings in words. A CSV with line breaks inside cells has other lines than Excel shows: both are named."""
    found = []
    for finding in findings:
        place = finding.place
        line = str(place.line) if place.line else _("File")
        if place.line and place.row != place.line:
            line = _("{line} (Excel {row})").format(line=place.line, row=place.row)
        found.append(Line(mend, line, finding.column, language.say(finding.reason), place.line))
    return found


class FindingsTable(Table[Line]):
    """The table. Ctrl+C copies all of it, to be pasted beside the file in Excel. `copied` tells how many rows."""

    copied = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._findings: TableModel[Line] = TableModel(_columns())
        super().__init__(self._findings, name=_("What is amiss in the file"), parent=parent)
        self.setObjectName("import-problems")

    def show_lines(self, lines: list[Line]) -> None:
        self.set_rows(lines)
        self.settle()

    def settle(self) -> None:
        super().settle()
        self._fit_rows()

    def _fit_rows(self) -> None:
        """A reason that is longer than its column takes more lines; nothing of it is cut off."""
        number = self._findings.column_number("reason")
        room = self.columnWidth(number) - _PADDING - 4
        metrics = QFontMetrics(theme.font())
        spare = theme.height("row") - theme.line()
        for row, line in enumerate(self._findings.rows()):
            if metrics.horizontalAdvance(line.reason) + 1 > room:
                self.setRowHeight(row, wrap(line.reason, room).height + spare)

    def copy(self) -> None:
        """The whole list as text with tabs."""
        heads = "\t".join(column.head for column in self._findings.columns)
        rows = self._findings.rows()
        text = "\n".join([heads, *("\t".join(map(_one_cell, _cells(row))) for row in rows)])
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(len(rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            event.accept()
            return
        super().keyPressEvent(event)


def _cells(line: Line) -> tuple[str, ...]:
    return (line.sort, line.line, line.column, line.reason)


def _one_cell(text: str) -> str:
    return " ".join(text.split())


def _columns() -> list[TableColumn[Line]]:
    def chip(painter: QPainter, where: QRectF, line: Line) -> None:
        top = QRectF(where.left(), where.top(), where.width(), theme.height("row"))
        paint_chip(painter, top, Chip(line.sort, "late" if line.mend else "coming"), fixed=True)

    def at_top(text: str, painter: QPainter, where: QRectF, *, bold: bool = False) -> None:
        top = where.adjusted(0, (theme.height("row") - theme.line()) / 2, 0, 0)
        draw(painter, top, text, bold=bold, lines=0 if not bold else 1)

    chip_width = round((column_width() + 14) / theme.scale)
    return [
        TableColumn(name="sort", head=_("Sort"), text=lambda row: row.sort, width=chip_width, paint=chip),
        TableColumn(
            name="line",
            head=_("Line"),
            text=lambda row: row.line,
            width=110,
            paint=lambda painter, where, row: at_top(row.line, painter, where),
        ),
        TableColumn(
            name="column",
            head=_("Column"),
            text=lambda row: row.column,
            width=170,
            paint=lambda painter, where, row: at_top(row.column, painter, where, bold=True),
        ),
        TableColumn(
            name="reason",
            head=_("What is amiss"),
            text=lambda row: row.reason,
            paint=lambda painter, where, row: at_top(row.reason, painter, where),
        ),
    ]
