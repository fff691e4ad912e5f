"""`print`: PDF files, the list of documents, and what there is nothing to print of."""

from __future__ import annotations

import io

import pikepdf
import pytest

from tests.cli.terminal import Terminal

NAMES = ["support-plan", "support-plan-family", "review", "consultation", "information-letter"]


def test_the_list_names_every_document_with_its_title(bare: Terminal) -> None:
    answer = bare.run("print", "--list")
    assert answer.code == 0
    lines = dict(line.split(maxsplit=1) for line in answer.out.splitlines())
    assert [name for name in NAMES if name in lines] == NAMES
    assert "計画" in lines["support-plan"]
    assert "plan" in bare.run("print", "--list", "--lang", "en").out.split("\n")[0]


@pytest.mark.parametrize("name", NAMES)
def test_every_document_is_printed_of_a_child_that_has_it(samples: Terminal, name: str) -> None:
    target = samples.folder / f"{name}.pdf"
    codes = {}
    for child in samples.holds()["children"]:
        codes[child["number"]] = samples("print", name, "--child", child["number"], "-o", target).code
        if codes[child["number"]] == 0:
            break
    assert set(codes.values()) <= {0, 4}
    assert target.read_bytes().startswith(b"%PDF")
    assert target.stat().st_mode & 0o077 == 0
    assert list(target.parent.glob(".*")) == []


@pytest.mark.parametrize("lang", ["ja", "ja-easy", "en"])
def test_a_document_in_another_language(samples: Terminal, lang: str) -> None:
    target = samples.folder / "plan.pdf"
    assert samples("print", "support-plan", "--child", "R3-0112", "-o", target, "--lang", lang).code == 0
    assert target.read_bytes().startswith(b"%PDF")


def test_in_easy_japanese_a_sheet_for_a_child_has_readings_above_its_words(samples: Terminal) -> None:
    plain, easy = samples.folder / "plain.pdf", samples.folder / "easy.pdf"
    words = ("print", "transition-checklist", "--child", "R5-0031", "--blank", "-o")
    assert samples(*words, plain).code == 0
    assert samples(*words, easy, "--lang", "ja-easy").code == 0
    assert plain.read_bytes() != easy.read_bytes()


def test_the_newest_of_its_kind_is_printed_though_an_older_plan_is_in_force(samples: Terminal) -> None:
    target = samples.folder / "family.pdf"
    assert samples("print", "support-plan-family", "--child", "R3-0112", "-o", target).code == 0
    child = next(c for c in samples.holds()["children"] if c["number"] == "R3-0112")
    newest = max(child["support_plans"], key=lambda plan: int(plan["version"]))
    assert newest["status"] == "draft"
    with pikepdf.open(io.BytesIO(target.read_bytes())) as document:
        assert f"第{newest['version']}回" in str(document.docinfo["/Title"])


def test_printing_stands_in_the_access_log(samples: Terminal) -> None:
    target = samples.folder / "plan.pdf"
    answer = samples("print", "support-plan", "--child", "R3-0112", "-o", target)
    assert answer.out == f"{target}\n"
    printed = next(e for e in samples("audit", "--json").json["entries"] if e["action"] == "print")
    assert printed["child"] == "R3-0112"
    assert (printed["detail"]["document"], printed["detail"]["how"]) == ("support-plan", "pdf")


def test_a_password_makes_the_file_open_only_with_it(samples: Terminal) -> None:
    target = samples.folder / "plan.pdf"
    password = samples.write("password.txt", "ひみつのことば7\n")
    words = ("print", "support-plan", "--child", "R3-0112", "-o", target, "--password-file", password)
    assert samples(*words).code == 0
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(target.read_bytes()))
    pikepdf.open(io.BytesIO(target.read_bytes()), password="ひみつのことば7").close()
    printed = next(e for e in samples("audit", "--json").json["entries"] if e["action"] == "print")
    assert printed["detail"]["how"] == "pdf-protected"
    target.unlink()
    samples.write("password.txt", "short\n")
    assert samples(*words).code == 2
    assert not target.exists()


def test_the_empty_form(terminal: Terminal) -> None:
    target = terminal.folder / "blank.pdf"
    assert terminal("print", "support-plan", "--child", "R8-0009", "-o", target, "--blank").code == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert terminal("print", "review", "--child", "R8-0009", "-o", target, "--blank").code == 2


@pytest.mark.parametrize("name", ["support-plan", "support-plan-family", "review", "information-letter"])
def test_where_there_is_nothing_to_print_it_says_so(terminal: Terminal, name: str) -> None:
    target = terminal.folder / "x.pdf"
    answer = terminal("print", name, "--child", "R8-0009", "-o", target)
    assert (answer.code, answer.out) == (4, "")
    assert "印刷" in answer.err
    assert not target.exists()


def test_words_that_are_off(terminal: Terminal) -> None:
    target = terminal.folder / "x.pdf"
    assert terminal("print", "novel", "--child", "R8-0009", "-o", target).code == 2
    assert terminal("print", "consultation", "--child", "R8-7777", "-o", target).code == 2
    assert terminal("print", "consultation", "-o", target).code == 2
    assert terminal("print", "consultation", "--child", "R8-0009").code == 2
    assert terminal("print", "consultation", "--child", "R8-0009", "-o", target, "--lang", "xx").code == 2
    assert terminal("print", "consultation", "--child", "R8-0009", "-o", terminal.folder / "no" / "x.pdf").code == 2
    assert not target.exists()
