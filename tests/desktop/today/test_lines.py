"""The words and chips of Today's lines, without a window."""

from __future__ import annotations

from datetime import date, time

import pytest

from caseapp.casework.views import (
    CertificateRow,
    HandoverNotice,
    SilentRow,
    StageProposal,
    TodayPage,
    TodayRow,
    WaitingRow,
)
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.today import lines
from caseapp.desktop.today.handed import handed
from caseapp.desktop.today.lines import Action, Notice
from caseapp.rules.certificate_rule import certificate_state

ON = date(2026, 11, 20)


def page(**parts: object) -> TodayPage:
    empty: dict[str, object] = dict.fromkeys(
        ("overdue", "due_today", "next_7_days", "waiting", "silent", "certificates", "milestones"), ()
    )
    return TodayPage(on=ON, mine=True, **(empty | parts))  # type: ignore[arg-type]  # parts by name


def act(due: date, at: time | None = None, **more: object) -> TodayRow:
    known: dict[str, object] = {"follow_up_id": "f", "child_id": "c", "child_name": "高瀬 陽菜乃", "child_kana": ""}
    known |= {"age_grade": "12歳・小6", "text": "電話する", "due_on": due, "due_time": at} | more
    return TodayRow(**known)  # type: ignore[arg-type]  # the same


def only(found: lines.Rows) -> Action | Notice:
    return next(row for row in found if not isinstance(row, Head))


@pytest.mark.parametrize(
    ("due", "at", "chip", "kind", "day"),
    [
        (date(2026, 11, 16), None, "4日超過", "late", "16日 月"),
        (date(2026, 10, 30), None, "21日超過", "late", "10月30日"),
        (date(2025, 11, 20), None, "1年超過", "late", "R7.11.20"),
        (ON, None, "今日中", "today", "20日 金"),
        (ON, time(10, 30), "10:30", "today", "20日 金"),
        (date(2026, 11, 27), None, "あと7日", "coming", "27日 金"),
        (date(2026, 12, 2), None, "12月2日", "coming", "12月2日"),
    ],
)
def test_a_day_is_told_by_chip_and_date(due: date, at: time | None, chip: str, kind: str, day: str) -> None:
    line = lines._action(act(due, at), page=page(), style="era")
    assert (line.chip.words, line.chip.kind, line.day) == (chip, kind, day)


def test_what_was_promised_and_what_was_only_asked_are_worded_apart() -> None:
    row = WaitingRow(
        liaison_id="l",
        child_id="c",
        child_name="倉田 湊",
        organization="教育委員会",
        subject="看護師の配置",
        on=date(2026, 11, 9),
        reply_due_on=date(2026, 11, 24),
    )
    promised = only(lines.notices(page(waiting=(row,))))
    assert isinstance(promised, Notice)
    assert promised.text == "看護師の配置 ・ 11月24日までに返事の約束"
    assert promised.beside == "倉田 湊さん"
    late = WaitingRow(**{**row.__dict__, "reply_due_on": date(2026, 11, 12)})
    broken = only(lines.notices(page(waiting=(late,))))
    assert isinstance(broken, Notice)
    assert broken.text == "看護師の配置 ・ 11月9日に依頼"
    assert (broken.chip.words, broken.chip.kind) == ("11日め", "late")


def test_silence_since_the_last_contact_or_since_the_registration() -> None:
    known = {"child_id": "c", "child_name": "藤井 朔", "age_grade": "14歳・中2"}
    spoken = SilentRow(**known, last_on=date(2026, 4, 18), registered_on=None, method="phone", consulter="mother")
    never = SilentRow(**known, last_on=None, registered_on=date(2026, 3, 1))
    texts = [row.text for row in lines.notices(page(silent=(spoken, never))) if isinstance(row, Notice)]
    assert texts == ["最後は4月18日 電話(お母さん)", "登録から一度も連絡していません"]


