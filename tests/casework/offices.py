"""Real vaults for tests of importing and exporting, and what is in them as one value to compare."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from caseapp.casework import exporting, office, sample
from caseapp.casework.office import Office
from caseapp.rules.clock import TOKYO, stopped
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests import templates

MANAGER, WORDS = "村井 志保", "みどりの ながぐつ あるく 三日月"


@contextmanager
def new_office(folder: Path, now: datetime, *, user: str = MANAGER) -> Iterator[Office]:
    """A new, empty vault, open as its manager."""
    with templates.new_office(folder, now, user=user, title="係長", passphrase=WORDS) as opened:
        yield opened


def sample_vault(factory: pytest.TempPathFactory) -> Path:
    """A closed vault of the manager's with the thirty samples, made once a run. Never open it: copy it."""
    return templates.made_once(factory, "samples-of-the-manager", _fill)


def _fill(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FAST_KDF_VARIABLE, "1")
        made, _recovery = office.create(
            folder,
            office_name="汐見保健所",
            user_name=MANAGER,
            title="係長",
            passphrase=WORDS,
            clock=stopped(datetime(2026, 11, 20, 10, 12, tzinfo=TOKYO)),
        )
        with made:
            sample.fill(made)


def holds(opened: Office) -> dict[str, Any]:
    """Everything in the office, without the moment of the asking."""
    found = exporting.everything(opened)
    del found["exported_at"]
    return found
