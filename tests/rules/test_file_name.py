"""Names of files that Windows takes, too."""

from __future__ import annotations

import pytest

from caseapp.rules.file_name import safe_stem


@pytest.mark.parametrize(
    ("given", "stem"),
    [
        ("support-plan-20-015-2026-11-20", "support-plan-20-015-2026-11-20"),
        ("R8/0147", "R8-0147"),
        ("..\\..\\20:15", "-..-20-15"),
        ('a<b>c"d|e?f*g', "a-b-c-d-e-f-g"),
        ("改\n行\t", "改-行-"),
        ("名簿. ", "名簿"),
        ("...", "-"),
        ("", "-"),
        ("con", "con-"),
        ("LPT1.2026", "LPT1.2026-"),
        ("コンロ", "コンロ"),
        ("葛󠄀城", "葛󠄀城"),
    ],
)
def test_what_windows_refuses_is_not_in_it(given: str, stem: str) -> None:
    assert safe_stem(given) == stem


def test_a_long_name_is_cut() -> None:
    assert len(safe_stem("児" * 300).encode()) <= 255 - len(".casebackup")
