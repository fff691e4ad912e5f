"""The licence check: what it must not let through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from workshop import licences, locks

TOLD: dict[str, Any] = {
    "allowed": ["MIT", "Apache-2.0"],
    "own": ["data/ours.txt"],
    "packages": {},
    "bundled": [{"files": ["fonts/A*.ttf"], "name": "A", "licence": "OFL-1.1", "notice": "Copyright A"}],
}


@pytest.mark.parametrize(
    ("expression", "met"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND Apache-2.0", True),
        ("MIT AND GPL-3.0-only", False),
    ],
)
def test_one_of_or_and_all_of_and_must_be_allowed(expression: str, met: bool) -> None:
    assert licences.allowed(expression, frozenset(TOLD["allowed"])) is met


def test_a_library_of_unknown_or_foreign_terms_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pins = [("nobody-knows", "1.0", ""), ("strict", "2.0", ""), ("free", "3.0", "")]
    monkeypatch.setattr(locks, "pins", lambda kind: pins)
    told = {**TOLD, "packages": {"strict": "GPL-3.0-only", "free": "MIT"}}
    wrong = list(licences.problems("runtime", told))
    assert [line.split(":")[0] for line in wrong] == ["nobody-knows", "strict"]


def test_a_font_without_an_entry_and_an_entry_without_a_font_are_named(tmp_path: Path) -> None:
    for name in ("fonts/B.ttf", "data/ours.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    wrong = list(licences.unlisted_files(tmp_path, TOLD))
    assert len(wrong) == 2
    assert wrong[0].startswith("resources/fonts/B.ttf:")
    assert "fonts/A*.ttf, which is not there" in wrong[1]
