"""Which comes first, the effect or its entry in the access log: docs/decisions/0041, each case cut in two."""

from __future__ import annotations

import ast
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from caseapp.casework import accounts, audit, audit_actions, backups, import_refused, list_export, office, papers
from caseapp.casework.list_tables import ListTable
from caseapp.casework.office import Office
from caseapp.casework.papers import batch, list_paper
from caseapp.cli import giving_out
from caseapp.exchange import csv_file, xlsx_file
from caseapp.exchange.findings import Finding
from caseapp.rules.problem import Problem
from caseapp.vault.trouble import DiskFull, WeakPassphrase, WrongPassphrase
from tests.casework.people import NONE, VIEWER, WORDS, WORKER, saved_child, saved_talk
from tests.exchange.sheets import CHILD, csv_bytes

CASEWORK = Path(office.__file__).parent
REACHING = {"write_atomically", "vault.add_user", "vault.disable_user", "vault.change_passphrase"} | {
    "vault.set_passphrase", "vault.new_recovery_key",
}  # fmt: skip
"""What a use case calls to write a file or a key."""

NEW_WORDS = WORDS + " 新"


class EntryFailed(Exception):
    """The access log could not be written."""


def change_passphrase(opened: Office, _folder: Path) -> None:
    office.change_passphrase(opened, old=WORDS, new=NEW_WORDS)


def renew_recovery_key(opened: Office, _folder: Path) -> None:
    office.new_recovery_key(opened)


def add_user(opened: Office, _folder: Path) -> None:
    accounts.add(opened, name="久保 結", role="worker", passphrase=NEW_WORDS)


def disable_user(opened: Office, _folder: Path) -> None:
    accounts.disable(opened, the_worker(opened), passphrase=WORDS)


def keep_paper(opened: Office, folder: Path) -> None:
    child = saved_child(opened)
    talk = saved_talk(opened, child.id, next_step=NONE)
    paper = papers.build(opened, "consultation", child_id=child.id, record_id=talk.id)
    papers.keep(opened, paper, folder / "paper.pdf")


def make_backup(opened: Office, folder: Path) -> None:
    backups.backup(opened, folder / "kept")


def keep_batch(opened: Office, folder: Path) -> None:
    both = [saved_child(opened, number).id for number in ("0001", "0002")]
    batch.keep(opened, batch.build_many(opened, "child-sheet", child_ids=both), folder / "batch.pdf")


def keep_list_paper(opened: Office, folder: Path) -> None:
    paper = list_paper.build_list(opened, title="台帳", columns=["番号"], rows=[["0001"]])
    list_paper.keep(opened, paper, folder / "list.pdf")


def write_list(opened: Office, folder: Path) -> None:
    made = ListTable(kind="register", title="台帳", header=("番号",), rows=(("0001",),))
    list_export.write_out(opened, made, folder / "list.xlsx", form="xlsx", purpose="check")


def write_refused_rows(opened: Office, folder: Path) -> None:
    grid = csv_file.read(csv_bytes([CHILD]))
    amiss = [Finding(grid.rows[1].place, "", Problem("", "x"))]
    import_refused.write_out(opened, grid, head_at=0, findings=amiss, path=folder / "mend.xlsx")


def export_everything(opened: Office, folder: Path) -> None:
    """As the command `export` does: the use case gives the content, the front end writes it."""
    giving_out.run(_call(opened, folder, child=None))


def export_child(opened: Office, folder: Path) -> None:
    giving_out.run(_call(opened, folder, child=saved_child(opened).number))


def _call(opened: Office, folder: Path, *, child: str | None) -> Any:
    return SimpleNamespace(
        command="export", output=folder / "export.json", child=child, office=lambda: nullcontext(opened)
    )


Act = Callable[[Office, Path], None]
WAYS: tuple[tuple[str, Act, int], ...] = (
    ("passphrase.changed", change_passphrase, 1),
    ("recovery_key.renewed", renew_recovery_key, 1),
    ("account.add", add_user, 1),
    ("account.disable", disable_user, 1),
    ("print", keep_paper, 1),
    ("print", keep_batch, 2),
    ("print", keep_list_paper, 1),
    ("export.list", write_list, 1),
    ("import.refused_rows", write_refused_rows, 1),
    ("export.everything", export_everything, 1),
    ("export.child", export_child, 1),
)
"""Every way out of the store and in: the action, how it is done, how many entries it writes."""

