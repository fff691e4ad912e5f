"""The search of the palette and of `caseapp search`: children by name, records by text, the best first.

A child by exact name, then by the beginning of a name, by reading, by number; then text, the newest first. When
nothing matches, dakuten and small kana are forgiven. Several words: all must be in the text, or the first words name
the child and the last ones are looked for in that child's records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from caseapp.casework.office import Office
from caseapp.casework.views import SearchAnswer, SearchHit
from caseapp.records import search_index
from caseapp.records.account import AccountRow
from caseapp.records.all_subjects import BY_KIND
from caseapp.records.child import ChildRow
from caseapp.records.search_index import NUMBER, NameHit, TextHit
from caseapp.rules import folding
from caseapp.rules.account import short_name
from caseapp.rules.age import age_and_grade

LONGEST = 200
"""Longer questions are cut: nobody types them, and FTS5 would think about them for long."""

_AROUND = 60  # characters of a sentence that are shown
_ENDS = "。\n！？!?"
_NAMED_CHILDREN = 30


def find(office: Office, text: str, *, limit: int = 20, child_id: str | None = None) -> SearchAnswer:
    """What `text` finds in the office, or only about one child. An empty question finds nothing."""
    query = " ".join(text[:LONGEST].split())
    if not query or limit < 1:
        return SearchAnswer(())
    with office.reading("search.find") as session:
        asked = _Question(session, office, query=query, limit=limit + 1, child_id=child_id)
        hits = asked.exact()
        forgiving = not hits
        if forgiving:
            hits = asked.forgiving()
    return SearchAnswer(tuple(hits[:limit]), forgiving and bool(hits), len(hits) > limit)


class _Question:
    """One question to the index, and its answers made readable."""

    def __init__(self, session: Session, office: Office, *, query: str, limit: int, child_id: str | None) -> None:
        self.session = session
        self.connection: Connection = session.connection()
        self.office = office
        self.query = query
        self.limit = limit
        self.child_id = child_id

    def exact(self) -> list[SearchHit]:
        """Names first, then text."""
        folded = folding.fold(self.query)
        if not any(letter.isalnum() for letter in folded):
            return []
        named = self._names(folded) if self.child_id is None else []
        hits = self._shown_names(named)
        if len(hits) < self.limit and len(folded) > 1:
            have = {hit.record_id for hit in hits}
            texts = [hit for hit in self._texts() if hit.record_id not in have]
            hits += self._shown_texts(texts[: self.limit - len(hits)], self.query)
        return hits

    def forgiving(self) -> list[SearchHit]:
        """With dakuten, small kana and long vowels forgiven, in names and in text."""
        loose = folding.fold_loose(self.query)
        if not any(letter.isalnum() for letter in loose):
            return []
        named = [] if self.child_id else search_index.find_names(self.connection, loose, loose=True, limit=self.limit)
        hits = self._shown_names(named)
        variants = search_index.forgiving_expression(self.query)
        if variants and len(hits) < self.limit:
            children = (self.child_id,) if self.child_id else ()
            texts = search_index.find_text(self.connection, variants, children=children, limit=self.limit)
            hits += self._shown_texts(texts, self.query, loose=True)
        return hits[: self.limit]

    # --- asking

    def _names(self, folded: str) -> list[NameHit]:
        hits = search_index.find_names(self.connection, folded, limit=self.limit)
        figures = folding.digits(self.query)
        if len(figures) > 1 and figures != folded and not any(letter.isalpha() for letter in folded):
            found = search_index.find_names(self.connection, figures, limit=self.limit)
            known = {hit.record_id for hit in hits}
            hits += [hit for hit in found if hit.what == NUMBER and hit.record_id not in known]
        return hits

    def _texts(self) -> list[TextHit]:
        scope = (self.child_id,) if self.child_id else ()
        found = search_index.find_text(
            self.connection, folding.match_expression(self.query), children=scope, limit=self.limit
        )
        words = self.query.split()
        if found or len(words) < 2 or self.child_id:
            return found
        return self._texts_of_a_named_child(words)

    def _texts_of_a_named_child(self, words: Sequence[str]) -> list[TextHit]:
        """高瀬 酸素: the records of 高瀬 in which 酸素 stands; the longest beginning that names a child counts."""
        for cut in range(len(words) - 1, 0, -1):
            hits = search_index.find_names(
                self.connection, folding.fold("".join(words[:cut])), inside=False, limit=_NAMED_CHILDREN
            )
            children = [hit.record_id for hit in hits if hit.kind == "child"]
            if children:
                self.query = " ".join(words[cut:])
                expression = folding.match_expression(self.query)
                return search_index.find_text(self.connection, expression, children=children, limit=self.limit)
        return []

    # --- showing

    def _shown_names(self, hits: Sequence[NameHit]) -> list[SearchHit]:
        children = self._children(hit.record_id for hit in hits if hit.kind == "child")
        others = self._values([TextHit(hit.kind, hit.record_id, hit.child_id) for hit in hits if hit.kind != "child"])
        shown: list[SearchHit] = []
        for hit in hits:
            if hit.kind == "child" and hit.record_id in children:
                shown.append(self._shown_child(hit, children[hit.record_id]))
            elif (hit.kind, hit.record_id) in others:
                value = others[hit.kind, hit.record_id]
                name = getattr(value, "name", "")
                spans = tuple(folding.spans(name, self.query))
                shown.append(_of_its_own(hit, value, name, spans))
        return shown

    def _shown_child(self, hit: NameHit, child: Any) -> SearchHit:
        """The child's line; what was found is marked in the name, else in the reading, else in the number."""
        name = f"{child.family_name} {child.given_name}".strip()
        candidates = (
            name,
            f"{child.family_name_kana} {child.given_name_kana}".strip(),
            child.number,
            child.former_name,
        )
        found = (
            (text, folding.spans(text, self.query.replace(" ", "")))
            for text in (*candidates, child.alias, child.romaji)
        )
        text, spans = next(((text, spans) for text, spans in found if spans), (name, []))
        return SearchHit(
            kind="child",
            record_id=hit.record_id,
            child_id=hit.record_id,
            child_number=child.number,
            name=name,
            text=text,
            spans=tuple(spans),
            age_grade=self._age(child),
            worker_short=short_name(child.worker or ""),
        )

    def _shown_texts(self, hits: Sequence[TextHit], query: str, *, loose: bool = False) -> list[SearchHit]:
        values = self._values(hits)
        children = self._children(hit.child_id for hit in hits)
        shown = []
        for hit in hits:
            value = values.get((hit.kind, hit.record_id))
            if value is None:
                continue
            text, spans = self._sentence(BY_KIND[hit.kind].texts(value), query, loose=loose)
            if text:
                shown.append(self._shown_text(hit, value, children.get(hit.child_id), text, spans))
        return shown

    def _shown_text(
        self, hit: TextHit, value: Any, child: Any, text: str, spans: Sequence[tuple[int, int]]
    ) -> SearchHit:
        made = SearchHit(
            kind=hit.kind,
            record_id=hit.record_id,
            child_id=hit.child_id,
            child_number=getattr(value, "number", "") if hit.kind == "organization" else "",
            name=getattr(value, "name", "") if hit.kind == "organization" else "",
            text=text,
            on=BY_KIND[hit.kind].day(value) if hit.kind != "child" else None,
            spans=tuple(spans),
            method=getattr(value, "method", ""),
            worker_short=short_name(getattr(value, "worker", "")),
        )
        if child is None:
            return made
        name = f"{child.family_name} {child.given_name}".strip()
        return replace(made, child_number=child.number, name=name, age_grade=self._age(child))

    def _sentence(self, texts: Iterable[str], query: str, *, loose: bool) -> tuple[str, list[tuple[int, int]]]:
        """The sentence in which it was found, and where; ("", []) when it was a chance meeting of pieces."""
        wanted = folding.query_terms(query)
        best: tuple[int, str, list[tuple[int, int]]] = (0, "", [])
        held: set[str] = set()
        for text in texts:
            folded = "".join(letter for letter, _ in _loosely(text)) if loose else folding.fold(text)
            terms = {term for term in wanted if (_loose_term(term) if loose else term) in folded}
            held |= terms
            if len(terms) > best[0]:
                spans = _loose_spans(text, wanted) if loose else folding.spans(text, query)
                best = (len(terms), *_around(text, spans))
        return (best[1], best[2]) if held == set(wanted) else ("", [])

    def _values(self, hits: Sequence[TextHit]) -> dict[tuple[str, str], Any]:
        """The records of these hits: one statement per kind."""
        by_kind: dict[str, list[str]] = defaultdict(list)
        for hit in hits:
            by_kind[hit.kind].append(hit.record_id)
        values: dict[tuple[str, str], Any] = {}
        for kind, ids in by_kind.items():
            subject = BY_KIND[kind]
            for row in self.session.scalars(select(subject.row).where(subject.row.id.in_(ids))):
                values[kind, row.id] = subject.shape.to_read(row)
        return values

    def _children(self, ids: Iterable[str]) -> dict[str, Any]:
        row = ChildRow
        question = (
            select(
                *(row.id, row.number, row.family_name, row.given_name, row.family_name_kana, row.given_name_kana),
                *(
                    row.former_name,
                    row.alias,
                    row.romaji,
                    row.birth_date,
                    row.grade_override,
                    AccountRow.name.label("worker"),
                ),
            )
            .outerjoin(AccountRow, AccountRow.id == row.worker_id)
            .where(row.id.in_({child_id for child_id in ids if child_id}))
        )
        return {child.id: child for child in self.session.execute(question)}

    def _age(self, child: Any) -> str:
        return age_and_grade(
            child.birth_date, self.office.today, grade_override=child.grade_override, language=self.office.language
        )


