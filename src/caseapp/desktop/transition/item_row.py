"""One item of the checklist: the words, the answer by the keys 1 to 4, a remark; and what was said before and by the
other side.

Object names with the code of the item: `answer-ITEM`, `remark-ITEM`, `beside-ITEM`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from caseapp.desktop.assessment.rating import DigitToggles
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.masking import hidden
from caseapp.desktop.kit.text import Para
from caseapp.desktop.theme.theme import theme
from caseapp.desktop.transition import words
from caseapp.rules import dates
from caseapp.rules.transition import TransitionAnswer, TransitionCheck
from caseapp.words import codes
from caseapp.words.language import _

_ANSWERS = 392  # pixels at 10.5 pt for the answers and the remark
_BESIDE = 660  # a row narrower than this has them below the words
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class AnswerToggles(DigitToggles):
    """The four answers. A digit answers and goes on; ↑ and ↓ go to another row, ← and → choose."""

    stepped = Signal(int)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = _STEPS.get(Qt.Key(event.key()), 0)
            if by and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self.stepped.emit(by)
                return True
        return super().eventFilter(watched, event)

    def take(self, number: int) -> None:
        super().take(number)
        if number:
            self.stepped.emit(1)


class ItemRow(QWidget):
    """`changed` at everything a person changes; `stepped` with 1 or -1 when the keys go to another row."""

    changed = Signal()
    stepped = Signal(int)

    def __init__(self, asked: TransitionAnswer, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = asked
        listed = codes.load("transition_answer")
        self.words = Para("", parent=self)
        self.beside = Para("", role="caption", ink="sub", parent=self)
        self.answer = AnswerToggles([(code, listed.label(code)) for code in listed], parent=self)
        self.remark = TextField(placeholder=_("remark"), parent=self)
        self._before: Sequence[TransitionCheck] = ()
        self._other: TransitionCheck | None = None
        self._style: dates.Style = "era"
        self._place()
        for name, part in (("answer", self.answer), ("remark", self.remark), ("beside", self.beside)):
            part.setObjectName(f"{name}-{asked.item}")
        self.answer.changed.connect(self.again)
        self.answer.changed.connect(self.changed)
        self.remark.changed.connect(self.changed)
        self.answer.stepped.connect(self.stepped)
        self.show_asked(asked)
        self._fit()
        theme.changed.connect(self._fit)

    def _place(self) -> None:
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 3, 0, 3)
        self._columns.setSpacing(16)
        left, self._right = QVBoxLayout(), QWidget(self)
        left.setSpacing(2)
        left.addWidget(self.words)
        left.addWidget(self.beside)
        left.addStretch(1)
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(4)
        right.addWidget(self.answer)
        right.addWidget(self.remark)
        right.addStretch(1)
        self._columns.addLayout(left, 1)
        self._columns.addWidget(self._right)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    # ---- what is asked, and what was said

    @property
    def item(self) -> str:
        return self._asked.item

    def show_asked(self, asked: TransitionAnswer) -> None:
        """The same item in other words; the answer stays."""
        self._asked = asked
        said = words.item_words(asked)
        self.words.setText(said)
        self.answer.setAccessibleName(said)
        self.remark.setAccessibleName(_("Remark: {item}").format(item=said))

    def show_beside(
        self, before: Sequence[TransitionCheck], other: TransitionCheck | None, *, style: dates.Style
    ) -> None:
        """Earlier sheets of this side, the newest first, and the newest of the other side."""
        self._before, self._other, self._style = before, other, style
        self.again()

    def again(self) -> None:
        """The names are hidden, or shown again; the answer has changed."""
        course = " → ".join(filter(None, (self._said(sheet) for sheet in reversed(self._before))))
        parts = [_("so far {course}").format(course=course) if course else "", self._of_other()]
        text = words.DOT.join(part for part in parts if part)
        self.beside.setText(text)
        self.beside.setVisible(bool(text))

    def _of_other(self) -> str:
        """What the other side said, and that it differs from what is chosen here."""
        said = self._said(self._other) if self._other is not None else ""
        if self._other is None or not said:
            return ""
        theirs, own = self._other.answer_of(self.item), self.answer.value()
        differs = bool(own) and theirs is not None and theirs.answer != own
        words_of = _("differs from {side} {said}") if differs else _("{side} {said}")
        return words_of.format(side=words.side_words(self._other.respondent), said=said)

    def _said(self, sheet: TransitionCheck) -> str:
        """R7.11.20 これから (remark)."""
        found = sheet.answer_of(self.item)
        if found is None or not found.answer:
            return ""
        remark = f" ({hidden(found.remark)})" if found.remark.strip() else ""
        return f"{dates.short_date(sheet.on, self._style)} {words.answer_words(found.answer)}{remark}"

    # ---- what stands here

    def value(self) -> TransitionAnswer:
        return TransitionAnswer(
            item=self._asked.item,
            domain=self._asked.domain,
            wording=self._asked.wording,
            answer=self.answer.value(),
            remark=self.remark.value(),
        )

    def put(self, answer: str, remark: str) -> None:
        self.answer.set_value(answer)
        self.remark.set_value(remark)

    # ---- size

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= theme.px(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != way:
            self._columns.setDirection(way)
            self._columns.setSpacing(16 if beside else 4)
        self._right.setMinimumWidth(theme.px(_ANSWERS) if beside else 0)
        self._right.setMaximumWidth(theme.px(_ANSWERS) if beside else 16_777_215)
