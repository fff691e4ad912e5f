"""What holds for every document: embedded faces, black ink, same bytes, no leaks, room for the longest names."""

from __future__ import annotations

import builtins
import dataclasses
import io
import re
import tempfile
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

import pikepdf
import pytest

from caseapp.documents import (
    assessment,
    batch_cover,
    child_sheet,
    consultation,
    handover,
    information_letter,
    list_sheet,
    program_use_ledger,
    recovery_sheet,
    review,
    support_plan,
    support_plan_family,
    support_plan_partner,
)
from caseapp.documents import text as text_module
from caseapp.documents.catalogue import DOCUMENTS, document
from caseapp.documents.grid import LANDSCAPE, LEFT, PORTRAIT
from caseapp.documents.read_models import Known
from caseapp.rules.problem import Refused
from tests.documents import papers, papers_handover, papers_more

OfReader = Callable[[bytes], str]
Open = Callable[[bytes], pikepdf.Pdf]

MODULES: dict[str, tuple[Any, Any, Any]] = {
    "support-plan": (support_plan, papers.PLAN, papers.EMPTY_PLAN),
    "support-plan-family": (support_plan_family, papers.FAMILY_PLAN, papers.EMPTY_FAMILY_PLAN),
    "review": (review, papers.REVIEW, papers.EMPTY_REVIEW),
    "consultation": (consultation, papers.CONSULTATION, papers.EMPTY_CONSULTATION),
    "information-letter": (information_letter, papers.LETTER, papers.LETTER),
    "recovery-sheet": (recovery_sheet, papers.RECOVERY, papers.RECOVERY),
    "assessment": (assessment, papers_more.ASSESSMENT, papers_more.EMPTY_ASSESSMENT),
    "support-plan-partner": (support_plan_partner, papers_more.PARTNER, papers_more.EMPTY_PARTNER),
    "child-sheet": (child_sheet, papers_more.CHILD_SHEET, papers_more.EMPTY_CHILD_SHEET),
    "handover": (handover, papers_handover.HANDOVER, papers_handover.EMPTY_HANDOVER),
    "program-use-ledger": (program_use_ledger, papers_more.LEDGER, papers_more.EMPTY_LEDGER),
    "list": (list_sheet, papers_more.LIST, papers_more.EMPTY_LIST),
    "cover": (batch_cover, papers_more.COVER, papers_more.EMPTY_COVER),
}
_DRAW = text_module._draw
LYING = frozenset({"list"})
CASES = [(name, language) for name in MODULES for language in ("ja", "en", "en_XA")]


def rendered(name: str, language: str = "ja", *, empty: bool = False, data: Any = None, **options: Any) -> bytes:
    if data is None and not options and text_module._draw is _DRAW:  # nobody looks on while it is made
        return made_once(name, language, empty)
    return made(name, language, empty=empty, data=data, **options)


@cache
def made_once(name: str, language: str, empty: bool) -> bytes:
    return made(name, language, empty=empty)


def made(name: str, language: str, *, empty: bool = False, data: Any = None, **options: Any) -> bytes:
    module, full, bare = MODULES[name]
    return bytes(module.render(data or (bare if empty else full), language=language, printed=papers.PRINTED, **options))


def longest(value: Any, *, times: int = 3) -> Any:
    """The read-model with sentences three times as long, and the longest names people bear."""
    if isinstance(value, str):
        if len(value) > 20:
            return value * times
        return "Wickramasinghe Arachchilage Don Kusum Abeyratne 千代" if "陽菜" in value or "由美" in value else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, recovery_sheet.RecoverySheetPaper):
            return value
        changed = {f.name: longest(getattr(value, f.name), times=times) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(longest(item, times=times) for item in value)
    return value


@pytest.fixture
def ink(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, float, float, str]]:
    """Where text was drawn: (left, right, baseline, text) in points of the page."""
    drawn: list[tuple[float, float, float, str]] = []
    real = text_module._draw

    def draw(canvas: Any, marks: Any, *, at: tuple[float, float], spacing: float = 0.0, white: bool = False) -> None:
        x, y = canvas.absolutePosition(*at)
        width = sum(mark.width + spacing for mark in marks) - spacing
        drawn.append((x, x + width, y, "".join(mark.cluster.text for mark in marks)))
        real(canvas, marks, at=at, spacing=spacing, white=white)

    monkeypatch.setattr(text_module, "_draw", draw)
    return drawn


