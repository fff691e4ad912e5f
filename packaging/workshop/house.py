"""The rules of the house that a linter does not know: each a function from a source file to the lines that break it.

`tests/house` runs them over `src`, and over one seeded violation of each, so that a rule that cannot fail is seen.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, cached_property
from pathlib import Path
from typing import Callable

from workshop.places import SOURCE

LONGEST_FUNCTION, LONGEST_CLASS, LONGEST_FILE = 60, 320, 500  # the aim is 40, 300, 500 (docs/style.md)

# Where a rule does not hold, and why. Patterns are of paths below src/caseapp.
EXCEPT: dict[str, dict[str, str]] = {
    "clock": {
        "bootstrap.py": "joins the program with the real clock",
        "casework/office.py": "holds the clock that everything else is given",
    },
    "writing": {
        "vault/files.py": "is where every file is written",
        "vault/lock.py": "holds the lock file open; there is nothing of a record in it",
        "bootstrap.py": "makes the demo's throw-away folder; what lies in it is an encrypted store",
        "vault/backups.py": "unpacks a backup to check it: its store stays encrypted",
        "desktop/startup/last_words.py": "is open to be written into when the program dies: no word of a record",
    },
    "colour": {
        "desktop/theme/tokens.py": "is where the colours are",
    },
    "style_sheet": {
        "desktop/theme/*": "is where the style sheet is",
    },
    "plain_text": {
        "desktop/kit/tips.py": "is where tooltips are given",
        "desktop/kit/text.py": "is where the label is",
    },
    "size": {},
}


@dataclass(frozen=True)
class Source:
    """One file of code, by its path below the folder that was asked for."""

    name: str
    text: str

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the file in the order of `ast.walk`; found once, as each rule asks for it."""
        nodes: list[ast.AST] = [ast.parse(self.text, filename=self.name)]
        for node in nodes:  # grows while it is read
            for field in node._fields:
                value = getattr(node, field, None)
                if isinstance(value, list):
                    nodes.extend(part for part in value if isinstance(part, ast.AST))
                elif isinstance(value, ast.AST):
                    nodes.append(value)
        return nodes

    @cached_property
    def calls(self) -> list[tuple[ast.Call, str]]:
        """Every call, with the dotted name of what is called as far as it is one (`datetime.now`, `.write_text`)."""
        return [(node, dotted(node.func)) for node in self.nodes if isinstance(node, ast.Call)]


@cache
def program() -> list[Source]:
    """The program's own files, read and taken apart once for whoever looks at all of them."""
    return sources(SOURCE / "caseapp")


Rule = Callable[[Source], Iterator[tuple[int, str]]]


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an attribute chain; what is not a name in it is left out (`open().read` gives `.read`)."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def sources(folder: Path) -> list[Source]:
    """Every file of code under a folder."""
    return [
        Source(file.relative_to(folder).as_posix(), file.read_text(encoding="utf-8"))
        for file in sorted(folder.rglob("*.py"))
    ]


def broken(rule: str, files: Iterable[Source]) -> list[str]:
    """The places where a rule (a key of RULES) is broken, exceptions left out."""
    excepted = EXCEPT.get(rule, {})
    return [
        f"{file.name}:{line}: {what}"
        for file in files
        if not any(fnmatchcase(file.name, pattern) for pattern in excepted)
        for line, what in RULES[rule](file)
    ]


def idle_exceptions(files: Iterable[Source]) -> list[str]:
    """Exceptions that no file needs any more (the clock's are granted by docs/style.md, used or not)."""
    files = list(files)
    return [
        f"{rule}: {pattern}"
        for rule, patterns in EXCEPT.items()
        for pattern in patterns
        if rule != "clock" and not any(fnmatchcase(file.name, pattern) and any(RULES[rule](file)) for file in files)
    ]


# ------------------------------------------------------------------------------------------------ the rules

_VAGUE = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"})


def name(file: Source) -> Iterator[tuple[int, str]]:
    """A module's name says its subject."""
    for part in Path(file.name).with_suffix("").parts:
        if part in _VAGUE:
            yield 1, f"`{part}` says nothing of its subject"


_CLOCKS = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|localtime|gmtime|time_ns))$")


def clock(file: Source) -> Iterator[tuple[int, str]]:
    """The clock is an argument."""
    for call, called in file.calls:
        if _CLOCKS.search(called):
            yield call.lineno, f"{called}(): the clock is an argument (Office.clock)"


_WRITERS = frozenset({"write_text", "write_bytes"})
_OPENERS = {"open": 1, "io.open": 1}  # where the mode stands; 0 for the method of a Path


def writing(file: Source) -> Iterator[tuple[int, str]]:
    """Whatever goes to disk goes through vault.files, and no plaintext goes there."""
    for call, called in file.calls:
        if called.rpartition(".")[2] in _WRITERS or called == "os.open" or _opens_for_writing(call, called):
            yield call.lineno, f"{called}(): write with vault.files.write_atomically"
    for node in file.nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)) and "tempfile" in _modules(node):
            yield node.lineno, "tempfile: nothing of a record lies in a temporary file"


def _opens_for_writing(call: ast.Call, called: str) -> bool:
    if called.rpartition(".")[2] != "open":
        return False
    position = _OPENERS.get(called, 0)
    given = [keyword.value for keyword in call.keywords if keyword.arg == "mode"] or call.args[position : position + 1]
    mode = given[0].value if given and isinstance(given[0], ast.Constant) else "r"
    return isinstance(mode, str) and re.fullmatch("[rwabtx+]+", mode) is not None and mode.strip("rbt") != ""


