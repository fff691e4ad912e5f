"""個別支援計画書, the office's own form (domain.md §1.1.1; layout: paper.md, picture 01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from caseapp.documents import office_form
from caseapp.documents.blocks import (
    TitleLine,
    WritingLines,
    gap,
    not_alone,
    section,
    side_by_side,
)
from caseapp.documents.catalogue import Parts, has
from caseapp.documents.frames import Beside
from caseapp.documents.office_form import Approvals
from caseapp.documents.read_models import NOT_HEARD, ChildHead, Heard, Known, PrintLine, Value
from caseapp.documents.strokes import Signatures, Signed
from caseapp.documents.tables import columns, facts, listing
from caseapp.documents.text import JP, Content, Rich, bold, joined, rich
from caseapp.documents.type_styles import Sheet
from caseapp.documents.wording import Wording


@dataclass(frozen=True, kw_only=True)
class FamilyMember:
    """A row of the family table. `age` in years, `contact_order` 1 = call first (0: not to be called)."""

    relation: str
    name: str
    age: int | None = None
    living: str = ""
    work: Value = ""
    contact_order: int = 0
    note: Value = Known.NOT_APPLICABLE


@dataclass(frozen=True, kw_only=True)
class GoalLine:
    """A long-term or short-term goal; `in_months`: months from the plan's beginning (0: do not say)."""

    text: str
    by: date | None = None
    in_months: int = 0


