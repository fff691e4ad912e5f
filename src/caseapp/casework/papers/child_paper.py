"""基本情報シート, filled from the register: each function makes the table of one part; a new fact is a line in one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from caseapp.casework.papers import people
from caseapp.casework.papers.gathered import Gathered
from caseapp.documents.child_sheet import ChildSheetPaper, Forbidden, SheetTable
from caseapp.rules import dates, grade
from caseapp.rules.child import Child, FamilyMember
from caseapp.rules.child_facts import Device, SchoolTime, backup_minutes
from caseapp.rules.reading import hiragana
from caseapp.words import codes
from caseapp.words.people import red_facts

_PERIODS, _SCHOOLS = 2, 4  # the newest; older ones stand in the record


def child_sheet(g: Gathered, _record_id: str = "") -> ChildSheetPaper:
    """The sheet of one child; what must not be done first, and of that who must never be contacted."""
    child = g.child
    never = {m.id for m in child.family if m.never_contact}
    told = red_facts(child, g.language, today=g.at.date())
    facts = sorted(told, key=lambda f: f.id not in never or f.kind == "body")
    return ChildSheetPaper(
        number=child.number,
        child=people.head(child, on=g.at, language=g.language),
        names=tuple(_other_names(child, g)),
        on=g.at.date(),
        worker=child.worker,
        since=child.worker_since,
        status=codes.load("child_status").label(child.status, g.language) if child.status != "active" else "",
        forbidden=tuple(Forbidden(rule=fact.rule, reason=fact.reason) for fact in facts),
        tables=tuple(_tables(g)),
        confirmed_on=max(_confirmed(child), default=None),
        note=child.note.strip(),
    )


def _tables(g: Gathered) -> Iterator[SheetTable]:
    for make in (
        _family,
        _illness,
        _certificates,
        _care,
        _devices,
        _places,
        _hospitals,
        _guidance,
        _benefits,
        _services,
    ):
        yield make(g)
    yield _told(g)


def _other_names(child: Child, g: Gathered) -> Iterator[str]:
    for label, name in (
        (g.w._("Former name"), child.former_name),
        (g.w._("Known as"), child.alias),
        (g.w._("Romaji"), child.romaji),
    ):
        if name.strip():
            yield f"{label} {name}"
    for former in child.former_names:
        if former.name and former.name != child.former_name:
            until = g.w._("changed on {day}").format(day=_day(former.until, g)) if former.until else ""
            yield f"{g.w._('Former name')} {former.name}{g.w._(' ({remark})').format(remark=until) if until else ''}"
    if child.kana_confirmed_on:
        yield g.w._("reading confirmed {day}").format(day=_day(child.kana_confirmed_on, g))


def _confirmed(child: Child) -> Iterator[date]:
    """Every day on which a fact was confirmed."""
    yield from (day for day in (child.contact_confirmed_on, child.school_confirmed_on) if day)
    parts: tuple[tuple[Any, ...], ...] = (
        child.family, child.diseases, child.medical_care, child.devices, child.handbook_list, child.allowance_list,
        child.services, child.tellings, child.care_providers,
    )  # fmt: skip
    yield from (part.confirmed_on for several in parts for part in several if part.confirmed_on)


# ---- the parts


def _family(g: Gathered) -> SheetTable:
    w = g.w
    by_danger = sorted(g.child.family, key=lambda m: (not m.never_contact, m.call_order == 0, m.call_order))
    return SheetTable(
        part="family",
        title=w._("The family"),
        head=(w._("Relation"), w._("Full name"), w._("Age"), w._("Lives together"), w._("Phone"), w._("Call order"),
              w._("To keep in mind")),
        rows=tuple(_member(member, g) for member in by_danger),
    )  # fmt: skip


def _member(member: FamilyMember, g: Gathered) -> tuple[str, ...]:
    w = g.w
    name = f"{member.name}\n{hiragana(member.kana)}" if member.kana else member.name
    if member.never_contact:
        return (_code("relationship", member.relationship, g), name, _age(member, g), _living(member, g), "×", "×",
                _sentences(w._("Never to be contacted"), member.note))  # fmt: skip
    order = f"{member.call_order}" if member.call_order else "―"
    if member.emergency_order:
        order += f"({w._('emergency')} {member.emergency_order})"
    custody = _code("custody", member.custody, g) if member.custody else (w._("guardian") if member.guardian else "")
    carer = w._("main carer") if member.main_carer else ""
    known = "、".join(part for part in (carer, custody, member.occupation) if part)
    return (_code("relationship", member.relationship, g), name, _age(member, g), _living(member, g),
            member.phone or "―", order, _sentences(known, member.call_when, member.note) or "―")  # fmt: skip


def _illness(g: Gathered) -> SheetTable:
    w = g.w
    rows = []
    for disease in sorted(g.child.diseases, key=lambda d: not d.main):
        group = _code("disease_group", disease.disease_group, g) if disease.disease_group else "―"
        name = f"{disease.name}({disease.detail})" if disease.detail else disease.name
        rows.append(
            (f"{disease.disease_group} {group}".strip(), name, _since(disease.since, g), _day(disease.confirmed_on, g))
        )
    return SheetTable(
        part="certificate",
        title=w._("Certificate and diseases"),
        head=(w._("Disease group"), w._("Disease"), w._("Since"), w._("Confirmed")),
        rows=tuple(rows),
    )


def _certificates(g: Gathered) -> SheetTable:
    w = g.w
    newest = sorted(g.child.certificates, key=lambda p: p.valid_to or date.max, reverse=True)[:_PERIODS]
    rows = []
    for period in newest:
        kind = w._("ventilator") if period.ventilator else w._("severe") if period.severe else w._("ordinary")
        until = f"{_day(period.valid_from, g)} 〜 {_day(period.valid_to, g)}"
        over = w._("expired") if period.valid_to and period.valid_to < g.at.date() else ""
        rows.append((period.number or "―", until, kind, period.disease, over))
    return SheetTable(
        part="certificate",
        title=w._("Certificate and diseases"),
        head=(w._("Certificate no."), w._("Valid period"), w._("Kind"), w._("Disease"), ""),
        rows=tuple(rows),
    )


def _care(g: Gathered) -> SheetTable:
    w = g.w
    return SheetTable(
        part="care",
        title=w._("Medical care and devices"),
        head=(w._("Medical care"), w._("In detail"), w._("Who does it"), w._("Since"), w._("Confirmed")),
        rows=tuple(
            (_code("medical_care", c.item, g), c.detail, c.carried_out_by, _since(c.since, g), _day(c.confirmed_on, g))
            for c in g.child.medical_care
        ),
    )


def _devices(g: Gathered) -> SheetTable:
    w = g.w
    return SheetTable(
        part="care",
        title=w._("Medical care and devices"),
        head=(w._("Device"), w._("Maker, model, set values"), w._("Power and battery"), w._("Supplier"),
              w._("Checked on")),
        rows=tuple(_device(device, g) for device in g.child.devices),
    )  # fmt: skip


def _device(device: Device, g: Gathered) -> tuple[str, ...]:
    w = g.w
    power = [f"{device.watts} W" if device.watts is not None else ""]
    for label, minutes in ((w._("inside"), device.battery_minutes), (w._("spare"), device.spare_minutes)):
        power.append(f"{label} {_hours(minutes)}" if minutes is not None else "")
    together = backup_minutes(device)
    if together is not None and device.battery_minutes and device.spare_minutes:
        power.append(w._("together {hours}").format(hours=_hours(together)))
    night = f"{device.night_phone}({w._('day and night')})" if device.night_phone else ""
    return (
        _code("device", device.kind, g),
        _sentences(device.name, device.settings, device.note),
        _sentences(" ".join(part for part in power if part), device.without_power),
        " ".join(part for part in (device.supplier, device.phone, night) if part),
        _day(device.checked_on, g),
    )


def _places(g: Gathered) -> SheetTable:
    w = g.w
    newest = sorted(g.child.schools, key=lambda s: s.begins_on or date.min, reverse=True)[:_SCHOOLS]
    return SheetTable(
        part="places",
        title=w._("School and hospitals"),
        head=(w._("School"), w._("Kind"), w._("Class"), w._("From"), w._("Until"), w._("Grade"), w._("Note")),
        rows=tuple(
            (s.school, _code("school_type", s.kind, g), _code("school_class", s.class_kind, g), _day(s.begins_on, g),
             _day(s.ends_on, g), _grades(s, g), s.note)
            for s in newest
        ),
    )  # fmt: skip


def _grades(school: SchoolTime, g: Gathered) -> str:
    child = g.child
    first_and_last = grade.grades_between(
        child.birth_date, school.begins_on, school.ends_on, override=child.grade_override
    )
    return grade.between_text(first_and_last, g.language)


def _hospitals(g: Gathered) -> SheetTable:
    w, child = g.w, g.child
    rows = [(w._("main doctor"), child.hospital, child.doctor, "", "")] if child.hospital or child.doctor else []
    for provider in child.care_providers:
        where = " ".join(part for part in (provider.hospital, provider.department) if part)
        rows.append((_code("care_role", provider.role, g), where, provider.doctor, provider.phone, provider.note))
    return SheetTable(
        part="places",
        title=w._("School and hospitals"),
        head=(w._("Role"), w._("Hospital"), w._("Doctor"), w._("Phone"), w._("Note")),
        rows=tuple(rows),
    )


def _guidance(g: Gathered) -> SheetTable:
    w = g.w
    newest = sorted(g.child.guidance, key=lambda s: s.issued_on or date.min, reverse=True)[:1]
    return SheetTable(
        part="places",
        title=w._("School and hospitals"),
        head=(w._("Guidance form"), w._("Level"), w._("Sports clubs"), w._("Issued on"), w._("Next visit")),
        rows=tuple(
            (_code("guidance_form", s.kind, g), _code("activity_level", s.level, g), s.clubs, _day(s.issued_on, g),
             _day(s.valid_to, g))
            for s in newest
        ),
    )  # fmt: skip


def _benefits(g: Gathered) -> SheetTable:
    w, child = g.w, g.child
    rows = [
        (_code("handbook", h.kind, g), h.grade, h.disability or h.note, _day(h.valid_to, g))
        for h in child.handbook_list
    ]
    rows += [
        (_code("allowance", a.kind, g), a.grade, _sentences(_code("allowance_state", a.state, g), a.note),
         _day(a.review_on, g))
        for a in child.allowance_list
    ]  # fmt: skip
    written = ((w._("Handbook"), child.handbooks.strip()), (w._("Allowance"), child.allowances.strip()))
    if not rows:
        return SheetTable(part="benefits", title=w._("Handbooks, allowances and services"),
                          rows=tuple(pair for pair in written if pair[1]))  # fmt: skip
    rows += [(label, "", text, "") for label, text in written if text]
    return SheetTable(
        part="benefits",
        title=w._("Handbooks, allowances and services"),
        head=(w._("Kind"), w._("Degree"), w._("In detail"), w._("Renewed by")),
        rows=tuple(rows),
    )


def _services(g: Gathered) -> SheetTable:
    w = g.w
    return SheetTable(
        part="benefits",
        title=w._("Handbooks, allowances and services"),
        head=(w._("Service"), w._("Provider"), w._("How often"), w._("Phone"), w._("Granted until")),
        rows=tuple(
            (_code("service", s.scheme, g), s.provider, s.days, s.phone, _day(s.valid_to, g)) for s in g.child.services
        ),
    )


def _told(g: Gathered) -> SheetTable:
    w, child = g.w, g.child
    rows = [
        (_code("told_to", t.audience, g), _code("told_state", t.state, g), t.words,
         " ".join(part for part in (_day(t.on, g), t.by) if part), t.plan)
        for t in child.tellings
    ]  # fmt: skip
    title = w._("What was told of the illness")
    if not rows and child.told.strip():
        words = ((w._("Words that are known"), child.told.strip()),)
        return SheetTable(part="told", title=title, rows=words)
    if child.told.strip():
        rows.append((w._("Together"), "", child.told.strip(), "", ""))
    return SheetTable(
        part="told",
        title=title,
        head=(w._("To whom"), w._("Told"), w._("Words that are known"), w._("When and by whom"), w._("Agreed")),
        rows=tuple(rows),
    )


# ---- small words


def _code(name: str, code: str, g: Gathered) -> str:
    known = codes.load(name)
    return known.label(code, g.language) if code in known else code


def _day(day: date | None, g: Gathered) -> str:
    if day is None:
        return ""
    return dates.era_short(day) if dates.is_japanese(g.language) else day.isoformat()


def _since(text: str, g: Gathered) -> str:
    """`R6.4` of "2024-04"; what is no date stays as it was written."""
    if not dates.is_japanese(g.language):
        return text
    try:
        return dates.PartialDate.from_iso(text).short() if text else ""
    except ValueError:
        return text


def _hours(minutes: int | None) -> str:
    whole, rest = divmod(minutes or 0, 60)
    return f"{whole}h" if not rest else f"{whole}h{rest:02}" if whole else f"{rest}min"


def _age(member: FamilyMember, g: Gathered) -> str:
    return str(g.at.year - member.birth_year) if member.birth_year else "―"


def _living(member: FamilyMember, g: Gathered) -> str:
    return g.w._("together") if member.lives_with else g.w._("apart")


def _sentences(*parts: str) -> str:
    return "。".join(part.strip().rstrip("。") for part in parts if part.strip())
