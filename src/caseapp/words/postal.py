"""Postal codes without a network: the towns of a code, and the codes of an address as people write it.

Data: Japan Post's table of all towns (KEN_ALL, free to use and to pass on), as of `DATA`; packed by
`packaging/build_postal.py`, see docs/decisions/0042-postal-codes.md. Nothing is read before the first question.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from caseapp.rules.folding import digits, fold
from caseapp.words import resources

DATA = "2026-10"
_FILE = f"data/postal-{DATA}.txt.z"
_REST = "*"  # in the file: 以下に掲載がない場合


@dataclass(frozen=True)
class Address:
    """One town of one code. `code` is `123-4567`; kana are katakana; `town` may be "".

    `note` says which part of the town is meant (「1〜19丁目」, in Kyoto the streets) in Japan Post's words, "" for all.
    `rest` is True for the code of everything in the municipality that has none of its own (以下に掲載がない場合).
    """

    code: str
    prefecture: str
    city: str
    town: str
    prefecture_kana: str
    city_kana: str
    town_kana: str
    note: str = ""
    rest: bool = False

    @property
    def text(self) -> str:
        """What goes before the house number: 東京都港区芝公園."""
        return self.prefecture + self.city + self.town

    @property
    def kana(self) -> str:
        """Its reading."""
        return self.prefecture_kana + self.city_kana + self.town_kana


def address_of(code: str) -> tuple[Address, ...]:
    """The towns of a postal code in any spelling (〒105-0011, １０５００１１); () when there is no such code."""
    wanted = digits(code)
    if len(wanted) != 7:
        return ()
    found = [address for city in _cities() for address in city.of_code(wanted)]
    return tuple(dict.fromkeys(found))


def codes_of(text: str, *, limit: int = 20) -> tuple[Address, ...]:
    """The towns that an address begins with, the best first; () when it names none (or a prefecture alone).

    `text` is an address with or without prefecture, 郡, house number or the end of the town's name (港区芝公園4-2-8,
    みなとみらい, 渋谷区恵比). Of a town with several codes those come first whose part of it (丁目, streets) is named.
    A municipality alone, or with a town that is not listed, gives the code for the rest of it.
    """
    place = _place(_CODE.sub("", text))
    if len(place) < 2:
        return ()
    prefecture, place = _prefecture(place)
    if not place:
        return ()
    cities = [(city.named_by(place), city) for city in _cities() if prefecture in ("", city.prefecture)]
    named = max(length for length, _ in cities)
    hits = [hit for length, city in cities if length == named > 0 for hit in city.towns_of(place[named:])]
    if not named:
        hits = list(_anywhere(text)) or [hit for _, city in cities if city.begins(place) for hit in city.towns_of("")]
    best = max((hit.rank[0] for hit in hits), default=0)
    hits = sorted((hit for hit in hits if hit.rank[0] == best), key=lambda hit: (-hit.rank[1], hit.address.code))
    return tuple(dict.fromkeys(hit.address for hit in hits))[:limit]


@dataclass(frozen=True)
class _Hit:
    """An address that fits, and how well: letters of the town's name, then the part of the town."""

    address: Address
    rank: tuple[int, int]


class _City:
    """A municipality and its part of the file. Its towns are only taken apart when they are asked for."""

    def __init__(self, block: str) -> None:
        head, _, lines = block.partition("\n")
        self.lines = lines.rstrip("\n") + "\n"
        self.prefecture, self.name, *self.kana = head.split("\t")
        self.first, self.last = self.lines[:7], self.lines[self.lines.rfind("\n", 0, -1) + 1 :][:7]

    def of_code(self, code: str) -> Iterator[Address]:
        if not self.first <= code <= self.last:
            return
        start = 0 if code == self.first else self.lines.find(f"\n{code}\t") + 1
        while self.lines.startswith(code, start):
            end = self.lines.find("\n", start)
            yield self._address(self.lines[start:end])
            start = end + 1

    def _address(self, line: str) -> Address:
        code, town, kana, note = line.split("\t")
        return Address(
            code=f"{code[:3]}-{code[3:]}",
            prefecture=self.prefecture,
            city=self.name,
            town=town,
            prefecture_kana=self.kana[0],
            city_kana=self.kana[1],
            town_kana=kana,
            note="" if note == _REST else note,
            rest=note == _REST,
        )

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """How people name it, the longest first: 京都市上京区, 上京区, 京都市; 和賀郡西和賀町, 西和賀町."""
        whole = self.name
        parts = [whole]
        if ward := _WARD.match(whole):
            parts += [ward["ward"], ward["city"]]
        elif county := _COUNTY.match(whole):
            parts.append(county["name"])
        return tuple(_place(part) for part in parts)

    @cached_property
    def towns(self) -> tuple[tuple[str, str], ...]:
        """Each town's name for comparing (all folded at once, as that is the cost), and its line."""
        lines = self.lines.splitlines()
        keys = _place("|".join(line.split("\t")[1] for line in lines)).split("|")
        return tuple(zip(keys, lines, strict=True))

    def named_by(self, place: str) -> int:
        """How many letters of `place` name this municipality, 0 when it is another one."""
        return next((len(key) for key in self.keys if place.startswith(key)), 0)

    def begins(self, place: str) -> bool:
        return any(key.startswith(place) for key in self.keys)

    def towns_of(self, tail: str) -> Iterator[_Hit]:
        """What fits an address after the municipality; the rest of it always does."""
        tail = _AREA.sub("", tail)
        corner = list(_CORNER.finditer(tail))
        own = tail[corner[-1].end() :] if corner else tail
        length = max((len(key) for key, _ in self.towns if key and own.startswith(key)), default=0)
        for key, line in self.towns:
            if not key or (length and len(key) == length and own.startswith(key)):
                address = self._address(line)
                yield _Hit(address, (len(key), _part(address.note, own[len(key) :], tail)))
            elif not length and len(own) > 1 and key.startswith(own):
                yield _Hit(self._address(line), (len(own), 0))

    def towns_named(self, written: str) -> Iterator[Address]:
        """The towns whose name begins with `written`, as it is written."""
        if f"\t{written}" in self.lines:
            yield from (self._address(line) for _, line in self.towns if line[8:].startswith(written))


