"""The cost of a derivation: a floor that holds, calibration, and a fast one that no shipped program has."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import pytest

from caseapp.vault import kdf, opening, unlocking
from caseapp.vault.kdf import FLOOR, KdfCost
from caseapp.vault.trouble import Tampered
from tests.vault.office import MANAGER


def test_the_floor_is_that_of_rfc_9106() -> None:
    assert KdfCost(memory_kib=64 * 1024, passes=3, lanes=4) == FLOOR


@pytest.mark.parametrize(("seconds", "passes"), [(0.25, 8), (0.7, 3), (5.0, 3), (0.001, 20)])
def test_calibration_raises_the_passes_and_never_goes_under_the_floor(
    monkeypatch: pytest.MonkeyPatch, seconds: float, passes: int
) -> None:
    monkeypatch.delenv(kdf.FAST_KDF_VARIABLE, raising=False)
    monkeypatch.setattr(kdf, "derive", lambda *_, **__: b"")
    ticks = iter([10.0, 10.0 + seconds])
    cost = kdf.chosen_cost(timer=lambda: next(ticks))
    assert cost == KdfCost(FLOOR.memory_kib, passes, FLOOR.lanes)


def test_a_derivation_at_the_floor_gives_the_known_key() -> None:
    """Argon2id fixed for good: a vault of today must open with the library of tomorrow."""
    key = kdf.derive("みどりの ながぐつ", b"0123456789abcdef", cost=KdfCost(64, 2, 2))
    assert key.hex() == "003aca682fb0b65df3df64acb4fdf2d25975546287e8f1d20ca3bbf95a8721a8"


def test_the_variable_gives_the_fast_one_to_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kdf.FAST_KDF_VARIABLE, "1")
    assert kdf.chosen_cost() == kdf.fast_for_tests()


def test_a_shipped_program_refuses_the_fast_one_in_every_form(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = kdf.fast_for_tests()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(RuntimeError):
        kdf.fast_for_tests()
    with pytest.raises(RuntimeError):
        kdf.chosen_cost(fast)
    monkeypatch.setenv(kdf.FAST_KDF_VARIABLE, "1")
    with pytest.raises(RuntimeError):
        kdf.chosen_cost()


def test_a_shipped_program_does_not_open_a_slot_under_the_floor(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(Tampered):
        unlocking.derive_key(closed, MANAGER.name, passphrase=MANAGER.passphrase)


@pytest.mark.parametrize("cost", [KdfCost(8, 0, 1), KdfCost(8, 1, 2), KdfCost(8 * 2**20, 1, 1), KdfCost(64, 1000, 1)])
def test_an_absurd_cost_is_refused_before_it_hangs_the_program(cost: KdfCost) -> None:
    assert cost.absurd
    with pytest.raises(RuntimeError):
        kdf.chosen_cost(cost)


@pytest.mark.slow
def test_a_vault_made_without_a_wish_is_at_or_over_the_floor(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(kdf.FAST_KDF_VARIABLE, raising=False)
    vault, _ = opening.create(
        tmp_path / "v", user_name="山本", user_id=MANAGER.id, role="manager", passphrase=MANAGER.passphrase, now=now
    )
    vault.close()
    assert len(vault.header.slots) == 2
    assert not any(slot.cost.under_floor for slot in vault.header.slots)
    opening.unlock(tmp_path / "v", "山本", passphrase=MANAGER.passphrase, now=now).close()
