"""The rows of the consultations and of the organizations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from caseapp.rules.consultation import Consultation
from caseapp.rules.follow_up import NextStep
from caseapp.rules.organization import Organization
from tests.exchange.sheets import CONSULTATION, ORGANIZATION, csv_bytes, one, places, read, said

FULL = {
    **CONSULTATION,
    "開始時刻": "午後3時20分",
    "所要分": "1時間",
    "相談者": "母",
    "相談内容区分": "就学・学校生活、気持ちの支え;学校、企業等の地域関係者からの相談への対応、情報提供",
    "対応": "養護教諭に伝える",
    "次回予定日": "R8.12.4",
    "担当者": "森下 由佳",
}


def test_a_full_row_is_a_consultation_with_its_next_day() -> None:
    found = read(csv_bytes([FULL]), "consultations")
    assert (found.problems, found.warnings) == ((), ())
    row = found.rows[0]
    assert row.consultation == Consultation(
        child_id="R8-0001",
        on=date(2026, 11, 2),
        start=time(15, 20),
        minutes=60,
        method="phone",
        consulter="mother",
        topics=("school", "emotional", "community"),
        facts="学校の給食について",
        response="養護教諭に伝える",
        next_on=date(2026, 12, 4),
    )
    assert row.next_step == NextStep(text="次回の対応", due_on=date(2026, 12, 4))
    assert row.worker == "森下 由佳"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("児童番号", ""),
        ("相談日", ""),
        ("相談日", "平成31年5月1日"),
        ("相談日", "2026-11-21"),
        ("相談方法", ""),
        ("相談方法", "のろし"),
        ("相談内容区分", "就学、天気"),
        ("内容", " \n "),
        ("開始時刻", "25:00"),
        ("開始時刻", "午後12時"),
        ("所要分", "長い"),
        ("所要分", "9999"),
        ("次回予定日", "2月30日"),
        ("次回予定日", "2026-10-01"),
    ],
)
def test_a_bad_value_is_named_by_line_and_column(column: str, text: str) -> None:
    found = one({column: text}, "consultations")
    assert (found.rows, places(found.problems)) == ((), [(2, column)])


@pytest.mark.parametrize("text", ["15:20", "１５：２０", "1520", "15時20分", "午後3時20分"])
def test_every_way_to_write_a_time_is_read(text: str) -> None:
    assert one({"開始時刻": text}, "consultations").rows[0].consultation.start == time(15, 20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("母", ("mother", "")),
        ("高瀬 美咲(母)", ("mother", "高瀬 美咲")),
        ("母（高瀬 美咲）", ("mother", "高瀬 美咲")),
        ("", ("", "")),
        ("となりの人", ("other", "となりの人")),
    ],
)
def test_who_asked_is_a_code_a_name_or_both(text: str, expected: tuple[str, str]) -> None:
    found = one({"相談者": text}, "consultations")
    consultation = found.rows[0].consultation
    assert (consultation.consulter, consultation.consulter_name) == expected
    assert bool(found.warnings) == (text == "となりの人")


def test_the_same_consultation_twice_is_named_with_its_first_line() -> None:
    found = read(csv_bytes([FULL, {**FULL, "対応": "ほかの対応"}, {**FULL, "内容": "ほかの内容"}]), "consultations")
    assert said(found.problems) == ["Line 3: The same consultation stands already in line 2."]


def test_a_row_onto_a_known_consultation_changes_what_it_holds() -> None:
    row = read(csv_bytes([{**FULL, "対応": "", "相談方法": "訪問"}]), "consultations").rows[0]
    known = replace(row.consultation, id="k", response="前の対応", opinion="所見")
    after = row.onto(known)
    assert (after.id, after.method, after.response, after.opinion) == ("k", "visit", "前の対応", "所見")


# ---- organizations


def test_a_full_organization_is_read() -> None:
    full = {
        **ORGANIZATION,
        "担当部署": "保健室",
        "担当者名": "中村先生",
        "電話番号": "0000-34-1000",
        "FAX": "0000-34-1001",
        "メール": "hoken@example.jp",
        "郵便番号": "0000034",
        "住所": "汐見市緑が丘1",
        "備考": "放課後に",
    }
    found = read(csv_bytes([full]), "organizations")
    assert found.problems == ()
    assert found.rows[0].organization == Organization(
        number="K-01",
        name="汐見市立みどりヶ丘小学校",
        kind="school",
        department="保健室",
        contact="中村先生",
        phone="0000-34-1000",
        fax="0000-34-1001",
        email="hoken@example.jp",
        postal_code="000-0034",
        address="汐見市緑が丘1",
        note="放課後に",
    )


@pytest.mark.parametrize(
    ("column", "text"), [("機関番号", ""), ("機関名", ""), ("種別", ""), ("種別", "遊園地"), ("電話番号", "?")]
)
def test_a_bad_organization_is_named_by_line_and_column(column: str, text: str) -> None:
    found = one({column: text}, "organizations")
    assert (found.rows, places(found.problems)) == ((), [(2, column)])


def test_an_organizations_number_that_stands_twice_is_named() -> None:
    found = read(csv_bytes([ORGANIZATION, ORGANIZATION]), "organizations")
    assert said(found.problems) == ["Line 3, 機関番号: K-01 stands already in line 2."]


def test_an_empty_cell_changes_nothing_of_a_known_organization() -> None:
    row = one({"住所": "", "備考": "新しい"}, "organizations").rows[0]
    after = row.onto(replace(row.organization, id="o", address="前の住所", phone="1"))
    assert (after.id, after.address, after.phone, after.note) == ("o", "前の住所", "1", "新しい")
