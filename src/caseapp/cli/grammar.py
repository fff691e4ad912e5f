"""The words of the command line: what may stand where. What a command does stands in the module of its subject."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from caseapp import __version__
from caseapp.cli.refusals import Usage
from caseapp.rules.account import ROLES
from caseapp.rules.problem import N_
from caseapp.words.language import _

KINDS = ("children", "consultations", "organizations")
_ABSENT = N_("This version of the program has no “{word}” yet. Nothing was done.")
_SEE_HELP = N_("{reason} See “{command} --help”.")
_NOT_TEXT = N_("A word of the command holds characters that cannot be read.")
_OFF = (
    (re.compile("the following arguments are required: (?P<words>.+)"), N_("Something is missing: {words}.")),
    (re.compile("unrecognized arguments: (?P<words>.+)"), N_("This is not known: {words}.")),
    (
        re.compile(r"argument (?P<name>.+?): invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)"),
        N_("{value} is not one of: {choices}."),
    ),
    (re.compile("argument (?P<name>.+?): expected (one|at least one) argument"), N_("{name} needs a value.")),
    (
        re.compile("argument (?P<name>.+?): invalid .* value: (?P<value>.+)"),
        N_("{name} needs a number of at least 1, not {value}."),
    ),
)


class Parser(argparse.ArgumentParser):
    """argparse that speaks the user's language, and knows commands that this version does not have."""

    absent = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Refuse with one sentence."""
        raise Usage(_SEE_HELP, reason=_in_our_words(message), command=self.prog)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self.absent:
            raise Usage(_ABSENT, word=self.absent)
        return super().parse_known_args(args, namespace)


def _in_our_words(message: str) -> str:
    for pattern, words in _OFF:
        found = pattern.fullmatch(message)
        if found:
            return _(words).format(**found.groupdict())
    return message


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command and its values. Raises Usage, and SystemExit for --help and --version."""
    return _parser().parse_args(list(words))


def _parser() -> Parser:
    shared = _shared()
    parser = Parser(prog="caseapp", description=_("Records of the support of children with chronic illness"))
    parser.add_argument("--version", action="version", version=f"caseapp {__version__}")
    _add_shared(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(word: str, what: str) -> Parser:
        return commands.add_parser(word, help=what, description=what, parents=[shared])

    _opening_commands(command)
    _exchange_commands(command)
    _looking_commands(command)
    _people_commands(command, shared)
    _safety_commands(command)
    for word in ("report", "pack"):
        commands.add_parser(word, add_help=False, help=_("(not in this version)")).absent = word
    return parser


Command = Callable[[str, str], Parser]


def _opening_commands(command: Command) -> None:
    demo = command("demo", _("the window on a throw-away store with sample cases"))
    demo.add_argument("--headless", metavar="OUT_DIR", help=_("no window: every paper and screen into this folder"))
    init = command("init", _("make a new store and its first user, a manager; prints the recovery key once"))
    init.add_argument("--office", help=_("name of the office"))
    init.add_argument("--name", help=_("name of the first user"))
    init.add_argument("--title", default="", help=_("job title of the first user"))
    _new_passphrase(init)
    _json(init)


def _exchange_commands(command: Command) -> None:
    taking = command("import", _("take in a table (CSV, XLSX), or a whole export (JSON) into an empty store"))
    taking.add_argument("file", metavar="FILE", type=Path)
    taking.add_argument("--kind", choices=KINDS, help=_("what the table holds"))
    taking.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))
    taking.add_argument("--on-duplicate", choices=("skip", "update", "fail"), default="fail")
    _json(taking)
    giving = command("export", _("everything, or one child, as JSON"))
    _target(giving)
    giving.add_argument("--child", metavar="NUMBER", type=_text)


def _looking_commands(command: Command) -> None:
    search = command("search", _("find children, records and organizations"))
    search.add_argument("text", metavar="TEXT", type=_text)
    search.add_argument("--limit", metavar="N", type=_count, default=20)
    _json(search)
    printing = command("print", _("a document as PDF"))
    printing.add_argument("document", metavar="DOCUMENT", nargs="?", type=_text)
    printing.add_argument("--list", action="store_true", help=_("the names of the documents"))
    printing.add_argument("--child", metavar="NUMBER", type=_text)
    _target(printing, required=False)
    printing.add_argument("--lang", default=None, type=_text, help="ja | ja-easy | en")
    printing.add_argument("--password-file", metavar="F", type=Path, help=_("the PDF opens only with this password"))
    printing.add_argument("--blank", action="store_true", help=_("the empty form"))
    audit = command("audit", _("the access log"))
    audit.add_argument("--child", metavar="NUMBER", type=_text)
    audit.add_argument("--limit", metavar="N", type=_count)
    _json(audit)


def _people_commands(command: Command, shared: Parser) -> None:
    user = command("user", _("who may open the store"))
    acts = user.add_subparsers(dest="act", metavar="ACT", required=True)
    _json(acts.add_parser("list", help=_("everybody known"), parents=[shared]))
    add = acts.add_parser("add", help=_("let somebody in"), parents=[shared])
    add.add_argument("name", metavar="NAME", type=_text)
    add.add_argument("--role", choices=ROLES, required=True)
    add.add_argument("--title", default="", type=_text, help=_("job title"))
    _new_passphrase(add)
    disable = acts.add_parser("disable", help=_("take somebody's way in"), parents=[shared])
    disable.add_argument("name", metavar="NAME", type=_text)
    _new_passphrase(command("passwd", _("change the own passphrase")))


def _safety_commands(command: Command) -> None:
    backup = command("backup", _("write one new, checked backup into a folder"))
    backup.add_argument("into", metavar="DIR", type=Path)
    restore = command("restore", _("put a backup back as a store in an empty folder"))
    restore.add_argument("backup", metavar="BACKUP", type=Path)
    restore.add_argument("--to", metavar="DIR", type=Path, required=True)
    verify = command("verify", _("check the store, or a backup, in full"))
    verify.add_argument("backup", metavar="BACKUP", type=Path, nargs="?")


# ---- options that several have


def _shared() -> Parser:
    parser = Parser(add_help=False)
    _add_shared(parser)
    return parser


def _add_shared(parser: argparse.ArgumentParser) -> None:
    """Options that stand before or after the command's word: without a default, so that neither wipes the other."""
    group = parser.add_argument_group(_("before or after the command"))
    for name, metavar, kind, words in (
        ("--vault", "DIR", Path, _("folder of the store")),
        ("--user", "NAME", _text, _("who is asking")),
        ("--passphrase-file", "F", Path, _("the passphrase is the first line of this file")),
    ):
        group.add_argument(name, metavar=metavar, type=kind, default=argparse.SUPPRESS, help=words)


def _new_passphrase(parser: argparse.ArgumentParser) -> None:
    words = _("the new passphrase is the first line of this file")
    parser.add_argument("--new-passphrase-file", metavar="F", type=Path, help=words)


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("one JSON document"))


def _target(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=required)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _text(text: str) -> str:
    """A word that is text. Bytes that are none in the terminal's encoding come as lone surrogates."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Usage(_NOT_TEXT)
    return text
