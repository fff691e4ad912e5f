"""The hits of the search made readable: whose they are, what was found, its sentence, its red facts.

Nothing here looks for anything. One statement for the children and one for each kind of record, whatever their number,
and one more for each kind of part that had to be looked at until the sentence was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, exists, func, select

from caseapp.casework.not_to_know import secrets
from caseapp.casework.office import Office
from caseapp.casework.sentences import Cutter
from caseapp.casework.views import SearchHit
from caseapp.records import lean
from caseapp.records.account import AccountRow
from caseapp.records.all_subjects import BY_KIND
from caseapp.records.child import CautionRow, CertificatePeriodRow, ChildRow, FamilyMemberRow
from caseapp.records.child_facts import FormerNameRow
from caseapp.records.search_index import KANA, NAME, NUMBER, NameHit, SearchEntryRow, SearchNameRow, TextHit
from caseapp.records.tables import driver_rows, driver_words
from caseapp.rules import folding
from caseapp.rules.account import short_name
from caseapp.rules.age import age_and_grade
from caseapp.rules.dates import sentence_date

_WITH_METHOD = ("consultation", "liaison")
BORN = "birth_date"
"""What a child was found by, beside NAME, KANA, NUMBER and LOOSE of the index."""


def _by_ids(*columns: Any, key: Any) -> Select[*tuple[Any, ...]]:
    return select(*columns).where(key.in_(bindparam("ids", expanding=True)))


_CHILDREN = _by_ids(
    *(ChildRow.id, ChildRow.number, ChildRow.family_name, ChildRow.given_name, ChildRow.family_name_kana),
    *(ChildRow.given_name_kana, ChildRow.former_name, ChildRow.alias, ChildRow.romaji, ChildRow.print_name),
    *(ChildRow.birth_date, ChildRow.grade_override, ChildRow.worker_id, ChildRow.phone),
    select(func.min(CautionRow.kind)).where(CautionRow.child_id == ChildRow.id).scalar_subquery().label("caution"),
    exists()
    .where(FamilyMemberRow.child_id == ChildRow.id, FamilyMemberRow.never_contact.is_(True))
    .label("never_contact"),
    key=ChildRow.id,
)
_PHONES = _by_ids(
    *(FamilyMemberRow.child_id, FamilyMemberRow.phone, FamilyMemberRow.name),
    *(FamilyMemberRow.relationship, FamilyMemberRow.never_contact),
    key=FamilyMemberRow.child_id,
).order_by(FamilyMemberRow.position)
_NEVER_CALLED = (
    select(SearchNameRow.key, FamilyMemberRow.phone)
    .join(SearchEntryRow, SearchEntryRow.entry == SearchNameRow.entry)
    .join(FamilyMemberRow, FamilyMemberRow.child_id == SearchEntryRow.record_id)
    .where(SearchNameRow.key.in_(bindparam("ids", expanding=True)), FamilyMemberRow.never_contact.is_(True))
)
_EARLIER = _by_ids(
    *(FormerNameRow.child_id, FormerNameRow.family_name, FormerNameRow.given_name),
    *(FormerNameRow.family_name_kana, FormerNameRow.given_name_kana),
    key=FormerNameRow.child_id,
).order_by(FormerNameRow.position)
_WORKERS = select(AccountRow.id, AccountRow.name)
_CERTIFICATES = _by_ids(
    CertificatePeriodRow.child_id, CertificatePeriodRow.number, key=CertificatePeriodRow.child_id
).order_by(CertificatePeriodRow.position.desc())


class _Child(NamedTuple):
    """The columns of `_CHILDREN`, as the driver gives them."""

    id: str
    number: str
    family_name: str
    given_name: str
    family_name_kana: str
    given_name_kana: str
    former_name: str
    alias: str
    romaji: str
    print_name: str
    birth_date: str
    grade_override: str
    worker_id: str | None
    phone: str
    caution: str | None
    never_contact: int

    @property
    def born(self) -> date:
        return date.fromisoformat(self.birth_date)


@cache
def _columns(kind: str) -> lean.Columns | None:
    """What is looked at in a hit of this kind: the texts that are searched, and what its line says."""
    subject = BY_KIND[kind]
    said = lean.looked_at(subject.shape, subject.texts, subject.day)
    return None if said is None else said | {"name", "number", "phone", "fax", "method", "worker_id"}


def _asked(connection: Connection, question: Select[*tuple[Any, ...]], *ids: str) -> Sequence[Sequence[Any]]:
    """A question (`_by_ids`) in words of the driver: SQLAlchemy would work it out anew for every key typed."""
    return driver_rows(connection, driver_words(question, connection.dialect, len(ids)), ids)


class Showing:
    """Makes the hits of one question readable."""

    def __init__(self, connection: Connection, office: Office, *, query: str) -> None:
        self.connection = connection
        self.office = office
        self.query = query
        self._today = office.today
        self._known: dict[str, tuple[str, str, str, str]] = {}
        self._named: list[str] = []
        self._earlier: dict[str, list[str]] | None = None

    def names(self, hits: Sequence[NameHit]) -> list[SearchHit]:
        """Children and organizations found by a name, a reading, a number or a day of birth."""
        children = self._children(hit.record_id for hit in hits if hit.kind == "child")
        others = self._values([TextHit(hit.kind, hit.record_id, hit.child_id) for hit in hits if hit.kind != "child"])
        numbers = _Numbers(self.connection, [hit.record_id for hit in hits if hit.what == NUMBER])
        self._earlier = None
        self._named = [hit.record_id for hit in hits if hit.what in (NAME, KANA) and hit.kind == "child"]
        shown: list[SearchHit] = []
        for hit in hits:
            if hit.kind == "child" and hit.record_id in children:
                shown.append(self._child(hit, children[hit.record_id], numbers))
            elif (hit.kind, hit.record_id) in others:
                shown.append(self._organization(hit, others[hit.kind, hit.record_id]))
        return self._warned(shown)

    def texts(self, hits: Sequence[TextHit], *, query: str, loose: bool = False) -> list[SearchHit]:
        """Records found by their text; a record in which the pieces only met by chance is left out."""
        values = self._values(hits)
        cut = Cutter(query, loose=loose).cut
        found = [
            (hit, value, text, spans)
            for hit in hits
            if (value := values.get((hit.kind, hit.record_id))) is not None
            for text, spans in (cut(BY_KIND[hit.kind].texts(value)),)
            if text
        ]
        children = self._children(hit.child_id for hit, *_ in found)
        return [self._text(hit, value, children.get(hit.child_id), text, spans) for hit, value, text, spans in found]

    # --- one hit

    def _child(self, hit: NameHit, child: Any, numbers: _Numbers) -> SearchHit:
        """The child's line; what was found is marked in the name, else in the reading, else in the number."""
        number, name, age, flag = self._whose(child)
        worker = self._worker(child.worker_id)
        made = SearchHit("child", child.id, child.id, number, name, age_grade=age, worker_short=worker, flag=flag)
        if hit.what == BORN:
            born = sentence_date(child.born, language=self.office.language)
            return made._replace(text=born, spans=((0, len(born)),), what=BORN)
        query = self.query.replace(" ", "")
        for what, text in (
            *(("name", made.name), ("kana", f"{child.family_name_kana} {child.given_name_kana}".strip())),
            *(("number", child.number), ("former_name", child.former_name), ("alias", child.alias)),
            *(("romaji", child.romaji), ("print_name", child.print_name)),
        ):
            spans = folding.spans(text, query)
            if spans:
                return made._replace(text=text, spans=tuple(spans), what=what)
        if hit.what == NUMBER:
            return made._replace(**numbers.found(child, folding.digits(self.query), language=self.office.language))
        for text in self._earlier_names(child.id) if hit.what in (NAME, KANA) else ():
            if spans := folding.spans(text, query):
                return made._replace(text=text, spans=tuple(spans), what="former_name")
        return made._replace(text=made.name, what=hit.what)

    def _earlier_names(self, child_id: str) -> Sequence[str]:
        """The names and readings the child had before; asked for all hits in one go, where nothing else fits."""
        if self._earlier is None:
            self._earlier = defaultdict(list)
            for key, family, given, family_kana, given_kana in _asked(self.connection, _EARLIER, *self._named):
                self._earlier[key] += [f"{family} {given}".strip(), f"{family_kana} {given_kana}".strip()]
        return self._earlier.get(child_id, ())

    def _organization(self, hit: NameHit, value: Any) -> SearchHit:
        """The organization's line; of a telephone number also which one it is."""
        spans, number = folding.spans(value.name, self.query), ""
        if hit.what == NUMBER:
            figures = folding.digits(self.query)
            written = (value.phone, value.fax, *(person.phone for person in value.contacts))
            number = next((each for each in written if figures and figures in folding.digits(each)), "")
        own_number, name, flag, untold = self._which(value)
        return SearchHit(
            *(hit.kind, hit.record_id, "", own_number, name, number or name),
            spans=_digit_spans(number, figures) if number else tuple(spans),
            what="phone" if number else hit.what,
            untold=untold,
            flag=flag,
        )

    def _which(self, organization: Any) -> tuple[str, str, str, int]:
        """An organization's number and name, its red sign, and of how many children it must not know."""
        kept = secrets(self.office, self.connection).from_whom(organization.name)
        return organization.number, organization.name, "privacy" if kept else "", len(kept)

    def _warned(self, shown: list[SearchHit]) -> list[SearchHit]:
        """The same, with the warning where a number is also that of somebody who must never be contacted: a landline
        that both parents have, a father who is a teacher, the same father in a brother's record."""
        numbers = {digits for hit in shown if hit.what == "phone" and (digits := folding.digits(hit.text))}
        if not numbers:
            return shown
        rows = _asked(self.connection, _NEVER_CALLED, *numbers)
        never = {key for key, phone in rows if folding.digits(phone) == key}
        return [
            hit._replace(never_contact=True, flag=hit.flag or "privacy")
            if hit.what == "phone" and folding.digits(hit.text) in never
            else hit
            for hit in shown
        ]

    def _text(self, hit: TextHit, value: Any, child: Any, text: str, spans: Sequence[tuple[int, int]]) -> SearchHit:
        kind, record_id, child_id = hit
        number, name, age, flag, untold = "", "", "", "", 0
        if child is not None:
            number, name, age, flag = self._whose(child)
        elif kind == "organization":
            number, name, flag, untold = self._which(value)
        return SearchHit(
            *(kind, record_id, child_id, number, name, text),
            on=BY_KIND[kind].day(value) if kind != "child" else None,
            spans=tuple(spans),
            age_grade=age,
            method=value.method if kind in _WITH_METHOD else "",
            worker_short=self._worker(getattr(value, "worker_id", "")),
            what="text",
            untold=untold,
            flag=flag,
        )

    def _whose(self, child: Any) -> tuple[str, str, str, str]:
        """The child's number, name, age and red facts; worked out once for all hits of the child."""
        known = self._known.get(child.id)
        if known is None:
            name = f"{child.family_name} {child.given_name}".strip()
            flag = child.caution or ("privacy" if child.never_contact else "")
            known = child.number, name, self._age(child.born, child.grade_override), flag
            self._known[child.id] = known
        return known

    # --- reading

    def _values(self, hits: Sequence[TextHit]) -> dict[tuple[str, str], Any]:
        """The records of these hits, each kind read at once and its parts only where they are looked at."""
        by_kind: dict[str, list[str]] = defaultdict(list)
        for hit in hits:
            by_kind[hit.kind].append(hit.record_id)
        return {
            (kind, value.id): value
            for kind, ids in by_kind.items()
            for value in lean.read(self.connection, BY_KIND[kind].shape, ids, only=_columns(kind))
        }

    def _children(self, ids: Iterable[str]) -> dict[str, Any]:
        wanted = list({child_id for child_id in ids if child_id})
        if not wanted:
            return {}
        return {child.id: child for child in map(_Child._make, _asked(self.connection, _CHILDREN, *wanted))}

    @cached_property
    def _workers(self) -> dict[str, str]:
        return self.office.kept(
            "search.workers",
            lambda: {key: short_name(name) for key, name in _asked(self.connection, _WORKERS)},
        )

    def _worker(self, account_id: str) -> str:
        return self._workers.get(account_id, "") if account_id else ""

    def _age(self, born: date, override: str) -> str:
        return age_and_grade(born, self._today, grade_override=override, language=self.office.language)


