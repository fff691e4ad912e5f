"""The sentence of a record in which something was found, and where in it: cut only for the hits that are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from caseapp.rules import folding

Span: TypeAlias = tuple[int, int]
Cut: TypeAlias = tuple[str, list[Span]]
"""The sentence and the marks in it; ("", []) when there is none."""

_AROUND = 60  # characters of a sentence that are shown
_ENDS = "。\n！？!?"
_SENTENCE = re.compile(f"[^{_ENDS}]*[{_ENDS}]*")
_END = re.compile(f"[{_ENDS}]")
_LAST_END = re.compile(f".*[{_ENDS}]", re.DOTALL)
_LONG = 120  # characters from which a text is looked through sentence by sentence
_NOTHING: Cut = ("", [])


class Cutter:
    """Cuts the sentences of one question: what can be known of its words beforehand is worked out once for all hits.

    `loose`: with dakuten, small kana and long vowels forgiven.
    """

    def __init__(self, query: str, *, loose: bool = False) -> None:
        words, kind = query.split(), _LooseTerm if loose else _Term
        self._terms: list[_Term] = [kind(term) for term in folding.query_terms(query)]
        self._words = words if words and not loose and all(map(folding.is_plain, words)) else []

    def cut(self, texts: Iterable[str]) -> Cut:
        """The sentence that holds most of the words; nothing unless all of them stand in the texts.

        The index knows pieces of two letters, which may meet by chance: such a record is no hit. The texts are taken
        one by one until the sentence is found: those of a child stand in many tables.
        """
        seen: list[str] = []
        for text in filter(None, texts):
            seen.append(text)
            if self._words and all(word in text for word in self._words):
                return _as_typed(text, self._words)
        return self._in_several(seen) or _found(seen, self._terms)

    def _in_several(self, texts: Sequence[str]) -> Cut | None:
        """The words as they were typed, each in one text or another: the text that holds most of them."""
        if len(self._words) < 2 or not all(any(word in text for text in texts) for word in self._words):
            return None
        return _as_typed(max(texts, key=lambda text: sum(word in text for word in self._words)), self._words)


def _as_typed(text: str, words: Sequence[str]) -> Cut:
    """The quick way for words that stand in a text just as they were typed: nothing needs to be folded."""
    if len(words) == 1:
        return _first_of(words[0], text)
    everywhere = (at for word in words for at in _all_of(word, text, 0, len(text)))
    begin, end = _bounds(text, max(everywhere, key=lambda at: _held_near(text, at, words)))
    places = ((at, at + len(word)) for word in words for at in _all_of(word, text, begin, end))
    return _around(text, _apart(sorted(places)))


def _first_of(word: str, text: str) -> Cut:
    """The sentence around the first place of one word, and the word in it: the commonest question, so in few steps."""
    at, size = text.find(word), len(word)
    begin, end = _line(text, at, at + size)
    spans = [(at - begin, at - begin + size)]
    again = text.find(word, at + size, end)
    while again >= 0:
        spans.append((again - begin, again - begin + size))
        again = text.find(word, again + size, end)
    return text[begin:end], spans


def _line(text: str, start: int, end: int) -> Span:
    """From where to where a sentence is shown around something in it, cut to a length that fits a line."""
    floor = max(0, start - _AROUND // 2)
    before, sign = _LAST_END.match(text, floor, start), _END.search(text, end)
    begin = before.end() if before else floor
    return begin, max(min(sign.start() if sign else len(text), begin + _AROUND * 2), end)


def _held_near(text: str, at: int, words: Sequence[str]) -> int:
    """How many of the words stand in the sentence around a place."""
    begin, end = _bounds(text, at)
    return sum(text.find(word, begin, end) >= 0 for word in words)


def _bounds(text: str, at: int) -> Span:
    """Where the sentence around a place begins and ends."""
    begin = max(text.rfind(sign, 0, at) for sign in _ENDS) + 1
    end = _END.search(text, at)
    return begin, end.start() if end else len(text)


def _all_of(word: str, text: str, begin: int, end: int) -> Iterator[int]:
    at = text.find(word, begin, end)
    while at >= 0:
        yield at
        at = text.find(word, at + 1, end)


class _Term:
    """A word that is looked for as it is."""

    def __init__(self, term: str) -> None:
        self.term = term

    @staticmethod
    def fold(text: str) -> str:
        return folding.fold(text)

    def spans(self, text: str) -> list[Span]:
        return folding.spans(text, self.term)


class _LooseTerm(_Term):
    """A word that is looked for as it sounds."""

    def __init__(self, term: str) -> None:
        super().__init__(self.fold(term))

    @staticmethod
    def fold(text: str) -> str:
        return "".join(letter for letter, _ in _loosely(text))

    def spans(self, text: str) -> list[Span]:
        letters = _loosely(text)
        start = "".join(letter for letter, _ in letters).find(self.term) if self.term else -1
        return [(letters[start][1], letters[start + len(self.term) - 1][1] + 1)] if start >= 0 else []


def _found(texts: Iterable[str], terms: Sequence[_Term]) -> Cut:
    best, most, missing = "", 0, set(terms)
    for text in texts:
        if not text:
            continue
        folded = terms[0].fold(text) if terms else ""
        held = [term for term in terms if term.term in folded]
        missing.difference_update(held)
        if len(held) > most:
            best, most = text, len(held)
        if most == len(terms):
            break
    return _NOTHING if missing or not best else _cut(best, terms)


def _cut(text: str, terms: Sequence[_Term]) -> Cut:
    """The sentence of this text that holds most, cut to fit a line; the whole where none holds a word."""
    part = text
    if len(text) > _LONG and len(terms) > 1:
        held = [(sum(term.term in term.fold(each) for term in terms), each) for each in _SENTENCE.findall(text)]
        most = max(count for count, _ in held)
        part = next(each for count, each in held if count == most) if most else text
    if len(terms) == 1:
        return _around(part, terms[0].spans(part))
    return _around(part, _apart(sorted({span for term in terms for span in term.spans(part)})))


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap made one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _around(text: str, spans: Sequence[Span]) -> Cut:
    """The sentence around the first span, cut to a length that fits a line, and the spans in it."""
    if not spans:
        return text[:_AROUND].split("\n")[0], []
    begin, stop = _line(text, *spans[0])
    inside = [(max(a, begin) - begin, min(b, stop) - begin) for a, b in spans if b > begin and a < stop]
    return text[begin:stop], inside


def _loosely(text: str) -> list[tuple[str, int]]:
    """Each letter of the text in the forgiving form, with its place."""
    return [(letter, place) for place, written in enumerate(text) for letter in folding.fold_loose(written)]
