"""No statement per child, record or row: the number of statements does not depend on how much there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from caseapp.casework import consultations, register, search, today
from caseapp.casework.office import Office
from caseapp.rules.clock import TOKYO
from tests.casework.offices import new_office
from tests.casework.people import NEXT, on_the_driver, saved_child, saved_talk, statements


def fill(opened: Office, children: int, talks: int) -> str:
    made = [saved_child(opened, f"{opened.new_id()}", worker_id=opened.account.id) for _ in range(children)]
    for number in range(talks):
        child = made[number % children]
        saved_talk(opened, child.id, on=date(2026, 11, 1) - timedelta(days=number), next_step=NEXT)
    return made[0].id


ASKED: dict[str, tuple[int, Callable[[Office, str], object]]] = {
    "rows": (14, lambda opened, child: register.rows(opened)),
    "page": (32, register.page),
    "today": (17, lambda opened, child: today.page(opened, mine=True)),
    "of_child": (4, consultations.of_child),
    "latest": (2, lambda opened, child: consultations.latest(opened)),
    "search": (5, lambda opened, child: search.find(opened, "給食")),
    "recent": (2, lambda opened, child: register.recent(opened)),
}


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[int]]:
    """How many statements each asking takes of a small office, then of the same with seven times as much in it."""
    counted: dict[str, list[int]] = {what: [] for what in ASKED}
    with new_office(
        tmp_path_factory.mktemp("counts") / "vault", datetime(2026, 11, 20, 10, 12, tzinfo=TOKYO)
    ) as opened:
        child = fill(opened, 2, 4)
        for further in (0, 12):
            if further:
                fill(opened, further, further * 3)
            for what, (_most, ask) in ASKED.items():
                opened.seen = None
                opened._kept.clear()
                with (on_the_driver if what == "search" else statements)(opened) as seen:
                    ask(opened, child)
                counted[what].append(len(seen))
    return counted


@pytest.mark.parametrize("what", ASKED)
def test_the_number_of_statements_does_not_grow(counts: dict[str, list[int]], what: str) -> None:
    small, large = counts[what]
    assert large <= small <= ASKED[what][0]  # with the BEGIN; the first look at a page writes one line more


def test_the_lists_use_their_indexes(opened: Office) -> None:
    """A scan of the consultations would cost a third of a second with 100,000 of them."""
    child = fill(opened, 3, 9)
    opened.seen = None
    with statements(opened) as seen:
        register.page(opened, child)
        today.page(opened, mine=True)
        consultations.before(opened, child)
    asked = [statement for statement in dict.fromkeys(seen) if statement.startswith("SELECT")]
    scanned = []
    with opened.vault.engine.connect() as connection:
        for statement in asked:
            values = tuple("x" for _ in range(statement.count("?")))
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            scanned += [
                step for *_, step in plan if step.startswith(("SCAN consultation", "SCAN follow_up", "SCAN liaison"))
            ]
    small = ("SCAN consultation_child",)
    assert [step for step in scanned if "COVERING INDEX" not in step and not step.startswith(small)] == []
