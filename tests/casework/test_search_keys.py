"""The keys of the index: they follow the day, last for the office's life, and a full day stops nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from caseapp.casework import register, search
from caseapp.casework.office import Office
from caseapp.records import search_index
from caseapp.rules.child import Child

NAMES = ("一葉", "二郎", "三奈", "四季", "五月", "六花")


def _children(office: Office, names: tuple[str, ...] = NAMES) -> list[str]:
    for number, name in enumerate(names):
        child = Child(
            number=f"R8-{number:04}", family_name="奥沢", given_name=name, birth_date=date(2018, 4, number + 1)
        )
        register.save(office, child)
    return [row.child_id for row in register.rows(office)]


def _keys(office: Office) -> set[int]:
    with office.reading() as session:
        return {entry for (entry,) in session.execute(text("SELECT entry FROM search_entry WHERE kind = 'child'"))}


def test_a_record_that_is_saved_again_keeps_its_key(opened: Office) -> None:
    known = _children(opened)
    before = _keys(opened)
    for turn in range(3):
        for child_id in known:
            register.save(opened, replace(register.child(opened, child_id), note=f"{turn}回めの聞き取り"))
    assert _keys(opened) == before
    assert len(search.find(opened, "回めの聞き取り").hits) == len(NAMES)


def test_a_record_that_moves_to_another_day_gets_a_key_of_that_day(opened: Office) -> None:
    child_id = _children(opened, NAMES[:1])[0]
    day = date(2026, 11, 2)
    register.save(opened, replace(register.child(opened, child_id), registered_on=day))
    assert {key >> 16 for key in _keys(opened)} == {day.toordinal()}


def test_a_day_that_is_full_goes_on_in_the_next(opened: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_PER_DAY", 2)
    known = _children(opened)
    for turn in range(3):
        for child_id in known:
            register.save(opened, replace(register.child(opened, child_id), note=f"{turn}回めの聞き取り"))
    assert len(_keys(opened)) == len(NAMES)
    assert {hit.record_id for hit in search.find(opened, "奥沢").hits} == set(known)
    assert len(search.find(opened, "回めの聞き取り").hits) == len(NAMES)
