"""What was said in the last consultations, sentence by sentence: a new plan picks its needs out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from caseapp.casework.consultations import NEWEST_FIRST, newest
from caseapp.casework.office import Office
from caseapp.records import consultation
from caseapp.records.consultation import ConsultationRow
from caseapp.rules.consultation import Consultation

_LAST = 5
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_KINDS = ("words", "opinion", "facts")
_AREAS = {
    "application": "benefits",
    "medical": "illness",
    "home_care": "medical_care",
    "nutrition": "daily_life",
    "dental": "daily_life",
    "welfare": "benefits",
    "emotional": "mind",
    "preschool": "school",
    "school": "school",
    "work": "work",
    "transition": "transition",
    "family": "family",
    "disaster": "disaster",
    "peer_exchange": "society",
}
"""Topic of a consultation (list topic) → area of life (list plan_area)."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One sentence of a consultation: `kind` is the paragraph it stood in, `area` the likely area of life."""

    on: date
    kind: str
    text: str
    area: str = ""


def said_lately(office: Office, child_id: str) -> tuple[Said, ...]:
    """The sentences of the last five consultations about the child, the newest first, words of the family first."""
    with office.reading("plan.needs") as session:
        ids = select(newest(child_id, limit=_LAST).c.id)
        question = select(ConsultationRow).where(ConsultationRow.id.in_(ids)).order_by(*NEWEST_FIRST)
        found = [consultation.SHAPE.to_read(row) for row in session.scalars(question)]
    return tuple(line for each in found for line in sentences(each))


def sentences(value: Consultation) -> Iterator[Said]:
    """The sentences of one consultation that a need can be made of; the same words are given once."""
    area = next((_AREAS[topic] for topic in value.topics if topic in _AREAS), "")
    seen: set[str] = set()
    for kind in _KINDS:
        for found in _SENTENCE.findall(getattr(value, kind)):
            text = found.strip().rstrip("。").strip("「」『』 \u3000")
            if len(text) > 1 and text not in seen:
                seen.add(text)
                yield Said(on=value.on, kind=kind, text=text, area=area)
