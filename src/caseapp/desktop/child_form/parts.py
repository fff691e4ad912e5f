"""Lists of parts in a form: family members, certificates, diseases … each one a line that unfolds into its fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from caseapp.desktop.child_form.field_set import FieldSet
from caseapp.desktop.kit.buttons import Button, IconButton
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.text import Para
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _

PartT = TypeVar("PartT")


class PartEditor(Card, Generic[PartT]):
    """One part. An heir adds fields in `build`, says `summary()`, `empty()`, and turns fields into the part and back.

    `part_id` is the part's id ("" for a new one). `changed` at every change, `removed` when the person takes it out.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(padding=(10, 6), spacing=6, parent=parent)
        self.name = name
        self.part_id = ""
        self.wrong: QWidget | None = None
        self.fields = FieldSet(self._touched)
        self._words = Para(parent=self)
        self._fold = IconButton("chevron-down", _("Unfold"), self.toggle, parent=self)
        self._fold.setObjectName(f"{name}-fold")
        self._remove = IconButton("trash", _("Take out"), self.removed.emit, parent=self)
        self._remove.setObjectName(f"{name}-remove")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._fold)
        head.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._remove)
        self.body.addLayout(head)
        self.form = Form(label_width=100, parent=self)
        self.body.addWidget(self.form)
        self.build()
        self.set_open(False)

    # ---- what an heir says

    def build(self) -> None:
        """Add the fields to `self.form` and `self.fields`."""
        raise NotImplementedError

    def part(self) -> PartT:
        """The part as it stands in the fields."""
        raise NotImplementedError

    def show_part(self, part: PartT) -> None:
        """Show a stored part."""
        raise NotImplementedError

    def summary(self) -> str:
        """The part in a line."""
        raise NotImplementedError

    def empty(self) -> bool:
        """Nothing was written: it is not saved and needs no question."""
        raise NotImplementedError

    def first_field(self) -> QWidget:
        """Where one begins to write."""
        raise NotImplementedError

    def stand_among(self, fellows: Sequence[PartEditor[PartT]]) -> None:
        """The list changed; a part that looks another way beside a newer one says so here."""

    # ---- the rest is here

    def field(self, name: str, field: Any) -> Any:
        """Take a field in under an object name of its own (`family-name`)."""
        return self.fields.add(name, field, object_name=f"{self.name}-{name.replace('_', '-')}")

    def content(self) -> dict[str, Any]:
        return {"id": self.part_id, **self.fields.content()}

    def put_back(self, content: dict[str, Any]) -> None:
        self.part_id = str(content.get("id", ""))
        self.fields.put_back(content)
        self.say()

    def problem(self) -> str:
        """What a field cannot read; unfolds to show it."""
        self.wrong = self.form.say_own_problems()
        if self.wrong is None:
            return ""
        self.set_open(True)
        return self.fields.problem()

    def set_open(self, shown: bool) -> None:
        """Unfold or fold; folded it says its summary."""
        self.form.setVisible(shown)
        self._fold.setAccessibleName(_("Fold") if shown else _("Unfold"))
        set_tip(self._fold, self._fold.accessibleName())
        self.say()

    def set_ink(self, ink: str) -> None:
        """The ink of the summary: "red" for what must be looked at."""
        self._words.set_ink(ink)

    @property
    def is_open(self) -> bool:
        return self.form.isVisibleTo(self)

    def toggle(self) -> None:
        self.set_open(not self.is_open)
        if self.is_open:
            self.first_field().setFocus(Qt.FocusReason.TabFocusReason)

    def say(self) -> None:
        """The summary, and what the buttons are called."""
        words = self.summary() or _("new")
        self._words.setText(words)
        self._remove.setAccessibleName(_("Take out: {what}").format(what=words))
        set_tip(self._remove, self._remove.accessibleName())

    def _touched(self) -> None:
        self.say()
        self.changed.emit()


EditorT = TypeVar("EditorT", bound=PartEditor[Any])


class PartList(QWidget, Generic[PartT]):
    """Parts below each other and a button for one more. `taken_out(words, back)`: 「元に戻す」 calls `back`.

    Object names: `<name>-list`, the button `<name>-add`.
    """

    changed = Signal()
    taken_out = Signal(str, object)

    def __init__(
        self, name: str, make: Callable[[], PartEditor[PartT]], *, add: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}-list")
        self._make = make
        self._editors: list[PartEditor[PartT]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._button = Button(add, self.add_new, kind="quiet", icon="plus", parent=self)
        self._button.setObjectName(f"{name}-add")
        self._column.addWidget(self._button)
        self.changed.connect(self._stand)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def _stand(self) -> None:
        for editor in self._editors:
            editor.stand_among(self._editors)

    def editors(self) -> list[PartEditor[PartT]]:
        return list(self._editors)

    def add_new(self) -> PartEditor[PartT]:
        """One more, unfolded, with the cursor in it."""
        editor = self._put(len(self._editors))
        editor.set_open(True)
        editor.first_field().setFocus(Qt.FocusReason.OtherFocusReason)
        return editor

    def _put(self, place: int) -> PartEditor[PartT]:
        editor = self._make()
        editor.setParent(self)
        editor.changed.connect(self.changed)
        editor.removed.connect(lambda: self._take_out(editor))
        self._editors.insert(place, editor)
        self._column.insertWidget(place, editor)
        editor.show()
        return editor

    def _take_out(self, editor: PartEditor[PartT]) -> None:
        place, content, words = self._editors.index(editor), editor.content(), editor.summary()
        empty, was_open = editor.empty(), editor.is_open
        self._drop(editor)
        self._button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

        def back() -> None:
            again = self._put(min(place, len(self._editors)))
            again.put_back(content)
            again.set_open(was_open)
            self.changed.emit()

        if not empty:
            self.taken_out.emit(_("Taken out: {what}").format(what=words), back)

    def _drop(self, editor: PartEditor[PartT]) -> None:
        self._editors.remove(editor)
        self._column.removeWidget(editor)
        editor.hide()
        editor.deleteLater()

    def _clear(self) -> None:
        for editor in list(self._editors):
            self._drop(editor)

    # ---- a field like any other

    def value(self) -> tuple[PartT, ...]:
        """The parts in which something was written."""
        return tuple(editor.part() for editor in self._editors if not editor.empty())

    def set_value(self, parts: Sequence[PartT]) -> None:
        self._clear()
        for part in parts:
            editor = self._put(len(self._editors))
            editor.show_part(part)
            editor.say()
        self._stand()

    def content(self) -> list[dict[str, Any]]:
        return [editor.content() for editor in self._editors]

    def put_back(self, content: object) -> None:
        self._clear()
        for each in content if isinstance(content, list) else []:
            editor = self._put(len(self._editors))
            editor.put_back(each)
            editor.set_open(editor.empty())
        self._stand()

    def problem(self) -> str:
        """Each part says beside its fields what is wrong with it; here the first of it is said once more."""
        said = [editor.problem() for editor in self._editors]
        return next((words for words in said if words), "")

    def wrong_field(self) -> QWidget | None:
        """The first field of a part that is wrong; the button where the list as a whole is."""
        found = (editor.wrong for editor in self._editors if editor.wrong is not None)
        return next(found, self._button)

    def set_problem_look(self, on: bool) -> None:
        """The sentence beside the list says what is missing."""
