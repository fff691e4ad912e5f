"""The sheet with the recovery key, to the printer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.dialogs import Dialogs
from caseapp.desktop.kit.runner import Runner
from caseapp.words import language
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.casework.office import Office


def print_recovery_sheet(
    parent: QWidget,
    runner: Runner,
    dialogs: Dialogs,
    *,
    office: Office,
    groups: tuple[str, ...],
    printed: Callable[[], object] = lambda: None,
) -> None:
    """Set the sheet on the worker's thread, then let the person choose a printer. `printed` hears that it took it."""
    speech = language.current()

    def job() -> bytes:
        from caseapp.casework import papers

        return papers.recovery_sheet(office, groups, language="en" if speech == "en" else "ja")

    def sent(copies: int, why: str) -> None:
        if copies:
            printed()
        else:
            words = _("The printer did not take the sheet. Try another printer, or copy the key by hand.")
            dialogs.tell(_("It was not printed"), f"{why}\n{words}")

    runner.ask(job, lambda pdf: dialogs.print_pdf(pdf, title=_("Recovery key"), copies=1, done=sent), owner=parent)
