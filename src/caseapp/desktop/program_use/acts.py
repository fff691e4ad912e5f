"""What is done with a use of a scheme on its child's page: booked, changed, marked, cancelled, taken back, undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import shiboken6

from caseapp.casework import drafts, program_uses
from caseapp.casework.views import DraftKey
from caseapp.desktop.child.take_back import ask_reason
from caseapp.desktop.kit.dialogs import Answer
from caseapp.desktop.program_use import words
from caseapp.desktop.program_use.dialogs import BookDialog, CancelDialog, UsedDialog
from caseapp.desktop.program_use.use_dialog import CANCELLING, MARKING, UseDialog, again_within_limits
from caseapp.rules.changes import Changes
from caseapp.rules.program_use import BOOKED, USED, ProgramUse
from caseapp.rules.quota import needs_hours
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.desktop.program_use.page import ProgramUsesPage


class UseActs:
    """What `ProgramUsesPage` hands its acts to. One dialog is open at a time; its draft is the page's."""

    def __init__(self, page: ProgramUsesPage) -> None:
        self._page = page
        self._dialog: UseDialog | None = None

    # ---- what is being written

    def written(self) -> DraftKey | None:
        """The draft of the dialog that is open."""
        dialog = self._open()
        return dialog.keeper.key if dialog is not None and dialog.keeper is not None else None

    def keep_now(self) -> None:
        """Write the draft, and wait for it."""
        if (dialog := self._open()) is not None:
            dialog.keep_now()

    def keep(self) -> None:
        """Write the draft, in the background."""
        if (dialog := self._open()) is not None:
            dialog.keep()

    def go_on_writing(self, form: str, use_id: str) -> None:
        """Open the dialog of a draft again."""
        page, use = self._page, self._page.table.current()
        if not use_id:
            self.book()
        elif use is None or use.id != use_id or (form == CANCELLING and use.state != BOOKED):
            self._ask_about_draft(DraftKey(form, page.child_id, use_id))
        elif form == CANCELLING:
            self.cancel_booking()
        elif form == MARKING:
            self.mark_used()
        else:
            self._book(use)

    def _ask_about_draft(self, key: DraftKey) -> None:
        """What it was about is not there any more, or stands differently."""
        page, names = self._page, {"form": key.form, "child_id": key.child_id, "record_id": key.record_id}
        office = page.desk.office
        page.desk.dialogs.ask(
            _("The entry that this draft is about was taken back or changed."),
            then=lambda _code: page.desk.act(lambda: drafts.discard(office, **names), owner=page),
            answers=[Answer("discard", _("Throw the draft away"))],
            leave=_("Keep it"),
        )

    def _open(self) -> UseDialog | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    def _begin(self, dialog: UseDialog) -> None:
        self._dialog = dialog
        dialog.closed.connect(self._forget)
        dialog.begin()

    def _forget(self) -> None:
        self._dialog = None

    # ---- acts

    def book(self) -> None:
        """A new booking; with the scheme of the chosen limit, entry or link."""
        page = self._page
        if not page.writing:
            return
        line = page.limits.current() if page.limits.hasFocus() else None
        use = page.table.current()
        code = line.account.scheme.code if line else page.scheme_code or (use.scheme_code if use else "")
        page.scheme_code = ""
        self._book(None, scheme_code=code)

    def change(self, use: ProgramUse | None) -> None:
        """Change an entry: what was used by what was really used."""
        if use is None or not self._page.writing:
            return
        if use.state == USED:
            self.mark_used()
        else:
            self._book(use)

    def _book(self, use: ProgramUse | None, *, scheme_code: str = "") -> None:
        page, loaded = self._page, self._page.loaded
        if loaded is None:
            return
        dialog = BookDialog(
            page,
            page.child_id,
            schemes=loaded.schemes,
            accounts=loaded.ledger.accounts,
            use=use,
            scheme_code=scheme_code,
            done=self._booked,
        )
        self._begin(dialog)

    def _booked(self, changes: Changes) -> None:
        self._page.desk.saved(_("The entry is saved."))
        self._page.show_use(changes.record_id)

    def mark_used(self) -> None:
        """What was really used, or mend it."""
        page, use, loaded = self._page, self._page.table.current(), self._page.loaded
        if use is None or loaded is None or not page.used_button.isEnabled():
            return
        scheme = next((each for each in loaded.schemes if each.code == use.scheme_code), None)
        by_hours = scheme is not None and needs_hours(scheme.quotas, on=use.first)
        told = _("Marked as used: {scheme}").format(scheme=use.scheme)
        done = self._undoable(use, told) if use.state == BOOKED else self._booked
        self._begin(UsedDialog(page, use, by_hours=by_hours, done=done))

    def cancel_booking(self) -> None:
        """It does not take place."""
        use = self._page.table.current()
        if use is not None and self._page.cancel_button.isEnabled():
            told = _("Cancelled: {scheme}").format(scheme=use.scheme)
            self._begin(CancelDialog(self._page, use, done=self._undoable(use, told)))

    def book_again(self) -> None:
        """Marked as used or cancelled by mistake."""
        use = self._page.table.current()
        if use is not None and use.state != BOOKED and self._page.writing:
            self._book_again(use)

    def _book_again(self, use: ProgramUse) -> None:
        office, use_id = self._page.desk.office, use.id

        def again(reason: str | None) -> Changes:
            return program_uses.book_again(office, use_id, override_reason=reason)

        again_within_limits(self._page, again, about=self.title_of(use), act=_("Make it a booking again"))

    def _undoable(self, use: ProgramUse, told: str) -> Callable[[Changes], object]:
        return lambda _changes: self._page.offer_undo(told, partial(self._book_again, use))

    def take_back(self) -> None:
        """The entry was a mistake."""
        page, use, office = self._page, self._page.table.current(), self._page.desk.office
        if use is None or not page.writing:
            return
        title = self.title_of(use)
        told = _("Taken back: {title}").format(title=title)

        def again(reason: str | None) -> Changes:
            return program_uses.restore(office, use.id, override_reason=reason)

        def back() -> None:
            again_within_limits(page, again, about=title, act=_("Bring it back"))

        ask_reason(
            page,
            about=title,
            record_id=use.id,
            act=lambda reason, steps: program_uses.withdraw(office, use.id, reason=reason, drop_steps=steps),
            done=lambda: page.offer_undo(told, back),
        )

    def title_of(self, use: ProgramUse) -> str:
        """The scheme and the days."""
        return f"{use.scheme} {words.days(use.first, use.last, self._page.desk.preferences['date_style'])}"
