"""Real vaults for tests of importing and exporting, and what is in them as one value to compare."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from caseapp.casework import exporting
from caseapp.casework.office import Office
from tests import templates

MANAGER, WORDS = "村井 志保", "みどりの ながぐつ あるく 三日月"


@contextmanager
def new_office(folder: Path, now: datetime, *, user: str = MANAGER) -> Iterator[Office]:
    """A new, empty vault, open as its manager."""
    with templates.new_office(folder, now, user=user, title="係長", passphrase=WORDS) as opened:
        yield opened


def holds(opened: Office) -> dict[str, Any]:
    """Everything in the office, without the moment of the asking."""
    found = exporting.everything(opened)
    del found["exported_at"]
    return found
