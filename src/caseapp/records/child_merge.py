"""Merges: two records that became one, with all that is needed to make them two again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.records.tables import ID, Moment, Table, free_text, owner, reference


class ChildMergeRow(Table):
    """One merge. `survivor_id` is who has the records now; `into_id` who got them then; `merged_id` who is no more.

    `content` is JSON: both records as they were, the one that resulted, and what was moved (casework.merging).
    """

    __tablename__ = "child_merge"
    __table_args__ = (Index(None, "number"), Index(None, "merged_id"))

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    account_id: Mapped[str] = mapped_column(ID, ForeignKey("account.id"))
    survivor_id: Mapped[str] = owner("child.id")
    into_id: Mapped[str] = mapped_column(ID)
    merged_id: Mapped[str] = mapped_column(ID)
    number: Mapped[str] = free_text()
    content: Mapped[str] = free_text()
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by_id: Mapped[str] = reference("account.id")
