"""vault.json: damage, tampering, a later version and a wrong passphrase are four different things."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from caseapp.vault import header as headers
from caseapp.vault import pause, slots, unlocking
from caseapp.vault.header import HEADER, PREVIOUS, STORE, from_file, read_header, to_file
from caseapp.vault.open_vault import HEADER_RECOVERED, OpenVault
from caseapp.vault.slots import RECOVERY_SLOT
from caseapp.vault.trouble import DamagedHeader, DamagedStore, NewerVersion, Tampered, WrongPassphrase
from tests.vault.office import MANAGER, THIRD, WORKER, add, notes, reopen, snapshot


def rewritten(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change fields and put the checksum right, as somebody could who knows the format but not the key."""
    for name in (HEADER, PREVIOUS):
        fields = json.loads((folder / name).read_bytes())
        fields.pop("checksum")
        change(fields)
        fields["checksum"] = hashlib.sha256(
            json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
        ).hexdigest()
        (folder / name).write_text(json.dumps(fields), encoding="ascii")


def test_what_is_written_reads_back_the_same(vault: OpenVault) -> None:
    add(vault, WORKER)
    vault.set_chain_head(7, "ab" * 32)
    vault.set_schema_version(3)
    assert from_file(to_file(vault.header)) == vault.header
    assert read_header(vault.folder).header == vault.header


def test_every_torn_or_flipped_header_is_noticed_as_damage(vault: OpenVault) -> None:
    raw = (vault.folder / HEADER).read_bytes()
    whole = from_file(raw)
    for cut in range(0, len(raw) - 1, 37):
        assert from_file(raw[:cut]) is None
    for place in range(0, len(raw) - 1, 11):
        flipped = raw[:place] + bytes([raw[place] ^ 0x01]) + raw[place + 1 :]
        assert from_file(flipped) in (None, whole)  # a changed blank between fields means the same header


