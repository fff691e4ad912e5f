"""The hits of the search made readable: whose they are, what was found, its sentence, its red facts.

Nothing here looks for anything. One statement for the children and one for each kind of record, whatever their number,
and one more for each kind of part that had to be looked at until the sentence was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Select, bindparam, exists, func, select
from sqlalchemy.orm import Session

from caseapp.casework.office import Office
from caseapp.casework.sentences import loose_sentence, sentence
from caseapp.casework.views import SearchHit
from caseapp.records import lean
from caseapp.records.account import AccountRow
from caseapp.records.all_subjects import BY_KIND
from caseapp.records.child import CautionRow, CertificatePeriodRow, ChildRow, FamilyMemberRow
from caseapp.records.search_index import NUMBER, NameHit, TextHit
from caseapp.records.tables import driver_rows, marks
from caseapp.rules import folding
from caseapp.rules.account import short_name
from caseapp.rules.age import age_and_grade
from caseapp.rules.dates import sentence_date

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
def _children_statement(dialect: Dialect, count: int) -> str:
    """`_CHILDREN` for so many ids, in words of the driver: SQLAlchemy would work it out anew for every key typed."""
    written = str(_CHILDREN.compile(dialect=dialect))
    return written.replace("(__[POSTCOMPILE_ids])", f"({marks(count)})")


class Showing:
    """Makes the hits of one question readable."""

    def __init__(self, session: Session, office: Office, *, query: str) -> None:
        self.session = session
        self.connection: Connection = session.connection()
        self.office = office
        self.query = query
        self._today = office.today
        self._known: dict[str, dict[str, Any]] = {}

    def names(self, hits: Sequence[NameHit]) -> list[SearchHit]:
        """Children and organizations found by a name, a reading, a number or a day of birth."""
        children = self._children(hit.record_id for hit in hits if hit.kind == "child")
        others = self._values([TextHit(hit.kind, hit.record_id, hit.child_id) for hit in hits if hit.kind != "child"])
        numbers = _Numbers(self.connection, [hit.record_id for hit in hits if hit.what == NUMBER])
        shown: list[SearchHit] = []
        for hit in hits:
            if hit.kind == "child" and hit.record_id in children:
                shown.append(self._child(hit, children[hit.record_id], numbers))
            elif (hit.kind, hit.record_id) in others:
                value = others[hit.kind, hit.record_id]
                name, number = getattr(value, "name", ""), getattr(value, "number", "")
                spans = tuple(folding.spans(name, self.query))
                shown.append(
                    SearchHit(
                        kind=hit.kind,
                        record_id=hit.record_id,
                        child_id="",
                        child_number=number,
                        name=name,
                        text=name,
                        spans=spans,
                        what=hit.what,
                    )
                )
        return shown

    def texts(self, hits: Sequence[TextHit], *, query: str, loose: bool = False) -> list[SearchHit]:
        """Records found by their text; a record in which the pieces only met by chance is left out."""
        values = self._values(hits)
        cut = loose_sentence if loose else sentence
        found = [
            (hit, value, *cut(BY_KIND[hit.kind].texts(value), query))
            for hit in hits
            if (value := values.get((hit.kind, hit.record_id))) is not None
        ]
        found = [each for each in found if each[2]]
        children = self._children(hit.child_id for hit, *_ in found)
        return [self._text(hit, value, children.get(hit.child_id), text, spans) for hit, value, text, spans in found]

    # --- one hit

    def _child(self, hit: NameHit, child: Any, numbers: _Numbers) -> SearchHit:
        """The child's line; what was found is marked in the name, else in the reading, else in the number."""
        made = SearchHit(
            kind="child",
            record_id=hit.record_id,
            child_id=hit.record_id,
            worker_short=self._worker(child.worker_id),
            **self._whose(child),
        )
        if hit.what == BORN:
            born = sentence_date(child.born, language=self.office.language)
            return replace(made, text=born, spans=((0, len(born)),), what=BORN)
        query = self.query.replace(" ", "")
        for what, text in (
            *(("name", made.name), ("kana", f"{child.family_name_kana} {child.given_name_kana}".strip())),
            *(("number", child.number), ("former_name", child.former_name), ("alias", child.alias)),
            *(("romaji", child.romaji), ("print_name", child.print_name)),
        ):
            spans = folding.spans(text, query)
            if spans:
                return replace(made, text=text, spans=tuple(spans), what=what)
        if hit.what == NUMBER:
            return replace(made, **numbers.found(child, folding.digits(self.query), language=self.office.language))
        return replace(made, text=made.name, what=hit.what)

    def _text(self, hit: TextHit, value: Any, child: Any, text: str, spans: Sequence[tuple[int, int]]) -> SearchHit:
        organization = hit.kind == "organization"
        whose: dict[str, Any] = {"name": "", "child_number": ""}
        if child is not None:
            whose = self._whose(child)
        elif organization:
            whose = {"name": value.name, "child_number": value.number}
        return SearchHit(
            kind=hit.kind,
            record_id=hit.record_id,
            child_id=hit.child_id,
            text=text,
            on=BY_KIND[hit.kind].day(value) if hit.kind != "child" else None,
            spans=tuple(spans),
            method=getattr(value, "method", ""),
            worker_short=self._worker(getattr(value, "worker_id", "")),
            what="text",
            **whose,
        )

    def _whose(self, child: Any) -> dict[str, Any]:
        """The child's name, age and red facts; worked out once for all hits of the child."""
        if child.id not in self._known:
            self._known[child.id] = {
                "child_number": child.number,
                "name": f"{child.family_name} {child.given_name}".strip(),
                "age_grade": self._age(child.born, child.grade_override),
                "flag": child.caution or ("privacy" if child.never_contact else ""),
            }
        return self._known[child.id]

    # --- reading

    def _values(self, hits: Sequence[TextHit]) -> dict[tuple[str, str], Any]:
        """The records of these hits, each kind read at once and its parts only where they are looked at."""
        by_kind: dict[str, list[str]] = defaultdict(list)
        for hit in hits:
            by_kind[hit.kind].append(hit.record_id)
        return {
            (kind, value.id): value
            for kind, ids in by_kind.items()
            for value in lean.read(self.connection, BY_KIND[kind].shape, ids)
        }

    def _children(self, ids: Iterable[str]) -> dict[str, Any]:
        wanted = list({child_id for child_id in ids if child_id})
        if not wanted:
            return {}
        statement = _children_statement(self.connection.dialect, len(wanted))
        found = (_Child(*row) for row in driver_rows(self.connection, statement, wanted))
        return {child.id: child for child in found}

    @cached_property
    def _workers(self) -> dict[str, str]:
        return self.office.kept(
            "search.workers",
            lambda: {
                row.id: short_name(row.name) for row in self.connection.execute(select(AccountRow.id, AccountRow.name))
            },
        )

    def _worker(self, account_id: str) -> str:
        return self._workers.get(account_id, "") if account_id else ""

    def _age(self, born: date, override: str) -> str:
        return age_and_grade(born, self._today, grade_override=override, language=self.office.language)


class _Numbers:
    """Whose number it was: the child's own, that of a member of the family, or a certificate's."""

    def __init__(self, connection: Connection, child_ids: Sequence[str]) -> None:
        self._phones: dict[str, list[Any]] = defaultdict(list)
        self._certificates: dict[str, list[str]] = defaultdict(list)
        if child_ids:
            for row in connection.execute(_PHONES, {"ids": list(child_ids)}):
                self._phones[row.child_id].append(row)
            for child_id, number in connection.execute(_CERTIFICATES, {"ids": list(child_ids)}):
                self._certificates[child_id].append(number)

    def found(self, child: Any, figures: str, *, language: str) -> dict[str, Any]:
        """What to say of it: `what`, `text` and, for a member of the family, who; the day of birth where it is that."""
        if not figures:
            return {"text": child.number, "what": "number"}
        for member in self._phones[child.id]:
            if figures in folding.digits(member.phone):
                return {
                    "what": "phone",
                    "text": member.phone,
                    "spans": _digit_spans(member.phone, figures),
                    "relationship": member.relationship,
                    "member": member.name,
                    "never_contact": member.never_contact,
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
