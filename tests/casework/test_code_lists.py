"""Lists that the office replaces by file: the diseases of the next revision, and its own codes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from caseapp.casework import list_codes, list_in_use, register
from caseapp.casework import office as offices
from caseapp.casework.list_codes import LocalCode
from caseapp.casework.list_views import RegisterFilter
from caseapp.casework.office import Office
from caseapp.exchange import list_diseases, writing
from caseapp.exchange.findings import BadRows, Unreadable
from caseapp.rules.child import ChildDisease
from caseapp.rules.clock import stopped
from caseapp.rules.problem import NotAllowed, Refused
from caseapp.words import codes, diseases
from tests.casework.people import MANAGER, WORDS, WORKER, as_user, everything, saved_child

Lines = list[tuple[str, ...]]


@pytest.fixture(autouse=True)
def as_packaged() -> Iterator[None]:
    yield
    list_in_use.uninstall()


def lines() -> Lines:
    return list(list_diseases.lines_of(diseases.load()))


def as_file(rows: Lines, *, form: str = "tsv") -> bytes:
    if form == "xlsx":
        return writing.write_xlsx(diseases.COLUMNS, rows)
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter="\t" if form == "tsv" else ",").writerows([diseases.COLUMNS, *rows])
    return stream.getvalue().encode()


def changed(rows: Lines, code: str, **columns: str) -> Lines:
    heads = list(diseases.COLUMNS)
    found = []
    for row in rows:
        cells = list(row)
        if cells[heads.index("nando_id")] == code:
            for name, value in columns.items():
                cells[heads.index(name)] = value
        found.append(tuple(cells))
    return found


def one_with(name: str) -> diseases.Disease:
    found = diseases.named(name)
    assert found is not None
    return found


@pytest.mark.parametrize("form", ["tsv", "csv", "xlsx"])
def test_the_list_in_use_read_from_a_file_is_the_same_list(form: str) -> None:
    file = list_diseases.read(as_file(lines(), form=form))
    assert file.findings == ()
    assert file.entries == diseases.load()
    assert list_diseases.compared(diseases.load(), file.entries) == ()


def test_the_packaged_file_itself_can_be_read() -> None:
    from caseapp.words import resources

    data = resources.path(f"data/diseases-nando-{diseases.LIST_VERSION}.tsv").read_bytes()
    file = list_diseases.read(data)
    assert file.findings == ()
    assert len(file.entries) >= len(diseases.load())


def test_what_is_new_renamed_moved_and_removed_is_told(opened: Office) -> None:
    gone, renamed = one_with("単心室症"), one_with("ファロー四徴症")
    saved_child(opened, diseases=(ChildDisease(disease_group="4", name=gone.name, list_code=gone.code),))
    rows = [row for row in lines() if row[8] != gone.code]
    rows = changed(rows, renamed.code, 疾病名="ファロー四徴症(改)")
    rows.append(("4", "", "", "999", "新しい心疾患", "あたらしいしんしっかん", "", "", "", "1"))
    before = everything(opened)
    look = list_codes.look(opened, as_file(rows))
    kinds = {(d.kind, (d.after or d.before).name) for d in look.differences}  # type: ignore[union-attr]  # one is there
    assert kinds == {("removed", "単心室症"), ("renamed", "ファロー四徴症(改)"), ("new", "新しい心疾患")}
    assert look.children == 1
    assert everything(opened) == before
    assert diseases.version() == diseases.LIST_VERSION


def test_a_replaced_list_holds_while_the_office_is_open_and_records_keep_their_snapshot(
    opened: Office, now: datetime
) -> None:
    gone = one_with("単心室症")
    known = ChildDisease(disease_group="4", name=gone.name, list_code=gone.code, list_version=diseases.version())
    child = saved_child(opened, diseases=(known,))
    rows = [row for row in lines() if row[8] != gone.code]
    list_codes.replace_diseases(opened, list_diseases.read(as_file(rows)), version="令和9年4月1日")
    assert diseases.version() == "令和9年4月1日"
    assert diseases.by_code(gone.code) is None
    assert diseases.find("単心室") == []
    kept = register.child(opened, child.id).diseases[0]
    assert (kept.name, kept.list_version) == ("単心室症", diseases.LIST_VERSION)
    assert diseases.is_old(kept.list_version)
    assert list_codes.outdated(opened) == 1
    opened.close()
    assert diseases.by_code(gone.code) is not None
    with offices.open_office(opened.folder, user=MANAGER, passphrase=WORDS, clock=stopped(now)) as again:
        assert diseases.version() == "令和9年4月1日"
        list_codes.packaged_diseases(again)
        assert diseases.version() == diseases.LIST_VERSION
        assert not diseases.is_old(kept.list_version)


def test_who_has_a_disease_that_the_new_list_tells_otherwise_is_listed(opened: Office) -> None:
    names = ("単心室症", "ファロー四徴症", "もやもや病", "血友病A")
    gone, renamed, moved, same = (one_with(name) for name in names)
    for number, entry in enumerate((gone, renamed, moved, same)):
        kept = ChildDisease(
            disease_group=entry.group,
            name=entry.name if number else "単心室(左室型)",  # the words of the record are not those of the list
            list_code=entry.code if number else entry.centre_code,
            list_version=diseases.version(),
        )
        saved_child(opened, f"{number}", diseases=(kept,))
    saved_child(opened, "9", diseases=(ChildDisease(name="病名を調べています"),))
    rows = changed([row for row in lines() if row[8] != gone.code], renamed.code, 疾病名="ファロー四徴症(改)")
    other = "1" if moved.group != "1" else "2"
    rows = changed(rows, moved.code, 群=other, 告示番号="990", shouman_code="")
    file = list_diseases.read(as_file(rows))
    assert file.findings == ()
    assert list_codes.look(opened, as_file(rows)).children == 3
    outdated = RegisterFilter(outdated=True)
    assert list(register.rows(opened, filter=outdated)) == []
    list_codes.replace_diseases(opened, file, version="令和9年4月1日")
    assert [row.number for row in register.rows(opened, filter=outdated)] == ["0", "1", "2"]
    assert list_codes.outdated(opened) == 3
    kept = register.child_by_number(opened, "0").diseases[0]
    assert kept.name == "単心室(左室型)"
    told = [
        diseases.told_otherwise(diseases.LIST_VERSION, each.code, name=each.name, group=each.group)
        for each in (gone, renamed, moved, same)
    ]
    assert told == ["removed", "renamed", "moved", ""]
    child = register.child_by_number(opened, "1")
    again = replace(child.diseases[0], name="ファロー四徴症(改)", list_version=diseases.version())
    register.save(opened, replace(child, diseases=(again,)))
    assert [row.number for row in register.rows(opened, filter=outdated)] == ["0", "2"]
    list_codes.packaged_diseases(opened)
    assert [row.number for row in register.rows(opened, filter=outdated)] == ["1"]


@pytest.mark.parametrize(
    ("columns", "column"),
    [({"群": "17"}, "群"), ({"告示番号": "x"}, "告示番号"), ({"疾病名": " "}, "疾病名"), ({"top": "0"}, "top")],
)
def test_what_is_amiss_in_a_list_is_named_and_nothing_replaced(
    opened: Office, columns: dict[str, str], column: str
) -> None:
    target = next(d for d in diseases.load() if d.top and d.group == "3" and d.number == "1")
    file = list_diseases.read(as_file(changed(lines(), target.code, **columns)))
    assert column in {finding.column for finding in file.findings}
    before = everything(opened)
    with pytest.raises(BadRows):
        list_codes.replace_diseases(opened, file, version="新")
    assert everything(opened) == before


def test_a_short_list_and_a_list_without_its_columns_are_refused() -> None:
    assert list_diseases.read(as_file(lines()[:3])).findings
    with pytest.raises(Unreadable):
        list_diseases.read("疾病名,よみ\nあ,い\n".encode())
    double = lines()
    assert [f.column for f in list_diseases.read(as_file([*double, double[0]])).findings] == ["nando_id"]


@pytest.mark.parametrize("version", ["  ", diseases.LIST_VERSION, "長" * 41])
def test_a_list_needs_a_version_of_its_own(opened: Office, version: str) -> None:
    with pytest.raises(Refused):
        list_codes.replace_diseases(opened, list_diseases.read(as_file(lines())), version=version)


def test_only_a_manager_replaces_lists(staffed: Office, now: datetime) -> None:
    staffed.close()
    with as_user(staffed.folder, WORKER, now=now, number="二") as worker:
        with pytest.raises(NotAllowed):
            list_codes.replace_diseases(worker, list_diseases.read(as_file(lines())), version="新")
        with pytest.raises(NotAllowed):
            list_codes.save_local(worker, LocalCode(list="topic", label="独自", parent="guidance"))


# ---- the office's own codes


def test_an_own_code_stands_in_its_list_and_is_counted_under_a_national_one(opened: Office, now: datetime) -> None:
    made = list_codes.save_local(opened, LocalCode(list="topic", label="水道・衛生", short="水", parent="guidance"))
    topics = codes.load("topic")
    assert made.record_id in topics.codes
    assert (topics.label(made.record_id, "ja"), topics.short(made.record_id, "ja")) == ("水道・衛生", "水")
    assert topics.parent(made.record_id) == "guidance"
    assert topics.code_of("水道・衛生") == made.record_id
    (own,) = list_codes.local_codes(opened)
    list_codes.save_local(opened, LocalCode(list="topic", code=own.code, label="水道", parent="other", retired=True))
    topics = codes.load("topic")
    assert own.code not in topics.codes
    assert own.code not in topics.toggles
    assert topics.label(own.code, "ja") == "水道"
    opened.close()
    assert own.code not in codes.load("topic")
    with offices.open_office(opened.folder, user=MANAGER, passphrase=WORDS, clock=stopped(now)) as again:
        assert codes.load("topic").label(own.code, "ja") == "水道"
        fresh = list_codes.save_local(again, LocalCode(list="method", label="集いの場", parent="other"))
        assert fresh.record_id == "local_2"


@pytest.mark.parametrize(
    "wrong",
    [
        LocalCode(list="sex", label="独自", parent="male"),
        LocalCode(list="topic", label="独自", parent="medical"),  # not a national one
        LocalCode(list="topic", label="  ", parent="guidance"),
        LocalCode(list="topic", label="長" * 61, parent="guidance"),
        LocalCode(list="topic", label="医療・病状", parent="guidance"),
    ],
)
def test_a_code_that_cannot_be_counted_or_told_apart_is_refused(opened: Office, wrong: LocalCode) -> None:
    before = everything(opened)
    with pytest.raises(Refused):
        list_codes.save_local(opened, wrong)
    assert everything(opened) == before


def test_own_codes_come_from_a_file_all_or_none(opened: Office) -> None:
    rows = [
        {"list": "topic", "label": "通学", "short": "", "parent": "療育相談指導"},
        {"list": "program", "label": "市の見舞金", "short": "見舞金", "parent": "other"},
    ]
    national = codes.load("program").parents()
    rows[1]["parent"] = next(iter(national))
    list_codes.add_local_rows(opened, rows)
    assert [(each.list, each.label) for each in list_codes.local_codes(opened)] == [
        ("topic", "通学"),
        ("program", "市の見舞金"),
    ]
    again = list_codes.add_local_rows(opened, rows)
    assert not again.subjects
    before = everything(opened)
    with pytest.raises(Refused) as caught:
        list_codes.add_local_rows(
            opened,
            [
                {"list": "topic", "label": "新", "parent": "guidance"},
                {"list": "topic", "label": "別", "parent": "ない"},
            ],
        )
    assert [problem.values["row"] for problem in caught.value.problems] == [2]
    assert everything(opened) == before


def test_the_list_in_use_is_written_so_that_it_can_be_read_again(opened: Office, tmp_path: Path) -> None:
    count = list_codes.write_diseases(tmp_path / "list.csv")
    looked = list_codes.look(opened, tmp_path / "list.csv")
    assert (len(looked.file.entries), looked.differences, looked.file.findings) == (count, (), ())
