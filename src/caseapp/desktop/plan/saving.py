"""Saving a plan from its page: once for two hurried presses, and nothing typed meanwhile is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from caseapp.desktop.plan import loading
from caseapp.desktop.plan.loading import Loaded
from caseapp.rules.changes import Changes
from caseapp.rules.plan import SupportPlan
from caseapp.rules.problem import Refused
from caseapp.words import language
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.desktop.plan.page import PlanPage


class Saving:
    """What `PlanPage` hands its saving to. `busy`: a saving is under way."""

    def __init__(self, page: PlanPage) -> None:
        self._page = page
        self.busy = False
        self._waiting: Callable[[], object] | None = None

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Keep the plan, and its draft no longer; `then` is called when it is there."""
        page = self._page
        plan, loaded = page.plan, page.loaded
        if plan is None or loaded is None or page.frozen:
            return
        if self.busy:
            self._waiting = then or self._waiting  # a step chosen while it is being saved comes after it
            return
        self.busy = True
        office, key = page.desk.office, loaded.key

        def job() -> Changes:
            from caseapp.casework import plans

            return plans.save(office, plan, draft_key=key)

        page.desk.act(job, lambda _changes: self._saved(plan, then), failed=self._failed, owner=page)

    def _saved(self, asked: SupportPlan, then: Callable[[], object] | None) -> None:
        page = self._page
        office, child_id = page.desk.office, asked.child_id
        if page.plan == asked:
            page.stop_keeping()

        def shown(loaded: Loaded) -> None:
            self.busy = False
            typed = page.plan if page.plan != asked else None  # typed while it was being saved
            page.show_loaded(loaded)
            if typed is not None:
                page.change(replace(typed, revision=loaded.plan.revision, number=loaded.plan.number))
            words = _("Saved {time}").format(time=f"{page.desk.now():%H:%M}")
            page.desk.saved(words)
            if typed is None:
                page.saved.say(words)
            waiting, self._waiting = self._waiting, None
            for step in (then, waiting):
                if step is not None:
                    step()

        page.desk.ask(lambda: loading.load(office, child_id, asked.id), shown, failed=self._failed, owner=page)

    def _failed(self, error: BaseException) -> None:
        self.busy, self._waiting = False, None
        page = self._page
        if not isinstance(error, Refused):
            page.desk.dialogs.report(error)
            return
        page.banner.say("\n".join(dict.fromkeys(language.say(problem) for problem in error.problems)), icon="info")
        page.board.goals.list.setFocus(Qt.FocusReason.OtherFocusReason)
