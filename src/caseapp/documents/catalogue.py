"""The documents that can be printed, by the name that the command line and the print dialog use; what each may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from caseapp.rules.problem import N_

Reader = Literal["office", "family", "outside"]
Parts: TypeAlias = frozenset[str] | None  # the parts to be set; None: all


def has(parts: Parts, name: str) -> bool:
    """Whether a part is to be set."""
    return parts is None or name in parts


@dataclass(frozen=True)
class Part:
    """A part of a document that may be left out. `title` is an English message id; `usual`: it is there unless asked
    not to be; `kept`: the choice is kept for the next time."""

    name: str
    title: str
    usual: bool = True
    kept: bool = True


@dataclass(frozen=True)
class DocumentKind:
    """One document: `title` is an English message id, `module` has its `render`, `blank`: there is an empty form.

    `reader` decides what printing it means: outside always makes a disclosure. `parts` are those one may choose from
    (none: it is always whole), `ruby`: it may be printed with readings above the words.
    """

    name: str
    title: str
    module: str
    reader: Reader
    blank: bool = False
    parts: tuple[Part, ...] = ()
    ruby: bool = False

    @property
    def usual(self) -> frozenset[str]:
        """The parts it has unless somebody chose others."""
        return frozenset(part.name for part in self.parts if part.usual)


_STAMPS = Part("stamps", N_("Stamp cells"))
_PLAN = (
    Part("family", N_("The family")),
    Part("contacts", N_("Addresses and telephone numbers")),
    Part("situation", N_("How things are now")),
    Part("wishes", N_("What the child and the guardians want")),
    Part("goals", N_("The approach and the goals")),
    Part("supports", N_("Needs and supports")),
    Part("readiness", N_("Transition and disaster")),
    Part("previous", N_("How the previous plan came out")),
    Part("agreement", N_("Agreement and delivery")),
    _STAMPS,
)
_FAMILY_PLAN = (
    Part("child-words", N_("Words of the child")),
    Part("guardian-words", N_("Words of the guardian")),
    Part("goals", N_("Hopes and first steps")),
    Part("contacts", N_("Next date and telephone number")),
    Part("tasks", N_("What each of us does")),
    Part("shared", N_("What we tell others and what not")),
    Part("signatures", N_("Place to sign")),
)
_PARTNER_PLAN = (
    Part("goals", N_("Goals that concern the recipient")),
    Part("tasks", N_("What is asked of the recipient")),
    Part("others", N_("What others do"), usual=False),
    Part("child-words", N_("Words of the child"), usual=False),
)
_REVIEW = (
    Part("overall", N_("How it went as a whole")),
    Part("goals", N_("Goal by goal")),
    Part("words", N_("What the child and family say")),
    Part("outlook", N_("From here on")),
    _STAMPS,
)
_CONSULTATION = (
    Part("words", N_("Words of the child and family")),
    Part("facts", N_("Situation (facts)")),
    Part("third-party", N_("From third parties")),
    Part("opinion", N_("Assessment (opinion)")),
    Part("response", N_("Response and advice")),
    Part("liaison", N_("Liaison")),
    Part("next", N_("What to do next")),
    _STAMPS,
)
_ASSESSMENT = (
    Part("voice", N_("Words of the child")),
    Part("areas", N_("The areas of life")),
    Part("summary", N_("On the whole")),
    Part("next", N_("What to do next")),
    _STAMPS,
)
_CHILD_SHEET = (
    Part("family", N_("The family")),
    Part("certificate", N_("Certificate and diseases")),
    Part("care", N_("Medical care and devices")),
    Part("places", N_("School and hospitals")),
    Part("benefits", N_("Handbooks, allowances and services")),
    Part("told", N_("What was told of the illness")),
    Part("note", N_("Note")),
)
_HANDOVER = (Part("signatures", N_("Place to sign")),)
_CHECKLIST = (
    Part("child", N_("Sheet of the child")),
    Part("guardian", N_("Sheet of the guardians")),
    Part("remarks", N_("Remarks that were written down"), usual=False, kept=False),
)
_LETTER = (
    Part(
        "not-given", N_("Show what is not given, though it says that something is kept back"), usual=False, kept=False
    ),
)

DOCUMENTS = (
    DocumentKind("support-plan", N_("Individual support plan"), "support_plan", "office", blank=True, parts=_PLAN),
    DocumentKind(
        "support-plan-family", N_("Plan for the family"), "support_plan_family", "family", parts=_FAMILY_PLAN, ruby=True
    ),
    DocumentKind(
        "support-plan-partner",
        N_("Plan page for an organization"),
        "support_plan_partner",
        "outside",
        parts=_PARTNER_PLAN,
    ),
    DocumentKind("review", N_("Review of the support plan"), "review", "office", parts=_REVIEW),
    DocumentKind(
        "consultation", N_("Consultation record"), "consultation", "office", blank=True, parts=_CONSULTATION
    ),
    DocumentKind(
        "assessment", N_("Assessment of all areas of life"), "assessment", "office", blank=True, parts=_ASSESSMENT
    ),
    DocumentKind("child-sheet", N_("Basic information on the child"), "child_sheet", "office", parts=_CHILD_SHEET),
    DocumentKind("handover", N_("Hand-over sheet"), "handover", "office", parts=_HANDOVER),
    DocumentKind(
        "transition-checklist",
        N_("Transition checklist"),
        "transition_checklist",
        "family",
        blank=True,
        parts=_CHECKLIST,
        ruby=True,
    ),
    DocumentKind("transition-progress", N_("Course of the transition"), "transition_progress", "office"),
    DocumentKind("information-letter", N_("Information letter"), "information_letter", "outside", parts=_LETTER),
    DocumentKind("program-use-ledger", N_("Quotas and uses of schemes"), "program_use_ledger", "office"),
)  # fmt: skip


def document(name: str) -> DocumentKind:
    """The document of that name. Raises KeyError when there is none."""
    for kind in DOCUMENTS:
        if kind.name == name:
            return kind
    raise KeyError(name)
