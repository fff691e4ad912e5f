"""引継書: filled from what stands in the record, and from what the predecessor wrote of it.

Without a hand-over it is made afresh from the record, with the three lines the program drafts, and says 案. Once handed
over it is printed as it was on that day (papers.frozen), with what the successor said to it since.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from caseapp.casework import stages
from caseapp.casework.papers import people
from caseapp.casework.papers.gathered import Gathered
from caseapp.documents.handover import HandoverEvent, HandoverItem, HandoverPaper, HandoverPerson, HandoverRule
from caseapp.records import follow_up, handover, liaison, program_use
from caseapp.records.consultation import ConsultationRow
from caseapp.records.follow_up import FollowUpRow
from caseapp.records.handover import HandoverRow
from caseapp.records.liaison import LiaisonRow
from caseapp.records.organization import OrganizationRow
from caseapp.records.plan import SupportPlanRow
from caseapp.records.program_use import ProgramUseRow
from caseapp.rules import dates, doctor
from caseapp.rules.age import age_text
from caseapp.rules.child import FamilyMember
from caseapp.rules.disclosure import Consent
from caseapp.rules.follow_up import OPEN, FollowUp
from caseapp.rules.handover import ACKNOWLEDGED, CANCELLED, GIVEN, PREPARING, Handover
from caseapp.rules.problem import NotFound
from caseapp.rules.program_use import BOOKED
from caseapp.words import codes
from caseapp.words.people import red_facts

NAME = "handover"
ITEMS, PEOPLE, EVENTS = 12, 6, 7
"""So many lines of a table can be read by a stranger; the record holds the rest."""
AHEAD_DAYS = 180
"""So far ahead the path's own items are the successor's business already; what cannot be mended always is."""
_LIVING = ("active", "delivered", "approved", "draft")
_SENTENCE = 90


def handover_sheet(g: Gathered, record_id: str = "") -> HandoverPaper:
    """The sheet of that hand-over, of the newest of the child, or made afresh. Raises NotFound."""
    value = found(g, record_id)
    if value is None:
        return replace(filled(g, drafted(g)), draft=True)
    paper = filled(g, value)
    return paper if value.state == PREPARING else with_since(paper, value)  # one that was read in has no frozen sheet


def found(g: Gathered, record_id: str = "") -> Handover | None:
    """The hand-over of that id, or the child's newest that was not cancelled. Raises NotFound for an id not there."""
    if record_id:
        row = g.session.get(HandoverRow, record_id)
        if row is None or row.child_id != g.child.id:
            raise NotFound("handover", record_id)
        return handover.SHAPE.to_read(row)
    newest = select(HandoverRow).where(HandoverRow.child_id == g.child.id, HandoverRow.state != CANCELLED)
    row = g.session.scalars(newest.order_by(HandoverRow.on.desc(), HandoverRow.id.desc()).limit(1)).first()
    return handover.SHAPE.to_read(row) if row is not None else None


def drafted(g: Gathered, *, taker: str = "") -> Handover:
    """A hand-over of the child that nobody has begun: the three lines as the record gives them, and from the sheet
    before what worked and what did not, marked as from then."""
    worked, not_worked = _from_before(g)
    return Handover(
        child_id=g.child.id,
        batch="",
        on=g.at.date(),
        giver_id=g.child.worker_id,
        giver=g.child.worker,
        taker=taker,
        person=_person(g),
        now=_now(g),
        next_step=_next_step(g),
        worked=worked,
        not_worked=not_worked,
    )


def filled(g: Gathered, value: Handover) -> HandoverPaper:
    """The sheet as the record stands now."""
    child, today = g.child, g.at.date()
    items = sorted(_items(g), key=lambda item: (item.due or date.max, item.text))
    period = child.certificate_on(today)
    return HandoverPaper(
        number=child.number,
        child=people.head(child, on=g.at, language=g.language),
        age=age_text(child.birth_date, today, language=g.language),
        illness=people.disease(child, language=g.language),
        care=g.w._(", ").join(_code(g, "medical_care", care.item) for care in child.medical_care),
        certificate_to=period.valid_to if period else None,
        giver=value.giver,
        taker=value.taker,
        on=value.on if value.id else None,
        made_on=today,
        draft=value.state == PREPARING,
        person=value.person,
        now=value.now,
        next_step=value.next_step,
        forbidden=tuple(_rules(g)),
        items=tuple(items[:ITEMS]),
        more_items=max(0, len(items) - ITEMS),
        people=tuple(_people(g))[:PEOPLE],
        events=tuple(_events(g))[-EVENTS:],
        worked=value.worked,
        not_worked=value.not_worked,
        introduction=value.introduction,
        consents=_consents(g),
        plan=_plan(g),
        paper_records=value.paper_records,
    )


