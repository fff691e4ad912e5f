"""Who asks, with what words, in which language; and every exit code of the table that is not a command's own."""

from __future__ import annotations

import getpass
import os
import stat
import sys
from pathlib import Path

import pytest

from caseapp.casework import office, search
from caseapp.cli import output
from caseapp.cli.output import Progress
from caseapp.rules.clock import stopped
from caseapp.rules.problem import ChangedMeanwhile
from caseapp.vault import lock
from caseapp.vault.trouble import DiskFull
from tests.cli.terminal import MANAGER, WORDS, WORKER, Terminal


def test_unknown_user_and_wrong_passphrase_get_the_same_words(terminal: Terminal) -> None:
    wrong = terminal.write("wrong.txt", "ちがう ことば です ね")
    asking = ("search", "髙瀬", "--vault", terminal.vault)
    answers = {
        terminal.run(*asking, "--user", MANAGER, "--passphrase-file", wrong),
        terminal.run(*asking, "--user", "だれでも ない", "--passphrase-file", wrong),
        terminal.run(*asking, "--user", "だれでも ない", "--passphrase-file", terminal.secret(MANAGER)),
        terminal.run(*asking, "--user", WORKER, "--passphrase-file", terminal.secret(MANAGER)),
    }
    assert len(answers) == 1
    answer = answers.pop()
    assert (answer.code, answer.out) == (3, "")
    assert "記録は無事です" in answer.err


def test_shared_options_stand_before_or_after_the_word(terminal: Terminal) -> None:
    options = ("--vault", terminal.vault, "--user", MANAGER, "--passphrase-file", terminal.secret(MANAGER))
    expected = terminal.run("search", "髙瀬", "--json", *options)
    assert expected.json["hits"]
    assert terminal.run(*options, "search", "髙瀬", "--json") == expected
    assert terminal.run(*options[:2], "search", *options[2:4], "--json", "髙瀬", *options[4:]) == expected
    assert terminal.run(*options, "user", "list").code == 0
    assert terminal.run("user", *options, "list").code == 0
    assert terminal.run("user", "list", *options).code == 0


