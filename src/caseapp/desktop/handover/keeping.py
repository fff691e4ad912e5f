"""What is typed on a sheet: a draft at once, and a draft still until the store has it.

The way of `desktop.record.saving`, for a page that shows one sheet after the other: kept first, ended when it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import shiboken6

from caseapp.casework import handovers
from caseapp.casework.views import Draft, DraftKey
from caseapp.desktop.kit.drafts import DraftKeeper
from caseapp.desktop.kit.form import Form
from caseapp.rules.changes import Changes
from caseapp.rules.handover import Handover
from caseapp.rules.problem import ChangedMeanwhile
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.desktop.handover.page import HandoverPage

Then = Callable[[], object]


class Keeping:
    """What `HandoverPage` hands its writing to: the draft of the sheet that is shown, and how it goes to the store."""

    def __init__(self, page: HandoverPage) -> None:
        self._page = page
        self._keeper: DraftKeeper | None = None
        self._busy: set[str] = set()
        self._after: dict[str, Then] = {}

    # ---- the draft

    def begin(self) -> None:
        """The fields show another sheet from now on."""
        view = self._page.view
        sheet = view.sheet
        if sheet is not None and view.fields:
            key = DraftKey(self._page.name, sheet.value.child_id, sheet.value.id)
            self._keeper = DraftKeeper(self._page.desk, key, view.typed, parent=view)

    def end(self) -> None:
        """The fields are about to show something else: what was typed in them stays a draft."""
        if self._keeper is not None:
            self._keeper.keep()
            self._keeper.end()
            self._keeper.deleteLater()
            self._keeper = None

    def touched(self) -> None:
        """Something was typed; typed back to what is stored, it is no draft."""
        if self._keeper is None:
            return
        if self._page.view.typed():
            self._keeper.touch()
        else:
            self._keeper.nothing_changed()

    def keep_now(self) -> None:
        """Before a lock: on the disk when this returns."""
        if self._keeper is not None:
            self._keeper.keep_now()

    def discard(self, key: DraftKey, draft: Draft) -> None:
        """Throw away what was written on a sheet that nobody writes any more; it can be brought back."""
        page = self._page
        keeper = DraftKeeper(page.desk, key, lambda: draft.content, parent=page)
        keeper.discard(page.read_again, page=page)

    # ---- to the store

    def settle(self, then: Then | None = None) -> None:
        """What was typed on a sheet that is prepared becomes the sheet's, silently, and `then` goes on; a question or
        an answer stays a draft until it is sent. Where the store refuses, `then` is not called."""
        view = self._page.view
        if view.typed() and view.written() is not None:
            self.write(then)
            return
        if self._keeper is not None:
            self._keeper.keep()
        if then is not None:
            then()

    def write(self, then: Then | None = None, *, looked_at: bool = False) -> None:
        """The sheet as it stands in the fields."""
        page, value = self._page, self._page.view.written()
        if value is None:
            return
        if value.id in self._busy:
            if self._keeper is not None:
                self._keeper.keep()
            if then is not None:
                self._after[value.id] = then
            return
        wanted = replace(value, looked_at=value.looked_at or looked_at)
        office = page.desk.office
        self._store(lambda key: handovers.write(office, wanted, draft_key=key), then, wanted)

    def send(self, job: Callable[[DraftKey | None], Changes], then: Then) -> None:
        """A question or an answer, and with it the sheet is done; nothing can be typed meanwhile."""
        view = self._page.view
        if view.sheet is None or view.sheet.value.id in self._busy:
            return
        view.rest(on=True)
        self._store(job, then, None)

    def _store(self, job: Callable[[DraftKey | None], Changes], then: Then | None, value: Handover | None) -> None:
        page, keeper, sheet = self._page, self._keeper, self._page.view.sheet
        if sheet is None:
            return
        here, key = sheet.value.id, None
        if keeper is not None:
            keeper.keep()  # refused or failed, what was typed is there
            key = keeper.key
        self._busy.add(here)

        def done(_changes: Changes) -> None:
            self._busy.discard(here)
            after = self._after.pop(here, None)
            if not shiboken6.isValid(page):
                return
            if value is not None:
                self._is_stored(value)
            if then is not None:
                then()
            if after is not None:
                self.settle(after)

        # without an owner: also when the page is being left
        page.desk.act(partial(job, key), done, failed=partial(self._failed, here))

    def _is_stored(self, value: Handover) -> None:
        """What is typed is measured against this from now on."""
        if self._page.view.stored(value) and self._keeper is not None and self._keeper.unsaved:
            self.touched()

    def _read_again(self, form: Form) -> None:
        """What somebody else wrote comes in; what was typed here stays."""
        form.banner.say("")
        self._page.read_again()

    def _failed(self, here: str, error: BaseException) -> None:
        self._busy.discard(here)
        self._after.pop(here, None)
        page = self._page
        if not shiboken6.isValid(page):
            page.desk.dialogs.report(error)
            return
        page.view.rest(on=False)
        form = page.view.form
        shown = page.view.sheet is not None and page.view.sheet.value.id == here
        if isinstance(error, ChangedMeanwhile) and form is not None and shown:
            words = _("The record was changed meanwhile. Nothing was saved; what you wrote is kept as a draft.")
            again = partial(self._read_again, form)
            form.banner.say(words, action=_("Read the record as it is now"), do=again, icon="info")
            return
        page.desk.dialogs.report(error, title=_("The sheet could not be kept"))
