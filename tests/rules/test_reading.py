"""Reading single values."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules import reading
from caseapp.rules.reading import BadValue


def reason(read: Callable[..., object], text: str) -> str:
    """The sentence with which `text` is refused."""
    with pytest.raises(BadValue) as refused:
        read(text, field="column")
    assert refused.value.problem.field == "column"
    assert refused.value.problems == (refused.value.problem,)
    return str(refused.value.problem)


def test_blanks_are_cut_at_the_ends_only() -> None:
    assert reading.trimmed("\u3000 髙﨑 𠮷 \t") == "髙﨑 𠮷"
    assert reading.is_blank("\u3000 ")
    assert not reading.is_blank("\u3000あ")


@given(st.text())
def test_trimming_never_touches_the_inside(text: str) -> None:
    assert reading.trimmed(text) in text
    assert reading.trimmed(f"　{text} ") == reading.trimmed(text)


@pytest.mark.parametrize(
    "text", ["はい", "有", "あり", "○", "〇", "◯", "1", "１", "TRUE", "true", "True", " 該当 ", "Yes", "レ"]
)
def test_yes_is_read(text: str) -> None:
    assert reading.yes_no(text) is True


@pytest.mark.parametrize(
    "text", ["いいえ", "無", "なし", "×", "✕", "x", "X", "0", "０", "FALSE", "非該当", "該当しない", "-", "No"]
)
def test_no_is_read(text: str) -> None:
    assert reading.yes_no(text) is False


@pytest.mark.parametrize("text", ["", " ", "\u3000"])
def test_nothing_is_neither_yes_nor_no(text: str) -> None:
    assert reading.yes_no(text) is None


@pytest.mark.parametrize("text", ["たぶん", "2", "△", "不明"])
def test_what_is_neither_yes_nor_no_is_refused(text: str) -> None:
    assert reason(reading.yes_no, text) == f"“{text}” is neither yes nor no. Write はい or いいえ."


@pytest.mark.parametrize(
    ("text", "number"), [("15", 15), ("１５", 15), (" 15 ", 15), ("1,234", 1234), ("15.0", 15), ("0", 0), ("", None)]
)
def test_whole_numbers_are_read(text: str, number: int | None) -> None:
    assert reading.integer(text) == number


def test_a_number_may_be_negative_where_that_is_allowed() -> None:
    assert reading.integer("-3", minimum=-5) == -3
    assert reading.integer("−3", minimum=-5) == -3
    assert reading.integer("+3", minimum=-5) == 3


@pytest.mark.parametrize("text", ["1.5", "15分", "1,23", "一", "1e3", "--1", "0x10"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    assert reason(reading.integer, text) == f"“{text}” is not a whole number."


def test_a_number_out_of_bounds_is_refused() -> None:
    with pytest.raises(BadValue) as refused:
        reading.integer("15", minimum=1, maximum=6)
    assert str(refused.value.problem) == "15 lies outside of 1 to 6."
    assert "lies outside of 0" in reason(reading.integer, "-1")


@given(st.integers(0, 10**9))
def test_a_number_is_read_in_any_dress(number: int) -> None:
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert reading.integer(str(number)) == reading.integer(f"{number:,}") == reading.integer(wide) == number


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("15", 15),
        ("１５分", 15),
        ("1時間", 60),
        ("1時間30分", 90),
        ("1:30", 90),
        ("90", 90),
        ("", None),
        ("1440", 1440),
    ],
)
def test_minutes_are_read(text: str, count: int | None) -> None:
    assert reading.minutes(text) == count


@pytest.mark.parametrize("text", ["半日", "2000", "-5"])
def test_what_is_no_time_span_is_refused(text: str) -> None:
    assert reason(reading.minutes, text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("03-1234-5678", "03-1234-5678"),
        ("０３－１２３４－５６７８", "03-1234-5678"),
        ("03ー1234ー5678", "03-1234-5678"),
        ("(03)1234-5678", "(03)1234-5678"),
        (" 090 1234 5678 ", "090 1234 5678"),
        ("0312345678 内線12", "0312345678 内線12"),
        ("119", "119"),
        ("", ""),
    ],
)
def test_a_telephone_number_is_kept_as_it_was_typed(text: str, kept: str) -> None:
    assert reading.telephone(text) == kept


@pytest.mark.parametrize("text", ["なし", "12", "携帯"])
def test_what_is_no_telephone_number_is_refused(text: str) -> None:
    assert reason(reading.telephone, text) == f"“{text}” is not a telephone number."


@pytest.mark.parametrize(
    "text", ["123-4567", "1234567", "〒123-4567", "１２３－４５６７", "〒 123 - 4567", "123ー4567", "123−4567"]
)
def test_a_postal_code_has_one_form(text: str) -> None:
    assert reading.postal_code(text) == "123-4567"


def test_no_postal_code_is_no_problem() -> None:
    assert reading.postal_code("\u3000") == ""


@pytest.mark.parametrize("text", ["123-456", "12345678", "東京都", "123-456a"])
def test_what_is_no_postal_code_is_refused(text: str) -> None:
    assert reason(reading.postal_code, text) == f"“{text}” is not a postal code. Write it as in 123-4567."


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("たかせ", "タカセ"),
        ("ﾀｶｾ", "タカセ"),
        ("ｶﾞﾊﾟ", "ガパ"),
        ("タカセ", "タカセ"),
        (" たかせ　ひなの ", "タカセ ヒナノ"),
        ("いすゞ", "イスヾ"),
        ("ジョ-ジ", "ジョージ"),
        ("マリ−", "マリー"),
        ("アン・リー", "アン・リー"),
        ("Nguyen", "Nguyen"),
        ("", ""),
    ],
)
def test_a_reading_is_stored_in_full_width_katakana(text: str, kept: str) -> None:
    assert reading.katakana(text) == kept


@pytest.mark.parametrize("text", ["高瀬", "タカセ(母)", "123", "タカセ?"])
def test_what_is_no_reading_is_refused(text: str) -> None:
    assert reason(reading.katakana, text) == f"“{text}” is not a reading. Write it in kana."


@given(st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3096)))
def test_kana_turn_there_and_back(kana: str) -> None:
    assert reading.hiragana(reading.katakana(kana)) == kana


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("吸引、酸素", ["吸引", "酸素"]),
        ("吸引;酸素；経管栄養", ["吸引", "酸素", "経管栄養"]),
        (" 吸引 、　酸素　", ["吸引", "酸素"]),
        ("吸引、吸引", ["吸引"]),
        ("吸引\r\n酸素", ["吸引", "酸素"]),
        ("、；", []),
        ("", []),
        ("消化管,ストーマ", ["消化管,ストーマ"]),
    ],
)
def test_a_cell_may_hold_several_values(text: str, parts: list[str]) -> None:
    assert reading.several(text) == parts


@given(st.text(st.sampled_from("0123456789０１-−ー〒 ,.分時間:はいあ×○"), max_size=12))
def test_any_text_is_read_or_refused_never_anything_else(text: str) -> None:
    for read in (
        reading.yes_no,
        reading.integer,
        reading.minutes,
        reading.telephone,
        reading.postal_code,
        reading.katakana,
    ):
        with suppress(BadValue):
            read(text)
