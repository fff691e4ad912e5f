"""The rows of the register: every spelling the contract names, every refusal by line and column, what is kept."""

from __future__ import annotations

from datetime import date

import pytest

from caseapp.rules.child import CertificatePeriod, Child, ChildDisease, FamilyMember, MedicalCare
from caseapp.words import diseases
from tests.exchange.sheets import CHILD, TODAY, csv_bytes, one, places, read, said

FULL = {
    **CHILD,
    "姓カナ": "ﾀｶｾ",
    "名カナ": "ひなの",
    "性別": "女",
    "郵便番号": "〒０００－００３４",
    "住所": "汐見市緑が丘3丁目12-5",
    "電話番号": "０９０－１２３４－５６７８",
    "保護者氏名": "高瀬 美咲",
    "保護者続柄": "母",
    "受給者番号": "１２３４５６７",
    "受給者証有効期間開始": "R8.10.1",
    "受給者証有効期間終了": "令和9年9月30日",
    "疾患群": "4",
    "疾病名": "単心室症",
    "重症患者認定": "○",
    "人工呼吸器等装着": "×",
    "医療的ケア": "在宅酸素、たんの吸引;経管栄養",
    "主治医療機関": "県こども医療センター",
    "主治医": "三好 晴彦",
    "所属機関": "みどりヶ丘小学校",
    "学年": "小6",
    "担当者": "森下 由佳",
    "備考": "電話は母の携帯だけ",
}


def test_a_full_row_is_a_child_with_certificate_disease_care_and_guardian() -> None:
    found = read(csv_bytes([FULL]))
    assert (found.problems, found.warnings) == ((), ())
    row = found.rows[0]
    disease = diseases.named("単心室症")
    assert disease is not None
    assert row.worker == "森下 由佳"
    assert row.child == Child(
        number="R8-0001",
        family_name="高瀬",
        given_name="陽菜乃",
        family_name_kana="タカセ",
        given_name_kana="ヒナノ",
        birth_date=date(2014, 8, 3),
        sex="female",
        postal_code="000-0034",
        address="汐見市緑が丘3丁目12-5",
        phone="090-1234-5678",
        school="みどりヶ丘小学校",
        hospital="県こども医療センター",
        doctor="三好 晴彦",
        note="電話は母の携帯だけ",
        family=(FamilyMember(relationship="mother", name="高瀬 美咲", guardian=True),),
        certificates=(
            CertificatePeriod(
                number="1234567",
                valid_from=date(2026, 10, 1),
                valid_to=date(2027, 9, 30),
                disease_group="4",
                disease="単心室症",
                severe=True,
            ),
        ),
        diseases=(
            ChildDisease(
                disease_group="4",
                name="単心室症",
                list_version=diseases.LIST_VERSION,
                list_code=disease.code,
                notice_number=disease.number,
            ),
        ),
        medical_care=tuple(MedicalCare(item=item) for item in ("oxygen", "suction", "tube_feeding")),
    )


@pytest.mark.parametrize(
    "text",
    [
        "2018/4/1",
        "2018-04-01",
        "2018.4.1",
        "2018年4月1日",
        "平成30年4月1日",
        "H30.4.1",
        "２０１８／４／１",
        " Ｈ３０．４．１ ",
        "2018/4/1 0:00",
    ],
)
def test_every_way_to_write_a_date_is_read(text: str) -> None:
    found = one({"生年月日": text})
    assert found.problems == ()
    assert found.rows[0].child.birth_date == date(2018, 4, 1)


def test_the_first_day_of_reiwa_is_read() -> None:
    assert one({"生年月日": "令和元年5月1日"}).rows[0].child.birth_date == date(2019, 5, 1)


@pytest.mark.parametrize(
    "text", ["平成31年5月1日", "2018/2/30", "2月30日", "H0.1.1", "4/1", "きのう", "2018", "20181301", "令和8年11月21日"]
)
def test_an_impossible_date_or_one_in_the_future_is_named(text: str) -> None:
    found = one({"生年月日": text})
    assert (found.rows, places(found.problems)) == ((), [(2, "生年月日")])


