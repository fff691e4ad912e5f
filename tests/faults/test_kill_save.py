"""kill -9 while a consultation is being saved: it is there whole (record, next step, history, audit, index) or not."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from caseapp.casework import audit, consultations, follow_ups, history, search
from caseapp.casework.office import Office
from tests.casework.yoshino import hina, manager_office, manager_office_again

ROOT = Path(__file__).parents[2]


def save_until_killed(folder: Path, child_id: str, *, first: int, seconds: float) -> list[int]:
    """Let a process save for so long after it began; the numbers whose saving had returned."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.saver", str(folder), child_id, str(first)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    killer = threading.Timer(seconds, child.kill)
    killer.start()
    told = [int(line) for line in child.stdout if line.endswith("\n")]
    killer.join()
    child.stdout.close()
    assert child.wait() != 0, "it must have been killed"
    return told


def numbers_of(opened: Office, child_id: str) -> list[int]:
    """The numbers that are in the store; each checked to be there whole."""
    found = []
    steps = {f.origin_id: f for f in follow_ups.of_child(opened, child_id)}
    audited = {e.record_id for e in audit.entries(opened, child_id=child_id, limit=100_000)}
    for record in consultations.of_child(opened, child_id):
        number = int(record.facts[1:7])
        assert steps.pop(record.id).text == f"第{number:06}回のあと、業者に聞く"
        assert history.of_record(opened, "consultation", record.id)
        assert record.id in audited
        found.append(number)
    assert not steps, "a next step without its consultation"
    return sorted(found)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_each_saving_is_whole_or_not_there(
    tmp_path: Path, now: datetime, rounds: Callable[[int, int], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEAPP_FAST_KDF_FOR_TESTS", "1")
    folder, chance = tmp_path / "vault", random.Random(20261120)
    with manager_office(folder, now) as opened:
        child_id = hina(opened)
    acknowledged: list[int] = []
    for _ in range(rounds(8, 50)):
        first = max(acknowledged, default=0) + 1_000
        acknowledged += save_until_killed(folder, child_id, first=first, seconds=chance.uniform(0.01, 0.5))
        with manager_office_again(folder, now) as opened:
            assert set(acknowledged) <= set(numbers_of(opened, child_id))
            assert audit.verify_chain(opened).whole
            if acknowledged:
                last = f"第{acknowledged[-1]:06}回の電話"
                assert any(hit.kind == "consultation" for hit in search.find(opened, last).hits)
    assert acknowledged, "the runs were too short to save anything"
