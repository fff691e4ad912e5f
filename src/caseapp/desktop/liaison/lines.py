"""The lines of the list of contacts with organizations: what is said of one, and how it is painted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from caseapp.casework.liaison_lines import LiaisonLine
from caseapp.desktop.child.due_words import reply_chip
from caseapp.desktop.child.words import plain_day
from caseapp.desktop.kit.chips import Chip, chip_width, column_width, paint_chip
from caseapp.desktop.kit.lists import RowDelegate
from caseapp.desktop.kit.masking import hidden, masked
from caseapp.desktop.kit.page import NARROW, NORMAL
from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.rules.folding import fold
from caseapp.words import codes
from caseapp.words.language import _

_GAP = 10
_NAME = 104


def chip(line: LiaisonLine, *, today: date, style: dates.Style) -> Chip:
    """Dashed while one waits, ink when the promised day has passed; the day of the contact when nothing is open."""
    found = line.liaison
    if not found.waiting:
        return Chip(plain_day(found.on, today=today, style=style), "done")
    made = reply_chip(found.on, reply_due_on=found.reply_due_on, today=today)
    return made if made.kind == "late" else Chip(made.words, "waiting")


def below_words(line: LiaisonLine) -> str:
    """What was asked, or what came of it."""
    found = line.liaison
    rest = found.answer or found.request or found.content
    return " ・ ".join(part for part in (found.subject, rest.replace("\n", " ")) if part.strip())


def spoken(line: LiaisonLine) -> str:
    """What a screen reader says."""
    found = line.liaison
    state = _("answer waited for") if found.waiting else ""
    parts = (state, found.organization, masked(found.person), masked(line.child_name), hidden(below_words(line)))
    return "、".join(part for part in parts if part)


def matches(line: LiaisonLine, folded: str) -> bool:
    """Whether what was typed (folded) stands in the line."""
    found = line.liaison
    whole = f"{found.organization} {found.person} {line.child_name} {found.subject} {found.request} {found.content}"
    return not folded or folded in fold(f"{whole} {found.answer} {found.worker}")


class LiaisonDelegate(RowDelegate[LiaisonLine]):
    """A chip; the child, the organization and the person; at the right the day and who wrote it; below the matter."""

    def __init__(self) -> None:
        super().__init__()
        self.width_class = NORMAL
        self._today: date = date.min
        self._style: dates.Style = "era"
        self._chips = 0

    def measure(self, lines: Iterable[LiaisonLine], *, today: date, style: dates.Style) -> None:
        """Look at the lines there are, for the width of the chips; `style` is how dates are worded."""
        self._today, self._style = today, style
        chips = [chip_width(chip(line, today=today, style=style)) for line in lines]
        self._chips = max([column_width(), *chips])

    def height(self, item: LiaisonLine, width: int) -> int:
        return 2 * theme.line() + 12

    def paint_item(self, painter: QPainter, where: QRectF, item: LiaisonLine, *, chosen: bool) -> None:
        line, found = theme.line(), item.liaison
        shown = chip(item, today=self._today, style=self._style)
        top = QRectF(where.left(), where.top() + 6, where.width(), line)
        paint_chip(painter, top, shown, fixed=True)
        left = self._chips + _GAP
        x = where.left() + left
        name = masked(item.child_name)
        room = max(theme.px(_NAME), width_of(name, bold=True) + 2)
        draw_line(painter, QRectF(x, top.top(), room, line), name, bold=True)
        right = self._paint_end(painter, top, item)
        body = QRectF(x + room + _GAP, top.top(), max(0.0, right - x - room - _GAP), line)
        used = draw_line(painter, body, found.organization) + _GAP
        if found.person:
            person = body.adjusted(used, 0, 0, 0)
            draw_line(painter, person, masked(found.person), ink="sub")
        below = QRectF(x, top.bottom(), where.right() - x, line)
        draw_line(painter, below, hidden(below_words(item)), ink="ink" if found.waiting else "sub")

    def _paint_end(self, painter: QPainter, top: QRectF, item: LiaisonLine) -> float:
        found, right = item.liaison, top.right()
        asked = ""
        if found.waiting and self.width_class != NARROW:
            day = plain_day(found.on, today=self._today, style=self._style)
            asked = f"{day} {codes.load('liaison_method').short(found.method)}"
        worker = found.worker.replace("\u3000", " ").split(" ")[0]
        for words, least in ((worker, theme.px(60)), (asked, 0)):
            width = max(width_of(words, "caption"), least)
            where = QRectF(right - width, top.top(), width, top.height())
            draw_line(painter, where, words, role="caption", ink="sub", align=Qt.AlignmentFlag.AlignRight)
            right -= width + 12
        return right
