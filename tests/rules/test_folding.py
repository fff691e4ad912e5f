"""Folding for search: what is the same, what is not, and how it goes into the index."""

from __future__ import annotations

import sqlite3  # noqa: TID251 - only to ask FTS5 whether an expression is sound; nothing is stored

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.folding import bigrams, digits, fold, fold_loose, match_expression, query_terms, spans

JAPANESE = st.text(
    st.one_of(
        st.characters(min_codepoint=0x3041, max_codepoint=0x30FF),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.sampled_from("髙﨑𠮷葛辻々ー、。・ 　ｶﾞﾊﾟａＡ１(\"'*-^"),
    ),
    max_size=20,
)


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("髙﨑", "高崎"),
            ("𠮷田", "吉田"),
            ("葛\U000e0100城", "葛城"),
            ("辻\U000e0101", "辻"),
            ("神\ufe00", "神"),
            ("\ufa19田", "神田"),
            ("タカセ", "たかせ"),
            ("ﾀｶｾ", "たかせ"),
            ("ｶﾞｷﾞﾊﾟ", "がぎぱ"),
            ("か\u3099", "が"),
            ("高瀬 陽菜乃", "高瀬陽菜乃"),
            ("高瀬\u3000陽菜乃", "高瀬陽菜乃"),
            ("ＡＢＣ１２３", "abc123"),
            ("佐々木", "佐佐木"),
            ("代々々", "代代代"),
            ("みどりヶ丘", "みどりケ丘"),
            ("いすゞ", "いすゞ"),
            ("1−2‐3", "1-2-3"),
            ("①", "1"),
            ("行\nかわる", "行かわる"),
        ],
    )
    def test_these_are_the_same(self, one: str, other: str) -> None:
        assert fold(one) == fold(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("はは", "ばば"), ("きよう", "きょう"), ("おおの", "おの"), ("ゆうこ", "ゆーこ"), ("人", "入")],
    )
    def test_these_are_not_the_same(self, one: str, other: str) -> None:
        assert fold(one) != fold(other)

    def test_a_repetition_mark_with_nothing_before_it_stays(self) -> None:
        assert fold("々木") == "々木"

    @given(JAPANESE)
    def test_folding_twice_changes_nothing_more(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @given(JAPANESE)
    def test_nothing_of_what_is_forgiven_is_left(self, text: str) -> None:
        folded = fold(text)
        assert not any(c.isspace() or "ァ" <= c <= "ヶ" or 0xE0100 <= ord(c) <= 0xE01EF for c in folded)


class TestFoldLoose:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("ヤマザキ", "ヤマサキ"),
            ("ユウコ", "ユーコ"),
            ("ユウコ", "ユコ"),
            ("おおの", "おーの"),
            ("おおの", "おうの"),
            ("けいこ", "ケーコ"),
            ("きょう", "きよう"),
            ("ジュン", "ジユン"),
            ("ピアノ", "ひあの"),
            ("髙ばしー", "高はし"),
        ],
    )
    def test_these_sound_alike(self, one: str, other: str) -> None:
        assert fold_loose(one) == fold_loose(other)

    @pytest.mark.parametrize(
        ("one", "other"), [("たなか", "なかた"), ("あい", "あう"), ("さとう", "さいとう"), ("か", "き")]
    )
    def test_these_do_not(self, one: str, other: str) -> None:
        assert fold_loose(one) != fold_loose(other)

    def test_a_long_sign_at_the_beginning_has_nothing_to_lengthen(self) -> None:
        assert fold_loose("ーい") == "ーい"
        assert fold_loose("") == ""

    @given(JAPANESE, JAPANESE)
    def test_what_is_the_same_strictly_is_the_same_loosely(self, one: str, other: str) -> None:
        if fold(one) == fold(other):
            assert fold_loose(one) == fold_loose(other)


def test_only_digits_are_kept_of_a_number() -> None:
    assert digits("０９０－１２３４(内線5)") == "09012345"
    assert digits("٣なし") == ""


