"""A list that is narrowed by typing and taken from by Enter: the frame of the pickers over a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.fields import SearchField
from caseapp.desktop.kit.lists import Head, ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.text import Para, draw, draw_line, wrap
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme

_BY = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}


@dataclass(frozen=True)
class Line:
    """One thing to take: its words, a remark at the right, and what it is. `ticked` None: nothing is ticked here."""

    text: str
    remark: str
    value: Any
    ticked: bool | None = None


class _Delegate(RowDelegate[Line]):
    leads = True

    def _room(self, item: Line, width: int) -> tuple[int, int]:
        """(left, width) of the words."""
        left = theme.px(26) if item.ticked is not None else 0
        return left, max(80, width - 2 * self.padding - left - theme.px(190))

    def height(self, item: Line, width: int) -> int:
        _left, room = self._room(item, width)
        return max(theme.height("row"), wrap(item.text, room).height + 12)

    def paint_item(self, painter: QPainter, where: QRectF, item: Line, *, chosen: bool) -> None:
        left, room = self._room(item, int(where.width()) + 2 * self.padding)
        if item.ticked is not None:
            _tick(painter, where, on=item.ticked)
        draw(painter, QRectF(where.left() + left, where.top() + 6, room, where.height()), item.text, lines=0)
        at = QRectF(where.left() + left + room + 8, where.top(), where.right() - where.left() - left - room - 8, 0)
        at.setHeight(where.height())
        draw_line(painter, at, item.remark, role="caption", ink="sub", align=Qt.AlignmentFlag.AlignRight)


class PickDialog(Dialog):
    """An heir adds what narrows above the list and fills it in `narrow`. ↑↓ choose while the cursor stays in the field.

    Object names: `pick-search`, `pick-list`, and those of the heir's buttons.
    """

    def __init__(self, host: QWidget, title: str, *, placeholder: str, details: bool = True) -> None:
        super().__init__(host, title, width=820)
        self.search = SearchField(placeholder=placeholder, parent=self.panel)
        self.search.setObjectName("pick-search")
        self.search.setAccessibleName(placeholder)
        self.search.changed.connect(self.narrow)
        self.list: ItemList[Line] = ItemList(
            ListModel(lambda line: f"{line.text} {line.remark}"), _Delegate(), name=title, parent=self.panel
        )
        self.list.setObjectName("pick-list")
        self.list.setMinimumHeight(theme.px(200))
        self.list.setMaximumHeight(theme.px(330))
        self.list.chosen.connect(self._chosen)
        self.about = Para("", role="caption", ink="sub", parent=self.panel)
        self.about.setVisible(details)
        self._details = details

    def place(self, *narrowing: QWidget) -> None:
        """Put the parts into the dialog; `narrowing` stands between the field and the list."""
        for part in (self.search, *narrowing):
            self.add(part)
        self.content.addWidget(self.list, 1)
        if self._details:
            self.add(self.about)

    def narrow(self) -> None:
        """Fill the list for what is typed and chosen above it."""
        raise NotImplementedError

    def detail(self, value: Any) -> str:
        """What is said below the list about the chosen line."""
        return ""

    def show_lines(self, lines: Sequence[Line], *, nothing: str) -> None:
        self.list.set_rows(lines or [Head(nothing, empty=True)])
        self.list.choose_first()
        self._chosen(self.list.current())

    def _chosen(self, line: Line | None) -> None:
        if self._details:
            self.about.setText(self.detail(line.value) if line is not None else "")
            self.refit()

    def begin(self) -> None:
        self.narrow()
        self.open(self.search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _BY.get(Qt.Key(event.key()))
        if by is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.list.step(by)
            event.accept()
            return
        super().keyPressEvent(event)


def _tick(painter: QPainter, where: QRectF, *, on: bool) -> None:
    side = theme.px(15)
    box = QRectF(where.left(), where.center().y() - side / 2, side, side)
    painter.setPen(QPen(theme.colour("accent" if on else "control"), 1))
    painter.setBrush(theme.colour("accent" if on else "surface"))
    painter.drawRoundedRect(box, 3, 3)
    if on:
        icons.draw(painter, box.adjusted(1, 1, -1, -1), "check", ink="on_accent")
