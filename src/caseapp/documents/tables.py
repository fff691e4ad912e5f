"""Tables: fixed columns, `JP` cells, thin rules, a head that is repeated, rows that stay whole unless very tall.

Why not reportlab's LongTable: docs/decisions/0002-paper-kit.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from reportlab.platypus import Flowable

from caseapp.documents.grid import MM, WIDTH
from caseapp.documents.text import ASCENT, JP, Content, Style, rich, text_width
from caseapp.documents.type_styles import Sheet

LEFT_PAD, RIGHT_PAD = 4.2, 3.6
DITTO = "〃"
_WIDEST = 70 * MM  # a column may want this much; longer text goes on the next line
_NARROWEST = 11 * MM
_NARROW = 60 * MM  # cells up to this wide hold one thing; wider ones hold sentences, all of one size
_TALL = 89 * MM  # a third of the page: a row taller than this may be parted

Cell: TypeAlias = Content | JP


@dataclass
class Row:
    """One row. `height` is a least height (for handwriting); `continued`: the rest of a row that was parted."""

    cells: list[JP]
    height: float = 0.0
    continued: bool = False
    measured: float | None = None  # a row keeps its height on its way from page to page


@dataclass(frozen=True)
class Look:
    """How a table is ruled. `verticals`: indexes of the columns with a line at their left."""

    pad: float
    verticals: frozenset[int] = frozenset()
    top: float = 0.8
    bottom: float = 0.8
    between: float = 0.3
    left_pad: float = LEFT_PAD


class Table(Flowable):  # type: ignore[misc] # reportlab brings no types
    """Rows of `JP` cells in columns of fixed width (points)."""

    def __init__(self, widths: Sequence[float], rows: list[Row], *, look: Look, head: Row | None = None) -> None:
        super().__init__()
        self.widths = tuple(widths)
        self.rows = rows
        self.head = head
        self.look = look
        for row in (*rows, *((head,) if head else ())):
            if len(row.cells) != len(self.widths):
                raise ValueError(f"{len(row.cells)} cells for {len(self.widths)} columns")

    def _inner(self, column: int) -> float:
        return self.widths[column] - self.look.left_pad - RIGHT_PAD

    def row_height(self, row: Row) -> float:
        """The height a row takes."""
        if row.measured is None:
            tallest = max(cell.wrap(self._inner(n))[1] for n, cell in enumerate(row.cells))
            row.measured = max(row.height, tallest + 2 * self.look.pad)
        return row.measured

    def _head_height(self) -> float:
        return self.row_height(self.head) if self.head else 0.0

    def start_height(self, _width: float) -> float:
        """The head and the first row, or what a tall row shows of itself at least."""
        first = min(self.row_height(self.rows[0]), _TALL) if self.rows else 0.0
        return self._head_height() + first

    def wrap(self, _width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height) of the whole table."""
        self._heights = [self.row_height(row) for row in self.rows]
        self._top_height = self._head_height()
        return sum(self.widths), self._top_height + sum(self._heights)

    def split(self, _width: float, height: float) -> list[Flowable]:
        """The rows that fit, and the rest under the same head."""
        left = height - self._head_height()
        for number, row in enumerate(self.rows):
            tall = self.row_height(row)
            if tall > left + 0.01:
                return self._parted(number, left, tall=tall)
            left -= tall
        return [self]

    def _parted(self, number: int, left: float, *, tall: float) -> list[Flowable]:
        before, row, after = self.rows[:number], self.rows[number], self.rows[number + 1 :]
        if tall > _TALL and (halves := self._halves(row, left)):
            return [self._with([*before, halves[0]]), self._with([halves[1], *after])]
        if not after and len(before) > 1:  # no row stands alone under the head on the next page
            return [self._with(before[:-1]), self._with([before[-1], row])]
        if not before:
            return []
        return [self._with(before), self._with([row, *after])]

    def _with(self, rows: list[Row]) -> Table:
        return Table(self.widths, rows, look=self.look, head=self.head)

    def _halves(self, row: Row, height: float) -> tuple[Row, Row] | None:
        """A tall row cut at a line, the rest headed by 〃; None when fewer than three lines would stand here."""
        upper: list[JP] = []
        lower: list[JP] = []
        for number, cell in enumerate(row.cells):
            width = self._inner(number)
            lines = cell.lines(width)
            fit = max(0, int((height - 2 * self.look.pad) / cell.style.leading))
            if fit < min(3, len(lines)):
                return None
            if len(lines) - fit == 1 and fit > 3:
                fit -= 1
            upper.append(cell.part(lines[:fit], width) if fit < len(lines) else cell)
            lower.append(cell.part(lines[fit:], width) if fit < len(lines) else JP("", cell.style))
        if not lower[0].content:
            lower[0] = JP(DITTO, row.cells[0].style)
        return Row(upper), Row(lower, continued=True)

    def draw(self) -> None:
        """Draw on the canvas; called by reportlab with the origin at the lower left corner."""
        canvas, look = self.canv, self.look
        total = self._top_height + sum(self._heights)
        full = sum(self.widths)
        y = total
        canvas.setStrokeGray(0)
        _rule(canvas, 0, x1=full, y=y, weight=look.top)
        if self.head:
            y = self._draw_row(self.head, self._top_height, y=y)
            _rule(canvas, 0, x1=full, y=y, weight=0.8)
        for number, (row, height) in enumerate(zip(self.rows, self._heights, strict=True)):
            if number:
                _rule(canvas, 0, x1=full, y=y, weight=look.between)
            y = self._draw_row(row, height, y=y)
        _rule(canvas, 0, x1=full, y=0, weight=look.bottom)
        x = 0.0
        canvas.setLineWidth(0.3)
        for column, width in enumerate(self.widths):
            if column in look.verticals:
                canvas.line(x, 0, x, total)
            x += width

    def _draw_row(self, row: Row, height: float, *, y: float) -> float:
        # all first lines of a row share one baseline, whatever their sizes
        base = max(_first_baseline(cell) for cell in row.cells)
        x = 0.0
        for number, cell in enumerate(row.cells):
            _, tall = cell.wrap(self._inner(number))
            drop = base - _first_baseline(cell)
            room = height - 2 * self.look.pad - tall
            cell.drawOn(self.canv, x + self.look.left_pad, y - self.look.pad - tall - min(drop, max(0.0, room)))
            x += self.widths[number]
        return y - height


