"""これからの節目: the dated items of the children's paths, worked out beforehand and only where something changed.

`refresh` keeps the table `stage_item`: the items of every child in support that nobody has decided about yet. Today and
the calendar read it with one statement. A decision is a follow-up of the origin "stage" with the item's key: open when
a worker took the item, dropped with its reason when it was dismissed. What was decided is never proposed again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from caseapp.casework.office import Office, write_settings
from caseapp.casework.unit_of_work import Work
from caseapp.casework.views import StageProposal
from caseapp.records.child import CertificatePeriodRow, ChildRow, MedicalCareRow, MilestoneRow
from caseapp.records.child_facts import (
    ActivityGuidanceRow,
    AllowanceRow,
    DeviceRow,
    HandbookRow,
    ServiceUseRow,
    TellingRow,
)
from caseapp.records.follow_up import SUBJECT, FollowUpRow
from caseapp.records.stage import StageItemRow, StageReckonedRow
from caseapp.rules.account import MANAGER, VIEWER
from caseapp.rules.age import age_and_grade
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child
from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.follow_up import DROPPED, FollowUp
from caseapp.rules.problem import N_, NotFound, Problem, Refused
from caseapp.rules.stage_dates import dated_facts, paid
from caseapp.rules.stage_template import (
    AT_SCHOOL,
    ORIGIN,
    DatedItem,
    Entry,
    StageFacts,
    Template,
    as_stored,
    dated_items,
    entry_problems,
    facts_of,
    mark,
    with_battery,
    with_changes,
)
from caseapp.words.stages import item_text, seed, short_name

PIECE = 400
"""So many children are worked out in one go: what else is asked of the store waits for no more than these (a tenth of
a second), and all of a large office takes hardly longer than at one go."""


# ------------------------------------------------------------------------------------------------ the template


def template(office: Office) -> Template:
    """The yearly template: what came with the program, as the office changed it, and the office's own entries."""
    return with_changes(seed(), _changes(office))


def save_entry(office: Office, entry: Entry) -> Changes:
    """Change an entry of the template, or add one. Raises Refused."""
    problems = entry_problems(entry)
    if problems:
        raise Refused(problems)
    return _store(office, {**_changes(office), entry.id: as_stored(entry)})


def reset_entry(office: Office, entry_id: str) -> Changes:
    """An entry as it came with the program again; the office's own entry goes."""
    return _store(office, {key: given for key, given in _changes(office).items() if key != entry_id})


def _changes(office: Office) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(office.settings.stage_template or "{}")
    return found


def _store(office: Office, changes: dict[str, Any]) -> Changes:
    settings = replace(office.settings, stage_template=json.dumps(changes, ensure_ascii=False) if changes else "")
    with office.work("stage_template.save", need=MANAGER) as work:
        write_settings(work.session, settings)
        work.touch("settings")
        work.note(changed=sorted(changes))
        done = work.commit()
    office.settings = settings
    return done


# ------------------------------------------------------------------------------------------------ working them out


def outdated(office: Office) -> tuple[str, ...]:
    """The children whose record, template or fiscal year is another than at the last working out."""
    known, year = mark(template(office)), fiscal_year(office.today)
    row = StageReckonedRow
    changed = (
        select(ChildRow.id)
        .outerjoin(row, row.child_id == ChildRow.id)
        .where(
            ChildRow.status == "active",
            or_(row.child_id.is_(None), row.revision != ChildRow.revision, row.template != known, row.year != year),
        )
        .order_by(ChildRow.id)  # what lies side by side in the store is written together
    )
    with office.reading("stage.outdated") as session:
        return tuple(session.connection().execute(changed).scalars())


def work_out(office: Office, child_ids: Sequence[str]) -> None:
    """Work out the items of these children, in one transaction: a `PIECE` of them at a time."""
    entries = template(office)
    known, year = mark(entries), fiscal_year(office.today)
    there = select(ChildRow.id, ChildRow.revision).where(ChildRow.status == "active", ChildRow.id.in_(child_ids))
    with office.work("stage.refresh", need=VIEWER) as work:
        found = {each.id: each.revision for each in work.session.connection().execute(there)}
        if found:
            _reckon(work.session, list(found), entries, office.today)
            work.session.execute(
                StageReckonedRow.__table__.insert(),  # type: ignore[attr-defined]  # a Table
                [{"child_id": key, "revision": rev, "template": known, "year": year} for key, rev in found.items()],
            )
            work.commit_quietly()


