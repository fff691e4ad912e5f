"""What stands between the tables: headings, quotations, boxes, 決裁欄, 公印, signatures, cards, lines to write on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from caseapp.documents.grid import MM, WIDTH
from caseapp.documents.text import ASCENT, JP, Content, Rich, Style, draw_text, fitted, rich, text_width
from caseapp.documents.type_styles import Sheet

PAGE_BODY = 245 * MM
ADULT_PITCH = 7.6 * MM
SIGNATURE_PITCH = 13 * MM


def gap(points: float) -> Flowable:
    """Empty space between blocks."""
    return Spacer(WIDTH, points)


class OfficeHeading(Flowable):  # type: ignore[misc] # reportlab brings no types
    """A reversed square with the number, the title, a note. `ruled` when prose follows (a table has its own line)."""

    def __init__(self, sheet: Sheet, title: str, *, number: str = "", note: Content = "", ruled: bool = False) -> None:
        super().__init__()
        self.sheet, self.title, self.number, self.note, self.ruled = sheet, title, number, note, ruled

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._full = width
        return width, self.sheet.section.size * 1.25 + self.sheet.after_heading

    def draw(self) -> None:
        """Draw on the canvas."""
        canvas, style = self.canv, self.sheet.section
        side = style.size * 1.25
        bottom = self.sheet.after_heading
        base = bottom + side / 2 - style.size * 0.36
        x = 0.0
        if self.number:
            canvas.setFillGray(0)
            canvas.rect(0, bottom, side, side, stroke=0, fill=1)
            white = style.but(white=True, align="center", size=style.size * 0.92)
            draw_text(canvas, self.number, (side / 2, base + 0.3), style=white)
            x = side + 5.5
        x += draw_text(canvas, self.title, (x, base), style=fitted(self.title, style, width=self._full - x, smallest=7))
        if self.note:
            room = self._full - x - 9
            note = fitted(self.note, self.sheet.note, width=room, smallest=6.2)
            draw_text(canvas, self.note, (x + 9, base), style=note)
        if self.ruled:
            canvas.setLineWidth(0.6)
            canvas.line(0, bottom - 1.5, self._full, bottom - 1.5)


class PlainHeading(Flowable):  # type: ignore[misc] # reportlab brings no types
    """The family's heading: words, and a line under them when prose follows."""

    def __init__(self, sheet: Sheet, title: str, *, ruled: bool = False) -> None:
        super().__init__()
        self.sheet, self.ruled = sheet, ruled
        self._words = JP(title, sheet.section)

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._full = width
        _, tall = self._words.wrap(width)
        return width, tall + (self.sheet.after_heading if self.ruled else 3.0)

    def draw(self) -> None:
        """Draw on the canvas."""
        below = self.sheet.after_heading if self.ruled else 3.0
        self._words.drawOn(self.canv, 0, below)
        if self.ruled:
            self.canv.setLineWidth(0.6)
            self.canv.line(0, below - 1.2, self._full, below - 1.2)


class Stack(Flowable):  # type: ignore[misc] # reportlab brings no types
    """Blocks kept together as one, one under the other; `inset` moves them in."""

    def __init__(self, parts: Sequence[Flowable], *, inset: float = 0.0) -> None:
        super().__init__()
        self.parts, self.inset = list(parts), inset

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._full = width
        self._tall = [part.wrap(self._full - self.inset, 10000)[1] for part in self.parts]
        return self._full, sum(self._tall)

    def draw(self) -> None:
        """Draw on the canvas."""
        y = sum(self._tall)
        for part, tall in zip(self.parts, self._tall, strict=True):
            y -= tall
            part.drawOn(self.canv, self.inset, y)


