"""The sheet of a child and the list of a register, from a real vault."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from caseapp.casework import audit, papers, register
from caseapp.casework.office import Office
from caseapp.casework.papers import Wanted, list_paper, people
from caseapp.casework.papers.batch import Stopped
from caseapp.rules.child import Child
from caseapp.rules.child_facts import Allowance, Device, FormerName, Handbook, SchoolTime, ServiceUse, Telling
from caseapp.rules.problem import Refused
from tests.casework.test_papers import text_of
from tests.casework.test_papers_batch import replace_pdf
from tests.casework.yoshino import hina, manager_office

COLUMNS = ("児童番号", "氏名")


@pytest.fixture
def opened(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with manager_office(tmp_path / "vault", now) as manager:
        yield manager


# ---- the sheet


def test_the_sheet_says_what_is_forbidden_before_anything_else(opened: Office) -> None:
    text = text_of(papers.build(opened, "child-sheet", child_id=hina(opened)))
    assert text.index("葛󠄀城 健太に連絡しない") < text.index("𠮷野 陽菜")
    assert text.index("連絡してはいけません") < text.index("真由美")  # in the family's table, too
    for said in ("6012345", "1型糖尿病", "みなみ野医療センター", "0001"):
        assert said in text


def test_a_child_with_few_facts_has_a_short_sheet(opened: Office) -> None:
    text = text_of(papers.build(opened, "child-sheet", child_id=hina(opened)))
    for absent in ("医療的ケアと機器", "手帳・手当・サービス", "告知の状況", "確認日"):
        assert absent not in text


def test_the_plan_names_handbooks_and_allowances_of_the_record_and_what_the_remark_adds() -> None:
    child = Child(
        number="1",
        family_name="髙橋",
        given_name="湊",
        birth_date=date(2017, 5, 20),
        handbook_list=(Handbook(kind="physical", grade="1級"), Handbook(kind="intellectual", grade="A")),
        handbooks="身体障害者手帳 1級(心臓機能障害)",
        allowance_list=(Allowance(kind="special_child_rearing", grade="2級"),),
    )
    assert people.handbooks(child, language="ja") == "療育手帳 A、身体障害者手帳 1級(心臓機能障害)"
    assert people.allowances(child, language="ja") == "特別児童扶養手当 2級"
    assert people.allowances(replace(child, allowance_list=()), language="ja") == ""


def test_further_facts_are_on_the_sheet(opened: Office) -> None:
    child = register.child(opened, hina(opened))
    register.save(
        opened,
        replace(
            child,
            devices=(Device(kind="ventilator", name="トリロジー", watts=80, battery_minutes=180, spare_minutes=420),),
            handbook_list=(Handbook(kind="physical", grade="1級", valid_to=date(2028, 3, 31)),),
            services=(ServiceUse(scheme="home_help", provider="つばさ", days="月8日"),),
            tellings=(Telling(audience="school", state="not_told", plan="4月に相談"),),
            former_names=(FormerName(family_name="髙橋"),),
            schools=(SchoolTime(school="若葉東小学校", begins_on=date(2024, 4, 6), ends_on=date(2026, 3, 31)),),
        ),
    )
    text = text_of(papers.build(opened, "child-sheet", child_id=hina(opened)))
    for said in (
        "人工呼吸器",
        "80 W",
        "計10h",
        "身体障害者手帳",
        "R10.3.31",
        "つばさ",
        "伝えていない",
        "4月に相談",
        "髙橋",
        "小1〜小2",
    ):
        assert said in text
    without = papers.build(
        opened, "child-sheet", child_id=hina(opened), wanted=Wanted(parts=frozenset({"family", "told"}))
    )
    assert "人工呼吸器" not in text_of(without)
    assert "4月に相談" in text_of(without)


# ---- the list


def rows(count: int) -> list[tuple[str, str]]:
    return [(f"R8-{n:04}", "𠮷野 陽菜" if n % 2 else "葛󠄀城 紬") for n in range(count)]


def test_the_list_has_its_rows_and_what_it_was_narrowed_by(opened: Office) -> None:
    made = list_paper.build_list(opened, title="児童の一覧", columns=COLUMNS, rows=rows(60), filters=("担当：森下",))
    text = text_of(replace_pdf(made.pdf))
    for said in ("児童の一覧", "担当：森下", "60件", "R8-0059", "𠮷野 陽菜", "葛󠄀城 紬", "1 / "):
        assert said in text
    assert "絞り込み" not in text
    assert text.count("児童番号") > 1  # the head is on every page


@pytest.mark.parametrize(
    ("columns", "many", "refusal"),
    [
        (COLUMNS, [], Refused),
        ((), [()], Refused),
        (COLUMNS, [("1", "2")] * (list_paper.MOST + 1), Refused),
        (COLUMNS, [("1",)], ValueError),
        (COLUMNS, [("1", "\U000107d0")], Refused),
    ],
)
def test_a_list_that_cannot_be_printed_is_refused(
    opened: Office, columns: tuple[str, ...], many: list[tuple[str, ...]], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        list_paper.build_list(opened, title="x", columns=columns, rows=many)


def test_a_list_stops_when_it_is_told_to(opened: Office) -> None:
    asked: list[int] = []

    def later() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(Stopped):
        list_paper.build_list(opened, title="x", columns=COLUMNS, rows=rows(300), stopped=later)
    assert len(asked) == 3


def test_a_printed_list_is_one_line_in_the_access_log(opened: Office, tmp_path: Path) -> None:
    made = list_paper.build_list(opened, title="児童の一覧", columns=COLUMNS, rows=rows(3))
    list_paper.printed(opened, made, how="printer", copies=2)
    list_paper.keep(opened, made, tmp_path / "list.pdf")
    assert hashlib.sha256((tmp_path / "list.pdf").read_bytes()).hexdigest() == made.sha256
    first, second = (entry for entry in audit.entries(opened, limit=10) if entry.action == "print")
    assert (second.detail["how"], second.detail["rows"], second.detail["copies"]) == ("printer", 3, 2)
    assert first.detail["how"] == "pdf"
    with pytest.raises(Refused):
        list_paper.keep(opened, made, tmp_path / "short.pdf", password="1234")
    assert not (tmp_path / "short.pdf").exists()
