"""What the documents' tests share: reading a PDF back."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument


@pytest.fixture
def text_of(qapp: object) -> Callable[[bytes], str]:
    """The text of a PDF as a reader copies it, page after page."""

    def read(pdf: bytes) -> str:
        document = QPdfDocument()
        data = QByteArray(pdf)
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(buffer)
        texts = [document.getAllText(page).text() for page in range(document.pageCount())]
        document.close()
        return "\n".join(texts)

    return read


@pytest.fixture
def open_pdf() -> Callable[[bytes], pikepdf.Pdf]:
    """The PDF's objects."""
    return lambda pdf: pikepdf.open(BytesIO(pdf))
