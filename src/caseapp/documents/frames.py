"""Frames of fixed shape: boxes, cards, steps with arrows, 決裁欄, place of the seal, signature rows, recovery key."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable

from caseapp.documents.blocks import Stack
from caseapp.documents.grid import MM
from caseapp.documents.text import ASCENT, JP, Content, Style, draw_text, fitted, text_width
from caseapp.documents.type_styles import Sheet

SIGNATURE_PITCH = 13 * MM


class Box(Flowable):  # type: ignore[misc] # reportlab brings no types
    """A frame around blocks, as high as they are. `weight` 1.2 important, 1.8 danger."""

    def __init__(
        self, parts: Sequence[Flowable], *, weight: float = 1.2, radius: float = 0.0, pad: tuple[float, float] = (12, 9)
    ) -> None:
        super().__init__()
        self.inner, self.weight, self.radius, self.pad = Stack(parts), weight, radius, pad
        self.least = 0.0

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._full = width
        _, self._tall = self.inner.wrap(width - 2 * self.pad[0])
        self._height = max(self.least, self._tall + 2 * self.pad[1])
        return width, self._height

    def draw(self) -> None:
        """Draw on the canvas."""
        canvas = self.canv
        canvas.setLineWidth(self.weight)
        half = self.weight / 2
        size = (half, half, self._full - self.weight, self._height - self.weight)
        if self.radius:
            canvas.roundRect(*size, self.radius, stroke=1, fill=0)
        else:
            canvas.rect(*size, stroke=1, fill=0)
        self.inner.drawOn(canvas, self.pad[0], self._height - self.pad[1] - self._tall)


class Boxes(Flowable):  # type: ignore[misc] # reportlab brings no types
    """Cards of one height side by side."""

    def __init__(self, boxes: Sequence[Box], *, gutter: float = 6 * MM) -> None:
        super().__init__()
        self.boxes, self.gutter = list(boxes), gutter

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._one = (width - self.gutter * (len(self.boxes) - 1)) / len(self.boxes)
        for box in self.boxes:
            box.least = 0.0
        tallest = max(box.wrap(self._one)[1] for box in self.boxes)
        for box in self.boxes:
            box.least = tallest
            box.wrap(self._one)
        return width, tallest

    def draw(self) -> None:
        """Draw on the canvas."""
        for number, box in enumerate(self.boxes):
            box.drawOn(self.canv, number * (self._one + self.gutter), 0)


class Arrowed(Flowable):  # type: ignore[misc] # reportlab brings no types
    """Boxes with a head, of one height, an arrow between neighbours: what to do in which order."""

    GUTTER, HEAD, PAD = 6 * MM, 22.0, 8.0

    def __init__(self, boxes: Sequence[tuple[JP, JP]]) -> None:
        super().__init__()
        self.boxes = list(boxes)

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._one = (width - self.GUTTER * (len(self.boxes) - 1)) / len(self.boxes)
        inner = self._one - 2 * self.PAD
        self._head = max(self.HEAD, *(head.wrap(inner)[1] + 6 for head, _ in self.boxes))
        self._tall = self._head + max(text.wrap(inner)[1] for _, text in self.boxes) + 2 * self.PAD
        return width, self._tall

    def draw(self) -> None:
        """Draw on the canvas."""
        canvas, inner = self.canv, self._one - 2 * self.PAD
        for number, (head, text) in enumerate(self.boxes):
            x = number * (self._one + self.GUTTER)
            canvas.setLineWidth(0.8)
            canvas.rect(x, 0, self._one, self._tall, stroke=1, fill=0)
            canvas.line(x, self._tall - self._head, x + self._one, self._tall - self._head)
            tall = head.wrap(inner)[1]
            head.drawOn(canvas, x + self.PAD, self._tall - (self._head + tall) / 2)
            text.drawOn(canvas, x + self.PAD, self._tall - self._head - self.PAD - text.wrap(inner)[1])
            if number:
                self._arrow(x - self.GUTTER / 2, self._tall / 2)

    def _arrow(self, x: float, y: float) -> None:
        path = self.canv.beginPath()
        path.moveTo(x - 4, y - 6.5)
        path.lineTo(x + 4, y)
        path.lineTo(x - 4, y + 6.5)
        path.close()
        self.canv.setFillGray(0)
        self.canv.drawPath(path, stroke=0, fill=1)


class KeyGroups(Flowable):  # type: ignore[misc] # reportlab brings no types
    """The groups of a recovery key, large, in figures of one width, four to a row."""

    ROW, PER_ROW = 17 * MM, 4

    def __init__(self, groups: Sequence[str]) -> None:
        super().__init__()
        self.groups = list(groups)

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._one = width / self.PER_ROW
        return width, self.ROW * -(-len(self.groups) // self.PER_ROW)

    def draw(self) -> None:
        """Draw on the canvas."""
        canvas = self.canv
        top = self.wrap(self._one * self.PER_ROW)[1]
        style = Style(face="fixed", size=21, leading=26, align="center")
        for number, group in enumerate(self.groups):
            row, column = divmod(number, self.PER_ROW)
            x, y = column * self._one, top - (row + 1) * self.ROW
            canvas.setLineWidth(0.8)
            canvas.rect(x + 2, y + 3, self._one - 4, self.ROW - 6, stroke=1, fill=0)
            draw_text(canvas, group, at=(x + self._one / 2 + 5, y + self.ROW / 2 - 7.5), style=style, spacing=1.2)
            small = Style(size=7.5, leading=9)
            draw_text(canvas, str(number + 1), at=(x + 6, y + self.ROW - 13), style=small)


class ApprovalCells(Flowable):  # type: ignore[misc] # reportlab brings no types
    """決裁欄: a cell for each stamp, its label above. More than five cells get narrower."""

    LABEL, STAMP = 4.6 * MM, 16 * MM

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__()
        if len(labels) > 6:
            raise ValueError("at most six stamps fit beside the title block")
        self.labels = list(labels)
        self.cell = (15 if len(labels) <= 5 else 13) * MM

    def wrap(self, _width: float = 0.0, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        return self.cell * len(self.labels), self.LABEL + self.STAMP

    def draw(self) -> None:
        """Draw on the canvas."""
        canvas = self.canv
        width, height = self.wrap()
        if not self.labels:
            return
        canvas.setLineWidth(0.4)
        canvas.line(0, self.STAMP, width, self.STAMP)
        for number, label in enumerate(self.labels):
            x = number * self.cell
            if number:
                canvas.line(x, 0, x, height)
            words = f"{label[0]}\u3000{label[1]}" if len(label) == 2 and not label.isascii() else label
            style = Style(size=7.6, leading=10, align="center")
            style = fitted(words, style, width=self.cell - 3, smallest=4.5)
            draw_text(
                canvas, words, at=(x + self.cell / 2, self.STAMP + self.LABEL / 2 - style.size * 0.36), style=style
            )
        canvas.setLineWidth(0.8)
        canvas.rect(0, 0, width, height, stroke=1, fill=0)


class Beside(Flowable):  # type: ignore[misc] # reportlab brings no types
    """A block at the left and a fixed one at the right edge, top aligned (title block and 決裁欄)."""

    def __init__(self, left: Flowable, right: Flowable, *, gutter: float = 2 * MM) -> None:
        super().__init__()
        self.left, self.right, self.gutter = left, right, gutter

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._right = self.right.wrap(width, 10000)
        self._left = self.left.wrap(width - self._right[0] - self.gutter, 10000)
        self._full = width
        return width, max(self._left[1], self._right[1])

    def draw(self) -> None:
        """Draw on the canvas."""
        top = max(self._left[1], self._right[1])
        self.left.drawOn(self.canv, 0, top - self._left[1])
        self.right.drawOn(self.canv, self._full - self._right[0], top - self._right[1])


class SealPlace(Flowable):  # type: ignore[misc] # reportlab brings no types
    """The sender's name at the right, and the dotted square for the seal of office beside it."""

    SIDE = 20 * MM

    def __init__(self, sender: Sequence[Content], style: Style, *, word: str) -> None:
        super().__init__()
        self.sender, self.style, self.word = list(sender), style, word

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._full = width
        return width, max(self.SIDE, len(self.sender) * self.style.leading)

    def draw(self) -> None:
        """Draw on the canvas."""
        canvas, style = self.canv, self.style.but(align="right")
        height = self.wrap(self._full)[1]
        room = self._full - self.SIDE - 3 * MM
        y = height / 2 + len(self.sender) * style.leading / 2
        for line in self.sender:
            small = fitted(line, style, width=room, smallest=7)
            draw_text(canvas, line, at=(room, y - (style.leading - style.size) / 2 - ASCENT * style.size), style=small)
            y -= style.leading
        canvas.setLineWidth(0.8)
        canvas.setDash([0.8, 2])
        canvas.rect(self._full - self.SIDE, (height - self.SIDE) / 2, self.SIDE, self.SIDE, stroke=1, fill=0)
        canvas.setDash([])
        mark = Style(size=7.5, leading=10, align="center")
        draw_text(canvas, self.word, at=(self._full - self.SIDE / 2, height / 2 - 2.7), style=mark)


