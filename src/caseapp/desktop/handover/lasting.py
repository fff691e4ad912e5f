"""A hand-over of many children takes seconds: a bar that says how far it is, and a button that stops it."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject

from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.runner import Failed, Progress
from caseapp.rules.changes import Changes
from caseapp.vault.trouble import Cancelled


def act_long(
    desk: Desk,
    title: str,
    job: Callable[[Progress], Changes],
    done: Callable[[Changes], object],
    *,
    stopped: Callable[[], object],
    owner: QObject,
    failed: Failed | None = None,
) -> None:
    """`desk.act` for a job that takes a while: every page hears of the changes, then `done` is called; `stopped` when
    the person stopped it (the runner says nothing then)."""

    def stoppable(progress: Progress) -> Changes | None:
        try:
            return job(progress)
        except Cancelled:
            return None

    def answered(changes: Changes | None) -> None:
        if changes is not None:
            desk.bus.tell(changes)
        if not shiboken6.isValid(owner):
            return
        if changes is None:
            stopped()
        else:
            done(changes)

    def refused(error: BaseException) -> None:
        taken_over = failed if failed is not None and shiboken6.isValid(owner) else desk.runner.report
        taken_over(error)

    desk.long(title, stoppable, answered, failed=refused)
