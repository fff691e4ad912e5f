"""The cover of a print of many: whose pages follow, how many, and whose are missing and why."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.platypus import Flowable

from caseapp.documents import office_form
from caseapp.documents.blocks import TitleLine, gap
from caseapp.documents.grid import Furniture, Metadata, build
from caseapp.documents.read_models import PrintLine
from caseapp.documents.tables import columns, facts, listing
from caseapp.documents.text import Content, bold
from caseapp.documents.type_styles import office
from caseapp.documents.wording import Wording


@dataclass(frozen=True, kw_only=True)
class CoverRow:
    """One child; `pages` 0: not in the print, `why` says the reason."""

    number: str
    name: str
    pages: int = 0
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class CoverPaper:
    """The list; `title` is the document's."""

    title: str
    rows: tuple[CoverRow, ...]


def render(data: CoverPaper, *, language: str, printed: PrintLine) -> bytes:
    """The PDF."""
    cover = _Cover(data, Wording(language), printed=printed)
    return build(cover.story, cover.furniture(), metadata=cover.metadata())


class _Cover:
    """The cover being set."""

    def __init__(self, data: CoverPaper, wording: Wording, *, printed: PrintLine) -> None:
        self.data, self.w, self.printed = data, wording, printed
        self.sheet = office()

    def title(self) -> str:
        return self.w._("List of what is printed")

    def metadata(self) -> Metadata:
        return Metadata(f"{self.title()} {self.data.title}", self.printed.office.name, self.w.language)

    def furniture(self) -> Furniture:
        return office_form.furniture(
            self.w, self.printed, sheet=self.sheet, title=self.title(), number=self.data.title, child=None
        )

    def story(self, tight: float) -> list[Flowable]:
        self.sheet = sheet = office(tight)
        w, _ = self.w, self.w._
        rows = self.data.rows
        there, missing = [r for r in rows if r.pages], [r for r in rows if not r.pages]
        count = _("{count} children").format(count=len(there))
        if missing:
            count += w.bracketed(_("{count} not in it").format(count=len(missing)))
        head: list[list[tuple[str, Content]]] = [
            [(_("Document"), self.data.title), (_("Children"), count)],
            [(_("Printed"), w.stamp(self.printed.printed_at)), (_("By"), self.printed.printed_by)],
        ]
        first = 2
        cells: list[list[Content]] = []
        for place, row in enumerate(rows, 1):
            following = str(first) if row.pages else ""
            first += row.pages
            note: Content = _("not in it: {why}").format(why=row.why) if not row.pages else ""
            cells.append([str(place), row.number, bold(row.name), str(row.pages or "―"), following, note])
        names = ["", _("Number"), _("Full name"), _("Sheets"), _("From page"), _("To keep in mind")]
        table = listing(sheet, names, rows=cells, widths=columns(9, 24, 45, 13, 15, 66), center=frozenset({0, 3, 4}))
        return [TitleLine(sheet, self.title()), facts(sheet, head, widths=columns(18, 68, 18, 68)), gap(9), table]
