"""The invented office of the vault's tests, and the few things its tests do over and over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import text

from caseapp.vault import kdf, opening
from caseapp.vault.open_vault import OpenVault
from caseapp.vault.recovery_key import RecoveryKey


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    passphrase: str


MANAGER = Person("0197f3a0-0000-7000-8000-000000000001", "高橋 結衣", "みどりの ながぐつ あるく 三日月")
WORKER = Person("0197f3a0-0000-7000-8000-000000000002", "佐藤 葵", "ゆきどけ みずうみ ちいさな 手紙")
THIRD = Person("0197f3a0-0000-7000-8000-000000000003", "渡邉 澪", "kurumi-no-ki 17 hon, minami no oka")
MARKER = "けい助さんの給食のこと"


def new_vault(folder: Path, now: datetime, *, rows: int = 20) -> tuple[OpenVault, RecoveryKey]:
    """A vault of the manager's with a table of notes."""
    vault, recovery = opening.create(
        folder,
        user_name=MANAGER.name,
        user_id=MANAGER.id,
        role="manager",
        passphrase=MANAGER.passphrase,
        now=now,
        kdf=kdf.fast_for_tests(),
    )
    with vault.engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE)"))
        for number in range(1, rows + 1):
            connection.execute(text("INSERT INTO note VALUES (:n, :b)"), {"n": number, "b": f"{MARKER} {number}"})
    return vault, recovery


def reopen(folder: Path, now: datetime, *, user: str = MANAGER.name, passphrase: str = "") -> OpenVault:
    """Unlock as one of the office's people, by their own passphrase unless told otherwise."""
    own = {p.name: p.passphrase for p in (MANAGER, WORKER, THIRD)} | {MANAGER.id: MANAGER.passphrase}
    return opening.unlock(folder, user, passphrase=passphrase or own[user], now=now)


def add(vault: OpenVault, person: Person, role: str = "worker") -> None:
    vault.add_user(person.id, person.name, role=role, passphrase=person.passphrase)


def notes(vault: OpenVault) -> list[tuple[int, str]]:
    with vault.engine.connect() as connection:
        return [(row[0], row[1]) for row in connection.execute(text("SELECT id, body FROM note ORDER BY id"))]


def write_note(vault: OpenVault, number: int, body: str) -> None:
    with vault.engine.begin() as connection:
        connection.execute(text("INSERT INTO note VALUES (:n, :b)"), {"n": number, "b": body})


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content, to show that nothing was changed."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def dump(vault: OpenVault) -> list[str]:
    """The whole content as text: schema, every row of every table, and the version."""
    raw = vault.connect()
    try:
        schema = raw.execute("SELECT name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        rows = [f"{table}: {row}" for table in tables for row in raw.execute(f"SELECT * FROM {table} ORDER BY 1")]
        return [*map(str, schema), *rows, str(raw.execute("PRAGMA user_version").fetchone())]
    finally:
        raw.close()
