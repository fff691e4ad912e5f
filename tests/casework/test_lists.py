"""The register as a list: what narrows it down, what is kept of that, rows that are whole only where they are seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from caseapp.casework import accounts, list_filter, list_hand_over, list_saved, plans, register
from caseapp.casework.list_rows import town_of
from caseapp.casework.list_views import MINE, NOBODY, RegisterFilter
from caseapp.casework.office import Office
from caseapp.records.audit import AuditRow
from caseapp.records.follow_up import FollowUpRow
from caseapp.rules.child import CertificatePeriod
from caseapp.rules.child_facts import CareProvider, Handbook
from caseapp.rules.problem import NotAllowed, NotFound, Refused
from tests.casework.people import NEXT, TODAY, VIEWER, WORDS, as_user, everything, saved_child, saved_talk


def found(opened: Office, **wanted: object) -> list[str]:
    return [row.number for row in register.rows(opened, filter=RegisterFilter(**wanted))]  # type: ignore[arg-type]  # any filter


BARE = {"certificates": (), "diseases": (), "medical_care": (), "cautions": (), "family": ()}


# ---- filters


def test_all_that_is_said_must_hold(opened: Office) -> None:
    saved_child(
        opened,
        worker_id=opened.account.id,
        handbooks="身体1級",
        address="青葉県汐見市みなと町2-1",
        postal_code="012-3456",
    )
    saved_child(opened, "0002", birth_date=date(2020, 5, 1), school="", **BARE)
    assert found(opened, worker_id=MINE) == ["0001"]
    assert found(opened, worker_id=NOBODY) == ["0002"]
    assert found(opened, worker_id=MINE, grades=("k3",)) == []
    assert found(opened, grades=("k3", "e6")) == ["0001", "0002"]
    assert found(opened, age_from=12) == ["0001"]
    assert found(opened, age_to=6, age_from=6) == ["0002"]
    assert found(opened, care="none") == ["0002"]
    assert found(opened, care="suction") == ["0001"]
    assert found(opened, handbook="any") == ["0001"]
    assert found(opened, handbook="none") == ["0002"]
    assert found(opened, flagged=True) == ["0001"]
    assert found(opened, certificate="none") == ["0002"]
    assert found(opened, place="みなと") == ["0001"]
    assert found(opened, place="〒012") == found(opened, place="012-3456") == ["0001"]
    assert found(opened, place="013") == []
    assert found(opened, school="みどり") == ["0001"]
    assert found(opened, hospital="大学") == []


def test_recorded_facts_count_as_remarks_do(opened: Office) -> None:
    saved_child(opened, handbook_list=(Handbook(kind="physical", grade="1級"),), hospital="県立こども病院")
    saved_child(opened, "0002", care_providers=(CareProvider(role="regional", hospital="汐見市民病院"),))
    assert found(opened, handbook="any") == ["0001"]
    assert found(opened, handbook="none") == ["0002"]
    assert found(opened, hospital="市民") == ["0002"]
    assert found(opened, hospital="病院") == ["0001", "0002"]


def test_next_spring_and_birthdays_to_come(opened: Office) -> None:
    for number, birth in enumerate(((2020, 5, 1), (2014, 8, 3), (2011, 6, 1), (2008, 12, 24), (2007, 11, 20))):
        saved_child(opened, str(number), birth_date=date(*birth), **BARE)
    assert found(opened, entering="e1") == ["0"]
    assert found(opened, entering="j1") == ["1"]
    assert found(opened, entering="h1") == ["2"]
    assert found(opened, entering="left") == ["3"]
    assert found(opened, turning=18) == ["3"]
    assert found(opened, turning=20) == ["4"]


def test_the_borders_of_the_filters_that_count_days(opened: Office) -> None:
    """The last day of a range is in it, a birthday of today is past, and as long as one may be silent one is not."""
    birth = {"1": TODAY.replace(year=TODAY.year - 18), "2": TODAY.replace(year=TODAY.year - 18) + timedelta(days=1)}
    for number, born in birth.items():
        saved_child(opened, number, birth_date=born, certificates=())
    assert found(opened, turning=18) == ["2"]
    for number, days in (("3", 60), ("4", 61)):
        saved_child(opened, number, certificates=(CertificatePeriod(valid_to=TODAY + timedelta(days=days)),))
    assert found(opened, certificate_days=60) == ["3"]
    for number, days in (("5", 91), ("6", 92)):
        heard = saved_child(opened, number, registered_on=date(2020, 1, 1))
        saved_talk(opened, heard.id, on=TODAY - timedelta(days=days))
    saved_child(opened, "7", registered_on=TODAY - timedelta(days=92))
    assert found(opened, silent_days=91) == ["6", "7"]  # who was registered today is not silent: as on Today


def test_the_state_of_the_plan(opened: Office) -> None:
    child = saved_child(opened)
    saved_child(opened, "0002")
    assert found(opened, plan="none") == ["0001", "0002"]
    plans.save(opened, plans.new(opened, child.id))
    assert found(opened, plan="draft") == ["0001"]
    assert found(opened, plan="none") == ["0002"]
    assert found(opened, plan="active") == []


def test_an_overdue_step_and_a_certificate_that_has_run_out(opened: Office, now: datetime) -> None:
    over = CertificatePeriod(valid_from=date(2025, 1, 1), valid_to=date(2026, 1, 1))
    child = saved_child(opened, certificates=(over,))
    assert found(opened, certificate="expired") == ["0001"]
    saved_talk(opened, child.id, next_step=NEXT)
    assert found(opened, next_step="overdue") == []
    opened.clock = lambda: now + timedelta(days=30)
    assert found(opened, next_step="overdue") == ["0001"]


def test_a_filter_comes_back_as_it_was_stored() -> None:
    wanted = RegisterFilter(status="", grades=("e1", "e2"), age_to=9, silent_days=91, plan="none", flagged=True)
    assert list_filter.from_stored(list_filter.as_stored(wanted)) == wanted
    assert list_filter.as_stored(RegisterFilter()) == {"status": "active"}
    odd = {"grades": 3, "age_to": "x", "silent_days": "9", "entering": "moon", "of_tomorrow": 1, "status": "closed"}
    assert list_filter.from_stored(odd) == RegisterFilter(status="closed")


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("青葉県汐見市みなと町2丁目3-4", "みなと町"),
        ("東京都千代田区九段南1-2-1", "九段南"),
        ("三重県四日市市諏訪町1-5", "諏訪町"),
        ("汐見市港町三丁目1", "港町"),
        ("青葉県南郡海辺町大字山田12", "大字山田"),
        ("神奈川県横浜市青葉区あざみ野1-1", "あざみ野"),
        ("", ""),
    ],
)
def test_the_quarter_of_an_address(address: str, town: str) -> None:
    assert town_of(address) == town


# ---- whole rows only where they are seen


def test_a_listing_is_whole_where_it_is_looked_at(opened: Office) -> None:
    for number in range(45):
        saved_child(opened, f"{number:04}")
    listing = register.listing(opened)
    assert [row.whole for row in listing.rows] == [True] * 40 + [False] * 5
    assert not listing.whole
    rest = register.filled(opened, listing.rows[40:])
    last = listing.rows[44]
    looked = register.listing(opened, first=[last.child_id])
    assert [row.number for row in looked.rows if row.whole] == [last.number]
    whole = register.rows(opened)
    assert rest[last.child_id] == looked.rows[44] == whole[44]
    assert listing.rows[0] == whole[0]
    assert register.listing(opened).whole  # known by now
    assert register.counts(opened, {"a": RegisterFilter(), "b": RegisterFilter(care="none")}) == {"a": 45, "b": 0}


def test_a_filter_that_asks_for_more_gets_whole_rows(opened: Office) -> None:
    saved_child(opened)
    assert register.listing(opened, filter=RegisterFilter(care="any")).whole
    opened._kept.clear()
    assert not register.listing(opened, filter=RegisterFilter(grades=("e6",))).whole


# ---- saved filters


def test_filters_are_kept_for_oneself_and_for_the_office(staffed: Office) -> None:
    wanted = RegisterFilter(grades=("e1",))
    own = list_saved.save(staffed, "小1", wanted, shared=False).record_id
    shared = list_saved.save(staffed, "みんなの小1", wanted, shared=True).record_id
    again = list_saved.save(staffed, "小1", RegisterFilter(grades=("e2",)), shared=False).record_id
    assert again == own
    kept = {each.key: each for each in list_saved.listed(staffed) if each.kind != "given"}
    assert {each.name for each in kept.values()} == {"小1", "みんなの小1"}
    assert kept[own].filter == RegisterFilter(grades=("e2",))
    list_saved.remove(staffed, own)
    assert [each.key for each in list_saved.listed(staffed) if each.kind != "given"] == [shared]
    for key in (own, "given.mine"):
        with pytest.raises(NotFound):
            list_saved.remove(staffed, key)


def test_a_filter_needs_a_name_and_a_viewer_shares_none(staffed: Office, now: datetime) -> None:
    for name in ("  ", "長" * 41):
        with pytest.raises(Refused):
            list_saved.save(staffed, name, RegisterFilter(), shared=True)
    staffed.close()
    with as_user(staffed.folder, VIEWER, now=now, number="三") as viewer:
        list_saved.save(viewer, "見るだけ", RegisterFilter(), shared=False)
        with pytest.raises(NotAllowed):
            list_saved.save(viewer, "みんなの", RegisterFilter(), shared=True)


def test_what_comes_with_the_program_lets_somebody_through(opened: Office) -> None:
    saved_child(opened, worker_id=opened.account.id, registered_on=date(2020, 4, 1))
    filters = {each.key: each.filter for each in list_saved.GIVEN_FILTERS}
    counted = register.counts(opened, filters)
    assert counted["given.mine"] == counted["given.silent"] == counted["given.no_plan"] == counted["given.care"] == 1
    assert counted["given.nobody"] == 0


# ---- change of worker


def steps(opened: Office) -> list[str]:
    with opened.reading() as session:
        return [row[0] for row in session.query(FollowUpRow.worker_id)]


def test_many_children_change_worker_at_once_with_their_open_steps(staffed: Office) -> None:
    old, new = staffed.account.id, next(a.id for a in accounts.list_accounts(staffed) if a.id != staffed.account.id)
    one = saved_child(staffed, worker_id=old, worker_since=date(2025, 4, 1))
    two = saved_child(staffed, "0002", worker_id=old)
    his = saved_child(staffed, "0003", worker_id=new)
    saved_talk(staffed, one.id, next_step=NEXT)
    done = list_hand_over.hand_over(staffed, [one.id, two.id, his.id, one.id], to=new)
    assert (len(done.before), done.moved) == (2, 1)
    rows = {row.number: row for row in register.rows(staffed)}
    assert {row.worker_id for row in rows.values()} == {new}
    assert steps(staffed) == [new]
    assert register.child(staffed, one.id).worker_since == staffed.today
    with staffed.reading() as session:
        entries = session.query(AuditRow).filter(AuditRow.action == "child.hand_over").order_by(AuditRow.seq).all()
        assert [entry.child_id for entry in entries] == [one.id, two.id, ""]
    list_hand_over.back(staffed, done)
    assert register.child(staffed, one.id) == replace(one, revision=one.revision + 2)
    workers = steps(staffed)
    assert workers == [old]


def test_a_child_that_went_on_to_a_third_stays_there(staffed: Office) -> None:
    old, new = staffed.account.id, next(a.id for a in accounts.list_accounts(staffed) if a.id != staffed.account.id)
    child = saved_child(staffed, worker_id=old)
    done = list_hand_over.hand_over(staffed, [child.id], to=new)
    third = accounts.add(staffed, name="三谷 里奈", role="worker", passphrase=f"{WORDS} 四").record_id
    register.save(staffed, replace(register.child(staffed, child.id), worker_id=third))
    list_hand_over.back(staffed, done)
    assert register.child(staffed, child.id).worker_id == third


def test_a_change_of_worker_needs_a_worker_and_children(staffed: Office) -> None:
    child = saved_child(staffed, worker_id=staffed.account.id)
    before = everything(staffed)
    for children, to in (
        ([child.id], ""),
        ([child.id], "nobody"),
        ([], staffed.account.id),
        ([f"{n}" for n in range(501)], staffed.account.id),
    ):
        with pytest.raises(Refused):
            list_hand_over.hand_over(staffed, children, to=to)
    worker = next(a.id for a in accounts.list_accounts(staffed) if a.id != staffed.account.id)
    with pytest.raises(NotFound):
        list_hand_over.hand_over(staffed, [child.id, "nothing"], to=worker)
    assert everything(staffed) == before
