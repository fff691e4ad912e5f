"""列を選ぶ: which columns, in which order. ↑↓ move, Space shows or hides, Alt+↑↓ moves the column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.lists import ROW, ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.text import Para, draw_line
from caseapp.desktop.register.columns import USUAL
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _


@dataclass(frozen=True)
class Choice:
    """A column in the dialog."""

    name: str
    head: str
    shown: bool


class _Delegate(RowDelegate[Choice]):
    def height(self, item: Choice, width: int) -> int:
        return theme.height("row")

    def paint_item(self, painter: QPainter, where: QRectF, item: Choice, *, chosen: bool) -> None:
        side = theme.px(16)
        box = QRectF(where.left(), where.center().y() - side / 2, side, side)
        painter.setPen(QPen(theme.colour("accent" if item.shown else "control"), 1))
        painter.setBrush(theme.colour("accent" if item.shown else "surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if item.shown:
            icons.draw(painter, box, "check", ink="on_accent")
        ink = "ink" if item.shown else "sub"
        draw_line(painter, where.adjusted(side + 10, 0, 0, 0), item.head, ink=ink)


class ColumnsDialog(Dialog):
    """`then(names)` gets the shown columns in their order.

    Object names `columns-list`, `columns-up`, `columns-down`, `columns-usual`, `columns-go`.
    """

    def __init__(self, host: QWidget, columns: Sequence[Choice], *, then: Callable[[tuple[str, ...]], object]) -> None:
        super().__init__(host, _("Choose the columns"), width=600)
        self._then = then
        self.add(Para(_("Space shows or hides a column, Alt+↑ and Alt+↓ move it."), ink="sub", parent=self.panel))
        self.model: ListModel[Choice] = ListModel(_spoken)
        self.list: ItemList[Choice] = ItemList(self.model, _Delegate(), name=_("Columns"), parent=self.panel)
        self.list.setObjectName("columns-list")
        self.list.setMinimumHeight(theme.px(320))
        self.list.ticked.connect(self._turn)
        self.list.opened.connect(self._turn)
        self.list.clicked.connect(self._clicked)
        self.list.installEventFilter(self)
        self.up = Button(_("Up"), lambda: self._move(-1), icon="arrow-up", parent=self.panel)
        self.down = Button(_("Down"), lambda: self._move(1), icon="arrow-down", parent=self.panel)
        self.usual = Button(_("As at first"), self._as_at_first, kind="quiet", parent=self.panel)
        self._place()
        go = Button(_("Show these columns"), self._go, kind="primary", key="Ctrl+Enter")
        for widget, name in ((self.up, "up"), (self.down, "down"), (self.usual, "usual"), (go, "go")):
            widget.setObjectName(f"columns-{name}")
        self.set_buttons(go, leave=_("Leave it"))
        self.model.set_rows(columns)

    def _place(self) -> None:
        holder = QWidget(self.panel)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.list, 1)
        side = QVBoxLayout()
        side.setSpacing(8)
        for button in (self.up, self.down, self.usual):
            side.addWidget(button)
        side.addStretch(1)
        row.addLayout(side)
        self.add(holder)

    def begin(self) -> None:
        """Show it, on its first column."""
        self.open(self.list)
        self.list.choose(lambda _choice: True)

    def choices(self) -> list[Choice]:
        return self.model.items()

    def eventFilter(self, watched: object, event: object) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._move(step)
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]  # as Qt hands them in

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            event.accept()  # Enter in the list shows or hides
            return
        super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        at = self.list.viewport().mapFromGlobal(QCursor.pos()).x()
        if at < theme.px(16) + 20:
            self._turn(index.data(ROW))

    def _turn(self, item: Choice) -> None:
        self._set(
            [Choice(c.name, c.head, not c.shown) if c.name == item.name else c for c in self.choices()], item.name
        )

    def _move(self, step: int) -> None:
        item = self.list.current()
        if item is None:
            return
        rows = self.choices()
        place = next(n for n, c in enumerate(rows) if c.name == item.name)
        target = place + step
        if 0 <= target < len(rows):
            rows[place], rows[target] = rows[target], rows[place]
            self._set(rows, item.name)

    def _as_at_first(self) -> None:
        heads = {c.name: c.head for c in self.choices()}
        rest = [name for name in heads if name not in USUAL]
        rows = [Choice(name, heads[name], name in USUAL) for name in (*USUAL, *rest)]
        self._set(rows, USUAL[0])

    def _set(self, rows: list[Choice], current: str) -> None:
        self.model.set_rows(rows)
        self.list.choose(lambda choice: choice.name == current)

    def _go(self) -> None:
        names = tuple(c.name for c in self.choices() if c.shown)
        self.close()
        self._then(names or USUAL)


def _spoken(choice: Choice) -> str:
    state = _("shown") if choice.shown else _("hidden")
    return f"{choice.head} ({state})"
