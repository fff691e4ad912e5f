"""The JSON export: an office or one child as one object that another program can read and this one gives back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from caseapp.exchange import casefile_shapes as shapes
from caseapp.exchange.casefile_checks import check
from caseapp.exchange.findings import BadRows, Finding, Unreadable
from caseapp.exchange.json_shape import Json, Reading, Shape, plain_value
from caseapp.rules.account import Account, OfficeSettings
from caseapp.rules.assessment import Assessment
from caseapp.rules.child import Child
from caseapp.rules.consultation import Consultation
from caseapp.rules.disclosure import Consent, Disclosure, InformationLetter
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.handover import Handover
from caseapp.rules.organization import Liaison, Organization
from caseapp.rules.plan import Goal, Review, SupportPlan
from caseapp.rules.problem import N_
from caseapp.rules.program_use import ProgramUse
from caseapp.rules.transition import TransitionCheck

FORMAT = "caseapp-export"
VERSION = 1
OWN = "own"
"""The key in the settings."""

_NOT_JSON = N_("The file is not complete JSON (line {line}). Export it again.")
_NOT_OURS = N_("This JSON file is not an export of this program (“format” must be “caseapp-export”).")
_NEWER = N_("The file was written by a newer version of this program (format {version}). Update this program first.")
_BAD_VERSION = N_("The file does not say which version of the format it is.")
_NOT_YET = N_("holds what this version does not keep; it was left out")
_REPEATED = N_("The key “{key}” is there twice in one object.")
_NO_ORIGIN = N_("must name the plan it belongs to")


@dataclass(frozen=True)
class Withdrawn:
    """A record that was taken back: kept, hidden, with the reason. `of` is its list ("consultations", "reviews", …)."""

    of: str
    record: Any
    reason: str


@dataclass(frozen=True, kw_only=True)
class ChildCase:
    """A child with all its records.

    `child_id` of the records is the child's *number*; other references are as described in `casefile_shapes` (numbers
    of organizations, names of workers, ids of records in the file).
    """

    child: Child
    consultations: tuple[Consultation, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    transition_checks: tuple[TransitionCheck, ...] = ()
    support_plans: tuple[SupportPlan, ...] = ()
    reviews: tuple[Review, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    liaisons: tuple[Liaison, ...] = ()
    consents: tuple[Consent, ...] = ()
    letters: tuple[InformationLetter, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    program_uses: tuple[ProgramUse, ...] = ()
    handovers: tuple[Handover, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """What one export holds. `accounts` are the people named in the records; they carry no passphrase.

    `settings` is None in an export of one child. `own` is what stands under `settings.own`: more that the office made
    its own, by key (casework.own_settings knows what). `warnings` tell what was left out in reading.
    """

    children: tuple[ChildCase, ...] = ()
    organizations: tuple[Organization, ...] = ()
    accounts: tuple[Account, ...] = ()
    settings: OfficeSettings | None = None
    own: Mapping[str, Json] = field(default_factory=dict)
    exported_at: datetime | None = None
    warnings: tuple[Finding, ...] = field(default=(), compare=False)


# ---- writing


def to_object(case_file: CaseFile) -> dict[str, Json]:
    """The export as the contract has it, ready for `json`."""
    written: dict[str, Json] = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": case_file.exported_at.isoformat() if case_file.exported_at else None,
    }
    if case_file.settings is not None:
        written["settings"] = {**shapes.SETTINGS.write(case_file.settings), OWN: dict(case_file.own)}
    written["accounts"] = [shapes.ACCOUNT.write(a) for a in case_file.accounts]
    written["organizations"] = [shapes.ORGANIZATION.write(o) for o in case_file.organizations]
    written["children"] = [_written_case(case) for case in case_file.children]
    return written


def to_bytes(written: Mapping[str, Json]) -> bytes:
    """An export object as a file: UTF-8, one blank of indent, characters as they are, a line end."""
    return (json.dumps(written, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _written_case(case: ChildCase) -> dict[str, Json]:
    written = shapes.CHILD.write(case.child)
    written["certificate"] = shapes.written_certificate(case.child)
    written["consultations"] = [_written_consultation(c) for c in case.consultations]
    written["assessments"] = [shapes.ASSESSMENT.write(a) for a in case.assessments]
    written["transition_checks"] = [shapes.TRANSITION_CHECK.write(t) for t in case.transition_checks]
    written["support_plans"] = [_written_plan(p, case.reviews) for p in case.support_plans]
    written["follow_ups"] = [shapes.FOLLOW_UP.write(f) for f in case.follow_ups]
    written["liaisons"] = [shapes.LIAISON.write(item) for item in case.liaisons]
    written["consents"] = [shapes.CONSENT.write(c) for c in case.consents]
    written["letters"] = [shapes.LETTER.write(item) for item in case.letters]
    written["disclosures"] = [shapes.DISCLOSURE.write(d) for d in case.disclosures]
    written["handovers"] = [shapes.HANDOVER.write(h) for h in case.handovers]
    written["program_uses"] = [shapes.PROGRAM_USE.write(u) for u in case.program_uses]
    written |= {"evacuation_plan": None, "documents": []}
    if case.withdrawn:
        written["withdrawn"] = _written_withdrawn(case.withdrawn)
    return written


def _written_consultation(consultation: Consultation) -> dict[str, Json]:
    return {**shapes.CONSULTATION.write(consultation), "content": shapes.written_content(consultation)}


def _written_plan(plan: SupportPlan, reviews: Sequence[Review]) -> dict[str, Json]:
    own = [review for review in reviews if review.plan_id == plan.id]
    written = shapes.PLAN.write(plan)
    for goal, stands in zip(plan.goals, written["goals"], strict=True):
        stands["reviews"] = _reviews_of_goal(goal, own)
    written["reviews"] = [shapes.REVIEW.write(review) for review in own]
    return written


def _reviews_of_goal(goal: Goal, reviews: Iterable[Review]) -> list[Json]:
    return [
        {"date": review.on.isoformat(), "rating": rating.rating, "comment": rating.comment}
        for review in reviews
        for rating in review.ratings
        if rating.goal_id == goal.id
    ]


def _written_withdrawn(withdrawn: Iterable[Withdrawn]) -> dict[str, Json]:
    lists: dict[str, Json] = {}
    for item in withdrawn:
        written = {**shapes.WITHDRAWN[item.of].write(item.record), "withdrawn_reason": item.reason}
        if item.of == "reviews":
            written["plan"] = item.record.plan_id
        lists.setdefault(item.of, []).append(written)
    return lists


# ---- reading


def read(data: bytes, *, today: date) -> CaseFile:
    """Read an export. `today` is what "in the future" is measured by.

    Raises Unreadable when it is no export or of a newer format; BadRows with every bad value by its path
    (`children[3].birth_date`). Unknown keys are named in `warnings`.
    """
    return from_object(parsed(data), today=today)


def parsed(data: bytes) -> Json:
    """What the file holds, before its records are looked at. Raises Unreadable when it is no export of ours."""
    try:
        written = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Unreadable(_NOT_JSON, line=error.lineno) from None
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise Unreadable(_NOT_JSON, line=1) from None
    _check_format(written)
    return written


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        raise Unreadable(_REPEATED, key=next(key for key in keys if keys.count(key) > 1))
    return made


def _no_constant(name: str) -> Json:
    raise ValueError(name)


def from_object(written: Json, *, today: date) -> CaseFile:
    """The same for what `json` has read already."""
    _check_format(written)
    reading = Reading()
    known = ("format", "version", "exported_at", "settings", "accounts", "organizations", "children")
    for key in written:
        if key not in known:
            reading.warn(key, _NOT_YET)
    settings = written.get("settings")
    own: Mapping[str, Json] = {}
    if isinstance(settings, dict):
        given = settings.get(OWN)
        own = {} if given is None else reading.an_object(given, f"settings.{OWN}") or {}
        settings = {key: value for key, value in settings.items() if key != OWN}
    case_file = CaseFile(
        children=_all(_children(written.get("children"), reading)),
        organizations=_records(shapes.ORGANIZATION, written.get("organizations"), reading, "organizations"),
        accounts=_records(shapes.ACCOUNT, written.get("accounts"), reading, "accounts", id=""),
        settings=None if settings is None else shapes.SETTINGS.read(settings, reading, "settings"),
        own=own,
        exported_at=_moment(written.get("exported_at"), reading),
    )
    problems = reading.problems or list(check(case_file, today=today))
    if problems:
        raise BadRows(tuple(problems))
    return replace(case_file, warnings=tuple(reading.warnings))


def _check_format(written: Json) -> None:
    if not isinstance(written, dict) or written.get("format") != FORMAT:
        raise Unreadable(_NOT_OURS)
    version = written.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise Unreadable(_BAD_VERSION)
    if version > VERSION:
        raise Unreadable(_NEWER, version=version)


def _moment(value: Json, reading: Reading) -> datetime | None:
    if value is None:
        return None
    found = plain_value(value, datetime, reading=reading, path="exported_at")
    return found if isinstance(found, datetime) else None


def _all(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(item for item in items if item is not None)


def _records(shape: Shape[Any], raw: Json, reading: Reading, path: str, **given: Any) -> tuple[Any, ...]:
    listed = reading.a_list(raw, path)
    return _all(shape.read(item, reading, f"{path}[{n}]", **given) for n, item in enumerate(listed))


def _children(raw: Json, reading: Reading) -> list[ChildCase | None]:
    return [_case(item, reading, f"children[{n}]") for n, item in enumerate(reading.a_list(raw, "children"))]


def _case(raw: Json, reading: Reading, path: str) -> ChildCase | None:
    written = reading.an_object(raw, path)
    if written is None:
        return None
    for key in shapes.NOT_YET:
        if written.get(key):
            reading.warn(f"{path}.{key}", _NOT_YET)
    child = shapes.CHILD.read(_filled_child(written), reading, path)
    number = child.number if child else ""

    def listed(key: str, shape: Shape[Any]) -> tuple[Any, ...]:
        return _records(shape, written.get(key), reading, f"{path}.{key}", child_id=number)

    plans, reviews = _plans(written.get("support_plans"), reading, f"{path}.support_plans", number=number)
    consultations = [
        _filled_consultation(c) for c in reading.a_list(written.get("consultations"), f"{path}.consultations")
    ]
    case = ChildCase(
        child=child or _NOBODY,
        consultations=_records(shapes.CONSULTATION, consultations, reading, f"{path}.consultations", child_id=number),
        assessments=listed("assessments", shapes.ASSESSMENT),
        transition_checks=listed("transition_checks", shapes.TRANSITION_CHECK),
        support_plans=plans,
        reviews=reviews,
        follow_ups=listed("follow_ups", shapes.FOLLOW_UP),
        liaisons=listed("liaisons", shapes.LIAISON),
        consents=listed("consents", shapes.CONSENT),
        letters=listed("letters", shapes.LETTER),
        disclosures=listed("disclosures", shapes.DISCLOSURE),
        program_uses=listed("program_uses", shapes.PROGRAM_USE),
        handovers=listed("handovers", shapes.HANDOVER),
        withdrawn=_withdrawn(written.get("withdrawn"), reading, f"{path}.withdrawn", number=number),
    )
    return case if child else None


_NOBODY = Child(number="", family_name="", given_name="", birth_date=date.max)


_DISEASE = ("disease_group", "disease")


def _filled_child(written: Mapping[str, Json]) -> dict[str, Json]:
    """Other programs may write only the contract's keys: one `certificate`, and `medical_care` as codes."""
    filled = dict(written)
    certificate = written.get("certificate")
    if isinstance(certificate, dict):
        disease = {"disease_group": certificate.get("disease_group"), "name": certificate.get("disease")}
        if "certificates" not in written and any(v for k, v in certificate.items() if k not in _DISEASE):
            filled["certificates"] = [certificate]
        if "diseases" not in written and any(disease.values()):
            filled["diseases"] = [{**disease, "name": disease["name"] or ""}]
    care = written.get("medical_care")
    if isinstance(care, list):
        filled["medical_care"] = [{"item": c} if isinstance(c, str) else c for c in care]
    return filled


