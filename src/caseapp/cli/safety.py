"""`backup`, `restore`, `verify`: a second copy that counts because it was opened again and checked."""

from __future__ import annotations

import getpass
from datetime import datetime
from pathlib import Path

from caseapp.casework import audit, backups
from caseapp.cli.call import Call
from caseapp.cli.output import Progress, say
from caseapp.cli.refusals import DONE, Usage
from caseapp.rules.account import MANAGER
from caseapp.rules.problem import N_
from caseapp.vault import archive
from caseapp.vault.header import from_file
from caseapp.vault.opening import BACKUPS
from caseapp.vault.trouble import BackupDamaged, DamagedStore, Tampered
from caseapp.words.language import _

_IS_A_FILE = N_("{folder} is a file. Name a folder for the backup.")


def run(call: Call) -> int:
    """One of the three."""
    return {"backup": _backup, "restore": _restore, "verify": _verify}[call.command](call)


def _backup(call: Call) -> int:
    if call.into.exists() and not call.into.is_dir():
        raise Usage(_IS_A_FILE, folder=str(call.into))
    with call.office() as office, Progress(_("Making the backup")) as progress:
        made = backups.backup(office, call.into, progress=progress)
    say(str(made))
    return DONE


def _restore(call: Call) -> int:
    user = call.user or _only_user(call.backup)
    passphrase = call.passphrase()
    with Progress(_("Checking the backup and putting it back")):
        restored = backups.restore(call.backup, call.to, user=user, passphrase=passphrase)
    say(_("Put back, checked, into {folder}").format(folder=restored))
    return DONE


def _verify(call: Call) -> int:
    if call.backup is None:
        return _verify_store(call)
    user = call.user or _only_user(call.backup)
    passphrase = call.passphrase()
    with Progress(_("Checking the backup")):
        manifest = backups.verify(call.backup, user=user, passphrase=passphrase)
    say(_("The backup is whole. It was made at {when}.").format(when=_day_and_time(manifest.created_at)))
    return DONE


def _day_and_time(moment: str) -> str:
    return datetime.fromisoformat(moment).strftime("%Y-%m-%d %H:%M")


def _verify_store(call: Call) -> int:
    """Every page of the file, and for a manager the chain of the access log."""
    with call.office() as office:
        newest = archive.newest(office.folder / BACKUPS)
        with Progress(_("Checking the store")):
            if office.vault.full_check():
                raise DamagedStore(backup=newest)
            if office.account.role == MANAGER and not audit.verify_chain(office).whole:
                raise Tampered(backup=newest)
    say(_("The store is whole."))
    return DONE


def _only_user(backup: Path) -> str:
    """The only user of a backup, else the name one is logged in with. A damaged one is for the check to tell."""
    try:
        header = from_file(archive.read_header_bytes(backup))
    except BackupDamaged:
        header = None
    if header is not None and len(header.users) == 1:
        return header.users[0].id
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
