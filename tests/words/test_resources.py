"""Files that come with the program, in a checkout, a wheel and a frozen build."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseapp.words import resources


@pytest.fixture(autouse=True)
def _look_again() -> Iterator[None]:
    resources._folder.cache_clear()
    yield
    resources._folder.cache_clear()


def test_in_a_checkout_they_stand_at_its_top() -> None:
    found = resources.translation("ja/LC_MESSAGES/caseapp.po")
    assert found == Path(__file__).parents[2] / "translations" / "ja" / "LC_MESSAGES" / "caseapp.po"


def test_in_a_wheel_they_stand_in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_resources" / "codes").mkdir(parents=True)
    (tmp_path / "_resources" / "codes" / "method.toml").touch()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    assert resources.path("codes/method.toml") == tmp_path / "_resources" / "codes" / "method.toml"


def test_in_a_frozen_build_they_stand_where_it_was_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "caseapp" / "_resources").mkdir(parents=True)
    (tmp_path / "caseapp" / "_resources" / "a.txt").touch()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.path("a.txt") == tmp_path / "caseapp" / "_resources" / "a.txt"


def test_one_that_was_not_packaged_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"packaged without resources/no-such\.ttf"):
        resources.path("no-such.ttf")


@pytest.mark.parametrize("name", ["../pyproject.toml", "/etc/passwd", "a\\b", "C:/x", "fonts/../../x"])
def test_a_name_that_leaves_the_folder_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        resources.path(name)
