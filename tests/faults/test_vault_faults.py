"""The vault killed, or out of disk, at every step of everything that changes it: it opens, and no row is lost."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from caseapp.vault import archive, backups, health, opening, pause, unlocking
from caseapp.vault.header import STORE, UpgradeMark, read_header
from caseapp.vault.open_vault import OpenVault
from caseapp.vault.trouble import AlreadyAVault, UnfinishedUpgrade, VaultTrouble, WrongPassphrase
from caseapp.vault.upgrade import restore_unfinished, upgrade
from tests.faults.children import NEW_PASSPHRASE, PASSED, TROUBLE
from tests.vault.office import MANAGER, WORKER, add, dump, new_vault, notes, reopen, write_note
from tests.vault.test_upgrade import migration

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HOUSE / "src"), str(HOUSE)])}

Play = Callable[..., int]


@pytest.fixture(scope="module")
def play() -> Iterator[Play]:
    """`play(scenario, folder, step, how)` in another process; returns how it ended."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.children"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
        cwd=HOUSE,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    reader, writer = server.stdout, server.stdin

    def run(scenario: str, folder: Path, *, step: int = 0, how: str = "kill", limit: int = 0) -> int:
        wish = {"scenario": scenario, "folder": str(folder), "step": step, "how": how, "limit": limit}
        writer.write(json.dumps(wish) + "\n")
        writer.flush()
        return int(reader.readline())

    yield run
    writer.close()
    server.wait(timeout=30)
    reader.close()


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pause, "_tries", {})
    monkeypatch.setattr(pause, "clock", lambda: 0.0)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """`vault` with two users and some hundred rows, `usb` with one backup; and what a whole store holds."""
    place = tmp_path_factory.mktemp("template")
    moment = datetime.fromisoformat("2026-11-19T10:00:00+09:00")
    vault, _ = new_vault(place / "vault", moment, rows=300)
    add(vault, WORKER)
    backups.backup(vault, place / "usb", now=moment)
    (place / "usb" / "between").write_bytes(b"")
    content = dump(vault)
    vault.close()
    return place, content


@pytest.fixture
def place(template: tuple[Path, list[str]], tmp_path: Path) -> Callable[[], Path]:
    """A fresh copy of the template each time."""

    def fresh() -> Path:
        target = tmp_path / "p"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(template[0], target)
        return target

    return fresh


def steps(play: Play, scenario: str, fresh: Callable[[], Path], *, how: str) -> Iterator[tuple[int, Path]]:
    """Fail at step 1, 2, 3 …; after each, the place as it was left. Ends when the job passes untouched."""
    for step in range(1, 200):
        folder = fresh()
        code = play(scenario, folder, step=step, how=how)
        if code == PASSED and how == "kill":
            assert step > 3, "the scenario has no steps: nothing was tried"
            return
        if code == PASSED:  # the full disk was met where it does not matter, or not at all
            if play(scenario, fresh(), step=step + 1, how=how) == PASSED and step > 1:
                yield step, folder
                return
        elif how == "kill":
            assert code in (-9, 137), f"step {step}"
        else:
            assert code == TROUBLE, f"step {step}"
        yield step, folder
    pytest.fail("the job never passes")


def opened(folder: Path, now: datetime, *, content: list[str], passphrase: str = "") -> OpenVault:
    """The vault opens, is whole by every check, and holds everything."""
    vault = reopen(folder, now, passphrase=passphrase)
    assert vault.full_check() == []
    assert dump(vault) == content
    return vault


def opens(folder: Path, now: datetime, user: str, *, passphrase: str = "") -> bool:
    try:
        reopen(folder, now, user=user, passphrase=passphrase).close()
    except WrongPassphrase:
        pause.forget(folder)
        return False
    return True


HOWS = ["kill", "once", "on"]


@pytest.mark.parametrize("how", HOWS)
def test_changing_a_passphrase(
    play: Play, place: Callable[[], Path], template: tuple[Path, list[str]], now: datetime, how: str
) -> None:
    outcomes = set()
    for step, folder in steps(play, "change_passphrase", place, how=how):
        vault = folder / "vault"
        old, new = opens(vault, now, MANAGER.name), opens(vault, now, MANAGER.name, passphrase=NEW_PASSPHRASE)
        assert old != new, f"step {step}: exactly one passphrase counts"
        outcomes.add(new)
        opened(vault, now, content=template[1], passphrase=NEW_PASSPHRASE if new else "").close()
        assert opens(vault, now, WORKER.name)
    assert False in outcomes


