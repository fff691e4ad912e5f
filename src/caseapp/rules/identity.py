"""Numbers and ids: what a record is called in the store, on paper and by the public payer.

`new_id` takes its clock and randomness as arguments; nothing here asks the machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from caseapp.rules.dates import fiscal_year_short
from caseapp.rules.fiscal import fiscal_year


def new_id(now: datetime, random: Callable[[int], bytes]) -> str:
    """A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits; ids sort by the time they were made.

    `now` is aware, `random(n)` gives n random bytes (`os.urandom`). Raises ValueError for a time without zone or
    before 1970.
    """
    if now.tzinfo is None:
        raise ValueError("an id needs an aware time")
    milliseconds = int(now.timestamp() * 1000)
    if not 0 <= milliseconds < 1 << 48:
        raise ValueError("the time does not fit into an id")
    noise = int.from_bytes(random(10), "big")
    value = milliseconds << 80 | noise
    value = value & ~(0xF << 76) | 0x7 << 76  # version 7
    value = value & ~(0x3 << 62) | 0x2 << 62  # variant of RFC 9562
    return str(UUID(int=value))


def made_at(record_id: str) -> datetime | None:
    """When an id of `new_id` was made (UTC); None for any other id, and for one of a time that no calendar has."""
    try:
        value = UUID(record_id)
        return datetime.fromtimestamp((value.int >> 80) / 1000, UTC) if value.version == 7 else None
    except (ValueError, OverflowError, OSError):
        return None


def record_number(year: int, serial: int, *, width: int = 3) -> str:
    """A number within a fiscal year: `R8-031`."""
    return f"{fiscal_year_short(year)}-{serial:0{width}}"


def next_number(taken: Iterable[str], *, on: date, width: int = 3) -> str:
    """The number after the highest of its fiscal year among `taken`; numbers of another kind are passed over."""
    year = fiscal_year(on)
    form = re.compile(re.escape(fiscal_year_short(year)) + r"-([0-9]{1,9})")
    serials = (int(found[1]) for number in taken if (found := form.fullmatch(number)))
    return record_number(year, max(serials, default=0) + 1, width=width)


def next_child_number(taken: Iterable[str], *, on: date) -> str:
    """The next 児童番号.

    Where the office counts by itself, one more than its highest number in the same form (`0412` → `0413`,
    `S-0412` → `S-0413`); the form is that of the highest. Without any: the first of the fiscal year, `R8-0001`.
    """
    found = [(int(m[2]), m[1], m[2]) for number in taken if (m := re.fullmatch(r"(.*?)([0-9]{1,9})", number))]
    own_form = f"{fiscal_year_short(fiscal_year(on))}-"
    if not found or any(prefix == own_form for _, prefix, _ in found):
        return next_number((prefix + digits for _, prefix, digits in found), on=on, width=4)
    value, prefix, digits = max(found)
    return f"{prefix}{value + 1:0{len(digits)}}"


def check_digit(digits: str) -> int:
    """The 検証番号 of 公費負担者番号 and 受給者番号 for the digits before it.

    From the right times 2, 1, 2, …; the digits of a product are added up; what is missing to the next ten.
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        product = int(digit) * (1 if place % 2 else 2)
        total += product // 10 + product % 10
    return -total % 10


def check_digit_holds(number: str) -> bool:
    """True when `number` is a 7-digit 受給者番号 or 8-digit 公費負担者番号 whose last digit is right.

    A reason to look again, not to refuse: municipalities differ, and old certificates stay what they are.
    """
    return re.fullmatch(r"[0-9]{7,8}", number) is not None and check_digit(number[:-1]) == int(number[-1])
