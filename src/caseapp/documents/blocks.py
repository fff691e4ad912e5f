"""What stands between the tables: titles, headings, quotations, columns, lines to write on; what keeps together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from caseapp.documents.grid import MM, WIDTH
from caseapp.documents.text import JP, Content, Rich, Style, draw_text, fitted, rich, text_width
from caseapp.documents.type_styles import Sheet

PAGE_BODY = 245 * MM
ADULT_PITCH = 7.6 * MM


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
            draw_text(canvas, self.number, at=(side / 2, base + 0.3), style=white)
            x = side + 5.5
        x += draw_text(
            canvas, self.title, at=(x, base), style=fitted(self.title, style, width=self._full - x, smallest=7)
        )
        if self.note:
            room = self._full - x - 9
            note = fitted(self.note, self.sheet.note, width=room, smallest=6.2)
            draw_text(canvas, self.note, at=(x + 9, base), style=note)
        if self.ruled:
            canvas.setLineWidth(0.6)
            canvas.line(0, bottom - 1.5, self._full, bottom - 1.5)


class PlainHeading(Flowable):  # type: ignore[misc] # reportlab brings no types
    """The family's heading: words, and a line under them when prose follows."""

    def __init__(self, sheet: Sheet, title: Content, *, ruled: bool = False) -> None:
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
    """Stacks next to each other, top aligned, kept together; or each goes on overleaf, under its head of `again`."""

    def __init__(
        self,
        sides: Sequence[Sequence[Flowable]],
        *,
        gutter: float = 6 * MM,
        shares: Sequence[float] = (),
        again: Sequence[Flowable] = (),
    ) -> None:
        super().__init__()
        self.sides, self.gutter, self.again = [Stack(side) for side in sides], gutter, tuple(again)
        self.shares = tuple(shares) or tuple(1 / len(sides) for _ in sides)

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height)."""
        room = width - self.gutter * (len(self.sides) - 1)
        self._widths = [room * share for share in self.shares]
        self._tall = [side.wrap(wide)[1] for side, wide in zip(self.sides, self._widths, strict=True)]
        return width, max(self._tall)

    def split(self, width: float, height: float) -> list[Flowable]:
        """What fits of each stack, and the rest; nothing where a heading would be left without its first row."""
        self.wrap(width)
        if not self.again:
            return []
        cut = [_cut(side.parts, wide, height) for side, wide in zip(self.sides, self._widths, strict=True)]
        if not all(fits for fits, _rest in cut):
            return []
        here = [fits for fits, _rest in cut]
        there = [[head, *rest] if rest else [] for head, (_fits, rest) in zip(self.again, cut, strict=True)]
        return [SideBySide(each, gutter=self.gutter, shares=self.shares, again=self.again) for each in (here, there)]

    def draw(self) -> None:
        """Draw on the canvas."""
        top, x = max(self._tall), 0.0
        for side, wide, tall in zip(self.sides, self._widths, self._tall, strict=True):
            side.drawOn(self.canv, x, top - tall)
            x += wide + self.gutter


def _cut(parts: Sequence[Flowable], width: float, height: float) -> tuple[list[Flowable], list[Flowable]]:
    """The parts that fit under their heading (the first), and the rest; nothing fits where only the heading does."""
    for number, part in enumerate(parts):
        tall = float(part.wrap(width, 10000)[1])
        if tall <= height:
            height -= tall
            continue
        halves = part.split(width, height) if number else []
        if len(halves) == 2:
            return [*parts[:number], halves[0]], [halves[1], *parts[number + 1 :]]
        return ([*parts[:number]], [*parts[number:]]) if number > 1 else ([], [*parts])
    return [*parts], []


def side_by_side(*sides: Sequence[Flowable], again: Sequence[Flowable] = ()) -> list[Flowable]:
    """Columns; one under the other instead when they would be taller than half a page."""
    flowable = SideBySide(sides, again=again)
    if flowable.wrap(WIDTH)[1] <= PAGE_BODY / 2:
        return [flowable]
    return [part for number, side in enumerate(sides) for part in ([gap(6)] if number else []) + list(side)]


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
        readings = 0.6 if any(run.ruby for run in rich(self.title).runs) else 0.0
        return width, self.sheet.title.size * (1.2 + readings) + self.below

    def draw(self) -> None:
        """Draw on the canvas."""
        kept = min(text_width(self.note, self.sheet.note) + 14, self._full / 2) if self.note else 0.0
        style = fitted(self.title, self.sheet.title, width=self._full - kept, smallest=9)
        base = self.below + self.sheet.title.size * 0.14
        end = draw_text(self.canv, self.title, at=(0, base), style=style, spacing=self.spacing)
        if self.note:
            note = fitted(
                self.note,
                self.sheet.note.but(size=self.sheet.note.size + 0.3),
                width=self._full - end - 14,
                smallest=3.5,
            )
            draw_text(self.canv, self.note, at=(end + 14, base), style=note)


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
    need = sum(_tall(block) for block in blocks)
    return [CondPageBreak(min(need, PAGE_BODY)), *blocks]


def _tall(block: Flowable) -> float:
    """What a block takes of the page, with the air above it."""
    return float(block.getSpaceBefore()) + float(block.wrap(WIDTH, 10000)[1])


def not_alone(before: Sequence[Flowable], last: Sequence[Flowable]) -> list[Flowable]:
    """A closing block that must not stand alone on a page: it takes the section before it along if both fit."""
    together = sum(_tall(block) for block in (*before, *last))
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
