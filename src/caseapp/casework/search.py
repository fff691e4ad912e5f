"""The search of the palette and of `caseapp search`: children by name, records by text, the best first.

A child by exact name, then by the beginning of a name, by reading, by number or day of birth; then text, the newest
first. When nothing matches, dakuten, small kana and long vowels are forgiven. Several words: the first ones name the
child and the last ones are looked for in that child's records, or all are in one text; those of the child come first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from caseapp.casework.office import Office
from caseapp.casework.search_hits import BORN, Showing
from caseapp.casework.views import SearchAnswer, SearchHit
from caseapp.records import search_index
from caseapp.records.child import ChildRow
from caseapp.records.search_index import INNER, NUMBER, WHOLE, NameHit, TextHit
from caseapp.records.tables import driver_rows, driver_words
from caseapp.rules import folding
from caseapp.rules.asked_date import birth_days, birthday
from caseapp.rules.romaji import hiragana_of

LONGEST = 200
"""Longer questions are cut: nobody types them, and FTS5 would think about them for long."""

_BORN = (
    select(ChildRow.id)
    .where(ChildRow.birth_date.between(bindparam("first"), bindparam("last")))
    .order_by(ChildRow.sort_key)
)
_WINDOW = 40
_FEW = 30
_NEWEST = (1000, 4000)
"""A name of up to `_FEW` children is asked together with the words; of more children the `_NEWEST` records in which the
words stand are looked through, which costs less than ninety 佐藤; what is older still is asked of the first `_FEW`."""
_COMMON = ("相談", "さとう", "0900")
_OF_EACH = 3
"""Among the newest `_WINDOW` texts, so many of each kind are on the first page whatever their age: a plan or a liaison
would else stand behind the consultations, of which there are a hundred times as many."""


def find(office: Office, text: str, *, limit: int = 20, start: int = 0, child_id: str | None = None) -> SearchAnswer:
    """What `text` finds in the office, or only about one child; `start` leaves out so many. An empty question: nothing.

    `more` says that there is something behind: ask again with `start` moved on by `limit`.
    """
    query = " ".join(text[:LONGEST].split())
    if not query or limit < 1:
        return SearchAnswer(())
    with office.looking("search.find") as connection:
        asked = _Question(connection, office, query=query, limit=limit, start=max(0, start), child_id=child_id)
        hits = asked.exact()
        forgiving = not hits and not start
        if forgiving or (start and not asked.refs):
            hits = asked.forgiving()
            forgiving = True
    return SearchAnswer(tuple(hits), forgiving and bool(hits), asked.more)


def warm_up(office: Office) -> None:
    """Ask a few common questions whose answers nobody waits for: in a vault just opened each page must be deciphered,
    and those that every question needs are then known. Some 30 ms at first, next to nothing later."""
    for words in _COMMON:
        find(office, words)


class _Question:
    """One question to the index: what it finds, in order, and of that the part that is shown."""

    def __init__(
        self, connection: Connection, office: Office, *, query: str, limit: int, start: int, child_id: str | None
    ) -> None:
        self.connection = connection
        self.office = office
        self.query = query
        self.limit = limit
        self.start = start
        self.child_id = child_id
        self.refs: Sequence[NameHit | TextHit] = ()
        self.more = False
        self._named = _Named((), "")
        self._showing = Showing(connection, office, query=query)

    @property
    def _wanted(self) -> int:
        return self.start + self.limit + 1

    def exact(self) -> list[SearchHit]:
        """Names first, then text."""
        folded = folding.fold(self.query)
        if not any(letter.isalnum() for letter in folded):
            return []
        names = self._names(folded) if self.child_id is None else []
        texts: list[TextHit] = []
        if len(names) < self._wanted and len(folded) > 1:
            known = {hit.record_id for hit in names}
            texts = [hit for hit in self._texts(self._wanted - len(names)) if hit.record_id not in known]
        return self._shown(names, texts, loose=False)

    def forgiving(self) -> list[SearchHit]:
        """With dakuten, small kana and long vowels forgiven, in names and in text."""
        names = [] if self.child_id else self._heard(folding.loose_forms(self.query))
        texts: list[TextHit] = []
        limit = self._wanted - len(names)
        if limit > 0:
            self._named = self._of_a_named_child(limit, loose=True)
            variants = search_index.forgiving_expression(self.query)
            children = (self.child_id,) if self.child_id else ()
            found = search_index.find_text(self.connection, variants, children=children, limit=limit)
            texts = self._behind_the_named(found)
        return self._shown(names, texts, loose=True)

    def _shown(self, names: Sequence[NameHit], texts: Sequence[TextHit], *, loose: bool) -> list[SearchHit]:
        """The part that was asked for, made readable; the sentences of all others are never cut."""
        self.refs = [*names, *texts]
        end = self.start + self.limit
        self.more = len(self.refs) > end
        chosen = names[self.start : end]
        first = max(0, self.start - len(names))
        rest = texts[first : first + self.limit - len(chosen)]
        named = set(self._named.hits)
        return (
            self._showing.names(chosen)
            + self._showing.texts([hit for hit in rest if hit in named], query=self._named.query)
            + self._showing.texts([hit for hit in rest if hit not in named], query=self.query, loose=loose)
        )

    # --- names

    def _names(self, folded: str) -> list[NameHit]:
        """By name, reading and number, then by day of birth and by a reading typed in Latin letters; none twice."""
        found = search_index.find_names(self.connection, folded, limit=self._wanted)
        if len(found) >= self._wanted:
            return found
        unique = {hit.record_id: hit for hit in chain(self._numbers(folded), self._born(), self._romaji())}
        known = {hit.record_id for hit in found}
        others = [hit for record_id, hit in unique.items() if record_id not in known]
        by_name = [hit for hit in found if hit.what != NUMBER]
        born = [hit for hit in others if hit.what == BORN]
        rest = [hit for hit in others if hit.what != BORN]
        return (by_name + born + [hit for hit in found if hit.what == NUMBER] + rest)[: self._wanted]

    def _numbers(self, folded: str) -> Iterator[NameHit]:
        """A number in other hyphens than those it was written with."""
        figures = folding.digits(self.query)
        if len(figures) < 2 or figures == folded or any(letter.isalpha() for letter in folded if letter != "ー"):
            return
        for hit in search_index.find_names(self.connection, figures, limit=self._wanted):
            if hit.what == NUMBER:
                yield hit

    def _born(self) -> Iterator[NameHit]:
        for first, last in birth_days(self.query, today=self.office.today):
            days = (first.isoformat(), last.isoformat())
            born = driver_rows(self.connection, driver_words(_BORN, self.connection.dialect), days)
            for (child_id,) in born[: self._wanted]:
                yield NameHit("child", child_id, child_id, BORN, WHOLE, exact=True)
        day = birthday(self.query)
        if day:
            for hit in search_index.find_names(self.connection, day, limit=self._wanted):
                if hit.exact and hit.what == NUMBER:
                    yield NameHit(hit.kind, hit.record_id, hit.child_id, BORN, WHOLE, exact=True)

    def _romaji(self) -> list[NameHit]:
        reading = hiragana_of(self.query)
        return self._heard(folding.loose_forms(reading)) if len(reading) > 1 else []

    def _heard(self, forms: Sequence[str]) -> list[NameHit]:
        """By the reading in each of its forgiving forms."""
        found: dict[str, NameHit] = {}
        for form in forms:
            if any(letter.isalnum() for letter in form):
                for hit in search_index.find_names(self.connection, form, loose=True, limit=self._wanted):
                    found.setdefault(hit.record_id, hit)
        return list(found.values())[: self._wanted]

    # --- text

    def _texts(self, limit: int) -> list[TextHit]:
        """The records of a child who is named first, then every other in which all the words stand."""
        scope = (self.child_id,) if self.child_id else ()
        self._named = self._of_a_named_child(limit)
        if len(self._named.hits) >= limit:  # nothing that stands behind them would be shown
            return list(self._named.hits)
        expression = folding.match_expression(self.query)
        found = search_index.find_text(self.connection, expression, children=scope, limit=max(limit, _WINDOW))
        return self._behind_the_named(_each_kind_early(found))

    def _of_a_named_child(self, limit: int, *, loose: bool = False) -> _Named:
        """高瀬 酸素: the records of 高瀬 in which 酸素 stands; the longest beginning that names a child counts."""
        words = () if self.child_id else self.query.split()
        for cut in range(len(words) - 1, 0, -1):
            children = self._children_called("".join(words[:cut]), loose=loose)
            if children:
                rest = " ".join(words[cut:])
                return _Named(self._of_these(children, folding.match_expression(rest), limit), rest)
        return _Named((), "")

    def _of_these(self, children: Sequence[str], expression: str, limit: int) -> list[TextHit]:
        """What was found of these children. Each is a word of the question; where many have the name, the newest
        records of everybody are looked through instead, and only what lies behind these is asked of the first few."""
        if len(children) > _FEW:
            for among in _NEWEST:
                theirs = search_index.newest_of(self.connection, expression, children=children, among=among)
                if len(theirs) >= limit:
                    return theirs[:limit]
            few = search_index.find_text(self.connection, expression, children=children[:_FEW], limit=limit)
            known = set(theirs)
            return [*theirs, *(hit for hit in few if hit not in known)][:limit]
        return search_index.find_text(self.connection, expression, children=children, limit=limit)

    def _children_called(self, name: str, *, loose: bool) -> list[str]:
        """Those whose name or reading, or a word of it, begins so."""
        if not loose:
            return search_index.children_called(self.connection, folding.fold(name))
        heard = self._heard(folding.loose_forms(name))
        return [hit.record_id for hit in heard if hit.kind == "child" and hit.place != INNER]

    def _behind_the_named(self, others: Sequence[TextHit]) -> list[TextHit]:
        """What was found of the child who is named, then all others."""
        named = self._named.hits
        return [*named, *(hit for hit in others if hit not in named)] if named else list(others)


class _Named(NamedTuple):
    """Records of the children who are named in the question, and the words that were looked for in them."""

    hits: Sequence[TextHit]
    query: str


def _each_kind_early(found: list[TextHit]) -> list[TextHit]:
    """The newest first, but some of each kind among the first twenty."""
    window, counted, early = found[:_WINDOW], Counter[str](), []
    if len({kind for kind, _, _ in window}) < 2:
        return found
    for hit in window:
        counted[hit.kind] += 1
        if counted[hit.kind] <= _OF_EACH:
            early.append(hit)
    page = 20
    chosen = set(early[:page])
    for hit in window:
        if len(chosen) >= page:
            break
        chosen.add(hit)
    return [hit for hit in window if hit in chosen] + [hit for hit in found if hit not in chosen]
