"""Writing CSV and XLSX: no cell becomes a formula, no name changes, and what we write we read back as it was."""

from __future__ import annotations

import io
from datetime import date, time
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.exchange import cells_of, csv_file, writing, xlsx_file
from caseapp.exchange.columns import CHILDREN, CONSULTATIONS, ORGANIZATIONS, TABLES, Table
from caseapp.exchange.row_reader import as_text
from caseapp.rules.child import CertificatePeriod, Child, ChildDisease, FamilyMember, MedicalCare
from caseapp.rules.consultation import Consultation
from caseapp.rules.organization import Organization
from caseapp.rules.problem import Refused
from caseapp.words import codes, language
from tests.exchange.sheets import TODAY, read

EXAMPLES = settings.default.max_examples // 2 if settings.default else 25  # a workbook takes its time
DANGEROUS = ["=1+1", "+81-3", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "'=1", "''+1", '=HYPERLINK("http://x")']


def _csv_texts(data: bytes) -> list[tuple[Any, ...]]:
    return [row.values for row in csv_file.read(data).rows]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_of_a_csv_begins_as_a_formula_and_reading_takes_the_mark_away(text: str) -> None:
    data = writing.write_csv(["a", "b"], [[text, "x"]])
    stored = _csv_texts(data)[1][0]
    assert stored == f"'{text}"
    assert as_text(stored) == text


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_of_an_xlsx_is_a_formula(text: str) -> None:
    data = writing.write_xlsx(["a"], [[text]])
    cell = openpyxl.load_workbook(io.BytesIO(data)).active["A2"]
    assert cell.data_type == "s"
    grid = xlsx_file.read(data, fits=lambda rows: True)
    assert as_text(grid.rows[1].values[0]) == text


def test_a_csv_is_utf_8_with_a_mark_and_windows_line_ends() -> None:
    assert writing.write_csv(["姓"], [["髙"], [None]]) == b"\xef\xbb\xbf" + '姓\r\n髙\r\n""\r\n'.encode()


def test_cp932_is_written_on_request() -> None:
    assert writing.write_csv(["姓"], [["髙﨑"]], cp932=True) == "姓\r\n髙﨑\r\n".encode("cp932")


def test_names_that_cp932_cannot_hold_are_named_and_nothing_is_written() -> None:
    long = "とても長い文章のまんなかにある𠮷という字のまわりだけを見せる文章"
    with pytest.raises(Refused) as refused:
        writing.write_csv(["姓"], [["𠮷田"], ["高瀬"], ["葛\U000e0100"], [long]], cp932=True)
    sentence = language.translator("en").say(refused.value.problems[0])
    assert "𠮷田、葛\U000e0100、…文章のまんなかにある𠮷" in sentence
    assert "高瀬" not in sentence


def test_an_xlsx_has_dates_as_dates_leading_zeros_and_a_fixed_header() -> None:
    data = writing.write_xlsx(
        ["番号", "日", "時", "数", "真"], [["007", date(2026, 4, 1), time(9, 5), 3, True]], title="台帳/1"
    )
    sheet: Any = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet["A2"].value == "007"
    assert sheet["B2"].is_date
    assert sheet["B2"].value.date() == date(2026, 4, 1)
    assert (sheet["C2"].value, sheet["D2"].value, sheet["E2"].value) == (time(9, 5), 3, True)
    assert (sheet.freeze_panes, sheet.title) == ("A2", "台帳 1")


# ---- what we write we read back

_texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff"), max_size=20
).map(str.strip)
_names = _texts.filter(bool)
_numbers = st.from_regex(r"[A-Z0-9]{1,4}-[0-9]{1,4}", fullmatch=True)
_kana = st.text("アイウカガキタダパャュョッンー", max_size=6)
_phones = st.sampled_from(["", "090-1234-5678", "0123-45-6789", "03-1234-5678 (内線12)"])
_postal = st.sampled_from(["", "123-4567", "000-0034"])
_days = st.dates(date(2007, 1, 1), TODAY)
_notes = st.lists(_names, max_size=3).map("\n".join)


