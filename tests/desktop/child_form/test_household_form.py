"""What changes in the household is offered for the records of brothers and sisters, and goes there when one says so."""

from __future__ import annotations

from caseapp.casework import register
from caseapp.casework.office import Office
from caseapp.desktop.child_form.sharing import ShareDialog
from caseapp.desktop.kit.page import Desk
from caseapp.rules.child import Child
from tests.desktop.child.showing import child_id, dialog, went
from tests.desktop.child_form.filling import field, form_of, problem, write
from tests.desktop.fakes import turn

IBUKI = "神谷 一颯"


def record(office: Office, name: str) -> Child:
    return register.child(office, child_id(office, name))


def twin(office: Office) -> str:
    """The name of Ibuki's twin, as the sample has it."""
    number = next(m.sibling_child_number for m in record(office, IBUKI).family if m.sibling_child_number)
    return register.child_by_number(office, number).name


def test_a_new_address_is_offered_for_the_twin_and_taken_over(desk: Desk, office: Office) -> None:
    form = form_of(desk, IBUKI)
    write(form, "address", "汐見市南町2丁目1-1")
    form.save()
    turn()
    offered = dialog(form, "share-dialog", ShareDialog)
    assert went(desk) == []
    (box,) = offered.boxes.values()
    assert box.isChecked()
    offered.save_button.click()
    turn()
    assert record(office, twin(office)).address == "汐見市南町2丁目1-1"
    assert went(desk)[-1] == ("back", {})


def test_left_as_it_is_nothing_goes_over(desk: Desk, office: Office) -> None:
    before = record(office, twin(office))
    form = form_of(desk, IBUKI)
    write(form, "address", "汐見市南町2丁目1-1")
    form.save()
    turn()
    dialog(form, "share-dialog", ShareDialog).cancel()
    turn()
    assert record(office, twin(office)) == before
    assert went(desk)[-1] == ("back", {})


def test_what_concerns_the_child_alone_is_not_offered(desk: Desk) -> None:
    form = form_of(desk, IBUKI)
    write(form, "alias", "いぶ")
    form.save()
    turn()
    assert went(desk)[-1] == ("back", {})


def test_a_number_of_a_sibling_that_nobody_has_is_told_beside_the_family(desk: Desk) -> None:
    form = form_of(desk, IBUKI)
    member = field(form, "family").add_new()
    member.fields["name"].set_value("神谷 花")
    member.fields["sibling_child_number"].set_value("X-404")
    form.save()
    turn()
    assert "「X-404」" in problem(form, "family")
