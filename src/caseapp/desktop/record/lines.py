"""The lines of the list of all consultations: what is said of one, and how it is painted."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from caseapp.casework.views import ConsultationLine
from caseapp.desktop.child.words import plain_day
from caseapp.desktop.kit.lists import RowDelegate
from caseapp.desktop.kit.masking import hidden, masked
from caseapp.desktop.kit.page import NARROW, NORMAL, WIDE
from caseapp.desktop.kit.text import draw, draw_line, width_of, wrap
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.rules.folding import fold
from caseapp.words import codes, language
from caseapp.words.language import _

METHOD_ICONS = {
    "phone": "phone",
    "counter": "counter",
    "visit": "house",
    "email": "mail",
    "online_meeting": "tablet",
    "letter_fax": "letter",
    "online": "globe",
    "sns": "speech",
    "accompany": "people",
}
_GAP = 8
_NAME = 104  # a longer name takes what it needs: names are never cut


def day_words(day: date, *, today: date, style: dates.Style) -> str:
    """`11月20日(金)`, `今日 11月20日(金)`, `R7.11.20` for another fiscal year."""
    words = dates.screen_date(day, today=today, style=style, language=language.current())
    return _("Today, {day}").format(day=words) if day == today else words


def who_words(line: ConsultationLine) -> str:
    """`お母さん`, `学校 養護教諭 中村先生`: the name where it says more than the word."""
    label = codes.load("consulter").short(line.consulter)
    family = line.consulter in ("mother", "father", "child", "parents")
    return " ".join(filter(None, (label, "" if family else hidden(line.consulter_name))))


def next_words(line: ConsultationLine, *, today: date, style: dates.Style) -> str:
    """`次 11月24日`, `続きなし`, or nothing."""
    if line.next_on is not None:
        return _("next {day}").format(day=plain_day(line.next_on, today=today, style=style))
    return _("nothing follows") if line.none_reason else ""


def spoken(line: ConsultationLine) -> str:
    """What a screen reader says."""
    method = codes.load("method").label(line.method)
    parts = (masked(line.child_name), method, who_words(line), hidden(line.text), line.worker_short)
    return "、".join(part for part in parts if part)


def matches(line: ConsultationLine, folded: str) -> bool:
    """Whether what was typed (folded) stands in the line."""
    if not folded:
        return True
    return folded in fold(f"{line.child_name} {line.consulter_name} {line.text} {line.worker_short}")


class LineDelegate(RowDelegate[ConsultationLine]):
    """Time, way and name in columns; at the right what was agreed and who wrote it; below the text."""

    def __init__(self) -> None:
        super().__init__()
        self.width_class = NORMAL
        self._today: date = date.min
        self._style: dates.Style = "era"

    def set_day(self, today: date, style: dates.Style) -> None:
        """What dates are worded by."""
        self._today, self._style = today, style

    def _lines_of(self) -> int:
        return 2 if self.width_class == WIDE else 1

    def _left(self) -> float:
        return theme.px(44) + theme.px(18) + 2 * _GAP

    def height(self, item: ConsultationLine, width: int) -> int:
        room = int(width - 2 * self.padding - self._left())
        return theme.line() + wrap(hidden(item.text), room, lines=self._lines_of()).height + 12

    def paint_item(self, painter: QPainter, where: QRectF, item: ConsultationLine, *, chosen: bool) -> None:
        line, side = theme.line(), theme.px(18)
        top = QRectF(where.left(), where.top() + 6, where.width(), line)
        if item.start is not None:
            draw_line(painter, top, dates.time_text(item.start), ink="sub")
        at = QRectF(top.left() + theme.px(44) + _GAP, top.top(), side, line)
        icons.draw(painter, at, METHOD_ICONS.get(item.method, "pencil"), ink="sub")
        x = where.left() + self._left()
        name = max(theme.px(_NAME), width_of(masked(item.child_name), bold=True) + 2)
        draw_line(painter, QRectF(x, top.top(), name, line), masked(item.child_name), bold=True)
        right = self._paint_end(painter, top, item)
        who = QRectF(x + name + 12, top.top(), max(0.0, right - x - name - 12), line)
        draw_line(painter, who, who_words(item), ink="sub")
        below = QRectF(x, top.bottom(), where.right() - x, where.bottom() - top.bottom())
        draw(painter, below, hidden(item.text), lines=self._lines_of())

    def _paint_end(self, painter: QPainter, top: QRectF, item: ConsultationLine) -> float:
        """The worker and what was agreed, from the right; where the words before must stop."""
        right = top.right()
        agreed = "" if self.width_class == NARROW else next_words(item, today=self._today, style=self._style)
        for words, least in ((item.worker_short, theme.px(60)), (agreed, 0)):
            width = max(width_of(words, "caption"), least)
            where = QRectF(right - width, top.top(), width, top.height())
            draw_line(painter, where, words, role="caption", ink="sub", align=Qt.AlignmentFlag.AlignRight)
            right -= width + 12
        return right
