"""The rules of packaging/workshop/house.py hold in the program, and each is seen to bite."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from workshop import house
from workshop.house import Source

ROOT = Path(__file__).parents[2]
PROGRAM = house.program()
TESTS = house.sources(ROOT / "tests")

# What an import is called -> the library that brings it, where the two differ.
BROUGHT_BY = {
    "fontTools": "fonttools",
    "PySide6": "PySide6_Essentials",
    "shiboken6": "PySide6_Essentials",
    "msoffcrypto": "msoffcrypto-tool",
}
# Libraries that no import names, and why they are there.
NEVER_IMPORTED = {"PySide6_Pdf": "PySide6.QtPdf", "PySide6_Addons": "QtPdf on 3.11", "tzdata": "zoneinfo reads it"}


@pytest.mark.parametrize("rule", house.RULES)
def test_the_program_keeps_the_rule(rule: str) -> None:
    assert house.broken(rule, PROGRAM) == []


def test_an_ignore_in_a_test_has_a_reason_too() -> None:
    assert (
        house.broken("silenced", [file for file in TESTS if file.name != "house/test_the_rules_of_the_house.py"]) == []
    )


def test_no_test_sleeps() -> None:
    slept = [f"{file.name}:{line}: {what}" for file in TESTS for line, what in house.sleeping(file)]
    assert slept == []


SEEDS = [
    ("name", "records/utils.py", ""),
    ("name", "desktop/common/dialogs.py", ""),
    ("clock", "rules/dates.py", "today = datetime.date.today()"),
    ("clock", "casework/plans.py", "now = datetime.now(tz)"),
    ("clock", "vault/lock.py", "stamp = time.time()"),
    ("writing", "exchange/json.py", "open(path, 'w')"),
    ("writing", "exchange/json.py", "path.open(mode='ab')"),
    ("writing", "exchange/json.py", "Path(name).open('r+')"),
    ("writing", "documents/plan.py", "path.write_bytes(pdf)"),
    ("writing", "documents/plan.py", "import tempfile"),
    ("writing", "documents/plan.py", "from tempfile import mkstemp"),
    ("colour", "desktop/shell/window.py", "label.setText('<font color=\"#a33\">x</font>')"),
    ("colour", "desktop/shell/window.py", "QColor(255, 0, 0)"),
    ("colour", "desktop/shell/window.py", "QColor('red')"),
    ("style_sheet", "desktop/shell/window.py", "self.setStyleSheet(text)"),
    ("plain_text", "desktop/child/page.py", "self.setToolTip(member.note)"),
    ("plain_text", "desktop/child/page.py", "label = QLabel(name)"),
    ("plain_text", "desktop/child/page.py", "class Name(QLabel):\n    x = 1"),
    ("plain_text", "desktop/kit/card.py", "self.setTextFormat(Qt.TextFormat.RichText)"),
    ("transaction", "desktop/import_file/looking.py", "with office.work('import.run', need=WORKER) as work: ..."),
    ("transaction", "desktop/child/page.py", "with self.desk.office.reading() as session: ..."),
    ("transaction", "cli/lists.py", "with office.reading() as session: ..."),
    ("transaction", "desktop/palette/palette.py", "with office.looking('search.find') as connection: ..."),
    ("silenced", "cli.py", "import os  # noqa"),
    ("silenced", "cli.py", "import os  # noqa: F401"),
    ("silenced", "cli.py", "x = y  # type: ignore[attr-defined]"),
    ("size", "casework/long.py", "def long():\n" + "    pass\n" * 60),
    ("size", "casework/long.py", "class Long:\n" + "    x = 1\n" * 320),
    ("size", "casework/long.py", "x = 1\n" * 501),
]
KEPT = [
    ("clock", "bootstrap.py", "clock = lambda: datetime.now(TOKYO)"),
    ("clock", "casework/plans.py", "office.clock()"),
    ("writing", "vault/files.py", "os.open(path, flags)"),
    ("writing", "exchange/csv.py", "open(path, encoding='utf-8')"),
    ("writing", "exchange/csv.py", "path.open('rb')"),
    ("writing", "casework/accounts.py", "vault.open(name)"),
    ("colour", "documents/ink.py", "INK = '#333333'"),
    ("colour", "desktop/child/page.py", "text = 'No. #12 and #1234'"),
    ("colour", "desktop/child/page.py", "QColor(tokens.INK)"),
    ("colour", "desktop/theme/tokens.py", "INK = '#333333'"),
    ("plain_text", "desktop/child/page.py", "set_tip(self, member.note)"),
    ("plain_text", "desktop/child/page.py", "label = Label(name)"),
    ("transaction", "casework/plans.py", "with office.work('plan.kept', need=WORKER) as work: ..."),
    ("transaction", "desktop/child/record_acts.py", "readings.reading(found, view)"),
    ("silenced", "cli.py", "global x  # noqa: PLW0603 - one language for the whole program"),
    ("silenced", "cli.py", "x = y  # type: ignore[attr-defined]  # the library has no types"),
]


@pytest.mark.parametrize(("rule", "name", "text"), SEEDS)
def test_a_seeded_violation_is_caught(rule: str, name: str, text: str) -> None:
    assert house.broken(rule, [Source(name, text + "\n")]) != []


@pytest.mark.parametrize(("rule", "name", "text"), KEPT)
def test_what_is_allowed_is_left_alone(rule: str, name: str, text: str) -> None:
    assert house.broken(rule, [Source(name, text + "\n")]) == []


def test_every_rule_has_a_seeded_violation() -> None:
    assert {rule for rule, _, _ in SEEDS} == set(house.RULES)


def test_a_sleeping_test_is_caught() -> None:
    for text in ("time.sleep(1)", "qtbot.wait(500)", "QTest.qWait(10)"):
        assert list(house.sleeping(Source("test_x.py", text)))


def test_no_exception_stands_that_nobody_needs() -> None:
    there = {file.name for file in PROGRAM}
    idle = [rule for rule in house.idle_exceptions(PROGRAM) if rule.split(": ")[1] in there]
    assert idle == []


def test_what_is_imported_is_what_pyproject_asks_for() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {_bare(line) for line in told["project"]["dependencies"]} - set(NEVER_IMPORTED)
    brought = {BROUGHT_BY.get(name, name) for name in house.imported(PROGRAM) - {"caseapp"}}
    assert {name.lower() for name in brought} <= {name.lower() for name in asked}
    assert {_bare(line) for line in told["project"]["dependencies"]} >= set(NEVER_IMPORTED)


def _bare(requirement: str) -> str:
    return requirement.split(";")[0].split(">")[0].split("=")[0].split("<")[0].strip()
