"""The hand-over at the desk: gone through and confirmed by one key, handed over at once, and what leads there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from caseapp.casework import accounts, drafts, handover_views, handovers, register
from caseapp.casework import today as casework_today
from caseapp.casework.office import Office
from caseapp.desktop.child.page import ChildPage
from caseapp.desktop.handover.acts import listed
from caseapp.desktop.handover.begin_dialog import BeginDialog, begin
from caseapp.desktop.handover.lines import chip
from caseapp.desktop.handover.page import HandoverPage
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.register.hand_over_dialog import HandOverDialog
from caseapp.desktop.register.page import RegisterPage
from caseapp.desktop.settings.people import offer_hand_over
from caseapp.desktop.today.handed import handed
from caseapp.desktop.today.lines import Notice
from caseapp.desktop.today.page import TodayPage
from caseapp.rules.account import Account
from caseapp.rules.handover import ACKNOWLEDGED, GIVEN, PREPARING
from tests.desktop.fakes import ScriptedDialogs, Travel, turn
from tests.desktop.record.writing import HINANO, MINATO, child_id

ASAHI = "石川 旺"


def colleague(office: Office) -> Account:
    return next(a for a in accounts.list_accounts(office) if a.name == "佐伯 直子")


@contextmanager
def acting(office: Office, who: Account) -> Iterator[None]:
    before, office.account = office.account, who
    try:
        yield
    finally:
        office.account = before


def prepared(office: Office) -> str:
    ids = [child_id(office, name) for name in (HINANO, MINATO, ASAHI)]
    return handovers.prepare(office, ids, to=colleague(office).id, on=office.today).record_id


def open_page(desk: Desk, *, height: int = 640, **args: str) -> HandoverPage:
    page = HandoverPage(desk)
    page.resize(1214, height)
    page.show()
    desk.bus.changed.connect(page.refresh)  # as the window does
    page.open(**args)
    turn()
    return page


def field(page: QWidget, name: str) -> Paragraph:
    found = page.findChildren(Paragraph, f"handover-{name}")[-1]
    assert isinstance(found, Paragraph)
    return found


def states(office: Office, batch: str) -> list[str]:
    return [line.state for line in handover_views.lines(office) if line.batch == batch]


def test_one_key_keeps_the_sheet_and_goes_on_until_all_are_ready(desk: Desk, office: Office) -> None:
    batch = prepared(office)
    page = open_page(desk, batch=batch)
    for number in range(3):
        assert page.how_far.text() == f"できた {number}/3"
        field(page, "now").set_value("転科の話が始まった")
        page.trigger(Keys.GO_ON)
        turn()
    assert page.how_far.text() == "できた 3/3"
    lines = [line for line in handover_views.lines(office) if line.batch == batch]
    assert all(line.ready for line in lines)
    values = [handover_views.sheet(office, line.handover_id).value for line in lines]
    assert {value.now for value in values} == {"転科の話が始まった"}


def test_a_sheet_without_its_three_lines_is_not_ready(desk: Desk, office: Office, dialogs: ScriptedDialogs) -> None:
    page = open_page(desk, batch=prepared(office))
    here = page.current_id()
    field(page, "next_step").set_value("")
    page.trigger(Keys.GO_ON)
    assert page.current_id() == here
    assert len(dialogs.told) == 1
    assert page.how_far.text() == "できた 0/3"


def test_what_is_typed_is_kept_as_a_draft_and_becomes_the_sheets_when_one_goes_elsewhere(
    desk: Desk, office: Office
) -> None:
    page = open_page(desk, batch=prepared(office))
    here = page.current_id()
    written = field(page, "worked")
    written.insertPlainText("車の中では話しやすい")
    page.keep_draft()
    assert [draft.content["worked"] for draft in drafts.all(office) if draft.form == "handover"] == [
        "車の中では話しやすい"
    ]
    again = open_page(desk, handover_id=here)
    assert field(again, "worked").value() == "車の中では話しやすい"
    again.list.step(1)
    turn()
    assert handover_views.sheet(office, here).value.worked == "車の中では話しやすい"
    assert not [draft for draft in drafts.all(office) if draft.form == "handover"]


def test_handing_over_asks_once_and_can_be_undone(desk: Desk, office: Office, dialogs: ScriptedDialogs) -> None:
    batch = prepared(office)
    page = open_page(desk, batch=batch)
    dialogs.answers = [""]
    page.trigger(Keys.APPROVE)
    assert states(office, batch) == [PREPARING] * 3
    dialogs.answers = ["give"]
    page.trigger(Keys.APPROVE)
    turn()
    assert states(office, batch) == [GIVEN] * 3
    assert register.child(office, child_id(office)).worker == "佐伯 直子"
    assert not page.give.isVisible()
    page.trigger(Keys.UNDO_ACT)
    turn()
    assert states(office, batch) == [PREPARING] * 3
    assert register.child(office, child_id(office)).worker == "森下 由佳"


def test_one_child_is_taken_out(desk: Desk, office: Office, dialogs: ScriptedDialogs) -> None:
    batch = prepared(office)
    page = open_page(desk, batch=batch)
    dialogs.answers = ["out"]
    page.trigger(Keys.DELETE_ROW)
    turn()
    assert states(office, batch) == [PREPARING] * 2
    assert register.child(office, child_id(office)).worker == "森下 由佳"


def test_the_successor_confirms_by_one_key_with_a_question(desk: Desk, office: Office) -> None:
    page = open_page(desk)
    waiting = [line for line in handover_views.lines(office) if line.state == GIVEN]
    assert waiting
    assert page.current_id() == waiting[0].handover_id
    assert page.go.text() == "引継書の終わりへ"
    page.trigger(Keys.GO_ON)
    assert "読みました" in page.go.text()
    field(page, "question").set_value("母の仕事は変わっていませんか")
    page.trigger(Keys.GO_ON)
    turn()
    value = handover_views.sheet(office, waiting[0].handover_id).value
    assert (value.state, value.question) == (ACKNOWLEDGED, "母の仕事は変わっていませんか")
    assert page.current_id() == waiting[1].handover_id
    for _rest in waiting[1:]:
        for _press in ("to the end", "confirm"):
            page.trigger(Keys.GO_ON)
            turn()
    assert not [line for line in handover_views.lines(office) if line.state == GIVEN]


def test_the_predecessor_answers(desk: Desk, office: Office) -> None:
    asked = next(line for line in handover_views.lines(office) if line.asks)
    with acting(office, colleague(office)):
        page = open_page(desk, handover_id=asked.handover_id)
        assert page.go.text() == "返事"
        field(page, "answer").set_value("市内の業者です")
        page.trigger(Keys.GO_ON)
        turn()
    assert handover_views.sheet(office, asked.handover_id).value.answer == "市内の業者です"


def test_who_only_reads_finds_nothing_to_press(desk: Desk, office: Office) -> None:
    batch = prepared(office)
    with acting(office, replace(office.account, id="reads", role="viewer")):
        page = open_page(desk, batch=batch)
        assert len(page.batch_lines()) == 3
        assert not page.view.fields
        assert not any(button.isVisible() for button in (page.go, page.give, page.begin))
        assert not any(page.action(key).isEnabled() for key in (Keys.GO_ON, Keys.APPROVE, Keys.NEW, Keys.DELETE_ROW))


def test_names_and_texts_are_hidden(desk: Desk, office: Office) -> None:
    page = open_page(desk, batch=prepared(office))
    masking.switch(on=True)
    turn()
    assert not page.view.fields
    assert HINANO not in page.list.list_model().data(page.list.currentIndex())


def test_the_list_on_paper_has_places_to_tick(office: Office) -> None:
    lines = [line for line in handover_views.lines(office) if line.giver == "佐伯 直子"]
    heads, rows = listed(lines)
    assert {len(row) for row in rows} == {len(heads)}
    read = [row[heads.index("確認")] for row in rows]
    assert read.count("□") == sum(line.state == GIVEN for line in lines)


def test_beginning_asks_to_whom_and_leads_to_the_sheets(desk: Desk, office: Office, dialogs: ScriptedDialogs) -> None:
    host = QWidget()
    host.resize(900, 600)
    host.show()
    begin(host, desk, [child_id(office)], without=office.account.id)
    dialog = host.findChild(BeginDialog)
    assert dialog is not None
    dialog.go.click()
    assert "選んでください" in dialog.form.row_of("taker_id").problem_line.text()
    dialog.to.set_value(colleague(office).id)
    dialog.go.click()
    turn()
    travel = desk.go
    assert isinstance(travel, Travel)
    page, args = travel.last
    assert page == "handover"
    assert states(office, args["batch"]) == [PREPARING]
    offer_hand_over(host, desk, replace(office.account, id="nobody"))
    dialogs.answers = ["begin"]
    offer_hand_over(host, desk, colleague(office))
    assert "佐伯 直子" in dialogs.asked[0]
    assert len(host.findChildren(BeginDialog)) == 2


def test_the_change_of_worker_leads_to_the_sheets(desk: Desk, office: Office) -> None:
    host = QWidget()
    host.resize(900, 600)
    host.show()
    names, naoko = {child_id(office): HINANO}, colleague(office)
    dialog = HandOverDialog(host, desk, names, workers={naoko.id: naoko.name}, then=lambda _done: None)
    dialog.to.set_value(naoko.id)
    dialog.begin()
    QApplication.sendPostedEvents()
    for button in dialog.findChildren(QAbstractButton):
        assert button.width() >= button.sizeHint().width(), f"{button.text()} is cut"
    dialog.sheets.click()
    begun = host.findChild(BeginDialog)
    assert begun is not None
    assert begun.to.value() == naoko.id, "who was chosen is not asked for twice"


def test_today_and_the_childs_page_say_what_waits(desk: Desk, office: Office) -> None:
    prepared(office)
    rows = handed(casework_today.page(office, mine=True))
    notices = [row for row in rows if isinstance(row, Notice)]
    assert [note.who.split(" ")[0] for note in notices] == ["引継ぎの準備", "引継ぎの確認"]
    assert notices[0].page == "handover"
    page = ChildPage(desk)
    page.resize(1214, 700)
    page.show()
    waiting = next(line for line in handover_views.lines(office) if line.state == GIVEN)
    page.open(child_id=waiting.child_id)
    turn()
    assert "まだ確認されていません(4日)" in page.handed.text()
    page.open(child_id=child_id(office, "三浦 さくら"))
    turn()
    assert not page.handed.isVisible()


def test_one_key_opens_the_page_from_today_and_the_register(desk: Desk) -> None:
    travel = desk.go
    assert isinstance(travel, Travel)
    for page in (TodayPage(desk), RegisterPage(desk)):
        page.trigger(Keys.HAND_OVERS)
        assert travel.went.pop() == ("handover", {})


@pytest.mark.parametrize(
    ("fields", "words", "kind"),
    [
        ({"state": PREPARING}, "これから書く", "today"),
        ({"state": PREPARING, "written": True}, "下書き", "coming"),
        ({"state": PREPARING, "written": True, "ready": True}, "できた", "done"),
        ({"state": GIVEN}, "確認待ち", "coming"),
        ({"state": GIVEN, "days": 6}, "確認待ち 6日", "coming"),
        ({"state": GIVEN, "days": 7}, "確認待ち 7日", "late"),
        ({"state": ACKNOWLEDGED}, "確認ずみ", "done"),
        ({"state": ACKNOWLEDGED, "asks": True}, "質問あり", "today"),
    ],
)
def test_what_waits_stands_out_the_longer_it_waits(
    office: Office, fields: dict[str, object], words: str, kind: str
) -> None:
    line = handover_views.lines(office)[0]
    bare = replace(line, written=False, ready=False, days=0, asks=False)
    shown = chip(replace(bare, **fields))  # type: ignore[arg-type]  # what each case names
    assert (shown.words, shown.kind) == (words, kind)
