"""The lines of the register from the store: first what the child's own record says, then what other tables know."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Result, func, select

from caseapp.casework.list_views import NO_CERTIFICATE, RegisterRow
from caseapp.casework.unit_of_work import Question
from caseapp.records.account import AccountRow
from caseapp.records.child import (
    CautionRow,
    CertificatePeriodRow,
    ChildDiseaseRow,
    ChildRow,
    FamilyMemberRow,
    MedicalCareRow,
)
from caseapp.records.child_facts import CareProviderRow, HandbookRow
from caseapp.records.consultation import ConsultationChildRow, ConsultationRow
from caseapp.records.follow_up import FollowUpRow
from caseapp.records.plan import SupportPlanRow
from caseapp.records.transition import TransitionCheckRow
from caseapp.rules import plan_state
from caseapp.rules.account import short_name
from caseapp.rules.age import age_text
from caseapp.rules.certificate_rule import CertificateState, certificate_state
from caseapp.rules.child import CertificatePeriod, period_on
from caseapp.rules.dates import is_japanese
from caseapp.rules.grade import grade_on, short
from caseapp.words import codes, diseases

_NOTHING = ("", "", None)
_PORTION = 400
_JOINED = {True: "{}・{}", False: "{}, {}"}  # as rules.age.age_and_grade has it, the grade worked out once
_BEFORE_THE_TOWN = re.compile(
    r"^\s*(?:〒?[0-9０-９]{3}[-－]?[0-9０-９]{4}\s*)?(?:東京都|北海道|(?:京都|大阪)府|[^\s0-9]{2,3}県)?\s*"
    r"(?:[^\s0-9]{1,6}?郡[^\s0-9]{1,6}?[町村]|[^\s0-9]{1,7}?市(?!市)(?:[^\s0-9]{1,4}?区)?|[^\s0-9]{1,5}?区)?\s*"
)
_NUMERAL = "一二三四五六七八九十"
_TOWN = re.compile(rf"(?:[^\s0-9０-９{_NUMERAL}]|[{_NUMERAL}](?![{_NUMERAL}]*(?:丁目|番)))+")


def town_of(address: str) -> str:
    """The part of an address that names the quarter: 青葉県汐見市みなと町2丁目3-4 → みなと町; "" where none is seen."""
    before = _BEFORE_THE_TOWN.match(address)
    found = _TOWN.match(address, before.end() if before else 0)
    return found[0] if found else ""


def outline(connection: Connection, *, status: str, today: date, language: str) -> tuple[RegisterRow, ...]:
    """All children of this status ("" for all) in the order of their readings, without what other tables know."""
    people = connection.execute(_children(status)).all()
    return tuple(
        RegisterRow(**_of_the_child(person, today=today, language=language), whole=False)  # plain and quick
        for person in people
    )


def everything(connection: Connection, *, status: str, today: date, language: str) -> tuple[RegisterRow, ...]:
    """The same with what other tables know: whole tables are read, no child is asked for."""
    people = connection.execute(_children(status)).all()
    facts = _Facts(connection, child_ids=None)
    made = []
    for person in people:
        own = _of_the_child(person, today=today, language=language)
        of_others = _of_others(own["child_id"], own["birth_date"], facts, today=today, language=language)
        made.append(RegisterRow(**own, **of_others))
    return tuple(made)


def filled(
    connection: Connection, rows: Sequence[RegisterRow], *, today: date, language: str
) -> tuple[RegisterRow, ...]:
    """These rows with what other tables know."""
    made: list[RegisterRow] = []
    for begin in range(0, len(rows), _PORTION):
        part = rows[begin : begin + _PORTION]
        facts = _Facts(connection, child_ids=[row.child_id for row in part])
        for row in part:
            of_others = _of_others(row.child_id, row.birth_date, facts, today=today, language=language)
            made.append(replace(row, **of_others, whole=True))
    return tuple(made)


def _children(status: str) -> Question:
    row = ChildRow
    question = select(
        *(row.id, row.number, row.family_name, row.given_name, row.family_name_kana, row.given_name_kana),
        *(row.birth_date, row.grade_override, row.worker_id, row.status, row.search_keys, row.sex),
        *(row.school, row.hospital, row.postal_code, row.address, row.phone, row.handbooks, row.registered_on),
        row.print_name,
        AccountRow.name.label("worker"),
    ).outerjoin(AccountRow, AccountRow.id == row.worker_id)
    if status:
        question = question.where(row.status == status)
    return question.order_by(row.sort_key, row.family_name, row.given_name, row.number)


def _of_the_child(person: Any, *, today: date, language: str) -> dict[str, Any]:
    child_id, number, family, given, family_kana, given_kana, birth, override = person[:8]
    worker_id, status, keys, sex = person[8:12]
    school, hospital, postal_code, address, phone, handbooks, registered_on, print_name, worker = person[12:]
    grade = grade_on(birth, today, override=override)
    age = age_text(birth, today, language=language)
    return {
        "child_id": child_id,
        "number": number,
        "name": f"{family} {given}".strip(),
        "kana": f"{family_kana} {given_kana}".strip(),
        "birth_date": birth,
        "age_grade": _JOINED[is_japanese(language)].format(age, short(grade, language)) if grade else age,
        "grade": grade,
        "sex": sex,
        "worker_id": worker_id or "",
        "worker_short": short_name(worker) if worker else "",
        "worker": worker or "",
        "school": school,
        "hospital": hospital,
        "postal_code": postal_code,
        "address": address,
        "town": town_of(address) if address else "",
        "phone": phone,
        "handbooks": handbooks,
        "registered_on": registered_on,
        "status": status,
        "print_name": print_name,
        "search_keys": keys,
    }


def _of_others(child_id: str, birth: date, facts: _Facts, *, today: date, language: str) -> dict[str, Any]:
    _, next_text, next_due_on = facts.next.get(child_id, _NOTHING)
    care = facts.care.get(child_id, ())
    valid_to, state, on_certificate = _certificate(facts.periods.get(child_id, ()), birth, today=today)
    _, disease, disease_group, *_ = facts.diseases.get(child_id, ("", on_certificate, ""))
    plan, review_on = _plan(facts.plans.get(child_id, ()), today=today)
    return {
        "disease": disease,
        "disease_group": disease_group,
        "outdated": child_id in facts.outdated,
        "asked": child_id in facts.asked,
        "medical_care": tuple(item for _, item in care),
        "medical_care_text": care_text(care, language=language) if care else "",
        "certificate_to": valid_to,
        "certificate_state": state,
        "last_contact_on": facts.last_contact.get(child_id),
        "next_text": next_text,
        "next_due_on": next_due_on,
        "plan_state": plan,
        "plan_review_on": review_on,
        "flag": facts.flags.get(child_id, ""),
        "further_hospitals": facts.hospitals.get(child_id, ()),
        "has_handbook": child_id in facts.handbooks,
    }


# ---- what other tables know


class _Facts:
    """What stands in other tables about each child (or about these), by the child's id."""

    def __init__(self, connection: Connection, *, child_ids: Sequence[str] | None) -> None:
        def ask(question: Question, column: Any) -> Result[*tuple[Any, ...]]:
            return connection.execute(question if child_ids is None else question.where(column.in_(child_ids)))

        self.last_contact = last_contacts(connection, child_ids=child_ids)
        self.next = _first_by_child(ask(_open_follow_ups(), FollowUpRow.child_id))
        by_child = _all_by_child(ask(_diseases(), ChildDiseaseRow.child_id))
        self.diseases = {child_id: found[0] for child_id, found in by_child.items()}
        self.outdated = {child_id for child_id, found in by_child.items() if _told_otherwise(found)}
        self.care = _all_by_child(ask(_care(), MedicalCareRow.child_id))
        self.periods = _all_by_child(ask(_periods(), CertificatePeriodRow.child_id))
        self.plans = _all_by_child(ask(_open_plans(), SupportPlanRow.child_id))
        self.hospitals, self.handbooks = _around(
            ask(_hospitals(), CareProviderRow.child_id), ask(_handbooks(), HandbookRow.child_id)
        )
        checks = ask(_transition_checks(), TransitionCheckRow.child_id)
        self.asked = {child_id for (child_id,) in checks}
        self.flags = _flags(ask(_cautions(), CautionRow.child_id), ask(_never_contact(), FamilyMemberRow.child_id))


