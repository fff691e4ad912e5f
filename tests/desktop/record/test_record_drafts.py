"""What is typed is in the vault within two seconds, and only ever comes back in the same child's form."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime, time
from pathlib import Path

import pytest
import shiboken6

from caseapp.casework import consultations, drafts
from caseapp.casework import office as offices
from caseapp.casework.office import Office
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.runner import ImmediateRunner, Runner
from caseapp.desktop.record.page import RecordPage
from caseapp.desktop.shell.shell import Shell
from caseapp.desktop.startup.program import Program
from caseapp.rules.changes import Changes
from caseapp.rules.consultation import Consultation
from caseapp.vault.trouble import DiskFull
from tests.desktop.conftest import PASSPHRASE, USER
from tests.desktop.fakes import ScriptedDialogs, make_desk, turn
from tests.desktop.record.typing_process import WRITTEN
from tests.desktop.record.writing import HINANO, MINATO, answer, child_id, open_form, records, went, write

ROOT = Path(__file__).parents[3]


def kept(office: Office, name: str = HINANO, record_id: str = "") -> str:
    """The facts in the draft of a child's record ("" without a draft)."""
    found = drafts.find(office, form="record", child_id=child_id(office, name), record_id=record_id)
    return str(found.content["paragraphs"]["facts"]) if found else ""


def facts(page: RecordPage) -> str:
    return page.form.paragraphs.fields["facts"].value()


@pytest.mark.slow
def test_what_is_typed_is_in_the_vault_within_two_seconds_even_while_one_types_on(
    desk: Desk, office: Office, qtbot: object
) -> None:
    from pytestqt.qtbot import QtBot

    assert isinstance(qtbot, QtBot)
    page = open_form(desk)
    write(page, "最初のことば")

    def typed_on() -> bool:
        page.form.paragraphs.fields["words"].insertPlainText("あ")
        return kept(office) == "最初のことば"

    qtbot.waitUntil(typed_on, timeout=2_300)
    assert page.saved.text() == "下書きを保存しました 10:12:00"


