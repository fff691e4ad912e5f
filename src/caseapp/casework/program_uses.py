"""利用実績: bookings of schemes, what was used, what was cancelled. Past a limit nothing goes without a reason.

Each use is measured with everything else that the child has of the scheme, inside the transaction that saves it. A
reason holds for what it was given for: where a limit is passed by more than then, it is asked for again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from caseapp.casework import drafts, plan_offers, taking_back
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.casework.views import DraftKey
from caseapp.records.child import ChildRow
from caseapp.records.history import HistoryRow
from caseapp.records.program_use import SHAPE, SUBJECT, ProgramUseRow
from caseapp.rules.changes import Changes
from caseapp.rules.plan_offer import Scheme
from caseapp.rules.problem import N_, NotFound, Problem, Refused
from caseapp.rules.program_use import BOOKED, CANCELLED, USED, ProgramUse, meeting, program_use_problems
from caseapp.rules.quota import Quota, Verdict, grown, judge
from caseapp.words import quotas as words
from caseapp.words.language import translator

_OVER = N_("{limit} Book it all the same only with a reason.")
_MORE = N_("{limit} The reason that stands there was for less. Write why it is more now.")
_ENDED = N_("The support of this child has ended.")


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What a booking would do: to which limits, and what stands in its way otherwise. `meets`: the other entries of the
    scheme on the same days."""

    verdicts: tuple[Verdict, ...] = ()
    problems: tuple[Problem, ...] = ()
    meets: tuple[ProgramUse, ...] = ()

    @property
    def over(self) -> bool:
        """A limit is passed: a reason is needed."""
        return any(verdict.over for verdict in self.verdicts)


def save(office: Office, value: ProgramUse, *, draft_key: DraftKey | None = None) -> Changes:
    """Book a use of a scheme, or change one. The same id given twice makes one record. The draft `draft_key` goes in
    the same transaction, here and below.

    Raises Refused (what is wrong; a limit that is passed without `override_reason`, or by more than the reason that
    stands there was for; a booking for a child whose support has ended), NotFound (also for a use of another child and
    one that was taken back), ChangedMeanwhile.
    """
    with office.work("program_use.save") as work:
        if work.session.get(ChildRow, value.child_id) is None:
            raise NotFound("child", value.child_id)
        stored = work.session.get(ProgramUseRow, value.id) if value.id else None
        if stored is not None and (stored.child_id != value.child_id or stored.withdrawn):
            raise NotFound(SUBJECT.kind, value.id)
        before = SHAPE.to_read(stored) if stored is not None else None
        drafts.drop(work, draft_key)
        return _kept(work, office, replace(value, worker_id=value.worker_id or office.account.id), before)


def mark_used(
    office: Office,
    use_id: str,
    *,
    used_from: date,
    used_to: date,
    minutes: int | None = None,
    override_reason: str | None = None,
    draft_key: DraftKey | None = None,
) -> Changes:
    """What was really used takes the place of what was booked. `override_reason` None: the one that stands there, as
    far as it goes. Raises as `save` does."""
    with office.work("program_use.used") as work:
        use = _standing(work, use_id)
        reason = use.override_reason if override_reason is None else override_reason
        drafts.drop(work, draft_key)
        actual = replace(use, used_from=used_from, used_to=used_to, used_minutes=minutes, override_reason=reason)
        return _kept(work, office, replace(actual, state=USED, cancelled_reason=""), use)


def cancel(office: Office, use_id: str, *, reason: str, draft_key: DraftKey | None = None) -> Changes:
    """It does not take place: it stays, and takes nothing any more. Raises Refused without a reason."""
    with office.work("program_use.cancelled") as work:
        use = _standing(work, use_id)
        drafts.drop(work, draft_key)
        return _kept(work, office, replace(use, state=CANCELLED, cancelled_reason=reason), use)


