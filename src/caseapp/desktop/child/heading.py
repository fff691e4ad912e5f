"""Who the child is: kana above the name, beside it age and grade, disease and care, birth date and address.

Painted; the name is never cut.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.casework.views import ChildPage
from caseapp.desktop.child.words import birth_line, illness_line, who_line, who_lines
from caseapp.desktop.kit.masking import hidden, masked
from caseapp.desktop.kit.text import draw, draw_line, width_of, wrap
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
    """`show_child(view)`; as much stands beside the name as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("child-heading")
        self._view: ChildPage | None = None
        self._style: dates.Style = "era"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_child(self, view: ChildPage | None, style: dates.Style = "era") -> None:
        """The child; None empties it, before another one comes."""
        self._view, self._style = view, style
        self._say()
        self.updateGeometry()
        self.update()

    def _say(self) -> None:
        view = self._view
        name, shown, lines = "", "", ("", "", "")
        if view is not None:
            shown = masked(view.child.name)
            name = _("Child: {name}").format(name=shown)
            lines = (who_line(view), illness_line(view.child), birth_line(view, self._style))
        self.setAccessibleName(name)
        self.setAccessibleDescription("。".join(line for line in lines if line))
        set_tip(self, "\n".join(line for line in (shown, *lines) if line))

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
        most = round(self.width() * _NAME_SHARE)
        role, left = self._fit_name(name, most)
        left = min(max(left, width_of(kana, "caption")), most)
        draw_line(painter, QRectF(0, 0, left + 2, caption), kana, role="caption", ink="sub")
        if left < width_of(name, role, bold=True):
            where = QRectF(0, caption, left + 2, 2 * theme.line())
            draw(painter, where, name, role=role, bold=True, lines=2)
        else:
            draw_line(painter, QRectF(0, caption, left + 2, big), name, role=role, bold=True)
        x = left + _GAP
        line = theme.line()
        top = (self.height() - 2 * line - caption) / 2
        first = QRectF(x, top, self.width() - x, line)
        ended = f"{_('Support has ended')} ・ " if child.status == "closed" else ""
        lines = [f"{ended}{words}" for words in who_lines(view)]
        whole = next((words for words in lines if width_of(words, bold=True) <= first.width()), lines[-1])
        draw_line(painter, first, whole, bold=True)
        draw_line(painter, first.translated(0, line), illness_line(child), ink="ink")
        last = QRectF(x, top + 2 * line, self.width() - x, caption)
        draw_line(painter, last, birth_line(view, self._style), role="caption", ink="sub")

    def _fit_name(self, name: str, most: int) -> tuple[str, int]:
        """The size of the letters, and the room the name takes: one that is long is written smaller, and at last in two
        lines, so that neither it nor what stands beside it is cut off."""
        for role in _SIZES:
            width = width_of(name, role, bold=True)
            if width <= most:
                return role, width
        return _SIZES[-1], min(most, wrap(name, most, _SIZES[-1], bold=True, lines=2).width + 2)
