"""The code lists of the trade: stable English codes, their labels, and what files may call them (`codes.toml`).

methods = codes.load("method"); methods.label("visit", "ja") is 訪問, methods.code_of("家庭訪問") is "visit".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from caseapp.rules.dates import is_japanese
from caseapp.rules.folding import fold
from caseapp.rules.reading import pieces
from caseapp.words import language as words
from caseapp.words import resources

_NO_TOGGLE = "-"
_PARENTS = "_parents"
_HEADING = re.compile(r"^\[(\w+)\]$", re.MULTILINE)
_LEADING_NUMBER = re.compile(r"^[0-9]{1,2}[.:,、・)群-]*(?=\D)")
_LONGEST_LABEL = 4


@dataclass(frozen=True)
class Code:
    """One entry of a list. `parent` is a code of the list's parent list (a coarser one), "" for none.

    `local`: the office's own. `retired`: no longer offered; records that have it go on showing its label.
    """

    code: str
    japanese: str
    short: str
    english: str
    other_spellings: tuple[str, ...] = ()
    parent: str = ""
    toggle: bool = True
    local: bool = False
    retired: bool = False


@dataclass(frozen=True)
class CodeList:
    """A list of codes in the order in which they are shown.

    Where `language` is left out it is the screen's. A code that is not in the list (a record of a newer version) is
    shown as it is, never an error.
    """

    name: str
    entries: tuple[Code, ...]
    parent_list: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes that are offered, in their order."""
        return tuple(entry.code for entry in self.entries if not entry.retired)

    @property
    def toggles(self) -> tuple[str, ...]:
        """The codes that are shown as toggles; the others stand under 「ほか」."""
        return tuple(entry.code for entry in self.entries if entry.toggle and not entry.retired)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[str]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def label(self, code: str, language: str | None = None) -> str:
        """The full label: 療育相談指導; "" for ""."""
        entry = self._by_code.get(code)
        if entry is None:
            return code
        return entry.japanese if is_japanese(language or words.current()) else entry.english

    def short(self, code: str, language: str | None = None) -> str:
        """The label for toggles and narrow columns: 気持ちの支え; in other languages than Japanese the full label."""
        entry = self._by_code.get(code)
        if entry is None or not is_japanese(language or words.current()):
            return self.label(code, language)
        return entry.short

    def code_of(self, text: str) -> str | None:
        """The code that `text` means: the code, a label or another spelling, in any width and case; None for none."""
        folded = fold(text)
        found = self._by_spelling.get(folded)
        return found or self._by_spelling.get(_LEADING_NUMBER.sub("", folded))

    def codes_of(self, text: str) -> tuple[list[str], list[str]]:
        """The codes of a cell that holds several values (split by 、 or ;), and what of it is in no list.

        A label that itself holds a 、 (学校、企業等の…、情報提供) is found whole.
        """
        parts, codes, unknown = pieces(text), [], []
        while parts:
            for count in range(min(_LONGEST_LABEL, len(parts)), 0, -1):
                code = self.code_of("、".join(parts[:count]))
                if code:
                    codes.append(code)
                    break
            else:
                count = 1
                unknown.append(parts[0])
            parts = parts[count:]
        return list(dict.fromkeys(codes)), unknown

    def parent(self, code: str) -> str:
        """The coarser code it is counted under (a national menu item for a topic); without one the code itself."""
        entry = self._by_code.get(code)
        return entry.parent if entry and entry.parent else code

    def parents(self) -> CodeList:
        """The list that `parent` gives codes of; the same list where there is none."""
        return load(self.parent_list) if self.parent_list else self

    @cached_property
    def _by_code(self) -> dict[str, Code]:
        return {entry.code: entry for entry in self.entries}

    @cached_property
    def _by_spelling(self) -> dict[str, str]:
        spellings: dict[str, str] = {}
        for entry in self.entries:
            for text in (entry.code, entry.japanese, entry.short, entry.english, *entry.other_spellings):
                spellings.setdefault(fold(text), entry.code)
        return spellings


@cache
def load(name: str) -> CodeList:
    """The list `name` (a table of codes.toml). Raises KeyError when there is no such list."""
    rows = _table(name)
    entries = tuple(_entry(code, *row) for code, row in rows.items())
    return CodeList(name, (*entries, *_local.get(name, ())), _table(_PARENTS).get(name, ""))


_local: dict[str, tuple[Code, ...]] = {}


def use_local(entries: Mapping[str, Sequence[Code]]) -> None:
    """Let the office's own codes stand at the end of these lists; {} takes them away again."""
    if not _local and not entries:
        return
    _local.clear()
    _local.update({name: tuple(listed) for name, listed in entries.items()})
    load.cache_clear()


def names() -> tuple[str, ...]:
    """The names of all lists."""
    return tuple(name for name in _sections() if name != _PARENTS)


@cache
def _sections() -> dict[str, str]:
    """The text of each table. Parsing all of them at once takes 12 ms at start-up; one takes half a millisecond."""
    _, *parts = _HEADING.split(resources.path("codes.toml").read_text(encoding="utf-8"))
    return dict(zip(parts[::2], parts[1::2], strict=True))


@cache
def _table(name: str) -> dict[str, str]:
    return tomllib.loads(_sections()[name])


def _entry(code: str, japanese: str, short: str, english: str, spellings: str = "", parent: str = "") -> Code:
    toggle = short != _NO_TOGGLE
    own = short if short and toggle else japanese
    return Code(code, japanese, own, english, tuple(spellings.split()), parent, toggle)
