"""Version 9: bookings and uses of schemes (利用実績)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

_TEXT, _CODE, _ID, _DAY, _MOMENT = sa.Text(), sa.String(40), sa.String(36), sa.Date(), sa.String(27)


def upgrade() -> None:
    op.create_table(
        "program_use",
        sa.Column("child_id", _ID, nullable=False),
        sa.Column("scheme_code", _CODE, nullable=False),
        sa.Column("scheme", _TEXT, nullable=False),
        sa.Column("begins_on", _DAY, nullable=False),
        sa.Column("ends_on", _DAY, nullable=False),
        sa.Column("minutes", sa.Integer()),
        sa.Column("place", _TEXT, nullable=False),
        sa.Column("note", _TEXT, nullable=False),
        sa.Column("approved_from", _DAY),
        sa.Column("approved_to", _DAY),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("used_from", _DAY),
        sa.Column("used_to", _DAY),
        sa.Column("used_minutes", sa.Integer()),
        sa.Column("cancelled_reason", _TEXT, nullable=False),
        sa.Column("override_reason", _TEXT, nullable=False),
        sa.Column("worker_id", _ID),
        sa.Column("recorded_at", _MOMENT),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_reason", _TEXT, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('booked', 'used', 'cancelled')", name="ck_program_use_state"),
        sa.PrimaryKeyConstraint("id", name="pk_program_use"),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name="fk_program_use_child_id"),
        sa.ForeignKeyConstraint(["worker_id"], ["account.id"], name="fk_program_use_worker_id"),
    )
    for columns in (
        ["child_id", "withdrawn", "begins_on"],
        ["scheme_code", "withdrawn", "begins_on"],
        ["withdrawn", "state", "ends_on"],
    ):
        op.create_index(f"ix_program_use_{'_'.join(columns)}", "program_use", columns)
