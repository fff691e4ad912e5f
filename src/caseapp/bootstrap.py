"""Where everything is joined: a command word goes to the command line, none opens the desktop.

The only place that reads the machine's clock and knows where the store lives on this platform.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from caseapp.rules.clock import TOKYO, Clock, stopped

DEMO_PASSPHRASE = "みずうみ の あさ 7 じ"  # noqa: S105 - of a store that is made up and thrown away; shown on its lock screen
DEMO_USER = "森下 由佳"
SAMPLES_ARE_OF = datetime(2026, 11, 20, 10, 12, tzinfo=TOKYO)  # a working day; pictures are the same on every day
_WITH_VALUE = ("--vault", "--user", "--passphrase-file")


def main(argv: Sequence[str] | None = None) -> int:
    """Run `caseapp …`; `argv` is without the program's name. Returns the exit code (contract/cli.md)."""
    words = list(sys.argv[1:] if argv is None else argv)
    command = command_word(words)
    asks_for_help = any(word in words for word in ("-h", "--help", "--version"))
    if command == "demo" and not asks_for_help:
        return demo(words)
    if command or asks_for_help:
        from caseapp import cli

        return cli.main(words, default_folder=default_folder(), clock=clock)
    return desktop(words)


def command_word(words: Sequence[str]) -> str:
    """The first word that is neither an option nor an option's value ("" when there is none)."""
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in _WITH_VALUE:
            skip = True
        elif not word.startswith("-"):
            return word
    return ""


def option(words: Sequence[str], name: str) -> str:
    """The value of `--name VALUE` or `--name=VALUE` ("" when it is not there)."""
    for place, word in enumerate(words):
        if word == name and place + 1 < len(words):
            return words[place + 1]
        if word.startswith(name + "="):
            return word.partition("=")[2]
    return ""


def default_folder() -> Path:
    """The platform's data folder for the store."""
    if sys.platform == "win32":
        root = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(root) / "caseapp" / "vault"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "caseapp" / "vault"
    root = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(root) / "caseapp" / "vault"


def clock() -> datetime:
    """The moment in Tokyo."""
    return datetime.now(TOKYO)


def desktop(words: Sequence[str]) -> int:
    """Open the window on the store of `--vault`, else of the platform's data folder."""
    gc.disable()  # the window runs the collector itself, on its own thread; while modules load it only costs time
    from caseapp.desktop.startup.last_words import LastWords
    from caseapp.desktop.startup.program import run

    named = option(words, "--vault")
    folder = Path(named) if named else default_folder()
    said = LastWords(default_folder().parent / "crash.txt", clock=clock)
    try:
        return run(folder, clock=clock, argv=["caseapp", *words])
    finally:
        said.stop()


def demo(words: Sequence[str]) -> int:
    """The desktop on a throw-away store with samples; `--headless DIR`: papers and pictures into DIR, no window."""
    import shutil
    import tempfile

    place = Path(tempfile.mkdtemp(prefix="caseapp-demo-"))
    try:
        folder = place / "vault"
        out = option(words, "--headless")
        if "--headless" in words and not out:
            sys.stderr.write("caseapp demo --headless needs a folder.\n")
            return 2
        if out:
            return headless(folder, Path(out))
        make_demo(folder, clock=clock)
        return open_demo(folder, words)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def make_demo(folder: Path, *, clock: Clock) -> None:
    """A store with the sample cases in `folder`, as of the clock's day."""
    from caseapp.casework import office, sample

    opened, _key = office.create(
        folder,
        office_name="汐見保健所",
        user_name=DEMO_USER,
        title="自立支援員",
        passphrase=DEMO_PASSPHRASE,
        clock=clock,
    )
    with opened:
        sample.fill(opened)


def open_demo(folder: Path, words: Sequence[str]) -> int:
    """The window on the demo store; the passphrase stands on the lock screen and in its field."""
    from caseapp.desktop.startup.program import run
    from caseapp.words.language import _

    hint = _("This is a trial with invented cases. The passphrase is: {passphrase}").format(passphrase=DEMO_PASSPHRASE)
    return run(folder, clock=clock, argv=["caseapp", *words], hint=hint, passphrase=DEMO_PASSPHRASE)


def headless(folder: Path, out: Path) -> int:
    """Every printable document as PDF and a picture of every main screen into `out`, on the day the samples tell of."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    gc.disable()  # as in the window: taken apart by the collector a widget loses its attributes before its life
    from caseapp.desktop.shots import write_all

    day = stopped(SAMPLES_ARE_OF)
    make_demo(folder, clock=day)
    out.mkdir(parents=True, exist_ok=True)
    for written in write_all(folder, out, clock=day, user=DEMO_USER, passphrase=DEMO_PASSPHRASE):
        sys.stdout.write(f"{written}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
