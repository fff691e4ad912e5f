"""Version 7: sheets of the transition checklist, by child and guardian apart, with their answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

_TEXT, _CODE, _ID, _DAY, _MOMENT = sa.Text(), sa.String(40), sa.String(36), sa.Date(), sa.String(27)


def upgrade() -> None:
    op.create_table(
        "transition_check",
        sa.Column("child_id", _ID, nullable=False),
        sa.Column("on", _DAY, nullable=False),
        sa.Column("respondent", _CODE, nullable=False),
        sa.Column("respondent_name", _TEXT, nullable=False),
        sa.Column("relationship", _CODE, nullable=False),
        sa.Column("how", _CODE, nullable=False),
        sa.Column("remark", _TEXT, nullable=False),
        sa.Column("list_version", _TEXT, nullable=False),
        sa.Column("none_reason", _TEXT, nullable=False),
        sa.Column("worker_id", _ID),
        sa.Column("recorded_at", _MOMENT),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_reason", _TEXT, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transition_check"),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name="fk_transition_check_child_id"),
        sa.ForeignKeyConstraint(["worker_id"], ["account.id"], name="fk_transition_check_worker_id"),
    )
    op.create_index("ix_transition_check_child_id_withdrawn_on", "transition_check", ["child_id", "withdrawn", "on"])
    op.create_table(
        "transition_answer",
        sa.Column("transition_check_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item", _CODE, nullable=False),
        sa.Column("domain", _CODE, nullable=False),
        sa.Column("wording", _TEXT, nullable=False),
        sa.Column("answer", _CODE, nullable=False),
        sa.Column("remark", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("transition_check_id", "position", name="pk_transition_answer"),
        sa.ForeignKeyConstraint(
            ["transition_check_id"], ["transition_check.id"], name="fk_transition_answer_transition_check_id"
        ),
    )
