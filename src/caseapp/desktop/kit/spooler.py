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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PATIENCE = 30  # seconds until a print server that does not answer is given up
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


def send(pdf: bytes, job: Job) -> bool:
    """Give the document to the print server. False when it did not take it."""
    try:
        done = subprocess.run(  # noqa: S603 - our own words, no shell
            command(job), input=pdf, capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


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
