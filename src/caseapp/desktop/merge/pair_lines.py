"""The lines of 重複の確認: two children, and why they may be one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from caseapp.casework.duplicates import Match, Pair, Person
from caseapp.desktop.kit.chips import Chip, chip_width, paint_chip
from caseapp.desktop.kit.fields import date_words
from caseapp.desktop.kit.lists import RowDelegate
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _
from caseapp.words.likeness import said


def person_words(person: Person) -> str:
    """「R8-0012 高瀬 陽菜乃 ・ 2014年8月22日」: who it is, to be told from another of the same name."""
    closed = _("ended") if person.status == "closed" else ""
    parts = (f"{person.number} {masked(person.name)}", date_words(person.birth_date), closed)
    return " ・ ".join(part for part in parts if part)


def pair_key(pair: Pair) -> tuple[str, str]:
    return pair.left.child_id, pair.right.child_id


def pair_spoken(pair: Pair) -> str:
    """What a screen reader says."""
    return "、".join((person_words(pair.left), person_words(pair.right), pair_reason(pair)))


def pair_reason(pair: Pair) -> str:
    """Why they are on the list, or who found them to be two."""
    if pair.settled_on is not None:
        words = _("Found to be two children ({name}, {day})")
        return words.format(name=pair.settled_by, day=date_words(pair.settled_on))
    return said(pair.reasons)


class PairDelegate(RowDelegate[Pair]):
    """Two persons one below the other, the reason under them; a chip for twins."""

    def height(self, item: Pair, width: int) -> int:
        return 2 * theme.line() + theme.line("caption") + 14

    def paint_item(self, painter: QPainter, where: QRectF, item: Pair, *, chosen: bool) -> None:
        line = theme.line()
        names = [f"{person.number} {masked(person.name)}" for person in (item.left, item.right)]
        column = min(max(width_of(name, bold=True) for name in names) + theme.px(16), int(where.width() * 0.5))
        y = where.top() + 6
        for person, name in zip((item.left, item.right), names, strict=True):
            draw_line(painter, QRectF(where.left(), y, column - 8, line), name, bold=True)
            rest = (masked(person.kana), date_words(person.birth_date), person.worker and masked(person.worker))
            aside = " ・ ".join(part for part in rest if part)
            draw_line(painter, QRectF(where.left() + column, y, where.width() - column, line), aside, ink="sub")
            y += line
        if item.twins:
            chip = Chip(_("Twins?"), "coming")
            width = chip_width(chip)
            top = QRectF(where.right() - width, where.top() + 6, width, line)
            paint_chip(painter, top, chip)
        below = QRectF(where.left(), y, where.width(), theme.line("caption"))
        draw_line(painter, below, pair_reason(item), role="caption", ink="sub", align=Qt.AlignmentFlag.AlignLeft)


def match_spoken(match: Match) -> str:
    """What a screen reader says of somebody who may be chosen."""
    return "、".join(part for part in (person_words(match.person), said(match.reasons)) if part)


class MatchDelegate(RowDelegate[Match]):
    """Somebody who may be the other record: who, and why."""

    def height(self, item: Match, width: int) -> int:
        return theme.line() + theme.line("caption") + 10

    def paint_item(self, painter: QPainter, where: QRectF, item: Match, *, chosen: bool) -> None:
        line, y = theme.line(), where.top() + 5
        used = draw_line(painter, QRectF(where.left(), y, where.width(), line), person_words(item.person), bold=True)
        rest = QRectF(where.left() + used + 12, y, max(0.0, where.width() - used - 12), line)
        draw_line(painter, rest, masked(item.person.kana), ink="sub")
        below = QRectF(where.left(), y + line, where.width(), theme.line("caption"))
        draw_line(painter, below, said(item.reasons) or item.person.address, role="caption", ink="sub")
