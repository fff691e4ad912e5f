"""Finding a Python that works, and the environment kept in step with the lock."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from workshop import commands, environment, libraries, pythons

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="the candidates here are shell scripts")


def _script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def _answer(version: tuple[int, int, int], *, usable: bool = True, executable: str = "/somewhere/python") -> str:
    return "echo '" + json.dumps({"executable": executable, "version": version, "usable": usable}) + "'"


def test_the_python_that_runs_this_is_found_to_work() -> None:
    found = pythons.probe(Path(sys.executable))
    assert found is not None
    assert found.version == tuple(sys.version_info[:3])


@POSIX
@pytest.mark.parametrize("text", ["exit 127", "echo no such version; exit 0", _answer((3, 13, 0), usable=False)])
def test_a_python_that_does_not_really_run_is_passed_over(tmp_path: Path, text: str) -> None:
    assert pythons.probe(_script(tmp_path / "python3.13", text)) is None


@POSIX
def test_a_shim_that_fails_gives_way_to_the_next_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _script(tmp_path / "python3.14", "echo 'pyenv: version not installed' >&2; exit 127")
    _script(tmp_path / "python3.13", _answer((3, 13, 5)))
    _script(tmp_path / "python3.12", _answer((3, 12, 9)))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (3, 11, 7))
    assert pythons.choose() == pythons.Interpreter(Path("/somewhere/python"), (3, 13, 5))


@POSIX
def test_without_a_newer_one_the_running_python_will_do_from_311_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    own = pythons.Interpreter(Path("/usr/bin/python3"), (3, 11, 2))
    monkeypatch.setattr(pythons, "probe", lambda path: own)
    monkeypatch.setattr(sys, "version_info", (3, 11, 2))
    assert pythons.choose() == own


@POSIX
def test_with_no_python_that_will_do_the_person_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pythons, "probe", lambda path: None)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(pythons.NoPython, match=r"apt-get install python3\.\d+-venv"):
        pythons.choose()
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(pythons.NoPython, match=r"Python 3\.9 is too old"):
        pythons.choose()


def test_windows_launcher_lines_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = " -V:3.13 *        C:\\Program Files\\Python313\\python.exe\n -V:3.12          C:\\P 312\\python.exe\n"
    answer = subprocess.CompletedProcess([], 0, stdout=listed)
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: answer)
    assert [str(path) for path in pythons._of_the_launcher("3.13")] == ["C:\\Program Files\\Python313\\python.exe"]
    assert [str(path) for path in pythons._of_the_launcher("3.12")] == ["C:\\P 312\\python.exe"]


@pytest.fixture
def in_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in environment whose stamp says that it is in step."""
    monkeypatch.setattr(environment, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(environment, "python_in", lambda folder: Path(sys.executable))
    environment._write_stamp("dev")
    return tmp_path


def test_an_environment_in_step_is_left_alone(in_step: Path) -> None:
    assert environment._in_step("dev")
    assert environment._in_step("runtime")


@pytest.mark.parametrize(("key", "value"), [("dev", "0" * 64), ("python", "3.10.1"), ("root", "/moved/away")])
def test_an_environment_of_another_lock_python_or_place_is_not_in_step(in_step: Path, key: str, value: str) -> None:
    stamp = in_step / environment._STAMP
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), key: value}))
    assert not environment._in_step("dev")


@pytest.mark.parametrize("text", ["", "[]", "{not json"])
def test_a_damaged_stamp_means_out_of_step(in_step: Path, text: str) -> None:
    (in_step / environment._STAMP).write_text(text)
    assert not environment._in_step("dev")


def test_a_missing_library_of_the_system_is_named_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert libraries.missing_of({"libc.so.6": "libc6", "libnothing-here.so.9": "libnothing9"}) == [
        "libnothing-here.so.9"
    ]
    monkeypatch.setattr(libraries, "missing_of", lambda wanted: ["libEGL.so.1"])
    monkeypatch.setattr(libraries, "_rights", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "apt-get" else None)
    with pytest.raises(libraries.LibrariesMissing, match="sudo apt-get install libegl1"):
        libraries.provide(window=False)


@POSIX
def test_with_the_right_to_it_apt_installs_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = tmp_path / "said"
    # Fails until the package lists were fetched, as on a fresh machine.
    lists = tmp_path / "lists"
    _script(
        tmp_path / "apt-get",
        f'echo "$*" >> {said}; case "$1" in update) : > {lists};; install) [ -e {lists} ];; esac',
    )
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(libraries, "missing_of", lambda wanted: [] if lists.exists() else ["libEGL.so.1"])
    libraries.provide(window=False)
    install = "install -y -qq --no-install-recommends libegl1"
    assert said.read_text().splitlines() == [install, "update -qq", install]


@pytest.mark.parametrize(
    ("platform", "variables", "there"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":4711"}, False),
        ("linux", {"DISPLAY": "other-machine:0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "no-such-socket"}, False),
        ("linux", {"DISPLAY": "other-machine:0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ("linux", {"QT_QPA_PLATFORM": "xcb"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_display_counts_only_when_somebody_answers(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], there: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert commands._has_display() is there


@pytest.mark.parametrize(
    ("given", "own", "rest"),
    [
        (["test", "--quick", "--", "-k", "vault"], ["test", "--quick"], ["-k", "vault"]),
        (["run", "demo", "--headless", "out"], ["run"], ["demo", "--headless", "out"]),
        (["run", "--", "--help"], ["run"], ["--help"]),
        (["demo"], ["demo"], []),
    ],
)
def test_words_after_run_or_two_dashes_are_handed_on(given: list[str], own: list[str], rest: list[str]) -> None:
    assert commands._split(given) == (own, rest)


def test_dev_py_is_read_by_old_pythons_as_far_as_its_refusal() -> None:
    text = (ROOT / "packaging" / "dev.py").read_text(encoding="utf-8")
    head = text[: text.index("if __name__")]
    assert "from __future__" not in head  # Python 3.6 knows no annotations there and would stop at the line
    assert 'f"' not in head
