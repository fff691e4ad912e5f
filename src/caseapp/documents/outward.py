"""What every paper says that another body gets: it is not to be passed on."""

from __future__ import annotations

from reportlab.platypus import Flowable

from caseapp.documents.blocks import gap
from caseapp.documents.frames import Box
from caseapp.documents.text import JP, marked
from caseapp.documents.type_styles import Sheet
from caseapp.documents.wording import Wording


def warning(w: Wording, sheet: Sheet) -> list[Flowable]:
    """The box above the contact (Act on the Protection of Personal Information, articles 69 and 70)."""
    text = marked(
        w._(
            "<b>Not to be used for anything else, nor passed on.</b> Before using this for another purpose, "
            "telling other bodies or guardians, or copying it into another system, please ask us and the "
            "guardians (Act on the Protection of Personal Information, articles 69 and 70)."
        )
    )
    return [gap(11), Box([JP(text, sheet.cell)], weight=1.2, pad=(10.5, 7))]
