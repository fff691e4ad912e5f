"""What the office made its own goes out with the whole export and comes back: lists, codes, filters, pairs, columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from caseapp.casework import (
    duplicates,
    import_columns,
    importing,
    list_codes,
    list_saved,
    office,
    own_settings,
    plan_offers,
    register,
    search_renewal,
    transition_items,
)
from caseapp.casework.list_codes import LocalCode
from caseapp.casework.list_views import NOBODY, RegisterFilter
from caseapp.casework.office import Office
from caseapp.exchange import casefile, list_diseases
from caseapp.exchange.findings import BadRows
from caseapp.records.setting import SettingRow
from caseapp.rules import clock
from caseapp.rules.account import OfficeSettings
from caseapp.rules.plan_offer import Phrase, Scheme
from caseapp.rules.transition import ChecklistItem
from caseapp.words import codes, diseases, resources
from tests.casework.offices import WORDS, holds, new_office
from tests.casework.people import saved_child, saved_talk

VERSION = "2027-04-01"


def shortened() -> list_diseases.DiseaseFile:
    """The packaged list without its last disease."""
    lines = resources.path(f"data/diseases-nando-{diseases.LIST_VERSION}.tsv").read_text("utf-8").splitlines()
    return list_diseases.read("\n".join(lines[:-1]).encode())


@pytest.fixture
def furnished(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """An office that made everything its own that there is."""
    with new_office(tmp_path / "vault", now) as opened:
        one = saved_child(opened, "0001", worker_id=opened.account.id)
        other = saved_child(opened, "0002", given_name="陽菜子")
        duplicates.told_apart(opened, other.id, one.id)
        code = list_codes.save_local(opened, LocalCode(list="topic", label="防災の相談", parent=_parent())).record_id
        saved_talk(opened, one.id, topics=(code,))
        list_codes.replace_diseases(opened, shortened(), version=VERSION)
        list_saved.save(opened, "私の担当", RegisterFilter(worker_id=opened.account.id, grades=("e1",)), shared=True)
        list_saved.save(opened, "担当なし", RegisterFilter(worker_id=NOBODY), shared=True)
        import_columns.remember(opened, "children.12ab", {"お名前": "family_name"})
        plan_offers.save_phrase(opened, Phrase(kind="goal", area="school", text="朝の会で自分の言葉で話す"))
        plan_offers.save_scheme(opened, Scheme(name="市の通学支援", provider="教育委員会"))
        item = ChecklistItem(domain="visits", child="お薬手帳を自分で出せる", guardian="お薬手帳を自分で出せる")
        transition_items.save_item(opened, item)
        yield opened


def _parent() -> str:
    return next(iter(codes.load("topic").parents()))


def _file(written: dict[str, Any]) -> bytes:
    return casefile.to_bytes({**written, "exported_at": None})


def test_an_office_goes_out_and_comes_back_key_for_key(furnished: Office, tmp_path: Path, now: datetime) -> None:
    first = holds(furnished)
    assert set(first["settings"]["own"]) == {
        *("different_children", "disease_list", "import.columns.children.12ab", "local_codes"),
        *("plan_phrases", "register_filters", "support_schemes", "transition_items"),
    }
    furnished.close()
    with new_office(tmp_path / "second", now, user="別の 管理者") as opened:
        importing.import_json(opened, _file(first))
        assert holds(opened) == first
        assert diseases.version() == VERSION
        assert "local_1" in codes.load("topic")
        one, other = (register.child_by_number(opened, number).id for number in ("0001", "0002"))
        assert duplicates.pairs(opened) == ()
        duplicates.not_told_apart(opened, one, other)
        assert len(duplicates.pairs(opened)) == 1
        shared = {each.name: each.filter for each in list_saved.listed(opened) if each.kind == list_saved.SHARED}
        assert shared["担当なし"].worker_id == NOBODY
        assert shared["私の担当"].worker_id == register.child_by_number(opened, "0001").worker_id
        assert import_columns.remembered(opened, "children.12ab") == {"お名前": "family_name"}
    with office.open_office(tmp_path / "second", passphrase=WORDS, clock=clock.stopped(now)) as again:
        assert "local_1" in codes.load("topic")
        assert plan_offers.schemes(again)[0].name == "市の通学支援"
        assert any(each.child == "お薬手帳を自分で出せる" for each in transition_items.items(again))
    assert "local_1" not in codes.load("topic")


def test_every_setting_of_the_store_is_an_offices_or_known_to_be_none(furnished: Office) -> None:
    """A new setting must be decided about: here, or in `own_settings`."""
    with furnished.reading() as session:
        keys = set(session.scalars(select(SettingRow.key)))
    of_the_store = {search_renewal.KEY}
    written = {f.name for f in fields(OfficeSettings)}
    assert keys - written - of_the_store == set(holds(furnished)["settings"]["own"])


def test_a_file_that_is_refused_leaves_no_codes_behind(furnished: Office, tmp_path: Path, now: datetime) -> None:
    first = holds(furnished)
    first["children"][0]["birth_date"] = "2999-01-01"
    furnished.close()
    with new_office(tmp_path / "second", now) as opened:
        before = holds(opened)
        with pytest.raises(BadRows):
            importing.import_json(opened, _file(first))
        assert holds(opened) == before
        assert "local_1" not in codes.load("topic")


BAD: dict[str, tuple[str, Any]] = {
    "codes that are no list": ("local_codes", {}),
    "a code of no list": (
        "local_codes",
        [{"list": "no", "code": "local_1", "label": "あ", "short": "", "parent": "x", "retired": False}],
    ),
    "a code that is no office's": (
        "local_codes",
        [{"list": "topic", "code": "visit", "label": "あ", "short": "", "parent": _parent(), "retired": False}],
    ),
    "a list of diseases without lines": ("disease_list", {"version": "x", "text": "a\tb\n1\t2\n"}),
    "a list of diseases without a version": ("disease_list", {"text": ""}),
    "a line of diseases cut short": (
        "disease_list",
        {"version": "x", "text": "\t".join(diseases.COLUMNS) + "\n1\t悪性新生物\n"},
    ),
    "a filter without a name": ("register_filters", {"a": {"filter": {}}}),
    "a filter that is a text": ("register_filters", {"a": {"name": "x", "filter": "x"}}),
    "a pair with a child that is not there": (
        "different_children",
        [{"children": ["0001", "9999"], "by": "", "on": "2026-11-20"}],
    ),
    "a pair of one": ("different_children", [{"children": ["0001"], "by": "", "on": "2026-11-20"}]),
    "columns that are numbers": ("import.columns.x", {"お名前": 3}),
    "a sentence without its code": ("plan_phrases", [{"kind": "goal", "area": "school", "text": "話す"}]),
}


@pytest.mark.parametrize("what", BAD)
def test_a_setting_that_cannot_hold_is_refused_by_its_path(opened: Office, what: str) -> None:
    key, value = BAD[what]
    file = {**holds(opened), "settings": {"name": "汐見保健所", "own": {key: value}}}
    with pytest.raises(BadRows) as refusal:
        own_settings.read(json.loads(json.dumps(file)))
    assert all(finding.column.startswith(f"settings.own.{key}") for finding in refusal.value.findings)


def test_a_setting_of_a_newer_version_is_named_and_left_out(furnished: Office, tmp_path: Path, now: datetime) -> None:
    first = holds(furnished)
    first["settings"]["own"]["search_form"] = "x"
    furnished.close()
    with new_office(tmp_path / "second", now) as opened:
        outcome = importing.import_json(opened, _file(first))
        assert [warning.column for warning in outcome.warnings] == ["settings.own.search_form"]
        with opened.reading() as session:
            stored = session.get(SettingRow, "search_form")
            assert stored is not None
            assert stored.value != '"x"'


def test_settings_of_other_programs_need_none_of_it(tmp_path: Path, now: datetime) -> None:
    with new_office(tmp_path / "vault", now) as opened:
        list_codes.save_local(opened, LocalCode(list="topic", label="防災の相談", parent=_parent()))
        given = {**holds(opened), "settings": {"name": "北浜保健所"}}
        importing.import_json(opened, _file(given))
        assert replace(opened.settings, name="") == OfficeSettings()
        assert "local_1" in codes.load("topic")
