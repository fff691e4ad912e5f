"""The way to a printer on Linux that leaves no file of ours.

Qt hands a print job to CUPS as a file: its plug-in writes the pages, unencrypted, into the folder for temporary files
first (cupsTempFd). So the PDF goes to CUPS through the standard input of `lp`, which passes it on as it reads it; what
the print server keeps then belongs to the print server. Where there is no `lp`, Qt's file lies in memory (/dev/shm).
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from caseapp.rules.problem import N_, Problem, Refused
from caseapp.vault.trouble import Cancelled

_PATIENCE = 30  # seconds until a print server that does not answer is given up
_GLANCE = 0.2  # … and how often one looks whether the person stopped it
_REFUSED = N_("The print server did not take it: {reason}")
_NO_ANSWER = N_("The print server did not answer for {seconds} seconds. Look whether it is on, and print again.")
_NO_PROGRAM = N_("The program that passes papers to the print server could not be started: {reason}")
_MEMORY = Path("/dev/shm")  # noqa: S108 - memory, not a disk: the very point


@dataclass(frozen=True, kw_only=True)
class Job:
    """What a person chose in the print dialog. `pages` are (first, last) from 1; none: all of them."""

    printer: str
    title: str
    copies: int = 1
    pages: Sequence[tuple[int, int]] = ()
    sides: str = "one-sided"
    colour: bool = False


def command(job: Job) -> list[str]:
    """How `lp` is called; the document comes through its standard input."""
    words = ["lp", "-s", "-d", job.printer, "-n", str(job.copies), "-t", job.title]
    words += ["-o", "media=A4", "-o", f"sides={job.sides}"]
    words += ["-o", f"print-color-mode={'color' if job.colour else 'monochrome'}"]
    if job.pages:
        words += ["-P", ",".join(f"{first}-{last}" for first, last in job.pages)]
    return [*words, "-"]


def there() -> bool:
    """Whether printing goes through `lp` here."""
    return sys.platform == "linux" and shutil.which("lp") is not None


class NotPrinted(Refused):
    """The printer took nothing; the problem says why."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__([Problem("", message, values)])


def send(pdf: bytes, job: Job, *, stopped: Callable[[], bool] = lambda: False) -> None:
    """Give the document to the print server and wait until it took it. NotPrinted, Cancelled (when `stopped`)."""
    try:
        pipe = subprocess.Popen(  # noqa: S603 - our own words, no shell
            command(job), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
    except OSError as error:
        raise NotPrinted(_NO_PROGRAM, reason=error.strerror or "") from error
    with pipe:
        try:
            said = _answer(pipe, pdf, stopped)
        finally:
            pipe.kill()  # nothing where it has ended
    if pipe.returncode:
        raise NotPrinted(_REFUSED, reason=said.decode("utf-8", "replace").strip() or str(pipe.returncode))


def _answer(pipe: subprocess.Popen[bytes], pdf: bytes, stopped: Callable[[], bool]) -> bytes:
    """What the print server said, within our patience."""
    until = time.monotonic() + _PATIENCE
    given: bytes | None = pdf
    while True:
        try:
            return pipe.communicate(given, timeout=_GLANCE)[1]
        except subprocess.TimeoutExpired:
            given = None  # what is not passed on yet is passed on by the next call
        if stopped():
            raise Cancelled
        if time.monotonic() > until:
            raise NotPrinted(_NO_ANSWER, seconds=_PATIENCE)


@contextmanager
def files_in_memory() -> Iterator[bool]:
    """While it lasts, temporary files of this process lie in memory. False where that cannot be (then do not print)."""
    if sys.platform != "linux":  # Windows and macOS hand pages to the system's own spooler without a file of ours
        yield True
        return
    if not _MEMORY.is_dir():
        yield False
        return
    before = os.environ.get("TMPDIR")
    folder = _MEMORY / f"print-{secrets.token_hex(8)}"
    folder.mkdir(mode=0o700)
    os.environ["TMPDIR"] = str(folder)
    try:
        yield True
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before
        shutil.rmtree(folder, ignore_errors=True)
