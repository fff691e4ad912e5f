"""`JP`, the paragraph of every page: plain text in, lines out, drawn with the right face for each character.

What people typed is never read as markup: a `str` is text. Emphasis is put on by our own code, with `Rich`
(`bold("…") + "…"`) or with `marked("<b>{days}</b> …", days=typed)`, whose values are put in after the tags were read.
A run may carry ruby (`ruby.annotated`): it stays on one line, its reading above it at half the size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from itertools import groupby
from string import Formatter
from typing import Any, Literal, TypeAlias

from reportlab.platypus import Flowable

from caseapp.documents.breaking import Line, Measure, break_lines
from caseapp.documents.fonts import Cluster, Face, load, shape
from caseapp.rules.problem import N_, Problem, Refused

ASCENT = 0.88  # of BIZ UD; every face is set on this baseline
RUNT = 2.6
RUBY = 0.5  # of the base's size
RUBY_RISE = 1.0  # em of the base from its baseline to that of the ruby
_AIR = 0.1  # em of the base kept free beside a reading that is wider than its base
LOOSEST = 1.9  # em of slack up to which a line is spread to its measure,
LOOSEST_SHARE = 0.075  # or the share of a long line: so little between the characters is not seen


@dataclass(frozen=True)
class Style:
    """How a paragraph is set. Lengths in points, `indent` (first line) in em. `justify` also lets 、。 hang."""

    face: Face = "gothic"
    size: float = 9.0
    leading: float = 13.5
    align: Literal["left", "center", "right"] = "left"
    justify: bool = False
    indent: float = 0.0
    white: bool = False

    def but(self, **changes: Any) -> Style:
        """This style with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Run:
    """A stretch of text in one face; None: the paragraph's own. `scale` multiplies the size, `ruby` is its reading."""

    text: str
    face: Face | None = None
    scale: float = 1.0
    ruby: str = ""


@dataclass(frozen=True)
class Rich:
    """Text with emphasis. `+` joins, also with plain strings."""

    runs: tuple[Run, ...] = ()

    def __add__(self, other: Content) -> Rich:
        return Rich(self.runs + rich(other).runs)

    def __radd__(self, other: Content) -> Rich:
        return Rich(rich(other).runs + self.runs)

    def __bool__(self) -> bool:
        return any(run.text for run in self.runs)

    @property
    def text(self) -> str:
        """The words without emphasis."""
        return "".join(run.text for run in self.runs)


Content: TypeAlias = str | Rich


def rich(content: Content) -> Rich:
    """`content` as runs; a string is one run of plain text."""
    return content if isinstance(content, Rich) else Rich((Run(content),))


def bold(text: str, *, scale: float = 1.0) -> Rich:
    """Emphasis in the bold Gothic."""
    return Rich((Run(text, "bold", scale),))


def mincho(text: str, *, scale: float = 1.0) -> Rich:
    """A person's own voice, or a name."""
    return Rich((Run(text, "mincho", scale),))


def sized(text: str, scale: float) -> Rich:
    """The paragraph's face in another size."""
    return Rich((Run(text, None, scale),))


def joined(separator: str, parts: list[Content]) -> Rich:
    """`parts` one after the other."""
    result = Rich()
    for number, part in enumerate(parts):
        result = result + (separator if number else "") + part
    return result


_TAG = re.compile(r"(</?[bm]>)")
_FACES: dict[str, Face] = {"<b>": "bold", "<m>": "mincho"}


def marked(template: str, **values: object) -> Rich:
    """Our own sentence with `<b>` (bold) and `<m>` (Mincho); `{name}` is put in as text, tags and all."""
    runs: list[Run] = []
    face: Face | None = None
    for piece in _TAG.split(template):
        if _TAG.fullmatch(piece):
            face = _FACES.get(piece)
        elif piece:
            runs += [Run(text, face) for text in _filled(piece, values)]
    return Rich(tuple(runs))


def _filled(piece: str, values: dict[str, object]) -> Iterator[str]:
    for literal, name, _, _ in Formatter().parse(piece):
        if literal:
            yield literal
        if name is not None:
            yield str(values[name])


