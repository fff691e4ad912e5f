"""Nothing typed on a hand-over is lost, whatever the store or the program said to it; and the page shows the hand-over
that was asked for or nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import child_page, drafts, handover_views, handovers, search
from caseapp.casework.office import Office
from caseapp.casework.views import Draft
from caseapp.desktop.child.readings import reading
from caseapp.desktop.handover.begin_dialog import BeginDialog, begin
from caseapp.desktop.handover.page import HandoverPage
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.drafts import DraftKeeper
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.runner import Runner
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para
from caseapp.rules.handover import ACKNOWLEDGED, GIVEN, PREPARING, Handover
from tests.desktop.fakes import ScriptedDialogs, turn
from tests.desktop.handover.test_handover_page import acting, colleague, field, open_page, prepared, states
from tests.desktop.record.writing import child_id

CAR, CALL, GRANDMOTHER = "車の中では話しやすい", "酸素の業者に電話する", "祖母の電話番号は?"


def kept(office: Office) -> list[Draft]:
    return [draft for draft in drafts.all(office) if draft.form == "handover"]


def value(office: Office, handover_id: str) -> Handover:
    return handover_views.sheet(office, handover_id).value


def type_in(page: QWidget, name: str, text: str) -> None:
    """As a person does: what stood there is replaced."""
    into = field(page, name)
    into.selectAll()
    if text:
        into.insertPlainText(text)
    else:
        into.textCursor().removeSelectedText()


def press(banner: Banner) -> None:
    button = banner.findChild(Button)
    assert isinstance(button, Button)
    button.click()


@contextmanager
def confirming(desk: Desk, office: Office) -> Iterator[HandoverPage]:
    """The successor at the desk, three children before him."""
    batch = prepared(office)
    handovers.give(office, batch)
    with acting(office, colleague(office)):
        yield open_page(desk, batch=batch)


@pytest.fixture
def refused(desk: Desk, office: Office, dialogs: ScriptedDialogs) -> HandoverPage:
    """The page after 「三つの行を書いてください」, with a draft of before."""
    page = open_page(desk, batch=prepared(office))
    type_in(page, "next_step", "")
    page.keep_draft()
    page.trigger(Keys.GO_ON)
    assert dialogs.told
    return page


# ---- after a refusal of the page


def test_after_the_refusal_a_lock_keeps_what_is_typed(refused: HandoverPage, office: Office) -> None:
    type_in(refused, "worked", CAR)
    refused.keep_draft()
    assert [draft.content for draft in kept(office)] == [{"next_step": "", "worked": CAR}]


def test_after_the_refusal_the_window_may_not_close_over_what_is_typed(refused: HandoverPage) -> None:
    type_in(refused, "worked", CAR)
    assert any(keeper.unsaved for keeper in refused.findChildren(DraftKeeper))


def test_after_the_refusal_what_is_typed_becomes_the_sheets_when_one_goes_elsewhere(
    refused: HandoverPage, office: Office
) -> None:
    here = refused.current_id()
    type_in(refused, "worked", CAR)
    refused.list.step(1)
    turn()
    assert value(office, here).worked == CAR


def test_mended_and_kept_no_older_draft_lies_over_the_sheet(refused: HandoverPage, office: Office) -> None:
    here = refused.current_id()
    type_in(refused, "next_step", CALL)
    refused.trigger(Keys.GO_ON)
    turn()
    assert value(office, here).next_step == CALL
    assert not kept(office)
    assert refused.list.choose(lambda line: line.handover_id == here)
    turn()
    assert field(refused, "next_step").value() == CALL
    refused.list.step(1)
    turn()
    assert value(office, here).next_step == CALL


def test_what_was_typed_last_is_on_the_sheet_that_is_handed_over(
    refused: HandoverPage, office: Office, dialogs: ScriptedDialogs
) -> None:
    here = refused.current_id()
    type_in(refused, "next_step", CALL)
    dialogs.answers = ["give"]
    refused.trigger(Keys.APPROVE)
    turn()
    assert handover_views.sheet(office, here).paper.next_step == CALL


# ---- on the store's own thread


@pytest.fixture
def waiting(desk: Desk, dialogs: ScriptedDialogs) -> Iterator[Desk]:
    """The desk with the runner of the program: answers come later."""
    runner = Runner(dialogs.report)
    yield replace(desk, runner=runner)
    runner.stop()


def test_two_hurried_presses_and_a_word_after_them_are_one_sheet(waiting: Desk, office: Office, qtbot: QtBot) -> None:
    page = open_page(waiting, batch=prepared(office))
    qtbot.waitUntil(lambda: bool(page.view.fields))
    here = page.current_id()
    type_in(page, "now", CALL)
    page.trigger(Keys.GO_ON)
    page.trigger(Keys.GO_ON)
    page.trigger(Keys.SAVE)
    type_in(page, "worked", CAR)
    qtbot.waitUntil(lambda: page.current_id() not in ("", here) and not waiting.runner.busy)
    found = value(office, here)
    assert (found.now, found.worked, found.looked_at) == (CALL, CAR, True)
    assert not kept(office)


# ---- after a refusal of the store


@pytest.fixture
def changed_meanwhile(desk: Desk, office: Office) -> HandoverPage:
    """Somebody else wrote on the sheet while it was open here."""
    page = open_page(desk, batch=prepared(office))
    handovers.write(office, replace(value(office, page.current_id()), paper_records="棚の2段目"))
    type_in(page, "worked", CAR)
    return page


def test_where_the_store_refuses_what_is_typed_is_a_draft_and_goes_on_being_one(
    changed_meanwhile: HandoverPage, office: Office
) -> None:
    page = changed_meanwhile
    page.trigger(Keys.SAVE)
    turn()
    assert [draft.content["worked"] for draft in kept(office)] == [CAR]
    assert page.view.form is not None
    assert "下書き" in page.view.form.banner.text()
    type_in(page, "worked", f"{CAR}。絵カードも。")
    page.keep_draft()
    assert [draft.content["worked"] for draft in kept(office)] == [f"{CAR}。絵カードも。"]


def test_read_again_what_the_other_wrote_comes_in_and_both_are_kept(
    changed_meanwhile: HandoverPage, office: Office
) -> None:
    page, here = changed_meanwhile, changed_meanwhile.current_id()
    page.trigger(Keys.SAVE)
    turn()
    assert page.view.form is not None
    press(page.view.form.banner)  # 「今の記録を読みなおす」
    turn()
    assert field(page, "paper_records").value() == "棚の2段目"
    page.trigger(Keys.SAVE)
    turn()
    found = value(office, here)
    assert (found.worked, found.paper_records) == (CAR, "棚の2段目")
    assert not kept(office)


def test_nobody_is_handed_over_while_what_was_typed_is_not_on_the_sheet(
    changed_meanwhile: HandoverPage, office: Office
) -> None:
    page = changed_meanwhile
    page.trigger(Keys.APPROVE)
    turn()
    assert {line.state for line in page.batch_lines()} == {PREPARING}


def test_what_came_too_late_can_be_read_and_thrown_away(desk: Desk, office: Office, dialogs: ScriptedDialogs) -> None:
    batch = prepared(office)
    page = open_page(desk, batch=batch)
    here = page.current_id()
    type_in(page, "worked", CAR)
    page.keep_draft()
    handovers.give(office, batch)
    again = open_page(desk, handover_id=here)
    assert CAR in [para.text() for para in again.view.findChildren(Para)]
    late = next(banner for banner in again.view.findChildren(Banner) if "間に合わず" in banner.text())
    press(late)  # 「捨てる」
    turn()
    assert not kept(office)
    assert CAR not in [para.text() for para in again.view.findChildren(Para) if para.isVisible()]


def test_typed_back_to_what_is_stored_it_is_no_draft(desk: Desk, office: Office) -> None:
    page = open_page(desk, batch=prepared(office))
    type_in(page, "worked", CAR)
    page.keep_draft()
    assert kept(office)
    type_in(page, "worked", "")
    assert not kept(office)


# ---- the question and the answer


def test_a_lock_keeps_the_successors_question(desk: Desk, office: Office) -> None:
    with confirming(desk, office) as page:
        here = page.current_id()
        type_in(page, "question", GRANDMOTHER)
        page.keep_draft()
        assert field(open_page(desk, handover_id=here), "question").value() == GRANDMOTHER


def test_the_question_stays_when_one_looks_at_another_child(desk: Desk, office: Office) -> None:
    with confirming(desk, office) as page:
        type_in(page, "question", GRANDMOTHER)
        page.list.step(1)
        turn()
        assert field(page, "question").value() == ""
        page.list.step(-1)
        turn()
        assert field(page, "question").value() == GRANDMOTHER
        page.trigger(Keys.REFRESH)
        turn()
        assert field(page, "question").value() == GRANDMOTHER


def test_sent_the_question_is_no_draft_any_more(desk: Desk, office: Office) -> None:
    with confirming(desk, office) as page:
        here = page.current_id()
        type_in(page, "question", GRANDMOTHER)
        page.keep_draft()
        page.trigger(Keys.GO_ON)
        turn()
        found = value(office, here)
        assert (found.state, found.question) == (ACKNOWLEDGED, GRANDMOTHER)
        assert not kept(office)


def test_where_the_confirmation_is_refused_the_question_stays(
    desk: Desk, office: Office, dialogs: ScriptedDialogs
) -> None:
    with confirming(desk, office) as page:
        batch = page.batch_lines()[0].batch
        type_in(page, "question", GRANDMOTHER)
        with acting(office, replace(office.account, role="manager")):
            handovers.take_back(office, batch)
        dialogs.expect_failure = True
        page.trigger(Keys.GO_ON)
        turn()
        assert len(dialogs.reported) == 1
        assert field(page, "question").isEnabled()
        assert [draft.content for draft in kept(office)] == [{"question": GRANDMOTHER}]


def test_the_predecessors_answer_stays_when_one_looks_at_another_child(desk: Desk, office: Office) -> None:
    asked = next(line for line in handover_views.lines(office) if line.asks)
    with acting(office, colleague(office)):
        page = open_page(desk, handover_id=asked.handover_id)
        type_in(page, "answer", "市内の業者です")
        page.list.step(1)
        page.list.step(-1)
        turn()
        assert page.list.choose(lambda line: line.handover_id == asked.handover_id)
        assert field(page, "answer").value() == "市内の業者です"


# ---- what is hidden is not confirmed


def test_nothing_is_confirmed_while_the_sheet_is_hidden(desk: Desk, office: Office) -> None:
    with confirming(desk, office) as page:
        batch = page.batch_lines()[0].batch
        type_in(page, "question", GRANDMOTHER)
        masking.switch(on=True)
        turn()
        assert not page.go.isVisible()
        assert not page.action(Keys.GO_ON).isEnabled()
        page._go_on()
        turn()
        assert states(office, batch) == [GIVEN] * 3
        masking.switch(on=False)
        turn()
        assert field(page, "question").value() == GRANDMOTHER
        assert page.go.isVisible()


# ---- the one that was asked for, or nobody


def test_a_hit_in_a_hand_over_that_was_called_off_opens_that_sheet(desk: Desk, office: Office) -> None:
    batch = prepared(office)
    page = open_page(desk, batch=batch)
    here = page.current_id()
    handovers.write(office, replace(value(office, here), worked="まつぼっくりの話から入る"))
    handovers.cancel(office, [here])
    hit = next(hit for hit in search.find(office, "まつぼっくり").hits if hit.kind == "handover")
    for shown in (open_page(desk, handover_id=hit.record_id), page):
        shown.open(handover_id=hit.record_id)
        turn()
        assert shown.view.sheet is not None
        assert (shown.view.sheet.value.id, shown.view.sheet.value.child_id) == (here, hit.child_id)
        assert not shown.view.fields
        assert not shown.go.isVisible()
        assert "取りやめ" in " ".join(banner.text() for banner in shown.view.findChildren(Banner))
        assert shown.place() == {"handover_id": here}
        assert shown.list.current() is None
        assert shown.first_focus() is shown.view
        shown.trigger(Keys.REFRESH)
        turn()
        assert shown.view.sheet.value.id == here


def test_an_id_that_is_not_there_opens_nobodys(desk: Desk, office: Office) -> None:
    prepared(office)
    page = open_page(desk, handover_id="not-there")
    assert page.view.sheet is None
    assert "ありません" in " ".join(para.text() for para in page.view.findChildren(Para))
    assert not any(button.isVisible() for button in (page.go, page.give))


def test_a_batch_of_which_nobody_is_left_opens_nobodys(desk: Desk, office: Office) -> None:
    batch = prepared(office)
    handovers.cancel(office, [line.handover_id for line in handover_views.lines(office) if line.batch == batch])
    page = open_page(desk, batch=batch)
    assert page.view.sheet is None
    assert "残って" in " ".join(para.text() for para in page.view.findChildren(Para))


def test_the_reading_says_what_became_of_it(office: Office) -> None:
    batch = prepared(office)
    line = next(line for line in handover_views.lines(office) if line.batch == batch)
    page = child_page.page(office, line.child_id)

    def told() -> str:
        sheet = handover_views.sheet(office, line.handover_id)
        found = reading(sheet, page, kind="handover", record_id=line.handover_id)
        return found.when if found is not None else ""

    assert "準備中" in told()
    handovers.cancel(office, [line.handover_id])
    assert "取りやめ" in told()
    assert "確認待ち" not in told()


# ---- many children


def test_handing_over_says_how_far_it_is_and_can_be_stopped(
    desk: Desk, office: Office, dialogs: ScriptedDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = prepared(office)
    page = open_page(desk, batch=batch)
    monkeypatch.setattr("caseapp.desktop.kit.runner.Progress.cancelled", lambda _self: bool(dialogs.moved))
    dialogs.answers = ["give"]
    page.trigger(Keys.APPROVE)
    turn()
    assert states(office, batch) == [PREPARING] * 3
    monkeypatch.undo()
    dialogs.answers = ["give"]
    page.trigger(Keys.APPROVE)
    turn()
    assert states(office, batch) == [GIVEN] * 3
    assert (2, 3) in dialogs.moved


def test_drafting_the_sheets_stopped_begins_nothing_and_can_be_begun_again(
    desk: Desk, office: Office, dialogs: ScriptedDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = QWidget()
    host.resize(900, 600)
    host.show()
    before = len(handover_views.lines(office))
    begin(host, desk, [child_id(office)], without=office.account.id)
    dialog = host.findChild(BeginDialog)
    assert dialog is not None
    dialog.to.set_value(colleague(office).id)
    monkeypatch.setattr("caseapp.desktop.kit.runner.Progress.cancelled", lambda _self: True)
    dialog.go.click()
    turn()
    assert len(handover_views.lines(office)) == before
    assert dialog.is_open
    monkeypatch.undo()
    dialog.go.click()
    turn()
    assert len(handover_views.lines(office)) == before + 1