class SignatureRow(Flowable):  # type: ignore[misc] # reportlab brings no types
    """Label, line to sign on (with a printed name if one is given), and what stands at its right."""

    def __init__(
        self, sheet: Sheet, label: Content, *, right: Content = "", name: str = "", begin: float = 26 * MM
    ) -> None:
        super().__init__()
        self.sheet, self.label, self.right, self.name, self.begin = sheet, label, right, name, begin

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._full = width
        return width, SIGNATURE_PITCH

    def draw(self) -> None:
        """Draw on the canvas."""
        canvas, style = self.canv, self.sheet.cell
        base = 1.8 * MM + 2
        begin, end = self.begin, self.begin + 66 * MM
        draw_text(canvas, self.label, at=(0, base), style=fitted(self.label, style, width=begin - 4, smallest=7))
        canvas.setLineWidth(0.5)
        canvas.line(begin, base - 1.8 * MM, end, base - 1.8 * MM)
        if self.name:
            signed = style.but(face="mincho", size=style.size * 1.1)
            draw_text(
                canvas,
                self.name,
                at=(begin + 3 * MM, base),
                style=fitted(self.name, signed, width=end - begin - 9, smallest=6),
            )
        if self.right:
            place = end + 6 * MM
            right = fitted(self.right, style, width=self._full - place, smallest=6)
            draw_text(canvas, self.right, at=(place, base), style=right)


