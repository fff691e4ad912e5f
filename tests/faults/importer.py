"""A process that takes one table of 3,000 children in, says when it begins and when it is done, and may die between.

Run as `python -m tests.faults.importer FOLDER RUN`; the parent kills it at a random moment.
"""

from __future__ import annotations

import sys
from pathlib import Path

from caseapp.exchange import tables
from tests.casework.offices import MANAGER, WORDS
from tests.exchange.sheets import CHILD, csv_bytes
from tests.faults.children import NOW

ROWS = 3000


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(folder: str, run: str) -> None:
    """One import."""
    from caseapp.casework import importing, office

    rows = [
        {**CHILD, "児童番号": f"{run}-{n:04}", "名": f"児{n:04}", "備考": f"第{run}回の取り込み"} for n in range(ROWS)
    ]
    sheet = tables.read(csv_bytes(rows), "children")
    with office.open_office(Path(folder), user=MANAGER, passphrase=WORDS, clock=lambda: NOW) as opened:
        say("ready")
        importing.run(opened, sheet, kind="children")
        say("done")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
