"""The name a person chose for a file gets its ending, and what stands under that name is not replaced unasked."""

from __future__ import annotations

from pathlib import Path

from caseapp.desktop.kit.file_name import with_ending
from tests.desktop.fakes import ScriptedDialogs


def chosen(path: Path, *endings: str, answers: tuple[str, ...] = ()) -> list[str]:
    dialogs, found = ScriptedDialogs(), list[Path]()
    dialogs.answers = list(answers)
    with_ending(dialogs, path, *endings, then=found.append)
    assert dialogs.answers == []
    return [each.name for each in found]


def test_a_name_with_one_of_the_endings_stays(tmp_path: Path) -> None:
    (tmp_path / "台帳.XLSX").touch()  # the system's dialog has asked about this very name
    assert chosen(tmp_path / "台帳.XLSX", ".xlsx") == ["台帳.XLSX"]
    assert chosen(tmp_path / "直す行.csv", ".xlsx", ".csv") == ["直す行.csv"]


def test_a_name_without_an_ending_gets_the_first(tmp_path: Path) -> None:
    assert chosen(tmp_path / "台帳.2026", ".xlsx", ".csv") == ["台帳.2026.xlsx"]


def test_a_file_that_stands_under_that_name_is_replaced_only_when_the_person_says_so(tmp_path: Path) -> None:
    (tmp_path / "台帳.pdf").touch()
    assert chosen(tmp_path / "台帳", ".pdf", answers=("",)) == []
    assert chosen(tmp_path / "台帳", ".pdf", answers=("replace",)) == ["台帳.pdf"]
