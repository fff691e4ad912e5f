"""引継ぎ: children go from one worker to the next, each with a sheet, and the successor says that he has read it.

prepare → write (each child) → give (the worker changes, open next steps move along, the sheet is frozen) → acknowledge.
What has been given and not acknowledged stays visible to the successor, the predecessor and the managers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.casework import drafts
from caseapp.casework.import_decision import Progress, Steps
from caseapp.casework.in_charge import Before, Charge, give_back
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work, enter_child
from caseapp.casework.views import DraftKey
from caseapp.records import account, child
from caseapp.records.account import AccountRow
from caseapp.records.handover import SHAPE, SUBJECT, HandoverRow
from caseapp.rules import handover as rule
from caseapp.rules.account import MANAGER, Account
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child
from caseapp.rules.handover import GIVEN, PREPARING, Candidate, Handover
from caseapp.rules.problem import ANOTHERS, N_, NotFound, Problem, Refused
from caseapp.words.language import translator

_NOT_YOURS = N_("Only the worker in charge or a manager can do this.")
_GIVER_LEFT = N_("{name} works here no more: the children cannot go back. Begin a new hand-over.")
_TAKER_LEFT = N_("The successor left before confirming.")


def prepare(
    office: Office,
    child_ids: Iterable[str],
    *,
    to: str,
    on: date,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Changes:
    """Begin the hand-over of these children to the worker with the account `to`; `record_id` of the answer is its
    batch. Each sheet is drafted from the record; `progress` hears of each, and `cancelled` is asked before it.

    Raises Refused (who may, to whom, ended, already in a hand-over; nothing is begun then), NotFound, Cancelled.
    """
    wanted = list(dict.fromkeys(child_ids))
    with office.work("handover.prepare") as work:
        children = [work.find(child.SUBJECT, child_id) for child_id in wanted]
        charge = Charge(office, work)
        problems = rule.preparing_problems(
            [Candidate(child=each, is_open=_in_the_way(work.session, each.id)) for each in children],
            charge.people.get(to),
            on=on,
            today=office.today,
            by=office.account,
            manager=_manages(office),
            can_open=charge.can_open(to),
        )
        if problems:
            raise Refused(problems)
        batch = work.new_id()
        steps = Steps(len(children), progress=progress, cancelled=cancelled)
        for done, each in enumerate(children):
            steps.tell(done)
            _settle(office, work, each.id)
            drafted = _drafted(office, work.session, each)
            work.add(SUBJECT, replace(drafted, batch=batch, on=on, taker_id=to))
        _about_all(work, [each.id for each in children])
        return work.commit(batch)


def write(office: Office, value: Handover, *, draft_key: DraftKey | None = None) -> Changes:
    """Keep what was written on the sheet, while it is being prepared. Raises Refused, NotFound, ChangedMeanwhile."""
    with office.work("handover.write") as work:
        before = work.find(SUBJECT, value.id)
        _may(office, before)
        if before.state != PREPARING:
            raise Refused([Problem("", N_("This was handed over already; the sheet stays as it was."))])
        if value.child_id != before.child_id:
            raise Refused([Problem("child_id", ANOTHERS)])
        wanted = replace(
            before,
            revision=value.revision or before.revision,
            **{name: getattr(value, name) for name in (*rule.LINES, *_BESIDE)},
        )
        saved = work.save(SUBJECT, wanted)
        drafts.drop(work, draft_key)
        return work.commit(saved.id)


_BESIDE = ("worked", "not_worked", "introduction", "paper_records", "looked_at")
"""What the worker writes beside the three lines."""


def give(
    office: Office, batch: str, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
) -> Changes:
    """Carry out what was prepared, today and in one transaction: the worker of each child changes, its open next steps
    move along, and its sheet stays as it is now. `progress` hears of each, and `cancelled` is asked before it.

    Raises Refused (a line not written, a child closed or with another worker by now), NotFound for an unknown batch,
    Cancelled (nothing was handed over).
    """
    from caseapp.casework.papers import frozen  # brings reportlab

    with office.work("handover.give") as work:
        values = [value for value in _of_batch(work.session, batch) if value.state == PREPARING]
        for value in values:
            _may(office, value)
        pairs = [(value, work.find(child.SUBJECT, value.child_id)) for value in values]
        if not pairs:
            raise Refused([Problem("", N_("There is nothing left to hand over."))])
        charge, to = Charge(office, work), values[0].taker_id
        problems = rule.giving_problems(pairs, charge.people.get(to), can_open=charge.can_open(to))
        problems = problems or charge.problems((who for _, who in pairs), to)
        if problems:
            raise Refused(problems)
        steps = Steps(len(pairs), progress=progress, cancelled=cancelled)
        for done, (value, who) in enumerate(pairs):
            steps.tell(done)
            on_paper = replace(value, on=office.today)
            kept = frozen.freeze_handover(office, work.session, on_paper)
            before = charge.give(who, value.taker_id)
            moved = before.follow_ups if before is not None else ()
            given = replace(on_paper, state=GIVEN, given_at=work.at, worker_since=who.worker_since, moved=moved)
            work.save(SUBJECT, replace(given, frozen=kept))
        _about_all(work, [who.id for _, who in pairs])
        return work.commit(batch)


def take_back(office: Office, batch: str, *, planned: date | None = None) -> Changes:
    """Undo `give` while nothing was acknowledged: each child and each moved step that is still the successor's goes
    back, and the sheets are being prepared again, for the day that was `planned` before. Raises Refused."""
    with office.work("handover.take_back") as work:
        values = [value for value in _of_batch(work.session, batch) if value.state in (GIVEN, rule.ACKNOWLEDGED)]
        for value in values:
            _may(office, value)
        if not values or any(value.state != GIVEN for value in values):
            raise Refused([Problem("", N_("The successor has confirmed part of it; it cannot be taken back."))])
        gone = [value.giver for value in values if not _works_here(work.session, value.giver_id)]
        if gone:
            raise Refused([Problem("", _GIVER_LEFT, {"name": gone[0]})])
        for value in values:
            was = Before(value.child_id, value.giver_id, value.worker_since, value.moved)
            give_back(work, was, was_given=value.taker_id)
            again = replace(value, state=PREPARING, given_at=None, worker_since=None, moved=(), frozen="")
            work.save(SUBJECT, replace(again, on=planned or value.on))
        _about_all(work, [value.child_id for value in values])
        return work.commit(batch)


def cancel(office: Office, handover_ids: Iterable[str], *, reason: str = "") -> Changes:
    """Take children out of a hand-over: while it is prepared nothing else changes; one that was given is no longer
    waited for (managers only, with a reason), and the child stays with whom it is. Raises Refused, NotFound."""
    with office.work("handover.cancel") as work:
        done = []
        wanted = list(dict.fromkeys(handover_ids))
        if not wanted:
            raise Refused([Problem("", N_("No child is chosen."))])
        for key in wanted:
            value = work.find(SUBJECT, key)
            _may(office, value)
            if value.state == GIVEN and not _manages(office):
                raise Refused([Problem("", N_("Only a manager can stop waiting for the confirmation."))])
            work.save(SUBJECT, rule.cancelled(value, reason=reason))
            done.append(value.child_id)
        _about_all(work, done)
        return work.commit()


def acknowledge(office: Office, handover_id: str, *, question: str = "", draft_key: DraftKey | None = None) -> Changes:
    """The successor has read the sheet; `question` goes to the predecessor. Raises Refused, NotFound."""
    with office.work("handover.acknowledge") as work:
        value = work.find(SUBJECT, handover_id)
        work.save(SUBJECT, rule.acknowledged(value, by=office.account.id, at=work.at, question=question.strip()))
        drafts.drop(work, draft_key)
        return work.commit(handover_id)


def take_word_back(office: Office, handover_id: str) -> Changes:
    """Undo `acknowledge`, while nobody has answered: the sheet waits for the successor's word again. What he asked goes
    with it. Raises Refused, NotFound."""
    with office.work("handover.take_word_back") as work:
        value = work.find(SUBJECT, handover_id)
        newer = _open_one(work.session, value.child_id) is not None
        work.save(SUBJECT, rule.not_acknowledged(value, by=office.account.id, again_open=newer))
        return work.commit(handover_id)


def answer(office: Office, handover_id: str, text: str, *, draft_key: DraftKey | None = None) -> Changes:
    """The predecessor (or a manager) has seen the question, with what is said to it. Raises Refused, NotFound."""
    with office.work("handover.answer") as work:
        value = work.find(SUBJECT, handover_id)
        _may(office, value)
        work.save(SUBJECT, rule.answered(value, text=text.strip(), at=work.at))
        drafts.drop(work, draft_key)
        return work.commit(handover_id)


# ------------------------------------------------------------------------------------------------ within


def _manages(office: Office) -> bool:
    return office.account.role == MANAGER


def _may(office: Office, value: Handover) -> None:
    """The predecessor and managers. Raises Refused."""
    if not _manages(office) and office.account.id != value.giver_id:
        raise Refused([Problem("", _NOT_YOURS)])


def _account(session: Session, account_id: str) -> Account | None:
    row = session.get(AccountRow, account_id) if account_id else None
    return account.SHAPE.to_read(row) if row is not None else None


def _works_here(session: Session, account_id: str) -> bool:
    who = _account(session, account_id)
    return who is not None and who.active


def _open_one(session: Session, child_id: str) -> Handover | None:
    asked = select(HandoverRow).where(HandoverRow.child_id == child_id, HandoverRow.state.in_(rule.OPEN))
    row = session.scalars(asked.limit(1)).first()
    return SHAPE.to_read(row) if row is not None else None


def _in_the_way(session: Session, child_id: str) -> bool:
    """The child stands in a hand-over that is not finished and can be: one given to somebody who left cannot."""
    found = _open_one(session, child_id)
    return found is not None and (found.state != GIVEN or _works_here(session, found.taker_id))


def _settle(office: Office, work: Work, child_id: str) -> None:
    """Nobody will confirm what was given to somebody who left: it is no longer waited for."""
    found = _open_one(work.session, child_id)
    if found is not None:
        work.save(SUBJECT, rule.cancelled(found, reason=translator(office.language)._(_TAKER_LEFT)))


def _of_batch(session: Session, batch: str) -> list[Handover]:
    rows = session.scalars(select(HandoverRow).where(HandoverRow.batch == batch).order_by(HandoverRow.id))
    found = [SHAPE.to_read(row) for row in rows]
    if not found:
        raise NotFound("handover", batch)
    return found


def _drafted(office: Office, session: Session, who: Child) -> Handover:
    """What the program knows to say of a child, for the worker to put in words."""
    from caseapp.casework.papers import handover_paper  # brings reportlab
    from caseapp.casework.papers.gathered import gather

    return handover_paper.drafted(gather(office, session, who.id, language=office.language))


def _about_all(work: Work, child_ids: Sequence[str]) -> None:
    """An entry for each child (whose record shows it); the action's own is about the last of them."""
    *others, last = child_ids
    for child_id in others:
        enter_child(work, child_id, together=len(child_ids))
    work.about("child", last, child_id=last)
    work.note(together=len(child_ids))
