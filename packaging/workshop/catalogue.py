"""The catalogues of words: reading and writing .po files in one settled form, and finding the ids that the code uses.

A catalogue is written sorted, unwrapped and without dates or source lines, so that two people's changes merge and a
diff shows words only.
"""

from __future__ import annotations

import ast
import os
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Union

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from workshop.house import Source
from workshop.locking import alone
from workshop.places import ROOT

TRANSLATIONS = ROOT / "translations"
DOMAIN = "caseapp"
FUNCTIONS = frozenset({"_", "N_", "ngettext"})
PLURAL_FORMS = {"ja": "nplurals=1; plural=0;"}

# A key is the id, or (singular, plural) for ngettext. A value is the text of each plural form (one for Japanese).
Key = Union[str, tuple[str, str]]
Words = dict[Key, tuple[str, ...]]


class WordsError(Exception):
    """The words cannot be taken as they are; the text says line by line why. Nothing was written."""


@dataclass(frozen=True)
class Use:
    """One place in the code that asks for words."""

    key: Key
    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {show(self.key)}"


def show(key: Key) -> str:
    return repr(key) if isinstance(key, str) else f"{key[0]!r} / {key[1]!r}"


# ----------------------------------------------------------------------------------------------- catalogue files


def po_path(language: str) -> Path:
    return TRANSLATIONS / language.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.po"


def languages() -> list[str]:
    """Every language that has a catalogue, by its folder's name."""
    return sorted(path.parents[1].name for path in TRANSLATIONS.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read(path: Path) -> Words:
    """The words of a catalogue; empty when it does not exist yet."""
    if not path.exists():
        return {}
    words: Words = {}
    for message in _babel_catalogue(path):
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
        text = message.string
        words[key] = (text,) if isinstance(text, str) else tuple(text or ())
    return words


def _babel_catalogue(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=None, domain=DOMAIN, abort_invalid=True)


def write(path: Path, words: Mapping[Key, tuple[str, ...]], *, language: str) -> None:
    """Replace the catalogue and its compiled form; a reader sees the old file or the new one, never half of one."""
    head = (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURAL_FORMS.get(language.split('_')[0], 'nplurals=2; plural=(n != 1);')}",
    )
    lines = ['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in head), ""]
    for key in sorted(words, key=lambda k: (k,) if isinstance(k, str) else k):
        texts = words[key]
        if isinstance(key, str):
            lines += [f"msgid {_quote(key)}", f"msgstr {_quote(texts[0])}"]
        else:
            lines += [f"msgid {_quote(key[0])}", f"msgid_plural {_quote(key[1])}"]
            lines += [f"msgstr[{n}] {_quote(text)}" for n, text in enumerate(texts)]
        lines.append("")
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, "\n".join(lines).encode("utf-8"))
    compile_one(path)


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\r", "\\r")
    return '"' + escaped.replace("\n", "\\n") + '"'


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)


def compile_one(path: Path) -> Path:
    """Write the .mo beside a .po."""
    target = path.with_suffix(".mo")
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    with fresh.open("wb") as stream:
        write_mo(stream, _babel_catalogue(path))
    fresh.replace(target)
    return target


def compile_stale() -> list[Path]:
    """Compile every catalogue whose .mo is missing or older than its .po."""
    done = []
    for language in languages():
        source = po_path(language)
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            done.append(compile_one(source))
    return done


def locked() -> AbstractContextManager[None]:
    """Hold the catalogues alone, so that two people's `words add` do not lose each other's lines."""
    return alone(TRANSLATIONS / ".lock")


# ----------------------------------------------------------------------------------------------- new words


def placeholders(text: str) -> frozenset[str]:
    """The names between braces, `{count}` and `{count:,}` alike. Raises ValueError when the braces do not match."""
    return frozenset(
        re.split(r"[.\[]", name)[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None
    )


def disagreement(key: Key, texts: tuple[str, ...]) -> str | None:
    """Why a translation cannot stand for its id, or None."""
    if not texts or not all(text.strip() for text in texts):
        return "has no translation"
    ids = (key,) if isinstance(key, str) else key
    try:
        wanted = frozenset().union(*(placeholders(text) for text in ids))
        found = [placeholders(text) for text in texts]
    except ValueError as problem:
        return f"has braces that do not match ({problem})"
    for names in found:
        if names != wanted:
            return f"has placeholders {sorted(wanted)}, its translation {sorted(names)}"
    return None


def parse_lines(text: str) -> Words:
    r"""`id<TAB>translation`, or `singular<TAB>plural<TAB>translation`, one a line; `\n` and `\t` stand for themselves.

    Empty lines and lines that begin with `#` are passed over. Raises WordsError that names every line that is off.
    """
    words: Words = {}
    wrong = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.replace("\\n", "\n").replace("\\t", "\t") for part in line.split("\t")]
        if len(parts) not in (2, 3) or not all(parts):
            wrong.append(
                f"line {number}: needs `id<TAB>translation` (or `singular<TAB>plural<TAB>translation`): {line}"
            )
            continue
        key: Key = parts[0] if len(parts) == 2 else (parts[0], parts[1])
        reason = disagreement(key, (parts[-1],))
        if reason is None and words.get(key, (parts[-1],)) != (parts[-1],):
            reason = "stands twice with different translations"
        if reason is not None:
            wrong.append(f"line {number}: {show(key)} {reason}")
        words[key] = (parts[-1],)
    if wrong:
        raise WordsError("\n".join(wrong))
    return words


