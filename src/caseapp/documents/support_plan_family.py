"""The plan as the family gets it: a letter with their own words, no register numbers, no field names (picture 02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from caseapp.documents.blocks import (
    PAGE_BODY,
    CheckItem,
    PlainHeading,
    SideBySide,
    TitleLine,
    gap,
    names_line,
    not_alone,
    section,
    whole,
)
from caseapp.documents.catalogue import Parts, has
from caseapp.documents.fonts import Face
from caseapp.documents.frames import Box, Boxes, signature_rows
from caseapp.documents.grid import WIDTH, Furniture, Metadata, Tab, build
from caseapp.documents.read_models import PrintLine
from caseapp.documents.ruby import Readings, annotated
from caseapp.documents.tables import RIGHT_PAD, Look, Row, Table, columns, label_cell, listing
from caseapp.documents.text import JP, Content, Rich, Run, Style, bold, fitted, rich
from caseapp.documents.type_styles import family
from caseapp.documents.wording import Wording


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What somebody said. `who` as the family would say it: 陽菜さん, お母さん; `child`: it is the child's own word."""

    who: str
    words: str
    child: bool = False


@dataclass(frozen=True, kw_only=True)
class Task:
    """What somebody does until when (`by` in plain words: 2月20日ごろ)."""

    who: str
    what: str
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class NextMeeting:
    """When and how the worker comes again; `lines` in full sentences."""

    on: date
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SharedWith:
    """What is told to whom (`who`: 学校; "" for everybody else) and what is not."""

    who: str
    told: str = ""
    not_told: str = ""


@dataclass(frozen=True, kw_only=True)
class FamilyPlanPaper:
    """The letter. `called` is how the child is called in it (陽菜さん); `guardians` are full names without さま.

    `to_child`: False when it is addressed to the guardians alone; `child_reads`: the child is addressed, too, unless
    somebody says otherwise (what the discretion decided on the day). `adult`: nobody else signs or gets a copy.
    `hope` is the long-term goal, `steps` the short-term ones until `steps_by`. What is empty does not appear. The
    register number, codes and the worker's opinion have no place here, so there are no fields for them. `readings` are
    the names as they are read, for ふりがな.
    """

    on: date
    version: int = 1
    draft: bool = False
    child_name: str
    called: str
    adult: bool = False
    to_child: bool = True
    child_reads: bool = False
    guardians: tuple[str, ...] = ()
    sender_role: str = ""
    sender: str
    opening: str = ""
    voices: tuple[Voice, ...] = ()
    hope: str = ""
    steps: tuple[str, ...] = ()
    steps_by: date | None = None
    meeting: NextMeeting | None = None
    urgent: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    shared: tuple[SharedWith, ...] = ()
    consent_number: str = ""
    explained_on: date | None = None
    readings: tuple[tuple[str, str], ...] = ()


def render(
    data: FamilyPlanPaper, *, language: str, printed: PrintLine, parts: Parts = None, ruby: bool = False
) -> bytes:
    """The PDF. `ruby`: with readings above the words, where they are Japanese."""
    page = _Letter(data, Wording(language), printed=printed, parts=parts, ruby=ruby)
    return build(page.story, page.furniture(), metadata=page.metadata(), worth=0.5)


