"""What must hold between the records of one JSON export before any is taken in: numbers, references, the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from caseapp.exchange.findings import Finding, Place
from caseapp.rules.account import OfficeSettings, settings_problems
from caseapp.rules.child import Child, child_problems
from caseapp.rules.consultation import consultation_problems
from caseapp.rules.follow_up import follow_up_problems
from caseapp.rules.handover import OPEN
from caseapp.rules.organization import organization_problems
from caseapp.rules.plan import plan_problems
from caseapp.rules.problem import N_, Problem
from caseapp.rules.program_use import program_use_problems
from caseapp.rules.stage_template import stored_problems
from caseapp.rules.transition import check_problems

_TWICE = N_("“{text}” is there twice")
_NO_ORGANIZATION = N_("there is no organization with the number “{text}” in the file")
_NO_RECORD = N_("there is no record with the id “{text}” in the file")
_OUT_OF_RANGE = N_("must lie between {minimum} and {maximum}")
_NO_NAME = N_("must hold a name")
_NEEDED = N_("must not be empty")
_KINDS_OF_CAUTION = ("body", "privacy")
_NOT_A_KIND = N_("“{code}” is not in the list")
_TWO_OPEN = N_("child {number} stands in another hand-over already that is not finished")
_LONGEST_KEY = 60
_TOO_LONG = N_("The value is longer than {most} characters.")

RECORDS = (
    "consultations",
    "assessments",
    "transition_checks",
    "support_plans",
    "reviews",
    "follow_ups",
    "liaisons",
    "consents",
    "letters",
    "disclosures",
    "program_uses",
    "handovers",
)


def check(case_file: Any, *, today: date) -> Iterator[Finding]:
    """Everything that is wrong in a `casefile.CaseFile`, by path."""
    if isinstance(case_file.settings, OfficeSettings):
        yield from _ruled(settings_problems(case_file.settings), "settings")
        yield from _ruled(stored_problems(case_file.settings.stage_template), "settings")
    yield from _unique(((f"accounts[{n}].name", a.name) for n, a in enumerate(case_file.accounts)), needed=True)
    numbers = ((f"organizations[{n}].number", o.number) for n, o in enumerate(case_file.organizations))
    yield from _unique(numbers, needed=True)
    for n, organization in enumerate(case_file.organizations):
        yield from _ruled(organization_problems(organization), f"organizations[{n}]", skip=("number",))
    cases = case_file.children
    yield from _unique(((f"children[{n}].number", case.child.number) for n, case in enumerate(cases)), needed=True)
    for path, case in ((f"children[{n}]", case) for n, case in enumerate(cases)):
        for name in RECORDS:
            yield from _unique(_ids(case, path, name))
    yield from _unique(
        (f"children[{n}].disclosures[{m}].number", d.number)
        for n, case in enumerate(cases)
        for m, d in enumerate(case.disclosures)
    )
    yield from _unique(_plan_numbers(cases))
    organizations = {o.number for o in case_file.organizations}
    for n, case in enumerate(cases):
        yield from _case(case, f"children[{n}]", organizations=organizations, today=today)


def _finding(path: str, message: str, **values: Any) -> Finding:
    return Finding(Place(), path, Problem(path, message, values))


def _ruled(problems: Sequence[Problem], path: str, *, skip: tuple[str, ...] = ()) -> Iterator[Finding]:
    for problem in problems:
        if problem.field not in skip:
            yield Finding(Place(), f"{path}.{problem.field}", problem)


def _unique(values: Iterable[tuple[str, str]], *, needed: bool = False) -> Iterator[Finding]:
    """Each second one; with `needed` also each empty one (others may be empty as often as they like)."""
    seen: set[str] = set()
    for path, value in values:
        if not value.strip():
            if needed:
                yield _finding(path, _NEEDED)
        elif value in seen:
            yield _finding(path, _TWICE, text=value)
        elif needed and len(value) > _LONGEST_KEY:
            yield _finding(path, _TOO_LONG, most=_LONGEST_KEY)
        seen.add(value)


def _ids(case: Any, path: str, name: str) -> Iterator[tuple[str, str]]:
    """The ids of one kind of record of a child; another child, or another kind, may have the same."""
    for n, record in enumerate(getattr(case, name)):
        yield f"{path}.{name}[{n}].id", record.id
    for n, item in enumerate(item for item in case.withdrawn if item.of == name):
        yield f"{path}.withdrawn.{name}[{n}].id", item.record.id


def _plan_numbers(cases: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for n, case in enumerate(cases):
        for m, plan in enumerate(case.support_plans):
            if plan.number:
                yield f"children[{n}].support_plans[{m}].number", f"{plan.number} ({plan.version})"


def _case(case: Any, path: str, *, organizations: set[str], today: date) -> Iterator[Finding]:
    yield from _child(case.child, path, today=today)
    for n, consultation in enumerate(case.consultations):
        yield from _ruled(consultation_problems(consultation, today=today), f"{path}.consultations[{n}]")
    for n, plan in enumerate(case.support_plans):
        yield from _ruled(plan_problems(plan), f"{path}.support_plans[{n}]")
    for n, follow_up in enumerate(case.follow_ups):
        yield from _ruled(follow_up_problems(follow_up), f"{path}.follow_ups[{n}]")
    for n, assessment in enumerate(case.assessments):
        for m, area in enumerate(assessment.areas):
            if area.rating is not None and not 1 <= area.rating <= 5:
                where = f"{path}.assessments[{n}].areas[{m}].rating"
                yield _finding(where, _OUT_OF_RANGE, minimum=1, maximum=5)
    yield from _handovers(case, path)
    for n, check in enumerate(case.transition_checks):
        yield from _ruled(check_problems(check, today=today), f"{path}.transition_checks[{n}]")
    for n, use in enumerate(case.program_uses):
        yield from _ruled(program_use_problems(use, (), today=today), f"{path}.program_uses[{n}]")
    yield from _references(case, path, organizations=organizations)


def _handovers(case: Any, path: str) -> Iterator[Finding]:
    """Each belongs to those that were begun with it, and one at most is not finished."""
    is_open = False
    for n, handover in enumerate(case.handovers):
        if not handover.batch.strip():
            yield _finding(f"{path}.handovers[{n}].batch", _NEEDED)
        if handover.state in OPEN:
            if is_open:
                yield _finding(f"{path}.handovers[{n}].state", _TWO_OPEN, number=case.child.number)
            is_open = True


def _child(child: Child, path: str, *, today: date) -> Iterator[Finding]:
    yield from _ruled(child_problems(child, today=today), path, skip=("number",))
    for n, caution in enumerate(child.cautions):
        if caution.kind not in _KINDS_OF_CAUTION:
            yield _finding(f"{path}.cautions[{n}].kind", _NOT_A_KIND, code=caution.kind)
    for n, disease in enumerate(child.diseases):
        if not disease.name.strip() and not disease.disease_group:
            yield _finding(f"{path}.diseases[{n}].name", _NO_NAME)


def _references(case: Any, path: str, *, organizations: set[str]) -> Iterator[Finding]:
    """Organizations by number; consents, letters and earlier plans by id, within the child."""
    for name, needed in (("liaisons", True), ("letters", False), ("disclosures", False)):
        for n, record in enumerate(getattr(case, name)):
            number = record.organization_id
            if (number or needed) and number not in organizations:
                yield _finding(f"{path}.{name}[{n}].organization", _NO_ORGANIZATION, text=number)
    for name, field, of, key in (
        ("letters", "consent_id", "consents", "consent"),
        ("disclosures", "letter_id", "letters", "letter"),
        ("support_plans", "previous_id", "support_plans", "previous"),
    ):
        known = {record.id for record in getattr(case, of)} | {
            item.record.id for item in case.withdrawn if item.of == of
        }
        for n, record in enumerate(getattr(case, name)):
            wanted = getattr(record, field)
            if wanted and wanted not in known:
                yield _finding(f"{path}.{name}[{n}].{key}", _NO_RECORD, text=wanted)
