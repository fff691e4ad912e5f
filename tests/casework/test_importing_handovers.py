"""Hand-overs in a file from elsewhere: what no page could show, and two of one child under way, are refused."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caseapp.casework import disclosures, exporting, handover_views, importing, plans
from caseapp.casework.office import Office
from caseapp.casework.papers import frozen_pages
from caseapp.exchange import casefile
from caseapp.exchange.findings import BadRows
from caseapp.rules.disclosure import InformationLetter
from caseapp.rules.handover import PREPARING
from caseapp.rules.plan import SupportPlan
from tests.casework.offices import new_office
from tests.casework.people import everything, saved_child
from tests.casework.test_handovers import Desk


@pytest.fixture
def desk(opened: Office) -> Desk:
    return Desk(opened)


def refused_at(opened: Office, folder: Path, written: dict[str, Any]) -> list[str]:
    """Where an export is refused by a new office, which stays empty."""
    with new_office(folder / "other", opened.now) as other:
        before = everything(other)
        with pytest.raises(BadRows) as refused:
            importing.import_json(other, casefile.to_bytes(written))
        assert everything(other) == before
    return [finding.column for finding in refused.value.findings]


def test_a_file_with_two_open_hand_overs_of_one_child_is_refused(desk: Desk, tmp_path: Path) -> None:
    desk.prepare(desk.one)
    written = exporting.everything(desk.office)
    own = written["children"][0]["handovers"]
    own.append({**own[0], "id": "another", "batch": "another"})
    assert refused_at(desk.office, tmp_path, written) == ["children[0].handovers[1].state"]
    own[1]["state"] = "cancelled"
    with new_office(tmp_path / "good", desk.office.now) as other:
        importing.import_json(other, casefile.to_bytes(written))
        assert [line.state for line in handover_views.lines(other)] == [PREPARING]


def packed_with(kept: str, **changed: Any) -> str:
    return frozen_pages.packed({**frozen_pages.unpacked(kept), **changed})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: "bm90IHppcA==",
        lambda kept: kept[: len(kept) // 2 // 4 * 4],
        lambda kept: "あ" + kept,
        lambda kept: packed_with(kept, pages={"ja": {"office": frozen_pages.unpacked(kept)["pages"]["ja"]["office"]}}),
        lambda kept: packed_with(kept, pages={"ja": {"handover": {"": "Nothing"}, "office": {"": "Nothing"}}}),
        lambda kept: packed_with(kept, pages=["ja"]),
        lambda kept: base64.b64encode(zlib.compress(b"[]")).decode(),
    ],
    ids=["no zip", "cut off", "no base64", "no sheet", "no page of ours", "a list", "no object"],
)
def test_a_file_whose_kept_sheet_cannot_be_opened_is_refused(
    desk: Desk, tmp_path: Path, spoil: Callable[[str], str]
) -> None:
    desk.given()
    written = exporting.everything(desk.office)
    own = written["children"][1]["handovers"][0]
    own["frozen"] = spoil(own["frozen"])
    assert refused_at(desk.office, tmp_path, written) == ["children[1].handovers[0].frozen"]


@pytest.mark.parametrize(
    "kept",
    ["bm90IHppcA==", frozen_pages.packed({"pages": {"ja": {}}}), frozen_pages.packed({"given": [{"page": 1}]})],
    ids=["no zip", "no plan", "no page"],
)
def test_so_is_one_whose_kept_plan_cannot_be_opened(opened: Office, tmp_path: Path, kept: str) -> None:
    child = saved_child(opened)
    plans.save(opened, SupportPlan(child_id=child.id, made_on=opened.today))
    written = exporting.everything(opened)
    written["children"][0]["support_plans"][0]["frozen"] = kept
    assert refused_at(opened, tmp_path, written) == ["children[0].support_plans[0].frozen"]


def test_a_page_as_long_as_a_memory_is_refused() -> None:
    bomb = base64.b64encode(zlib.compress(b'{"pages": "' + b"a" * (33 * 1024 * 1024) + b'"}')).decode()
    with pytest.raises(ValueError, match="too long"):
        frozen_pages.unpacked(bomb)


def test_so_is_one_whose_kept_letter_cannot_be_opened(opened: Office, tmp_path: Path) -> None:
    child = saved_child(opened)
    disclosures.save_letter(
        opened, InformationLetter(child_id=child.id, organization_id="", on=opened.today, title="x", purpose="x")
    )
    written = exporting.everything(opened)
    written["children"][0]["letters"][0]["frozen"] = frozen_pages.packed({"pages": {"ja": {}}})
    assert refused_at(opened, tmp_path, written) == ["children[0].letters[0].frozen"]