class _Phone(NamedTuple):
    """The columns of `_PHONES` after the child's."""

    phone: str
    name: str
    relationship: str
    never_contact: int


class _Numbers:
    """Whose number it was: the child's own, that of a member of the family, or a certificate's."""

    def __init__(self, connection: Connection, child_ids: Sequence[str]) -> None:
        self._phones: dict[str, list[_Phone]] = defaultdict(list)
        self._certificates: dict[str, list[str]] = defaultdict(list)
        if child_ids:
            for child_id, *phone in _asked(connection, _PHONES, *child_ids):
                self._phones[child_id].append(_Phone(*phone))
            for child_id, number in _asked(connection, _CERTIFICATES, *child_ids):
                self._certificates[child_id].append(number)

    def found(self, child: Any, figures: str, *, language: str) -> dict[str, Any]:
        """What to say of it: `what`, `text` and, for a member of the family, who; the day of birth where it is that."""
        if not figures:
            return {"text": child.number, "what": "number"}
        for member in sorted(self._phones[child.id], key=lambda member: not member.never_contact):
            if figures in folding.digits(member.phone):
                return {
                    "what": "phone",
                    "text": member.phone,
                    "spans": _digit_spans(member.phone, figures),
                    "relationship": member.relationship,
                    "member": member.name,
                    "never_contact": bool(member.never_contact),
                }
        if figures in folding.digits(child.phone):
            return {"what": "phone", "text": child.phone, "spans": _digit_spans(child.phone, figures)}
        for number in self._certificates[child.id]:
            if figures in folding.digits(number):
                return {"what": "certificate", "text": number, "spans": _digit_spans(number, figures)}
        born = sentence_date(child.born, language=language)
        return {"what": BORN, "text": born, "spans": ()}


def _digit_spans(written: str, figures: str) -> tuple[tuple[int, int], ...]:
    """Where the figures stand in a number as it was written, over its hyphens."""
    places = [place for place, letter in enumerate(written) if folding.digits(letter)]
    start = "".join(folding.digits(letter) for letter in written).find(figures)
    return ((places[start], places[start + len(figures) - 1] + 1),) if start >= 0 else ()
