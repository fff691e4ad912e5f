"""The password of a file is refused when it is short, by one rule for PDF and XLSX."""

from __future__ import annotations

import pytest

from caseapp.documents import protection
from caseapp.exchange import list_protection
from caseapp.rules.file_password import LEAST, password_problems, require_password
from caseapp.rules.problem import Refused


def test_seven_characters_are_too_few() -> None:
    (problem,) = password_problems("あ" * (LEAST - 1))
    assert (problem.field, problem.values) == ("password", {"count": 8})
    assert password_problems("あ" * LEAST) == []
    require_password("あ" * LEAST)
    with pytest.raises(Refused):
        require_password("")


def test_pdf_and_xlsx_refuse_with_the_same_words() -> None:
    said = []
    for refuse in (protection.encrypt, list_protection.encrypted):
        with pytest.raises(Refused) as refused:
            refuse(b"", "1234567")
        said.append(refused.value.problems)
    assert said[0] == said[1] == tuple(password_problems("1234567"))