@pytest.mark.parametrize(("name", "language"), CASES)
def test_all_fonts_are_embedded(name: str, language: str, open_pdf: Open) -> None:
    with open_pdf(rendered(name, language)) as pdf:
        fonts = [font for page in pdf.pages for font in page.resources.get("/Font", {}).values()]
        used = {str(font.BaseFont) for font in fonts}
        assert used
        for font in fonts:
            assert "/FontFile2" in font.FontDescriptor, f"{font.BaseFont} is not embedded"
        assert not any(re.search("Helvetica|Times|Courier", font) for font in used)


@pytest.mark.parametrize("name", MODULES)
def test_ink_is_black(name: str, open_pdf: Open) -> None:
    colours = {"g", "G", "rg", "RG", "k", "K", "sc", "scn", "SC", "SCN"}
    with open_pdf(rendered(name)) as pdf:
        for page in pdf.pages:
            for instruction in pikepdf.parse_content_stream(page):
                assert isinstance(instruction, pikepdf.ContentStreamInstruction), "a picture inside the page"
                if str(instruction.operator) in colours:
                    assert {float(str(value)) for value in instruction.operands} <= {0.0, 1.0}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language"), CASES)
def test_the_same_document_has_the_same_bytes(name: str, language: str) -> None:
    assert made(name, language) == made(name, language)


@pytest.mark.parametrize("name", MODULES)
def test_the_metadata_name_the_kind_and_the_office_and_no_child(name: str, open_pdf: Open) -> None:
    with open_pdf(rendered(name)) as pdf:
        told = {key: str(value) for key, value in pdf.docinfo.items()}
        assert told["/Author"] == papers.OFFICE.name
        assert told["/Title"]
        everything = " ".join(told.values())
        assert "陽菜" not in everything
        assert "𠮷野" not in everything
        assert "/tmp" not in everything


@pytest.mark.parametrize("name", ["support-plan-family", "support-plan-partner", "information-letter"])
@pytest.mark.parametrize("empty", [False, True])
def test_paper_that_leaves_says_nothing_of_the_register_or_of_empty_fields(
    name: str, empty: bool, text_of: OfReader
) -> None:
    text = text_of(rendered(name, empty=empty))
    for word in ("未入力", "未確認", "受給者", "6012345", "所見", "R8-031", "出力", "None", "秘匿"):
        assert word not in text, word


def test_the_letters_head_and_foot_do_not_name_the_child(ink: list[tuple[float, float, float, str]]) -> None:
    rendered("information-letter")
    margins = [text for _, _, y, text in ink if y < 40 or y > PORTRAIT.height - 40]
    assert "取扱注意" in margins
    assert not any("陽菜" in text for text in margins)


def test_a_letter_always_says_what_is_given_what_is_not_and_on_which_ground(text_of: OfReader) -> None:
    text = text_of(rendered("information-letter"))
    for word in (
        "提供する項目",
        "提供しない項目",
        "R8-0147",
        "令和9年11月30日",
        "お使いになる方",
        "保管と廃棄",
        "R8-0392",
    ):
        assert word in text


@pytest.mark.parametrize("field", ["items", "not_given", "purpose", "readers", "storage", "addressee"])
def test_a_letter_without_what_it_must_say_is_refused(field: str) -> None:
    value: Any = () if field in ("items", "addressee") else ""
    with pytest.raises(Refused) as refused:
        rendered("information-letter", data=dataclasses.replace(papers.LETTER, **{field: value}))
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_letter_without_consent_needs_another_ground() -> None:
    bare = dataclasses.replace(papers.LETTER, consent_number="")
    with pytest.raises(Refused):
        rendered("information-letter", data=bare)
    assert rendered("information-letter", data=dataclasses.replace(bare, ground="生命・身体の緊急（個情法69条2項4号）"))


def test_an_office_form_never_leaves_a_cell_empty(text_of: OfReader) -> None:
    text = text_of(rendered("support-plan", empty=True))
    said = ("未確認", "未記入", "未定", "未交付", "同意はまだいただいていません", "まだありません")
    assert all(word in text for word in said)
    assert sum(text.count(word) for word in said) > 12
    own = text.partition("総合的な支援")[2]  # what the office writes itself is not yet written, nobody is to be asked
    assert "未確認" not in own
    assert "前回計画\nなし" in text or "なし" in text


