"""A delivered version of a plan is frozen, and so are a letter that was issued and the sheet of a hand-over: what it
says is printed from then on.

Kept is not the PDF but what stands on the pages (child, class, office and worker as they were on the day), as packed
JSON in the record's `frozen` (frozen_pages), in every language of paper: so the pages can still be had with other parts
or readings. Who prints and when is written anew at each print. A page for an organization that was handed over is kept
as it went out, with its number and parts, and prints so for ever, also when the consent has ended. What was handed
over without being frozen (a file of another program, an old store) is printed from the record as it is, and says so.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from caseapp.casework.office import Office
from caseapp.casework.papers import family_paper, frozen_pages, handover_paper, letter_paper, partner_paper, plan_paper
from caseapp.casework.papers.frozen_pages import LANGUAGES, Delivered, Given, to_plain
from caseapp.casework.papers.gathered import Gathered, gather
from caseapp.documents.catalogue import document
from caseapp.documents.handover import HandoverPaper
from caseapp.documents.information_letter import InformationLetterPaper
from caseapp.documents.support_plan import SupportPlanPaper
from caseapp.documents.support_plan_family import FamilyPlanPaper
from caseapp.rules.disclosure import InformationLetter
from caseapp.rules.handover import ACKNOWLEDGED, GIVEN, Handover
from caseapp.rules.plan import SupportPlan
from caseapp.rules.problem import NotFound

FORMS = {"support-plan": plan_paper.support_plan, "support-plan-family": family_paper.support_plan_family}
"""The documents that freeze with the plan, and what fills them; beside them the pages for organizations."""


_PLAN_PAGES = {"support-plan": SupportPlanPaper, "support-plan-family": FamilyPlanPaper}


def check_plan(kept: str) -> None:
    """Raises ValueError for a `SupportPlan.frozen` from elsewhere that could not be opened."""
    frozen_pages.check(kept, _PLAN_PAGES)


def check_handover(kept: str) -> None:
    """Raises ValueError for a `Handover.frozen` from elsewhere that could not be opened."""
    frozen_pages.check(kept, {handover_paper.NAME: HandoverPaper})


def check_letter(kept: str) -> None:
    """Raises ValueError for an `InformationLetter.frozen` from elsewhere that could not be opened."""
    frozen_pages.check(kept, {letter_paper.NAME: InformationLetterPaper})


class _AsDelivered(Gathered):
    """The store as it is while the plan is being delivered: the plan itself is not written yet."""

    being_delivered: SupportPlan

    @classmethod
    def of(cls, found: Gathered, value: SupportPlan) -> _AsDelivered:
        made = cls(**{f.name: getattr(found, f.name) for f in dataclasses.fields(found)})
        object.__setattr__(made, "being_delivered", value)
        return made

    def plan(self, plan_id: str = "") -> SupportPlan:
        value = self.being_delivered
        return self.out(value) if plan_id == value.id else super().plan(plan_id)


def freeze(office: Office, session: Session, value: SupportPlan, *, at: datetime | None = None) -> str:
    """What goes into `SupportPlan.frozen` of a plan about to be delivered (`at` that moment, where it is not now); what
    was handed over before stays in it."""
    pages: dict[str, Any] = {}
    partner: dict[str, Any] = {}
    for language in LANGUAGES:
        found = gather(office, session, value.child_id, language=language, at=at)
        inside, outside = (_AsDelivered.of(each, value) for each in (found, found.for_outside()))
        pages[language] = {
            name: to_plain(fill(outside if document(name).reader != "office" else inside, value.id))
            for name, fill in FORMS.items()
        }
        pages[language]["office"] = to_plain(found.printed.office)
        partner[language] = [
            {"consent": consent.id, "page": to_plain(page)}
            for consent, page in partner_paper.pages_of(outside, value.id)
        ]  # fmt: skip
    before = frozen_pages.unpacked(value.frozen)
    return frozen_pages.packed({**before, "pages": pages, "partner": partner})


def freeze_letter(
    office: Office, session: Session, value: InformationLetter, *, number: str, at: datetime | None = None
) -> str:
    """What goes into `InformationLetter.frozen` of a letter about to be issued with this 提供記録."""
    pages: dict[str, Any] = {}
    for language in LANGUAGES:
        gathered = gather(office, session, value.child_id, language=language, at=at).for_outside()
        page = to_plain(letter_paper.paper_of(gathered, value, number=number))
        pages[language] = {letter_paper.NAME: page, "office": to_plain(gathered.printed.office)}
    return frozen_pages.packed({"pages": pages})


def freeze_handover(office: Office, session: Session, value: Handover, *, at: datetime | None = None) -> str:
    """What goes into `Handover.frozen` of a child about to be handed over."""
    pages: dict[str, Any] = {}
    found = gather(office, session, value.child_id, language=LANGUAGES[0], at=at)
    for language in LANGUAGES:
        gathered = dataclasses.replace(found, language=language)
        sheet = to_plain(handover_paper.filled(gathered, value))
        pages[language] = {handover_paper.NAME: sheet, "office": to_plain(gathered.printed.office)}
    return frozen_pages.packed({"pages": pages})


def _handed_over(gathered: Gathered, record_id: str) -> Delivered | None:
    """The sheet as it was handed over, with what came of it since."""
    value = handover_paper.found(gathered, record_id)
    then = frozen_pages.thaw(value.frozen, handover_paper.NAME, language=gathered.language) if value else None
    return Delivered(handover_paper.with_since(then.data, value), then.office) if then and value else None


def delivered(gathered: Gathered, name: str, record_id: str) -> Delivered | None:
    """What this plan's or letter's pages said when it was delivered, or the sheet when the child was handed over; None
    for another document, or while that was not done yet."""
    if name == handover_paper.NAME:
        return _handed_over(gathered, record_id)
    if name == letter_paper.NAME:
        return frozen_pages.thaw(gathered.letter(record_id).frozen, name, language=gathered.language)
    if name not in FORMS:
        return None
    return frozen_pages.thaw(gathered.plan(record_id).frozen, name, language=gathered.language)


def without_copy(gathered: Gathered, name: str, record_id: str) -> bool:
    """Whether this was handed over and nothing was kept of what its pages said: it prints as the record stands now."""
    if name == handover_paper.NAME:
        sheet = handover_paper.found(gathered, record_id)
        return sheet is not None and sheet.state in (GIVEN, ACKNOWLEDGED)
    if name == letter_paper.NAME:
        return gathered.letter(record_id).issued_on is not None
    return name in FORMS and gathered.plan(record_id).delivered_on is not None


def given_page(gathered: Gathered, record_id: str, *, number: str = "") -> Given | None:
    """A page as it was handed over: the one with this 提供記録, else the newest in this language; None for none.

    Raises NotFound for a number that no page of the plan has.
    """
    found = frozen_pages.given(gathered.plan(record_id))
    if not number:
        return next((each for each in found if each.language == gathered.language), None)
    for each in found:
        if each.page.disclosure_number == number:
            return each
    raise NotFound("disclosure", number)


def ended(given: Given, gathered: Gathered) -> bool:
    """Whether the consent that the page rests on holds no longer."""
    holding = (c.id for c in gathered.consents() if c.holds_on(gathered.at.date()))
    return given.consent_id not in holding