def _code(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(codes.load(name).codes)


@st.composite
def _children(draw: st.DrawFn) -> Child:
    group, name = draw(st.sampled_from([*codes.load("disease_group").codes, ""])), draw(_texts)
    first = draw(_days)
    certificate = CertificatePeriod(
        number=draw(_numbers),
        valid_from=first,
        valid_to=draw(st.dates(first, date(2030, 12, 31))),
        disease_group=group,
        disease=name,
        severe=draw(st.booleans()),
        ventilator=draw(st.booleans()),
    )
    return Child(
        number=draw(_numbers),
        family_name=draw(_names),
        given_name=draw(_names),
        family_name_kana=draw(_kana),
        given_name_kana=draw(_kana),
        birth_date=draw(_days),
        sex=draw(_code("sex")),
        postal_code=draw(_postal),
        address=draw(_texts),
        phone=draw(_phones),
        family=draw(
            st.one_of(
                st.just(()),
                st.builds(
                    lambda n, r: (FamilyMember(name=n, relationship=r, guardian=True),), _names, _code("relationship")
                ),
            )
        ),
        certificates=draw(st.sampled_from([(), (certificate,)])),
        diseases=(ChildDisease(name=name, disease_group=group),) if name or group else (),
        medical_care=tuple(
            MedicalCare(item=item) for item in draw(st.lists(_code("medical_care"), unique=True, max_size=4))
        ),
        hospital=draw(_texts),
        doctor=draw(_texts),
        school=draw(_texts),
        note=draw(_notes),
        worker=draw(_texts),
    )


def _written(table: Table, cells: tuple[Any, ...], how: str) -> bytes:
    if how == "xlsx":
        return writing.write_xlsx(table.names, [cells])
    return writing.write_csv(table.names, [cells])


@pytest.mark.parametrize("how", ["csv", "xlsx"])
@settings(max_examples=EXAMPLES)
@given(child=_children())
def test_a_child_that_was_written_is_read_back_as_it_was(how: str, child: Child) -> None:
    data = _written(CHILDREN, cells_of.child(child, today=TODAY), how)
    found = read(data)
    assert found.problems == ()
    row = found.rows[0]
    assert row.worker == child.worker
    listed = [d for d in row.child.diseases if d.list_code]
    assert row.child.diseases if child.diseases else not row.child.diseases
    if not listed:
        assert row.child == _without_worker(child)
    again = cells_of.child(_with_worker(row.child, row.worker), today=TODAY)
    assert [as_text(c) for c in again] == [as_text(c) for c in cells_of.child(child, today=TODAY)]


def _with_worker(child: Child, worker: str) -> Child:
    from dataclasses import replace

    return replace(child, worker=worker)


def _without_worker(child: Child) -> Child:
    return _with_worker(child, "")


@pytest.mark.parametrize("how", ["csv", "xlsx"])
@settings(max_examples=EXAMPLES)
@given(
    consultation=st.builds(
        Consultation,
        child_id=_numbers,
        on=_days,
        start=st.one_of(st.none(), st.times().map(lambda t: t.replace(second=0, microsecond=0))),
        minutes=st.one_of(st.none(), st.integers(0, 1440)),
        method=_code("method"),
        consulter=_code("consulter"),
        topics=st.lists(_code("topic"), unique=True, max_size=5).map(tuple),
        facts=_notes.filter(bool),
        response=_notes,
    )
)
def test_a_consultation_that_was_written_is_read_back_as_it_was(how: str, consultation: Consultation) -> None:
    data = _written(CONSULTATIONS, cells_of.consultation(consultation, child_number=consultation.child_id), how)
    found = read(data, "consultations")
    assert found.problems == ()
    assert found.rows[0].consultation == consultation


@pytest.mark.parametrize("how", ["csv", "xlsx"])
@settings(max_examples=EXAMPLES)
@given(
    organization=st.builds(
        Organization,
        number=_numbers,
        name=_names,
        kind=_code("organization_kind"),
        department=_texts,
        contact=_texts,
        phone=_phones,
        fax=_phones,
        email=_texts,
        postal_code=_postal,
        address=_texts,
        note=_notes,
    )
)
def test_an_organization_that_was_written_is_read_back_as_it_was(how: str, organization: Organization) -> None:
    found = read(_written(ORGANIZATIONS, cells_of.organization(organization), how), "organizations")
    assert found.problems == ()
    assert found.rows[0].organization == organization


@pytest.mark.parametrize(
    "name",
    ["sex", "method", "consulter", "topic", "relationship", "disease_group", "medical_care", "organization_kind"],
)
def test_the_label_of_every_code_is_read_back_as_the_code(name: str) -> None:
    listed = codes.load(name)
    assert {code: listed.code_of(listed.label(code, "ja")) for code in listed} == {code: code for code in listed}


def test_the_columns_are_those_of_the_contract() -> None:
    assert [len(t.columns) for t in (CHILDREN, CONSULTATIONS, ORGANIZATIONS)] == [26, 11, 11]
    assert CHILDREN.required == ("児童番号", "姓", "名", "生年月日")
    assert CONSULTATIONS.required == ("児童番号", "相談日", "相談方法", "内容")
    assert ORGANIZATIONS.required == ("機関番号", "機関名", "種別")
    assert TABLES["children"].names[12:18] == (
        "受給者番号",
        "受給者証有効期間開始",
        "受給者証有効期間終了",
        "疾患群",
        "疾病名",
        "重症患者認定",
    )
