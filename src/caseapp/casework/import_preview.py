"""Before anything is read in: what each row of a list would do, what is amiss, who is missing.

looked = import_preview.look(office, sheet)                            changes nothing
import_choices.apply(office, looked, Choices(lines=…))                 one transaction
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import select

from caseapp.casework import duplicates, import_siblings
from caseapp.casework.duplicates import Finder
from caseapp.casework.import_applying import decided
from caseapp.casework.import_decision import Decision, Item, OnDuplicate, Progress, Steps, portions
from caseapp.casework.import_siblings import SiblingOffer
from caseapp.casework.in_charge import Charge
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.exchange import candidates
from caseapp.exchange.candidates import Candidates
from caseapp.exchange.columns import Kind
from caseapp.exchange.findings import Finding, Place
from caseapp.exchange.row_reader import as_text
from caseapp.exchange.tables import Sheet, SheetRow
from caseapp.records import history
from caseapp.records.child import CertificatePeriodRow, ChildRow
from caseapp.rules.account import WORKER
from caseapp.rules.child import CertificatePeriod, period_on
from caseapp.rules.folding import fold
from caseapp.rules.likeness_traits import traits_of
from caseapp.rules.problem import N_

LIKE = N_("{name} ({number}) in the register may be the same child. Tick the row if it is another one.")
State = Literal["new", "changed", "same", "skipped", "doubt", "refused"]


@dataclass(frozen=True)
class FieldChange:
    """One field that would change, as JSON text ("" for nothing). `held_back`: only where a person wants it."""

    field: str
    before: str
    after: str
    part_id: str = ""
    held_back: bool = False

    @property
    def name(self) -> str:
        """The field of the record that it belongs to: what can be left out."""
        return self.field.split(".")[0]


@dataclass(frozen=True)
class Person:
    """A child of the register, as far as one must know to choose."""

    child_id: str
    number: str
    name: str
    kana: str
    birth_date: date
    certificate: str = ""
    valid_to: date | None = None
    active: bool = True


@dataclass(frozen=True)
class RowView:
    """One row of the file. `says` are its columns with what stands there; `maybe` whom it may be about (state "doubt");
    `usual`: taken unless a person says otherwise."""

    place: Place
    state: State
    who: str
    number: str
    record_id: str = ""
    changes: tuple[FieldChange, ...] = ()
    problems: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    says: tuple[tuple[str, str], ...] = ()
    maybe: tuple[Person, ...] = ()
    usual: bool = False

    @property
    def line(self) -> int:
        return self.place.line

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that can be taken or left out, in their order."""
        return tuple(dict.fromkeys(change.name for change in self.changes))

    @property
    def usual_fields(self) -> frozenset[str]:
        """Those that are taken unless a person says otherwise: what overwrites nothing, and what is not held back."""
        return frozenset(c.name for c in self.changes if not c.held_back or c.before in ("", '""'))


@dataclass(frozen=True)
class Preview:
    """What a list would do. `about_file` are findings of no row; `gone` are children who should stand in it.

    `found`, `chosen` and `on_duplicate` are what it was looked at with, `signature` which records it would change.
    `siblings` are links that are offered, and made only where a person wants them.
    """

    kind: Kind
    rows: tuple[RowView, ...]
    gone: tuple[Person, ...]
    about_file: tuple[Finding, ...]
    sheet: Sheet
    on_duplicate: OnDuplicate
    chosen: Mapping[int, str]
    found: Candidates[Any]
    signature: frozenset[tuple[int, str, int]]
    siblings: tuple[SiblingOffer, ...] = ()

    def count(self, state: State) -> int:
        return sum(row.state == state for row in self.rows)

    @property
    def refused(self) -> tuple[RowView, ...]:
        return tuple(row for row in self.rows if row.problems)


