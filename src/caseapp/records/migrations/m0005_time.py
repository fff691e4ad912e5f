"""Version 5: follow-ups that repeat or wait for somebody; the dated items of each child's path."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

_TEXT, _CODE, _ID, _DAY = sa.Text(), sa.String(40), sa.String(36), sa.Date()


def upgrade() -> None:
    op.add_column("follow_up", sa.Column("waiting_for", _TEXT, nullable=False, server_default=""))
    op.add_column("follow_up", sa.Column("waiting_since", _DAY))
    op.add_column("follow_up", sa.Column("repeat", _CODE, nullable=False, server_default=""))
    op.add_column("follow_up", sa.Column("repeat_every", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("follow_up", sa.Column("repeat_from", _DAY))
    op.add_column("follow_up", sa.Column("repeat_until", _DAY))
    op.create_table(
        "stage_item",
        sa.Column("child_id", _ID, nullable=False),
        sa.Column("key", _CODE, nullable=False),
        sa.Column("entry", _CODE, nullable=False),
        sa.Column("from_on", _DAY, nullable=False),
        sa.Column("due_on", _DAY, nullable=False),
        sa.Column("lapses_on", _DAY, nullable=False),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("child_id", "key", name="pk_stage_item"),
    )
    op.create_index("ix_stage_item_from_on_lapses_on", "stage_item", ["from_on", "lapses_on"])
    op.create_table(
        "stage_reckoned",
        sa.Column("child_id", _ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("template", _CODE, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("child_id", name="pk_stage_reckoned"),
    )