def pieces(child_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """In portions that hold nobody up."""
    return (child_ids[start : start + PIECE] for start in range(0, len(child_ids), PIECE))


def refresh(office: Office) -> int:
    """Work out all that is outdated, piece by piece. Answers how many children that were.

    The window asks for `outdated` and then for each piece by itself (desktop/follow_up/working_out.py).
    """
    found = outdated(office)
    for piece in pieces(found):
        work_out(office, piece)
    return len(found)


def _reckon(session: Session, ids: Sequence[str], entries: Template, today: date) -> None:
    decided = _decided(session, ids)
    made = [
        _values(child_id, item)
        for child_id, facts in _facts(session, ids)
        for item in dated_items(facts, entries, today)
        if item.key not in decided[child_id]
    ]
    connection = session.connection()
    for row in (StageItemRow, StageReckonedRow):
        connection.execute(delete(row).where(row.child_id.in_(ids)))
    if made:
        connection.execute(StageItemRow.__table__.insert(), made)  # type: ignore[attr-defined]  # a Table


def _values(child_id: str, item: DatedItem) -> dict[str, Any]:
    return {
        "child_id": child_id,
        "key": item.key,
        "entry": item.entry,
        "from_on": item.from_on,
        "due_on": item.due_on,
        "lapses_on": item.lapses_on,
        "danger": item.danger,
        "name": item.name,
    }


def _decided(session: Session, ids: Sequence[str]) -> dict[str, set[str]]:
    """The keys that were taken or dismissed, by child."""
    found: dict[str, set[str]] = defaultdict(set)
    row = FollowUpRow
    question = select(row.child_id, row.origin_id).where(row.origin_kind == ORIGIN, row.child_id.in_(ids))
    for each in session.connection().execute(question):
        found[each.child_id].add(each.origin_id)
    return found


def _facts(session: Session, ids: Sequence[str]) -> Iterator[tuple[str, StageFacts]]:
    """What the template looks at, of many children with one plain statement for each table."""
    connection = session.connection()
    period, told = CertificatePeriodRow, TellingRow
    ends = select(period.child_id, func.max(period.valid_to)).where(period.child_id.in_(ids))
    last = dict(connection.execute(ends.group_by(period.child_id)).all())
    at_school = select(told.child_id).where(told.audience == AT_SCHOOL, told.child_id.in_(ids))
    told_school = set(connection.execute(at_school).scalars())
    cares = select(MedicalCareRow.child_id).where(MedicalCareRow.child_id.in_(ids))
    cared = set(connection.execute(cares).scalars())
    parts = {name: _parts(session, row, ids) for name, row in _DATED.items()}
    columns = (ChildRow.id, ChildRow.birth_date, ChildRow.grade_override, ChildRow.registered_on)
    for row in connection.execute(select(*columns, ChildRow.school_confirmed_on).where(ChildRow.id.in_(ids))):
        theirs = {name: of.get(row.id, ()) for name, of in parts.items()}
        events = theirs.pop("events")
        yield (
            row.id,
            StageFacts(
                birth=row.birth_date,
                grade_override=row.grade_override,
                certificate_to=last.get(row.id),
                devices=with_battery(theirs["devices"]),
                events=tuple((event.id, event.on, event.name) for event in events),
                dated=dated_facts(**theirs),
                allowances=paid(theirs["allowances"]),
                care=row.id in cared or bool(theirs["devices"]),
                guidance=bool(theirs["guidance"]),
                school_told=row.id in told_school,
                school_confirmed=row.school_confirmed_on,
                since=row.registered_on,
            ),
        )


_DATED: dict[str, type[Any]] = {
    "events": MilestoneRow,
    "handbooks": HandbookRow,
    "allowances": AllowanceRow,
    "guidance": ActivityGuidanceRow,
    "services": ServiceUseRow,
    "devices": DeviceRow,
}
"""The parts of the record that have days of their own."""


def _parts(session: Session, row: type[Any], ids: Sequence[str]) -> dict[str, list[Any]]:
    """The rows of a part, by child."""
    found: dict[str, list[Any]] = defaultdict(list)
    for each in session.connection().execute(select(row.__table__).where(row.child_id.in_(ids))):
        found[each.child_id].append(each)
    return found


# ------------------------------------------------------------------------------------------------ showing them


def of_child(office: Office, session: Session, child: Child) -> tuple[StageProposal, ...]:
    """The items of one child that nobody has decided about and that are shown by now or within the year, by day."""
    if child.status != "active":
        return ()
    entries = {entry.id: entry for entry in template(office)}
    decided = _decided(session, [child.id])[child.id]
    age = age_and_grade(child.birth_date, office.today, grade_override=child.grade_override, language=office.language)
    items = dated_items(facts_of(child), entries.values(), office.today)
    return tuple(
        proposal(office, entries[item.entry], item, child_id=child.id, child_name=child.name, age_grade=age)
        for item in items
        if item.key not in decided
    )


def proposal(office: Office, entry: Entry, item: Any, **whose: str) -> StageProposal:
    """What is proposed for one item (a DatedItem or its row) of the template's entry."""
    on = getattr(item, "on", None) or date.fromordinal(item.due_on.toordinal() - entry.offset)
    return StageProposal(
        key=item.key,
        entry=entry.id,
        kind=entry.kind,
        text=item_text(entry, on=on, name=item.name, language=office.language),
        short=short_name(entry, office.language),
        on=on,
        from_on=item.from_on,
        due_on=item.due_on,
        danger=item.danger,
        path=entry.path,
        **whose,
    )


# ------------------------------------------------------------------------------------------------ deciding


def taken(work: Work, follow_up: FollowUp) -> None:
    """A follow-up was made from an item: it is no longer proposed. Raises Refused when it was decided already."""
    row = FollowUpRow
    there = select(row.id).where(
        row.child_id == follow_up.child_id,
        row.origin_kind == ORIGIN,
        row.origin_id == follow_up.origin_id,
        row.id != follow_up.id,
    )
    if work.session.scalars(there.limit(1)).first() is not None:
        raise Refused([Problem("origin_id", N_("This has been taken up or dismissed already."))])
    _take_off(work, follow_up.child_id, follow_up.origin_id)


def dismiss(office: Office, item: StageProposal, *, reason: str) -> Changes:
    """Say that an item does not concern this child, and why. It is not proposed again. Raises Refused."""
    if not reason.strip():
        raise Refused([Problem("reason", N_("Say why it is dropped."))])
    decided = FollowUp(
        child_id=item.child_id,
        text=item.text,
        due_on=item.due_on,
        kind=item.kind,
        worker_id=office.account.id,
        state=DROPPED,
        closed_on=office.today,
        closed_note=reason,
        origin_kind=ORIGIN,
        origin_id=item.key,
    )
    with office.work("stage.dismiss") as work:
        if work.session.get(ChildRow, item.child_id) is None:
            raise NotFound("child", item.child_id)
        taken(work, decided)
        saved = work.save(SUBJECT, decided)
        return work.commit(saved.id)


def propose_again(office: Office, follow_up_id: str) -> Changes:
    """Take a dismissal back: the item is proposed again. Raises NotFound for anything else."""
    with office.work("stage.propose_again") as work:
        found = work.find(SUBJECT, follow_up_id)
        if found.origin_kind != ORIGIN or found.state != DROPPED:
            raise NotFound("follow_up", follow_up_id)
        work.take_out(SUBJECT, follow_up_id)
        work.about("follow_up", follow_up_id, child_id=found.child_id)
        reckoned = work.session.get(StageReckonedRow, found.child_id)
        if reckoned is not None:
            work.session.delete(reckoned)
        return work.commit(follow_up_id)


def _take_off(work: Work, child_id: str, key: str) -> None:
    row = work.session.get(StageItemRow, (child_id, key))
    if row is not None:
        work.session.delete(row)
