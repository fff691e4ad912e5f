"""Closed stores made once, copied for each test: with three users and a little in it, and with the thirty samples."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from caseapp.casework import accounts, consultations, office, register
from caseapp.rules.child import Child
from caseapp.rules.clock import stopped
from caseapp.rules.consultation import Consultation
from caseapp.rules.follow_up import NextStep
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from caseapp.words import language
from tests.casework import offices
from tests.cli.terminal import MANAGER, VIEWER, WORDS, WORDS_OF, WORKER, Terminal
from tests.templates import made_once

_NOW = datetime(2026, 11, 20, 10, 12, tzinfo=timezone(timedelta(hours=9), "Asia/Tokyo"))


@pytest.fixture(autouse=True)
def fast_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The fast key derivation, Japanese, and nobody at the terminal."""
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    monkeypatch.setattr("sys.stdin", None)
    yield
    language.use("ja")


def _made(folder: Path) -> office.Office:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FAST_KDF_VARIABLE, "1")
        made, _key = office.create(
            folder,
            office_name="汐見保健所",
            user_name=MANAGER,
            title="係長",
            passphrase=WORDS,
            clock=stopped(_NOW),
        )
    return made


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A manager, a worker, a viewer; the child R8-0009 with one consultation. Never opened: copy it."""
    return made_once(tmp_path_factory, "cli-small", _fill_a_little)


def _fill_a_little(folder: Path) -> None:
    with _made(folder) as made:
        accounts.add(made, name=WORKER, role="worker", title="保健師", passphrase=WORDS_OF[WORKER])
        accounts.add(made, name=VIEWER, role="viewer", passphrase=WORDS_OF[VIEWER])
        child = Child(number="R8-0009", family_name="髙瀬", given_name="湊", birth_date=date(2016, 5, 2))
        saved = register.save(made, child)
        talk = Consultation(child_id=saved.record_id, on=date(2026, 11, 2), method="phone", facts="給食の塩分のこと")
        consultations.record(made, talk, next_step=NextStep(none_reason="本人から連絡がある"))


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The thirty samples, with the manager as the only user, shared with tests/casework. Never opened: copy it."""
    return offices.sample_vault(tmp_path_factory)


@pytest.fixture
def bare(tmp_path: Path, capsys: pytest.CaptureFixture[str], now: datetime) -> Terminal:
    """A terminal, and no store yet."""
    return Terminal(tmp_path, capsys, now)


@pytest.fixture
def terminal(small_store: Path, bare: Terminal) -> Terminal:
    """A terminal on a copy of the small store."""
    shutil.copytree(small_store, bare.vault)
    return bare


@pytest.fixture
def samples(sample_store: Path, bare: Terminal) -> Terminal:
    """A terminal on a copy of the samples."""
    shutil.copytree(sample_store, bare.vault)
    return bare