def _anywhere(text: str) -> Iterator[_Hit]:
    """Towns of any municipality that are named so, or begin so: people leave out the city they live in."""
    written, _, after = _SPLIT.match(text.strip()).groups()  # type: ignore[union-attr]  # it fits every text
    spellings = {re.sub("[ヶケが]", sign, written) for sign in "ヶケが"} if len(written) > 1 else ()
    for spelling in spellings:
        for city in _cities():
            for address in city.towns_named(spelling):
                exact = int(address.town == spelling)
                yield _Hit(address, (exact, _part(address.note, _place(after), "")))


def _part(note: str, after: str, tail: str) -> int:
    """How well the part of a town that `note` names fits what was written: 1 it does, -1 it does not, 0 unknown."""
    if not note:
        return 0
    blocks = list(_BLOCKS.finditer(_LISTED.sub(lambda found: found[0].replace("、", "丁目、"), note)))
    number = _NUMBER.match(after)
    if blocks and number:
        return 1 if any(_within(int(number[1]), block) for block in blocks) else -1
    pieces = (_place(piece) for piece in re.split(r"[、(「]", note))
    return int(any(len(piece) > 1 and piece in tail for piece in pieces))


def _within(number: int, block: re.Match[str]) -> bool:
    return int(block["first"]) <= number <= int(block["last"] or block["first"])


_CODE = re.compile(r"^\s*〒?\s*[0-9０-９]{3}[-－‐−ー]?[0-9０-９]{4}(?![0-9０-９])|〒")
_WARD = re.compile(r"(?P<city>.+?市)(?P<ward>.+区)$")
_COUNTY = re.compile(r".+?郡(?P<name>.+[町村])$")
_SPLIT = re.compile(r"(\D*)(\s*)(.*)$", re.DOTALL)
_AREA = re.compile(r"大字|^字")
_CORNER = re.compile(r"[上下]け?る|[東西]入る?")
_NUMBER = re.compile(r"(\d+)(?:丁目|-|番|$)")
_BLOCKS = re.compile(r"(?P<first>\d+)(?:〜(?P<last>\d+))?丁目")
# 3、4丁目 is 3丁目、4丁目: each number is to say what it counts.
_LISTED = re.compile(r"(?:\d+(?:〜\d+)?、)+\d+(?:〜\d+)?丁目")
_ALIKE = str.maketrans("一二三四五六七八九〇之がつ", "1234567890のけっ")


def _place(text: str) -> str:
    """The form in which names of places are compared: 霞ヶ関 = 霞が関, 北一条 = 北1条, 御茶ノ水 = 御茶の水."""
    return _TENS.sub(_in_digits, fold(text)).translate(_ALIKE)


_TENS = re.compile(r"([二三四五六七八九]?)十([一二三四五六七八九]?)(?=丁目|番|号|条|線|区)")
_DIGITS = {kanji: value for value, kanji in enumerate("〇一二三四五六七八九")}


def _in_digits(found: re.Match[str]) -> str:
    return str(_DIGITS.get(found[1], 1) * 10 + _DIGITS.get(found[2], 0))


def _prefecture(place: str) -> tuple[str, str]:
    """The prefecture that an address begins with, and what follows it; ("", place) when it names none."""
    for name, key in _prefectures():
        if place.startswith(key):
            return name, place[len(key) :]
    return "", place


@cache
def _prefectures() -> tuple[tuple[str, str], ...]:
    return tuple((name, _place(name)) for name in dict.fromkeys(city.prefecture for city in _cities()))


@cache
def _cities() -> tuple[_City, ...]:
    text = zlib.decompress(resources.path(_FILE).read_bytes()).decode()
    return tuple(_City(block) for block in text.removeprefix("=\t").split("\n=\t"))