@dataclass(frozen=True, kw_only=True)
class SupportLine:
    """One support: the scheme it uses (bold first line), what is done and how often, by whom, how they are reached."""

    scheme: str = ""
    content: str = ""
    providers: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SupportGroup:
    """A row of the support table: need → goal → supports. `roles` are (who, what): (本人, 3つの場所を試す)."""

    priority: int
    need: str
    goal: str
    evaluate_by: date | None = None
    supports: tuple[SupportLine, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class PreviousGoal:
    """A goal of the plan before, its result in words (達成/ほぼ達成/一部/未), what was said, what is left."""

    goal: str
    result: str
    words: str = ""
    left: Value = Known.NOT_APPLICABLE


@dataclass(frozen=True, kw_only=True)
class SupportPlanPaper:
    """Everything on the form. `status` is the word for it (案, 確定 …), `draft` puts 案 into the foot."""

    number: str
    version: int = 1
    status: str
    draft: bool
    made_on: date
    author: str
    author_role: str = ""
    period_from: date | None = None
    period_to: date | None = None
    previous_number: str = ""
    previous_from: date | None = None
    previous_to: date | None = None
    next_review_on: date | None = None
    next_review_months: int = 0
    child: ChildHead
    disease: str = ""
    certificate: Value = ""
    certificate_from: date | None = None
    certificate_to: date | None = None
    doctor: str = ""
    handbook: Value = ""
    allowance: Value = ""
    family: tuple[FamilyMember, ...] = ()
    situation: tuple[tuple[str, Value], ...] = ()
    child_wish: Heard = NOT_HEARD
    guardian_wish: Heard = NOT_HEARD
    policy: str = ""
    long_term_goal: GoalLine | None = None
    short_term_goals: tuple[GoalLine, ...] = ()
    supports: tuple[SupportGroup, ...] = ()
    transition: str = ""
    disaster: str = ""
    previous_goals: tuple[PreviousGoal, ...] = ()
    agreement: str = ""
    signatures: tuple[Signed, ...] = ()
    sharing: str = ""
    copies: str = ""
    next_contact: str = ""


def render(
    data: SupportPlanPaper, *, language: str, printed: PrintLine, blank: bool = False, parts: Parts = None
) -> bytes:
    """The PDF. `blank` prints the form with the child's head filled in and the rest to be written by hand."""
    return _Form(data, Wording(language), printed=printed, blank=blank, parts=parts).pdf()


class _Form(office_form.OfficeForm[SupportPlanPaper]):
    """One plan being set; the sections in the order of the page."""

    def title(self) -> str:
        return self.w._("Individual support plan")

    def numbered(self) -> str:
        """R8-031 第2回."""
        version = self.w._("Version {number}").format(number=self.data.version)
        return f"{self.data.number} {version}".strip() if not self.blank else ""

    def running(self) -> str:
        """The number, and the state of a plan that nobody has approved."""
        return f"{self.numbered()} {self.data.status if self.data.draft and not self.blank else ''}".strip()

    def story(self, tight: float) -> list[Flowable]:
        self.begin(tight)
        body = [*self._head(), *self._child()]
        for part, section_ in (
            ("situation", self._situation),
            ("wishes", self._wishes),
            ("goals", self._goals),
            ("supports", self._supports),
            ("readiness", self._readiness),
            ("previous", self._previous),
        ):
            body += section_() if self.has(part) else []
        return [*body, *(not_alone([], self._consent()) if self.has("agreement") else [])]

    def has(self, part: str) -> bool:
        """Whether this part is wanted."""
        return has(self.parts, part)

    def known(self, value: Value) -> str:
        """A value of the office form; empty on a form to be filled in by hand."""
        return "" if self.blank and value == "" else self.w.office(value)

    def written(self, value: Value, absent: str = "") -> str:
        """What the office writes itself: where nothing stands yet it says so (`absent`), not that nobody asked."""
        return self.known(value or ("" if self.blank else absent or self.w._("not written yet")))

    # ---- the head ----------------------------------------------------------------------------------------------------

    def _head(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        title = TitleLine(self.sheet, self.title(), note=_("Plan for using support schemes (self-reliance support)"))
        cells = Approvals.of(self.printed.office, self.parts)
        status = "" if self.blank else data.status + w.bracketed(_("drafted {date}").format(date=w.short(data.made_on)))
        author = data.author + (w.bracketed(data.author_role) if data.author_role else "")
        before = data.previous_number
        if before and (data.previous_from or data.previous_to):
            before += w.bracketed(w.months(data.previous_from, data.previous_to))
        review = w.short(data.next_review_on)
        if review and data.next_review_months:
            review += w.bracketed(_("in {count} months").format(count=data.next_review_months))
        rows = [
            [(_("Plan number"), self.numbered()), (w.spread(_("Plan state")), status)],
            [
                (_("Plan period"), self.written(w.period(data.period_from, data.period_to), _("not set yet"))),
                (w.spread(_("Made by")), self.known("" if self.blank else author)),
            ],
            [(_("Previous plan"), self.known(before or Known.NONE) if not self.blank else ""),
             (_("Next review"), self.written(review, _("not set yet")))],
        ]  # fmt: skip
        table = facts(
            self.sheet,
            rows,
            widths=columns(*((15, 43.4, 15, 36.6) if w.japanese else (21, 37, 18, 34)), total=cells.room()),
            row_height=20 if self.blank else 0,
        )
        return [title, Beside(table, cells.flowable()) if cells.labels else table]

    # ---- 1 お子さんとご家族 ------------------------------------------------------------

    def _child(self) -> list[Flowable]:
        _ = self.w._
        table = self._child_facts()
        rows = [self._member(member) for member in self.data.family]
        if self.blank and not rows:
            rows = [[""] * 7 for _row in range(4)]
        if not self.has("family"):
            return section(self.heading(_("About the child")), table, before=self.sheet.gap)
        heading = self.heading(_("The child and the family"))
        if not rows:
            note = JP(_("Family: not confirmed yet"), self.sheet.cell)
            return section(heading, table, gap(4), note, before=self.sheet.gap)
        family = listing(
            self.sheet,
            [_("Relation"), _("Full name"), _("Age"), _("Lives together"), _("Work"), _("Call order"),
             _("To keep in mind")],
            rows=rows,
            widths=columns(*((17, 25, 10, 11, 37, 10.5, 61.5) if self.w.japanese else (17, 27, 10, 17, 33, 13, 55))),
            center=frozenset({2, 3, 5}),
            row_height=22 if self.blank else 0,
        )  # fmt: skip
        return section(heading, table, gap(4.5), family, before=self.sheet.gap)

    def _child_facts(self) -> Flowable:
        w, data, _ = self.w, self.data, self.w._
        child = data.child
        name, born = office_form.child_name(child), office_form.born(w, child, on=data.made_on)
        valid: Value = w.period(data.certificate_from, data.certificate_to)
        if data.certificate is Known.NONE:
            valid = Known.NOT_APPLICABLE
        sheet = self.sheet
        reach = [(w.spread(_("Address")), self.known(child.address)), (w.spread(_("Phone")), self.known(child.phone)),
                 (w.spread(_("School")), self.known(child.school))]  # fmt: skip
        rows: list[list[tuple[str, Content]]] = [
            [(w.spread(_("Full name")), name), (w.spread(_("Sex")), self.known(child.sex)),
             (_("Born on"), self.known(born))],
            [*reach] if self.has("contacts") else [reach[2], ("", ""), ("", "")],
            [(w.spread(_("Disease")), self.known(data.disease)), (_("Certificate no."), self.known(data.certificate)),
             (_("Valid period"), self.known(valid))],
            [(_("Doctor in charge"), self.known(data.doctor)), (w.spread(_("Handbook")), self.known(data.handbook)),
             (_("Allowances"), self.known(data.allowance))],
        ]  # fmt: skip
        return facts(
            sheet,
            rows,
            widths=columns(*((13, 54, 14, 35, 15.5, 40.5) if w.japanese else (20, 48, 20, 33, 19, 32))),
            row_height=20 if self.blank else 0,
        )

    def _member(self, member: FamilyMember) -> Sequence[Content]:
        circled = "①②③④⑤⑥⑦⑧⑨"
        order = (
            circled[member.contact_order - 1] if 0 < member.contact_order <= 9 else self.w.office(Known.NOT_APPLICABLE)
        )
        return [
            self.known(member.relation),
            member.name,
            "" if member.age is None and self.blank else ("―" if member.age is None else str(member.age)),
            self.known(member.living),
            self.known(member.work),
            order,
            self.known(member.note),
        ]

    # ---- 2 現在の状況 ------------------------------------------------------------

    def _situation(self) -> list[Flowable]:
        w, _ = self.w, self.w._
        heading = self.heading(_("How things are now"))
        areas: Sequence[tuple[str, Value]] = self.data.situation
        if not areas and not self.blank:
            line = JP(_("not written yet"), self.sheet.prose)
            heading.ruled = True
            return section(heading, line, before=self.sheet.gap)
        rows = [[(label, self.known(value))] for label, value in areas or office_form.situation_areas(w)]
        table = facts(self.sheet, rows, widths=columns(21, 151), row_height=34 if self.blank else 0)
        return section(heading, table, before=self.sheet.gap)

    # ---- 3 意向 ------------------------------------------------------------

    def _wishes(self) -> list[Flowable]:
        _ = self.w._
        heading = self.heading(_("What the child and the guardians want"), ruled=True)
        who = self.data.guardian_wish.who
        columns_ = side_by_side(
            self._wish(_("The child (in their own words)"), self.data.child_wish),
            self._wish(_("The guardians") + self.w.bracketed(who), self.data.guardian_wish),
        )
        return section(heading, *columns_, before=self.sheet.gap)

    def _wish(self, title: str, wish: Heard) -> list[Flowable]:
        if self.blank:
            return [gap(1.5), JP(title, self.sheet.label), gap(2.5), WritingLines(4)]
        return office_form.heard(self.w, self.sheet, title=title, wish=wish)

    # ---- 4 方針と目標 ------------------------------------------------------------

    def _goals(self) -> list[Flowable]:
        w, data, sheet, _ = self.w, self.data, self.sheet, self.w._
        heading = self.heading(_("The approach and the goals"), ruled=True)
        policy: list[Flowable] = [WritingLines(2)] if self.blank else []
        if data.policy and not self.blank:
            policy = [JP(data.policy, sheet.prose)]
        rows: list[list[Content]] = []
        if data.long_term_goal or self.blank:
            rows.append(self._goal_row(_("Long-term"), data.long_term_goal))
        shorts: Sequence[GoalLine | None] = data.short_term_goals or ([None, None] if self.blank else [])
        many = len(shorts) > 1
        for number, goal in enumerate(shorts, 1):
            rows.append(self._goal_row(_("Short-term") + (w.counter(number) if many else ""), goal))
        if not rows:
            return section(heading, *policy, JP(_("No goals yet"), sheet.prose), before=sheet.gap)
        head = ["", self.w.spread(_("Goal")), _("To be reached")]
        table = listing(
            sheet,
            head,
            rows=rows,
            widths=columns(*((15, 126, 31) if self.w.japanese else (20, 110, 42))),
            first_bold=True,
            row_height=30 if self.blank else 0,
        )
        return section(heading, *policy, gap(3), table, before=sheet.gap)

    def _goal_row(self, label: str, goal: GoalLine | None) -> list[Content]:
        if goal is None:
            return [label, "", ""]
        by = self.w.short(goal.by)
        if by and goal.in_months:
            by += self.w.bracketed(self.w._("in {count} months").format(count=goal.in_months))
        return [label, self.written(goal.text), self.written(by, self.w._("not set yet"))]

    # ---- 5 支援の計画 ------------------------------------------------------------

    def _supports(self) -> list[Flowable]:
        sheet, _ = self.sheet, self.w._
        hint = _("by priority; needs in the words of the child and the family") if self.blank else ""
        heading = self.heading(_("The supports"), note=hint)
        dense = office_form.dense(sheet)
        rows = [self._support(group, dense) for group in self.data.supports]
        if not rows and not self.blank:
            heading.ruled = True
            return section(heading, JP(_("No supports yet"), sheet.prose), before=sheet.gap)
        if not rows:
            rows = [[JP("", sheet.cell)] * 6 for _row in range(5)]
        head = ["", _("Need"), _("Goal and date"), _("Scheme, content, how often"), _("Who and how to reach"),
                _("Part of the child and family")]  # fmt: skip
        table = listing(
            dense,
            head,
            rows=rows,
            widths=columns(7, 28.5, 27.5, 43.5, 35, 30.5),
            center=frozenset({0}),
            row_height=64 if self.blank else 0,
        )
        return section(heading, table, before=sheet.gap)

    def _support(self, group: SupportGroup, sheet: Sheet) -> list[Content | JP]:
        w, _ = self.w, self.w._
        goal: Rich = rich(self.written(group.goal))
        if group.evaluate_by:
            goal = goal + "\n" + bold(_("by {date}").format(date=w.short(group.evaluate_by)))
        lines: list[Content] = []
        providers: list[str] = []
        for support in group.supports:
            lines += [bold(support.scheme)] if support.scheme else []
            lines += [support.content] if support.content else []
            reached = support.contacts if self.has("contacts") else ()
            providers += [name for name in (*support.providers, *reached) if name not in providers]
        roles: list[Content] = [f"{who}{'：' if w.japanese else ': '}{what}" for who, what in group.roles]
        nothing = w.office(Known.NOT_APPLICABLE)
        if not lines and not providers:  # said once: nobody has decided on any support yet
            lines, providers = [self.written("")], [nothing]
        return [
            JP(bold(str(group.priority)) if group.priority else nothing, sheet.cell.but(align="center")),
            self.written(group.need),
            goal,
            joined("\n", lines) or self.written(""),
            "\n".join(providers) or self.written(""),
            joined("\n", roles) or nothing,
        ]

    # ---- 6 移行・災害、7 前回、8 同意 ------------------------------------------------------------

    def _readiness(self) -> list[Flowable]:
        _ = self.w._
        rows: list[list[tuple[str, Content]]] = [
            [(_("Transition"), self.written(self.data.transition))],
            [(_("Disaster"), self.written(self.data.disaster))],
        ]
        table = facts(self.sheet, rows, widths=columns(21, 151), row_height=28 if self.blank else 0)
        return section(self.heading(_("Transition and disaster")), table, before=self.sheet.gap)

    def _previous(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        if not data.previous_goals or self.blank:
            return []
        rows: list[list[Content]] = [
            [goal.goal, bold(self.known(goal.result)), self.known(goal.words), self.known(goal.left)]
            for goal in data.previous_goals
        ]
        head = [
            _("Goal of the plan before"),
            _("Result"),
            _("What the child and family say"),
            _("What changed, what is left"),
        ]
        widths = columns(52, 20, 52, 48)
        if not any(goal.words for goal in data.previous_goals):  # no column for what no review has asked
            rows, head, widths = [[r[0], r[1], r[3]] for r in rows], [head[0], head[1], head[3]], columns(74, 24, 74)
        table = listing(self.sheet, head, rows=rows, widths=widths)
        title = _("How the previous plan came out{number}").format(number=w.bracketed(data.previous_number))
        return section(self.heading(title), table, before=self.sheet.gap)

    def _consent(self) -> list[Flowable]:
        data, _ = self.data, self.w._
        rows: list[list[tuple[str, Content]]] = [
            [(_("Agreement to the plan"), self.written(data.agreement, _("no consent to the plan yet")))],
            [(_("What may be shared"), self.written(data.sharing, _("none yet")))],
            [(_("Copies handed over"), self.written(data.copies, _("not handed over yet")))],
            [(_("Next monitoring"), self.written(data.next_contact, _("not set yet")))],
        ]
        table = facts(self.sheet, rows, widths=columns(30, 142), row_height=26 if self.blank else 0)
        signed = [gap(3), Signatures(data.signatures, label=self.sheet.note)] if data.signatures else []
        return section(self.heading(_("Agreement and delivery")), table, *signed, before=self.sheet.gap)