def signature_rows(sheet: Sheet, *rows: tuple[Content, Content, str]) -> list[Flowable]:
    """Rows of (label, what stands at the right, printed name), their lines under each other."""
    widest = max(text_width(label, sheet.cell) for label, _, _ in rows)
    begin = min(max(26 * MM, widest + 4 * MM), 52 * MM)
    return [SignatureRow(sheet, label, right=right, name=name, begin=begin) for label, right, name in rows]


class Danger(Flowable):  # type: ignore[misc] # reportlab brings no types
    """What must not be done: a heavy frame with a reversed label at its left. Stays whole."""

    LABEL, PAD = 28 * MM, 6.0

    def __init__(self, parts: Sequence[Flowable], *, label: str) -> None:
        super().__init__()
        self.inner = Stack(parts)
        self.label = JP(label, Style(face="bold", size=8.7, leading=13.5, align="center", white=True))

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._full = width
        self._tall = self.inner.wrap(width - self.LABEL - 2 * self.PAD)[1]
        named = self.label.wrap(self.LABEL - 8)[1]
        self._height = max(self._tall, named) + 2 * self.PAD
        return width, self._height

    def draw(self) -> None:
        """Draw on the canvas."""
        canvas = self.canv
        canvas.setFillGray(0)
        canvas.rect(0, 0, self.LABEL, self._height, stroke=0, fill=1)
        canvas.setLineWidth(1.8)
        canvas.rect(0.9, 0.9, self._full - 1.8, self._height - 1.8, stroke=1, fill=0)
        named = self.label.wrap(self.LABEL - 8)[1]
        self.label.drawOn(canvas, 4, (self._height - named) / 2)
        self.inner.drawOn(canvas, self.LABEL + self.PAD, self._height - self.PAD - self._tall)
