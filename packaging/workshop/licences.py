"""`dev.py notice`, and the check that nothing comes along whose terms are unknown or not allowed.

Runs in the environment, where the libraries' metadata is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path
from typing import Any

from workshop import locks
from workshop.environment import DEV, RUNTIME
from workshop.places import ROOT

LIST = ROOT / "packaging" / "licences.toml"
NOTICE = ROOT / "NOTICE"
BUNDLED = ("fonts", "data")  # the folders of resources/ that hold what others made
_SPDX = re.compile(r"^[A-Za-z0-9.+-]+(?: (?:OR|AND|WITH) [A-Za-z0-9.+-]+)*$")


@dataclass(frozen=True)
class Library:
    """One library of the lock: its versions (one, or more by marker) and its licence as an SPDX expression."""

    name: str
    versions: tuple[str, ...]
    licence: str | None


def terms() -> dict[str, Any]:
    """The hand-kept list, licences.toml."""
    import tomllib  # only from Python 3.11 on, which the environment has

    return tomllib.loads(LIST.read_text(encoding="utf-8"))


def libraries(kind: str, listed: dict[str, str]) -> list[Library]:
    """Everything in a lock file, whether installed on this machine or not."""
    versions: dict[str, list[str]] = {}
    for name, version, _marker in locks.pins(kind):
        versions.setdefault(name, []).append(version)
    return [Library(name, tuple(found), _licence(name, listed)) for name, found in sorted(versions.items())]


def _licence(name: str, listed: dict[str, str]) -> str | None:
    """What the library itself says as an SPDX expression, else what a person read."""
    try:
        said = str(metadata.metadata(name).json.get("license_expression", ""))
    except metadata.PackageNotFoundError:
        said = ""  # of another platform or Python
    return said if _SPDX.match(said) else listed.get(name)


def problems(kind: str, told: dict[str, Any]) -> Iterator[str]:
    """Libraries whose licence is unknown or not allowed; one line each."""
    for library in libraries(kind, told["packages"]):
        if library.licence is None:
            yield f"{library.name}: its licence is unknown; read its licence file and add it to packaging/licences.toml"
        elif not allowed(library.licence, frozenset(told["allowed"])):
            yield f"{library.name}: {library.licence} is not on the list of allowed licences"


def allowed(expression: str, licences: frozenset[str]) -> bool:
    """Whether an SPDX expression without brackets can be met: one of OR, all of AND."""
    return any(all(part in licences for part in choice.split(" AND ")) for choice in expression.split(" OR "))


def unlisted_files(resources: Path, told: dict[str, Any]) -> Iterator[str]:
    """Bundled files that no entry speaks of, and entries that speak of nothing."""
    patterns = [*told["own"], *(pattern for entry in told["bundled"] for pattern in entry["files"])]
    names = [
        file.relative_to(resources).as_posix()
        for folder in BUNDLED
        for file in sorted((resources / folder).rglob("*"))
        if file.is_file()
    ]
    for name in names:
        if not any(fnmatchcase(name, pattern) for pattern in patterns):
            yield f"resources/{name}: whose is it, on what terms? Add it to packaging/licences.toml"
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in names):
            yield f"packaging/licences.toml speaks of resources/{pattern}, which is not there"


def notice(told: dict[str, Any]) -> str:
    """The text of NOTICE."""
    parts = [
        "NOTICE",
        "======",
        "",
        "伴走ノート (caseapp) comes with what others made. Their terms hold for their parts.",
        "Written by `python packaging/dev.py notice`; the licence texts come with each part.",
        "",
        "Fonts and data",
        "--------------",
    ]
    for entry in told["bundled"]:
        parts += ["", f"{entry['name']} - {entry['licence']}", *_indented(entry["notice"])]
    parts += ["", "Libraries", "---------", ""]
    for library in libraries(RUNTIME, told["packages"]):
        parts.append(f"{library.name} {' / '.join(library.versions)} - {library.licence}")
        parts += _indented(told["remarks"].get(library.name, ""))
    return "\n".join(parts) + "\n"


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.strip().splitlines()]


def check() -> list[str]:
    """Everything that is wrong with the licences, one line each."""
    told = terms()
    wrong = [*problems(DEV, told), *unlisted_files(ROOT / "resources", told)]
    if not NOTICE.exists() or NOTICE.read_text(encoding="utf-8") != notice(told):
        wrong.append(
            "NOTICE is not what the lock and packaging/licences.toml say; `python packaging/dev.py notice` writes it"
        )
    return wrong


def main(arguments: list[str]) -> int:
    """`write` or `check`."""
    if arguments == ["write"]:
        NOTICE.write_bytes(notice(terms()).encode("utf-8"))
    wrong = check()
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0
