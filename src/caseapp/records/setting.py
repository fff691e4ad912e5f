"""What the office and each user have set, and the children each user opened last."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.records.tables import ID, Moment, Table, free_text
from caseapp.rules.account import OfficeSettings

RECOVERY_SHEET = "recovery_sheet"
"""The setting: the day on which the sheet of the recovery key was looked at, "" for not yet. It is never exported."""


class SettingRow(Table):
    """One value of the office's settings, as JSON."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = free_text()


class PreferenceRow(Table):
    """One value that a user chose for the own desk, as JSON."""

    __tablename__ = "preference"

    account_id: Mapped[str] = mapped_column(ID, ForeignKey("account.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = free_text()


class RecentChildRow(Table):
    """When a user last opened a child's page."""

    __tablename__ = "recent_child"

    account_id: Mapped[str] = mapped_column(ID, ForeignKey("account.id"), primary_key=True)
    child_id: Mapped[str] = mapped_column(ID, ForeignKey("child.id"), primary_key=True, index=True)
    opened_at: Mapped[datetime] = mapped_column(Moment)


def office_settings(values: dict[str, Any]) -> OfficeSettings:
    """The settings from stored values; what a newer or older version wrote and this one does not know is left out."""
    known = {f.name for f in fields(OfficeSettings)}
    kept = {key: value for key, value in values.items() if key in known}
    if "approval_boxes" in kept:
        kept["approval_boxes"] = tuple(kept["approval_boxes"])
    return OfficeSettings(**kept)


def stored_values(settings: OfficeSettings) -> dict[str, Any]:
    """What `office_settings` reads."""
    return asdict(settings)
