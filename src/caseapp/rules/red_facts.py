"""Red facts: what must not be done or said about a child. One answer for every page, before dialling and printing.

They are the cautions as written, and what follows from the record: people who must never be contacted, and who has not
been told of the illness. What somebody wrote down as a caution is not said a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from caseapp.rules.age import ADULT, age_on, is_adult
from caseapp.rules.child import Caution, Child, FamilyMember
from caseapp.rules.child_facts import NOT_TOLD, Telling

_ILLNESS = ("病名", "病気", "告知", "illness", "disease", "diagnosis")
_AUDIENCES = {
    "child": ("本人",),
    "siblings": ("きょうだい", "弟", "妹", "兄", "姉"),
    "school": ("学校", "園", "先生"),
    "friends": ("友", "クラス"),
    "relatives": ("親族", "祖父", "祖母"),
}
"""The words by which a caution shows that it is about an audience already (code of the list told_to)."""
_CHILD = "child"
UNDERSTANDS = 3
"""From this age a child follows what is said in its presence."""
TALKS_ALONE = 12
"""From this age workers and doctors speak with the child itself (移行期医療 begins at 12 to 14)."""
_FAMILY = ("家族", "母", "父", "両親", "保護者", "family", "mother", "father", "parents")
_OWN_WILL = ("了解", "同意", "承諾", "agree", "consent")
"""The words by which the note of a family member shows that it is about what the person agreed to."""


def red_facts(
    child: Child,
    *,
    forbid: Callable[[FamilyMember], str],
    keep_from: Callable[[Telling], str],
    unplanned: Callable[[int], str] = lambda _age: "",
    own_will: str = "",
    today: date | None = None,
) -> tuple[Caution, ...]:
    """The body first, then privacy: the cautions, people who must never be contacted, and who has not been told.

    `forbid` words a person (「父 高瀬 亮に連絡しない」), `keep_from` an audience (「学校に病名を伝えていません」),
    `own_will` that the family of somebody of age (on `today`) is told what the person agrees to and no more.
    `unplanned` says what is to be done about somebody of TALKS_ALONE or ADULT years who was not told and of whom no
    plan is written; decision 49 says why these ages.
    """
    age = None if today is None else age_on(child.birth_date, today)
    body = [caution for caution in child.cautions if caution.kind == "body"]
    privacy = [caution for caution in child.cautions if caution.kind != "body"]
    people = [
        Caution(kind="privacy", rule=forbid(member), reason=member.note, id=member.id)
        for member in child.family
        if member.never_contact and not _is_named(member, privacy)
    ]
    untold = [
        Caution(kind="privacy", rule=keep_from(telling), reason=_why(telling, age, unplanned), id=telling.id)
        for telling in child.tellings
        if telling.state == NOT_TOLD and not _too_young(telling, age) and not _is_said(telling, child.cautions)
    ]
    adult = own_will and today is not None and _decides_alone(child, today) and not _family_is_said(child.cautions)
    will = [Caution(kind="privacy", rule=own_will, reason=_agreed(child))] if adult else []
    return (*body, *privacy, *people, *will, *untold)


def _too_young(telling: Telling, age: int | None) -> bool:
    """Nobody tells an infant of the illness: that is no secret to be kept, as it is with the school."""
    return telling.audience == _CHILD and age is not None and age < UNDERSTANDS


def _why(telling: Telling, age: int | None, unplanned: Callable[[int], str]) -> str:
    if telling.plan.strip() or telling.audience != _CHILD or age is None or age < TALKS_ALONE:
        return telling.plan
    return unplanned(ADULT if age >= ADULT else TALKS_ALONE)


def _decides_alone(child: Child, today: date) -> bool:
    """Of age, with a family and without a guardian appointed by a court."""
    appointed = any(member.relationship == "legal_guardian" for member in child.family)
    return bool(child.family) and not appointed and is_adult(child.birth_date, today)


def _family_is_said(cautions: Iterable[Caution]) -> bool:
    return any(caution.kind != "body" and any(word in caution.rule for word in _FAMILY) for caution in cautions)


def _agreed(child: Child) -> str:
    """What is noted of the family about it: 「本人の了解のある事柄だけ話す」."""
    notes = (m.note for m in child.family if not m.never_contact and any(word in m.note for word in _OWN_WILL))
    return " ".join(dict.fromkeys(notes))


def stops_calling(facts: Iterable[Caution]) -> tuple[Caution, ...]:
    """Those to be read before one dials or prints: secrecy. What concerns the body does not depend on either."""
    return tuple(fact for fact in facts if fact.kind != "body")


def _is_named(member: FamilyMember, cautions: Iterable[Caution]) -> bool:
    name = member.name.strip()
    return bool(name) and any(name in caution.rule for caution in cautions)


def _is_said(telling: Telling, cautions: Iterable[Caution]) -> bool:
    whom = _AUDIENCES.get(telling.audience, ())
    return any(
        any(word in caution.rule for word in whom) and any(word in caution.rule for word in _ILLNESS)
        for caution in cautions
    )
