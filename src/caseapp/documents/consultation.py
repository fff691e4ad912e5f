"""相談記録票 (domain.md §1.1.2): who, when, how; the five kinds of paragraphs under their own names; what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from reportlab.platypus import Flowable

from caseapp.documents import office_form
from caseapp.documents.blocks import TitleLine, WritingLines, gap, not_alone, section
from caseapp.documents.catalogue import Parts, has
from caseapp.documents.frames import Beside
from caseapp.documents.office_form import Approvals
from caseapp.documents.read_models import ChildHead, Known, PrintLine, Value
from caseapp.documents.tables import columns, facts, listing
from caseapp.documents.text import JP, Content, rich, sized
from caseapp.documents.wording import Wording
from caseapp.rules.dates import time_text


@dataclass(frozen=True, kw_only=True)
class LiaisonLine:
    """Whom the worker turned to about it, how, with what, and on which consent or other ground."""

    who: str
    how: str = ""
    content: str = ""
    ground: Value = ""


@dataclass(frozen=True, kw_only=True)
class NextAction:
    """What follows, until when, by whom."""

    content: str
    due: date | None = None
    worker: str = ""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What an empty form offers to be ticked, in the office's own words (the code lists)."""

    methods: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    consulters: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ConsultationPaper:
    """Everything on the form. Codes arrive as words. `first_this_year`: counted as a new person of the fiscal year."""

    number: str = ""
    fiscal_year: str = ""
    on: date | None = None
    start: time | None = None
    minutes: int | None = None
    method: str = ""
    place: str = ""
    consulter: str = ""
    consulter_name: str = ""
    met_child: bool = False
    first_this_year: bool | None = None
    trigger: str = ""
    topics: tuple[str, ...] = ()
    child: ChildHead
    certificate: Value = ""
    also_about: tuple[str, ...] = ()
    words: str = ""
    facts: str = ""
    third_party: str = ""
    third_party_source: str = ""
    opinion: str = ""
    response: str = ""
    handed_over: str = ""
    liaisons: tuple[LiaisonLine, ...] = ()
    next_actions: tuple[NextAction, ...] = ()
    none_reason: str = ""
    worker: str = ""
    recorded_on: date | None = None
    late_reason: str = ""
    choices: Choices | None = None


def render(
    data: ConsultationPaper, *, language: str, printed: PrintLine, blank: bool = False, parts: Parts = None
) -> bytes:
    """The PDF. `blank` prints the form with the child's head filled in, `data.choices` to be ticked, the rest empty."""
    return _Form(data, Wording(language), printed=printed, blank=blank, parts=parts).pdf()


