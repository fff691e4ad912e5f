"""担当を替える: to whom, what moves along; taken back with Ctrl+Z."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.casework import list_hand_over
from caseapp.casework.list_hand_over import HandedOver
from caseapp.desktop.handover import begin_dialog
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.failing import failed_in
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.text import Para
from caseapp.words.language import _, ngettext

_NAMED = 5


class HandOverDialog(Dialog):
    """`then(done)` gets what was changed. Object names `hand-over-to`, `hand-over-go`."""

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        children: Mapping[str, str],
        *,
        workers: Mapping[str, str],
        then: Callable[[HandedOver], object],
    ) -> None:
        super().__init__(host, _("Change the worker"))
        self._desk, self._ids, self._then = desk, tuple(children), then
        self.add(Para(_named(list(children.values())), parent=self.panel))
        self.form = Form(above=True, parent=self.panel)
        people = [("", _("Choose")), *workers.items()]
        self.to = self.form.row(
            _("New worker"),
            Combo(people, chars=20),
            name="worker_id",
            help_text=_("From today on. Open next steps of the worker before move along. Ctrl+Z takes it back."),
        )
        self.to.setObjectName("hand-over-to")
        self.add(self.form)
        self.go = Button(_("Change the worker"), self._go, kind="primary", key="Enter")
        self.go.setObjectName("hand-over-go")
        self.sheets = Button(_("With hand-over sheets…"), self._with_sheets)
        self.sheets.setObjectName("hand-over-sheets")
        self.open_ones = Button(_("Hand-overs under way"), self._under_way, kind="quiet")
        self.open_ones.setObjectName("hand-over-under-way")
        self._other_ways(self.sheets, self.open_ones)
        self.set_buttons(self.go, leave=_("Leave it"))

    def _other_ways(self, *ways: Button) -> None:
        """In a row of their own, which breaks where words or letters are larger."""
        holder = QWidget(self.panel)
        flow = FlowLayout(holder, gap=8, row_gap=6)
        for way in ways:
            way.setParent(holder)
            flow.addWidget(way)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        self.add(holder)

    def begin(self) -> None:
        self.open(self.to)

    def _with_sheets(self) -> None:
        """The same in April: a sheet for each child, confirmed by the successor."""
        self.close()
        begin_dialog.begin(self._host, self._desk, self._ids, to=self.to.value())

    def _under_way(self) -> None:
        self.close()
        self._desk.go.open("handover")

    def _go(self) -> None:
        office, ids, to = self._desk.office, self._ids, self.to.value()
        self.go.setEnabled(False)
        self._desk.ask(
            lambda: list_hand_over.hand_over(office, ids, to=to), self._done, failed=self._failed, owner=self
        )

    def _done(self, done: HandedOver) -> None:
        self.close()
        self._desk.bus.tell(done.changes)
        self._then(done)

    def _failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        failed_in(self, self.form, error, desk=self._desk, stays=True)


def _named(names: Sequence[str]) -> str:
    listed = "、".join(masked(name) for name in names[:_NAMED])
    if len(names) <= _NAMED:
        return listed
    more = len(names) - _NAMED
    return _("{listed} and {count} more children").format(listed=listed, count=more)


def done_words(done: HandedOver, worker: str) -> str:
    """What the bar says after it."""
    count = len(done.before)
    words = ngettext(
        "{count} child now has {worker} as worker", "{count} children now have {worker} as worker", count
    ).format(count=f"{count:,}", worker=worker)
    if done.moved:
        steps = ngettext(" (with {count} next step)", " (with {count} next steps)", done.moved)
        words += steps.format(count=done.moved)
    return words
