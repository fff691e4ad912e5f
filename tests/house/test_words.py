"""The catalogue's tools: what they take, what they refuse, and that each fault of a catalogue is seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from workshop import catalogue, house
from workshop.catalogue import WordsError

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "TRANSLATIONS", tmp_path / "translations")


def _uses(tmp_path: Path, code: str) -> tuple[list[catalogue.Key], list[str]]:
    folder = tmp_path / "code"
    folder.mkdir(exist_ok=True)
    (folder / "module.py").write_text(code, encoding="utf-8")
    found, wrong = catalogue.uses(folder, house.sources(folder))
    return [use.key for use in found], wrong


def test_words_added_are_sorted_and_read_back_as_they_were() -> None:
    catalogue.add('Save\t保存する\n# remark\n\nA "quoted" \\n line\t「引用」の\\n行\n{n} day\t{n} days\t{n}日\n')
    words = catalogue.read(catalogue.po_path("ja"))
    assert list(words.items()) == [
        ('A "quoted" \n line', ("「引用」の\n行",)),
        ("Save", ("保存する",)),
        (("{n} day", "{n} days"), ("{n}日",)),
    ]
    assert catalogue.po_path("ja").with_suffix(".mo").exists()


def test_adding_the_same_again_changes_nothing() -> None:
    assert catalogue.add("Save\t保存する\n") == 1
    before = catalogue.po_path("ja").read_bytes()
    assert catalogue.add("Save\t保存する\n") == 0
    assert catalogue.po_path("ja").read_bytes() == before


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("Save\n", "line 1: needs"),
        ("Save\t保存\t\n", "line 1: needs"),
        ("{count} files\t件\n", "has placeholders ['count']"),
        ("{count} files\t{cuont}件\n", "['cuont']"),
        ("a {\tあ\n", "braces that do not match"),
        ("Save\t保存する\nSave\t保管する\n", "line 2: 'Save' stands twice"),
    ],
)
def test_a_line_that_is_off_is_named_and_nothing_is_added(lines: str, reason: str) -> None:
    catalogue.add("Print\t印刷する\n")
    before = catalogue.po_path("ja").read_bytes()
    with pytest.raises(WordsError) as refused:
        catalogue.add("Close\t閉じる\n" + lines if lines.count("\n") == 1 else lines)
    assert reason.split(":")[-1].strip() in str(refused.value)
    assert catalogue.po_path("ja").read_bytes() == before


def test_other_words_for_the_same_id_are_refused_unless_one_says_which() -> None:
    catalogue.add("Close\t閉じる\n")
    with pytest.raises(WordsError, match="閉じる <> 終了する"):
        catalogue.add("Close\t終了する\nSave\t保存する\n")
    assert list(catalogue.read(catalogue.po_path("ja"))) == ["Close"]
    catalogue.add("Close\t終了する\nSave\t保存する\n", conflicts="keep")
    assert catalogue.read(catalogue.po_path("ja")) == {"Close": ("閉じる",), "Save": ("保存する",)}
    catalogue.add("Close\t終了する\n", conflicts="replace")
    assert catalogue.read(catalogue.po_path("ja"))["Close"] == ("終了する",)


def test_two_who_add_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from workshop import catalogue;"
        "catalogue.TRANSLATIONS = Path(sys.argv[1]);"
        "[catalogue.add(f'{sys.argv[2]}{n}\\tあ{n}\\n') for n in range(15)]"
    )
    folder = tmp_path / "translations"
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(folder), who], cwd=ROOT / "packaging") for who in "ab"
    ]
    assert [process.wait() for process in running] == [0, 0]
    assert len(catalogue.read(catalogue.po_path("ja"))) == 30


def test_ids_are_found_in_every_form_of_asking(tmp_path: Path) -> None:
    code = """
_("one"); N_("two"); ngettext("{n} day", "{n} days", n); language.translator("en")._("three")
_("yes" if sure else "no"); _(variable); _(labels[key]); self._("joined " "text")
"""
    found, wrong = _uses(tmp_path, code)
    assert sorted(map(str, found)) == sorted(
        ["one", "two", "('{n} day', '{n} days')", "three", "yes", "no", "joined text"]
    )
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ('_(f"{n} records")', "an f-string"),
        ('N_(f"{n} records")', "an f-string"),
        ('ngettext("a", f"{b}", n)', "an f-string"),
        ('_("a" + b)', "put-together text"),
        ('_("%s" % b)', "put-together text"),
        ('_("{n}".format(n=n))', "formatted text"),
        ('_("")', "an empty id"),
    ],
)
def test_text_that_can_never_be_translated_is_caught(tmp_path: Path, code: str, reason: str) -> None:
    found, wrong = _uses(tmp_path, code)
    assert found == []
    assert len(wrong) == 1
    assert reason in wrong[0]


def test_each_fault_of_a_catalogue_is_named(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text('_("kept"); _("missing"); _("{a} lost"); _("empty")', encoding="utf-8")
    found, _ = catalogue.uses(tmp_path, house.sources(tmp_path))
    words: catalogue.Words = {"kept": ("残る",), "{a} lost": ("失う",), "empty": ("",), "unused": ("不要",)}
    wrong = catalogue.check(words, found)
    assert len(wrong) == 4
    for part in ("'missing': is not in", "'{a} lost' has placeholders", "'empty' has no", "'unused' is used nowhere"):
        assert any(part in line for line in wrong)
