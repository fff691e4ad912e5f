"""A process that saves one consultation after another, says each one's number when its saving has returned, and dies.

Run as `python -m tests.faults.saver FOLDER CHILD_ID FIRST`; the parent kills it at a random moment.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from caseapp.casework import consultations
from caseapp.rules.consultation import Consultation
from caseapp.rules.follow_up import NextStep
from tests.casework.yoshino import WORKER, WORKER_WORDS
from tests.faults.children import NOW


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(folder: str, child_id: str, first: int) -> None:
    """Save until killed."""
    from caseapp.casework import office

    with office.open_office(Path(folder), user=WORKER, passphrase=WORKER_WORDS, clock=lambda: NOW) as opened:
        say("ready")
        for number in range(first, first + 1_000_000):
            value = Consultation(
                child_id=child_id,
                on=date(2026, 11, 20),
                method="phone",
                facts=f"第{number:06}回の電話。酸素の残りを聞いた。",
            )
            step = NextStep(text=f"第{number:06}回のあと、業者に聞く", due_on=date(2026, 11, 27))
            consultations.record(opened, value, next_step=step)
            say(str(number))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
