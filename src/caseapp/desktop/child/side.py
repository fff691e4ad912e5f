"""At the right of the child's page: what comes next, the plan, the family and those one works with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from caseapp.casework.views import ChildPage, StageProposal
from caseapp.desktop.child.due_words import due_chip
from caseapp.desktop.child.words import (
    confirmed_words,
    days_left,
    member_line,
    plain_day,
    plan_title,
    relationship,
)
from caseapp.desktop.kit.chips import Chip, chip_width, column_width, paint_chip
from caseapp.desktop.kit.lists import Head, ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.masking import hidden, masked
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import draw, draw_line, width_of, wrap
from caseapp.desktop.plan.course_chart import course_line, course_words, paint_course
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.desktop.transition import words as transition_words
from caseapp.rules import dates
from caseapp.rules.age import age_on
from caseapp.rules.child import Child, FamilyMember
from caseapp.rules.child_durations import minutes_words
from caseapp.rules.child_facts import ActivityGuidance, Allowance, Device, ServiceUse
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.organization import Liaison, Organization
from caseapp.rules.plan_course import Course
from caseapp.rules.transition import CHILD, GUARDIAN, OFFERED_FROM, TransitionCheck
from caseapp.words import codes, language
from caseapp.words.language import _, ngettext
from caseapp.words.quotas import balance_words

_MOST_LINES = 3


Opens = tuple[str, tuple[tuple[str, str], ...]]
"""A page and the arguments it is opened with."""


@dataclass(frozen=True)
class Step:
    """A next action, an answer one waits for, or what the path proposes."""

    chip: Chip
    text: str
    worker: str = ""
    follow_up: FollowUp | None = None
    liaison: Liaison | None = None
    proposal: StageProposal | None = None

    @property
    def key(self) -> str:
        if self.proposal:
            return f"proposal:{self.proposal.key}"
        return self.follow_up.id if self.follow_up else self.liaison.id if self.liaison else ""

    @property
    def spoken(self) -> str:
        return "、".join(part for part in (self.chip.words, self.text, self.worker) if part)


@dataclass(frozen=True)
class Person:
    """Somebody or something with an icon: bold words, an aside, a line below. `opens`: page and arguments; `calls`: the
    member of the family whose number is shown instead. `courses` are drawn in place of `below`, which says the same."""

    key: str
    icon: str
    name: str
    aside: str = ""
    below: str = ""
    red: bool = False
    opens: Opens = ("", ())
    calls: str = ""
    courses: tuple[Course, ...] = ()

    @property
    def spoken(self) -> str:
        return "、".join(part for part in (self.name, self.aside, self.below) if part)


Line = Step | Person


def _to(page: str, **args: str) -> Opens:
    return page, tuple(args.items())


def rows(view: ChildPage, *, today: date, style: dates.Style = "era", me: str = "") -> list[Head | Line]:
    """The heads and lines of the side list."""
    steps = _steps(view, today=today, me=me)
    found: list[Head | Line] = [Head(_("What comes next"), remark=_count(len(steps)))]
    found += steps or [Head(_("Nothing is planned."), empty=True)]
    found += _proposals(view, today=today)
    found += _plan(view, today=today, style=style)
    found += _transition(view, today=today, style=style)
    found += _quotas(view)
    people = _people(view, today=today, style=style)
    found.append(Head(_("Family and those around"), remark=str(len(people)) if people else ""))
    found += people or [Head(_("No family member is recorded yet."), empty=True)]
    facts = fact_lines(view.child, today=today, style=style)
    if facts:
        found.append(Head(_("Devices and services")))
        found += facts
    return found


def fact_lines(child: Child, *, today: date, style: dates.Style) -> list[Line]:
    """What the child lives with and on: devices with their batteries, 管理指導表, 手帳, 手当, services."""
    lines = [
        *(_device(device, today=today, style=style) for device in child.devices),
        *(_guidance(each, style) for each in newest_guidance(child.guidance)),
        *(
            _paper("handbook", book, book.grade, book.disability, ends=book.valid_to, today=today, style=style)
            for book in child.handbook_list
        ),
        *(
            _paper("allowance", each, each.grade, _state(each), ends=each.review_on, today=today, style=style)
            for each in child.allowance_list
        ),
        *(_service(each, today=today, style=style) for each in child.services),
    ]
    opens = _to("child_form", child_id=child.id, part="devices")
    return [replace(line, opens=opens) for line in lines]


def newest_guidance(forms: Sequence[ActivityGuidance]) -> list[ActivityGuidance]:
    """The newest form of each kind."""
    found: dict[str, ActivityGuidance] = {}
    for form in sorted(forms, key=lambda each: each.issued_on or date.min):
        found[form.kind] = form
    return list(found.values())


def _device(device: Device, *, today: date, style: dates.Style) -> Person:
    speech = language.current()
    battery = [minutes_words(m, speech) for m in (device.battery_minutes, device.spare_minutes) if m]
    lasts = _("battery {time}").format(time=" + ".join(battery)) if battery else ""
    night = _("day and night {phone}").format(phone=device.night_phone) if device.night_phone else device.phone
    stale = confirmed_words(device.confirmed_on, today=today, style=style)
    below = " ・ ".join(part for part in (lasts, device.supplier, hidden(night), stale) if part)
    kind = codes.load("device").short(device.kind)
    return Person(f"device:{device.id}", "bolt", kind, device.name, below)


def _guidance(form: ActivityGuidance, style: dates.Style) -> Person:
    level = codes.load("activity_level").short(form.level)
    issued = dates.short_date(form.issued_on, style) if form.issued_on else ""
    below = " ・ ".join(part for part in (form.clubs, form.note) if part)
    name = _("Guidance form {level}").format(level=level).strip()
    return Person(f"guidance:{form.id}", "school", name, issued, below)


def _paper(
    kind: str, part: Any, grade: str, words: str, *, ends: date | None, today: date, style: dates.Style
) -> Person:
    over = ends is not None and ends < today
    until = _("until {day}").format(day=dates.short_date(ends, style)) if ends else ""
    label = codes.load(kind).label(part.kind)
    stale = confirmed_words(part.confirmed_on, today=today, style=style)
    told = (words, until, _("expired") if over else "", part.note, stale)
    below = " ・ ".join(each for each in told if each)
    return Person(f"{kind}:{part.id}", "card", label, grade, below, red=over)


def _state(allowance: Allowance) -> str:
    return "" if allowance.state == "receiving" else codes.load("allowance_state").short(allowance.state)


def _service(service: ServiceUse, *, today: date, style: dates.Style) -> Person:
    over = service.valid_to is not None and service.valid_to < today
    until = _("until {day}").format(day=dates.short_date(service.valid_to, style)) if service.valid_to else ""
    stale = confirmed_words(service.confirmed_on, today=today, style=style)
    told = (service.days, until, _("expired") if over else "", service.phone, stale)
    below = " ・ ".join(each for each in told if each)
    label = codes.load("service").short(service.scheme)
    return Person(f"service:{service.id}", "heart", label, service.provider, below, red=over)


def _count(number: int) -> str:
    return _("{count} to do").format(count=number) if number else ""


def _steps(view: ChildPage, *, today: date, me: str) -> list[Line]:
    dated: list[tuple[date, Step]] = []
    for each in view.follow_ups:
        chip = due_chip(each.due_on, today=today, at=each.due_time)
        if each.waiting_for and each.due_on >= today:
            chip = Chip(_("waiting"), "waiting")
        worker = each.worker if each.worker_id and each.worker_id != me else ""
        dated.append((each.due_on, Step(chip, step_words(each), worker, follow_up=each)))
    for asked in view.waiting:
        due = asked.reply_due_on or today
        chip = Chip(_("no answer yet"), "late") if due < today else Chip(_("waiting"), "waiting")
        text = f"{asked.organization} ・ {asked.subject}"
        dated.append((due, Step(chip, text, liaison=asked)))
    return [step for _day, step in sorted(dated, key=lambda pair: pair[0])]


def _proposals(view: ChildPage, *, today: date) -> list[Head | Line]:
    """これからの節目: what is proposed by now and nobody has decided about."""
    lines: list[Line] = []
    for item in view.proposals:
        if item.from_on <= today:
            chip = due_chip(item.due_on, today=today)
            lines.append(
                Step(replace(chip, kind="red", icon="stop") if item.danger else chip, item.text, proposal=item)
            )
    return [Head(_("Stages of life ahead"), remark=_("not taken up yet")), *lines] if lines else []


def step_words(step: FollowUp) -> str:
    """What is to be done, whose turn it is, how often it was put off, whether it comes again."""
    put_off = len(step.postponements)
    further = (
        _("waiting for {name}").format(name=step.waiting_for) if step.waiting_for else "",
        ngettext("put off {count} time", "put off {count} times", put_off).format(count=put_off) if put_off else "",
        _("again and again") if step.repeat else "",
    )
    aside = "、".join(part for part in further if part)
    return f"{step.text} ({aside})" if aside else step.text


def _plan(view: ChildPage, *, today: date, style: dates.Style) -> list[Head | Line]:
    plan = view.plan
    if plan is None:
        opens = _to("plan", child_id=view.child.id)
        begin = f"{_('Begin one')} {Keys.PLAN.text}"
        return [Head(_("Support plan")), Person("plan", "flag", _("No plan yet"), below=begin, opens=opens)]
    remark = days_left(plan.days_left) if plan.days_left is not None and plan.status == "active" else ""
    found: list[Head | Line] = [Head(_("Support plan"), remark=remark)]
    shown = [plan, *(each for each in view.plans if each is not plan and each.status in ("draft", "approved"))]
    for each in shown:
        until = _("until {day}").format(day=dates.short_date(each.period_to, style)) if each.period_to else ""
        review = ""
        if each.next_review_on and each.status == "active":
            day = plain_day(each.next_review_on, today=today, style=style)
            review = _("next review {day}").format(day=day)
        opens = _to("plan", child_id=view.child.id, plan_id=each.plan_id)
        found.append(Person(f"plan:{each.plan_id}", "flag", plan_title(each), until, review, opens=opens))
    if view.courses:
        told = " ・ ".join(f"{course.goal.priority} {course_words(course)}" for course in view.courses)
        opens = _to("plan", child_id=view.child.id, plan_id=plan.plan_id)
        head, drawn = _("Course of the ratings"), view.courses
        found.append(Person(f"course:{plan.plan_id}", "chart", head, "", told, opens=opens, courses=drawn))
    return found


def _transition(view: ChildPage, *, today: date, style: dates.Style) -> list[Head | Line]:
    """移行準備: how each side's newest sheet stands, where they differ. Out of sight for the young until it is used."""
    used = bool(view.transition.child or view.transition.guardian)
    if not used and age_on(view.child.birth_date, today) < OFFERED_FROM:
        return []
    new = _to("transition", child_id=view.child.id)
    if not used:
        return [
            Head(_("Transition readiness")),
            Person("transition", "check", _("Not asked yet"), below=_("Begin one"), opens=new),
        ]
    found: list[Head | Line] = [Head(_("Transition readiness"))]
    for respondent, sheets in ((CHILD, view.transition.child), (GUARDIAN, view.transition.guardian)):
        found.append(_sheet(view.child.id, respondent, sheets, style=style))
    differing = transition_words.differences(view.transition)
    if differing:
        told = "\n".join(transition_words.apart_words(pair) for pair in differing)
        count = ngettext("{count} item", "{count} items", len(differing)).format(count=len(differing))
        opens = _to("child", child_id=view.child.id, record_kind="transition_check", record_id=_newest(view))
        found.append(Person("transition:apart", "people", _("Child and guardians differ"), count, told, opens=opens))
    return found


