"""関係機関に渡す頁: what a school, hospital or service does in a plan, and no more of it than a consent covers.

Like every paper for the outside it names what is given and what is not, the consent, and 提供記録. Needs, opinions, the
family, register numbers and diseases have no place here, so there are no fields for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from caseapp.documents.blocks import PlainHeading, SideBySide, Spoken, gap, not_alone, section
from caseapp.documents.catalogue import Parts, has
from caseapp.documents.grid import Furniture, Metadata, Tab, build, fraction
from caseapp.documents.outward import warning
from caseapp.documents.read_models import PrintLine
from caseapp.documents.tables import columns, facts, listing
from caseapp.documents.text import JP, Content
from caseapp.documents.type_styles import Sheet, letter
from caseapp.documents.wording import Wording


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the recipient is asked to do: `what` with how often, until when it is looked at again."""

    goal: str
    what: str
    by: date | None = None


@dataclass(frozen=True, kw_only=True)
class Other:
    """What somebody else does in the same plan."""

    who: str
    what: str


@dataclass(frozen=True, kw_only=True)
class PartnerPlanPaper:
    """The page. `recipient` is one of the bodies the consent names; `draft`: it is not entered as handed over yet."""

    on: date
    draft: bool = False
    recipient: str
    child_name: str
    child_kana: str = ""
    child_class: str = ""
    child_birth_date: date | None = None
    called: str
    version: int = 1
    period_from: date | None = None
    period_to: date | None = None
    purpose: str = ""
    items: tuple[str, ...] = ()
    not_given: str = ""
    consent_number: str
    consent_on: date | None = None
    consent_by: str = ""
    consent_until: date | None = None
    requests: tuple[Request, ...] = ()
    others: tuple[Other, ...] = ()
    child_words: str = ""
    next_review_on: date | None = None
    contact: str = ""
    disclosure_number: str = ""
    method: str = ""


def render(data: PartnerPlanPaper, *, language: str, printed: PrintLine, parts: Parts = None) -> bytes:
    """The PDF."""
    page = _Page(data, Wording(language), printed=printed, parts=parts)
    return build(page.story, page.furniture(), metadata=page.metadata())