each_way = pytest.mark.parametrize(("action", "act", "lines"), WAYS, ids=[act.__name__ for _, act, _ in WAYS])

LETS_OUT_OR_IN = ("account", "export", "passphrase", "print", "recovery_key")
"""The first words of actions whose effect is outside the store."""

OTHERWISE = {
    "account.add_name": "a row only: no key is made",
    "backup.made": "makes the records safer: written down afterwards (below)",
    "passphrase.recovered": "test_office",
    "recovery_key.confirmed": "the key is tried, nothing is let out",
}
"""Why an action that would be looked for here is not one of WAYS."""


def the_worker(opened: Office) -> str:
    return next(account.id for account in accounts.list_accounts(opened) if account.name == WORKER)


def outside(opened: Office, folder: Path) -> tuple[Any, ...]:
    """What an effect would leave outside the store: key slots, and files beside the vault."""
    kept = sorted(path.name for path in folder.rglob("*") if opened.folder not in (path, *path.parents))
    return opened.vault.header.slots, opened.vault.users, kept


def actions(opened: Office) -> list[str]:
    return [entry.action for entry in audit.entries(opened)]


def no_room(*_: Any, **__: Any) -> None:
    raise DiskFull


def fail_entries_of(monkeypatch: pytest.MonkeyPatch, action: str) -> None:
    """The entry of this action cannot be written; all others can."""
    from caseapp.casework import unit_of_work

    real = unit_of_work.append_audit

    def failing(*given: Any, **named: Any) -> Any:
        if named["action"] == action:
            raise EntryFailed
        return real(*given, **named)

    monkeypatch.setattr(unit_of_work, "append_audit", failing)


@each_way
def test_without_its_entry_nothing_is_let_out_or_in(
    staffed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str, act: Act, lines: int
) -> None:
    before, entered = outside(staffed, tmp_path), actions(staffed).count(action)
    fail_entries_of(monkeypatch, action)
    with pytest.raises(EntryFailed):
        act(staffed, tmp_path)
    assert outside(staffed, tmp_path) == before
    assert actions(staffed).count(action) == entered


@each_way
def test_an_effect_that_fails_has_been_written_down(
    staffed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str, act: Act, lines: int
) -> None:
    before, entered = outside(staffed, tmp_path), actions(staffed).count(action)
    with monkeypatch.context() as patch:
        for place in ("open_vault.write_header", "rekey.prepare", "files._replace"):
            patch.setattr(f"caseapp.vault.{place}", no_room)
        with pytest.raises(DiskFull):
            act(staffed, tmp_path)
    assert outside(staffed, tmp_path) == before
    assert actions(staffed).count(action) == entered + lines


def test_rows_to_mend_are_written_and_written_down(staffed: Office, tmp_path: Path) -> None:
    write_refused_rows(staffed, tmp_path)
    assert xlsx_file.read((tmp_path / "mend.xlsx").read_bytes(), fits=lambda _rows: True).rows[1].values[0] == 2
    entry = next(entry for entry in audit.entries(staffed) if entry.action == "import.refused_rows")
    assert entry.detail == {"rows": 1, "file": "mend.xlsx"}


# ---- nothing is forgotten above


def functions_that_reach_outside() -> dict[str, set[str]]:
    """The actions of each function of a use case that writes a file or a key, as the code names them."""
    found = {}
    for path in CASEWORK.rglob("*.py"):
        made = {
            node.name: node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
        }
        for name, function in made.items():
            if REACHING & set(calls(function)):
                close = {name, *(called for called in calls(function) if called in made)}
                found[f"{path.stem}.{name}"] = {a for each in close for a in actions_named_in(made[each])}
    return found


def calls(function: ast.FunctionDef) -> list[str]:
    """What a function calls; of `office.vault.x()` it is `vault.x`."""
    found = []
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            found.append(call.func.id)
        elif isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            parts = ast.unparse(call.func).split(".")
            found.append(".".join(parts[-2:]))
    return found


