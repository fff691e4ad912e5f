"""The list of the diseases of 小児慢性特定疾病, for choosing one by a part of its name, reading or English name.

The list is dated: the notice is amended every few years, and its numbers (告示番号) are dealt anew each time. So a
record keeps `version()` and `Disease.code`, and what the list said then as a snapshot. Data: NANDO, CC BY 4.0 (see
the licence file beside the list); its misplacements known at that version are mended here. An office may put the list
of the next revision in its place (`use`); what comes with the program is there again after `use_packaged`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from caseapp.rules.folding import fold
from caseapp.words import codes, resources

LIST_VERSION = "2025-08-26"
ATTRIBUTION = (
    "NANDO (Nanbyo Disease Ontology), Database Center for Life Science (DBCLS), CC BY 4.0, version 2025-08-26, modified"
)
_FILE = f"data/diseases-nando-{LIST_VERSION}.tsv"
COLUMNS = ("群", "疾患群", "区分", "告示番号", "疾病名", "よみ", "英名", "shouman_code", "nando_id", "top")
"""The columns of the file, in their order."""
_CATCH_ALL = "掲げるもののほか"
# Listed twice, the other time in the right place: 8群4 is OTC欠損症, 10群25 is 自然免疫異常.
_MISPLACED = frozenset({("8", "NANDO:2201294"), ("10", "NANDO:2201418")})


@dataclass(frozen=True)
class Disease:
    """One entry. `code` is its NANDO id, unique in the list and stable across versions.

    `group` is a code of the list disease_group; `number` the 告示番号 within the group, of this version only, and
    `notice_name` the name the notice has for it: for a subtype (`top` False) that of the disease it belongs to.
    `centre_code` (01_05_065) is the 小児慢性特定疾病情報センター's, "" for the newest; subtypes share it.
    """

    code: str
    group: str
    section: str
    number: str
    name: str
    reading: str
    english: str
    centre_code: str
    top: bool
    notice_name: str

    @property
    def catch_all(self) -> bool:
        """True for 包括病名 (「1から6までに掲げるもののほか、…」): the diagnosis must be written beside it."""
        return _CATCH_ALL in self.name

    def group_label(self, language: str | None = None) -> str:
        """The label of its disease group, by the official notice."""
        return codes.load("disease_group").label(self.group, language)


class _Current:
    """The list of the open office: its version and its text, None for the packaged one."""

    version = LIST_VERSION
    text: str | None = None


def version() -> str:
    """The version of the list in use; a record keeps it."""
    return _Current.version


def use(text: str, version: str) -> None:
    """Let this be the list: tab-separated lines with the columns of the packaged file, the head first."""
    _set(text, version)


def use_packaged() -> None:
    """The list that comes with the program again."""
    if _Current.text is not None:
        _set(None, LIST_VERSION)


def _set(text: str | None, version: str) -> None:
    _Current.text, _Current.version = text, version
    for kept in (load, _index, _keys):
        kept.cache_clear()


def is_old(list_version: str) -> bool:
    """Whether a record's disease was taken from another version of the list than the one in use."""
    return bool(list_version) and list_version != version()


def told_otherwise(list_version: str, list_code: str, *, name: str, group: str) -> str:
    """What the list in use says otherwise than a record that keeps what an earlier one said: "removed", "renamed",
    "moved" (another disease group); "" where it still says the same, and for free text."""
    if not list_code or not is_old(list_version):
        return ""
    now = by_code(list_code)
    if now is None:
        return "removed"
    then = _packaged().get(list_code) if list_version == LIST_VERSION else None
    if now.name != (then.name if then else name):
        return "renamed"
    before = then.group if then else group
    return "moved" if before and now.group != before else ""


@cache
def load() -> tuple[Disease, ...]:
    """All entries, in the order of the notice."""
    if _Current.text is None:
        return made(resources.path(_FILE).read_text(encoding="utf-8"), leave_out=_MISPLACED)
    return made(_Current.text)


