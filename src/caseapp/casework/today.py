"""今日: the first page of the morning. What is late, due and near; who we wait for; whom nobody has spoken with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from caseapp.casework import drafts, handover_views, stages, today_children
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Question
from caseapp.casework.views import (
    BookedRow,
    CertificateRow,
    SilentRow,
    StageProposal,
    TodayPage,
    TodayRow,
    WaitingRow,
)
from caseapp.records.account import AccountRow
from caseapp.records.child import ChildRow
from caseapp.records.consultation import ConsultationChildRow, ConsultationRow
from caseapp.records.follow_up import FollowUpRow, PostponementRow
from caseapp.records.liaison import LiaisonRow
from caseapp.records.organization import OrganizationRow
from caseapp.records.program_use import ProgramUseRow
from caseapp.records.stage import StageItemRow
from caseapp.rules.account import short_name
from caseapp.rules.age import age_and_grade
from caseapp.rules.certificate_rule import WARN_DAYS
from caseapp.rules.due import NEAR_DAYS
from caseapp.rules.program_use import BOOKED
from caseapp.rules.stage_template import Entry

SHOWN = 100
"""So many lines of one list can be read in a morning; `counts` tells the rest."""

_OLDEST_EXPIRY = timedelta(days=366)


def page(office: Office, *, mine: bool) -> TodayPage:
    """Today for the user alone (own actions, own children), or for the whole office."""
    with office.reading("today.page") as session:
        return _Reader(session, office, mine=mine).page()


class _Reader:
    """One reading of the page: the same day, the same whose, the same language."""

    def __init__(self, session: Session, office: Office, *, mine: bool) -> None:
        self.session = session
        self.office = office
        self.today = office.today
        self.language = office.language
        self.mine = mine
        self.me = office.account.id
        self.silent_by_worker: tuple[tuple[str, int], ...] = ()
        self.silent_before = self.today - timedelta(days=office.settings.silent_days)
        self.meant = today_children.in_support(session.connection(), worker_id=self.me if mine else None)

    def page(self) -> TodayPage:
        due, counts = self._due()
        waiting = self._waiting()
        silent, counts["silent"] = self._silent()
        certificates, counts["certificates"] = self._certificates()
        milestones, counts["milestones"] = self._milestones()
        booked, counts["booked"] = self._booked()
        children, registered = self._children()
        today = [row for row in due if row.due_on == self.today]
        return TodayPage(
            on=self.today,
            mine=self.mine,
            overdue=tuple(row for row in due if row.due_on < self.today),
            due_today=tuple(today),
            next_7_days=tuple(row for row in due if row.due_on > self.today),
            waiting=tuple(waiting[:SHOWN]),
            silent=self._with_last_contact(silent),
            certificates=tuple(certificates),
            milestones=tuple(milestones),
            counts={**counts, "children": children, "registered": registered, "waiting": len(waiting)},
            kinds=dict(Counter(row.kind for row in today)),
            drafts=drafts.of_user(self.session, self.office),
            silent_by_worker=self.silent_by_worker,
            booked=booked,
            handovers=handover_views.notices(self.office, self.session, mine=self.mine),
        )

    # --- whose

    def _of_mine(self) -> ColumnElement[bool]:
        """Children in support, and where wanted only the user's own."""
        active = ChildRow.status == "active"
        return and_(active, ChildRow.worker_id == self.me) if self.mine else active

    def _children(self) -> tuple[int, int]:
        """How many are meant, and how many the office has ever registered: 0 means that nothing has begun yet."""
        row = self.session.execute(select(func.count().filter(self._of_mine()), func.count()).select_from(ChildRow))
        meant, registered = row.one()
        return meant, registered

    def _age(self, row: Any) -> str:
        return age_and_grade(row.birth_date, self.today, grade_override=row.grade_override, language=self.language)

    # --- what is to be done

    def _due(self) -> tuple[list[TodayRow], dict[str, int]]:
        """The open actions until a week from now, and how many there are of each urgency."""
        whose = self._whose_follow_ups()
        last = self.today + timedelta(days=NEAR_DAYS)
        urgency = case(
            (FollowUpRow.due_on < self.today, "overdue"),
            (FollowUpRow.due_on == self.today, "due_today"),
            else_="next_7_days",
        )
        counted = select(urgency, func.count()).where(whose, FollowUpRow.due_on <= last)
        counted = counted.join(ChildRow, ChildRow.id == FollowUpRow.child_id).group_by(urgency)
        numbers: dict[str, int] = dict(self.session.execute(counted).all())
        rows = [row for part in self._portions(last) for row in self.session.execute(part).all()]
        dangers = self._dangers(rows)
        found = [self._today_row(row, dangers) for row in rows]
        return found, {name: numbers.get(name, 0) for name in ("overdue", "due_today", "next_7_days")}

    def _whose_follow_ups(self) -> ColumnElement[bool]:
        """Those that are the user's own turn (or the office's): not what waits for somebody."""
        return and_(self._open_steps(), FollowUpRow.waiting_for == "")

    def _open_steps(self) -> ColumnElement[bool]:
        still_open = FollowUpRow.state == "open"
        if not self.mine:
            return still_open
        nobody = and_(FollowUpRow.worker_id.is_(None), ChildRow.worker_id == self.me)
        return and_(still_open, or_(FollowUpRow.worker_id == self.me, nobody))

    def _portions(self, last: date) -> list[Question]:
        """Overdue, today and the week ahead, each cut at what is shown, so that no list crowds out another."""
        row = FollowUpRow
        postponed = select(func.count()).where(PostponementRow.follow_up_id == row.id).scalar_subquery()
        question = (
            select(
                *(row.id, row.child_id, row.text, row.due_on, row.due_time, row.kind, row.worker_id, row.repeat),
                *(postponed.label("postponed"), row.origin_kind, row.origin_id, ChildRow.family_name),
                *(ChildRow.given_name, ChildRow.family_name_kana, ChildRow.given_name_kana, ChildRow.birth_date),
                ChildRow.grade_override,
                AccountRow.name.label("worker"),
            )
            .join(ChildRow, ChildRow.id == row.child_id)
            .outerjoin(AccountRow, AccountRow.id == row.worker_id)
            .where(self._whose_follow_ups())
            .order_by(row.due_on, row.due_time.is_(None), row.due_time, ChildRow.sort_key, row.id)
            .limit(SHOWN)
        )
        return [
            question.where(row.due_on < self.today),
            question.where(row.due_on == self.today),
            question.where(row.due_on > self.today, row.due_on <= last),
        ]

    def _today_row(self, row: Any, dangers: dict[str, str]) -> TodayRow:
        return TodayRow(
            follow_up_id=row.id,
            child_id=row.child_id,
            child_name=_name(row),
            child_kana=f"{row.family_name_kana} {row.given_name_kana}".strip(),
            age_grade=self._age(row),
            text=row.text,
            due_on=row.due_on,
            due_time=row.due_time,
            kind=row.kind,
            worker_id=row.worker_id,
            worker_short=short_name(row.worker or ""),
            origin_kind=row.origin_kind,
            origin_id=row.origin_id,
            danger=dangers.get(row.child_id, ""),
            postponed=row.postponed,
            repeats=bool(row.repeat),
        )

    def _dangers(self, rows: Sequence[Any]) -> dict[str, str]:
        """What can no longer be mended about the certificates of the children in these rows: their states."""
        births = {row.child_id: row.birth_date for row in rows}
        states = today_children.certificates_on(self.session.connection(), births, today=self.today)
        return {child_id: state.state for child_id, (_, state) in states.items() if state.danger}

    # --- whom we wait for

    def _waiting(self) -> list[WaitingRow]:
        """Answers of organizations and actions that are another's turn: one list, the most urgent first."""
        rows = [*self._unanswered(), *self._others_turn()]
        return sorted(rows, key=lambda row: (row.reply_due_on or date.max, row.on))

    def _unanswered(self) -> Iterator[WaitingRow]:
        row = LiaisonRow
        question = (
            select(
                *(row.id, row.child_id, row.subject, row.on, row.reply_due_on, ChildRow.family_name),
                *(ChildRow.given_name, OrganizationRow.name.label("whom"), AccountRow.name.label("worker")),
            )
            .join(ChildRow, ChildRow.id == row.child_id)
            .join(OrganizationRow, OrganizationRow.id == row.organization_id)
            .outerjoin(AccountRow, AccountRow.id == row.worker_id)
            .where(row.withdrawn.is_(False), row.answered_on.is_(None), row.reply_due_on.is_not(None))
            .order_by(row.reply_due_on, row.on, row.id)
        )
        if self.mine:
            question = question.where(or_(row.worker_id == self.me, ChildRow.worker_id == self.me))
        for found in self.session.execute(question):
            yield _waiting_row(found, liaison_id=found.id)

    def _others_turn(self) -> Iterator[WaitingRow]:
        row = FollowUpRow
        question = (
            select(
                *(row.id, row.child_id, row.text.label("subject"), row.waiting_since.label("on")),
                *(row.due_on.label("reply_due_on"), row.waiting_for.label("whom"), ChildRow.family_name),
                *(ChildRow.given_name, AccountRow.name.label("worker")),
            )
            .join(ChildRow, ChildRow.id == row.child_id)
            .outerjoin(AccountRow, AccountRow.id == row.worker_id)
            .where(self._open_steps(), row.waiting_for != "")
            .order_by(row.due_on, row.id)
        )
        for found in self.session.execute(question):
            yield _waiting_row(found, follow_up_id=found.id)

    # --- whom nobody has spoken with

    def _silent(self) -> tuple[list[SilentRow], int]:
        """Children in support without a contact since long, the longest silent first; and how many there are."""
        silent = today_children.silent(self.session.connection(), self.meant, before=self.silent_before)
        people = _people(self.session, (each.child_id for each in silent[:SHOWN]))
        shown = [
            SilentRow(
                child_id=each.child_id,
                child_name=_name(row),
                age_grade=self._age(row),
                last_on=each.last_on,
                registered_on=row.registered_on,
                worker_short=short_name(row.worker or ""),
            )
            for each in silent[:SHOWN]
            for row in (people[each.child_id],)
        ]
        self.silent_by_worker = self._by_worker(each.child_id for each in silent)
        return shown, len(silent)

    def _by_worker(self, child_ids: Iterable[str]) -> tuple[tuple[str, int], ...]:
        """How many of these children are whose, the most first."""
        counts = Counter(self.meant[child_id].worker_id for child_id in child_ids)
        if not counts:
            return ()
        names = dict(self.session.execute(select(AccountRow.id, AccountRow.name)).all())
        by_name: Counter[str] = Counter()
        for worker_id, count in counts.items():
            by_name[short_name(names.get(worker_id or "", ""))] += count
        return tuple(by_name.most_common())

    def _with_last_contact(self, silent: Sequence[SilentRow]) -> tuple[SilentRow, ...]:
        """The same with how and with whom the last contact was, also where it was recorded with a brother or sister."""
        row = ConsultationRow
        days = {each.child_id: each.last_on for each in silent if each.last_on}
        told = (row.on, row.method, row.consulter, row.start, row.id)
        wanted = (row.withdrawn.is_(False), row.on.in_(set(days.values())))
        own = select(row.child_id, *told).where(row.child_id.in_(days), *wanted)
        also = select(ConsultationChildRow.child_id, *told).join(row, row.id == ConsultationChildRow.consultation_id)
        also = also.where(ConsultationChildRow.child_id.in_(days), *wanted)
        how: dict[str, tuple[str, str]] = {}
        for found in sorted(
            (found for question in (own, also) for found in self.session.execute(question)),
            key=lambda found: (found.start or time.min, found.id),
        ):
            if found.on == days[found.child_id]:
                how[found.child_id] = found.method, found.consulter
        return tuple(
            replace(row, method=how[row.child_id][0], consulter=how[row.child_id][1]) if row.child_id in how else row
            for row in silent
        )

    # --- certificates

    def _certificates(self) -> tuple[list[CertificateRow], int]:
        """The certificates that end within 90 days or have ended within a year, the most urgent first; and how many."""
        ending = today_children.ending(
            self.session.connection(),
            self.meant,
            today=self.today,
            since=_OLDEST_EXPIRY,
            until=self.today + timedelta(days=WARN_DAYS),
        )
        people = _people(self.session, (each.child_id for each in ending[:SHOWN]))
        shown = [
            CertificateRow(
                child_id=each.child_id,
                child_name=_name(row),
                age_grade=self._age(row),
                valid_to=each.valid_to,
                state=each.state,
                worker_short=short_name(row.worker or ""),
            )
            for each in ending[:SHOWN]
            for row in (people[each.child_id],)
        ]
        return shown, len(ending)

    # --- uses of schemes

    def _booked(self) -> tuple[tuple[BookedRow, ...], int]:
        """What is booked for these days, and what is over and was not marked as used, the oldest first; how many."""
        row = ProgramUseRow
        question = (
            select(
                *(row.id, row.child_id, row.scheme, row.place, row.begins_on, row.ends_on, ChildRow.family_name),
                *(ChildRow.given_name, ChildRow.birth_date, ChildRow.grade_override, AccountRow.name.label("worker")),
                func.count().over().label("all"),
            )
            .join(ChildRow, ChildRow.id == row.child_id)
            .outerjoin(AccountRow, AccountRow.id == ChildRow.worker_id)
            .where(self._of_mine(), row.withdrawn.is_(False), row.state == BOOKED)
            .where(row.begins_on <= self.today + timedelta(days=NEAR_DAYS))
            .order_by(row.begins_on, ChildRow.sort_key, row.id)
            .limit(SHOWN)
        )
        found = self.session.execute(question).all()
        rows = tuple(
            BookedRow(
                use_id=each.id,
                child_id=each.child_id,
                child_name=_name(each),
                age_grade=self._age(each),
                scheme=each.scheme,
                place=each.place,
                begins_on=each.begins_on,
                ends_on=each.ends_on,
                worker_short=short_name(each.worker or ""),
            )
            for each in found
        )
        return rows, found[0].all if found else 0

    # --- stages of life

    def _milestones(self) -> tuple[list[StageProposal], int]:
        """The items of the children's paths that are shown by now, what cannot be mended first; and how many."""
        first, count = today_children.first_items(self.session.connection(), self.meant, today=self.today, most=SHOWN)
        row, wanted = StageItemRow, {(each.child_id, each.key) for each in first}
        question = (
            select(
                *(row.child_id, row.key, row.entry, row.from_on, row.due_on, row.danger, row.name.label("name")),
                *(ChildRow.family_name, ChildRow.given_name, ChildRow.birth_date, ChildRow.grade_override),
                AccountRow.name.label("worker"),
            )
            .join(ChildRow, ChildRow.id == row.child_id)
            .outerjoin(AccountRow, AccountRow.id == ChildRow.worker_id)
            .where(row.child_id.in_({child_id for child_id, _ in wanted}))
            .order_by(row.danger.desc(), row.due_on, row.child_id, row.key)
        )
        entries = {entry.id: entry for entry in stages.template(self.office)}
        found = [item for item in self.session.execute(question) if (item.child_id, item.key) in wanted]
        proposals = [self._proposal(entries[item.entry], item) for item in found if item.entry in entries]
        return proposals, count

    def _proposal(self, entry: Entry, item: Any) -> StageProposal:
        whose = {"child_id": item.child_id, "child_name": _name(item), "age_grade": self._age(item)}
        return stages.proposal(self.office, entry, item, **whose, worker_short=short_name(item.worker or ""))


def _people(session: Session, child_ids: Iterable[str]) -> dict[str, Any]:
    """What a line says of these children."""
    question = select(
        *(ChildRow.id, ChildRow.family_name, ChildRow.given_name, ChildRow.birth_date, ChildRow.grade_override),
        *(ChildRow.registered_on, AccountRow.name.label("worker")),
    ).outerjoin(AccountRow, AccountRow.id == ChildRow.worker_id)
    rows = session.connection().execute(question.where(ChildRow.id.in_(list(child_ids))))
    return {row.id: row for row in rows}


def _waiting_row(row: Any, **ids: str) -> WaitingRow:
    return WaitingRow(
        **ids,
        child_id=row.child_id,
        child_name=_name(row),
        organization=row.whom,
        subject=row.subject,
        on=row.on or row.reply_due_on,
        reply_due_on=row.reply_due_on,
        worker_short=short_name(row.worker or ""),
    )


def _name(row: Any) -> str:
    return f"{row.family_name} {row.given_name}".strip()
