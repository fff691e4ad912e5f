"""Drafts: what a form held two seconds ago, kept until it is saved or thrown away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.records.tables import ID, Moment, Table, free_text


class DraftRow(Table):
    """One draft. `child_id` and `record_id` are "" for a form about nobody yet; `content` is the form's JSON."""

    __tablename__ = "draft"
    __table_args__ = (Index(None, "child_id"),)

    account_id: Mapped[str] = mapped_column(ID, ForeignKey("account.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(60), primary_key=True)
    child_id: Mapped[str] = mapped_column(ID, primary_key=True, default="")
    record_id: Mapped[str] = mapped_column(ID, primary_key=True, default="")
    content: Mapped[str] = free_text()
    saved_at: Mapped[datetime] = mapped_column(Moment)
