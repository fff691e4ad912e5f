"""利用実績: bookings of schemes, what was used, what was cancelled. Past a limit nothing goes without a reason.

Each use is measured with everything else that the child has of the scheme, inside the transaction that saves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from caseapp.casework import plan_offers, taking_back
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.records.child import ChildRow
from caseapp.records.program_use import SHAPE, SUBJECT, ProgramUseRow
from caseapp.rules.changes import Changes
from caseapp.rules.plan_offer import Scheme
from caseapp.rules.problem import N_, NotFound, Problem, Refused
from caseapp.rules.program_use import BOOKED, CANCELLED, USED, ProgramUse, program_use_problems
from caseapp.rules.quota import Quota, Verdict, judge
from caseapp.words import quotas as words
from caseapp.words.language import translator

_OVER = N_("{limit} Book it all the same only with a reason.")


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What a booking would do: to which limits, and what stands in its way otherwise."""

    verdicts: tuple[Verdict, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def over(self) -> bool:
        """A limit is passed: a reason is needed."""
        return any(verdict.over for verdict in self.verdicts)


def save(office: Office, value: ProgramUse) -> Changes:
    """Book a use of a scheme, or change one. The same id given twice makes one record.

    Raises Refused (what is wrong; a limit that is passed without `override_reason`), NotFound, ChangedMeanwhile.
    """
    with office.work("program_use.save") as work:
        if work.session.get(ChildRow, value.child_id) is None:
            raise NotFound("child", value.child_id)
        return _kept(work, office, replace(value, worker_id=value.worker_id or office.account.id))


def mark_used(
    office: Office,
    use_id: str,
    *,
    used_from: date,
    used_to: date,
    minutes: int | None = None,
    override_reason: str = "",
) -> Changes:
    """What was really used takes the place of what was booked. Raises as `save` does."""
    with office.work("program_use.used") as work:
        use = work.find(SUBJECT, use_id)
        reason = override_reason.strip() or use.override_reason
        actual = replace(use, used_from=used_from, used_to=used_to, used_minutes=minutes, override_reason=reason)
        return _kept(work, office, replace(actual, state=USED, cancelled_reason=""))


def cancel(office: Office, use_id: str, *, reason: str) -> Changes:
    """It does not take place: it stays, and takes nothing any more. Raises Refused without a reason."""
    with office.work("program_use.cancelled") as work:
        use = work.find(SUBJECT, use_id)
        return _kept(work, office, replace(use, state=CANCELLED, cancelled_reason=reason))


def book_again(office: Office, use_id: str) -> Changes:
    """It is a booking again: marked as used or cancelled by mistake. Raises as `save` does."""
    with office.work("program_use.booked_again") as work:
        use = work.find(SUBJECT, use_id)
        emptied = replace(use, used_from=None, used_to=None, used_minutes=None, cancelled_reason="")
        return _kept(work, office, replace(emptied, state=BOOKED))


def withdraw(office: Office, use_id: str, *, reason: str, drop_steps: bool = True) -> Changes:
    """Take an entry back that was a mistake; it is kept and can be restored. Raises Refused without a reason."""
    with office.work("program_use.withdraw") as work:
        return taking_back.withdraw(work, SUBJECT, use_id, reason=reason, drop_steps=drop_steps)


def restore(office: Office, use_id: str) -> Changes:
    """Bring an entry back that was taken back, within the limits. Raises Refused."""
    with office.work("program_use.restore") as work:
        _measured(work, office, work.find(SUBJECT, use_id))
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
        return Looked(verdicts=_verdicts(session, value, limits))


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


def _kept(work: Work, office: Office, use: ProgramUse) -> Changes:
    scheme = _scheme(work.session, use.scheme_code)
    named = replace(use, scheme=use.scheme or (scheme.name if scheme else ""))
    passed = _measured(work, office, named)
    kept = named if passed or named.state == CANCELLED else replace(named, override_reason="")
    saved = work.save(SUBJECT, kept)
    if passed:
        work.note(override=True)
    return work.commit(saved.id)


def _measured(work: Work, office: Office, use: ProgramUse) -> bool:
    """Whether a limit is passed, with a reason. Raises Refused for what is wrong, and for a limit without one."""
    limits = limits_of(work.session, use.scheme_code)
    problems = program_use_problems(use, limits, today=office.today)
    if not problems:
        passed = [each for each in _verdicts(work.session, use, limits) if each.over]
        if not passed or use.override_reason.strip():
            return bool(passed)
        w = translator(office.language)
        said = " ".join(words.verdict_words(each, w) for each in passed)
        problems = [Problem("override_reason", _OVER, {"limit": said})]
    raise Refused(problems)


def _verdicts(session: Session, use: ProgramUse, limits: Sequence[Quota]) -> tuple[Verdict, ...]:
    stay = use.stay
    if stay is None:
        return ()
    known = uses_in(session, use.child_id, scheme_code=use.scheme_code)
    others = [other for each in known if each.id != use.id and (other := each.stay) is not None]
    return judge(stay, others, limits)


def _scheme(session: Session, code: str) -> Scheme | None:
    return next((each for each in plan_offers.schemes_in(session) if each.code == code), None)
