"""情報提供書: the letter and its annexes. What is given and what is not, on which consent, for whom, until when.

No register number, no opinion, no other child: there are no fields for them. The child's name stands in the text only,
never in head, foot or the PDF's metadata.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from reportlab.platypus import Flowable, PageBreak

from caseapp.documents.blocks import PAGE_BODY, PlainHeading, SideBySide, Spoken, TitleLine, gap, section, whole
from caseapp.documents.catalogue import Parts, has
from caseapp.documents.frames import Arrowed, Box, SealPlace
from caseapp.documents.grid import WIDTH, Furniture, Metadata, Tab, build, fraction
from caseapp.documents.outward import warning
from caseapp.documents.read_models import PrintLine
from caseapp.documents.tables import columns, facts, listing
from caseapp.documents.text import JP, Content
from caseapp.documents.type_styles import Sheet, letter
from caseapp.documents.wording import Wording
from caseapp.rules.problem import N_, Problem, Refused


@dataclass(frozen=True, kw_only=True)
class Steps:
    """What to do in which order: up to four (head, text) boxes, and under them what must never be waited for."""

    title: str
    boxes: tuple[tuple[str, str], ...]
    alarm: str = ""


@dataclass(frozen=True, kw_only=True)
class Requests:
    """A table under a heading."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Words of the child, and under them how they may be used."""

    title: str
    words: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Phones:
    """Whom to call in which order: (who, number)."""

    title: str
    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A heading and sentences."""

    title: str
    text: str


Part: TypeAlias = Steps | Requests | Quote | Phones | Passage


@dataclass(frozen=True, kw_only=True)
class Annex:
    """別紙: one matter in detail."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class InformationLetterPaper:
    """The letter. All of `items`, `not_given`, `purpose`, `readers`, `storage` and the consent are required.

    `keeps_back`: what is not given says a lot by itself, so it is named only when somebody wants that part.
    `ground` is used instead of the consent where something else allows it (法令, 緊急).
    """

    number: str
    on: date
    draft: bool = False
    addressee: tuple[str, ...]
    subject: str
    opening: tuple[str, ...]
    child_name: str
    child_kana: str = ""
    child_class: str = ""
    child_birth_date: date | None = None
    purpose: str
    items: tuple[str, ...]
    not_given: str
    keeps_back: bool = False
    consent_number: str = ""
    consent_on: date | None = None
    consent_by: str = ""
    consent_until: date | None = None
    ground: str = ""
    readers: str
    storage: str
    contact: str
    disclosure_number: str
    method: str = ""
    annexes: tuple[Annex, ...] = ()


def render(data: InformationLetterPaper, *, language: str, printed: PrintLine, parts: Parts = frozenset()) -> bytes:
    """The PDF. Raises Refused when what a letter must always say is missing."""
    _check(data)
    page = _Letter(data, Wording(language), printed=printed, parts=parts)
    return build(page.story, page.furniture(), metadata=page.metadata())


def _check(data: InformationLetterPaper) -> None:
    consent = data.consent_number and data.consent_by and data.consent_until
    missing = [
        problem
        for present, problem in (
            (data.addressee, Problem("addressee", N_("Name who receives the letter."))),
            (data.purpose, Problem("purpose", N_("Say what the information is for."))),
            (data.items, Problem("items", N_("List what is given."))),
            (data.not_given, Problem("not_given", N_("Say what is not given."))),
            (data.readers, Problem("readers", N_("Say who may read it."))),
            (data.storage, Problem("storage", N_("Say how it is kept and returned or destroyed."))),
            (
                consent or data.ground,
                Problem("consent_number", N_("Name the consent, who gave it and until when, or another ground.")),
            ),
        )
        if not present
    ]
    if missing:
        raise Refused(missing)


