"""引継書: one child for somebody who has never met it, on one page where it can be; stays in the office.

First the three lines and what must not be done; then what is not finished, the people, what was, what worked, and the
state of the hand-over itself with the places to sign. What nobody knows says 未確認; what there is none of says なし.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from caseapp.documents import office_form
from caseapp.documents.blocks import (
    PAGE_BODY,
    OfficeHeading,
    SideBySide,
    TitleLine,
    gap,
    not_alone,
    section,
    side_by_side,
)
from caseapp.documents.catalogue import Parts, has
from caseapp.documents.frames import Box, Danger
from caseapp.documents.grid import MM, WIDTH
from caseapp.documents.handover_frames import SignedBy, ThreeLines
from caseapp.documents.read_models import ChildHead, PrintLine
from caseapp.documents.tables import columns, facts, listing
from caseapp.documents.text import JP, Content, Rich, bold, mincho, rich, text_width
from caseapp.documents.wording import Wording

_HEAD_SHARES = (0.3, 0.7)


@dataclass(frozen=True, kw_only=True)
class HandoverRule:
    """What must not be done or said; `secret`: nobody outside may learn it (【秘匿】, only here and first)."""

    rule: str
    reason: str = ""
    secret: bool = False


@dataclass(frozen=True, kw_only=True)
class HandoverItem:
    """Something that is not finished: by when, with whom, how it stands. `heavy`: it cannot be mended later."""

    due: date | None
    text: str
    whom: str = ""
    state: str = ""
    heavy: bool = False


@dataclass(frozen=True, kw_only=True)
class HandoverPerson:
    """Somebody who matters: how to reach, when to call, what to know."""

    name: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class HandoverEvent:
    """One thing of the path so far."""

    on: date
    text: str


@dataclass(frozen=True, kw_only=True)
class HandoverPaper:
    """Everything on the sheet. `draft`: it was not handed over yet. `more_items` are open items beyond those shown.

    `consents`, `plan`, `introduction` and `paper_records` are the state of the hand-over in words. `given_on` and
    `acknowledged_on` are the days on which it was done; `question` and `answer` what went to and fro then.
    """

    number: str
    child: ChildHead
    age: str = ""
    illness: str = ""
    care: str = ""
    certificate_to: date | None = None
    giver: str = ""
    taker: str = ""
    on: date | None = None
    made_on: date
    draft: bool = False
    person: str = ""
    now: str = ""
    next_step: str = ""
    forbidden: tuple[HandoverRule, ...] = ()
    items: tuple[HandoverItem, ...] = ()
    more_items: int = 0
    people: tuple[HandoverPerson, ...] = ()
    events: tuple[HandoverEvent, ...] = ()
    worked: str = ""
    not_worked: str = ""
    introduction: str = ""
    consents: str = ""
    plan: str = ""
    paper_records: str = ""
    given_on: date | None = None
    acknowledged_on: date | None = None
    question: str = ""
    answer: str = ""


def render(data: HandoverPaper, *, language: str, printed: PrintLine, parts: Parts = None) -> bytes:
    """The PDF."""
    return _Sheet(data, Wording(language), printed=printed, parts=parts).pdf()


class _Sheet(office_form.OfficeForm[HandoverPaper]):
    """One sheet being set."""

    def title(self) -> str:
        return self.w._("Hand-over sheet")

    def numbered(self) -> str:
        return self.data.number

    def story(self, tight: float) -> list[Flowable]:
        self.begin(tight)
        story: list[Flowable] = [
            TitleLine(self.sheet, self.title(), note=self._from_to()),
            self._head(),
            gap(8),
            *self._three_lines(),
            *self._danger(),
            *self._open_items(),
            *self._people_and_path(),
        ]
        experience = self._experience()
        last = [*self._state(), *(self._signatures() if has(self.parts, "signatures") else [])]
        return [*story, *not_alone(experience, last)]

    # ---- the parts, from above

    def _from_to(self) -> Content:
        """小林 由美(〜R9.3.31)→ 次の担当者　作成 R8.11.21; a sheet that was not handed over says 案."""
        w, data, _ = self.w, self.data, self.w._
        until = w.bracketed(f"〜{w.short(data.on)}" if w.japanese else w.short(data.on)) if data.on else ""
        arrow = f"{data.giver or _('nobody in charge')}{until} → {data.taker or _('the next worker')}"
        made = _("made {date}").format(date=w.short(data.made_on))
        draft = "\u2003" + _("draft") if data.draft else ""
        return f"{arrow}\u2003{made}{draft}"

    def _head(self) -> Flowable:
        """Name with its reading at the left, what one must know of the child at the right."""
        w, data, sheet, _ = self.w, self.data, self.sheet, self.w._
        child = data.child
        left: list[Flowable] = [JP(child.kana or " ", sheet.note), self._name(child.name)]
        born = _("born {date}").format(date=w.short(child.birth_date))
        until = _("certificate until {date}").format(date=w.short(data.certificate_to)) if data.certificate_to else ""
        number = _("register no. {number}").format(number=data.number)
        first: Rich = rich(f"{born}\u2002") + bold(data.age) + f"\u2002{w.plain(child.school)}\u2002{number}"
        lines: list[Content] = [first, f"{w.office(data.illness)}\u2002{until}".rstrip()]
        if data.care:
            lines.append(_("Medical care: {care}").format(care=data.care))
        right: list[Flowable] = [gap(3), *(JP(line, sheet.prose) for line in lines)]
        return Box([SideBySide([left, right], gutter=4 * MM, shares=_HEAD_SHARES)], weight=0.8, pad=(9, 6))

    def _name(self, name: str) -> Flowable:
        """The name large; smaller where it would take a third line."""
        cell = self.sheet.cell
        room = 2 * WIDTH * _HEAD_SHARES[0] * 0.9
        scale = max(1.1, min(2.1, room / max(1.0, text_width(mincho(name), cell))))
        return JP(mincho(name, scale=scale), cell.but(leading=cell.size * scale * 1.25))

    def _three_lines(self) -> list[Flowable]:
        _, data, w = self.w._, self.data, self.w
        rows = (
            (_("Who it is"), data.person),
            (_("Now"), data.now),
            (_("The next step"), data.next_step),
        )
        title = _("Three lines for somebody who has never met the child")
        said = [(label, w.office(text.strip())) for label, text in rows]
        frame = ThreeLines(self.sheet, title, said)
        if frame.wrap(WIDTH)[1] <= PAGE_BODY / 2:
            return [frame]
        long: list[list[tuple[str, Content]]] = [[pair] for pair in said]  # more than three lines: it may be parted
        return [JP(title, self.sheet.section), gap(3), facts(self.sheet, long, widths=columns(22, 150))]

    def _danger(self) -> list[Flowable]:
        if not self.data.forbidden:
            return []
        lines: list[Flowable] = []
        for one in sorted(self.data.forbidden, key=lambda rule: not rule.secret):
            mark = self.w._("[Secret]") if one.secret else ""
            lines.append(JP(bold(mark + one.rule) + self.w.bracketed(one.reason), self.sheet.prose))
        label = self.w._("Must not be done")
        return [gap(8), Danger(lines, label=label.replace(" ", "\n") if self.w.japanese else label)]

    def _open_items(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        heading = self.heading(_("What is not finished"), note=_("in order of the date"))
        if not data.items:
            return section(heading, JP(_("Nothing is open."), self.sheet.prose), before=self.sheet.gap)
        rows: list[list[Content]] = []
        for item in data.items:
            cells: list[Content] = [w.short(item.due) or "―", item.text, item.whom or "―", item.state or "―"]
            rows.append([bold(str(cell)) for cell in cells] if item.heavy else cells)
        head: list[Content] = [_("Due on"), _("What to do"), _("With whom"), _("How it stands")]
        body: list[Flowable] = [listing(self.sheet, head, rows=rows, widths=columns(20, 84, 33, 35), first_bold=False)]
        if data.more_items:
            more = _("and {count} more: see the record").format(count=data.more_items)
            body += [gap(2), JP(more, self.sheet.note)]
        return section(heading, *body, before=self.sheet.gap)

    def _people_and_path(self) -> list[Flowable]:
        _, data, w, half = self.w._, self.data, self.w, (WIDTH - 6 * MM) / 2
        people: list[tuple[str, str]] = [(p.name, w.office(p.about)) for p in data.people]
        path = [(w.short(event.on), event.text) for event in data.events]
        titles = (_("People who matter"), _("So far (what mattered)"))
        left = [self.heading(titles[0]), self._pairs(people, (32, 51), half)]
        right = [self.heading(titles[1]), self._pairs(path, (21, 62), half)]
        again = [OfficeHeading(self.sheet, title, note=_("continued")) for title in titles]
        return [gap(self.sheet.gap), *side_by_side(left, right, again=again)]

    def _pairs(self, pairs: list[tuple[str, str]], widths: tuple[float, float], room: float) -> Flowable:
        if not pairs:
            return JP(self.w._("Not recorded."), self.sheet.prose)
        rows = [[(label, text)] for label, text in pairs]
        return facts(self.sheet, rows, widths=columns(*widths, total=room))

    def _experience(self) -> list[Flowable]:
        _, data = self.w._, self.data
        heading = self.heading(_("What worked, what did not"), ruled=True)
        lines: list[Flowable] = [
            JP(f"{mark}\u2002{line.strip()}", self.sheet.prose)
            for mark, text in (("○", data.worked), ("×", data.not_worked))
            for line in text.splitlines()
            if line.strip()
        ]
        return section(
            heading,
            *(lines or [JP(_("(the worker before has not written anything yet)"), self.sheet.prose)]),
            before=self.sheet.gap,
        )

    def _state(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        unwritten = _("not written yet")
        rows: list[list[tuple[str, Content]]] = [
            [
                (_("Introducing the successor"), data.introduction or unwritten),
                (_("Consents"), w.office(data.consents)),
            ],
            [(_("Support plan"), w.office(data.plan)), (_("Paper records"), data.paper_records or unwritten)],
        ]
        if data.question or data.answer:
            rows.append([(_("Question of the successor"), data.question), (_("Answer"), data.answer or "―")])
        widths = (34, 56, 18, 64) if w.japanese else (34, 54, 26, 58)
        heading = self.heading(_("State of the hand-over"))
        return section(heading, facts(self.sheet, rows, widths=columns(*widths)), before=self.sheet.gap)

    def _signatures(self) -> list[Flowable]:
        w, data, _ = self.w, self.data, self.w._
        taken = data.taker if data.acknowledged_on else ""
        confirmed = _("confirmed {date}").format(date=w.short(data.acknowledged_on)) if data.acknowledged_on else ""
        cells = (
            (_("Worker before"), data.giver if data.given_on else "", ""),
            (_("Day it was handed over"), w.short(data.given_on), ""),
            (_("Worker after"), taken, confirmed),
            (_("Head of section"), "", ""),
        )
        return [gap(9), SignedBy(self.sheet, cells)]
