"""Faces: which one draws a character, what cannot be printed, and that big ones are opened only when needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from caseapp.documents import fonts
from caseapp.documents.characters import Examination, examine
from caseapp.documents.fonts import choose, inexact, shape, unprintable
from caseapp.documents.read_models import ChildHead
from tests.documents import papers

FACES: tuple[fonts.Face, ...] = ("gothic", "bold", "mincho", "fixed")


def font_of(cluster: str, face: fonts.Face = "gothic") -> str:
    return choose(cluster, face).drawn[0][0]


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize(
    "name", ["𠮷野", "髙橋", "山﨑", "土槗", "葛\U000e0100城", "神\ufa19", "邉", "Nguyễn Thị Ánh", "NGUYỄN THỊ ÁNH"]
)
def test_names_are_printable_in_every_face(face: fonts.Face, name: str) -> None:
    assert unprintable(name, face) == []
    assert inexact(name, face) == []


def test_the_main_face_draws_what_it_has_and_the_fallback_the_rest() -> None:
    assert font_of("野") == "BIZUDPGothic-Regular"
    assert font_of("髙") == "BIZUDPGothic-Regular"
    assert font_of("𠮷") == "CaseappGothic-Regular"
    assert font_of("𠮷", "bold") == "CaseappGothic-Bold"
    assert font_of("𠮷", "mincho") == "CaseappMincho-Regular"


def test_a_variation_sequence_is_looked_up_face_by_face() -> None:
    assert font_of("葛\U000e0100") == "BIZUDPGothic-Regular"
    assert font_of("辻\U000e0102") == "ipamjm"  # a Moji_Joho sequence, which only IPAmj has
    assert choose("葛\U000e0100", "gothic").drawn != choose("葛", "gothic").drawn
    assert choose("葛\U000e0100", "gothic").width == 1.0
    assert choose("辻\U000e0102", "gothic").width == 1.0


def test_a_sequence_that_no_face_has_prints_its_base_and_is_named() -> None:
    assert inexact("葛\U000e01ee城") == ["葛\U000e01ee"]
    assert unprintable("葛\U000e01ee城") == []
    assert inexact("℃\ufe0f") == []  # asks for a picture; paper prints text


def test_a_character_that_no_face_has_is_named_once() -> None:
    assert unprintable("外字\ue000と😀と\ue000") == ["\ue000", "😀"]


def test_a_name_with_one_foreign_letter_is_set_in_one_hand() -> None:
    used = {
        font
        for cluster in shape("母 Nguyễn Thị Ánh さん", "gothic")
        for font, _ in cluster.drawn
        if cluster.text.isalpha()
    }
    assert used == {"BIZUDPGothic-Regular", "CaseappGothic-Regular"}
    name = shape("Nguyễn Thị Ánh", "gothic")
    assert {font for cluster in name for font, _ in cluster.drawn} == {"CaseappGothic-Regular"}


def test_decomposed_text_is_drawn_composed() -> None:
    assert [c.text for c in shape("か\u3099", "gothic")] == ["か\u3099"]
    assert choose("か\u3099", "gothic").exact
    assert choose("か\u3099", "gothic").width == choose("が", "gothic").width


def test_invisible_characters_draw_nothing_and_stop_nothing() -> None:
    assert [c.text for c in shape("あ\u200bい\ufeff\u00adう", "gothic")] == ["あ", "い", "う"]


def test_a_read_model_is_examined_as_a_whole() -> None:
    odd = ChildHead(name="葛\U000e01ee城 \ue000", address="南町😀", birth_date=None)
    assert examine(odd) == Examination(unprintable=("\ue000", "😀"), inexact=("葛\U000e01ee",))
    assert examine(papers.PLAN) == Examination()


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_the_package_loads_no_reportlab_and_no_font() -> None:
    code = "import sys; sys.path[:0] = %r; import caseapp.documents.fonts, caseapp.documents.catalogue; "
    assert run(code % sys.path + "print('reportlab' in sys.modules, 'pikepdf' in sys.modules)") == "False False"


def test_ipamj_is_not_opened_for_a_name_that_a_small_face_has() -> None:
    code = (
        "import sys; sys.path[:0] = %r\n"
        "from caseapp.documents import fonts\n"
        "from reportlab.pdfbase import pdfmetrics\n"
        "fonts.shape('𠮷野 葛\\U000e0100城 槗 Nguyễn', 'mincho')\n"
        "names = pdfmetrics.getRegisteredFontNames(); print('ipamjm' in names)\n"
        "fonts.shape('辻\\U000e0102', 'mincho'); print('ipamjm' in pdfmetrics.getRegisteredFontNames())"
    )
    assert run(code % sys.path).split() == ["False", "True"]
