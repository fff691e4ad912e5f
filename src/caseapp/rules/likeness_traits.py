"""What of a child's record tells whether it may be another child's: names, readings, birth, telephones, address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from caseapp.rules.child import Child
from caseapp.rules.folding import digits, fold

_KANA = re.compile(r"[ぁ-ゖー]+")
_COUNTERS = re.compile(r"丁目|番地の|番地|番|号|の(?=\d)|-")
_CODE = re.compile(r"^〒?\d{3}-?\d{4}(?=\D)")
_LEAST_PHONE, _LEAST_ADDRESS, _LEAST_NUMBER = 9, 6, 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Traits:
    """The folded forms that are compared. `written` is the name without blanks, to the code point.

    `others` are the names and readings that the child also has or had (former names, alias, romaji). `born` is None
    where it is not known yet. `phones` are the child's and the family's.
    """

    key: str
    written: str
    family: str
    given: str
    others: frozenset[str] = frozenset()
    family_kana: str = ""
    given_kana: str = ""
    born: date | None = None
    sex: str = ""
    phones: frozenset[str] = frozenset()
    address: str = ""
    certificates: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return self.family + self.given

    @property
    def reading(self) -> str:
        return self.family_kana + self.given_kana

    def block_keys(self) -> Iterator[tuple[str, ...]]:
        """Keys of which two records share one whenever they are worth comparing, so that not all pairs need be."""
        for number in self.certificates:
            yield "certificate", number
        names = {_ordered(name) for name in (self.name, self.reading, *self.others)} - {""}
        if self.born is None:
            yield from (("name", name) for name in names)
            return
        year, month, day = f"{self.born:%Y %m %d}".split()
        yield "born", year, *sorted((month, day))
        for name in names:
            yield from (("name", name, part) for part in (f"{month}-{day}", f"{year}-{month}", f"{year}--{day}"))


def traits_of(child: Child, *, born: date | None) -> Traits:
    """What is compared of a child. `born` is the birth date, or None while it is not known."""
    return traits(
        key=child.id,
        names=(child.family_name, child.given_name, child.family_name_kana, child.given_name_kana),
        others=(child.former_name, child.alias, child.print_name, child.romaji),
        before=((n.family_name, n.given_name, n.family_name_kana, n.given_name_kana) for n in child.former_names),
        born=born,
        sex=child.sex,
        phones=(child.phone, *(member.phone for member in child.family)),
        address=child.address,
        certificates=(period.number for period in child.certificates),
    )


def traits(
    *,
    key: str,
    names: tuple[str, str, str, str],
    others: tuple[str, str, str, str] = ("", "", "", ""),
    before: Iterable[tuple[str, str, str, str]] = (),
    born: date | None,
    sex: str = "",
    phones: Iterable[str] = (),
    address: str = "",
    certificates: Iterable[str] = (),
) -> Traits:
    """The same from plain values. `names`: 姓, 名, セイ, メイ; `others`: former name, alias, printing form, romaji;
    `before`: names of earlier, each like `names`."""
    family, given, family_kana, given_kana = (fold(name) for name in names)
    if not family_kana and not given_kana and _KANA.fullmatch(family + given):
        family_kana, given_kana = family, given  # a name written in kana is its own reading
    numbers = (digits(phone) for phone in phones)
    codes = (fold(number) for number in certificates)
    return Traits(
        key=key,
        written="".join((names[0] + names[1]).split()),
        family=family,
        given=given,
        others=frozenset((*_other_names(others, given=given), *_earlier_names(before, given, given_kana)))
        - {"", family + given, family_kana + given_kana},
        family_kana=family_kana,
        given_kana=given_kana,
        born=born,
        sex=sex if sex in ("male", "female") else "",
        phones=frozenset(number for number in numbers if len(number) >= _LEAST_PHONE),
        address=plain_address(address),
        certificates=frozenset(code for code in codes if len(code) >= _LEAST_NUMBER),
    )


def _other_names(others: tuple[str, str, str, str], *, given: str) -> Iterator[str]:
    """A former name and an alias may be a whole name or a family name alone."""
    former, alias, printed, romaji = (fold(name) for name in others)
    for name in (former, alias):
        if name:
            yield name
            if given and not name.endswith(given):
                yield name + given
    yield printed
    yield romaji.replace("-", "").replace(",", "")


def _earlier_names(before: Iterable[tuple[str, str, str, str]], given: str, given_kana: str) -> Iterator[str]:
    """Names of earlier, with the given name of today where only the family name is known."""
    for name in before:
        family, own, family_kana, own_kana = (fold(part) for part in name)
        if family or own:
            yield family + (own or given)
        if family_kana or own_kana:
            yield family_kana + (own_kana or given_kana)


def _ordered(text: str) -> str:
    """The letters of a name whichever way round family and given name stand."""
    return "".join(sorted(text))


def plain_address(address: str) -> str:
    """港区芝公園4丁目2番8号 = 港区芝公園4-2-8; too short an address says nothing."""
    plain = _COUNTERS.sub("-", _CODE.sub("", fold(address))).strip("-")
    plain = re.sub(r"-+", "-", plain)
    return plain if len(plain) >= _LEAST_ADDRESS else ""
