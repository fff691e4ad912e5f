"""根拠 of an information letter: one ground, said once, and no day that nobody wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from caseapp.documents import information_letter
from tests.documents import papers

GROUND = "同意書 第R8-0147号(令和8年11月5日 保護者 母)"


@pytest.mark.parametrize("until", [None, date(2027, 11, 30)])
def test_a_consent_without_an_end_has_no_valid_until(until: date | None, text_of: Callable[[bytes], str]) -> None:
    letter = replace(papers.LETTER, consent_until=until, ground="" if until else GROUND)
    text = text_of(information_letter.render(letter, language="ja", printed=papers.PRINTED))
    assert ("有効期間" in text.split("根拠")[1].split("お使いになる方")[0]) is (until is not None)
    assert text.count("R8-0147") == 1
