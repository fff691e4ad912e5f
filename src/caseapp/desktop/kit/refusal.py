"""A form that could not be saved: its first wrong field comes into sight, and the sentence stands near the button."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.kit.problem_line import ProblemLine
from caseapp.desktop.kit.saved import SavedState
from caseapp.desktop.theme.theme import theme

_ROUND = 64  # of the field's surroundings, so that its label and the sentence below it are seen, too


def bring_to(field: QWidget, *, focus: bool = True) -> None:
    """Scroll everything that holds `field` so that it is seen, and give it the focus. A field made of parts says which
    of them (`wrong_field()`)."""
    ask = getattr(field, "wrong_field", None)
    target: QWidget = (ask() if ask is not None else None) or field
    if focus:
        target.setFocus(Qt.FocusReason.OtherFocusReason)
    QTimer.singleShot(0, target, partial(_reveal, target))  # once the sentences have their place


def _reveal(target: QWidget) -> None:
    above = target.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(target, 0, theme.px(_ROUND))
        above = above.parentWidget()


def count_wrong(host: QWidget) -> int:
    """How many places below `host` are said to be wrong; a list of parts counts by its parts."""
    lines = [line for line in host.findChildren(ProblemLine) if line.text() and line.isVisibleTo(host)]
    return sum(1 for line in lines if not any(field.isAncestorOf(other) for field in line.fields for other in lines))


def tell_refused(form: QWidget) -> None:
    """Say it near the button: in the nearest `SavedState` around the form (a dialog has all its fields in sight)."""
    host = form.parentWidget()
    while host is not None:
        states = [state for state in host.findChildren(SavedState) if state.isVisibleTo(host)]
        if states:
            states[-1].refuse(count_wrong(host))
            return
        if isinstance(host, Overlay):
            return
        host = host.parentWidget()
