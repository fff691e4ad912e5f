"""What goes out: results to standard output, sentences for the person to standard error."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Self

_WIDTH = 24
_PATIENCE = 1.0
"""Seconds after which one is told that something is under way."""


def settle_streams() -> None:
    """UTF-8 on both streams, wherever they lead; a character that cannot be shown never ends a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            own = os.name == "posix" and stream.isatty()  # a terminal there says itself what it can show
            stream.reconfigure(encoding=stream.encoding if own else "utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """A line of the result."""
    if sys.stdout is not None:  # the windows program has none
        sys.stdout.write(f"{text}\n")


def say_json(value: Any) -> None:
    """The one JSON document of `--json`."""
    say(json.dumps(value, ensure_ascii=False, indent=1))


def tell(text: str) -> None:
    """A sentence for the person: an error, a warning, what is under way."""
    if sys.stderr is not None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def table(rows: Iterable[Sequence[str]]) -> str:
    """Columns side by side; a full-width character takes two places."""
    listed = [[" ".join(cell.split()) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*listed, strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in listed
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text if not unicodedata.combining(c))


def at_terminal() -> bool:
    """Whether standard error is read by a person now, not kept in a file."""
    return sys.stderr is not None and sys.stderr.isatty()


class Progress:
    """Says on standard error what is under way once it takes over a second; a bar only on a terminal.

    Call it with (done, total) as often as you like.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._timer = threading.Timer(_PATIENCE, self._begin)
        self._mutex = threading.Lock()
        self._begun = False
        self._told = -1

    def __enter__(self) -> Self:
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._timer.cancel()
        self._timer.join()
        if self._begun and at_terminal():
            sys.stderr.write("\n")

    def __call__(self, done: int, total: int) -> None:
        with self._mutex:
            share = 100 * done // total if total else 100
            if self._begun and share != self._told:
                self._show(share)

    def _begin(self) -> None:
        with self._mutex:
            self._begun = True
            if at_terminal():
                self._show(0)
            else:
                tell(f"{self._what} …")

    def _show(self, share: int) -> None:
        if at_terminal():
            full = _WIDTH * share // 100
            sys.stderr.write(f"\r{self._what} [{'#' * full}{'.' * (_WIDTH - full)}] {share:3} %")
            sys.stderr.flush()
        elif share // 10 > self._told // 10:
            tell(f"{self._what} … {share} %")
        else:
            return
        self._told = share
