"""What the office offers its writers of plans: sentence examples (文例) and schemes of support (支援策).

Both come with the program and may be changed, taken off the list or added to by the office.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from caseapp.rules.folding import fold
from caseapp.rules.problem import N_, Problem
from caseapp.rules.quota import Quota, quota_problems

KINDS = ("need", "goal", "support")
BANDS = ((0, 2), (3, 5), (6, 11), (12, 14), (15, 17), (18, 99))
"""Ages that plans of one kind are written for: 乳児, 幼児, 小学生, 中学生, 高校生, 18歳から."""
_LONGEST, _OLDEST = 300, 99


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A sentence for a need, a goal or a support (`kind`), of an area of life (list plan_area), for ages in years.

    `code` tells it apart; `own`: written or changed by the office. `○○` stands for what is to be filled in.
    """

    code: str = ""
    kind: str
    area: str
    ages_from: int = 0
    ages_to: int = _OLDEST
    text: str
    own: bool = False
    retired: bool = False

    def suits(self, age: int) -> bool:
        return self.ages_from <= age <= self.ages_to


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """A scheme of support: its law, who runs it (`provider`), who may use it, its limits, whom to ask.

    `limits` are words for the reader, `quotas` what bookings are measured by (利用枠). `unsure`: written from general
    knowledge, to be checked by the office before it is relied on.
    """

    code: str = ""
    name: str
    law: str = ""
    provider: str = ""
    who: str = ""
    limits: str = ""
    contact: str = ""
    unsure: bool = False
    own: bool = False
    retired: bool = False
    quotas: tuple[Quota, ...] = ()


def phrase_problems(value: Phrase, known: Iterable[Phrase], *, areas: Sequence[str]) -> list[Problem]:
    """What must be mended before the sentence can be kept."""
    found: list[Problem] = []
    text = value.text.strip()
    if value.kind not in KINDS:
        found.append(Problem("kind", N_("Choose what the sentence is for.")))
    if value.area not in areas:
        found.append(Problem("area", N_("Choose an area of life.")))
    if not text:
        found.append(Problem("text", N_("Write the sentence.")))
    if len(text) > _LONGEST:
        found.append(Problem("text", N_("At most {most} characters."), {"most": _LONGEST}))
    if not 0 <= value.ages_from <= value.ages_to <= _OLDEST:
        found.append(Problem("ages_to", N_("The ages go from the lower to the higher, at most 99.")))
    others = (each for each in known if each.code != value.code and each.kind == value.kind)
    if text and any(fold(each.text) == fold(text) for each in others):
        found.append(Problem("text", N_("This sentence is there already.")))
    return found


def scheme_problems(value: Scheme, known: Iterable[Scheme]) -> list[Problem]:
    """What must be mended before the scheme can be kept."""
    found: list[Problem] = []
    name = value.name.strip()
    if not name:
        found.append(Problem("name", N_("Give it a name.")))
    if any(len(part) > _LONGEST for part in (name, value.law, value.provider, value.who, value.limits, value.contact)):
        found.append(Problem("name", N_("At most {most} characters."), {"most": _LONGEST}))
    if name and any(fold(each.name) == fold(name) for each in known if each.code != value.code):
        found.append(Problem("name", N_("The list has this name already.")))
    return found + quota_problems(value.quotas)


def fitting(
    phrases: Iterable[Phrase], *, kind: str, area: str = "", age: int | None = None, wanted: str = ""
) -> tuple[Phrase, ...]:
    """The sentences of a kind in an area ("" = every) for an age (None = any) that hold every word of `wanted`."""
    words = [fold(word) for word in wanted.split()]
    return tuple(
        each
        for each in phrases
        if each.kind == kind
        and not each.retired
        and (not area or each.area == area)
        and (age is None or each.suits(age))
        and all(word in fold(each.text) for word in words)
    )


def schemes_with(schemes: Iterable[Scheme], wanted: str) -> tuple[Scheme, ...]:
    """The schemes on offer whose name, law, provider, users or contact hold every word of `wanted`."""
    words = [fold(word) for word in wanted.split()]
    return tuple(
        each
        for each in schemes
        if not each.retired
        and all(word in fold(f"{each.name} {each.law} {each.provider} {each.who} {each.contact}") for word in words)
    )
