"""The page: A4 frame, what stands in head and foot, page numbers, and the way from a list of blocks to PDF bytes.

The bytes depend on the content alone (`invariant`: no time, no random identifier), so that the same document has the
same hash. Nothing is written to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from caseapp.documents.fonts import load
from caseapp.documents.text import Content, Style, bold, draw_text, fitted, text_width

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, BOTTOM = 22 * MM, 16 * MM, 15 * MM, 15 * MM
WIDTH = PAGE_WIDTH - LEFT - RIGHT  # 172 mm
RUNNING_HEAD = 7.6 * MM  # what the running head of page 2 and after takes from the live area
_TAB_HEIGHT = 6.8 * MM
_WIDEST_TAB = 48 * MM
_TIGHTEST = 0.96

Counting = Literal["fraction", "sheets"]


@dataclass(frozen=True)
class Sheet:
    """A sheet of A4 as it lies on the desk; all lengths in points."""

    width: float = PAGE_WIDTH
    height: float = PAGE_HEIGHT

    @property
    def right(self) -> float:
        """Where the live area ends."""
        return self.width - RIGHT

    @property
    def live(self) -> float:
        """The width of the live area."""
        return self.width - LEFT - RIGHT


PORTRAIT = Sheet()
LANDSCAPE = Sheet(PAGE_HEIGHT, PAGE_WIDTH)


@dataclass(frozen=True)
class Tab:
    """The word at the top right that names the reader. `reversed` (white on black): it stays in the office."""

    text: str
    reversed: bool = False
    every_page: bool = False


@dataclass(frozen=True)
class Furniture:
    """Head and foot of all pages of a document.

    `counted` makes the words between foot left and right from (page, pages); `running` (left, right) heads page 2 on.
    `notice` stands above everything on each page.
    """

    foot_left: str
    foot_right: Content
    foot: Style
    counted: Callable[[int, int], str]
    tab: Tab | None = None
    running: tuple[Content, Content] | None = None
    foot_rule: bool = False
    sheet: Sheet = PORTRAIT
    notice: str = ""


@dataclass(frozen=True)
class Metadata:
    """What the PDF says about itself: kind and number, and the office. Never a child's name (paper.md §6)."""

    title: str
    author: str
    language: str = "ja"


def fraction(page: int, pages: int) -> str:
    """`1 / 2`, which reads the same in every language."""
    return f"{page} / {pages}"


