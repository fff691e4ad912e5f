"""Settings: sentence examples and schemes of support, changed and added by the office."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from caseapp.casework import plan_offers
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.settings.page import SettingsPage
from caseapp.desktop.settings.plan_offer_dialogs import EditPhraseDialog, EditSchemeDialog
from caseapp.desktop.settings.plan_offers_part import SCHEMES, PlanOffersPart
from caseapp.desktop.settings.quota_dialogs import QuotaDialog, QuotasDialog
from caseapp.rules.plan_offer import fitting, schemes_with
from caseapp.rules.quota import Quota
from tests.desktop.child.showing import part, show
from tests.desktop.fakes import turn


@pytest.fixture
def offers(desk: Desk) -> PlanOffersPart:
    found = show(desk, SettingsPage, part="offers").part()
    assert isinstance(found, PlanOffersPart)
    return found


def opened(of: PlanOffersPart, kind: type[Any]) -> Any:
    turn()
    return next(each for each in of.window().findChildren(kind) if each.is_open)


def test_a_sentence_of_the_office_is_added_then_taken_off(offers: PlanOffersPart, desk: Desk) -> None:
    part(offers, "offers-add").click()
    dialog = opened(offers, EditPhraseDialog)
    dialog.kind.set_value("goal")
    dialog.text.set_value("朝の会で自分の体調を話す")
    part(dialog, "offer-go").click()
    assert dialog.form.row_of("area").problem_line.isVisible()
    assert dialog.is_open
    dialog.area.set_value("school")
    part(dialog, "offer-go").click()
    turn()
    offers.search.set_value("朝の会")
    offers.search.changed.emit()
    offers.table.choose_row(0)
    assert [each.text for each in offers.table.model().rows()] == ["朝の会で自分の体調を話す"]  # type: ignore[attr-defined]  # our model
    part(offers, "offers-change").click()
    again = opened(offers, EditPhraseDialog)
    again.retired.set_value(True)
    part(again, "offer-go").click()
    turn()
    assert fitting(plan_offers.phrases(desk.office), kind="goal", wanted="朝の会") == ()


def test_the_office_writes_its_own_telephone_into_a_scheme(offers: PlanOffersPart, desk: Desk) -> None:
    offers.kind.set_value(SCHEMES)
    offers.load()
    turn()
    offers.search.set_value("特別児童扶養手当")
    offers.search.changed.emit()
    offers.table.choose_row(0)
    part(offers, "offers-change").click()
    dialog = opened(offers, EditSchemeDialog)
    dialog.contact.set_value("若葉市 子育て課 0123-45-6789")
    part(dialog, "offer-go").click()
    turn()
    known = schemes_with(plan_offers.schemes(desk.office), "特別児童扶養手当")
    (found,) = [each for each in known if each.name == "特別児童扶養手当"]
    assert (found.contact, found.own) == ("若葉市 子育て課 0123-45-6789", True)


def test_a_viewer_reads_only(desk: Desk) -> None:
    desk.office.account = replace(desk.office.account, role="viewer")
    found = show(desk, SettingsPage, part="offers").part()
    assert not part(found, "offers-add").isEnabled()
    assert not part(found, "offers-change").isEnabled()


def scheme_dialog(offers: PlanOffersPart, name: str) -> Any:
    """The dialog of a scheme, by its name."""
    offers.kind.set_value(SCHEMES)
    offers.load()
    turn()
    offers.search.set_value(name)
    offers.search.changed.emit()
    offers.table.choose_row(0)
    part(offers, "offers-change").click()
    return opened(offers, EditSchemeDialog)


def quotas_of(desk: Desk, code: str) -> tuple[Quota, ...]:
    return next(each.quotas for each in plan_offers.schemes(desk.office) if each.code == code)


def test_a_scheme_that_is_changed_keeps_its_limits(offers: PlanOffersPart, desk: Desk) -> None:
    before = quotas_of(desk, "shoman_respite")
    dialog = scheme_dialog(offers, "レスパイト")
    assert "年度14日" in dialog.quotas.told.text()
    dialog.contact.set_value("県 健康推進課")
    part(dialog, "offer-go").click()
    turn()
    assert quotas_of(desk, "shoman_respite") == before != ()


def test_a_worker_reads_the_limits_and_keeps_the_rest(offers: PlanOffersPart, desk: Desk) -> None:
    desk.office.account = replace(desk.office.account, role="worker")
    before = quotas_of(desk, "shoman_respite")
    dialog = scheme_dialog(offers, "レスパイト")
    assert (part(dialog, "quotas-edit").isVisible(), "年度14日" in dialog.quotas.told.text()) == (False, True)
    dialog.contact.set_value("県 健康推進課")
    part(dialog, "offer-go").click()
    turn()
    assert (dialog.is_open, quotas_of(desk, "shoman_respite")) == (False, before)


def test_limits_begin_from_those_of_another_office_and_are_changed(offers: PlanOffersPart, desk: Desk) -> None:
    dialog = scheme_dialog(offers, "レスパイト")
    part(dialog, "quotas-edit").click()
    several = opened(offers, QuotasDialog)
    several.example.set_value("訪問看護(1回7時間・年98時間)")
    several.example.changed.emit()
    several.list.choose(lambda line: line.place == 1)
    part(several, "quotas-change").click()
    one = opened(offers, QuotaDialog)
    one.hours.set_value(0)
    part(one, "quota-go").click()
    assert one.is_open
    assert one.form.row_of("hours").problem_line.isVisible()
    one.hours.set_value(50 * 60)
    part(one, "quota-go").click()
    part(several, "quotas-go").click()
    part(dialog, "offer-go").click()
    turn()
    each, yearly = quotas_of(desk, "shoman_respite")
    assert (each.amount, each.span, yearly.amount, yearly.warn_at) == (7 * 60, "use", 50 * 60, 14 * 60)


def test_two_limits_of_one_kind_are_named_and_not_taken(offers: PlanOffersPart) -> None:
    dialog = scheme_dialog(offers, "レスパイト")
    part(dialog, "quotas-edit").click()
    several = opened(offers, QuotasDialog)
    part(several, "quotas-add").click()
    one = opened(offers, QuotaDialog)
    one.amount.set_value(21)
    part(one, "quota-go").click()
    assert "同じ数え方の上限" in several.wrong.text()
    part(several, "quotas-go").click()
    assert several.is_open
    part(several, "quotas-out").click()
    part(several, "quotas-go").click()
    assert not several.is_open
