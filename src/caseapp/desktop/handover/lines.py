"""The children of the hand-overs, batch by batch: what is said of one, and how it is painted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from caseapp.casework.handover_views import HandoverLine
from caseapp.desktop.kit.chips import Chip, chip_width, paint_chip
from caseapp.desktop.kit.fields import DateField
from caseapp.desktop.kit.lists import Head, RowDelegate
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.text import draw_line
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.rules.handover import ACKNOWLEDGED, GIVEN, LATE_DAYS, PREPARING
from caseapp.words.language import _, ngettext

_GAP = 8


def rows(lines: Sequence[HandoverLine]) -> list[Head | HandoverLine]:
    """The lines under a head for each batch, with how far it is."""
    found: list[Head | HandoverLine] = []
    for batch in dict.fromkeys(line.batch for line in lines):
        own = [line for line in lines if line.batch == batch]
        first = own[0]
        givers = "・".join(dict.fromkeys(line.giver_short for line in own))
        words = _("{giver} to {taker}").format(giver=givers, taker=first.taker_short)
        found.append(Head(words, remark=dates.short_date(first.on, DateField.wording), count=progress(own)))
        found += own
    return found


def progress(lines: Sequence[HandoverLine]) -> str:
    """`書けた 3/10` while it is prepared, `確認 5/10` afterwards."""
    if any(line.state == PREPARING for line in lines):
        done, words = sum(line.ready for line in lines), _("ready {done} of {count}")
    else:
        done, words = sum(line.state == ACKNOWLEDGED for line in lines), _("confirmed {done} of {count}")
    return words.format(done=done, count=len(lines))


def chip(line: HandoverLine) -> Chip:
    """How far this child is; after a week without the successor's word it stands out."""
    if line.asks:
        return Chip(_("question"), "today")
    if line.state == PREPARING:
        if line.ready:
            return Chip(_("ready"), "done")
        return Chip(_("draft") if line.written else _("to be written"), "coming" if line.written else "today")
    if line.state == GIVEN:
        if line.days == 0:
            return Chip(_("not confirmed"), "coming")
        words = ngettext("not confirmed for {count} day", "not confirmed for {count} days", line.days).format(
            count=line.days
        )
        return Chip(words, "late" if line.days >= LATE_DAYS else "coming")
    return Chip(_("confirmed"), "done")


def spoken(line: HandoverLine) -> str:
    """What a screen reader says."""
    return "、".join(part for part in (masked(line.child_name), line.age_grade, chip(line).words) if part)


class HandoverDelegate(RowDelegate[HandoverLine]):
    """The name and, below it, age and grade; the chip at the right."""

    def height(self, item: HandoverLine, width: int) -> int:
        return theme.line() + theme.line("caption") + 10

    def paint_item(self, painter: QPainter, where: QRectF, item: HandoverLine, *, chosen: bool) -> None:
        shown = chip(item)
        width = chip_width(shown)
        first, second = theme.line(), theme.line("caption")
        top = where.top() + (where.height() - first - second) / 2
        paint_chip(painter, QRectF(where.right() - width, top, width, first), shown)
        room = where.width() - width - _GAP
        draw_line(painter, QRectF(where.left(), top, room, first), masked(item.child_name), bold=True)
        below = QRectF(where.left(), top + first, where.width(), second)
        draw_line(painter, below, f"{item.age_grade}  {item.child_number}".strip(), role="caption", ink="sub")
