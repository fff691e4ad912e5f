"""All rows of a table as records-to-be, or every bad row by line, column and reason. Never only the first."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Generic, TypeVar

from caseapp.exchange import child_rows, consultation_rows, organization_rows
from caseapp.exchange.child_rows import ChildRow
from caseapp.exchange.columns import Kind
from caseapp.exchange.consultation_rows import ConsultationRow
from caseapp.exchange.findings import Finding, Place
from caseapp.exchange.organization_rows import OrganizationRow
from caseapp.exchange.row_reader import RowReader
from caseapp.exchange.tables import Sheet
from caseapp.rules.folding import fold
from caseapp.rules.problem import N_

RowT = TypeVar("RowT")
Step = Callable[[], object]

_TWICE = N_("{text} stands already in line {line}.")
_SAME_CONSULTATION = N_("The same consultation stands already in line {line}.")
_SAME_HOLDER = N_("The same person with the same period stands already in line {line}.")


def _no_step() -> None:
    return


@dataclass(frozen=True)
class Candidates(Generic[RowT]):
    """What a table holds. When there are problems, nothing of it is to be saved. `warnings` begin with the sheet's."""

    rows: tuple[RowT, ...]
    problems: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()


def of(sheet: Sheet, *, today: date, step: Step = _no_step) -> Candidates[Any]:
    """What a table of any kind holds. `step` is called before each row: it tells how far it is, or stops by raising."""
    return _READERS[sheet.kind](sheet, today=today, step=step)


def children(sheet: Sheet, *, today: date, step: Step = _no_step) -> Candidates[ChildRow]:
    """The children of a table of that kind."""
    return _read(
        sheet, child_rows.read, today=today, step=step, key=lambda row: row.number, column="児童番号", again=_TWICE
    )


def holders(sheet: Sheet, *, today: date, step: Step = _no_step) -> Candidates[ChildRow]:
    """The children of a list of certificate holders; they have no number of ours. A row without a
    number of the certificate is read, too: the name and the day of birth still tell whose it is."""
    return _read(
        sheet,
        partial(child_rows.read, numbered=False),
        today=today,
        step=step,
        key=_holder_key,
        column="受給者番号",
        again=_SAME_HOLDER,
    )


def _holder_key(row: ChildRow) -> Hashable:
    """The same person and the same period twice; two periods of one child are two rows."""
    period = row.child.certificates[0] if row.child.certificates else None
    dates = (period.number, period.valid_from, period.valid_to) if period else ("", None, None)
    return (*dates, fold(row.child.name), row.child.birth_date)


def organizations(sheet: Sheet, *, today: date, step: Step = _no_step) -> Candidates[OrganizationRow]:
    """The organizations of a table of that kind."""
    return _read(
        sheet,
        organization_rows.read,
        today=today,
        step=step,
        key=lambda row: row.number,
        column="機関番号",
        again=_TWICE,
    )


def consultations(sheet: Sheet, *, today: date, step: Step = _no_step) -> Candidates[ConsultationRow]:
    """The consultations of a table of that kind."""
    return _read(
        sheet,
        consultation_rows.read,
        today=today,
        step=step,
        key=lambda row: row.key,
        column="",
        again=_SAME_CONSULTATION,
    )


_READERS: dict[Kind, Callable[..., Candidates[Any]]] = {
    "children": children,
    "consultations": consultations,
    "organizations": organizations,
    "holders": holders,
}


def _read(
    sheet: Sheet,
    read: Callable[..., RowT | None],
    *,
    today: date,
    step: Step,
    key: Callable[[RowT], Hashable],
    column: str,
    again: str,
) -> Candidates[RowT]:
    rows: list[RowT] = []
    problems: list[Finding] = []
    warnings = list(sheet.warnings)
    seen: dict[Hashable, Place] = {}
    for sheet_row in sheet.rows:
        step()
        reader = RowReader(sheet_row, today=today, day_zero=sheet.day_zero)
        row = read(reader, today=today)
        if row is not None:
            first = seen.setdefault(key(row), reader.place)
            if first is not reader.place:
                text = _first(key(row)) if column else ""
                reader.refuse(column, again, text=text, line=first.line)
            elif not reader.problems:
                rows.append(row)
        problems += in_column_order(sheet, reader.problems)
        warnings += reader.warnings
    return Candidates(tuple(rows), tuple(problems), tuple(warnings))


def _first(key: Hashable) -> Hashable:
    return key[0] if isinstance(key, tuple) else key


def in_column_order(sheet: Sheet, findings: Sequence[Finding]) -> list[Finding]:
    """The findings of one row from left to right."""
    order: dict[Any, int] = {name: n for n, name in enumerate(sheet.columns)}
    return sorted(findings, key=lambda finding: order.get(finding.column, len(order)))
