"""Taking in files: tables of children, consultations, organizations; whole JSON exports. All of a file or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sqlalchemy import select

from caseapp.casework import list_in_use, own_settings
from caseapp.casework.import_applying import Counts, carry_out, decided, last_history, written_down
from caseapp.casework.import_decision import Decision, OnDuplicate, Progress, Steps
from caseapp.casework.in_charge import Charge
from caseapp.casework.intake import Intake
from caseapp.casework.making import Making
from caseapp.casework.office import Office, write_settings
from caseapp.casework.own_settings import Names
from caseapp.casework.unit_of_work import Work
from caseapp.exchange import candidates, casefile
from caseapp.exchange.casefile import CaseFile
from caseapp.exchange.casefile_checks import RECORDS
from caseapp.exchange.columns import Kind
from caseapp.exchange.findings import BadRows, Finding, Place
from caseapp.exchange.opened_file import Source
from caseapp.exchange.tables import Sheet
from caseapp.records import account, assessment, consultation, disclosure, liaison, plan, program_use, transition
from caseapp.records.account import AccountRow
from caseapp.records.child import ChildRow
from caseapp.records.organization import OrganizationRow
from caseapp.records.subject import Subject
from caseapp.rules.account import MANAGER, WORKER
from caseapp.rules.changes import Changes
from caseapp.rules.identity import next_number
from caseapp.rules.problem import N_, Problem, Refused

__all__ = ["ImportOutcome", "OnDuplicate", "import_json", "run"]

_PORTION = 200
_NO_SOURCE = Source()
_WITHDRAWN: dict[str, Subject[Any, Any]] = {
    "consultations": consultation.SUBJECT,
    "assessments": assessment.SUBJECT,
    "transition_checks": transition.SUBJECT,
    "reviews": plan.REVIEW_SUBJECT,
    "liaisons": liaison.SUBJECT,
    "letters": disclosure.LETTER_SUBJECT,
    "program_uses": program_use.SUBJECT,
}
_NOT_EMPTY = N_("A whole export can only be read into an empty store; this one holds records already.")
_FROZEN = N_("the pages kept with it are damaged and cannot be opened")


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did, or with dry_run would do: records new, changed, left as they were, and passed over.

    `problems` is only ever filled by a dry run. `warnings` tell what was read in another way than it stands.
    """

    kind: Kind | Literal["json"]
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    problems: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    changes: Changes = field(default_factory=Changes)


