"""`init`, `user`, `passwd`: who may open the store."""

from __future__ import annotations

import getpass
from contextlib import suppress
from typing import Any

from caseapp.casework import accounts
from caseapp.casework import office as offices
from caseapp.casework.office import Office
from caseapp.cli import asking
from caseapp.cli.call import Call
from caseapp.cli.output import Progress, say, say_json, table, tell
from caseapp.cli.refusals import DONE, Usage
from caseapp.rules.account import MANAGER, VIEWER, WORKER, Account
from caseapp.rules.problem import N_
from caseapp.vault.faces import face_of
from caseapp.vault.trouble import AlreadyAVault, NotAVault
from caseapp.vault.unlocking import peek
from caseapp.words.language import _

_NO_USER = N_("There is nobody called “{name}” here. Nothing was changed. “caseapp user list” gives the names.")


def run(call: Call) -> int:
    """One of the commands."""
    if call.command == "init":
        return _init(call)
    if call.command == "passwd":
        return _passwd(call)
    return {"list": _list, "add": _add, "disable": _disable}[call.act](call)


# ---- a new store


def _init(call: Call) -> int:
    folder = call.folder
    with suppress(NotAVault):
        peek(folder)
        raise AlreadyAVault(folder=str(folder))
    office_name = call.given.office or _office_name()
    user = call.name or call.user or _user_name()
    secret = asking.new_passphrase(call.new_passphrase_file or call.passphrase_file, whose=user)
    with Progress(_("Making the store")):
        office, key = offices.create(
            folder, office_name=office_name, user_name=user, title=call.title, passphrase=secret, clock=call.clock
        )
        office.close()
    if call.json:
        say_json({"vault": str(folder), "user": user, "recovery_key": str(key)})
        return DONE
    say(_("The store is ready: {folder}").format(folder=folder))
    say(_("First user (manager): {name}").format(name=user))
    say(_("Recovery key, shown this once. Write it down, seal it, and lock it in the office's safe:"))
    say(str(key))
    return DONE


def _office_name() -> str:
    if asking.at_terminal():
        return asking.line(_("Name of the office: "), option="--office")
    name = _("Our office")
    tell(_("The office is called “{name}” for now. The settings in the window change it.").format(name=name))
    return name


def _user_name() -> str:
    if asking.at_terminal():
        return asking.line(_("Your name: "), option="--name")
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return asking.line(_("Your name: "), option="--name")


# ---- the people of a store


def _passwd(call: Call) -> int:
    with call.office_and_passphrase() as (office, old):
        new = asking.new_passphrase(call.new_passphrase_file, whose=office.account.name)
        offices.change_passphrase(office, old=old, new=new)
    say(_("The passphrase was changed."))
    return DONE


def _list(call: Call) -> int:
    with call.office() as office:
        listed = [_user(office, person) for person in accounts.list_accounts(office)]
    if call.json:
        say_json({"users": listed})
        return DONE
    say(table((user["name"], user["title"], _role(user["role"]), _state(user)) for user in listed))
    return DONE


def _user(office: Office, person: Account) -> dict[str, Any]:
    opens = person.active and person.id in accounts.can_unlock(office)
    return {
        "name": person.name,
        "title": person.title,
        "role": person.role,
        "active": person.active,
        "opens": opens,
    }


def _role(role: str) -> str:
    return {MANAGER: _("Manager"), WORKER: _("Worker"), VIEWER: _("Reads only")}.get(role, role)


def _state(user: dict[str, Any]) -> str:
    if not user["active"]:
        return _("no longer here")
    return "" if user["opens"] else _("known by name only")


def _add(call: Call) -> int:
    with call.office() as office:
        secret = asking.new_passphrase(call.new_passphrase_file, whose=call.name)
        accounts.add(office, name=call.name, role=call.role, title=call.title, passphrase=secret)
    say(_("{name} can open the store now.").format(name=call.name))
    return DONE


def _disable(call: Call) -> int:
    with call.office_and_passphrase() as (office, passphrase):
        person = _called(office, call.name)
        with Progress(_("Giving the store a new key")):
            accounts.disable(office, person.id, passphrase=passphrase)
    say(_("{name} can no longer open the store.").format(name=person.name))
    return DONE


def _called(office: Office, name: str) -> Account:
    """The person of that name: those who can open the store as they may type it, the others as it is written."""
    listed = accounts.list_accounts(office)
    face = face_of(office.vault.users, name)
    for person in listed:
        if (face is not None and person.id == face.id) or (face is None and person.name == name):
            return person
    raise Usage(_NO_USER, name=name)
