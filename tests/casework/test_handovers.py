"""Children go from one worker to the next: who may, what changes at once, what stays visible until it is confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from caseapp.casework import (
    accounts,
    audit,
    drafts,
    exporting,
    follow_ups,
    handover_views,
    handovers,
    importing,
    list_hand_over,
    merge_undoing,
    merging,
    papers,
    register,
    today,
)
from caseapp.casework import office as offices
from caseapp.casework.handover_views import HandoverLine
from caseapp.casework.office import Office
from caseapp.casework.views import DraftKey
from caseapp.exchange import casefile
from caseapp.rules.account import Account
from caseapp.rules.child import Child
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.handover import ACKNOWLEDGED, GIVEN, PREPARING
from caseapp.rules.problem import NotAllowed, NotFound, Refused
from tests.casework.people import NEXT, TODAY, WORDS, everything, saved_child, saved_talk
from tests.casework.test_papers import text_of

GIVER, TAKER, THIRD = "小林 由美", "佐伯 直子", "三谷 里奈"


def person(opened: Office, name: str, *, role: str = "worker") -> Account:
    key = accounts.add_name(opened, name=name, role=role).record_id
    return next(account for account in accounts.list_accounts(opened) if account.id == key)


@contextmanager
def acting(opened: Office, who: Account) -> Iterator[Office]:
    """The same office with somebody else at the desk."""
    before, opened.account = opened.account, who
    try:
        yield opened
    finally:
        opened.account = before


class Desk:
    """One office: a manager at the desk, who gives, who takes, and two children of the one who gives."""

    def __init__(self, opened: Office) -> None:
        self.office = opened
        self.giver, self.taker = person(opened, GIVER), person(opened, TAKER)
        since = date(2023, 4, 1)
        self.one = saved_child(opened, worker_id=self.giver.id, worker_since=since)
        self.two = saved_child(opened, "0002", worker_id=self.giver.id, given_name="結", milestones=())
        saved_talk(opened, self.one.id, next_step=replace(NEXT, worker_id=self.giver.id))

    def prepare(self, *children: Child, on: date = TODAY, to: str = "") -> str:
        meant = [child.id for child in children or (self.one, self.two)]
        return handovers.prepare(self.office, meant, to=to or self.taker.id, on=on).record_id

    def line(self, child: Child) -> HandoverLine:
        return next(line for line in handover_views.lines(self.office) if line.child_id == child.id)

    def given(self) -> str:
        batch = self.prepare()
        for child in (self.one, self.two):
            self.write(child)
        handovers.give(self.office, batch)
        return batch

    def write(self, child: Child, **texts: str) -> None:
        value = handover_views.sheet(self.office, self.line(child).handover_id).value
        lines: dict[str, Any] = {
            "person": "無口だが釣りの話はよくする",
            "now": "転科の話が始まった",
            "next_step": "外来に同行する",
        }
        handovers.write(self.office, replace(value, **{**lines, **texts}, looked_at=True))

    def worker(self, child: Child) -> str:
        return register.child(self.office, child.id).worker

    def notices(self, who: Account | None = None, *, mine: bool = True) -> list[tuple[str, int, int]]:
        with acting(self.office, who or self.office.account):
            return [(n.kind, n.count, n.of) for n in today.page(self.office, mine=mine).handovers]


@pytest.fixture
def desk(opened: Office) -> Desk:
    return Desk(opened)


# ---- preparing


def test_a_sheet_is_drafted_from_the_record(desk: Desk) -> None:
    desk.prepare(desk.one)
    sheet = handover_views.sheet(desk.office, desk.line(desk.one).handover_id)
    assert (sheet.value.state, sheet.value.giver, sheet.value.taker) == (PREPARING, GIVER, TAKER)
    assert "12歳" in sheet.value.person
    assert "単心室症" in sheet.value.person
    assert "給食の塩分" in sheet.value.now
    assert sheet.value.next_step == "R8.11.27 修学旅行の酸素の手配を学校に確かめる"
    paper = sheet.paper
    assert paper.draft
    assert [rule.rule for rule in paper.forbidden if rule.secret] == [
        "病気の見通しを本人に話さない",
        "父 髙瀬 亮に連絡しない",
    ]
    days = [item.due for item in paper.items if item.due is not None]
    assert days == sorted(days)
    assert {"修学旅行の酸素の手配を学校に確かめる", "災害時の計画(避難先・電源・連絡先)を見直す"} <= {
        i.text for i in paper.items
    }
    assert [p.name for p in paper.people] == ["母 髙瀬 美咲"]
    assert "フォンタン手術" in [event.text for event in paper.events]
    assert paper.consents == "まだありません"


def test_nothing_changes_for_the_child_while_it_is_prepared(desk: Desk) -> None:
    desk.prepare(on=TODAY + timedelta(days=20))
    assert desk.worker(desk.one) == GIVER
    assert desk.notices(desk.giver) == [("prepare", 0, 2)]
    assert desk.notices(desk.taker) == [("expected", 2, 2)]  # told, nothing more
    desk.write(desk.one)
    assert desk.notices(desk.giver) == [("prepare", 1, 2)]
    assert register.page(desk.office, desk.one.id).counts.get("handover") is None


Change = Callable[[Desk], object]


def closed(desk: Desk) -> object:
    changed = replace(desk.two, status="closed", closed_on=TODAY, closed_reason="転出")
    return register.save(desk.office, changed)


def nobodys(desk: Desk) -> object:
    return register.save(desk.office, replace(desk.two, worker_id=""))


@pytest.mark.parametrize(
    ("before", "wanted", "field"),
    [
        (None, {"to": "nobody"}, "taker_id"),
        (lambda d: setattr(d, "taker", person(d.office, "閲覧", role="viewer")), {}, "taker_id"),
        (lambda d: setattr(d, "taker", replace(d.taker, id=d.giver.id)), {}, "taker_id"),
        (None, {"on": TODAY - timedelta(days=1)}, "on"),
        (closed, {}, ""),
        (nobodys, {}, ""),
        (lambda d: d.prepare(d.two), {}, ""),
    ],
    ids=["nobody", "viewer", "the same person", "a day gone by", "ended", "nobody before", "in another hand-over"],
)
def test_what_cannot_be_prepared_is_refused_as_a_whole(
    desk: Desk, before: Change | None, wanted: dict[str, object], field: str
) -> None:
    if before is not None:
        before(desk)
    stored = everything(desk.office)
    with pytest.raises(Refused) as refused:
        desk.prepare(**wanted)  # type: ignore[arg-type]  # what each case names
    assert [problem.field for problem in refused.value.problems] == [field]
    assert everything(desk.office) == stored


def test_a_disabled_successor_and_no_children_are_refused(desk: Desk) -> None:
    accounts.disable(desk.office, desk.taker.id, passphrase=WORDS)
    with pytest.raises(Refused, match="works here no more"):
        desk.prepare()
    with pytest.raises(Refused, match="No child"):
        handovers.prepare(desk.office, [], to=person(desk.office, THIRD).id, on=TODAY)
    with pytest.raises(NotFound):
        handovers.prepare(desk.office, ["nothing"], to=desk.giver.id, on=TODAY)


def test_only_the_worker_in_charge_or_a_manager_hands_over_and_a_viewer_only_reads(desk: Desk) -> None:
    other = person(desk.office, THIRD)
    with acting(desk.office, other), pytest.raises(Refused) as refused:
        desk.prepare()
    assert [problem.values["numbers"] for problem in refused.value.problems] == ["0001、0002"]
    with acting(desk.office, desk.giver):
        batch = desk.prepare()
    line, stored = desk.line(desk.one), everything(desk.office)
    with acting(desk.office, other):
        for act in (
            lambda: desk.write(desk.one),
            lambda: handovers.give(desk.office, batch),
            lambda: handovers.cancel(desk.office, [line.handover_id]),
            lambda: handovers.acknowledge(desk.office, line.handover_id),
        ):
            with pytest.raises((Refused, StopIteration)):
                act()
        assert handover_views.lines(desk.office) == ()
    assert everything(desk.office) == stored
    with acting(desk.office, person(desk.office, "閲覧", role="viewer")):
        assert len(handover_views.lines(desk.office)) == 2
        assert not handover_views.sheet(desk.office, line.handover_id).may_write
        with pytest.raises(NotAllowed):
            handovers.give(desk.office, batch)


def test_writing_ends_the_draft(desk: Desk) -> None:
    desk.prepare(desk.one)
    line = desk.line(desk.one)
    key = DraftKey("handover", desk.one.id, line.handover_id)
    drafts.save(desk.office, form=key.form, child_id=key.child_id, record_id=key.record_id, content={"now": "半分"})
    value = handover_views.sheet(desk.office, line.handover_id).value
    handovers.write(desk.office, replace(value, now="全部"), draft_key=key)
    assert drafts.all(desk.office) == ()
    assert handover_views.sheet(desk.office, line.handover_id).value.now == "全部"


# ---- handing over


def test_handing_over_changes_worker_and_open_steps_and_keeps_the_sheet(desk: Desk) -> None:
    follow_ups.add(desk.office, FollowUp(child_id=desk.one.id, text="ほかの人の用", due_on=TODAY))
    desk.given()
    assert {desk.worker(desk.one), desk.worker(desk.two)} == {TAKER}
    assert register.child(desk.office, desk.one.id).worker_since == TODAY
    workers = {step.text: step.worker for step in follow_ups.of_child(desk.office, desk.one.id)}
    assert workers == {NEXT.text: TAKER, "ほかの人の用": desk.office.account.name}
    before = handover_views.sheet(desk.office, desk.line(desk.one).handover_id).paper
    child = register.child(desk.office, desk.one.id)
    register.save(desk.office, replace(child, hospital="別の病院", milestones=()))
    after = handover_views.sheet(desk.office, desk.line(desk.one).handover_id)
    assert after.paper == before
    assert (before.draft, before.given_on, before.person) == (False, TODAY, "無口だが釣りの話はよくする")
    with pytest.raises(Refused, match="stays as it was"):
        handovers.write(desk.office, replace(after.value, person="書き直し"))


def test_an_unwritten_line_a_closed_child_and_another_worker_stop_it(desk: Desk) -> None:
    batch = desk.prepare()
    desk.write(desk.one)
    desk.write(desk.two, now="  ")
    stored = everything(desk.office)
    with pytest.raises(Refused, match="three lines") as refused:
        handovers.give(desk.office, batch)
    assert refused.value.problems[0].values["numbers"] == "0002"
    assert everything(desk.office) == stored
    desk.write(desk.two)
    list_hand_over.hand_over(desk.office, [desk.two.id], to=person(desk.office, THIRD).id)
    closed_one = replace(
        register.child(desk.office, desk.one.id), status="closed", closed_on=TODAY, closed_reason="転出"
    )
    register.save(desk.office, closed_one)
    with pytest.raises(Refused, match=r"ended.*Somebody else"):
        handovers.give(desk.office, batch)
    handovers.cancel(desk.office, [desk.line(desk.one).handover_id, desk.line(desk.two).handover_id])
    with pytest.raises(Refused, match="nothing left"):
        handovers.give(desk.office, batch)


def test_it_can_be_taken_back_until_somebody_confirmed(desk: Desk) -> None:
    batch = desk.given()
    done = next(step for step in follow_ups.of_child(desk.office, desk.one.id))
    handovers.take_back(desk.office, batch)
    child = register.child(desk.office, desk.one.id)
    assert (child.worker, child.worker_since) == (GIVER, date(2023, 4, 1))
    assert follow_ups.get(desk.office, done.id).worker == GIVER
    assert desk.line(desk.one).state == PREPARING
    handovers.give(desk.office, batch)
    with acting(desk.office, desk.taker):
        handovers.acknowledge(desk.office, desk.line(desk.two).handover_id)
    with pytest.raises(Refused, match="confirmed part"):
        handovers.take_back(desk.office, batch)
    assert desk.worker(desk.one) == TAKER


def test_taken_back_the_planned_day_stands_again(desk: Desk) -> None:
    planned = TODAY + timedelta(days=9)
    batch = desk.prepare(on=planned)
    for child in (desk.one, desk.two):
        desk.write(child)
    handovers.give(desk.office, batch)
    assert desk.line(desk.one).on == TODAY
    handovers.take_back(desk.office, batch, planned=planned)
    assert desk.line(desk.one).on == planned
    assert desk.notices(desk.giver) == [("prepare", 2, 2)], "no day of the hand-over yet"


def test_the_successor_takes_a_confirmation_back_until_it_was_answered(desk: Desk) -> None:
    desk.given()
    one = desk.line(desk.one).handover_id
    with acting(desk.office, desk.taker):
        with pytest.raises(Refused, match="not confirmed"):
            handovers.take_word_back(desk.office, one)
        handovers.acknowledge(desk.office, one, question="祖母の電話は?")
    with pytest.raises(Refused, match="Only the successor"):
        handovers.take_word_back(desk.office, one)
    with acting(desk.office, desk.taker):
        handovers.take_word_back(desk.office, one)
    value = handover_views.sheet(desk.office, one).value
    assert (value.state, value.acknowledged_at, value.question) == (GIVEN, None, "")
    assert audit.entries(desk.office)[0].action == "handover.take_word_back"
    with acting(desk.office, desk.taker):
        handovers.acknowledge(desk.office, one, question="祖母の電話は?")
    handovers.answer(desk.office, one, "いません")
    with acting(desk.office, desk.taker), pytest.raises(Refused, match="answered already"):
        handovers.take_word_back(desk.office, one)


def test_a_confirmation_stays_once_the_child_is_being_handed_on(desk: Desk) -> None:
    desk.given()
    one = desk.line(desk.one).handover_id
    with acting(desk.office, desk.taker):
        handovers.acknowledge(desk.office, one)
    desk.prepare(desk.one, to=desk.giver.id)
    with acting(desk.office, desk.taker), pytest.raises(Refused, match="new hand-over"):
        handovers.take_word_back(desk.office, one)


def test_every_act_stands_in_the_log_of_each_child(desk: Desk) -> None:
    first = len(audit.entries(desk.office))
    batch = desk.given()
    handovers.take_back(desk.office, batch)
    handovers.give(desk.office, batch)
    with acting(desk.office, desk.taker):
        handovers.acknowledge(desk.office, desk.line(desk.one).handover_id)
        handovers.take_word_back(desk.office, desk.line(desk.one).handover_id)
        handovers.acknowledge(desk.office, desk.line(desk.one).handover_id, question="祖母の電話は?")
    handovers.answer(desk.office, desk.line(desk.one).handover_id, "台帳に")
    handovers.cancel(desk.office, [desk.line(desk.two).handover_id], reason="休職")
    entries = sorted(audit.entries(desk.office), key=lambda entry: entry.number)[first:]
    said = [(entry.action, entry.child_number) for entry in entries if entry.action != "audit.read"]
    both, one, two = ("0001", "0002"), ("0001",), ("0002",)
    acts = (
        ("handover.prepare", both),
        ("handover.write", one),
        ("handover.write", two),
        ("handover.give", both),
        ("handover.take_back", both),
        ("handover.give", both),
        ("handover.acknowledge", one),
        ("handover.take_word_back", one),
        ("handover.acknowledge", one),
        ("handover.answer", one),
        ("handover.cancel", two),
    )
    assert Counter(said) == Counter((act, number) for act, numbers in acts for number in numbers)


# ---- confirming


def test_the_successor_confirms_each_and_until_then_it_stays_visible(desk: Desk) -> None:
    desk.given()
    assert desk.notices(desk.taker) == [("acknowledge", 2, 2)]
    assert desk.notices(desk.giver) == [("waiting", 2, 2)]
    assert desk.notices(mine=True) == []
    assert desk.notices(mine=False) == [("waiting", 2, 2)]
    view = register.page(desk.office, desk.one.id)
    assert view.handover is not None
    assert view.handover.state == GIVEN
    assert [entry.code for entry in view.timeline if entry.kind == "handover"] == [GIVEN]
    with acting(desk.office, desk.taker):
        handovers.acknowledge(desk.office, desk.line(desk.one).handover_id, question=" 祖母の電話は? ")
        with pytest.raises(Refused, match="not waiting"):
            handovers.acknowledge(desk.office, desk.line(desk.one).handover_id)
    assert desk.line(desk.one).state == ACKNOWLEDGED
    assert desk.notices(desk.taker) == [("acknowledge", 1, 2)]
    assert desk.notices(desk.giver) == [("waiting", 1, 2), ("question", 1, 2)]
    with acting(desk.office, desk.giver), pytest.raises(Refused, match="Only the successor"):
        handovers.acknowledge(desk.office, desk.line(desk.two).handover_id)


def test_the_predecessor_answers_the_question_once(desk: Desk) -> None:
    desk.given()
    key = desk.line(desk.one).handover_id
    with pytest.raises(Refused, match="no question"):
        handovers.answer(desk.office, key, "台帳に")
    with acting(desk.office, desk.taker):
        handovers.acknowledge(desk.office, key, question="祖母の電話は?")
        with pytest.raises(Refused, match="worker in charge"):
            handovers.answer(desk.office, key, "自分で")
    assert handover_views.sheet(desk.office, key).may_answer
    handovers.answer(desk.office, key, "台帳にあります")
    assert desk.notices(desk.giver) == [("waiting", 1, 2)]
    sheet = handover_views.sheet(desk.office, key)
    assert (sheet.paper.question, sheet.paper.answer, sheet.may_answer) == ("祖母の電話は?", "台帳にあります", False)
    with pytest.raises(Refused, match="answered already"):
        handovers.answer(desk.office, key, "別の答え")
    assert handover_views.sheet(desk.office, key).paper.answer == "台帳にあります"
    view = register.page(desk.office, desk.one.id)
    assert view.handover is None


def test_days_without_a_word_are_counted(desk: Desk) -> None:
    desk.given()
    later = desk.office.now + timedelta(days=9)
    desk.office.clock = lambda: later
    assert {line.days for line in handover_views.lines(desk.office)} == {9}
    with acting(desk.office, desk.giver):
        assert [n.days for n in today.page(desk.office, mine=True).handovers] == [9]
    assert desk.notices() == [("waiting", 2, 2)]  # after a week a manager is told unasked


def test_what_somebody_left_behind_is_the_managers_to_carry_out(desk: Desk) -> None:
    desk.prepare()
    assert desk.notices() == []
    accounts.disable(desk.office, desk.giver.id, passphrase=WORDS)
    assert desk.notices() == [("due", 0, 2)]


def test_a_manager_may_stop_waiting_with_a_reason(desk: Desk) -> None:
    desk.given()
    key = desk.line(desk.one).handover_id
    with acting(desk.office, desk.giver), pytest.raises(Refused, match="manager"):
        handovers.cancel(desk.office, [key], reason="休職")
    with pytest.raises(Refused, match="Say why"):
        handovers.cancel(desk.office, [key])
    handovers.cancel(desk.office, [key], reason="後任が休職した")
    assert desk.worker(desk.one) == TAKER
    with pytest.raises(Refused, match="finished"):
        handovers.cancel(desk.office, [key], reason="もう一度")
    third = person(desk.office, THIRD)
    assert handovers.prepare(desk.office, [desk.one.id], to=third.id, on=TODAY).record_id


def test_who_is_left_with_a_worker(desk: Desk) -> None:
    assert set(handover_views.left_with(desk.office, desk.giver.id)) == {desk.one.id, desk.two.id}
    desk.prepare(desk.one)
    assert handover_views.left_with(desk.office, desk.giver.id, free=True) == (desk.two.id,)
    closed(desk)
    assert handover_views.left_with(desk.office, desk.giver.id) == (desk.one.id,)


# ---- paper, the way out and in, merging


def test_the_paper_says_what_was_handed_over(desk: Desk) -> None:
    fresh = papers.build(desk.office, "handover", child_id=desk.one.id)
    assert fresh.draft
    assert "次の担当者" in text_of(fresh)
    desk.given()
    with acting(desk.office, desk.taker):
        handovers.acknowledge(desk.office, desk.line(desk.one).handover_id, question="祖母の電話は?")
    paper = papers.build(desk.office, "handover", child_id=desk.one.id)
    text = text_of(paper)
    for said in (
        "引継書",
        "はじめて会う人の三行",
        "無口だが釣りの話はよくする",
        "【秘匿】父 髙瀬 亮に連絡しない",
        TAKER,
    ):
        assert said in text
    assert text.index("【秘匿】") < text.index("頭を打ったらすぐ受診")
    assert "祖母の電話は?" in text
    assert not paper.draft


def test_hand_overs_go_out_and_come_back_key_for_key(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    desk.given()
    with acting(desk.office, desk.taker):
        handovers.acknowledge(desk.office, desk.line(desk.one).handover_id, question="祖母の電話は?")
    written = exporting.everything(desk.office)
    assert [h["state"] for child in written["children"] for h in child["handovers"]] == [ACKNOWLEDGED, GIVEN]
    folder = tmp_path_factory.mktemp("other") / "vault"
    other, _key = offices.create(
        folder, office_name="別の所", user_name="別人 一", title="", passphrase=WORDS, clock=desk.office.clock
    )
    with other:
        importing.import_json(other, casefile.to_bytes(written))
        again = exporting.everything(other)
        assert again["children"] == written["children"]
        assert len({line.batch for line in handover_views.lines(other)}) == 1


def test_a_merge_takes_the_hand_over_along_and_brings_it_back(desk: Desk) -> None:
    desk.prepare(desk.two)
    merging.merge(desk.office, desk.one.id, desk.two.id, choices={})
    assert {line.child_id for line in handover_views.lines(desk.office)} == {desk.one.id}
    merge_undoing.undo(desk.office, merging.merges_of(desk.office, desk.one.id)[0].id)
    assert {line.child_number for line in handover_views.lines(desk.office)} == {"0002"}
