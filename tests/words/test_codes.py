"""The code lists: their labels, what files may call them, and that the file itself is sound."""

from __future__ import annotations

import re
import tomllib

import pytest

from caseapp.rules import account, follow_up, plan_state
from caseapp.rules.folding import fold
from caseapp.words import codes, language, resources

EXPECTED = {
    "sex", "method", "topic", "consulter", "relationship", "disease_group", "medical_care", "organization_kind",
    "place", "trigger", "liaison_method", "plan_rating", "plan_status", "plan_area", "follow_up_state",
    "follow_up_kind", "role", "school_type", "school_class", "disclosure_method", "national_method",
    "national_topic",
}  # fmt: skip


@pytest.fixture(autouse=True)
def japanese() -> None:
    language.use("ja")


def test_the_lists_the_records_name_are_there() -> None:
    assert set(codes.names()) >= EXPECTED


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(KeyError):
        codes.load("colour")


@pytest.mark.parametrize("name", codes.names())
class TestEveryList:
    def test_no_spelling_means_two_codes(self, name: str) -> None:
        seen: dict[str, str] = {}
        for entry in codes.load(name).entries:
            for text in (entry.code, entry.japanese, entry.short, entry.english, *entry.other_spellings):
                assert seen.setdefault(fold(text), entry.code) == entry.code, (text, seen[fold(text)], entry.code)

    def test_codes_are_plain_words(self, name: str) -> None:
        assert all(re.fullmatch(r"[a-z0-9_]+", code) for code in codes.load(name))

    def test_every_code_has_its_labels_and_is_found_by_them(self, name: str) -> None:
        entries = codes.load(name)
        for code in entries:
            for text in (code, entries.label(code, "ja"), entries.short(code, "ja"), entries.label(code, "en")):
                assert text
                assert entries.code_of(text) == code

    def test_every_parent_is_in_its_list(self, name: str) -> None:
        entries = codes.load(name)
        assert all(entries.parent(code) in entries.parents() for code in entries)

    def test_there_is_at_least_one_toggle_and_short_labels_fit_on_it(self, name: str) -> None:
        entries = codes.load(name)
        assert entries.toggles
        assert all(len(entries.short(code, "ja")) <= 20 for code in entries.toggles)

    def test_japanese_labels_are_japanese_and_english_ones_are_not(self, name: str) -> None:
        for entry in codes.load(name).entries:
            assert entry.english.isascii()
            assert entry.japanese in ("SNS", "FAX", "AED") or not entry.japanese.isascii()


def test_reading_one_table_gives_what_the_whole_file_says() -> None:
    whole = tomllib.loads(resources.path("codes.toml").read_text(encoding="utf-8"))
    assert set(whole) == {*codes.names(), "_parents"}
    for name in codes.names():
        assert [e.code for e in codes.load(name).entries] == list(whole[name])
        assert [e.japanese for e in codes.load(name).entries] == [row[0] for row in whole[name].values()]
    assert set(whole["_parents"]) <= set(codes.names())


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("method", "電話", "phone"),
        ("method", "家庭訪問", "visit"),
        ("method", "来所", "counter"),
        ("method", "ﾒｰﾙ", "email"),
        ("method", "ＦＡＸ", "letter_fax"),
        ("method", "インターネット", "online"),
        ("method", " 訪 問 ", "visit"),
        ("method", "VISIT", "visit"),
        ("method", "オンライン", "online_meeting"),
        ("method", "のろし", None),
        ("method", "", None),
        ("sex", "女", "female"),
        ("sex", "男性", "male"),
        ("sex", "１", "male"),
        ("sex", "0", "unknown"),
        ("disease_group", "慢性心疾患", "4"),
        ("disease_group", "04 慢性心疾患", "4"),
        ("disease_group", "４．慢性心疾患", "4"),
        ("disease_group", "04", "4"),
        ("disease_group", "13", "13"),
        ("disease_group", "皮膚疾患群", "14"),
        ("disease_group", "染色体または遺伝子に変化を伴う症候群", "13"),
        ("disease_group", "17", None),
        ("medical_care", "たん吸引", "suction"),
        ("medical_care", "胃ろう", "tube_feeding_tube"),
        ("medical_care", "HOT", "oxygen"),
        ("topic", "療育相談指導", "guidance"),
        ("topic", "就学・学校生活", "school"),
        ("topic", "気持ちの支え", "emotional"),
        ("topic", "学校、企業等の地域関係者からの相談への対応、情報提供", "community"),
        ("consulter", "お母さん", "mother"),
        ("consulter", "学校", "school"),
        ("relationship", "実母", "mother"),
        ("organization_kind", "保育園", "nursery"),
        ("organization_kind", "医療", "medical"),
        ("plan_rating", "未", "not_achieved"),
    ],
)
def test_a_value_of_a_file_is_understood(name: str, text: str, code: str | None) -> None:
    assert codes.load(name).code_of(text) == code


