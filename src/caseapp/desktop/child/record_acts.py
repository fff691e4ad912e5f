"""What is done with a record at hand: read, mended, looked at in its history, taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from caseapp.casework import consultations, program_uses
from caseapp.casework.views import ChildPage
from caseapp.desktop.calendar.pick_child import PickChild
from caseapp.desktop.child import readings
from caseapp.desktop.child.entries import Entry
from caseapp.desktop.child.history import open_history
from caseapp.desktop.child.reading_pane import ReadingPane
from caseapp.desktop.child.readings import Reading
from caseapp.desktop.child.record_cases import CASES
from caseapp.desktop.child.take_back import ask_reason
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.page import Page
from caseapp.desktop.program_use.use_dialog import again_within_limits
from caseapp.rules.changes import Changes
from caseapp.words.language import _


class RecordActs:
    """The acts of one page on the records of its child."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def load(self, entry: Entry | None, view: ChildPage | None, pane: ReadingPane) -> None:
        """Show the entry in full in `pane`; nothing when there is none."""
        if entry is None or view is None:
            pane.show_reading(None)
            return
        kind, record_id = entry.entry.kind, entry.entry.record_id
        today = self._page.desk.today()

        def show(found: Any) -> None:
            reading = readings.reading(found, view, kind=kind, record_id=record_id)
            grown = [step for step in view.follow_ups if step.origin_id == record_id]
            pane.show_reading(reading, steps=grown, today=today)

        def failed(error: BaseException) -> None:
            pane.show_reading(None)
            self._page.desk.dialogs.report(error)

        self._page.desk.ask(self._loading(entry, view), show, key="child.reading", failed=failed, owner=pane)

    def with_reading(self, entry: Entry | None, view: ChildPage | None, act: Callable[[Reading], object]) -> None:
        """Do something with the entry, which is read first."""
        if entry is None or view is None:
            return

        def go(found: Any) -> None:
            reading = readings.reading(found, view, kind=entry.entry.kind, record_id=entry.entry.record_id)
            if reading is not None:
                act(reading)

        self._page.desk.ask(self._loading(entry, view), go, key="child.act", owner=self._page)

    def _loading(self, entry: Entry, view: ChildPage) -> Callable[[], Any]:
        kind, record_id = entry.entry.kind, entry.entry.record_id
        return partial(readings.load, self._page.desk.office, kind, record_id, child_id=view.child.id)

    def edit(self, reading: Reading) -> None:
        """Open the form where the record is changed."""
        if reading.edit is not None:
            page, args = reading.edit
            self._page.desk.go.open(page, **args)

    def history(self, reading: Reading) -> None:
        """変更履歴 of the record."""
        open_history(self._page, self._page.desk, kind=reading.kind, record_id=reading.record_id, title=reading.title)

    def move(self, reading: Reading) -> None:
        """The record was written for the wrong child: ask whose it is, give it over, offer to bring it back."""
        page, office, record_id = self._page, self._page.desk.office, reading.record_id
        was: list[str] = []

        def back() -> None:
            page.desk.act(partial(consultations.move, office, record_id, child_id=was[-1]), owner=page)

        def picked(child_id: str, name: str) -> None:
            words = _("Moved to {name}: {title}").format(name=masked(name), title=reading.title)

            def job() -> Changes:
                was.append(consultations.get(office, record_id).child_id)
                return consultations.move(office, record_id, child_id=child_id)

            page.desk.act(job, lambda _changes: page.offer_undo(words, back), owner=page)

        PickChild(page, then=picked).begin()

    def take_back(self, reading: Reading) -> None:
        """Ask for the reason, take the record back, offer to bring it back."""
        cases = CASES.get(reading.kind)
        if cases is None or not reading.withdrawable:
            return
        page, record_id = self._page, reading.record_id
        office = page.desk.office
        words = _("Taken back: {title}").format(title=reading.title)

        def within_limits(reason: str | None) -> Changes:
            return program_uses.restore(office, record_id, override_reason=reason)

        def bring_back() -> None:
            if reading.kind == "program_use":
                again_within_limits(page, within_limits, about=reading.title, act=_("Bring it back"))
                return
            page.desk.act(partial(cases.restore, office, record_id), owner=page)

        ask_reason(
            page,
            about=reading.title,
            record_id=record_id,
            act=lambda reason, steps: cases.withdraw(office, record_id, reason=reason, drop_steps=steps),
            done=lambda: page.offer_undo(words, bring_back),
        )
