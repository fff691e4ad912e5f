"""Search while typing, in memory: kana of any form, kanji of any variant, the number. No question to the store."""

from __future__ import annotations

from collections.abc import Sequence

from caseapp.casework.list_views import RegisterRow
from caseapp.desktop.kit.text import Span
from caseapp.rules import folding


class Searching:
    """What was typed, and which rows pass. When nothing passes, dakuten, small kana and long vowels are forgiven."""

    def __init__(self) -> None:
        self.text = ""
        self.forgiving = False
        self._rows: Sequence[RegisterRow] = ()
        self._loose: list[str] = []

    def set_rows(self, rows: Sequence[RegisterRow]) -> None:
        """The rows to search in."""
        self._rows = rows
        self._loose = []

    def rows(self) -> Sequence[RegisterRow]:
        """Those that pass, in their order."""
        self.forgiving = False
        terms = folding.query_terms(self.text)
        if not terms:
            return self._rows
        found = [row for row in self._rows if all(term in row.search_keys for term in terms)]
        if found:
            return found
        loose = [plain for term in terms if (plain := folding.fold_loose(term))]
        self.forgiving = True
        keyed = zip(self._rows, self._loose_keys(), strict=True)
        return [row for row, key in keyed if loose and all(term in key for term in loose)]

    def _loose_keys(self) -> list[str]:
        if len(self._loose) != len(self._rows):
            self._loose = [folding.fold_loose(row.search_keys) for row in self._rows]
        return self._loose

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where the hit stands in a text that is shown: (start, length)."""
        if not self.text or self.forgiving:
            return ()
        return tuple((start, end - start) for start, end in folding.spans(text, self.text))
