"""Writes `rules/variants.py` from `resources/data/name-variants.tsv`: `python -m tests.rules.make_variants`.

The rules read no file, and a start would pay for reading one; so the table is made into a module, and a test holds the
two equal.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "resources" / "data" / "name-variants.tsv"
MODULE = ROOT / "src" / "caseapp" / "rules" / "variants.py"
_PER_LINE = 14
_HEAD = '"""Variant forms of kanji in names (異体字), for searching only: a name is stored and printed as written.\n'
_HEAD += '''
Made by `python -m tests.rules.make_variants` from `resources/data/name-variants.tsv`, which says where they come from.
In each group the first is the form that all others are searched by. Forms that Unicode itself maps (神 U+FA19 → 神)
need no row: NFKC does it.
"""

from __future__ import annotations

_ALL = """
'''


def groups() -> list[str]:
    """The groups of the table: the form that is searched by, then its variants."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return [form + "".join(variants.split()) for form, variants, *_ in rows]


def module_text() -> str:
    """The module as it must be."""
    found = groups()
    lines = (" ".join(found[begin : begin + _PER_LINE]) for begin in range(0, len(found), _PER_LINE))
    return _HEAD + "\n".join(lines) + '\n"""\nGROUPS: tuple[str, ...] = tuple(_ALL.split())\n'


if __name__ == "__main__":
    MODULE.write_text(module_text(), encoding="utf-8")