def last_contacts(connection: Connection, *, child_ids: Sequence[str] | None = None) -> dict[str, date]:
    """The day of the last consultation by child, also where it was recorded with a brother or sister.

    The index knows the last of each child: one step in it a child, however many consultations there are.
    """
    contact = ConsultationRow
    newest = (
        select(func.max(contact.on))
        .where(contact.child_id == ChildRow.id, contact.withdrawn.is_(False))
        .correlate(ChildRow)
        .scalar_subquery()
    )
    own = select(ChildRow.id, newest)
    also = (
        select(ConsultationChildRow.child_id, func.max(contact.on))
        .join(contact, contact.id == ConsultationChildRow.consultation_id)
        .where(contact.withdrawn.is_(False))
        .group_by(ConsultationChildRow.child_id)
    )
    if child_ids is not None:
        own = own.where(ChildRow.id.in_(child_ids))
        also = also.where(ConsultationChildRow.child_id.in_(child_ids))
    last: dict[str, date] = {row[0]: row[1] for row in connection.execute(own.where(newest.is_not(None)))}
    for child_id, on in connection.execute(also):
        last[child_id] = max(on, last.get(child_id, on))
    return last


def _open_follow_ups() -> Question:
    row = FollowUpRow
    return select(row.child_id, row.text, row.due_on).where(row.state == "open").order_by(row.due_on, row.due_time)


