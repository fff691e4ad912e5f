"""The frame of every editor over a plan: what is typed is in the plan (and its draft) at once; Esc gives it up."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Column
from caseapp.desktop.kit.fields import DateField, NumberField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label, Para, restyle
from caseapp.desktop.theme.theme import theme
from caseapp.rules.plan import SupportPlan
from caseapp.words.language import _


class Tells(Protocol):
    """A field of the kit."""

    changed: Any


class _Tall(Column):
    """A column as high as its content, at most as high as the window allows."""

    def sizeHint(self) -> QSize:
        width = max(self.width(), 200)
        layout = self.inside.layout()
        assert layout is not None
        wanted = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        most = max(theme.px(120), self.window().height() - theme.px(190))
        return QSize(theme.px(300), min(wanted + 4, most))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), min(self.sizeHint().height(), theme.px(500)))


class Editor(Dialog):
    """An heir adds rows to `form`, names `places` (a field of `rules.plan_state.Missing` → the widget), and says in
    `apply` what the plan is with what stands in the fields.

    Enter goes to the next field, Ctrl+Enter closes and keeps what was typed, F3 keeps it and goes on to the next
    missing thing. Esc closes and keeps nothing (`given_up`). Object names: `plan-editor`,
    `plan-editor-done`, `plan-editor-why`.
    """

    changed = Signal()
    given_up = Signal()
    next_missing = Signal()

    def __init__(self, host: QWidget, title: str, *, width: int = 720, frozen: bool = False) -> None:
        super().__init__(host, title, width=width)
        self.setObjectName("plan-editor")
        self.frozen = frozen
        self.column = _Tall(padding=4, spacing=8, parent=self.panel)
        self.form = Form(label_width=104)
        self.column.body.addWidget(self.form)
        self.add(self.column)
        self.places: dict[str, QWidget] = {}
        done = self.done = Button(_("Close") if frozen else _("Done"), self.finish, kind="primary", key="Ctrl+Enter")
        done.setObjectName("plan-editor-done")
        self._complained = False
        self.set_buttons(done, leave="" if frozen else _("Leave it"))
        hint = _("{key}: next missing thing").format(key=Keys.NEXT_MISSING.text)
        if not frozen:
            self._buttons.addWidget(Label(hint, role="caption", tone="sub", parent=self.panel))

    def say_why(self, words: str) -> None:
        """Above the fields of a plan that can only be read: how to get on."""
        told = Para(words, parent=self.panel)
        told.setObjectName("plan-editor-why")
        self.column.body.insertWidget(0, told)

    def apply(self, plan: SupportPlan) -> SupportPlan:
        """The plan with what the fields hold now."""
        raise NotImplementedError

    def watch(self, *fields: Tells) -> None:
        """Tell of every change of these fields."""
        for field in fields:
            field.changed.connect(self._tell)

    def _tell(self) -> None:
        if not self.frozen:
            self.changed.emit()

    def begin(self, field: str = "") -> None:
        """Show it with the cursor in the place of `field`, else in the first one."""
        if self.frozen:
            freeze(self.column.inside)
            self.open(self.done)
            return
        target = self.places.get(field) or next(iter(self.places.values()), None)
        self.open(target)
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.column.ensureWidgetVisible(target)

    def finish(self) -> None:
        """Close; what cannot be read is said first."""
        if self.own_problems() and not self._complained:
            self._complained = True
            return
        self._tell()
        self.close()

    def own_problems(self) -> bool:
        return self.form.own_problems()

    def cancel(self) -> None:
        """Esc: the plan stays as it was before."""
        if not self.frozen:
            self.given_up.emit()
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if control:
                self.finish()
            else:
                self.focusNextPrevChild(True)
            event.accept()
        elif event.key() == Qt.Key.Key_F3 and not self.frozen:
            self.finish()
            if not self.is_open:
                self.next_missing.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


def now(field: DateField, before: date | None) -> date | None:
    """The day in the field; while somebody is typing in it, `before`: it is not worded anew under the fingers."""
    if field.isModified() and QApplication.focusWidget() is field:
        return before
    return field.value()


def number_now(field: NumberField, before: int) -> int:
    """The same for a number; empty is 0."""
    if field.isModified() and QApplication.focusWidget() is field:
        return before
    return field.value() or 0


def freeze(inside: QWidget) -> None:
    """Make every field below readable only; text can still be marked and copied."""
    for child in inside.findChildren(QWidget):
        if isinstance(child, QLineEdit | QTextEdit):
            child.setReadOnly(True)
            child.setPlaceholderText("")  # it asks for nothing any more
            restyle(child)
        elif isinstance(child, Button):
            child.hide()
        elif child.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(child, Column):
            child.setEnabled(False)
