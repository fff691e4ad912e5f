"""Where the program died, for whoever is to mend it: a small file beside the store's folder, with nothing of a record.

Python's faulthandler writes the functions that were at work, with files and lines, when Python or Qt ends the process;
an exception that nobody caught is written the same way, by its type and without its words, which may name a person; of
Qt's fatal message its own words. The file appears when the window opens, and goes with it where nothing is in it.
"""

from __future__ import annotations

import faulthandler
import os
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from caseapp.rules.clock import Clock

_MOST = 64 * 1024  # bytes: more than a dozen ends; then it begins anew


class LastWords:
    """Keeps them in `path` until `stop`. Where that file cannot be opened, the program runs without."""

    def __init__(self, path: Path, *, clock: Clock) -> None:
        self._path, self._clock = path, clock
        self._file = _opened(path)
        if self._file is not None:
            faulthandler.enable(file=self._file)
            self._before = sys.excepthook
            sys.excepthook = self._uncaught
            qInstallMessageHandler(self._heard)

    def stop(self) -> None:
        """The program ends as it should."""
        if self._file is None:
            return
        qInstallMessageHandler(None)
        sys.excepthook = self._before
        faulthandler.disable()
        empty = os.fstat(self._file).st_size == 0
        os.close(self._file)
        self._file = None
        if empty:
            self._path.unlink(missing_ok=True)

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        lines, step = [kind.__qualname__], trace
        while step is not None:
            code = step.tb_frame.f_code
            lines.append(f'  File "{code.co_filename}", line {step.tb_lineno} in {code.co_qualname}')
            step = step.tb_next
        self._write("\n".join(lines))
        self._before(kind, error, trace)

    def _heard(self, kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            self._write(f"Qt: {words}")
        if sys.stderr is not None:  # a program without a console has none
            sys.stderr.write(f"{words}\n")

    def _write(self, words: str) -> None:
        if self._file is not None:
            os.write(self._file, f"{self._clock():%Y-%m-%d %H:%M} {words}\n".encode())


def _opened(path: Path) -> int | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.stat().st_size > _MOST:
            path.unlink()
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError:  # a full or read-only disk: the store will say so in words; nobody is kept from opening it
        return None
