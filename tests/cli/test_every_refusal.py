"""Every refusal the command line knows: its exit code, its sentence, nothing on standard output, and none forgotten.

Three tables: what the commands refuse themselves (each done here), what the store refuses, and what the contract
(docs/cli.md) says of files (each with the test that does it). A refusal in the code that stands in no table goes red.
"""

from __future__ import annotations

import ast
import getpass
import importlib
import io
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from caseapp import cli
from caseapp.rules.problem import Problem
from caseapp.vault import trouble
from caseapp.vault.trouble import VaultTrouble
from caseapp.words.language import translator
from tests.cli import test_import_refusals as files
from tests.cli.terminal import MANAGER, WORDS, Answer, Terminal
from tests.exchange.sheets import CHILD, csv_bytes

HERE = Path(__file__).parent
DOC = HERE.parents[1] / "docs" / "cli.md"
Act = Callable[[Terminal, Callable[..., None]], Answer]


def print_into(t: Terminal, *more: str | Path, document: str = "consultation") -> Answer:
    return t("print", document, "--child", "R8-0009", "-o", t.folder / "x.pdf", *more)


def import_of(t: Terminal, name: str, content: bytes, *more: str) -> Answer:
    return t("import", t.write(name, content), *more)


def whole_export(t: Terminal) -> Answer:
    target = t.folder / "all.json"
    assert t("export", "-o", target).code == 0
    return t("import", target, "--on-duplicate", "skip")


def two_that_differ(t: Terminal, typing: Callable[..., None]) -> Answer:
    typing(hidden=(WORDS, WORDS + "一", WORDS + "二"))
    return t.run("passwd", "--vault", t.vault, "--user", MANAGER)


def nobody_to_ask(t: Terminal) -> Answer:
    return t.run("search", "x", "--vault", t.vault, "--user", MANAGER)


def nothing_typed(t: Terminal, typing: Callable[..., None]) -> Answer:
    typing("", "", "", "")
    return t.run("init", "--vault", t.folder / "new", "--passphrase-file", t.secret(MANAGER))


# What the commands refuse: the constant in the code, the exit code, and how to get there.
OF_THE_COMMANDS: dict[str, tuple[int, Act]] = {
    "asking._NO_TERMINAL": (2, lambda t, _: nobody_to_ask(t)),
    "asking._CANNOT_READ": (2, lambda t, _: t.run("search", "x", "--vault", t.vault, "--passphrase-file", "/no/x")),
    "asking._NOT_UTF8": (2, lambda t, _: print_into(t, "--password-file", t.write("p", b"\x83\x5c"))),
    "asking._EMPTY": (2, lambda t, _: print_into(t, "--password-file", t.write("p", b"\n"))),
    "asking._NOT_SAME": (2, two_that_differ),
    "asking._ASK": (2, nothing_typed),
    "call._PACK": (2, lambda t, _: t.run("search", "x", "--vault", t.folder / "a.casepack")),
    "call._NO_FOLDER": (2, lambda t, _: t("export", "-o", t.folder / "none" / "x.json")),
    "call._IS_FOLDER": (2, lambda t, _: t("export", "-o", t.folder)),
    "grammar._ABSENT": (2, lambda t, _: t.run("pack", "list")),
    "grammar._SEE_HELP": (2, lambda t, _: t.run("search")),
    "grammar._NOT_TEXT": (2, lambda t, _: t.run("search", "\udcff")),
    "paper._INCOMPLETE": (2, lambda t, _: t("print", "consultation", "--child", "R8-0009")),
    "paper._NO_BLANK": (2, lambda t, _: print_into(t, "--blank", document="information-letter")),
    "paper._NO_LANGUAGE": (2, lambda t, _: print_into(t, "--lang", "xx")),
    "paper._SHORT": (2, lambda t, _: print_into(t, "--password-file", t.write("p", "abc"))),
    "paper._REASON": (4, lambda t, _: print_into(t, document="support-plan")),
    "people._NO_USER": (2, lambda t, _: t("user", "disable", "だれも いない")),
    "safety._IS_A_FILE": (2, lambda t, _: t("backup", t.write("file", "x"))),
    "taking_in._CANNOT_READ": (2, lambda t, _: t("import", t.folder / "none.csv", "--kind", "children")),
    "taking_in._NO_KIND": (2, lambda t, _: import_of(t, "c.csv", csv_bytes([CHILD]))),
    "taking_in._NO_UPDATE": (2, lambda t, _: whole_export(t)),
    "taking_in._REFUSED": (4, lambda t, _: import_of(t, "c.csv", b"", "--kind", "children")),
}  # fmt: skip