class _Page:
    """One page being set."""

    def __init__(self, data: PartnerPlanPaper, wording: Wording, *, printed: PrintLine, parts: Parts) -> None:
        self.data, self.w, self.office, self.parts = data, wording, printed.office, parts
        self.sheet: Sheet = letter()

    def metadata(self) -> Metadata:
        number = self.data.disclosure_number
        return Metadata(
            f"{self.w._('Plan page for an organization')} {number}".strip(), self.office.name, self.w.language
        )

    def furniture(self) -> Furniture:
        _ = self.w._
        tab = _("For the recipient (draft)") if self.data.draft else _("For the recipient")
        draft = "\u2002" + _("Draft") if self.data.draft else ""
        number = self.data.disclosure_number
        record = _("Disclosure no. {number}").format(number=number) if number else ""
        return Furniture(
            tab=Tab(tab, every_page=True),
            foot_left=f"{_('Plan page for an organization')}\u2002{record}{draft}".strip(),
            foot_right=_("Handle with care"),
            foot=self.sheet.foot,
            counted=fraction,
        )

    def story(self, tight: float) -> list[Flowable]:
        self.sheet = letter(tight)
        body = [*self._head(), self._facts(), *self._requests(), *self._others(), *self._words(), *self._next()]
        return [*body, *not_alone([], [*warning(self.w, self.sheet), *self._contact()])]

    def _head(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        voice = self.sheet.note.but(face="mincho", size=11, leading=18)
        right = voice.but(align="right")
        sender = " ".join(part for part in (self.office.name, self.office.section) if part)
        to: list[Flowable] = [JP(_("To {name}").format(name=data.recipient), voice)]
        title = _("What we ask of you in the plan for {name}").format(name=data.called)
        prose = self.sheet.prose if w.japanese else self.sheet.prose.but(justify=False, indent=0.0)
        opening = _(
            "Thank you for your help. From the support plan of {name} we tell you what concerns you, "
            "within the consent named below."
        )
        return [
            gap(16),
            JP(w.long(data.on), right),
            SideBySide([to, [gap(9), JP(sender, right)]]),
            gap(9),
            JP(title, self.sheet.title.but(align="left")),
            gap(6),
            JP(opening.format(name=data.called), prose.but(size=11, leading=self.sheet.prose.leading * 0.9)),
            gap(7),
        ]

    def _facts(self) -> Flowable:
        w, data, _ = self.w, self.data, self.w._
        born = _("born {date}").format(date=w.long(data.child_birth_date)) if data.child_birth_date else ""
        child = "\u2002".join(
            part for part in (data.child_name + w.bracketed(data.child_kana), data.child_class, born) if part
        )
        period = w.period(data.period_from, data.period_to)
        rows: list[list[tuple[str, Content]]] = [
            [(_("The child"), child)],
            [(_("Purpose"), data.purpose)],
            [(_("What is given"), w.listed(data.items))],
            [(_("What is not given"), data.not_given)],
            [(_("Ground"), self._ground())],
            [(_("Plan period"), period)],
        ]
        shown = [row for row in rows if row[0][1]]
        return facts(self.sheet, shown, widths=columns(*((34, 138) if w.japanese else (44, 128))))

    def _ground(self) -> str:
        w, data, _ = self.w, self.data, self.w._
        signed = "\u2002".join(part for part in (w.long(data.consent_on), data.consent_by) if part)
        ground = _("Consent no. {number}").format(number=data.consent_number) + w.bracketed(signed)
        if data.consent_until is None:
            return ground
        until = _("Valid until {date}. It can be withdrawn at any time.").format(date=w.long(data.consent_until))
        return f"{ground}\n{until}"

    def _requests(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        goals, tasks = has(self.parts, "goals"), has(self.parts, "tasks")
        if not data.requests or not (goals or tasks):
            return []
        wanted = [goals, tasks, True]
        names = (_("Goal"), _("What we ask of you"), _("By when"))
        head: list[Content] = [name for name, here in zip(names, wanted, strict=True) if here]
        rows: list[list[Content]] = []
        for place, one in enumerate(data.requests):
            same = place > 0 and data.requests[place - 1].goal == one.goal
            texts = ("〃" if same else one.goal, one.what, w.month(one.by))
            rows.append([text for text, here in zip(texts, wanted, strict=True) if here])
        widths = columns(*([54.0] * goals + [96.0 if goals else 150.0] * tasks + [22.0]))
        table = listing(self.sheet, head, rows=rows, widths=widths)
        return section(PlainHeading(self.sheet, _("What we ask of you")), table, before=self.sheet.gap)

    def _others(self) -> list[Flowable]:
        _ = self.w._
        if not self.data.others or not has(self.parts, "others"):
            return []
        rows: list[list[Content]] = [[other.who, other.what] for other in self.data.others]
        table = listing(self.sheet, [_("Who"), _("What")], rows=rows, widths=columns(54, 118))
        return section(PlainHeading(self.sheet, _("What others do")), table, before=self.sheet.gap)

    def _words(self) -> list[Flowable]:
        if not self.data.child_words or not has(self.parts, "child-words"):
            return []
        heading = PlainHeading(self.sheet, self.w._("Words of the child"), ruled=True)
        return section(heading, Spoken(self.data.child_words, self.sheet.quote), before=self.sheet.gap)

    def _next(self) -> list[Flowable]:
        w, _ = self.w, self.w._
        if self.data.next_review_on is None:
            return []
        said = _("We look at the plan again on {date}. Please tell us before how it goes on your side.")
        heading = PlainHeading(self.sheet, _("From here on"), ruled=True)
        text = said.format(date=w.long(self.data.next_review_on))
        return section(heading, JP(text, self.sheet.note), before=self.sheet.gap)

    def _contact(self) -> list[Flowable]:
        data, _ = self.data, self.w._
        style = self.sheet.note
        phone = " ".join(part for part in (self.office.phone, self.w.bracketed(self.office.hours)) if part)
        left = [JP(_("Contact: {who}").format(who=data.contact), style)]
        left += [JP(_("Phone {number}").format(number=phone), style)] if phone else []
        right: list[Flowable] = []
        if data.disclosure_number:
            right.append(JP(_("Disclosure no. {number}").format(number=data.disclosure_number), style))
        if data.method:
            right.append(JP(_("Sent by: {method}").format(method=data.method), style))
        return [gap(11), SideBySide([left, right], shares=(0.72, 0.28))]
