"""What is built is whole: the program, its words, its fonts and data, its notice, its two commands."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


@pytest.mark.slow
def test_the_wheel_holds_everything_the_program_reads(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    for folder, packed in (("src/caseapp", "caseapp"), ("resources", "caseapp/_resources")):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                assert f"{packed}/{file.relative_to(ROOT / folder).as_posix()}" in names
    assert {"caseapp/_translations/ja/LC_MESSAGES/caseapp.mo", "caseapp/NOTICE"} <= names


@pytest.mark.slow
def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top.split("-")[0] for top in tops} == {"caseapp"}
    assert not [name for name in wheel.namelist() if name.endswith((".po", ".pyc", ".lock"))]


@pytest.mark.slow
def test_the_wheel_brings_both_commands(wheel: zipfile.ZipFile) -> None:
    (listed,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    text = wheel.read(listed).decode("utf-8")
    assert "[console_scripts]\ncaseapp = caseapp.bootstrap:main" in text
    assert "[gui_scripts]\ncaseapp-desktop = caseapp.bootstrap:main" in text


@pytest.mark.slow
def test_the_unpacked_wheel_finds_its_words_and_files(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    program = (
        "from caseapp.words import language, resources; print(language.current(), resources.path('fonts').parent.name)"
    )
    answer = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, sys.argv[1]); {program}", str(tmp_path)],
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.stdout.split() == ["ja", "_resources"], answer.stderr