def with_since(paper: HandoverPaper, value: Handover) -> HandoverPaper:
    """The sheet as it was handed over, with what came of it since."""
    return replace(
        paper,
        draft=False,
        given_on=value.given_at.date() if value.given_at else None,
        acknowledged_on=value.acknowledged_at.date() if value.acknowledged_at else None,
        question=value.question,
        answer=value.answer,
    )


# ---- what must not be done, and what is open


def _rules(g: Gathered) -> Iterator[HandoverRule]:
    """Secret is what was written down as such and who must never be contacted, not who has not been told."""
    child = g.child
    known = {caution.id for caution in child.cautions if caution.kind != "body"}
    known |= {member.id for member in child.family if member.never_contact}
    for fact in red_facts(child, g.language, today=g.at.date()):
        yield HandoverRule(rule=fact.rule, reason=fact.reason, secret=fact.kind != "body" and fact.id in known)


def _items(g: Gathered) -> Iterator[HandoverItem]:
    yield from (_step(g, step) for step in _open_steps(g))
    waiting = select(LiaisonRow, OrganizationRow.name).join(
        OrganizationRow, OrganizationRow.id == LiaisonRow.organization_id
    )
    wanted = (LiaisonRow.child_id == g.child.id, LiaisonRow.withdrawn.is_(False), LiaisonRow.answered_on.is_(None))
    for row, name in g.session.execute(waiting.where(*wanted, LiaisonRow.reply_due_on.is_not(None))):
        asked = liaison.SHAPE.to_read(row)
        whom = " ".join(part for part in (name, asked.person) if part)
        state = g.w._("asked {day}, no answer yet").format(day=_day(g, asked.on))
        yield HandoverItem(
            due=asked.reply_due_on, text=asked.subject, whom=whom, state=_late_first(g, asked.reply_due_on, state)
        )
    ahead = g.at.date() + timedelta(days=AHEAD_DAYS)
    for item in stages.of_child(g.office, g.session, g.child):
        if item.danger or item.due_on <= ahead:
            state = _late_first(g, item.due_on, g.w._("planned by the program"))
            yield HandoverItem(due=item.due_on, text=item.text, state=state, heavy=item.danger)
    yield from _bookings(g, ahead)
    review = _living_plan(g)
    if review is not None and (due := review.next_review_on) is not None:
        words = g.w._("Look at the support plan again")
        yield HandoverItem(due=due, text=words, state=_late_first(g, due, _plan(g)))


def _bookings(g: Gathered, ahead: date) -> Iterator[HandoverItem]:
    """What is booked of schemes: by its first day, by its last one when it has begun; also what nobody has marked."""
    row, today, w = ProgramUseRow, g.at.date(), g.w
    booked = select(row).where(row.child_id == g.child.id, row.withdrawn.is_(False), row.state == BOOKED)
    for found in g.session.scalars(booked.where(row.begins_on <= ahead)):
        use = program_use.SHAPE.to_read(found)
        begun = use.begins_on < today
        text = use.scheme
        if not begun and use.ends_on > use.begins_on:
            text = w._("{scheme} (until {day})").format(scheme=use.scheme, day=_day(g, use.ends_on))
        state = w._("not marked as used yet") if use.ends_on < today else _code(g, "program_use_state", BOOKED)
        due = use.ends_on if begun else use.begins_on
        yield HandoverItem(due=due, text=text, whom=use.place, state=_late_first(g, due, state))


def _late_first(g: Gathered, due: date | None, state: str) -> str:
    """That the day has gone by is said before anything else."""
    late = due is not None and due < g.at.date()
    return g.w._(", ").join([g.w._("Overdue"), state] if late else [state])


def _open_steps(g: Gathered) -> list[FollowUp]:
    row = FollowUpRow
    rows = g.session.scalars(
        select(row).where(row.child_id == g.child.id, row.state == OPEN).order_by(row.due_on, row.due_time, row.id)
    )
    return [follow_up.SHAPE.to_read(each) for each in rows]