class TestBigrams:
    @pytest.mark.parametrize(
        ("text", "pieces"),
        [
            ("たかせ", ["たか", "かせ"]),
            ("給食", ["給食"]),
            ("か", ["か"]),
            ("", []),
            ("。、", []),
            ("修学旅行、酸素。", ["修学", "学旅", "旅行", "酸素"]),
            ("𠮷野家", ["吉野", "野家"]),
            ("データ", ["でー", "ーた"]),
            ("A(b)", ["a", "b"]),
        ],
    )
    def test_a_text_is_cut_into_overlapping_pieces(self, text: str, pieces: list[str]) -> None:
        assert bigrams(fold(text)) == pieces

    @given(JAPANESE)
    def test_every_letter_stands_in_a_piece(self, text: str) -> None:
        folded = fold(text)
        assert {c for c in folded if c.isalnum()} == set("".join(bigrams(folded)))


def found(text: str, query: str) -> bool:
    """Whether the query finds the text in a real FTS5 table of pieces."""
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE VIRTUAL TABLE t USING fts5(body, content='', tokenize='unicode61 remove_diacritics 0')")
        db.execute("INSERT INTO t(rowid, body) VALUES (1, ?)", (" ".join(bigrams(fold(text))),))
        hits = db.execute("SELECT rowid FROM t WHERE t MATCH ?", (match_expression(query),)).fetchall()
    db.close()
    return bool(hits)


class TestQueries:
    TEXT = "修学旅行の酸素を、学校に確かめる。髙﨑先生 ℡090-1234"

    @pytest.mark.parametrize(
        "query",
        [
            "修学旅行",
            "旅行",
            "酸素",
            "高崎",
            "酸素 学校",
            "学校　酸素",
            "確かめる",
            "学",
            "090",
            "酸素を、学校",
        ],
    )
    def test_what_stands_in_the_text_is_found(self, query: str) -> None:
        assert found(self.TEXT, query)

    @pytest.mark.parametrize("query", ["給食", "酸素 給食", "旅修", "素学", "行学"])
    def test_what_does_not_is_not(self, query: str) -> None:
        assert not found(self.TEXT, query)

    @pytest.mark.parametrize("query", ["", " ", "。", '"', "*"])
    def test_there_may_be_nothing_to_look_for(self, query: str) -> None:
        assert match_expression(query) == ""

    def test_the_words_of_a_query_are_all_sought(self) -> None:
        assert query_terms("タカセ　ヒナノ ") == ["たかせ", "ひなの"]
        assert match_expression("たかせ 給食 か") == '"たか かせ" AND "給食" AND "か" *'

    @given(JAPANESE, JAPANESE)
    def test_nothing_typed_is_syntax(self, text: str, query: str) -> None:
        if match_expression(query):
            found(text, query)

    @given(JAPANESE, st.integers(0, 20), st.integers(2, 10))
    def test_any_part_of_a_text_is_found(self, text: str, start: int, length: int) -> None:
        part = fold(text)[start : start + length]
        if len(part) >= 2 and part.isalnum():
            assert found(text, part)


class TestSpans:
    @pytest.mark.parametrize(
        ("text", "query", "expected"),
        [
            ("たかせ ひなの", "か", [(1, 2)]),
            ("髙瀬 陽菜乃", "高瀬", [(0, 2)]),
            ("ｶﾞｷﾞ", "ぎ", [(2, 4)]),
            ("葛\U000e0100城 葛城", "葛", [(0, 2), (4, 5)]),
            ("𠮷野", "吉", [(0, 1)]),
            ("佐々木", "佐佐", [(0, 2)]),
            ("々木", "木", [(1, 2)]),
            ("高瀬 陽菜乃", "高瀬陽", [(0, 4)]),
            ("ああああ", "ああ", [(0, 4)]),
            ("酸素と学校", "学校 酸素", [(0, 2), (3, 5)]),
            ("㌔", "き", [(0, 1)]),
            ("たかせ", "ぬ", []),
            ("たかせ", "", []),
            ("", "か", []),
        ],
    )
    def test_hits_are_marked_in_the_text_as_it_is_written(
        self, text: str, query: str, expected: list[tuple[int, int]]
    ) -> None:
        assert spans(text, query) == expected

    @given(JAPANESE, JAPANESE)
    def test_marks_lie_in_the_text_and_do_not_touch(self, text: str, query: str) -> None:
        marks = spans(text, query)
        places = [place for mark in marks for place in mark]
        assert places == sorted(set(places))
        assert all(0 <= place <= len(text) for place in places)
