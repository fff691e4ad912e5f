"""Choices: toggles in a flow, combo box, check box, radio button. Codes in, codes out; words are only shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QSizePolicy,
    QToolButton,
    QWidget,
)

from caseapp.desktop.kit.boxes import CheckBox, Combo, Radio
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.text import width_of
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme

__all__ = ["CheckBox", "Combo", "FilterPills", "Option", "Pill", "Radio", "Toggle", "ToggleFlow"]


class Option(NamedTuple):
    """A choice: its code, its words, and `warning` where a red shield stands before it (still choosable)."""

    code: str
    words: str
    warning: str = ""


class Toggle(QToolButton):
    """A choice that is on or off: tint, accent border, bold and a check mark when on. Wide enough for both states."""

    def __init__(self, words: str, *, code: str = "", warning: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = code
        self._warning = warning
        self.setText(words)
        self.setCheckable(True)
        self.setAccessibleName(words)
        self.setAccessibleDescription(warning)
        set_tip(self, warning)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = width_of(self.text(), bold=True) + 2 * theme.px(12) + theme.px(6)
        return QSize(width + (theme.px(16) if self._warning else 0), theme.height("toggle"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, focus = self.isChecked(), self.hasFocus()
        inset = 1.0 if focus else 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        # A chosen one has an accent border already: its focus is told by ink, as on a primary button.
        border = "ink" if focus and on else "accent" if focus or on else "control" if self.isEnabled() else "line"
        painter.setPen(QPen(theme.colour(border), 2 if focus else 1))
        painter.setBrush(theme.colour("tint" if on else "sunken" if self.underMouse() else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        self._paint_words(painter, on)

    def _paint_words(self, painter: QPainter, on: bool) -> None:
        side = theme.px(14)
        sign = "check" if on else "shield" if self._warning else ""
        ink = "tint_ink" if on else "ink" if self.isEnabled() else "faint"
        text_width = width_of(self.text(), bold=on)
        marks = [name for name in (sign, "shield" if on and self._warning else "") if name]
        width = text_width + len(marks) * (side + 3)
        x = (self.width() - width) / 2
        for name in marks:
            where = QRectF(x, (self.height() - side) / 2, side, side)
            icons.draw(painter, where, name, ink="red" if name == "shield" else ink)
            x += side + 3
        painter.setFont(theme.font(bold=on))
        painter.setPen(theme.colour(ink))
        painter.drawText(QRectF(x, 0, text_width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())


_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class ToggleFlow(QWidget):
    """Toggles that flow over rows; `several`: more than one may be on. Arrow keys move inside, Tab leaves.

    In a set of which one is chosen the arrows choose, as radio buttons do; with `several` Space does.
    """

    changed = Signal()

    def __init__(
        self, options: Iterable[Option | tuple[str, str]] = (), *, several: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._several = several
        self._toggles: list[Toggle] = []
        self._flow = FlowLayout(self, gap=6, row_gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_options(options)

    def set_options(self, options: Iterable[Option | tuple[str, str]]) -> None:
        """Show other choices; what was chosen stays chosen where it is still there."""
        chosen = set(self.values())
        for old in self._toggles:
            self._flow.removeWidget(old)
            old.deleteLater()
        self._toggles = []
        for entry in options:
            option = Option(*entry)
            toggle = Toggle(option.words, code=option.code, warning=option.warning, parent=self)
            toggle.setChecked(option.code in chosen)
            toggle.clicked.connect(self._clicked)
            toggle.installEventFilter(self)
            self._flow.addWidget(toggle)
            self._toggles.append(toggle)
        self._name_parts(self.accessibleName())
        self._settle_tab()
        self.updateGeometry()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._name_parts(name)

    def _name_parts(self, name: str) -> None:
        for toggle in self._toggles:
            toggle.setAccessibleName(f"{name}: {toggle.text()}" if name else toggle.text())

    @property
    def toggles(self) -> tuple[Toggle, ...]:
        return tuple(self._toggles)

    def values(self) -> tuple[str, ...]:
        """The codes that are on, in the order shown."""
        return tuple(toggle.code for toggle in self._toggles if toggle.isChecked())

    def value(self) -> str:
        """The one code that is on ("" for none)."""
        return next(iter(self.values()), "")

    def set_values(self, codes: Sequence[str]) -> None:
        for toggle in self._toggles:
            toggle.setChecked(toggle.code in codes)
        self._settle_tab()

    def set_value(self, code: str) -> None:
        self.set_values((code,) if code else ())

    def problem(self) -> str:
        return ""

    def set_problem_look(self, on: bool) -> None:
        """Toggles keep their look; the sentence beside them says what is missing."""

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        first = self.entry()
        if first is not None:
            first.setFocus(reason)

    def entry(self) -> Toggle | None:
        """The toggle that Tab leads to: the chosen one, else the first."""
        on = [toggle for toggle in self._toggles if toggle.isChecked() and toggle.isEnabled()]
        return next(iter(on or [toggle for toggle in self._toggles if toggle.isEnabled()]), None)

    def _settle_tab(self) -> None:
        """Only one toggle takes part in the tab order: the chosen one, else the first."""
        entry = self.entry()
        for toggle in self._toggles:
            policy = Qt.FocusPolicy.StrongFocus if toggle is entry else Qt.FocusPolicy.ClickFocus
            toggle.setFocusPolicy(policy)

    def _clicked(self) -> None:
        self._choose(self.sender())

    def _choose(self, chosen: object) -> None:
        if not self._several:
            for toggle in self._toggles:
                toggle.setChecked(toggle is chosen)
        self._settle_tab()
        self.changed.emit()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, Toggle):
            step = _STEPS.get(Qt.Key(event.key()), 0)
            if step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._move(watched, step)
                return True
        return False

    def _move(self, start: Toggle, step: int) -> None:
        usable = [toggle for toggle in self._toggles if toggle.isEnabled()]
        target = usable[(usable.index(start) + step) % len(usable)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        if not self._several:
            self._choose(target)
        else:
            for toggle in self._toggles:
                toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus if toggle is target else Qt.FocusPolicy.ClickFocus)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow.heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(theme.px(200), self._flow.sizeHint().width()), theme.height("toggle"))


class FilterPills(QWidget):
    """Filters as pills, one chosen (`several`: any number); a count may stand inside. Arrow keys move."""

    changed = Signal()

    def __init__(
        self,
        options: Iterable[tuple[str, str]] = (),
        *,
        several: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._several = several
        self._pills: list[Pill] = []
        self._flow = FlowLayout(self, gap=6, row_gap=4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)
        for code, words in options:
            pill = Pill(words, code=code, parent=self)
            pill.setAccessibleName(f"{name}: {words}" if name else words)
            pill.clicked.connect(self._clicked)
            pill.installEventFilter(self)
            self._flow.addWidget(pill)
            self._pills.append(pill)
        if self._pills and not several:
            self._pills[0].setChecked(True)
        self._settle_tab()

    def value(self) -> str:
        return next((pill.code for pill in self._pills if pill.isChecked()), "")

    def values(self) -> tuple[str, ...]:
        return tuple(pill.code for pill in self._pills if pill.isChecked())

    def set_value(self, code: str) -> None:
        for pill in self._pills:
            pill.setChecked(pill.code == code)
        self._settle_tab()

    def set_count(self, code: str, count: int | None) -> None:
        """Show how many there are; None takes the number away."""
        for pill in self._pills:
            if pill.code == code:
                pill.set_count(count)
        self._flow.invalidate()
        self.updateGeometry()

    def _settle_tab(self) -> None:
        entry = next((pill for pill in self._pills if pill.isChecked()), self._pills[0] if self._pills else None)
        for pill in self._pills:
            pill.setFocusPolicy(Qt.FocusPolicy.StrongFocus if pill is entry else Qt.FocusPolicy.ClickFocus)

    def _clicked(self) -> None:
        self._choose(self.sender())

    def _choose(self, chosen: object) -> None:
        if not self._several:
            for pill in self._pills:
                pill.setChecked(pill is chosen)
        self._settle_tab()
        self.changed.emit()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, Pill):
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
            if step:
                target = self._pills[(self._pills.index(watched) + step) % len(self._pills)]
                target.setFocus(Qt.FocusReason.TabFocusReason)
                if not self._several:
                    self._choose(target)
                return True
        return False

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow.heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(theme.px(200), self._flow.sizeHint().width()), theme.height("pill"))


class Pill(QToolButton):
    """One filter. Filled when chosen."""

    def __init__(self, words: str, *, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = code
        self._words = words
        self.setText(words)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int | None) -> None:
        self.setText(self._words if count is None else f"{self._words} {count}")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(width_of(self.text(), bold=True) + 2 * theme.px(15), theme.height("pill"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.colour("accent" if on else "line"), 1))
        painter.setBrush(theme.colour("accent" if on else "sunken" if self.underMouse() else "surface"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        if self.hasFocus():
            ring = box.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(theme.colour("ink" if on else "accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        painter.setFont(theme.font(bold=on))
        painter.setPen(theme.colour("on_accent" if on else "ink"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