def test_the_day_of_the_reading_is_no_future() -> None:
    assert one({"生年月日": TODAY.isoformat()}).problems == ()
    assert said(one({"生年月日": "2026-11-21"}).problems) == ["Line 2, 生年月日: The date of birth lies in the future."]


@pytest.mark.parametrize(("text", "expected"), [
    ("はい", True), ("いいえ", False), ("○", True), ("×", False), ("有", True), ("無", False), ("1", True),
    ("0", False), ("TRUE", True), ("FALSE", False), ("true", True), ("", False), (" ＴＲＵＥ ", True),
])  # fmt: skip
def test_every_yes_and_no_is_read(text: str, expected: bool) -> None:
    found = one({"受給者番号": "1234567", "重症患者認定": text, "人工呼吸器等装着": text})
    assert found.problems == ()
    assert (found.rows[0].child.certificates[0].severe, found.rows[0].child.certificates[0].ventilator) == (
        expected,
    ) * 2


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("性別", "犬"),
        ("疾患群", "17"),
        ("疾患群", "99群"),
        ("保護者続柄", "大家"),
        ("重症患者認定", "たぶん"),
        ("医療的ケア", "酸素、お祈り"),
        ("郵便番号", "12-34"),
        ("電話番号", "あとで"),
        ("姓カナ", "高瀬"),
        ("受給者証有効期間開始", "R8.13.1"),
        ("児童番号", ""),
        ("児童番号", "　 "),
        ("姓", ""),
        ("名", "\u3000"),
        ("生年月日", ""),
        ("姓", "長" * 300),
    ],
)
def test_a_bad_value_is_named_by_line_and_column(column: str, text: str) -> None:
    found = one({column: text})
    assert (found.rows, places(found.problems)) == ((), [(2, column)])


def test_all_bad_rows_are_named_not_only_the_first() -> None:
    rows = [
        {**FULL, "性別": "犬", "生年月日": "2月30日"},
        {**FULL, "児童番号": "R8-0002"},
        {**FULL, "児童番号": "", "疾患群": "17"},
    ]
    found = read(csv_bytes(rows))
    assert places(found.problems) == [(2, "生年月日"), (2, "性別"), (4, "児童番号"), (4, "疾患群")]
    assert [row.number for row in found.rows] == ["R8-0002"]


def test_a_number_that_stands_twice_is_named_with_its_first_line() -> None:
    found = read(csv_bytes([CHILD, {**CHILD, "児童番号": "R8-0002"}, {**CHILD, "児童番号": "Ｒ８-０００１"}]))
    assert said(found.problems) == ["Line 4, 児童番号: R8-0001 stands already in line 2."]


def test_a_problem_is_said_in_japanese_too() -> None:
    found = one({"名": ""})
    assert said(found.problems, to="ja") == ["2行目「名」: 入力が必要です。"]


def test_a_certificate_that_ends_before_it_begins_is_named() -> None:
    found = one({"受給者番号": "1", "受給者証有効期間開始": "R8.4.1", "受給者証有効期間終了": "R8.3.31"})
    assert places(found.problems) == [(2, "受給者証有効期間終了")]


def test_without_anything_of_a_certificate_there_is_none() -> None:
    child = one({"疾患群": "4", "重症患者認定": "いいえ"}).rows[0].child
    assert child.certificates == ()
    assert child.diseases == (ChildDisease(name="", disease_group="4"),)


@pytest.mark.parametrize("text", ["4", "04", "4群", "４", "慢性心疾患", "第4群", "4.慢性心疾患"])
def test_a_disease_group_is_known_by_number_and_by_name(text: str) -> None:
    found = one({"疾患群": text})
    if text == "第4群":
        assert places(found.problems) == [(2, "疾患群")]
    else:
        assert found.rows[0].child.diseases[0].disease_group == "4"


def test_a_disease_that_is_not_in_the_list_is_kept_and_told() -> None:
    found = one({"疾患群": "4", "疾病名": "むずかしい心臓の病気"})
    assert said(found.warnings) == [
        "Line 2, 疾病名: “むずかしい心臓の病気” is not in the list of diseases; it is kept as it stands."
    ]
    assert found.rows[0].child.diseases == (ChildDisease(name="むずかしい心臓の病気", disease_group="4"),)


