"""Signatures that were written on the screen, drawn on the page side by side, each over a line with who signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from caseapp.documents.grid import MM
from caseapp.documents.text import JP, Style
from caseapp.rules import signature


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Who signed (本人, 保護者 髙瀬 美咲) and the strokes (rules.signature)."""

    who: str
    strokes: str


class Signatures(Flowable):  # type: ignore[misc] # reportlab brings no types
    """At most two, half the width each. Stays whole."""

    HEIGHT, GAP = 17 * MM, 6 * MM

    def __init__(self, signed: Sequence[Signed], *, label: Style) -> None:
        super().__init__()
        self._signed = tuple(signed)
        self._labels = [JP(each.who, label) for each in self._signed]

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._each = (width - self.GAP) / 2
        self._below = max((label.wrap(self._each)[1] for label in self._labels), default=0.0)
        return width, self.HEIGHT + self._below + 3

    def draw(self) -> None:
        """Draw on the canvas."""
        canvas = self.canv
        for place, (signed, label) in enumerate(zip(self._signed, self._labels, strict=True)):
            left = place * (self._each + self.GAP)
            base = self._below + 3
            canvas.saveState()
            canvas.setLineWidth(0.5)
            canvas.line(left, base, left + self._each, base)
            self._draw_strokes(signed.strokes, left=left, base=base)
            canvas.restoreState()
            label.drawOn(canvas, left, 0)

    def _draw_strokes(self, strokes: str, *, left: float, base: float) -> None:
        canvas = self.canv
        scale = min(self._each / signature.WIDTH, (self.HEIGHT - 4) / signature.HEIGHT)
        canvas.setLineWidth(1.1)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        for points in signature.strokes(strokes):
            path = canvas.beginPath()
            for number, (x, y) in enumerate(points):
                at = (left + x * scale, base + 2 + (signature.HEIGHT - y) * scale)
                if number:
                    path.lineTo(*at)
                else:
                    path.moveTo(*at)
                    path.lineTo(at[0] + 0.01, at[1])  # a dot is a stroke, too
            canvas.drawPath(path, stroke=1, fill=0)
