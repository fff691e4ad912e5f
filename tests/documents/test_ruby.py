"""Readings above words: only where every kanji is known, names as the record says, and one word on one line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseapp.documents import support_plan_family
from caseapp.documents.ruby import Readings, annotated
from caseapp.documents.text import JP, Run, Style, text_width
from tests.documents import papers

NAMES = Readings((("𠮷野", "よしの"), ("陽菜", "ひな"), ("蓮", "れん"), ("葛󠄀城", "かつらぎ")))


def marked(text: str) -> str:
    """The text with its readings in braces."""
    return "".join(f"{{{run.text}|{run.ruby}}}" if run.ruby else run.text for run in annotated(text, NAMES).runs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("お聞きしたこと", "お{聞|き}きしたこと"),
        ("宿泊学習", "{宿泊|しゅくはく}{学習|がくしゅう}"),
        ("𠮷野陽菜さんの計画", "{𠮷野|よしの}{陽菜|ひな}さんの{計画|けいかく}"),
        ("葛󠄀城さん", "{葛󠄀城|かつらぎ}さん"),
        ("蓮さんと蓮の花", "{蓮|れん}さんと蓮の花"),
        ("11月20日、3か月", "11{月|がつ}{20日|はつか}、3か{月|げつ}"),
        ("5日、30分、3年生", "{5日|いつか}、30{分|ぷん}、3{年生|ねんせい}"),
        ("10日間", "10日間"),
        ("お父さんと父と父母", "お{父|とう}さんと{父|ちち}と父母"),
        ("取り消し", "{取|と}り{消|け}し"),
        ("骨髄移植の時期", "骨髄移植の{時期|じき}"),
    ],
)  # fmt: skip
def test_a_word_gets_its_reading_or_none(text: str, expected: str) -> None:
    assert marked(text) == expected


def test_a_word_with_a_reading_is_never_parted() -> None:
    style = Style(size=10, leading=20)
    content = annotated("みんなと宿泊学習に参加する", NAMES)
    for width in range(30, 120, 7):
        lines = JP(content, style).line_texts(float(width))
        for word in ("宿泊", "学習", "参加"):
            assert sum(word in line for line in lines) == 1, lines


def test_a_reading_wider_than_its_word_takes_room() -> None:
    style = Style(size=10, leading=20)
    plain, spoken = text_width("薬", style), text_width(annotated("薬", NAMES), style)
    assert spoken > plain
    assert annotated("薬", NAMES).runs == (Run("薬", None, 1.0, "くすり"),)


def test_the_family_page_with_readings_holds_both(text_of: Callable[[bytes], str]) -> None:
    from dataclasses import replace

    data = replace(papers.FAMILY_PLAN, readings=NAMES.names)
    plain = support_plan_family.render(data, language="ja", printed=papers.PRINTED)
    spoken = support_plan_family.render(data, language="ja", printed=papers.PRINTED, ruby=True)
    assert "けいかく" in text_of(spoken)
    assert "けいかく" not in text_of(plain)
    english = support_plan_family.render(data, language="en", printed=papers.PRINTED, ruby=True)
    assert english == support_plan_family.render(data, language="en", printed=papers.PRINTED)
