"""`dev.py words …`: add words to a catalogue, list what is missing, check, prune, compile."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from workshop import catalogue, house
from workshop.places import ROOT, SOURCE, shown

COMPLETE = frozenset({"ja"})  # languages that must have every id; others may be partial and fall back


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except catalogue.WordsError as problem:
        print(problem, file=sys.stderr)
        print("Nothing was changed.", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py words", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="merge lines `id<TAB>translation` into a catalogue")
    add.add_argument("file", type=Path)
    add.add_argument("--language", default="ja")
    conflicts = add.add_mutually_exclusive_group()
    conflicts.add_argument("--replace", dest="conflicts", action="store_const", const="replace", default="refuse")
    conflicts.add_argument("--keep", dest="conflicts", action="store_const", const="keep", default="refuse")
    add.set_defaults(run=_add)
    extract = commands.add_parser(
        "extract", help="list the ids in the code that have no translation yet, as lines for `add`"
    )
    extract.add_argument("--language", default="ja")
    extract.set_defaults(run=_extract)
    check = commands.add_parser("check", help="every id translated, placeholders kept, none unused, no f-string")
    check.set_defaults(run=_check)
    prune = commands.add_parser("prune", help="take out what the code no longer uses")
    prune.set_defaults(run=_prune)
    compile_ = commands.add_parser("compile", help="write the .mo files that are missing or old")
    compile_.set_defaults(run=_compile)
    return parser


def _add(options: argparse.Namespace) -> int:
    text = options.file.read_text(encoding="utf-8-sig")
    changed = catalogue.add(text, language=options.language, conflicts=options.conflicts)
    print(f"{changed} new or changed in {shown(catalogue.po_path(options.language))}")
    return 0


def _uses() -> tuple[list[catalogue.Use], list[str]]:
    return catalogue.uses(SOURCE / "caseapp", house.program())


def _extract(options: argparse.Namespace) -> int:
    words = catalogue.read(catalogue.po_path(options.language))
    found, _ = _uses()
    missing = {use.key: use for use in found if use.key not in words}
    for key in sorted(missing, key=str):
        ids = (key,) if isinstance(key, str) else key
        print("\t".join(text.replace("\n", "\\n").replace("\t", "\\t") for text in ids) + "\t")
    return 0


def _check(options: argparse.Namespace) -> int:
    wrong = problems()
    for line in wrong:
        print(line)
    print(f"{len(wrong)} to mend" if wrong else "The words are complete.")
    return 1 if wrong else 0


def problems() -> list[str]:
    """Everything that is wrong with the catalogues, one line each, places given from the project's root."""
    found, wrong = _uses()
    for language in sorted({*catalogue.languages(), *COMPLETE}):
        words = catalogue.read(catalogue.po_path(language))
        wrong += catalogue.check(words, found, language=language, complete=language in COMPLETE)
    return [line.replace(f"{ROOT}/", "") for line in wrong]


def _prune(options: argparse.Namespace) -> int:
    found, _ = _uses()
    used = {use.key for use in found}
    with catalogue.locked():
        for language in catalogue.languages():
            path = catalogue.po_path(language)
            words = catalogue.read(path)
            kept = {key: texts for key, texts in words.items() if key in used}
            if kept != words:
                catalogue.write(path, kept, language=language)
            print(f"{language}: {len(words) - len(kept)} taken out, {len(kept)} kept")
    return 0


def _compile(options: argparse.Namespace) -> int:
    for path in catalogue.compile_stale():
        print(shown(path))
    return 0
