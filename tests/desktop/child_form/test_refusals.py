"""A form that cannot be saved says everything at once, shows the first place, and says near the button how many."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QApplication, QWidget

from caseapp.casework import drafts
from caseapp.casework.office import Office
from caseapp.desktop.child_form.page import ChildForm
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.tab_order import reading_order
from caseapp.rules.child import CertificatePeriod
from tests.desktop.child.showing import HINANO, child_id, part
from tests.desktop.child_form.filling import field, fill, form_of, new_form, problem, write
from tests.desktop.fakes import turn


def in_sight(form: ChildForm, widget: QWidget) -> bool:
    """Whether the widget stands inside what the form shows."""
    port = form.column.viewport()
    top = widget.mapTo(port, widget.rect().topLeft()).y()
    return top >= 0 and top + widget.height() <= port.height()


def test_a_wrong_field_out_of_sight_is_brought_into_sight_and_counted_near_the_button(desk: Desk) -> None:
    form = new_form(desk, size=(1000, 520))
    fill(form)
    write(form, "postal_code", "12-34")
    bar = form.column.verticalScrollBar()
    bar.setValue(bar.maximum())
    field(form, "note").setFocus()
    turn()
    assert not in_sight(form, field(form, "postal_code"))
    form.save()
    turn()
    assert in_sight(form, field(form, "postal_code"))
    assert QApplication.focusWidget() is field(form, "postal_code")
    assert form.state.text() == "保存できませんでした。直すところが1か所あります"


def test_everything_that_is_wrong_is_said_in_one_round(desk: Desk) -> None:
    form = new_form(desk)
    write(form, "family_name", "青木")
    write(form, "given_name_kana", "結")
    write(form, "phone", "ない")
    form.save()
    turn()
    assert "「結」" in problem(form, "given_name")
    assert "名を書いてください。" in problem(form, "given_name")
    assert problem(form, "birth_date") == "生年月日を書いてください。"
    assert problem(form, "phone")
    assert form.state.text() == "保存できませんでした。直すところが3か所あります"


def test_the_reading_has_the_focus_where_the_reading_is_wrong(desk: Desk) -> None:
    form = new_form(desk)
    fill(form)
    write(form, "given_name_kana", "結")
    field(form, "note").setFocus()
    form.save()
    turn()
    assert QApplication.focusWidget() is field(form, "given_name_kana")
    assert not field(form, "given_name").property("problem")


def test_each_part_says_what_is_wrong_with_it(desk: Desk) -> None:
    form = new_form(desk)
    fill(form)
    family = field(form, "family")
    for name in ("青木 緑", "青木 茂"):
        member = family.add_new()
        member.fields["name"].set_value(name)
        member.fields["phone"].setText("ない")
    form.save()
    turn()
    said = [editor.form.row_of("phone").problem_line.text() for editor in family.editors()]
    assert all(said)
    assert QApplication.focusWidget() is family.editors()[0].fields["phone"]
    assert form.state.text() == "保存できませんでした。直すところが2か所あります"


def test_tab_goes_through_added_rows_in_the_order_in_which_they_stand(desk: Desk) -> None:
    form = form_of(desk, HINANO)
    part(form, "child-family-add").click()
    part(form, "child-certificates-add").click()
    turn()
    form.order_tabs()  # as Tab does
    wanted = [each for each in reading_order(form) if each.isVisible()]
    chain: list[QWidget] = []
    now = wanted[0]
    for _step in range(10_000):
        if now.isVisible() and now in wanted:
            chain.append(now)
        now = now.nextInFocusChain() or now
        if now is wanted[0]:
            break
    assert chain == wanted


def test_a_draft_that_was_thrown_away_comes_back(desk: Desk, office: Office) -> None:
    form = form_of(desk, HINANO)
    write(form, "school", "汐見第二中学校")
    form.leave()
    again = form_of(desk, HINANO)
    again._throw_away()
    turn()
    assert field(again, "school").text() != "汐見第二中学校"
    assert drafts.find(office, form="child", child_id=child_id(office)) is None
    assert again.undo_bar.text() == "下書きを捨てました。"
    again.undo_bar.undo()
    turn()
    assert field(again, "school").text() == "汐見第二中学校"


def test_a_certificate_that_has_run_out_is_red_unless_a_newer_one_follows(desk: Desk) -> None:
    form = new_form(desk)
    parts = field(form, "certificates")
    yesterday = desk.today() - timedelta(days=1)
    parts.set_value([CertificatePeriod(number="1", valid_from=date(2025, 10, 1), valid_to=yesterday)])
    old = parts.editors()[0]
    old.set_open(True)
    assert "期限切れ" in old.summary()
    assert old.over.isVisibleTo(old)
    assert old.fields["valid_to"].accessibleName() == "有効期間: 有効期間の終わり"
    newer = parts.add_new()
    newer.fields["valid_to"].set_value(date(2027, 9, 30))
    parts.changed.emit()
    assert "期限切れ" not in old.summary()
