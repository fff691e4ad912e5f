"""One vault, one program, and nothing stuck after a crash."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from caseapp.vault import lock
from caseapp.vault.trouble import CannotReach, InUse

HOLD = """
import sys
from datetime import datetime
from pathlib import Path
from caseapp.vault import lock
held = lock.acquire(Path(sys.argv[1]), who="somebody", now=datetime.fromisoformat(sys.argv[2]))
print("held", flush=True)
sys.stdin.read()
"""


def holding(folder: Path, now: datetime) -> subprocess.Popen[str]:
    source = Path(lock.__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), now.isoformat()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_another_process_is_refused_and_told_who_where_and_since_when(tmp_path: Path, now: datetime) -> None:
    with holding(tmp_path, now) as process:
        with pytest.raises(InUse) as refusal:
            lock.acquire(tmp_path, who="me", now=now)
        holder = lock.holder(tmp_path)
        process.communicate("")
    assert refusal.value.values["who"] == "somebody"
    assert refusal.value.values["since"] == now.isoformat()
    assert holder is not None
    assert holder.pid == process.pid
    assert refusal.value.values["machine"] == holder.machine


def test_a_killed_process_leaves_nothing_stuck(tmp_path: Path, now: datetime) -> None:
    with holding(tmp_path, now) as process:
        process.kill()
    assert (tmp_path / lock.LOCK).exists()
    held = lock.acquire(tmp_path, who="me", now=now)
    left = lock.holder(tmp_path)
    assert left is not None
    assert left.who == "me"
    held.release()
    held.release()
    assert not (tmp_path / lock.LOCK).exists()


def test_a_lock_given_back_can_be_taken_again(tmp_path: Path, now: datetime) -> None:
    for _ in range(3):
        lock.acquire(tmp_path, who="me", now=now).release()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"who": 1}', "x" * 5000])
def test_an_unreadable_lock_file_does_not_stand_in_the_way(tmp_path: Path, now: datetime, text: str) -> None:
    (tmp_path / lock.LOCK).write_text(text)
    assert lock.holder(tmp_path) is None
    lock.acquire(tmp_path, who="me", now=now).release()


def test_a_file_removed_between_opening_and_locking_is_taken_anew(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        pytest.skip("an open file cannot be removed there")
    real, calls = lock._lock, [0]

    def removed_first(descriptor: int) -> None:
        calls[0] += 1
        if calls[0] == 1:
            (tmp_path / lock.LOCK).unlink()
        real(descriptor)

    monkeypatch.setattr(lock, "_lock", removed_first)
    held = lock.acquire(tmp_path, who="me", now=now)
    assert calls[0] == 2
    assert (tmp_path / lock.LOCK).exists()
    held.release()


# ------------------------------------------------------------------------------------------------ shares without locks


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def no_locks(_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock", no_locks)
    return tmp_path


def left_by(folder: Path, *, machine: str, pid: int) -> None:
    fields = {"who": "somebody", "machine": machine, "since": "2026-11-20T08:00:00+09:00", "pid": pid}
    (folder / lock.LOCK).write_text(json.dumps(fields))


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    process.wait()
    return process.pid


def test_on_a_share_without_locks_the_file_itself_counts(share: Path, now: datetime) -> None:
    held = lock.acquire(share, who="me", now=now)
    with pytest.raises(InUse):
        lock.acquire(share, who="you", now=now)
    held.release()
    lock.acquire(share, who="you", now=now).release()


def test_on_a_share_a_dead_process_of_this_machine_is_left_over(share: Path, now: datetime) -> None:
    left_by(share, machine=lock._machine(), pid=dead_pid())
    lock.acquire(share, who="me", now=now).release()


@pytest.mark.parametrize("kind", ["another machine", "a living process"])
def test_on_a_share_anybody_else_is_believed(share: Path, now: datetime, kind: str) -> None:
    if kind == "another machine":
        left_by(share, machine="reception-2", pid=dead_pid())
    else:
        left_by(share, machine=lock._machine(), pid=os.getppid())
    with pytest.raises(InUse):
        lock.acquire(share, who="me", now=now)


def test_a_folder_that_cannot_be_reached_is_named(tmp_path: Path, now: datetime) -> None:
    with pytest.raises(CannotReach):
        lock.acquire(tmp_path / "nowhere", who="me", now=now)


def test_another_error_of_the_lock_is_not_taken_for_a_holder(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(lock, "_lock", broken)
    with pytest.raises(CannotReach):
        lock.acquire(tmp_path, who="me", now=now)
