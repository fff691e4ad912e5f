"""これからの節目 on Today, on the child's page and in the settings: taken up, dismissed with a reason, changed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt

from caseapp.casework import follow_ups, register, stages
from caseapp.casework.office import Office
from caseapp.casework.views import StageProposal
from caseapp.desktop.child.page import ChildPage
from caseapp.desktop.child.side import Step
from caseapp.desktop.follow_up import working_out
from caseapp.desktop.follow_up.steps import DismissDialog, NewStepDialog
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.runner import Runner
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.settings.page import SettingsPage
from caseapp.desktop.settings.stage_dialog import StageDialog
from caseapp.desktop.settings.stages_part import StagesPart, when_words
from caseapp.desktop.today.lines import Notice
from caseapp.desktop.today.page import TodayPage
from caseapp.words.stages import template_text
from tests.desktop.child.showing import CTRL, dialog, part, press, show
from tests.desktop.fakes import ScriptedDialogs, make_desk, turn


@pytest.fixture
def page(desk: Desk) -> TodayPage:
    return show(desk, TodayPage)


def proposals(page: TodayPage) -> list[StageProposal]:
    lines = page.to_know.list_model().items()
    return [line.proposal for line in lines if isinstance(line, Notice) and line.proposal]


def choose(page: TodayPage, wanted: StageProposal) -> None:
    page.to_know.setFocus()
    assert page.to_know.choose(lambda line: isinstance(line, Notice) and line.proposal == wanted)
    turn()


def test_the_items_are_there_without_being_asked_for(page: TodayPage, office: Office) -> None:
    assert proposals(page)
    assert stages.refresh(office) == 0


def test_what_is_asked_meanwhile_comes_between_two_pieces(
    office: Office, dialogs: ScriptedDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first working out of a large office must not hold up the person who types."""
    monkeypatch.setattr(stages, "PIECE", 5)
    order: list[str] = []
    work_out = stages.work_out

    def noted(opened: Office, ids: Sequence[str]) -> None:
        order.append("piece")
        work_out(opened, ids)

    monkeypatch.setattr(stages, "work_out", noted)
    desk = make_desk(office, dialogs=dialogs)
    desk.runner = runner = Runner(dialogs.report)
    page = Page(desk)

    working_out.work_out(page, lambda: order.append("told"))
    runner.flush()  # what is outdated; the first piece is asked for now
    runner.ask(lambda: order.append("question"))
    while runner.busy:
        runner.flush()
    runner.stop()
    assert order.index("question") == 1
    assert order.count("piece") == 6
    assert order[-1] == "told"


def test_taken_up_from_its_line(page: TodayPage, office: Office) -> None:
    wanted = next(each for each in proposals(page) if each.entry != "renewal")
    choose(page, wanted)
    press(page.to_know, Qt.Key.Key_T, CTRL)
    box = dialog(page, "step-dialog", NewStepDialog)
    assert box.text.value() == wanted.text
    press(box.text, Qt.Key.Key_Return)
    assert not box.is_open
    assert wanted not in proposals(page)
    (made,) = [f for f in follow_ups.of_child(office, wanted.child_id) if f.origin_id == wanted.key]
    assert (made.text, made.origin_kind, made.worker_id) == (wanted.text, "stage", office.account.id)


def test_dismissed_with_a_reason_and_taken_back(page: TodayPage) -> None:
    wanted = proposals(page)[-1]
    choose(page, wanted)
    page.trigger(Keys.DELETE_ROW)
    box = dialog(page, "step-dialog", DismissDialog)
    press(box.reason, Qt.Key.Key_Return)
    assert box.form.row_of("reason").problem_line.text()
    box.reason.setText("ご家族が手配ずみ")
    press(box.reason, Qt.Key.Key_Return)
    assert wanted not in proposals(page)
    page.trigger(Keys.UNDO_ACT)
    turn()
    assert wanted in proposals(page)


def test_the_childs_page_proposes_them_too(page: TodayPage, desk: Desk, office: Office) -> None:
    wanted = [each for each in proposals(page) if each.entry != "transition"][-1]  # that one opens the checklist
    child = show(desk, ChildPage, child_id=wanted.child_id)
    rows = child.side.list_model().rows()
    assert "これからの節目・期限" in [row.words for row in rows if isinstance(row, Head)]
    child.side.setFocus()
    assert child.side.choose(lambda line: isinstance(line, Step) and line.key == f"proposal:{wanted.key}")
    press(child.side, Qt.Key.Key_Return)
    box = dialog(child, "step-dialog", NewStepDialog)
    press(box.text, Qt.Key.Key_Return)
    assert wanted.key not in [item.key for item in register.page(office, wanted.child_id).proposals]


def test_a_manager_changes_the_template_and_puts_it_back(desk: Desk, office: Office) -> None:
    settings = show(desk, SettingsPage, part="stages")
    shown = settings.part()
    assert isinstance(shown, StagesPart)
    adult = next(entry for entry in stages.template(office) if entry.id == "adult")
    assert when_words(adult) == "18歳の誕生日(92日前から)"
    talk = next(entry for entry in stages.template(office) if entry.id == "school_talk")
    assert when_words(talk) == "年中 2/1 – 年長 6/30"
    box = shown._open(talk)
    assert isinstance(box, StageDialog)
    box.due[1].setText("6")
    box.due[2].setText("31")
    part(box, "stage-go").click()
    turn()
    assert box.form.row_of("due").problem_line.text() == "学年と、実際にある月日を入力してください。"
    box.due[2].setText("15")
    part(box, "stage-enabled").setChecked(False)
    part(box, "stage-go").click()
    turn()
    assert not box.is_open
    changed = next(entry for entry in stages.template(office) if entry.id == "school_talk")
    assert (changed.due, changed.enabled, changed.since) == ("k3 6/15", False, "k2 2/1")
    stages.reset_entry(office, "school_talk")
    assert talk in stages.template(office)


def test_what_differs_from_child_to_child_stands_in_the_template_as_people_write_it(desk: Desk, office: Office) -> None:
    settings = show(desk, SettingsPage, part="stages")
    shown = settings.part()
    assert isinstance(shown, StagesPart)
    home = next(entry for entry in stages.template(office) if "{day}" in entry.text)
    assert not [entry.id for entry in stages.template(office) if "{" in template_text(entry)]
    box = shown._open(home)
    assert isinstance(box, StageDialog)
    assert box.text.value().startswith("「〔名称〕」(〔日付〕)のあとの暮らし")
    box.text.setText("〔名称〕のあと、電話で様子を聞く({day})")
    part(box, "stage-go").click()
    turn()
    changed = next(entry for entry in stages.template(office) if entry.id == home.id)
    assert (changed.text, changed.english) == ("{name}のあと、電話で様子を聞く({day})", "")
