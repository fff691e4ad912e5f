"""Version 3: merges of two records, and the numbers by which a child is found that was merged into another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

_ID, _MOMENT = sa.String(36), sa.String(27)


def upgrade() -> None:
    op.add_column("child", sa.Column("former_numbers", sa.Text(), nullable=False, server_default="[]"))
    op.create_table(
        "child_merge",
        sa.Column("id", _ID, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("account_id", _ID, sa.ForeignKey("account.id", name="fk_child_merge_account_id"), nullable=False),
        sa.Column("survivor_id", _ID, sa.ForeignKey("child.id", name="fk_child_merge_survivor_id"), nullable=False),
        sa.Column("into_id", _ID, nullable=False),
        sa.Column("merged_id", _ID, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("undone_at", _MOMENT),
        sa.Column("undone_by_id", _ID, sa.ForeignKey("account.id", name="fk_child_merge_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name="pk_child_merge"),
    )
    for column in ("number", "merged_id", "survivor_id"):
        op.create_index(f"ix_child_merge_{column}", "child_merge", [column])
