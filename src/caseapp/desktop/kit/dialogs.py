"""The port through which pages ask, choose files and report; tests put a scripted one in its place.

Nothing here blocks: the answer comes by a call, so that a lock in the meantime simply ends the question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar, QWidget

from caseapp.desktop.kit import failures
from caseapp.desktop.kit.buttons import Button, Kind
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.text import Label, Para
from caseapp.words.language import _

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from caseapp.desktop.kit.printing import Sending


class Answer(NamedTuple):
    """A button of a question: its code and the act in words (「廃棄する」). `careful`: something speaks against it, so
    that the focus is on leaving, and Enter leaves."""

    code: str
    words: str
    kind: Kind = "plain"
    careful: bool = False


FileKind = Literal["open", "save", "folder"]


First = Callable[[int, Callable[[], object]], object]
"""What must happen before so many copies are sent, and then sends them."""


Sent = Callable[[int, str], object]
"""How many copies were sent (0: none), and why none were."""


def at_once(_copies: int, send: Callable[[], object]) -> None:
    """Nothing needs to happen first."""
    send()


class Dialogs(Protocol):
    """What a page may ask of the person beyond its own fields."""

    def ask(
        self, words: str, *, then: Callable[[str], object], answers: Sequence[Answer], detail: str = "", leave: str = ""
    ) -> None:
        """A question; `then` gets the code of the answer, and is not called when the person leaves it."""

    def choose_file(
        self,
        title: str,
        *,
        then: Callable[[Path], object],
        kind: FileKind = "open",
        name: str = "",
        filters: Sequence[str] = (),
    ) -> None:
        """A file or folder; `then` gets it, and is not called when the person leaves it."""

    def print_pdf(self, pdf: bytes, *, title: str, copies: int, done: Sent, first: First = at_once) -> None:
        """Choose a printer and print; `done` hears what became of it, and is not called when it is left.

        `first` is called between the two: what leaves the store is written down before it leaves (decision 0041).
        """

    def report(self, error: BaseException, *, title: str = "") -> None:
        """A failure, in words."""

    def tell(self, title: str, words: str) -> None:
        """Something to know, with one button."""

    def progress(self, title: str, *, cancel: Callable[[], object] | None) -> Callable[[int, int], None]:
        """A bar for a long job; returns what moves it. `end_progress` takes it away."""

    def end_progress(self) -> None: ...

    @property
    def failures(self) -> int:
        """How many failures were said so far: of papers, and by `report`."""

    def papers_on_their_way(self) -> list[str]:
        """In words, what the printer has not taken yet."""

    def stop_papers(self) -> None:
        """Nobody waits for them any longer."""

    def close_all(self, unheard: Callable[[BaseException], object] = lambda _trouble: None) -> None:
        """Take every question away unanswered (lock). `unheard` gets why a paper that is on its way was not printed."""


class _FromThread(QObject):
    """Brings what a printer's thread says to the window's."""

    over = Signal(object, object)

    def tell(self, sending: Sending, trouble: BaseException | None) -> None:
        self.over.emit(sending, trouble)


class WindowDialogs:
    """The port for real: overlays in the window of `host`, the system's file dialog."""

    def __init__(self, host: QWidget) -> None:
        self._host = host
        self._from_thread = _FromThread()
        self._from_thread.over.connect(self._over)
        self._open: list[Dialog] = []
        self._file_dialog: QFileDialog | None = None
        self._print_dialog: QDialog | None = None
        self._progress: _ProgressDialog | None = None
        self._sending: Sending | None = None
        self._sent: dict[Sending, Callable[[BaseException | None], object]] = {}
        self.failures = 0

    def ask(
        self, words: str, *, then: Callable[[str], object], answers: Sequence[Answer], detail: str = "", leave: str = ""
    ) -> None:
        dialog = self._new(words)
        if detail:
            dialog.add(Para(detail, parent=dialog.panel))

        def answered(code: str) -> Callable[[], None]:
            def go() -> None:
                dialog.close()
                then(code)

            return go

        buttons = [Button(each.words, answered(each.code), kind=each.kind) for each in answers]
        careful = any(each.careful for each in answers)
        dialog.set_buttons(*buttons, leave=leave or _("Leave it"), prefer_leaving=careful)
        dialog.open(dialog.leaving if careful else buttons[0] if buttons else None)

    def tell(self, title: str, words: str) -> None:
        dialog = self._new(title)
        dialog.add(Para(words, parent=dialog.panel))
        close = Button(_("Close"), dialog.close, kind="primary", key="Enter")
        dialog.set_buttons(close)
        dialog.open(close)

    def report(self, error: BaseException, *, title: str = "") -> None:
        self.failures += 1
        failure = failures.told(error)
        dialog = self._new(title or _("It could not be done"))
        dialog.add(Para(failure.words, parent=dialog.panel))
        close = Button(_("Close"), dialog.close, kind="primary", key="Enter")
        buttons = [close]
        if failure.code:
            copy = Button(_("Copy the code"), lambda: QGuiApplication.clipboard().setText(failure.code))
            buttons.append(copy)
        dialog.set_buttons(*buttons)
        dialog.open(close)

    def choose_file(
        self,
        title: str,
        *,
        then: Callable[[Path], object],
        kind: FileKind = "open",
        name: str = "",
        filters: Sequence[str] = (),
    ) -> None:
        dialog = QFileDialog(self._host.window(), title)
        modes = {
            "open": QFileDialog.FileMode.ExistingFile,
            "save": QFileDialog.FileMode.AnyFile,
            "folder": QFileDialog.FileMode.Directory,
        }
        dialog.setFileMode(modes[kind])
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("Look in:"))  # Qt's own Japanese lacks these two
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Kind of file:"))
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, kind == "folder")
        if kind == "save":
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile(name)
        if filters:
            dialog.setNameFilters(list(filters))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
        self._file_dialog = dialog
        dialog.destroyed.connect(self._forget_file_dialog)
        dialog.open()

    def _forget_file_dialog(self) -> None:
        self._file_dialog = None

    def print_pdf(self, pdf: bytes, *, title: str, copies: int, done: Sent, first: First = at_once) -> None:
        from caseapp.desktop.kit.printing import print_copies  # brings QtPdf and QtPrintSupport

        send = partial(self._send, pdf, done)
        dialog = print_copies(self._host, title=title, copies=copies, send=send, first=first)
        self._print_dialog = dialog
        dialog.destroyed.connect(self._forget_print_dialog)

    def _send(self, pdf: bytes, done: Sent, printer: QPrinter) -> None:
        from caseapp.desktop.kit.printing import Sending

        sending = self._sending = Sending(pdf, printer, over=self._from_thread.tell)
        self._sent[sending] = partial(self._tell_sent, printer.copyCount(), done)
        self.progress(_("Sending it to the printer"), cancel=sending.stop)
        sending.start()

    def _over(self, sending: Sending, trouble: BaseException | None) -> None:
        sending.end()
        if trouble is not None and not failures.stays_silent(trouble):
            self.failures += 1
        self._sent.pop(sending)(trouble)

    def papers_on_their_way(self) -> list[str]:
        return [_("Sending it to the printer") for _each in self._sent]

    def stop_papers(self) -> None:
        for sending in self._sent:
            sending.stop()

    def _tell_sent(self, copies: int, done: Sent, trouble: BaseException | None) -> None:
        self._sending = None
        self.end_progress()
        if trouble is None:
            done(copies, "")
        elif failures.stays_silent(trouble):
            done(0, _("The printing was stopped."))
        else:
            done(0, failures.told(trouble).words)

    def _forget_print_dialog(self) -> None:
        self._print_dialog = None

    def progress(self, title: str, *, cancel: Callable[[], object] | None) -> Callable[[int, int], None]:
        self.end_progress()
        self._progress = _ProgressDialog(self._host, title, cancel=cancel)
        self._progress.open()
        return self._progress.move_to

    def end_progress(self) -> None:
        if self._progress is not None:
            self._progress.close()
            self._progress = None

    def close_all(self, unheard: Callable[[BaseException], object] = lambda _trouble: None) -> None:
        sending, self._sending = self._sending, None
        if sending is not None:  # the paper goes on; the page that would hear of it is taken away
            self._sent[sending] = partial(_tell_trouble, unheard)
        self.end_progress()
        for dialog in list(self._open):
            dialog.close()
        for system in (self._file_dialog, self._print_dialog):
            if system is not None:
                system.close()

    def _new(self, title: str) -> Dialog:
        dialog = Dialog(self._host, title)
        self._open.append(dialog)
        dialog.closed.connect(lambda: self._open.remove(dialog))
        return dialog


def _tell_trouble(unheard: Callable[[BaseException], object], trouble: BaseException | None) -> None:
    if trouble is not None and not failures.stays_silent(trouble):
        unheard(trouble)


class _ProgressDialog(Dialog):
    def __init__(self, host: QWidget, title: str, *, cancel: Callable[[], object] | None) -> None:
        super().__init__(host, title)
        self._stop = cancel
        self._bar = QProgressBar(self.panel)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self.add(self._bar)
        self._words = Label("", tone="sub", parent=self.panel)
        self.add(self._words)
        if cancel is not None:
            self.set_buttons(leave=_("Stop"))

    def move_to(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._words.setText(f"{done:,} / {total:,}" if total else "")

    def cancel(self) -> None:
        if self._stop is not None:
            self._stop()
