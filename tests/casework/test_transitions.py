"""移行準備チェックリスト: sheets by child and guardian apart, kept, taken back, shown, carried into a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from caseapp.casework import (
    drafts,
    exporting,
    follow_ups,
    list_saved,
    papers,
    plan_needs,
    register,
    search,
    transition_items,
    transitions,
)
from caseapp.casework.office import Office
from caseapp.casework.views import DraftKey
from caseapp.exchange import casefile
from caseapp.exchange.findings import BadRows
from caseapp.rules.follow_up import DROPPED, OPEN, NextStep
from caseapp.rules.problem import ChangedMeanwhile, NotAllowed, NotFound, Refused
from caseapp.rules.transition import CHILD, GUARDIAN, ChecklistItem, TransitionCheck, blank_answers
from caseapp.words import codes, resources, transition
from tests.casework.people import NEXT, saved_child
from tests.casework.test_papers import text_of
from tests.casework.yoshino import hina, manager_office

DAY = date(2026, 11, 20)


@pytest.fixture
def opened(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with manager_office(tmp_path / "vault", now) as made:
        yield made


def sheet(opened: Office, *given: str, respondent: str = CHILD, on: date = DAY, remark: str = "") -> TransitionCheck:
    """A sheet whose first items have these answers."""
    asked = blank_answers(transition_items.items(opened), respondent)
    answers = [replace(each, answer=answer, remark=remark) for each, answer in zip(asked, given, strict=False)]
    answers += asked[len(given) :]
    return TransitionCheck(child_id=hina(opened), on=on, respondent=respondent, answers=tuple(answers))


def kept(opened: Office, *given: str, respondent: str = CHILD, on: date = DAY, remark: str = "") -> str:
    value = sheet(opened, *given, respondent=respondent, on=on, remark=remark)
    return transitions.save(opened, value, next_step=NEXT).record_id


def test_the_packaged_list_asks_each_item_of_both_sides_and_of_no_other_list() -> None:
    domains = codes.load("transition_domain")
    given = transition.items()
    assert len({each.code for each in given}) == len(given) >= 20
    assert {each.domain for each in given} == set(domains)
    assert all(each.child.strip() and each.guardian.strip() and each.child != each.guardian for each in given)
    assert all(
        re.search("[a-z]", transition.said(each.words(side), "en")) for each in given for side in (CHILD, GUARDIAN)
    )
    assert "例" in transition.source_note()
    assert (resources.path("data") / "transition-items.toml").read_text("utf-8").startswith("# 移行準備チェックリスト")


def test_a_sheet_is_kept_with_its_words_and_its_next_step_and_its_draft_goes(opened: Office) -> None:
    key = DraftKey("transition", hina(opened), "")
    drafts.save(opened, form=key.form, child_id=key.child_id, record_id="", content={"x": 1})
    value = sheet(opened, "yes", "help", remark="表にする")
    saved = transitions.save(opened, value, next_step=NEXT, draft_key=key).record_id
    found = transitions.get(opened, saved)
    assert found.answers == value.answers
    assert found.worker == opened.account.name
    assert [each.origin_kind for each in follow_ups.of_child(opened, hina(opened))] == ["transition_check"]
    assert drafts.find(opened, form="transition", child_id=hina(opened), record_id="") is None


def test_a_sheet_saved_twice_in_a_hurry_is_one(opened: Office) -> None:
    value = replace(sheet(opened, "yes"), id=opened.new_id())
    for _time in range(2):
        transitions.save(opened, value, next_step=NEXT)
    assert len(transitions.of_child(opened, hina(opened))) == 1
    assert len(follow_ups.of_child(opened, hina(opened))) == 1


def test_what_is_refused_changes_nothing(opened: Office) -> None:
    with pytest.raises(Refused):
        transitions.save(opened, sheet(opened), next_step=NEXT)
    with pytest.raises(Refused):
        transitions.save(opened, sheet(opened, "yes"), next_step=None)
    with pytest.raises(Refused):
        transitions.save(opened, sheet(opened, "yes"), next_step=NextStep(none_reason=""))
    assert transitions.of_child(opened, hina(opened)) == ()
    saved = transitions.get(opened, kept(opened, "yes"))
    transitions.save(opened, replace(saved, remark="一度目"), next_step=None)
    with pytest.raises(ChangedMeanwhile):
        transitions.save(opened, replace(saved, remark="二度目"), next_step=None)


def test_a_viewer_reads_and_writes_nothing(opened: Office) -> None:
    saved = kept(opened, "yes")
    opened.account = replace(opened.account, role="viewer")
    assert transitions.get(opened, saved).answers
    for act in (
        lambda: kept(opened, "soon"),
        lambda: transitions.withdraw(opened, saved, reason="誤り"),
        lambda: transitions.restore(opened, saved),
        lambda: transition_items.save_item(opened, transition.items()[0]),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_taken_back_it_is_gone_with_its_step_and_both_come_again(opened: Office) -> None:
    saved = kept(opened, "yes")
    with pytest.raises(Refused):
        transitions.withdraw(opened, saved, reason=" ")
    transitions.withdraw(opened, saved, reason="別の子の用紙")
    with pytest.raises(NotFound):
        transitions.get(opened, saved)
    assert not register.page(opened, hina(opened)).transition.child
    assert [each.state for each in follow_ups.of_child(opened, hina(opened), open_only=False)] == [DROPPED]
    transitions.restore(opened, saved)
    assert [each.state for each in follow_ups.of_child(opened, hina(opened))] == [OPEN]


def test_the_page_has_the_last_two_sheets_of_each_side_and_the_timeline_all(opened: Office) -> None:
    days = [date(2024, 5, 1), date(2025, 5, 1), date(2026, 5, 1)]
    own = [kept(opened, "yes", "not_applicable", on=day) for day in days]
    theirs = kept(opened, "soon", respondent=GUARDIAN)
    page = register.page(opened, hina(opened))
    assert [each.id for each in page.transition.child] == [own[2], own[1]]
    assert [each.id for each in page.transition.guardian] == [theirs]
    entries = [each for each in page.timeline if each.kind == "transition_check"]
    asked = len(transition.items())
    assert [(each.code, each.title) for each in entries] == [
        ("guardian", f"0/{asked}"),
        *[("child", f"1/{asked - 1}")] * 3,
    ]
    assert page.counts["transition_check"] == 4


def test_a_remark_is_found_and_the_words_of_the_list_are_not(opened: Office) -> None:
    saved = kept(opened, "yes", remark="絵カードで話した")
    found = [(hit.kind, hit.record_id) for hit in search.find(opened, "絵カード").hits]
    assert found == [("transition_check", saved)]
    assert search.find(opened, "アレルギー").hits == ()


def test_what_needs_help_is_offered_to_the_plan_once(opened: Office) -> None:
    kept(opened, "help", on=date(2025, 5, 1))
    kept(opened, "yes", "help", remark="表にする")
    kept(opened, "soon", "help", "help", respondent=GUARDIAN, on=date(2026, 11, 1))
    own, theirs = transition.items()[1].child, transition.items()[2].guardian
    assert [(each.on, each.kind, each.text, each.area) for each in plan_needs.said_lately(opened, hina(opened))] == [
        (DAY, "checked_child", f"「{own}」に支援が必要(表にする)", "transition"),
        (date(2026, 11, 1), "checked_guardian", f"「{theirs}」に支援が必要", "transition"),
    ]


def test_the_office_changes_hides_and_adds_items_and_old_sheets_keep_their_words(opened: Office) -> None:
    first, second = transition_items.items(opened)[:2]
    saved = kept(opened, "yes")
    transition_items.save_item(opened, replace(first, child="病気の名前を漢字で書ける"))
    transition_items.save_item(opened, replace(second, retired=True))
    fresh = ChecklistItem(domain="disaster", child="停電のときの連絡先を言える", guardian="停電のときの連絡先を言える")
    added = transition_items.save_item(opened, fresh).record_id
    now = transition_items.items(opened)
    assert [each.code for each in now] == [*(each.code for each in transition.items()), added]
    assert (now[0].child, now[0].own, now[1].retired) == ("病気の名前を漢字で書ける", True, True)
    assert transitions.get(opened, saved).answers[0].wording == first.child
    for wrong in (replace(fresh, code="", child=" "), replace(fresh, code=""), replace(fresh, domain="x", child="別")):
        with pytest.raises(Refused):
            transition_items.save_item(opened, wrong)
    assert transition_items.items(opened) == now


def test_it_goes_out_and_is_read_again_key_for_key(opened: Office) -> None:
    kept(opened, "yes", "soon", "help", "not_applicable", remark="話した")
    transitions.withdraw(opened, kept(opened, "help", respondent=GUARDIAN), reason="誤り")
    written = exporting.everything(opened)
    (child,) = written["children"]
    (out,) = child["transition_checks"]
    assert list(out)[:5] == ["id", "date", "respondent", "respondent_name", "relationship"]
    assert out["answers"][0] == {
        "item": "illness_name",
        "domain": "understanding",
        "wording": "自分の病気の名前を言える",
        "answer": "yes",
        "remark": "話した",
    }
    assert [each["withdrawn_reason"] for each in child["withdrawn"]["transition_checks"]] == ["誤り"]
    again = casefile.to_object(casefile.from_object(written, today=DAY))
    assert again["children"] == written["children"]


@pytest.mark.parametrize(
    ("path", "value"), [("respondent", "neighbour"), ("date", "2030-01-01"), ("answers", []), ("how", "x")]
)
def test_a_file_with_a_wrong_sheet_is_refused(opened: Office, path: str, value: object) -> None:
    kept(opened, "yes")
    written = exporting.everything(opened)
    written["children"][0]["transition_checks"][0][path] = value
    with pytest.raises(BadRows) as refused:
        casefile.from_object(written, today=DAY)
    assert all("transition_checks[0]" in str(each) for each in refused.value.findings)


def test_on_paper_each_side_has_its_sheet_and_both_together_ask_first(opened: Office) -> None:
    child = hina(opened)
    for name in ("transition-checklist", "transition-progress"):
        with pytest.raises(papers.NothingToPrint):
            papers.build(opened, name, child_id=child)
    assert papers.build(opened, "transition-checklist", child_id=child, blank=True).questions == ()
    own = kept(opened, "yes")
    kept(opened, "help", respondent=GUARDIAN)
    both = papers.build(opened, "transition-checklist", child_id=child)
    assert both.questions
    alone = papers.Wanted(parts=frozenset({"child"}))
    assert papers.build(opened, "transition-checklist", child_id=child, wanted=alone).questions == ()
    assert papers.build(opened, "transition-checklist", child_id=child, record_id=own).questions == ()
    with pytest.raises(NotFound):
        papers.build(opened, "transition-checklist", child_id=child, record_id="nobody")
    course = papers.build(opened, "transition-progress", child_id=child)
    assert course.reader == "office"
    said = text_of(course)
    assert "◇ 本人と保護者でちがう" in said
    assert said.count("◇") == 2
    assert "（ちがう）" not in said
    assert "本人：はい／保護者：支援が必要" in said
    assert "〔支援〕支援が必要" in said


def test_why_nothing_follows_is_kept_with_the_sheet(opened: Office) -> None:
    nothing = NextStep(none_reason="つぎの外来のあとに決める")
    key = transitions.save(opened, sheet(opened, "yes"), next_step=nothing).record_id
    assert transitions.get(opened, key).none_reason == "つぎの外来のあとに決める"


def test_a_sheet_of_nobody_and_one_moved_to_another_child_are_refused(opened: Office) -> None:
    with pytest.raises(NotFound):
        transitions.save(opened, replace(sheet(opened, "yes"), child_id="nobody"), next_step=NEXT)
    value = transitions.get(opened, kept(opened, "yes"))
    other = saved_child(opened, "0099")
    with pytest.raises(Refused, match="another child"):
        transitions.save(opened, replace(value, child_id=other.id), next_step=None)
    assert transitions.get(opened, value.id) == value


def test_the_register_finds_who_is_old_enough_and_was_not_asked_yet(opened: Office) -> None:
    for number, birth in (("T-12", date(2014, 11, 20)), ("T-11", date(2014, 11, 21))):
        saved_child(opened, number, birth_date=birth)
    asked = saved_child(opened, "T-15", birth_date=date(2011, 5, 1))

    def unasked() -> list[str]:
        wanted = next(each.filter for each in list_saved.GIVEN_FILTERS if each.key == "given.unasked")
        return sorted(row.number for row in register.rows(opened, filter=wanted) if row.number.startswith("T-"))

    assert unasked() == ["T-12", "T-15"]
    value = replace(sheet(opened, "yes", respondent=GUARDIAN), child_id=asked.id)
    made = transitions.save(opened, value, next_step=NEXT).record_id
    assert unasked() == ["T-12"]
    transitions.withdraw(opened, made, reason="誤り")
    assert unasked() == ["T-12", "T-15"]