@pytest.mark.parametrize("hostile", [b"", b"[]", b"null", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"checksum": 1}'])
def test_any_other_file_in_its_place_is_damage(closed: Path, now: datetime, hostile: bytes) -> None:
    (closed / HEADER).write_bytes(hostile)
    (closed / PREVIOUS).write_bytes(hostile)
    with pytest.raises(DamagedHeader):
        unlocking.peek(closed)
    with pytest.raises(DamagedHeader) as refusal:
        reopen(closed, now)
    assert refusal.value.exit_code == 5


@pytest.mark.parametrize("how", ["torn", "gone", "huge"])
def test_the_previous_header_stands_in_with_a_notice(vault: OpenVault, now: datetime, how: str) -> None:
    add(vault, WORKER)
    vault.set_chain_head(1, "aa")
    vault.close()
    header = vault.folder / HEADER
    if how == "gone":
        header.unlink()
    else:
        header.write_bytes(header.read_bytes()[:200] if how == "torn" else b" " * (2 << 20))
    assert unlocking.peek(vault.folder).header_recovered
    with reopen(vault.folder, now) as opened:
        assert opened.notices == (HEADER_RECOVERED,)
        assert len(notes(opened)) == 20
    assert not unlocking.peek(vault.folder).header_recovered
    with reopen(vault.folder, now) as again:
        assert again.notices == ()


def test_a_wrong_passphrase_with_a_recovered_header_mends_nothing(closed: Path, now: datetime) -> None:
    (closed / HEADER).write_bytes(b"torn")
    before = snapshot(closed)
    with pytest.raises(WrongPassphrase):
        reopen(closed, now, passphrase="まちがい の ながい ことば です")
    assert snapshot(closed) == before


def test_a_later_format_is_told_from_damage(closed: Path, now: datetime) -> None:
    rewritten(closed, lambda fields: fields.update(format_version=2, slots="something new"))
    with pytest.raises(NewerVersion) as refusal:
        reopen(closed, now)
    assert refusal.value.exit_code == 9


@pytest.mark.parametrize(
    "change",
    [
        lambda fields: fields.update(schema_version=99),
        lambda fields: fields.update(chain={"count": 0, "digest": ""}),
        lambda fields: fields.update(upgrade={"from": 1, "to": 2, "backup": "x"}),
        lambda fields: fields.update(generation=1),
        lambda fields: fields.update(created_by="0.0.0"),
        lambda fields: fields["slots"].append(dict(fields["slots"][0], id=WORKER.id)),
        lambda fields: fields["slots"].pop(),
        lambda fields: fields.update(mac="AAAA"),
    ],
)
def test_a_field_changed_without_the_key_is_tampering(
    vault: OpenVault, now: datetime, change: Callable[[dict[str, Any]], None]
) -> None:
    vault.set_chain_head(5, "ab" * 32)
    vault.close()
    rewritten(vault.folder, change)
    with pytest.raises(Tampered) as refusal:
        reopen(vault.folder, now)
    assert refusal.value.exit_code == 5


def test_a_slot_moved_to_another_user_or_vault_does_not_open(vault: OpenVault) -> None:
    slot = vault.header.slot(MANAGER.id)
    assert slot is not None
    secret = MANAGER.passphrase
    assert slots.open_slot(slot, vault.vault_id, secret=secret) is not None
    cheaper = replace(slot.cost, passes=2)
    for other, vault_id in (
        (replace(slot, id=WORKER.id), vault.vault_id),
        (slot, "another vault"),
        (replace(slot, cost=cheaper), vault.vault_id),
        (replace(slot, salt=b"0" * 16), vault.vault_id),
        (replace(slot, public=b"1" * 32), vault.vault_id),
        (replace(slot, sealed=slot.sealed[:-1] + b"x"), vault.vault_id),
        (replace(slot, wrapped=b""), vault.vault_id),
    ):
        assert slots.open_slot(other, vault_id, secret=secret) is None


def test_a_slot_with_a_foreign_key_is_tampering(closed: Path, now: datetime) -> None:
    header = read_header(closed).header
    own = header.slot(MANAGER.id)
    assert own is not None
    forged = slots.make_slot(
        header.vault_id, MANAGER.id, secret=MANAGER.passphrase, data_key=b"x" * 32, cost=own.cost
    ).to_json()
    rewritten(closed, lambda fields: fields.update(slots=[forged, *fields["slots"][1:]]))
    with pytest.raises(Tampered):
        reopen(closed, now)


@pytest.mark.parametrize(
    "cost", [{"passes": 100_000}, {"memory_kib": 1 << 40}, {"lanes": 0}, {"name": "scrypt"}, {"passes": "many"}]
)
def test_a_hostile_cost_cannot_hang_or_exhaust_the_program(closed: Path, cost: dict[str, Any]) -> None:
    rewritten(closed, lambda fields: fields["slots"][0]["kdf"].update(cost))
    with pytest.raises(DamagedHeader):
        unlocking.peek(closed)


def test_without_a_recovery_slot_the_recovery_key_says_the_header_is_damaged(closed: Path) -> None:
    from caseapp.vault.recovery_key import new_recovery_key

    rewritten(closed, lambda f: f.update(slots=[s for s in f["slots"] if s["id"] != RECOVERY_SLOT]))
    with pytest.raises(DamagedHeader):
        unlocking.derive_recovery_key(closed, str(new_recovery_key()))


def test_the_audit_chains_head_is_kept_and_never_goes_back(vault: OpenVault, now: datetime) -> None:
    vault.set_chain_head(3, "ab" * 32)
    vault.set_chain_head(3, "ab" * 32)
    with pytest.raises(ValueError, match="shorter"):
        vault.set_chain_head(2, "cd" * 32)
    vault.close()
    with reopen(vault.folder, now) as opened:
        assert opened.chain_head == headers.ChainHead(3, "ab" * 32)


def test_a_header_of_another_vault_is_not_trusted(closed: Path, tmp_path: Path, now: datetime) -> None:
    from tests.vault.office import new_vault

    other, _ = new_vault(tmp_path / "other", now)
    other.close()
    for name in (HEADER, PREVIOUS):
        (closed / name).write_bytes((other.folder / name).read_bytes())
    with pytest.raises(DamagedStore):
        reopen(closed, now)


def test_a_key_in_hand_for_another_vault_is_not_used(closed: Path, tmp_path: Path, now: datetime) -> None:
    from caseapp.vault import opening
    from tests.vault.office import new_vault

    other, _ = new_vault(tmp_path / "other", now)
    other.close()
    key = unlocking.derive_key(other.folder, MANAGER.name, passphrase=MANAGER.passphrase)
    with pytest.raises(Tampered):
        opening.open_vault(closed, key, now=now)
    assert key.current.dropped
    assert (closed / STORE).exists()
    pause.forget(closed)
    assert THIRD.name not in str(key)
