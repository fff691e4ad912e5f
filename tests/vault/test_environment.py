"""Troubles of the environment against mistakes of our own: the list is explicit and complete in both directions."""

from __future__ import annotations

import errno
import importlib
from pathlib import Path

import pytest

from caseapp.vault import environment, trouble
from caseapp.vault.environment import naming_trouble, trouble_of
from caseapp.vault.trouble import Busy, CannotReach, DamagedStore, DiskFull, ReadOnly, VaultTrouble

KNOWN = {"BUSY", "READONLY", "IOERR", "CORRUPT", "FULL", "CANTOPEN", "PROTOCOL", "NOTADB"}
OURS = {
    "OK", "ERROR", "INTERNAL", "PERM", "ABORT", "LOCKED", "NOMEM", "INTERRUPT", "NOTFOUND", "EMPTY", "SCHEMA", "TOOBIG",
    "CONSTRAINT", "MISMATCH", "MISUSE", "NOLFS", "AUTH", "FORMAT", "RANGE", "NOTICE", "WARNING", "ROW", "DONE",
}  # fmt: skip


def primary_codes() -> dict[str, int]:
    """SQLite's primary result codes as the standard library knows them (authorizer codes share the prefix)."""
    module = importlib.import_module("sqlite" + "3")
    return {name: value for name in KNOWN | OURS if (value := getattr(module, f"SQLITE_{name}", None)) is not None}


def test_the_list_of_known_troubles_agrees_with_sqlite_in_both_directions() -> None:
    codes = primary_codes()
    assert set(codes) >= KNOWN
    assert {codes[name] for name in KNOWN} == set(environment.SQLITE_TROUBLE)
    assert not {codes[name] for name in OURS & set(codes)} & set(environment.SQLITE_TROUBLE)


@pytest.mark.parametrize(
    ("code", "expected"),
    [(13, DiskFull), (10 | (22 << 8), CannotReach), (8, ReadOnly), (5 | (2 << 8), Busy), (11, DamagedStore), (1, None)],
)
def test_an_extended_code_counts_as_its_primary_one(code: int, expected: type[VaultTrouble] | None) -> None:
    error = Exception()
    error.sqlite_errorcode = code  # type: ignore[attr-defined]  # as sqlcipher3 sets it
    found = trouble_of(error)
    assert type(found) is (expected or type(None))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EACCES, ReadOnly),
        (errno.EROFS, ReadOnly),
        (errno.EIO, CannotReach),
        (errno.ENOENT, CannotReach),
    ],
)
def test_an_error_of_the_operating_system_gets_words(number: int, expected: type[VaultTrouble]) -> None:
    with pytest.raises(expected), naming_trouble():
        raise OSError(number, "as the system says it")


def test_everything_else_is_a_bug_and_passes_unchanged() -> None:
    with pytest.raises(ZeroDivisionError), naming_trouble():
        _ = 1 / 0


def test_every_trouble_has_words_an_exit_code_and_a_problem() -> None:
    kinds = [k for k in vars(trouble).values() if isinstance(k, type) and issubclass(k, VaultTrouble)]
    assert len(kinds) > 20
    for kind in kinds:
        assert kind.message.endswith(".") or "{" in kind.message
        assert kind.exit_code in {1, 2, 3, 5, 6, 9}
    codes = {kind.__name__: kind.exit_code for kind in kinds}
    assert codes["WrongPassphrase"] == 3
    assert codes["DamagedStore"] == codes["Tampered"] == codes["BackupDamaged"] == codes["DamagedHeader"] == 5
    assert codes["InUse"] == 6
    assert codes["NewerVersion"] == 9


def test_a_damage_names_its_backup_only_when_there_is_one() -> None:
    assert "{" not in str(DamagedStore())
    assert "x.casebackup" in str(DamagedStore(backup=Path("x.casebackup")))
    assert DamagedStore(backup=Path("x.casebackup")).problem.values == {"backup": "x.casebackup"}