def _step(g: Gathered, step: FollowUp) -> HandoverItem:
    w = g.w
    parts = []
    if step.waiting_for:
        since = w._("since {day}").format(day=_day(g, step.waiting_since or step.due_on))
        parts.append(w._("waiting for an answer, {since}").format(since=since))
    elif step.due_on < g.at.date():
        parts.append(w._("Overdue"))
    if step.postponements:
        times = w.ngettext("put off {count} time", "put off {count} times", len(step.postponements))
        parts.append(times.format(count=len(step.postponements)))
    if step.repeat:
        parts.append(w._("again and again"))
    state = w._(", ").join(parts) or w._("planned")
    return HandoverItem(due=step.due_on, text=step.text, whom=step.waiting_for, state=state)


# ---- people, the path, papers


def _people(g: Gathered) -> Iterator[HandoverPerson]:
    """Whom to call in the order of calling, then the doctors, then who was spoken with at other bodies."""
    child = g.child
    family = [member for member in child.family if not member.never_contact and (member.phone or member.call_order)]
    for member in sorted(family, key=lambda m: (m.call_order == 0, m.call_order)):
        yield HandoverPerson(name=_member(g, member), about=_reach(g, member.phone, member.call_when, member.note))
    if child.doctor or child.hospital:
        department, name = doctor.parted(child.doctor)
        called = g.w._("Dr. {name}").format(name=name) if name else g.w._("main doctor")
        yield HandoverPerson(name=called, about=" ".join(part for part in (child.hospital, department) if part))
    for provider in child.care_providers:
        department, named = doctor.parted(provider.doctor)
        name = g.w._("Dr. {name}").format(name=named) if named else provider.hospital
        parts = (provider.hospital if named else "", provider.department or department)
        where = " ".join(part for part in parts if part)
        role = _code(g, "care_role", provider.role)
        yield HandoverPerson(name=name or role, about=_reach(g, where or role, provider.phone, provider.note))
    yield from _others(g)


def _others(g: Gathered) -> Iterator[HandoverPerson]:
    row = LiaisonRow
    asked = (
        select(row.person, OrganizationRow.name, OrganizationRow.phone)
        .join(OrganizationRow, OrganizationRow.id == row.organization_id)
        .where(row.child_id == g.child.id, row.withdrawn.is_(False))
        .order_by(row.on.desc(), row.id.desc())
    )
    seen: set[str] = set()
    for person, name, phone in g.session.execute(asked):
        if name not in seen:
            seen.add(name)
            about = _reach(g, name if person else "", phone)
            yield HandoverPerson(name=person or name, about=about)


def _member(g: Gathered, member: FamilyMember) -> str:
    return " ".join(part for part in (_code(g, "relationship", member.relationship), member.name) if part)


def _reach(g: Gathered, *parts: str) -> str:
    return ("。" if dates.is_japanese(g.language) else ". ").join(
        part.strip().rstrip("。") for part in parts if part.strip()
    )


def _events(g: Gathered) -> Iterator[HandoverEvent]:
    """The child's own events, its registration and its plans, the oldest first."""
    child, w = g.child, g.w
    found_events = [HandoverEvent(on=event.on, text=event.name) for event in child.milestones]
    if child.registered_on:
        found_events.append(HandoverEvent(on=child.registered_on, text=w._("Registered, support begun")))
    first = select(SupportPlanRow.made_on).where(SupportPlanRow.child_id == child.id, SupportPlanRow.version == 1)
    for made_on in g.session.scalars(first):
        found_events.append(HandoverEvent(on=made_on, text=w._("First support plan")))
    if child.worker_since and child.worker_since != child.registered_on:
        words = w._("{name} became the worker").format(name=child.worker)
        found_events.append(HandoverEvent(on=child.worker_since, text=words))
    yield from sorted(found_events, key=lambda event: event.on)


def _consents(g: Gathered) -> str:
    """病院 ○(〜R9.8)、高校 取り下げ(R8.4.2): the newest of each recipient."""
    newest: dict[str, Consent] = {}
    for consent in g.consents():
        newest.setdefault(consent.recipient or consent.purpose, consent)
    return g.w._(", ").join(_consent(g, whom, consent) for whom, consent in newest.items()) or g.w._("none yet")


