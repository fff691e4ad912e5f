"""Words marked 〔内部のみ …〕 are cut; what cannot be read for certain is cut, too."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.internal_words import cut, outward

PAIRS = ("〔〕", "［］", "【】", "《》", "「」", "『』", "()", "（）", "[]")
CLOSED_BY = {pair[0]: pair[1] for pair in PAIRS}


@pytest.mark.parametrize(
    ("written", "outside"),
    [
        ("夜が心配。〔内部のみ 父には言わないで〕仕事は続けたい。", "夜が心配。仕事は続けたい。"),
        ("夜が心配。〔内部のみ 父(別居)から暴力の相談〕仕事は続けたい。", "夜が心配。仕事は続けたい。"),
        ("夜が心配。〔内部のみ 〔父〕と母〕仕事は続けたい。", "夜が心配。仕事は続けたい。"),
        (
            "夜が心配。\n〔内部のみ 父から暴力の相談あり。\n\n児相に相談中〕\n仕事は続けたい。",
            "夜が心配。\n仕事は続けたい。",
        ),
        ("夜が心配。〔内部のみ\n離婚の話がある〕", "夜が心配。"),
        ("夜が心配。〔内部\nのみ 離婚の話がある〕", "夜が心配。"),
        ("夜が心配。〔※内部のみ 離婚の話がある〕", "夜が心配。"),
        ("(内部: 父のこと)\nやりたいことがある", "やりたいことがある"),
        ("「内部のみ 離婚」\n\n三行目", "\n三行目"),
        ("〔内部のみ 1)父 2)母〕仕事は続けたい。", "仕事は続けたい。"),
        ("〔内部のみ SpO2<90〕仕事は続けたい。", "仕事は続けたい。"),
        ("〔外の〔内部のみ 父〕こと〕", "〔外のこと〕"),
    ],
)
def test_a_mark_is_cut_and_nothing_else(written: str, outside: str) -> None:
    assert cut(written) == outside


@pytest.mark.parametrize("pair", [*PAIRS, "｢｣", "｛｝", "{}", "〈〉", "＜＞"])
@pytest.mark.parametrize("sign", ["", " ", "　", ":", "：", "、", "。", "・", "\n", "→"])
def test_every_bracket_and_sign_makes_a_mark(pair: str, sign: str) -> None:
    assert cut(f"夜が心配。{pair[0]}内部のみ{sign}父のこと{pair[1]}外") == "夜が心配。外"


@pytest.mark.parametrize(
    ("written", "outside"),
    [
        ("夜が心配。〔内部のみ 離婚の話\n三行目", "夜が心配。"),  # not closed
        ("夜が心配。〔内部のみ】離婚の話", "夜が心配。"),  # closed by another kind
        ("夜が心配。〔内部のみ 父(再婚〕の話", "夜が心配。"),  # a bracket inside stays open
        ("夜が心配。（内部のみ 父(再婚）の話", "夜が心配。"),  # wide and narrow
        ("夜が心配。(内部のみ 1）父から暴力", "夜が心配。"),
        ("夜が心配。（内部のみ 父）から暴力)外", "夜が心配。外"),
        ("夜が心配。【内部のみ】離婚の話\n父には言わない", "夜が心配。"),  # put before the words
        ("夜が心配。【 内部のみ: 】離婚の話", "夜が心配。"),
        ("夜が心配。〔内部のみ 父〕から暴力〕外", "夜が心配。外"),  # one closing bracket too many
        ("夜が心配。(内部のみ 1)父から暴力)外", "夜が心配。外"),
        ("〔〔内部のみ 父〕内部のみ 離婚〕外", "外"),  # what is joined is a mark
    ],
)
def test_what_cannot_be_read_for_certain_is_cut(written: str, outside: str) -> None:
    assert cut(written) == outside


@pytest.mark.parametrize(
    "written",
    [
        "内部のことは話したくない",
        "(内部障害のため階段がつらい)",
        "〔外〕内部のみの話",
        "一行目\n\n三行目",
        "(1)内部被ばく (2)SpO2<90",
        " 前後の空白 \n",
    ],
)
def test_what_is_no_mark_stays_as_it_is(written: str) -> None:
    assert cut(written) == written


def reached(text: str) -> set[int]:
    """The places inside a mark, as a person would find them: from its bracket to its own closing one, or to the end."""
    inside: set[int] = set()
    for start, sign in enumerate(text):
        if sign in CLOSED_BY and text.startswith("内部のみ", start + 1):
            depth, place = 1, start
            while depth and place + 1 < len(text):
                place += 1
                depth += (text[place] == sign) - (text[place] == CLOSED_BY[sign])
            inside |= set(range(start, place + 1))
    return inside


pieces = st.sampled_from(["内部のみ", "〔内部のみ", "(内部のみ", "部", "外", "\n", " ", "、", *"".join(PAIRS)])


@given(st.lists(pieces, max_size=40).map("".join))
def test_no_letter_inside_a_mark_ever_gets_out(skeleton: str) -> None:
    inside = reached(skeleton)
    text = "".join("秘" if sign == "外" and place in inside else sign for place, sign in enumerate(skeleton))
    left = cut(text)
    assert "秘" not in left
    assert cut(left) == left
    assert not reached(left)


plain = st.text(alphabet="外内部の、\n ", max_size=8).filter(lambda text: "内部" not in text)
whole = st.recursive(
    plain.map(lambda text: text.replace("外", "秘")),
    lambda inner: st.tuples(st.sampled_from(PAIRS), st.lists(inner, max_size=3)).map(
        lambda parts: parts[0][0] + "".join(parts[1]) + parts[0][1]
    ),
    max_leaves=8,
)
marks = st.tuples(st.sampled_from(PAIRS), st.lists(whole, min_size=1)).map(
    lambda parts: f"{parts[0][0]}内部のみ秘{''.join(parts[1])}{parts[0][1]}"
)


@given(st.lists(st.tuples(plain, marks), max_size=4), plain)
def test_what_stands_outside_of_whole_marks_is_kept_to_the_letter(parts: list[tuple[str, str]], last: str) -> None:
    left = cut("".join(before + mark for before, mark in parts) + last)
    assert "秘" not in left
    assert left.count("外") == sum(before.count("外") for before, _mark in parts) + last.count("外")


@dataclass(frozen=True)
class Sheet:
    title: str
    lines: tuple[str | None, ...] = ()
    more: tuple[Sheet, ...] = ()


def test_every_text_inside_a_value_is_cut() -> None:
    marked = "外〔内部のみ 秘〕"
    sheet = Sheet(marked, (marked, None), (Sheet(marked),))
    assert outward(sheet) == Sheet("外", ("外", None), (Sheet("外"),))
    assert outward(([marked], frozenset({marked}), 3)) == (["外"], frozenset({"外"}), 3)
    assert outward(MappingProxyType({"a": marked})) == {"a": "外"}
    assert outward(Sheet("外")) == Sheet("外")