class _Letter:
    """One letter being set."""

    def __init__(self, data: InformationLetterPaper, wording: Wording, *, printed: PrintLine, parts: Parts) -> None:
        self.data, self.w, self.office, self.notice = data, wording, printed.office, printed.notice
        self.says_not_given = not data.keeps_back or has(parts, "not-given")
        self.sheet: Sheet = letter()

    def metadata(self) -> Metadata:
        return Metadata(f"{self.w._('Information letter')} {self.data.number}", self.office.name, self.w.language)

    def furniture(self) -> Furniture:
        _ = self.w._
        tab = _("For the recipient (draft)") if self.data.draft else _("For the recipient")
        draft = "\u2002" + _("Draft") if self.data.draft else ""
        return Furniture(
            tab=Tab(tab, every_page=True),
            foot_left=self.data.number + draft,
            foot_right=_("Handle with care"),
            foot=self.sheet.foot,
            counted=fraction,
            notice=self.notice,
        )

    def story(self, tight: float) -> list[Flowable]:
        self.sheet = letter(tight)
        story = [*self._head(tight), *self._opening(), self._facts(), *warning(self.w, self.sheet), *self._contact()]
        for number, annex in enumerate(self.data.annexes, 1):
            story += [PageBreak(), *self._annex(annex, number)]
        return story

    # ---- the letter ----------------------------------------------------------

    def _head(self, tight: float) -> list[Flowable]:
        data, _ = self.data, self.w._
        air = tight if self.w.japanese else 0.3  # English says the same in more lines
        voice = self.sheet.note.but(face="mincho", size=11, leading=18)
        right = voice.but(align="right")
        sender = [self.office.head or self.office.name]
        return [
            gap(20 * air),
            JP(data.number, right),
            JP(self.w.long(data.on), right),
            *[JP(line, voice) for line in data.addressee],
            SealPlace(sender, voice, word=_("Seal")),
            gap(22 * air),
            JP(data.subject, self.sheet.title),
            gap(20 * air),
        ]

    def _opening(self) -> list[Flowable]:
        prose = self.sheet.prose.but(size=11, leading=self.sheet.prose.leading * 0.9)
        if not self.w.japanese:
            prose = prose.but(justify=False, indent=0.0)
        mark = [gap(8), JP("記", prose.but(align="center", indent=0.0)), gap(8)] if self.w.japanese else [gap(9)]
        return [*[JP(text, prose) for text in self.data.opening], *mark]

    def _facts(self) -> Flowable:
        w, data, _ = self.w, self.data, self.w._
        born = _("born {date}").format(date=w.long(data.child_birth_date)) if data.child_birth_date else ""
        child = "\u2002".join(
            part for part in (data.child_name + w.bracketed(data.child_kana), data.child_class, born) if part
        )
        numbered = len(data.items) > 1
        items = "\n".join(f"{n}\u2002{item}" if numbered else item for n, item in enumerate(data.items, 1))
        if data.annexes:
            items += "\n" + _("Details: annexes ({count})").format(count=len(data.annexes))
        not_given: list[list[tuple[str, Content]]] = [[(_("What is not given"), data.not_given)]]
        if not self.says_not_given:
            not_given = []
        rows: list[list[tuple[str, Content]]] = [
            [(_("The child"), child)],
            [(_("Purpose"), data.purpose)],
            [(_("What is given"), items)],
            *not_given,
            [(_("Ground"), self._ground())],
            [(_("Who may read it"), data.readers)],
            [(_("Keeping and destroying"), data.storage)],
        ]
        return facts(self.sheet, rows, widths=columns(*((34, 138) if w.japanese else (44, 128))))

    def _ground(self) -> str:
        w, data, _ = self.w, self.data, self.w._
        if not (data.consent_number and data.consent_until):  # a consent without an end stands in the ground as written
            return data.ground
        signed = "\u2002".join(part for part in (w.long(data.consent_on), data.consent_by) if part)
        first = _("Consent no. {number}").format(number=data.consent_number) + w.bracketed(signed)
        until = _("Valid until {date}. It can be withdrawn at any time.").format(date=w.long(data.consent_until))
        return "\n".join(part for part in (first, until, data.ground) if part)

    def _contact(self) -> list[Flowable]:
        data, _ = self.data, self.w._
        style = self.sheet.note
        phone = " ".join(part for part in (self.office.phone, self.w.bracketed(self.office.hours)) if part)
        left = [JP(_("Contact: {who}").format(who=data.contact), style)]
        if phone:
            left.append(JP(_("Phone {number}").format(number=phone), style))
        right = [JP(_("Disclosure no. {number}").format(number=data.disclosure_number), style)]
        if data.method:
            right.append(JP(_("Sent by: {method}").format(method=data.method), style))
        return whole([gap(11), SideBySide([left, right], shares=(0.72, 0.28))])

    # ---- annexes -------------------------------------------------------------

    def _annex(self, annex: Annex, number: int) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        word = _("Annex") if len(data.annexes) == 1 else _("Annex {number}").format(number=number)
        who = "\u2002".join(part for part in (w.child(data.child_name), data.child_class) if part)
        sheet = self.sheet
        title = TitleLine(
            _with_title(sheet), f"{word}\u2002{annex.title}", note=who, below=6, spacing=0
        )  # fmt: skip
        story: list[Flowable] = [title]
        for count, part in enumerate(annex.parts):
            story += self._part(part, before=8.0 if count == 0 else sheet.gap)
        return story

    def _part(self, part: Part, *, before: float) -> list[Flowable]:
        sheet = self.sheet
        if isinstance(part, Steps):
            return section(PlainHeading(sheet, part.title), *self._steps(part), before=before)
        if isinstance(part, Requests):
            return section(PlainHeading(sheet, part.title), self._requests(part), before=before)
        if isinstance(part, Phones):
            return section(PlainHeading(sheet, part.title), self._phones(part), before=before)
        heading = PlainHeading(sheet, part.title, ruled=True)
        if isinstance(part, Quote):
            quote = sheet.quote.but(size=11.2)
            note = [gap(4), JP(part.note, sheet.note)] if part.note else []
            return section(heading, Spoken(part.words, quote), *note, before=before)
        return section(heading, JP(part.text, sheet.note), before=before)

    def _steps(self, part: Steps) -> Sequence[Flowable]:
        head = self.sheet.label.but(align="center")
        boxes = Arrowed([(JP(title, head), JP(text, self.sheet.cell)) for title, text in part.boxes])
        blocks: list[Flowable] = [gap(2), boxes]
        if boxes.wrap(WIDTH)[1] > PAGE_BODY / 3:  # boxes do not split: long steps go into a table
            blocks = [facts(self.sheet, [[step] for step in part.boxes], widths=columns(40, 132))]
        if part.alarm:
            big = self.sheet.section.but(leading=self.sheet.section.size * 1.5)
            blocks += [gap(8), Box([JP(part.alarm, big)], weight=1.8, pad=(11, 9))]
        return blocks

    def _requests(self, part: Requests) -> Flowable:
        count = len(part.head)
        widths = columns(26, 91, 55) if count == 3 else columns(*([1.0] * count))
        return listing(self.sheet, part.head, rows=part.rows, widths=widths)

    def _phones(self, part: Phones) -> Flowable:
        # two columns, numbers at a fixed place, read downwards
        named = [(f"{n}\u2002{who}", number) for n, (who, number) in enumerate(part.numbers, 1)]
        half = (len(named) + 1) // 2
        right = [*named[half:], *([("", "")] * (half - len(named[half:])))]
        rows = [[left, other] for left, other in zip(named[:half], right, strict=True)]
        return facts(self.sheet, rows, widths=columns(49, 37, 49, 37))


def _with_title(sheet: Sheet) -> Sheet:
    return Sheet(
        **{**sheet.__dict__, "title": sheet.title.but(align="left", size=14.5), "note": sheet.note.but(size=10.2)}
    )
