"""XLSX files that open only with a password: AES-256 as Excel writes it (MS-OFFCRYPTO, agile encryption), in memory."""

from __future__ import annotations

import io

from caseapp.rules.file_password import require_password


def encrypted(xlsx: bytes, password: str) -> bytes:
    """The same workbook, encrypted. Raises Refused for a password of less than eight characters.

    The key is derived with 100,000 rounds of SHA-512 and a random salt; the whole package carries an HMAC.
    """
    require_password(password)
    from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]  # it has no types

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx)).encrypt(password, out)
    return out.getvalue()
