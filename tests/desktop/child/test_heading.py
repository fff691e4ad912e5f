"""Who the child is: the names of before stand beside the reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from caseapp.desktop.child.heading import reading_line
from caseapp.desktop.child.page import ChildPage
from caseapp.desktop.child.words import birth_line
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.rules.child import Child
from caseapp.rules.child_facts import FormerName
from tests.desktop.child.showing import CHIHIRO, child_id, show

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
