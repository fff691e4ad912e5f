"""Why two records are thought to be of one child, in a sentence: 「よみと生年月日が同じです。」."""

from __future__ import annotations

from collections.abc import Iterable

from caseapp.rules import likeness
from caseapp.rules.problem import N_
from caseapp.words.language import current, translator

_SAME = {
    likeness.NAME: N_("name"),
    likeness.READING: N_("reading"),
    likeness.GIVEN: N_("given name"),
    likeness.BIRTH: N_("date of birth"),
    likeness.CERTIFICATE: N_("certificate number"),
    likeness.PHONE: N_("telephone number"),
    likeness.ADDRESS: N_("address"),
}
_SENTENCES = {
    likeness.VARIANT: N_("The name differs only in the form of its characters."),
    likeness.SWAPPED: N_("Family name and given name stand the other way round."),
    likeness.OTHER_NAME: N_("The name is the other's former name or alias."),
    likeness.TYPO: N_("The reading differs by one letter."),
    likeness.BIRTH_SWAPPED: N_("Month and day of birth stand the other way round."),
    likeness.BIRTH_DIGIT: N_("The date of birth differs by one figure."),
    likeness.TWINS: N_("Born the same day with the same family name: they may be twins."),
}


def said(reasons: Iterable[str], language: str | None = None) -> str:
    """The reasons (codes of `rules.likeness.REASONS`) in the language of the screen, or in another."""
    speak = translator(language or current())
    given = list(reasons)
    same = [speak._(_SAME[reason]) for reason in given if reason in _SAME]
    between = speak._(" and the ") if len(same) == 2 else speak._(", the ")
    sentence = speak._("The {things} is the same.") if len(same) == 1 else speak._("The {things} are the same.")
    parts = [sentence.format(things=between.join(same))] if same else []
    parts += [speak._(_SENTENCES[reason]) for reason in given if reason in _SENTENCES]
    return ("" if speak.language.startswith("ja") else " ").join(parts)
