"""The import law (pyproject.toml, [tool.importlinter]) holds, and each of its contracts is seen to bite."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# (contract that must break and no other, file, line put into it). A file that is not there is made.
SEEDS = [
    ("layers", "rules/seeded.py", "import caseapp.words.language"),
    ("layers", "words/seeded.py", "import caseapp.vault"),
    ("layers", "vault/seeded.py", "from caseapp import documents"),
    ("layers", "exchange/seeded.py", "import caseapp.vault"),
    ("layers", "documents/seeded.py", "import caseapp.casework"),
    ("layers", "casework/seeded.py", "import caseapp.desktop"),
    ("layers", "cli.py", "import caseapp.desktop"),
    ("layers", "a_room_nobody_placed/__init__.py", ""),
    ("qt", "casework/seeded.py", "from PySide6.QtCore import QDate"),
    ("qt", "documents/seeded.py", "import PySide6.QtGui"),
    ("sql", "rules/seeded.py", "import sqlalchemy"),
    ("sql", "desktop/seeded.py", "from sqlalchemy.orm import Session"),
    ("records", "desktop/seeded.py", "from caseapp.records import child"),
    ("records", "cli.py", "import caseapp.records.child"),
    ("migrations", "records/migrations/seeded.py", "from caseapp.records import child"),
    ("migrations", "records/migrations/seeded.py", "import caseapp.rules.dates"),
]


def _contracts() -> dict[str, str]:
    import tomllib

    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract["name"] for contract in told["tool"]["importlinter"]["contracts"]}


def _broken(source: Path) -> tuple[set[str], str]:
    """The ids of the broken contracts, and all that was said."""
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    answer = subprocess.run(
        [sys.executable, "-c", lint, "--config", str(ROOT / "pyproject.toml"), "--no-logo", "--no-cache"],
        env={**os.environ, "PYTHONPATH": str(source), "NO_COLOR": "1", "COLUMNS": "200", "PYTHONSAFEPATH": "1"},
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    said = answer.stdout + answer.stderr
    names = _contracts()
    states = {key: [line for line in said.splitlines() if line.startswith(name)] for key, name in names.items()}
    assert all(lines and lines[0].endswith(("KEPT", "BROKEN")) for lines in states.values()), said
    broken = {key for key, lines in states.items() if lines[0].endswith("BROKEN")}
    assert (answer.returncode != 0) == bool(broken), said
    return broken, said


def test_the_imports_of_the_program_keep_the_law() -> None:
    broken, said = _broken(ROOT / "src")
    assert not broken, said


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "file", "line"), SEEDS)
def test_a_seeded_violation_breaks_exactly_its_contract(tmp_path: Path, contract: str, file: str, line: str) -> None:
    source = tmp_path / "src"
    shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
    seeded = source / "caseapp" / file
    seeded.parent.mkdir(exist_ok=True)
    before = seeded.read_text(encoding="utf-8") if seeded.exists() else ""
    seeded.write_text(f"{before}\n{line}\n", encoding="utf-8")
    broken, said = _broken(source)
    assert broken == {contract}, said


def test_every_contract_has_a_seeded_violation() -> None:
    assert {contract for contract, _, _ in SEEDS} == set(_contracts())
