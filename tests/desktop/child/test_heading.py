"""Who the child is: the names of before stand beside the reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from caseapp.casework import register
from caseapp.desktop.child import heading as headings
from caseapp.desktop.child.fact_strip import FactStrip
from caseapp.desktop.child.heading import Heading, reading_line
from caseapp.desktop.child.page import ChildPage
from caseapp.desktop.child.words import birth_line, who_lines
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.text import wrap
from caseapp.rules.child import Child
from caseapp.rules.child_facts import FormerName
from tests.desktop.child.showing import CHIHIRO, HINANO, child_id, show

AKARI = Child(
    number="1",
    family_name="辻",
    given_name="明里",
    family_name_kana="ツジ",
    given_name_kana="アカリ",
    birth_date=date(2020, 12, 21),
)


def test_the_birth_date_and_the_address_stand_below(desk: Desk) -> None:
    page = show(desk, ChildPage, child_id=child_id(desk.office, CHIHIRO))
    assert page.heading.accessibleDescription().endswith("平成19年3月9日生 ・ 汐見市汐入5丁目3-30 メゾン汐入203")
    masking.switch(on=True)
    assert page.view is not None
    assert birth_line(page.view, "era") == "平成19年3月9日生"


def test_a_long_name_is_seen_as_a_whole(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty letters ended in 「…」."""
    view = register.page(desk.office, child_id(desk.office, CHIHIRO))
    name = "ABCDEFGHIJKLMNOPQRST UVWXYZABCDEFGHIJKLMN"
    family, given = name.split()
    heading, seen = Heading(), list[bool]()
    qtbot.addWidget(heading)
    heading.show_child(replace(view, child=replace(view.child, family_name=family, given_name=given)))
    monkeypatch.setattr(
        headings,
        "draw",
        lambda _painter, at, words, *, role, bold, lines: seen.append(
            words == name
            and not wrap(words, int(at.width()), role, bold=bold, lines=lines).elided
            and at.bottom() <= heading.height()
        ),
    )
    heading.resize(750, heading.sizeHint().height())
    heading.grab()
    assert seen == [True]
    assert name in heading.toolTip()


def test_the_school_stands_there_where_there_is_room_for_it(desk: Desk) -> None:
    view = register.page(desk.office, child_id(desk.office, HINANO))
    whole, school, short = who_lines(view)
    assert whole.endswith("小学6年生(汐見市立みどりヶ丘小学校 6年1組、通常の学級)")
    assert school.endswith("小学6年生(汐見市立みどりヶ丘小学校 6年1組)")
    assert short.endswith("小学6年生")


@pytest.mark.parametrize(("folded", "width"), [(True, 620), (False, 620), (True, 1200)])
def test_whom_to_call_and_the_plan_are_there_in_every_width(qtbot: QtBot, folded: bool, width: int) -> None:
    """With large text the strip had room for three facts, and whom to call was none of them."""
    strip = FactStrip()
    qtbot.addWidget(strip)
    needed = ("担当", "受給者証", "連絡する人", "最後の連絡", "支援計画")
    strip.set_facts([(label, "母 高瀬 美咲 ・ 平日17時から") for label in (*needed, "主治医療機関")])
    strip.fold(folded)
    strip.resize(width, 100)
    seen = tuple(label for label, _words in strip.seen())
    assert seen[:5] == needed
    one = FactStrip()
    qtbot.addWidget(one)
    one.set_facts([("担当", "森下")])
    one.fold(folded)
    assert strip.height() > one.height()


def test_without_names_of_before_there_is_the_reading_alone() -> None:
    assert reading_line(AKARI) == "つじ あかり"


def test_the_family_names_of_before_are_told_the_newest_first_each_once() -> None:
    names = (
        FormerName(family_name="安東", until=date(2021, 5, 1)),
        FormerName(family_name="三枝", until=date(2023, 5, 1)),
    )
    assert reading_line(
        replace(AKARI, former_names=names, former_name="安東")
    ) == "つじ あかり(旧姓 三枝, 安東)".replace(", ", "、")


def test_a_given_name_of_before_alone_is_no_family_name_of_before() -> None:
    assert reading_line(replace(AKARI, former_names=(FormerName(given_name="朱里"),))) == "つじ あかり"
