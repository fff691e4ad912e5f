"""What every document is told about the office, the print and people; the casework layer fills these in.

A value that an office form shows is a string, or one of `Known`: somebody asked and there is none, or the question does
not apply. An empty string means that nobody knows yet; the form says 未確認 then, and family pages leave the line out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeAlias


class Known(Enum):
    """A known absence."""

    NONE = "none"
    NOT_APPLICABLE = "not_applicable"


Value: TypeAlias = str | Known


@dataclass(frozen=True, kw_only=True)
class Office:
    """The office that prints: みなみ野県 若葉保健所, `short_name` 若葉保健所, `section` 健康推進課.

    `head` is the sender of letters (若葉保健所長), `approvals` the labels of the 決裁欄 from left to right (0–6)."""

    name: str
    short_name: str = ""
    section: str = ""
    head: str = ""
    phone: str = ""
    hours: str = ""
    approvals: tuple[str, ...] = ()

    @property
    def calls_itself(self) -> str:
        """The short name, if there is one."""
        return self.short_name or self.name


@dataclass(frozen=True, kw_only=True)
class PrintLine:
    """Who prints, when and where; stands in the foot of pages that stay in the office.

    `notice` is what a reader of any page must know of the print itself; it stands at the top of each page.
    """

    office: Office
    printed_at: datetime
    printed_by: str
    notice: str = ""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Somebody's wish in their words, and how it was learned; or the reason why it was not heard yet.

    `who` names the person for the heading (母・父); `how` is place and manner in a line (自宅／本人と二人で).
    """

    words: str = ""
    who: str = ""
    on: date | None = None
    how: str = ""
    by: str = ""
    reason_not_heard: str = ""


NOT_HEARD = Heard()


@dataclass(frozen=True, kw_only=True)
class ChildHead:
    """The child as the head of an office form names it. `school` with class, `birth_date` None only in a blank form."""

    name: str
    kana: str = ""
    birth_date: date | None = None
    sex: str = ""
    address: str = ""
    phone: str = ""
    school: Value = ""


def texts_in(value: Any) -> Iterator[str]:
    """Every text inside a value: in its fields, items and the dataclasses in it."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from texts_in(item)
