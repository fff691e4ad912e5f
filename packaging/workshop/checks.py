"""`dev.py test`: every check as a step of its own, all of them even when one fails, and one count at the end.

Runs in the environment. A step that is a list of words is a program; its output is shown when it fails. A step that
runs pytest counts its tests; every other step counts as one.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from workshop import house, licences, words
from workshop.places import BUILD, ROOT, SOURCE

PASSED, FAILED, SKIPPED = "passed", "FAILED", "SKIPPED"
LEFT_OUT = "--quick leaves out the slow tests and, where a store or a window is needed, all but the first of each area"


@dataclass
class Outcome:
    """What came of one step. `output` is shown when it failed; `skips` says what did not run, and why."""

    passed: int = 0
    failed: int = 0
    output: str = ""
    skips: list[str] = field(default_factory=list)

    @property
    def word(self) -> str:
        if self.failed:
            return FAILED
        return PASSED if self.passed or not self.skips else SKIPPED


@dataclass(frozen=True)
class Step:
    """One check. `quick` steps are part of `--quick`; a step `beside` runs at the same time as the others; one `within`
    another is run by that, and alone only when it is asked for by name."""

    name: str
    about: str
    run: Callable[[argparse.Namespace], Outcome]
    quick: bool = True
    beside: bool = False
    within: str = ""


def main(arguments: list[str]) -> int:
    """Run the steps that were asked for. 0 when nothing failed."""
    options = _options(arguments)
    chosen = [step for step in STEPS if (step.name in options.only if options.only else not step.within)]
    unknown = set(options.only) - {step.name for step in STEPS}
    if unknown or not chosen:
        print("The steps are:\n" + "\n".join(f"  {step.name:10} {step.about}" for step in STEPS))
        return 0 if unknown == {"help"} else 2
    os.chdir(ROOT)
    BUILD.mkdir(exist_ok=True)
    gc.disable()  # the program's syntax trees are held to the end: nothing to collect, and a third of the time
    return _report(_run_all(chosen, options))


def _run_all(chosen: list[Step], options: argparse.Namespace) -> list[tuple[Step, Outcome]]:
    """Run the steps one after the other, beside those that are no hindrance to them; what they say does not mix."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        waiting = {step.name: beside.submit(_timed, step, options) for step in chosen if step.beside}
        results = {step.name: _tell(step, *_timed(step, options)) for step in chosen if not step.beside}
        for step in chosen:
            if step.beside:
                results[step.name] = _tell(step, *waiting[step.name].result())
    return [(step, results[step.name]) for step in chosen]


def _options(arguments: list[str]) -> argparse.Namespace:
    place = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(prog="dev.py test")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--libraries-missing", default="")
    options = parser.parse_args(arguments[:place])
    options.pytest = arguments[place + 1 :]
    return options


def _timed(step: Step, options: argparse.Namespace) -> tuple[Outcome, float]:
    """What came of a step, and the seconds it took."""
    started = time.monotonic()
    if options.quick and not step.quick and not options.only:
        return Outcome(skips=[f"{step.name}: left out by --quick"]), 0.0
    if not step.beside:
        print(f"== {step.name}: {step.about}", flush=True)
    return step.run(options), time.monotonic() - started


def _tell(step: Step, outcome: Outcome, seconds: float) -> Outcome:
    if step.beside and not outcome.skips:
        print(f"== {step.name}: {step.about}")
    if outcome.failed and outcome.output:
        print(outcome.output.rstrip(), flush=True)
    print(f"-- {step.name:10} {seconds:6.1f} s  {outcome.word}", flush=True)
    return outcome


def _report(results: list[tuple[Step, Outcome]]) -> int:
    """The end of the output: what was skipped and why, what failed, and the count alone on the last line."""
    skips = [skip for _, outcome in results for skip in outcome.skips]
    if skips:
        print("\nSKIPPED\n" + "\n".join(f"  {skip}" for skip in skips))
    bad = [step.name for step, outcome in results if outcome.failed]
    if bad:
        print(f"\nFAILED: {', '.join(bad)}")
    passed = sum(outcome.passed for _, outcome in results)
    failed = sum(outcome.failed for _, outcome in results)
    print(f"\n{passed} passed, {failed} failed" + (f", {len(skips)} skipped" if skips else ""), flush=True)
    return 1 if failed else 0


