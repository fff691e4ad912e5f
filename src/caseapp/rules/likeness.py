"""Whether two records may be of one child: points for what agrees, reasons that can be said, twins told apart.

No single thing decides. A name (or a reading) and a birth date together do; each may be a little off (a variant form,
one kana, day and month the wrong way round) if the other is right. A table of pairs in the tests holds the weights.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from caseapp.rules.folding import fold_loose
from caseapp.rules.likeness_traits import Traits

LIKELY = 60
"""From so many points on two records are shown as likely to be of one child."""

NAME, READING, BIRTH, ADDRESS, PHONE, CERTIFICATE = "name", "reading", "birth", "address", "phone", "certificate"
"""What is the same: these are said together (「よみと生年月日が同じです」)."""
GIVEN = "given"
VARIANT, SWAPPED, OTHER_NAME, TYPO = "variant", "swapped", "other_name", "typo"
BIRTH_SWAPPED, BIRTH_DIGIT = "birth_swapped", "birth_digit"
TWINS = "twins"
REASONS = (
    *(NAME, READING, GIVEN, BIRTH, CERTIFICATE, PHONE, ADDRESS),
    *(VARIANT, SWAPPED, OTHER_NAME, TYPO, BIRTH_SWAPPED, BIRTH_DIGIT, TWINS),
)

_NAMES = {
    (NAME, READING): 50,
    (VARIANT, READING): 48,
    (NAME,): 45,
    (VARIANT,): 45,
    (READING,): 42,
    (OTHER_NAME,): 42,
    (SWAPPED,): 42,
    (TYPO,): 34,
    (GIVEN,): 18,
}
_BIRTH_SAME, _BIRTH_NEAR, _BIRTH_UNKNOWN, _BIRTH_OTHER = 40, 25, 20, -20
_CERTIFICATE, _PHONE, _ADDRESS, _OTHER_SEX = 40, 12, 10, -12


@dataclass(frozen=True)
class Likeness:
    """`points` of at least LIKELY: probably one child. `reasons` are of REASONS. `twins`: born together."""

    points: int = 0
    reasons: tuple[str, ...] = ()
    twins: bool = False

    @property
    def likely(self) -> bool:
        return not self.twins and self.points >= LIKELY


def compare(one: Traits, other: Traits) -> Likeness:
    """How much two records are alike. Symmetric. Without a common name or certificate number: not at all."""
    near = _birth(one.born, other.born)
    certificate = bool(one.certificates & other.certificates)
    names = _names(one, other)
    if names == (TYPO,) and near != BIRTH:
        names = ()  # two things a little off at once are two children
    if not certificate and near == BIRTH and names in ((), (TYPO,)) and _twins(one, other, names):
        return Likeness(points=LIKELY - 1, reasons=(TWINS,), twins=True)
    if not names and not certificate:
        return Likeness()
    reasons = [*names, *([near] if near else []), *([CERTIFICATE] if certificate else [])]
    points = _NAMES.get(names, 0) + _birth_points(one, other, near) + (_CERTIFICATE if certificate else 0)
    if one.phones & other.phones:
        points += _PHONE
        reasons.append(PHONE)
    if _same_address(one.address, other.address):
        points += _ADDRESS
        reasons.append(ADDRESS)
    if one.sex and other.sex and one.sex != other.sex:
        points += _OTHER_SEX
    return Likeness(points=points, reasons=tuple(sorted(reasons, key=REASONS.index)))


# ------------------------------------------------------------------------------------------------ names


def _names(one: Traits, other: Traits) -> tuple[str, ...]:
    """The best that can be said of the names, as a key of `_NAMES`; () when they are different names."""
    if not one.name and not one.reading:
        return ()
    read = bool(one.reading) and one.reading == other.reading and bool(one.given_kana)
    if one.name and one.name == other.name and one.given:
        same = NAME if one.written == other.written else VARIANT
        return (same, READING) if read else (same,)
    if read:
        return (READING,)
    if _swapped(one, other):
        return (SWAPPED,)
    if other.others & {one.name, one.reading} or one.others & {other.name, other.reading}:
        # not others with others: twins have one former name
        return (OTHER_NAME,)
    if _typo(one, other):
        return (TYPO,)
    if (one.given and one.given == other.given) or (one.given_kana and one.given_kana == other.given_kana):
        return (GIVEN,)
    return ()


def _swapped(one: Traits, other: Traits) -> bool:
    pairs = (
        (one.family, one.given, other.family, other.given),
        (one.family_kana, one.given_kana, other.family_kana, other.given_kana),
    )
    return any(a and b and (a, b) == (d, c) for a, b, c, d in pairs)


def _typo(one: Traits, other: Traits) -> bool:
    """One kana of the reading is another, while what is written in kanji does not speak against it."""
    if not one.given_kana or not other.given_kana:
        return False
    family_same = one.family == other.family or one.family_kana == other.family_kana
    given_same = one.given == other.given or one.given_kana == other.given_kana
    if family_same and not given_same:
        both_in_kanji = one.given not in ("", one.given_kana) and other.given not in ("", other.given_kana)
        long_enough = min(len(one.given_kana), len(other.given_kana)) > 2  # ゆい and ゆう are names of their own
        return not both_in_kanji and long_enough and nearly(one.given_kana, other.given_kana)
    return given_same and nearly(one.family_kana, other.family_kana)


def nearly(one: str, other: str) -> bool:
    """One letter is another, too many or missing, two changed places, or only marks differ (か・が, おう・おお)."""
    if one == other or fold_loose(one) == fold_loose(other):
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:] and len(a) > 1)


def _twins(one: Traits, other: Traits, names: tuple[str, ...]) -> bool:
    """Born the same day into one family, with given names that differ; a girl and a boy even where one kana does."""
    family = (one.family and one.family == other.family) or (one.family_kana and one.family_kana == other.family_kana)
    if not family or not (one.given or one.given_kana) or not (other.given or other.given_kana):
        return False
    return not names or bool(one.sex and other.sex and one.sex != other.sex)


# ------------------------------------------------------------------------------------------------ birth, address


def _birth(one: date | None, other: date | None) -> str:
    """BIRTH, BIRTH_SWAPPED, BIRTH_DIGIT, or "" for other days and for one that is not known."""
    if one is None or other is None:
        return ""
    if one == other:
        return BIRTH
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return BIRTH_SWAPPED
    a, b = f"{one:%Y%m%d}", f"{other:%Y%m%d}"
    wrong = [n for n in range(8) if a[n] != b[n]]
    turned = len(wrong) == 2 and wrong[1] - wrong[0] == 1 and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]
    return BIRTH_DIGIT if len(wrong) == 1 or turned else ""


def _birth_points(one: Traits, other: Traits, near: str) -> int:
    if one.born is None or other.born is None:
        return _BIRTH_UNKNOWN
    return {BIRTH: _BIRTH_SAME, "": _BIRTH_OTHER}.get(near, _BIRTH_NEAR)


def birth_dates_near(born: date) -> Iterable[date]:
    """The day itself and every day that BIRTH_SWAPPED or BIRTH_DIGIT would be said of, for asking the store."""
    text = f"{born:%Y%m%d}"
    near = {text, text[:4] + text[6:] + text[4:6]}
    near |= {text[:n] + digit + text[n + 1 :] for n in range(8) for digit in "0123456789"}
    near |= {text[:n] + text[n + 1] + text[n] + text[n + 2 :] for n in range(7)}
    for each in sorted(near):
        try:
            yield date(int(each[:4]), int(each[4:6]), int(each[6:]))
        except ValueError:
            continue


def _same_address(one: str, other: str) -> bool:
    """The same, or one of them without the prefecture."""
    return bool(one) and bool(other) and (one.endswith(other) or other.endswith(one))
