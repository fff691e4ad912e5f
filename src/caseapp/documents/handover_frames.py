"""Two frames of the 引継書: the three lines under a reversed head, and the places to sign side by side."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable

from caseapp.documents.grid import MM
from caseapp.documents.text import JP, draw_text, fitted
from caseapp.documents.type_styles import Sheet


class ThreeLines(Flowable):  # type: ignore[misc] # reportlab brings no types
    """A heavy frame with a reversed head and rows of (label, text). Stays whole."""

    HEAD, LABEL, PAD, EDGE = 17.0, 21 * MM, 4.0, 9.0

    def __init__(self, sheet: Sheet, head: str, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.sheet, self.head = sheet, head
        self.rows = [(JP(label, sheet.label), JP(text, sheet.prose)) for label, text in rows]

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._full = width
        room = width - 2 * self.EDGE - self.LABEL
        self._tall = [
            max(label.wrap(self.LABEL - 4)[1], text.wrap(room)[1]) + 2 * self.PAD for label, text in self.rows
        ]
        return width, self.HEAD + sum(self._tall) + 2

    def draw(self) -> None:
        """Draw on the canvas."""
        canvas, height = self.canv, self.wrap(self._full)[1]
        canvas.setFillGray(0)
        canvas.rect(0, height - self.HEAD, self._full, self.HEAD, stroke=0, fill=1)
        style = self.sheet.section.but(white=True, size=self.sheet.section.size * 0.95)
        style = fitted(self.head, style, width=self._full - 2 * self.EDGE, smallest=7)
        draw_text(canvas, self.head, at=(self.EDGE, height - self.HEAD + 4.6), style=style)
        canvas.setLineWidth(1.8)
        canvas.rect(0.9, 0.9, self._full - 1.8, height - 1.8, stroke=1, fill=0)
        y, room = height - self.HEAD, self._full - 2 * self.EDGE - self.LABEL
        for number, ((label, text), tall) in enumerate(zip(self.rows, self._tall, strict=True)):
            if number:
                canvas.setLineWidth(0.5)
                canvas.line(self.EDGE, y, self._full - self.EDGE, y)
            label.drawOn(canvas, self.EDGE, y - self.PAD - label.wrap(self.LABEL - 4)[1])
            text.drawOn(canvas, self.EDGE + self.LABEL, y - self.PAD - text.wrap(room)[1])
            y -= tall


class SignedBy(Flowable):  # type: ignore[misc] # reportlab brings no types
    """Places to sign side by side: a label above, a line to write on, what is known printed on it. Stays whole."""

    HEIGHT, GAP = 15 * MM, 5 * MM

    def __init__(self, sheet: Sheet, cells: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.sheet, self.cells = sheet, list(cells)

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._full = width
        return width, self.HEIGHT

    def draw(self) -> None:
        """Draw on the canvas."""
        canvas = self.canv
        one = (self._full - self.GAP * (len(self.cells) - 1)) / len(self.cells)
        for number, (label, name, below) in enumerate(self.cells):
            x, small = number * (one + self.GAP), self.sheet.note
            draw_text(canvas, label, at=(x, self.HEIGHT - 9), style=fitted(label, small, width=one, smallest=6))
            canvas.setLineWidth(0.5)
            canvas.line(x, 11, x + one, 11)
            if name:
                style = fitted(name, self.sheet.cell.but(face="mincho", size=10), width=one - 6, smallest=7)
                draw_text(canvas, name, at=(x + 3, 14.5), style=style)
            if below:
                draw_text(canvas, below, at=(x, 2), style=fitted(below, small, width=one, smallest=6))
