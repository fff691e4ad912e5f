"""Version 2: names with their history, devices, handbooks, allowances, services, schools, 管理指導表, what was told,
hospitals around; parental authority and the order of an emergency; when each fact was last confirmed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

_TEXT, _DAY, _CODE = sa.Text(), sa.Date(), sa.String(40)
_Kind = sa.Text | sa.Date | sa.String | sa.Integer | sa.Boolean
_PARTS: dict[str, dict[str, _Kind]] = {
    "former_name": {
        **dict.fromkeys(("family_name", "given_name", "family_name_kana", "given_name_kana", "reason"), _TEXT),
        "until": _DAY,
    },
    "device": {
        "kind": _CODE,
        **dict.fromkeys(("name", "settings", "without_power", "supplier", "phone", "night_phone", "note"), _TEXT),
        **dict.fromkeys(("watts", "battery_minutes", "spare_minutes"), sa.Integer()),
        "power_company": sa.Boolean(),
        "since": sa.String(10),
        **dict.fromkeys(("checked_on", "confirmed_on"), _DAY),
    },
    "handbook": {
        "kind": _CODE,
        **dict.fromkeys(("grade", "number", "disability", "note"), _TEXT),
        **dict.fromkeys(("issued_on", "valid_to", "confirmed_on"), _DAY),
    },
    "allowance": {
        **dict.fromkeys(("kind", "state"), _CODE),
        **dict.fromkeys(("grade", "note"), _TEXT),
        "since": sa.String(10),
        **dict.fromkeys(("review_on", "confirmed_on"), _DAY),
    },
    "service_use": {
        "scheme": _CODE,
        **dict.fromkeys(("provider", "days", "phone", "note"), _TEXT),
        "since": sa.String(10),
        **dict.fromkeys(("valid_to", "confirmed_on"), _DAY),
    },
    "school_time": {
        **dict.fromkeys(("school", "note"), _TEXT),
        **dict.fromkeys(("kind", "class_kind"), _CODE),
        **dict.fromkeys(("begins_on", "ends_on"), _DAY),
    },
    "activity_guidance": {
        **dict.fromkeys(("kind", "level"), _CODE),
        **dict.fromkeys(("clubs", "hospital", "doctor", "note"), _TEXT),
        **dict.fromkeys(("issued_on", "valid_to", "given_on"), _DAY),
    },
    "telling": {
        **dict.fromkeys(("audience", "state"), _CODE),
        **dict.fromkeys(("words", "by", "plan"), _TEXT),
        **dict.fromkeys(("on", "confirmed_on"), _DAY),
    },
    "care_provider": {
        "role": _CODE,
        **dict.fromkeys(("hospital", "department", "doctor", "phone", "note"), _TEXT),
        "confirmed_on": _DAY,
    },
}
_MAY_BE_EMPTY = {"watts", "battery_minutes", "spare_minutes"}


def upgrade() -> None:
    for table, columns in _PARTS.items():
        owner = sa.ForeignKey("child.id", name=f"fk_{table}_child_id")
        op.create_table(
            table,
            sa.Column("child_id", sa.String(36), owner, nullable=False),
            *(sa.Column(name, kind, nullable=kind is _DAY or name in _MAY_BE_EMPTY) for name, kind in columns.items()),
            sa.Column("id", sa.String(36), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        )
        op.create_index(f"ix_{table}_child_id", table, ["child_id"])
    op.add_column("family_member", sa.Column("custody", _CODE, nullable=False, server_default=""))
    op.add_column("family_member", sa.Column("emergency_order", sa.Integer(), nullable=False, server_default="0"))
    for table in ("family_member", "child_disease", "medical_care"):
        op.add_column(table, sa.Column("confirmed_on", _DAY))
    for name in ("contact_confirmed_on", "school_confirmed_on"):
        op.add_column("child", sa.Column(name, _DAY))
    op.create_index("ix_family_member_sibling_child_number", "family_member", ["sibling_child_number"])
