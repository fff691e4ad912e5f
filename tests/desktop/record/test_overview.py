"""The list of all consultations: newest first by day, mine or everybody's, opened on the child's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from caseapp.casework import consultations
from caseapp.casework.office import Office
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.record.overview import ConsultationsPage
from caseapp.rules.follow_up import NextStep
from caseapp.words import language
from tests.desktop.fakes import Travel, turn
from tests.desktop.record.writing import HINANO, child_id


@pytest.fixture
def page(desk: Desk) -> Iterator[ConsultationsPage]:
    made = ConsultationsPage(desk)
    made.resize(1166, 680)
    made.show()
    made.open()
    turn()
    yield made
    made.hide()


def names(page: ConsultationsPage) -> list[str]:
    return [line.child_name for line in page.list.list_model().items()]


def test_the_newest_day_comes_first_and_each_day_has_one_head(page: ConsultationsPage) -> None:
    rows = page.list.list_model().rows()
    assert isinstance(rows[0], Head)
    days = [row.on for row in rows if not isinstance(row, Head)]
    assert days == sorted(days, reverse=True)
    assert len([row for row in rows if isinstance(row, Head)]) == len(set(days))


def test_enter_opens_the_entry_on_the_childs_page_and_f2_the_form(page: ConsultationsPage, desk: Desk) -> None:
    line = page.list.current()
    assert line is not None
    page.list.opened.emit(line)
    page._edit()
    assert isinstance(desk.go, Travel)
    assert desk.go.went == [
        (
            "child",
            {"child_id": line.child_id, "record_kind": "consultation", "record_id": line.consultation_id},
        ),
        ("record", {"child_id": line.child_id, "consultation_id": line.consultation_id}),
    ]


def test_mine_shows_what_i_wrote_and_is_remembered(page: ConsultationsPage, desk: Desk, office: Office) -> None:
    everybody = len(page._lines)
    page._switch()
    assert 0 < len(page._lines) < everybody
    assert {line.worker_short for line in page._lines} == {"森下"}
    assert ConsultationsPage(desk).whose.value() == "mine"


def test_scrolling_reads_older_ones_until_there_are_no_more(page: ConsultationsPage, office: Office) -> None:
    whole = consultations.latest(office, limit=100_000)
    for _turn in range(20):
        page.list.scrollToBottom()
        turn()
    assert [line.consultation_id for line in page._lines] == [line.consultation_id for line in whole]
    assert len(whole) > 200


def test_what_is_typed_narrows_down_by_name_and_words(page: ConsultationsPage) -> None:
    page.search.setText("高瀬")
    page._paint()
    assert set(names(page)) == {HINANO}
    page.search.setText("そのことばは どこにもない")
    page._paint()
    assert names(page) == []
    assert page.empty.isVisible()


def test_a_new_record_appears_at_its_place(page: ConsultationsPage, office: Office) -> None:
    first = consultations.latest(office, limit=1)[0]
    stored = consultations.get(office, first.consultation_id)
    changes = consultations.record(
        office,
        replace(stored, id="", revision=0, child_id=child_id(office), on=date(2026, 11, 20), words="今日の電話"),
        next_step=NextStep(none_reason="試し"),
    )
    page.refresh(changes)
    assert page._lines[0].text == "今日の電話"
    head = page.list.list_model().row(0)
    assert isinstance(head, Head)
    assert head.words == "今日 11月20日(金)"


def test_names_and_words_are_hidden_from_a_visitor(page: ConsultationsPage) -> None:
    masking.switch(on=True)
    try:
        model = page.list.list_model()
        said = " ".join(str(model.index(n, 0).data()) for n in range(1, 6))
        assert "陽菜" not in said
        assert "「" not in said
    finally:
        masking.switch(on=False)


@pytest.mark.parametrize("speech", ["ja", "en", "en_XA"])
def test_the_list_fits_into_a_narrow_window(desk: Desk, speech: str) -> None:
    language.use(speech)
    page = ConsultationsPage(desk)
    page.take_width("narrow")
    assert page.minimumSizeHint().width() <= 862
