"""関係機関に渡す頁: filled from a plan and one consent that holds; nothing is given without one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from caseapp.casework.papers import frozen_pages, people
from caseapp.casework.papers.family_paper import called
from caseapp.casework.papers.gathered import Gathered, NothingToPrint
from caseapp.documents.support_plan_partner import Other, PartnerPlanPaper, Request
from caseapp.rules import organization_names
from caseapp.rules.disclosure import Consent, Disclosure
from caseapp.rules.plan import Goal, Support, SupportPlan
from caseapp.rules.plan_state import can_be_edited
from caseapp.rules.problem import N_, NotFound, Problem, Refused
from caseapp.rules.reading import hiragana


def support_plan_partner(
    g: Gathered, record_id: str = "", *, consent_id: str = "", recipient: str = "", same: str = ""
) -> PartnerPlanPaper:
    """The page of the plan for one of those whom a consent names (the first where none is said).

    `same` is a provider, as the plan writes it, of whom the user said that it is the recipient. What a delivered plan
    says is taken as it was on the day of delivery (papers.frozen), while the consent says the same as then.

    Raises NotFound, NothingToPrint, Refused without a consent for this recipient.
    """
    plan = g.plan(record_id)
    consent = the_consent(g, consent_id)
    recipient, same = g.out(recipient), g.out(same)
    named = people.bodies(consent)
    if recipient and recipient not in named:
        raise Refused([Problem("recipient", N_("The consent does not name this recipient."))])
    to = recipient or named[0]
    then = frozen_pages.partner_page(plan, consent.id, to, language=g.language)
    if then is not None and _same_consent(then, consent):
        return then
    return _filled(g, plan, consent, to, same=same)


def pages_of(g: Gathered, record_id: str) -> Iterator[tuple[Consent, PartnerPlanPaper]]:
    """The page for each body that a consent names which holds now, for those of whom the plan asks something."""
    plan = g.plan(record_id)
    for consent in g.consents():
        if not (consent.holds_on(g.at.date()) and consent.items):
            continue
        for to in people.bodies(consent):
            with suppress(NothingToPrint):
                yield consent, _filled(g, plan, consent, to)


def _same_consent(page: PartnerPlanPaper, consent: Consent) -> bool:
    """Whether the page says what the consent says now; else it is filled anew."""
    now = consent.purpose, consent.items, consent.number, consent.given_on, consent.given_by, consent.valid_to
    return now == (
        page.purpose, page.items, page.consent_number, page.consent_on, page.consent_by, page.consent_until
    )  # fmt: skip


def _filled(g: Gathered, plan: SupportPlan, consent: Consent, to: str, *, same: str = "") -> PartnerPlanPaper:
    school = people.school(g.child, on=g.at, language=g.language)
    supports = [(goal, support) for goal in plan.goals for support in goal.supports if support.content.strip()]
    known = g.organization_names()
    asked = {id(support) for _goal, support in supports if _asked(support, to, known=known, same=same)}
    theirs = [(goal, support) for goal, support in supports if id(support) in asked]
    if not theirs:
        providers = [support.provider for _goal, support in supports]
        raise NothingToPrint(_nothing_asked(to, providers, draft=can_be_edited(plan)))
    others = [support for _goal, support in supports if id(support) not in asked and not support.no_scheme]
    return PartnerPlanPaper(
        on=g.at.date(),
        draft=True,  # until it is entered as handed over (papers.hand_over)
        recipient=to,
        child_name=g.child.paper_name,
        child_kana=hiragana(g.child.kana),
        child_class=school if isinstance(school, str) else "",
        child_birth_date=g.child.birth_date,
        called=called(g),
        version=plan.version,
        period_from=plan.period_from,
        period_to=plan.period_to,
        purpose=consent.purpose,
        items=consent.items,
        not_given=g.w._("everything that is not named above"),  # what else is kept back would say something itself
        consent_number=consent.number,
        consent_on=consent.given_on,
        consent_by=consent.given_by,
        consent_until=consent.valid_to,
        requests=tuple(_request(goal, support) for goal, support in theirs),
        others=tuple(Other(who=s.provider or g.office.settings.name, what=_what(s)) for s in others),
        child_words=plan.child_wish.text.strip(),
        next_review_on=plan.next_review_on,
        contact=f"{g.office.settings.section} {plan.author or g.office.account.name}".strip(),
    )


def handed_over(paper: PartnerPlanPaper, *, on: date, number: str, method: str) -> PartnerPlanPaper:
    """The page as it goes out: of this day, without 案, with the number of its 提供記録."""
    return replace(paper, on=on, draft=False, disclosure_number=number, method=method)


def record_of(paper: PartnerPlanPaper, g: Gathered, *, method: str, pdf: bytes) -> Disclosure:
    """The 提供記録 of the page as it goes out."""
    return Disclosure(
        child_id=g.child.id,
        number=paper.disclosure_number,
        at=g.office.now,
        recipient=paper.recipient,
        items=paper.items,
        method=method,
        purpose=paper.purpose,
        basis=g.w._("Consent no. {number}").format(number=paper.consent_number),
        document_hash=hashlib.sha256(pdf).hexdigest(),
        worker_id=g.office.account.id,
    )


def the_consent(g: Gathered, consent_id: str = "") -> Consent:
    """The consent of that id, else the newest that holds today. Raises NotFound, Refused when none holds."""
    consents = g.consents()
    if consent_id and all(c.id != consent_id for c in consents):
        raise NotFound("consent", consent_id)
    able = [c for c in consents if c.holds_on(g.at.date()) and c.recipient and c.items]
    found = next((c for c in able if consent_id in ("", c.id)), None)
    if found is None:
        no_consent = N_("No consent holds that says what may be told to whom. Record the consent first.")
        raise NothingToPrint(Problem("consent_id", no_consent))
    return found


def plan_problems(plan: SupportPlan) -> list[Problem]:
    """Why this plan may not be handed to another body."""
    if plan.status == "draft":
        return [Problem("status", N_("The plan is still a draft. Approve it before it goes to others."))]
    return []


def _asked(support: Support, recipient: str, *, known: Sequence[str], same: str) -> bool:
    """Whether the recipient provides it: by its name, by a shorter one that no other body of the office's list has, or
    because somebody said so (`same`)."""
    if same and support.provider == same:
        return True
    return organization_names.means(support.provider, recipient, known=known)


def _nothing_asked(to: str, providers: list[str], *, draft: bool) -> Problem:
    """Why there is no page for this body; a provider that may be the same by a shorter name is pointed at."""
    alike = [each for each in dict.fromkeys(providers) if organization_names.may_be(each, to)]
    if alike:
        same = N_("A support names “{provider}”. If that is {name}, write “{name}” there in the plan.")
        told = N_("A support names “{provider}”. Is that {name}?")
        field = "provider.plan" if draft else "provider.same"
        return Problem(field, same if draft else told, {"provider": alike[0], "name": to})
    nothing = N_("No support of this plan names {name}. Write “{name}” as who provides it, in the plan.")
    return Problem("recipient", nothing, {"name": to})


def _request(goal: Goal, support: Support) -> Request:
    return Request(goal=goal.goal or support.content, what=_what(support), by=goal.achieve_by or support.period_to)


def _what(support: Support) -> str:
    frequency = f"({support.frequency})" if support.frequency.strip() else ""
    return f"{support.content.rstrip('。')}{frequency}"
