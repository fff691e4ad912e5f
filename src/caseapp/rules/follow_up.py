"""次にすること: a next action with a day and a person, and the question every record ends with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from caseapp.rules.problem import N_, Problem, Refused

OPEN, DONE, DROPPED = "open", "done", "dropped"


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

    `origin_kind` and `origin_id` name the record it grew from ("consultation", "liaison", "review", "support_plan"
    or "").
    `state`: open, done, dropped; `closed_note` says what came of it, or why it was dropped (required then).
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
    postponements: tuple[Postponement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The answer to 「次に、何を、いつまでに?」: an action with a day, or the reason why there is none.

    Exactly one of the two. `settles` holds ids of open follow-ups that this record settles (済みにする), `replaces`
    ids of those that the new action takes the place of (この予定に置きかえる).
    """

    text: str = ""
    due_on: date | None = None
    due_time: time | None = None
    kind: str = "other"
    worker_id: str = ""
    none_reason: str = ""
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


def follow_up_problems(follow_up: FollowUp) -> list[Problem]:
    """What must be mended before a follow-up that stands alone can be saved."""
    if not follow_up.text.strip():
        return [Problem("text", N_("Write what is to be done next."))]
    return []