class _Form(office_form.OfficeForm[ConsultationPaper]):
    """One record being set; the sections in the order of the page."""

    def title(self) -> str:
        return self.w._("Consultation record")

    def numbered(self) -> str:
        return "" if self.blank else self.data.number

    def story(self, tight: float) -> list[Flowable]:
        self.begin(tight)
        body = [*self._head(), *self._paragraphs(), *(self._liaisons() if has(self.parts, "liaison") else [])]
        following = self._next() if has(self.parts, "next") else []
        last = not_alone([], [*following, *self._recorded()])
        return [*body, *last, *(self._notes() if self.blank else [])]

    def _notes(self) -> list[Flowable]:
        return section(self.heading(self.w._("Notes (by hand)")), WritingLines(16), before=self.sheet.gap)

    def known(self, value: Value) -> str:
        return "" if self.blank and value == "" else self.w.office(value)

    def ticked(self, value: str, choices: Sequence[str]) -> Content:
        """The value; on an empty form the choices with boxes."""
        if self.blank and choices:
            return "\u2003".join(f"□{choice}" for choice in choices)
        return "" if self.blank else self.w.recorded(value)

    # ---- the head ------------------------------------------------------------

    def _head(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        cells = Approvals.of(self.printed.office, self.parts)
        when = "" if self.blank else self._when()
        rows: list[list[tuple[str, Content]]] = [
            [(_("Record number"), "" if self.blank else w.recorded(data.number)),
             (w.spread(_("Fiscal year")), "" if self.blank else w.office(data.fiscal_year))],
            [(_("Date and time"), when or self.known("")), (_("Time taken"), self._minutes())],
            [(w.spread(_("Worker")), self.known("" if self.blank else data.worker)),
             (_("New or known"), self._newness())],
        ]  # fmt: skip
        widths = columns(*((16, 48, 16, 30) if w.japanese else (22, 42, 20, 26)), total=cells.room())
        table = facts(self.sheet, rows, widths=widths, row_height=20 if self.blank else 0)
        top = Beside(table, cells.flowable()) if cells.labels else table
        return [TitleLine(self.sheet, self.title()), top, gap(6), self._child(), gap(4.5), self._contact()]

    def _when(self) -> str:
        if self.data.on is None:
            return ""
        start = f" {time_text(self.data.start)}" if self.data.start else ""
        return f"{self.w.with_weekday(self.data.on)}{start}"

    def _minutes(self) -> str:
        if self.blank:
            return ""
        if self.data.minutes is None:
            return self.w.recorded("")
        return self.w._("{count} minutes").format(count=self.data.minutes)

    def _newness(self) -> Content:
        _ = self.w._
        new, known = _("new this year"), _("known")
        if self.blank:
            return f"□{new}\u2002□{known}"
        first = self.data.first_this_year
        return self.w.office("") if first is None else (new if first else known)

    def _child(self) -> Flowable:
        w, child, _ = self.w, self.data.child, self.w._
        name, born = office_form.child_name(child), office_form.born(w, child, on=self.data.on)
        rows: list[list[tuple[str, Content]]] = [
            [(w.spread(_("Full name")), name), (_("Born on"), self.known(born))],
            [
                (_("Certificate no."), self.known(self.data.certificate)),
                (w.spread(_("School")), self.known(child.school)),
            ],
        ]
        widths = columns(*((16, 80, 16, 60) if w.japanese else (22, 74, 18, 58)))
        return facts(self.sheet, rows, widths=widths, row_height=20 if self.blank else 0)

    def _contact(self) -> Flowable:
        w, data, _ = self.w, self.data, self.w._
        choices = data.choices or Choices()
        who = data.consulter + (f"\u2002{data.consulter_name}" if data.consulter_name else "")
        if data.met_child and not self.blank:
            who += w.bracketed(_("the child was met"))
        rows: list[list[tuple[str, Content]]] = [
            [(_("How it came in"), self.ticked(data.method, choices.methods))],
            [(w.spread(_("Place")), self.ticked(data.place, choices.places))],
            [(_("Who asked"), self.ticked(who, choices.consulters))],
            [(w.spread(_("What led to it")), self.ticked(data.trigger, choices.triggers))],
            [(_("What it was about"), self.ticked(w.listed(data.topics), choices.topics))],
        ]
        if data.also_about:
            rows.append([(_("Also about"), w.listed(data.also_about))])
        widths = columns(*((16, 156) if w.japanese else (30, 142)))
        return facts(self.sheet, rows, widths=widths, row_height=20 if self.blank else 0)

    # ---- 1 内容 --------------------------------------------------------------

    def _paragraphs(self) -> list[Flowable]:
        data, sheet, _ = self.data, self.sheet, self.w._
        prose = sheet.cell.but(leading=sheet.cell.leading * 1.05)
        words = JP(self._written(data.words), sheet.quote if data.words else prose)
        source = _("from: {source}").format(source=data.third_party_source) if data.third_party_source else ""
        response = data.response
        if data.handed_over:
            response = f"{response}\n{_('handed over: {what}').format(what=data.handed_over)}".strip()
        kinds: tuple[tuple[str, str, JP], ...] = (
            ("words", _("Words of the child and family"), words),
            ("facts", _("Situation (facts)"), JP(self._written(data.facts), prose)),
            ("third-party", _("From third parties"), JP(self._third(data.third_party, source), prose)),
            ("opinion", _("Assessment (opinion)"), JP(self._written(data.opinion), prose)),
            ("response", _("Response and advice"), JP(self._written(response), prose)),
        )
        labelled = [[(self._tag(label), value)] for part, label, value in kinds if has(self.parts, part)]
        if not labelled:
            return []
        table = facts(sheet, labelled, widths=columns(31, 141), row_height=88 if self.blank else 0)
        hint = _("kept apart by kind, for copies to others") if self.blank else ""
        heading = self.heading(_("What was said and done"), note=hint)
        return section(heading, table, before=sheet.gap)

    def _written(self, text: str) -> str:
        # a kind of paragraph that this record does not have is no open question
        return text or ("" if self.blank else self.w._("Nothing written"))

    def _tag(self, label: str) -> str:
        # a narrow column: the bracketed second half on its own line
        return label.replace("（", "\n（") if self.w.japanese else label

    def _third(self, text: str, source: str) -> Content:
        if not text:
            return self._written("")
        return rich(text) + ("\n" + source if source else "")

    # ---- 2 連絡調整、3 次にすること --------------------------------------------

    def _liaisons(self) -> list[Flowable]:
        w, _ = self.w, self.w._
        rows: list[list[Content]] = [
            [line.who, w.office(line.how), w.office(line.content), w.office(line.ground)] for line in self.data.liaisons
        ]
        heading = self.heading(_("Liaison"))
        if not rows and not self.blank:
            heading.ruled = True
            return section(heading, JP(w.office(Known.NONE), self.sheet.prose), before=self.sheet.gap)
        if not rows:
            rows = [["", "", "", ""] for _row in range(3)]
        head = [_("Body and person"), _("Manner"), _("What about"), _("Ground (consent)")]
        table = listing(
            self.sheet, head, rows=rows, widths=columns(44, 18, 70, 40), row_height=34 if self.blank else 0
        )  # fmt: skip
        return section(heading, table, before=self.sheet.gap)

    def _next(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        rows: list[list[Content]] = [
            [action.content, w.office(w.with_weekday(action.due)), w.office(action.worker)]
            for action in data.next_actions
        ]
        heading = self.heading(_("What to do next"))
        if not rows and not self.blank:
            reason = data.none_reason
            said = _("Nothing follows: {reason}").format(reason=reason) if reason else w.office("")
            heading.ruled = True
            return section(heading, JP(said, self.sheet.prose), before=self.sheet.gap)
        if not rows:
            rows = [["", "", ""] for _row in range(3)]
        head = [_("Content"), _("Due"), _("Worker")]
        table = listing(self.sheet, head, rows=rows, widths=columns(112, 32, 28), row_height=34 if self.blank else 0)
        return section(heading, table, before=self.sheet.gap)

    def _recorded(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        if self.blank or data.recorded_on is None:
            return []
        text = _("recorded {date} by {name}").format(date=w.short(data.recorded_on), name=data.worker)
        if data.late_reason:
            text += w.bracketed(_("late: {reason}").format(reason=data.late_reason))
        return [gap(5), JP(sized(text, 1.0), self.sheet.note.but(align="right"))]
