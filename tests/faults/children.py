"""A process that does one thing to a vault and dies, or runs out of disk, at an exact step.

Started once as `python -m tests.faults.children`: each line of JSON on its standard input names a scenario, and its
exit code is answered on standard output. Where there is fork each scenario costs some milliseconds; on Windows it is a
process of its own.

A *step* is a moment at which the program asks the operating system for something about the vault's files (open,
rename, remove, make a folder …). "Kill at step n" for n = 1, 2, 3 … until the job passes therefore walks through all of
them, as SQLite's own tests do.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

NOW = datetime(2026, 11, 20, 10, 12, tzinfo=timezone(timedelta(hours=9), "Asia/Tokyo"))
PASSED, BROKEN, TROUBLE = 0, 1, 3
NEW_PASSPHRASE = "あおい はしご のぼる 夏休み"

_WRITES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "os.truncate"}


def watch(root: str, step: int, *, how: str) -> None:
    """From now on count steps under `root`; at number `step`: `kill`, or fail `once`, or fail `on` and on."""
    count = [0]

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event not in _WRITES and event != "open":
            return
        if not any(isinstance(a, (str, bytes, os.PathLike)) and root in os.fsdecode(a) for a in args):
            return
        if how != "kill" and not _needs_room(event, args):
            return
        count[0] += 1
        if count[0] == step and how == "kill":
            die()
        if how != "kill" and (count[0] == step or (how == "on" and count[0] > step)):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if step:
        sys.addaudithook(hook)


def _needs_room(event: str, args: tuple[Any, ...]) -> bool:
    """A full disk refuses new names and content, never a removal or a look."""
    if event == "open":
        flags = args[2] if isinstance(args[2], int) else 0
        return bool(flags & os.O_CREAT)
    return event in ("os.rename", "os.mkdir")


def die() -> None:
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(137)


def limit_files(size: int) -> None:
    """No file may grow over `size` bytes: every write beyond fails in whatever library makes it."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


# ------------------------------------------------------------------------------------------------ scenarios


def unlocked(folder: Path) -> Any:
    from tests.vault.office import MANAGER, reopen

    return reopen(folder, NOW, user=MANAGER.name)


def create(folder: Path, begin: Callable[[], None]) -> None:
    from tests.vault.office import new_vault

    begin()
    new_vault(folder / "vault", NOW)[0].close()


def unlock(folder: Path, begin: Callable[[], None]) -> None:
    begin()
    unlocked(folder / "vault").close()


def change_passphrase(folder: Path, begin: Callable[[], None]) -> None:
    from tests.vault.office import MANAGER

    vault = unlocked(folder / "vault")
    begin()
    vault.change_passphrase(MANAGER.passphrase, NEW_PASSPHRASE)


def disable(folder: Path, begin: Callable[[], None]) -> None:
    from tests.vault.office import WORKER

    vault = unlocked(folder / "vault")
    begin()
    vault.disable_user(WORKER.id)


def back_up(folder: Path, begin: Callable[[], None]) -> None:
    from caseapp.vault import backups

    vault = unlocked(folder / "vault")
    begin()
    backups.backup(vault, folder / "usb", now=NOW)


def upgrade(folder: Path, begin: Callable[[], None]) -> None:
    from caseapp.vault.upgrade import upgrade as run
    from tests.vault.test_upgrade import STATEMENTS

    def migrate(connection: Any) -> None:
        for statement in STATEMENTS:
            connection.exec_driver_sql(statement)
            with (folder / "usb" / "between").open("rb"):
                pass  # a step of its own after each statement

    vault = unlocked(folder / "vault")
    begin()
    run(vault, migrate=migrate, target_version=1, now=NOW)


def restore_unfinished(folder: Path, begin: Callable[[], None]) -> None:
    from caseapp.vault import unlocking
    from caseapp.vault.upgrade import restore_unfinished as run
    from tests.vault.office import MANAGER

    key = unlocking.derive_key(folder / "vault", MANAGER.name, passphrase=MANAGER.passphrase)
    begin()
    run(folder / "vault", key, now=NOW)


def restore(folder: Path, begin: Callable[[], None]) -> None:
    from caseapp.vault import backups
    from tests.vault.office import MANAGER

    begin()
    path = next((folder / "usb").glob("*.casebackup"))
    backups.restore(path, folder / "back", user=MANAGER.name, passphrase=MANAGER.passphrase)


SCENARIOS: dict[str, Callable[[Path, Callable[[], None]], None]] = {
    f.__name__: f for f in (create, unlock, change_passphrase, disable, back_up, upgrade, restore_unfinished, restore)
}


def play(line: str) -> int:
    """Run one scenario in this process; the exit code says how it ended."""
    from caseapp.vault.trouble import VaultTrouble

    wish = json.loads(line)
    folder = Path(wish["folder"])

    def begin() -> None:
        watch(wish["folder"], wish["step"], how=wish["how"])
        if wish.get("limit"):
            limit_files(wish["limit"])

    try:
        SCENARIOS[wish["scenario"]](folder, begin)
    except VaultTrouble:
        return TROUBLE
    except BaseException:  # noqa: BLE001 - whatever it is, the parent shall hear of it
        traceback.print_exc()
        return BROKEN
    return PASSED


def write_for_ever(folder: Path) -> None:
    """Acknowledge each commit on standard output, until killed."""
    from tests.vault.office import notes, write_note

    vault = unlocked(folder)
    number = notes(vault)[-1][0]
    while True:
        number += 1
        write_note(vault, number, f"row {number} " + "え" * (number % 700))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def serve() -> None:
    import tests.vault.test_upgrade  # noqa: F401 - load everything once, before forking
    from caseapp.vault import backups, upgrade  # noqa: F401 - the same

    for line in sys.stdin:
        if hasattr(os, "fork"):
            child = os.fork()
            if child == 0:
                os._exit(play(line))
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        else:
            code = subprocess.run([sys.executable, "-m", "tests.faults.children", "play", line], check=False).returncode
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["play"]:
        sys.exit(play(sys.argv[2]))
    elif sys.argv[1:2] == ["write"]:
        write_for_ever(Path(sys.argv[2]))
    else:
        serve()