def _sheet(child_id: str, respondent: str, sheets: Sequence[TransitionCheck], *, style: dates.Style) -> Person:
    side = transition_words.side_words(respondent)
    if not sheets:
        opens = _to("transition", child_id=child_id, respondent=respondent)
        return Person(f"transition:{respondent}", "check", side, _("not asked yet"), opens=opens)
    newest = sheets[0]
    opens = _to("child", child_id=child_id, record_kind="transition_check", record_id=newest.id)
    aside = " ・ ".join((transition_words.standing_words(newest), dates.short_date(newest.on, style)))
    return Person(f"transition:{respondent}", "check", side, aside, transition_words.change_words(sheets), opens=opens)


def _newest(view: ChildPage) -> str:
    sheets = (*view.transition.child[:1], *view.transition.guardian[:1])
    return max(sheets, key=lambda sheet: (sheet.on, sheet.id)).id


def _quotas(view: ChildPage) -> list[Head | Line]:
    """利用枠: out of sight until the child uses a scheme. Each opens its bookings."""
    ledger = view.ledger
    if ledger is None or not ledger.accounts:
        return []
    late = _("{count} to be marked").format(count=ledger.late) if ledger.late else ""
    found: list[Head | Line] = [Head(_("Quotas"), remark=late)]
    w = language.translator(language.current())
    for account in ledger.accounts:
        opens = _to("program_uses", child_id=view.child.id, scheme_code=account.scheme.code)
        told = balance_words(account.main, w)
        over = any(balance.over for balance in account.balances)
        key = f"quota:{account.scheme.code}"
        found.append(Person(key, "calendar", account.scheme.name, "", told, red=over, opens=opens))
    return found


