"""The way back after children changed their worker: of 担当を替える for many, and of a hand-over that is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from caseapp.casework.unit_of_work import Work
from caseapp.records import child, follow_up
from caseapp.rules.follow_up import OPEN


def give_back(
    work: Work, child_id: str, *, was_given: str, to: str, since: date | None, follow_ups: Iterable[str]
) -> bool:
    """The child goes back to the worker `to`, in charge `since`, with those of the moved next steps that are open and
    still `was_given`'s. False, and nothing is changed, when somebody gave the child to a third in the meantime."""
    value = work.find(child.SUBJECT, child_id)
    if value.worker_id != was_given:
        return False
    work.save(child.SUBJECT, replace(value, worker_id=to, worker_since=since))
    for key in follow_ups:
        if follow_up.SUBJECT.row_of(work.session, key) is None:
            continue
        step = work.find(follow_up.SUBJECT, key)
        if step.state == OPEN and step.worker_id == was_given:
            work.save(follow_up.SUBJECT, replace(step, worker_id=to))
    return True
