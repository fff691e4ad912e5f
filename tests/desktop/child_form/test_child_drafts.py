"""What is typed into a child's record is kept in the vault, and only ever comes back in the same child's form."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from caseapp.casework import drafts, register
from caseapp.casework import office as offices
from caseapp.casework.office import Office
from caseapp.desktop.kit.page import Desk
from tests.desktop.child.showing import HINANO, MINATO, child_id, part, went
from tests.desktop.child_form.filling import field, fill, form_of, new_form, write
from tests.desktop.child_form.typing_process import WRITTEN
from tests.desktop.conftest import PASSPHRASE, USER
from tests.desktop.fakes import make_desk, turn

ROOT = Path(__file__).parents[3]


def kept(office: Office, name: str = "") -> dict[str, object]:
    """What a draft holds of the form ({} without a draft)."""
    found = drafts.find(office, form="child", child_id=child_id(office, name) if name else "")
    return dict(found.content["now"]) if found else {}


def test_what_is_typed_is_in_the_vault_within_two_seconds(desk: Desk, office: Office, qtbot: QtBot) -> None:
    form = form_of(desk, HINANO)
    write(form, "school", "汐見第二中学校")
    qtbot.waitUntil(lambda: kept(office, HINANO).get("school") == "汐見第二中学校", timeout=2_300)
    assert form.state.text() == "下書きを保存しました 10:12:00"


def test_a_draft_comes_back_whole_with_parts_and_half_typed_dates(desk: Desk, office: Office) -> None:
    form = form_of(desk, HINANO)
    write(form, "school", "汐見第二中学校")
    field(form, "sex").set_value("other")
    field(form, "told").set_value("病名は説明ずみ")
    worker = field(form, "worker_since")
    worker.setText("12/")
    worker.setModified(True)
    part(form, "child-family-add").click()
    member = field(form, "family").editors()[-1]
    member.fields["name"].setText("高瀬 清")
    disease = field(form, "diseases").add_new()
    disease.search.field.setText("ファロー四徴症")
    disease.search._typed()
    disease.search.take()
    form._touched()
    form.leave()
    again = form_of(desk, HINANO)
    assert again.draft.text() == "書きかけの下書きの続きです(10:12)。"
    assert field(again, "school").text() == "汐見第二中学校"
    assert field(again, "sex").value() == "other"
    assert field(again, "told").value() == "病名は説明ずみ"
    assert field(again, "worker_since").text() == "12/"
    assert field(again, "family").editors()[-1].fields["name"].text() == "高瀬 清"
    assert field(again, "diseases").editors()[-1].part().list_code.startswith("NANDO:")
    assert field(again, "hospital").text() == "県こども医療センター"


def test_a_draft_never_appears_in_another_childs_form(desk: Desk, office: Office) -> None:
    form = form_of(desk, HINANO)
    write(form, "school", "陽菜乃さんだけ")
    form.leave()
    other = form_of(desk, MINATO)
    assert field(other, "school").text() != "陽菜乃さんだけ"
    assert other.draft.text() == ""
    fresh = new_form(desk)
    assert field(fresh, "school").text() == ""
    write(fresh, "family_name", "青木")
    fresh.leave()
    assert field(form_of(desk, MINATO), "family_name").text() == "倉田"
    assert kept(office, HINANO)["school"] == "陽菜乃さんだけ"
    assert kept(office)["family_name"] == "青木"


def test_one_form_opened_for_another_child_keeps_each_draft_apart(desk: Desk, office: Office) -> None:
    form = form_of(desk, HINANO)
    write(form, "school", "陽菜乃さんだけ")
    form.open(child_id=child_id(office, MINATO))
    turn()
    assert field(form, "school").text() != "陽菜乃さんだけ"
    assert kept(office, MINATO) == {}
    assert kept(office, HINANO)["school"] == "陽菜乃さんだけ"
    write(form, "phone", "0000-11-2222")
    form.keep_draft()
    assert kept(office, HINANO)["school"] == "陽菜乃さんだけ"
    assert kept(office, MINATO)["phone"] == "0000-11-2222"


def test_saving_deletes_the_draft_and_nothing_brings_it_back(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    fill(form)
    form.keep_draft()
    assert kept(office)
    write(form, "school", "みどりヶ丘小学校")
    form.save()
    form.keep_draft()
    form.leave()
    turn()
    assert kept(office) == {}
    assert field(new_form(desk), "family_name").text() == ""


def test_a_refused_saving_keeps_the_draft(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    write(form, "birth_date", "H30.4.2")
    write(form, "school", "みどりヶ丘小学校")
    form.save()
    assert kept(office)["school"] == "みどりヶ丘小学校"


def test_a_child_saved_twice_after_a_crash_is_still_one_child(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    fill(form)
    form.keep_draft()
    found = drafts.find(office, form="child")
    assert found is not None
    form.save()
    drafts.save(office, form="child", content=found.content)  # as if it came late
    again = new_form(desk)
    assert field(again, "family_name").text() == ""
    assert kept(office) == {}
    assert [row.name for row in register.rows(office)].count("青木 結") == 1


def test_a_draft_is_put_on_top_of_what_others_changed_meanwhile(desk: Desk, office: Office) -> None:
    form = form_of(desk, HINANO)
    write(form, "school", "わたしの変更")
    form.leave()
    theirs = register.child(office, child_id(office))
    register.save(office, replace(theirs, hospital="よその変更"))
    again = form_of(desk, HINANO)
    assert field(again, "school").text() == "わたしの変更"
    assert field(again, "hospital").text() == "よその変更"
    again.save()
    saved = register.child(office, child_id(office))
    assert (saved.school, saved.hospital) == ("わたしの変更", "よその変更")


def test_throwing_the_draft_away_begins_anew(desk: Desk, office: Office) -> None:
    form = form_of(desk, HINANO)
    write(form, "school", "捨てる")
    form.leave()
    again = form_of(desk, HINANO)
    again._throw_away()
    turn()
    assert field(again, "school").text() == "汐見市立みどりヶ丘小学校 6年1組"
    assert kept(office, HINANO) == {}
    assert again.draft.text() == ""
    write(again, "school", "もう一度")
    again.keep_draft()
    assert kept(office, HINANO)["school"] == "もう一度"


def test_leaving_says_that_the_draft_is_kept(desk: Desk, office: Office) -> None:
    said: list[str] = []
    desk.saved = said.append
    form = form_of(desk, HINANO)
    write(form, "school", "あとで続ける")
    part(form, "child-leave").click()
    assert went(desk)[-1] == ("back", {})
    form.leave()
    assert said[-1] == "下書きは残っています"
    assert kept(office, HINANO)["school"] == "あとで続ける"


def test_opening_alone_keeps_no_draft(desk: Desk, office: Office) -> None:
    form = form_of(desk, HINANO)
    form.keep_draft()
    form.leave()
    assert kept(office, HINANO) == {}


def test_a_lock_keeps_the_draft_and_it_is_there_after_unlocking(vault_folder: Path, now: datetime) -> None:
    with offices.open_office(vault_folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now) as office:
        form = form_of(make_desk(office), HINANO)
        write(form, "school", "ロックの前")
        form.keep_draft()
        shiboken6.delete(form)  # a lock destroys every page at once
        offices.lock(office)
    with offices.open_office(vault_folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now) as office:
        again = form_of(make_desk(office), HINANO)
        assert field(again, "school").text() == "ロックの前"
        shiboken6.delete(again)


@pytest.mark.slow
def test_what_was_kept_survives_a_killed_program(vault_folder: Path, now: datetime) -> None:
    with offices.open_office(vault_folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now) as office:
        who = child_id(office, HINANO)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.desktop.child_form.typing_process", str(vault_folder), who],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "kept"
    finally:
        process.kill()
        process.communicate()
    with offices.open_office(vault_folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now) as office:
        form = form_of(make_desk(office), HINANO)
        assert field(form, "school").text() == WRITTEN
        assert field(form, "family").editors()[-1].fields["name"].text() == "高瀬 清"
        assert register.child(office, who).birth_date == date(2014, 8, 3)
        form.deleteLater()
        turn()