def test_known_absence_is_told_apart_from_not_knowing(text_of: OfReader) -> None:
    data = dataclasses.replace(papers.EMPTY_PLAN, handbook=Known.NONE, allowance=Known.NOT_APPLICABLE, certificate="")
    text = text_of(rendered("support-plan", data=data))
    assert "―" in text
    assert "なし" in text


def test_a_draft_says_so_in_foot_and_tab(ink: list[tuple[float, float, float, str]]) -> None:
    rendered("support-plan")
    feet = [text for _, _, y, text in ink if y < 40]
    assert any(text.endswith("案") for text in feet)
    ink.clear()
    rendered("support-plan-family", data=dataclasses.replace(papers.FAMILY_PLAN, draft=True))
    assert any("ご家族用（案）" in text for _, _, y, text in ink if y > PORTRAIT.height - 50)
    ink.clear()
    rendered("information-letter", data=dataclasses.replace(papers.LETTER, draft=True))
    assert any("提供用（案）" in text for _, _, y, text in ink if y > PORTRAIT.height - 50)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language"), CASES)
@pytest.mark.parametrize("how", ["full", "empty", "longest"])
def test_no_text_stands_outside_the_page_grid(
    name: str, language: str, how: str, ink: list[tuple[float, float, float, str]]
) -> None:
    data = longest(MODULES[name][1]) if how == "longest" else None
    rendered(name, language, empty=how == "empty", data=data)
    assert ink
    sheet = LANDSCAPE if name in LYING else PORTRAIT
    for left, right, y, text in ink:
        hanging = 8.0 if text[-1:] in "、。" else 0.6
        assert left >= LEFT - 0.6, text
        assert right <= LEFT + sheet.live + hanging, text
        assert 26 <= y <= sheet.height - 20, text


def crowded() -> support_plan.SupportPlanPaper:
    plan: support_plan.SupportPlanPaper = longest(papers.PLAN)
    disease = "先天性" + "多発性" * 16 + "症候群（疑）"
    return dataclasses.replace(
        plan,
        family=(papers.FAMILY * 2),
        supports=tuple(dataclasses.replace(group, priority=n + 1) for n, group in enumerate((plan.supports * 3)[:15])),
        disease=disease,
    )


def test_eight_members_fifteen_supports_and_the_longest_words_are_all_there(text_of: OfReader) -> None:
    data = crowded()
    assert len(data.disease) >= 56
    assert len(data.child.name) >= 40
    text = re.sub(r"\s", "", text_of(rendered("support-plan", data=data)))
    assert text.count("みどりこども園年中") == 2
    for group in data.supports:
        for support in group.supports:
            assert support.scheme in text
    assert "".join(data.disease.split()) in text
    assert text.count("支援の計画") == 1
    assert text.count("課題（ニーズ）") > 2  # the head is repeated on every page of the table


def test_the_date_and_the_telephone_number_stand_on_the_first_sheet_however_much_was_said(
    open_pdf: Open, text_of: OfReader
) -> None:
    pdf = rendered("support-plan-family", data=longest(papers.FAMILY_PLAN))
    with open_pdf(pdf) as whole:
        assert len(whole.pages) > 2
    first = text_of(pdf)[:1200]
    assert "2月26日" in first
    assert "0000-11-2233" in first


def test_signatures_never_stand_alone_on_a_page(text_of: OfReader, open_pdf: Open) -> None:
    for count in range(16):
        tasks = (papers.FAMILY_PLAN.tasks * 4)[:count]
        pdf = rendered("support-plan-family", data=dataclasses.replace(papers.FAMILY_PLAN, tasks=tasks))
        with open_pdf(pdf) as whole:
            pages = len(whole.pages)
        last = text_of(pdf).rpartition(f"{pages}枚のうち {pages - 1}枚目" if pages > 1 else "")[2]
        assert "説明した人" in last
        assert "お伝えします" in last


@pytest.mark.parametrize("name", [kind.name for kind in DOCUMENTS if kind.blank and kind.name in MODULES])
def test_a_blank_form_has_the_childs_head_and_nothing_else(name: str, text_of: OfReader) -> None:
    module, _, bare = MODULES[name]
    text = text_of(rendered(name, data=bare, blank=True))
    assert bare.child.name in text
    assert "未確認" not in text
    assert "なし" not in text
    assert module.render(bare, language="ja", printed=papers.PRINTED, blank=True).startswith(b"%PDF")


def test_a_blank_consultation_offers_the_choices(text_of: OfReader) -> None:
    text = text_of(rendered("consultation", empty=True, blank=True))
    for choice in (*papers.CHOICES.methods, *papers.CHOICES.places):
        assert f"□{choice}" in text


