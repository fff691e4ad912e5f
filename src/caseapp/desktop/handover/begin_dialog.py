"""引継ぎを始める: to whom and when; the page of the hand-over opens with a drafted sheet for each child.

Object names: `handover-to`, `handover-on`, `handover-begin`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from caseapp.casework import handovers, in_charge
from caseapp.desktop.handover.lasting import act_long
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.failing import failed_in
from caseapp.desktop.kit.fields import DateField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.text import Para
from caseapp.rules.changes import Changes
from caseapp.words.language import _, ngettext


class BeginDialog(Dialog):
    """`workers`: name by account id of those who may take over."""

    def __init__(self, host: QWidget, desk: Desk, child_ids: Sequence[str], *, workers: Mapping[str, str]) -> None:
        super().__init__(host, _("Begin a hand-over"))
        self._desk, self._ids = desk, tuple(child_ids)
        words = ngettext(
            "A hand-over sheet is drafted for {count} child. You go through it and hand over when it is ready.",
            "A hand-over sheet is drafted for each of {count} children. You go through them and hand over when they "
            "are ready.",
            len(self._ids),
        )
        self.add(Para(words.format(count=len(self._ids)), parent=self.panel))
        self.form = Form(above=True, parent=self.panel)
        people = [("", _("Choose")), *workers.items()]
        self.to = self.form.row(_("Successor"), Combo(people, chars=20), name="taker_id")
        self.to.setObjectName("handover-to")
        self.on_day = self.form.row(
            _("Day of the hand-over"),
            DateField(desk.today),
            name="on",
            help_text=_("The worker changes when you carry it out; on this day Today reminds you."),
        )
        self.on_day.setObjectName("handover-on")
        self.on_day.set_value(desk.today())
        self.add(self.form)
        self.go = Button(_("Draft the sheets"), self._go, kind="primary", key="Enter", parent=self.panel)
        self.go.setObjectName("handover-begin")
        self.set_buttons(self.go, leave=_("Leave it"))

    def begin(self) -> None:
        self.open(self.to)

    def _go(self) -> None:
        if self.form.own_problems():
            return
        office, ids, to = self._desk.office, self._ids, self.to.value()
        on = self.on_day.value() or self._desk.today()
        self.go.setEnabled(False)
        act_long(
            self._desk,
            _("The sheets are being drafted"),
            lambda progress: handovers.prepare(
                office, ids, to=to, on=on, progress=progress, cancelled=progress.cancelled
            ),
            self._done,
            stopped=self._stopped,
            failed=self._failed,
            owner=self,
        )

    def _done(self, changes: Changes) -> None:
        self.close()
        self._desk.go.open("handover", batch=changes.record_id)

    def _stopped(self) -> None:
        self.go.setEnabled(True)
        self._desk.saved(_("Stopped. Nothing was changed."))

    def _failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        failed_in(self, self.form, error, desk=self._desk, stays=True)


def begin(host: QWidget, desk: Desk, child_ids: Sequence[str], *, without: str = "", to: str = "") -> None:
    """Ask to whom these children go; `without` is nobody to choose (who hands over), `to` was chosen before."""
    office, ids = desk.office, tuple(child_ids)

    def able() -> dict[str, str]:
        return {key: name for key, name in in_charge.takers(office).items() if key != without}

    desk.ask(able, partial(_open, host, desk, ids, to), owner=host)


def _open(host: QWidget, desk: Desk, ids: Sequence[str], to: str, workers: Mapping[str, str]) -> None:
    dialog = BeginDialog(host, desk, ids, workers=workers)
    if to in workers:
        dialog.to.set_value(to)
    dialog.begin()
