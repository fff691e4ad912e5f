"""Exit codes, and the refusals that only the command line knows."""

from __future__ import annotations

from typing import Any

from caseapp.rules.problem import Problem, Refused

DONE = 0
FAILED = 1
"""A trouble of this machine (disk full, no right to write) or a fault of the program: not in the contract's table."""
WORDS_OFF = 2
WRONG_PASSPHRASE = 3
BAD_FILE = 4
NOT_ALLOWED = 7
STOPPED = 130


class Usage(Refused):
    """The words of the command are off: exit 2."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__([Problem("", message, values)])


class BadFile(Refused):
    """A file cannot be used, or there is nothing to make one of: exit 4."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__([Problem("", message, values)])