def merge(old: Words, new: Words, *, conflicts: str = "refuse") -> Words:
    """`old` with `new` added. Where both have an id with other words: `refuse` (WordsError), `replace` or `keep`."""
    clash = [key for key, texts in new.items() if key in old and old[key] != texts]
    if clash and conflicts == "refuse":
        raise WordsError(
            "These ids stand in the catalogue with other words already. Take the words that stand there (--keep),\n"
            "put yours in their place (--replace), or choose an id that says more:\n"
            + "\n".join(f"  {show(key)}: {' | '.join(old[key])} <> {' | '.join(new[key])}" for key in clash)
        )
    kept = frozenset(clash) if conflicts == "keep" else frozenset()
    return {**old, **{key: texts for key, texts in new.items() if key not in kept}}


def add(text: str, *, language: str = "ja", conflicts: str = "refuse") -> int:
    """Merge lines (see `parse_lines`) into a catalogue under the lock. Returns how many ids are new or changed."""
    new = parse_lines(text)
    with locked():
        path = po_path(language)
        old = read(path)
        merged = merge(old, new, conflicts=conflicts)
        changed = sum(1 for key in merged if old.get(key) != merged[key])
        if changed:
            write(path, merged, language=language)
    return changed


# ----------------------------------------------------------------------------------------------- ids in the code


def uses(folder: Path, files: Iterable[Source]) -> tuple[list[Use], list[str]]:
    """Every id that the code asks for (`files`, below `folder`), and what is wrong with the asking (an f-string …)."""
    found: list[Use] = []
    wrong: list[str] = []
    for file in files:
        for call, called in file.calls:
            if called.rpartition(".")[2] in FUNCTIONS:
                _collect(call, folder / file.name, found=found, wrong=wrong)
    return found, wrong


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _collect(call: ast.Call, file: Path, *, found: list[Use], wrong: list[str]) -> None:
    count = 2 if _name(call.func) == "ngettext" else 1
    where = f"{file}:{call.lineno}"
    for argument in call.args[:count]:
        reason = _made_up(argument)
        if reason is not None:
            wrong.append(
                f"{where}: {reason} inside {_name(call.func)}() can never be translated: translate, then format"
            )
            return
    if count == 2:
        ids = [text for argument in call.args[:2] for text in _constants(argument)]
        keys: list[Key] = [(ids[0], ids[1])] if len(ids) == 2 else []
    else:
        keys = list(_constants(call.args[0])) if call.args else []
    # No constant means a variable: an id that was marked with N_ elsewhere, and is collected there.
    for key in keys:
        if not all((key,) if isinstance(key, str) else key):
            wrong.append(f"{where}: an empty id")
        else:
            found.append(Use(key, file, call.lineno))


def _made_up(argument: ast.expr) -> str | None:
    if isinstance(argument, ast.JoinedStr):
        return "an f-string"
    if isinstance(argument, ast.BinOp):
        return "put-together text"
    if isinstance(argument, ast.Call) and _name(argument.func) == "format":
        return "formatted text"
    return None


def _constants(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _constants(argument.body)
        yield from _constants(argument.orelse)


def check(words: Words, found: list[Use], *, language: str = "ja", complete: bool = True) -> list[str]:
    """What a catalogue lacks against the code: missing, empty, with other placeholders, or no longer used."""
    used = {use.key: use for use in reversed(found)}
    wrong = []
    for key, use in sorted(used.items(), key=lambda item: str(item[1])):
        if key not in words and complete:
            wrong.append(f"{use}: is not in the {language} catalogue")
    for key, texts in words.items():
        reason = disagreement(key, texts)
        if reason is not None:
            wrong.append(f"{language}: {show(key)} {reason}")
        if key not in used:
            wrong.append(f"{language}: {show(key)} is used nowhere (`words prune` takes it out)")
    return wrong
