"""Search the dated list of diseases while typing: name, reading or English name; free text is allowed.

The answers stand below the field in the form (no window of their own): ↓↑ choose, Enter takes, Esc closes them.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.desktop.kit.fields import SearchField
from caseapp.desktop.kit.lists import Head, ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.theme.theme import theme
from caseapp.words import diseases
from caseapp.words.diseases import Disease
from caseapp.words.language import _

_MOST = 8


class DiseaseDelegate(RowDelegate[Disease]):
    """Name, reading, and the group at the right."""

    def height(self, item: Disease, width: int) -> int:
        return theme.height("row") + 4

    def paint_item(self, painter: QPainter, where: QRectF, item: Disease, *, chosen: bool) -> None:
        group = f"{item.group}群 {item.group_label()}"
        aside = min(width_of(group, "caption"), int(where.width() * 0.4))
        right = QRectF(where.right() - aside, where.top(), aside, where.height())
        draw_line(painter, right, group, role="caption", ink="sub")
        room = where.width() - aside - 12
        used = draw_line(painter, QRectF(where.left(), where.top(), room, where.height()), item.name)
        left = room - used - 10
        if left > theme.px(40):
            reading = QRectF(where.left() + used + 10, where.top(), left, where.height())
            draw_line(painter, reading, item.reading, role="caption", ink="faint")


class DiseaseField(QWidget):
    """The field and its answers. `chosen` carries a `Disease` of the list; `value()` is the name as it stands.

    `name` is put before the object names: `<name>-field`, `<name>-answers`.
    """

    changed = Signal()
    chosen = Signal(object)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.field = SearchField(placeholder=_("part of the name or its reading"), parent=self)
        self.answers: ItemList[Disease] = ItemList(
            ListModel(_spoken, tip=_spoken), DiseaseDelegate(), name=_("Diseases of the list"), parent=self
        )
        self.answers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.answers.hide()
        column.addWidget(self.field)
        column.addWidget(self.answers)
        self.setFocusProxy(self.field)
        self.setObjectName(name)
        self.field.setObjectName(f"{name}-field")
        self.answers.setObjectName(f"{name}-answers")
        self.field.changed.connect(self._typed)
        self.field.installEventFilter(self)
        self.answers.clicked.connect(lambda _index: self.take())
        self.answers.opened.connect(lambda _disease: self.take())

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.field.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        super().setAccessibleDescription(description)
        self.field.setAccessibleDescription(description)

    # ---- a field like any other

    def value(self) -> str:
        return self.field.value()

    def set_value(self, text: str) -> None:
        self.field.set_value(text)
        self.close_answers()

    def problem(self) -> str:
        return ""

    def set_problem_look(self, on: bool) -> None:
        self.field.set_problem_look(on)

    # ---- the answers

    @property
    def is_open(self) -> bool:
        return self.answers.isVisibleTo(self)

    def close_answers(self) -> None:
        self.answers.hide()

    def take(self) -> None:
        """Take the answer that is chosen over into the field."""
        disease = self.answers.current()
        self.close_answers()
        if disease is not None:
            self.field.set_value(disease.name)
            self.chosen.emit(disease)
            self.changed.emit()

    def _typed(self) -> None:
        found = diseases.find(self.field.text(), limit=_MOST)
        self._show(found)
        self.changed.emit()

    def _show(self, found: Sequence[Disease]) -> None:
        rows: list[Head | Disease] = list(found)
        if not rows and self.field.text().strip():
            rows = [Head(_("Not in the list. It is kept as it is written here."), empty=True)]
        self.answers.set_rows(rows)
        self.answers.setVisible(bool(rows))
        if found:
            self.answers.choose_first()
        self.answers.setFixedHeight(max(theme.height("row"), self.answers.content_height()) + 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if watched is self.field and event.type() == QEvent.Type.FocusOut:
            self.close_answers()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if not self.is_open or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _MOST, Qt.Key.Key_PageUp: -_MOST}
        if key in steps:
            self.answers.step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif key == Qt.Key.Key_Escape:
            self.close_answers()
        else:
            return False
        return True


def _spoken(disease: Disease) -> str:
    return f"{disease.name}、{disease.reading}、{disease.group_label()}"