@pytest.mark.parametrize("how", HOWS)
def test_disabling_a_user(
    play: Play, place: Callable[[], Path], template: tuple[Path, list[str]], now: datetime, how: str
) -> None:
    outcomes = set()
    for step, folder in steps(play, "disable", place, how=how):
        vault = folder / "vault"
        begun = not any(face.id == WORKER.id for face in unlocking.peek(vault).users)
        opened(vault, now, content=template[1]).close()
        assert opens(vault, now, WORKER.name) is not begun, f"step {step}"
        assert not (vault / "store.db.rekeyed").exists()
        outcomes.add(begun)
        with opened(vault, now, content=template[1]) as again:
            write_note(again, 5000, "goes on")
            assert again.header.next_check is None
    assert outcomes == {False, True}


def test_a_second_kill_while_the_first_is_being_mended(
    play: Play,
    place: Callable[[], Path],
    template: tuple[Path, list[str]],
    now: datetime,
    tmp_path: Path,
    rounds: Callable[[int, int], int],
) -> None:
    """Compound: kill the re-keying where it stays pending, then kill the unlocking that finishes it, at each step."""
    pending = [step for step in range(1, 200) if left_pending(play, place, step)]
    assert len(pending) >= 3
    for step in {*pending[:: max(1, len(pending) // rounds(1, 100))], pending[-1]}:
        kept = tmp_path / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        assert left_pending(play, place, step)
        shutil.copytree(tmp_path / "p", kept)

        def left(kept: Path = kept) -> Path:
            target = kept.with_name("again")
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(kept, target)
            return target

        for _, again in steps(play, "unlock", left, how="kill"):
            opened(again / "vault", now, content=template[1]).close()
            assert not opens(again / "vault", now, WORKER.name)


def left_pending(play: Play, place: Callable[[], Path], step: int) -> bool:
    """Whether disabling, killed at this step, leaves a header with two keys."""
    folder = place()
    if play("disable", folder, step=step) == PASSED:
        return False
    return read_header(folder / "vault").header.next_check is not None


@pytest.mark.parametrize("how", HOWS)
def test_a_backup(
    play: Play, place: Callable[[], Path], template: tuple[Path, list[str]], now: datetime, how: str
) -> None:
    for step, folder in steps(play, "back_up", place, how=how):
        for face in archive.list_backups(folder / "usb"):
            backups.verify_backup(face.path, MANAGER.name, passphrase=MANAGER.passphrase)
        with opened(folder / "vault", now, content=template[1]) as vault:
            later = backups.backup(vault, folder / "usb", now=now + timedelta(minutes=step))
        left = [p.name for p in (folder / "usb").iterdir() if p.suffix != ".casebackup" and p.name != "between"]
        assert left == [], f"step {step}"
        assert archive.newest(folder / "usb") == later


@pytest.mark.parametrize("how", HOWS)
def test_an_upgrade(
    play: Play, place: Callable[[], Path], template: tuple[Path, list[str]], now: datetime, how: str
) -> None:
    seen = set()
    for _, folder in steps(play, "upgrade", place, how=how):
        vault = folder / "vault"
        try:
            reopen(vault, now).close()
            seen.add("open")
        except UnfinishedUpgrade:
            seen.add("unfinished")
            key = unlocking.derive_key(vault, MANAGER.name, passphrase=MANAGER.passphrase)
            restore_unfinished(vault, key, now=now)
            opened(vault, now, content=template[1]).close()
        with reopen(vault, now) as again:
            assert again.full_check() == []
            upgrade(again, migrate=migration(), target_version=1, now=now + timedelta(hours=1))
            with again.engine.connect() as connection:
                assert connection.exec_driver_sql("SELECT count(*) FROM note WHERE text <> ''").scalar_one() == 300
    assert seen == {"open", "unfinished"}


def test_putting_the_backup_back_after_an_upgrade(
    play: Play, place: Callable[[], Path], template: tuple[Path, list[str]], now: datetime
) -> None:
    def half_way() -> Path:
        folder = place()
        with reopen(folder / "vault", now) as vault:
            done = upgrade(vault, migrate=migration(), target_version=1, now=now)
            assert done is not None
            assert done.backup is not None
            vault.mark_upgrade(UpgradeMark(0, 1, done.backup.name), schema_version=0)
        return folder

    for _, folder in steps(play, "restore_unfinished", half_way, how="kill"):
        vault = folder / "vault"
        key = unlocking.derive_key(vault, MANAGER.name, passphrase=MANAGER.passphrase)
        restore_unfinished(vault, key, now=now)
        opened(vault, now, content=template[1]).close()


@pytest.mark.parametrize("how", HOWS)
def test_restoring(
    play: Play, place: Callable[[], Path], template: tuple[Path, list[str]], now: datetime, how: str
) -> None:
    for _, folder in steps(play, "restore", place, how=how):
        back = folder / "back"
        if not back.exists() or not any(back.iterdir()):
            path = next((folder / "usb").glob("*.casebackup"))
            backups.restore(path, back, user=MANAGER.name, passphrase=MANAGER.passphrase)
        opened(back, now, content=template[1]).close()
        assert [p.name for p in folder.iterdir() if p.name.startswith(".back")] == [] or how == "on"


@pytest.mark.parametrize("how", HOWS)
def test_making_a_vault(play: Play, tmp_path: Path, now: datetime, how: str) -> None:
    def nothing() -> Path:
        target = tmp_path / "p"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        return target

    for step, folder in steps(play, "create", nothing, how=how):
        vault = folder / "vault"
        try:
            made, _ = new_vault(vault, now)
            made.close()
        except AlreadyAVault:
            reopen(vault, now).close()  # it was whole already
        with reopen(vault, now) as again:
            assert again.full_check() == [], f"step {step}"


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
@pytest.mark.parametrize("scenario", ["back_up", "upgrade", "disable", "restore", "change_passphrase"])
def test_a_disk_that_fills_up_in_the_middle_of_any_write(
    play: Play, place: Callable[[], Path], template: tuple[Path, list[str]], now: datetime, scenario: str
) -> None:
    whole = (template[0] / "vault" / STORE).stat().st_size
    refused = 0
    for limit in [1, 500, 2000, 4096, *range(8192, 3 * whole, max(4096, whole // 6))]:
        folder = place()
        code = play(scenario, folder, limit=limit)
        assert code in (PASSED, TROUBLE), limit
        refused += code == TROUBLE
        after_a_full_disk(folder / "vault", now, content=template[1])
    assert refused >= 3


def after_a_full_disk(vault: Path, now: datetime, *, content: list[str]) -> None:
    try:
        opener = NEW_PASSPHRASE if not opens(vault, now, MANAGER.name) else ""
    except UnfinishedUpgrade:
        key = unlocking.derive_key(vault, MANAGER.name, passphrase=MANAGER.passphrase)
        restore_unfinished(vault, key, now=now)
        opener = ""
    with reopen(vault, now, passphrase=opener) as again:
        assert again.full_check() == []
        if again.header.schema_version == 0:
            assert dump(again) == content


def test_no_acknowledged_commit_is_lost_when_the_writer_is_killed(
    place: Callable[[], Path], now: datetime, rounds: Callable[[int, int], int]
) -> None:
    folder = place() / "vault"
    chance = random.Random(20261120)
    acknowledged = 300
    for number in range(rounds(25, 50)):
        writer = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.children", "write", str(folder)],
            stdout=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
            cwd=HOUSE,
        )
        assert writer.stdout is not None
        for _ in range(chance.randrange(1, 40)):
            acknowledged = int(writer.stdout.readline())
        writer.kill()
        rest, _ = writer.communicate()
        acknowledged = max([acknowledged, *(int(line) for line in rest.splitlines(keepends=True) if line[-1] == "\n")])
        with reopen(folder, now) as vault:
            numbers = [row[0] for row in notes(vault)]
            assert numbers == list(range(1, len(numbers) + 1)), f"round {number}"
            assert acknowledged <= len(numbers) <= acknowledged + 1
            assert vault.full_check() == []
        health.prove_at_start(folder / STORE, key_of(folder, now))


def key_of(folder: Path, now: datetime) -> bytes:
    return unlocking.derive_key(folder, MANAGER.name, passphrase=MANAGER.passphrase).current.reveal()


def test_these_scenarios_do_what_they_say_when_nothing_happens(play: Play, place: Callable[[], Path]) -> None:
    for scenario in ("unlock", "change_passphrase", "disable", "back_up", "upgrade", "restore"):
        assert play(scenario, place()) == PASSED, scenario
    with pytest.raises(VaultTrouble):
        opening.unlock(Path("nowhere"), "x", passphrase="y", now=datetime.fromisoformat("2026-11-20T10:12:00+09:00"))
