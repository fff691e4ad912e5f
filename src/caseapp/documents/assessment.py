"""アセスメント票: the child's own words first, then every area of life with its rating in words, and earlier ones.

For the office only. The empty form has the question to the child, what may be answered and what 1, 3 and 5 mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from caseapp.documents import office_form
from caseapp.documents.blocks import TitleLine, WritingLines, gap, not_alone, section
from caseapp.documents.catalogue import Parts, has
from caseapp.documents.frames import Beside
from caseapp.documents.office_form import Approvals
from caseapp.documents.read_models import NOT_HEARD, ChildHead, Heard, Known, PrintLine
from caseapp.documents.tables import columns, facts, listing
from caseapp.documents.text import JP, Content, bold, sized
from caseapp.documents.type_styles import Sheet
from caseapp.documents.wording import Wording

_BADLY = 2  # rated so or lower an area wants a goal (rules.plan_state)


@dataclass(frozen=True, kw_only=True)
class EarlierRating:
    """How the area was rated before."""

    on: date
    rating: int


@dataclass(frozen=True, kw_only=True)
class AreaLine:
    """An area of life. `meaning` is the rating in words; `says` what the child chose; `looked_at`: not left out this
    time. `question` and `anchors` (of 1, 3 and 5) stand on the empty form."""

    area: str
    looked_at: bool = False
    says: str = ""
    state: str = ""
    strength: str = ""
    worry: str = ""
    rating: int | None = None
    meaning: str = ""
    earlier: tuple[EarlierRating, ...] = ()
    question: str = ""
    anchors: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True, kw_only=True)
class WhatFollows:
    """A next step, until when, by whom."""

    content: str
    due: date | None = None
    worker: str = ""


@dataclass(frozen=True, kw_only=True)
class AssessmentPaper:
    """Everything on the form. `answers` (of the child, in an area) and `ways` (of asking) are what the empty form
    offers."""

    on: date | None = None
    author: str = ""
    child: ChildHead
    disease: str = ""
    voice: Heard = NOT_HEARD
    areas: tuple[AreaLine, ...] = ()
    summary: str = ""
    follows: tuple[WhatFollows, ...] = ()
    none_reason: str = ""
    answers: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()


def render(
    data: AssessmentPaper, *, language: str, printed: PrintLine, blank: bool = False, parts: Parts = None
) -> bytes:
    """The PDF. `blank`: the child's head filled in, the rest to be written by hand."""
    return _Form(data, Wording(language), printed=printed, blank=blank, parts=parts).pdf()


