"""引継ぎ: one child given from one worker to the next, with a sheet for a stranger and the successor's word on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from caseapp.rules.account import VIEWER, Account
from caseapp.rules.child import Child
from caseapp.rules.problem import CHILDREN, N_, Problem, Refused

PREPARING, GIVEN, ACKNOWLEDGED, CANCELLED = "preparing", "given", "acknowledged", "cancelled"
OPEN = (PREPARING, GIVEN)
"""A child stands in one open hand-over at most."""
LATE_DAYS = 7
"""From so many days on what was not acknowledged stands out."""
MOST = 500
LINES = ("person", "now", "next_step")
"""The three lines for somebody who meets the child for the first time."""

_UNWRITTEN = N_("Write the three lines of every child first. Still empty: {numbers}")
_ENDED = N_("Support has ended for: {numbers}")
_IN_OPEN = N_("Already in a hand-over that is not finished: {numbers}")
_NOT_YOURS = N_("Only the worker in charge or a manager hands over: {numbers}")
_NOBODY_BEFORE = N_("Nobody is in charge of: {numbers}. Name a worker in the register; there is nothing to hand over.")
_SAME = N_("The successor is in charge already of: {numbers}")
_NO_WAY_IN = N_("{name} has no way into the program yet. A manager can let {name} in first, in the settings.")
_MOVED_ON = N_("Somebody else is in charge by now of: {numbers}. Take them out of the hand-over.")


@dataclass(frozen=True, kw_only=True)
class Handover:
    """The hand-over of one child. Those that were begun together share `batch`.

    `state`: preparing (the sheet is being written) → given (the worker has changed) → acknowledged; or cancelled, with
    `cancelled_reason`. `on`: the planned day, and from `given` on the day on which it was done.
    `person`, `now`, `next_step` are the three lines, drafted by the program; `looked_at`: the worker has been through
    them. `introduction`: how the family meets the successor; `paper_records`: what there is on paper.
    `question` is what the successor asks or remarks, `answer` what the predecessor says to it (`answered_at`: seen).
    `worker_since` and `moved` (ids of next steps that went along) bring back what was before; `frozen` is the sheet as
    it was handed over (papers.frozen).
    """

    id: str = ""
    revision: int = 0
    child_id: str
    batch: str
    state: str = PREPARING
    on: date
    giver_id: str = ""
    giver: str = ""
    taker_id: str = ""
    taker: str = ""
    person: str = ""
    now: str = ""
    next_step: str = ""
    worked: str = ""
    not_worked: str = ""
    introduction: str = ""
    paper_records: str = ""
    looked_at: bool = False
    given_at: datetime | None = None
    acknowledged_at: datetime | None = None
    question: str = ""
    answer: str = ""
    answered_at: datetime | None = None
    cancelled_reason: str = ""
    worker_since: date | None = None
    moved: tuple[str, ...] = ()
    frozen: str = ""
    created_at: datetime | None = None

    @property
    def written(self) -> bool:
        """The three lines stand."""
        return all(getattr(self, line).strip() for line in LINES)

    @property
    def asks(self) -> bool:
        """The successor's question has not been seen yet."""
        return bool(self.question.strip()) and self.answered_at is None

    def days_open(self, today: date) -> int:
        """For how many days it has waited for the successor's word; 0 otherwise."""
        return max(0, (today - self.on).days) if self.state == GIVEN else 0


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A child somebody wants to hand over; `is_open`: it stands in a hand-over that is not finished."""

    child: Child
    is_open: bool = False


def preparing_problems(
    candidates: Sequence[Candidate],
    taker: Account | None,
    *,
    on: date,
    today: date,
    by: Account,
    manager: bool,
    can_open: bool = True,
) -> list[Problem]:
    """Why these children cannot be prepared for this successor; `can_open`: the successor has a way in."""
    found = taker_problems(taker, can_open=can_open)
    if on < today:
        found.append(Problem("on", N_("Choose today or a later day.")))
    if not candidates:
        found.append(Problem("", N_("No child is chosen.")))
    if len(candidates) > MOST:
        found.append(Problem("", N_("At most {most} children at once."), {"most": MOST}))
    children = [candidate.child for candidate in candidates]
    taker_id = taker.id if taker else ""
    found += named(_ENDED, [c for c in children if c.status != "active"])
    found += named(_IN_OPEN, [c.child for c in candidates if c.is_open])
    found += named(_NOBODY_BEFORE, [c for c in children if not c.worker_id])
    found += named(_SAME, [c for c in children if c.worker_id and c.worker_id == taker_id], field="taker_id")
    if not manager:
        found += named(_NOT_YOURS, [c for c in children if c.worker_id and c.worker_id != by.id])
    return found


def taker_problems(taker: Account | None, field: str = "taker_id", *, can_open: bool = True) -> list[Problem]:
    """Why this person cannot take over; `can_open`: has a way in, and sees what waits."""
    if taker is None:
        return [Problem(field, N_("Choose who takes over."))]
    if not taker.active:
        return [Problem(field, N_("{name} works here no more. Choose who takes over."), {"name": taker.name})]
    if taker.role == VIEWER:
        return [Problem(field, N_("Somebody who only reads cannot take over children."))]
    if not can_open:
        return [Problem(field, _NO_WAY_IN, {"name": taker.name})]
    return []


def giving_problems(
    pairs: Sequence[tuple[Handover, Child]], taker: Account | None, *, can_open: bool = True
) -> list[Problem]:
    """Why what was prepared cannot be carried out now."""
    found = taker_problems(taker, can_open=can_open)
    found += named(_UNWRITTEN, [child for value, child in pairs if not value.written])
    found += named(_ENDED, [child for _, child in pairs if child.status != "active"])
    found += named(_MOVED_ON, [child for value, child in pairs if child.worker_id != value.giver_id])
    return found


def acknowledged(value: Handover, *, by: str, at: datetime, question: str = "") -> Handover:
    """The successor has read the sheet. Raises Refused for another person, or when it is not waiting for it."""
    if value.taker_id != by:
        raise Refused([Problem("", N_("Only the successor can confirm this."))])
    if value.state != GIVEN:
        raise Refused([Problem("", N_("This hand-over is not waiting to be confirmed."))])
    return replace(value, state=ACKNOWLEDGED, acknowledged_at=at, question=question)


def not_acknowledged(value: Handover, *, by: str, again_open: bool) -> Handover:
    """The successor has not read it after all: it waits for his word again, and his question goes. `again_open`: the
    child stands in a newer hand-over. Raises Refused."""
    if value.state != ACKNOWLEDGED:
        raise Refused([Problem("", N_("This was not confirmed."))])
    if value.taker_id != by:
        raise Refused([Problem("", N_("Only the successor can take the confirmation back."))])
    if value.answered_at is not None:
        raise Refused([Problem("", N_("Your question was answered already; the confirmation stays."))])
    if again_open:
        raise Refused([Problem("", N_("The child stands in a new hand-over by now; the confirmation stays."))])
    return replace(value, state=GIVEN, acknowledged_at=None, question="")


def answered(value: Handover, *, text: str, at: datetime) -> Handover:
    """The question was seen, with what is said to it. Raises Refused when there is none, or it was answered."""
    if not value.question.strip():
        raise Refused([Problem("", N_("There is no question to answer."))])
    if value.answered_at is not None:
        raise Refused([Problem("", N_("The question was answered already."))])
    return replace(value, answer=text, answered_at=at)


def cancelled(value: Handover, *, reason: str) -> Handover:
    """Taken out of the hand-over. Raises Refused when it is finished, or was given and no reason is named."""
    if value.state not in OPEN:
        raise Refused([Problem("", N_("This hand-over is finished already."))])
    if value.state == GIVEN and not reason.strip():
        raise Refused([Problem("reason", N_("Say why the confirmation is not waited for."))])
    return replace(value, state=CANCELLED, cancelled_reason=reason)


def named(message: str, children: Sequence[Child], *, field: str = "") -> list[Problem]:
    """One problem that names the children by their numbers; a screen says them by `children`, as far as names are
    shown there."""
    numbers = "、".join(child.number for child in children)
    known = tuple((child.name, child.number) for child in children)
    return [Problem(field, message, {"numbers": numbers, CHILDREN: known})] if children else []