def book_again(office: Office, use_id: str, *, override_reason: str | None = None) -> Changes:
    """It is a booking again: marked as used or cancelled by mistake. `override_reason` as in `mark_used`. Raises as
    `save` does."""
    with office.work("program_use.booked_again") as work:
        use = _standing(work, use_id)
        reason = use.override_reason if override_reason is None else override_reason
        emptied = replace(use, used_from=None, used_to=None, used_minutes=None, cancelled_reason="")
        emptied = replace(emptied, override_reason=reason)
        return _kept(work, office, replace(emptied, state=BOOKED), use)


def withdraw(office: Office, use_id: str, *, reason: str, drop_steps: bool = True) -> Changes:
    """Take an entry back that was a mistake; it is kept and can be restored. Raises Refused without a reason."""
    with office.work("program_use.withdraw") as work:
        return taking_back.withdraw(work, SUBJECT, use_id, reason=reason, drop_steps=drop_steps)


def restore(office: Office, use_id: str, *, override_reason: str | None = None) -> Changes:
    """Bring an entry back that was taken back, within the limits or with a reason that goes as far. `override_reason`
    as in `mark_used`. Raises Refused."""
    with office.work("program_use.restore") as work:
        use = work.find(SUBJECT, use_id)
        wanted = use if override_reason is None else replace(use, override_reason=override_reason)
        if _measured(work, office, wanted, use):
            work.save(SUBJECT, wanted)
            work.note(override=True)
        return taking_back.restore(work, SUBJECT, use_id)


def get(office: Office, use_id: str) -> ProgramUse:
    """One use. Raises NotFound."""
    with office.reading("program_use.get") as session:
        row = session.get(ProgramUseRow, use_id)
        if row is None or row.withdrawn:
            raise NotFound("program_use", use_id)
        return SHAPE.to_read(row)


def look(office: Office, value: ProgramUse) -> Looked:
    """What saving it would do, without saving it."""
    with office.reading("program_use.look") as session:
        limits = limits_of(session, value.scheme_code)
        problems = tuple(program_use_problems(value, limits, today=office.today))
        if problems:
            return Looked(problems=problems)
        known = uses_in(session, value.child_id, scheme_code=value.scheme_code)
        return Looked(verdicts=_verdicts(session, value, limits), meets=meeting(value, known))


def limits_of(session: Session, scheme_code: str) -> tuple[Quota, ...]:
    """The limits of a scheme; none for one that is not in the list any more."""
    scheme = _scheme(session, scheme_code)
    return scheme.quotas if scheme else ()


def uses_in(session: Session, child_id: str, *, scheme_code: str = "") -> tuple[ProgramUse, ...]:
    """The child's uses (of one scheme), the newest first; those that were taken back are not there."""
    row = ProgramUseRow
    question = select(row).where(row.child_id == child_id, row.withdrawn.is_(False))
    if scheme_code:
        question = question.where(row.scheme_code == scheme_code)
    return tuple(SHAPE.to_read(found) for found in session.scalars(question.order_by(row.begins_on.desc(), row.id)))


def touching(first: date, last: date) -> ColumnElement[bool]:
    """Uses whose booked or real days meet these days."""
    row = ProgramUseRow
    actual = and_(row.used_from <= last, row.used_to >= first)
    return or_(and_(row.begins_on <= last, row.ends_on >= first), actual)


# ---- inside


def _standing(work: Work, use_id: str) -> ProgramUse:
    """A use that was not taken back. Raises NotFound."""
    if work.row(SUBJECT, use_id).withdrawn:
        raise NotFound(SUBJECT.kind, use_id)
    return work.find(SUBJECT, use_id)


def _kept(work: Work, office: Office, use: ProgramUse, before: ProgramUse | None) -> Changes:
    named = replace(use, scheme=_name(work.session, use, before))
    passed = _measured(work, office, named, before)
    stays = passed or (named.state == CANCELLED and before is not None and _days(before) == _days(named))
    saved = work.save(SUBJECT, named if stays else replace(named, override_reason=""))
    if passed:
        work.note(override=True)
    return work.commit(saved.id)


