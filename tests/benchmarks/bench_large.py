"""The largest office that is promised: `python -m tests.benchmarks.bench_large` in the project's folder.

Makes two offices once, of 1,000 children with 100,000 consultations and of 10,000 with 1,000,000 (the first child has
2,000 of them), in `--cache FOLDER` (default: the user's cache), and measures them again at each call. Said are the
search beside the FTS statements it asks, run bare; the page of the child with 2,000 records; saving; the memory of the
desktop's process with register, child and palette open; and each cost in the large office beside the small one.

The bare side of a question are exactly the FTS statements that it sent (`search_index.FIND_TEXT` and `FIND_AMONG` with
their values, one to four a question), fetching the same hits on the same connection, either on the driver's cursor or
through a session. Search does besides: names, reading the records and children that are shown, cutting sentences.

Other programs share the machine: so of each question counts the least processor time of some repeats (all pages are in
memory, nothing waits for a disk), and what is compared is asked in turn. `first` is the first time, on the clock.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from caseapp.casework import child_page, consultations, office, register, sample, search
from caseapp.casework.office import Office
from caseapp.records import search_index
from caseapp.rules.clock import stopped
from caseapp.rules.consultation import Consultation
from caseapp.rules.follow_up import NextStep
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests.benchmarks.bench_store import NOW, WORDS, unlocked

SIZES = {"small": (1000, 100_000), "large": (10_000, 1_000_000)}
BUSY, BUSIEST = "M00001", 2000
NAMES = (
    *(
        "高橋",
        "髙橋",
        "さとう",
        "ｻﾄｳ",
        "渡邊",
        "佐藤 陽菜",
        "たかはし",
        "takahashi",
        "中嶋",
        "陽菜",
        "斎藤",
        "た",
        "林",
        "はなか",
    ),
    *("M00412", "0900000", "0412", "1000412", "H30.4.1", "2018/4/1", "300401", "平成30年4月"),
)
TEXTS = (
    *(
        "給食",
        "酸素",
        "修学旅行",
        "受給者証",
        "自己注射",
        "レスパイト",
        "保育園の見学",
        "きょうだい",
        "医療意見書",
        "補聴器",
    ),
    *(
        "カテーテルの管理",
        "骨髄移植の待機",
        "遺伝カウンセリング",
        "滞納している医療費",
        "てんかん発作",
        "こども病院",
        "表情が明るかった",
    ),
    *(
        "修学旅行 主治医",
        "給食 栄養士",
        "学校 看護師",
        "酸素 連休明け",
        "祖母 通訳",
        "佐藤 給食",
        "田中 酸素",
        "陽菜 修学旅行",
    ),
    *(
        "見つからない言葉",
        "全然書かれていない話",
        "市民病院 遺伝",
        "だがはし",
        "しゆうがくりょこう",
        "クローン病",
        "1型糖尿病",
    ),
)


@dataclass(frozen=True)
class Times:
    """Milliseconds of one question: the first time on the clock, and the least processor time of all."""

    first: float
    least: float


def timed(*asks: Callable[[], object], runs: int = 7) -> list[Times]:
    """Each asked in turn, so that what else the machine does falls on all alike."""
    clock: list[list[float]] = [[] for _ in asks]
    worked: list[list[float]] = [[] for _ in asks]
    for _ in range(runs):
        for number, ask in enumerate(asks):
            began, before = time.perf_counter(), time.process_time()
            ask()
            clock[number].append((time.perf_counter() - began) * 1000)
            worked[number].append((time.process_time() - before) * 1000)
    return [Times(on_clock[0], min(work)) for on_clock, work in zip(clock, worked, strict=True)]


def p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def say(name: str, *figures: float, unit: str = "ms") -> None:
    print(f"{name:<58}" + "".join(f"{figure:10.1f}" for figure in figures) + f"  {unit}", flush=True)  # noqa: T201 - it speaks on the terminal


# ------------------------------------------------------------------------------------------------ making


def made(folder: Path, *, children: int, talks: int) -> None:
    """The office to measure, unless it is there; how long making it took."""
    if (folder / "made").exists():
        return
    opened, _recovery = office.create(
        folder / "vault", office_name="汐見保健所", user_name="森下 由佳", passphrase=WORDS, clock=stopped(NOW)
    )
    with opened:
        began = time.perf_counter()
        sample.fill(opened)
        sample.multiply(opened, children, talks, busiest=BUSIEST)
        say(f"making {children:,} children, {talks:,} consultations", time.perf_counter() - began, unit="s")
    (folder / "made").write_text("", encoding="utf-8")


# ------------------------------------------------------------------------------------------------ the search


@contextmanager
def listening() -> Iterator[list[tuple[Any, ...]]]:
    """Every FTS statement that search asks meanwhile, with its values."""
    asked: list[tuple[Any, ...]] = []
    real, real_newest = search_index.find_text, search_index.newest_of

    def find_text(connection: Any, expression: str, *, children: Sequence[str] = (), limit: int = 50) -> Any:
        if expression:
            asked.append((search_index.FIND_TEXT, (search_index.scoped(expression, children), limit)))
        return real(connection, expression, children=children, limit=limit)

    def newest_of(connection: Any, expression: str, *, children: Sequence[str], among: int) -> Any:
        asked.append(search_index.found_among(expression, children, among))
        return real_newest(connection, expression, children=children, among=among)

    search_index.find_text, search_index.newest_of = find_text, newest_of
    try:
        yield asked
    finally:
        search_index.find_text, search_index.newest_of = real, real_newest


def bare(opened: Office, statements: Sequence[tuple[Any, ...]]) -> Callable[[], object]:
    """These FTS statements alone, on the driver's own cursor."""
    raw = opened.vault._connections[-1]

    def ask() -> None:
        for statement, values in statements:
            raw.execute(statement, values).fetchall()

    return ask


