"""Who is silent, by the shortcut of Today and by asking for each child's last contact: always the same."""

from __future__ import annotations

from datetime import date, timedelta

from caseapp.casework import consultations, today_children
from caseapp.casework.list_rows import last_contacts
from caseapp.casework.office import Office
from tests.casework.people import saved_child, saved_talk


def test_the_silent_are_those_without_a_contact_since_that_day(opened: Office) -> None:
    before = opened.today - timedelta(days=90)
    made = {
        name: saved_child(opened, name, registered_on=registered).id
        for name, registered in (
            ("today", date(2020, 4, 1)),
            ("on the day", date(2020, 4, 1)),
            ("a day earlier", date(2020, 4, 1)),
            ("beside a brother", date(2020, 4, 1)),
            ("taken back", date(2020, 4, 1)),
            ("never, new", opened.today),
            ("never, old", date(2020, 4, 1)),
            ("before it was registered", opened.today),
        )
    }
    saved_talk(opened, made["today"], on=opened.today, also_children=(made["beside a brother"],))
    saved_talk(opened, made["on the day"], on=before)
    saved_talk(opened, made["a day earlier"], on=before - timedelta(days=1))
    saved_talk(opened, made["before it was registered"], on=before - timedelta(days=200))
    withdrawn = saved_talk(opened, made["taken back"], on=opened.today)
    consultations.withdraw(opened, withdrawn.id, reason="別の子")
    with opened.reading() as session:
        connection = session.connection()
        children = today_children.in_support(connection, worker_id=None)
        found = today_children.silent(connection, children, before=before)
        last = last_contacts(connection)
    assert [(each.child_id, each.last_on) for each in found] == [
        (child_id, last.get(child_id)) for child_id in (each.child_id for each in found)
    ]
    names = {child_id: name for name, child_id in made.items()}
    assert {names[each.child_id] for each in found} == {
        *("a day earlier", "taken back", "never, old", "before it was registered"),
    }
    assert names[found[-1].child_id] == "a day earlier"
    assert [each.since for each in found] == sorted(each.since for each in found)


def test_only_the_children_of_one_worker(opened: Office) -> None:
    mine = saved_child(opened, "1", worker_id=opened.account.id)
    saved_child(opened, "2", worker_id="")
    saved_child(opened, "3", worker_id=opened.account.id, status="closed", closed_on=opened.today)
    with opened.reading() as session:
        found = today_children.in_support(session.connection(), worker_id=opened.account.id)
    assert set(found) == {mine.id}
