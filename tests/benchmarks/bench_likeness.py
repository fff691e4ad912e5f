"""Who may be registered twice, in a large office: `python -m tests.benchmarks.bench_likeness` in the project's folder.

Measured in the offices of `bench_large` (made once, in `--cache FOLDER`): what a form asks while a new child is typed,
from the birth date alone to everything, and the list of all pairs of the office. The bare operation beside each are the
statements that it sends to the store, asked on the driver's own cursor and fetched: what the program adds is making
names comparable, comparing and ranking. Least processor time of some repeats, both asked in turn; `first` on the clock.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import event, select

from caseapp.casework import duplicates
from caseapp.casework.office import Office
from caseapp.records.child import SHAPE, ChildRow
from caseapp.rules.child import Child
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests.benchmarks.bench_large import SIZES, made, p95, say, timed
from tests.benchmarks.bench_store import unlocked

EVERY = 400
"""Each so many children of the register are typed again, a little otherwise."""


def typed(opened: Office) -> list[Child]:
    """What a form holds while these children are registered once more: more and more of it, some of it wrong."""
    with opened.reading() as session:
        ids = session.scalars(select(ChildRow.id).order_by(ChildRow.number)).all()[::EVERY]
        there = [SHAPE.to_read(session.get_one(ChildRow, child_id)) for child_id in ids]
    forms: list[Child] = []
    for child in there:
        new = Child(number="", family_name="", given_name="", birth_date=child.birth_date)
        kana = replace(new, family_name_kana=child.family_name_kana, given_name_kana=child.given_name_kana)
        named = replace(kana, family_name=child.family_name, given_name=child.given_name)
        other_day = replace(named, birth_date=date(child.birth_date.year, child.birth_date.month, 28))
        forms += [new, kana, named, other_day, replace(named, phone=child.phone, address=child.address)]
    return forms


def statements_of(opened: Office, ask: Callable[[], object]) -> Callable[[], object]:
    """The statements that `ask` sends to the store, on the driver's own cursor."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            sent.append((statement, values))

    event.listen(opened.vault.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(opened.vault.engine, "before_cursor_execute", note)
    raw = opened.vault._connections[-1]

    def bare() -> None:
        for statement, values in sent:
            raw.execute(statement, values).fetchall()

    return bare


def compared(opened: Office, ask: Callable[[], object], *, runs: int) -> tuple[float, float, float]:
    """The first time on the clock, the least processor time, and that of the statements alone."""
    whole, bare = timed(ask, statements_of(opened, ask), runs=runs)
    return whole.first, whole.least, bare.least


def measured(folder: Path) -> dict[str, float]:
    with unlocked(folder) as opened:
        asked = [
            compared(opened, lambda child=child: duplicates.likely(opened, child), runs=9)  # type: ignore[misc]  # a default binds it
            for child in typed(opened)
        ]
        first, whole, bare = (p95([each[place] for each in asked]) for place in range(3))
        say(f"while typing, p95 of {len(asked)} forms: first, least", first, whole)
        say("  its statements bare, and how many times that", bare, whole / bare)
        pairs = duplicates.pairs(opened)
        all_first, all_whole, all_bare = compared(opened, lambda: duplicates.pairs(opened), runs=5)
        say(f"all pairs of the office ({len(pairs)} found): first, least", all_first, all_whole)
        say("  its statements bare, and how many times that", all_bare, all_whole / all_bare)
    return {"while typing": whole, "all pairs": all_whole}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "caseapp-benchmarks"
    parser.add_argument("--cache", type=Path, default=default, help="where the offices are made, once")
    options = parser.parse_args()
    os.environ[FAST_KDF_VARIABLE] = "1"
    costs = {}
    for name, (children, talks) in SIZES.items():
        made(options.cache / name, children=children, talks=talks)
        say(f"--- {children:,} children", unit="")
        costs[name] = measured(options.cache / name / "vault")
    for what, cost in costs["large"].items():
        say(f"{what}: large beside small", cost / costs["small"][what], unit="times")


if __name__ == "__main__":
    main()
