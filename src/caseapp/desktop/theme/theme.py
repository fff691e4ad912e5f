"""The theme as one object: which tokens, which base size, and everything that is measured from them."""

from __future__ import annotations

from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from caseapp.desktop.theme import faces
from caseapp.desktop.theme.sheet import sheet
from caseapp.desktop.theme.tokens import DARK, HEIGHTS, LARGEST, LIGHT, RATIOS, SMALLEST, Tokens

Choice = Literal["system", "light", "dark"]
CHOICES: tuple[Choice, ...] = ("system", "light", "dark")


class Theme(QObject):
    """Colours and sizes of the moment. `changed` is emitted after a switch: painted widgets measure again."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens: Tokens = LIGHT
        self.base: float = SMALLEST
        self.choice: Choice = "light"
        self.fusion = False  # set before the application is made, it costs nothing
        self._dressed = False
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._keys: dict[tuple[str, bool], str] = {}
        self._lines: dict[tuple[str, bool], int] = {}

    def apply(self, *, choice: Choice | None = None, base: float | None = None) -> None:
        """Switch colours (`system` asks the desktop) and the base size in pt (kept within 10.5 and 18)."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.choice = choice or self.choice
        wanted = DARK if self._wants_dark() else LIGHT, min(LARGEST, max(SMALLEST, base or self.base))
        if wanted == (self.tokens, self.base) and self._dressed:
            return
        self.tokens, self.base = wanted
        self._fonts.clear()
        self._keys.clear()
        self._lines.clear()
        if not self._dressed and not self.fusion:
            app.setStyle("Fusion")
        self._dressed = self.fusion = True
        app.setFont(self.font())
        app.setPalette(_palette(self.tokens))
        app.setStyleSheet(sheet(self.tokens, self.points, self.height))
        self.changed.emit()

    def _wants_dark(self) -> bool:
        if self.choice == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.choice == "dark"

    # ---- sizes

    @property
    def scale(self) -> float:
        """How much larger than the smallest base the text is (1.0 to 1.71); widths made for text grow with it."""
        return self.base / SMALLEST

    def px(self, pixels: float) -> int:
        """A width of the mocks (at 10.5 pt) for the text size of the moment."""
        return round(pixels * self.scale)

    def points(self, role: str = "body") -> float:
        """The size of a role of text in pt."""
        return round(self.base * RATIOS[role] * 4) / 4

    def font(self, role: str = "body", *, bold: bool = False) -> QFont:
        """A font of our face for painting. Widgets take the property `role` instead."""
        key = (role, bold)
        if key not in self._fonts:
            font = QFont(list(faces.FAMILIES))
            font.setPointSizeF(self.points(role))
            font.setBold(bold)
            font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
            self._fonts[key] = font
        return self._fonts[key]

    def font_key(self, role: str = "body", *, bold: bool = False) -> str:
        """The same font as text (`QFont.fromString`), by which what was measured with it can be kept."""
        key = (role, bold)
        if key not in self._keys:
            self._keys[key] = self.font(role, bold=bold).toString()
        return self._keys[key]

    def metrics(self, role: str = "body", *, bold: bool = False) -> QFontMetrics:
        return QFontMetrics(self.font(role, bold=bold))

    def line(self, role: str = "body", *, reading: bool = False) -> int:
        """The step from line to line in pixels: 1.43 of the size in lists, 1.6 in reading text."""
        key = (role, reading)
        if key not in self._lines:
            self._lines[key] = round(self.metrics(role).height() * (1.6 if reading else 1.43))
        return self._lines[key]

    def height(self, what: str) -> int:
        """The height of a kind of thing (tokens.HEIGHTS), never less than its text needs."""
        role = "caption" if what == "chip" else "body"
        factor = 1.4 if what == "chip" else 1.9
        return max(HEIGHTS[what], round(self.metrics(role).height() * factor))

    def rows(self, lines: int = 1, *, padding: int = 8) -> int:
        """The height of a list row that holds so many lines."""
        return lines * self.line() + padding

    # ---- colours

    def colour(self, name: str) -> QColor:
        return _colour(self.tokens.colour(name))


@cache
def _colour(code: str) -> QColor:
    return QColor(code)


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for kind, name in (
        (role.Window, "window"),
        (role.WindowText, "ink"),
        (role.Base, "surface"),
        (role.AlternateBase, "surface"),
        (role.Text, "ink"),
        (role.PlaceholderText, "faint"),
        (role.Button, "surface"),
        (role.ButtonText, "ink"),
        (role.BrightText, "on_accent"),
        (role.ToolTipBase, "surface"),
        (role.ToolTipText, "ink"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.Light, "surface"),
        (role.Midlight, "line"),
        (role.Mid, "line"),
        (role.Dark, "control"),
        (role.Shadow, "line"),
    ):
        palette.setColor(kind, QColor(tokens.colour(name)))
    for kind in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, kind, QColor(tokens.faint))
    return palette


theme = Theme()
