"""One document of several children: a cover, each child's own pages, one audit line for each."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from caseapp.casework import audit, papers, plans, register, unit_of_work
from caseapp.casework.office import Office
from caseapp.casework.papers import batch
from caseapp.casework.views import AuditEntry
from caseapp.rules.problem import NotFound, Refused
from caseapp.vault.trouble import DiskFull
from tests.casework.test_papers import text_of
from tests.casework.yoshino import HINA, full_plan, hina, manager_office, saved_plan


@pytest.fixture
def opened(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with manager_office(tmp_path / "vault", now) as manager:
        yield manager


def sister(opened: Office, *, plan: bool, number: str = "0002") -> str:
    """Another child of the office, with a plan or without."""
    child = replace(HINA, number=number, given_name="湊", given_name_kana="ミナト")
    child_id = register.save(opened, child).record_id
    if plan:
        made = full_plan(plans.new(opened, child_id))
        goals = tuple(replace(goal, supports=()) for goal in made.goals)
        plans.save(opened, replace(made, goals=goals))
    return child_id


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def prints(opened: Office) -> list[AuditEntry]:
    return [entry for entry in audit.entries(opened, limit=50) if entry.action == "print"]


def test_each_child_is_there_in_the_order_asked_for_and_on_the_cover(opened: Office) -> None:
    saved_plan(opened)
    other = sister(opened, plan=True)
    made = batch.build_many(opened, "support-plan-family", child_ids=[other, hina(opened), other])
    assert [line.child_id for line in made.printed] == [other, hina(opened)]
    assert pages(made.pdf) == 1 + sum(line.pages for line in made.lines)
    text = text_of(replace_pdf(made.pdf))
    assert "陽菜" in text
    assert "湊" in text
    assert batch.build_many(opened, "support-plan-family", child_ids=[other, hina(opened)]).pdf == made.pdf


def replace_pdf(pdf: bytes) -> papers.Paper:
    """A paper of these bytes, to be read like any other."""
    return papers.Paper(
        name="", title="", reader="office", language="ja", child_id="", child_number="", record_id="", blank=False,
        pdf=pdf, inexact=(), red_facts=(), questions=(), draft=False, file_stem="",
    )  # fmt: skip


def test_who_has_no_paper_is_named_with_the_reason(opened: Office) -> None:
    saved_plan(opened)
    other = sister(opened, plan=False)
    made = batch.build_many(opened, "support-plan", child_ids=[hina(opened), other])
    (missing,) = (line for line in made.lines if not line.pages)
    assert missing.child_id == other
    assert missing.why.startswith("印刷できる記録")


@pytest.mark.parametrize(
    ("name", "who", "refusal"),
    [
        ("support-plan", [], Refused),
        ("information-letter", ["x"], Refused),
        ("menu", ["x"], NotFound),
        ("support-plan", [str(n) for n in range(batch.MOST + 1)], Refused),
        ("support-plan", ["nobody"], NotFound),
    ],
)
def test_what_cannot_be_printed_together_is_refused(
    opened: Office, name: str, who: list[str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        batch.build_many(opened, name, child_ids=who)


def test_children_without_any_record_are_refused_together(opened: Office) -> None:
    with pytest.raises(Refused):
        batch.build_many(opened, "support-plan", child_ids=[hina(opened)])


def test_stopping_leaves_nothing(opened: Office) -> None:
    saved_plan(opened)
    with pytest.raises(batch.Stopped):
        batch.build_many(opened, "support-plan", child_ids=[hina(opened)], stopped=lambda: True)
    assert prints(opened) == []


def test_one_line_for_each_child_whose_pages_are_in_it(opened: Office) -> None:
    saved_plan(opened)
    other, nothing = sister(opened, plan=True), sister(opened, plan=False, number="0003")
    made = batch.build_many(opened, "support-plan", child_ids=[hina(opened), other, nothing])
    batch.printed(opened, made, how="printer", copies=2)
    lines = prints(opened)
    assert {line.child_id for line in lines} == {hina(opened), other}
    own = papers.build(opened, "support-plan", child_id=other).sha256
    assert next(line for line in lines if line.child_id == other).detail["sha256"] == own
    assert all(line.detail["together"] == 2 for line in lines)


def test_a_file_of_all_is_written_after_its_lines(opened: Office, tmp_path: Path) -> None:
    saved_plan(opened)
    made = batch.build_many(opened, "support-plan", child_ids=[hina(opened)])
    batch.keep(opened, made, tmp_path / "all.pdf")
    assert hashlib.sha256((tmp_path / "all.pdf").read_bytes()).hexdigest() == made.sha256
    batch.keep(opened, made, tmp_path / "locked.pdf", password="みどりの長ぐつ27")
    assert [line.detail["how"] for line in prints(opened)] == ["pdf-protected", "pdf"]
    with pytest.raises(Refused):
        batch.keep(opened, made, tmp_path / "short.pdf", password="1234")
    assert not (tmp_path / "short.pdf").exists()


def test_a_disk_that_fills_up_at_the_last_line_leaves_no_line_and_no_file(
    opened: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_plan(opened)
    sisters = [sister(opened, plan=True, number=f"000{n}") for n in (2, 3)]
    made = batch.build_many(opened, "support-plan", child_ids=[hina(opened), *sisters])
    real, asked = unit_of_work.append_audit, []

    def full(*given: Any, **named: Any) -> Any:
        asked.append(named["child_id"])
        if len(asked) == 3:
            raise DiskFull
        return real(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(unit_of_work, "append_audit", full)
        patch.setattr(batch, "append_audit", full, raising=False)
        with pytest.raises(DiskFull):
            batch.keep(opened, made, tmp_path / "all.pdf")
    assert len(set(asked)) == 3
    assert prints(opened) == []
    assert not (tmp_path / "all.pdf").exists()
    assert audit.verify_chain(opened).whole
    batch.keep(opened, made, tmp_path / "all.pdf")
    assert len(prints(opened)) == 3
    assert audit.verify_chain(opened).whole
