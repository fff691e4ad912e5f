"""kill -9 while a table is taken in: the vault opens, and each import is there whole or not at all."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from caseapp.casework import audit, office, register, search
from caseapp.casework.office import Office
from caseapp.records.child import ChildRow
from caseapp.records.history import HistoryRow
from caseapp.rules import clock
from tests.casework.offices import MANAGER, WORDS, new_office
from tests.faults.importer import ROWS

ROOT = Path(__file__).parents[2]


def take_in(folder: Path, run: int, *, kill_after: float | None) -> tuple[bool, float]:
    """Let a process import; kill it so long after it began. Whether it said that it was done, and how long it took."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.importer", str(folder), str(run)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    began = time.monotonic()
    killer = threading.Timer(kill_after, child.kill) if kill_after is not None else None
    if killer:
        killer.start()
    done = child.stdout.readline() == "done\n"
    took = time.monotonic() - began
    if killer:
        killer.cancel()
        killer.join()
    child.wait()
    child.stdout.close()
    return done, took


def imported(opened: Office) -> Counter[str]:
    """How many children of each run are in the store; each run checked to be whole in history and index, too."""
    with opened.reading() as session:
        numbers = session.scalars(select(ChildRow.number)).all()
        made = session.scalar(select(func.count()).where(HistoryRow.kind == "child", HistoryRow.field == ""))
    assert made == len(numbers)
    runs = Counter(number.split("-")[0] for number in numbers)
    entries = [entry for entry in audit.entries(opened, limit=10_000) if entry.action == "import.children"]
    assert len(entries) == len(runs)
    for run in runs:
        hits = search.find(opened, f"{run}-{ROWS - 1:04}").hits
        assert f"{run}-{ROWS - 1:04}" in [hit.child_number for hit in hits]
        assert search.find(opened, f"第{run}回の取り込み").hits
    assert len(register.rows(opened)) == len(numbers)
    return runs


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_each_import_is_there_whole_or_not_at_all(
    tmp_path: Path, now: datetime, rounds: Callable[[int, int], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEAPP_FAST_KDF_FOR_TESTS", "1")
    folder, chance = tmp_path / "vault", random.Random(20261120)
    with new_office(folder, now):
        pass
    done, whole = take_in(folder, 0, kill_after=None)
    assert done
    expected = Counter({"0": ROWS})
    killed = 0
    for run in range(1, rounds(10, 50) + 1):
        # Most of the time the rows are written; the last moments, in which it is committed, are met on purpose, too.
        share = chance.uniform(0.0, 1.1) if run % 2 else chance.uniform(0.9, 1.1)
        done, _ = take_in(folder, run, kill_after=whole * share)
        killed += not done
        with office.open_office(folder, user=MANAGER, passphrase=WORDS, clock=clock.stopped(now)) as opened:
            found = imported(opened)
            assert audit.verify_chain(opened).whole
        if done or found[str(run)]:
            expected[str(run)] = ROWS
        assert found == expected
    assert killed, "no run was killed in the middle"