def bare_in_a_session(opened: Office, statements: Sequence[tuple[Any, ...]]) -> Callable[[], object]:
    """The same through the office's door, as every question to the store has to go."""

    def ask() -> None:
        with opened.reading() as session:
            for statement, values in statements:
                session.connection().exec_driver_sql(statement, values).all()

    return ask


@dataclass(frozen=True)
class Asked:
    """One question: what search took, and what its FTS statements take bare and in a session (0: it asked none)."""

    query: str
    whole: Times
    alone: Times
    session: Times


def searches(opened: Office, queries: Sequence[str]) -> list[Asked]:
    found = []
    for query in queries:
        with listening() as statements:
            search.find(opened, query)
        asks = (lambda query=query: search.find(opened, query), bare(opened, statements))
        found.append(Asked(query, *timed(*asks, bare_in_a_session(opened, statements), runs=15)))
    return found


def cold(folder: Path, queries: Sequence[str], *, warm: bool) -> tuple[float, float]:
    """p95 of the first question in a vault just opened: on the clock, and of the processor. `warm`: after the palette
    has opened (`search.warm_up`), as whenever a person types; else nothing is in the cache of pages."""
    took = []
    for query in queries:
        with unlocked(folder) as opened:
            if warm:
                search.warm_up(opened)
            took.append(timed(lambda opened=opened, query=query: search.find(opened, query), runs=1)[0])  # type: ignore[misc]  # defaults bind them
    return p95([each.first for each in took]), p95([each.least for each in took])


# ------------------------------------------------------------------------------------------------ a child


def opening(opened: Office, child_id: str) -> Times:
    def page() -> object:
        opened.seen = None  # so that each look is audited
        return register.page(opened, child_id)

    return timed(page, runs=15)[0]