def actions_named_in(function: ast.FunctionDef) -> set[str]:
    opens = [c for c in ast.walk(function) if isinstance(c, ast.Call) and ast.unparse(c.func) == "office.work"]
    return {str(word.value) for c in opens for word in ast.walk(c.args[0]) if isinstance(word, ast.Constant)}


def test_no_way_out_or_in_is_forgotten_here() -> None:
    cut_in_two = {action for action, _, _ in WAYS} | OTHERWISE.keys()
    by_name = {action for action in audit_actions.ACTIONS if action.split(".")[0] in LETS_OUT_OR_IN}
    reaching = functions_that_reach_outside()
    assert {"list_export.write_out", "import_refused.write_out", "batch.keep", "accounts.add"} <= reaching.keys()
    by_effect = set().union(*reaching.values())
    assert by_name | by_effect <= cut_in_two, "add a way that does it to WAYS"


def test_no_window_writes_an_entry_of_its_own() -> None:
    """Which comes first is decided in the use case alone; what a front end writes as a file is the export's answer."""
    front = [path for room in ("desktop", "cli") for path in (CASEWORK.parent / room).rglob("*.py")]
    texts = {path.relative_to(CASEWORK.parent).as_posix(): path.read_text("utf-8") for path in front}
    assert [name for name, text in texts.items() if ".work(" in text] == []
    writing = {name for name, text in texts.items() if "write_atomically(" in text}
    assert writing == {"cli/giving_out.py", "desktop/screens.py", "desktop/shots.py"}


def test_the_way_in_by_the_recovery_key_is_looked_at_elsewhere() -> None:
    assert '"passphrase.recovered"' in (Path(__file__).parent / "test_office.py").read_text("utf-8")


def test_a_user_whose_key_could_not_be_written_is_added_by_doing_it_again(
    staffed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("caseapp.vault.open_vault.write_header", no_room)
        with pytest.raises(DiskFull):
            add_user(staffed, tmp_path)
    known = next(account for account in accounts.list_accounts(staffed) if account.name == "久保 結")
    assert known.id not in accounts.can_unlock(staffed)
    add_user(staffed, tmp_path)
    assert known.id in accounts.can_unlock(staffed)
    assert actions(staffed).count("account.add") == 4


def test_a_refused_passphrase_leaves_no_entry(staffed: Office) -> None:
    before = len(actions(staffed))
    with pytest.raises(WrongPassphrase):
        office.change_passphrase(staffed, old=WORDS + " 誤", new=NEW_WORDS)
    with pytest.raises(WeakPassphrase):
        office.change_passphrase(staffed, old=WORDS, new="短い")
    with pytest.raises(WeakPassphrase):
        accounts.add(staffed, name="久保 結", role="worker", passphrase="短い")
    assert len(actions(staffed)) == before + 1  # the looking itself


def test_a_backup_that_fails_is_not_called_made(
    staffed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("caseapp.vault.archive.pack", no_room)
        with pytest.raises(DiskFull):
            make_backup(staffed, tmp_path)
    assert "backup.made" not in actions(staffed)
    assert backups.last_backup(staffed) is None


def test_a_backup_is_there_before_its_entry(staffed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        fail_entries_of(patch, "backup.made")
        with suppress(EntryFailed):
            make_backup(staffed, tmp_path)
    (made,) = (tmp_path / "kept").iterdir()
    assert "backup.made" not in actions(staffed)
    made.unlink()
    make_backup(staffed, tmp_path)
    (made,) = (tmp_path / "kept").iterdir()
    entry = next(entry for entry in audit.entries(staffed) if entry.action == "backup.made")
    assert entry.detail == {"file": made.name}


def test_after_a_failed_effect_the_office_knows_what_was_committed(
    staffed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept of the store is forgotten although the action ended in an exception."""
    with staffed.reading():
        assert staffed.kept("who", lambda: "before") == "before"
    with monkeypatch.context() as patch:
        patch.setattr("caseapp.vault.open_vault.write_header", no_room)
        with pytest.raises(DiskFull):
            add_user(staffed, tmp_path)
    with staffed.reading():
        assert staffed.kept("who", lambda: "after") == "after"
    assert VIEWER in [account.name for account in accounts.list_accounts(staffed)]
