"""What a person is asked on the terminal, and what stands in a file instead. Never in an argument or a variable."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from caseapp.cli.output import tell
from caseapp.cli.refusals import Usage
from caseapp.rules.problem import N_
from caseapp.vault.files import read_limited
from caseapp.vault.trouble import CannotReach
from caseapp.words.language import _

_MOST = 64 * 1024
_TRIES = 3
_NO_TERMINAL = N_("There is no terminal to ask on. Write the passphrase into a file and name it with {option}.")
_CANNOT_READ = N_("The file {file} cannot be read. Check its name and your permission.")
_NOT_UTF8 = N_("The file {file} is not in UTF-8. Save it as UTF-8; the passphrase is its first line.")
_EMPTY = N_("The first line of the file {file} is empty. It must hold the passphrase.")
_NOT_SAME = N_("The two did not agree. Nothing was changed. Start the command again.")
_ASK = N_("There is no terminal to ask on. Give {option} with the command.")


def at_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def first_line(path: Path) -> str:
    """The first line of a file, without its line end and a BOM, with everything else. Raises Usage."""
    try:
        data = read_limited(path, _MOST)
        line = data.decode("utf-8-sig").split("\n", 1)[0].removesuffix("\r")
    except UnicodeDecodeError:
        raise Usage(_NOT_UTF8, file=str(path)) from None
    except (OSError, ValueError, CannotReach):
        raise Usage(_CANNOT_READ, file=str(path)) from None
    if not line:
        raise Usage(_EMPTY, file=str(path))
    return line


def passphrase(file: Path | None) -> str:
    """The passphrase of who asks."""
    if file is not None:
        return first_line(file)
    return _hidden(_("Passphrase: "), option="--passphrase-file")


def new_passphrase(file: Path | None, *, whose: str) -> str:
    """A new passphrase, asked for twice. Raises Usage when the two differ."""
    if file is not None:
        return first_line(file)
    first = _hidden(_("New passphrase of {name}: ").format(name=whose), option="--new-passphrase-file")
    if _hidden(_("Once more: "), option="--new-passphrase-file") != first:
        raise Usage(_NOT_SAME)
    return first


def _hidden(prompt: str, *, option: str) -> str:
    if not at_terminal():
        raise Usage(_NO_TERMINAL, option=option)
    try:
        return getpass.getpass(prompt, stream=sys.stderr)
    except EOFError:
        raise Usage(_NO_TERMINAL, option=option) from None


def line(prompt: str, *, option: str) -> str:
    """A line that may be seen, asked again while it is empty. Raises Usage without a terminal."""
    if not at_terminal():
        raise Usage(_ASK, option=option)
    for _try in range(_TRIES):
        sys.stderr.write(prompt)
        sys.stderr.flush()
        answer = sys.stdin.readline()
        if answer.strip():
            return answer.strip()
        if not answer:
            break
        tell(_("Please write something."))
    raise Usage(_ASK, option=option)
