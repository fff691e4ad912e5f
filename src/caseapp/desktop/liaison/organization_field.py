"""The field that finds an organization by typing: the hits stand below it, Enter takes the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from caseapp.desktop.kit import ime
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.fields import SearchField
from caseapp.desktop.kit.lists import ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.text import Label, draw_line, width_of
from caseapp.desktop.liaison.finding import found, kind_words
from caseapp.desktop.theme.theme import theme
from caseapp.rules.organization import Organization
from caseapp.words.language import _

_MOST = 6
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class _Delegate(RowDelegate[Organization]):
    """The name, behind it what kind it is and whom one knows there."""

    def height(self, item: Organization, width: int) -> int:
        return theme.height("row")

    def paint_item(self, painter: QPainter, where: QRectF, item: Organization, *, chosen: bool) -> None:
        used = draw_line(painter, where, item.name, bold=True) + 12
        about = " ・ ".join(part for part in (kind_words(item), item.contact) if part)
        draw_line(painter, where.adjusted(used, 0, 0, 0), about, role="caption", ink="sub")


class _Typed(SearchField):
    """Passes ↑↓, Enter and Esc on while hits are shown; before the page's own Esc."""

    pressed = Signal(object)
    left = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(placeholder=_("Type a part of the name"), parent=parent)
        self.listening = False

    def event(self, event: QEvent) -> bool:
        override = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if override and self.listening and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]  # a key's
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (*_MOVES, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if (self.listening or event.key() in _MOVES) and event.key() in keys and not ime.composing():
            self.pressed.emit(Qt.Key(event.key()))
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class OrganizationField(QWidget):
    """`value()` is the organization's id. `first` are ids shown before the others (those this child deals with).

    `add` is called with what was typed when the person wants a new one. Object names: that of the widget, with `-text`,
    `-list`, `-new`.
    """

    changed = Signal()

    def __init__(self, *, name: str, add: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: tuple[Organization, ...] = ()
        self._first: frozenset[str] = frozenset()
        self._chosen: Organization | None = None
        self.setObjectName(name)
        self.text = _Typed(parent=self)
        self.text.setObjectName(f"{name}-text")
        self.about = Label("", role="caption", tone="sub", wrap=True, parent=self)
        self._box = Card(padding=(0, 2), spacing=0, parent=self)
        self.list: ItemList[Organization] = ItemList(
            ListModel(lambda each: f"{each.name} {kind_words(each)}"), _Delegate(), name=_("Organizations"), parent=self
        )
        self.list.setObjectName(f"{name}-list")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda _index: self._take())
        self.new = Button("", lambda: add(self.text.value()), kind="quiet", icon="plus", parent=self)
        self.new.setObjectName(f"{name}-new")
        self._box.body.addWidget(self.list)
        self._box.body.addWidget(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.text, self._box, self.about):
            column.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setFocusProxy(self.text)
        self.text.changed.connect(self._typed)
        self.text.pressed.connect(self._pressed)
        self.text.left.connect(self._left)
        self.new.installEventFilter(self)
        self._close()
        self._tell_about()

    # ---- what there is

    def set_organizations(self, known: Iterable[Organization], *, first: Iterable[str] = ()) -> None:
        self._known, self._first = tuple(known), frozenset(first)
        if self._chosen is not None:
            self._show(self._chosen.id)

    def value(self) -> str:
        return self._chosen.id if self._chosen is not None else ""

    def organization(self) -> Organization | None:
        return self._chosen

    def set_value(self, organization_id: str) -> None:
        self._show(organization_id)
        self._close()

    def typed(self) -> str:
        """What stands in the field without having been chosen (for the draft)."""
        return "" if self._chosen is not None else self.text.value()

    def put_back(self, organization_id: str, typed: str) -> None:
        self.set_value(organization_id)
        if self._chosen is None:
            self.text.set_value(typed)

    def _show(self, organization_id: str) -> None:
        self._chosen = next((each for each in self._known if each.id == organization_id), None)
        self.text.set_value(self._chosen.name if self._chosen is not None else "")
        self._tell_about()

    def problem(self) -> str:
        if self._chosen is None and self.text.value().strip():
            return _("Choose one of the list, or add a new one.")
        return ""

    def set_problem_look(self, on: bool) -> None:
        self.text.set_problem_look(on)

    # ---- typing

    def _typed(self) -> None:
        self._chosen = None
        self._tell_about()
        self._search()
        self.changed.emit()

    def _search(self) -> None:
        hits = found(self._known, self.text.value(), first=self._first)
        self.list.set_rows(hits)
        self.list.choose_first()
        self.list.setVisible(bool(hits))
        self.list.setFixedHeight(min(_MOST, max(1, len(hits))) * theme.height("row") + 2)
        typed = self.text.value().strip()
        words = _("Add 「{name}」 as a new organization").format(name=typed) if typed else _("Add a new organization")
        self.new.setText(words)
        self._box.show()
        self.text.listening = True
        self.updateGeometry()

    def _pressed(self, key: Qt.Key) -> None:
        if not self._box.isVisible():
            self._search()
        elif key in _MOVES:
            self.list.step(_MOVES[key])
        elif key == Qt.Key.Key_Escape:
            self._close()
        else:
            self._take()

    def _take(self) -> None:
        chosen = self.list.current()
        if chosen is None:
            self.new.click()
            return
        self.choose(chosen)

    def choose(self, organization: Organization) -> None:
        """Take this one, as if it had been chosen from the list."""
        if organization.id not in {each.id for each in self._known}:
            self._known = (*self._known, organization)
        self._show(organization.id)
        self._close()
        self.changed.emit()

    def _left(self) -> None:
        """The person went on: the only hit is meant."""
        if not self._box.isVisible() or self.new.hasFocus() or self._box.underMouse():
            return
        hits = self.list.list_model().items()
        if self._chosen is None and self.text.value().strip() and len(hits) == 1:
            self.choose(hits[0])
        else:
            self._close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.new and event.type() == QEvent.Type.FocusOut and not self.text.hasFocus():
            self._close()
        return False

    def _close(self) -> None:
        self.text.listening = False
        self._box.hide()
        self.updateGeometry()

    def _tell_about(self) -> None:
        chosen = self._chosen
        parts = [kind_words(chosen), chosen.phone, chosen.note] if chosen is not None else []
        self.about.setText(" ・ ".join(part for part in parts if part))
        self.about.setVisible(bool(self.about.text()))

    def minimumSizeHint(self) -> QSize:
        return QSize(max(theme.px(240), width_of("あ") * 12), super().minimumSizeHint().height())
