"""Who the child is: kana above the name, beside it age and grade, disease and care, birth date and address.

Painted; the name is never cut.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.casework.views import ChildPage
from caseapp.desktop.child.words import birth_line, illness_line, who_line
from caseapp.desktop.kit.masking import hidden, masked
from caseapp.desktop.kit.page import NARROW
from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.rules.child import Child
from caseapp.rules.child_facts import until_before
from caseapp.rules.reading import hiragana
from caseapp.words.language import _

_SIZES = ("name", "title", "lead", "body")
_NAME_SHARE = 0.5
_GAP = 16


def reading_line(child: Child) -> str:
    """たかせ ひなの(旧姓 安東): the reading, and the family names of before that are others than today's."""
    before = [each.family_name for each in sorted(child.former_names, key=until_before, reverse=True)]
    others = [name for name in (*before, child.former_name) if name and name != child.family_name]
    reading = hiragana(child.kana)
    if not others:
        return reading
    names = _(", ").join(dict.fromkeys(others))
    return _("{reading} (formerly {names})").format(reading=reading, names=names).strip()


class Heading(QWidget):
    """`show_child(view)`; `set_width_class` decides how much stands beside the name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("child-heading")
        self._view: ChildPage | None = None
        self._style: dates.Style = "era"
        self._narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_child(self, view: ChildPage | None, style: dates.Style = "era") -> None:
        """The child; None empties it, before another one comes."""
        self._view, self._style = view, style
        self._say()
        self.updateGeometry()
        self.update()

    def set_width_class(self, width_class: str) -> None:
        self._narrow = width_class == NARROW
        self.update()

    def _say(self) -> None:
        view = self._view
        name, lines = "", ("", "", "")
        if view is not None:
            name = _("Child: {name}").format(name=masked(view.child.name))
            lines = (who_line(view), illness_line(view.child), birth_line(view, self._style))
        self.setAccessibleName(name)
        self.setAccessibleDescription("。".join(line for line in lines if line))
        set_tip(self, "\n".join(line for line in lines if line))

    def sizeHint(self) -> QSize:
        caption = theme.line("caption")
        height = max(52, caption + theme.metrics("name").height() + 2, 2 * theme.line() + caption)
        return QSize(theme.px(600), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(280), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        view = self._view
        if view is None:
            return
        painter = QPainter(self)
        child = view.child
        name, kana = masked(child.name), hidden(reading_line(child))
        caption, big = theme.line("caption"), theme.metrics("name").height()
        # a long name is written smaller, so that neither it nor what stands beside it is cut off
        fitting = (r for r in _SIZES if width_of(name, r, bold=True) <= self.width() * _NAME_SHARE)
        role = next(fitting, _SIZES[-1])
        left = min(max(width_of(name, role, bold=True), width_of(kana, "caption")), round(self.width() * _NAME_SHARE))
        draw_line(painter, QRectF(0, 0, left + 2, caption), kana, role="caption", ink="sub")
        draw_line(painter, QRectF(0, caption, left + 2, big), name, role=role, bold=True)
        x = left + _GAP
        line = theme.line()
        top = (self.height() - 2 * line - caption) / 2
        first = QRectF(x, top, self.width() - x, line)
        whole = who_line(view)
        if self._narrow or width_of(whole, bold=True) > first.width():
            whole = who_line(view, short=True)
        if child.status == "closed":
            whole = f"{_('Support has ended')} ・ {whole}"
        draw_line(painter, first, whole, bold=True)
        draw_line(painter, first.translated(0, line), illness_line(child), ink="ink")
        last = QRectF(x, top + 2 * line, self.width() - x, caption)
        draw_line(painter, last, birth_line(view, self._style), role="caption", ink="sub")
