"""The settings page on a real vault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from caseapp.casework import accounts, audit
from caseapp.casework import office as offices
from caseapp.casework.office import Office
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.settings.office_part import OfficePart
from caseapp.desktop.settings.page import SettingsPage
from caseapp.desktop.settings.people import AddPerson, ClosePerson, PeoplePart
from caseapp.desktop.settings.recovery_confirming import confirm_recovery_key
from caseapp.desktop.settings.safety import ChangePassphrase, SafetyPart
from caseapp.desktop.settings.screen_part import ScreenPart
from caseapp.desktop.today.page import TodayPage
from caseapp.rules.changes import Changes
from caseapp.vault import pause
from caseapp.vault.recovery_key import RecoveryKey
from caseapp.vault.trouble import WrongPassphrase
from tests.desktop.conftest import PASSPHRASE, USER
from tests.desktop.fakes import ScriptedDialogs, turn

OTHER = "べつの ことば よっつ です"


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pause, "_tries", {})
    monkeypatch.setattr(pause, "clock", lambda: 0.0)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(desk)
    qtbot.addWidget(made)
    made.resize(1214, 697)
    made.show()
    made.activateWindow()
    desk.bus.changed.connect(made.refresh)
    made.open()
    turn()
    return made


def part(page: SettingsPage, name: str) -> object:
    page.open(part=name)
    turn()
    return page.part()


def dialog(page: SettingsPage) -> Dialog:
    (found,) = (each for each in page.findChildren(Dialog) if each.is_open)
    return found


# ---- the page


def test_every_part_is_reached_by_key(page: SettingsPage) -> None:
    seen = []
    for _step in page.parts:
        seen.append(page.pills.value())
        page.trigger(Keys.NEXT_TAB)
    assert seen == list(page.parts)
    assert len(seen) > 5
    assert page.pills.value() == "screen"
    page.trigger(Keys.PREVIOUS_TAB)
    assert page.pills.value() == "keyboard"


def test_saving_is_offered_only_where_there_is_something_to_save(page: SettingsPage) -> None:
    assert not page.action(Keys.SAVE).isEnabled()
    part(page, "office")
    assert page.action(Keys.SAVE).isEnabled()
    assert page.place() == {"part": "office"}


# ---- the screen


def test_choices_of_the_screen_hold_at_once(page: SettingsPage, desk: Desk) -> None:
    screen = part(page, "screen")
    assert isinstance(screen, ScreenPart)
    screen.language.toggles[1].click()
    screen.text_size.toggles[2].click()
    screen.colours.toggles[2].click()
    screen.dates.toggles[1].click()
    wanted = desk.preferences
    assert [wanted[name] for name in ("language", "font_size", "theme", "date_style")] == [
        "en",
        14.0,
        "dark",
        "western",
    ]


def test_names_are_hidden_from_here_and_by_the_key(page: SettingsPage) -> None:
    screen = part(page, "screen")
    assert isinstance(screen, ScreenPart)
    screen.names.toggles[1].click()
    assert masking.on
    masking.switch(on=False)
    assert screen.names.value() == "shown"


# ---- the office


def test_the_office_is_saved_and_told_to_everybody(page: SettingsPage, desk: Desk, office: Office) -> None:
    form = part(page, "office")
    assert isinstance(form, OfficePart)
    heard: list[object] = []
    desk.bus.changed.connect(heard.append)
    form.texts["approval_boxes"].setText("所長、課長,係長")
    form.idle.set_value(3)
    page.trigger(Keys.SAVE)
    assert office.settings.approval_boxes == ("所長", "課長", "係長")
    assert office.settings.idle_minutes == 3
    assert heard
    assert "保存しました" in form.state.text()


def test_a_wrong_value_is_said_beside_its_field_and_nothing_is_saved(page: SettingsPage, office: Office) -> None:
    form = part(page, "office")
    assert isinstance(form, OfficePart)
    before = office.settings
    form.texts["name"].setText(" ")
    form.idle.setText("90")
    page.trigger(Keys.SAVE)
    assert form.form.row_of("idle_minutes").problem_line.text() == "1から60までの数を書きます。"
    form.idle.set_value(5)
    page.trigger(Keys.SAVE)
    assert form.form.row_of("name").problem_line.text() == "保健所の名前を書いてください。"
    assert office.settings == before


def test_others_read_the_office_and_change_nothing(desk: Desk, qtbot: QtBot) -> None:
    office = desk.office
    office.account = replace(office.account, role="worker")
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    form = part(page, "office")
    assert isinstance(form, OfficePart)
    assert form.texts["name"].isReadOnly()
    assert form.button.isHidden()
    form.texts["name"].setText("ほか")
    page.trigger(Keys.SAVE)
    assert office.settings.name != "ほか"
    people = part(page, "people")
    assert isinstance(people, PeoplePart)
    assert people.add_button.isHidden()


# ---- people


def test_somebody_is_let_in_and_can_unlock(page: SettingsPage, office: Office, vault_folder: Path) -> None:
    people = part(page, "people")
    assert isinstance(people, PeoplePart)
    page.trigger(Keys.NEW)
    ask = dialog(page)
    assert isinstance(ask, AddPerson)
    ask.submit()
    assert ask.form.row_of("name").problem_line.text()
    ask.name.setText("石田 奈緒")
    for field in (ask.fresh.first, ask.fresh.again):
        field.setText(OTHER)
    ask.submit()
    turn()
    names = {account.name: account.id for account in accounts.list_accounts(office)}
    assert names["石田 奈緒"] in accounts.can_unlock(office)
    assert "石田 奈緒" in [row.account.name for row in people.table.model().rows()]  # type: ignore[attr-defined]  # a TableModel
    clock = office.clock
    office.close()
    offices.open_office(vault_folder, user="石田 奈緒", passphrase=OTHER, clock=clock).close()


def test_a_name_that_is_taken_is_said_beside_the_name(page: SettingsPage) -> None:
    part(page, "people")
    page.trigger(Keys.NEW)
    ask = dialog(page)
    assert isinstance(ask, AddPerson)
    ask.name.setText(USER)
    for field in (ask.fresh.first, ask.fresh.again):
        field.setText(OTHER)
    ask.submit()
    assert ask.form.row_of("name").problem_line.text()
    assert ask.is_open
    ask.close()


def test_a_way_in_is_closed_after_the_managers_own_passphrase(page: SettingsPage, office: Office) -> None:
    accounts.add(office, name="石田 奈緒", role="worker", passphrase=OTHER)
    people = part(page, "people")
    assert isinstance(people, PeoplePart)
    people.table.choose(lambda person: person.account.name == "石田 奈緒")
    people.close_button.click()
    ask = dialog(page)
    assert isinstance(ask, ClosePerson)
    ask.passphrase.setText("ちがう ことば です よ")
    ask.submit()
    assert ask.form.row_of("passphrase").problem_line.text()
    pause.forget(office.folder)
    ask.passphrase.setText(PASSPHRASE)
    ask.submit()
    turn()
    closed = {account.name: account.active for account in accounts.list_accounts(office)}
    assert closed["石田 奈緒"] is False


def test_nobody_closes_the_own_way_in(page: SettingsPage) -> None:
    people = part(page, "people")
    assert isinstance(people, PeoplePart)
    people.table.choose(lambda person: person.account.name == USER)
    assert not people.close_button.isEnabled()


# ---- key and backup


def test_the_passphrase_is_changed(page: SettingsPage, office: Office, vault_folder: Path) -> None:
    safety = part(page, "safety")
    assert isinstance(safety, SafetyPart)
    safety.change.click()
    ask = dialog(page)
    assert isinstance(ask, ChangePassphrase)
    ask.old.setText("ちがう ことば です よ")
    for field in (ask.fresh.first, ask.fresh.again):
        field.setText(OTHER)
    ask.submit()
    assert "合いません" in ask.form.row_of("old").problem_line.text()
    ask.old.setText(PASSPHRASE)
    ask.submit()
    clock = office.clock
    office.close()
    with pytest.raises(WrongPassphrase):
        offices.open_office(vault_folder, user=USER, passphrase=PASSPHRASE, clock=clock)
    pause.forget(vault_folder)
    offices.open_office(vault_folder, user=USER, passphrase=OTHER, clock=clock).close()


def test_a_new_recovery_key_is_shown_once_and_printed(page: SettingsPage, dialogs: ScriptedDialogs) -> None:
    safety = part(page, "safety")
    assert isinstance(safety, SafetyPart)
    dialogs.answers = ["renew"]
    safety.renew.click()
    ask = dialog(page)
    assert ask.heading.text() == "新しい復旧キー"
    QTest.keyClick(ask, Qt.Key.Key_Return)
    assert dialogs.printed
    QTest.keyClick(ask, Qt.Key.Key_Escape)
    assert not ask.is_open


def test_the_key_in_the_safe_does_not_die_by_a_slip(
    page: SettingsPage, dialogs: ScriptedDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []

    def renewed(office: Office) -> RecoveryKey:
        made.append(office)
        return RecoveryKey("0" * 34)

    monkeypatch.setattr(offices, "new_recovery_key", renewed)
    safety = part(page, "safety")
    assert isinstance(safety, SafetyPart)
    dialogs.answers = [""]
    safety.renew.click()
    assert (made, dialogs.offered[0].careful) == ([], True)
    assert "すぐに使えなくなります" in dialogs.detail
    dialogs.answers = ["renew", "", "close"]
    safety.renew.click()
    ask = dialog(page)
    for still_open in (True, False):  # without a sheet Esc asks, and the first answer is to stay
        QTest.keyClick(ask, Qt.Key.Key_Escape)
        assert ask.is_open is still_open
    assert "二度と表示できません" in dialogs.detail


def test_the_sheet_is_asked_for_until_its_key_was_tried(desk: Desk, office: Office) -> None:
    key = offices.new_recovery_key(office)  # nobody has looked at the new sheet
    today = TodayPage(desk)
    today.open()
    reminder = today.reminder
    assert "まだ確かめていません" in reminder.text()
    ask = confirm_recovery_key(today, desk)
    ask.submit()
    row = ask.form.row_of("key").problem_line
    assert row.text() == "復旧キーを入れます。"
    ask.key.set_value("ABC")
    ask.submit()
    assert row.text() != "復旧キーを入れます。"
    open_after_a_wrong_key = ask.is_open
    ask.key.set_value(str(key))
    ask.submit()
    assert (open_after_a_wrong_key, ask.is_open) == (True, False)
    assert ask.key.text() == ""
    today.refresh(Changes(frozenset({"settings"})))
    assert reminder.text() == ""
    assert not reminder.isVisibleTo(today)
    shiboken6.delete(today)


def test_a_backup_is_made_where_the_person_says(
    page: SettingsPage, office: Office, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    safety = part(page, "safety")
    assert isinstance(safety, SafetyPart)
    dialogs.files = [tmp_path / "usb"]
    safety.backup_button.click()
    turn()
    (made,) = (tmp_path / "usb").glob("*.casebackup")
    assert str(made) in dialogs.told[0][1]
    assert "今日 10:12" in safety.last.text()
    assert any(entry.action == "backup.made" for entry in audit.entries(office))
