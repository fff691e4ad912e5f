"""Accounts: the people who use the program or are named as worker, and their standing in the office."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.records.shape import Shape
from caseapp.records.subject import Subject
from caseapp.records.tables import CODE, Record, free_text
from caseapp.rules.account import Account


class AccountRow(Record):
    """One person. Who may unlock is the vault's to know (its slot has the same id); some are only names here."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("role IN ('manager', 'worker', 'viewer')", name="role"),)

    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str] = mapped_column(CODE)
    title: Mapped[str] = free_text()
    active: Mapped[bool] = mapped_column(default=True)


SHAPE = Shape(AccountRow, Account)
SUBJECT = Subject("account", SHAPE, day=lambda _account: None, child_id=lambda _account: "")
