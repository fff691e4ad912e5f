"""A row of the list: the name and its kind, below it whom one talks to and the telephone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from caseapp.desktop.kit.lists import RowDelegate
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.organizations.searching import Searching
from caseapp.desktop.theme.theme import theme
from caseapp.rules.organization import Organization
from caseapp.words import codes


class OrganizationDelegate(RowDelegate[Organization]):
    """Two lines; what was searched is marked."""

    def __init__(self, searching: Searching) -> None:
        super().__init__()
        self._searching = searching

    def height(self, item: Organization, width: int) -> int:
        return theme.rows(2, padding=10)

    def paint_item(self, painter: QPainter, where: QRectF, item: Organization, *, chosen: bool) -> None:
        half = where.height() / 2
        upper = QRectF(where.left(), where.top() + 3, where.width(), half - 3)
        lower = QRectF(where.left(), where.top() + half - 1, where.width(), half - 3)
        kind = codes.load("organization_kind").short(item.kind)
        room = min(width_of(kind, "caption"), int(where.width() * 0.4))
        at = QRectF(upper.right() - room, upper.top(), room, upper.height())
        draw_line(painter, at, kind, role="caption", ink="sub", align=Qt.AlignmentFlag.AlignRight)
        spans = self._searching.spans(item.name)
        draw_line(painter, upper.adjusted(0, 0, -room - 8, 0), item.name, bold=True, spans=spans)
        phone = min(width_of(item.phone), int(where.width() * 0.5))
        at = QRectF(lower.right() - phone, lower.top(), phone, lower.height())
        draw_line(painter, at, item.phone, ink="sub", align=Qt.AlignmentFlag.AlignRight)
        below = self._below(item)
        draw_line(painter, lower.adjusted(0, 0, -phone - 8, 0), below, ink="sub", spans=self._searching.spans(below))

    def _below(self, item: Organization) -> str:
        found = self._searching.person_found(item)
        if found is not None:
            return " ".join(filter(None, (found.role, masked(found.name))))
        return " ・ ".join(filter(None, (item.department, masked(item.contact)))) or item.number


def spoken(item: Organization) -> str:
    """The row as it is read aloud."""
    kind = codes.load("organization_kind").label(item.kind)
    return "、".join(filter(None, (item.name, kind, item.department, masked(item.contact), item.phone)))