class Inset(JP):
    """A paragraph moved in, with something drawn at its left. Splits like a paragraph."""

    INSET = 9.0

    def wrap(self, width: float, height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        _, tall = super().wrap(width - self.INSET, height)
        return width, tall

    def split(self, width: float, height: float) -> list[Flowable]:
        """Two of the same kind."""
        return super().split(width - self.INSET, height)

    def start_height(self, width: float) -> float:
        """Two lines."""
        return super().start_height(width - self.INSET)

    def decorate(self, canvas: Any, height: float) -> None:
        """Draw what stands at the left."""

    def draw(self) -> None:
        """Draw on the canvas."""
        self.decorate(self.canv, self.wrap(self.measure + self.INSET)[1])
        self.canv.translate(self.INSET, 0)
        super().draw()


class Quotation(Inset):
    """Somebody's words: Mincho with a bar at the left."""

    def decorate(self, canvas: Any, height: float) -> None:
        """The bar."""
        canvas.setLineWidth(1.2)
        canvas.line(1, 1.5, 1, height - 1.5)


class Spoken(Inset):
    """Somebody's words in a letter: moved in, no bar."""

    INSET = 11.0


class CheckItem(Inset):
    """A thing to do, with a box to tick."""

    INSET = 23.0

    def decorate(self, canvas: Any, height: float) -> None:
        """The box, on the first line only."""
        if self.lines(self.measure)[0].start:
            return
        side = 8.5
        middle = height - self.style.leading / 2
        canvas.setLineWidth(0.8)
        canvas.rect(2.5, middle - side / 2 - 0.4, side, side, stroke=1, fill=0)


class SideBySide(Flowable):  # type: ignore[misc] # reportlab brings no types
    """Stacks next to each other, top aligned, kept together."""

    def __init__(
        self, sides: Sequence[Sequence[Flowable]], *, gutter: float = 6 * MM, shares: Sequence[float] = ()
    ) -> None:
        super().__init__()
        self.sides, self.gutter = [Stack(side) for side in sides], gutter
        self.shares = tuple(shares) or tuple(1 / len(sides) for _ in sides)

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        room = width - self.gutter * (len(self.sides) - 1)
        self._widths = [room * share for share in self.shares]
        self._tall = [side.wrap(wide)[1] for side, wide in zip(self.sides, self._widths, strict=True)]
        return width, max(self._tall)

    def draw(self) -> None:
        """Draw on the canvas."""
        top, x = max(self._tall), 0.0
        for side, wide, tall in zip(self.sides, self._widths, self._tall, strict=True):
            side.drawOn(self.canv, x, top - tall)
            x += wide + self.gutter


def side_by_side(*sides: Sequence[Flowable]) -> list[Flowable]:
    """Columns; one under the other instead when they would be taller than half a page."""
    flowable = SideBySide(sides)
    if flowable.wrap(WIDTH)[1] <= PAGE_BODY / 2:
        return [flowable]
    return [part for number, side in enumerate(sides) for part in ([gap(6)] if number else []) + list(side)]


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
            draw_text(canvas, group, (x + self._one / 2 + 5, y + self.ROW / 2 - 7.5), style=style, spacing=1.2)
            small = Style(size=7.5, leading=9)
            draw_text(canvas, str(number + 1), (x + 6, y + self.ROW - 13), style=small)


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
            draw_text(canvas, words, (x + self.cell / 2, self.STAMP + self.LABEL / 2 - style.size * 0.36), style=style)
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
            draw_text(canvas, line, (room, y - (style.leading - style.size) / 2 - ASCENT * style.size), style=small)
            y -= style.leading
        canvas.setLineWidth(0.8)
        canvas.setDash([0.8, 2])
        canvas.rect(self._full - self.SIDE, (height - self.SIDE) / 2, self.SIDE, self.SIDE, stroke=1, fill=0)
        canvas.setDash([])
        mark = Style(size=7.5, leading=10, align="center")
        draw_text(canvas, self.word, (self._full - self.SIDE / 2, height / 2 - 2.7), style=mark)


class SignatureRow(Flowable):  # type: ignore[misc] # reportlab brings no types
    """Label, line to sign on (with a printed name if one is given), and what stands at its right."""

    def __init__(self, sheet: Sheet, label: str, *, right: str = "", name: str = "", begin: float = 26 * MM) -> None:
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
        draw_text(canvas, self.label, (0, base), style=fitted(self.label, style, width=begin - 4, smallest=7))
        canvas.setLineWidth(0.5)
        canvas.line(begin, base - 1.8 * MM, end, base - 1.8 * MM)
        if self.name:
            signed = style.but(face="mincho", size=style.size * 1.1)
            draw_text(
                canvas,
                self.name,
                (begin + 3 * MM, base),
                style=fitted(self.name, signed, width=end - begin - 9, smallest=6),
            )
        if self.right:
            place = end + 6 * MM
            right = fitted(self.right, style, width=self._full - place, smallest=6)
            draw_text(canvas, self.right, (place, base), style=right)


def signature_rows(sheet: Sheet, *rows: tuple[str, str, str]) -> list[Flowable]:
    """Rows of (label, what stands at the right, printed name), their lines under each other."""
    widest = max(text_width(label, sheet.cell) for label, _, _ in rows)
    begin = min(max(26 * MM, widest + 4 * MM), 52 * MM)
    return [SignatureRow(sheet, label, right=right, name=name, begin=begin) for label, right, name in rows]


class WritingLines(Flowable):  # type: ignore[misc] # reportlab brings no types
    """Dotted lines to write on. Splits between lines."""

    def __init__(self, count: int, *, pitch: float = ADULT_PITCH) -> None:
        super().__init__()
        self.count, self.pitch = count, pitch

    def start_height(self, _width: float) -> float:
        """Two lines."""
        return min(2, self.count) * self.pitch

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._full = width
        return width, self.count * self.pitch

    def split(self, _width: float, height: float) -> list[Flowable]:
        """What fits, and the rest."""
        fit = int((height + 0.01) / self.pitch)
        if fit < 1:
            return []
        return [WritingLines(fit, pitch=self.pitch), WritingLines(self.count - fit, pitch=self.pitch)]

    def draw(self) -> None:
        """Draw on the canvas."""
        canvas = self.canv
        canvas.setLineWidth(0.8)
        canvas.setLineCap(1)
        canvas.setDash([0.01, 2.8])
        for number in range(self.count):
            canvas.line(0, number * self.pitch + 1, self._full, number * self.pitch + 1)
        canvas.setDash([])


class TitleLine(Flowable):  # type: ignore[misc] # reportlab brings no types
    """The document's title with a note beside it on the same baseline."""

    def __init__(
        self, sheet: Sheet, title: Content, *, note: Content = "", below: float = 7.0, spacing: float = 1.0
    ) -> None:
        super().__init__()
        self.sheet, self.title, self.note, self.below, self.spacing = sheet, title, note, below, spacing

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        self._full = width
        return width, self.sheet.title.size * 1.2 + self.below

    def draw(self) -> None:
        """Draw on the canvas."""
        kept = min(text_width(self.note, self.sheet.note) + 14, self._full / 2) if self.note else 0.0
        style = fitted(self.title, self.sheet.title, width=self._full - kept, smallest=9)
        base = self.below + self.sheet.title.size * 0.14
        end = draw_text(self.canv, self.title, (0, base), style=style, spacing=self.spacing)
        if self.note:
            note = fitted(
                self.note,
                self.sheet.note.but(size=self.sheet.note.size + 0.3),
                width=self._full - end - 14,
                smallest=3.5,
            )
            draw_text(self.canv, self.note, (end + 14, base), style=note)


def section(heading: Flowable, *body: Flowable, before: float) -> list[Flowable]:
    """A heading with its body; it never stands at a page's foot without two lines, or a table's head and first row."""
    heading.spaceBefore = before  # reportlab leaves it out at the top of a page
    return [break_before(heading, *body, before=before), heading, *body]


def break_before(*blocks: Flowable, before: float) -> Flowable:
    """A page break when the beginning of what follows would not fit."""
    need = before + sum(
        _beginning(block, last=number == len(blocks[:2]) - 1) for number, block in enumerate(blocks[:2])
    )
    return CondPageBreak(need)


def _beginning(block: Flowable, *, last: bool) -> float:
    if last and hasattr(block, "start_height"):
        return float(block.start_height(WIDTH))
    return float(block.wrap(WIDTH, 10000)[1])


def whole(blocks: Sequence[Flowable]) -> list[Flowable]:
    """Blocks that stay on one page if a page can hold them."""
    need = sum(block.wrap(WIDTH, 10000)[1] for block in blocks)
    return [CondPageBreak(min(need, PAGE_BODY)), *blocks]


def not_alone(before: Sequence[Flowable], last: Sequence[Flowable]) -> list[Flowable]:
    """A closing block that must not stand alone on a page: it takes the section before it along if both fit."""
    together = sum(block.wrap(WIDTH, 10000)[1] for block in (*before, *last))
    if together <= PAGE_BODY * 0.75:
        return whole([*before, *last])
    return [*before, *whole(last)]


def names_line(parts: Sequence[Content], style: Style, *, width: float = WIDTH) -> list[Flowable]:
    """Names side by side, or on a line each when they do not fit."""
    together: Rich = rich("")
    for number, part in enumerate(parts):
        together = together + ("\u3000" if number else "") + part
    if text_width(together, style) <= width:
        return [JP(together, style)]
    return [JP(part, style) for part in parts]