# ------------------------------------------------------------------------------------------------ programs


def _program(*command: str) -> Callable[[argparse.Namespace], Outcome]:
    """A step that is a run of the environment's Python, passed when it exits with 0."""

    def run(_options: argparse.Namespace) -> Outcome:
        answer = subprocess.run(
            [sys.executable, *command],
            env={**os.environ, "PYTHONPATH": str(SOURCE), "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        failed = answer.returncode != 0
        return Outcome(passed=int(not failed), failed=int(failed), output=answer.stdout.decode("utf-8", "replace"))

    return run


def _listing(problems: Callable[[], list[str]]) -> Callable[[argparse.Namespace], Outcome]:
    """A step that lists what is wrong, passed when that is nothing."""

    def run(_options: argparse.Namespace) -> Outcome:
        wrong = problems()
        return Outcome(passed=int(not wrong), failed=int(bool(wrong)), output="\n".join(wrong))

    return run


def _sizes(_options: argparse.Namespace) -> Outcome:
    """No check, but a look: the tail is seen while it is small (the limits are held by tests/house)."""
    print("\n".join(house.longest(house.program())))
    return Outcome()


# ------------------------------------------------------------------------------------------------ pytest


def _house(options: argparse.Namespace) -> Outcome:
    return _pytest(["tests/house"], options, name="house")


def _tests(options: argparse.Namespace) -> Outcome:
    if options.libraries_missing:
        return Outcome(
            failed=1, output=f"Qt needs libraries of the system; this brings them:\n  {options.libraries_missing}"
        )
    given = options.pytest
    places = [] if any(_is_place(word) for word in given) else ["tests"]
    return _pytest([*places, *given], options, name="tests")


def _is_place(word: str) -> bool:
    return not word.startswith("-") and Path(word.split("::")[0]).exists()


def _pytest(arguments: list[str], options: argparse.Namespace, *, name: str) -> Outcome:
    report = BUILD / f"{name}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", f"--junitxml={report}"]
    command += ["--quick"] if options.quick else []
    command += ["--slow", "--timeout=3600"] if options.slow else []  # 50 kills take ten minutes
    code = subprocess.call([*command, *arguments])
    outcome = read_report(report)
    if code == 5 or (code == 0 and not outcome.passed and not outcome.skips):
        outcome.failed += 1
        outcome.output = "pytest found no tests at all"
    elif code not in (0, 1) or (code == 1 and not outcome.failed):
        outcome.failed += 1  # pytest itself went wrong, or died: never let that look like success
        outcome.output = f"pytest ended with code {code}"
    if options.quick:
        outcome.skips.append(f"{name}: {LEFT_OUT}")
    return outcome


def read_report(report: Path) -> Outcome:
    """Count the tests of a JUnit report. A test that errs in its fixture as well as failing counts once."""
    outcome = Outcome()
    if not report.exists():
        return outcome
    cases = ElementTree.parse(report).iter("testcase")  # noqa: S314 - our own file, written a moment ago
    states: dict[str, tuple[str, str]] = {}
    for case in cases:
        title = f"{case.get('classname')}::{case.get('name')}"
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            states[title] = (FAILED, "")
        elif states.get(title, ("", ""))[0] != FAILED:
            reason = "" if skipped is None else str(skipped.get("message"))
            states[title] = (PASSED if skipped is None else SKIPPED, reason)
    for title, (state, reason) in states.items():
        outcome.passed += state == PASSED
        outcome.failed += state == FAILED
        if state == SKIPPED:
            outcome.skips.append(f"{title}: {reason}")
    return outcome


_LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"  # it has no __main__

STEPS = [
    Step("lint", "ruff check", _program("-m", "ruff", "check", "--quiet", ".")),
    Step("format", "ruff format --check", _program("-m", "ruff", "format", "--check", "--quiet", ".")),
    Step("layers", "who may import whom", _program("-c", _LINT_IMPORTS, "--no-logo")),
    Step("words", "every word has its Japanese", _listing(words.problems)),
    Step("licences", "the terms of what others made", _listing(licences.check)),
    Step("house", "the rules of the house, and that each bites", _house, within="tests"),
    Step("sizes", "the ten longest functions", _sizes),
    Step("types", "mypy --strict", _program("-m", "mypy"), beside=True),
    Step("tests", "what the program does, and the rules of the house", _tests),
]
