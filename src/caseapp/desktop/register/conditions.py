"""What a filter says, in words: one sentence for each condition, as the chips and the saved filters show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from caseapp.casework import list_filter
from caseapp.casework.list_views import MINE, NOBODY, RegisterFilter
from caseapp.rules.grade import GRADES, short
from caseapp.words import codes, language
from caseapp.words.language import _, ngettext

PARTS: tuple[tuple[str, ...], ...] = (
    ("status",),
    ("worker_id",),
    ("grades",),
    ("age_from", "age_to"),
    ("entering",),
    ("turning",),
    ("disease_groups",),
    ("care",),
    ("certificate",),
    ("certificate_days",),
    ("silent_days",),
    ("next_step",),
    ("plan",),
    ("handbook",),
    ("place",),
    ("school",),
    ("hospital",),
    ("flagged",),
    ("outdated",),
    ("unasked",),
)
"""The fields that make one condition together, in the order in which they are shown."""
_LISTED = 3


def without(wanted: RegisterFilter, part: tuple[str, ...]) -> RegisterFilter:
    """The filter without this condition."""
    empty = RegisterFilter(status="")
    return replace(wanted, **{name: getattr(empty, name) for name in part})


def said(wanted: RegisterFilter, *, workers: Mapping[str, str]) -> list[tuple[tuple[str, ...], str]]:
    """Each condition that narrows down: its fields and its words. `workers` are names by account id."""
    on = set(list_filter.chosen(wanted))
    return [(part, _WORDS[part[0]](wanted, workers)) for part in PARTS if on & set(part)]


def on_paper(wanted: RegisterFilter, *, workers: Mapping[str, str], me: str) -> list[str]:
    """The same for somebody who does not see the screen: whose children, and who of them. `me` is who prints it."""
    children = {"active": _("Children being supported"), "closed": _("Children whose support has ended")}
    told = []
    for part, words in said(wanted, workers=workers):
        if part == ("status",):
            words = children.get(wanted.status, words)
        elif part == ("worker_id",) and wanted.worker_id == MINE:
            words = _("Worker: {name}").format(name=me)
        told.append(words)
    return told


def _listed(words: list[str]) -> str:
    between = "・" if language.current() == "ja" else ", "
    shown = between.join(words[:_LISTED])
    return (
        shown
        if len(words) <= _LISTED
        else _("{listed} and {count} more").format(listed=shown, count=len(words) - _LISTED)
    )


def _status(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return codes.load("child_status").label(wanted.status)


def _worker(wanted: RegisterFilter, workers: Mapping[str, str]) -> str:
    if wanted.worker_id == MINE:
        return _("My children")
    if wanted.worker_id == NOBODY:
        return _("Without a worker")
    return _("Worker: {name}").format(name=workers.get(wanted.worker_id, "?"))


def grades_said(grades: tuple[str, ...]) -> str:
    """小1〜小6 where they follow each other, else each by itself."""
    places = sorted(GRADES.index(grade) for grade in grades if grade in GRADES)
    names = [short(GRADES[place], language.current()) for place in places]
    if len(places) > 2 and places[-1] - places[0] == len(places) - 1:
        return _("{first} to {last}").format(first=names[0], last=names[-1])
    return _listed(names)


def _grades(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return grades_said(wanted.grades)


def _age(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    if wanted.age_to is None:
        return _("{age} years and older").format(age=wanted.age_from)
    if wanted.age_from is None:
        return _("up to {age} years").format(age=wanted.age_to)
    return _("{least} to {most} years").format(least=wanted.age_from, most=wanted.age_to)


def entering_words() -> dict[str, str]:
    """What may happen next spring."""
    return {
        "e1": _("Enters elementary school next spring"),
        "j1": _("Enters junior high school next spring"),
        "h1": _("Leaves junior high school next spring"),
        "left": _("Leaves high school next spring"),
    }


def _entering(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return entering_words().get(wanted.entering, wanted.entering)


def _turning(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return _("Turns {age} within a year").format(age=wanted.turning)


def _groups(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    labels = codes.load("disease_group")
    return _listed([labels.short(group) for group in wanted.disease_groups])


def _care(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    if wanted.care in ("any", "none"):
        return _("With medical care") if wanted.care == "any" else _("Without medical care")
    return codes.load("medical_care").short(wanted.care)


def _certificate(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return _("Certificate has run out") if wanted.certificate == "expired" else _("Without a certificate")


def _certificate_days(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return _("Certificate within {days} days").format(days=wanted.certificate_days)


def _silent(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    days = wanted.silent_days
    return ngettext("No contact for {days} day", "No contact for {days} days", days).format(days=days)


def _next_step(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return _("Nothing planned") if wanted.next_step == "none" else _("Next step overdue")


def plan_words() -> dict[str, str]:
    """The states of a plan to choose from."""
    return {
        "none": _("Without a plan"),
        "draft": _("Plan being made"),
        "active": _("Plan carried out"),
        "review_over": _("Plan past its review"),
    }


def _plan(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return plan_words().get(wanted.plan, wanted.plan)


def _handbook(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return _("With a handbook") if wanted.handbook == "any" else _("Without a handbook")


def _place(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return _("Lives in: {place}").format(place=wanted.place)


def _school(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return _("School: {name}").format(name=wanted.school)


def _hospital(wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return _("Hospital: {name}").format(name=wanted.hospital)


def _flagged(_wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return _("With a red fact")


def _outdated(_wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return _("Disease changed by the new list")


def _unasked(_wanted: RegisterFilter, _workers: Mapping[str, str]) -> str:
    return _("Transition checklist not asked (from 12)")


_WORDS: Mapping[str, Callable[[RegisterFilter, Mapping[str, str]], str]] = {
    "status": _status,
    "worker_id": _worker,
    "grades": _grades,
    "age_from": _age,
    "entering": _entering,
    "turning": _turning,
    "disease_groups": _groups,
    "care": _care,
    "certificate": _certificate,
    "certificate_days": _certificate_days,
    "silent_days": _silent,
    "next_step": _next_step,
    "plan": _plan,
    "handbook": _handbook,
    "place": _place,
    "school": _school,
    "hospital": _hospital,
    "flagged": _flagged,
    "outdated": _outdated,
    "unasked": _unasked,
}