def run(
    office: Office,
    sheet: Sheet,
    *,
    kind: Kind,
    on_duplicate: OnDuplicate = "fail",
    dry_run: bool = False,
    source: Source = _NO_SOURCE,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportOutcome:
    """Take in a table in one transaction.

    A row whose record is there already is a problem (`fail`), is passed over (`skip`), or brings the record up to what
    the row says (`update`: an empty cell changes nothing). Raises BadRows with every bad row; Cancelled.
    """
    if sheet.kind != kind:
        raise ValueError(f"a sheet of {sheet.kind} is no {kind}")
    steps = Steps(progress=progress, cancelled=cancelled)
    with office.work(f"import.{kind}", need=WORKER) as work:
        found = candidates.of(sheet, today=office.today)
        charge = Charge(office, work)
        decision = decided(work, kind, found, charge=charge, today=office.today, on_duplicate=on_duplicate)
        if decision.problems and not dry_run:
            raise BadRows(tuple(decision.problems))
        counts = _counted(decision)
        changes = Changes()
        if not dry_run and (counts.new or counts.changed):
            before = last_history(work)
            carry_out(work, decision.items, charge=charge, steps=steps, more=())
            written_down(work, kind, counts, source=source, after=before)
            changes = work.commit()
    return ImportOutcome(
        kind,
        new=counts.new,
        changed=counts.changed,
        unchanged=counts.unchanged,
        skipped=counts.skipped,
        problems=tuple(decision.problems),
        warnings=tuple(decision.warnings),
        changes=changes,
    )


def _counted(decision: Decision) -> Counts:
    new = sum(item.new for item in decision.items)
    changed = sum(item.changed for item in decision.items)
    return Counts(new, changed, len(decision.items) - new - changed, skipped=len(decision.skipped))


# ---- a whole export


def import_json(
    office: Office,
    data: bytes,
    *,
    dry_run: bool = False,
    source: Source = _NO_SOURCE,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportOutcome:
    """Take a JSON export into an empty store, settings included. For managers.

    People named in it who are not users here are known by name only. Raises Unreadable, BadRows (by path), Refused when
    the store holds records already, Cancelled.
    """
    with office.work("import.json", need=MANAGER) as work:
        file = casefile.parsed(data)
        own, warnings = own_settings.read(file)
        with own_settings.in_use(work.session, own):
            case_file = _numbered(casefile.from_object(file, today=office.today))
            _kept_pages_open(case_file)
        if _holds_records(work):
            raise Refused([Problem("", _NOT_EMPTY)])
        steps = Steps(_count(case_file), progress=progress, cancelled=cancelled)
        taking = _BulkIntake(work, steps=steps)
        changes = Changes()
        if not dry_run:
            taking.take(case_file)
            taking.keep(own)
            taking.finish()
            _complete_titles(work, case_file)
            if case_file.settings is not None:
                write_settings(work.session, case_file.settings)
                work.touch("settings")
            work.about("import", "")
            work.note(kind="json", new=taking.total)
            if source.name:
                work.note(file=source.name, sha256=source.digest)
            changes = work.commit()
    if not dry_run and case_file.settings is not None:
        office.settings = case_file.settings
        with office.reading("import.json") as session:
            list_in_use.install(session)
    return ImportOutcome("json", new=taking.total, warnings=(*warnings, *case_file.warnings), changes=changes)


class _BulkIntake(Intake):
    """The intake of a case file into an empty store, in few statements: nothing in it can be there already."""

    def __init__(self, work: Work, *, steps: Steps) -> None:
        super().__init__(work)
        self.total = steps.total
        self._steps = steps
        self._done = 0
        self._making = Making(work)

    def _save(self, subject: Subject[Any, Any], value: Any, *, withdrawn: str | None = None) -> Any:
        saved = self._making.make(subject, value, withdrawn=withdrawn)
        self._done += 1
        if self._making.waiting >= _PORTION:
            self._making.flush()
            self._steps.tell(self._done)
        return saved

    def _withdrawn(self, item: casefile.Withdrawn, number: str) -> None:
        self._save(_WITHDRAWN[item.of], self._resolved(item.record, number), withdrawn=item.reason)

    def keep(self, own: Mapping[str, Any]) -> None:
        """The office's own settings, once its children are there."""
        own_settings.store(self.work.session, own, Names(self._children.__getitem__, self._person))

    def finish(self) -> None:
        """Write what is still kept back."""
        self._making.flush()
        self._steps.tell(self.total)


def _kept_pages_open(case_file: CaseFile) -> None:
    """Sheets, letters and plans kept as they were can be opened: no page could show others. Raises BadRows."""
    bad = []
    for n, case in enumerate(case_file.children):
        kept = [(f"handovers[{m}]", each.frozen) for m, each in enumerate(case.handovers)]
        kept += [(f"support_plans[{m}]", each.frozen) for m, each in enumerate(case.support_plans)]
        kept += [(f"letters[{m}]", each.frozen) for m, each in enumerate(case.letters)]
        for where, frozen in kept:
            if frozen and not _opens(where, frozen):
                path = f"children[{n}].{where}.frozen"
                bad.append(Finding(Place(), path, Problem(path, _FROZEN)))
    if bad:
        raise BadRows(tuple(bad))


def _opens(where: str, kept: str) -> bool:
    from caseapp.casework.papers import frozen  # brings reportlab

    checks = {"handovers": frozen.check_handover, "letters": frozen.check_letter, "support_plans": frozen.check_plan}
    try:
        checks[where.partition("[")[0]](kept)
    except ValueError:
        return False
    return True


def _numbered(case_file: CaseFile) -> CaseFile:
    """Plans and disclosures of other programs may have no number: they get the next ones of their fiscal years."""
    plans = {(item.number, item.version) for case in case_file.children for item in case.support_plans}
    disclosures = {item.number for case in case_file.children for item in case.disclosures}
    cases = []
    for case in case_file.children:
        by_id = {item.id: item.number for item in case.support_plans if item.number}
        versions = []
        for version in sorted(case.support_plans, key=lambda item: item.version):
            number = version.number or by_id.get(version.previous_id, "")
            if not version.number and (not number or (number, version.version) in plans):
                number = next_number((taken for taken, _ in plans), on=version.made_on)
            plans.add((number, version.version))
            by_id[version.id] = number
            versions.append(replace(version, number=number))
        given = []
        for item in case.disclosures:
            number = item.number or next_number(disclosures, on=item.at.date(), width=4)
            disclosures.add(number)
            given.append(replace(item, number=number))
        cases.append(replace(case, support_plans=tuple(versions), disclosures=tuple(given)))
    return replace(case_file, children=tuple(cases))


def _holds_records(work: Work) -> bool:
    questions = (select(ChildRow.id).limit(1), select(OrganizationRow.id).limit(1))
    return any(work.session.scalar(question) is not None for question in questions)


def _count(case_file: CaseFile) -> int:
    records = sum(len(getattr(case, name)) for case in case_file.children for name in RECORDS)
    return records + len(case_file.children) + len(case_file.organizations)


def _complete_titles(work: Work, case_file: CaseFile) -> None:
    """A user who has no title yet takes the one of the file."""
    titles = {person.name: person.title for person in case_file.accounts if person.title}
    for row in work.session.scalars(select(AccountRow).where(AccountRow.name.in_(titles), AccountRow.title == "")):
        work.save(account.SUBJECT, replace(account.SHAPE.to_read(row), title=titles[row.name]))
