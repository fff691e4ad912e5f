"""Export, the way back, search and the access log."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.terminal import MANAGER, VIEWER, WORDS, WORKER, Terminal

CHILD = (
    "number family_name given_name family_name_kana given_name_kana birth_date sex postal_code address phone "
    "certificate medical_care worker consultations assessments support_plans follow_ups liaisons consents disclosures "
    "evacuation_plan program_uses documents"
)
CONSULTATION = "id date method topics consulter content response next_date worker created_at updated_at"
PLAN = "id version status period child_wish family_wish overall_goal goals consent created_at approved_at"


def lacks(holds: dict[str, Any], keys: str) -> set[str]:
    return set(keys.split()) - set(holds)


def same_store(samples: Terminal, bare_vault: str) -> dict[str, Any]:
    """What is in a new store after it took in the export of the first one."""
    file, second = samples.folder / "all.json", samples.folder / bare_vault
    secret = samples.secret(MANAGER)
    made = samples.run("init", "--vault", second, "--user", MANAGER, "--passphrase-file", secret, "--office", "別の所")
    assert made.code == 0
    taken = samples.run("import", file, "--vault", second, "--passphrase-file", secret, "--json")
    assert (taken.code, taken.json["kind"]) == (0, "json"), taken.err
    again = samples.folder / "again.json"
    assert samples.run("export", "-o", again, "--vault", second, "--passphrase-file", secret).code == 0
    found: dict[str, Any] = json.loads(again.read_text("utf-8"))
    return found


@pytest.mark.slow
def test_an_export_taken_into_an_empty_store_gives_the_same_export(samples: Terminal) -> None:
    before = samples.exported()
    assert len(before["children"]) == 30
    after = same_store(samples, "second")
    after.pop("exported_at")
    assert list(after) == list(before)
    assert after == before


def test_the_export_holds_the_keys_of_the_contract(samples: Terminal) -> None:
    found = samples.exported()
    assert (found["format"], found["version"]) == ("caseapp-export", 1)
    for child in found["children"]:
        assert not lacks(child, CHILD)
        assert not lacks(child["certificate"], "number valid_from valid_to disease_group disease severe ventilator")
        for talk in child["consultations"]:
            assert not lacks(talk, CONSULTATION)
        for plan in child["support_plans"]:
            assert not lacks(plan, PLAN)
            assert not lacks(plan["period"], "from to")
            for goal in plan["goals"]:
                assert not lacks(goal, "need goal supports reviews")
                assert all(not lacks(item, "content provider period") for item in goal["supports"])
                assert all(not lacks(item, "date rating comment") for item in goal["reviews"])
    for organization in found["organizations"]:
        assert not lacks(organization, "number name kind department contact phone")


def test_one_child_is_exported_alone(samples: Terminal) -> None:
    number = samples.exported()["children"][3]["number"]
    target = samples.folder / "one.json"
    assert samples("export", "-o", target, "--child", number).code == 0
    assert [child["number"] for child in json.loads(target.read_text("utf-8"))["children"]] == [number]
    assert target.stat().st_mode & 0o077 == 0


def test_a_child_that_is_not_there_is_not_exported(terminal: Terminal) -> None:
    target = terminal.folder / "one.json"
    answer = terminal("export", "-o", target, "--child", "R8-7777")
    assert (answer.code, answer.out) == (2, "")
    assert "R8-7777" in answer.err
    assert not target.exists()


def test_an_export_needs_a_folder_that_is_there(terminal: Terminal) -> None:
    assert terminal("export", "-o", terminal.folder / "none" / "all.json").code == 2
    assert terminal("export", "-o", terminal.folder).code == 2


def test_only_a_manager_exports_everything(terminal: Terminal) -> None:
    target = terminal.folder / "all.json"
    assert terminal.as_user(WORKER, "export", "-o", target).code == 7
    assert not target.exists()
    assert terminal.as_user(WORKER, "export", "-o", target, "--child", "R8-0009").code == 0


def test_an_export_is_only_read_into_an_empty_store(samples: Terminal) -> None:
    before = samples.exported()
    answer = samples("import", samples.folder / "all.json")
    assert answer.code == 4
    assert "何も変わっていません" in answer.err
    assert samples.exported() == before
    assert samples("import", samples.folder / "all.json", "--on-duplicate", "skip").code == 2


def test_a_bad_value_in_an_export_is_named_by_its_path(bare: Terminal) -> None:
    assert bare("init").code == 0
    child = {"number": "1", "family_name": "高瀬", "given_name": "湊", "birth_date": "2018-02-30"}
    whole = {"format": "caseapp-export", "version": 1, "children": [child], "organizations": []}
    answer = bare("import", bare.write("x.json", json.dumps(whole)), "--json")
    assert answer.code == 4
    assert [p["column"] for p in answer.json["problems"]] == ["children[0].birth_date"]
    assert bare.holds()["children"] == []
    newer = bare.write("y.json", json.dumps({**whole, "version": 99, "children": []}))
    assert bare("import", newer).code == 4
    assert bare("import", bare.write("z.json", '{"format": "caseapp-export", "chil')).code == 4


# ---- search


def test_search_gives_one_document_with_the_best_first(samples: Terminal) -> None:
    answer = samples("search", "高瀬", "--json")
    hits = answer.json["hits"]
    assert all(set(hit) == {"kind", "child", "name", "text"} for hit in hits)
    assert (hits[0]["kind"], hits[0]["child"], hits[0]["name"]) == ("child", "R3-0112", "高瀬 陽菜乃")
    assert answer.err == ""
    found = samples("search", "酸素", "--json", "--limit", "3").json["hits"]
    assert len(found) == 3
    assert all("酸素" in hit["text"] for hit in found)


def test_an_organization_that_is_found_has_no_childs_number(samples: Terminal) -> None:
    hits = samples("search", "汐見市民病院", "--json").json["hits"]
    found = [hit for hit in hits if hit["kind"] == "organization"]
    assert found
    assert [hit["child"] for hit in found] == [""] * len(found)


def test_search_is_read_by_people_too(samples: Terminal) -> None:
    answer = samples("search", "たかせ", "--limit", "1")
    assert answer.code == 0
    assert "R3-0112" in answer.out
    nothing = samples("search", "ぬるぽよ")
    assert (nothing.code, nothing.out) == (0, "")
    assert "ぬるぽよ" in nothing.err
    assert samples("search", "ぬるぽよ", "--json").json == {"hits": []}


def test_who_only_reads_may_search(terminal: Terminal) -> None:
    assert terminal.as_user(VIEWER, "search", "髙瀬", "--json").json["hits"][0]["child"] == "R8-0009"


def test_a_limit_is_a_number_of_at_least_one(terminal: Terminal) -> None:
    for limit in ("0", "-1", "many"):
        assert terminal("search", "x", "--limit", limit).code == 2


# ---- the access log


def test_the_access_log_tells_who_did_what(terminal: Terminal) -> None:
    terminal.as_user(WORKER, "export", "-o", terminal.folder / "one.json", "--child", "R8-0009")
    found = terminal("audit", "--json").json
    assert found["chain"] == {"entries": found["entries"][0]["number"] + 1, "whole": True, "broken_at": None}
    exported = next(entry for entry in found["entries"] if entry["action"] == "export.child")
    assert (exported["who"], exported["child"]) == (WORKER, "R8-0009")
    assert exported["when"] == "2026-11-20T10:12:00+09:00"
    of_child = terminal("audit", "--child", "R8-0009", "--json").json["entries"]
    assert {entry["child"] for entry in of_child} == {"R8-0009"}
    assert "export.child" in terminal("audit", "--child", "R8-0009").out
    assert len(terminal("audit", "--limit", "2", "--json").json["entries"]) == 2


def test_the_access_log_is_for_managers_and_a_refusal_stands_in_it(terminal: Terminal) -> None:
    answer = terminal.as_user(WORKER, "audit")
    assert (answer.code, answer.out) == (7, "")
    assert "管理者" in answer.err
    refused = next(e for e in terminal("audit", "--json").json["entries"] if e["action"] == "refused")
    assert refused["who"] == WORKER


def test_no_passphrase_stands_in_the_access_log(terminal: Terminal) -> None:
    assert WORDS not in terminal("audit", "--json").out
