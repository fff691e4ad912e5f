"""これからの節目: worked out once, only where something changed, proposed until somebody decides, never twice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from caseapp.casework import exporting, follow_ups, importing, office, register, stages, today
from caseapp.casework.office import Office
from caseapp.casework.views import StageProposal
from caseapp.rules.child import CertificatePeriod, Child
from caseapp.rules.clock import stopped
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.problem import NotAllowed, NotFound, Refused
from caseapp.rules.stage_template import Entry
from tests.casework.people import TODAY, WORDS, everything, saved_child


def bare(opened: Office, number: str, **fields: object) -> Child:
    given = {"certificates": (), "medical_care": (), "milestones": (), "worker_id": opened.account.id, **fields}
    return saved_child(opened, number, **given)


def proposed(opened: Office, *, mine: bool = True) -> list[tuple[str, str]]:
    stages.refresh(opened)
    return [(item.child_id, item.key) for item in today.page(opened, mine=mine).milestones]


def the_one(opened: Office) -> StageProposal:
    stages.refresh(opened)
    (item,) = today.page(opened, mine=True).milestones
    return item


def as_taken(item: StageProposal) -> FollowUp:
    return FollowUp(child_id=item.child_id, text=item.text, due_on=item.due_on, origin_kind="stage", origin_id=item.key)


@pytest.mark.parametrize(
    ("birth", "override", "key"),
    [
        (date(2009, 1, 14), "", "adult"),
        (date(2014, 8, 3), "e4@2026", "transition"),
        (date(2020, 6, 1), "", "health_check"),
        (date(2007, 3, 9), "", "intractable"),
    ],
)
def test_today_proposes_what_comes_up(opened: Office, birth: date, override: str, key: str) -> None:
    child = bare(opened, "1", birth_date=birth, grade_override=override)
    assert (child.id, key) in proposed(opened)
    assert key in [item.key for item in register.page(opened, child.id).proposals]


def test_only_what_changed_is_worked_out_again(opened: Office) -> None:
    first, second = bare(opened, "1"), bare(opened, "2")
    assert stages.refresh(opened) == 2
    assert stages.refresh(opened) == 0
    register.save(opened, replace(second, note="x"))
    assert stages.refresh(opened) == 1
    stages.save_entry(opened, replace(stages.template(opened)[0], ahead=1))
    assert stages.refresh(opened) == 2
    register.close(opened, first.id, on=TODAY, reason="転出")
    assert stages.refresh(opened) == 0
    assert {child for child, _ in proposed(opened)} <= {second.id}


def test_in_the_new_fiscal_year_all_are_worked_out_again(opened: Office) -> None:
    bare(opened, "1")
    stages.refresh(opened)
    opened.clock = stopped(opened.now.replace(year=2027, month=4, day=1))
    assert stages.refresh(opened) == 1


@pytest.mark.parametrize("piece", [1, 2, 4, 6, 7])
def test_piece_by_piece_is_the_same_as_all_at_once(opened: Office, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        days = timedelta(days=365 * number)
        period = CertificatePeriod(valid_to=TODAY + timedelta(days=80 * number))
        saved_child(opened, f"{number}", birth_date=date(2007, 3, 9) + days, certificates=(period,))
    before = sorted(proposed(opened, mine=False))
    with opened.work("x") as work:
        work.session.execute(text("DELETE FROM stage_reckoned"))
        work.session.execute(text("DELETE FROM stage_item"))
        work.commit_quietly()
    monkeypatch.setattr(stages, "PIECE", piece)
    assert stages.refresh(opened) == 6
    assert sorted(proposed(opened, mine=False)) == before
    assert len(before) > 6


def test_one_piece_works_out_no_more_than_its_own(opened: Office) -> None:
    first, second = bare(opened, "1"), bare(opened, "2")
    assert set(stages.outdated(opened)) == {first.id, second.id}
    stages.work_out(opened, [first.id])
    assert stages.outdated(opened) == (second.id,)


def test_a_child_that_left_meanwhile_is_passed_over(opened: Office) -> None:
    child = bare(opened, "1")
    register.close(opened, child.id, on=TODAY, reason="転出")
    stages.work_out(opened, [child.id])
    with opened.reading() as session:
        assert session.execute(text("SELECT count(*) FROM stage_reckoned")).scalar() == 0


def test_a_refresh_writes_no_line_and_no_history(opened: Office) -> None:
    bare(opened, "1")
    count = "SELECT (SELECT count(*) FROM audit), (SELECT count(*) FROM history)"
    with opened.reading() as session:
        before = tuple(session.execute(text(count)).one())
    stages.refresh(opened)
    with opened.reading() as session:
        assert tuple(session.execute(text(count)).one()) == before


def test_what_was_taken_up_is_a_next_action_and_never_proposed_again(opened: Office) -> None:
    bare(opened, "1", birth_date=date(2009, 1, 14), grade_override="h2@2026")
    item = the_one(opened)
    made = follow_ups.add(opened, as_taken(item)).record_id
    assert proposed(opened) == []
    with pytest.raises(Refused):
        follow_ups.add(opened, as_taken(item))
    follow_ups.add(opened, replace(follow_ups.get(opened, made), text="本人と話す"))  # changing it is no second one
    follow_ups.done(opened, made)
    register.save(opened, replace(register.child(opened, item.child_id), birth_date=date(2009, 1, 24)))
    assert proposed(opened) == []
    assert [p.key for p in register.page(opened, item.child_id).proposals if p.from_on <= TODAY] == []


def test_dismissed_with_a_reason_and_taken_back(opened: Office) -> None:
    child = bare(opened, "1", birth_date=date(2009, 1, 14), grade_override="h2@2026")
    item = the_one(opened)
    before = everything(opened)
    with pytest.raises(Refused):
        stages.dismiss(opened, item, reason=" ")
    assert everything(opened) == before
    made = stages.dismiss(opened, item, reason="本人の申請ずみ").record_id
    assert proposed(opened) == []
    kept = follow_ups.get(opened, made)
    assert (kept.state, kept.closed_note, kept.origin_id) == ("dropped", "本人の申請ずみ", "adult")
    with pytest.raises(Refused):
        stages.dismiss(opened, item, reason="もう一度")
    stages.propose_again(opened, made)
    assert proposed(opened) == [(child.id, "adult")]
    with pytest.raises(NotFound):
        stages.propose_again(opened, follow_ups.add(opened, as_taken(item)).record_id)


def test_what_was_decided_goes_along_with_an_export(opened: Office) -> None:
    bare(opened, "1", birth_date=date(2009, 1, 14), grade_override="h2@2026")
    stages.dismiss(opened, the_one(opened), reason="申請ずみ")
    data = json.dumps(exporting.everything(opened), ensure_ascii=False).encode()
    folder = opened.folder.parent / "second"
    other, _key = office.create(
        folder, office_name="汐見保健所", user_name="村井 志保", title="", passphrase=WORDS, clock=opened.clock
    )
    with other:
        importing.import_json(other, data)
        assert proposed(other, mine=False) == []


def test_the_certificate_of_an_adult_is_danger_and_stands_first(opened: Office) -> None:
    ends = CertificatePeriod(valid_from=date(2025, 12, 1), valid_to=date(2026, 11, 30))
    bare(opened, "1", birth_date=date(2009, 1, 14))
    adult = bare(opened, "2", birth_date=date(2007, 3, 9), certificates=(ends,))
    stages.refresh(opened)
    first, *_rest = today.page(opened, mine=True).milestones
    assert (first.child_id, first.key, first.danger) == (adult.id, "renewal@20261130", True)
    assert first.text == "受給者証はR8.11.30まで: 更新の申請と医療意見書を確かめる"


def test_the_path_shows_what_comes_up(opened: Office) -> None:
    child = bare(opened, "1", birth_date=date(2014, 8, 3))
    names = {stage.name for stage in register.page(opened, child.id).stages if stage.kind == "item"}
    assert {"中学の準備", "移行ポリシー"} <= names


def test_the_template_is_the_managers_and_can_be_put_back(opened: Office) -> None:
    seed = stages.template(opened)
    own = Entry(id="own-1", text="七夕会の案内", anchor="yearly", month=11, day=30, ahead=30)
    stages.save_entry(opened, own)
    stages.save_entry(opened, replace(seed[0], enabled=False))
    child = bare(opened, "1", birth_date=date(2016, 8, 3))
    assert proposed(opened) == [(child.id, "own-1@2026")]
    before = everything(opened)
    with pytest.raises(Refused):
        stages.save_entry(opened, replace(own, text=""))
    assert everything(opened) == before
    for each in ("own-1", seed[0].id):
        stages.reset_entry(opened, each)
    assert stages.template(opened) == seed
    assert proposed(opened) == []


def test_a_worker_may_not_change_the_template(opened: Office) -> None:
    opened.account = replace(opened.account, role="worker")
    with pytest.raises(NotAllowed):
        stages.save_entry(opened, stages.template(opened)[0])
