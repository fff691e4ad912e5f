"""The transition checklist on paper: each side's sheet by itself, every word a child reads has its reading."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date

import pikepdf
import pytest

from caseapp.documents.ruby import Readings, annotated
from caseapp.documents.text import rich
from caseapp.documents.transition_checklist import AskedDomain, AskedItem, ChecklistPaper, ChecklistSheet, render
from caseapp.words import codes, transition
from tests.documents.papers import PRINTED

_KANJI = re.compile("[\u3400-\u9fff々]")


def paper(*sides: str, on: date | None = None) -> ChecklistPaper:
    answer, remark = ("help", "漢字がむずかしい") if on else ("", "")
    item = AskedItem(words="自分の病気の名前を言える", answer=answer, remark=remark)
    domains = (AskedDomain(title="病気のこと", items=(item,)),)
    sheets = tuple(ChecklistSheet(respondent=side, domains=domains, on=on) for side in sides)
    return ChecklistPaper(child_name="三浦 さくら", called="さくらさん", sheets=sheets, source="例です", worker="森下")


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


@pytest.mark.parametrize("said", [each.child for each in transition.items()])
def test_every_word_of_kanji_that_a_child_is_asked_has_its_reading(said: str) -> None:
    bare = [run.text for run in rich(annotated(said, Readings())).runs if not run.ruby and _KANJI.search(run.text)]
    assert bare == []


@pytest.mark.parametrize("domain", codes.load("transition_domain"))
def test_every_heading_of_the_childs_sheet_can_be_read(domain: str) -> None:
    said = transition.domain_title(domain, "child")
    bare = [run.text for run in rich(annotated(said, Readings())).runs if not run.ruby and _KANJI.search(run.text)]
    assert bare == []


def test_an_empty_sheet_has_a_box_for_each_answer_and_a_filled_one_a_ring(text_of: Callable[[bytes], str]) -> None:
    empty = text_of(render(paper("child"), language="ja", printed=PRINTED, blank=True))
    assert empty.count("□") == 5  # one of them in the words that say what to do
    assert "森下" in empty
    assert "例です" in empty
    filled = text_of(render(paper("child", on=date(2026, 9, 10)), language="ja", printed=PRINTED))
    assert "□" not in filled
    assert filled.count("○") == 2
    assert "令和8年9月10日" in filled


def test_what_was_remarked_is_printed_only_when_it_is_asked_for(text_of: Callable[[bytes], str]) -> None:
    data = paper("child", on=date(2026, 9, 10))
    parts = {"child", "guardian"}
    assert "漢字がむずかしい" not in text_of(render(data, language="ja", printed=PRINTED, parts=frozenset(parts)))
    assert "漢字がむずかしい" in text_of(
        render(data, language="ja", printed=PRINTED, parts=frozenset({*parts, "remarks"}))
    )


def test_each_side_has_pages_of_its_own_and_the_same_bytes_each_time(text_of: Callable[[bytes], str]) -> None:
    both = render(paper("child", "guardian"), language="ja", printed=PRINTED, blank=True)
    assert pages(both) == 2
    assert both == render(paper("child", "guardian"), language="ja", printed=PRINTED, blank=True)
    told = text_of(both)
    assert "ご本人用" in told
    assert "保護者用" in told


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_empty_sheet_names_the_child_and_holds_no_answer(text_of: Callable[[bytes], str], language: str) -> None:
    told = text_of(render(paper("child", "guardian"), language=language, printed=PRINTED, blank=True))
    assert "三浦さくら" in "".join(told.split())
    assert "○" not in told
    assert "未確認" not in told
