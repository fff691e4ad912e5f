"""Whether the sheet with the recovery key in the safe was ever looked at: until then a manager is reminded."""

from __future__ import annotations

import json

from sqlalchemy.orm import Session

from caseapp.casework.office import Office
from caseapp.records.setting import RECOVERY_SHEET, SettingRow
from caseapp.rules.account import MANAGER
from caseapp.rules.changes import Changes


def unconfirmed(office: Office) -> bool:
    """Whether to remind this user: a manager, and nobody has confirmed the sheet of the key that counts now."""
    if office.account.role != MANAGER:
        return False
    with office.reading("recovery_sheet.look") as session:
        row = session.get(SettingRow, RECOVERY_SHEET)
        return row is None or not json.loads(row.value)


def confirm(office: Office, typed: str) -> Changes:
    """Try the key as it stands on the sheet. Long, like an unlocking. Raises RecoveryKeyMistyped, WrongRecoveryKey."""
    office.allow("recovery_key.confirmed", need=MANAGER)
    office.vault.prove_recovery_key(typed)
    return confirmed(office)


def confirmed(office: Office) -> Changes:
    """Remember that the sheet is there (at the set-up its last group was typed from it)."""
    with office.work("recovery_key.confirmed", need=MANAGER) as work:
        remember(work.session, office.today.isoformat())
        work.touch("settings")
        work.about("account", office.account.id)
        return work.commit()


def remember(session: Session, day: str) -> None:
    """Inside the caller's transaction; "" for a new key, whose sheet nobody has looked at yet."""
    session.merge(SettingRow(key=RECOVERY_SHEET, value=json.dumps(day)))
    session.flush()
