"""A password on a PDF that leaves the vault as a file: AES-256, all in memory."""

from __future__ import annotations

import secrets
from io import BytesIO

from caseapp.rules.file_password import require_password
from caseapp.rules.problem import N_, Problem, Refused


def encrypt(pdf: bytes, password: str) -> bytes:
    """`pdf` so that it opens only with `password` (AES-256, PDF 2.0 revision 6).

    Raises Refused when the password is shorter than eight characters or the bytes are no PDF.
    """
    import pikepdf  # it costs start-up time, and is needed only for a file on disk

    require_password(password)
    target = BytesIO()
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            # nobody holds the owner's password: who can open the file may print and copy it
            locks = pikepdf.Encryption(user=password, owner=secrets.token_urlsafe(32), R=6, aes=True, metadata=True)
            document.save(target, encryption=locks)
    except pikepdf.PdfError as problem:
        raise Refused([Problem("pdf", N_("This is not a PDF."))]) from problem
    return target.getvalue()
