"""The search index: two tables that follow the records in the same transaction, and the questions asked of them.

`search_text` is a contentless FTS5 table of folded two-character pieces: it holds no text, only where pieces stand.
`search_name` holds every ending of every name, reading and number, so that a part of a name is a range of keys.
`search_entry` says which record an entry is. Its key grows with the record's day, so that "newest first" is the order
in which FTS5 finds: sorting by relevance (bm25) would read every hit. This is the one module that knows SQLite.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Integer, String, TextClause, UniqueConstraint, bindparam, text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.records.tables import CODE, ID, Table, driver_rows, sqlite_only
from caseapp.rules.folding import bigrams, digits, fold, loose_forms, query_terms
from caseapp.rules.variants import GROUPS

NAME, KANA, NUMBER, LOOSE = "name", "kana", "number", "loose"
WHOLE, WORD, INNER = 0, 1, 2
"""Where a key begins: with the name, with a word of it (the given name), or inside."""

FORM = f"2.{zlib.crc32(' '.join(GROUPS).encode()):08x}"
"""What the stored keys and pieces were made by; raise the number when folding or `name_keys` changes. An index of
another form is made anew when the office is opened (casework.search_renewal)."""

ENTRY = BigInteger().with_variant(Integer(), "sqlite")  # there an INTEGER key is the row itself
_PER_DAY = 16  # bits: records of one day that fit between two days' keys; more go on among the next day's
_BETWEEN = "\n§§\n"  # keeps a phrase from reaching from one field into the next
_LONGEST_KEY = 60
_AFTER_ALL = "\U0010ffff"


class SearchEntryRow(Table):
    """Which record an entry of the index is."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("record_id", "kind"),)

    entry: Mapped[int] = mapped_column(ENTRY, primary_key=True)
    kind: Mapped[str] = mapped_column(CODE)
    record_id: Mapped[str] = mapped_column(ID)
    child_id: Mapped[str] = mapped_column(ID, default="", index=True)