def test_the_five_kinds_of_paragraphs_have_their_own_names(text_of: OfReader) -> None:
    text = text_of(rendered("consultation"))
    for word in ("本人・家族の言葉", "事実", "第三者から", "所見", "対応・助言"):
        assert word in text


def test_a_blank_plan_fits_one_sheet_of_paper_printed_on_both_sides(open_pdf: Open) -> None:
    with open_pdf(rendered("support-plan", empty=True, blank=True)) as pdf:
        assert len(pdf.pages) == 2


def test_an_empty_assessment_asks_in_every_area_and_fits_one_sheet(open_pdf: Open, text_of: OfReader) -> None:
    pdf = rendered("assessment", empty=True, blank=True)
    with open_pdf(pdf) as opened:
        assert len(opened.pages) == 2
    text = text_of(pdf)
    for said in (*papers_more.EMPTY_ASSESSMENT.answers, *papers_more.EMPTY_ASSESSMENT.ways):
        assert f"□{said}" in text


def test_the_words_of_the_child_come_before_the_ratings(text_of: OfReader) -> None:
    text = text_of(rendered("assessment"))
    voice, rating = text.index("夜の機械の音がきらい"), text.index("家ではできるが")
    assert voice < rating
    assert "R7.11" in text  # how it was before stands beside
    assert "今回は見ていない" in text
    assert "計画の目標にする領域" in text


def test_a_full_week_flows_onto_the_next_page_under_the_same_head(
    ink: list[tuple[float, float, float, str]], open_pdf: Open, text_of: OfReader
) -> None:
    long = "養護教諭と主治医に、宿泊学習の夜の測定と補食の場所、緊急時の連絡先を電話で確かめ、返事を記録に残す"
    days = [f"R8.11.{16 + number // 12}(月)" for number in range(60)]
    rows = tuple(
        (day, "10:30" if number % 3 else "", f"児童{number:02} 千代乃", f"用件{number:02} {long}", "電話", "森下")
        for number, day in enumerate(days)
    )
    week = list_sheet.ListPaper(
        title="11月16日 – 11月22日の予定",
        filters=("森下 由佳",),
        columns=("日", "時刻", "お名前", "なにを", "種類", "担当"),
        rows=rows,
    )
    pdf = rendered("list", data=week)
    for left, right, y, text in ink:
        assert left >= LEFT - 0.6, text
        assert right <= LEFT + LANDSCAPE.live + 8, text
        assert 26 <= y <= LANDSCAPE.height - 20, text
    with open_pdf(pdf) as opened:
        pages = len(opened.pages)
    text = "".join(text_of(pdf).split())
    assert pages >= 3
    assert text.count("日時刻お名前なにを種類担当") == pages
    assert text.count("11月16日–11月22日の予定") >= 2 * pages - 1  # the head from page 2, and each foot
    for number in range(60):
        assert f"児童{number:02}千代乃" in text
        assert text.count(f"用件{number:02}") == 1
    assert text.count("返事を記録に残す") == 60


def test_a_kind_of_paragraph_without_text_is_no_open_question(text_of: OfReader) -> None:
    bare = dataclasses.replace(papers.CONSULTATION, opinion="", third_party="")
    assert text_of(rendered("consultation", data=bare)).count("記載なし") == 2


def test_typed_signs_are_text_and_not_markup(text_of: OfReader) -> None:
    typed = "{name|かな} <b>太字</b> {0} & |"
    data = dataclasses.replace(papers.FAMILY_PLAN, opening=typed)
    assert typed in text_of(rendered("support-plan-family", data=data))


def test_a_character_without_a_glyph_stops_the_print_and_is_named() -> None:
    data = dataclasses.replace(papers.FAMILY_PLAN, opening="外字\ue000です")
    with pytest.raises(Refused) as refused:
        rendered("support-plan-family", data=data)
    assert "U+E000" in str(refused.value.problems[0].values["names"])


