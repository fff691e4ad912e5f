"""A list as it stands on the screen, on A4 lying: what it was narrowed by, the columns chosen, every row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from reportlab.platypus import Flowable

from caseapp.documents import office_form
from caseapp.documents.blocks import TitleLine, gap
from caseapp.documents.grid import LANDSCAPE, MM, Furniture, Metadata, build
from caseapp.documents.read_models import PrintLine
from caseapp.documents.tables import LEFT_PAD, RIGHT_PAD, listing
from caseapp.documents.text import JP, Content, Style, text_width
from caseapp.documents.type_styles import Sheet, office
from caseapp.documents.wording import Wording

_WIDEST = 70 * MM  # a column may want this much; longer text goes on the next line
_NARROWEST = 11 * MM
_MEASURED = 120  # rows whose text decides on the widths
_STEP = 50  # rows between two words on how far it is

Progress = Callable[[int, int], object]


@dataclass(frozen=True, kw_only=True)
class ListPaper:
    """The list: `filters` in words, `columns` the heads, `rows` as many texts each. `numbered`: rows are counted.

    `entries`: how many there are, where some rows are only there to be written on; None: each row is one.
    """

    title: str
    filters: tuple[str, ...] = ()
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbered: bool = True
    entries: int | None = None


def render(
    data: ListPaper, *, language: str, printed: PrintLine, progress: Progress = lambda _done, _total: None
) -> bytes:
    """The PDF. `progress(done, total)` is called as rows are set; what it raises ends the work."""
    page = _Page(data, Wording(language), printed=printed, progress=progress)
    return build(page.story, page.furniture(), metadata=page.metadata())


class _Page:
    """The list being set."""

    def __init__(self, data: ListPaper, wording: Wording, *, printed: PrintLine, progress: Progress) -> None:
        self.data, self.w, self.printed, self.progress = data, wording, printed, progress
        self.sheet: Sheet = office()

    def metadata(self) -> Metadata:
        return Metadata(self.data.title, self.printed.office.name, self.w.language)

    def furniture(self) -> Furniture:
        made = office_form.furniture(
            self.w, self.printed, sheet=self.sheet, title=self.data.title, number="", child=None
        )
        return replace(made, sheet=LANDSCAPE)

    def story(self, tight: float) -> list[Flowable]:
        self.sheet = sheet = office_form.dense(office(tight))
        w, data, _ = self.w, self.data, self.w._
        count = _("{count} rows").format(count=f"{len(data.rows) if data.entries is None else data.entries:,}")
        told = _("narrowed by: {filters}").format(filters=w.listed(data.filters)) if data.filters else _("all")
        head: list[Content] = [*([""] if data.numbered else []), *data.columns]
        rows: list[list[JP]] = []
        small, right = sheet.cell, sheet.cell.but(align="right")
        for number, row in enumerate(data.rows, 1):
            cells = [JP(text, small) for text in row]
            rows.append([JP(str(number), right), *cells] if data.numbered else cells)
            if number % _STEP == 0:
                self.progress(number, len(data.rows))
        table = listing(sheet, head, rows=rows, widths=self._widths(small))
        above = JP(f"{told}\u2003{count}", sheet.note)
        return [TitleLine(sheet, data.title, below=3), above, gap(5), table]

    def _widths(self, style: Style) -> tuple[float, ...]:
        """What each column wants, shrunk where it is too much: the wide ones give way first."""
        pad = LEFT_PAD + RIGHT_PAD
        wanted = [self._wanted(column, style) + pad for column in range(len(self.data.columns))]
        number = text_width(f"{len(self.data.rows)}", style) + pad + 1
        room = LANDSCAPE.live - (number if self.data.numbered else 0.0)
        limit = _limit(wanted, room)
        taken = [min(width, limit) for width in wanted]
        spare = (room - sum(taken)) / max(1, len(taken))
        widths = [width + spare for width in taken]
        return (number, *widths) if self.data.numbered else tuple(widths)

    def _wanted(self, column: int, style: Style) -> float:
        step = max(1, len(self.data.rows) // _MEASURED)
        texts = [line for row in self.data.rows[::step] for line in row[column].split("\n")]
        natural = max((text_width(text, style) for text in texts), default=0.0)
        head = text_width(self.data.columns[column], self.sheet.head)
        return min(_WIDEST, max(_NARROWEST, natural, head) + 1)


def _limit(wanted: list[float], room: float) -> float:
    """The width over which a column gives way, so that all of them fit."""
    if sum(wanted) <= room:
        return max(wanted, default=0.0)
    left, count = room, len(wanted)
    for width in sorted(wanted):
        if width * count >= left:
            return left / count
        left, count = left - width, count - 1
    return left
