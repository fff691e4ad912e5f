"""Version 10: what was decided about a child's stages is found without reading all of the child's actions."""

from __future__ import annotations

from alembic import op


def upgrade() -> None:
    columns = ["child_id", "origin_kind", "origin_id"]
    op.create_index(f"ix_follow_up_{'_'.join(columns)}", "follow_up", columns)
