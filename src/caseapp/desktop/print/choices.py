"""What the print dialog may offer: documents by reader, who may receive paper, which record a document is of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from caseapp.desktop.plan import words as plan_words
from caseapp.documents.catalogue import DOCUMENTS
from caseapp.rules.age import age_on
from caseapp.rules.child import Child
from caseapp.rules.disclosure import Consent
from caseapp.rules.problem import N_
from caseapp.words import codes
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.casework.papers import Given

READERS = (
    ("family", N_("Child and family")),
    ("outside", N_("Organization")),
    ("office", N_("Office and approval")),
)
OTHER = "other"
GUARDIANS = "guardians"
PARTNER, FAMILY = "support-plan-partner", "support-plan-family"
_BETWEEN = "\t"
_GIVEN = "given"

# Documents of one record share its id: the plan for the family is of the same plan. Others are of records of their own.
_OF = {
    "support-plan": "plan",
    "support-plan-family": "plan",
    "support-plan-partner": "plan",
    "child-sheet": "child",
    "review": "review",
    "consultation": "consultation",
    "assessment": "assessment",
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
    return _OF.get(one, one) == _OF.get(other, other)


def bodies(consents: Iterable[Consent], today: date, *, given: Iterable[Given] = ()) -> list[tuple[str, str]]:
    """(code, what is shown) for every page that was handed over, the newest first, and then for every body that a
    consent names which holds today."""
    from caseapp.casework.papers.people import bodies as named

    holding = [c for c in consents if c.holds_on(today) and c.items]
    handed = [
        (
            f"{_GIVEN}{_BETWEEN}{each.page.disclosure_number}",
            _("{name}: handed over {day} ({number})").format(
                name=each.page.recipient, day=plan_words.day(each.page.on), number=each.page.disclosure_number
            ),
        )
        for each in given
    ]
    return handed + [
        (f"{consent.id}{_BETWEEN}{body}", f"{body} ({consent.number})" if consent.number else body)
        for consent in holding
        for body in named(consent)
    ]


def of_body(code: str) -> dict[str, str]:
    """What `bodies` put together, as `papers.Wanted` takes it."""
    what, _between, name = code.partition(_BETWEEN)
    if what == _GIVEN:
        return {"given": name}
    return {"consent_id": what, "recipient": name}


def receivers(child: Child, today: date) -> list[tuple[str, str]]:
    """(code, what is shown) for everybody in the family whom paper may reach, 「保護者あて」 and 「ほかの人」.

    Who must never be contacted is not offered. A child who has not been told of the illness comes after them.
    The code is what is written down, but for GUARDIANS (`guardian_names`) and OTHER.
    """
    relations = codes.load("relationship")
    reachable = [m for m in child.family if not m.never_contact and m.name.strip()]
    people = [(child.name, child.name)]
    names = guardian_names(child)
    if names:
        both = f"{child.name}、{names}"
        people.insert(0, (both, both))
    if not grown_up(child, today):
        words = _("To the guardians") + (f" ({names})" if names else "")
        people.insert(0 if kept_from_child(child, today) else len(people), (GUARDIANS, words))
    people += [(m.name, f"{m.name} ({relations.label(m.relationship)})") for m in reachable]
    return [*people, (OTHER, _("Somebody else"))]


def guardian_names(child: Child) -> str:
    """The guardians whom paper may reach, as they are written down."""
    return "、".join(m.name for m in child.family if m.guardian and not m.never_contact and m.name.strip())


def grown_up(child: Child, today: date) -> bool:
    """Whether paper is addressed to this person alone."""
    return age_on(child.birth_date, today) >= 18


def kept_from_child(child: Child, today: date) -> bool:
    """Whether a letter goes to the guardians unless somebody says otherwise: the child was not told of the illness."""
    from caseapp.casework.papers.discretion import not_told

    return not grown_up(child, today) and not_told(child)


def reaches_child(child: Child, recipient: str) -> bool:
    """Whether this recipient (a code of `receivers`) is the child, alone or with others."""
    return recipient not in (GUARDIANS, OTHER) and child.name in recipient.split("、")