def saving(opened: Office, child_id: str) -> Times:
    step = NextStep(none_reason="様子を見る")

    def save() -> None:
        talk = Consultation(
            id=opened.new_id(), child_id=child_id, on=opened.today, method="phone", consulter="mother",
            topics=("medical",), facts="給食の塩分について、担任が確かめることにした。", response="様子を見る。",
        )  # fmt: skip
        consultations.record(opened, talk, next_step=step)

    return timed(save, runs=7)[0]


# ------------------------------------------------------------------------------------------------ memory


def memory(folder: Path) -> float:
    """The most that a desktop's process held, in MiB: unlocked, Today, register, the busiest child, searches."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    command = [sys.executable, "-m", "tests.benchmarks.held_by_the_desktop", str(folder)]
    environment["PYTHONFAULTHANDLER"] = "1"  # where it died, if it dies, stands on our standard error
    said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return float(said.stdout.split()[-1])


# ------------------------------------------------------------------------------------------------ all of it


def measured(folder: Path, *, every: bool) -> dict[str, float]:
    with unlocked(folder) as opened:
        with opened.reading() as session:
            child_id = session.execute(text("SELECT id FROM child WHERE number = :n"), {"n": BUSY}).scalar_one()
            count = text("SELECT count(*) FROM consultation WHERE child_id = :c")
            say("consultations of the busiest child", session.execute(count, {"c": child_id}).scalar_one(), unit="")
        names, texts = searches(opened, NAMES), searches(opened, TEXTS)
        if every:
            for asked in (*names, *texts):
                say(f"  {asked.query}", asked.whole.first, asked.whole.least, asked.alone.least, asked.session.least)
        everything = [asked.whole.least for asked in (*names, *texts)]
        whole, alone = p95([a.whole.least for a in texts]), p95([a.alone.least for a in texts])
        session_only = p95([a.session.least for a in texts])
        say(
            "search, p95 of all questions: first time, least",
            p95([a.whole.first for a in (*names, *texts)]),
            p95(everything),
        )
        say("search that asks the text, p95", whole)
        say("  its FTS statements in a session, and how many times that", session_only, whole / session_only)
        say("  its FTS statements on the driver's cursor, and times", alone, whole / alone)
        everything_bare = sum(a.alone.least for a in texts)
        say("  all of them together, and times", everything_bare, sum(a.whole.least for a in texts) / everything_bare)
        added = [a.whole.least - a.alone.least for a in texts]
        say("  what search adds to its own statements: median, p95", statistics.median(added), p95(added))
        child_page.warm_up(opened)  # as the desktop does behind its first page (startup/session)
        page, save = opening(opened, child_id), saving(opened, child_id)
        say("the page of the busiest child: first, least", page.first, page.least)
        say("saving a consultation: first, least", save.first, save.least)
    middle = statistics.median(everything)
    return {
        "search, p95": p95(everything),
        "search, median": middle,
        "page of a child": page.least,
        "saving": save.least,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "caseapp-benchmarks"
    parser.add_argument("--cache", type=Path, default=default, help="where the offices are made, once")
    parser.add_argument("--every", action="store_true", help="each question on its own: first, least, bare")
    options = parser.parse_args()
    os.environ[FAST_KDF_VARIABLE] = "1"
    costs = {}
    for name, (children, talks) in SIZES.items():
        folder = options.cache / name
        made(folder, children=children, talks=talks)
        say(
            f"--- {children:,} children, {talks:,} consultations",
            (folder / "vault" / "store.db").stat().st_size / 2**20,
            unit="MiB",
        )
        costs[name] = measured(folder / "vault", every=options.every)
    for what, cost in costs["large"].items():
        say(f"{what}: large beside small", cost / costs["small"][what], unit="times")
    vault, some = options.cache / "large" / "vault", [*NAMES, *TEXTS][::3]
    say("search in a vault just opened, p95: on the clock, processor", *cold(vault, some, warm=False))
    say("the same when the palette has opened", *cold(vault, some, warm=True))
    say("memory of the desktop, the large office open", memory(options.cache / "large" / "vault"), unit="MiB")


if __name__ == "__main__":
    main()
