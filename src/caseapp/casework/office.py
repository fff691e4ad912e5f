"""The office that is open: who opened it, its settings, its clock, and the door to the store."""

from __future__ import annotations

import getpass
import json
import os
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from caseapp.casework import list_in_use, search_renewal
from caseapp.casework.unit_of_work import Work, append_audit
from caseapp.records import account, schema, setting
from caseapp.records.audit import AuditRow
from caseapp.records.setting import RECOVERY_SHEET, PreferenceRow, SettingRow
from caseapp.rules import clock as clocks
from caseapp.rules.account import MANAGER, VIEWER, WORKER, Account, OfficeSettings, require, settings_problems
from caseapp.rules.clock import Clock
from caseapp.rules.identity import new_id
from caseapp.rules.problem import NotAllowed, Refused
from caseapp.vault import opening, upgrade
from caseapp.vault.environment import naming_trouble
from caseapp.vault.faces import UserFace, face_of
from caseapp.vault.open_vault import OpenVault
from caseapp.vault.recovery_key import RecoveryKey
from caseapp.vault.trouble import Closed, Tampered, VaultTrouble, WrongPassphrase
from caseapp.vault.unlocking import KeyInHand, derive_key, peek

T = TypeVar("T")

HEAD_EVERY = 50
HEAD_AFTER = timedelta(minutes=10)
"""How far the audit chain may run ahead of the head that the vault's header knows (docs/decisions/0030)."""


