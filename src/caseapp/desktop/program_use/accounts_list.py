"""The schemes of a child, a line for each limit with a bar: what was used, what is booked, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from caseapp.casework.quota_views import SchemeAccount
from caseapp.desktop.kit.lists import Head, ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.text import draw_line
from caseapp.desktop.program_use import words
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.rules.quota import Balance
from caseapp.words.language import _

_BAR = 220


@dataclass(frozen=True)
class LimitLine:
    """One limit of one scheme; the first of a scheme says its name."""

    account: SchemeAccount
    balance: Balance
    first: bool
    period: str

    @property
    def key(self) -> tuple[object, ...]:
        return self.account.scheme.code, self.balance.quota, self.balance.first

    @property
    def spoken(self) -> str:
        return "、".join((self.account.scheme.name, words.balance(self.balance), self.period))


def lines(accounts: Sequence[SchemeAccount], *, style: dates.Style) -> list[Head | LimitLine]:
    """A line for each limit; where there is nothing, that nothing is used yet."""
    found: list[Head | LimitLine] = []
    for account in accounts:
        for n, balance in enumerate(account.balances):
            found.append(LimitLine(account, balance, n == 0, words.period(balance, style)))
    return found or [Head(_("No scheme is used yet. Ctrl+B books one."), empty=True)]


class LimitDelegate(RowDelegate[LimitLine]):
    """Name and period above, the bar and the words below."""

    def height(self, item: LimitLine, width: int) -> int:
        return theme.line() * 2 + 14

    def paint_item(self, painter: QPainter, where: QRectF, item: LimitLine, *, chosen: bool) -> None:
        line = theme.line()
        top = QRectF(where.left(), where.top() + 5, where.width(), line)
        name = item.account.scheme.name
        used = draw_line(painter, top, name, bold=item.first, ink="ink" if item.first else "sub")
        scheme = item.account.scheme
        told = _("no longer offered") if scheme.retired else words.limits(scheme) if item.first else ""
        aside = " ・ ".join(part for part in (told, item.period) if part)
        draw_line(painter, top.adjusted(used + 12, 0, 0, 0), aside, role="caption", ink="sub")
        below = top.translated(0, line + 2)
        left = 0.0
        if item.balance.quota is not None:
            left = min(float(theme.px(_BAR)), where.width() / 3)
            self._bar(painter, QRectF(below.left(), below.top(), left, line), item.balance)
            left += 12
        ink = "red" if item.balance.over else "ink"
        bold = item.balance.over or item.balance.near
        draw_line(painter, below.adjusted(left, 0, 0, 0), words.balance(item.balance), ink=ink, bold=bold)

    def _bar(self, painter: QPainter, where: QRectF, balance: Balance) -> None:
        """Used filled, booked lighter, the rest empty; what is passed is all red."""
        assert balance.quota is not None
        high = 8.0
        bar = QRectF(where.left(), where.center().y() - high / 2, where.width(), high)
        painter.fillRect(bar, theme.colour("line"))
        whole = max(balance.quota.amount, balance.used + balance.booked)
        used = bar.width() * balance.used / whole
        booked = bar.width() * balance.booked / whole
        ink = theme.colour("red" if balance.over else "accent")
        painter.fillRect(QRectF(bar.left(), bar.top(), used, high), ink)
        light = QColor(ink)  # a colour of the theme is everybody's
        light.setAlphaF(0.45)
        painter.fillRect(QRectF(bar.left() + used, bar.top(), booked, high), light)


def limit_list(parent: object) -> ItemList[LimitLine]:
    """The list (object name `uses-limits`)."""
    made: ItemList[LimitLine] = ItemList(
        ListModel(lambda line: line.spoken, tip=lambda line: line.spoken), LimitDelegate(), name=_("Quotas")
    )
    made.setObjectName("uses-limits")
    return made
