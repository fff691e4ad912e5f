"""The language of the screen, of paper, and the pretend one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseapp.rules.problem import Problem
from caseapp.words import language, resources

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Save"
msgstr "保存する"

msgid "{count} record"
msgid_plural "{count} records"
msgstr[0] "{count}件の記録"
"""
EASY = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Plan"
msgstr "けいかく"
"""


@pytest.fixture(autouse=True)
def _words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, text in (("ja", PO), ("ja_easy", EASY)):
        folder = tmp_path / name / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "caseapp.po").write_text(text, encoding="utf-8")
    monkeypatch.setattr(resources, "_folder", lambda kind: tmp_path)
    monkeypatch.setattr(language, "_active", None)
    language.translator.cache_clear()
    yield
    language.translator.cache_clear()


def test_the_screen_speaks_japanese_until_told_otherwise() -> None:
    assert language.current() == "ja"
    assert language._("Save") == "保存する"
    language.use("en")
    assert (language.current(), language._("Save")) == ("en", "Save")


def test_the_form_of_the_words_goes_with_the_number() -> None:
    assert language.ngettext("{count} record", "{count} records", 1) == "{count}件の記録"
    english = language.translator("en")
    assert [english.ngettext("{count} record", "{count} records", n) for n in (1, 2)] == [
        "{count} record",
        "{count} records",
    ]


def test_paper_may_speak_another_language_than_the_screen() -> None:
    language.use("en")
    assert language.translator("ja")._("Save") == "保存する"
    assert language._("Save") == "Save"


def test_what_has_no_translation_is_shown_by_its_id() -> None:
    assert language._("Unknown here") == "Unknown here"


def test_an_empty_id_is_empty_and_not_the_catalogues_header() -> None:
    assert language._("") == ""


def test_easy_japanese_falls_back_to_japanese_and_then_to_the_id() -> None:
    easy = language.translator("ja-easy")
    assert [easy._(text) for text in ("Plan", "Save", "Print")] == ["けいかく", "保存する", "Print"]


@pytest.mark.parametrize("unknown", ["xx", "../ja", "", "C:"])
def test_an_unknown_language_is_refused_and_the_screen_keeps_its_own(unknown: str) -> None:
    language.use("en")
    with pytest.raises(LookupError):
        language.use(unknown)
    assert language.current() == "en"


def test_a_compiled_catalogue_older_than_its_source_is_not_used(tmp_path: Path) -> None:
    source = tmp_path / "ja" / "LC_MESSAGES" / "caseapp.po"
    source.with_suffix(".mo").write_bytes(b"old, and never read")
    os.utime(source.with_suffix(".mo"), ns=(0, 0))
    assert language._("Save") == "保存する"


def test_a_problem_is_said_as_a_sentence() -> None:
    problem = Problem("name", "Save", {})
    assert language.say(problem) == "保存する"
    assert language.translator("en").say(Problem("", "{count} records", {"count": 3})) == "3 records"


def test_the_pretend_language_is_longer_accented_and_in_brackets_and_keeps_placeholders() -> None:
    language.use("en_XA")
    said = language._("Save {count} <b>records</b> of {name}")
    assert said.startswith("[Šåvé {count} <b>")
    assert said.endswith("]")
    assert said.format(count=3, name="Æ").count("3") == 1
    letters = len("Save  records of ")
    assert len(said) - len("{count}<b></b>{name}[]") >= letters * 1.4 - 1
    assert language.ngettext("{n} day", "{n} days", 2) == "[{n} đåýš~~]"


def test_the_pretend_language_makes_one_letter_longer_too() -> None:
    assert language.pretend("A") == "[Å~]"
