"""Drafts stay with their user, form, child and record, and nowhere else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from caseapp.casework import consultations, drafts, office
from caseapp.casework.office import Office
from caseapp.casework.views import DraftKey
from caseapp.rules.clock import stopped
from tests.casework.people import MANAGER, NEXT, WORDS, WORKER, a_talk, as_user, counted, saved_child


def test_a_draft_is_found_for_its_own_child_only(opened: Office) -> None:
    child, other = saved_child(opened), saved_child(opened, "0002")
    drafts.save(opened, form="consultation", child_id=child.id, content={"words": "途中"})
    found = drafts.find(opened, form="consultation", child_id=child.id)
    assert found is not None
    assert (found.content, found.saved_at, found.child_name) == ({"words": "途中"}, opened.now, "髙瀬 陽菜乃")
    assert drafts.find(opened, form="consultation", child_id=other.id) is None
    assert drafts.find(opened, form="liaison", child_id=child.id) is None
    assert drafts.find(opened, form="consultation", child_id=child.id, record_id="x") is None


def test_the_last_state_counts_and_is_no_audit_entry(opened: Office) -> None:
    entries = counted(opened, "audit")
    for words in ("あ", "あい", "あいう"):
        drafts.save(opened, form="child", content={"words": words})
    (only,) = drafts.all(opened)
    assert only.content == {"words": "あいう"}
    assert counted(opened, "audit") == entries


def test_a_draft_outlives_the_lock(opened: Office, folder: Path) -> None:
    drafts.save(opened, form="child", content={"family_name": "髙"})
    now = opened.now
    office.lock(opened)
    with office.open_office(folder, user=MANAGER, passphrase=WORDS, clock=stopped(now)) as again:
        assert [draft.content for draft in drafts.all(again)] == [{"family_name": "髙"}]


def test_each_user_has_own_drafts(staffed: Office, folder: Path) -> None:
    drafts.save(staffed, form="child", content={"x": 1})
    now = staffed.now
    staffed.close()
    with as_user(folder, WORKER, now=now, number="二") as worker:
        assert drafts.all(worker) == ()


def test_saving_a_record_ends_the_own_draft_only(staffed: Office, folder: Path) -> None:
    child = saved_child(staffed)
    key = DraftKey("record", child.id)
    now = staffed.now
    staffed.close()
    with as_user(folder, WORKER, now=now, number="二") as worker:
        drafts.save(worker, form=key.form, child_id=child.id, content={"facts": "浜田の途中"})
    with office.open_office(folder, user=MANAGER, passphrase=WORDS, clock=stopped(now)) as again:
        drafts.save(again, form=key.form, child_id=child.id, content={"facts": "村井の途中"})
        consultations.record(again, a_talk(again, child.id), next_step=NEXT, draft_key=key)
        assert drafts.all(again) == ()
    with as_user(folder, WORKER, now=now, number="二") as worker:
        assert [draft.content for draft in drafts.all(worker)] == [{"facts": "浜田の途中"}]


def test_the_newest_draft_comes_first(opened: Office) -> None:
    begun = opened.now
    for form, minutes in (("child", 3), ("plan", 9), ("letter", 1)):
        opened.clock = stopped(begun + timedelta(minutes=minutes))
        drafts.save(opened, form=form, content={})
    assert [draft.form for draft in drafts.all(opened)] == ["plan", "child", "letter"]


def test_thrown_away(opened: Office) -> None:
    drafts.save(opened, form="child", content={})
    assert drafts.discard(opened, form="child").touches("draft")
    assert drafts.all(opened) == ()
    drafts.discard(opened, form="child")
