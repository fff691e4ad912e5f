"""One action, one transaction: whole or not at all, with history, audit entry, index and the list of what changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from caseapp.casework import audit, history, register, search
from caseapp.casework.office import Office
from caseapp.records import child, consultation
from caseapp.rules.account import MANAGER as MANAGER_ROLE
from caseapp.rules.child import FamilyMember
from caseapp.rules.problem import ChangedMeanwhile, NotAllowed, NotFound
from tests.casework.people import VIEWER, a_child, a_talk, as_user, counted, everything, saved_child


def test_without_commit_nothing_remains(opened: Office) -> None:
    before = everything(opened)
    with opened.work("child.save") as work:
        work.save(child.SUBJECT, a_child())
    assert everything(opened) == before


def test_an_exception_leaves_the_store_as_it_was(opened: Office) -> None:
    saved = saved_child(opened)
    before = everything(opened)

    def cut_off() -> None:
        with opened.work("child.save") as work:
            work.save(child.SUBJECT, replace(saved, family_name="別"))
            work.save(consultation.SUBJECT, a_talk(opened, saved.id))
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        cut_off()
    assert everything(opened) == before


def test_an_exception_after_the_index_was_written_takes_the_index_back(
    opened: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_rest: object) -> None:
        raise RuntimeError("power cut")

    before = everything(opened)
    monkeypatch.setattr("caseapp.casework.unit_of_work.append_audit", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        register.save(opened, a_child())
    monkeypatch.undo()
    assert everything(opened) == before
    assert not search.find(opened, "髙瀬").hits


def test_what_changed_is_told(opened: Office) -> None:
    saved = saved_child(opened)
    with opened.work("consultation.record") as work:
        talk = work.save(consultation.SUBJECT, a_talk(opened, saved.id))
        changes = work.commit(talk.id)
    assert changes.subjects == {"consultation"}
    assert changes.children == {saved.id}
    assert changes.record_id == talk.id


def test_a_new_record_gets_its_ids_and_first_revision(opened: Office) -> None:
    saved = saved_child(opened)
    assert saved.revision == 1
    assert len(saved.id) == 36
    assert all(len(member.id) == 36 for member in saved.family)
    assert saved == replace(
        a_child(),
        id=saved.id,
        revision=1,
        registered_on=opened.today,
        **{
            name: getattr(saved, name)
            for name in ("family", "certificates", "diseases", "medical_care", "cautions", "milestones")
        },
    )


def test_parts_keep_their_ids_and_their_order_through_an_edit(opened: Office) -> None:
    saved = saved_child(opened)
    mother, father = saved.family
    brother = FamilyMember(relationship="brother", name="髙瀬 蒼")
    register.save(opened, replace(saved, family=(brother, father, replace(mother, phone="03-0000-0000"))))
    after = register.child(opened, saved.id)
    assert [member.name for member in after.family] == ["髙瀬 蒼", "髙瀬 亮", "髙瀬 美咲"]
    assert after.family[1].id == father.id
    assert after.family[2].id == mother.id
    assert after.revision == 2


def test_a_part_left_out_goes_and_the_history_keeps_it(opened: Office) -> None:
    saved = saved_child(opened)
    register.save(opened, replace(saved, milestones=()))
    assert register.child(opened, saved.id).milestones == ()
    assert counted(opened, "milestone") == 0
    gone = history.of_record(opened, "child", saved.id)[0]
    assert (gone.field, gone.before["name"], gone.after) == ("milestones", "フォンタン手術", None)


def test_history_names_every_changed_field_with_before_and_after(opened: Office) -> None:
    saved = saved_child(opened)
    mother = saved.family[0]
    register.save(
        opened,
        replace(saved, phone="", told="母に告知ずみ", family=(replace(mother, note="平日17時から"), saved.family[1])),
    )
    changes = history.of_record(opened, "child", saved.id)
    found = {(change.field, change.part_id, change.before, change.after) for change in changes}
    assert found == {
        ("phone", "", "090-0000-1234", ""),
        ("told", "", "", "母に告知ずみ"),
        ("family.note", mother.id, "", "平日17時から"),
        ("", "", None, None),
    }
    assert {change.who for change in changes} == {opened.account.name}
    assert changes[0].when == opened.now


def test_a_worker_in_the_history_is_a_name(opened: Office) -> None:
    saved = saved_child(opened)
    register.save(opened, replace(saved, worker_id=opened.account.id))
    changes = {change.field: (change.before, change.after) for change in history.of_record(opened, "child", saved.id)}
    assert changes["worker_id"] == ("", opened.account.name)
    assert changes["worker_since"] == (None, f"{opened.today}")


def test_saving_what_did_not_change_writes_nothing(opened: Office) -> None:
    saved = saved_child(opened)
    before = everything(opened)
    changes = register.save(opened, saved)
    assert changes.subjects == frozenset()
    assert everything(opened) == before


def test_a_record_changed_meanwhile_is_not_overwritten(opened: Office) -> None:
    saved = saved_child(opened)
    register.save(opened, replace(saved, note="一人め"))
    before = everything(opened)
    with pytest.raises(ChangedMeanwhile):
        register.save(opened, replace(saved, note="二人め"))
    assert everything(opened) == before


def test_the_update_itself_asks_for_the_revision(opened: Office) -> None:
    """What the check in Python cannot see (another program on a server's store) the WHERE of the UPDATE does."""
    saved = saved_child(opened)
    with opened.work("child.save") as work:
        work.row(child.SUBJECT, saved.id)
        work.session.execute(text("UPDATE child SET revision = 7"))
        with pytest.raises(ChangedMeanwhile):
            work.save(child.SUBJECT, replace(saved, note="x"))


def test_a_record_that_is_not_there(opened: Office) -> None:
    with pytest.raises(NotFound) as caught, opened.work("child.save") as work:
        work.find(child.SUBJECT, "missing")
    assert (caught.value.what, caught.value.key) == ("child", "missing")


def test_a_refused_role_is_an_audit_entry_and_nothing_else(staffed: Office, folder: Path) -> None:
    now = staffed.now
    staffed.close()
    with as_user(folder, VIEWER, now=now, number="三") as viewer:
        before = {name: rows for name, rows in everything(viewer).items() if name != "audit"}
        with pytest.raises(NotAllowed):
            register.save(viewer, a_child())
        after = everything(viewer)
        refused = after.pop("audit")[-1]
    assert after == before
    assert "refused" in refused
    assert '{"action":"child.save"}' in refused


def test_an_action_inside_an_action_is_a_mistake_of_ours(opened: Office) -> None:
    with pytest.raises(RuntimeError, match="inside"), opened.work("child.save"):
        register.rows(opened)
    assert register.rows(opened) == ()


def test_the_audit_names_action_record_and_child(opened: Office) -> None:
    saved = saved_child(opened)
    entry = audit.entries(opened, child_id=saved.id)[0]
    assert (entry.action, entry.kind, entry.record_id, entry.child_number) == ("child.save", "child", saved.id, "0001")
    assert entry.who == opened.account.name
    assert entry.when == opened.now


def test_needing_more_than_the_role_gives_is_refused_before_the_block_runs(staffed: Office, folder: Path) -> None:
    now = staffed.now
    staffed.close()
    ran = False
    with as_user(folder, VIEWER, now=now, number="三") as viewer:
        with pytest.raises(NotAllowed), viewer.work("x", need=MANAGER_ROLE):
            ran = True
        assert not ran


def test_a_withdrawn_record_that_is_changed_stays_out_of_the_search_until_it_is_restored(opened: Office) -> None:
    saved = saved_child(opened)
    with opened.work("consultation.record") as work:
        talk = work.save(consultation.SUBJECT, a_talk(opened, saved.id, facts="エピペンの話"))
        work.commit(talk.id)
    assert search.find(opened, "エピペン").hits
    with opened.work("consultation.withdraw") as work:
        gone = work.withdraw(consultation.SUBJECT, talk.id, reason="別のお子さん")
        work.commit(talk.id)
    with opened.work("consultation.record") as work:
        work.save(consultation.SUBJECT, replace(gone, facts="エピペンと吸入の話"))
        work.commit(talk.id)
    assert not search.find(opened, "エピペン").hits
    assert not search.find(opened, "吸入").hits
    with opened.work("consultation.restore") as work:
        work.restore(consultation.SUBJECT, talk.id)
        work.commit(talk.id)
    assert search.find(opened, "吸入").hits
