"""Version 12: what an issued information letter says is kept with it, as with a delivered plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.add_column("information_letter", sa.Column("frozen", sa.Text, nullable=False, server_default=""))