@pytest.mark.parametrize("name", MODULES)
def test_no_file_is_written(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a temporary file")

    real = builtins.open

    def reading(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        assert not set(mode) & set("wax+"), f"{file} opened for writing"
        return real(file, mode, *arguments, **options)

    for made in (
        "NamedTemporaryFile",
        "TemporaryFile",
        "SpooledTemporaryFile",
        "mkstemp",
        "mkdtemp",
        "TemporaryDirectory",
    ):
        monkeypatch.setattr(tempfile, made, forbidden)
    monkeypatch.setattr(builtins, "open", reading)
    assert rendered(name).startswith(b"%PDF")


def test_the_recovery_key_shows_on_its_sheet_only(text_of: OfReader) -> None:
    text = text_of(rendered("recovery-sheet"))
    for group in papers.RECOVERY.groups:
        assert group in text
        assert group not in repr(papers.RECOVERY)


def test_the_catalogue_names_modules_that_render() -> None:
    for kind in DOCUMENTS:
        module = import_module(f"caseapp.documents.{kind.module}")
        assert callable(module.render)
        assert document(kind.name) is kind
    with pytest.raises(KeyError):
        document("nothing")


def test_a_long_name_moves_the_page_count_and_never_runs_into_it(ink: list[tuple[float, float, float, str]]) -> None:
    for name in ("support-plan", "support-plan-family"):
        ink.clear()
        rendered(name, data=longest(MODULES[name][1]))
        feet = [(left, right) for left, right, y, _ in ink if y < 40]
        assert len(feet) % 3 == 0
        for place in range(0, len(feet), 3):
            (_, first), (second, third), (fourth, _) = feet[place : place + 3]
            assert first <= second
            assert third <= fourth


def test_on_a_hand_over_sheet_the_secret_stands_first_and_the_three_lines_before_it(text_of: OfReader) -> None:
    text = text_of(rendered("handover")).replace("\n", "")
    assert text.index("はじめて会う人の三行") < text.index("【秘匿】父方へ住所・学校を伝えない")
    assert text.index("【秘匿】父方") < text.index("母と本人を同席で") < text.index("外来に同行。本人の気持ち")
    assert text.count("【秘匿】") == 1


def test_a_hand_over_sheet_stands_on_one_page(open_pdf: Open) -> None:
    for empty in (False, True):
        with open_pdf(rendered("handover", empty=empty)) as pdf:
            assert len(pdf.pages) == 1


def test_three_lines_that_became_pages_are_parted(open_pdf: Open) -> None:
    long = dataclasses.replace(papers_handover.HANDOVER, person="とても長い文。" * 700, now="いまも長い。" * 300)
    with open_pdf(rendered("handover", data=long)) as pdf:
        assert len(pdf.pages) > 2


def test_without_a_certificate_there_is_no_period_to_ask_for(text_of: OfReader) -> None:
    data = dataclasses.replace(papers.PLAN, certificate=Known.NONE, certificate_from=None, certificate_to=None)
    assert "有効期間―" in "".join(text_of(rendered("support-plan", data=data)).split())


@pytest.mark.parametrize(
    ("name", "hint"),
    [("support-plan", "課題は本人・家族の言葉で書く"), ("consultation", "種類を分けて書く")],
)
def test_what_is_said_to_the_writer_stands_on_the_empty_form_alone(text_of: OfReader, name: str, hint: str) -> None:
    assert hint in text_of(rendered(name, blank=True))
    assert hint not in text_of(rendered(name))


def family_page(tasks: int) -> bytes:
    plan = papers.FAMILY_PLAN
    data = dataclasses.replace(plan, tasks=plan.tasks[:1] * tasks, shared=(), voices=plan.voices[:1], steps=())
    return rendered("support-plan-family", data=data)


@pytest.mark.parametrize("tasks", range(1, 16))
def test_the_place_to_sign_is_never_alone_on_a_sheet(text_of: OfReader, tasks: int) -> None:
    pdf = family_page(tasks)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        count = len(document.pages)
    said = text_of(pdf)
    last = said.rpartition("枚のうち 1枚目")[2] if count > 1 else said
    assert "ご確認" in last
    assert "なにを" in last, "the tasks stand with it, or their last rows"


def test_who_matters_goes_on_overleaf_under_its_heading(text_of: OfReader) -> None:
    """A quarter of the first page stayed empty."""
    items = papers_handover.HANDOVER.items[:1] * 11
    people = tuple(
        dataclasses.replace(papers_handover.HANDOVER.people[0], about="平日17時から。" * 5) for _n in range(6)
    )
    data = dataclasses.replace(papers_handover.HANDOVER, items=items, people=people)
    first, _foot, rest = text_of(rendered("handover", data=data)).partition("1 / 2")
    assert "鍵になる人" in first
    assert "鍵になる人" in rest
    assert "つづき" in rest
    assert first.count(people[0].name) + rest.count(people[0].name) == 6
