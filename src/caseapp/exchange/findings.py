"""What is amiss in a file, and where: line, column, reason. The same value serves problems and warnings."""

from __future__ import annotations

from dataclasses import dataclass

from caseapp.rules.problem import N_, Problem, Refused


@dataclass(frozen=True)
class Place:
    """A row of a file.

    `line` is what a text editor shows, `row` what a spreadsheet shows (they differ behind a quoted line break). Both
    count from 1; 0 means the file as a whole.
    """

    line: int = 0
    row: int = 0


@dataclass(frozen=True)
class Finding:
    """One thing amiss (or worth knowing) in a row. `column` is the header as the file has it, "" for the whole row."""

    place: Place
    column: str
    reason: Problem

    def problem(self) -> Problem:
        """The finding as a problem that names the place; its value `reason` is a problem of its own."""
        values = {"line": self.place.line, "row": self.place.row, "column": self.column, "reason": self.reason}
        if not self.place.line:
            return Problem(self.column, N_("{column}: {reason}") if self.column else N_("{reason}"), values)
        if self.place.row == self.place.line:
            message = N_("Line {line}, {column}: {reason}") if self.column else N_("Line {line}: {reason}")
        else:
            message = (
                N_("Line {line} (row {row} in a spreadsheet), {column}: {reason}")
                if self.column
                else N_("Line {line} (row {row} in a spreadsheet): {reason}")
            )
        return Problem(self.column, message, values)


class BadRows(Refused):
    """A file has bad rows; nothing was changed. `findings` are all of them, in the order of the file."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__([finding.problem() for finding in findings])
        self.findings = findings


class Unreadable(Refused):
    """A file cannot be read as what it should be: another kind of file, damaged, too large, columns missing."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__([Problem("", message, values)])
