"""The row above the register: the worker, the doors to all conditions and to the saved ones, a chip for what is on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from caseapp.casework.list_views import MINE, NOBODY, RegisterFilter
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import width_of
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.register import conditions
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.rules.account import Account
from caseapp.words.language import _

_USUAL = RegisterFilter()


class ConditionChip(QToolButton):
    """A condition that is on. A click or Enter changes it; the cross, Delete or Backspace takes it away."""

    taken_away = Signal()

    def __init__(self, words: str, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(words)
        self.setObjectName("register-condition")
        self.setAccessibleName(_("Condition: {words}").format(words=words))
        self.setAccessibleDescription(_("Enter changes it, Delete takes it away."))
        set_tip(self, self.accessibleDescription())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(width_of(self.text()) + theme.px(34), theme.height("pill"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _cross(self) -> QRectF:
        side = theme.px(14)
        return QRectF(self.width() - side - theme.px(8), (self.height() - side) / 2, side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and event.position().x() >= self._cross().left() - 4:
            event.accept()
            self.taken_away.emit()
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.taken_away.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = self.hasFocus()
        inset = 1.0 if focus else 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(theme.colour("accent"), 2 if focus else 1))
        painter.setBrush(theme.colour("tint"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(theme.font())
        painter.setPen(theme.colour("tint_ink"))
        words = QRectF(self.rect()).adjusted(theme.px(12), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self.text())
        icons.draw(painter, self._cross(), "close", ink="tint_ink")


class FilterBar(QWidget):
    """`value()` is what the store is asked with; `changed` after a change, `edit_asked(field)` for the dialog.

    Object names: `register-worker`, `register-conditions`, `register-saved`, `register-condition` (each chip),
    `register-clear-conditions`.
    """

    changed = Signal()
    edit_asked = Signal(str)
    saved_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = _USUAL
        self._names: dict[str, str] = {}
        self._flow = FlowLayout(self, gap=8, row_gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.worker = Combo(self._workers(()), parent=self, chars=11)
        self.worker.setAccessibleName(_("Worker"))
        self.worker.changed.connect(self._worker_chosen)
        self.conditions = Button(
            _("Narrow down…"), lambda: self.edit_asked.emit(""), icon="filter", key=Keys.CONDITIONS, parent=self
        )
        self.saved = Button(_("Saved…"), self.saved_asked.emit, icon="book", key=Keys.SAVED_LISTS, parent=self)
        self.all = Button(_("Without conditions"), self.clear, kind="quiet", parent=self)
        self.chips: list[ConditionChip] = []
        for widget, name in (
            (self.worker, "register-worker"),
            (self.conditions, "register-conditions"),
            (self.saved, "register-saved"),
            (self.all, "register-clear-conditions"),
        ):
            widget.setObjectName(name)
        for widget in (self.worker, self.conditions, self.saved):
            self._flow.addWidget(widget)
        self._settle()

    @staticmethod
    def _workers(known: Iterable[Account]) -> list[tuple[str, str]]:
        return [
            ("", _("Worker: everybody")),
            (MINE, _("My children")),
            (NOBODY, _("Without a worker")),
            *((each.id, each.name) for each in known),
        ]

    def know_workers(self, accounts: Iterable[Account]) -> None:
        """Offer these people as workers."""
        known = tuple(accounts)
        self._names = {each.id: each.name for each in known}
        self.worker.set_options(self._workers(known))
        self.worker.set_value(self._value.worker_id)
        self._settle()

    def names(self) -> dict[str, str]:
        """The workers' names by their account."""
        return dict(self._names)

    def value(self) -> RegisterFilter:
        return self._value

    def set_value(self, wanted: RegisterFilter) -> None:
        """Show other conditions, and say so."""
        self._value = wanted
        self.worker.set_value(wanted.worker_id)
        self._settle()
        self.changed.emit()

    def narrowed(self) -> bool:
        """Whether anything but the usual (children in support) is chosen."""
        return self._value != _USUAL

    def clear(self) -> None:
        """Back to the usual."""
        self.set_value(_USUAL)

    def _worker_chosen(self) -> None:
        self.set_value(replace(self._value, worker_id=self.worker.value()))

    def _settle(self) -> None:
        """A chip for each condition that the combo box does not show already."""
        for old in (*self.chips, self.all):
            self._flow.removeWidget(old)
        had_focus = any(chip.hasFocus() for chip in self.chips)
        for old in self.chips:
            old.hide()
            old.deleteLater()
        self.chips = []
        for part, words in conditions.said(self._value, workers=self._names):
            if part != ("worker_id",):
                self._add(part, words)
        self._flow.addWidget(self.all)
        self.all.setVisible(self.narrowed())
        if had_focus:
            (self.chips[0] if self.chips else self.conditions).setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def _add(self, part: tuple[str, ...], words: str) -> None:
        chip = ConditionChip(words, parent=self)
        chip.clicked.connect(lambda _checked=False: self.edit_asked.emit(part[0]))
        chip.taken_away.connect(lambda: self.set_value(conditions.without(self._value, part)))
        self._flow.addWidget(chip)
        chip.show()
        self.chips.append(chip)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FontChange:
            self._flow.invalidate()
        return super().event(event)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow.heightForWidth(width)
