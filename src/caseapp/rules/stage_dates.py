"""What runs out beside the certificate: 手帳, 手当, 管理指導表, services, batteries, the telephone by day and night.

Each gives dated facts that an entry of the yearly template (rules.stage_template) turns into a reminder. They are read
alike from a child's record and from rows of the store, which have the same names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from caseapp.rules.age import birthday
from caseapp.rules.dates import PartialDate

HANDBOOK, ALLOWANCE, GUIDANCE, SERVICE = "handbook", "allowance", "guidance", "service"
PHONE, NO_PHONE, IN_USE = "phone", "no_phone", "in_use"
CODE_LISTS = {
    HANDBOOK: "handbook",
    ALLOWANCE: "allowance",
    GUIDANCE: "guidance_form",
    SERVICE: "service",
    PHONE: "device",
    NO_PHONE: "device",
    IN_USE: "device",
}
"""The code list of the name of each fact."""

_PAID = ("receiving", "applied")


class DatedFact(NamedTuple):
    """`anchor` is one of the kinds above, `id` the part's, `name` its code. `on` is the last day of it, or the day from
    which it wants a look; None: it is missing, which is asked for by the end of each fiscal year."""

    anchor: str
    id: str
    name: str
    on: date | None


def dated_facts(
    *,
    handbooks: Iterable[Any] = (),
    allowances: Iterable[Any] = (),
    guidance: Iterable[Any] = (),
    services: Iterable[Any] = (),
    devices: Iterable[Any] = (),
) -> tuple[DatedFact, ...]:
    """The dated facts of one child; of what has a history only the newest of its kind."""
    return (
        *_newest(HANDBOOK, ((book.kind, "", book.valid_to, book) for book in handbooks)),
        *_newest(ALLOWANCE, ((each.kind, "", each.review_on, each) for each in allowances if each.state in _PAID)),
        *_newest(GUIDANCE, ((form.kind, "", form.valid_to, form) for form in guidance)),
        *_newest(SERVICE, ((use.scheme, use.provider, use.valid_to, use) for use in services)),
        *(fact for device in devices for fact in (*_phone(device), *_in_use(device))),
    )


def paid(allowances: Iterable[Any]) -> frozenset[str]:
    """The codes of the allowances that are received or applied for."""
    return frozenset(each.kind for each in allowances if each.state in _PAID)


def _newest(anchor: str, parts: Iterable[tuple[str, str, date | None, Any]]) -> Iterator[DatedFact]:
    found: dict[tuple[str, str], DatedFact] = {}
    for code, whose, ends, part in parts:
        known = found.get((code, whose))
        if ends is not None and (known is None or known.on is None or known.on < ends):
            found[code, whose] = DatedFact(anchor, part.id, code, ends)
    yield from found.values()


def _in_use(device: Any) -> Iterator[DatedFact]:
    """The day from which it is used, as exact as known: a battery of its own (kind `battery`) grows old."""
    if device.since:
        with suppress(ValueError):  # written by another program: words instead of a day
            yield DatedFact(IN_USE, device.id, device.kind, PartialDate.from_iso(device.since).first)


def _phone(device: Any) -> Iterator[DatedFact]:
    """The number that answers day and night is made sure of once a year; where there is none, it is asked for."""
    known = device.confirmed_on or device.checked_on
    if not device.night_phone.strip():
        yield DatedFact(NO_PHONE, device.id, device.kind, None)
    elif known:
        yield DatedFact(PHONE, device.id, device.kind, birthday(known, 1))
