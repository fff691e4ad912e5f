"""The audit chain: every way to change it from inside or outside is refused or noticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from caseapp.casework import audit, office
from caseapp.casework.office import Office
from caseapp.casework.views import ChainState
from caseapp.records.audit import GENESIS, AuditRow, entry_hash
from caseapp.rules.clock import stopped
from caseapp.vault.trouble import Tampered
from tests.casework.people import MANAGER, WORDS, saved_child

COLUMNS = "at, account_id, who, action, kind, record_id, child_id, detail, hash"
COPIED = f"INSERT INTO audit SELECT 10, {COLUMNS} FROM audit WHERE seq = 9"


@pytest.fixture
def busy(opened: Office) -> Office:
    for number in range(8):
        saved_child(opened, f"{number}")
    return opened


def run(opened: Office, *statements: str) -> None:
    with opened.vault.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def without_triggers(opened: Office, statement: str) -> None:
    """What somebody with the key and a database tool could do."""
    run(opened, "DROP TRIGGER audit_refuses_update", "DROP TRIGGER audit_refuses_delete", statement)


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'x' WHERE seq = 3", "DELETE FROM audit WHERE seq = 3"])
def test_triggers_refuse_to_change_or_delete_an_entry(busy: Office, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        run(busy, statement)
    assert audit.verify_chain(busy).whole


def test_an_untouched_chain_is_whole(busy: Office) -> None:
    state = audit.verify_chain(busy)
    assert state.whole
    assert state.entries == 9


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit SET who = '別の人' WHERE seq = 3", 3),
        ("UPDATE audit SET at = '2026-11-19T01:12:00.000000Z' WHERE seq = 4", 4),
        ("UPDATE audit SET action = 'child.seen' WHERE seq = 5", 5),
        ("UPDATE audit SET child_id = '' WHERE seq = 6", 6),
        ("UPDATE audit SET detail = '{}' WHERE seq = 7", 7),
        ("UPDATE audit SET hash = iif(hash LIKE 'f%', 'e', 'f') || substr(hash, 2) WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("UPDATE audit SET seq = 99 WHERE seq = 9", 9),
        (COPIED, 10),
    ],
)  # fmt: skip
def test_what_was_changed_with_a_tool_is_named(busy: Office, statement: str, broken_at: int) -> None:
    without_triggers(busy, statement)
    assert audit.verify_chain(busy).broken_at == broken_at


def test_cutting_off_the_end_breaks_against_the_header(busy: Office, folder: Path) -> None:
    busy.tell_head()
    without_triggers(busy, "DELETE FROM audit WHERE seq > 5")
    assert audit.verify_chain(busy).broken_at == 6
    now = busy.now
    busy.vault.close()
    with pytest.raises(Tampered):
        office.open_office(folder, user=MANAGER, passphrase=WORDS, clock=stopped(now))


def test_a_whole_chain_written_anew_breaks_against_the_header(busy: Office) -> None:
    """Who has the key can compute hashes, too: but not those the header has been told."""
    busy.tell_head()
    with busy.vault.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_refuses_update")
        connection.exec_driver_sql("UPDATE audit SET who = '別の人' WHERE seq = 3")
    with Session(busy.vault.engine) as session:
        previous = GENESIS
        for row in session.query(AuditRow).order_by(AuditRow.seq):
            row.hash = previous = entry_hash(row, previous=previous)
        session.commit()
    assert audit.verify_chain(busy).broken_at == 9


def test_following_the_chain_in_portions_finds_the_same(busy: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseapp.casework.audit._PORTION", 2)
    assert audit.verify_chain(busy) == ChainState(9)
    without_triggers(busy, "UPDATE audit SET who = '別の人' WHERE seq = 7")
    assert audit.verify_chain(busy).broken_at == 7


def test_reading_the_audit_is_an_entry_itself(busy: Office) -> None:
    child = saved_child(busy, "x")
    assert [entry.action for entry in audit.entries(busy, child_id=child.id)] == ["child.save"]
    newest = audit.entries(busy, limit=1)[0]
    assert (newest.action, newest.child_id, newest.number) == ("audit.read", child.id, 11)


def test_something_else_that_was_seen(busy: Office) -> None:
    audit.seen(busy, kind="support_plan", record_id="p", action="plan.seen")
    entry = audit.entries(busy, limit=1)[0]
    assert (entry.action, entry.kind, entry.record_id) == ("plan.seen", "support_plan", "p")
