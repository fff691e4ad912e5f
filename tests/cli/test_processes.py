"""The command line as processes of their own: entry, streams, two at a time, a reader that has seen enough."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import caseapp
from caseapp.casework import office
from caseapp.rules.clock import stopped
from tests.cli.terminal import MANAGER, WORDS, Terminal

pytestmark = pytest.mark.slow


def complaints(told: bytes) -> list[str]:
    """What a process said beside 「保管庫を開いています …」, which a slow machine is told meanwhile."""
    return [line for line in told.decode().splitlines() if "…" not in line]


def caseapp_run(*words: str | Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """`python -m caseapp …` without a terminal."""
    source = str(Path(caseapp.__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-m", "caseapp", *map(str, words)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": source, **more},
        timeout=100,
    )


def test_a_search_writes_utf_8_whatever_the_locale(terminal: Terminal) -> None:
    asking = ("--vault", terminal.vault, "--user", MANAGER, "--passphrase-file", terminal.secret(MANAGER))
    done = caseapp_run("search", "髙瀬", "--json", *asking, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (done.returncode, complaints(done.stderr)) == (0, [])
    assert json.loads(done.stdout.decode("utf-8"))["hits"][0]["name"] == "髙瀬 湊"


def test_two_processes_on_one_store(terminal: Terminal) -> None:
    with office.open_office(terminal.vault, user=MANAGER, passphrase=WORDS, clock=stopped(terminal.now)):
        asking = ("--vault", terminal.vault, "--user", MANAGER, "--passphrase-file", terminal.secret(MANAGER))
        done = caseapp_run("search", "髙瀬", *asking)
    told = done.stderr.decode("utf-8")
    assert (done.returncode, done.stdout) == (6, b"")
    assert MANAGER in told
    assert f"{terminal.now:%H:%M}" in told


def test_the_default_store_is_in_the_data_folder_and_needs_no_qt(bare: Terminal) -> None:
    secret = bare.secret(MANAGER)
    home = {"XDG_DATA_HOME": str(bare.folder), "LOCALAPPDATA": str(bare.folder), "HOME": str(bare.folder)}
    assert caseapp_run("init", "--user", MANAGER, "--passphrase-file", secret, **home).returncode == 0
    block = bare.folder / "block"
    block.mkdir()
    (block / "PySide6.py").write_text("raise ImportError('the command line needs no window')\n")
    source = str(Path(caseapp.__file__).parents[1])
    path = os.pathsep.join([str(block), source])
    found = subprocess.run(
        [sys.executable, "-m", "caseapp", "search", "x", "--json", "--passphrase-file", str(secret)],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **home, "PYTHONPATH": path},
        timeout=100,
    )
    assert (found.returncode, json.loads(found.stdout)) == (0, {"hits": []})


def test_words_that_are_off_and_help(bare: Terminal) -> None:
    assert caseapp_run("dance").returncode == 2
    assert caseapp_run("--vault", bare.folder, "--help").returncode == 0
    assert caseapp_run("demo", "--help").returncode == 0
    wrong = caseapp_run("search", "x", "--vault", bare.folder, "--passphrase-file", bare.secret(MANAGER))
    assert wrong.returncode == 2
    assert "保管庫" in wrong.stderr.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_passphrase_typed_at_a_terminal_is_not_shown(terminal: Terminal) -> None:
    master, slave = os.openpty()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "caseapp",
            "search",
            "髙瀬",
            "--json",
            "--vault",
            str(terminal.vault),
            "--user",
            MANAGER,
        ],
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(caseapp.__file__).parents[1])},
        start_new_session=True,  # so that no terminal of whoever runs the tests is asked
    )
    assert process.stdout is not None
    assert process.stderr is not None
    prompt = "合言葉: ".encode()
    assert process.stderr.read(len(prompt)) == prompt
    os.write(master, f"{WORDS}\n".encode())
    hits = json.loads(process.stdout.read())["hits"]
    os.close(slave)
    os.set_blocking(master, False)
    try:
        shown = os.read(master, 4096)
    except OSError:  # nothing came, and the other end is closed
        shown = b""
    os.close(master)
    for stream in (process.stdout, process.stderr):
        stream.close()
    assert (process.wait(60), hits[0]["child"]) == (0, "R8-0009")
    assert WORDS.encode() not in shown


@pytest.mark.skipif(os.name != "posix", reason="Windows pipes end otherwise")
def test_a_reader_that_has_seen_enough_causes_no_traceback(samples: Terminal) -> None:
    source = str(Path(caseapp.__file__).parents[1])
    words = ["audit", "--json", "--vault", str(samples.vault), "--passphrase-file", str(samples.secret(MANAGER))]
    process = subprocess.Popen(
        [sys.executable, "-m", "caseapp", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": source},
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    told = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), complaints(told)) == (0, [])
