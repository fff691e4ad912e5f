"""From the words to the exit code: language, one command, and one plain sentence for whatever stands in the way."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from caseapp.cli import grammar
from caseapp.cli.call import Call
from caseapp.cli.output import settle_streams, tell
from caseapp.cli.refusals import DONE, STOPPED
from caseapp.cli.sentences import told
from caseapp.rules.clock import Clock, now
from caseapp.words import language

_ONLY_OWNER = 0o077


def main(argv: Sequence[str], *, default_folder: Path, clock: Clock) -> int:
    """Run one command; `argv` is without the program's name. Returns the exit code (docs/cli.md).

    `default_folder` is the store's where --vault is not given.
    """
    before = os.umask(_ONLY_OWNER)  # whatever is written is its owner's alone
    speaking = language.current()
    try:
        settle_streams()
        language.use(_language_of_the_machine())
        return _run(list(argv), default_folder, clock=clock)
    finally:
        language.use(speaking)
        os.umask(before)


def _run(words: list[str], default_folder: Path, *, clock: Clock) -> int:
    try:
        call = Call(grammar.parse(words), default_folder, clock)
        code = _command(call.command)(call)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except SystemExit as done:  # --help, --version
        return done.code if isinstance(done.code, int) else DONE
    except BrokenPipeError:  # who read the output has seen enough
        sys.stdout = io.StringIO()  # Python flushes it once more at its end
        return DONE
    except KeyboardInterrupt:
        tell("")
        return STOPPED
    except Exception as error:  # noqa: BLE001 - the end of the line: a sentence and a code, never a traceback
        sentence, code = told(error, now=now(clock))
        tell(sentence)
        return code


def _command(word: str) -> Callable[[Call], int]:
    """What runs the command. Only its own modules are loaded: `search` need not wait for what draws PDF."""
    if word == "import":
        from caseapp.cli.taking_in import run
    elif word == "print":
        from caseapp.cli.paper import run
    elif word in ("export", "search", "audit"):
        from caseapp.cli.giving_out import run
    elif word in ("user", "passwd", "init"):
        from caseapp.cli.people import run
    else:
        from caseapp.cli.safety import run
    return run


def _language_of_the_machine() -> str:
    """English where the environment asks for it, else Japanese; a user's own choice comes with unlocking."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return language.ENGLISH if value.lower().startswith("en") else language.DEFAULT
    return language.DEFAULT