def test_a_certificate_that_cannot_be_renewed_is_red_and_another_is_not() -> None:
    adult = certificate_state(date(2025, 12, 1), date(2026, 11, 30), birth=date(2007, 3, 9), today=ON)
    young = certificate_state(date(2026, 1, 1), date(2026, 12, 31), birth=date(2018, 3, 9), today=ON)
    rows = tuple(
        CertificateRow(child_id=c, child_name="北条 千尋", age_grade="19歳", valid_to=to, state=state)
        for c, to, state in (("a", date(2026, 11, 30), adult), ("b", date(2026, 12, 31), young))
    )
    found = [row for row in lines.notices(page(certificates=rows)) if isinstance(row, Notice)]
    assert [(row.chip.words, row.chip.kind, row.chip.icon) for row in found] == [
        ("あと10日", "red", "stop"),
        ("あと41日", "coming", ""),
    ]
    assert found[0].text.startswith("11月30日まで ・ ")


def proposal(**fields: object) -> StageProposal:
    given: dict[str, object] = {
        "child_id": "c",
        "child_name": "桐谷 悠真",
        "age_grade": "17歳・高3",
        "key": "adult",
        "entry": "adult",
        "kind": "paper",
        "text": "18歳に向けて",
        "short": "18歳",
        "on": date(2027, 1, 14),
        "from_on": ON,
        "due_on": date(2027, 1, 14),
        **fields,
    }
    return StageProposal(**given)  # type: ignore[arg-type]  # any field


def test_what_the_path_proposes_can_be_taken_up_from_its_line() -> None:
    found = only(lines.notices(page(milestones=(proposal(),))))
    assert isinstance(found, Notice)
    assert (found.text, found.chip.words) == ("18歳に向けて", "あと55日")
    assert found.proposal == proposal()
    late = only(lines.notices(page(milestones=(proposal(due_on=date(2026, 11, 10)),))))
    red = only(lines.notices(page(milestones=(proposal(danger=True),))))
    assert isinstance(late, Notice)
    assert isinstance(red, Notice)
    assert (late.chip.kind, red.chip.kind) == ("late", "red")


def test_the_renewal_stands_once_with_its_certificate() -> None:
    state = certificate_state(date(2026, 1, 1), date(2026, 12, 31), birth=date(2018, 3, 9), today=ON)
    row = CertificateRow(
        child_id="c", child_name="桐谷 悠真", age_grade="8歳", valid_to=date(2026, 12, 31), state=state
    )
    renewal = proposal(entry="renewal", key="renewal@20261231")
    rows = lines.notices(page(certificates=(row,), milestones=(renewal, proposal()), counts={"milestones": 2}))
    found = [each for each in rows if isinstance(each, Notice)]
    assert [each.proposal for each in found] == [renewal, proposal()]
    assert [each.count for each in rows if isinstance(each, Head)] == ["1人", "1件"]


def test_more_than_is_shown_is_said() -> None:
    found = lines.actions(page(due_today=(act(ON),), counts={"due_today": 130}))
    words = [row.words for row in found if isinstance(row, Head)]
    assert "ほか129件は児童台帳にあります" in words


def test_an_empty_right_side_says_one_sentence() -> None:
    found = lines.notices(page())
    assert [row.words for row in found if isinstance(row, Head)] == ["返事待ちも、近い期限もありません"]


def test_a_holiday_stands_beside_the_day() -> None:
    assert lines.title(date(2026, 11, 23)) == ("11月23日(月)", "令和8年 ・ 勤労感謝の日")
    assert lines.title(ON) == ("11月20日(金)", "令和8年")


@pytest.mark.parametrize(
    ("danger", "words"),
    [("expiring", "切れると再申請できません"), ("expired", "再申請できません"), ("", "")],
)
def test_the_danger_of_a_certificate_is_told_by_its_code(danger: str, words: str) -> None:
    assert lines._action(act(ON, danger=danger), page=page(), style="era").danger == words


@pytest.mark.parametrize(
    ("left", "text", "chip"),
    [
        (False, "11月20日に佐伯さんへ、全部で2人", "今日"),
        (True, "佐伯さんはもう在籍していません。あらためて引き継いでください", "後任不在"),
    ],
)
def test_a_successor_who_is_gone_is_said_at_once(left: bool, text: str, chip: str) -> None:
    notice = HandoverNotice(
        kind="waiting", batch="b", count=2, of=2, on=ON, who="佐伯", handover_id="h", taker_left=left
    )
    line = only(handed(page(handovers=(notice,))))
    assert isinstance(line, Notice)
    assert line.chip is not None
    assert (line.text, line.chip.words) == (text, chip)
