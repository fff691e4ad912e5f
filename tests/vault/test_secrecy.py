"""What somebody with the folder but without a passphrase can read: nothing about people."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy import text

from caseapp.vault import backups
from caseapp.vault.cipher import PAGE
from caseapp.vault.header import STORE
from caseapp.vault.open_vault import OpenVault
from caseapp.vault.recovery_key import RecoveryKey
from caseapp.vault.upgrade import upgrade
from tests.plain_text import ENCODINGS, files_with
from tests.vault.office import MANAGER, MARKER, WORKER, add, write_note


def found_in(folder: Path, words: list[str]) -> list[tuple[str, str]]:
    """Every word that stands in any file below `folder`, in any encoding or spelling."""
    return [(Path(path).name, word) for word in words for path in files_with(word, folder)]


def test_no_file_of_an_open_vault_holds_a_name_a_secret_or_plain_text(
    made: tuple[OpenVault, RecoveryKey], folder: Path, now: datetime
) -> None:
    vault, recovery = made
    add(vault, WORKER)
    write_note(vault, 50, "秘匿の住所 みなと町3-2")
    backups.backup(vault, folder / "backups", now=now)
    upgrade(vault, migrate=lambda c: None, target_version=1, now=now)
    words = [MANAGER.name, "高橋", "結衣", WORKER.name, MANAGER.passphrase, "みどりの", MARKER, "みなと町"]
    words += ["CREATE TABLE", "SQLite format 3", recovery.secret, str(recovery), vault.reveal_key().hex()]
    assert (folder / "vault.lock").exists()
    assert (folder / "store.db-wal").exists()
    assert found_in(folder, words) == []
    vault.close()
    assert found_in(folder, words) == []


def test_the_search_of_this_test_would_find_them(tmp_path: Path) -> None:
    for number, encoding in enumerate(ENCODINGS):
        (tmp_path / str(number)).write_bytes(b"x" + "高橋".encode(encoding) + b"y")
    (tmp_path / "json").write_text('{"name": "\\u9ad8\\u6a4b"}')
    (tmp_path / "xml").write_text("<t>&#39640;&#27211;</t>")
    assert len(found_in(tmp_path, ["高橋"])) == len(ENCODINGS) + 2


def test_what_was_deleted_is_in_no_decrypted_page_after_closing(vault: OpenVault) -> None:
    marker = "消したはずの記録"
    for number in range(100, 130):
        write_note(vault, number, f"{marker} {number} " + "う" * 300)
    with vault.engine.begin() as connection:
        connection.execute(text("DELETE FROM note WHERE id >= 100"))
    key = vault.reveal_key()
    vault.close()
    assert not (vault.folder / "store.db-wal").exists()
    plain = decrypted((vault.folder / STORE).read_bytes(), key)
    assert MARKER.encode() in plain  # the search can find what is there
    assert marker.encode() not in plain


def test_what_was_deleted_is_gone_after_a_checkpoint_without_closing(vault: OpenVault) -> None:
    write_note(vault, 100, "消したはずの記録")
    with vault.engine.begin() as connection:
        connection.execute(text("DELETE FROM note WHERE id = 100"))
    assert (vault.folder / "store.db-wal").stat().st_size > 0
    vault.checkpoint()
    assert (vault.folder / "store.db-wal").stat().st_size == 0
    assert "消したはず".encode() not in decrypted(vault.store.read_bytes(), vault.reveal_key())


def decrypted(raw: bytes, key: bytes) -> bytes:
    """Every page of a SQLCipher 4 file, free ones too: AES-256-CBC, IV and HMAC in the last 80 bytes of each page."""
    pages = []
    for start in range(0, len(raw), PAGE):
        body = raw[start + (16 if start == 0 else 0) : start + PAGE - 80]  # the first 16 bytes of the file are the salt
        iv = raw[start + PAGE - 80 : start + PAGE - 64]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        pages.append(decryptor.update(body) + decryptor.finalize())
    return b"".join(pages)


def test_no_plain_file_is_left_in_the_temporary_folder(vault: OpenVault, now: datetime) -> None:
    path = backups.backup(vault, vault.folder / "backups", now=now)
    backups.verify_backup(path, MANAGER.name, passphrase=MANAGER.passphrase)
    with vault.engine.begin() as connection:
        connection.execute(text("CREATE TEMP TABLE t AS SELECT * FROM note"))
        connection.execute(text("SELECT * FROM t ORDER BY body")).all()
        assert found_in(Path(tempfile.gettempdir()), ["CREATE TABLE note"]) == []


def test_the_lock_screen_needs_no_sqlalchemy() -> None:
    code = (
        "import sys; import caseapp.vault.unlocking, caseapp.vault.passphrase, caseapp.vault.trouble;"
        "print([m for m in ('sqlalchemy', 'alembic', 'sqlcipher3', 'PySide6') if m in sys.modules])"
    )
    source = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(source)}
    )
    assert done.stdout.strip() == "[]"


def test_the_store_is_not_called_by_a_persons_name(vault: OpenVault) -> None:
    assert (vault.folder / STORE).exists()
    assert {p.name for p in vault.folder.iterdir()} <= {
        "backups", "store.db", "store.db-wal", "store.db-shm", "vault.json", "vault.json.previous", "vault.lock",
    }  # fmt: skip
