"""The commands of `dev.py`."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from pathlib import Path

from workshop import environment, libraries, pythons
from workshop.places import BUILD, ENVIRONMENT, ROOT, SOURCE, python_in, shown

_DESCRIPTION = "Set-up and daily commands of caseapp (伴走ノート). Each sets up what it needs, and nothing twice."


def main(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    _speak_utf8()
    own, rest = _split(arguments)
    options = _parser().parse_args(own)
    options.rest = rest
    try:
        return int(options.run(options))
    except (environment.SetUpFailed, pythons.NoPython) as problem:
        print(problem, file=sys.stderr)
        return 1
    except libraries.LibrariesMissing as problem:
        print(
            f"Qt needs libraries of the system that are missing here. This brings them:\n  {problem}", file=sys.stderr
        )
        return 1
    except KeyboardInterrupt:
        return 130


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Japanese Windows console would take CP932


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Our own words, and those that are handed on as they are: after `run`, `words`, `bench`, or after `--`."""
    if arguments[:1] and arguments[0] in ("run", "words", "bench"):
        return arguments[:1], [word for n, word in enumerate(arguments[1:]) if (n, word) != (0, "--")]
    if "--" in arguments:
        place = arguments.index("--")
        return arguments[:place], arguments[place + 1 :]
    return arguments, []


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description=_DESCRIPTION)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    demo = commands.add_parser(
        "demo", help="the desktop on a throw-away vault with sample cases (no display: into a folder)"
    )
    demo.set_defaults(run=_demo)

    test = commands.add_parser("test", help="every check; `test -- ARGS` hands ARGS to pytest")
    test.add_argument("--quick", action="store_true", help="the part that takes less than a minute (docs/style.md)")
    test.add_argument("--slow", action="store_true", help="fault and property runs at full length")
    test.add_argument(
        "--only", metavar="NAME", action="append", help="one step (repeat for more); --only help lists them"
    )
    test.set_defaults(run=_test)

    run = commands.add_parser("run", help="the program from source, with the arguments that follow")
    run.set_defaults(run=_run)

    words = commands.add_parser("words", help="add FILE | extract | check | prune | compile: the catalogues of words")
    words.set_defaults(run=_words)

    lock = commands.add_parser("lock", help="make the lock files anew from pyproject.toml")
    lock.add_argument("--upgrade", metavar="NAME", action="append", default=[], help="take the newest NAME")
    lock.add_argument("--upgrade-all", action="store_true", help="take the newest of everything")
    lock.add_argument("--prove", action="store_true", help="install the result on every fitting Python found here")
    lock.set_defaults(run=_lock)

    notice = commands.add_parser("notice", help="write NOTICE from the lock and the list of fonts and data")
    notice.set_defaults(run=_notice)

    bench = commands.add_parser("bench", help="the measurements of tests/benchmarks")
    bench.set_defaults(run=_bench)

    shots = commands.add_parser("shots", help="a picture of every main screen and every paper")
    shots.add_argument("folder", nargs="?", type=Path, default=BUILD / "shots")
    shots.set_defaults(run=_shots)

    setup = commands.add_parser("setup", help="only the set-up, for development")
    setup.set_defaults(run=_setup)
    return parser


def _python(*words: str, **variables: str) -> int:
    """Run the environment's Python with these words."""
    return subprocess.call([str(python_in(ENVIRONMENT)), *words], env={**os.environ, **variables})


def _ready(kind: str, *, window: bool) -> None:
    environment.ensure(kind)
    libraries.provide(window=window)
    _compile_words()


def _compile_words() -> None:
    """So that the program reads words fast: only when a catalogue changed, as it starts another Python."""
    for source in (ROOT / "translations").glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            _tool("words", "compile")
            return


def _tool(module: str, *words: str) -> int:
    """Run a module of this workshop in the environment, where its libraries are."""
    folder = str(Path(__file__).resolve().parents[1])
    program = f"import sys; from workshop import {module}; sys.exit({module}.main(sys.argv[1:]))"
    return _python("-c", program, *words, PYTHONPATH=folder)


def _demo(options: argparse.Namespace) -> int:
    window = _has_display()
    _ready(environment.RUNTIME, window=window)
    if window:
        return _python("-m", "caseapp", "demo", *options.rest)
    folder = BUILD / "demo"
    print(f"There is no display here, so the demonstration goes into files: {shown(folder)}", flush=True)
    return _into(folder)


def _into(folder: Path) -> int:
    code = _python("-m", "caseapp", "demo", "--headless", str(folder), QT_QPA_PLATFORM="offscreen")
    if code == 0:
        print(f"Every paper as PDF and every main screen as PNG: {folder}")
    return code


def _has_display() -> bool:
    """Whether a window can be opened. A DISPLAY that nobody answers on is none."""
    platform = os.environ.get("QT_QPA_PLATFORM")
    if platform or sys.platform != "linux":
        return platform not in ("offscreen", "minimal")
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if wayland and Path(os.environ.get("XDG_RUNTIME_DIR", "/"), wayland).exists():
        return True
    host, _, number = os.environ.get("DISPLAY", "").rpartition(":")
    if not number:
        return False
    if host:
        return True  # another machine's display: Qt will say if it does not answer
    with socket.socket(socket.AF_UNIX) as sock:
        sock.settimeout(2)
        return sock.connect_ex(f"/tmp/.X11-unix/X{number.split('.')[0]}") == 0  # noqa: S108 - X11's own place


def _test(options: argparse.Namespace) -> int:
    environment.ensure(environment.DEV)
    try:
        libraries.provide(window=False)
        missing = ""
    except libraries.LibrariesMissing as problem:
        missing = str(problem)  # the steps without Qt still run
    _compile_words()
    words = [*(["--quick"] if options.quick else []), *(["--slow"] if options.slow else [])]
    words += [f"--only={name}" for name in options.only or []]
    words += [f"--libraries-missing={missing}"] if missing else []
    return _tool("checks", *words, "--", *options.rest)


def _run(options: argparse.Namespace) -> int:
    _ready(environment.RUNTIME, window=_has_display())
    return _python("-m", "caseapp", *options.rest)


def _words(options: argparse.Namespace) -> int:
    # Words need Babel only: while the set-up is out of step, an environment that runs is good enough.
    if not python_in(ENVIRONMENT).exists():
        environment.ensure(environment.RUNTIME)
    return _tool("words", *options.rest)


def _lock(options: argparse.Namespace) -> int:
    from workshop import locks

    if not python_in(ENVIRONMENT).exists():
        environment.ensure(environment.DEV)
    locks.make(upgrade=options.upgrade, upgrade_all=options.upgrade_all)
    if options.prove:
        locks.prove()
    environment.ensure(environment.DEV)
    return _tool("licences", "write")


def _notice(_options: argparse.Namespace) -> int:
    environment.ensure(environment.DEV)
    return _tool("licences", "write")


def _bench(options: argparse.Namespace) -> int:
    environment.ensure(environment.DEV)
    libraries.provide(window=False)
    worst = 0
    for script in sorted((ROOT / "tests" / "benchmarks").glob("[a-z]*.py")):
        print(f"== {script.stem}", flush=True)
        worst = max(worst, _python(str(script), *options.rest, PYTHONPATH=f"{SOURCE}{os.pathsep}{ROOT}"))
    return worst


def _shots(options: argparse.Namespace) -> int:
    _ready(environment.RUNTIME, window=False)
    return _into(options.folder.resolve())


def _setup(_options: argparse.Namespace) -> int:
    _ready(environment.DEV, window=_has_display())
    return 0
