"""A list as it stands on the screen, on A4 lying: what it was narrowed by, the columns chosen, every row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from reportlab.platypus import Flowable

from caseapp.documents import office_form
from caseapp.documents.blocks import TitleLine, gap
from caseapp.documents.grid import LANDSCAPE, Furniture, Metadata, build
from caseapp.documents.read_models import PrintLine
from caseapp.documents.tables import LEFT_PAD, RIGHT_PAD, listing, widths_by_content
from caseapp.documents.text import JP, Content, text_width
from caseapp.documents.type_styles import Sheet, office
from caseapp.documents.wording import Wording

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
        told = w.listed(data.filters) if data.filters else _("all")
        head: list[Content] = [*([""] if data.numbered else []), *data.columns]
        rows: list[list[JP]] = []
        small, right = sheet.cell, sheet.cell.but(align="right")
        for number, row in enumerate(data.rows, 1):
            cells = [JP(text, small) for text in row]
            rows.append([JP(str(number), right), *cells] if data.numbered else cells)
            if number % _STEP == 0:
                self.progress(number, len(data.rows))
        table = listing(sheet, head, rows=rows, widths=self._widths())
        above = JP(f"{told}\u2003{count}", sheet.note)
        return [TitleLine(sheet, data.title, below=3), above, gap(5), table]

    def _widths(self) -> tuple[float, ...]:
        """By the text of some rows; the column of the numbers takes what its last one needs."""
        rows = self.data.rows[:: max(1, len(self.data.rows) // _MEASURED)]
        pad = LEFT_PAD + RIGHT_PAD
        number = text_width(f"{len(self.data.rows)}", self.sheet.cell) + pad + 1 if self.data.numbered else 0.0
        texts = [[row[column] for row in rows] for column in range(len(self.data.columns))]
        widths = widths_by_content(self.sheet, self.data.columns, texts, room=LANDSCAPE.live - number)
        return (number, *widths) if self.data.numbered else widths