def _consent(g: Gathered, whom: str, consent: Consent) -> str:
    w, today = g.w, g.at.date()
    if consent.withdrawn_on and consent.withdrawn_on <= today:
        return f"{whom} " + w._("withdrawn {day}").format(day=_day(g, consent.withdrawn_on))
    if not consent.holds_on(today):
        return f"{whom} " + w._("run out {day}").format(day=_day(g, consent.valid_to))
    until = w._("until {day}").format(day=_day(g, consent.valid_to)) if consent.valid_to else ""
    return f"{whom} ○" + (f"({until})" if until else "")


def _living_plan(g: Gathered) -> SupportPlanRow | None:
    row = SupportPlanRow
    rows = list(g.session.scalars(select(row).where(row.child_id == g.child.id, row.status.in_(_LIVING))))
    return min(rows, key=lambda plan: (_LIVING.index(plan.status), -plan.version), default=None)


def _plan(g: Gathered) -> str:
    plan = _living_plan(g)
    if plan is None:
        return g.w._("none yet")
    until = g.w._("until {day}").format(day=_day(g, plan.period_to)) if plan.period_to else ""
    words = f"{plan.number} {_code(g, 'plan_status', plan.status)}"
    return words + (f"({until})" if until else "")


# ---- the three lines, drafted


def _person(g: Gathered) -> str:
    """17歳、若葉高校 2年。単心室症。医療的ケアは在宅酸素療法。"""
    child, w = g.child, g.w
    school = people.school(child, on=g.at, language=g.language)
    who = [age_text(child.birth_date, g.at.date(), language=g.language), school if isinstance(school, str) else ""]
    care = w._(", ").join(_code(g, "medical_care", each.item) for each in child.medical_care)
    main = [d.name for d in sorted(child.diseases, key=lambda d: not d.main)][:2]
    return _sentences(
        g,
        w._(", ").join(part for part in who if part),
        w._(", ").join(main),
        w._("medical care: {care}").format(care=care) if care else "",
    )


def _now(g: Gathered) -> str:
    """The beginning of the newest record, with its day and whom it was with."""
    row = ConsultationRow
    newest = select(row).where(row.child_id == g.child.id, row.withdrawn.is_(False))
    last = g.session.scalars(newest.order_by(row.on.desc(), row.start.desc(), row.id.desc()).limit(1)).first()
    if last is None:
        return ""
    said = next((text.strip() for text in (last.facts, last.words, last.opinion, last.response) if text.strip()), "")
    who = codes.load("consulter").short(last.consulter) if last.consulter else ""
    how = codes.load("method").short(last.method)
    beside = f"({who})" if who else ""
    return f"{_day(g, last.on)} {how}{beside} {_beginning(said)}".strip()


def _next_step(g: Gathered) -> str:
    steps = _open_steps(g)
    return f"{_day(g, steps[0].due_on)} {steps[0].text}" if steps else ""


def _beginning(text: str) -> str:
    """The first sentences, ninety characters or so."""
    flat = " ".join(text.split())
    if len(flat) <= _SENTENCE:
        return flat
    cut = flat[:_SENTENCE]
    end = cut.rfind("。")
    return cut[: end + 1] if end > _SENTENCE // 3 else cut + "…"


def _from_before(g: Gathered) -> tuple[str, str]:
    """What worked and what did not, from the child's newest sheet that was handed over."""
    row = HandoverRow
    given = select(row).where(row.child_id == g.child.id, row.state.in_((GIVEN, ACKNOWLEDGED)))
    found = g.session.scalars(given.order_by(row.on.desc(), row.id.desc()).limit(1)).first()
    if found is None:
        return "", ""
    before = handover.SHAPE.to_read(found)
    day = before.given_at.date() if before.given_at else before.on
    return _marked(g, before.worked, day), _marked(g, before.not_worked, day)


def _marked(g: Gathered, text: str, day: date) -> str:
    """`text` with the day of the sheet that it is from; what was carried over once keeps its first day."""
    template, text = g.w._("{text} (from the hand-over sheet of {day})"), text.strip()
    if not text or text.endswith(template.rpartition("}")[2]):
        return text
    return template.format(text=text, day=_day(g, day))


def _sentences(g: Gathered, *parts: str) -> str:
    stop = "。" if dates.is_japanese(g.language) else ". "
    return "".join(part.strip().rstrip("。.") + stop for part in parts if part.strip()).strip()


def _code(g: Gathered, name: str, code: str) -> str:
    known = codes.load(name)
    return known.label(code, g.language) if code in known else code


def _day(g: Gathered, day: date | None) -> str:
    if day is None:
        return ""
    return dates.era_short(day) if dates.is_japanese(g.language) else day.isoformat()