def look(
    office: Office,
    sheet: Sheet,
    *,
    on_duplicate: OnDuplicate = "update",
    chosen: Mapping[int, str] | None = None,
    found: Candidates[Any] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Preview:
    """Try a list out. `chosen` says for rows of doubt whose they are; `found` saves reading the rows again.

    Raises NotAllowed, Cancelled.
    """
    steps = Steps(len(sheet.rows) * (1 if found else 2), progress=progress, cancelled=cancelled)
    if found is None:
        found = candidates.of(sheet, today=office.today, step=steps)
    alike = duplicates.finder(office) if sheet.kind in ("children", "holders") else None
    with office.work("import.look", need=WORKER) as work:
        today = office.today
        decision = decided(
            work,
            sheet.kind,
            found,
            charge=Charge(office, work),
            today=today,
            on_duplicate=on_duplicate,
            chosen=chosen,
            alike=alike,
        )
        if alike is not None and sheet.kind == "children":
            _warn_of_the_like(decision, alike)
        ids = [key for doubt in decision.doubts for key in doubt.maybe]
        people = _people(work, [*ids, *decision.gone], today)
        places = {row.place for row in sheet.rows}
        return Preview(
            sheet.kind,
            tuple(_rows(sheet, decision, people, _names(work, sheet), steps)),
            _missing(sheet, decision, people),
            tuple(f for f in (*decision.problems, *decision.warnings) if f.place not in places),
            sheet,
            on_duplicate,
            dict(chosen or {}),
            found,
            signature(decision),
            siblings=import_siblings.offers(work, decision) if alike is not None else (),
        )


def _missing(sheet: Sheet, decision: Decision, people: Mapping[str, Person]) -> tuple[Person, ...]:
    """Who should stand in the list; not those of whom a row that is still to be mended may tell."""
    amiss = {finding.place for finding in decision.problems}
    says: set[str] = set()
    for row in sheet.rows:
        if row.place in amiss:
            who, number = _who(sheet.kind, row, {})
            says |= {fold(who), fold(number)}
    gone = (people[key] for key in decision.gone)
    return tuple(p for p in gone if fold(p.name) not in says and (not p.certificate or fold(p.certificate) not in says))


def signature(decision: Decision) -> frozenset[tuple[int, str, int]]:
    """What must be the same when it is done: which row changes which record as it was."""
    return frozenset(
        (item.place.line, item.before.id if item.before else "", item.before.revision if item.before else 0)
        for item in decision.items
    )


def _rows(
    sheet: Sheet, decision: Decision, people: Mapping[str, Person], names: Mapping[str, str], steps: Steps
) -> Iterator[RowView]:
    items = {item.place: item for item in decision.items}
    passed = {item.place for item in decision.skipped}
    doubts = {doubt.place: doubt for doubt in decision.doubts}
    problems, warnings = _by_place(decision.problems), _by_place(decision.warnings)
    for row in sheet.rows:
        steps()
        item, doubt = items.get(row.place), doubts.get(row.place)
        state: State = "refused"
        if row.place not in problems:
            state = "doubt" if doubt else "skipped" if row.place in passed else _state(item)
        who, number = _who(sheet.kind, row, names)
        yield RowView(
            row.place,
            state,
            who,
            number,
            record_id=item.before.id if item is not None and item.before is not None else "",
            changes=tuple(_changes(item)) if item is not None and item.changed else (),
            problems=tuple(problems.get(row.place, ())),
            warnings=tuple(warnings.get(row.place, ())),
            says=tuple((name, text) for name in sheet.columns if (text := as_text(row.values.get(name)))),
            maybe=tuple(people[key] for key in doubt.maybe) if doubt else (),
            usual=state == "changed" or (state == "new" and sheet.kind != "holders" and not _is_like(warnings, row)),
        )


def _warn_of_the_like(decision: Decision, alike: Finder) -> None:
    """A new child who is like one of the register: told, and not ticked by itself. Nobody stands there twice."""
    for item in decision.items:
        if item.new:
            for match in alike.likely(traits_of(item.after, born=item.after.birth_date), limit=1, twins=False):
                person = match.person
                decision.warn(item.place, "", LIKE, name=person.name, number=person.number)


def _is_like(warnings: Mapping[Place, Iterable[Finding]], row: SheetRow) -> bool:
    return any(finding.reason.message == LIKE for finding in warnings.get(row.place, ()))


def _by_place(findings: Iterable[Finding]) -> dict[Place, list[Finding]]:
    found: dict[Place, list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.place].append(finding)
    return dict(found)


def _state(item: Item | None) -> State:
    if item is None:
        return "refused"
    return "new" if item.new else "changed" if item.changed else "same"


def _who(kind: Kind, row: SheetRow, names: Mapping[str, str]) -> tuple[str, str]:
    """Name and number as the file has them; for a consultation the name of its child."""

    def text(name: str) -> str:
        return as_text(row.values.get(name))

    if kind == "organizations":
        return text("機関名"), text("機関番号")
    if kind == "consultations":
        return names.get(text("児童番号"), ""), text("児童番号")
    return f"{text('姓')} {text('名')}".strip(), text("児童番号" if kind == "children" else "受給者番号")


def _names(work: Work, sheet: Sheet) -> dict[str, str]:
    if sheet.kind != "consultations":
        return {}
    found: dict[str, str] = {}
    for part in portions(sorted({as_text(row.values.get("児童番号")) for row in sheet.rows})):
        question = select(ChildRow.number, ChildRow.family_name, ChildRow.given_name).where(ChildRow.number.in_(part))
        found |= {number: f"{family} {given}" for number, family, given in work.session.execute(question)}
    return found


def _changes(item: Item) -> Iterator[FieldChange]:
    for found in history.differences(item.before, _with_ids(item.after), silent=item.subject.read_only):
        name = found.field.split(".")[0]
        yield FieldChange(found.field, found.before, found.after, found.part_id, name in item.held_back)


def _with_ids(value: Any) -> Any:
    """The value with a mark for each new part, so that two of them are told apart."""
    marked: dict[str, Any] = {}
    for each in fields(value):
        parts = getattr(value, each.name)
        if isinstance(parts, tuple) and any(is_dataclass(part) and not getattr(part, "id", "-") for part in parts):
            named = enumerate(parts)
            marked[each.name] = tuple(p if getattr(p, "id", "-") else replace(p, id=f"+{n}") for n, p in named)
    return replace(value, **marked) if marked else value


def _people(work: Work, ids: Iterable[str], today: date) -> dict[str, Person]:
    periods: dict[str, list[CertificatePeriod]] = defaultdict(list)
    found: dict[str, Person] = {}
    numbers = (CertificatePeriodRow.number, CertificatePeriodRow.valid_from, CertificatePeriodRow.valid_to)
    names = (ChildRow.family_name, ChildRow.given_name, ChildRow.family_name_kana, ChildRow.given_name_kana)
    for part in portions(dict.fromkeys(ids)):
        certificates = select(CertificatePeriodRow.child_id, *numbers).where(CertificatePeriodRow.child_id.in_(part))
        for key, number, valid_from, valid_to in work.session.execute(certificates):
            periods[key].append(CertificatePeriod(number=number, valid_from=valid_from, valid_to=valid_to))
        plain = select(ChildRow.id, ChildRow.number, *names, ChildRow.birth_date, ChildRow.status)
        for key, number, family, given, family_kana, given_kana, born, status in work.session.execute(
            plain.where(ChildRow.id.in_(part)).order_by(ChildRow.sort_key)
        ):
            now = period_on(periods[key], today)
            found[key] = Person(
                key,
                number,
                f"{family} {given}",
                f"{family_kana} {given_kana}".strip(),
                born,
                certificate=now.number if now else "",
                valid_to=now.valid_to if now else None,
                active=status == "active",
            )
    return found