# What the store refuses, and the test of the command line that meets it.
OF_THE_STORE: dict[str, str] = {
    "WrongPassphrase": "test_opening.test_unknown_user_and_wrong_passphrase_get_the_same_words",
    "WeakPassphrase": "test_people.test_a_refused_new_passphrase_leaves_the_old_one",
    "DamagedHeader": "test_safety.test_damaged_key_files_are_told_before_anybody_types",
    "DamagedStore": "test_safety.test_a_damaged_store_is_told_with_the_backup_to_restore",
    "Tampered": "test_safety.test_an_older_store_put_in_place_is_told",
    "BackupDamaged": "test_safety.test_a_damaged_backup_is_told_with_the_one_to_take_instead",
    "InUse": "test_opening.test_a_store_that_is_open_elsewhere_is_told_with_who_where_and_since",
    "NewerVersion": "test_opening.test_a_store_of_a_newer_version_is_left_alone",
    "NotAVault": "test_opening.test_a_folder_without_a_store_and_a_pack_are_words_that_are_off",
    "AlreadyAVault": "test_people.test_nothing_is_ever_made_over_a_store",
    "NotABackup": "test_safety.test_a_backup_that_is_not_there_is_a_word_that_is_off",
    "DiskFull": "test_opening.test_a_trouble_of_the_machine_is_a_sentence",
    "UnfinishedUpgrade": "test_every_refusal.test_a_trouble_of_the_store_is_its_sentence_and_its_code",
    "NotEncrypted": "test_every_refusal.test_a_trouble_of_the_store_is_its_sentence_and_its_code",
}
NEVER_HERE = {
    "TooSoon": "the pause is of one process; a command tries once",
    "RecoveryKeyMistyped": "the recovery key opens in the window alone",
    "WrongRecoveryKey": "the same",
    "Closed": "a command is not locked while it runs",
    "Cancelled": "Ctrl+C ends a command by itself: test_ctrl_c_ends_quietly",
    "ReadOnly": "of the machine, told as DiskFull is",
    "Busy": "the same",
    "CannotReach": "the same",
    "WithBackup": "only what others are made of",
}

# What docs/cli.md says is refused of files, and the rows of test_import_refusals that do it.
OF_FILES: dict[str, tuple[str, ...]] = {
    "a day that never was": ("an era day that never was", "30 February with a year", "a day that never was"),
    "a birth date in the future": ("born tomorrow", "born in a future era year"),
    "a word that is not in the list": (
        "a sex that is not in the list", "a disease group that is none", "care that is none", "neither yes nor no",
        "a method that is not in the list", "a topic that is none", "a kind of organization that is none",
    ),
    "a missing required value": (
        "no number", "no family name", "no given name", "no birth date", "no method", "no content", "no day",
        "no name of an organization", "no number of an organization", "no kind of organization",
    ),
    "a number twice": ("a number twice", "a number that the store has", "an organization twice"),
    "a child that does not exist": ("no such child",),
    "a worker nobody knows": ("a worker nobody knows",),
    "a file of another kind": tuple(name for name, *_ in files.OTHER_FILES),
}  # fmt: skip

