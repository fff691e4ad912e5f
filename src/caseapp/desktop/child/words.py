"""The child's facts in the words of the screen: plain functions over the read-model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from caseapp.casework.views import ChildPage, PlanSummary
from caseapp.desktop.kit.bands import RedFact
from caseapp.desktop.kit.masking import hidden, masked
from caseapp.rules import dates, grade
from caseapp.rules.age import is_adult
from caseapp.rules.child import Child, ChildDisease, FamilyMember
from caseapp.rules.child_facts import long_ago
from caseapp.rules.fiscal import fiscal_year
from caseapp.words import codes, language, people
from caseapp.words import diseases as disease_list
from caseapp.words.language import _

DOT = " ・ "


def red_facts(child: Child, today: date | None = None) -> list[RedFact]:
    """What must not be done or said, the body first; names hidden while names are hidden.

    With `today` also what follows from the age.
    """
    facts = people.red_facts(child, language.current(), hide=masked, today=today)
    return [RedFact(fact.rule, fact.reason, privacy=fact.kind != "body") for fact in facts]


def who_line(view: ChildPage, *, short: bool = False) -> str:
    """女 ・ 12歳3か月 ・ 小学6年生(みどりヶ丘小学校、通常の学級); `short` leaves the school out."""
    child = view.child
    class_words = codes.load("school_class").label(child.school_class)
    return _who_in(view, () if short else (child.school, class_words))


def who_lines(view: ChildPage) -> tuple[str, ...]:
    """The same, from the longest to the shortest: whole, with the school alone, without."""
    return who_line(view), _who_in(view, (view.child.school,)), who_line(view, short=True)


def _who_in(view: ChildPage, places: Sequence[str]) -> str:
    child, speech = view.child, language.current()
    grade_words = grade.long(view.grade, speech)
    inside = _(", ").join(place for place in places if place)
    if grade_words and inside:
        grade_words = _("{grade} ({place})").format(grade=grade_words, place=inside)
    sex = codes.load("sex").label(child.sex) if child.sex not in ("", "unknown") else ""
    return DOT.join(part for part in (sex, view.age, grade_words or inside) if part)


def birth_line(view: ChildPage, style: dates.Style) -> str:
    """平成26年8月3日生 ・ 汐見市…: what tells two children of one name apart."""
    child = view.child
    born = _("born {day}").format(day=dates.sentence_date(child.birth_date, style, language=language.current()))
    return DOT.join(part for part in (born, hidden(child.address)) if part)


def illness_line(child: Child) -> str:
    """Diseases and what is cared for: 単心室症 ・ 在宅酸素."""
    care = codes.load("medical_care")
    diseases = [_named(disease) for disease in child.diseases]
    if not diseases and child.certificates:
        diseases = [child.certificates[-1].disease]
    return DOT.join(part for part in (*diseases, *(care.short(each.item) for each in child.medical_care)) if part)


def _named(disease: ChildDisease) -> str:
    """Its name; one that the list in use tells otherwise is marked."""
    told = disease_list.told_otherwise(
        disease.list_version, disease.list_code, name=disease.name, group=disease.disease_group
    )
    return f"{disease.name}{_(' (old list)')}" if told else disease.name


def plain_day(day: date, *, today: date, style: dates.Style) -> str:
    """11月6日 within the fiscal year, else R7.11.6."""
    speech = language.current()
    if fiscal_year(day) == fiscal_year(today) and dates.is_japanese(speech):
        return dates.month_day(day)
    return dates.screen_date(day, today=today, style=style, language=speech)


def month(day: date, style: dates.Style) -> str:
    """R6.4."""
    return dates.PartialDate(day.year, day.month).short(style)


def ago(days: int) -> str:
    """14日前."""
    return _("today") if days == 0 else _("{count} days ago").format(count=days)


def facts(view: ChildPage, *, today: date, style: dates.Style) -> list[tuple[str, str]]:
    """The strip of facts: (label, words), the most needed first; nothing that is not known."""
    child = view.child
    found = [
        (_("Worker"), _worker(child, style)),
        (_("Certificate"), _certificate(view, style)),
        (_("Whom to call"), _first_called(child, today)),
        (_("Last contact"), _last_contact(view, today=today, style=style)),
        (_("Support plan"), plan_words(view.plans, view.plan)),
        (_("Hospital"), _(", ").join(part for part in (child.hospital, child.doctor) if part)),
        (_("Disease group"), _group(view)),
        (_("Told of the illness"), child.told),
        (_("Address, telephone"), confirmed_words(child.contact_confirmed_on, today=today, style=style)),
    ]
    return [(label, words) for label, words in found if words]


def confirmed_words(confirmed_on: date | None, *, today: date, style: dates.Style) -> str:
    """`最終確認 R6.11.2(1年以上前)` of a fact that nobody made sure of for so long; else nothing."""
    if confirmed_on is None or not long_ago(confirmed_on, today=today):
        return ""
    return _("last confirmed {day}, more than a year ago").format(day=dates.short_date(confirmed_on, style))


def _worker(child: Child, style: dates.Style) -> str:
    if not child.worker:
        return _("nobody yet")
    if child.worker_since is None:
        return child.worker
    return _("{name} (since {month})").format(name=child.worker, month=month(child.worker_since, style))


def _certificate(view: ChildPage, style: dates.Style) -> str:
    period = view.certificate
    if period is None or period.valid_to is None:
        return _("none")
    parts = [_("until {day}").format(day=dates.short_date(period.valid_to, style))]
    state = view.certificate_state
    if state.state in ("expired", "expiring"):
        parts.append(_(state.saying).format(days=state.days))
    if period.severe:
        parts.append(_("severe"))
    if period.ventilator:
        parts.append(_("ventilator"))
    return DOT.join(parts)


def _first_called(child: Child, today: date) -> str:
    """Who is called first: of somebody of age it is the person, and the family after that."""
    others = _first_of_family(child)
    if not is_adult(child.birth_date, today) or any(m.relationship == "legal_guardian" for m in child.family):
        return others
    own = codes.load("consulter").short("child")
    return _("{own}, then {others}").format(own=own, others=others) if others else own


def _first_of_family(child: Child) -> str:
    callable_ = [member for member in child.family if not member.never_contact]
    ordered = sorted((m for m in callable_ if m.call_order), key=lambda member: member.call_order)
    first = next(iter(ordered or [member for member in callable_ if member.guardian]), None)
    if first is None:
        return ""
    who = f"{relationship(first)} {masked(first.name)}".strip()
    return DOT.join(part for part in (who, first.call_when) if part)


def _last_contact(view: ChildPage, *, today: date, style: dates.Style) -> str:
    last = view.last_contact
    if last is None:
        return _("none yet")
    method = codes.load("method").short(last.method)
    return _("{day} {method} ({ago})").format(
        day=plain_day(last.on, today=today, style=style), method=method, ago=ago(last.days_ago)
    )


def _group(view: ChildPage) -> str:
    groups = [disease.disease_group for disease in view.child.diseases if disease.disease_group]
    if not groups and view.certificate:
        groups = [view.certificate.disease_group]
    labels = codes.load("disease_group")
    return _(", ").join(dict.fromkeys(labels.label(group) for group in groups if group))


def plan_words(plans: Sequence[PlanSummary], plan: PlanSummary | None) -> str:
    """第2回 残り10日 → 第3回 案."""
    if plan is None:
        return ""
    words = plan_title(plan)
    if plan.days_left is not None and plan.status in ("active", "delivered"):
        words += " " + days_left(plan.days_left)
    draft = next((each for each in plans if each.status in ("draft", "approved") and each is not plan), None)
    return f"{words} → {plan_title(draft)}" if draft else words


def plan_title(plan: PlanSummary) -> str:
    """第2回 実施中."""
    status = codes.load("plan_status").label(plan.status)
    return _("No. {version} {status}").format(version=plan.version, status=status)


def days_left(days: int) -> str:
    """残り10日, 12日超過."""
    if days < 0:
        return _("{count} days over").format(count=-days)
    return _("{count} days left").format(count=days)


def relationship(member: FamilyMember) -> str:
    """母."""
    return codes.load("relationship").short(member.relationship)


def member_line(member: FamilyMember, *, today: date) -> str:
    """母・親権者・連絡1番 beside the name."""
    parts = [relationship(member)]
    if member.birth_year and not member.guardian:
        parts.append(_("about {age}").format(age=today.year - member.birth_year))
    if member.guardian:
        parts.append(_("guardian"))
    if not member.lives_with:
        parts.append(_("lives elsewhere"))
    if member.call_order and not member.never_contact:
        parts.append(_("call no. {order}").format(order=member.call_order))
    return "・".join(part for part in parts if part)