class _Form(office_form.OfficeForm[AssessmentPaper]):
    """One assessment being set; the sections in the order of the page."""

    def title(self) -> str:
        return self.w._("Assessment of all areas of life")

    def numbered(self) -> str:
        return "" if self.blank else self.w.short(self.data.on)

    def story(self, tight: float) -> list[Flowable]:
        self.begin(tight)
        voice = self._voice() if has(self.parts, "voice") else []
        areas = self._areas() if has(self.parts, "areas") else []
        whole = self._whole() if has(self.parts, "summary") else []
        follows = self._follows() if has(self.parts, "next") else []
        return [*self._head(), *voice, *areas, *not_alone(whole, follows)]

    def _head(self) -> list[Flowable]:
        w, data, child, _ = self.w, self.data, self.data.child, self.w._
        cells = Approvals.of(self.printed.office, self.parts)
        height = 22.0 if self.blank else 0.0
        on = "" if self.blank else w.office(w.with_weekday(data.on))
        born = office_form.born(w, child, on=data.on)
        born = born if self.blank else w.office(born)
        rows: list[list[tuple[str, Content]]] = [
            [(_("Assessed on"), on), (w.spread(_("Made by")), data.author)],
            [(w.spread(_("Full name")), office_form.child_name(child)), (_("Born on"), born)],
        ]
        widths = columns(*((16, 46, 14, 34) if w.japanese else (20, 42, 16, 32)), total=cells.room())
        table = facts(self.sheet, rows, widths=widths, row_height=height)
        top = Beside(table, cells.flowable()) if cells.labels else table
        disease: Content = data.disease if self.blank else w.office(data.disease)
        school: Content = w.plain(child.school) if self.blank else w.office(child.school)
        more = [[(w.spread(_("Disease")), disease), (w.spread(_("School")), school)]]
        below = facts(self.sheet, more, widths=columns(*((13, 82, 14, 63) if w.japanese else (20, 75, 18, 59))))
        return [TitleLine(self.sheet, self.title()), top, gap(6), below]

    # ---- 1 本人の言葉 ---------------------------------------------------------

    def _voice(self) -> list[Flowable]:
        w, _ = self.w, self.w._
        heading = self.heading(_("What the child says (in its own words)"), ruled=True)
        if not self.blank:
            _air, _title, *said = office_form.heard(w, self.sheet, title="", wish=self.data.voice)
            return section(heading, *said, before=self.sheet.gap)
        ways = self._boxes(self.data.ways)
        rows: list[list[tuple[str, Content]]] = [
            [(_("Asked by"), ""), (w.spread(_("Day")), "")],
            [(_("How it was asked"), ways), (_("Why not yet"), "")],
        ]
        table = facts(self.sheet, rows, widths=columns(24, 76, 22, 50), row_height=24)
        return section(heading, WritingLines(4), gap(6), table, before=self.sheet.gap)

    def _boxes(self, words: tuple[str, ...]) -> str:
        """Boxes to tick, each whole on its line."""
        return "\u3000".join(f"□{word}".replace(" ", "\u00a0") for word in words)

    # ---- 2 領域 ---------------------------------------------------------------

    def _areas(self) -> list[Flowable]:
        _ = self.w._
        sheet = office_form.dense(self.sheet)
        if self.blank:
            head = [_("Area of life, question to the child"), _("State now"), _("Strengths"), _("Worries"),
                    _("Rating")]  # fmt: skip
            rows = [self._empty(line, sheet) for line in self.data.areas]
            widths = columns(*((52, 28, 22, 22, 48) if self.w.japanese else (54, 25, 21, 21, 51)))
            table = listing(sheet, head, rows=rows, widths=widths, row_height=60)
        else:
            head = [_("Area of life"), _("State now"), _("Strengths"), _("Worries"), _("Rating"), _("Before")]
            rows = [self._row(line, sheet) for line in self.data.areas]
            table = listing(sheet, head, rows=rows, widths=columns(25, 38, 28, 28, 36, 17))
        note = _("1 much help needed to 5 going well")
        return section(self.heading(_("The areas of life"), note=note), table, before=self.sheet.gap)

    def _row(self, line: AreaLine, sheet: Sheet) -> list[Content | JP]:
        w, _ = self.w, self.w._
        name: Content = bold(line.area)
        if line.says:
            name = bold(line.area) + "\n" + _("the child: “{words}”").format(words=line.says)
        small = sheet.cell.but(size=sheet.cell.size * 0.92, leading=sheet.cell.leading * 0.94)
        before = "\n".join(f"{w.month(each.on)}\u2002{each.rating}" for each in line.earlier)
        if not line.looked_at:
            return [name, _("Not looked at this time"), "―", "―", "―", JP(before or "―", small)]
        rating: Content = "―"
        if line.rating is not None:
            rating = bold(str(line.rating), scale=1.3) + f"\u2002{line.meaning}"
        return [
            name,
            w.recorded(line.state),
            w.recorded(line.strength),
            w.recorded(line.worry),
            JP(rating, small),
            JP(before or "―", small),
        ]

    def _empty(self, line: AreaLine, sheet: Sheet) -> list[Content | JP]:
        small = sheet.cell.but(size=7.6, leading=10.6)
        said = self._boxes(self.data.answers)
        asked = JP(bold(line.area, scale=1.1) + "\n" + line.question + "\n" + sized(said, 0.92), small)
        told = [bold(number) + f"\u2002{words}" for number, words in zip("135", line.anchors, strict=True)]
        scale = bold("\u2003".join("12345"), scale=1.35)
        rating = scale + "\n" + told[0] + "\n" + told[1] + "\n" + told[2]
        return [asked, "", "", "", JP(rating, small)]

    # ---- 3 まとめ、4 次にすること ------------------------------------------------

    def _whole(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        heading = self.heading(_("On the whole"), ruled=self.blank)
        if self.blank:
            return section(heading, WritingLines(4), before=self.sheet.gap)
        bad = [line.area for line in data.areas if line.rating is not None and line.rating <= _BADLY]
        rows: list[list[tuple[str, Content]]] = [
            [(_("Summary"), w.recorded(data.summary))],
            [(_("To be a goal of the plan"), w.listed(bad) if bad else w.office(Known.NONE))],
        ]
        return section(heading, facts(self.sheet, rows, widths=columns(34, 138)), before=self.sheet.gap)

    def _follows(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        heading = self.heading(_("What to do next"))
        rows: list[list[Content]] = [
            [each.content, w.office(w.with_weekday(each.due)), w.office(each.worker)] for each in data.follows
        ]
        if not rows and not self.blank:
            heading.ruled = True
            reason = data.none_reason
            said = _("Nothing follows: {reason}").format(reason=reason) if reason else w.recorded("")
            return section(heading, JP(said, self.sheet.prose), before=self.sheet.gap)
        if not rows:
            rows = [["", "", ""] for _row in range(3)]
        head = [_("Content"), _("Due"), _("Worker")]
        height = 28 if self.blank else 0
        table = listing(self.sheet, head, rows=rows, widths=columns(112, 32, 28), row_height=height)
        return section(heading, table, before=self.sheet.gap)