def _of_its_own(hit: NameHit, value: Any, name: str, spans: tuple[tuple[int, int], ...]) -> SearchHit:
    """An organization, found by its name or number."""
    number = getattr(value, "number", "")
    return SearchHit(
        kind=hit.kind, record_id=hit.record_id, child_id="", child_number=number, name=name, text=name, spans=spans
    )


def _loosely(text: str) -> list[tuple[str, int]]:
    """Each letter of the text in the forgiving form, with its place."""
    return [(letter, place) for place, written in enumerate(text) for letter in folding.fold_loose(written)]


def _loose_term(term: str) -> str:
    return "".join(letter for letter, _ in _loosely(term))


def _loose_spans(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    letters = _loosely(text)
    plain = "".join(letter for letter, _ in letters)
    found = []
    for term in map(_loose_term, terms):
        start = plain.find(term) if term else -1
        if start >= 0:
            found.append((letters[start][1], letters[start + len(term) - 1][1] + 1))
    return sorted(found)


def _around(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The sentence around the first span, cut to a length that fits a line, and the spans in it."""
    if not spans:
        return text[:_AROUND].split("\n")[0], []
    start, end = spans[0]
    begin = max((text.rfind(sign, 0, start) + 1 for sign in _ENDS), default=0)
    begin = max(begin, start - _AROUND // 2)
    stops = [place for sign in _ENDS if (place := text.find(sign, end)) >= 0]
    stop = min([*stops, begin + _AROUND * 2, len(text)])
    stop = max(stop, end)
    inside = [(max(a, begin) - begin, min(b, stop) - begin) for a, b in spans if b > begin and a < stop]
    return text[begin:stop], inside
