"""Version 6: who heard the child, on which day and in its own choice of words; why nothing follows an assessment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

_TEXT, _CODE = sa.Text(), sa.String(40)


def upgrade() -> None:
    op.add_column("assessment", sa.Column("voice_by", _TEXT, nullable=False, server_default=""))
    op.add_column("assessment", sa.Column("voice_on", sa.Date()))
    op.add_column("assessment", sa.Column("none_reason", _TEXT, nullable=False, server_default=""))
    op.add_column("area_rating", sa.Column("child_says", _CODE, nullable=False, server_default=""))
