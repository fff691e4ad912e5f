"""What two records say, field by field, in words."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, time
from typing import Any

from caseapp.casework.merge_undoing import KINDS
from caseapp.desktop.child.field_words import field_label, value_words
from caseapp.rules.merging import BOTH, LEFT, FieldRow
from caseapp.rules.problem import N_
from caseapp.words.language import _

_LABELS = {
    "worker": N_("Worker"),
    "former_names": N_("Names of before"),
    "schools": N_("Schools so far"),
    "guidance": N_("School activity guidance"),
    "tellings": N_("Who knows of the illness"),
    "care_providers": N_("Hospitals around"),
    "devices": N_("Devices"),
    "handbook_list": N_("Handbooks held"),
    "allowance_list": N_("Allowances received"),
    "services": N_("Services used"),
}
_NOT_SAID = frozenset(
    {"id", "list_version", "list_code", "notice_number", "worker_id", "call_order", "emergency_order"}
)


def row_label(name: str) -> str:
    """What a row of the comparison is called."""
    return _(_LABELS[name]) if name in _LABELS else field_label("child", name)


def side_words(row: FieldRow, side: str) -> str:
    """What one record says of it; one line for each part. "" for nothing."""
    values = row.left if side == LEFT else row.right
    if row.parts:
        return "\n".join(part_words(part, of=row.name) for part in values[0])
    named = zip(row.fields, values, strict=True)
    said = (_said(name, value) for name, value in named if name not in _NOT_SAID)
    between = " " if row.name in ("name", "kana") else " ・ "
    return between.join(words for words in said if words)


def _said(name: str, value: Any) -> str:
    """A value; a day says what it is the day of."""
    words = value_words(name, _plain(value))
    if words and name.endswith("confirmed_on"):
        return _("confirmed {day}").format(day=words)
    return _("since {day}").format(day=words) if words and name == "worker_since" else words


def part_words(part: Any, *, of: str) -> str:
    """One part (a member of the family, a period …) in a line. `of`: the list it stands in, as codes mean another thing
    in each."""
    said = []
    for field in fields(part):
        value = getattr(part, field.name)
        if field.name in _NOT_SAID or value in ("", None, ()) or value is False:
            continue
        if value is True:
            said.append(field_label("child", field.name))
        elif not isinstance(value, int) or value:
            said.append(value_words(f"{of}.{field.name}", _plain(value)))
    return " ".join(dict.fromkeys(words for words in said if words))  # 親権者 stands in two fields


def counts_words(counts: dict[str, int]) -> str:
    """「相談記録 12 ・ 個別支援計画 1」; what there is none of is not said."""
    return " ・ ".join(f"{kind_words(kind)} {count}" for kind, count in counts.items() if count)


def kind_words(kind: str) -> str:
    """What records of a kind are called."""
    return _(KINDS[kind]) if kind in KINDS else kind


def choice_of(left: bool, right: bool) -> str:
    """The code of a choice by which sides are taken."""
    return BOTH if left and right else LEFT if left else "right"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, time)) else list(value) if isinstance(value, tuple) else value
