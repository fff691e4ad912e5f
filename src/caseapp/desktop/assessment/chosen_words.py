"""A sentence that is mostly chosen: words of a list as toggles, and a line for what they do not say."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.fields import TextField
from caseapp.words import codes
from caseapp.words.language import _

_BETWEEN = "、"


class ChosenWords(QWidget):
    """`value()` is the text as people read it: the chosen words, then what was written, with 、 between.

    Object names: `NAME` (the toggles) and `NAME-text`.
    """

    changed = Signal()

    def __init__(
        self, list_name: str, *, name: str, words: str, placeholder: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        listed = codes.load(list_name)
        self.toggles = ToggleFlow(
            [(listed.label(code), listed.label(code)) for code in listed], several=True, parent=self
        )
        self.toggles.setObjectName(name)
        self.toggles.setAccessibleName(words)
        self.text = TextField(placeholder=placeholder, parent=self)
        self.text.setObjectName(f"{name}-text")
        self.text.setAccessibleName(_("{label}: in words").format(label=words))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.toggles)
        column.addWidget(self.text)
        self.toggles.changed.connect(self.changed)
        self.text.changed.connect(self.changed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def value(self) -> str:
        written = [self.text.value()] if self.text.value().strip() else []
        return _BETWEEN.join([*self.toggles.values(), *written])

    def set_value(self, text: str) -> None:
        """Show a text; what is no word of the list stands in the line."""
        known = {toggle.code for toggle in self.toggles.toggles}
        parts = text.split(_BETWEEN)
        lead = 0
        while lead < len(parts) and parts[lead] in known:
            lead += 1
        self.toggles.set_values(parts[:lead])
        self.text.set_value(_BETWEEN.join(parts[lead:]))

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.toggles.setFocus(reason)

    def set_problem_look(self, on: bool) -> None:
        self.text.set_problem_look(on)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.toggles.minimumSizeHint().width(), super().minimumSizeHint().height())