def test_the_group_of_a_listed_disease_is_filled_in_and_another_one_is_told() -> None:
    assert one({"疾病名": "単心室症"}).rows[0].child.diseases[0].disease_group == "4"
    found = one({"疾患群": "7", "疾病名": "単心室症"})
    assert found.rows[0].child.diseases[0].disease_group == "7"
    assert places(found.warnings) == [(2, "疾患群")]


@pytest.mark.parametrize(
    ("text", "override"), [("小6", ""), ("小学校６年生", ""), ("6年", ""), ("", ""), ("小5", "e5@2026")]
)
def test_a_grade_is_kept_only_where_it_is_another_than_the_birth_date_gives(text: str, override: str) -> None:
    found = one({"学年": text})
    assert found.rows[0].child.grade_override == override
    assert places(found.warnings) == ([(2, "学年")] if override else [])


def test_a_text_that_is_no_grade_is_told_and_left_out() -> None:
    found = one({"学年": "大学2年"})
    assert found.rows[0].child.grade_override == ""
    assert "“大学2年”" in said(found.warnings)[0]


@pytest.mark.parametrize("text", ["なし", "無", ""])
def test_no_medical_care_is_none(text: str) -> None:
    found = one({"医療的ケア": text})
    assert (found.problems, found.rows[0].child.medical_care) == ((), ())


def test_a_relationship_without_a_name_is_told() -> None:
    found = one({"保護者続柄": "母"})
    assert (found.rows[0].child.family, places(found.warnings)) == ((), [(2, "保護者続柄")])


def test_a_zero_that_excel_dropped_from_a_telephone_is_put_back_and_told() -> None:
    found = one({"電話番号": "9012345678"})
    assert found.rows[0].child.phone == "09012345678"
    assert "9012345678; 09012345678 was read" in said(found.warnings)[0]


# ---- a row onto a child that is known


def _known() -> Child:
    return Child(
        id="c",
        number="R8-0001",
        family_name="高瀬",
        given_name="ひなの",
        birth_date=date(2014, 8, 3),
        note="古い備考",
        address="前の住所",
        certificates=(CertificatePeriod(id="p", number="1234567", valid_from=date(2025, 10, 1), severe=True),),
        diseases=(ChildDisease(id="d", name="ほかの病気"),),
        medical_care=(MedicalCare(id="m", item="oxygen", detail="夜間0.5L"), MedicalCare(id="n", item="bowel")),
        family=(FamilyMember(id="f", relationship="other", name="高瀬 美咲", phone="090"),),
    )


def test_an_empty_cell_changes_nothing() -> None:
    row = one({"備考": "", "住所": "今の住所"}).rows[0]
    after = row.onto(_known(), today=TODAY)
    assert (after.id, after.note, after.address, after.given_name) == ("c", "古い備考", "今の住所", "陽菜乃")
    assert (after.certificates, after.diseases, after.medical_care) == (
        _known().certificates,
        _known().diseases,
        _known().medical_care,
    )


def test_a_new_certificate_is_added_and_the_same_one_changed() -> None:
    renewed = one({"受給者番号": "1234567", "受給者証有効期間開始": "R8.10.1"}).rows[0].onto(_known(), today=TODAY)
    assert [(p.id, p.valid_from) for p in renewed.certificates] == [("p", date(2025, 10, 1)), ("", date(2026, 10, 1))]
    same = one({"受給者番号": "1234567", "受給者証有効期間終了": "R8.9.30"}).rows[0].onto(_known(), today=TODAY)
    assert [(p.id, p.valid_to, p.severe) for p in same.certificates] == [("p", date(2026, 9, 30), True)]


def test_disease_care_and_guardian_of_the_row_are_taken_over_with_what_was_known_of_them() -> None:
    after = (
        one({"疾病名": "単心室症", "医療的ケア": "酸素、吸引", "保護者氏名": "高瀬 美咲", "保護者続柄": "母"})
        .rows[0]
        .onto(_known(), today=TODAY)
    )
    assert [(d.name, d.main) for d in after.diseases] == [("単心室症", True), ("ほかの病気", False)]
    assert [(c.item, c.detail) for c in after.medical_care] == [("oxygen", "夜間0.5L"), ("suction", "")]
    assert [(m.id, m.relationship, m.phone) for m in after.family] == [("f", "mother", "090")]
