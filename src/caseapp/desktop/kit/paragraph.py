"""A growing field for several lines of plain text."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextBlockFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

from caseapp.desktop.kit.text import restyle
from caseapp.desktop.theme.theme import theme

_LINE_HEIGHT = 138.0  # % of the face's own
_FRAME = 12


class Paragraph(QTextEdit):
    """Plain text of several lines; the height follows what is written. Tab goes on, Enter makes a line.

    `bare`: no box until it has the focus. `least` and `most` are lines (most 0: as high as it needs).
    """

    changed = Signal()

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        bare: bool = False,
        least: int = 1,
        most: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self._silent = False
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setProperty("bare", bare)
        self.setPlaceholderText(placeholder)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_value(text)
        self.textChanged.connect(self._edited)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        theme.changed.connect(self._fit)

    def value(self) -> str:
        return self.toPlainText()

    def set_value(self, text: str) -> None:
        if text == self.toPlainText() and self.document().blockCount() > 0 and text:
            return
        self._silent = True
        self.setPlainText(text)
        self._space_lines()
        self._silent = False
        self._fit()

    def problem(self) -> str:
        return ""

    def set_problem_look(self, on: bool) -> None:
        if bool(self.property("problem")) != on:
            self.setProperty("problem", on)
            restyle(self)

    def focus_end(self) -> None:
        """Take the focus with the cursor behind the last character."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste text only: whatever comes from Word or a browser becomes plain."""
        self.insertPlainText(source.text())

    def _edited(self) -> None:
        if not self._silent:
            self.changed.emit()

    def _space_lines(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        spaced = QTextBlockFormat()
        spaced.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(spaced)  # new lines take it over from the one before
        self.document().clearUndoRedoStacks()

    def _fit(self) -> None:
        height = self.sizeHint().height()
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
            self.updateGeometry()

    def _line(self) -> float:
        return self.fontMetrics().lineSpacing() * _LINE_HEIGHT / 100

    def sizeHint(self) -> QSize:
        lines = self.document().size().height()
        least = self._least * self._line() + 4
        height = max(lines, least)
        if self._most:
            height = min(height, self._most * self._line() + 4)
        return QSize(theme.px(320), max(theme.height("field"), round(height) + _FRAME))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.clearSelection()
            self.setTextCursor(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()  # Ctrl+Enter belongs to the page
            return
        super().keyPressEvent(event)
