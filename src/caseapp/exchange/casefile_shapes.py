"""How each record stands in the JSON export: the contract's keys, and the fields of the dataclasses for the rest.

References stand as what people know: the name of a worker, the number of an organization or child. So `worker_id` and
its like are not in the file, and `organization_id` and `also_children` hold numbers until casework resolves them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from caseapp.exchange.json_shape import Json, Shape
from caseapp.rules.account import Account, OfficeSettings
from caseapp.rules.assessment import AreaRating, Assessment
from caseapp.rules.child import CertificatePeriod, Child, ChildDisease, FamilyMember, MedicalCare
from caseapp.rules.child_facts import (
    ActivityGuidance,
    Allowance,
    CareProvider,
    Device,
    Handbook,
    SchoolTime,
    ServiceUse,
    Telling,
)
from caseapp.rules.consultation import Consultation
from caseapp.rules.disclosure import Consent, Disclosure, InformationLetter
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.handover import Handover
from caseapp.rules.organization import Liaison, Organization
from caseapp.rules.plan import Goal, GoalRating, Review, Support, SupportPlan
from caseapp.rules.program_use import ProgramUse
from caseapp.rules.transition import TransitionAnswer, TransitionCheck

_OF_CHILD = frozenset({"child_id", "revision", "worker_id"})

LISTS_OF_CHILD = (
    "consultations",
    "assessments",
    "transition_checks",
    "support_plans",
    "follow_ups",
    "liaisons",
    "consents",
    "letters",
    "disclosures",
    "program_uses",
    "handovers",
)
NOT_YET = ("evacuation_plan", "documents")
"""Keys of the contract for what this version does not hold: written empty."""

CERTIFICATE: Shape[CertificatePeriod] = Shape(CertificatePeriod, codes={"disease_group": "disease_group"})
CHILD: Shape[Child] = Shape(
    Child,
    given=frozenset({"id", "revision", "worker_id"}),
    parts={
        "family": Shape(FamilyMember, codes={"relationship": "relationship", "custody": "custody"}),
        "certificates": CERTIFICATE,
        "diseases": Shape(ChildDisease, codes={"disease_group": "disease_group"}),
        "medical_care": Shape(MedicalCare, codes={"item": "medical_care"}),
        "schools": Shape(SchoolTime, codes={"kind": "school_type"}),
        "guidance": Shape(ActivityGuidance, codes={"kind": "guidance_form", "level": "activity_level"}),
        "tellings": Shape(Telling, codes={"audience": "told_to", "state": "told_state"}),
        "care_providers": Shape(CareProvider, codes={"role": "care_role"}),
        "devices": Shape(Device, codes={"kind": "device"}),
        "handbook_list": Shape(Handbook, codes={"kind": "handbook"}),
        "allowance_list": Shape(Allowance, codes={"kind": "allowance", "state": "allowance_state"}),
        "services": Shape(ServiceUse, codes={"scheme": "service"}),
    },
    codes={"sex": "sex", "status": "child_status", "school_type": "school_type"},
    derived=frozenset({*LISTS_OF_CHILD, *NOT_YET, "certificate", "withdrawn"}),
)
CONSULTATION: Shape[Consultation] = Shape(
    Consultation,
    names={"on": "date", "next_on": "next_date", "recorded_at": "created_at"},
    given=_OF_CHILD,
    codes={"method": "method", "place": "place", "consulter": "consulter", "trigger": "trigger", "topics": "topic"},
    derived=frozenset({"content", "withdrawn_reason"}),
)
ASSESSMENT: Shape[Assessment] = Shape(
    Assessment,
    names={"on": "date", "recorded_at": "created_at"},
    given=_OF_CHILD,
    parts={"areas": Shape(AreaRating, codes={"area": "plan_area"})},
    derived=frozenset({"withdrawn_reason"}),
)
TRANSITION_CHECK: Shape[TransitionCheck] = Shape(
    TransitionCheck,
    names={"on": "date", "recorded_at": "created_at"},
    given=_OF_CHILD,
    codes={"respondent": "transition_respondent", "relationship": "relationship", "how": "transition_how"},
    parts={"answers": Shape(TransitionAnswer, codes={"domain": "transition_domain", "answer": "transition_answer"})},
    derived=frozenset({"withdrawn_reason"}),
)
_PERIOD = {"period_from": "period.from", "period_to": "period.to"}
_GOAL: Shape[Goal] = Shape(
    Goal,
    parts={"supports": Shape(Support, names=_PERIOD)},
    codes={"area": "plan_area"},
    derived=frozenset({"reviews"}),
)
PLAN: Shape[SupportPlan] = Shape(
    SupportPlan,
    names={
        **_PERIOD,
        "child_wish.text": "child_wish",
        "child_wish.heard_by": "child_wish_heard.by",
        "child_wish.heard_on": "child_wish_heard.on",
        "child_wish.how": "child_wish_heard.how",
        "child_wish.not_heard_reason": "child_wish_heard.not_heard_reason",
        "guardian_wish.text": "family_wish",
        "guardian_wish.heard_by": "family_wish_heard.by",
        "guardian_wish.heard_on": "family_wish_heard.on",
        "guardian_wish.how": "family_wish_heard.how",
        "guardian_wish.not_heard_reason": "family_wish_heard.not_heard_reason",
        "long_term_goal.text": "overall_goal",
        "long_term_goal.by": "overall_goal_by",
        "consent.explained_on": "consent.explained_on",
        "consent.explained_by": "consent.explained_by",
        "consent.child_agreed_on": "consent.child_agreed_on",
        "consent.guardian_agreed_on": "consent.guardian_agreed_on",
        "consent.guardian_name": "consent.guardian_name",
        "consent.how": "consent.how",
        "consent.child_signature": "consent.child_signature",
        "consent.guardian_signature": "consent.guardian_signature",
        "previous_id": "previous",
    },
    given=frozenset({"child_id", "revision", "author_id", "approved_by_id"}),
    parts={"goals": _GOAL},
    codes={"situation": "plan_area", "area_reasons": "plan_area", "status": "plan_status"},
    derived=frozenset({"reviews"}),
)
REVIEW: Shape[Review] = Shape(
    Review,
    names={"on": "date", "recorded_at": "created_at"},
    given=frozenset({*_OF_CHILD, "plan_id"}),
    parts={"ratings": Shape(GoalRating, codes={"rating": "plan_rating"})},
    derived=frozenset({"withdrawn_reason", "plan"}),
)
FOLLOW_UP: Shape[FollowUp] = Shape(
    FollowUp,
    names={"origin_kind": "origin.kind", "origin_id": "origin.id"},
    given=_OF_CHILD,
    codes={"kind": "follow_up_kind", "state": "follow_up_state", "repeat": "follow_up_repeat"},
)
LIAISON: Shape[Liaison] = Shape(
    Liaison,
    names={"organization_id": "organization", "on": "date", "recorded_at": "created_at"},
    given=_OF_CHILD | {"organization"},
    codes={"method": "liaison_method"},
    derived=frozenset({"withdrawn_reason"}),
)
CONSENT: Shape[Consent] = Shape(Consent, given=frozenset({"child_id", "revision"}))
LETTER: Shape[InformationLetter] = Shape(
    InformationLetter,
    names={"organization_id": "organization", "consent_id": "consent", "recorded_at": "created_at"},
    given=_OF_CHILD | {"organization"},
    codes={"method": "disclosure_method"},
    derived=frozenset({"withdrawn_reason"}),
)
DISCLOSURE: Shape[Disclosure] = Shape(
    Disclosure,
    names={"organization_id": "organization", "letter_id": "letter"},
    given=frozenset({"child_id", "worker_id"}),
    codes={"method": "disclosure_method"},
)
HANDOVER: Shape[Handover] = Shape(
    Handover,
    names={"on": "date"},
    given=frozenset({"child_id", "revision", "giver_id", "taker_id"}),
    codes={"state": "handover_state"},
)
PROGRAM_USE: Shape[ProgramUse] = Shape(
    ProgramUse,
    names={
        "begins_on": "from",
        "ends_on": "to",
        "approved_from": "approved.from",
        "approved_to": "approved.to",
        "used_from": "used.from",
        "used_to": "used.to",
        "used_minutes": "used.minutes",
        "recorded_at": "created_at",
    },
    given=_OF_CHILD,
    codes={"state": "program_use_state"},
    derived=frozenset({"withdrawn_reason"}),
)
ORGANIZATION: Shape[Organization] = Shape(
    Organization, given=frozenset({"id", "revision"}), codes={"kind": "organization_kind"}
)
ACCOUNT: Shape[Account] = Shape(Account, given=frozenset({"id"}), codes={"role": "role"})
SETTINGS: Shape[OfficeSettings] = Shape(OfficeSettings)

WITHDRAWN: dict[str, Shape[Any]] = {
    "consultations": CONSULTATION,
    "assessments": ASSESSMENT,
    "transition_checks": TRANSITION_CHECK,
    "reviews": REVIEW,
    "liaisons": LIAISON,
    "letters": LETTER,
    "program_uses": PROGRAM_USE,
}
"""What can be taken back (kept, hidden), each in a list of its own so that nobody counts it."""


def newest_certificate(child: Child) -> CertificatePeriod | None:
    """The period that ends last; one without an end ends last of all."""
    return max(child.certificates, key=lambda c: (c.valid_to or date.max, c.valid_from or date.min), default=None)


def written_certificate(child: Child) -> Json:
    """The newest period with the contract's keys; without any, the main disease and the rest empty."""
    disease = next((d for d in child.diseases if d.main), child.diseases[0] if child.diseases else None)
    nothing = CertificatePeriod(
        disease_group=disease.disease_group if disease else "", disease=disease.name if disease else ""
    )
    written = CERTIFICATE.write(replace(newest_certificate(child) or nothing, id=""))
    del written["id"]
    return written


def written_content(consultation: Consultation) -> str:
    """What was said and what happened, as one text: the contract's `content`."""
    parts = (consultation.words, consultation.facts, consultation.third_party, consultation.opinion)
    return "\n\n".join(text for text in parts if text.strip())