def test_the_login_name_is_meant_where_nobody_is_named(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = ("search", "髙瀬", "--vault", terminal.vault, "--passphrase-file", terminal.secret(WORKER))
    monkeypatch.setattr(getpass, "getuser", lambda: "somebody")
    assert terminal.run(*asking).code == 3
    monkeypatch.setattr(getpass, "getuser", lambda: WORKER)
    assert terminal.run(*asking).code == 0


def test_the_only_user_is_meant_where_nobody_is_named(samples: Terminal) -> None:
    secret = samples.secret(MANAGER)
    assert samples.run("search", "高瀬", "--vault", samples.vault, "--passphrase-file", secret).code == 0


def test_the_passphrase_is_asked_for_without_echo(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    class Keyboard:
        def isatty(self) -> bool:
            return True

    asked: list[str] = []

    def hidden(prompt: str, stream: object) -> str:
        asked.append(prompt)
        return WORDS

    monkeypatch.setattr(sys, "stdin", Keyboard())
    monkeypatch.setattr(getpass, "getpass", hidden)
    assert terminal.run("search", "髙瀬", "--vault", terminal.vault, "--user", MANAGER).code == 0
    assert asked == ["合言葉: "]


def test_without_terminal_and_file_it_says_what_to_do(terminal: Terminal) -> None:
    answer = terminal.run("search", "髙瀬", "--vault", terminal.vault, "--user", MANAGER)
    assert answer.code == 2
    assert "--passphrase-file" in answer.err


@pytest.mark.parametrize("content", [b"", b"\n", b"\x83\x5c\x83\x93"])
def test_a_file_without_passphrase_is_told(terminal: Terminal, content: bytes) -> None:
    file = terminal.write("odd.txt", content)
    asking = ("search", "x", "--vault", terminal.vault, "--user", MANAGER, "--passphrase-file")
    assert terminal.run(*asking, file).code == 2
    assert terminal.run(*asking, terminal.folder / "none.txt").code == 2
    assert terminal.run(*asking, terminal.folder).code == 2


def test_a_passphrase_is_no_argument_and_no_variable(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEAPP_PASSPHRASE", WORDS)
    assert terminal.run("search", "x", "--vault", terminal.vault, "--user", MANAGER).code == 2
    assert terminal.run("search", "x", "--passphrase", WORDS).code == 2


@pytest.mark.parametrize(
    "words",
    [
        [], ["dance"], ["search"], ["search", "a", "b"], ["search", "--nonsense", "a"], ["import"], ["export"],
        ["restore", "x"], ["user"], ["user", "sing"], ["user", "add", "x"], ["backup"], ["print"], ["--vault"],
        ["report", "annual", "--fiscal-year", "2026", "-o", "x.xlsx"], ["report", "--list"], ["pack", "list"],
        ["pack", "create", "--child", "1", "--days", "3", "-o", "x.casepack"], ["pack", "merge", "x.casepack"],
    ],
)  # fmt: skip
def test_words_that_are_off_are_one_sentence(bare: Terminal, words: list[str]) -> None:
    answer = bare.run(*words)
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.splitlines()) == 1
    assert any("ぁ" <= letter <= "ん" for letter in answer.err)


def test_a_folder_without_a_store_and_a_pack_are_words_that_are_off(bare: Terminal) -> None:
    for vault in (bare.folder, bare.folder / "none", bare.write("file", "x"), bare.folder / "a.casepack"):
        answer = bare.run("search", "x", "--vault", vault, "--passphrase-file", bare.secret(MANAGER))
        assert answer.code == 2, vault


def test_help_and_version(bare: Terminal) -> None:
    assert bare.run("--version").out.startswith("caseapp ")
    answer = bare.run("--help")
    assert answer.code == 0
    assert all(word in answer.out for word in ("init", "import", "export", "search", "print", "audit", "backup"))
    assert "--on-duplicate" in bare.run("import", "--help").out


def test_a_store_that_is_open_elsewhere_is_told_with_who_where_and_since(terminal: Terminal) -> None:
    with office.open_office(terminal.vault, user=MANAGER, passphrase=WORDS, clock=stopped(terminal.now)):
        holder = lock.holder(terminal.vault)
        assert holder is not None
        answer = terminal.as_user(WORKER, "search", "髙瀬")
    assert (answer.code, answer.out) == (6, "")
    assert all(part in answer.err for part in (MANAGER, holder.machine, "10:12から"))
    assert holder.since not in answer.err


def test_a_store_of_a_newer_version_is_left_alone(terminal: Terminal) -> None:
    with office.open_office(terminal.vault, user=MANAGER, passphrase=WORDS, clock=stopped(terminal.now)) as opened:
        with opened.vault.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA user_version = 9999")
        opened.vault.set_schema_version(9999)
    answer = terminal("search", "髙瀬")
    assert (answer.code, answer.out) == (9, "")
    assert "新しい" in answer.err


def test_a_bug_is_a_code_and_tells_nothing_of_the_records(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise ValueError("髙瀬 湊 の記録")

    monkeypatch.setattr(search, "find", break_down)
    answer = terminal("search", "髙瀬", "--json")
    assert (answer.code, answer.out) == (1, "")
    assert "髙瀬" not in answer.err
    assert terminal("search", "湊", "--json").err == answer.err


@pytest.mark.parametrize("error", [DiskFull(), ChangedMeanwhile()])
def test_a_trouble_of_the_machine_is_a_sentence(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(search, "find", fail)
    answer = terminal("search", "髙瀬")
    assert answer.code == 1
    assert "administrator" not in answer.err
    assert len(answer.err.splitlines()) == 1


def test_ctrl_c_ends_quietly(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(search, "find", stop)
    assert terminal("search", "髙瀬").code == 130


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [("LANG", "en_GB.UTF-8", "no store"), ("LC_ALL", "en", "no store"), ("LANG", "C", "保管庫")],
)
def test_the_machine_chooses_the_language_until_the_user_has(
    bare: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str, part: str
) -> None:
    monkeypatch.setenv(name, value)
    answer = bare.run("search", "x", "--vault", bare.folder, "--passphrase-file", bare.secret(MANAGER))
    assert part in answer.err


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_whatever_is_written_is_its_owners_alone(terminal: Terminal) -> None:
    before = os.umask(0o022)
    try:
        target = terminal.folder / "deep" / "backups"
        made = Path(terminal("backup", target).out.strip())
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
    for path in (target, target.parent, made):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


# ---- progress


def test_what_is_quick_is_not_talked_about(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("取り込んでいます") as progress:
        progress(1, 2)
    assert capsys.readouterr() == ("", "")


def test_what_takes_long_is_told_without_a_bar_where_nobody_watches(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Progress("取り込んでいます") as progress:
        progress._begin()
        for done in range(1, 101):
            progress(done, 100)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[0] == "取り込んでいます …"
    assert err.splitlines()[-1] == "取り込んでいます … 100 %"
    assert "\r" not in err
    assert len(err.splitlines()) <= 12


def test_a_person_who_watches_sees_a_bar(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "at_terminal", lambda: True)
    with Progress("取り込んでいます") as progress:
        progress._begin()
        progress(1, 2)
    err = capsys.readouterr().err
    assert err.endswith("\r取り込んでいます [############............]  50 %\n")


def test_a_table_stands_straight_with_wide_characters() -> None:
    assert output.table([["a", "高瀬", "x"], ["bcd", "A", "y\nz"]]) == "a    高瀬  x\nbcd  A     y z"