def _people(view: ChildPage, *, today: date, style: dates.Style) -> list[Line]:
    child = view.child
    siblings = {name: child_id for child_id, name, _relation in view.siblings}
    ordered = sorted(child.family, key=lambda m: (m.never_contact, m.call_order or 99))
    found: list[Line] = [_member(member, siblings, child_id=child.id, today=today, style=style) for member in ordered]
    if child.hospital:
        opens = _to("child_form", child_id=child.id)
        found.append(Person("hospital", "hospital", child.hospital, "", child.doctor, opens=opens))
    for each in child.care_providers:
        role = codes.load("care_role").short(each.role)
        stale = confirmed_words(each.confirmed_on, today=today, style=style)
        below = " ・ ".join(part for part in (each.department, each.doctor, each.phone, stale) if part)
        opens = _to("child_form", child_id=child.id, part="care_providers")
        found.append(Person(f"provider:{each.id}", "hospital", each.hospital or each.doctor, role, below, opens=opens))
    if child.school:
        opens = _to("child_form", child_id=child.id)
        kind = codes.load("school_type").short(child.school_type)
        stale = confirmed_words(child.school_confirmed_on, today=today, style=style)
        found.append(Person("school", "school", child.school, kind, stale, opens=opens))
    known = {child.hospital, child.school, *(each.hospital for each in child.care_providers)}
    found += [_organization(body) for body in view.organizations if body.name not in known]
    return found


