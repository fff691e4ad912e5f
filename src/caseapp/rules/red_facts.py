"""Red facts: what must not be done or said about a child. One answer for every page, before dialling and printing.

They are the cautions as written, and what follows from the record: people who must never be contacted, and who has not
been told of the illness. What somebody wrote down as a caution is not said a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

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


def red_facts(
    child: Child, *, forbid: Callable[[FamilyMember], str], keep_from: Callable[[Telling], str]
) -> tuple[Caution, ...]:
    """The body first, then privacy: the cautions, people who must never be contacted, and who has not been told.

    `forbid` words a person (「父 高瀬 亮に連絡しない」), `keep_from` an audience (「学校に病名を伝えていません」).
    """
    body = [caution for caution in child.cautions if caution.kind == "body"]
    privacy = [caution for caution in child.cautions if caution.kind != "body"]
    people = [
        Caution(kind="privacy", rule=forbid(member), reason=member.note, id=member.id)
        for member in child.family
        if member.never_contact and not _is_named(member, privacy)
    ]
    untold = [
        Caution(kind="privacy", rule=keep_from(telling), reason=telling.plan, id=telling.id)
        for telling in child.tellings
        if telling.state == NOT_TOLD and not _is_said(telling, child.cautions)
    ]
    return (*body, *privacy, *people, *untold)


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
