"""What stands beside a form about a child: the record before, what is open, and what helps when talking."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from caseapp.casework.views import ChildHead
from caseapp.desktop.child.due_words import due_chip
from caseapp.desktop.child.words import plain_day, relationship
from caseapp.desktop.kit.card import Card, Column
from caseapp.desktop.kit.chips import Chip, chip_width, column_width, paint_chip
from caseapp.desktop.kit.masking import hidden, masked
from caseapp.desktop.kit.text import Para, draw, draw_line, width_of, wrap
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.rules.child import Child, FamilyMember
from caseapp.rules.consultation import Consultation
from caseapp.words import codes
from caseapp.words.language import _, ngettext

_MOST_LINES = 10
_MOST_STEPS = 6


class _HeadLine(QWidget):
    """A head with a remark at the right; whatever the language, never wider than the column."""

    def __init__(self, words: str, remark: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._remark = words, remark
        self.setAccessibleName(" ".join(filter(None, (words, remark))))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.height("section") - 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(100), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        where = QRectF(self.rect()).adjusted(0, 0, 0, -4)
        used = draw_line(painter, where, self._words, bold=True) + 8
        rest = where.adjusted(used, 0, 0, 0)
        if self._remark and rest.width() >= width_of(self._remark, "caption"):
            draw_line(painter, rest, self._remark, role="caption", ink="sub", align=Qt.AlignmentFlag.AlignRight)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


class StepLine(QWidget):
    """A chip in its column and what is to be done, over as many lines as it needs."""

    def __init__(self, chip: Chip, text: str, *, column: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chip, self._text, self._column = chip, text, column
        self.setAccessibleName(f"{chip.words} {hidden(text)}")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _left(self) -> int:
        return self._column + 8

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return wrap(hidden(self._text), width - self._left()).height + 8

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), self.heightForWidth(theme.px(240)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._left() + theme.px(60), theme.line() + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = self._left()
        paint_chip(painter, QRectF(0, 4, left, theme.line()), self._chip, fixed=True)
        draw(painter, QRectF(left, 4, self.width() - left, self.height()), hidden(self._text), lines=0)


class PersonLine(QWidget):
    """An icon, a name with what the person is, and below what to heed when calling."""

    def __init__(
        self, icon: str, name: str, *, role: str, remark: str = "", red: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._name, self._role, self._remark, self._red = icon, name, role, remark, red
        self.setAccessibleName(" ".join(filter(None, (masked(name), role, hidden(remark)))))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _left(self) -> int:
        return theme.px(18) + 8

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = width - self._left()
        height = wrap(self._head(), room).height
        if self._remark:
            height += wrap(hidden(self._remark), room, "caption").height
        return height + 8

    def _head(self) -> str:
        return "  ".join(filter(None, (masked(self._name), self._role)))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), self.heightForWidth(theme.px(240)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(100), theme.line() + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left, side = self._left(), theme.px(18)
        icon, ink = ("shield", "red") if self._red else (self._icon, "sub")
        icons.draw(painter, QRectF(0, 4 + (theme.line() - side) / 2, side, side), icon, ink=ink)
        where = QRectF(left, 4, self.width() - left, self.height())
        used = draw(painter, where, self._head(), lines=0, ink="red" if self._red else "ink")
        if self._remark:
            below = where.adjusted(0, used, 0, 0)
            draw(painter, below, hidden(self._remark), role="caption", ink="sub", lines=0)


class _Scrolled(Column):
    """A column that takes the focus and shows it around the card it fills."""

    def __init__(self, card: Card) -> None:
        super().__init__(padding=12, spacing=4, parent=card)
        self._ring = _Ring(card)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring.light()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.hide()


class ContextColumn(Card):
    """Object name: `context`. It takes the focus (Ctrl+Tab); the arrows scroll it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=(0, 0), spacing=0, parent=parent)
        self.setObjectName("context")
        self._column = _Scrolled(self)
        self._column.setAccessibleName(_("What is known beside the form"))
        self._inner = QVBoxLayout()
        self._inner.setSpacing(4)
        self._column.body.addLayout(self._inner)
        self._column.body.addStretch(1)
        self.body.addWidget(self._column)
        self.setFocusProxy(self._column)

    def show_page(
        self, page: ChildHead, before: Consultation | None, *, today: date, style: dates.Style = "era"
    ) -> None:
        """Fill it anew. `style` is how the person wants dates."""
        self._clear()
        self._show_before(before, today, style)
        self._show_steps(page, today)
        self._show_people(page.child)

    def _clear(self) -> None:
        while (item := self._inner.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _show_before(self, before: Consultation | None, today: date, style: dates.Style) -> None:
        if before is None:
            self._head(_("Record before"))
            self._inner.addWidget(Para(_("This is the first record."), ink="sub"))
            return
        day = plain_day(before.on, today=today, style=style)
        self._head(_("Record before"), f"{day} {codes.load('method').short(before.method)}")
        text = "\n".join(t for t in (before.words, before.facts, before.response) if t.strip()) or before.gist
        self._inner.addWidget(Para(hidden(text), lines=_MOST_LINES))

    def _show_steps(self, page: ChildHead, today: date) -> None:
        chips = [(due_chip(step.due_on, today=today, at=step.due_time), step.text) for step in page.follow_ups]
        chips += [(Chip(_("waiting"), "waiting"), each.subject) for each in page.waiting]
        self._head(_("Next steps"), _("{count} open").format(count=len(chips)))
        column = max([column_width(), *(chip_width(chip) for chip, _text in chips)])
        for chip, text in chips[:_MOST_STEPS]:
            self._inner.addWidget(StepLine(chip, text, column=column))
        if not chips:
            self._inner.addWidget(Para(_("Nothing is planned."), ink="sub"))
        elif len(chips) > _MOST_STEPS:
            rest = len(chips) - _MOST_STEPS
            self._inner.addWidget(Para(ngettext("{count} more", "{count} more", rest).format(count=rest), ink="sub"))

    def _show_people(self, child: Child) -> None:
        self._head(_("When talking"))
        for member in sorted(filter(_is_called, child.family), key=lambda m: (m.never_contact, m.call_order or 99)):
            role = relationship(member)
            if member.guardian and member.relationship != "legal_guardian":
                role = f"{role}・{_('guardian')}"
            self._inner.addWidget(
                PersonLine("people", member.name, role=role, remark=_remark(member), red=member.never_contact)
            )
        if child.doctor or child.hospital:
            self._inner.addWidget(PersonLine("hospital", child.doctor or child.hospital, role=_hospital(child)))
        if child.school:
            self._inner.addWidget(PersonLine("school", child.school, role=""))
        if child.told:
            self._inner.addWidget(PersonLine("speech", _("What the child was told"), role="", remark=child.told))

    def _head(self, words: str, remark: str = "") -> None:
        if self._inner.count():
            self._inner.addSpacing(8)
        self._inner.addWidget(_HeadLine(words, remark))


class _Ring(QWidget):
    """The two pixels of focus around the card."""

    def __init__(self, card: Card) -> None:
        super().__init__(card)
        self._card = card
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def light(self) -> None:
        self.setGeometry(self._card.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


def _is_called(member: FamilyMember) -> bool:
    return member.call_order > 0 or member.guardian or member.never_contact


def _remark(member: FamilyMember) -> str:
    parts = [
        member.phone,
        "" if member.call_when and member.call_when in member.note else member.call_when,
        member.note,
    ]
    return " ・ ".join(filter(None, parts))


def _hospital(child: Child) -> str:
    return child.hospital if child.doctor else ""
