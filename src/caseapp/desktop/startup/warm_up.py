"""What the first page needs is imported while the passphrase is typed."""

from __future__ import annotations

import threading
from importlib import import_module

_HEAVY = (
    "caseapp.vault.unlocking",
    "caseapp.casework.office",
    "caseapp.desktop.startup.session",
    "caseapp.casework.accounts",
    "caseapp.casework.backups",
    "caseapp.casework.drafts",
    "caseapp.casework.register",
    "caseapp.casework.search",
    "caseapp.casework.today",
)


class WarmUp:
    """One background thread of imports. A module that fails to import fails again, visibly, where it is needed."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin: casework first, then the pages."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="warm-up", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        for module in _HEAVY:
            self._bring(module)
        from caseapp.desktop import pages

        for entry in pages.PAGES:
            self._bring(entry.module)

    def _bring(self, module: str) -> None:
        if self._stop.is_set():
            return
        try:
            import_module(module)
        except ImportError:
            return  # said where it is needed

    def end(self) -> None:
        """Stop after the import it is at, and wait for that."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
