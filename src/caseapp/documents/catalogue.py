"""The documents that can be printed, by the name that the command line and the print dialog use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from caseapp.rules.problem import N_

Reader = Literal["office", "family", "outside"]


@dataclass(frozen=True)
class DocumentKind:
    """One document: `title` is an English message id, `module` has its `render`, `blank`: there is an empty form.

    `reader` decides what printing it means: outside always makes a disclosure.
    """

    name: str
    title: str
    module: str
    reader: Reader
    blank: bool = False


DOCUMENTS = (
    DocumentKind("support-plan", N_("Individual support plan"), "support_plan", "office", blank=True),
    DocumentKind("support-plan-family", N_("Plan for the family"), "support_plan_family", "family"),
    DocumentKind("review", N_("Review of the support plan"), "review", "office"),
    DocumentKind("consultation", N_("Consultation record"), "consultation", "office", blank=True),
    DocumentKind("information-letter", N_("Information letter"), "information_letter", "outside"),
)


def document(name: str) -> DocumentKind:
    """The document of that name. Raises KeyError when there is none."""
    for kind in DOCUMENTS:
        if kind.name == name:
            return kind
    raise KeyError(name)