def _filled_consultation(written: Json) -> Json:
    """`content` alone is taken as facts."""
    if not isinstance(written, dict) or not isinstance(written.get("content"), str):
        return written
    if any(written.get(key) for key in ("words", "facts", "third_party", "opinion")):
        return written
    return {**written, "facts": written["content"]}


def _filled_plan(written: Json) -> Json:
    """Other programs may not say when a plan was made: then it is the day it was written, or that its period begins."""
    if not isinstance(written, dict) or written.get("made_on"):
        return written
    period = written.get("period")
    days = [written.get("created_at"), period.get("from") if isinstance(period, dict) else None]
    return {**written, "made_on": next((str(day)[:10] for day in days if day), None)}


def _plans(
    raw: Json, reading: Reading, path: str, *, number: str
) -> tuple[tuple[SupportPlan, ...], tuple[Review, ...]]:
    plans: list[SupportPlan] = []
    reviews: list[Review] = []
    for n, item in enumerate(reading.a_list(raw, path)):
        plan = shapes.PLAN.read(_filled_plan(item), reading, f"{path}[{n}]", child_id=number)
        plans += [plan] if plan else []
        own = item.get("reviews") if isinstance(item, dict) else None
        plan_id = plan.id if plan else ""
        reviews += _records(shapes.REVIEW, own, reading, f"{path}[{n}].reviews", child_id=number, plan_id=plan_id)
    return tuple(plans), tuple(reviews)


def _withdrawn(raw: Json, reading: Reading, path: str, *, number: str) -> tuple[Withdrawn, ...]:
    lists = reading.an_object({} if raw is None else raw, path)
    found: list[Withdrawn] = []
    for of, items in ({} if lists is None else lists).items():
        shape = shapes.WITHDRAWN.get(of)
        if shape is None:
            reading.warn(f"{path}.{of}", _NOT_YET)
            continue
        for n, item in enumerate(reading.a_list(items, f"{path}.{of}")):
            where = f"{path}.{of}[{n}]"
            given: dict[str, Any] = {"child_id": number}
            if of == "reviews":
                given["plan_id"] = item.get("plan", "") if isinstance(item, dict) else ""
                if not isinstance(given["plan_id"], str) or not given["plan_id"]:
                    reading.refuse(f"{where}.plan", _NO_ORIGIN)
            record = shape.read(item, reading, where, **given)
            reason = item.get("withdrawn_reason") if isinstance(item, dict) else ""
            found += [Withdrawn(of, record, reason if isinstance(reason, str) else "")] if record else []
    return tuple(found)
