"""Bands across a page: sand for what is still open, red for what must not be done or said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.text import Para, draw, width_of, wrap
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _

_FEW = 3
_HIGHEST = 288
"""Pixels, with letters of every size: so high a band leaves room for the page on a screen of 768."""


class Banner(QWidget):
    """One sentence on sand with an icon and at most one action, at the top of the card it concerns."""

    def __init__(self, words: str = "", *, icon: str = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        row = QHBoxLayout(self)
        row.setContentsMargins(12 + 26, 6, 8, 6)
        row.setSpacing(8)
        self._words = Para(words, parent=self)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        self._button: Button | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    def text(self) -> str:
        return self._words.text()

    def say(self, words: str, *, action: str = "", do: Callable[[], object] | None = None, icon: str = "") -> None:
        """Show a sentence ("" hides the banner), with one action when given."""
        self._icon = icon or self._icon
        self._words.setText(words)
        self.setAccessibleName(words)
        if self._button is not None:
            self._button.hide()
            self._button.deleteLater()
            self._button = None
        row = self.layout()
        if action and do is not None and row is not None:
            self._button = Button(action, do, kind="quiet", parent=self)
            row.addWidget(self._button)
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()
        if words:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.height("field"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("sand_line"), 1))
        painter.setBrush(theme.colour("sand"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        icons.draw(painter, QRectF(12, 0, 18, self.height()), self._icon, ink="ink")


@dataclass(frozen=True)
class RedFact:
    """One red fact: the rule first, then the reason. `privacy`: a shield (secret), else an octagon (body, mind)."""

    rule: str
    reason: str = ""
    privacy: bool = False

    @property
    def icon(self) -> str:
        return "shield" if self.privacy else "stop"


class RedBand(QWidget):
    """What must not be done or said. Never collapses, never scrolls away while a form is open.

    `heads`: rules only, side by side (forms); else one fact a line with its reason. No fact is ever folded away: where
    the lines would fill the page (many facts, large letters) the reasons go, into the tooltip, and the rules stay.
    """

    def __init__(self, facts: Sequence[RedFact] = (), *, heads: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads = heads
        self._facts: tuple[RedFact, ...] = ()
        self._heights: dict[tuple[int, float], int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[RedFact]) -> None:
        self._facts = tuple(facts)
        self._heights.clear()
        self.setVisible(bool(facts))
        self.setAccessibleName(_("Must be heeded"))
        self.setAccessibleDescription("。".join(" ".join(filter(None, (f.rule, f.reason))) for f in self._facts))
        self._fit()  # other facts, another height: a fact must never be cut off
        self.updateGeometry()
        self.update()

    def facts(self) -> tuple[RedFact, ...]:
        return self._facts

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if not self._facts:
            return 0
        key = (width, theme.base)
        if key not in self._heights:
            self._heights[key] = self._layout(width, None)
        return self._heights[key]

    def sizeHint(self) -> QSize:
        return QSize(theme.px(600), self.heightForWidth(max(self.width(), theme.px(600))))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), self.heightForWidth(max(self.width(), theme.px(200))))

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        height = self.heightForWidth(self.width())
        if height != self.minimumHeight():
            self.setFixedHeight(height)
        with_reason = (f"・{fact.rule}  {fact.reason}".rstrip() for fact in self._facts)
        set_tip(self, "" if self._says_reasons(self.width()) else "\n".join(with_reason))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("red_line"), 1))
        painter.setBrush(theme.colour("red_bg"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("red"))
        painter.drawRoundedRect(QRectF(0, 0, 4, self.height()), 2, 2)
        self._layout(self.width(), painter)

    def _layout(self, width: int, painter: QPainter | None) -> int:
        return self._in_lines(width, painter) if self._says_reasons(width) else self._in_line(width, painter)

    def _says_reasons(self, width: int) -> bool:
        return not self._heads and (len(self._facts) <= _FEW or self._in_lines(width, None) <= _HIGHEST)

    def _in_lines(self, width: int, painter: QPainter | None) -> int:
        left, right, y = 14, 12, 5
        icon, step = theme.px(18), theme.px(24)
        for fact in self._facts:
            x = left + icon + 8
            rule_width = min(width_of(fact.rule, bold=True), width - x - right)
            beside = width - x - rule_width - right - 14
            together = not fact.reason or (wrap(fact.reason, beside, lines=0).height <= theme.line() and beside > 120)
            rule_room = rule_width + 2 if together else width - x - right
            rule = wrap(fact.rule, rule_room, bold=True)
            height = rule.height
            if painter:
                icons.draw(painter, QRectF(left, y + (step - icon) / 2, icon, icon), fact.icon, ink="red")
                top = y + (step - theme.line()) / 2
                draw(painter, QRectF(x, top, rule_room, height), fact.rule, bold=True, ink="red", lines=0)
            if fact.reason and together and painter:
                at = QRectF(x + rule_width + 14, y + (step - theme.line()) / 2, beside, theme.line())
                draw(painter, at, fact.reason)
            elif fact.reason and not together:
                reason = wrap(fact.reason, width - x - right)
                if painter:
                    at = QRectF(x, y + height, width - x - right, reason.height)
                    draw(painter, at, fact.reason, lines=0)
                height += reason.height
            y += max(step, height + step - theme.line())
        return y + 5

    def _in_line(self, width: int, painter: QPainter | None) -> int:
        left, right = 16, 12
        icon, step = theme.px(18), theme.px(24)
        x, y = left, 6
        for fact in self._facts:
            room = width - left - right - icon - 8
            need = min(width_of(fact.rule, bold=True), room)
            if x > left and x + icon + 8 + need > width - right:
                x, y = left, y + step
            block = wrap(fact.rule, need + 2, bold=True)
            if painter:
                icons.draw(painter, QRectF(x, y + (step - icon) / 2, icon, icon), fact.icon, ink="red")
                at = QRectF(x + icon + 8, y + (step - theme.line()) / 2, need + 2, block.height)
                draw(painter, at, fact.rule, bold=True, ink="red", lines=0)
            y += block.height - theme.line()
            x += icon + 8 + need + 24
        return y + step + 6