class _Pages(Canvas):  # type: ignore[misc] # reportlab brings no types
    """A canvas that draws head and foot when all pages are known."""

    furniture: Furniture

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Number the pages, draw their furniture, finish."""
        pages = self._kept
        for number, state in enumerate(pages, 1):
            self.__dict__.update(state)
            draw_furniture(self, self.furniture, page=number, pages=len(pages))
            super().showPage()
        super().save()


def draw_furniture(canvas: Any, furniture: Furniture, *, page: int, pages: int) -> None:
    """Tab, punch tick, running head and foot of one page."""
    canvas.saveState()
    canvas.setStrokeGray(0)
    canvas.setFillGray(0)
    canvas.setLineWidth(0.3)
    middle = furniture.sheet.height / 2
    canvas.line(0, middle, 4 * MM, middle)
    if furniture.tab and (page == 1 or furniture.tab.every_page):
        _draw_tab(canvas, furniture.tab, sheet=furniture.sheet)
    if furniture.notice:
        _draw_notice(canvas, furniture.notice, sheet=furniture.sheet)
    if furniture.running and page > 1:
        _draw_running_head(canvas, furniture.running, sheet=furniture.sheet)
    _draw_foot(canvas, furniture, count=furniture.counted(page, pages))
    canvas.restoreState()


def _draw_tab(canvas: Any, tab: Tab, *, sheet: Sheet) -> None:
    spaced = " ".join(tab.text) if len(tab.text) <= 3 and not tab.text.isascii() else tab.text
    style = Style(face="bold", size=9.5, leading=12, align="center", white=tab.reversed)
    width = max(21 * MM, text_width(spaced, style) + 6 * MM)
    x, y = sheet.right - width, sheet.height - 8.5 * MM - _TAB_HEIGHT
    canvas.setLineWidth(0.8)
    canvas.rect(x, y, width, _TAB_HEIGHT, stroke=1, fill=1 if tab.reversed else 0)
    draw_text(canvas, spaced, at=(x + width / 2, y + _TAB_HEIGHT / 2 - 3.4), style=style)


def _draw_notice(canvas: Any, notice: str, *, sheet: Sheet) -> None:
    """What is to be known of this print, left of the tab."""
    style = Style(face="bold", size=8.4, leading=11)
    room = sheet.live - _WIDEST_TAB
    draw_text(canvas, notice, at=(LEFT, sheet.height - 9 * MM), style=fitted(notice, style, width=room, smallest=5.5))


def _draw_running_head(canvas: Any, running: tuple[Content, Content], *, sheet: Sheet) -> None:
    left, right = running
    base = sheet.height - TOP - 2.4 * MM
    style = Style(face="gothic", size=8.6, leading=11)
    used = draw_text(canvas, left, at=(LEFT, base), style=style)
    narrow = fitted(right, style.but(align="right"), width=sheet.live - used - 12, smallest=5.5)
    draw_text(canvas, right, at=(sheet.right, base), style=narrow)
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, base - 2.2 * MM, sheet.right, base - 2.2 * MM)


def _draw_foot(canvas: Any, furniture: Furniture, *, count: str) -> None:
    sheet = furniture.sheet
    base = (10 if furniture.foot_rule else 10.5) * MM
    if furniture.foot_rule:
        canvas.setLineWidth(0.6)
        canvas.line(LEFT, 14 * MM, sheet.right, 14 * MM)
    foot = furniture.foot
    middle = text_width(count, foot.but(face="bold"))
    wide = min(text_width(furniture.foot_right, foot), sheet.live / 2 - middle)
    right = fitted(furniture.foot_right, foot.but(align="right"), width=wide, smallest=5)
    # a long name at the left moves the count off the middle before it gets small
    left = fitted(furniture.foot_left, foot, width=sheet.live - wide - middle - 16, smallest=5)
    center = max(sheet.live / 2, text_width(furniture.foot_left, left) + 8 + middle / 2)
    draw_text(canvas, furniture.foot_left, at=(LEFT, base), style=left)
    draw_text(
        canvas,
        bold(count) if furniture.foot_rule else count,
        at=(LEFT + center, base),
        style=foot.but(align="center"),
    )
    draw_text(canvas, furniture.foot_right, at=(sheet.right, base), style=right)


class _Template(BaseDocTemplate):  # type: ignore[misc] # reportlab brings no types
    """The frames; remembers how far down the last page is filled."""

    def __init__(self, target: BytesIO, furniture: Furniture, *, metadata: Metadata) -> None:
        super().__init__(
            target,
            pagesize=(furniture.sheet.width, furniture.sheet.height),
            title=metadata.title,
            author=metadata.author,
            creator="caseapp",
            lang=metadata.language,
            invariant=1,
            initialFontName="BIZUDPGothic-Regular",
            allowSplitting=1,
        )
        self.filled = 1.0
        head = RUNNING_HEAD if furniture.running else 0.0
        first, later = (_frame(name, furniture.sheet, head=top) for name, top in (("first", 0.0), ("later", head)))
        self.addPageTemplates(
            [
                PageTemplate(id="first", frames=[first], autoNextPageTemplate="later"),
                PageTemplate(id="later", frames=[later]),
            ]
        )

    def afterPage(self) -> None:  # noqa: N802 - reportlab's name
        frame = self.frame
        top, bottom, here = frame._y2, frame._y1, frame._y  # noqa: SLF001 - reportlab tells it in no other way
        self.filled = (top - here) / (top - bottom)


def _frame(name: str, sheet: Sheet, *, head: float) -> Frame:
    height = sheet.height - TOP - BOTTOM - head
    return Frame(
        LEFT, BOTTOM, sheet.live, height, id=name, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )


Story = Callable[[float], Sequence[Flowable]]


def build(story: Story, furniture: Furniture, *, metadata: Metadata, worth: float = 0.25) -> bytes:
    """The PDF of what `story(tight)` returns.

    It is asked for with 1.0; when the last page comes out less full than it is `worth` (a quarter), once more with a
    leading 4 % tighter, which is taken if that saves the page.
    """
    pdf, pages, filled = _built(story(1.0), furniture, metadata=metadata)
    if pages > 1 and filled < worth:
        tighter, fewer, _ = _built(story(_TIGHTEST), furniture, metadata=metadata)
        if fewer < pages:
            return tighter
    return pdf


def _built(story: Sequence[Flowable], furniture: Furniture, *, metadata: Metadata) -> tuple[bytes, int, float]:
    load("BIZUDPGothic-Regular")
    rl_config.useA85 = 0  # page streams as bytes, not as printable characters: smaller and faster
    target = BytesIO()
    template = _Template(target, furniture, metadata=metadata)
    template.build(list(story), canvasmaker=type("Pages", (_Pages,), {"furniture": furniture}))
    return target.getvalue(), template.page, template.filled