class _Letter:
    """One letter being set; the parts in the order of the page."""

    def __init__(
        self, data: FamilyPlanPaper, wording: Wording, *, printed: PrintLine, parts: Parts, ruby: bool
    ) -> None:
        self.data, self.w, self.office, self.notice = data, wording, printed.office, printed.notice
        self.parts, self.ruby = parts, ruby and wording.japanese
        self.sheet = family(ruby=self.ruby)

    def r(self, content: Content, *, face: Face | None = None, scale: float = 1.0) -> Content:
        """The text in that face, with readings above it where they are wanted."""
        if self.ruby:
            return annotated(content, Readings(self.data.readings), face=face, scale=scale)
        return Rich((Run(content, face, scale),)) if isinstance(content, str) else content

    def lead(self, points: float) -> float:
        """A line's height, more where readings stand above it."""
        return points * 1.22 if self.ruby else points

    def has(self, part: str) -> bool:
        """Whether this part is wanted."""
        return has(self.parts, part)

    def metadata(self) -> Metadata:
        version = self.w._("Version {number}").format(number=self.data.version)
        return Metadata(f"{self.w._('Plan for the family')} {version}", self.office.name, self.w.language)

    def furniture(self) -> Furniture:
        _ = self.w._
        version = _("Version {number}").format(number=self.data.version)
        draft = "\u2002" + _("Draft") if self.data.draft else ""
        called = self.w.child(self.data.child_name)
        tab = _("For the family (draft)") if self.data.draft else _("For the family")
        if not self.data.to_child:
            tab = _("For the guardians (draft)") if self.data.draft else _("For the guardians")
        elif self.data.adult:
            tab = _("For the person (draft)") if self.data.draft else _("For the person")
        return Furniture(
            tab=Tab(tab),
            foot_left=_("Plan of {name}").format(name=called) + f"\u2002{version}{draft}",
            foot_right=f"{self.office.calls_itself} {self.office.section}".strip(),
            foot=self.sheet.foot,
            counted=self.w.sheets,
            notice=self.notice,
        )

    def story(self, tight: float) -> list[Flowable]:
        self.sheet = family(tight, ruby=self.ruby)
        head, opening = self._head(), self._opening()
        body = [*self._voices(), *([*self._hope(), *self._steps()] if self.has("goals") else [])]
        cards = self._cards() if self.has("contacts") else []
        first = [*head, *opening, *body, *cards]
        # the next date and the telephone number stand on the first sheet, however much was said
        if sum(_height(block) for block in first) > PAGE_BODY * 1.06:
            first = [*head, *cards, gap(self.sheet.gap), *opening, *body]
        tasks = self._tasks() if self.has("tasks") else []
        shared = self._shared() if self.has("shared") else []
        return [*first, *_closing(tasks, shared, self._signatures() if self.has("signatures") else [])]

    # ---- page 1 ------------------------------------------------------------------------------------------------------

    def _head(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        plain = self.sheet.note
        name = plain.but(face="mincho", size=12, leading=self.lead(19))
        right = plain.but(align="right")
        half = (WIDTH - 17) / 2
        guardians: list[Content] = [self.r(w.guardian(guardian)) for guardian in data.guardians]
        left: list[Flowable] = [JP(self.r(w.child(data.child_name)), name)] if data.to_child else []
        left += names_line(guardians, name, width=half) if guardians else []
        sender = " ".join(part for part in (self.office.name, self.office.section) if part)
        signed = f"{data.sender_role}\u2002{data.sender}".strip()
        title = _("The coming year's plan for {name}").format(name=data.called)
        return [
            JP(self.r(w.long(data.on)), plain),
            gap(11),
            SideBySide([left, [gap(16), JP(self.r(sender), right), JP(self.r(signed), right)]]),
            gap(9),
            TitleLine(self.sheet, self.r(title), below=8, spacing=0),
        ]

    def _opening(self) -> list[Flowable]:
        if not self.data.opening:
            return []
        return [JP(self.r(self.data.opening), self._prose())]

    def _prose(self) -> Style:
        return self.sheet.prose if self.w.japanese else self.sheet.prose.but(justify=False, indent=0.0)

    def _voices(self) -> list[Flowable]:
        wanted = {True: self.has("child-words"), False: self.has("guardian-words")}
        voices = [voice for voice in self.data.voices if voice.words and wanted[voice.child]]
        if not voices:
            return []
        widths = columns(23, 149)
        room = widths[0] - RIGHT_PAD
        names = [label_cell(self.r(voice.who), self.sheet.label, width=room) for voice in voices]
        rows = [Row([name, JP(self.r(v.words), self.sheet.quote)]) for name, v in zip(names, voices, strict=True)]
        table = Table(widths, rows, look=Look(pad=4, top=0, bottom=0, between=0, left_pad=0))
        heading = self._heading(self.w._("What you told us"), ruled=True)
        return section(heading, table, before=self.sheet.gap)

    def _heading(self, title: str, *, ruled: bool = False) -> PlainHeading:
        return PlainHeading(self.sheet, self.r(title), ruled=ruled)

    def _hope(self) -> list[Flowable]:
        if not self.data.hope:
            return []
        big = self.sheet.section.but(size=12.6, leading=self.lead(12.6 * 1.7))
        heading = self._heading(self.w._("What we hope for in a year"), ruled=True)
        box: Flowable = Box([JP(self.r(self.data.hope), big)], weight=1.2, radius=6, pad=(14, 8))
        if box.wrap(WIDTH)[1] > PAGE_BODY / 3:  # a box does not split
            box = JP(self.r(self.data.hope), self.sheet.quote)
        return section(heading, gap(1), box, before=self.sheet.gap)

    def _steps(self) -> list[Flowable]:
        data, _ = self.data, self.w._
        steps = [step for step in data.steps if step]
        if not steps:
            return []
        by = _("by {month}").format(month=self._month(data.steps_by)) if data.steps_by else ""
        title = _("The first steps {by}").format(by=by) if by else _("The first steps")
        style = self.sheet.quote
        items: list[Flowable] = [CheckItem(self.r(step), style) for step in steps]
        spaced = [part for item in items for part in (gap(3), item)]
        return section(self._heading(title, ruled=True), *spaced, before=self.sheet.gap)

    def _month(self, day: date | None) -> str:
        if day is None:
            return ""
        return f"{day.month}月" if self.w.japanese else f"{day:%B}"

    def _cards(self) -> list[Flowable]:
        boxes = [box for box in (self._meeting_card(), self._phone_card()) if box]
        if not boxes:
            return []
        together = Boxes(boxes) if len(boxes) > 1 else boxes[0]
        return [gap(self.sheet.gap), together]

    def _meeting_card(self) -> Box | None:
        meeting = self.data.meeting
        if meeting is None:
            return None
        year, day = self.w.year_and_day(meeting.on)
        line: Rich = rich(self.r(year + "\u2002" if year else "")) + self.r(day, face="bold", scale=1.6)
        parts = self._card(self.w._("When we meet next"), line, rest=meeting.lines)
        return Box(parts, weight=1.4, radius=6)

    def _phone_card(self) -> Box | None:
        if not self.office.phone:
            return None
        line = bold(self.office.phone, scale=1.6) + f"\u2002{self.data.sender.split()[0]}"
        line = rich(self.r(line))
        hours = (self.office.hours,) if self.office.hours else ()
        return Box(
            self._card(self.w._("If something worries you"), line, rest=(*hours, *self.data.urgent)),
            weight=0.5,
            radius=6,
        )

    def _card(self, title: str, line: Content, *, rest: tuple[str, ...]) -> list[Flowable]:
        note = self.sheet.note
        room = (WIDTH - 17) / 2 - 26
        return [
            JP(self.r(title, face="bold", scale=1.05), note.but(leading=self.lead(16))),
            gap(2),
            JP(line, fitted(line, note, width=room, smallest=7).but(leading=self.lead(29))),
            gap(1),
            *[JP(self.r(text), note.but(leading=self.lead(16.5))) for text in rest if text],
        ]

    # ---- page 2 ------------------------------------------------------------------------------------------------------

    def _tasks(self) -> list[Flowable]:
        _ = self.w._
        tasks = [task for task in self.data.tasks if task.what]
        if not tasks:
            return []
        dated = any(task.by for task in tasks)
        head = [_("Who"), _("What"), _("By when")] if dated else [_("Who"), _("What")]
        rows: list[list[Content]] = [
            [self.r(text) for text in ((t.who, t.what, t.by) if dated else (t.who, t.what))] for t in tasks
        ]
        widths = columns(44, 94, 34) if dated else columns(44, 128)
        table = listing(self.sheet, head, rows=rows, widths=widths, first_bold=True)
        return section(self._heading(_("What each of us does")), table, before=self.sheet.gap)

    def _shared(self) -> list[Flowable]:
        _ = self.w._
        story: list[Flowable] = []
        for shared in self.data.shared:
            if not shared.who:  # sentences that say to whom and what
                promise = JP(self.r(shared.not_told), self.sheet.cell)
                heading = self._heading(_("What we keep to ourselves"), ruled=True)
                story += section(heading, promise, before=self.sheet.gap)
                continue
            kept, title = (_("We do not tell"), shared.not_told), _("What we tell and do not tell: {who}")
            if self.data.to_child and shared.not_told:  # a name for what is kept back makes a child ask for it
                kept, title = (_("Anything else"), _("We ask you before we tell it.")), _("What we tell: {who}")
            rows = [(_("We tell"), shared.told), kept]
            cells = [
                Row([JP(self.r(label), self.sheet.label), JP(self.r(text), self.sheet.cell)])
                for label, text in rows
                if text
            ]
            if cells:
                table = Table(columns(34, 138), cells, look=Look(pad=self.sheet.pad))
                story += section(self._heading(title.format(who=shared.who)), table, before=self.sheet.gap)
        return story

    def _signatures(self) -> list[Flowable]:
        data, _ = self.data, self.w._
        sentences = [_("I was told about the plan and we talked about it.")]
        if data.consent_number:
            told = _("The school, hospital and others are told what the consent {number} allows.")
            sentences.append(told.format(number=data.consent_number))
        sentences.append(_("I can withdraw my agreement at any time. Nothing bad will come of it."))
        text = self.w.sentences(sentences)
        heading = self._heading(_("Please confirm"), ruled=True)
        child = (self.r(_("Signature of the child")), _("Date:"), "")
        guardian = (self.r(_("Signature of the guardian")), self.r(_("Relation:")), "")
        explained = (self.r(_("Explained by")), self.w.long(data.explained_on), data.sender)
        signing = [*([child] if data.to_child else []), *([] if data.adult else [guardian]), explained]
        rows = signature_rows(self.sheet, *signing)
        prose = self.sheet.prose.but(indent=0.0, justify=self.w.japanese)
        copies = _("You need not sign if you cannot. There are two copies; one is for you.")
        if data.adult:
            copies = _("You need not sign if you cannot. We keep one of the two copies and give you the other.")
        note = JP(self.r(copies), self.sheet.note)
        return section(heading, JP(self.r(text), prose), gap(4), *rows, gap(6), note, before=self.sheet.gap)


def _closing(tasks: list[Flowable], shared: list[Flowable], signed: list[Flowable]) -> list[Flowable]:
    """Who does what, what is told, and where to sign: the place to sign is never alone on a sheet, and a short table is
    not torn for its last rows."""
    if signed and not shared:
        return not_alone(tasks, signed)
    short = sum(_height(block) for block in tasks) <= PAGE_BODY / 4
    return [*(whole(tasks) if short else tasks), *not_alone(shared, signed)]


def _height(block: Flowable) -> float:
    before = float(block.getSpaceBefore())
    return before + float(block.wrap(WIDTH, 10000)[1]) if not _breaks(block) else 0.0


def _breaks(block: Flowable) -> bool:
    return type(block).__name__ == "CondPageBreak"