def _first_baseline(cell: JP) -> float:
    return (cell.style.leading - cell.style.size) / 2 + ASCENT * cell.style.size


def _rule(canvas: Any, x0: float, *, x1: float, y: float, weight: float) -> None:
    if weight:
        canvas.setLineWidth(weight)
        canvas.line(x0, y, x1, y)


def columns(*parts: float, total: float = WIDTH) -> tuple[float, ...]:
    """Column widths in points from lengths in millimetres, stretched so that they fill `total` exactly."""
    scale = total / sum(parts)
    return tuple(part * scale for part in parts)


def widths_by_content(
    sheet: Sheet, heads: Sequence[str], texts: Sequence[Iterable[str]], *, room: float = WIDTH
) -> tuple[float, ...]:
    """What each column wants for its head and `texts` (lines parted), in points, `room` together: where it is too much
    the wide ones give way first, what is left over goes to all alike."""
    pad = LEFT_PAD + RIGHT_PAD
    wanted = []
    for head, column in zip(heads, texts, strict=True):
        lines = (line for text in column for line in text.split("\n"))
        natural = max((text_width(line, sheet.cell) for line in lines), default=0.0)
        wanted.append(min(_WIDEST, max(_NARROWEST, natural, text_width(head, sheet.head)) + 1) + pad)
    limit = _limit(wanted, room)
    taken = [min(width, limit) for width in wanted]
    spare = (room - sum(taken)) / max(1, len(taken))
    return tuple(width + spare for width in taken)


def _limit(wanted: Sequence[float], room: float) -> float:
    """The width over which a column gives way, so that all of them fit."""
    if sum(wanted) <= room:
        return max(wanted, default=0.0)
    left, count = room, len(wanted)
    for width in sorted(wanted):
        if width * count >= left:
            return left / count
        left, count = left - width, count - 1
    return left


def listing(
    sheet: Sheet,
    head: Sequence[Content],
    *,
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    first_bold: bool = False,
    center: frozenset[int] = frozenset(),
    row_height: float = 0.0,
) -> Table:
    """A table with a head. `first_bold` sets the first column like a label, `center` names centred columns."""

    def style_of(column: int, base: Style) -> Style:
        return base.but(align="center") if column in center else base

    body = []
    for cells in rows:
        set_ = []
        for number, cell in enumerate(cells):
            base = sheet.label.but(leading=sheet.cell.leading) if first_bold and number == 0 else sheet.cell
            set_.append(cell if isinstance(cell, JP) else JP(cell, style_of(number, base)))
        body.append(Row(set_, height=row_height))
    top = Row(
        [
            label_cell(cell, style_of(n, sheet.head), width=widths[n] - LEFT_PAD - RIGHT_PAD)
            for n, cell in enumerate(head)
        ]
    )
    verticals = frozenset(range(1, len(widths))) if sheet.verticals else frozenset[int]()
    return Table(widths, body, head=top, look=Look(pad=sheet.pad, verticals=verticals))


def label_cell(content: Content, style: Style, *, width: float) -> JP:
    """A label or column head: smaller if that saves a second line, or if its longest word would be cut."""
    natural = max((text_width(line, style) for line in rich(content).text.split("\n")), default=0.0)
    if width < natural <= width / 0.85:
        return JP(content, style.but(size=style.size * width / natural * 0.999))
    words = [word for word in rich(content).text.split() if word[0] < "\u2000"]  # Japanese may break anywhere
    longest = max((text_width(word, style) for word in words), default=0.0)
    if longest > width:
        return JP(content, style.but(size=max(5.0, style.size * width / longest * 0.999)))
    return JP(content, style)


def _nearly(content: Content, style: Style, *, width: float, smallest: float) -> JP:
    """A cell that is set slightly smaller where that saves a second line."""
    natural = 0.0 if "\n" in rich(content).text else text_width(content, style)
    if width < _NARROW and width < natural <= width / smallest:
        return JP(content, style.but(size=style.size * width / natural * 0.999))
    return JP(content, style)


def facts(
    sheet: Sheet,
    rows: Sequence[Sequence[tuple[str, Cell]]],
    *,
    widths: Sequence[float],
    row_height: float = 0.0,
) -> Table:
    """Labels and values: each row holds as many (label, value) pairs as `widths` holds pairs of columns."""
    body = []
    for pairs in rows:
        cells: list[JP] = []
        for label, value in pairs:
            room = [width - LEFT_PAD - RIGHT_PAD for width in widths[len(cells) : len(cells) + 2]]
            cells.append(label_cell(label, sheet.label, width=room[0]))
            cells.append(value if isinstance(value, JP) else _nearly(value, sheet.cell, width=room[1], smallest=0.93))
        body.append(Row(cells, height=row_height))
    verticals = frozenset(range(1, len(widths))) if sheet.verticals else frozenset[int]()
    return Table(widths, body, look=Look(pad=sheet.pad, verticals=verticals))
