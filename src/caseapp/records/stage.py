"""The dated items of each child's path, worked out beforehand (casework.stages): derived, so without history.

No foreign keys: like the search index these rows follow the children and are made anew when something changed.
What a worker decided about an item is a follow-up of the origin "stage" and not kept here.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.records.tables import ID, Table, code, free_text


class StageItemRow(Table):
    """One item of one child: shown from `from_on` on until `lapses_on`, due on `due_on`; `entry` is the template's.

    `name` is the device's code or the event's words, where the entry names one.
    """

    __tablename__ = "stage_item"
    __table_args__ = (Index(None, "from_on", "lapses_on"),)

    child_id: Mapped[str] = mapped_column(ID, primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    entry: Mapped[str] = code()
    from_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    lapses_on: Mapped[date] = mapped_column(Date)
    danger: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = free_text()


class StageReckonedRow(Table):
    """From what a child's items were worked out: the revision of its record, the template's mark, the fiscal year."""

    __tablename__ = "stage_reckoned"

    child_id: Mapped[str] = mapped_column(ID, primary_key=True)
    revision: Mapped[int] = mapped_column(default=0)
    template: Mapped[str] = code()
    year: Mapped[int] = mapped_column(default=0)
