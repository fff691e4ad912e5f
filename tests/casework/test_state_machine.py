"""Sequences nobody would write by hand, against a dict: register, consultations, follow-ups, locking, refusals."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from caseapp.casework import audit, consultations, drafts, follow_ups, office, register, search
from caseapp.casework.office import Office
from caseapp.casework.register import RegisterFilter
from caseapp.casework.views import DraftKey
from caseapp.rules.child import Child, FamilyMember
from caseapp.rules.clock import TOKYO, stopped
from caseapp.rules.consultation import Consultation
from caseapp.rules.follow_up import FollowUp, NextStep
from caseapp.rules.problem import ChangedMeanwhile, Refused
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests.casework.people import MANAGER, WORDS
from tests.templates import new_office

NOW = datetime(2026, 11, 20, 10, 12, tzinfo=TOKYO)
NAMES = st.sampled_from(["髙瀬", "倉田", "𠮷田", "葛󠄀城", "O'Brien", "神", "あ"])
TEXTS = st.text(alphabet="給食塩分がっこう、。\n「」酸素abc𠮷", min_size=1, max_size=12).filter(
    lambda t: t.strip() != ""
)
DAYS = st.integers(-400, 0).map(lambda days: NOW.date() + timedelta(days=days))
LATER = st.integers(1, 60).map(lambda days: NOW.date() + timedelta(days=days))


class OfficeMachine(RuleBasedStateMachine):
    """The oracle: what was saved, by id. Every step compares the whole store with it."""

    children = Bundle("children")
    talks = Bundle("talks")
    actions = Bundle("actions")

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="machine-"))
        self.folder = self.place / "vault"
        self.kept: dict[str, Child] = {}
        self.said: dict[str, tuple[Consultation, bool]] = {}
        self.planned: dict[str, FollowUp] = {}
        self.numbers = 0
        self.opened: Office

    @initialize()
    def begin(self) -> None:
        self.opened = new_office(self.folder, NOW, user=MANAGER, passphrase=WORDS)

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            self.opened.close()
        shutil.rmtree(self.place, ignore_errors=True)

    # --- steps

    @rule(target=children, name=NAMES, relatives=st.lists(NAMES, max_size=3))
    def register_a_child(self, name: str, relatives: list[str]) -> str:
        self.numbers += 1
        family = tuple(FamilyMember(relationship="mother", name=relative) for relative in relatives)
        value = Child(
            number=f"{self.numbers:04}", family_name=name, given_name="x", birth_date=date(2015, 5, 5), family=family
        )
        made = register.save(self.opened, value).record_id
        self.kept[made] = register.child(self.opened, made)
        assert [member.name for member in self.kept[made].family] == relatives
        return made

    @rule(child=children, name=NAMES, keep=st.integers(0, 3), turned=st.booleans())
    def change_a_child(self, child: str, name: str, keep: int, turned: bool) -> None:
        now = self.kept[child]
        family = now.family[:keep][:: -1 if turned else 1]
        wanted = replace(now, given_name=name, family=family)
        register.save(self.opened, wanted)
        changed = wanted != now
        self.kept[child] = replace(wanted, revision=now.revision + changed)

    @rule(child=children, name=NAMES)
    def change_from_an_old_copy(self, child: str, name: str) -> None:
        now = self.kept[child]
        with pytest.raises(ChangedMeanwhile):
            register.save(self.opened, replace(now, revision=now.revision - 1, note=f"{name} {now.revision}"))

    @rule(child=children)
    def take_a_number_twice(self, child: str) -> None:
        value = Child(number=self.kept[child].number, family_name="二", given_name="人", birth_date=date(2015, 5, 5))
        with pytest.raises(Refused):
            register.save(self.opened, value)

    @rule(child=children)
    def end_and_begin_again(self, child: str) -> None:
        now = self.kept[child]
        if now.status == "active":
            register.close(self.opened, child, on=NOW.date(), reason="転出")
            after = replace(now, status="closed", closed_on=NOW.date(), closed_reason="転出")
        else:
            register.reopen(self.opened, child)
            after = replace(now, status="active", closed_on=None, closed_reason="")
        self.kept[child] = replace(after, revision=now.revision + 1)

    @rule(target=talks, child=children, facts=TEXTS, on=DAYS, due=LATER)
    def record_twice(self, child: str, facts: str, on: date, due: date) -> str:
        value = Consultation(id=self.opened.new_id(), child_id=child, on=on, method="phone", facts=facts)
        drafts.save(self.opened, form="consultation", child_id=child, content={"facts": facts})
        step = NextStep(text="電話", due_on=due)
        for _ in range(2):
            consultations.record(self.opened, value, next_step=step, draft_key=DraftKey("consultation", child))
        self.said[value.id] = (consultations.get(self.opened, value.id), False)
        grown = [f for f in follow_ups.of_child(self.opened, child) if f.origin_id == value.id]
        assert len(grown) == 1
        self.planned[grown[0].id] = grown[0]
        return value.id

    @rule(talk=talks, facts=TEXTS)
    def write_more(self, talk: str, facts: str) -> None:
        now, hidden = self.said[talk]
        consultations.record(self.opened, replace(now, facts=now.facts + facts), next_step=None)
        self.said[talk] = (replace(now, facts=now.facts + facts, revision=now.revision + 1), hidden)

    @rule(talk=talks)
    def withdraw_or_restore(self, talk: str) -> None:
        now, hidden = self.said[talk]
        if hidden:
            consultations.restore(self.opened, talk)
        else:
            consultations.withdraw(self.opened, talk, reason="誤り")
        self.said[talk] = (replace(now, revision=now.revision + 1), not hidden)

    @rule(child=children)
    def refuse_a_bad_one(self, child: str) -> None:
        bad = Consultation(id=self.opened.new_id(), child_id=child, on=NOW.date(), method="phone", facts=" ")
        with pytest.raises(Refused):
            consultations.record(self.opened, bad, next_step=NextStep(none_reason="x"))

    @rule(target=actions, child=children, text=TEXTS, due=LATER)
    def plan(self, child: str, text: str, due: date) -> str:
        made = follow_ups.add(self.opened, FollowUp(child_id=child, text=text, due_on=due)).record_id
        self.planned[made] = follow_ups.get(self.opened, made)
        return made

    @rule(action=actions, days=st.integers(1, 9))
    def postpone(self, action: str, days: int) -> None:
        now = self.planned[action]
        to = now.due_on + timedelta(days=days)
        if now.state != "open":
            with pytest.raises(Refused):
                follow_ups.postpone(self.opened, action, to=to, reason="x")
            return
        follow_ups.postpone(self.opened, action, to=to, reason="x")
        after = follow_ups.get(self.opened, action)
        assert after.postponements[-1].due_from == now.due_on
        self.planned[action] = after
        assert (after.due_on, after.revision) == (to, now.revision + 1)

    @rule(action=actions, drop=st.booleans())
    def finish_or_take_up(self, action: str, drop: bool) -> None:
        now = self.planned[action]
        if now.state != "open":
            follow_ups.reopen(self.opened, action)
            after = replace(now, state="open", closed_on=None, closed_note="")
        elif drop:
            follow_ups.drop(self.opened, action, reason="転居")
            after = replace(now, state="dropped", closed_on=NOW.date(), closed_note="転居")
        else:
            follow_ups.done(self.opened, action)
            after = replace(now, state="done", closed_on=NOW.date())
        self.planned[action] = replace(after, revision=now.revision + 1)

    @rule(gone=consumes(actions))
    def forget_an_action_the_machine_no_longer_uses(self, gone: str) -> None:
        """Keeps the bundle small; the store keeps it, and the oracle too."""
        assert gone in self.planned

    @rule()
    def crash_in_the_middle(self) -> None:
        with self.opened.work("x") as work:  # and never told to commit
            work.session.connection().exec_driver_sql("UPDATE child SET note = 'half'")

    @rule()
    def lock_and_unlock(self) -> None:
        office.lock(self.opened)
        self.opened = office.open_office(self.folder, user=MANAGER, passphrase=WORDS, clock=stopped(NOW))

    # --- what always holds

    @invariant()
    @precondition(lambda self: hasattr(self, "opened"))
    def the_store_is_what_the_dict_says(self) -> None:
        listed = register.rows(self.opened, filter=RegisterFilter(status=""))
        assert {row.child_id for row in listed} == set(self.kept)
        for row in listed:
            child = self.kept[row.child_id]
            said = [talk for talk, hidden in self.said.values() if talk.child_id == child.id and not hidden]
            still = [f for f in self.planned.values() if f.child_id == child.id and f.state == "open"]
            assert (row.name, row.status) == (child.name, child.status)
            assert row.last_contact_on == max((talk.on for talk in said), default=None)
            assert row.next_due_on == min((f.due_on for f in still), default=None)
        assert drafts.all(self.opened) == ()

    @invariant()
    @precondition(lambda self: hasattr(self, "opened") and self.kept)
    def one_child_in_full(self) -> None:
        child_id = list(self.kept)[-1]
        assert register.child(self.opened, child_id) == self.kept[child_id]
        said = {talk.id: talk for talk, hidden in self.said.values() if talk.child_id == child_id and not hidden}
        assert {talk.id: talk for talk in consultations.of_child(self.opened, child_id)} == said
        planned = {f.id: f for f in self.planned.values() if f.child_id == child_id}
        assert {f.id: f for f in follow_ups.of_child(self.opened, child_id, open_only=False)} == planned

    @invariant()
    @precondition(lambda self: hasattr(self, "opened") and self.said)
    def the_index_follows(self) -> None:
        for talk, hidden in self.said.values():
            word = "".join(talk.facts.split())[:8]
            hits = search.find(self.opened, word, limit=200, child_id=talk.child_id).hits
            found = talk.id in {hit.record_id for hit in hits}
            if hidden:
                assert not found, talk.facts
            elif word.isalnum() and len(word) > 1:
                assert found, talk.facts

    @invariant()
    @precondition(lambda self: hasattr(self, "opened"))
    def the_chain_is_whole(self) -> None:
        assert audit.verify_chain(self.opened).whole


@pytest.mark.slow
def test_any_sequence_leaves_what_the_dict_says(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    slow = bool(request.config.getoption("--slow"))
    run_state_machine_as_test(
        OfficeMachine,
        settings=settings(
            max_examples=60 if slow else 8, stateful_step_count=40 if slow else 18, deadline=None, derandomize=not slow
        ),
    )
