"""次にすること: a next action with a day and a person, and the question every record ends with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from caseapp.rules.holidays import next_open
from caseapp.rules.problem import N_, Problem, Refused
from caseapp.rules.recurrence import Repeat, next_after, repeat_problems

OPEN, DONE, DROPPED = "open", "done", "dropped"
OFTEN = 3
"""From so many postponements on an action stands out."""


@dataclass(frozen=True, kw_only=True)
class Postponement:
    """One putting-off: from which day to which, why, when it was decided."""

    due_from: date
    due_to: date
    reason: str
    on: date


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """A next action. `kind` chooses the icon: phone, visit, school, hospital, meeting, letter, paper, counter,
    plan, other.

    `origin_kind` and `origin_id` name the record it grew from ("consultation", "liaison", "review", "support_plan",
    "follow_up" for the next of a series, "stage" with the key of a dated item of rules.stage_template, or "").
    `state`: open, done, dropped; `closed_note` says what came of it, or why it was dropped (required then).
    `waiting_for` (待ち): whom one waits for, since `waiting_since`; `due_on` is then the day on which one asks again.
    `repeat` is a unit of rules.recurrence ("" once), every `repeat_every`, counted from `repeat_from`, the planned day
    of the first, until `repeat_until`: when one is done, the next appears.
    """

    id: str = ""
    revision: int = 0
    child_id: str
    text: str
    due_on: date
    due_time: time | None = None
    kind: str = "other"
    worker_id: str = ""
    worker: str = ""
    state: str = OPEN
    closed_on: date | None = None
    closed_note: str = ""
    origin_kind: str = ""
    origin_id: str = ""
    waiting_for: str = ""
    waiting_since: date | None = None
    repeat: str = ""
    repeat_every: int = 1
    repeat_from: date | None = None
    repeat_until: date | None = None
    postponements: tuple[Postponement, ...] = ()

    @property
    def planned_on(self) -> date:
        """The day it was planned for before it was put off."""
        return self.postponements[0].due_from if self.postponements else self.due_on

    @property
    def series(self) -> Repeat | None:
        """The repetition it is part of; None for what is done once."""
        if not self.repeat:
            return None
        return Repeat(self.repeat, self.repeat_every, self.repeat_from or self.planned_on, self.repeat_until)


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The answer to 「次に、何を、いつまでに?」: an action with a day, or the reason why there is none.

    Exactly one of the two. `settles` holds ids of open follow-ups that this record settles (済みにする), `replaces`
    ids of those that the new action takes the place of (この予定に置きかえる). `repeat` and its two are those
    of a FollowUp, counted from the day it is due.
    """

    text: str = ""
    due_on: date | None = None
    due_time: time | None = None
    kind: str = "other"
    worker_id: str = ""
    none_reason: str = ""
    repeat: str = ""
    repeat_every: int = 1
    repeat_until: date | None = None
    settles: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


def next_step_problems(step: NextStep | None) -> list[Problem]:
    """What is missing in the answer. None (nothing chosen) is a problem, too: the question must be answered."""
    if step is None or not (step.text.strip() or step.due_on or step.none_reason.strip()):
        return [Problem("next_step", N_("Choose what comes next, or say why nothing follows."))]
    if step.none_reason.strip():
        if step.text.strip() or step.due_on:
            return [Problem("next_step", N_("Choose either a next action or the reason for none."))]
        if step.replaces:
            return [Problem("next_step", N_("Without a next action there is nothing to replace the planned one with."))]
        return []
    found: list[Problem] = []
    if not step.text.strip():
        found.append(Problem("next_step.text", N_("Write what is to be done next.")))
    if step.due_on is None:
        found.append(Problem("next_step.due_on", N_("Enter by when.")))
    elif step.repeat:
        series = Repeat(step.repeat, step.repeat_every, step.due_on, step.repeat_until)
        found += [replace(each, field=f"next_step.{each.field}") for each in repeat_problems(series)]
    return found


