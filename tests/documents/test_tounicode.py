"""The ToUnicode patch against the reportlab it was written for."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version

from reportlab.pdfbase import ttfonts

from caseapp.documents import support_plan_family, tounicode
from caseapp.documents.grid import Furniture, Metadata, build, fraction
from caseapp.documents.text import JP, Style
from tests.documents import papers


def page(*lines: str) -> bytes:
    style = Style(size=12, leading=18)
    furniture = Furniture(foot_left="", foot_right="", foot=style, counted=fraction)
    story = [JP(line, style) for line in lines] + [JP(line, style.but(face="mincho")) for line in lines]
    return build(lambda _tight: list(story), furniture, metadata=Metadata("a", "b"))


def test_reportlab_is_the_version_whose_maps_were_read() -> None:
    assert version("reportlab").split(".")[:2] == ["5", "1"], (
        "read makeToUnicodeCMap of the new version, then raise this"
    )
    tounicode.install()
    assert ttfonts.makeToUnicodeCMap is tounicode.to_unicode_map


def test_reportlabs_own_map_is_still_wrong_so_the_patch_is_still_needed() -> None:
    source = ttfonts.TTFont.addObjects.__code__.co_names
    assert "makeToUnicodeCMap" in source  # the name that the patch replaces is the one that is called


def test_names_come_back_from_the_page_as_the_same_characters(text_of: Callable[[bytes], str]) -> None:
    names = [
        "𠮷野 陽菜",
        "葛\U000e0100城 蓮",
        "髙橋 山﨑 土槗",
        "Nguyễn Thị Ánh",
        "神\ufa19",
        "か\u3099く",
        "辻\U000e0102",
    ]
    text = text_of(page(*names))
    for name in names:
        assert text.count(name) == 2, name


def test_a_family_page_is_searchable_by_the_childs_name(text_of: Callable[[bytes], str]) -> None:
    pdf = support_plan_family.render(papers.FAMILY_PLAN, language="ja", printed=papers.PRINTED)
    assert "𠮷野 陽菜" in text_of(pdf)


def test_blocks_hold_at_most_a_hundred_entries() -> None:
    lines = tounicode.to_unicode_map("X", list(range(0x4E00, 0x4E00 + 256))).splitlines()
    assert [line for line in lines if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "56 beginbfchar",
    ]
