"""A hand-over of many children says how far it is, and stopped in the middle it leaves nothing half done."""

from __future__ import annotations

import pytest

from caseapp.casework import drafts, handover_views, handovers
from caseapp.casework.office import Office
from caseapp.casework.views import DraftKey
from caseapp.rules.handover import PREPARING
from caseapp.vault.trouble import Cancelled
from tests.casework.people import TODAY
from tests.casework.test_handovers import GIVER, Desk, acting


def test_preparing_stopped_in_the_middle_begins_nothing(opened: Office) -> None:
    desk, told = Desk(opened), list[tuple[int, int]]()
    with pytest.raises(Cancelled):
        handovers.prepare(
            opened,
            [desk.one.id, desk.two.id],
            to=desk.taker.id,
            on=TODAY,
            progress=lambda done, total: told.append((done, total)),
            cancelled=lambda: bool(told),
        )
    assert told == [(0, 2)]
    assert not handover_views.lines(opened)


def test_handing_over_stopped_in_the_middle_hands_over_nobody(opened: Office) -> None:
    desk, told = Desk(opened), list[tuple[int, int]]()
    batch = desk.prepare()
    for child in (desk.one, desk.two):
        desk.write(child)
    with pytest.raises(Cancelled):
        handovers.give(
            opened,
            batch,
            progress=lambda done, total: told.append((done, total)),
            cancelled=lambda: bool(told),
        )
    assert told == [(0, 2)]
    assert {line.state for line in handover_views.lines(opened)} == {PREPARING}
    assert [desk.worker(child) for child in (desk.one, desk.two)] == [GIVER, GIVER]


def test_what_was_confirmed_and_answered_is_no_draft_any_more(opened: Office) -> None:
    desk = Desk(opened)
    desk.given()
    line = desk.line(desk.one)
    key = DraftKey("handover", desk.one.id, line.handover_id)
    content = {"question": "祖母の電話番号は?"}
    with acting(opened, desk.taker):
        drafts.save(opened, form=key.form, child_id=key.child_id, record_id=key.record_id, content=content)
        handovers.acknowledge(opened, line.handover_id, question="祖母の電話番号は?", draft_key=key)
        assert not drafts.all(opened)
    drafts.save(opened, form=key.form, child_id=key.child_id, record_id=key.record_id, content={"answer": "表紙"})
    handovers.answer(opened, line.handover_id, "表紙にあります", draft_key=key)
    assert not drafts.all(opened)
