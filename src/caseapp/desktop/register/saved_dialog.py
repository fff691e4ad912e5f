"""保存した条件: the filters one comes back to, each with how many children it shows today; and giving one a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from caseapp.casework import list_saved, register
from caseapp.casework.list_views import RegisterFilter, SavedFilter
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.lists import Head, ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.text import Para, draw_line
from caseapp.desktop.theme.theme import theme
from caseapp.rules.account import WORKER, require
from caseapp.rules.changes import Changes
from caseapp.rules.problem import NotAllowed, Refused
from caseapp.words.language import _


@dataclass(frozen=True)
class Line:
    """A saved filter with its words, and how many children it shows (None: being counted)."""

    saved: SavedFilter
    words: str
    count: int | None = None


class _Delegate(RowDelegate[Line]):
    def height(self, item: Line, width: int) -> int:
        return theme.height("row") + 2

    def paint_item(self, painter: QPainter, where: QRectF, item: Line, *, chosen: bool) -> None:
        number = "" if item.count is None else f"{item.count:,}"
        room = theme.px(64)
        words = where.adjusted(0, 0, -room, 0)
        draw_line(painter, words, item.words, ink="ink" if item.count != 0 else "sub")
        at = QRectF(where.right() - room, where.top(), room - 8, where.height())
        ink = "ink" if item.count else "faint"
        draw_line(painter, at, number, bold=bool(item.count), ink=ink, align=Qt.AlignmentFlag.AlignRight)


class SavedDialog(Dialog):
    """Enter shows the children of a filter, Delete forgets an own or shared one.

    Object names: `saved-list`, `saved-keep` (save what is on now), `saved-go`.
    """

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        now: RegisterFilter,
        *,
        words: Sequence[str],
        then: Callable[[RegisterFilter], object],
    ) -> None:
        super().__init__(host, _("Saved conditions"), width=720)
        self.setObjectName("saved-dialog")
        self._host, self._desk, self._now, self._words, self._then = host, desk, now, words, then
        self.add(Para(_("Enter shows them. Delete forgets what was saved here."), ink="sub", parent=self.panel))
        self.model: ListModel[Line] = ListModel(_spoken)
        self.list: ItemList[Line] = ItemList(self.model, _Delegate(), name=_("Saved conditions"), parent=self.panel)
        self.list.setObjectName("saved-list")
        self.list.setMinimumHeight(theme.px(420))
        self.list.opened.connect(self._show)
        self.content.addWidget(self.list, 1)
        go = Button(_("Show them"), lambda: self._show(self.list.current()), kind="primary", key="Enter")
        go.setObjectName("saved-go")
        keep = Button(_("Save what is on now…"), self._keep, parent=self.panel)
        keep.setObjectName("saved-keep")
        keep.setEnabled(now != RegisterFilter())
        self.set_buttons(go, keep, leave=_("Close"))

    def begin(self) -> None:
        """Show it; the numbers come after."""
        self.open(self.list)
        office = self._desk.office
        self._desk.ask(lambda: list_saved.listed(office), self._listed, key="register.saved", owner=self)

    def _listed(self, saved: tuple[SavedFilter, ...]) -> None:
        self._set([Line(each, _(each.name) if each.kind == list_saved.GIVEN else each.name) for each in saved])
        office = self._desk.office
        filters = {each.key: each.filter for each in saved}
        self._desk.ask(lambda: register.counts(office, filters), self._counted, key="register.counts", owner=self)

    def _counted(self, counts: dict[str, int]) -> None:
        self._set([Line(line.saved, line.words, counts.get(line.saved.key)) for line in self.model.items()])

    def _set(self, lines: Sequence[Line]) -> None:
        rows: list[Head | Line] = []
        for kind, head in (
            (list_saved.OWN, _("My own")),
            (list_saved.SHARED, _("Shared by the office")),
            (list_saved.GIVEN, _("Always there")),
        ):
            of_kind = [line for line in lines if line.saved.kind == kind]
            if of_kind:
                rows += [Head(head), *of_kind]
        self.list.set_rows(rows, keep=lambda line: line.saved.key)
        if self.list.current() is None:
            self.list.choose_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.list.current()
        if event.key() == Qt.Key.Key_Delete and line is not None and line.saved.kind != list_saved.GIVEN:
            event.accept()
            self._forget(line.saved)
            return
        super().keyPressEvent(event)

    def _forget(self, saved: SavedFilter) -> None:
        office, key = self._desk.office, saved.key
        self._desk.act(lambda: list_saved.remove(office, key), lambda _changes: self.begin_again(), owner=self)

    def begin_again(self) -> None:
        """After something was saved or forgotten."""
        office = self._desk.office
        self._desk.ask(lambda: list_saved.listed(office), self._listed, key="register.saved", owner=self)

    def _show(self, line: Line | None) -> None:
        if line is not None:
            self.close()
            self._then(line.saved.filter)

    def _keep(self) -> None:
        self.close()
        NameDialog(self._host, self._desk, self._now, words=self._words).begin()


class NameDialog(Dialog):
    """A name for what is on now; for oneself or for the office. Object names `name-text`, `name-whose`, `name-go`."""

    def __init__(self, host: QWidget, desk: Desk, wanted: RegisterFilter, *, words: Sequence[str]) -> None:
        super().__init__(host, _("Save the conditions"))
        self._desk, self._wanted = desk, wanted
        self.add(Para("、".join(words), ink="sub", parent=self.panel))
        self.form = Form(above=True, parent=self.panel)
        self.text = self.form.row(_("Name for these conditions"), TextField(), name="name")
        self.text.setObjectName("name-text")
        whose = [(list_saved.OWN, _("For myself"))]
        if _may_share(desk):
            whose.append((list_saved.SHARED, _("For everybody in the office")))
        self.whose = self.form.row(_("Who sees it"), ToggleFlow(whose), name="whose")
        self.whose.setObjectName("name-whose")
        self.whose.set_value(list_saved.OWN)
        self.add(self.form)
        go = Button(_("Save"), self._go, kind="primary", key="Enter")
        go.setObjectName("name-go")
        self.set_buttons(go, leave=_("Leave it"))

    def begin(self) -> None:
        self.open(self.text)

    def _go(self) -> None:
        office, wanted = self._desk.office, self._wanted
        name, shared = self.text.value(), self.whose.value() == list_saved.SHARED

        def job() -> Changes:
            return list_saved.save(office, name, wanted, shared=shared)

        self._desk.act(job, self._saved, failed=self._failed, owner=self)

    def _saved(self, _changes: Changes) -> None:
        self._desk.saved(_("Saved as “{name}”").format(name=self.text.value().strip()))
        self.close()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.form.show_problems(error.problems)
        else:
            self._desk.dialogs.report(error)


def _may_share(desk: Desk) -> bool:
    try:
        require(desk.office.account, WORKER, action="filter.shared")
    except NotAllowed:
        return False
    return True


def _spoken(line: Line) -> str:
    return line.words if line.count is None else f"{line.words} {line.count}"
