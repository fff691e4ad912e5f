"""Version 11: a child stands in one hand-over at most that is not finished, and the store itself sees to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.execute("""
        UPDATE handover SET state = 'cancelled', cancelled_reason = '同じ児童の引継ぎが重なっていたため'
        WHERE state IN ('preparing', 'given') AND EXISTS (
            SELECT 1 FROM handover AS later
            WHERE later.child_id = handover.child_id AND later.state IN ('preparing', 'given')
            AND later.id > handover.id
        )
    """)
    wanted = sa.text("state IN ('preparing', 'given')")
    op.create_index("ix_handover_open", "handover", ["child_id"], unique=True, sqlite_where=wanted)
