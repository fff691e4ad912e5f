"""利用者と設定: who may open the office, what the office has decided, what each user chose for the own desk."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from caseapp.casework.office import Office, write_settings
from caseapp.records import history
from caseapp.records.account import SHAPE, SUBJECT, AccountRow
from caseapp.records.setting import PreferenceRow
from caseapp.rules.account import MANAGER, ROLES, VIEWER, Account, OfficeSettings, settings_problems
from caseapp.rules.changes import Changes
from caseapp.rules.problem import N_, Problem, Refused
from caseapp.vault.unlocking import derive_key


def list_accounts(office: Office) -> tuple[Account, ...]:
    """Everybody known, those who still work here first, by name."""
    with office.reading("account.list") as session:
        rows = session.scalars(select(AccountRow).order_by(AccountRow.active.desc(), AccountRow.name))
        return tuple(SHAPE.to_read(row) for row in rows)


def can_unlock(office: Office) -> frozenset[str]:
    """The ids of those who have a passphrase (the others are only named as worker)."""
    return frozenset(face.id for face in office.vault.users)


def add(office: Office, *, name: str, role: str, title: str = "", passphrase: str) -> Changes:
    """Let somebody in. A person who was only a name here so far (from an import) gets the passphrase;
    without `title` the known one stays.

    Raises Refused (name missing or taken, unknown role) or WeakPassphrase; nothing is changed then.
    """
    if role not in ROLES:
        raise Refused([Problem("role", N_("Choose a role."))])
    with office.work("account.add", need=MANAGER) as work:
        row = work.session.scalars(select(AccountRow).where(AccountRow.name == name)).first()
        if row is not None and row.id in can_unlock(office):
            raise Refused([Problem("name", N_("Somebody with this name already uses the store."))])
        known = SHAPE.to_read(row) if row is not None else Account(id="", name=name, role=role)
        person = replace(known, role=role, title=title or known.title, active=True)
        saved = work.save(SUBJECT, person)
        work.about("account", saved.id)
        # The row and its entry, then the key: if the key cannot be written the person is known by name only, and
        # doing it again finishes it (docs/decisions/0041).
        changes: list[Changes] = []
        office.vault.add_user(
            saved.id,
            name,
            role=role,
            passphrase=passphrase,
            names=[office.settings.name],
            witness=lambda: changes.append(work.commit(saved.id)),
        )
        return changes[0]


def add_name(office: Office, *, name: str, role: str = "worker", title: str = "") -> Changes:
    """Know somebody by name only, so that records can name the person as worker: no way to unlock."""
    if not name.strip():
        raise Refused([Problem("name", N_("Enter a name."))])
    with office.work("account.add_name", need=MANAGER) as work:
        if work.session.scalars(select(AccountRow.id).where(AccountRow.name == name)).first():
            raise Refused([Problem("name", N_("Somebody with this name is already known."))])
        saved = work.save(SUBJECT, Account(id="", name=name, role=role, title=title, active=True))
        return work.commit(saved.id)


def disable(office: Office, account_id: str, *, passphrase: str) -> Changes:
    """Take somebody's way in; `passphrase` is the user's own, asked again. Long: the vault gets a new key.

    First the account is closed (which already refuses the person), then the vault is re-keyed; if that is interrupted,
    doing it again finishes it. Raises WrongPassphrase, Refused (yourself, the last user).
    """
    if account_id == office.account.id:
        raise Refused([Problem("account", N_("You cannot disable yourself. Ask another manager."))])
    derive_key(office.folder, office.account.id, passphrase=passphrase).drop()
    with office.work("account.disable", need=MANAGER) as work:
        row = work.row(SUBJECT, account_id)
        before = SHAPE.to_read(row)
        after = replace(before, active=False)
        if any(history.differences(before, after)):
            work.save(SUBJECT, after)
        else:
            work.about("account", account_id)
        changes = work.commit(account_id)
    if account_id in can_unlock(office):
        office.vault.disable_user(account_id)
    return changes


def save_settings(office: Office, settings: OfficeSettings) -> Changes:
    """Change what the office has decided. Raises Refused."""
    problems = settings_problems(settings)
    if problems:
        raise Refused(problems)
    with office.work("settings.save", need=MANAGER) as work:
        changed = sorted({d.field for d in history.differences(office.settings, settings)})
        if not changed:
            return work.commit()
        write_settings(work.session, settings)
        work.touch("settings")
        work.note(fields=changed)
        changes = work.commit()
    office.settings = settings
    return changes


def preferences(office: Office) -> dict[str, Any]:
    """What the user chose: language, date_style, font_size, theme, masked, column widths …"""
    return dict(office.preferences)


def set_preference(office: Office, key: str, value: Any) -> Changes:
    """Remember a choice (anything JSON can hold; None forgets it). Not audited: it is the user's own desk."""
    with office.work("preference.set", need=VIEWER) as work:
        if value is None:
            row = work.session.get(PreferenceRow, (office.account.id, key))
            if row is not None:
                work.session.delete(row)
        else:
            stored = json.dumps(value, ensure_ascii=False)
            work.session.merge(PreferenceRow(account_id=office.account.id, key=key, value=stored))
        work.touch("preference")
        changes = work.commit_quietly()
    office.preferences = {k: v for k, v in {**office.preferences, key: value}.items() if v is not None}
    return changes
