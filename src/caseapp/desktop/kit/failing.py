"""What a dialog with a form does when its act failed."""

from __future__ import annotations

from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.rules.problem import Refused


def failed_in(dialog: Dialog, form: Form, error: BaseException, *, desk: Desk, stays: bool = False) -> None:
    """What must be mended is said beside its field; else it is reported, and the dialog goes unless it `stays`."""
    if isinstance(error, Refused):
        form.show_problems(error.problems)
        dialog.refit()
        return
    if not stays:
        dialog.close()
    desk.dialogs.report(error)
