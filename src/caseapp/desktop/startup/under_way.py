"""Closing while a paper, a file or a long job is on its way: it is waited for, with a bar and a way to stop it.

Object names: `closing-dialog`, `closing-stop`.
"""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMainWindow, QProgressBar

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.dialogs import Dialogs
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.runner import Runner
from caseapp.desktop.kit.text import Para
from caseapp.words.language import _

_LOOK_EVERY = 50  # milliseconds
_SILENT = 6  # looks before the window says that it waits: most of what is on its way is there by then
_STOPPING = 40  # looks for what was told to stop; then it is left behind, as at a lock


class UnderWay(QObject):
    """`nothing()` is asked when the window is to close; it answers False while something is on its way, and closes the
    window by itself (`close`) when that has arrived. Where it failed the window stays, and what was said of it."""

    def __init__(self, window: QMainWindow, *, runner: Runner, dialogs: Dialogs, close: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._runner, self._dialogs, self._close = window, runner, dialogs, close
        self._dialog: Dialog | None = None
        self._looks = self._failures = 0
        self._left: int | None = None  # looks that are left for what was told to stop
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._look)

    def nothing(self) -> bool:
        """Whether the window may close now."""
        if not self._names() or (self._left is not None and self._left <= 0):
            self._left = None
            return True
        if not self._timer.isActive():
            self._looks, self._left, self._failures = 0, None, self._dialogs.failures
            self._timer.start()
        return False

    def _names(self) -> list[str]:
        return [*self._dialogs.papers_on_their_way(), *self._runner.named()]

    def _look(self) -> None:
        self._looks += 1
        if self._left is not None:
            self._left -= 1
        names = self._names()
        if names and (self._left is None or self._left > 0):
            if self._looks == _SILENT:
                self._say(names)
            return
        self._timer.stop()
        self._drop_dialog()
        if self._dialogs.failures == self._failures:
            self._close()

    def _say(self, names: list[str]) -> None:
        self._dialog = _ClosingDialog(self._window, names, stop=self._stop, stay=self._stay)
        self._dialog.open(self._dialog.leaving)

    def _stop(self) -> None:
        self._dialogs.stop_papers()
        self._runner.cancel_long()
        self._left = _STOPPING

    def _stay(self) -> None:
        self._timer.stop()
        self._drop_dialog()

    def _drop_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None and shiboken6.isValid(dialog):  # a lock takes it away
            dialog.close()


class _ClosingDialog(Dialog):
    def __init__(
        self, window: QMainWindow, names: list[str], *, stop: Callable[[], object], stay: Callable[[], object]
    ) -> None:
        title = _("The program closes when this is done")
        super().__init__(window, title)
        self.setObjectName("closing-dialog")
        self._stay = stay
        self.add(Para("\n".join(names), parent=self.panel))
        bar = QProgressBar(self.panel)
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(title)
        self.add(bar)
        go = Button(_("Stop it and close"), stop)
        go.setObjectName("closing-stop")
        self.set_buttons(go, leave=_("Do not close"), prefer_leaving=True)

    def cancel(self) -> None:
        self._stay()