def test_a_cell_of_several_values_gives_its_codes_and_what_is_unknown() -> None:
    topics = codes.load("topic")
    assert topics.codes_of("家庭看護、就学・学校生活") == (["home_care", "school"], [])
    assert topics.codes_of("家庭看護;のろし；家庭看護") == (["home_care"], ["のろし"])
    assert topics.codes_of("") == ([], [])


def test_a_label_that_holds_the_separator_is_found_whole() -> None:
    text = "学校、企業等の地域関係者からの相談への対応、情報提供"
    assert codes.load("topic").codes_of(text) == (["community"], [])
    assert codes.load("topic").codes_of(f"学校、{text}、療育相談指導") == (["school", "community", "guidance"], [])


def test_a_detailed_topic_counts_under_a_national_one() -> None:
    topics = codes.load("topic")
    assert len(topics.toggles) == 15
    assert topics.parent("school") == "guidance"
    assert topics.parent("transition") == "development"
    assert topics.parents().label("guidance", "ja") == "療育相談指導"
    assert {topics.parent(code) for code in topics} == set(codes.load("national_topic"))


def test_every_method_counts_under_one_of_the_seven_national_ones() -> None:
    methods = codes.load("method")
    assert {methods.parent(code) for code in methods} == set(codes.load("national_method"))
    assert len(codes.load("national_method")) == 7


def test_a_list_without_a_coarser_one_is_its_own_parent() -> None:
    care = codes.load("medical_care")
    assert care.parents() is care
    assert care.parent("tube_feeding_pump") == "tube_feeding"
    assert care.parent("oxygen") == "oxygen"
    assert care.parent("unheard_of") == "unheard_of"


def test_labels_follow_the_language_of_the_screen_unless_told_otherwise() -> None:
    topics = codes.load("topic")
    assert (topics.label("emotional"), topics.short("emotional")) == ("精神的支援(本人・家族)", "気持ちの支え")
    assert topics.label("emotional", "ja-easy") == "精神的支援(本人・家族)"
    language.use("en")
    assert (topics.label("emotional"), topics.short("emotional")) == ("emotional support", "emotional support")
    assert topics.short("emotional", "ja") == "気持ちの支え"
    language.use("ja")


def test_a_code_of_a_newer_version_is_shown_as_it_is() -> None:
    methods = codes.load("method")
    assert methods.label("telepathy") == methods.short("telepathy") == "telepathy"
    assert methods.label("") == ""
    assert "telepathy" not in methods
    assert "phone" in methods


def test_the_lists_agree_with_the_rules() -> None:
    assert codes.load("role").codes == account.ROLES
    assert codes.load("plan_status").codes == plan_state.STATES
    assert codes.load("follow_up_state").codes == (follow_up.OPEN, follow_up.DONE, follow_up.DROPPED)
    assert codes.load("disease_group").codes == tuple(str(n) for n in range(1, 17))
    assert codes.load("disease_group").label("13", "ja") == "染色体又は遺伝子に変化を伴う症候群"
    assert sum(codes.load("medical_care").parent(c) == c for c in codes.load("medical_care")) == 15  # 14 and other