def _name(session: Session, use: ProgramUse, before: ProgramUse | None) -> str:
    """The scheme's name when it was booked; of another scheme its name now."""
    if before is not None and before.scheme_code == use.scheme_code:
        return use.scheme or before.scheme
    scheme = _scheme(session, use.scheme_code)
    return scheme.name if scheme else use.scheme


def _measured(work: Work, office: Office, use: ProgramUse, before: ProgramUse | None) -> bool:
    """Whether a limit is passed, with a reason. Raises Refused for what is wrong, and for a limit without one.

    `before`: the use as it stands in the store; its reason is good for as much as it passes the limits itself.
    """
    limits = limits_of(work.session, use.scheme_code)
    problems = program_use_problems(use, limits, today=office.today) or _ended(work.session, use, before)
    if not problems:
        passed = [each for each in _verdicts(work.session, use, limits) if each.over]
        reason = use.override_reason.strip()
        given = reason and (before is None or reason != before.override_reason.strip())
        if not passed or given or (reason and not grown(_passed_before(work.session, before, use, limits), passed)):
            return bool(passed)
        w = translator(office.language)
        said = " ".join(words.verdict_words(each, w) for each in passed)
        problems = [Problem("override_reason", _MORE if reason else _OVER, {"limit": said})]
    raise Refused(problems)


def _ended(session: Session, use: ProgramUse, before: ProgramUse | None) -> list[Problem]:
    """Nothing is booked any more for a child whose support has ended, and no booking is put off; what was used can
    still be written, and what stood there brought back."""
    child = session.get(ChildRow, use.child_id)
    closed = child is not None and child.status == "closed" and use.state == BOOKED
    stood = before is not None and _booked(before) == _booked(use)
    return [Problem("ends_on", _ENDED)] if closed and not stood else []


def _verdicts(
    session: Session, use: ProgramUse, limits: Sequence[Quota], *, without: Collection[str] = ()
) -> tuple[Verdict, ...]:
    stay = use.stay
    if stay is None:
        return ()
    known = uses_in(session, use.child_id, scheme_code=use.scheme_code)
    left_out = {use.id, *without}
    others = [other for each in known if each.id not in left_out and (other := each.stay) is not None]
    return judge(stay, others, limits)


def _passed_before(
    session: Session, before: ProgramUse | None, use: ProgramUse, limits: Sequence[Quota]
) -> tuple[Verdict, ...]:
    """What its reason is good for: how far it passes the limits as it stands; of one that was cancelled or taken back,
    how far it did, without what was written since. In another scheme it is good for nothing."""
    if before is None or before.scheme_code != use.scheme_code:
        return ()
    row = session.get(ProgramUseRow, before.id)
    if before.state != CANCELLED and (row is None or not row.withdrawn):
        return _verdicts(session, before, limits)
    counted = replace(before, state=USED if before.used_from else BOOKED)
    return _verdicts(session, counted, limits, without=_written_since(session, before))


def _written_since(session: Session, use: ProgramUse) -> frozenset[str]:
    """The child's uses that were made or changed since this one was cancelled or taken back."""
    row = HistoryRow
    mine = and_(row.record_id == use.id, row.kind == SUBJECT.kind, row.field.in_(("state", "withdrawn")))
    ended = session.scalar(select(func.max(row.seq)).where(mine))
    if ended is None:
        return frozenset()
    later = select(row.record_id).where(row.child_id == use.child_id, row.kind == SUBJECT.kind, row.seq > ended)
    return frozenset(session.scalars(later))


def _booked(use: ProgramUse) -> tuple[object, ...]:
    return use.scheme_code, use.begins_on, use.ends_on, use.minutes


def _days(use: ProgramUse) -> tuple[object, ...]:
    """What a reason was given for."""
    return *_booked(use), use.used_from, use.used_to, use.used_minutes, use.approved_from, use.approved_to


def _scheme(session: Session, code: str) -> Scheme | None:
    return next((each for each in plan_offers.schemes_in(session) if each.code == code), None)