def test_a_draft_comes_back_whole_when_the_form_opens_again(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    heads, question = page.form.heads, page.form.question
    write(page, "途中まで書いた。")
    heads.method.set_value("sns")
    heads.consulter.set_value("other")
    heads.code.set_value("welfare")
    heads.name.set_value("佐伯さん")
    heads.topics.set_values(["home_care", "disaster"])
    heads.on.setText("11/1")
    heads.on.setModified(True)
    page.form.paragraphs.handed_over.set_value("しおり")
    question._open[0]._acts.toggles[0].click()
    answer(page, "電話する", "11/30")
    page.close_form()
    page.leave()
    again = open_form(desk)
    assert facts(again) == "途中まで書いた。"
    assert again.form.heads.method.value() == "sns"
    assert again.form.heads.consulter.value() == "other"
    assert again.form.heads.code.value() == "welfare"
    assert again.form.heads.topics.values() == ("home_care", "disaster")
    assert again.form.heads.on.text() == "11/1"
    assert again.form.paragraphs.handed_over.value() == "しおり"
    assert again.form.question._open[0].choice() == "settle"
    step = again.form.question.value()
    assert step is not None
    assert step.text == "電話する"
    assert again.form.banner.text() == "10:12に保存した下書きを開きました。"
    assert again.first_focus() is again.form.paragraphs.fields["facts"]


def test_a_draft_never_appears_in_another_childs_form(desk: Desk, office: Office) -> None:
    page = open_form(desk, HINANO)
    write(page, "陽菜乃さんのことだけ。")
    page.leave()
    other = open_form(desk, MINATO)
    assert other.form.paragraphs.empty()
    assert not other.form.banner.text()
    write(other, "湊さんのこと。")
    other.leave()
    assert kept(office, HINANO) == "陽菜乃さんのことだけ。"
    assert kept(office, MINATO) == "湊さんのこと。"
    assert facts(open_form(desk, HINANO)) == "陽菜乃さんのことだけ。"


def test_one_form_that_is_used_for_another_child_begins_empty_and_keeps_each_draft_apart(
    desk: Desk, office: Office
) -> None:
    page = open_form(desk, HINANO)
    write(page, "陽菜乃さんのことだけ。")
    page.open(child_id=child_id(office, MINATO))
    turn()
    assert page.form.paragraphs.empty()
    assert kept(office, MINATO) == ""
    assert kept(office, HINANO) == "陽菜乃さんのことだけ。"


def test_the_draft_of_a_changed_record_is_not_offered_in_a_new_one(desk: Desk, office: Office) -> None:
    stored = records(office)[0].consultation_id
    page = open_form(desk, consultation_id=stored)
    write(page, "直しかけ。")
    page.leave()
    assert open_form(desk).form.paragraphs.empty()
    assert facts(open_form(desk, consultation_id=stored)).endswith("直しかけ。")


def test_saving_deletes_the_draft_and_nothing_brings_it_back(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    write(page, "書いて保存する。")
    answer(page)
    page.leave()
    assert kept(office)
    page.save()
    page.leave()
    page.keep_draft()
    turn()
    assert kept(office) == ""
    assert open_form(desk).form.paragraphs.empty()


def test_a_refused_saving_keeps_the_draft(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    write(page, "   ")
    answer(page, "電話する")
    page.save()
    found = drafts.find(office, form="record", child_id=child_id(office))
    assert found is not None
    assert found.content["question"]["text"] == "電話する"


def test_a_draft_saved_twice_after_a_crash_is_still_one_record(desk: Desk, office: Office) -> None:
    before = len(records(office))
    page = open_form(desk)
    write(page, "一度だけ。")
    answer(page, "電話する")
    page.leave()
    found = drafts.find(office, form="record", child_id=child_id(office))
    assert found is not None
    page.save()
    drafts.save(office, form="record", child_id=child_id(office), content=found.content)  # as if it came late
    again = open_form(desk)
    again.save()
    assert len(records(office)) == before + 1


def test_throwing_the_draft_away_is_asked_once_and_begins_anew(
    desk: Desk, office: Office, dialogs: ScriptedDialogs
) -> None:
    page = open_form(desk)
    assert not page.discard.isVisible()
    write(page, "捨てる文。")
    page.leave()
    dialogs.answers = ["", "discard"]
    page.discard.click()
    assert facts(page) == "捨てる文。"
    page.discard.click()
    turn()
    assert page.form.paragraphs.empty()
    assert kept(office) == ""
    assert dialogs.asked == ["下書きを捨てますか"] * 2


def test_esc_closes_and_says_that_the_draft_is_kept(desk: Desk, office: Office) -> None:
    said: list[str] = []
    desk.saved = said.append
    page = open_form(desk)
    write(page, "あとで続ける。")
    page.close_form()
    assert went(desk) == ["back"]
    assert said[-1] == "閉じました。下書きは残っています"
    page.leave()
    assert kept(office) == "あとで続ける。"


@pytest.fixture
def program(vault_folder: Path, now: datetime, dialogs: ScriptedDialogs) -> Iterator[Program]:
    made = Program(vault_folder, clock=lambda: now, runner=ImmediateRunner(dialogs.report), dialogs=dialogs)
    made.window.resize(1366, 768)
    made.window.show()
    yield made
    made.window.hide()
    made.end()
    made.deleteLater()
    turn()


def log_in(program: Program) -> Shell:
    program.enter(offices.open_office(program.folder, user=USER, passphrase=PASSPHRASE, clock=program.clock))
    turn()
    assert program.session is not None
    assert program.session.shell is not None
    return program.session.shell


def test_after_lock_and_unlock_the_same_form_stands_there_with_its_content(program: Program) -> None:
    shell = log_in(program)
    whose = child_id(program.session.office)  # type: ignore[union-attr]  # somebody is logged in
    shell.open_record(whose)
    page = shell.page()
    assert isinstance(page, RecordPage)
    write(page, "電話の途中で席を立った。")
    program.lock()
    turn()
    assert program.session is None
    assert not shiboken6.isValid(page)
    again = log_in(program).page()
    assert isinstance(again, RecordPage)
    assert again.place() == {"child_id": whose}
    assert facts(again) == "電話の途中で席を立った。"


@pytest.mark.slow
def test_kill_9_loses_at_most_what_was_typed_in_the_last_two_seconds(
    vault_folder: Path, now: datetime, dialogs: ScriptedDialogs
) -> None:
    with offices.open_office(vault_folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now) as office:
        whose = child_id(office)
    script = "tests.desktop.record.typing_process"
    place = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    started = subprocess.Popen(
        [sys.executable, "-m", script, str(vault_folder), whose],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": place},
        text=True,
    )
    assert started.stdout is not None
    try:
        assert started.stdout.readline().strip() == "kept"
    finally:
        started.kill()
        started.wait()
        started.stdout.close()
    with offices.open_office(vault_folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now) as office:
        page = open_form(make_desk(office, dialogs=dialogs))
        assert facts(page) == WRITTEN
        step = page.form.question.text.value()
        assert step == "市の防災に聞く"
        assert consultations.before(office, whose) is not None
        shiboken6.delete(page)


def test_a_draft_holds_every_field_that_the_form_fills(desk: Desk, office: Office) -> None:
    """A field that somebody adds to the form and forgets in its draft would be lost at the next lock."""
    full = Consultation(
        child_id=child_id(office),
        on=date(2026, 11, 18),
        start=time(14, 20),
        minutes=25,
        method="visit",
        place="home",
        consulter="other",
        consulter_name="民生委員 岸本さん",
        met_child=True,
        trigger="self",
        topics=("school", "nursing"),
        words="言葉",
        facts="事実",
        third_party="聞いたこと",
        third_party_source="養護の先生",
        opinion="所見",
        response="対応",
        handed_over="しおり",
        late_reason="訪問が続いた",
    )
    written = open_form(desk)
    blank = written.form.filled(Consultation(child_id=full.child_id, on=full.on, method=""))
    written.form.show_record(full, ())
    shown = written.form.filled(Consultation(child_id=full.child_id, on=full.on, method=""))
    held = {f.name for f in fields(full) if getattr(shown, f.name) != getattr(blank, f.name)}
    assert held >= {f.name for f in fields(full) if getattr(full, f.name)} - {"child_id", "on"}, (
        "the test fills too little"
    )
    again = open_form(desk)
    again.form.put_back(json.loads(json.dumps(written.form.content())))
    assert again.form.filled(Consultation(child_id=full.child_id, on=full.on, method="")) == shown


@pytest.fixture
def threaded(desk: Desk, dialogs: ScriptedDialogs) -> Iterator[Runner]:
    """The desk asks a store with a thread of its own: answers come after the page is gone."""
    runner = Runner(dialogs.report)
    desk.runner = runner
    yield runner
    runner.stop()


def full(*_args: object, **_more: object) -> None:
    raise DiskFull


def test_a_draft_that_cannot_be_kept_is_told_although_its_page_is_gone(
    desk: Desk, threaded: Runner, dialogs: ScriptedDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles: list[str] = []
    monkeypatch.setattr(dialogs, "report", lambda _error, *, title="": titles.append(title))
    page = open_form(desk)
    threaded.flush()
    write(page, "書いてすぐ離れた。")
    monkeypatch.setattr(drafts, "save", full)
    page.leave()
    shiboken6.delete(page)
    threaded.flush()
    assert titles == ["下書きを保存できませんでした"]


def test_a_record_that_is_refused_is_told_although_its_page_is_gone(
    desk: Desk, threaded: Runner, dialogs: ScriptedDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogs.expect_failure = True
    page = open_form(desk)
    threaded.flush()
    write(page, "保存を押してすぐ離れた。")
    answer(page)
    monkeypatch.setattr(consultations, "record", full)
    page.save()
    shiboken6.delete(page)
    threaded.flush()
    assert [type(error) for error in dialogs.reported] == [DiskFull]
    assert kept(desk.office) == "保存を押してすぐ離れた。"


def test_a_record_that_is_stored_is_heard_of_although_its_page_is_gone(
    desk: Desk, threaded: Runner, office: Office
) -> None:
    heard: list[Changes] = []
    desk.bus.changed.connect(heard.append)
    before, page = len(records(office)), open_form(desk)
    threaded.flush()
    write(page, "保存を押してすぐ離れた。")
    answer(page)
    page.save()
    shiboken6.delete(page)
    threaded.flush()
    assert len(records(office)) == before + 1
    assert [child_id(office) in changes.children for changes in heard] == [True]
    assert went(desk) == []