class SearchNameRow(Table):
    """One key: a name, a reading, a number, or an ending of one. `what` says which, `place` where it begins."""

    __tablename__ = "search_name"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(String(_LONGEST_KEY), primary_key=True)
    what: Mapped[str] = mapped_column(String(10), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[int] = mapped_column(ENTRY, primary_key=True, index=True)
    length: Mapped[int] = mapped_column(default=0)


TEXT_TABLE = (
    "CREATE VIRTUAL TABLE search_text USING fts5"
    "(body, scope, content='', contentless_delete=1, tokenize='ascii', detail=full)"
)
sqlite_only(SearchEntryRow, TEXT_TABLE)


@dataclass(frozen=True)
class NameKey:
    """A name as people look for it. `what` is NAME, KANA or NUMBER; `text` as written; words are split by blanks."""

    what: str
    text: str


@dataclass(frozen=True)
class Document:
    """What the index is to know of one record."""

    kind: str
    record_id: str
    child_id: str
    day: date | None
    texts: tuple[str, ...] = ()
    names: tuple[NameKey, ...] = ()
    also_children: tuple[str, ...] = ()


class NameHit(NamedTuple):
    """A record found by a name; `what`, `place` and `exact` say how well."""

    kind: str
    record_id: str
    child_id: str
    what: str
    place: int
    exact: bool


class TextHit(NamedTuple):
    """A record found by its text."""

    kind: str
    record_id: str
    child_id: str


# ------------------------------------------------------------------------------------------------ writing


def put(connection: Connection, documents: Iterable[Document]) -> None:
    """Bring the index up to these records; what it held of them before goes."""
    given = {(d.record_id, d.kind): d for d in documents}  # the last state of a record counts
    if not given:
        return
    held = _held(connection, [record_id for record_id, _ in given])
    _remove_entries(connection, list(held.values()))
    numbered = _numbered(connection, list(given.values()), held)
    _write(connection, _INSERT_ENTRY, [(e, d.kind, d.record_id, d.child_id) for e, d in numbered])
    _write(connection, _INSERT_TEXT, [(e, _body(d.texts), _scope(d)) for e, d in numbered if any(d.texts)])
    _write(connection, _INSERT_NAME, [(*key, e) for e, d in numbered for key in name_keys(d.names)])


def _write(connection: Connection, statement: str, rows: list[tuple[object, ...]]) -> None:
    if rows:  # past SQLAlchemy's compiler: an import of an old register writes a hundred thousand of these
        connection.exec_driver_sql(statement, rows)


def remove(connection: Connection, record_ids: Sequence[str]) -> None:
    """Take records out of the index."""
    _remove_entries(connection, list(_held(connection, record_ids).values()))


def _held(connection: Connection, record_ids: Sequence[str]) -> dict[tuple[str, str], int]:
    """The keys these records have by now."""
    rows = (row for part in _portions(record_ids) for row in connection.execute(_ENTRIES_OF, {"ids": part}))
    return {(row.record_id, row.kind): row.entry for row in rows}


def _remove_entries(connection: Connection, entries: Sequence[int]) -> None:
    for part in _portions(entries):
        for statement in (_DELETE_TEXT, _DELETE_NAME, _DELETE_ENTRY):
            connection.execute(statement, {"entries": part})


def name_keys(names: Iterable[NameKey]) -> set[tuple[str, str, int, int]]:
    """(key, what, place, length of the whole) for each name: the whole, each word, and every ending."""
    keys: set[tuple[str, str, int, int]] = set()
    for name in names:
        for what, folded, starts in _forms(name):
            for begin in range(len(folded)):
                place = WHOLE if not begin else WORD if begin in starts else INNER
                keys.add((folded[begin:][:_LONGEST_KEY], what, place, len(folded)))
    return keys


def _forms(name: NameKey) -> Iterable[tuple[str, str, set[int]]]:
    """What a name is searched by: folded; names and readings also forgivingly; with the starts of its words."""
    if name.what == NUMBER:
        plain, figures = fold(name.text), digits(name.text)
        for form in {plain, figures} - {""}:
            yield NUMBER, form, set()
        return
    parts = name.text.split()
    yield name.what, *_joined([fold(part) for part in parts])
    spoken = [loose_forms(part) for part in parts]
    yield LOOSE, *_joined([forms[0] for forms in spoken])
    if any(len(forms) > 1 for forms in spoken):
        yield LOOSE, *_joined([forms[-1] for forms in spoken])


def _joined(words: Sequence[str]) -> tuple[str, set[int]]:
    """The words as one, and where each begins."""
    starts, length = set(), 0
    for word in words:
        starts.add(length)
        length += len(word)
    return "".join(words), starts


def _ordinal(document: Document) -> int:
    return document.day.toordinal() if document.day else 1


def _numbered(
    connection: Connection, documents: Sequence[Document], held: dict[tuple[str, str], int]
) -> list[tuple[int, Document]]:
    """Each document with its key, in the order of the keys: FTS5 writes ascending keys without a flush between.

    A record keeps its key while its day stands: else every save of an old record would use up one of that day's keys.
    """
    numbered, new = [], defaultdict[int, list[Document]](list)
    for document in documents:
        day, key = _ordinal(document), held.get((document.record_id, document.kind))
        if key is not None and key >> _PER_DAY == day:
            numbered.append((key, document))
        else:
            new[day].append(document)
    used = {key for key, _ in numbered}
    for day, those in new.items():
        keys = _free(connection, day, len(those), used)
        used.update(keys)
        numbered.extend(zip(keys, those, strict=True))
    return sorted(numbered, key=lambda pair: pair[0])


def _free(connection: Connection, day: int, count: int, used: Collection[int]) -> list[int]:
    """So many unused keys of a day: behind the last one, then from the gaps; a day that is full goes on in the next."""
    first, end = day << _PER_DAY, (day + 1) << _PER_DAY
    stored = connection.exec_driver_sql(_LAST_OF_DAY, (first, end)).scalar()
    last = max((key for key in (stored, *used) if key is not None and first <= key < end), default=first - 1)
    if last + count < end:
        return list(range(last + 1, last + 1 + count))
    taken = {entry for (entry,) in connection.exec_driver_sql(_ALL_OF_DAY, (first, end))} | set(used)
    found = list(islice((key for key in range(first, end) if key not in taken), count))
    return found + (_free(connection, day + 1, count - len(found), used) if len(found) < count else [])


def _body(texts: Iterable[str]) -> str:
    return _BETWEEN.join(" ".join(bigrams(fold(part))) for part in texts if part)


def _scope(document: Document) -> str:
    return " ".join(scope_token(child_id) for child_id in (document.child_id, *document.also_children) if child_id)


def scope_token(child_id: str) -> str:
    """The child as one word of the index."""
    return "c" + child_id.replace("-", "").lower()


def clear(connection: Connection) -> None:
    """Take everything out of the index."""
    for statement in ("DELETE FROM search_name", "DELETE FROM search_entry"):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT INTO search_text (search_text) VALUES ('delete-all')")


def _portions(values: Sequence[object], size: int = 500) -> Iterable[list[object]]:
    for begin in range(0, len(values), size):
        yield list(values[begin : begin + size])


_INSERT_ENTRY = "INSERT INTO search_entry (entry, kind, record_id, child_id) VALUES (?, ?, ?, ?)"
_INSERT_TEXT = "INSERT INTO search_text (rowid, body, scope) VALUES (?, ?, ?)"
_INSERT_NAME = (
    'INSERT INTO search_name ("key", what, place, length, entry) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING'
)


def _of_many(statement: str, name: str) -> TextClause:
    return text(statement).bindparams(bindparam(name, expanding=True))


_ENTRIES_OF = _of_many("SELECT entry, record_id, kind FROM search_entry WHERE record_id IN :ids", "ids")
_DELETE_TEXT = _of_many("DELETE FROM search_text WHERE rowid IN :entries", "entries")
_DELETE_NAME = _of_many("DELETE FROM search_name WHERE entry IN :entries", "entries")
_DELETE_ENTRY = _of_many("DELETE FROM search_entry WHERE entry IN :entries", "entries")
_LAST_OF_DAY = "SELECT max(entry) FROM search_entry WHERE entry >= ? AND entry < ?"
_ALL_OF_DAY = "SELECT entry FROM search_entry WHERE entry >= ? AND entry < ?"


# ------------------------------------------------------------------------------------------------ asking


def find_names(connection: Connection, folded: str, *, loose: bool = False, limit: int = 50) -> list[NameHit]:
    """Records with a name, reading or number that begins with `folded` or contains it.

    Best first: the exact name, a name that begins so, a reading, a number, then what begins inside; shorter first.
    `loose` looks in the forgiving forms (give it `fold_loose` of the query) and in nothing else.
    """
    if not folded:
        return []
    size, span = len(folded), (folded, folded + _AFTER_ALL)
    if not driver_rows(connection, _ANY_NAME, span):  # most words of a text are nobody's name: ranking nothing costs
        return []
    found = _numbers(connection, span, limit) if folded.isdecimal() and not loose else {}
    for place in (WORD, INNER):  # what is inside a name comes last: it is asked for where the others are too few
        if len(found) < limit:
            for row in driver_rows(connection, _NAMES, (*[size] * 2, *span, place, loose, limit)):
                found.setdefault(row[1], row)
    return [
        NameHit(kind, record_id, child_id, what, place, place == WHOLE and length == size)
        for kind, record_id, child_id, what, place, length in list(found.values())[:limit]
    ]


def _numbers(connection: Connection, span: tuple[str, str], limit: int) -> dict[str, Sequence[Any]]:
    """The records with a number that begins so, in the order of the numbers: every mobile number begins with 090, and
    ranking ten thousand of them would say no more."""
    asked = 3 * limit
    while True:
        rows = driver_rows(connection, _NUMBERS, (*span, asked))
        found: dict[str, Sequence[Any]] = {}
        for row in rows:
            found.setdefault(row[1], row)
        if len(found) >= limit or len(rows) < asked:
            return found
        asked *= 4


_NUMBERS = """
    SELECT e.kind, e.record_id, e.child_id, n.what, n.place, n.length
    FROM search_name n JOIN search_entry e ON e.entry = n.entry
    WHERE n."key" >= ? AND n."key" < ? AND n.what = 'number' AND n.place = 0
    ORDER BY n."key", n.what, n.place, n.entry LIMIT ?
"""
_ANY_NAME = 'SELECT 1 FROM search_name WHERE "key" >= ? AND "key" < ? LIMIT 1'
_NAMES = """
    SELECT e.kind, e.record_id, e.child_id, n.what, n.place, n.length
    FROM (
        SELECT entry, what, place, length,
               min(CASE WHEN length = ? AND place = 0 AND what IN ('name', 'loose') THEN 0
                        WHEN place = 0 AND what IN ('name', 'loose') THEN 1
                        WHEN length = ? AND place = 0 THEN 2
                        WHEN place < 2 AND what = 'kana' THEN 3
                        WHEN place < 2 AND what = 'name' THEN 4
                        WHEN place = 0 THEN 5
                        ELSE 6 END * 100 + length) AS rank
        FROM search_name
        WHERE "key" >= ? AND "key" < ? AND place <= ? AND (what = 'loose') = ?
        GROUP BY entry
        ORDER BY rank, entry LIMIT ?
    ) n JOIN search_entry e ON e.entry = n.entry
    ORDER BY n.rank, n.entry
"""


def children_called(connection: Connection, folded: str, *, limit: int = 1000) -> list[str]:
    """The children with a name, reading or number, or a word of one, that is or begins with `folded`; in its order, so
    that who is called just so comes first. For the records of a child that is named: nothing is ranked."""
    rows = driver_rows(connection, _CHILDREN_CALLED, (folded, folded + _AFTER_ALL, limit + 10)) if folded else ()
    return list(dict.fromkeys(record_id for (record_id,) in rows))[:limit]


_CHILDREN_CALLED = """
    SELECT e.record_id FROM search_name n JOIN search_entry e ON e.entry = n.entry
    WHERE n."key" >= ? AND n."key" < ? AND n.place < 2 AND n.what <> 'loose' AND e.kind = 'child'
    ORDER BY n."key", n.what, n.place, n.entry LIMIT ?
"""


def find_text(
    connection: Connection, expression: str, *, children: Sequence[str] = (), limit: int = 50
) -> list[TextHit]:
    """Records whose text matches an FTS5 expression (rules.folding.match_expression), the newest first.

    `children` limits them to what concerns one of these children.
    """
    if not expression:
        return []
    return list(map(TextHit._make, driver_rows(connection, FIND_TEXT, (scoped(expression, children), limit))))


def newest_of(connection: Connection, expression: str, *, children: Sequence[str], among: int) -> list[TextHit]:
    """The records of these children `among` so many newest ones of all whose text matches, the newest first.

    For a name that many have: to `find_text` each child is one more word.
    """
    if not expression or not children:
        return []
    return list(map(TextHit._make, driver_rows(connection, *found_among(expression, children, among))))


def found_among(expression: str, children: Sequence[str], among: int) -> tuple[str, tuple[object, ...]]:
    """The statement of `newest_of`, and its values."""
    return FIND_AMONG.replace("$children", ", ".join("?" * len(children))), (scoped(expression), among, *children)


def children_since(connection: Connection, kind: str, day: date) -> Iterator[list[str]]:
    """The children about whom there is a record of this kind of that day or later, the newest first, in portions.

    Only as the record's child, not beside another; and only records with words or names are in the index: who never
    comes may have one all the same.
    """
    first, end = day.toordinal() << _PER_DAY, date.max.toordinal() << _PER_DAY
    while True:
        rows = driver_rows(connection, _CHILDREN_SINCE, (first, end, kind))
        if not rows:
            return
        end = rows[-1][0]
        yield [child_id for _, child_id in rows]


# By the key alone: SQLite would else walk through all entries of the kind.
_CHILDREN_SINCE = (
    "SELECT entry, child_id FROM search_entry NOT INDEXED "
    "WHERE entry >= ? AND entry < ? AND kind = ? ORDER BY entry DESC LIMIT 5000"
)
_SOUNDS = (
    *("あぁ", "いぃ", "うぅゔ", "えぇ", "おぉ", "かが", "きぎ", "くぐ", "けげ", "こご", "さざ", "しじ", "すず", "せぜ"),
    *(
        "そぞ",
        "ただ",
        "ちぢ",
        "つっづ",
        "てで",
        "とど",
        "はばぱ",
        "ひびぴ",
        "ふぶぷ",
        "へべぺ",
        "ほぼぽ",
        "やゃ",
        "ゆゅ",
    ),
    *("よょ", "わゎ"),
)
_ALIKE = {kana: group for group in _SOUNDS for kana in group}


def forgiving_expression(query: str) -> str:
    """An FTS5 expression that forgives dakuten and small kana: each piece in all its spellings, anywhere in the text.

    It finds too much (the order of the pieces is lost), so what it finds must be looked at. "" without any kana.
    """
    pieces = dict.fromkeys(piece for term in query_terms(query) for piece in bigrams(term) if len(piece) > 1)
    if not any(letter in _ALIKE for piece in pieces for letter in piece):
        return ""
    spelled = (
        [first + second for first in _ALIKE.get(piece[0], piece[0]) for second in _ALIKE.get(piece[1], piece[1])]
        for piece in pieces
    )
    return " AND ".join("(" + " OR ".join(f'"{spelling}"' for spelling in spellings) + ")" for spellings in spelled)


def scoped(expression: str, children: Sequence[str] = ()) -> str:
    """The expression as it is asked: in the text only, and where wanted only of these children."""
    body = f"body : ({expression})"
    if not children:
        return body
    tokens = " OR ".join(f'"{scope_token(child_id)}"' for child_id in children)
    return f"{body} AND scope : ({tokens})"


TEXT_STATEMENT = "SELECT rowid FROM search_text WHERE search_text MATCH ? ORDER BY rowid DESC LIMIT ?"
FIND_AMONG = (
    f"SELECT e.kind, e.record_id, e.child_id FROM ({TEXT_STATEMENT}) t "  # noqa: S608 - a constant of this module
    "JOIN search_entry e ON e.entry = t.rowid WHERE e.child_id IN ($children) ORDER BY e.entry DESC"
)
FIND_TEXT = (
    f"SELECT e.kind, e.record_id, e.child_id FROM ({TEXT_STATEMENT}) t "  # noqa: S608 - a constant of this module
    "JOIN search_entry e ON e.entry = t.rowid ORDER BY e.entry DESC"
)
