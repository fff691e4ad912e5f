"""For whom: a child found by name, kana or number, as an overlay. Object names `pick-search`, `pick-found`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, Qt

from caseapp.casework import search
from caseapp.casework.views import SearchHit
from caseapp.desktop.kit.fields import SearchField
from caseapp.desktop.kit.lists import Head, ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.text import draw_line
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _

_FOUND = 12


class _HitDelegate(RowDelegate[SearchHit]):
    """Name, age, number on one line."""

    def height(self, item: SearchHit, width: int) -> int:
        return theme.height("today_row")

    def paint_item(self, painter: QPainter, where: QRectF, item: SearchHit, *, chosen: bool) -> None:
        used = draw_line(painter, where, masked(item.name), bold=True)
        rest = where.adjusted(used + 10, 0, 0, 0)
        draw_line(painter, rest, f"{item.age_grade}  {item.child_number}", ink="sub")


class PickChild(Dialog):
    """`then` gets the id and the name of the child."""

    def __init__(self, page: Page, *, then: Callable[[str, str], object]) -> None:
        super().__init__(page, _("For which child?"), width=560)
        self.setObjectName("pick-child")
        self._desk, self._then, self._asked = page.desk, then, ""
        self.search = SearchField(placeholder=_("Name, kana or number of a child"), parent=self.panel)
        self.search.setObjectName("pick-search")
        self.search.setAccessibleName(_("Name, kana or number of a child"))
        self.add(self.search)
        self.list: ItemList[SearchHit] = ItemList(
            ListModel(lambda hit: f"{masked(hit.name)} {hit.age_grade}"), _HitDelegate(), name=_("Found"), parent=self
        )
        self.list.setObjectName("pick-found")
        self.list.setMinimumHeight(theme.px(260))
        self.list.opened.connect(self._picked)
        self.add(self.list)
        self.set_buttons(leave=_("Leave it"))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(120)
        self._wait.timeout.connect(self.ask)
        self.search.changed.connect(self._wait.start)

    def begin(self) -> None:
        self.open(self.search)

    def ask(self) -> None:
        """Who is found by what is typed."""
        office, text = self._desk.office, self.search.value()
        self._asked = text
        if not text.strip():
            self.list.set_rows([])
            return

        def job() -> list[SearchHit]:
            return [hit for hit in search.find(office, text, limit=_FOUND).hits if hit.kind == "child"]

        self._desk.ask(job, self._show, key="calendar.pick", owner=self)

    def _show(self, hits: list[SearchHit]) -> None:
        self.list.set_rows(list(hits) or [Head(_("Nobody"), empty=True)])
        self.list.choose_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the field the arrows and Enter belong to the list."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        """Enter before the answer is there asks first, and takes nobody unseen."""
        if self.search.value() != self._asked:
            self._wait.stop()
            self.ask()
            return
        hit = self.list.current()
        if hit is not None:
            self._picked(hit)

    def _picked(self, hit: SearchHit) -> None:
        self.close()
        self._then(hit.child_id, hit.name)
