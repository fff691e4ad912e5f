"""The paper on the ground of the desk: pages of a PDF in memory, one below the other, in the size that is wanted."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from caseapp.desktop.kit.page import KeyHint
from caseapp.desktop.kit.printing import PdfInMemory
from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _

_GAP = 16
_TURN, _DOTS = 400, 3  # milliseconds from dot to dot while a paper is made
_KEPT = 6  # pages whose pictures are kept
WIDTH, PAGE = "width", "page"  # sizes that follow the room: as wide as there is room, a page as a whole
STEPS = (50, 67, 75, 90, 100, 125, 150, 200, 300)  # percent of the paper's own size
_INCH = 72.0


class PaperView(QAbstractScrollArea):
    """Shows a PDF without a file. PageUp and PageDown go by pages, ↑↓←→ by lines, Home and End to the ends; Ctrl and
    the wheel, + or - change the size, Ctrl+0 makes it as wide as there is room.

    `moved(number, count)`: the page that is looked at (from 1) and how many there are; `zoomed(size)`: another size,
    "width", "page" or percent in figures. Object name `print-paper`.
    """

    moved = Signal(int, int)
    zoomed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("print-paper")
        self.setAccessibleName(_("Paper"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._size = WIDTH
        self._pdf: PdfInMemory | None = None
        self._pictures: dict[tuple[int, int], QImage] = {}
        self.verticalScrollBar().valueChanged.connect(self._tell)
        self._turning = QTimer(self)
        self._turning.setInterval(_TURN)
        self._turning.timeout.connect(self._turn)
        self._turns = 0

    # ---- what is shown

    def wait(self) -> None:
        """A paper is being made: that is said, and something moves, until it is shown."""
        self._turning.start()
        self.setAccessibleDescription(_("The papers are being made"))
        self.viewport().update()

    def waits(self) -> bool:
        return self._turning.isActive()

    def _turn(self) -> None:
        self._turns += 1
        self.viewport().update()

    def show_pdf(self, pdf: bytes | None) -> None:
        """Show these pages from the first one on; None shows the bare desk."""
        self.forget()
        self._turning.stop()
        self.setAccessibleDescription("")
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

    # ---- size

    def size_wanted(self) -> str:
        """ "width", "page" or percent in figures."""
        return self._size

    def percent(self) -> int:
        """The size shown, in percent of the paper's own."""
        return round(100 * self._sheet_width() / max(1.0, self._true_width()))

    def set_size(self, size: str) -> None:
        """Show the pages in another size; the page that is looked at stays."""
        if size == self._size:
            return
        place = self._looked_at()
        self._size = size
        self._pictures.clear()
        self._settle()
        self._look_at(place)
        self.viewport().update()
        self.zoomed.emit(size)

    def zoom(self, steps: int) -> None:
        """The next larger (+1) or smaller (-1) size."""
        now = self.percent()
        larger, smaller = [s for s in STEPS if s > now], [s for s in STEPS if s < now]
        if steps > 0 and larger:
            self.set_size(str(larger[0]))
        elif steps < 0 and smaller:
            self.set_size(str(smaller[-1]))

    def _looked_at(self) -> tuple[int, float]:
        """The page at the upper edge and how far down on it the edge stands (0 to 1)."""
        top = self.verticalScrollBar().value()
        for number in range(self.pages()):
            sheet = self._place(number)
            if sheet.bottom() > top:
                return number, (top - sheet.top()) / max(1, sheet.height())
        return 0, 0.0

    def _look_at(self, place: tuple[int, float]) -> None:
        if self.pages():
            sheet = self._place(place[0])
            self.verticalScrollBar().setValue(round(sheet.top() + place[1] * sheet.height()))

    # ---- places

    def _true_width(self) -> float:
        points = self._pdf.document.pagePointSize(0).width() if self._pdf else 595.0
        return points / _INCH * self.logicalDpiX()

    def _sheet_width(self) -> int:
        room = self.viewport().width() - 2 * _GAP
        if self._size == WIDTH:
            return max(60, min(room, theme.px(900)))
        if self._size == PAGE:
            size = self._pdf.document.pagePointSize(0) if self._pdf else None
            tall = self.viewport().height() - 2 * _GAP
            return max(60, min(room, round(tall * size.width() / max(1.0, size.height())) if size else room))
        return max(60, round(self._true_width() * int(self._size) / 100))

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
        left = max(_GAP, (self.viewport().width() - width) // 2)
        return QRect(left, top, width, self._height_of(number))

    def _settle(self) -> None:
        bar, count = self.verticalScrollBar(), self.pages()
        whole = self._place(count - 1).bottom() + 1 + _GAP if count else 0
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(theme.line() * 2)
        bar.setRange(0, max(0, whole - self.viewport().height()))
        across, room = self.horizontalScrollBar(), self.viewport().width()
        across.setPageStep(room)
        across.setSingleStep(theme.line() * 2)
        across.setRange(0, max(0, self._sheet_width() + 2 * _GAP - room) if self._size not in (WIDTH, PAGE) else 0)

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
            sheet = self._place(number).translated(-self.horizontalScrollBar().value(), -shift)
            if sheet.intersects(event.rect()):
                painter.fillRect(sheet, theme.colour("paper"))
                painter.drawImage(sheet, self._picture(number, sheet.size(), painter.device().devicePixelRatioF()))
        if self.waits():
            self._paint_waiting(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _paint_waiting(self, painter: QPainter) -> None:
        words, dots = _("The papers are being made"), "・" * (1 + self._turns % _DOTS)
        width = width_of(words) + width_of("・" * _DOTS) + 2 * _GAP
        plate = QRectF((self.viewport().width() - width) / 2, 2 * _GAP, width, theme.line() + _GAP)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(plate, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_line(painter, plate.adjusted(_GAP, 0, 0, 0), f"{words}{dots}")

    def _picture(self, number: int, size: QSize, ratio: float) -> QImage:
        assert self._pdf is not None
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def zoom_key(self, event: QKeyEvent) -> bool:
        """Whether it was a key for the size (Ctrl with +, - or 0)."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Semicolon):  # + is Shift+; on Japanese keyboards
            self.zoom(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom(-1)
        elif key == Qt.Key.Key_0:
            self.set_size(WIDTH)
        else:
            return False
        event.accept()
        return True

    def key_hints(self) -> list[KeyHint]:
        """For F1 in the dialog that shows the paper."""
        sizes = (("Ctrl++", _("Larger paper")), ("Ctrl+-", _("Smaller paper")), ("Ctrl+0", _("Page width")))
        return [KeyHint("PageUp/PageDown", _("Turn the pages")), *(KeyHint(key, words) for key, words in sizes)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.zoom_key(event):
            return
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        moves = {
            Qt.Key.Key_PageDown: lambda: self.go_to(self.page() + 1),
            Qt.Key.Key_PageUp: lambda: self.go_to(self.page() - 1),
            Qt.Key.Key_Home: lambda: bar.setValue(0),
            Qt.Key.Key_End: lambda: bar.setValue(bar.maximum()),
            Qt.Key.Key_Down: lambda: bar.setValue(bar.value() + bar.singleStep()),
            Qt.Key.Key_Up: lambda: bar.setValue(bar.value() - bar.singleStep()),
            Qt.Key.Key_Left: lambda: across.setValue(across.value() - across.singleStep()),
            Qt.Key.Key_Right: lambda: across.setValue(across.value() + across.singleStep()),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            event.ignore()
            return
        move()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.px(440))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(160))
