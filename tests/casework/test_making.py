"""Bulk making writes exactly what saving one record at a time writes: every table, the history, the search index."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from caseapp.casework import sample
from caseapp.casework.intake import Intake
from caseapp.casework.making import Making
from caseapp.casework.office import Office
from caseapp.exchange import casefile
from caseapp.records import child
from caseapp.records.all_subjects import METADATA
from caseapp.rules.child import Child, FamilyMember
from tests.casework.offices import holds, new_office

# Ids that are made on the way, and what differs from vault to vault anyway.
_OWN = {"id", "seq", "record_id", "part_id", "child_id", "entry", "account_id", "origin_id", "hash", "at", "made_at"}
_LEFT_OUT = {"audit", "account", "preference", "setting", "recent_child"}


def _rows(opened: Office) -> dict[str, list[str]]:
    """Every table's rows without their ids, sorted."""
    found: dict[str, list[str]] = {}
    with opened.reading() as session:
        for table in METADATA.sorted_tables:
            if table.name not in _LEFT_OUT:
                columns = [c for c in table.columns if c.name not in _OWN and not c.name.endswith("_id")]
                found[table.name] = sorted(repr(tuple(row)) for row in session.execute(select(*columns)))
    return found


def _in_bulk(opened: Office, case_file: casefile.CaseFile) -> None:
    from caseapp.casework import importing

    importing.import_json(opened, casefile.to_bytes(casefile.to_object(case_file)))


@pytest.mark.slow
def test_a_case_file_taken_in_in_bulk_is_the_same_as_one_record_at_a_time(tmp_path: Path, now: datetime) -> None:
    case_file = sample.case_file(now.date())
    with new_office(tmp_path / "one", now) as one, new_office(tmp_path / "many", now) as many:
        with one.work("samples") as work:
            Intake(work).take(case_file)
            work.commit()
        _in_bulk(many, case_file)
        first, second = _rows(one), _rows(many)
        assert len(first["consultation"]) > 100
        assert {name: len(rows) for name, rows in first.items()} == {name: len(rows) for name, rows in second.items()}
        differing = [name for name in first if first[name] != second[name]]
        assert differing == []
        written, again = holds(one), holds(many)
        assert [c["number"] for c in written["children"]] == [c["number"] for c in again["children"]]


def test_an_id_that_two_parts_share_is_given_once(tmp_path: Path, now: datetime) -> None:
    shared: dict[str, Any] = {"id": "0" * 36, "relationship": "mother", "name": "高瀬 美咲"}
    children = [
        Child(
            number=str(n), family_name="高瀬", given_name="x", birth_date=now.date(), family=(FamilyMember(**shared),)
        )
        for n in range(2)
    ]
    with new_office(tmp_path / "v", now) as opened:
        with opened.work("x") as work:
            making = Making(work)
            for value in children:
                making.make(child.SUBJECT, value)
            making.flush()
            work.commit()
        members = [c["family"][0] for c in holds(opened)["children"]]
    assert members[0]["id"] == shared["id"] != members[1]["id"]
    assert [m["name"] for m in members] == ["高瀬 美咲"] * 2
