"""Version 8: hand-overs, one row for each child that goes from one worker to the next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

_TEXT, _CODE, _ID, _DAY, _MOMENT = sa.Text(), sa.String(40), sa.String(36), sa.Date(), sa.String(27)
_TEXTS = (
    *("person", "now", "next_step", "worked", "not_worked", "introduction", "paper_records"),
    *("question", "answer", "cancelled_reason", "moved", "frozen"),
)


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("id", _ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("child_id", _ID, nullable=False),
        sa.Column("batch", _ID, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("on", _DAY, nullable=False),
        sa.Column("giver_id", _ID),
        sa.Column("taker_id", _ID),
        sa.Column("looked_at", sa.Boolean(), nullable=False),
        sa.Column("given_at", _MOMENT),
        sa.Column("acknowledged_at", _MOMENT),
        sa.Column("answered_at", _MOMENT),
        sa.Column("worker_since", _DAY),
        sa.Column("created_at", _MOMENT),
        *(sa.Column(name, _TEXT, nullable=False) for name in _TEXTS),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
        sa.CheckConstraint("state IN ('preparing', 'given', 'acknowledged', 'cancelled')", name="ck_handover_state"),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name="fk_handover_child_id"),
        sa.ForeignKeyConstraint(["giver_id"], ["account.id"], name="fk_handover_giver_id"),
        sa.ForeignKeyConstraint(["taker_id"], ["account.id"], name="fk_handover_taker_id"),
    )
    op.create_index("ix_handover_child_id_on", "handover", ["child_id", "on"])
    op.create_index("ix_handover_state_taker_id", "handover", ["state", "taker_id"])
    op.create_index("ix_handover_batch", "handover", ["batch"])