@dataclass(frozen=True)
class _Mark:
    """One cluster on the line, with its size; or a word with its reading above it, which is never parted."""

    cluster: Cluster
    size: float
    ruby: tuple[Cluster, ...] = ()

    @property
    def width(self) -> float:
        if not self.ruby:
            return self.cluster.width * self.size
        return max(self.cluster.width, self.ruby_width / self.size + _AIR) * self.size

    @property
    def ruby_width(self) -> float:
        return sum(cluster.width for cluster in self.ruby) * self.size * RUBY


def _marks(content: Content, style: Style) -> list[_Mark]:
    marks: list[_Mark] = []
    for run in rich(content).runs:
        if run.ruby:
            word = _word(shape(run.text, run.face or style.face), run.text)
            marks.append(_Mark(word, style.size * run.scale, shape(run.ruby, "gothic")))
            continue
        marks += [_Mark(cluster, style.size * run.scale) for cluster in shape(run.text, run.face or style.face)]
    return marks


def _word(clusters: tuple[Cluster, ...], text: str) -> Cluster:
    """The clusters of a word as one, so that no line ends inside it."""
    return Cluster(
        text,
        tuple(pair for cluster in clusters for pair in cluster.drawn),
        sum(cluster.width for cluster in clusters),
        exact=all(cluster.exact for cluster in clusters),
        missing="".join(cluster.missing for cluster in clusters),
    )


def _checked(marks: list[_Mark]) -> list[_Mark]:
    """The marks. Raises Refused and names the characters when there is one that no face has."""
    missing = dict.fromkeys(letter for mark in marks for letter in mark.cluster.missing)
    if missing:
        names = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
        raise Refused([Problem("", N_("No font here can print these characters: {names}"), {"names": names})])
    return marks


def text_width(content: Content, style: Style) -> float:
    """How wide `content` is on one line, in points."""
    return sum(mark.width for mark in _marks(content, style))


def draw_text(canvas: Any, content: Content, *, at: tuple[float, float], style: Style, spacing: float = 0.0) -> float:
    """Draw one line with its baseline at `at` (left, centre or right by the style); the width drawn."""
    marks = _checked(_marks(content, style))
    width = sum(mark.width + spacing for mark in marks)
    x = at[0] - {"left": 0.0, "center": width / 2, "right": width}[style.align]
    _draw(canvas, marks, at=(x, at[1]), spacing=spacing, white=style.white)
    return width


def fitted(content: Content, style: Style, *, width: float, smallest: float) -> Style:
    """`style`, smaller if `content` would not fit on one line, but not under `smallest` points."""
    natural = text_width(content, style)
    if natural <= width:
        return style
    size = max(smallest, style.size * width / natural)
    return style.but(size=size, leading=max(style.leading * size / style.size, size * 1.25))


def _draw(
    canvas: Any, marks: list[_Mark], *, at: tuple[float, float], spacing: float = 0.0, white: bool = False
) -> None:
    x, y = at
    for with_ruby, group in groupby(marks, key=lambda mark: bool(mark.ruby)):
        together = list(group)
        if not with_ruby:
            _write(canvas, together, at=(x, y), spacing=spacing, white=white)
        for mark in together:
            if with_ruby:
                _draw_ruby(canvas, mark, at=(x, y), room=mark.width + spacing, white=white)
            x += mark.width + spacing


def _write(canvas: Any, marks: list[_Mark], *, at: tuple[float, float], spacing: float, white: bool) -> None:
    text = canvas.beginText(*at)
    text.setFillGray(1 if white else 0)
    text.setCharSpace(spacing)
    for font, size, string in _segments(marks):
        load(font)
        text.setFont(font, size)
        text.textOut(string)
    text.setCharSpace(0)
    canvas.drawText(text)


