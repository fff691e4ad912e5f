"""The column beside the form, over it: in a narrow window there is no room for both."""

from __future__ import annotations

from collections.abc import Callable

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.record.context import ContextColumn
from caseapp.words.language import _


def open_context(page: Page, fill: Callable[[ContextColumn], object]) -> Overlay:
    """Show it until Esc, or a click beside it."""
    name = _("What is known beside the form")
    overlay = Overlay(page, name=name, width=420, height=520, light=True)
    column = ContextColumn(overlay.panel)
    column.setProperty("card", "plain")
    fill(column)
    overlay.body.addWidget(column, 1)
    close = Button(_("Close"), overlay.close, key=Keys.CLOSE, parent=overlay.panel)
    overlay.body.addWidget(close)
    overlay.body.setContentsMargins(8, 8, 8, 8)
    overlay.body.setSpacing(8)
    overlay.open(column.focusProxy())
    return overlay
