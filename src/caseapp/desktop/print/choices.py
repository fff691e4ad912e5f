"""What the print dialog may offer: documents by reader, who may receive paper, which record a document is of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from caseapp.documents.catalogue import DOCUMENTS
from caseapp.rules.child import Child
from caseapp.rules.disclosure import Consent
from caseapp.rules.problem import N_
from caseapp.words import codes
from caseapp.words.language import _

READERS = (
    ("family", N_("Child and family")),
    ("outside", N_("Organization")),
    ("office", N_("Office and approval")),
)
OTHER = "other"
PARTNER = "support-plan-partner"
_BETWEEN = "\t"

# Documents of one record share its id: the plan for the family is of the same plan.
_OF = {
    "support-plan": "plan",
    "support-plan-family": "plan",
    "support-plan-partner": "plan",
    "child-sheet": "child",
    "review": "review",
    "consultation": "consultation",
    "information-letter": "letter",
}


def reader_of(document: str) -> str:
    """Who the document is for."""
    return next(kind.reader for kind in DOCUMENTS if kind.name == document)


def title_of(document: str) -> str:
    """What the document is called on the screen."""
    return next(_(kind.title) for kind in DOCUMENTS if kind.name == document)


def documents_for(reader: str) -> list[tuple[str, str]]:
    """(name, title) of the documents for this reader."""
    return [(kind.name, _(kind.title)) for kind in DOCUMENTS if kind.reader == reader]


def has_blank(document: str) -> bool:
    """Whether there is an empty form of it."""
    return any(kind.name == document and kind.blank for kind in DOCUMENTS)


def same_record(one: str, other: str) -> bool:
    """Whether both documents are made of the same record."""
    return _OF[one] == _OF[other]


def bodies(consents: Iterable[Consent], today: date) -> list[tuple[str, str]]:
    """(consent and body, what is shown) for every body that a consent names which holds today."""
    from caseapp.casework.papers.partner_paper import bodies as named

    holding = [c for c in consents if c.holds_on(today) and c.items]
    return [
        (f"{consent.id}{_BETWEEN}{body}", f"{body} ({consent.number})" if consent.number else body)
        for consent in holding
        for body in named(consent)
    ]


def consent_and_body(code: str) -> tuple[str, str]:
    """What `bodies` put together."""
    consent_id, _between, body = code.partition(_BETWEEN)
    return consent_id, body


def receivers(child: Child) -> list[tuple[str, str]]:
    """(what is written down, what is shown) for everybody in the family whom paper may reach, and 「ほかの人」.

    Who must never be contacted is not offered.
    """
    relations = codes.load("relationship")
    reachable = [m for m in child.family if not m.never_contact and m.name.strip()]
    guardians = [m for m in reachable if m.guardian]
    people = [(child.name, child.name)]
    if guardians:
        both = "、".join([child.name, *(m.name for m in guardians)])
        people.insert(0, (both, both))
    people += [(m.name, f"{m.name} ({relations.label(m.relationship)})") for m in reachable]
    return [*people, (OTHER, _("Somebody else"))]
