"""利用枠: what a reason is good for, who sets the limits, and what of other days and children a use is measured by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from caseapp.casework import audit, plan_offers, program_uses, quota_ledger, register
from caseapp.casework.office import Office
from caseapp.rules.clock import stopped
from caseapp.rules.problem import NotAllowed, NotFound, Refused
from caseapp.rules.quota import APPROVAL, DAY, HOUR, TIME, USE, WEEK, YEAR, Quota
from tests.casework.people import TODAY, a_child
from tests.casework.test_program_uses import FOURTEEN, a_use, scheme, stands


@pytest.fixture
def hina(opened: Office) -> str:
    """A child of the office."""
    return register.save(opened, a_child()).record_id


TWO = Quota(amount=2, unit=DAY, span=YEAR)
REASON = "一日だけ延長"


def overridden(opened: Office, child_id: str, code: str) -> str:
    """The 1st to the 3rd of October, one day past two."""
    over = a_use(child_id, code, date(2026, 10, 1), date(2026, 10, 3), override_reason=REASON)
    return program_uses.save(opened, over).record_id


def test_a_reason_holds_for_what_it_was_given_for_and_no_more(opened: Office, hina: str) -> None:
    key = overridden(opened, hina, scheme(opened, TWO))
    far = {"used_from": date(2026, 9, 1), "used_to": date(2026, 11, 15)}
    for reason in (None, "", REASON):
        with pytest.raises(Refused) as refused:
            program_uses.mark_used(opened, key, **far, override_reason=reason)  # type: ignore[arg-type]  # the two days
        assert [each.field for each in refused.value.problems] == ["override_reason"]
    with pytest.raises(Refused):
        program_uses.save(opened, replace(program_uses.get(opened, key), ends_on=date(2026, 10, 4)))
    as_booked = {"used_from": date(2026, 10, 1), "used_to": date(2026, 10, 3)}
    with pytest.raises(Refused):  # a reason that is cleared counts no more
        program_uses.mark_used(opened, key, **as_booked, override_reason=" ")  # type: ignore[arg-type]  # the two days
    program_uses.mark_used(opened, key, **as_booked)  # type: ignore[arg-type]  # the two days
    assert program_uses.get(opened, key).override_reason == REASON
    program_uses.mark_used(opened, key, **far, override_reason="母の入院が長引いた")  # type: ignore[arg-type]  # the two days
    assert program_uses.get(opened, key).override_reason == "母の入院が長引いた"


def test_what_is_put_off_to_another_year_or_scheme_asks_for_a_reason_of_its_own(opened: Office, hina: str) -> None:
    one, other = scheme(opened, TWO), scheme(opened, TWO, name="短期入所")
    use = program_uses.get(opened, overridden(opened, hina, one))
    program_uses.save(opened, replace(use, begins_on=date(2026, 10, 6), ends_on=date(2026, 10, 8)))
    use = program_uses.get(opened, use.id)
    for moved in (
        replace(use, begins_on=date(2027, 10, 6), ends_on=date(2027, 10, 8)),
        replace(use, scheme_code=other),
    ):
        with pytest.raises(Refused):
            program_uses.save(opened, moved)


def test_a_reason_comes_back_with_its_use_only_as_far_as_it_went(opened: Office, hina: str) -> None:
    code = scheme(opened, TWO)
    key = overridden(opened, hina, code)
    ways: tuple[tuple[Callable[[], object], Callable[[], object], str], ...] = (
        (
            lambda: program_uses.withdraw(opened, key, reason="誤り"),
            lambda: program_uses.restore(opened, key),
            "restore",
        ),
        (
            lambda: program_uses.cancel(opened, key, reason="発熱"),
            lambda: program_uses.book_again(opened, key),
            "booked_again",
        ),
    )
    for away, back, action in ways:
        away()
        back()
        newest = next(entry for entry in audit.entries(opened) if entry.kind == "program_use")
        assert (newest.action, newest.detail) == (f"program_use.{action}", {"override": True})
        away()
        other = program_uses.save(opened, a_use(hina, code, date(2026, 11, 1), date(2026, 11, 2))).record_id
        with pytest.raises(Refused):
            back()
        program_uses.withdraw(opened, other, reason="誤り")
        back()


def test_the_reason_of_a_cancelled_use_goes_when_its_days_do(opened: Office, hina: str) -> None:
    key = overridden(opened, hina, scheme(opened, TWO))
    program_uses.cancel(opened, key, reason="発熱")
    use = program_uses.get(opened, key)
    assert use.override_reason == REASON
    program_uses.save(opened, replace(use, ends_on=date(2026, 12, 1)))
    with pytest.raises(Refused):
        program_uses.book_again(opened, key)


def test_a_use_stays_with_its_child_and_has_the_name_of_its_scheme(opened: Office, hina: str) -> None:
    one, other = scheme(opened, FOURTEEN), scheme(opened, FOURTEEN, name="短期入所")
    second = register.save(opened, a_child("0002")).record_id
    use = program_uses.get(opened, program_uses.save(opened, a_use(hina, one, TODAY)).record_id)
    with pytest.raises(NotFound):
        program_uses.save(opened, replace(use, child_id=second))
    program_uses.save(opened, replace(use, scheme_code=other))
    kept = program_uses.get(opened, use.id)
    assert (kept.child_id, kept.scheme) == (hina, "短期入所")


def test_what_was_taken_back_is_not_changed_any_more(opened: Office, hina: str) -> None:
    use = program_uses.get(opened, program_uses.save(opened, a_use(hina, scheme(opened, FOURTEEN), TODAY)).record_id)
    program_uses.withdraw(opened, use.id, reason="誤り")
    acts: tuple[Callable[[], object], ...] = (
        lambda: program_uses.save(opened, use),
        lambda: program_uses.mark_used(opened, use.id, used_from=TODAY, used_to=TODAY),
        lambda: program_uses.cancel(opened, use.id, reason="発熱"),
        lambda: program_uses.book_again(opened, use.id),
    )
    for act in acts:
        with pytest.raises(NotFound):
            act()


def test_for_a_child_whose_support_has_ended_nothing_is_booked_and_what_was_used_is_written(
    opened: Office, hina: str
) -> None:
    code = scheme(opened, FOURTEEN)
    key = program_uses.save(opened, a_use(hina, code, TODAY)).record_id
    register.close(opened, hina, on=TODAY, reason="転出")
    for booked in (a_use(hina, code, TODAY), replace(program_uses.get(opened, key), ends_on=date(2026, 12, 24))):
        with pytest.raises(Refused):
            program_uses.save(opened, booked)
    program_uses.cancel(opened, key, reason="転出のため")
    program_uses.book_again(opened, key)
    program_uses.mark_used(opened, key, used_from=TODAY, used_to=TODAY)
    assert program_uses.get(opened, key).state == "used"


def test_two_visits_on_one_day_are_each_measured_by_themselves(opened: Office, hina: str) -> None:
    limits = Quota(amount=7 * 60, unit=HOUR, span=USE), Quota(amount=98 * 60, unit=HOUR, span=YEAR)
    code = scheme(opened, *limits)
    for _ in range(2):
        program_uses.save(opened, a_use(hina, code, TODAY, minutes=4 * 60))
    assert stands(opened, hina) == "使った 0時間 ・ 予約 8時間 ・ 残り 90時間 (年度98時間)"
    with pytest.raises(Refused):
        program_uses.save(opened, a_use(hina, code, TODAY, minutes=8 * 60))


def test_a_period_typed_otherwise_by_a_day_is_no_fresh_limit(opened: Office, hina: str) -> None:
    code = scheme(opened, Quota(amount=14, unit=DAY, span=APPROVAL))
    year_end = date(2027, 3, 31)
    first = a_use(hina, code, date(2026, 6, 1), date(2026, 6, 14), approved_from=date(2026, 4, 1), approved_to=year_end)
    program_uses.save(opened, first)
    with pytest.raises(Refused):
        program_uses.save(
            opened, a_use(hina, code, date(2026, 7, 1), approved_from=date(2026, 4, 2), approved_to=year_end)
        )


def test_whichever_is_booked_first_the_limit_of_the_rest_of_the_year_holds(opened: Office, hina: str) -> None:
    lowered = Quota(amount=10, unit=DAY, span=YEAR, valid_from=date(2026, 10, 1))
    code = scheme(opened, replace(FOURTEEN, valid_to=date(2026, 9, 30)), lowered)
    program_uses.save(opened, a_use(hina, code, date(2026, 12, 1), date(2026, 12, 10)))
    with pytest.raises(Refused):
        program_uses.save(opened, a_use(hina, code, date(2026, 8, 1), date(2026, 8, 14)))


def test_the_week_over_the_end_of_march_stands_alike_on_the_page_and_in_the_list(opened: Office, hina: str) -> None:
    code = scheme(opened, Quota(amount=3, unit=TIME, span=WEEK, warn_at=1))
    for day in (date(2027, 3, 29), date(2027, 3, 30), date(2027, 4, 1)):
        program_uses.save(opened, a_use(hina, code, day))
    for today_, year in ((date(2027, 3, 30), 2026), (date(2027, 4, 1), 2027)):
        opened.clock = stopped(datetime.combine(today_, time(10), tzinfo=opened.now.tzinfo))
        (account,) = quota_ledger.of_child(opened, hina).accounts
        (row,) = quota_ledger.of_office(opened, year)
        assert (row.balance, row.balance.booked, row.times) == (account.main, 3, 2 if year == 2026 else 1)


def test_what_is_booked_for_today_is_not_late_and_what_was_yesterday_is(opened: Office, hina: str) -> None:
    code = scheme(opened, FOURTEEN)
    program_uses.save(opened, a_use(hina, code, TODAY - timedelta(days=2), TODAY))
    assert (quota_ledger.of_child(opened, hina).late, quota_ledger.of_office(opened, 2026)[0].late) == (0, 0)
    program_uses.save(opened, a_use(hina, code, TODAY - timedelta(days=1)))
    assert (quota_ledger.of_child(opened, hina).late, quota_ledger.of_office(opened, 2026)[0].late) == (1, 1)


def test_the_limits_are_a_managers_and_the_log_has_what_they_were(opened: Office) -> None:
    code = scheme(opened, FOURTEEN)
    kept = next(each for each in plan_offers.schemes(opened) if each.code == code)
    raised = replace(kept, quotas=(replace(FOURTEEN, amount=100, valid_from=date(2026, 4, 1)),))
    manager = opened.account
    opened.account = replace(manager, role="worker")
    with pytest.raises(NotAllowed):
        plan_offers.save_scheme(opened, raised)
    plan_offers.save_scheme(opened, replace(kept, contact="県 健康推進課"))
    opened.account = manager
    assert next(each for each in audit.entries(opened) if each.action == "plan.scheme").detail == {"code": code}
    plan_offers.save_scheme(opened, raised)
    newest = next(each for each in audit.entries(opened) if each.action == "plan.scheme")
    assert newest.detail == {
        "code": code,
        "limits_before": ["14 day/fiscal_year"],
        "limits": ["100 day/fiscal_year 2026-04-01–"],
    }
