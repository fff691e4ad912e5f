"""The plan as a letter to the family: what was said, what comes of it, who does what, when we meet again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from caseapp.casework.papers import discretion, people
from caseapp.casework.papers.gathered import Gathered
from caseapp.documents.support_plan_family import FamilyPlanPaper, NextMeeting, SharedWith, Task, Voice
from caseapp.rules import dates, doctor
from caseapp.rules.age import ADULT, age_on
from caseapp.rules.plan import Goal, Support, SupportPlan, Wish
from caseapp.rules.reading import hiragana
from caseapp.words import said_by
from caseapp.words.language import Translator


def support_plan_family(g: Gathered, record_id: str = "") -> FamilyPlanPaper:
    """The family's copy of a plan. Nothing of the office's own (numbers, opinion) and no one who must not be told.

    Words marked as internal are not in what is gathered for the outside (Gathered.for_outside).
    """
    plan = g.plan(record_id)
    on = plan.delivered_on or g.at.date()
    adult = age_on(g.child.birth_date, on) >= ADULT
    guardians = people.guardians(g.child) if not adult else ()
    return FamilyPlanPaper(
        on=on,
        version=plan.version,
        draft=plan.status == "draft",
        child_name=g.child.paper_name,
        called=called(g),
        adult=adult,
        child_reads=adult or not discretion.not_told(g.child),
        guardians=tuple(member.name for member in guardians),
        sender_role=g.title_of(plan.author_id or g.office.account.id),
        sender=plan.author or g.office.account.name,
        opening=_opening(plan, g, busy=bool(guardians)),
        voices=_voices(plan, g, adult=adult),
        hope=plan.long_term_goal.text,
        steps=tuple(goal.text for goal in plan.short_term_goals if goal.text.strip()),
        steps_by=max((goal.by for goal in plan.short_term_goals if goal.by), default=None),
        meeting=_meeting(plan, g),
        urgent=_urgent(g),
        tasks=tuple(task for goal in plan.goals for task in _tasks(goal, g)),
        shared=_shared(g),
        consent_number="",
        explained_on=plan.consent.explained_on,
        readings=readings(g),
    )


def addressed(paper: FamilyPlanPaper, to: str, *, w: Translator) -> FamilyPlanPaper:
    """The letter as it is addressed: `to` is "child" (and the guardians), "guardians", or "" for the usual.

    A child who has not been told the name of the illness gets no letter unasked: it is addressed to the guardians then,
    without the child's own words and place to sign. An adult is always addressed in person. The page alone says which
    it is: one that was kept follows the record no more, and one that does not say goes to the guardians.
    """
    if paper.adult or to == "child" or (not to and paper.child_reads):
        return paper
    voices = tuple(voice for voice in paper.voices if not voice.child)
    guardians = paper.guardians or (w._("The guardian"),)
    return replace(paper, to_child=False, guardians=guardians, voices=voices)


def readings(g: Gathered) -> tuple[tuple[str, str], ...]:
    """The names on the page as the record says they are read."""
    child = g.child
    pairs = [(child.family_name, child.family_name_kana), (child.given_name, child.given_name_kana)]
    for member in people.guardians(child):
        names, kana = member.name.split(), member.kana.split()
        pairs += list(zip(names, kana, strict=True)) if len(names) == len(kana) else []
    return tuple((name, hiragana(kana)) for name, kana in pairs if name and kana)


def called(g: Gathered) -> str:
    """How the letter calls the child: 陽菜さん."""
    given = g.child.given_name or g.child.family_name
    return given if not dates.is_japanese(g.language) else f"{given}さん"


def _opening(plan: SupportPlan, g: Gathered, *, busy: bool) -> str:
    """`busy`: it goes to guardians; a child is not thanked for its time."""
    heard = sorted({w.heard_on for w in (plan.child_wish, plan.guardian_wish) if w.heard_on})
    asked = g.w._("Thank you for always taking the time to talk with us.")
    thanks = asked if busy else g.w._("Thank you for talking with us.")
    if heard:
        days = g.w._(" and ").join(_plain_day(day, g) for day in heard)
        basis = g.w._("From what you told us on {days}, we wrote down what we would like to do together from now on.")
        basis = basis.format(days=days)
    else:
        basis = g.w._("We wrote down what we would like to do together from now on.")
    free = g.w._("Nothing here is fixed. If something is not right, or you would like it changed, please tell us.")
    glue = "" if dates.is_japanese(g.language) else " "
    return glue.join((thanks, basis, free))


def _plain_day(day: date, g: Gathered) -> str:
    if dates.is_japanese(g.language):
        return dates.month_day(day)
    return dates.sentence_date(day, language=g.language)


def _voices(plan: SupportPlan, g: Gathered, *, adult: bool) -> tuple[Voice, ...]:
    voices = []
    if plan.child_wish.text.strip():
        voices.append(Voice(who=called(g), words=_quoted(plan.child_wish), child=True))
    if plan.guardian_wish.text.strip() and not adult:
        voices.append(Voice(who=_guardian_called(g, plan.guardian_wish), words=_quoted(plan.guardian_wish)))
    return tuple(voices)


def _quoted(wish: Wish) -> str:
    text = wish.text.strip()
    return text if text.startswith(("「", "“", '"')) or "「" in text else f"「{text}」"


def _guardian_called(g: Gathered, wish: Wish) -> str:
    """お母さん、お父さん: those whose words they are; ご家族 where that is not written (it is never guessed)."""
    said, _how = said_by.read(wish.how)
    named = [said_by.called(code, g.language) for code in said]
    return ("・" if dates.is_japanese(g.language) else ", ").join(named) or g.w._("The family")


def _meeting(plan: SupportPlan, g: Gathered) -> NextMeeting | None:
    if plan.next_review_on is None or plan.next_review_on < g.at.date():
        return None
    line = g.w._("We will ask you, and {name} too, whether things go well.").format(name=called(g))
    return NextMeeting(on=plan.next_review_on, lines=(line,))


def _urgent(g: Gathered) -> tuple[str, ...]:
    """Whom to turn to when it is about the body; without a hospital, nobody is named by guess."""
    if not g.child.hospital:
        return ()
    department, name = doctor.parted(g.child.doctor)
    place = " ".join(part for part in (g.child.hospital, department) if part)
    who = g.w._("{place} (doctor {name})").format(place=place, name=name) if name else place
    if discretion.hospital_kept_back(g.child):  # the paper may fall into hands that must not know
        who = g.w._("your hospital")
    return (g.w._("If it is about the body and urgent, please contact {whom}").format(whom=who),)


def _tasks(goal: Goal, g: Gathered) -> tuple[Task, ...]:
    by = _around(goal.achieve_by, g)
    tasks = [_task(support, g, by=by) for support in goal.supports if support.content.strip()]
    if goal.child_role.strip():
        tasks.append(Task(who=called(g), what=goal.child_role, by=by))
    if goal.family_role.strip():
        tasks.append(Task(who=g.w._("The family"), what=goal.family_role, by=by))
    return tuple(tasks)


def _task(support: Support, g: Gathered, *, by: str) -> Task:
    """A line of support; where there is no scheme for it, that the office goes on looking for one."""
    if support.no_scheme:
        words = g.w._("{what}: we are looking for a scheme that can be used").format(what=support.content.rstrip("。"))
        return Task(who=g.office.settings.name, what=words, by=by)
    return Task(who=support.provider or g.office.settings.name, what=_what(support.content, support.frequency), by=by)


def _what(content: str, frequency: str) -> str:
    return f"{content.rstrip('。')}({frequency})" if frequency.strip() else content


def _around(day: date | None, g: Gathered) -> str:
    if day is None:
        return ""
    if not dates.is_japanese(g.language):
        return dates.sentence_date(day, language=g.language)
    month = f"{day.month}月" if day.year == g.at.year else dates.PartialDate(day.year, day.month).long()
    return f"{month}ごろ"


def _shared(g: Gathered) -> tuple[SharedWith, ...]:
    """What is told to each body that a consent names which holds; everybody reads, too, what is not told."""
    shared: dict[str, tuple[list[str], list[str]]] = {}
    for consent in g.consents():
        if not (consent.holds_on(g.at.date()) and consent.items):
            continue
        for body in people.bodies(consent):
            letters = [letter for letter in g.letters_under(consent) if _same_body(letter.organization, body)]
            given = {item for letter in letters for item in letter.items}
            told, held_back = shared.setdefault(body, ([], []))
            told += [item for item in consent.items if item in given] or list(consent.items)
            held_back += [item for letter in letters for item in letter.withheld]
    blocks = [
        SharedWith(who=body, told="、".join(dict.fromkeys(told)), not_told=_not_told(held_back, g))
        for body, (told, held_back) in shared.items()
    ]
    kept_back = discretion.withheld(g.child, g.language)
    if kept_back:
        blocks.append(SharedWith(who="", not_told="\n".join(f"{sentence}。" for sentence in kept_back)))
    return tuple(blocks)


def _same_body(one: str, other: str) -> bool:
    """Whether a letter to the one went to the other: 汐見高等学校 and 県立汐見高等学校."""
    first, second = "".join(one.split()), "".join(other.split())
    return bool(first and second) and (first in second or second in first)


def _not_told(held_back: list[str], g: Gathered) -> str:
    """What the letters to this body held back, and that nothing else is told unasked."""
    if not held_back:
        return g.w._("Anything else. We ask you before we tell more.")
    items = "、".join(dict.fromkeys(held_back))
    return g.w._("{items}, and anything else. We ask you before we tell more.").format(items=items)
