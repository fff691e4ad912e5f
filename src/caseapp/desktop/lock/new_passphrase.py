"""A new passphrase, typed twice, with the rules and its strength while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from caseapp.desktop.kit.fields import PassphraseField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.text import Para, draw_line
from caseapp.desktop.theme.theme import theme
from caseapp.vault import passphrase as rules
from caseapp.words import language
from caseapp.words.language import _


class StrengthBar(QWidget):
    """Four steps in ink, and the word for them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level, self._words = 0, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_level(self, level: int, words: str) -> None:
        self._level, self._words = level, words
        self.setAccessibleName(_("Strength: {level}").format(level=words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.line())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        step, gap = theme.px(34), 4
        y = self.height() / 2 - 3
        for number in range(4):
            filled = number < self._level
            painter.fillRect(QRectF(number * (step + gap), y, step, 6), theme.colour("ink" if filled else "line"))
        x = 4 * (step + gap) + 6
        draw_line(painter, QRectF(x, 0, self.width() - x, self.height()), self._words, role="caption", ink="sub")


class NewPassphrase(QWidget):
    """`names` gives the names that may not carry it. `changed` after each key; `ready()` when it may be taken."""

    changed = Signal()

    def __init__(self, names: Callable[[], Sequence[str]], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(12)
        self._left, self._right = Form(above=True, parent=self), Form(above=True, parent=self)
        self.first = self._left.row(_("New passphrase"), PassphraseField(), name="passphrase")
        self.again = self._right.row(_("Once more"), PassphraseField(), name="again")
        for form in (self._left, self._right):
            side = QVBoxLayout()  # a complaint makes one of them higher: the fields stay in one line
            side.addWidget(form)
            side.addStretch(1)
            row.addLayout(side, 1)
        column.addLayout(row)
        rule = _("At least 12 characters, or four words with blanks between them. A sentence you like is best.")
        self.first.setAccessibleDescription(rule)
        self.bar = StrengthBar(self)
        column.addWidget(self.bar)
        column.addWidget(Para(rule, role="caption", ink="sub", parent=self))
        for field in (self.first, self.again):
            field.textEdited.connect(self._typed)
        self.again.editingFinished.connect(self._compare)
        self._typed("")

    def _typed(self, _text: str) -> None:
        text = self.first.text()
        strength = rules.strength_of(text, self._names())
        words = _(rules.LEVELS[strength.level]) if text else ""
        self.bar.show_level(strength.level if text else 0, words)
        if strength.reason and text:
            self._left.row_of("passphrase").show_problem("")
        if self.again.text() == text:
            self._right.row_of("again").show_problem("")
        self.changed.emit()

    def _compare(self) -> None:
        different = bool(self.again.text()) and self.again.text() != self.first.text()
        self._right.row_of("again").show_problem(_("The two are not the same.") if different else "")

    def ready(self) -> bool:
        text = self.first.text()
        return bool(text) and text == self.again.text() and not rules.problems_of(text, self._names())

    def explain(self) -> bool:
        """Say what is missing beside the fields; True when nothing is."""
        problems = rules.problems_of(self.first.text(), self._names())
        self._left.row_of("passphrase").show_problem("\n".join(language.say(problem) for problem in problems))
        different = self.again.text() != self.first.text()
        self._right.row_of("again").show_problem(_("The two are not the same.") if different else "")
        if problems:
            self.first.setFocus()
        elif different:
            self.again.setFocus()
        return not problems and not different

    def value(self) -> str:
        return self.first.text()

    def wipe(self) -> None:
        self.first.wipe()
        self.again.wipe()
