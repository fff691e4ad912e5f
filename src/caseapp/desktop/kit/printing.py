"""PDF bytes to a printer, page by page from memory; nothing is ever written to a file."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from caseapp.desktop.kit import spooler
from caseapp.desktop.kit.dialogs import First, at_once
from caseapp.rules.problem import N_
from caseapp.vault.trouble import Cancelled

_NOT_BEGUN = N_("The printer did not begin. Look whether it is on, and print again.")
_NO_MEMORY = N_("The pages would have to be written to this computer's disk on their way, so they were not sent.")
_FINEST = 600  # dots per inch: finer than that only costs memory


class PdfInMemory:
    """A PDF document read from bytes; keep it as long as its pages are painted."""

    def __init__(self, pdf: bytes) -> None:
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument()
        self.document.load(self._buffer)

    def pages(self) -> int:
        return self.document.pageCount()

    def close(self) -> None:
        self.document.close()
        self._buffer.close()


def print_pdf(pdf: bytes, printer: QPrinter, *, stopped: Callable[[], bool] = lambda: False) -> None:
    """Send every page to the printer at its own resolution. NotPrinted, Cancelled (when `stopped`)."""
    opened = PdfInMemory(pdf)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    printer.setFullPage(True)
    if printer.resolution() > _FINEST:
        printer.setResolution(_FINEST)
    painter = QPainter()
    if not painter.begin(printer):
        opened.close()
        raise spooler.NotPrinted(_NOT_BEGUN)
    for number in range(opened.pages()):
        if stopped():
            printer.abort()
            break
        if number:
            printer.newPage()
        where = printer.pageLayout().fullRectPixels(printer.resolution())
        image = opened.document.render(number, QSize(where.width(), where.height()))
        painter.drawImage(where, image)
    painter.end()
    opened.close()
    if printer.printerState() == QPrinter.PrinterState.Aborted:
        raise Cancelled


def _send(pdf: bytes, printer: QPrinter, job: spooler.Job, stopped: Callable[[], bool]) -> None:
    """Send it by the way on which no file of ours appears (kit/spooler.py)."""
    if printer.outputFormat() == QPrinter.OutputFormat.NativeFormat and spooler.there():
        spooler.send(pdf, job, stopped=stopped)
        return
    with spooler.files_in_memory() as possible:
        if not possible:
            raise spooler.NotPrinted(_NO_MEMORY)
        print_pdf(pdf, printer, stopped=stopped)


class Sending:
    """One paper on its way, on a thread of its own: a printer that sleeps holds up neither the window nor the store.

    `over` is called on that thread, with this and with why the printer took nothing (an exception), or None; who hears
    of it on the window's thread calls `end`. The program waits for it before it is gone.
    """

    def __init__(
        self, pdf: bytes, printer: QPrinter, *, over: Callable[[Sending, BaseException | None], object]
    ) -> None:
        self._pdf, self._printer, self._job = pdf, printer, job_of(printer)
        self._over = over
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="printer", daemon=False)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """The person does not want to wait any longer."""
        self._stopped.set()

    def end(self) -> None:
        """Wait for the last step of the thread: the printer is Qt's, and is not to die over there."""
        self._thread.join()

    def _run(self) -> None:
        trouble: BaseException | None = None
        try:
            _send(self._pdf, self._printer, self._job, self._stopped.is_set)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is told on the window's thread
            trouble = error
        self._over(self, trouble)


def job_of(printer: QPrinter) -> spooler.Job:
    """What was chosen in the dialog."""
    sides = {
        QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
        QPrinter.DuplexMode.DuplexAuto: "two-sided-long-edge",
        QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
    }
    some = printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage() > 0
    return spooler.Job(
        printer=printer.printerName(),
        title=printer.docName(),
        copies=printer.copyCount(),
        pages=((printer.fromPage(), max(printer.fromPage(), printer.toPage())),) if some else (),
        sides=sides.get(printer.duplex(), "one-sided"),
        colour=printer.colorMode() == QPrinter.ColorMode.Color,
    )


def print_copies(
    parent: QWidget, *, title: str, copies: int, send: Callable[[QPrinter], object], first: First = at_once
) -> QPrintDialog:
    """Let the person choose a printer, which `send` gets then. Does not block.

    `first` gets the number of copies and what sends them: it writes the record of printing before the paper exists.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCopyCount(copies)
    dialog = QPrintDialog(printer, parent.window())
    dialog.setWindowTitle(title)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
    dialog.accepted.connect(lambda: first(printer.copyCount(), lambda: send(printer)))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # QPrintDialog.open wants a receiver
    return dialog
