"""Version 4: a goal's area, three scores per goal in a review, signatures written on the screen, why a badly rated area
has no goal, and what a delivered plan is printed from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

_TEXT, _CODE, _NUMBER = sa.Text(), sa.String(40), sa.Integer()


def upgrade() -> None:
    for name in ("consent_child_signature", "consent_guardian_signature", "frozen"):
        op.add_column("support_plan", sa.Column(name, _TEXT, nullable=False, server_default=""))
    op.add_column("support_plan", sa.Column("area_reasons", _TEXT, nullable=False, server_default="[]"))
    op.add_column("plan_goal", sa.Column("area", _CODE, nullable=False, server_default=""))
    for name in ("knowledge", "behaviour", "state"):
        op.add_column("goal_rating", sa.Column(name, _NUMBER))