def _member(
    member: FamilyMember, siblings: dict[str, str], *, child_id: str, today: date, style: dates.Style
) -> Person:
    stale = confirmed_words(member.confirmed_on, today=today, style=style)
    below = member.note if member.never_contact else " ・ ".join(p for p in (member.call_when, member.phone) if p)
    sibling = siblings.get(member.name)
    opens = _to("child", child_id=sibling) if sibling else _to("child_form", child_id=child_id)
    name = masked(member.name) or relationship(member)
    if member.never_contact:
        below = _("Do not contact. {note}").format(note=below).strip()
    return Person(
        f"member:{member.id}",
        "shield" if member.never_contact else "people",
        name,
        member_line(member, today=today),
        " ・ ".join(p for p in (hidden(below), stale) if p) if not member.never_contact else below,
        red=member.never_contact,
        opens=opens,
        calls=member.id if member.phone and not sibling else "",
    )


def _organization(each: Organization) -> Person:
    kind = codes.load("organization_kind").short(each.kind)
    who = " ".join(part for part in (each.department, masked(each.contact)) if part)
    below = " ・ ".join(part for part in (who, each.phone) if part)
    opens = _to("organizations", organization_id=each.id)
    return Person(f"organization:{each.id}", "building", each.name, kind, below, opens=opens)


class SideDelegate(RowDelegate[Line]):
    """Chips with wrapped words; icons with two lines."""

    def height(self, item: Line, width: int) -> int:
        inner = width - 2 * self.padding
        if isinstance(item, Step):
            words = wrap(item.text, self._step_width(item, inner), lines=_MOST_LINES)
            return max(theme.height("today_row"), words.height + 12)
        if item.courses:
            return theme.line() + len(item.courses) * course_line() + 11
        below = wrap(item.below, inner - self._indent(), "caption", lines=_MOST_LINES).height if item.below else 0
        return max(theme.height("row"), theme.line() + below + 9)

    def _indent(self) -> int:
        return theme.px(18) + 8

    def _step_width(self, step: Step, inner: float) -> int:
        return max(60, int(inner) - max(column_width(), chip_width(step.chip)) - 8)

    def paint_item(self, painter: QPainter, where: QRectF, item: Line, *, chosen: bool) -> None:
        if isinstance(item, Step):
            self._paint_step(painter, where, item)
        else:
            self._paint_person(painter, where, item)

    def _paint_step(self, painter: QPainter, where: QRectF, step: Step) -> None:
        top = where.top() + 6
        width = paint_chip(painter, QRectF(where.left(), top, column_width(), theme.line()), step.chip, fixed=True)
        x = where.left() + width + 8
        draw(painter, QRectF(x, top, where.right() - x, where.height()), step.text, lines=_MOST_LINES)

    def _paint_person(self, painter: QPainter, where: QRectF, person: Person) -> None:
        side, line = theme.px(18), theme.line()
        top = where.top() + 4
        icons.draw(painter, QRectF(where.left(), top, side, line), person.icon, ink="red" if person.red else "sub")
        x = where.left() + self._indent()
        room = where.right() - x
        used = draw_line(painter, QRectF(x, top, room, line), person.name, bold=True)
        left = room - used - 8
        if person.aside and left > min(theme.px(30), width_of(person.aside, "caption")):
            draw_line(painter, QRectF(x + used + 8, top, left, line), person.aside, role="caption", ink="sub")
        for place, course in enumerate(person.courses):
            row = QRectF(x, top + line + place * course_line(), room, course_line())
            paint_course(painter, row, course.goal.priority or place + 1, course)
        if person.below and not person.courses:
            box = QRectF(x, top + line, room, where.height())
            ink = "red" if person.red else "sub"
            draw(painter, box, person.below, role="caption", ink=ink, lines=_MOST_LINES)


def side_list(parent: QWidget) -> ItemList[Line]:
    """The list (object name `child-side`)."""
    made: ItemList[Line] = ItemList(
        ListModel(lambda line: line.spoken, tip=lambda line: line.spoken),
        SideDelegate(),
        name=_("What comes next, the plan, the family"),
        parent=parent,
    )
    made.setObjectName("child-side")
    return made
