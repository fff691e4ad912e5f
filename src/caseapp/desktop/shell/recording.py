"""Ctrl+N where the page does not take it: for the child whose page it is, else for the one that is asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from caseapp.desktop.kit.dialogs import Answer
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.desktop.shell.shell import Shell

_OF_ANYBODY = ("record", "merge")
"""Pages about a child where it may mean another one: somebody calls while something is recorded of the first."""


def record(shell: Shell) -> None:
    """For the child that the page is about; else ask whose consultation it is, or say what comes first."""
    name, args = shell.here()
    if args.get("child_id") and name not in _OF_ANYBODY:
        shell.open_record(str(args["child_id"]))
        return
    if shell.knows_nobody_yet():
        office = shell.desk.office

        def anybody() -> bool:
            from caseapp.casework import register

            return register.anybody(office)

        shell.desk.ask(anybody, partial(_record_if, shell), owner=shell)
        return
    shell.search(recording=True)


def _record_if(shell: Shell, anybody: bool) -> None:
    if anybody:
        shell.search(recording=True)
        return
    shell.desk.dialogs.ask(
        _("No child is in the register yet."),
        then=lambda _code: shell.open("child_form"),
        answers=[Answer("register", _("Register a child"))],
        detail=_("Register the child first; then the consultation can be recorded."),
    )
