"""Children that are chosen together: they stay chosen while one scrolls, sorts and searches for the next."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _, ngettext


class Marks(QObject):
    """The ids of the children that are chosen. `changed` after each change."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: dict[str, None] = {}

    def __contains__(self, child_id: object) -> bool:
        return child_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def ids(self) -> tuple[str, ...]:
        """In the order in which they were chosen."""
        return tuple(self._ids)

    def turn(self, child_id: str) -> None:
        """Choose it, or choose it no longer."""
        if child_id in self._ids:
            del self._ids[child_id]
        else:
            self._ids[child_id] = None
        self.changed.emit()

    def add(self, child_ids: Iterable[str]) -> None:
        before = len(self._ids)
        self._ids.update(dict.fromkeys(child_ids))
        if len(self._ids) != before:
            self.changed.emit()

    def clear(self) -> None:
        if self._ids:
            self._ids.clear()
            self.changed.emit()

    def keep_only(self, child_ids: Iterable[str]) -> None:
        """Forget those that are not in the list any more."""
        there = set(child_ids)
        left = {child_id: None for child_id in self._ids if child_id in there}
        if len(left) != len(self._ids):
            self._ids = left
            self.changed.emit()


class MarkBar(QWidget):
    """「3人を選んでいます：担当を替える…」: what can be done with all of them. Shown while any is chosen.

    Object names: `register-marked`, `register-hand-over`, `register-print`, `register-export-marked`,
    `register-unmark`. The print button is hidden until printing for many is there.
    """

    def __init__(self, marks: Marks, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("register-marked")
        self._marks = marks
        flow = FlowLayout(self, gap=8, row_gap=4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.words = Label(role="strong", parent=self)
        self.words.setMinimumHeight(theme.height("field"))
        self.hand_over = Button(_("Change the worker…"), key=Keys.HAND_OVER, icon="person", parent=self)
        self.print = Button(_("Print…"), key=Keys.PRINT, icon="printer", parent=self)
        self.export = Button(_("Write out…"), key=Keys.EXPORT, icon="download", parent=self)
        self.leave = Button(_("Choose nobody"), marks.clear, kind="quiet", key="Esc", parent=self)
        for widget, name in (
            (self.words, "register-marked-words"),
            (self.hand_over, "register-hand-over"),
            (self.print, "register-print"),
            (self.export, "register-export-marked"),
            (self.leave, "register-unmark"),
        ):
            widget.setObjectName(name)
            flow.addWidget(widget)
        self.hide()
        marks.changed.connect(self.settle)

    def settle(self) -> None:
        """Say how many, or go away."""
        count = len(self._marks)
        self.words.setText(
            ngettext("{count} child is chosen:", "{count} children are chosen:", count).format(count=f"{count:,}")
        )
        self.setVisible(count > 0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        assert layout is not None
        return layout.heightForWidth(width)
