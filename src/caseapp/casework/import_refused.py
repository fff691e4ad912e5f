"""The refused rows of a file, written out to be mended: their own file, and an entry in the access log before it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from caseapp.casework.office import Office
from caseapp.exchange import refused_rows
from caseapp.exchange.findings import Finding
from caseapp.exchange.grid import Grid
from caseapp.rules.account import WORKER
from caseapp.rules.changes import Changes
from caseapp.vault.files import write_atomically


def write_out(office: Office, grid: Grid, *, head_at: int, findings: Sequence[Finding], path: Path) -> Changes:
    """Write the rows of `findings` to `path` (XLSX by its suffix, else CSV), whole or not at all.

    The entry comes before the file (docs/decisions/0041). Raises NotAllowed, a VaultTrouble of the disk; then what
    stood at `path` still stands there.
    """
    office.allow("import.refused_rows", need=WORKER)
    data = refused_rows.write(grid, head_at, findings, xlsx=path.suffix.lower() == ".xlsx")
    with office.work("import.refused_rows", need=WORKER) as work:
        work.about("import", "")
        work.note(rows=len({finding.place for finding in findings}), file=path.name)
        changes = work.commit()
    write_atomically(path, data)
    return changes
