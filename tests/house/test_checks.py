"""How `dev.py test` counts, and that nothing that went wrong looks like success."""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

import pytest
from workshop import checks
from workshop.checks import Outcome, Step

REPORT = """<testsuites><testsuite>
<testcase classname="a" name="good"/>
<testcase classname="a" name="bad"><failure message="no"/></testcase>
<testcase classname="a" name="bad"><error message="and its fixture too"/></testcase>
<testcase classname="a" name="broken_fixture"><error message="no"/></testcase>
<testcase classname="a" name="left"><skipped message="no such sockets"/></testcase>
</testsuite></testsuites>"""


def _options(**given: object) -> argparse.Namespace:
    return argparse.Namespace(
        **{"quick": False, "slow": False, "only": [], "pytest": [], "libraries_missing": "", **given}
    )


def test_a_report_is_counted_by_test(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT, encoding="utf-8")
    outcome = checks.read_report(report)
    assert (outcome.passed, outcome.failed, outcome.skips) == (1, 2, ["a::left: no such sockets"])


@pytest.mark.parametrize(
    ("code", "report", "failed"),
    [
        (0, '<testsuite><testcase classname="a" name="b"/></testsuite>', 0),
        (1, '<testsuite><testcase classname="a" name="b"><failure/></testcase></testsuite>', 1),
        (0, None, 1),  # no report, and so no tests
        (3, '<testsuite><testcase classname="a" name="b"/></testsuite>', 1),  # pytest itself went wrong
        (1, '<testsuite><testcase classname="a" name="b"/></testsuite>', 1),  # a failure that the report does not know
        (-11, None, 1),  # died
        (5, "<testsuite/>", 1),  # found no tests
    ],
)
def test_however_pytest_ends_only_a_run_without_fault_counts_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, report: str | None, failed: int
) -> None:
    monkeypatch.setattr(checks, "BUILD", tmp_path)

    def run(command: list[str]) -> int:
        if report is not None:
            (tmp_path / "x.xml").write_text(report, encoding="utf-8")
        return code

    monkeypatch.setattr(subprocess, "call", run)
    assert checks._pytest(["tests"], _options(), name="x").failed == failed


def test_an_old_report_is_not_counted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "BUILD", tmp_path)
    (tmp_path / "x.xml").write_text('<testsuite><testcase classname="a" name="b"/></testsuite>', encoding="utf-8")
    monkeypatch.setattr(subprocess, "call", lambda command: 0)
    assert checks._pytest(["tests"], _options(), name="x").failed > 0


def test_a_quick_run_says_what_it_leaves_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "BUILD", tmp_path)
    given: list[str] = []

    def run(command: list[str]) -> int:
        given.extend(command)
        (tmp_path / "x.xml").write_text('<testsuite><testcase classname="a" name="b"/></testsuite>', encoding="utf-8")
        return 0

    monkeypatch.setattr(subprocess, "call", run)
    outcome = checks._pytest(["tests"], _options(quick=True), name="x")
    assert "--quick" in given
    assert (outcome.passed, outcome.skips) == (1, [f"x: {checks.LEFT_OUT}"])
    given.clear()
    assert checks._pytest(["tests"], _options(), name="x").skips == []
    assert "--quick" not in given


def test_a_step_beside_the_others_counts_and_its_failure_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = Step("aside", "", lambda options: Outcome(failed=1, output="because"), beside=True)
    good = Step("one", "", lambda options: Outcome(passed=1))
    monkeypatch.setattr(checks, "BUILD", tmp_path)
    monkeypatch.setattr(checks, "STEPS", [bad, good])
    assert checks.main([]) == 1
    told = capsys.readouterr().out
    assert told.index("-- one") < told.index("because") < told.index("FAILED: aside")
    assert told.splitlines()[-1] == "1 passed, 1 failed"


def test_the_last_line_is_the_count_alone(capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = Outcome(passed=3), Outcome(passed=1, failed=2, skips=["a::b: no printer here"])
    steps = [Step(name, "", lambda options: Outcome()) for name in ("one", "two")]
    assert checks._report([(steps[0], good), (steps[1], bad)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "4 passed, 2 failed, 1 skipped"
    assert "SKIPPED" in lines
    assert "  a::b: no printer here" in lines
    assert checks._report([(steps[0], good)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 0 failed"


def test_every_step_runs_even_when_one_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran: list[str] = []

    def step(name: str, outcome: Outcome) -> Step:
        def run(options: argparse.Namespace) -> Outcome:
            ran.append(name)
            return outcome

        return Step(name, "", run)

    monkeypatch.setattr(checks, "BUILD", tmp_path)
    monkeypatch.setattr(checks, "STEPS", [step("one", Outcome(failed=1)), step("two", Outcome(passed=1))])
    assert checks.main([]) == 1
    assert ran == ["one", "two"]
    ran.clear()
    assert checks.main(["--only", "two"]) == 0
    assert ran == ["two"]
    assert checks.main(["--only", "three"]) == 2


def test_a_step_within_another_runs_alone_only_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran: list[str] = []

    def step(name: str, within: str = "") -> Step:
        def run(options: argparse.Namespace) -> Outcome:
            ran.append(name)
            return Outcome(passed=1)

        return Step(name, "", run, within=within)

    steps = [step("part", "whole"), step("whole")]
    monkeypatch.setattr(checks, "BUILD", tmp_path)
    monkeypatch.setattr(checks, "STEPS", steps)
    assert (checks.main([]), ran) == (0, ["whole"])
    ran.clear()
    assert (checks.main(["--only", "part"]), ran) == (0, ["part"])


def test_the_house_is_among_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(arguments: list[str], options: argparse.Namespace, *, name: str) -> Outcome:
        asked.append(arguments)
        return Outcome(passed=1)

    monkeypatch.setattr(checks, "_pytest", run)
    checks._tests(_options())
    assert asked == [["tests"]]
    assert {step.within for step in checks.STEPS if step.name == "house"} == {"tests"}


def test_a_program_that_fails_is_shown_with_what_it_said() -> None:
    outcome = checks._program("-c", "print('because'); raise SystemExit(3)")(_options())
    assert (outcome.passed, outcome.failed, outcome.output.strip()) == (0, 1, "because")


def test_without_qts_libraries_the_tests_fail_and_say_how_to_mend_it() -> None:
    outcome = checks._tests(_options(libraries_missing="sudo apt-get install libegl1"))
    assert outcome.failed == 1
    assert "sudo apt-get install libegl1" in outcome.output