class Office:
    """An open office. Every use case takes it first. Serial by construction: one action at a time, from any thread."""

    def __init__(
        self,
        vault: OpenVault,
        *,
        account: Account,
        settings: OfficeSettings,
        clock: Clock,
        preferences: dict[str, Any] | None = None,
    ) -> None:
        self.vault = vault
        self.account = account
        self.settings = settings
        self.clock = clock
        self.preferences: dict[str, Any] = preferences or {}
        self.seen: tuple[str, datetime] | None = None
        self._kept: dict[Hashable, Any] = {}
        self._mutex = threading.RLock()
        self._inside = False
        self._told_at, self._untold = self.now, 0

    @property
    def folder(self) -> Path:
        return self.vault.folder

    @property
    def now(self) -> datetime:
        """The moment in Tokyo."""
        return clocks.now(self.clock)

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def language(self) -> str:
        """The language the user chose for the screen."""
        return str(self.preferences.get("language", "ja"))

    @property
    def closed(self) -> bool:
        return self.vault.closed

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` answered last for this key, until any record changes. Call it inside `reading`."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found

    def knows(self, key: Hashable) -> bool:
        """Whether `kept` would answer without asking."""
        return key in self._kept

    def new_id(self) -> str:
        """An id for a record that a form is about to make: saving it twice then makes one record."""
        return new_id(self.now, os.urandom)

    @property
    def busy(self) -> bool:
        """Whether an action is under way at this moment, on whatever thread."""
        return self._inside

    def close(self) -> None:
        """Tell the header the end of the audit chain, empty the log, close, drop the key. Safe to call twice."""
        if self.vault.let_go:
            return  # it closes behind (`let_go`)
        with self._mutex:
            if self.vault.closed:
                return
            try:
                self.tell_head()
            finally:
                self._kept.clear()
                self.vault.close()
                list_in_use.uninstall()

    def let_go(self) -> None:
        """Lock although somebody works in the store and does not come back: the key is dropped now.

        Nothing is waited for and the disk is not touched; what is left to close is closed when that work has ended.
        """
        self.vault.drop_key()
        list_in_use.uninstall()
        threading.Thread(target=self._close_behind, name="closing", daemon=True).start()

    def _close_behind(self) -> None:
        with self._mutex:
            self._kept.clear()
            self.vault.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- the store

    @contextmanager
    def work(self, action: str, *, need: str = WORKER) -> Iterator[Work]:
        """One action. Rolls back unless `commit` is called. Raises NotAllowed (audited) before anything."""
        with self._one_at_a_time():
            self._require(need, action)
            with Session(self.vault.engine, expire_on_commit=False, autoflush=False) as session:
                work = Work(session, account=self.account, at=self.now, action=action)
                try:
                    yield work
                finally:
                    if not work.committed:
                        session.rollback()
                    session.close()
                    if work.committed:  # also when what came after the commit failed
                        self._count(work)

    @contextmanager
    def reading(self, action: str = "read", *, need: str = VIEWER) -> Iterator[Session]:
        """A session to ask with; what it writes is rolled back."""
        with self._one_at_a_time():
            self._require(need, action)
            with Session(self.vault.engine, autoflush=False) as session:
                try:
                    yield session
                finally:
                    session.rollback()

    @contextmanager
    def looking(self, action: str, *, need: str = VIEWER) -> Iterator[Connection]:
        """A bare connection for what is asked at every key typed (`records.tables.driver_rows`), nothing to be written.

        A session and its transaction cost as much as such a question. Without a transaction each statement sees the
        store as it is; nobody writes meanwhile, as one action at a time holds the office and the lock the vault.
        """
        with self._one_at_a_time():
            self._require(need, action)
            with naming_trouble(), self.vault.engine.connect() as connection:
                yield connection

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with self._mutex:
            if self._inside:
                raise RuntimeError("an action inside an action: it would be two transactions")
            if self.vault.closed:
                raise Closed  # also where a connection is still open (`let_go`)
            self._inside = True
            try:
                yield
            finally:
                self._inside = False

    def allow(self, action: str, *, need: str) -> None:
        """The question of the role alone, where the effect comes before its entry. Raises NotAllowed (audited)."""
        with self._one_at_a_time():
            self._require(need, action)

    def _require(self, need: str, action: str) -> None:
        try:
            require(self.account, need, action=action)
        except NotAllowed:
            with Session(self.vault.engine) as session:
                append_audit(session, account=self.account, at=self.now, action="refused", detail={"action": action})
                session.commit()
            raise

    # --- the audit chain's head

    def _count(self, work: Work) -> None:
        """One more action is in the store: forget what was kept of it, and let the head follow in time."""
        if work.changed:
            self._kept.clear()
        self._untold += 1
        if self._untold >= HEAD_EVERY or self.now - self._told_at >= HEAD_AFTER:
            self._tell_head_if_possible()

    def _tell_head_if_possible(self) -> None:
        """The action is committed: a header that cannot be written now must not make it look as if it had failed."""
        try:
            self.tell_head()
        except VaultTrouble:
            return  # tried again after the next action, and at closing, where it is told

    def tell_head(self) -> None:
        """Let the vault's header know the present end of the audit chain."""
        with Session(self.vault.engine) as session:
            last = session.execute(select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)).first()
        if last and last.seq != self.vault.chain_head.count:
            self.vault.set_chain_head(last.seq, last.hash)
        self._told_at, self._untold = self.now, 0


# ------------------------------------------------------------------------------------------------ opening


def create(
    folder: Path, *, office_name: str, user_name: str, title: str = "", passphrase: str, clock: Clock
) -> tuple[Office, RecoveryKey]:
    """Make a vault with its tables, its first manager and its settings; also the recovery key, to print once.

    Raises Refused, and what `vault.opening.create` raises; nothing remains then.
    """
    settings = OfficeSettings(name=office_name)
    problems = settings_problems(settings)
    if problems:
        raise Refused(problems)
    now = clocks.now(clock)
    first = Account(id=new_id(now, os.urandom), name=user_name, role=MANAGER, title=title)
    vault, recovery = opening.create(
        folder,
        user_name=user_name,
        user_id=first.id,
        role=MANAGER,
        passphrase=passphrase,
        now=now,
        names=[office_name],
    )
    try:
        _bring_up_to_date(vault, now)
        office = Office(vault, account=first, settings=settings, clock=clock)
        with office.work("vault.created", need=MANAGER) as work:
            work.session.add(account.AccountRow(**_columns(first), revision=1))
            work.session.flush()
            write_settings(work.session, settings)
            work.about("account", first.id)
            work.commit()
        office.tell_head()
    except BaseException:
        vault.close()
        raise
    return office, recovery


def open_office(folder: Path, *, user: str | None = None, passphrase: str, clock: Clock) -> Office:
    """Unlock the vault as `user` (name or id; None: the only user, else the name one is logged in with).

    Raises WrongPassphrase, InUse, Tampered, DamagedStore, UnfinishedUpgrade, NewerVersion, or a trouble of the disk.
    """
    with opening.naming_the_backup(folder):
        key = derive_key(folder, user or default_user(folder), passphrase=passphrase)
    return open_with_key(folder, key, clock=clock)


def open_with_key(folder: Path, key: KeyInHand, *, clock: Clock) -> Office:
    """The same with a key that the lock screen derived already (`vault.unlocking.derive_key`)."""
    now = clocks.now(clock)
    vault = opening.open_vault(folder, key, now=now, chain_at=_hash_at)
    try:
        _bring_up_to_date(vault, now)
        office = _office(vault, vault.user_id, clock=clock)
        with office.work("vault.unlocked", need=VIEWER) as work:
            work.about("account", office.account.id)
            work.commit()
    except BaseException:
        vault.close()
        raise
    return office


def recover(folder: Path, *, recovery_key: str, user: str, new_passphrase: str, clock: Clock) -> Office:
    """Give `user` a new passphrase by the printed recovery key, and open the office as that user.

    Raises RecoveryKeyMistyped, WrongRecoveryKey, WrongPassphrase (no such user) or WeakPassphrase, changing nothing.
    """
    now = clocks.now(clock)
    vault = opening.unlock_with_recovery(folder, recovery_key, now=now, chain_at=_hash_at)
    try:
        face = _face_called(user, vault)
        _bring_up_to_date(vault, now)
        office = _office(vault, face.id, clock=clock)
        with office.work("passphrase.recovered", need=VIEWER) as work:
            work.about("account", face.id)
            vault.set_passphrase(face.id, new_passphrase, names=[office.settings.name], witness=work.commit)
        office.close()
    except BaseException:
        vault.close()
        raise
    return open_office(folder, user=face.id, passphrase=new_passphrase, clock=clock)


def _face_called(user: str, vault: OpenVault) -> UserFace:
    face = face_of(vault.users, user)
    if face is None:
        raise WrongPassphrase
    return face


def change_passphrase(office: Office, *, old: str, new: str) -> None:
    """Replace the user's own passphrase. Raises WrongPassphrase (old) or WeakPassphrase (new)."""
    with office.work("passphrase.changed", need=VIEWER) as work:
        work.about("account", office.account.id)
        office.vault.change_passphrase(old, new, names=[office.settings.name], witness=work.commit)


def new_recovery_key(office: Office) -> RecoveryKey:
    """A new recovery key, to print once; the old one stops working."""
    with office.work("recovery_key.renewed", need=MANAGER) as work:
        work.about("account", office.account.id)
        work.session.merge(SettingRow(key=RECOVERY_SHEET, value='""'))  # nobody has looked at the new sheet yet
        return office.vault.new_recovery_key(witness=work.commit)


def lock(office: Office) -> None:
    """Write that it was locked, and close."""
    if office.closed:
        return
    try:
        with office.work("vault.locked", need=VIEWER) as work:
            work.about("account", office.account.id)
            work.commit()
    finally:
        office.close()


def default_user(folder: Path) -> str:
    """Who is meant when nobody is named: the only user, else the name one is logged in with on this machine."""
    users = peek(folder).users
    if len(users) == 1:
        return users[0].id
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


# ------------------------------------------------------------------------------------------------ settings


def read_settings(session: Session) -> OfficeSettings:
    """The office's settings as stored."""
    rows = session.execute(select(SettingRow.key, SettingRow.value))
    return setting.office_settings({row.key: json.loads(row.value) for row in rows})


def write_settings(session: Session, settings: OfficeSettings) -> None:
    """Store the settings, inside the caller's transaction."""
    for key, value in setting.stored_values(settings).items():
        session.merge(SettingRow(key=key, value=json.dumps(value, ensure_ascii=False)))
    session.flush()


def read_preferences(session: Session, account_id: str) -> dict[str, Any]:
    """What a user chose for the own desk."""
    rows = session.execute(select(PreferenceRow.key, PreferenceRow.value).where(PreferenceRow.account_id == account_id))
    return {row.key: json.loads(row.value) for row in rows}


def _office(vault: OpenVault, user_id: str, *, clock: Clock) -> Office:
    with Session(vault.engine) as session:
        row = session.get(account.AccountRow, user_id)
        if row is None:
            raise Tampered  # the row is there before the key (accounts.add)
        who = account.SHAPE.to_read(row)
        settings = read_settings(session)
        chosen = read_preferences(session, who.id)
        list_in_use.install(session)
    if not who.active:
        raise WrongPassphrase
    return Office(vault, account=who, settings=settings, clock=clock, preferences=chosen)


def _columns(value: Account) -> dict[str, str | bool]:
    return {name: getattr(value, name) for name in account.SHAPE.columns}


def _bring_up_to_date(vault: OpenVault, now: datetime) -> None:
    upgrade.upgrade(vault, migrate=schema.migrate, target_version=schema.CURRENT, now=now)
    search_renewal.renew_if_needed(vault.engine)


def _hash_at(connection: Connection, count: int) -> str | None:
    """The hash of the audit entry number `count`, for the vault to compare with its header."""
    return connection.execute(select(AuditRow.hash).where(AuditRow.seq == count)).scalar()