def made(text: str, *, leave_out: frozenset[tuple[str, str]] = frozenset()) -> tuple[Disease, ...]:
    """The entries of such a text. Raises KeyError or ValueError where it does not hold together."""
    rows = [row for row in _rows(text) if (row.group, row.code) not in leave_out]
    tops = {(row.group, row.number): row for row in reversed(rows) if row.top == "1" and row.at_home}
    homes = {row.centre_code: row for row in tops.values() if row.centre_code}
    found: dict[str, Disease] = {}
    for row in rows:
        # An entry that stands in another group than its code says goes to where the notice has that code.
        top = tops[row.group, row.number] if row.at_home else homes[row.centre_code]
        if row.at_home or row.code not in found:
            found[row.code] = _disease(row, top)
    return tuple(sorted(found.values(), key=_place))


def by_code(code: str) -> Disease | None:
    """The entry of a NANDO id, or of a centre's code (then the name of the notice); None when there is none."""
    return _index().get(code)


@cache
def _packaged() -> dict[str, Disease]:
    """The entries of the list that comes with the program, by both codes: what a record of that version was told."""
    return _by_both(made(resources.path(_FILE).read_text(encoding="utf-8"), leave_out=_MISPLACED))


def find(text: str, limit: int = 20, *, group: str = "") -> list[Disease]:
    """Entries whose name, reading or English name holds `text` (folded), best first.

    First those that begin with it, then those that hold it; among these the names of the notice before subtypes, the
    shorter before the longer. `group` keeps to one disease group. Nothing for an empty text.
    """
    sought = _folded(text)
    if not sought:
        return []
    hits: list[tuple[int, bool, int, int]] = []
    for place, (disease, keys) in enumerate(_keys()):
        if group and disease.group != group:
            continue
        rank = _rank(keys, sought)
        if rank:
            hits.append((rank, not disease.top, len(disease.name), place))
    return [_keys()[place][0] for *_, place in sorted(hits)[:limit]]


def named(text: str) -> Disease | None:
    """The entry whose name is `text` in any spelling of width and kana; None when there is none."""
    sought = _folded(text)
    return next((disease for disease, keys in _keys() if keys[0] == sought), None)


def _rank(keys: tuple[str, str, str], sought: str) -> int:
    """1: the name or reading itself, 2: it begins so, 3: the English name does, 4, 5: they hold it, 0: not at all."""
    *own, english = keys
    if sought in own:
        return 1
    if any(key.startswith(sought) for key in own):
        return 2
    if english.startswith(sought):
        return 3
    return 4 if any(sought in key for key in own) else 5 if sought in english else 0


class _Row(NamedTuple):
    """A line of the file, its columns in their order."""

    group: str
    group_name: str
    section: str
    number: str
    name: str
    reading: str
    english: str
    centre_code: str
    code: str
    top: str

    @property
    def at_home(self) -> bool:
        """Whether the centre's code, where there is one, says the same group."""
        return not self.centre_code or int(self.centre_code[:2]) == int(self.group)


def _rows(text: str) -> Iterator[_Row]:
    for line in text.splitlines()[1:]:
        yield _Row(*(value.strip() for value in line.split("\t")))


def _disease(row: _Row, top: _Row) -> Disease:
    return Disease(
        code=row.code,
        group=top.group,
        section=top.section,
        number=top.number,
        name=row.name,
        reading=row.reading,
        english=row.english,
        centre_code=row.centre_code,
        top=row is top,
        notice_name=top.name,
    )


def _place(disease: Disease) -> tuple[int, int, bool]:
    return int(disease.group), int(disease.number), not disease.top


@cache
def _index() -> dict[str, Disease]:
    return _by_both(load())


def _by_both(entries: tuple[Disease, ...]) -> dict[str, Disease]:
    centre = {d.centre_code: d for d in entries if d.top and d.centre_code}
    return {**centre, **{d.code: d for d in entries}}


@cache
def _keys() -> list[tuple[Disease, tuple[str, str, str]]]:
    return [(d, (_folded(d.name), _folded(d.reading), _folded(d.english))) for d in load()]


def _folded(text: str) -> str:
    return fold(text).replace("又は", "または").replace("及び", "および")