OF_CODES: dict[int, str] = {
    2: "asking._EMPTY above",
    3: OF_THE_STORE["WrongPassphrase"],
    4: "test_import_refusals.test_a_bad_row_is_named_and_nothing_is_changed",
    5: OF_THE_STORE["DamagedStore"],
    6: OF_THE_STORE["InUse"],
    7: "test_people.test_refusals_about_users_change_nothing",
    8: "kept for a merge, which this version has not: grammar._ABSENT above",
    9: OF_THE_STORE["NewerVersion"],
}


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


def sentence(message: str) -> re.Pattern[str]:
    """What the message is in Japanese, whatever its values are."""
    pieces = re.split(r"\{\w+\}", translator("ja")._(message))
    return re.compile(".+".join(re.escape(piece) for piece in pieces))


@pytest.mark.parametrize("name", OF_THE_COMMANDS)
def test_a_refusal_of_a_command_is_its_sentence_and_its_code(
    terminal: Terminal, typing: Callable[..., None], name: str
) -> None:
    code, act = OF_THE_COMMANDS[name]
    module, constant = name.split(".")
    answer = act(terminal, typing)
    assert (answer.code, answer.out) == (code, "")
    last = answer.err.rstrip("\n").splitlines()[-1]
    assert sentence(getattr(importlib.import_module(f"caseapp.cli.{module}"), constant)).search(last), last
    assert not (terminal.folder / "x.pdf").exists()
    assert not (terminal.folder / "new").exists()


@pytest.mark.parametrize("name", ["UnfinishedUpgrade", "NotEncrypted"])
def test_a_trouble_of_the_store_is_its_sentence_and_its_code(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    error = getattr(trouble, name)()

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("caseapp.casework.search.find", refuse)
    answer = terminal("search", "x")
    assert (answer.code, answer.out) == (5, "")
    assert answer.err.strip() == translator("ja").say(Problem("", error.message_id, error.values))


# ---- none is forgotten


def refused_in_the_code() -> Iterator[str]:
    """Every `raise Usage(_WORDS …)` and `BadFile(_WORDS …)` of the commands."""
    for path in sorted(Path(str(cli.__file__)).parent.glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("Usage", "BadFile"):
                assert isinstance(call.args[0], ast.Name), f"{path.name}: give the words a name"
                yield f"{path.stem}.{call.args[0].id}"


def troubles(base: type[VaultTrouble] = VaultTrouble) -> Iterator[str]:
    for kind in base.__subclasses__():
        if kind.__module__.startswith("caseapp.vault"):
            yield kind.__name__
            yield from troubles(kind)


def test_no_refusal_of_a_command_is_forgotten_here() -> None:
    assert set(refused_in_the_code()) == set(OF_THE_COMMANDS)


def test_no_refusal_of_the_store_is_forgotten_here() -> None:
    assert set(troubles()) == OF_THE_STORE.keys() | NEVER_HERE.keys()


def test_every_test_that_is_named_here_exists() -> None:
    named = [*OF_THE_STORE.values(), *(test for test in OF_CODES.values() if test.startswith("test_"))]
    for test in named:
        module, function = test.split(".")
        assert f"\ndef {function}(" in (HERE / f"{module}.py").read_text("utf-8"), test


def test_every_exit_code_and_every_refused_file_of_the_contract_is_here() -> None:
    words = " ".join(DOC.read_text("utf-8").split())
    assert {int(code) for code in re.findall(r"\| (\d) \| ", words)} == {0, *OF_CODES}
    refused = words.split("Refused by line and column: ")[1].split(" as a whole.")[0]
    known = {name for name, *_ in (*files.REFUSED, *files.OTHER_FILES)}
    for said, rows in OF_FILES.items():
        assert said in refused, said
        assert set(rows) <= known, set(rows) - known
    rest = refused
    for said in OF_FILES:
        rest = rest.replace(said, "")
    left = re.sub(r"\(.*?\)|[,;\s]|and", "", rest)
    assert not left, f"docs/cli.md refuses more than stands here: {left}"
