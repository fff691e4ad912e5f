"""Writing a list out of the vault: to a file, for a purpose, with an entry in the access log before the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from caseapp.casework.list_tables import FOR_MANAGERS, ListTable
from caseapp.casework.office import Office
from caseapp.exchange import list_cp932, list_protection, writing
from caseapp.exchange.list_cp932 import Unwritable
from caseapp.rules.account import MANAGER, WORKER
from caseapp.rules.changes import Changes
from caseapp.rules.file_name import safe_stem
from caseapp.rules.problem import N_, Problem, Refused
from caseapp.vault.files import write_atomically
from caseapp.words import codes

Format = Literal["xlsx", "csv", "cp932"]
FORMATS: tuple[Format, ...] = ("xlsx", "csv", "cp932")
SUFFIX: dict[Format, str] = {"xlsx": ".xlsx", "csv": ".csv", "cp932": ".csv"}
_LONGEST = 100


def unwritable(table: ListTable) -> tuple[Unwritable, ...]:
    """The texts that Shift_JIS cannot write, and what would stand there."""
    return list_cp932.unwritable(table.header, table.rows, stand_ins=table.stand_ins)


def write_out(
    office: Office,
    table: ListTable,
    path: Path,
    *,
    form: Format,
    purpose: str,
    remark: str = "",
    password: str = "",
    replacing: bool = False,
) -> Changes:
    """Write the list to `path`, whole or not at all, and write down who did it, for what and how many rows.

    `purpose` is a code of export_purpose, `remark` says more (needed for "other"). `password`: for XLSX. `replacing`:
    in Shift_JIS write what `unwritable` named by what it named; without it such a list is refused.
    The entry comes before the file (docs/decisions/0041). Raises Refused, NotAllowed, a VaultTrouble of the disk; then
    what stood at `path` still stands there.
    """
    office.allow("export.list", need=_need(table))
    _refuse(table, form=form, purpose=purpose, remark=remark, password=password)
    data = _bytes(table, form=form, password=password, replacing=replacing)
    with office.work("export.list", need=_need(table)) as work:
        work.about("list", "")
        detail: dict[str, str | int | bool] = {"list": table.kind, "rows": len(table.rows), "form": form}
        work.note(**detail, purpose=purpose, remark=remark.strip(), protected=bool(password), replaced=replacing)
        changes = work.commit()
    write_atomically(path, data)
    return changes


def file_name(office: Office, table_title: str, form: Format, *, on: date | None = None) -> str:
    """児童台帳_20261120.xlsx"""
    day = on or office.today
    return safe_stem(f"{table_title}_{day:%Y%m%d}") + SUFFIX[form]


def _need(table: ListTable) -> str:
    return MANAGER if table.kind in FOR_MANAGERS else WORKER


def _refuse(table: ListTable, *, form: Format, purpose: str, remark: str, password: str) -> None:
    problems: list[Problem] = []
    if purpose not in codes.load("export_purpose"):
        problems.append(Problem("purpose", N_("Say what the list is for.")))
    if purpose == "other" and not remark.strip():
        problems.append(Problem("remark", N_("Write what the list is for.")))
    if len(remark) > _LONGEST:
        problems.append(Problem("remark", N_("At most {most} characters."), {"most": _LONGEST}))
    if password and form != "xlsx":
        problems.append(Problem("password", N_("Only an Excel file can have a password.")))
    if not table.rows:
        problems.append(Problem("", N_("There is nothing in this list.")))
    if problems:
        raise Refused(problems)


def _bytes(table: ListTable, *, form: Format, password: str, replacing: bool) -> bytes:
    if form == "xlsx":
        made = writing.write_xlsx(table.header, table.rows, title=table.title)
        return list_protection.encrypted(made, password) if password else made
    rows = list_cp932.replaced(table.rows, stand_ins=table.stand_ins) if replacing else table.rows
    return writing.write_csv(table.header, rows, cp932=form == "cp932")
