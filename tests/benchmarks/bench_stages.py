"""How long the dated items of a big office take: `python -m tests.benchmarks.bench_stages` in the project's folder.

6,000 made-up children (or `--children N`), each with a certificate, a third with medical care: the rule alone, the
first working out into the store, the look that finds nothing changed, and the one after a single child was saved.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from caseapp.casework import office, register, sample, stages
from caseapp.records.stage import StageItemRow
from caseapp.rules.clock import TOKYO, stopped
from caseapp.rules.stage_template import dated_items, facts_of
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from caseapp.words.stages import seed

WORDS = "みどりの ながぐつ あるく 三日月"
NOW = datetime(2026, 11, 20, 10, 12, tzinfo=TOKYO)


def timed(name: str, act: Callable[[], Any]) -> Any:
    """Do it, and print how long it took."""
    begun, cpu = time.perf_counter(), time.process_time()
    answer = act()
    took, used = time.perf_counter() - begun, time.process_time() - cpu
    print(f"{name:<58} {took * 1000:>8.0f} ms  (cpu {used * 1000:.0f})")  # noqa: T201 - figures for the terminal
    return answer


def in_pieces(opened: office.Office) -> None:
    """As the window does it; says how long a question waits at the most."""
    longest = 0.0
    for piece in stages.pieces(stages.outdated(opened)):
        begun = time.perf_counter()
        stages.work_out(opened, piece)
        longest = max(longest, time.perf_counter() - begun)
    print(f"{'the longest piece of it':<58} {longest * 1000:>8.0f} ms")  # noqa: T201 - figures for the terminal


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--children", type=int, default=6000)
    children = options.parse_args().children
    os.environ[FAST_KDF_VARIABLE] = "1"
    with tempfile.TemporaryDirectory() as place:
        opened, _key = office.create(
            Path(place) / "vault", office_name="汐見保健所", user_name="村井", passphrase=WORDS, clock=stopped(NOW)
        )
        with opened:
            sample.multiply(opened, children=children, consultations=children)
            one = register.child(opened, register.rows(opened)[0].child_id)
            facts = [replace(facts_of(one), birth=row.birth_date) for row in register.rows(opened)]
            today = opened.today
            timed(f"the rule alone, {children} children", lambda: [dated_items(f, seed(), today) for f in facts])
            timed("worked out for the first time, into the store", lambda: in_pieces(opened))
            timed("nothing has changed since", lambda: stages.refresh(opened))
            register.save(opened, replace(one, note="x"))
            timed("after one child was saved", lambda: stages.refresh(opened))
            with opened.reading() as session:
                count = session.scalar(select(func.count()).select_from(StageItemRow))
                print(f"{count} items in the store")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
