"""Combo box, check box, radio button, with our arrow, check mark and focus. Codes in, codes out."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QRadioButton, QSizePolicy, QWidget

from caseapp.desktop.kit.text import Block, draw, restyle, width_of, wrap
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme

_SHORT = 240
"""The words of a check box wider than this (a width of the mocks) may wrap."""


class Combo(QComboBox):
    """A list to choose one code from. The wheel turns it only when it has the focus."""

    changed = Signal()

    def __init__(
        self, options: Iterable[tuple[str, str]] = (), *, parent: QWidget | None = None, chars: int = 0
    ) -> None:
        super().__init__(parent)
        self._chars = chars
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.set_options(options)
        self.activated.connect(self._activated)

    def _activated(self, _index: int) -> None:
        self.changed.emit()

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        before = self.value()
        self.blockSignals(True)
        self.clear()
        for code, words in options:
            self.addItem(words, code)
        self.set_value(before)
        self.blockSignals(False)
        self.updateGeometry()

    def value(self) -> str:
        return str(self.currentData() or "")

    def set_value(self, code: str) -> None:
        found = self.findData(code)
        self.setCurrentIndex(max(found, 0))

    def problem(self) -> str:
        return ""

    def set_problem_look(self, on: bool) -> None:
        if bool(self.property("problem")) != on:
            self.setProperty("problem", on)
            restyle(self)

    def sizeHint(self) -> QSize:
        widest = max((width_of(self.itemText(n)) for n in range(self.count())), default=0)
        if self._chars:
            widest = min(widest, self._chars * width_of("あ"))
        return QSize(max(theme.px(80), widest + theme.px(40)), theme.height("field"))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme.px(160)), theme.height("field"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        where = QRect(self.width() - 24, 0, 16, self.height()).toRectF()
        icons.draw(painter, where, "chevron-down", ink="sub" if self.isEnabled() else "faint")


class CheckBox(QCheckBox):
    """A check box with our check mark. `value()` is a bool. Words too long for its place go on in the next line."""

    changed = Signal()

    def __init__(self, words: str, *, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setChecked(checked)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(words)
        self.clicked.connect(self._clicked)

    def _clicked(self) -> None:
        self.changed.emit()

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: bool) -> None:
        self.setChecked(value)

    def problem(self) -> str:
        return ""

    def set_problem_look(self, on: bool) -> None:
        """The sentence beside it says what is missing."""

    def minimumSizeHint(self) -> QSize:
        size = self.sizeHint()
        return QSize(min(size.width(), theme.px(_SHORT)), size.height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        least = self.sizeHint().height()
        return least if self._has_room(width) else max(least, self._block(width).height + least - theme.line())

    def hitButton(self, where: QPoint) -> bool:
        return self.rect().contains(where)

    def _has_room(self, width: int) -> bool:
        return width >= self.sizeHint().width()

    def _block(self, width: int) -> Block:
        return wrap(self.text(), width - self._words_from())

    def _words_from(self) -> int:
        return self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())

    def _paint_wrapped(self, painter: QPainter) -> None:
        """The box beside the first line, as the style draws it; the words, which no style wraps, beside and below."""
        from PySide6.QtWidgets import QStyle, QStyleOptionButton

        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.rect = self._first_line()
        self.style().drawControl(QStyle.ControlElement.CE_CheckBox, option, painter, self)
        left, top = self._words_from(), (self.sizeHint().height() - theme.line()) / 2
        where = QRectF(left, top, self.width() - left, self.height() - top)
        draw(painter, where, self.text(), ink="ink" if self.isEnabled() else "faint", lines=0)

    def _first_line(self) -> QRect:
        return QRect(0, 0, self.width(), self.height() if self._has_room(self.width()) else self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._has_room(self.width()):
            painter.end()
            super().paintEvent(event)
            painter.begin(self)
        else:
            self._paint_wrapped(painter)
        box = _indicator(self, "SE_CheckBoxIndicator", self._first_line())
        if self.isChecked():
            icons.draw(painter, QRectF(box).adjusted(1, 1, -1, -1), "check", ink="on_accent")
        if self.hasFocus():
            _focus_ring(painter, box, radius=4)


class Radio(QRadioButton):
    """A radio button whose focus is seen."""

    def __init__(self, words: str, *, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            box = _indicator(self, "SE_RadioButtonIndicator", self.rect())
            _focus_ring(QPainter(self), box, radius=box.width() / 2 + 2)


def _indicator(button: QAbstractButton, element: str, where: QRect) -> QRect:
    from PySide6.QtWidgets import QStyle, QStyleOptionButton  # the lock screen has no such box: not at start

    option = QStyleOptionButton()
    option.initFrom(button)
    option.rect = where
    return button.style().subElementRect(QStyle.SubElement[element], option, button)


def _focus_ring(painter: QPainter, box: QRect, *, radius: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("accent"), 2))
    painter.drawRoundedRect(QRectF(box).adjusted(-1, -1, 1, 1), radius, radius)
