"""A row of the comparison: what it is, what each record says, and which is taken. Arrows choose, Space takes both."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from caseapp.desktop.kit.text import Para, draw, wrap
from caseapp.desktop.merge.words import choice_of, row_label, side_words
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.rules.merging import BOTH, LEFT, RIGHT, FieldRow
from caseapp.words.language import _

LABEL = 132
_SIDE, _PAD = 14, 8


class Cell(QToolButton):
    """What one record says, wrapped. Taken: tint, accent border, bold and a check mark, as a toggle."""

    def __init__(self, words: str, *, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words or _("(empty)")
        self._empty = not words
        self.setCheckable(True)
        self.setAccessibleName(f"{name}: {self._words}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def words(self) -> str:
        return "" if self._empty else self._words

    def _room(self, width: int) -> int:
        return width - 2 * _PAD - theme.px(_SIDE) - 6

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(theme.height("toggle"), wrap(self._words, self._room(width), bold=True).height + 8)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.height("toggle"))  # as high as it is wide enough: heightForWidth

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.height("toggle"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, focus = self.isChecked(), self.hasFocus()
        inset = 1.0 if focus else 0.5
        border = "accent" if focus or on else "line"
        painter.setPen(QPen(theme.colour(border), 2 if focus else 1))
        painter.setBrush(theme.colour("tint" if on else "sunken" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 4, 4)
        side = theme.px(_SIDE)
        if on:
            icons.draw(painter, QRectF(_PAD, 4, side, theme.line()), "check", ink="tint_ink")
        ink = "tint_ink" if on else "faint" if self._empty else "ink"
        where = QRectF(_PAD + side + 6, 4, self._room(self.width()), self.height())
        draw(painter, where, self._words, bold=on, ink=ink, lines=0)


class CompareRow(QWidget):
    """One row. `value()` is LEFT, RIGHT or BOTH."""

    changed = Signal()

    def __init__(self, row: FieldRow, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = row
        label = row_label(row.name)
        self.setObjectName(f"merge-{row.name}")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(8)
        head = Para(label, ink="sub", parent=self)
        head.setFixedWidth(theme.px(LABEL))
        line.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
        self.cells: dict[str, Cell] = {}
        for side, name in ((LEFT, _("Record that stays")), (RIGHT, _("Record that joins"))):
            cell = Cell(side_words(row, side), name=f"{label}、{name}", parent=self)
            cell.setObjectName(f"merge-{row.name}-{side}")
            cell.clicked.connect(self._clicked)
            cell.installEventFilter(self)
            line.addWidget(cell, 1)
            self.cells[side] = cell
        self._several = BOTH in row.choices
        self.set_value(row.proposed)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def value(self) -> str:
        return choice_of(self.cells[LEFT].isChecked(), self.cells[RIGHT].isChecked())

    def set_value(self, choice: str) -> None:
        for side, cell in self.cells.items():
            cell.setChecked(choice in (side, BOTH))
        self._settle_tab()

    def _settle_tab(self) -> None:
        """Tab comes to the row once: to the first that is taken; the arrows go on from there."""
        entry = self.cells[LEFT] if self.cells[LEFT].isChecked() else self.cells[RIGHT]
        for cell in self.cells.values():
            cell.setFocusPolicy(Qt.FocusPolicy.StrongFocus if cell is entry else Qt.FocusPolicy.ClickFocus)

    def _clicked(self) -> None:
        clicked = self.sender()
        other = self.cells[RIGHT] if clicked is self.cells[LEFT] else self.cells[LEFT]
        if isinstance(clicked, Cell):
            if not self._several:
                clicked.setChecked(True)
                other.setChecked(False)
            elif not clicked.isChecked() and not other.isChecked():
                other.setChecked(True)  # one of them is taken
        self._settle_tab()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            side = {Qt.Key.Key_Left: LEFT, Qt.Key.Key_Right: RIGHT}.get(Qt.Key(event.key()))
            if side is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self.cells[side].setFocus(Qt.FocusReason.TabFocusReason)
                if not self._several:
                    self.set_value(side)
                    self.changed.emit()
                return True
        return False