def _draw_ruby(canvas: Any, mark: _Mark, *, at: tuple[float, float], room: float, white: bool) -> None:
    """The word and its reading, each spread evenly over the room that both take."""
    base = replace(mark, ruby=())
    reading = [_Mark(cluster, mark.size * RUBY) for cluster in mark.ruby]
    for marks, width, rise in (([base], base.width, 0.0), (reading, mark.ruby_width, RUBY_RISE * mark.size)):
        count = len(base.cluster.drawn) if rise == 0 else len(reading)
        air = (room - width) / count
        _write(canvas, marks, at=(at[0] + air / 2, at[1] + rise), spacing=air, white=white)


def _segments(marks: list[_Mark]) -> Iterator[tuple[str, float, str]]:
    """Neighbours in one font and size, drawn together."""
    font, size, string = "", 0.0, ""
    for mark in marks:
        for name, character in mark.cluster.drawn:
            if string and (name, mark.size) != (font, size):
                yield font, size, string
                string = ""
            font, size, string = name, mark.size, string + character
    if string:
        yield font, size, string


class JP(Flowable):  # type: ignore[misc] # reportlab brings no types
    """A paragraph (or several, parted by newlines) in the house style of Japanese typesetting."""

    def __init__(self, content: Content, style: Style) -> None:
        super().__init__()
        self.content = content
        self.style = style
        self.marks = _checked(_marks(content, style))
        self._broken: dict[float, list[Line]] = {}
        self._part: list[Line] | None = None
        self.measure = 0.0

    def lines(self, width: float) -> list[Line]:
        """The lines at this measure."""
        if self._part is not None:
            return self._part
        if width not in self._broken:
            style = self.style
            measure = Measure(
                first=width - style.indent * style.size,
                rest=width,
                hanging=style.justify,
                runt=RUNT * style.size,
            )
            bases = [mark.cluster.text[0] for mark in self.marks]
            self._broken[width] = break_lines(bases, [mark.width for mark in self.marks], measure=measure)
        return self._broken[width]

    def line_texts(self, width: float) -> list[str]:
        """The lines as strings, for tests and for measuring."""
        return ["".join(m.cluster.text for m in self.marks[ln.start : ln.stop]) for ln in self.lines(width)]

    def start_height(self, width: float) -> float:
        """The least that may stand at a page's foot: two lines."""
        return min(2, len(self.lines(width))) * self.style.leading

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """(width, height) at this measure."""
        self.measure = width
        return width, len(self.lines(width)) * self.style.leading

    def split(self, width: float, height: float) -> list[Flowable]:
        """Two paragraphs: what fits, and the rest; never one line alone on either side."""
        lines = self.lines(width)
        fit = int((height + 0.01) / self.style.leading)
        if fit >= len(lines):
            return [self]
        if len(lines) - fit == 1:
            fit -= 1
        if fit < 2:
            return []
        return [self.part(lines[:fit], width), self.part(lines[fit:], width)]

    def part(self, lines: list[Line], width: float) -> JP:
        """This paragraph reduced to some of its lines."""
        other = copy(self)
        other._part, other.measure = lines, width  # noqa: SLF001 - a copy of this very class
        return other

    def draw(self) -> None:
        """Draw on the canvas; called by reportlab with the origin at the lower left corner."""
        lines = self.lines(self.measure)
        style = self.style
        y = len(lines) * style.leading - (style.leading - style.size) / 2 - ASCENT * style.size
        for line in lines:
            if line.stop > line.start:
                self._draw_line(line, y)
            y -= style.leading

    def _draw_line(self, line: Line, y: float) -> None:
        style = self.style
        begins = line.start == 0 or self.marks[line.start - 1].cluster.text == "\n"
        indent = style.indent * style.size if begins else 0.0
        slack = self.measure - indent - (line.width - line.hang)
        gaps = max(1, line.stop - line.start - (2 if line.hang else 1))
        spacing = 0.0
        loosest = max(LOOSEST * style.size, LOOSEST_SHARE * self.measure)
        if slack < -0.01 or (style.justify and not line.ends and slack < loosest):
            spacing = slack / gaps
        x = indent
        if style.align != "left" and not spacing:
            x += slack / (2 if style.align == "center" else 1)
        _draw(self.canv, self.marks[line.start : line.stop], at=(x, y), spacing=spacing, white=style.white)
