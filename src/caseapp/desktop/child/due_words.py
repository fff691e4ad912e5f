"""How near a day is, as a chip; and the icons of what is to be done."""

from __future__ import annotations

from datetime import date, time

from caseapp.desktop.kit.chips import Chip, ChipKind
from caseapp.rules import due
from caseapp.words import language

_KINDS: dict[str, ChipKind] = {
    "late": "late",
    "today": "today",
    "near": "coming",
    "later": "coming",
    "waiting": "waiting",
}
STEP_ICONS = {
    "phone": "phone",
    "visit": "house",
    "school": "school",
    "hospital": "hospital",
    "meeting": "people",
    "letter": "mail",
    "paper": "letter",
    "counter": "counter",
    "plan": "flag",
    "other": "circle",
}


def chip(found: due.Chip) -> Chip:
    """The chip of the kit for one of the rules."""
    return Chip(found.text, _KINDS[found.kind])


def due_chip(on: date, *, today: date, at: time | None = None) -> Chip:
    """`4日超過`, `10:30`, `あと6日`, `12月11日`."""
    return chip(due.due_chip(on, today=today, at=at, language=language.current()))


def reply_chip(asked_on: date, *, reply_due_on: date | None, today: date) -> Chip:
    """`あと4日`, `11日め`."""
    return chip(due.reply_chip(asked_on, reply_due_on=reply_due_on, today=today, language=language.current()))


def step_icon(kind: str) -> str:
    """The icon of a kind of next action."""
    return STEP_ICONS.get(kind, "circle")
