"""移行準備チェックリスト: what a young person, and its guardians apart, say about getting ready for adult care.

One sheet is one child, one day and one side. A sheet keeps the words it was asked in, so that it reads the same when
the office has changed its list; the code of an item lets answers of different years and sides stand beside each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from caseapp.rules.folding import fold
from caseapp.rules.problem import N_, Problem

CHILD, GUARDIAN = "child", "guardian"
SIDES = (CHILD, GUARDIAN)
YES, SOON, HELP, NOT_APPLICABLE = "yes", "soon", "help", "not_applicable"
OFFERED_FROM = 12
"""The age in years from which the list is offered; it can be used at any age."""

_LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class ChecklistItem:
    """One item of the office's list, worded for the child and for the guardians. `domain`: list transition_domain.

    `own`: written or changed by the office; `retired`: no longer asked.
    """

    code: str = ""
    domain: str
    child: str
    guardian: str
    own: bool = False
    retired: bool = False

    def words(self, respondent: str) -> str:
        """As it is asked of this side."""
        return self.child if respondent == CHILD else self.guardian


@dataclass(frozen=True, kw_only=True)
class TransitionAnswer:
    """One item as it was asked (`wording`), and the answer (list transition_answer; "" where none was given)."""

    item: str
    domain: str = ""
    wording: str = ""
    answer: str = ""
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class TransitionCheck:
    """A sheet. `respondent`: whose view it is (list transition_respondent); `respondent_name` and `relationship`: which
    member of the family filled it in ("" for the child). `how`: list transition_how. `list_version`: of the items."""

    id: str = ""
    revision: int = 0
    child_id: str
    on: date
    respondent: str = CHILD
    respondent_name: str = ""
    relationship: str = ""
    how: str = ""
    answers: tuple[TransitionAnswer, ...] = ()
    remark: str = ""
    list_version: str = ""
    none_reason: str = ""
    worker_id: str = ""
    worker: str = ""
    recorded_at: datetime | None = None

    def answer_of(self, item: str) -> TransitionAnswer | None:
        """What was said to an item; None when it was not asked."""
        return next((each for each in self.answers if each.item == item), None)


@dataclass(frozen=True)
class Standing:
    """How a sheet stands: `yes` of `asked` (what does not apply is not counted), `help` wanted, `answered` at all."""

    yes: int = 0
    asked: int = 0
    help: int = 0
    answered: int = 0


@dataclass(frozen=True)
class Apart:
    """An item on which the child and the guardians differ."""

    child: TransitionAnswer
    guardian: TransitionAnswer


def standing(check: TransitionCheck) -> Standing:
    """The sheet counted."""
    given = [each.answer for each in check.answers]
    return Standing(
        yes=given.count(YES),
        asked=sum(answer != NOT_APPLICABLE for answer in given),
        help=given.count(HELP),
        answered=sum(bool(answer) for answer in given),
    )


def newly_yes(check: TransitionCheck, before: TransitionCheck | None) -> tuple[TransitionAnswer, ...]:
    """What is answered with yes now and was answered otherwise in the sheet before."""
    return tuple(now for now, then in _both(check, before) if now.answer == YES and then.answer != YES)


def no_longer_yes(check: TransitionCheck, before: TransitionCheck | None) -> tuple[TransitionAnswer, ...]:
    """What was answered with yes in the sheet before and is answered otherwise now."""
    return tuple(now for now, then in _both(check, before) if then.answer == YES and now.answer != YES)


def _both(
    check: TransitionCheck, before: TransitionCheck | None
) -> Iterator[tuple[TransitionAnswer, TransitionAnswer]]:
    """The items answered in both sheets."""
    for now in check.answers if before is not None else ():
        then = before.answer_of(now.item) if before is not None else None
        if then is not None and now.answer and then.answer:
            yield now, then


def apart(child: TransitionCheck | None, guardian: TransitionCheck | None) -> tuple[Apart, ...]:
    """Where both answered and the answers differ, in the child's order: what to speak about."""
    if child is None or guardian is None:
        return ()
    pairs = ((mine, guardian.answer_of(mine.item)) for mine in child.answers if mine.answer)
    return tuple(
        Apart(mine, theirs) for mine, theirs in pairs if theirs is not None and theirs.answer not in ("", mine.answer)
    )


def wants_help(check: TransitionCheck) -> tuple[TransitionAnswer, ...]:
    """The items answered with 支援が必要."""
    return tuple(each for each in check.answers if each.answer == HELP)


def latest(checks: Iterable[TransitionCheck], respondent: str) -> tuple[TransitionCheck, ...]:
    """The sheets of one side, the newest first."""
    own = [each for each in checks if each.respondent == respondent]
    return tuple(sorted(own, key=lambda each: (each.on, each.id), reverse=True))


def blank_answers(items: Iterable[ChecklistItem], respondent: str) -> tuple[TransitionAnswer, ...]:
    """The items that are asked now, in the words of this side, without answers."""
    return tuple(
        TransitionAnswer(item=each.code, domain=each.domain, wording=each.words(respondent))
        for each in items
        if not each.retired
    )


def check_problems(check: TransitionCheck, *, today: date) -> list[Problem]:
    """What must be mended before the sheet can be saved."""
    found: list[Problem] = []
    if check.on > today:
        found.append(Problem("on", N_("The day of the checklist lies in the future.")))
    if check.respondent not in SIDES:
        found.append(Problem("respondent", N_("Choose whose answers these are.")))
    if not any(each.answer for each in check.answers):
        found.append(Problem("answers", N_("Answer at least one item.")))
    items = [each.item for each in check.answers]
    if len(set(items)) != len(items):
        found.append(Problem("answers", N_("An item stands on the sheet twice.")))
    return found


def item_problems(value: ChecklistItem, known: Iterable[ChecklistItem], *, domains: Sequence[str]) -> list[Problem]:
    """What must be mended before the item can be kept."""
    found: list[Problem] = []
    if value.domain not in domains:
        found.append(Problem("domain", N_("Choose what it belongs to.")))
    for field, text in (("child", value.child), ("guardian", value.guardian)):
        if not text.strip():
            found.append(Problem(field, N_("Write how it is asked.")))
        elif len(text) > _LONGEST:
            found.append(Problem(field, N_("At most {most} characters."), {"most": _LONGEST}))
    others = (each for each in known if each.code != value.code)
    if value.child.strip() and any(fold(each.child) == fold(value.child) for each in others):
        found.append(Problem("child", N_("The list has this item already.")))
    return found
