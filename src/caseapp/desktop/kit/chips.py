"""Chips: few characters that say how urgent or what kind. Painted by delegates, or as a widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.desktop.kit.text import width_of
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme

ChipKind = Literal["late", "today", "coming", "waiting", "done", "kind", "red"]

_LOOKS: dict[str, tuple[str, str, str, bool]] = {
    # kind: ground, border, text, bold
    "late": ("ink_chip", "ink_chip", "on_ink", True),
    "today": ("accent", "accent", "on_accent", True),
    "coming": ("surface", "control", "ink", False),
    "waiting": ("surface", "control", "sub", False),
    "done": ("sunken", "sunken", "sub", False),
    "kind": ("tint", "tint", "tint_ink", False),
    "red": ("red_bg", "red", "red", True),
}
COLUMN = 72


@dataclass(frozen=True)
class Chip:
    """What stands in a chip. `icon` only with red (stop or shield)."""

    words: str
    kind: ChipKind = "coming"
    icon: str = ""


def chip_width(chip: Chip) -> int:
    """The width its words need."""
    bold = _LOOKS[chip.kind][3]
    return width_of(chip.words, "caption", bold=bold) + theme.px(14) + (theme.px(18) if chip.icon else 0)


def column_width() -> int:
    """The fixed width of chips that stand in a column."""
    return theme.px(COLUMN)


def paint_chip(painter: QPainter, where: QRectF, chip: Chip, *, fixed: bool = False) -> float:
    """Paint the chip at the left of `where`, centred in its height, as wide as its words (`fixed`: as a column)."""
    ground, border, ink, bold = _LOOKS[chip.kind]
    width = max(chip_width(chip), column_width() if fixed else 0)
    height = theme.height("chip")
    box = QRectF(where.left(), where.top() + (where.height() - height) / 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme.colour(border), 1)
    if chip.kind == "waiting":
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    text_box = QRectF(box)
    if chip.icon:
        side = theme.px(14)
        text_width = width_of(chip.words, "caption", bold=bold)
        x = box.left() + (width - text_width - side - 4) / 2
        icons.draw(painter, QRectF(x, box.top() + (height - side) / 2, side, side), chip.icon, ink=ink)
        text_box = QRectF(x + side + 4, box.top(), text_width + 2, height)
    painter.setFont(theme.font("caption", bold=bold))
    painter.setPen(theme.colour(ink))
    flags = Qt.AlignmentFlag.AlignVCenter if chip.icon else Qt.AlignmentFlag.AlignCenter
    painter.drawText(text_box, flags, chip.words)
    painter.restore()
    return width


class ChipLabel(QWidget):
    """A chip as a widget."""

    def __init__(self, chip: Chip, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chip = chip
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(chip.words)

    def chip(self) -> Chip:
        return self._chip

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._chip), theme.height("chip"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(QPainter(self), QRectF(self.rect()), self._chip)


def paint_key(painter: QPainter, where: QRectF, key: str) -> float:
    """Paint a boxed key (status bar, F1) at the left of `where`; return its width."""
    width = width_of(key, "caption") + theme.px(10)
    height = theme.metrics("caption").height() + 4
    box = QRectF(where.left(), where.top() + (where.height() - height) / 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("control"), 1))
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.colour("ink"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()
    return width


def key_width(key: str) -> int:
    return width_of(key, "caption") + theme.px(10)
