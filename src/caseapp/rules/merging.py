"""Two records of one child made one: what may be chosen for each field, what is proposed, and the record that results.

The fields are taken from the dataclass, so that a field or a part that is new to `Child` merges without a word here: a
value is taken from one side, parts by default from both. Nothing red is ever lost, whatever was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from caseapp.rules.child import Caution, Child
from caseapp.rules.folding import fold
from caseapp.rules.likeness_traits import plain_address

LEFT, RIGHT, BOTH = "left", "right", "both"

KEPT = ("id", "revision", "number", "former_numbers", "registered_on")
"""What nobody chooses: the left record stays, the other's number finds it, the first day of registration counts."""

TOGETHER: dict[str, tuple[str, ...]] = {
    "name": ("family_name", "given_name"),
    "kana": ("family_name_kana", "given_name_kana", "kana_confirmed_on"),
    "address": ("address", "postal_code", "contact_confirmed_on"),
    "school": ("school", "school_type", "school_class", "grade_override", "school_confirmed_on"),
    "hospital": ("hospital", "doctor"),
    "worker": ("worker_id", "worker", "worker_since"),
    "status": ("status", "closed_on", "closed_reason"),
}
"""Fields that only make sense from one record."""

SURE: dict[str, str] = {
    **dict.fromkeys(("name", "kana", "print_name", "romaji"), "kana_confirmed_on"),
    **dict.fromkeys(("address", "phone"), "contact_confirmed_on"),
    "school": "school_confirmed_on",
}
"""The field that says when somebody last made sure of a row."""

TEXTS = ("note", "told", "handbooks", "allowances")
_EMPTY = ("", None, (), "unknown")
_TOLD_OF = "not_told"
_SURE_OF_PART = "confirmed_on"


@dataclass(frozen=True)
class FieldRow:
    """What is chosen as one: `name` is a key of TOGETHER or a field; `left` and `right` the values of `fields`.

    `choices` are LEFT, RIGHT and for texts and parts BOTH; `proposed` is one of them. `same`: nothing to choose.
    """

    name: str
    fields: tuple[str, ...]
    left: tuple[Any, ...]
    right: tuple[Any, ...]
    choices: tuple[str, ...]
    proposed: str
    same: bool

    @property
    def parts(self) -> bool:
        """Whether the values are parts with ids (family, certificates, …)."""
        return _has_parts(self.left[0]) or _has_parts(self.right[0])


def field_rows(left: Child, right: Child, *, newer: Mapping[str, str]) -> tuple[FieldRow, ...]:
    """Everything that two records are made of, in the order of the record. `newer`: by field, LEFT or RIGHT ("" for
    all others): whose value was written last. Proposed is what is not empty; of two that say the same the one that says
    more; of two others the one that was made sure of later, and without that the newer."""
    return tuple(
        _row(name, members, left, right, newer=newer.get(members[0], newer.get("", LEFT))) for name, members in groups()
    )


def groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(name, fields) of all that is chosen, in the order of the dataclass."""
    names = [f.name for f in fields(Child)]
    where = {member: name for name, members in TOGETHER.items() for member in members}
    made: dict[str, tuple[str, ...]] = {}
    for field in names:
        if field not in KEPT:
            name = where.get(field, field)
            made.setdefault(name, tuple(m for m in TOGETHER.get(name, (field,)) if m in names))
    return tuple(made.items())


def merged(left: Child, right: Child, choices: Mapping[str, str], *, newer: Mapping[str, str]) -> Child:
    """The left record as it becomes. `choices`: by the name of a row; what is not named goes as proposed.

    Raises ValueError for a row or a choice that there is not.
    """
    rows = {row.name: row for row in field_rows(left, right, newer=newer)}
    wrong = [name for name, choice in choices.items() if name not in rows or choice not in rows[name].choices]
    if wrong:
        raise ValueError(f"no such choice: {', '.join(sorted(wrong))}")
    values: dict[str, Any] = {}
    for row in rows.values():
        choice = choices.get(row.name, row.proposed)
        values |= _values(row, choice, newer=newer.get(row.fields[0], newer.get("", LEFT)))
    days = [day for day in (left.registered_on, right.registered_on) if day]
    numbers = dict.fromkeys((*left.former_numbers, right.number, *right.former_numbers))
    numbers.pop(left.number, None)
    values["worker_since"] = _responsible_since(left, right, values)
    values["family"] = _without_itself(values["family"], {left.number, *numbers})
    return replace(left, **values, former_numbers=tuple(numbers), registered_on=min(days, default=None))


def red(part: Any) -> bool:
    """Whether a part is or makes a red fact: a caution, somebody never to contact, an audience that is not told."""
    return isinstance(part, Caution) or getattr(part, "never_contact", False) or getattr(part, "state", "") == _TOLD_OF


# ------------------------------------------------------------------------------------------------ one row


def _row(name: str, members: tuple[str, ...], left: Child, right: Child, *, newer: str) -> FieldRow:
    one = tuple(getattr(left, member) for member in members)
    other = tuple(getattr(right, member) for member in members)
    listed = _has_parts(one[0]) or _has_parts(other[0])
    choices = (LEFT, RIGHT, BOTH) if listed or name in TEXTS else (LEFT, RIGHT)
    same = _contents(one[0]) == _contents(other[0]) if listed else one == other or _one_worker(name, left, right)
    better = "" if listed else _fuller(name, one, other) or _surer(name, left, right)
    proposed = _proposed(name, one[0], other[0], choices, newer=better or newer)
    return FieldRow(name, members, one, other, choices, proposed, same)


def _fuller(name: str, one: tuple[Any, ...], other: tuple[Any, ...]) -> str:
    """Of two that say the same the side that says more of it: the class, the day on which it was made sure of."""
    if not (isinstance(one[0], str) and isinstance(other[0], str)):
        return ""
    plain = plain_address if name == "address" else fold
    first, second = plain(one[0]), plain(other[0])
    if not first or not second or not (first.startswith(second) or second.startswith(first)):
        return ""
    much = [sum(value not in _EMPTY for value in values) for values in (one, other)]
    more = much[0] - much[1] or len(first) - len(second)
    return LEFT if more > 0 else RIGHT if more < 0 else ""


def _surer(name: str, left: Child, right: Child) -> str:
    """The side on which somebody made sure of it later; "" where it was on neither, or on the same day."""
    if name not in SURE:
        return ""
    days = [getattr(child, SURE[name]) or date.min for child in (left, right)]
    return "" if days[0] == days[1] else LEFT if days[0] > days[1] else RIGHT


def _one_worker(name: str, left: Child, right: Child) -> bool:
    """Whether the same person is responsible in both: since when is not chosen, it is `_responsible_since`."""
    return name == "worker" and bool(left.worker_id) and left.worker_id == right.worker_id


def _responsible_since(left: Child, right: Child, chosen: Mapping[str, Any]) -> date | None:
    """The first day of who is responsible in both. Where the record that was registered first does not know it, nobody
    does: the other's is the day on which it was registered again."""
    since: date | None = chosen["worker_since"]
    if not _one_worker("worker", left, right):
        return since
    known = [child.worker_since for child in (left, right) if child.worker_since]
    if len(known) != 1:
        return min(known, default=None)
    days = [child.registered_on or date.max for child in (left, right)]
    first = left if days[0] < days[1] else right if days[1] < days[0] else None
    return first.worker_since if first else known[0]


