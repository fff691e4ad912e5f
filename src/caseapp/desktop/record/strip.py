"""Above a form about a child: who it is, in one line. (What must be heeded: kit.bands.RedBand below it.)"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.casework.views import ChildHead
from caseapp.desktop.child.words import DOT, illness_line
from caseapp.desktop.kit.masking import hidden, masked
from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.theme.theme import theme
from caseapp.rules import grade as grades
from caseapp.rules import reading
from caseapp.words import language

_GAP = 12


def age_words(page: ChildHead) -> str:
    """`12歳3か月 ・ 小学6年生`."""
    return DOT.join(filter(None, (page.age, grades.long(page.grade, language.current()))))


class ChildStrip(QWidget):
    """Name, kana, age and grade, disease and care; at the right what is being done. What has no room is left out from
    the least needed on; never the name, never the title."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._page: ChildHead | None = None
        self.setObjectName("child-strip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_title(self, title: str) -> None:
        self._title = title
        self.update()

    def title(self) -> str:
        return self._title

    def show_page(self, page: ChildHead) -> None:
        self._page = page
        self.setAccessibleName("、".join(self._words()))
        set_tip(self, illness_line(page.child))
        self.update()

    def _words(self) -> list[str]:
        page = self._page
        if page is None:
            return []
        kana = hidden(reading.hiragana(page.child.kana))
        return [masked(page.child.name), kana, age_words(page), illness_line(page.child)]

    def sizeHint(self) -> QSize:
        return QSize(theme.px(500), theme.line("title") + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(300), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        title_width = width_of(self._title, "title", bold=True)
        whole = QRectF(self.rect())
        draw_line(painter, whole, self._title, role="title", bold=True, align=Qt.AlignmentFlag.AlignRight)
        if self._page is None:
            return
        name, kana, age, disease = self._words()
        room = self.width() - title_width - 2 * _GAP
        x = draw_line(painter, QRectF(0, 0, room, self.height()), name, role="title", bold=True) + _GAP
        for words, role, ink in self._fitting(room - x, kana, age, disease):
            where = QRectF(x, 0, max(0.0, room - x), self.height())
            x += draw_line(painter, where, words, role=role, ink=ink) + _GAP

    def _fitting(self, room: float, kana: str, age: str, disease: str) -> list[tuple[str, str, str]]:
        age_width = width_of(age) + _GAP
        shown = [(age, "body", "ink")]
        left = room - age_width
        kana_width = width_of(kana, "caption") + _GAP
        if kana and left >= kana_width + min(theme.px(120), width_of(disease)):
            shown.insert(0, (kana, "caption", "sub"))
            left -= kana_width
        if disease and left >= min(width_of(disease), theme.px(90)):
            shown.append((disease, "body", "sub"))
        return shown
