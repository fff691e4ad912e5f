"""The lock files hold names, versions, markers and hashes, and what pyproject.toml asks for; nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from workshop import locks
from workshop.environment import lock_file

ROOT = Path(__file__).parents[2]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[ ><=;!~\[]", name)[0]).lower()


@pytest.mark.parametrize("kind", ["runtime", "dev"])
def test_nothing_but_pins_and_hashes_stands_in_a_lock_file(kind: str) -> None:
    text = lock_file(kind).read_text(encoding="utf-8")
    assert locks.foreign_lines(text) == []
    assert "//" not in text
    for name, _, _ in locks.pins(kind):
        assert re.search(rf"^{re.escape(name)}==.*\\\n    --hash=sha256:", text, re.MULTILINE), name


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.jp/simple",
        "--find-links /some/place",
        "    # via sqlalchemy",
        "babel @ https://example.jp/babel.whl",
        "-e .",
    ],
)
def test_an_address_or_a_path_would_be_seen(line: str) -> None:
    assert locks.foreign_lines(f"babel==2.18.0 \\\n{line}\n") == [line]


def test_everything_that_pyproject_asks_for_is_locked() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = {name for name, _, _ in locks.pins("runtime")}
    dev = {name for name, _, _ in locks.pins("dev")}
    assert {_plain(line) for line in told["project"]["dependencies"]} <= runtime
    assert {_plain(line) for line in told["dependency-groups"]["dev"]} <= dev


def test_dev_holds_everything_of_runtime_in_the_same_version() -> None:
    assert set(locks.pins("runtime")) <= set(locks.pins("dev"))


def test_python_311_gets_the_pyside_that_does_not_lose_booleans() -> None:
    pinned = {(name, version): marker for name, version, marker in locks.pins("runtime")}
    assert pinned[("pyside6-essentials", "6.11.3")] == "python_full_version < '3.12'"
    assert ("pyside6-addons", "6.11.3") in pinned
