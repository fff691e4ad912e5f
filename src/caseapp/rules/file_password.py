"""The password of a file that leaves the vault (PDF, XLSX): one rule for all kinds."""

from __future__ import annotations

from caseapp.rules.problem import N_, Problem, Refused

LEAST = 8
"""Characters: fewer than the vault asks for, as it is told to the receiver by telephone."""


def password_problems(password: str) -> list[Problem]:
    """What is wrong with it (field "password")."""
    if len(password) >= LEAST:
        return []
    return [Problem("password", N_("The password needs at least {count} characters."), {"count": LEAST})]


def require_password(password: str) -> None:
    """Raise Refused for a password that is too short."""
    if problems := password_problems(password):
        raise Refused(problems)
