"""Which door a command takes, where the store lives, and that the trial leaves nothing behind."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from caseapp import bootstrap
from caseapp.casework import office as offices
from caseapp.casework import register


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ([], ""),
        (["--vault", "search"], ""),
        (["--vault", "x", "search", "高瀬"], "search"),
        (["search", "--vault", "x"], "search"),
        (["--user", "demo", "backup", "d"], "backup"),
        (["--vault=x", "demo"], "demo"),
        (["demo", "--headless", "out"], "demo"),
    ],
)
def test_the_command_word_is_found_among_the_options(words: list[str], command: str) -> None:
    assert bootstrap.command_word(words) == command


@pytest.mark.parametrize(
    ("words", "value"), [(["--vault", "a b"], "a b"), (["--vault=a"], "a"), (["--vault"], ""), (["x"], "")]
)
def test_an_option_is_read_in_both_forms(words: list[str], value: str) -> None:
    assert bootstrap.option(words, "--vault") == value


def test_without_a_word_the_desktop_opens_on_the_folder_named(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    def run(folder: Path, **_more: object) -> int:
        opened.append(folder)
        return 0

    monkeypatch.setattr("caseapp.desktop.startup.program.run", run)
    assert bootstrap.main(["--vault", "somewhere"]) == 0
    assert bootstrap.main([]) == 0
    assert opened == [Path("somewhere"), bootstrap.default_folder()]


def test_a_command_word_goes_to_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def command_line(words: list[str], **_more: object) -> int:
        asked.append(list(words))
        return 4

    monkeypatch.setattr("caseapp.cli.main", command_line)
    assert bootstrap.main(["--vault", "x", "export"]) == 4
    assert asked == [["--vault", "x", "export"]]


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_the_store_lives_in_the_data_folder_of_the_platform(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("LOCALAPPDATA", "/data")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    folder = bootstrap.default_folder()
    assert folder.name == "vault"
    assert folder.parent.name == "caseapp"
    if platform != "darwin":
        assert folder.is_relative_to("/data")


def test_the_clock_gives_the_moment_in_tokyo() -> None:
    assert bootstrap.clock().utcoffset() == timedelta(hours=9)


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where the trial put its store."""
    seen: list[Path] = []

    def make(folder: Path, **_more: object) -> None:
        seen.append(folder)
        folder.mkdir(parents=True)
        (folder / "store.db").write_bytes(b"x")

    monkeypatch.setattr(bootstrap, "make_demo", make)
    return seen


def test_the_trial_leaves_nothing_behind(places: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[bool] = []

    def show(folder: Path, _words: object) -> int:
        shown.append(folder.exists())
        return 0

    monkeypatch.setattr(bootstrap, "open_demo", show)
    assert bootstrap.main(["demo"]) == 0
    assert shown == [True]
    assert not places[0].parent.exists()


def test_a_trial_that_fails_leaves_nothing_behind(places: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object) -> int:
        raise RuntimeError

    monkeypatch.setattr(bootstrap, "open_demo", fails)
    with pytest.raises(RuntimeError):
        bootstrap.main(["demo"])
    assert not places[0].parent.exists()


def test_a_headless_trial_needs_a_folder(places: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["demo", "--headless"]) == 2
    assert "--headless" in capsys.readouterr().err
    assert places == []


@pytest.mark.slow
def test_the_trial_holds_the_sample_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEAPP_FAST_KDF_FOR_TESTS", "1")
    bootstrap.make_demo(tmp_path / "vault", clock=bootstrap.clock)
    opened = offices.open_office(
        tmp_path / "vault", user=bootstrap.DEMO_USER, passphrase=bootstrap.DEMO_PASSPHRASE, clock=bootstrap.clock
    )
    with opened:
        assert len(register.rows(opened)) >= 25
