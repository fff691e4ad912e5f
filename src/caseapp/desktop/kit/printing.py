"""PDF bytes to a printer, page by page from memory; nothing is ever written to a file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from caseapp.desktop.kit import spooler
from caseapp.desktop.kit.dialogs import First, at_once

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


def print_pdf(pdf: bytes, printer: QPrinter) -> bool:
    """Send every page to the printer at its own resolution. False when the printer would not begin."""
    opened = PdfInMemory(pdf)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    printer.setFullPage(True)
    if printer.resolution() > _FINEST:
        printer.setResolution(_FINEST)
    painter = QPainter()
    if not painter.begin(printer):
        opened.close()
        return False
    for number in range(opened.pages()):
        if number:
            printer.newPage()
        where = printer.pageLayout().fullRectPixels(printer.resolution())
        image = opened.document.render(number, QSize(where.width(), where.height()))
        painter.drawImage(where, image)
    painter.end()
    opened.close()
    return True


def _sent(pdf: bytes, printer: QPrinter) -> bool:
    """Send it by the way on which no file of ours appears (kit/spooler.py)."""
    if printer.outputFormat() == QPrinter.OutputFormat.NativeFormat and spooler.there():
        return spooler.send(pdf, job_of(printer))
    with spooler.files_in_memory() as possible:
        return possible and print_pdf(pdf, printer)


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
    parent: QWidget, pdf: bytes, *, title: str, copies: int, done: Callable[[int], object], first: First = at_once
) -> QPrintDialog:
    """Let the person choose a printer, print, and tell `done` how many copies were sent (0: none). Does not block.

    `first` gets the number of copies and what sends them: it writes the record of printing before the paper exists.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCopyCount(copies)
    dialog = QPrintDialog(printer, parent.window())
    dialog.setWindowTitle(title)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)

    def send() -> None:
        done(printer.copyCount() if _sent(pdf, printer) else 0)

    dialog.accepted.connect(lambda: first(printer.copyCount(), send))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # QPrintDialog.open wants a receiver
    return dialog
