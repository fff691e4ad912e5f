"""`init`, `user`, `passwd`."""

from __future__ import annotations

import getpass
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from caseapp.casework import office
from caseapp.rules.clock import stopped
from tests.cli.terminal import MANAGER, WORDS, WORKER, Terminal

NEW = "あたらしい ことば で ひらく 窓"


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`typing(lines, hidden)`: somebody sits at the terminal and types these."""

    def types(*lines: str, hidden: tuple[str, ...] = ()) -> None:
        keyboard = io.StringIO("".join(f"{line}\n" for line in lines))
        monkeypatch.setattr(keyboard, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stdin", keyboard)
        answers = iter(hidden)
        monkeypatch.setattr(getpass, "getpass", lambda prompt, stream: next(answers))

    return types


def test_a_new_store_asks_for_what_it_needs_and_prints_the_recovery_key_once(
    bare: Terminal, typing: Callable[..., None]
) -> None:
    typing("汐見保健所", MANAGER, hidden=(WORDS, WORDS))
    answer = bare.run("init", "--vault", bare.vault, "--title", "係長")
    assert answer.code == 0
    key = answer.out.splitlines()[-1]
    assert len(key.split("-")) == 7
    assert key not in answer.err
    assert WORDS not in answer.out + answer.err
    with office.open_office(bare.vault, passphrase=WORDS, clock=stopped(bare.now)) as opened:
        assert (opened.settings.name, opened.account.name) == ("汐見保健所", MANAGER)
        assert (opened.account.role, opened.account.title) == ("manager", "係長")
    recovered = office.recover(bare.vault, recovery_key=key, user=MANAGER, new_passphrase=NEW, clock=stopped(bare.now))
    recovered.close()


def test_a_new_store_needs_no_terminal(bare: Terminal) -> None:
    secret = bare.secret(MANAGER)
    answer = bare.run("init", "--user", MANAGER, "--passphrase-file", secret, "--json")
    assert answer.code == 0
    assert answer.json["vault"] == str(bare.folder / "default")
    assert answer.json["user"] == MANAGER
    assert len(answer.json["recovery_key"].split("-")) == 7
    assert "画面の設定" in answer.err
    assert bare.run("search", "x", "--passphrase-file", secret).code == 0


def test_nothing_is_ever_made_over_a_store(terminal: Terminal) -> None:
    before = terminal.holds()
    answer = terminal("init")
    assert answer.code == 2
    assert terminal.holds() == before


def test_a_weak_passphrase_and_two_that_differ_make_no_store(bare: Terminal, typing: Callable[..., None]) -> None:
    weak = bare.write("weak.txt", "password1234\n")
    answer = bare.run("init", "--vault", bare.vault, "--user", MANAGER, "--new-passphrase-file", weak)
    assert answer.code == 2
    assert "password1234" not in answer.err
    typing(hidden=(WORDS, WORDS + "x"))
    assert bare.run("init", "--vault", bare.vault, "--office", "所", "--name", MANAGER).code == 2
    assert not (bare.vault / "vault.json").exists()


def test_users_are_listed(terminal: Terminal) -> None:
    listed = terminal("user", "list", "--json").json["users"]
    assert {(user["name"], user["role"], user["active"], user["opens"]) for user in listed} == {
        (MANAGER, "manager", True, True),
        (WORKER, "worker", True, True),
        ("浜田 圭", "viewer", True, True),
    }
    assert WORKER in terminal("user", "list").out


def test_a_user_is_let_in_and_taken_out_again(terminal: Terminal) -> None:
    fresh = terminal.write("fresh.txt", f"{NEW}\r\nsecond line\n")
    added = terminal("user", "add", "小野 葉", "--role", "worker", "--title", "保健師", "--new-passphrase-file", fresh)
    assert added.code == 0
    asking = ("search", "髙瀬", "--vault", terminal.vault, "--user", "小野 葉", "--passphrase-file", fresh)
    assert terminal.run(*asking).code == 0
    assert terminal("user", "disable", "小野葉").code == 0
    assert terminal.run(*asking).code == 3
    states = {user["name"]: user["active"] for user in terminal("user", "list", "--json").json["users"]}
    assert states["小野 葉"] is False
    assert states[WORKER] is True


def test_refusals_about_users_change_nothing(terminal: Terminal) -> None:
    fresh = terminal.write("fresh.txt", NEW)
    before = terminal("user", "list", "--json").json
    assert terminal("user", "add", WORKER, "--role", "viewer", "--new-passphrase-file", fresh).code == 2
    assert terminal("user", "add", "小野 葉", "--role", "king", "--new-passphrase-file", fresh).code == 2
    assert terminal("user", "add", "小野 葉", "--role", "worker").code == 2
    weak = terminal.write("weak.txt", "short")
    assert terminal("user", "add", "小野 葉", "--role", "worker", "--new-passphrase-file", weak).code == 2
    assert terminal("user", "disable", MANAGER).code == 2
    assert terminal("user", "disable", "だれも いない").code == 2
    words = ("user", "add", "小野 葉", "--role", "worker", "--new-passphrase-file", fresh)
    assert terminal.as_user(WORKER, *words).code == 7
    assert terminal.as_user(WORKER, "user", "disable", MANAGER).code == 7
    assert terminal("user", "list", "--json").json == before


def test_the_own_passphrase_is_changed(terminal: Terminal, typing: Callable[..., None]) -> None:
    typing(hidden=(WORDS, NEW, NEW))
    assert terminal.run("passwd", "--vault", terminal.vault, "--user", MANAGER).code == 0
    assert terminal("search", "x").code == 3
    fresh = terminal.write("fresh.txt", NEW)
    asking = ("--vault", terminal.vault, "--user", MANAGER, "--passphrase-file", fresh)
    assert terminal.run("search", "x", *asking).code == 0
    back = terminal.write("back.txt", WORDS)
    assert terminal.run("passwd", "--new-passphrase-file", back, *asking).code == 0
    assert terminal("search", "x").code == 0


def test_a_refused_new_passphrase_leaves_the_old_one(terminal: Terminal) -> None:
    weak = terminal.write("weak.txt", "aaaaaaaaaaaaaaaa")
    answer = terminal("passwd", "--new-passphrase-file", weak)
    assert answer.code == 2
    assert terminal("search", "x").code == 0


def test_only_the_line_end_is_taken_from_a_passphrase(bare: Terminal) -> None:
    spaced: Path = bare.write("spaced.txt", f"\ufeff {WORDS} \r\nnot this\r\n")
    assert bare.run("init", "--vault", bare.vault, "--user", MANAGER, "--passphrase-file", spaced).code == 0
    with office.open_office(bare.vault, passphrase=f" {WORDS} ", clock=stopped(bare.now)):
        pass
