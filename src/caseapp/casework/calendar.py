"""暦: everything dated between two days. Next actions, visits made, reviews, certificates, answers, stages of the path,
bookings, planned hand-overs.

Eight statements, whatever the length; each asks an index for the days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import Session, aliased

from caseapp.casework import stages
from caseapp.casework.office import Office
from caseapp.casework.program_uses import touching
from caseapp.records.account import AccountRow
from caseapp.records.child import CertificatePeriodRow, ChildRow
from caseapp.records.consultation import ConsultationRow
from caseapp.records.follow_up import FollowUpRow
from caseapp.records.handover import HandoverRow
from caseapp.records.liaison import LiaisonRow
from caseapp.records.organization import OrganizationRow
from caseapp.records.plan import SupportPlanRow
from caseapp.records.program_use import SHAPE as USE_SHAPE
from caseapp.records.program_use import ProgramUseRow
from caseapp.records.stage import StageItemRow
from caseapp.rules.account import short_name
from caseapp.rules.certificate_rule import certificate_state
from caseapp.rules.follow_up import OPEN
from caseapp.rules.handover import PREPARING
from caseapp.rules.plan_state import ACTIVE, DELIVERED
from caseapp.rules.program_use import CANCELLED
from caseapp.rules.quota import days_between

STEP, WAITING, VISIT, REVIEW, CERTIFICATE, STAGE = "step", "waiting", "visit", "review", "certificate", "stage"
USE, HANDOVER = "program_use", "handover"
KINDS = (STEP, WAITING, VISIT, USE, HANDOVER, REVIEW, CERTIFICATE, STAGE)


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """What stands on a day. `kind` is one of KINDS; `code` the kind of a next action; `record_id` the record's id.

    `whom` is the organization or person one waits for, of a hand-over the successor (`text`: the predecessor); `page`
    and `record_id` say what opens it. `danger`: letting the certificate run out on this day cannot be mended. `entry`:
    of an item of the path the template's.
    """

    kind: str
    on: date
    at: time | None = None
    child_id: str
    child_name: str
    text: str = ""
    code: str = ""
    whom: str = ""
    worker_short: str = ""
    page: str = "child"
    record_id: str = ""
    danger: bool = False
    entry: str = ""


def between(office: Office, first: date, last: date, *, mine: bool) -> tuple[CalendarEntry, ...]:
    """Everything from `first` to `last`, by day and hour; the user's own with `mine`.

    Of the children in support; what is still to be done or waited for also of those whose support has ended, as Today
    shows it.
    """
    with office.reading("calendar.between") as session:
        reader = _Reader(session, office, first, last, mine=mine)
        found = [*reader.steps(), *reader.visits(), *reader.reviews()]
        found += [*reader.certificates(), *reader.answers(), *reader.stages(), *reader.uses(), *reader.handovers()]
    order = {kind: place for place, kind in enumerate(KINDS)}
    found.sort(key=lambda entry: (entry.on, entry.at is None, entry.at or time.min, order[entry.kind], entry.record_id))
    return tuple(found)


class _Reader:
    """One reading: the same days, the same whose."""

    def __init__(self, session: Session, office: Office, first: date, last: date, *, mine: bool) -> None:
        self.session, self.office, self.first, self.last = session, office, first, last
        self.mine, self.me = mine, office.account.id

    def _whose(self, worker_id: Any = None) -> ColumnElement[bool]:
        if not self.mine:
            return true()
        if worker_id is None:
            return ChildRow.worker_id == self.me
        return or_(worker_id == self.me, and_(worker_id.is_(None), ChildRow.worker_id == self.me))

    def _asked(
        self, row: Any, *columns: Any, worker_id: Any = None, outer: tuple[Any, ...] = (), ended: bool = False
    ) -> Iterator[Any]:
        """The columns with the child's and the worker's name, of the children that are meant; with `ended` also of
        those whose support has ended."""
        whose = ChildRow.worker_id if worker_id is None else worker_id
        names = (ChildRow.id.label("child"), ChildRow.family_name, ChildRow.given_name, ChildRow.birth_date)
        question = select(*columns, *names, AccountRow.name.label("worker"))
        question = question.join(ChildRow, ChildRow.id == row.child_id).outerjoin(AccountRow, AccountRow.id == whose)
        question = question.where(self._whose(worker_id), *outer)
        if not ended:
            question = question.where(ChildRow.status == "active")
        yield from self.session.execute(question)

    def _entry(self, kind: str, on: date, row: Any, **fields: Any) -> CalendarEntry:
        name = f"{row.family_name} {row.given_name}".strip()
        short = short_name(row.worker or "")
        return CalendarEntry(kind=kind, on=on, child_id=row.child, child_name=name, worker_short=short, **fields)

    def steps(self) -> Iterator[CalendarEntry]:
        row = FollowUpRow
        columns = (row.id, row.text, row.due_on, row.due_time, row.kind, row.waiting_for)
        wanted = (row.state == OPEN, row.due_on.between(self.first, self.last))
        for found in self._asked(row, *columns, worker_id=row.worker_id, outer=wanted, ended=True):
            kind = WAITING if found.waiting_for else STEP
            told = {"text": found.text, "code": found.kind, "whom": found.waiting_for, "record_id": found.id}
            yield self._entry(kind, found.due_on, found, at=found.due_time, **told)

    def visits(self) -> Iterator[CalendarEntry]:
        row = ConsultationRow
        wanted = (row.on.between(self.first, self.last), row.method == "visit", row.withdrawn.is_(False))
        for found in self._asked(row, row.id, row.on, row.start, worker_id=row.worker_id, outer=wanted):
            yield self._entry(VISIT, found.on, found, at=found.start, code="visit", record_id=found.id)

    def reviews(self) -> Iterator[CalendarEntry]:
        row = SupportPlanRow
        wanted = (row.status.in_((DELIVERED, ACTIVE)), row.next_review_on.between(self.first, self.last))
        for found in self._asked(row, row.id, row.next_review_on, outer=wanted):
            yield self._entry(REVIEW, found.next_review_on, found, code="plan", page="plan", record_id=found.id)

    def certificates(self) -> Iterator[CalendarEntry]:
        """The last day of each child's latest certificate."""
        row, later = CertificatePeriodRow, aliased(CertificatePeriodRow)
        newest = ~exists().where(later.child_id == row.child_id, later.valid_to > row.valid_to)
        wanted = (row.valid_to.between(self.first, self.last), newest)
        for found in self._asked(row, row.id, row.valid_to, outer=wanted):
            then = certificate_state(None, found.valid_to, birth=found.birth_date, today=found.valid_to)
            told = {
                "code": "paper",
                "record_id": found.id,
                "text": "final" if then.final else "",
                "danger": then.danger,
            }
            yield self._entry(CERTIFICATE, found.valid_to, found, **told)

    def uses(self) -> Iterator[CalendarEntry]:
        """The days on which a scheme is booked or was used: each day of a stay stands there."""
        row = ProgramUseRow
        wanted = (row.withdrawn.is_(False), row.state != CANCELLED, touching(self.first, self.last))
        for found in self._asked(row, row, outer=wanted):
            use = USE_SHAPE.to_read(found[0])
            told = {"text": use.scheme, "whom": use.place, "code": use.state, "page": "program_uses"}
            for day in days_between(max(use.first, self.first), min(use.last, self.last)):
                yield self._entry(USE, day, found, **told, record_id=use.id)

    def handovers(self) -> Iterator[CalendarEntry]:
        """The day on which a child is to be handed over: of the predecessor and of the successor."""
        row, takes = HandoverRow, aliased(AccountRow)
        concerned = or_(row.giver_id == self.me, row.taker_id == self.me) if self.mine else true()
        names = (ChildRow.id.label("child"), ChildRow.family_name, ChildRow.given_name)
        question = (
            select(row.id, row.on, AccountRow.name.label("worker"), takes.name.label("taker"), *names)
            .join(ChildRow, ChildRow.id == row.child_id)
            .outerjoin(AccountRow, AccountRow.id == row.giver_id)
            .outerjoin(takes, takes.id == row.taker_id)
            .where(row.state == PREPARING, row.on.between(self.first, self.last), concerned)
        )
        for found in self.session.execute(question):
            told = {"text": short_name(found.worker or ""), "whom": short_name(found.taker or ""), "page": "handover"}
            yield self._entry(HANDOVER, found.on, found, **told, record_id=found.id)

    def answers(self) -> Iterator[CalendarEntry]:
        row = LiaisonRow
        wanted = (
            row.withdrawn.is_(False),
            row.answered_on.is_(None),
            row.reply_due_on.between(self.first, self.last),
        )
        whom = select(OrganizationRow.name).where(OrganizationRow.id == row.organization_id).scalar_subquery()
        columns = (row.id, row.subject, row.reply_due_on, whom.label("whom"))
        for found in self._asked(row, *columns, worker_id=row.worker_id, outer=wanted, ended=True):
            told = {"text": found.subject, "whom": found.whom or "", "page": "liaison", "record_id": found.id}
            yield self._entry(WAITING, found.reply_due_on, found, code="letter", **told)

    def stages(self) -> Iterator[CalendarEntry]:
        """What the paths propose and nobody has decided about; it stands on its due day."""
        row = StageItemRow
        entries = {entry.id: entry for entry in stages.template(self.office)}
        columns = (row.key, row.entry, row.from_on, row.due_on, row.danger, row.name.label("name"))
        wanted = (row.due_on.between(self.first, self.last), row.lapses_on >= self.office.today)
        for found in self._asked(row, *columns, outer=wanted):
            entry = entries.get(found.entry)
            if entry is not None:
                item = stages.proposal(self.office, entry, found, child_id=found.child, child_name="", age_grade="")
                told = {"text": item.text, "code": item.kind, "record_id": found.key, "danger": found.danger}
                yield self._entry(STAGE, found.due_on, found, **told, entry=found.entry)