_COLOUR = re.compile(r"#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?\b|#[0-9a-fA-F]{3}\b(?![0-9A-Za-z])|\brgba?\(")


def colour(file: Source) -> Iterator[tuple[int, str]]:
    """A colour has a name and one place (screens only: paper has its own ink)."""
    if not file.name.startswith("desktop/"):
        return
    for node in file.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _COLOUR.search(node.value):
            yield node.lineno, "a colour: take it from desktop/theme/tokens.py"
    for call, called in file.calls:
        made = called.rpartition(".")[2] in ("QColor", "fromRgb", "fromHsv", "fromHsl")
        if made and any(isinstance(argument, ast.Constant) for argument in call.args):
            yield call.lineno, f"{called}() of numbers or a name: take it from desktop/theme/tokens.py"
        elif called.startswith(("Qt.GlobalColor.", "QtCore.Qt.GlobalColor.")):
            yield call.lineno, "a colour of Qt's: take it from desktop/theme/tokens.py"


def style_sheet(file: Source) -> Iterator[tuple[int, str]]:
    """One style sheet, in one place."""
    for call, called in file.calls:
        if called.endswith(".setStyleSheet"):
            yield call.lineno, "setStyleSheet: the style sheet is desktop/theme's"


def plain_text(file: Source) -> Iterator[tuple[int, str]]:
    """What a person wrote is shown as it was written: Qt would take `<b>` in a label or a tooltip for HTML."""
    for call, called in file.calls:
        if called.endswith(".setToolTip"):
            yield call.lineno, "setToolTip: desktop/kit/tips.py gives tooltips"
        elif called.endswith("QLabel"):
            yield call.lineno, "QLabel: desktop/kit/text.py has the labels"
        elif called.endswith(".setTextFormat") and not ast.unparse(call.args[0]).endswith("PlainText"):
            yield call.lineno, "setTextFormat: text is plain"
    for node in file.nodes:
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("QLabel") for base in node.bases):
            yield node.lineno, "a kind of QLabel: desktop/kit/text.py has the labels"


def transaction(file: Source) -> Iterator[tuple[int, str]]:
    """What is read or changed together is casework's to say: a screen or a command opens no unit of work."""
    if not file.name.startswith(("desktop/", "cli/", "cli.py")):
        return
    for call, called in file.calls:
        opens = called.endswith((".work", ".reading", ".looking"))
        if opens and called != "readings.reading":  # a function of desktop/child
            yield call.lineno, f"{called}(): the use case in casework opens it"


_SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore)(.*)$")


def silenced(file: Source) -> Iterator[tuple[int, str]]:
    """An ignore says what it ignores and why."""
    for number, line in enumerate(file.text.splitlines(), 1):
        found = _SILENCED.search(line)
        if found and not re.search(r"[\])A-Z0-9]\s+(- |# )\s*\w.{3,}", found[2]):
            yield number, f"`{found[0]}` without a reason"


def size(file: Source) -> Iterator[tuple[int, str]]:
    """Nothing is too long to be read at once."""
    for lines, kind, what, line in sizes(file):
        limit = {"def": LONGEST_FUNCTION, "class": LONGEST_CLASS, "file": LONGEST_FILE}[kind]
        if lines > limit:
            yield line, f"{kind} {what} has {lines} lines, {limit} are allowed"


def sizes(file: Source) -> Iterator[tuple[int, str, str, int]]:
    """(lines, def|class|file, name, first line) of everything in a file."""
    yield file.text.count("\n"), "file", file.name, 1
    for node in file.nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            kind = "class" if isinstance(node, ast.ClassDef) else "def"
            yield (node.end_lineno or node.lineno) - node.lineno + 1, kind, node.name, node.lineno


RULES: dict[str, Rule] = {
    "name": name,
    "clock": clock,
    "writing": writing,
    "colour": colour,
    "style_sheet": style_sheet,
    "plain_text": plain_text,
    "transaction": transaction,
    "silenced": silenced,
    "size": size,
}


# ------------------------------------------------------------------------------------------------ libraries


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if node.module and node.level == 0 else []


def imported(files: Iterable[Source]) -> set[str]:
    """The top-level names of everything that is imported from outside the standard library."""
    names = set()
    for file in files:
        for node in file.nodes:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names |= {module.split(".")[0] for module in _modules(node)}
    return names - set(sys.stdlib_module_names)


# ------------------------------------------------------------------------------------------------ no sleeping


def sleeping(file: Source) -> Iterator[tuple[int, str]]:
    """A test waits for what it waits for, never for time."""
    for call, called in file.calls:
        if called in ("time.sleep", "sleep", "qtbot.wait", "QTest.qWait", "QTest.qSleep"):
            yield call.lineno, f"{called}(): wait for the event (waitSignal, waitUntil, a pipe), not for time"


def longest(files: Iterable[Source], count: int = 10) -> list[str]:
    """The longest functions, for people to look at while the list is short."""
    found = [
        (lines, f"{file.name}:{line} {what}")
        for file in files
        for lines, kind, what, line in sizes(file)
        if kind == "def"
    ]
    return [f"{lines:4d} lines  {where}" for lines, where in sorted(found, reverse=True)[:count]]


def main(arguments: list[str]) -> int:
    """Print the ten longest functions of the program."""
    print("\n".join(longest(program(), count=int(arguments[0]) if arguments else 10)))
    return 0
