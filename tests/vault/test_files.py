"""A written file is the old one or the new one, and only its owner's."""

from __future__ import annotations

import os
import secrets
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from caseapp.vault import files
from caseapp.vault.trouble import CannotReach, DiskFull


def test_the_content_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "名前.json"
    files.write_atomically(target, b"one")
    files.write_atomically(target, b"two")
    assert target.read_bytes() == b"two"
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such modes")
def test_the_file_is_private_before_it_has_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes: list[int] = []
    real = os.fsync

    def look(descriptor: int) -> None:
        modes.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    old = os.umask(0)
    try:
        files.write_atomically(tmp_path / "a", b"x")
    finally:
        os.umask(old)
    assert modes[0] == 0o600
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    target = tmp_path / "a"
    files.write_atomically(target, b"old")

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail) if step == "fsync" else monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(DiskFull):
        files.write_atomically(target, b"new")
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_folder_that_is_not_there_is_named_as_a_trouble(tmp_path: Path) -> None:
    with pytest.raises(CannotReach):
        files.write_atomically(tmp_path / "nowhere" / "a", b"x")


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert files.read_limited(tmp_path / "a", 5) == b"12345"
    with pytest.raises(ValueError, match="over 4"):
        files.read_limited(tmp_path / "a", 4)
    with pytest.raises(FileNotFoundError):
        files.read_limited(tmp_path / "b", 4)
    with pytest.raises(CannotReach):
        files.read_limited(tmp_path, 4)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows needs a privilege for links")
def test_a_link_laid_in_the_temporary_files_place_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "token_hex", lambda _: "fixed")
    victim = tmp_path / "victim"
    victim.write_bytes(b"untouched")
    (tmp_path / ".fixed.tmp").symlink_to(victim)
    with pytest.raises(CannotReach):
        files.write_atomically(tmp_path / "a", b"x")
    assert victim.read_bytes() == b"untouched"


def test_a_name_as_long_as_the_file_system_takes_can_be_written(tmp_path: Path) -> None:
    """The temporary file beside it must not have a longer name."""
    path = tmp_path / ("児" * 84 + "abc")
    assert len(path.name.encode()) == 255
    files.write_atomically(path, b"x")
    assert path.read_bytes() == b"x"
