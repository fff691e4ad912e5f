"""A record in which every field says something else: what is kept of an earlier day must not follow it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from caseapp.casework import accounts, disclosures, organizations, plans, register
from caseapp.casework.office import Office
from caseapp.rules.account import OfficeSettings
from caseapp.rules.child import (
    Caution,
    CertificatePeriod,
    Child,
    ChildDisease,
    FamilyMember,
    MedicalCare,
    Milestone,
)
from caseapp.rules.child_facts import (
    ActivityGuidance,
    Allowance,
    CareProvider,
    Device,
    FormerName,
    Handbook,
    SchoolTime,
    ServiceUse,
    Telling,
)
from caseapp.rules.disclosure import Consent
from caseapp.rules.organization import Organization
from caseapp.rules.plan import GoalRating
from caseapp.rules.plan_state import ACTIVE, DELIVERED
from tests.casework.people import NEXT
from tests.casework.yoshino import hina

_THEN = date(2026, 1, 5)
_CHILD: dict[str, Any] = {
    "family_name": "鈴木", "given_name": "花", "family_name_kana": "スズキ", "given_name_kana": "ハナ",
    "former_name": "旧姓", "alias": "通称", "romaji": "SUZUKI Hana", "print_name": "鈴木󠄀 花",
    "kana_confirmed_on": _THEN, "birth_date": date(2007, 5, 20), "sex": "male", "postal_code": "9999999",
    "address": "別の町", "phone": "0999-99-9999", "contact_confirmed_on": _THEN, "school": "港中学校",
    "school_type": "junior_high", "school_class": "resource_room", "grade_override": "j2", "school_confirmed_on": _THEN,
    "hospital": "別の病院", "doctor": "別の医師", "told": "本人には病名を話していない", "handbooks": "1級",
    "allowances": "別の手当", "note": "別のメモ", "worker_since": _THEN, "registered_on": _THEN,
    "status": "closed", "closed_on": date(2026, 11, 20), "closed_reason": "転居",
    "family": (FamilyMember(relationship="grandmother", name="別の 名前", kana="ベツノ ナマエ", guardian=True),),
    "certificates": (CertificatePeriod(number="9", valid_from=_THEN, severe=True),),
    "diseases": (ChildDisease(name="別の病気", disease_group="1"),),
    "medical_care": (MedicalCare(item="suction", detail="別のケア"),),
    "cautions": (
        Caution(kind="privacy", rule="お父さん(別居)に住所・学校・通院先を伝えない"),
        Caution(kind="privacy", rule="本人の前で病名を言わない・書かない"),
        Caution(kind="privacy", rule="学校に病名を言わない"),
        Caution(kind="body", rule="走らせない"),
    ),
    "milestones": (Milestone(on=_THEN, name="別の手術"),),
    "former_names": (FormerName(family_name="別", given_name="名"),),
    "schools": (SchoolTime(school="別の学校"),),
    "guidance": (ActivityGuidance(kind="elementary", level="C"),),
    "tellings": tuple(Telling(audience=whom, state="not_told") for whom in ("child", "school", "friends")),
    "care_providers": (CareProvider(role="regional", hospital="別の診療所"),),
    "devices": (Device(kind="suction", name="別の機器"),),
    "handbook_list": (Handbook(kind="physical", grade="1級"),),
    "allowance_list": (Allowance(kind="special_child_rearing", grade="1級"),),
    "services": (ServiceUse(scheme="short_stay", provider="別の事業所"),),
}  # fmt: skip
_NOT_CHANGED = {
    "id", "number",  # which child it is
    "former_numbers",  # a merge writes them
    "worker_id", "worker",  # a hand-over does
}  # fmt: skip
_SETTINGS: dict[str, Any] = {
    "name": "港保健所", "prefecture": "別の県", "section": "別の課", "head_title": "別の長", "document_prefix": "港保",
    "postal_code": "8888888", "address": "港1-1", "phone": "0888-88-8888", "hours": "10時から",
    "approval_boxes": ("所長", "課長"), "idle_minutes": 9, "self_approval": False, "silent_days": 99,
}  # fmt: skip


def change_everything(office: Office) -> None:
    """Other names, told nothing, of age, another family, school and office; a consent, a review and what a plan in
    force goes through. The child's support ends, too."""
    before = register.child(office, hina(office))
    _go_on(office, before.id)
    _consent(office, before.id)
    register.save(office, replace(before, **_CHILD))
    after = register.child(office, before.id)
    same = {f.name for f in fields(Child) if getattr(before, f.name) == getattr(after, f.name)}
    assert same == _NOT_CHANGED, same ^ _NOT_CHANGED
    accounts.save_settings(office, replace(office.settings, **_SETTINGS))
    assert {f.name for f in fields(OfficeSettings)} == {*_SETTINGS, "stage_template"}
    for each in organizations.list_all(office):
        texts = {f.name for f in fields(Organization) if isinstance(getattr(each, f.name), str)}
        other: dict[str, Any] = dict.fromkeys(texts - {"id", "kind", "number"}, "別の機関")
        organizations.save(office, replace(each, **other))


def _go_on(office: Office, child_id: str) -> None:
    """Each version that was handed over is begun and reviewed, and a next one is written."""
    for plan in plans.of_child(office, child_id):
        if plan.status == DELIVERED:
            plans.activate(office, plan.id)
        if plan.status in (DELIVERED, ACTIVE):
            ratings = tuple(GoalRating(goal_id=goal.id, rating="achieved", comment="できた") for goal in plan.goals)
            review = replace(
                plans.new_review(office, plan.id),
                ratings=ratings,
                child_words="もう行きたくない",
                next_review_on=office.today + timedelta(days=400),
            )
            plans.review(office, review, next_step=NEXT)
            plans.new_version(office, plan.id)


def _consent(office: Office, child_id: str) -> None:
    given = Consent(
        child_id=child_id, given_on=_THEN, given_by="別の人", recipient="港中学校", purpose="別の目的",
        items=("別の項目",), valid_to=date(2027, 3, 31),
    )  # fmt: skip
    disclosures.save_consent(office, given)