def _diseases() -> Question:
    """The main disease first."""
    row = ChildDiseaseRow
    told = select(row.child_id, row.name, row.disease_group, row.list_version, row.list_code)
    return told.order_by(row.main.desc(), row.position)


def outdated_children(connection: Connection) -> set[str]:
    """The children (ids) with a disease that the list in use tells otherwise than the record."""
    return _told_otherwise(connection.execute(_diseases()))


def _told_otherwise(rows: Iterable[Any]) -> set[str]:
    now = diseases.version()
    return {
        child_id
        for child_id, name, group, version, code in rows
        if version != now and diseases.told_otherwise(version, code, name=name, group=group)
    }


def _transition_checks() -> Question:
    row = TransitionCheckRow
    return select(row.child_id).where(row.withdrawn.is_(False)).distinct()


def _care() -> Question:
    return select(MedicalCareRow.child_id, MedicalCareRow.item).order_by(MedicalCareRow.position)


def _periods() -> Question:
    row = CertificatePeriodRow
    return select(row.child_id, row.valid_from, row.valid_to, row.disease)


def _open_plans() -> Question:
    row = SupportPlanRow
    return select(row.child_id, row.status, row.next_review_on).where(row.status.in_(plan_state.OPEN_STATES))


def _cautions() -> Question:
    return select(CautionRow.child_id, CautionRow.kind).distinct()


def _never_contact() -> Question:
    return select(FamilyMemberRow.child_id).where(FamilyMemberRow.never_contact.is_(True)).distinct()


def _flags(cautions: Iterable[Any], never: Iterable[Any]) -> dict[str, str]:
    """The sign before a child's name: the body's before privacy's."""
    flags = {row[0]: "privacy" for row in never}
    for child_id, kind in cautions:
        if kind == "body" or child_id not in flags:
            flags[child_id] = "body" if kind == "body" else "privacy"
    return flags


def _hospitals() -> Question:
    row = CareProviderRow
    return select(row.child_id, row.hospital).where(row.hospital != "").order_by(row.position)


def _handbooks() -> Question:
    return select(HandbookRow.child_id).distinct()


def _around(hospitals: Iterable[Any], handbooks: Iterable[Any]) -> tuple[dict[str, tuple[str, ...]], set[str]]:
    """The further hospitals by child, and who has a handbook as a record."""
    named: dict[str, tuple[str, ...]] = {}
    for child_id, name in hospitals:
        named[child_id] = (*named.get(child_id, ()), name)
    return named, {row[0] for row in handbooks}


def _plan(listed: Iterable[Any], *, today: date) -> tuple[str, date | None]:
    """The state of the plan that is carried out, else of the one being made; and the day of its review."""
    draft = False
    for _, status, review_on in listed:
        if status in (plan_state.DRAFT, plan_state.APPROVED):
            draft = True
        else:
            return ("review_over" if review_on and review_on < today else "active"), review_on
    return ("draft" if draft else "none"), None


def _first_by_child(found: Result[*tuple[Any, ...]]) -> dict[str, Any]:
    first: dict[str, Any] = {}
    for row in found.all():
        first.setdefault(row[0], row)
    return first


def _all_by_child(found: Result[*tuple[Any, ...]]) -> dict[str, list[Any]]:
    listed: dict[str, list[Any]] = defaultdict(list)
    for row in found.all():
        listed[row[0]].append(row)
    return listed


def _certificate(listed: Sequence[Any], birth: date, *, today: date) -> tuple[date | None, CertificateState, str]:
    if not listed:
        return None, NO_CERTIFICATE, ""
    _, valid_from, valid_to, disease = listed[0]
    if len(listed) > 1:
        period = period_on([CertificatePeriod(valid_from=f, valid_to=t, disease=d) for _, f, t, d in listed], today)
        if period:
            valid_from, valid_to, disease = period.valid_from, period.valid_to, period.disease
    return valid_to, certificate_state(valid_from, valid_to, birth=birth, today=today), disease


def care_text(care: Sequence[Any], *, language: str) -> str:
    """Medical care in a narrow column: the first item, and how many more (在宅酸素ほか1)."""
    first = codes.load("medical_care").short(care[0][1], language)
    if len(care) == 1:
        return first
    return f"{first}ほか{len(care) - 1}" if language == "ja" else f"{first} +{len(care) - 1}"
