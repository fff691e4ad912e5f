"""Several PDFs as one, in their order."""

from __future__ import annotations

import io
from collections.abc import Sequence


def joined(pdfs: Sequence[bytes], *, title: str, author: str, language: str) -> bytes:
    """One PDF of all; the faces of each are its own. The same pages give the same bytes."""
    import pikepdf  # only where several are put together

    with pikepdf.new() as whole:
        for pdf in pdfs:
            with pikepdf.open(io.BytesIO(pdf)) as opened:
                whole.pages.extend(opened.pages)
        whole.docinfo["/Title"], whole.docinfo["/Author"] = title, author
        whole.Root.Lang = language
        target = io.BytesIO()
        whole.save(target, deterministic_id=True)
        return target.getvalue()
