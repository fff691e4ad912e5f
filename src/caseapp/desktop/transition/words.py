"""Words about sheets of the transition checklist: whose they are, how they stand, where child and guardians differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from caseapp.casework.views import TransitionView
from caseapp.desktop.kit.masking import masked
from caseapp.rules.transition import (
    CHILD,
    Apart,
    Standing,
    TransitionAnswer,
    TransitionCheck,
    apart,
    newly_yes,
    no_longer_yes,
    standing,
)
from caseapp.words import codes, transition
from caseapp.words.language import _, current

DOT = " ・ "


def side_words(respondent: str) -> str:
    """本人, 保護者."""
    return codes.load("transition_respondent").label(respondent)


def by_words(check: TransitionCheck) -> str:
    """Whose view it is, and which member of the family gave it: 保護者(母 三浦 恵理)."""
    kin = codes.load("relationship").label(check.relationship) if check.relationship else ""
    who = " ".join(part for part in (kin, masked(check.respondent_name)) if part)
    side = side_words(check.respondent)
    return _("{side} ({who})").format(side=side, who=who) if who and check.respondent != CHILD else side


def answer_words(answer: str) -> str:
    """はい, これから, 支援が必要, 該当なし; ― where none was given."""
    return codes.load("transition_answer").label(answer) if answer else "―"


def item_words(answer: TransitionAnswer) -> str:
    """The item as it was asked, in the language of the screen where that is known."""
    return transition.said(answer.wording, current())


def yes_words(found: Standing) -> str:
    """はい 12/24."""
    return _("yes {yes}/{asked}").format(yes=found.yes, asked=found.asked)


def standing_words(check: TransitionCheck) -> str:
    """はい 12/24 ・ 支援が必要 3."""
    found = standing(check)
    wanted = _("needs help {count}").format(count=found.help) if found.help else ""
    return DOT.join(part for part in (yes_words(found), wanted) if part)


def change_words(sheets: Sequence[TransitionCheck]) -> str:
    """前回より +3 −1; "" for the first sheet. `sheets`: the newest and the one before it."""
    if len(sheets) < 2:
        return ""
    more, less = len(newly_yes(sheets[0], sheets[1])), len(no_longer_yes(sheets[0], sheets[1]))
    signs = " ".join(part for part in (f"+{more}" if more else "", f"−{less}" if less else "") if part)
    return _("since the last {signs}").format(signs=signs) if signs else _("as the last time")


def apart_words(pair: Apart) -> str:
    """診察のとき、自分で質問したり答えたりする: 本人 はい・保護者 これから."""
    return _("{item}: child {child}, guardians {guardian}").format(
        item=item_words(pair.child),
        child=answer_words(pair.child.answer),
        guardian=answer_words(pair.guardian.answer),
    )


def differences(view: TransitionView) -> tuple[Apart, ...]:
    """Where the newest sheets of the two sides differ."""
    return apart(next(iter(view.child), None), next(iter(view.guardian), None))


def answers_changed(before: Any, after: Any) -> str:
    """What changed in the answers (as the history has them), an item a line."""
    then, now = _by_item(before), _by_item(after)
    return "\n".join(_changed_lines(then, now)) or "―"


def _by_item(answers: Any) -> dict[str, dict[str, Any]]:
    return {each.get("item", ""): each for each in answers or () if isinstance(each, dict)}


def _changed_lines(then: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]]) -> Iterator[str]:
    for item in dict.fromkeys([*then, *now]):
        old, new = then.get(item, {}), now.get(item, {})
        said = transition.said(str((new or old).get("wording", "")), current())
        parts = list(_changed_parts(old, new))
        if parts:
            yield _("{item}: {changes}").format(item=said, changes="、".join(parts))


def _changed_parts(old: dict[str, Any], new: dict[str, Any]) -> Iterable[str]:
    for field in ("answer", "remark"):
        was, is_now = str(old.get(field, "")), str(new.get(field, ""))
        if was != is_now:
            shown = [answer_words(each) if field == "answer" else each or "―" for each in (was, is_now)]
            yield _("{before} → {after}").format(before=shown[0], after=shown[1])
