"""What stands in the way, as the screen says it: children by name, hidden where names are hidden."""

from __future__ import annotations

from dataclasses import replace

from caseapp.desktop.kit.masking import masked
from caseapp.rules.problem import CHILDREN, Problem
from caseapp.words import language

_NAMED = 10


def said(problem: Problem) -> str:
    """The sentence in the language of the screen."""
    known = problem.values.get(CHILDREN)
    if not known:
        return language.say(problem)
    named = "、".join(f"{masked(name)}({number})" for name, number in known[:_NAMED])
    if len(known) > _NAMED:
        named = language._("{listed} and {count} more children").format(listed=named, count=len(known) - _NAMED)
    return language.say(replace(problem, values={**problem.values, "numbers": named}))
