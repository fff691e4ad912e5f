"""利用枠: booked, used, cancelled, past a limit only with a reason; the ledger of a child and of the office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseapp.casework import (
    accounts,
    audit,
    calendar,
    exporting,
    importing,
    list_tables,
    merge_undoing,
    merging,
    papers,
    plan_offers,
    program_uses,
    quota_ledger,
    register,
    today,
)
from caseapp.casework.office import Office, open_office
from caseapp.casework.papers import NothingToPrint
from caseapp.exchange import casefile
from caseapp.exchange.findings import BadRows
from caseapp.rules.clock import stopped
from caseapp.rules.plan_offer import Scheme
from caseapp.rules.problem import NotAllowed, NotFound, Refused
from caseapp.rules.program_use import ProgramUse
from caseapp.rules.quota import APPROVAL, DAY, HOUR, MONTH, YEAR, Quota
from caseapp.words.language import translator
from caseapp.words.quotas import balance_words
from tests.casework.offices import new_office
from tests.casework.people import TODAY, VIEWER, WORDS, a_child, statements
from tests.casework.test_papers import text_of

FOURTEEN = Quota(amount=14, unit=DAY, span=YEAR, warn_at=3)


@pytest.fixture
def hina(opened: Office) -> str:
    """A child of the office."""
    return register.save(opened, a_child()).record_id


def scheme(opened: Office, *quotas: Quota, name: str = "一時預かり") -> str:
    return plan_offers.save_scheme(opened, Scheme(name=name, quotas=quotas)).record_id


def a_use(child_id: str, code: str, first: date, last: date | None = None, **fields: Any) -> ProgramUse:
    given: dict[str, Any] = {"place": "県立こども病院", **fields}
    return ProgramUse(child_id=child_id, scheme_code=code, begins_on=first, ends_on=last or first, **given)


def stands(opened: Office, child_id: str) -> str:
    (account,) = quota_ledger.of_child(opened, child_id).accounts
    return balance_words(account.main, translator("ja"))


def test_a_child_that_uses_nothing_has_an_empty_ledger(opened: Office, hina: str) -> None:
    found = quota_ledger.of_child(opened, hina)
    assert (found.accounts, found.uses, found.late) == ((), (), 0)
    assert register.page(opened, hina).ledger == found


def test_the_ledger_says_what_was_used_booked_and_is_left(opened: Office, hina: str) -> None:
    code = scheme(opened, FOURTEEN)
    past = program_uses.save(opened, a_use(hina, code, date(2026, 6, 1), date(2026, 6, 12)))
    program_uses.mark_used(opened, past.record_id, used_from=date(2026, 6, 1), used_to=date(2026, 6, 9))
    program_uses.save(opened, a_use(hina, code, date(2026, 12, 1), date(2026, 12, 3)))
    assert stands(opened, hina) == "使った 9日 ・ 予約 3日 ・ 残り 2日 (年度14日)"
    kept = program_uses.get(opened, past.record_id)
    assert (kept.ends_on, kept.used_to, kept.scheme) == (date(2026, 6, 12), date(2026, 6, 9), "一時預かり")


def test_past_the_limit_nothing_is_booked_without_a_reason(opened: Office, hina: str) -> None:
    code = scheme(opened, FOURTEEN)
    program_uses.save(opened, a_use(hina, code, date(2026, 6, 1), date(2026, 6, 12)))
    over = a_use(hina, code, date(2026, 12, 1), date(2026, 12, 4))
    assert program_uses.look(opened, over).over
    with pytest.raises(Refused) as refused:
        program_uses.save(opened, over)
    (problem,) = refused.value.problems
    assert (problem.field, "2日" in problem.values["limit"]) == ("override_reason", True)
    assert len(quota_ledger.of_child(opened, hina).uses) == 1
    made = program_uses.save(opened, replace(over, override_reason="母の入院のため、県と協議した"))
    kept = program_uses.get(opened, made.record_id)
    assert kept.override_reason == "母の入院のため、県と協議した"
    newest = next(entry for entry in audit.entries(opened) if entry.kind == "program_use")
    assert (newest.action, newest.detail) == ("program_use.save", {"override": True})


def test_a_reason_without_need_is_not_kept(opened: Office, hina: str) -> None:
    code = scheme(opened, FOURTEEN)
    made = program_uses.save(opened, a_use(hina, code, date(2026, 12, 1), override_reason="念のため"))
    assert program_uses.get(opened, made.record_id).override_reason == ""


def test_what_was_really_used_is_measured_too(opened: Office, hina: str) -> None:
    code = scheme(opened, Quota(amount=3, unit=DAY, span=YEAR))
    made = program_uses.save(opened, a_use(hina, code, date(2026, 6, 1), date(2026, 6, 3)))
    actual = {"used_from": date(2026, 6, 1), "used_to": date(2026, 6, 4)}
    with pytest.raises(Refused):
        program_uses.mark_used(opened, made.record_id, **actual)  # type: ignore[arg-type]  # the two days
    assert program_uses.get(opened, made.record_id).state == "booked"
    program_uses.mark_used(opened, made.record_id, **actual, override_reason="帰りの迎えが一日のびた")  # type: ignore[arg-type]  # the two days
    assert stands(opened, hina).startswith("使った 4日 ・ 上限を1日超過")


def test_what_is_cancelled_is_free_again_and_booked_again_is_measured(opened: Office, hina: str) -> None:
    code = scheme(opened, Quota(amount=3, unit=DAY, span=YEAR))
    first = program_uses.save(opened, a_use(hina, code, date(2026, 12, 1), date(2026, 12, 3))).record_id
    with pytest.raises(Refused):
        program_uses.cancel(opened, first, reason=" ")
    program_uses.cancel(opened, first, reason="発熱のため")
    second = program_uses.save(opened, a_use(hina, code, date(2026, 12, 8), date(2026, 12, 9))).record_id
    with pytest.raises(Refused):
        program_uses.book_again(opened, first)
    program_uses.cancel(opened, second, reason="日を改める")
    program_uses.book_again(opened, first)
    assert stands(opened, hina) == "使った 0日 ・ 予約 3日 ・ 残り 0日 (年度3日)"


def test_an_entry_taken_back_leaves_the_ledger_and_comes_back_within_the_limits(opened: Office, hina: str) -> None:
    code = scheme(opened, Quota(amount=3, unit=DAY, span=YEAR))
    first = program_uses.save(opened, a_use(hina, code, date(2026, 12, 1), date(2026, 12, 3))).record_id
    program_uses.withdraw(opened, first, reason="別のお子さんの予約")
    assert quota_ledger.of_child(opened, hina).uses == ()
    with pytest.raises(NotFound):
        program_uses.get(opened, first)
    other = program_uses.save(opened, a_use(hina, code, date(2026, 12, 8))).record_id
    with pytest.raises(Refused):
        program_uses.restore(opened, first)
    program_uses.withdraw(opened, other, reason="誤り")
    program_uses.restore(opened, first)
    assert [use.id for use in quota_ledger.of_child(opened, hina).uses] == [first]


def test_a_stay_over_the_end_of_march_stands_in_both_years(opened: Office, hina: str) -> None:
    code = scheme(opened, FOURTEEN)
    program_uses.save(opened, a_use(hina, code, date(2027, 3, 29), date(2027, 4, 2)))
    left = [quota_ledger.of_office(opened, year)[0].balance.left for year in (2026, 2027)]
    assert left == [11, 12]
    assert quota_ledger.of_office(opened, 2028) == ()
    assert quota_ledger.of_child(opened, hina, year=2027).accounts[0].main.booked == 2


def test_hours_and_an_approved_period_are_measured_and_asked_for(opened: Office, hina: str) -> None:
    hours = scheme(opened, Quota(amount=16 * 60, unit=HOUR, span=MONTH), name="介助人派遣")
    program_uses.save(opened, a_use(hina, hours, date(2026, 12, 1), minutes=15 * 60))
    assert not program_uses.look(opened, a_use(hina, hours, date(2026, 12, 2), minutes=60)).over
    assert program_uses.look(opened, a_use(hina, hours, date(2026, 12, 2), minutes=90)).over
    asked = program_uses.look(opened, a_use(hina, hours, date(2026, 12, 2)))
    assert [problem.field for problem in asked.problems] == ["minutes"]
    approved = scheme(opened, Quota(amount=14, unit=DAY, span=APPROVAL), name="一時入院")
    period = {"approved_from": date(2026, 10, 1), "approved_to": date(2027, 9, 30)}
    program_uses.save(opened, a_use(hina, approved, date(2027, 3, 25), date(2027, 4, 7), **period))
    (row,) = (each for each in quota_ledger.of_office(opened, 2027) if each.scheme == "一時入院")
    assert row.balance.left == 0  # the approved period goes over the end of the year


def test_a_limit_changed_by_the_office_holds_from_its_day(opened: Office, hina: str) -> None:
    code = scheme(opened, replace(FOURTEEN, valid_to=date(2026, 9, 30)))
    raised = replace(FOURTEEN, amount=21, valid_from=date(2026, 10, 1))
    kept = next(each for each in plan_offers.schemes(opened) if each.code == code)
    plan_offers.save_scheme(opened, replace(kept, quotas=(*kept.quotas, raised)))
    again = next(each for each in plan_offers.schemes(opened) if each.code == code)
    assert again.quotas == (replace(FOURTEEN, valid_to=date(2026, 9, 30)), raised)
    program_uses.save(opened, a_use(hina, code, date(2026, 6, 1), date(2026, 6, 14)))
    program_uses.save(opened, a_use(hina, code, date(2026, 12, 1), date(2026, 12, 7)))
    assert stands(opened, hina) == "使った 0日 ・ 予約 21日 ・ 残り 0日 (年度21日)"


def test_limits_that_cannot_be_are_refused_and_nothing_is_kept(opened: Office) -> None:
    before = plan_offers.schemes(opened)
    with pytest.raises(Refused):
        scheme(opened, FOURTEEN, FOURTEEN)
    assert plan_offers.schemes(opened) == before


def test_of_the_office_those_with_the_least_left_come_first(opened: Office, hina: str) -> None:
    code = scheme(opened, FOURTEEN)
    free = scheme(opened, name="相談")
    other = register.save(opened, a_child("0002", given_name="陽菜乃二")).record_id
    program_uses.save(opened, a_use(hina, free, date(2026, 12, 1)))
    program_uses.save(opened, a_use(hina, code, date(2026, 12, 1)))
    program_uses.save(opened, a_use(other, code, date(2026, 11, 1), date(2026, 11, 13)))
    rows = quota_ledger.of_office(opened, 2026)
    assert [(row.child_number, row.scheme, row.late) for row in rows] == [
        ("0002", "一時預かり", 1),
        ("0001", "一時預かり", 0),
        ("0001", "相談", 0),
    ]


def test_the_whole_office_is_asked_with_the_same_few_statements(opened: Office, hina: str) -> None:
    codes = [scheme(opened, Quota(amount=14, unit=DAY, span=APPROVAL), name="一時入院"), scheme(opened, FOURTEEN)]
    period = {"approved_from": date(2026, 10, 1), "approved_to": date(2027, 9, 30)}
    counts = []
    for child in (hina, *(register.save(opened, a_child(number)).record_id for number in ("0002", "0003"))):
        for code in codes:
            for day in (date(2026, 12, 1), date(2027, 5, 10)):
                program_uses.save(opened, a_use(child, code, day, **period))
        with statements(opened) as asked:
            rows = quota_ledger.of_office(opened, 2026)
        counts.append(len(asked))
    assert counts[0] == counts[-1] <= 5
    assert {(row.scheme, row.balance.booked) for row in rows} == {("一時入院", 2), ("一時預かり", 1)}
    mistaken = program_uses.save(opened, a_use(hina, codes[0], date(2027, 6, 1), **period)).record_id
    program_uses.withdraw(opened, mistaken, reason="別のお子さんの予約")
    assert quota_ledger.of_office(opened, 2026) == rows


def test_today_and_the_calendar_show_the_booked_days(opened: Office, hina: str) -> None:
    code = scheme(opened, FOURTEEN)
    program_uses.save(opened, a_use(hina, code, date(2026, 11, 26), date(2026, 11, 28)))
    late = program_uses.save(opened, a_use(hina, code, date(2026, 11, 2))).record_id
    gone = program_uses.save(opened, a_use(hina, code, date(2026, 11, 27))).record_id
    program_uses.cancel(opened, gone, reason="重なっていた")
    shown = today.page(opened, mine=False)
    assert [row.begins_on for row in shown.booked] == [date(2026, 11, 2), date(2026, 11, 26)]
    assert shown.counts["booked"] == 2
    week = calendar.between(opened, date(2026, 11, 23), date(2026, 11, 29), mine=False)
    assert [(e.on.day, e.whom) for e in week if e.kind == calendar.USE] == [
        (day, "県立こども病院") for day in (26, 27, 28)
    ]
    program_uses.mark_used(opened, late, used_from=date(2026, 11, 2), used_to=date(2026, 11, 2))
    assert [row.begins_on for row in today.page(opened, mine=False).booked] == [date(2026, 11, 26)]
    entries = {e.record_id: e for e in register.page(opened, hina).timeline if e.kind == "program_use"}
    assert (len(entries), entries[late].code, entries[gone].text) == (3, "used", "重なっていた")


def test_they_go_out_in_the_export(opened: Office, hina: str) -> None:
    code = scheme(opened, FOURTEEN)
    program_uses.save(opened, a_use(hina, code, date(2026, 12, 1), date(2026, 12, 3), note="吸引器を持参"))
    (use,) = exporting.everything(opened)["children"][0]["program_uses"]
    assert (use["from"], use["to"], use["state"], use["scheme"]) == (
        "2026-12-01",
        "2026-12-03",
        "booked",
        "一時預かり",
    )


def test_the_lists_go_out_with_a_row_for_each_scheme_and_year_and_for_each_use(opened: Office, hina: str) -> None:
    assert list_tables.of_kind(opened, "quotas").rows == ()
    code = scheme(opened, FOURTEEN)
    hours = scheme(opened, Quota(amount=16 * 60, unit=HOUR, span=YEAR), name="介助人派遣")
    program_uses.save(opened, a_use(hina, code, date(2027, 3, 29), date(2027, 4, 2)))
    program_uses.save(opened, a_use(hina, hours, date(2026, 12, 1), minutes=90))
    rows = list_tables.of_kind(opened, "quotas").rows
    assert [(row[2:10]) for row in rows] == [
        (2026, "一時預かり", "年度14日", "日", 0, 3, 11, 1),
        (2026, "介助人派遣", "年度16時間", "時間", 0.0, 1.5, 14.5, 1),
        (2027, "一時預かり", "年度14日", "日", 0, 2, 12, 1),
    ]
    april = list_tables.of_kind(opened, "program_uses", since=date(2027, 4, 1), until=date(2027, 4, 30)).rows
    assert [(row[2], row[4], row[5]) for row in april] == [("一時預かり", date(2027, 3, 29), date(2027, 4, 2))]


def test_the_ledger_is_printed_for_a_year_for_one_scheme_and_for_one_use(opened: Office, hina: str) -> None:
    with pytest.raises(NothingToPrint):
        papers.build(opened, "program-use-ledger", child_id=hina)
    code = scheme(opened, FOURTEEN)
    other = scheme(opened, name="相談")
    made = program_uses.save(opened, a_use(hina, code, date(2027, 3, 29), date(2027, 4, 2))).record_id
    program_uses.save(opened, a_use(hina, other, date(2026, 12, 1), note="電話で"))
    whole = said(opened, hina, "")
    assert [text in whole for text in ("一時預かり", "相談", "令和8年度", "5日", "うち年度内3日")] == [True] * 5
    assert "うち年度内2日" in said(opened, hina, "2027")
    assert ("相談" in said(opened, hina, made), "相談" in said(opened, hina, f"2026/{other}")) == (False, True)
    with pytest.raises(NotFound):
        papers.build(opened, "program-use-ledger", child_id=hina, record_id="no-such-use")


def test_the_ledger_says_which_entries_are_on_the_same_days_as_the_window_does(opened: Office, hina: str) -> None:
    code = scheme(opened, FOURTEEN)
    program_uses.save(opened, a_use(hina, code, date(2026, 12, 1), date(2026, 12, 3), note="吸引器を持参"))
    program_uses.save(opened, a_use(hina, code, date(2026, 12, 3)))
    paper = said(opened, hina, "")
    assert "R8.12.3と同じ日あり(日数は1日)。吸引器を持参" in paper
    assert "R8.12.1〜R8.12.3と同じ日あり(日数は1日)" in paper


def said(opened: Office, child_id: str, wanted: str) -> str:
    """The words of the paper, without blanks."""
    return "".join(text_of(papers.build(opened, "program-use-ledger", child_id=child_id, record_id=wanted)).split())


def test_a_use_goes_along_when_two_records_become_one_and_back_again(opened: Office, hina: str) -> None:
    code = scheme(opened, FOURTEEN)
    other = register.save(opened, a_child("0002")).record_id
    program_uses.save(opened, a_use(hina, code, date(2026, 6, 1), date(2026, 6, 9)))
    program_uses.save(opened, a_use(other, code, date(2026, 12, 1), date(2026, 12, 7)))
    merging.merge(opened, hina, other, choices={})
    assert stands(opened, hina) == "使った 0日 ・ 予約 16日 ・ 上限を2日超過 (年度14日)"
    merge_undoing.undo(opened, merging.merges_of(opened, hina)[0].id)
    booked = [quota_ledger.of_child(opened, child_id).accounts[0].main.booked for child_id in (hina, other)]
    assert booked == [9, 7]


def test_an_export_brings_uses_and_limits_into_another_office(opened: Office, hina: str, tmp_path: Path) -> None:
    code = scheme(opened, replace(FOURTEEN, valid_from=date(2026, 4, 1)))
    made = program_uses.save(opened, a_use(hina, code, date(2026, 6, 1), date(2026, 6, 9), minutes=None)).record_id
    program_uses.mark_used(opened, made, used_from=date(2026, 6, 1), used_to=date(2026, 6, 8))
    gone = program_uses.save(opened, a_use(hina, code, date(2026, 7, 1))).record_id
    program_uses.withdraw(opened, gone, reason="誤り")
    written = exporting.everything(opened)
    with new_office(tmp_path / "other", opened.now) as again:
        importing.import_json(again, casefile.to_bytes(written))
        (row,) = register.rows(again)
        assert stands(again, row.child_id) == stands(opened, hina)
        back = exporting.everything(again)
    assert [child["program_uses"] for child in back["children"]] == [c["program_uses"] for c in written["children"]]
    assert back["children"][0]["withdrawn"] == written["children"][0]["withdrawn"]
    assert back["settings"]["own"] == written["settings"]["own"]


def test_a_file_with_an_impossible_use_or_limit_is_refused_by_its_path(
    opened: Office, hina: str, tmp_path: Path
) -> None:
    program_uses.save(opened, a_use(hina, scheme(opened, FOURTEEN), date(2026, 6, 1), date(2026, 6, 9)))
    written = exporting.everything(opened)
    use = written["children"][0]["program_uses"][0]
    with new_office(tmp_path / "other", opened.now) as again:
        for where, wrong, path in (
            (use, {"to": "2026-05-31"}, "children[0].program_uses[0].ends_on"),
            (use, {"state": "lost"}, "children[0].program_uses[0].state"),
            (use, {"from": "9999-12-31", "to": "9999-12-31"}, "children[0].program_uses[0].begins_on"),
            (written["settings"]["own"]["support_schemes"][0]["quotas"][0], {"amount": 0}, "quotas.0.amount"),
        ):
            kept = dict(where)
            where.update(wrong)
            with pytest.raises(BadRows) as refused:
                importing.import_json(again, casefile.to_bytes(written))
            assert path in refused.value.problems[0].field
            where.update(kept)
        assert register.rows(again) == ()


def test_a_viewer_reads_and_changes_nothing(opened: Office, hina: str) -> None:
    code = scheme(opened, FOURTEEN)
    made = program_uses.save(opened, a_use(hina, code, date(2026, 12, 1))).record_id
    accounts.add(opened, name=VIEWER, role="viewer", passphrase=WORDS + " 三")
    folder, now = opened.folder, opened.now
    opened.close()
    with open_office(folder, user=VIEWER, passphrase=WORDS + " 三", clock=stopped(now)) as viewer:
        assert len(quota_ledger.of_child(viewer, hina).uses) == 1
        assert len(quota_ledger.of_office(viewer, 2026)) == 1
        acts: tuple[Callable[[], object], ...] = (
            lambda: program_uses.save(viewer, a_use(hina, code, TODAY)),
            lambda: program_uses.mark_used(viewer, made, used_from=TODAY, used_to=TODAY),
            lambda: program_uses.cancel(viewer, made, reason="発熱"),
            lambda: program_uses.book_again(viewer, made),
            lambda: program_uses.withdraw(viewer, made, reason="誤り"),
            lambda: program_uses.restore(viewer, made),
        )
        for act in acts:
            with pytest.raises(NotAllowed):
                act()
