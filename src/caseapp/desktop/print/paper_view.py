"""The paper on the ground of the desk: pages of a PDF in memory, as wide as there is room, one below the other."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from caseapp.desktop.kit.printing import PdfInMemory
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _

_GAP = 16
_KEPT = 6  # pages whose pictures are kept


class PaperView(QAbstractScrollArea):
    """Shows a PDF without a file. PageUp and PageDown go by pages, ↑↓ by lines, Home and End to the ends.

    `moved(number, count)`: the page that is looked at (from 1) and how many there are. Object name `print-paper`.
    """

    moved = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("print-paper")
        self.setAccessibleName(_("Paper"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pdf: PdfInMemory | None = None
        self._pictures: dict[tuple[int, int], QImage] = {}
        self.verticalScrollBar().valueChanged.connect(self._tell)

    # ---- what is shown

    def show_pdf(self, pdf: bytes | None) -> None:
        """Show these pages from the first one on; None shows the bare desk."""
        self.forget()
        if pdf:
            self._pdf = PdfInMemory(pdf)
        self._settle()
        self.verticalScrollBar().setValue(0)
        self._tell()
        self.viewport().update()

    def forget(self) -> None:
        """Let go of the document and of every picture of it."""
        self._pictures.clear()
        if self._pdf is not None:
            self._pdf.close()
            self._pdf = None

    def pages(self) -> int:
        return self._pdf.pages() if self._pdf else 0

    def page(self) -> int:
        """The page in the middle of the view, from 1; 0 when there is none."""
        if not self.pages():
            return 0
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        tops = [self._place(number).top() for number in range(self.pages())]
        return max(1, sum(top <= middle for top in tops))

    def go_to(self, number: int) -> None:
        """Show the page of this number (from 1) from its top."""
        wanted = min(max(1, number), max(1, self.pages()))
        self.verticalScrollBar().setValue(self._place(wanted - 1).top() - _GAP)

    # ---- places

    def _sheet_width(self) -> int:
        return max(60, min(self.viewport().width() - 2 * _GAP, theme.px(900)))

    def _height_of(self, number: int) -> int:
        assert self._pdf is not None
        size = self._pdf.document.pagePointSize(number)
        return round(self._sheet_width() * size.height() / max(1.0, size.width()))

    def _place(self, number: int) -> QRect:
        """Where the page lies on the whole ground."""
        top = _GAP
        for before in range(number):
            top += self._height_of(before) + _GAP
        width = self._sheet_width()
        return QRect((self.viewport().width() - width) // 2, top, width, self._height_of(number))

    def _settle(self) -> None:
        bar, count = self.verticalScrollBar(), self.pages()
        whole = self._place(count - 1).bottom() + 1 + _GAP if count else 0
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(theme.line() * 2)
        bar.setRange(0, max(0, whole - self.viewport().height()))

    def _tell(self, _value: int = 0) -> None:
        number, count = self.page(), self.pages()
        self.setAccessibleDescription(f"{number} / {count}" if count else "")
        self.moved.emit(number, count)

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("desk"))
        shift = self.verticalScrollBar().value()
        for number in range(self.pages()):
            sheet = self._place(number).translated(0, -shift)
            if sheet.intersects(event.rect()):
                painter.fillRect(sheet, theme.colour("paper"))
                painter.drawImage(sheet, self._picture(number, sheet.size()))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _picture(self, number: int, size: QSize) -> QImage:
        assert self._pdf is not None
        ratio = self.devicePixelRatioF()
        pixels = QSize(round(size.width() * ratio), round(size.height() * ratio))
        key = (number, pixels.width())
        found = self._pictures.get(key)
        if found is None:
            found = self._pdf.document.render(number, pixels)
            while len(self._pictures) >= _KEPT:
                self._pictures.pop(next(iter(self._pictures)))
            self._pictures[key] = found
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        number = self.page()
        super().resizeEvent(event)
        self._settle()
        if number > 1:
            self.go_to(number)
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        moves = {
            Qt.Key.Key_PageDown: lambda: self.go_to(self.page() + 1),
            Qt.Key.Key_PageUp: lambda: self.go_to(self.page() - 1),
            Qt.Key.Key_Home: lambda: bar.setValue(0),
            Qt.Key.Key_End: lambda: bar.setValue(bar.maximum()),
            Qt.Key.Key_Down: lambda: bar.setValue(bar.value() + bar.singleStep()),
            Qt.Key.Key_Up: lambda: bar.setValue(bar.value() - bar.singleStep()),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            event.ignore()
            return
        move()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(160))
