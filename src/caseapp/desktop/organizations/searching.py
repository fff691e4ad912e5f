"""Search while typing, in memory: names in any form of writing, numbers, departments, persons, telephone digits."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from caseapp.rules import folding
from caseapp.rules.organization import ContactPerson, Organization
from caseapp.words import codes


class Searching:
    """What was typed and which group is chosen, and which organizations pass."""

    def __init__(self) -> None:
        self.text = ""
        self.group = ""
        self._rows: Sequence[Organization] = ()
        self._keys: list[str] = []

    def set_rows(self, rows: Sequence[Organization]) -> None:
        """The organizations to search in."""
        self._rows = rows
        self._keys = [folding.fold(_searched(row)) for row in rows]

    def rows(self) -> list[Organization]:
        """Those that pass, in their order."""
        terms = folding.query_terms(self.text)
        pairs = zip(self._rows, self._keys, strict=True)
        return [row for row, key in pairs if self._in_group(row) and all(term in key for term in terms)]

    def _in_group(self, row: Organization) -> bool:
        return not self.group or group_of(row) == self.group

    def counts(self) -> dict[str, int]:
        """How many there are in each group, "" for all; the text does not matter."""
        found = {"": len(self._rows)}
        for row in self._rows:
            group = group_of(row)
            found[group] = found.get(group, 0) + 1
        return found

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the hit stands in a text that is shown: (start, length)."""
        if not self.text.strip():
            return ()
        return tuple((start, end - start) for start, end in folding.spans(text, self.text))

    def person_found(self, row: Organization) -> ContactPerson | None:
        """The person by whom the organization was found, when it was not by what the row shows anyway."""
        terms = folding.query_terms(self.text)
        if not terms:
            return None
        for person in row.contacts:
            if any(term in folding.fold(f"{person.name} {person.role}") for term in terms):
                return person
        return None


def group_of(row: Organization) -> str:
    """The group its kind belongs to."""
    return codes.load("organization_kind").parent(row.kind)


def _searched(row: Organization) -> str:
    persons = [text for person in row.contacts for text in (person.name, person.role, person.phone)]
    kind = codes.load("organization_kind").label(row.kind)
    texts = [row.name, row.number, row.department, row.contact, row.phone, row.address, kind, *persons]
    return " ".join([*texts, *(_digits(phone) for phone in (row.phone, row.fax, *(p.phone for p in row.contacts)))])


def _digits(phone: str) -> str:
    """A telephone number as it is typed in a hurry: digits alone."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", phone) if sign.isdecimal())
