"""A password on a PDF, in memory."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from caseapp.documents import recovery_sheet
from caseapp.documents.protection import encrypt
from caseapp.rules.problem import Refused
from tests.documents import papers


def sheet() -> bytes:
    return recovery_sheet.render(papers.RECOVERY, language="ja", printed=papers.PRINTED)


def test_it_opens_with_the_password_only_and_is_aes_256() -> None:
    locked = encrypt(sheet(), "みなみ野の海 2026")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(locked))
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(locked), password="みなみ野の海 2027")
    with pikepdf.open(BytesIO(locked), password="みなみ野の海 2026") as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits, pdf.encryption.stream_method.name) == (6, 256, "aesv3")
        assert len(pdf.pages) == 1


def test_what_the_file_says_about_itself_is_hidden_too() -> None:
    office = papers.OFFICE.name.encode("utf-16-be").hex()
    assert b"caseapp" in sheet()
    locked = encrypt(sheet(), "long enough")
    assert b"caseapp" not in locked
    assert office not in locked.hex()


def test_a_short_password_and_a_thing_that_is_no_pdf_are_refused() -> None:
    with pytest.raises(Refused):
        encrypt(sheet(), "1234567")
    with pytest.raises(Refused):
        encrypt(b"hello", "long enough")
