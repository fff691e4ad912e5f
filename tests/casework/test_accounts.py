"""Who may do what, and what office and users have set."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from caseapp.casework import (
    accounts,
    audit,
    backups,
    consultations,
    drafts,
    follow_ups,
    office,
    recovery_sheet,
    register,
    sample,
    search,
    today,
)
from caseapp.casework.office import Office
from caseapp.rules.clock import stopped
from caseapp.rules.problem import NotAllowed, Refused
from caseapp.vault import pause
from caseapp.vault.trouble import WeakPassphrase, WrongPassphrase
from tests.casework.people import (
    MANAGER,
    NONE,
    VIEWER,
    WORDS,
    WORKER,
    a_child,
    a_talk,
    as_user,
    everything,
    saved_child,
    saved_talk,
)


def test_accounts_are_listed_by_name(staffed: Office) -> None:
    listed = accounts.list_accounts(staffed)
    assert [(a.name, a.role) for a in listed] == [(MANAGER, "manager"), (WORKER, "worker"), (VIEWER, "viewer")]
    assert accounts.can_unlock(staffed) == {a.id for a in listed}


def test_a_new_user_can_open_the_office(staffed: Office, folder: Path) -> None:
    now = staffed.now
    staffed.close()
    with as_user(folder, WORKER, now=now, number="二") as worker:
        assert (worker.account.name, worker.account.role, worker.account.title) == (WORKER, "worker", "保健師")


@pytest.mark.parametrize(
    "fields", [{"name": " "}, {"name": MANAGER}, {"role": "king"}, {"passphrase": "abc"}], ids=lambda f: next(iter(f))
)
def test_a_refused_user_is_nowhere(opened: Office, fields: dict[str, str]) -> None:
    before, slots = everything(opened), opened.vault.header.slots
    given = {"name": WORKER, "role": "worker", "passphrase": WORDS + " 二", **fields}
    with pytest.raises((Refused, WeakPassphrase)):
        accounts.add(opened, **given)
    assert everything(opened) == before
    assert opened.vault.header.slots == slots


def test_a_person_known_by_name_only_gets_a_passphrase_later(opened: Office) -> None:
    made = accounts.add_name(opened, name=WORKER)
    assert made.record_id not in accounts.can_unlock(opened)
    with pytest.raises(Refused):
        accounts.add_name(opened, name=WORKER)
    with pytest.raises(Refused):
        accounts.add_name(opened, name=" ")
    later = accounts.add(opened, name=WORKER, role="viewer", passphrase=WORDS + " 二")
    assert later.record_id == made.record_id
    assert made.record_id in accounts.can_unlock(opened)


def test_a_title_that_came_with_an_import_stays_when_the_person_is_let_in_without_one(opened: Office) -> None:
    made = accounts.add_name(opened, name=WORKER, title="保健師")
    accounts.add(opened, name=WORKER, role="viewer", passphrase=WORDS + " 二")
    account = next(a for a in accounts.list_accounts(opened) if a.id == made.record_id)
    assert (account.title, account.role) == ("保健師", "viewer")
    accounts.disable(opened, made.record_id, passphrase=WORDS)
    assert next(a for a in accounts.list_accounts(opened) if a.id == made.record_id) == replace(account, active=False)
    accounts.add(opened, name=WORKER, role="worker", title="助産師", passphrase=WORDS + " 三")
    again = next(a for a in accounts.list_accounts(opened) if a.id == made.record_id)
    assert again == replace(account, role="worker", title="助産師")


def test_disabling_somebody(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = next(a for a in accounts.list_accounts(staffed) if a.name == WORKER)
    child = saved_child(staffed, worker_id=worker.id)
    with pytest.raises(Refused):
        accounts.disable(staffed, staffed.account.id, passphrase=WORDS)
    with pytest.raises(WrongPassphrase):
        accounts.disable(staffed, worker.id, passphrase="ちがう ことば です よ")
    assert worker.id in accounts.can_unlock(staffed)
    monkeypatch.setattr(pause, "clock", lambda: 60.0)
    accounts.disable(staffed, worker.id, passphrase=WORDS)
    assert worker.id not in accounts.can_unlock(staffed)
    assert register.child(staffed, child.id).worker == WORKER  # what he did stays his
    assert [a.active for a in accounts.list_accounts(staffed) if a.name == WORKER] == [False]
    accounts.disable(staffed, worker.id, passphrase=WORDS)  # an interrupted one is finished by doing it again


ACTIONS: dict[str, tuple[str, Callable[[Office, str, str], object]]] = {
    "child.save": ("worker", lambda o, c, t: register.save(o, a_child("0009"))),
    "child.close": ("worker", lambda o, c, t: register.close(o, c, on=o.today, reason="転出")),
    "consultation.record": ("worker", lambda o, c, t: consultations.record(o, a_talk(o, c), next_step=NONE)),
    "consultation.move": ("worker", lambda o, c, t: consultations.move(o, t, child_id=c)),
    "consultation.withdraw": ("worker", lambda o, c, t: consultations.withdraw(o, t, reason="誤り")),
    "consultation.restore": ("worker", lambda o, c, t: consultations.restore(o, t)),
    "follow_up.done": ("worker", lambda o, c, t: follow_ups.done(o, "x")),
    "follow_up.drop": ("worker", lambda o, c, t: follow_ups.drop(o, "x", reason="x")),
    "follow_up.plan_again": ("worker", lambda o, c, t: follow_ups.plan_again(o, "x")),
    "follow_up.postpone": ("worker", lambda o, c, t: follow_ups.postpone(o, "x", to=o.today, reason="x")),
    "follow_up.reopen": ("worker", lambda o, c, t: follow_ups.reopen(o, "x")),
    "draft.save": ("worker", lambda o, c, t: drafts.save(o, form="x", content={})),
    "settings.save": ("manager", lambda o, c, t: accounts.save_settings(o, replace(o.settings, name="別"))),
    "account.add": ("manager", lambda o, c, t: accounts.add(o, name="n", role="viewer", passphrase=WORDS + "9")),
    "account.add_name": ("manager", lambda o, c, t: accounts.add_name(o, name="n")),
    "audit.read": ("manager", lambda o, c, t: audit.entries(o)),
    "audit.verify": ("manager", lambda o, c, t: audit.verify_chain(o)),
    "recovery_key.renewed": ("manager", lambda o, c, t: office.new_recovery_key(o)),
    "recovery_key.confirmed": ("manager", lambda o, c, t: recovery_sheet.confirm(o, "x")),
    "sample.filled": ("manager", lambda o, c, t: sample.fill(o)),
    "sample.multiplied": ("manager", lambda o, c, t: sample.multiply(o, 1, 1)),
    "backup.made": ("worker", lambda o, c, t: backups.backup(o, o.folder.parent / "b")),
}


def test_what_is_not_allowed_is_refused_and_audited(staffed: Office, folder: Path) -> None:
    child = saved_child(staffed)
    talk = saved_talk(staffed, child.id)
    now = staffed.now
    staffed.close()
    for user, number, rank in ((VIEWER, "三", 0), (WORKER, "二", 1)):
        with as_user(folder, user, now=now, number=number) as opened:
            for action, (need, ask) in ACTIONS.items():
                if {"worker": 1, "manager": 2}[need] <= rank:
                    continue
                before = everything(opened)
                with pytest.raises(NotAllowed) as caught:
                    ask(opened, child.id, talk.id)
                assert caught.value.action == action
                after = everything(opened)
                assert f'{{"action":"{action}"}}' in after["audit"].pop()
                assert after == before


def test_a_viewer_may_look(staffed: Office, folder: Path) -> None:
    child = saved_child(staffed)
    now = staffed.now
    staffed.close()
    with as_user(folder, VIEWER, now=now, number="三") as viewer:
        assert len(register.rows(viewer)) == 1
        assert register.page(viewer, child.id).child.id == child.id
        assert search.find(viewer, "髙瀬").hits
        assert today.page(viewer, mine=False).counts["children"] == 1
        accounts.set_preference(viewer, "theme", "dark")
        office.lock(viewer)
    with office.open_office(folder, user=MANAGER, passphrase=WORDS, clock=stopped(now)) as manager:
        seen = [entry for entry in audit.entries(manager, child_id=child.id) if entry.action == "child.seen"]
        assert [entry.who for entry in seen] == [VIEWER]


def test_settings_are_saved_and_read_again(opened: Office, folder: Path) -> None:
    wanted = replace(opened.settings, section="健康推進課", approval_boxes=("所長", "課長"), silent_days=90)
    changes = accounts.save_settings(opened, wanted)
    assert changes.touches("settings")
    assert opened.settings == wanted
    assert audit.entries(opened)[0].detail == {"fields": ["approval_boxes", "section", "silent_days"]}
    assert not accounts.save_settings(opened, wanted).subjects
    with pytest.raises(Refused):
        accounts.save_settings(opened, replace(wanted, idle_minutes=0))
    now = opened.now
    opened.close()
    with office.open_office(folder, user=MANAGER, passphrase=WORDS, clock=stopped(now)) as again:
        assert again.settings == wanted


def test_preferences_belong_to_the_user(staffed: Office, folder: Path) -> None:
    accounts.set_preference(staffed, "language", "en")
    accounts.set_preference(staffed, "columns", {"name": 120})
    accounts.set_preference(staffed, "gone", 1)
    accounts.set_preference(staffed, "gone", None)
    assert accounts.preferences(staffed) == {"language": "en", "columns": {"name": 120}}
    assert staffed.language == "en"
    now = staffed.now
    staffed.close()
    with office.open_office(folder, user=MANAGER, passphrase=WORDS, clock=stopped(now)) as again:
        assert accounts.preferences(again) == {"language": "en", "columns": {"name": 120}}
    with as_user(folder, WORKER, now=now, number="二") as worker:
        assert accounts.preferences(worker) == {}
        assert worker.language == "ja"


NEEDS = {
    "MANAGER": (
        "account.add", "account.add_name", "account.disable", "audit.read", "audit.verify", "codes.diseases",
        "codes.diseases", "codes.local", "codes.local", "import.json", "plan.scheme", "recovery_key.confirmed",
        "recovery_key.confirmed", "recovery_key.renewed", "sample.filled", "sample.multiplied", "settings.save",
        "stage_template.save", "vault.created",
    ),
    "VIEWER": (
        "child.get", "child.seen", "child.seen", "passphrase.changed", "passphrase.recovered", "preference.set",
        "print", "print", "print", "print.handed_over", "stage.refresh", "vault.locked", "vault.unlocked",
    ),
}  # fmt: skip
"""Every action that asks for another role than the usual one, so that none is forgotten or given away unseen."""


def test_who_may_do_what_is_changed_on_purpose_only() -> None:
    found: dict[str, list[str]] = {"MANAGER": [], "VIEWER": []}
    for path in sorted(Path(str(audit.__file__)).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                need = next((each.value for each in call.keywords if each.arg == "need"), None)
                if isinstance(need, ast.Name) and need.id in found:
                    found[need.id].append(str(call.args[0].value))
    assert {need: tuple(sorted(actions)) for need, actions in found.items()} == NEEDS
