"""The command line: the same office without a window (docs/cli.md). No Qt, no SQL, no business rules."""

from caseapp.cli.program import main

__all__ = ["main"]