def postponed(follow_up: FollowUp, *, to: date, reason: str, on: date) -> FollowUp:
    """The follow-up with a later day.

    Raises Refused when it is not open, the day is not later, or no reason is given.
    """
    problems: list[Problem] = []
    if follow_up.state != OPEN:
        problems.append(Problem("state", N_("This has been closed already.")))
    if to <= follow_up.due_on:
        problems.append(Problem("due_on", N_("Choose a later day than now planned.")))
    if not reason.strip():
        problems.append(Problem("reason", N_("Say why it is put off.")))
    if problems:
        raise Refused(problems)
    step = Postponement(due_from=follow_up.due_on, due_to=to, reason=reason, on=on)
    return replace(follow_up, due_on=to, postponements=(*follow_up.postponements, step))


def planned_again(follow_up: FollowUp) -> FollowUp:
    """The follow-up as it was before it was last put off. Raises Refused when it is not open or was never put off."""
    if follow_up.state != OPEN or not follow_up.postponements:
        raise Refused([Problem("state", N_("This was not put off."))])
    *before, last = follow_up.postponements
    return replace(follow_up, due_on=last.due_from, postponements=tuple(before))


def closed(follow_up: FollowUp, *, state: str, note: str, on: date) -> FollowUp:
    """The follow-up done or dropped. Raises Refused when it is not open, or dropped without a reason."""
    problems: list[Problem] = []
    if follow_up.state != OPEN:
        problems.append(Problem("state", N_("This has been closed already.")))
    if state == DROPPED and not note.strip():
        problems.append(Problem("reason", N_("Say why it is dropped.")))
    if problems:
        raise Refused(problems)
    return replace(follow_up, state=state, closed_on=on, closed_note=note)


def successor(follow_up: FollowUp, *, on: date) -> FollowUp | None:
    """The next of the series after this one was done on `on`; None when it does not repeat or the series has ended.

    Nothing is made up for what was missed: the next one lies after today and after the day this one was planned for.
    While it is another's turn its day says only when to ask again, and does not hold the series back. A day on which
    offices are closed gives the next open one; the series itself does not move by it.
    """
    series = follow_up.series
    if series is None:
        return None
    day = next_after(series, on if follow_up.waiting_for else max(on, follow_up.planned_on))
    if day is None:
        return None
    return replace(
        follow_up,
        id="",
        revision=0,
        due_on=next_open(day),
        repeat_from=series.start,
        state=OPEN,
        closed_on=None,
        closed_note="",
        waiting_for="",
        waiting_since=None,
        origin_kind="follow_up",
        origin_id=follow_up.id,
        postponements=(),
    )


def awaiting(follow_up: FollowUp, *, whom: str, since: date, until: date, on: date) -> FollowUp:
    """The follow-up while it is another's turn (待ち). Asking again on a later day is no postponement.

    Raises Refused when it is not open, nobody is named, `since` lies in the future or `until` in the past.
    """
    problems: list[Problem] = []
    if follow_up.state != OPEN:
        problems.append(Problem("state", N_("This has been closed already.")))
    if not whom.strip():
        problems.append(Problem("waiting_for", N_("Say whom you wait for.")))
    if since > on:
        problems.append(Problem("waiting_since", N_("The day lies in the future.")))
    if until < on:
        problems.append(Problem("due_on", N_("Choose today or a later day.")))
    if problems:
        raise Refused(problems)
    return replace(follow_up, waiting_for=whom, waiting_since=since, due_on=until)


def arrived(follow_up: FollowUp, *, on: date) -> FollowUp:
    """What one waited for has come: it is one's own turn again, today. Raises Refused when nobody was waited for."""
    if follow_up.state != OPEN or not follow_up.waiting_for:
        raise Refused([Problem("state", N_("Nobody is waited for here."))])
    return replace(follow_up, waiting_for="", waiting_since=None, due_on=on)


def follow_up_problems(follow_up: FollowUp) -> list[Problem]:
    """What must be mended before a follow-up that stands alone can be saved."""
    found = []
    if not follow_up.text.strip():
        found.append(Problem("text", N_("Write what is to be done next.")))
    if follow_up.series is not None:
        found += repeat_problems(follow_up.series)
    return found
