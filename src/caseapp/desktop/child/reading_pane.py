"""Where a record is read in full: beside the timeline when there is room, else over the page.

Object names: `reading-pane`, `reading-text` (what scrolls), `reading-edit`, `reading-history`, `reading-withdraw`,
`reading-move`,
`reading-done` (marks the next action as done); the overlay is `reading-overlay`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from caseapp.desktop.child.due_words import due_chip
from caseapp.desktop.child.readings import Reading
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card, Column, Rule
from caseapp.desktop.kit.chips import Chip, ChipLabel
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label, Para
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.rules.follow_up import FollowUp
from caseapp.words.language import _

_LABEL = 118
_SCROLL = 3  # lines at a press of ↑ or ↓


@dataclass(frozen=True)
class Acts:
    """What the pane lets the page do."""

    edit: Callable[[Reading], object]
    history: Callable[[Reading], object]
    withdraw: Callable[[Reading], object]
    done: Callable[[FollowUp], object]
    move: Callable[[Reading], object]


class ReadingPane(Card):
    """`show_reading(reading, steps, today)`; None empties it."""

    def __init__(self, acts: Acts, parent: QWidget | None = None) -> None:
        super().__init__(padding=(0, 0), spacing=0, parent=parent)
        self.setObjectName("reading-pane")
        self._acts = acts
        self._reading: Reading | None = None
        self.column = Column(padding=16, spacing=10, parent=self)
        self.column.setObjectName("reading-text")
        self.column.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.column.setAccessibleName(_("The record in full"))
        self.body.addWidget(self.column, 1)
        self._inside: QWidget | None = None
        self.show_reading(None)

    def reading(self) -> Reading | None:
        return self._reading

    def show_reading(
        self, reading: Reading | None, *, steps: Sequence[FollowUp] = (), today: date | None = None
    ) -> None:
        """Show a record, and the open next actions that grew from it."""
        self._reading = reading
        if self._inside is not None:
            self._inside.hide()
            self.column.body.removeWidget(self._inside)
            self._inside.deleteLater()
        self._inside = QWidget(self.column.inside)
        self._inside.setProperty("ground", "none")
        whole = QVBoxLayout(self._inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        if reading is None:
            whole.addWidget(Label(_("Choose an entry to read it here."), tone="sub", parent=self._inside))
            self.column.setAccessibleDescription("")
        else:
            self._fill(whole, reading, steps, today)
            self.column.setAccessibleDescription(reading.title if masking.on else reading.spoken)
        whole.addStretch(1)
        self.column.body.addWidget(self._inside, 1)
        self.column.verticalScrollBar().setValue(0)

    def _fill(self, whole: QVBoxLayout, reading: Reading, steps: Sequence[FollowUp], today: date | None) -> None:
        inside = self._inside
        assert inside is not None
        whole.addLayout(self._head(reading, inside))
        whole.addWidget(Para(reading.when, role="caption", ink="sub", parent=inside))
        if reading.tags:
            holder = QWidget(inside)
            flow = FlowLayout(holder)
            for tag in reading.tags:
                flow.addWidget(ChipLabel(Chip(tag, "kind"), parent=holder))
            whole.addWidget(holder)
        whole.addWidget(Rule(inside))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.setColumnMinimumWidth(0, theme.px(_LABEL))
        grid.setColumnStretch(1, 1)
        if masking.on:
            grid.addWidget(Para(_("The text is hidden while names are hidden."), ink="sub", parent=inside), 0, 0, 1, 2)
        for row, (label, text) in enumerate(() if masking.on else reading.sections):
            words = Para(label, ink="sub", parent=inside)
            words.setFixedWidth(theme.px(_LABEL))
            grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Para(text, reading=True, parent=inside), row, 1)
        whole.addLayout(grid)
        for step in steps:
            whole.addWidget(_StepBox(step, self._acts.done, today=today or step.due_on, parent=inside))
        whole.addLayout(self._foot(reading, inside))

    def _head(self, reading: Reading, inside: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        icon = Label(parent=inside)
        icon.setPixmap(icons.pixmap(reading.icon, "accent", theme.px(20)))
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Para(reading.title, role="title", bold=True, parent=inside), 1)
        if reading.edit is not None:
            words = reading.edit_words or _("Mend")
            edit = Button(words, self.edit, kind="quiet", key=Keys.EDIT, parent=inside)
            edit.setObjectName("reading-edit")
            row.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _foot(self, reading: Reading, inside: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        if reading.kind not in ("certificate", "milestone"):
            history = Button(Keys.HISTORY.words, self.history, kind="quiet", key=Keys.HISTORY, parent=inside)
            history.setObjectName("reading-history")
            row.addWidget(history)
        row.addStretch(1)
        if reading.withdrawable:
            if reading.kind == "consultation":
                move = Button(_("Move it to another child"), self.give_over, kind="quiet", parent=inside)
                move.setObjectName("reading-move")
                row.addWidget(move)
            withdraw = Button(_("Take it back"), self.withdraw, key=Keys.DELETE_ROW, parent=inside)
            withdraw.setObjectName("reading-withdraw")
            row.addWidget(withdraw)
        return row

    # ---- acts

    def edit(self) -> None:
        if self._reading is not None and self._reading.edit is not None:
            self._acts.edit(self._reading)

    def history(self) -> None:
        if self._reading is not None:
            self._acts.history(self._reading)

    def withdraw(self) -> None:
        if self._reading is not None and self._reading.withdrawable:
            self._acts.withdraw(self._reading)

    def give_over(self) -> None:
        if self._reading is not None:
            self._acts.move(self._reading)

    def read_on(self, lines: int) -> None:
        bar = self.column.verticalScrollBar()
        bar.setValue(bar.value() + lines * theme.line())


class _StepBox(QWidget):
    """次にすること below the record it grew from, with its act."""

    def __init__(self, step: FollowUp, done: Callable[[FollowUp], object], *, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(Label(_("What comes next"), role="caption", tone="sub", parent=self))
        line = QHBoxLayout()
        line.setSpacing(8)
        chip = ChipLabel(due_chip(step.due_on, today=today, at=step.due_time), parent=self)
        line.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Para(step.text, bold=True, parent=self), 1)
        column.addLayout(line)
        row.addLayout(column, 1)
        button = Button(Keys.TICK.words, lambda: done(step), icon="check", parent=self)
        button.setObjectName("reading-done")
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.fillRect(QRectF(0, 2, 3, self.height() - 4), theme.colour("accent"))


class ReadingOverlay(Overlay):
    """The same over the page. F2 mends, Ctrl+H shows the history, Ctrl+Delete takes back, ↑↓ read on, Esc closes."""

    def __init__(self, host: QWidget, acts: Acts) -> None:
        super().__init__(host, name=_("The record in full"), width=760, height=600, top=48, light=True)
        self.setObjectName("reading-overlay")
        self.pane = ReadingPane(_closing(acts, self), parent=self.panel)
        self.pane.setProperty("card", "bare")
        self.body.addWidget(self.pane, 1)
        bar = QWidget(self.panel)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 4, 16, 12)
        row.addStretch(1)
        close = Button(_("Close"), self.close, key="Esc", parent=bar)
        close.setObjectName("reading-close")
        row.addWidget(close)
        self.body.addWidget(bar)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if key == Qt.Key.Key_F2:
            self.pane.edit()
        elif control and key == Qt.Key.Key_H:
            self.pane.history()
        elif control and key == Qt.Key.Key_Delete:
            self.pane.withdraw()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.pane.read_on(_SCROLL if key == Qt.Key.Key_Down else -_SCROLL)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(240))


def _closing(acts: Acts, overlay: Overlay) -> Acts:
    """The same acts, each after the overlay is closed."""

    def closed_first(act: Callable[[Reading], object]) -> Callable[[Reading], object]:
        def go(reading: Reading) -> None:
            overlay.close()
            act(reading)

        return go

    def done(step: FollowUp) -> None:
        overlay.close()
        acts.done(step)

    return Acts(
        closed_first(acts.edit), closed_first(acts.history), closed_first(acts.withdraw), done, closed_first(acts.move)
    )
