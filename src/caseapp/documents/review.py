"""評価(モニタリング)票: every goal of a plan rated and commented (domain.md §1.1.3), on the office plan's form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from caseapp.documents import office_form
from caseapp.documents.blocks import Quotation, TitleLine, gap, not_alone, section, side_by_side
from caseapp.documents.catalogue import Parts, has
from caseapp.documents.frames import Beside
from caseapp.documents.office_form import Approvals
from caseapp.documents.read_models import ChildHead, Known, PrintLine, Value
from caseapp.documents.tables import columns, facts, listing
from caseapp.documents.text import JP, Content, bold, rich
from caseapp.documents.type_styles import Sheet
from caseapp.documents.wording import Wording


@dataclass(frozen=True, kw_only=True)
class RatedGoal:
    """One goal. `rating` in words (達成/一部/未 …), `provided` what was done and who said so, `next` what follows."""

    priority: int
    goal: str
    achieve_by: date | None = None
    provided: Value = ""
    words: Value = ""
    rating: str = ""
    next: Value = Known.NOT_APPLICABLE


@dataclass(frozen=True, kw_only=True)
class ReviewPaper:
    """Everything on the form. `change` says which changes the plan needs (Known.NONE: none)."""

    plan_number: str
    plan_version: int = 1
    period_from: date | None = None
    period_to: date | None = None
    on: date
    method: str = ""
    author: str
    author_role: str = ""
    child: ChildHead
    disease: str = ""
    policy: str = ""
    summary: str = ""
    goals: tuple[RatedGoal, ...] = ()
    child_words: str = ""
    family_words: str = ""
    change: Value = ""
    note: Value = Known.NONE
    next_on: date | None = None
    next_how: str = ""


def render(data: ReviewPaper, *, language: str, printed: PrintLine, parts: Parts = None) -> bytes:
    """The PDF."""
    return _Form(data, Wording(language), printed=printed, parts=parts).pdf()


class _Form(office_form.OfficeForm[ReviewPaper]):
    """One review being set; the sections in the order of the page."""

    def title(self) -> str:
        return self.w._("Review of the support plan")

    def numbered(self) -> str:
        return f"{self.data.plan_number} {self.w._('Version {number}').format(number=self.data.plan_version)}"

    def story(self, tight: float) -> list[Flowable]:
        self.begin(tight)
        parts = self.parts
        overall = self._overall() if has(parts, "overall") else []
        goals = self._goals() if has(parts, "goals") else []
        words = self._words() if has(parts, "words") else []
        outlook = self._outlook() if has(parts, "outlook") else []
        return [*self._head(), *overall, *goals, *not_alone(words, outlook)]

    def _head(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        cells = Approvals.of(self.printed.office, self.parts)
        author = data.author + w.bracketed(data.author_role)
        rows = [
            [(_("Plan number"), self.numbered()), (_("Reviewed on"), w.with_weekday(data.on))],
            [
                (_("Plan period"), w.office(w.period(data.period_from, data.period_to))),
                (_("Manner"), w.recorded(data.method)),
            ],
            [(_("Next review"), w.office(w.short(data.next_on))), (w.spread(_("Made by")), author)],
        ]
        widths = columns(*((15, 41, 15, 39) if w.japanese else (21, 37, 21, 31)), total=cells.room())
        table = facts(self.sheet, rows, widths=widths)
        top = Beside(table, cells.flowable()) if cells.labels else table
        return [TitleLine(self.sheet, self.title(), note=_("Follow-up (monitoring)")), top, gap(6), self._child()]

    def _child(self) -> Flowable:
        w, child, _ = self.w, self.data.child, self.w._
        name, born = office_form.child_name(child), office_form.born(w, child, on=self.data.on)
        rows: list[list[tuple[str, Content]]] = [
            [(w.spread(_("Full name")), name), (_("Born on"), w.office(born))],
            [(w.spread(_("Disease")), w.office(self.data.disease)), (w.spread(_("School")), w.office(child.school))],
        ]
        return facts(self.sheet, rows, widths=columns(*((13, 82, 16, 61) if w.japanese else (20, 75, 18, 59))))

    def _overall(self) -> list[Flowable]:
        w, _ = self.w, self.w._
        rows: list[list[tuple[str, Content]]] = [
            [(_("Approach of the plan"), w.recorded(self.data.policy))],
            [(_("Overall situation"), w.recorded(self.data.summary))],
        ]
        table = facts(self.sheet, rows, widths=columns(30, 142))
        return section(self.heading(_("How it went as a whole")), table, before=self.sheet.gap)

    def _goals(self) -> list[Flowable]:
        _ = self.w._
        heading = self.heading(_("Goal by goal"))
        if not self.data.goals:
            heading.ruled = True
            return section(heading, JP(_("No goals yet"), self.sheet.prose), before=self.sheet.gap)
        sheet = office_form.dense(self.sheet)
        head = ["", _("Goal and date"), _("What was provided (said by)"), _("What the child and family say"),
                _("Result"), _("What changed, what to do")]  # fmt: skip
        rows = [self._goal(goal, sheet) for goal in self.data.goals]
        widths = columns(7, 36, 38, 36, 18, 37)
        table = listing(sheet, head, rows=rows, widths=widths, center=frozenset({0, 4}))
        return section(heading, table, before=self.sheet.gap)

    def _goal(self, goal: RatedGoal, sheet: Sheet) -> list[Content | JP]:
        w, _ = self.w, self.w._
        aim: Content = goal.goal
        if goal.achieve_by:
            aim = rich(goal.goal) + "\n" + bold(_("by {date}").format(date=w.short(goal.achieve_by)))
        center = sheet.cell.but(align="center")
        return [
            JP(bold(str(goal.priority)), center),
            aim,
            w.office(goal.provided),
            JP(w.office(goal.words), sheet.cell.but(face="mincho", size=sheet.cell.size + 0.3)),
            JP(bold(w.office(goal.rating)), center),
            w.office(goal.next),
        ]

    def _words(self) -> list[Flowable]:
        _ = self.w._
        heading = self.heading(_("What the child and the family say"), ruled=True)
        sides = side_by_side(
            self._said(_("The child (in their own words)"), self.data.child_words),
            self._said(_("The family"), self.data.family_words),
        )
        return section(heading, *sides, before=self.sheet.gap)

    def _said(self, title: str, words: str) -> list[Flowable]:
        said: Flowable = (
            Quotation(words, self.sheet.quote) if words else JP(self.w._("Not heard yet"), self.sheet.prose)
        )
        return [gap(1.5), JP(title, self.sheet.label), gap(2.5), said]

    def _outlook(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        after = " ".join(part for part in (w.with_weekday(data.next_on), data.next_how) if part)
        rows: list[list[tuple[str, Content]]] = [
            [(_("Changes to the plan"), w.office(data.change))],
            [(_("To keep in mind"), w.office(data.note))],
            [(_("Next monitoring"), w.office(after))],
        ]
        table = facts(self.sheet, rows, widths=columns(30, 142))
        return section(self.heading(_("From here on")), table, before=self.sheet.gap)
