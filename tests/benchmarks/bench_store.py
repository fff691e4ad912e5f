"""How fast the store answers in a big office: `python -m tests.benchmarks.bench_store` in the project's folder.

Makes an office of 6,000 children and 100,000 consultations (or `--children N --consultations N`) in a temporary folder,
or in `--keep FOLDER` to measure it again without making it. The key derivation is the tests' fast one, so unlocking is
told without it (about half a second more). Figures are wall-clock milliseconds; `cpu` is this process's own time, which
another program on the machine does not change as much.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from caseapp.casework import consultations, office, register, sample, search, today
from caseapp.casework.office import Office
from caseapp.records import search_index
from caseapp.rules.clock import TOKYO, stopped
from caseapp.rules.folding import match_expression
from caseapp.vault.kdf import FAST_KDF_VARIABLE

WORDS = "みどりの ながぐつ あるく 三日月"
NOW = datetime(2026, 11, 20, 10, 12, tzinfo=TOKYO)
QUERIES = (
    *(
        "給食",
        "酸素",
        "た",
        "さとう",
        "高橋",
        "M00412",
        "修学旅行 主治医",
        "佐藤 給食",
        "きょうだい",
        "陽菜",
        "0412",
        "災害",
    ),
    *("自己注射", "だがはし", "レスパイト", "見つからない言葉", "保育園の見学", "クローン病", "在宅酸素", "1型糖尿病"),
)


@dataclass(frozen=True)
class Figure:
    """The times of one question, in milliseconds, and the processor time of the quickest run."""

    name: str
    times: tuple[float, ...]
    cpu: float

    def __str__(self) -> str:
        ordered = sorted(self.times)
        p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        median = statistics.median(ordered)
        return f"{self.name:<44} p50 {median:8.1f}   p95 {p95:8.1f}   first {self.times[0]:8.1f}   cpu {self.cpu:8.1f}"


def measured(name: str, ask: Callable[[], object], *, runs: int = 7) -> Figure:
    """Ask so many times and take the time of each."""
    times, cpu = [], []
    for _ in range(runs):
        began, worked = time.perf_counter(), time.process_time()
        ask()
        times.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return Figure(name, tuple(times), min(cpu))


def made(folder: Path, *, children: int, talks: int) -> None:
    """The office to measure, unless it is there."""
    if (folder / "vault.json").exists():
        return
    opened, _recovery = office.create(
        folder, office_name="汐見保健所", user_name="森下 由佳", title="", passphrase=WORDS, clock=stopped(NOW)
    )
    with opened:
        began = time.perf_counter()
        sample.fill(opened)
        print(f"{'samples':<44} {time.perf_counter() - began:8.1f} s")  # noqa: T201 - it speaks on the terminal
        began = time.perf_counter()
        sample.multiply(opened, children, talks)
        print(f"{'made up':<44} {time.perf_counter() - began:8.1f} s")  # noqa: T201 - it speaks on the terminal
    size = (folder / "store.db").stat().st_size / 1024 / 1024
    print(f"{'store.db':<44} {size:8.0f} MiB")  # noqa: T201 - it speaks on the terminal


def unlocked(folder: Path) -> Office:
    return office.open_office(folder, user="森下 由佳", passphrase=WORDS, clock=stopped(NOW))


def from_unlocking_to_today(folder: Path) -> None:
    with unlocked(folder) as opened:
        today.page(opened, mine=True)


def bare(opened: Office, query: str) -> Callable[[], object]:
    """The FTS statement alone, as search asks it, on a connection that is open."""
    values = (search_index.scoped(match_expression(query)), 21)

    def ask() -> object:
        with opened.reading() as session:
            return session.connection().exec_driver_sql(search_index.TEXT_STATEMENT, values).all()

    return ask


def figures(opened: Office) -> list[Figure]:
    """Every list and the search."""
    rows = register.rows(opened)
    busiest = max(
        rows, key=lambda row: len(consultations.of_child(opened, row.child_id)) if row.number[-1] == "7" else 0
    )

    def whole_list() -> object:
        opened._kept.clear()
        return register.rows(opened)

    def page() -> object:
        opened.seen = None  # so that each look is audited
        return register.page(opened, busiest.child_id)

    found = [
        measured("register.rows", whole_list),
        measured("register.rows, nothing changed since", lambda: register.rows(opened)),
        measured("register.page of a child with many records", page, runs=15),
        measured("today.page, mine", lambda: today.page(opened, mine=True)),
        measured("today.page, the whole office", lambda: today.page(opened, mine=False)),
    ]
    asked: list[float] = []
    for query in QUERIES:
        figure = measured(f"search {query}", lambda query=query: search.find(opened, query), runs=9)  # type: ignore[misc]  # a default binds it
        asked += figure.times
        found.append(figure)
    found.append(Figure("search, all questions", tuple(asked), 0.0))
    whole = measured("search 給食", lambda: search.find(opened, "給食"), runs=25)
    alone = measured("the same FTS statement bare", bare(opened, "給食"), runs=25)
    found.append(alone)
    ratio = whole.cpu / alone.cpu  # of the processor: on the clock it tells of whoever shares the machine
    print(f"{'search to the bare statement':<44} {ratio:8.1f} times")  # noqa: T201 - it speaks on the terminal
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--children", type=int, default=6000)
    parser.add_argument("--consultations", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="make the office there, or measure the one that is there")
    options = parser.parse_args()
    os.environ[FAST_KDF_VARIABLE] = "1"
    with tempfile.TemporaryDirectory() as place:
        folder = options.keep or Path(place) / "vault"
        made(folder, children=options.children, talks=options.consultations)
        print(measured("unlock to Today (without key derivation)", lambda: from_unlocking_to_today(folder), runs=3))  # noqa: T201 - it speaks on the terminal
        with unlocked(folder) as opened:
            for figure in figures(opened):
                print(figure)  # noqa: T201 - it speaks on the terminal


if __name__ == "__main__":
    main()
