"""The list of diseases: complete, mended where its source is wrong, and found by a part of a name."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from caseapp.words import codes, diseases, resources
from caseapp.words.diseases import by_code, find, load, named

# domain.md §2.1: 告示疾病 by group, 包括病名 included, in force from R7.4
NOTICE = (91, 51, 14, 99, 92, 25, 7, 138, 52, 56, 105, 45, 40, 17, 17, 9)


def test_it_has_every_disease_of_the_notice_once() -> None:
    tops = [d for d in load() if d.top]
    counts = Counter(int(d.group) for d in tops)
    assert tuple(counts[n] for n in range(1, 17)) == NOTICE
    assert len(tops) == sum(NOTICE) == 858
    assert len({(d.group, d.number) for d in tops}) == 858


def test_every_code_is_there_once_and_finds_its_entry() -> None:
    assert len({d.code for d in load()}) == len(load()) == 1518
    assert all(by_code(d.code) is d for d in load())
    assert by_code("NANDO:0000000") is None


def test_a_centres_code_finds_the_name_of_the_notice() -> None:
    found = by_code("01_05_065")
    assert found
    assert (found.name, found.group, found.number, found.top) == ("悪性胸腺腫", "1", "1", True)


def test_entries_stand_in_the_order_of_the_notice() -> None:
    places = [(int(d.group), int(d.number), not d.top) for d in load()]
    assert places == sorted(places)


def test_groups_are_labelled_by_the_notice_not_by_the_source() -> None:
    labels = {d.group: d.group_label("ja") for d in load()}
    assert labels["13"] == "染色体又は遺伝子に変化を伴う症候群"
    assert labels["14"] == "皮膚疾患"
    assert set(labels) == set(codes.load("disease_group"))


def test_no_value_has_blanks_at_its_ends() -> None:
    for d in load():
        assert all(value == value.strip() for value in (d.name, d.section, d.reading, d.english))
    assert any(d.name == "カサバッハ・メリット症候群" for d in load())


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("無甲状腺症", [("5", "30")]),
        ("フォンヒッペル・リンドウ病", [("11", "30")]),
        ("糖原病Ib型", [("8", "63")]),
        ("ヘルリッツ型表皮水疱症", [("14", "15")]),
        ("サラ病", [("11", "4")]),
        ("コーエン症候群", [("13", "25")]),
        ("CHILD症候群", [("14", "10")]),
    ],
)
def test_entries_that_the_source_lists_in_the_wrong_place_are_mended(name: str, places: list[tuple[str, str]]) -> None:
    assert [(d.group, d.number) for d in load() if d.name == name] == places


def test_an_entry_stands_in_the_group_its_centres_code_says() -> None:
    assert [d.name for d in load() if d.centre_code and int(d.centre_code[:2]) != int(d.group)] == []


def test_a_subtype_knows_the_name_of_the_notice() -> None:
    subtype = named("MODY2")
    assert subtype
    assert (subtype.top, subtype.notice_name, subtype.section) == (False, "若年発症成人型糖尿病", "糖尿病")
    assert all(d.notice_name == d.name for d in load() if d.top)


def test_a_catch_all_name_is_known_as_such() -> None:
    diabetes = [d for d in load() if d.group == "7" and d.catch_all]
    assert [d.name for d in diabetes] == ["1から6までに掲げるもののほか、糖尿病"]
    assert sum(d.catch_all for d in load() if d.top) == 57


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("１型糖尿", "1型糖尿病"),
        ("単心室", "単心室症"),
        ("たんしんしつ", "単心室症"),
        ("ﾓﾔﾓﾔ", "もやもや病"),
        ("phenylket", "フェニルケトン尿症"),
        ("ビタミンＤ抵抗", "ビタミンD抵抗性骨軟化症"),
        ("child", "CHILD症候群"),
        ("2型糖尿病", "2型糖尿病"),
    ],
)
def test_a_part_of_name_reading_or_english_finds_it(text: str, first: str) -> None:
    assert find(text)[0].name == first


def test_what_begins_with_the_text_comes_before_what_holds_it_and_the_notice_before_subtypes() -> None:
    hits = find("糖尿病", 50)
    ranks = [
        0 if d.name == "糖尿病" else 1 if d.name.startswith("糖尿病") or d.reading.startswith("とうにょうびょう") else 2
        for d in hits
    ]
    assert ranks == sorted(ranks)
    held = [d.top for d, rank in zip(hits, ranks, strict=True) if rank == 2 and "糖尿病" in d.name]
    assert held == sorted(held, reverse=True)


def test_a_search_keeps_to_its_limit_and_group() -> None:
    assert len(find("症", 5)) == 5
    assert {d.group for d in find("症", 500, group="7")} == {"7"}
    assert find("") == find("  ") == []
    assert find("のろし") == []


def test_conjunctions_are_found_in_either_writing() -> None:
    assert find("染色体または遺伝子異常") == find("染色体又は遺伝子異常") != []


def test_a_name_is_recognised_whole_or_not_at_all() -> None:
    found = named("１型糖尿病")
    assert found
    assert found.name == "1型糖尿病"
    assert named("糖尿") is None


def test_the_licence_travels_with_the_list() -> None:
    text = resources.path(f"data/diseases-nando-{diseases.LIST_VERSION}.LICENSE.txt").read_text(encoding="utf-8")
    assert diseases.ATTRIBUTION in text
    assert "https://creativecommons.org/licenses/by/4.0/" in text


def test_loading_happens_only_when_asked_for() -> None:
    script = (
        "from caseapp.words import diseases\nassert diseases.load.cache_info().currsize == 0\n"
        "diseases.load()\nassert diseases.load.cache_info().currsize == 1\n"
    )
    source = Path(diseases.__file__).parents[2]
    subprocess.run([sys.executable, "-c", script], check=True, cwd=source)