def _proposed(name: str, one: Any, other: Any, choices: Sequence[str], *, newer: str) -> str:
    if other in _EMPTY or (name == "status" and one == "active"):
        return LEFT
    if one in _EMPTY or (name == "status" and other == "active"):
        return RIGHT
    return BOTH if BOTH in choices else newer


def _values(row: FieldRow, choice: str, *, newer: str) -> dict[str, Any]:
    if row.parts:
        return {row.fields[0]: _parts(row.left[0], row.right[0], choice, newer=newer)}
    if choice == BOTH:
        return {row.fields[0]: _joined(row.left[0], row.right[0])}
    chosen, rest = (row.left, row.right) if choice == LEFT else (row.right, row.left)
    if chosen[0] == rest[0]:  # the same school, the class known to one of the records only
        chosen = tuple(b if a in _EMPTY else a for a, b in zip(chosen, rest, strict=True))
    return dict(zip(row.fields, chosen, strict=True))


def _joined(one: str, other: str) -> str:
    if other.strip() in one:
        return one
    return other if one.strip() in other else f"{one}\n{other}"


# ------------------------------------------------------------------------------------------------ parts


def _parts(one: tuple[Any, ...], other: tuple[Any, ...], choice: str, *, newer: str) -> tuple[Any, ...]:
    """The chosen parts. Of the side that was not chosen the red ones come along."""
    if choice == LEFT:
        other = tuple(part for part in other if red(part))
    elif choice == RIGHT:
        one = tuple(part for part in one if red(part))
    result = list(one)
    for part in other:
        place = next((n for n, known in enumerate(result) if _are_one(known, part)), None)
        if place is None:
            result.append(part)
        else:
            result[place] = _combined(result[place], part, newer=newer)
    return tuple(result)


def _are_one(one: Any, other: Any) -> bool:
    """Whether two parts say the same, or one says more of the same: nothing that both say differs."""
    if _content(one) == _content(other):
        return True
    key = _key(one)
    if not key or key != _key(other):
        return False
    return all(
        name == _SURE_OF_PART or a == b or _empty(a) or _empty(b) or isinstance(a, int)
        for name, a, b in _pairs(one, other)
    )


def _key(part: Any) -> tuple[Any, ...]:
    """What makes two parts be about one thing; () where only the same in everything is."""
    if hasattr(part, "relationship"):
        return "person", fold(part.name)
    if hasattr(part, "valid_from"):
        return ("certificate", part.number, part.valid_from) if part.number else ()
    if hasattr(part, "list_code"):
        return "disease", part.list_code or fold(part.name)
    if hasattr(part, "carried_out_by"):
        return "care", part.item
    return ()


def _combined(one: Any, other: Any, *, newer: str) -> Any:
    """The left part, filled up from the right one: a mark that one of them has stays (never to contact, severe), of
    other flags and figures that differ the newer; the day on which somebody last made sure."""
    values = {}
    for field in fields(one):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if field.name == "id" or a == b:
            continue
        if field.default is False:
            values[field.name] = True
        elif field.name == _SURE_OF_PART and a and b:
            values[field.name] = max(a, b)
        elif _empty(a) or (not _empty(b) and newer == RIGHT):
            values[field.name] = b
    return replace(one, **values)


def _empty(value: Any) -> bool:
    return value in _EMPTY or (value == 0 and not isinstance(value, bool))


def _pairs(one: Any, other: Any) -> Iterable[tuple[str, Any, Any]]:
    return ((f.name, getattr(one, f.name), getattr(other, f.name)) for f in fields(one) if f.name != "id")


def _content(part: Any) -> tuple[Any, ...]:
    return tuple(getattr(part, f.name) for f in fields(part) if f.name != "id")


def _contents(parts: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return [_content(part) for part in parts]


def _has_parts(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0])


def _without_itself(family: tuple[Any, ...], numbers: set[str]) -> tuple[Any, ...]:
    """Whoever was linked as brother or sister and is the same child now is nobody's link any more."""
    return tuple(
        replace(member, sibling_child_number="") if member.sibling_child_number in numbers else member
        for member in family
    )
