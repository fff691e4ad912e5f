"""関係機関に渡す頁: filled from a plan and one consent that holds; nothing is given without one."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from caseapp.casework.papers import people
from caseapp.casework.papers.family_paper import called
from caseapp.casework.papers.gathered import Gathered, NothingToPrint
from caseapp.documents.support_plan_partner import Other, PartnerPlanPaper, Request
from caseapp.rules.disclosure import Consent, Disclosure
from caseapp.rules.plan import Goal, Support, SupportPlan
from caseapp.rules.problem import N_, NotFound, Problem, Refused
from caseapp.rules.reading import hiragana

_SHORT = (("高等学校", "高"), ("高校", "高"), ("中学校", "中"), ("小学校", "小"), ("医療センター", "セ"))
_TELLING = 3  # a shorter name (病院, 学校) says too little


def support_plan_partner(
    g: Gathered, record_id: str = "", *, consent_id: str = "", recipient: str = ""
) -> PartnerPlanPaper:
    """The page of the plan for one of those whom a consent names (the first where none is said).

    Raises NotFound, NothingToPrint, Refused without a consent for this recipient.
    """
    plan = g.plan(record_id)
    consent = the_consent(g, consent_id)
    school = people.school(g.child, on=g.at, language=g.language)
    named = people.bodies(consent)
    if recipient and recipient not in named:
        raise Refused([Problem("recipient", N_("The consent does not name this recipient."))])
    to = recipient or named[0]
    supports = [(goal, support) for goal in plan.goals for support in goal.supports if support.content.strip()]
    theirs = [(goal, support) for goal, support in supports if _asked(support, to)]
    if not theirs:
        raise NothingToPrint(_nothing_asked(to, [support.provider for _goal, support in supports]))
    others = [support for _goal, support in supports if not _asked(support, to) and not support.no_scheme]
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


def handed_over(paper: PartnerPlanPaper, *, number: str, method: str) -> PartnerPlanPaper:
    """The page as it goes out: without 案, with the number of its 提供記録."""
    return replace(paper, draft=False, disclosure_number=number, method=method)


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


def _asked(support: Support, recipient: str) -> bool:
    """Whether the recipient provides it, by name: 南小学校 養護教諭 is the 汐見市立南小学校, 汐見市 is not."""
    body = "".join(recipient.split())
    for provider in people.each_body(support.provider):
        if body in "".join(provider.split()):
            return True
        if any(len(name) >= _TELLING and body.endswith(name) for name in provider.split()):
            return True
    return False


def _nothing_asked(to: str, providers: list[str]) -> Problem:
    """Why there is no page for this body; a provider that may be the same by a shorter name is pointed at."""
    alike = [each for each in dict.fromkeys(providers) if any(_alike(one, to) for one in people.each_body(each))]
    if alike:
        same = N_("A support names “{provider}”. If that is {name}, write “{name}” there in the plan.")
        return Problem("recipient", same, {"provider": alike[0], "name": to})
    nothing = N_("No support of this plan names {name}. Write “{name}” as who provides it, in the plan.")
    return Problem("recipient", nothing, {"name": to})


def _alike(provider: str, body: str) -> bool:
    """Whether a provider may be this body by a shorter name: 汐見高校 椎名先生 and 県立汐見高等学校."""
    full = _short("".join(body.split()))
    return any(len(name) >= _TELLING and full.endswith(name) for name in map(_short, provider.split()))


def _short(name: str) -> str:
    for written, short in _SHORT:
        name = name.replace(written, short)
    return name


def _request(goal: Goal, support: Support) -> Request:
    return Request(goal=goal.goal or support.content, what=_what(support), by=goal.achieve_by or support.period_to)


def _what(support: Support) -> str:
    frequency = f"({support.frequency})" if support.frequency.strip() else ""
    return f"{support.content.rstrip('。')}{frequency}"
