"""The draft of a form: kept in the vault within two seconds of typing, offered again for the same child only.

The key is (user, form, child, record); casework.drafts knows the user. Saving the record deletes the draft in the same
transaction (`casework.*.record(…, draft_key=keeper.key)`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from caseapp.casework.views import DraftKey
from caseapp.desktop.kit.dialogs import Answer
from caseapp.desktop.kit.page import Desk, Page
from caseapp.rules import dates
from caseapp.words import language
from caseapp.words.language import _

_WAIT = 1_000  # milliseconds of quiet before a draft is written …
_LONGEST = 2_000  # … and at most so long while somebody types on


def kept_words(moment: datetime, desk: Desk) -> str:
    """When a draft was kept: `10:14` of today, else the day as well."""
    return dates.moment_text(moment, now=desk.now(), language=language.current())


def ask_to_discard(desk: Desk, discard: Callable[[], object]) -> None:
    """Ask once more before a draft goes; `discard` is called when the person says so."""
    desk.dialogs.ask(
        _("Throw the draft away?"),
        then=lambda _code: discard(),
        answers=[Answer("discard", _("Throw it away"))],
        detail=_("What was written here cannot be brought back."),
        leave=_("Keep it"),
    )


class DraftKeeper(QObject):
    """Tell it `touch()` at every change; it asks `content()` (JSON values) and keeps it. `said` carries the sentence
    for the form and the status line: 「下書きを保存しました 10:14:32」."""

    said = Signal(str)

    def __init__(self, desk: Desk, key: DraftKey, content: Callable[[], Mapping[str, Any]], *, parent: QObject) -> None:
        super().__init__(parent)
        self.key = key
        self._desk, self._content = desk, content
        self._touched = False
        self._ended = False
        self._quiet = self._timer(_WAIT)
        self._longest = self._timer(_LONGEST)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.keep)
        return timer

    @property
    def unsaved(self) -> bool:
        """Something was typed that is not kept yet."""
        return self._touched

    def touch(self) -> None:
        """Something was changed."""
        if self._ended:
            return
        if not self._touched:
            self._desk.typed(True)
        self._touched = True
        self._quiet.start()
        if not self._longest.isActive():
            self._longest.start()

    def keep(self) -> None:
        """Write the draft now, in the background."""
        job = self._job()
        if job is not None:
            self._desk.ask(job, self._kept, failed=self._not_kept)  # without an owner: told when the page is gone, too

    def keep_now(self) -> None:
        """Write the draft and wait until it is on the disk (lock, end of the program)."""
        job = self._job()
        if job is None:
            return
        try:
            self._desk.runner.run_now(job)
        except BaseException:
            self._touched = True  # nothing is kept yet: the next one tries again
            raise

    def end(self) -> None:
        """The record was saved or the draft thrown away: write no more."""
        self._ended = True
        if self._touched:
            self._desk.typed(False)
        self._touched = False
        self._quiet.stop()
        self._longest.stop()

    def nothing_changed(self) -> None:
        """What stands here is what is stored again: there is no draft of it. A later `touch` begins one anew."""
        if self._touched:
            self._desk.typed(False)
        self._touched = False
        self._quiet.stop()
        self._longest.stop()
        if self._ended:
            return
        office, key = self._desk.office, self.key

        def job() -> None:
            from caseapp.casework import drafts

            drafts.discard(office, form=key.form, child_id=key.child_id, record_id=key.record_id)

        self._desk.ask(job, lambda _none: None)

    def discard(self, then: Callable[[], object] | None = None, *, page: Page | None = None) -> None:
        """Throw the draft away, and offer on `page` (where one is given) to bring it back; `then` reads anew."""
        content = dict(self._content()) if page is not None else {}
        self.end()
        office, key, desk = self._desk.office, self.key, self._desk
        names = {"form": key.form, "child_id": key.child_id, "record_id": key.record_id}
        again = then or _nothing

        def job() -> None:
            from caseapp.casework import drafts

            drafts.discard(office, **names)

        def job_back() -> None:
            from caseapp.casework import drafts

            drafts.save(office, **names, content=content)

        def gone(_none: None) -> None:
            again()
            if page is not None:
                back = partial(desk.ask, job_back, lambda _none: again(), owner=page)
                page.offer_undo(_("The draft was thrown away."), back)

        desk.ask(job, gone, owner=page or self)

    def _job(self) -> Callable[[], None] | None:
        if not self._touched or self._ended:
            return None
        self._touched = False
        self._quiet.stop()
        self._longest.stop()
        office, key, content = self._desk.office, self.key, dict(self._content())

        def job() -> None:
            from caseapp.casework import drafts

            drafts.save(office, form=key.form, child_id=key.child_id, record_id=key.record_id, content=content)

        return job

    def _kept(self, _none: None) -> None:
        if not shiboken6.isValid(self):
            return
        words = _("Draft saved {time}").format(time=f"{self._desk.now():%H:%M:%S}")
        self.said.emit(words)
        self._desk.saved(words)

    def _not_kept(self, error: BaseException) -> None:
        self._touched = True
        self._desk.dialogs.report(error, title=_("The draft could not be saved"))


def _nothing() -> None:
    """Nothing is to be read anew."""
