"""Names hidden on screen, red bands, wrapped text, preferences, undo, drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import drafts, register
from caseapp.casework.views import DraftKey
from caseapp.desktop.kit import bands, text
from caseapp.desktop.kit.bands import Banner, RedBand, RedFact
from caseapp.desktop.kit.boxes import CheckBox
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.chips import Chip, ChipLabel
from caseapp.desktop.kit.drafts import DraftKeeper
from caseapp.desktop.kit.masking import hidden, masked, masking
from caseapp.desktop.kit.page import Desk, Page, width_class
from caseapp.desktop.kit.preferences import Preferences
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para, wrap
from caseapp.desktop.theme.theme import theme
from tests.desktop.fakes import spoken_name

# ---- names


def test_names_are_whole_until_they_are_hidden() -> None:
    assert masked("高瀬 陽菜乃") == "高瀬 陽菜乃"
    masking.switch(on=True)
    assert masked("高瀬 陽菜乃") == "高○ ○○○"
    assert masked("葛\U000e0100城 蓮") == "葛○ ○"
    assert masked("𠮷野 旺") == "𠮷○ ○"
    assert masked("") == ""
    assert hidden("たかせ ひなの") == ""
    masking.switch(on=False)
    assert hidden("たかせ") == "たかせ"


# ---- bands

FACTS = [
    RedFact("頭を打ったら、症状がなくてもすぐ受診", "ワルファリンを飲んでいます"),
    RedFact("病気の見通しを本人に話さない", "説明の時期を主治医と相談中"),
    RedFact("お父さん(別居)に住所を伝えない", "支援措置 R9.3.31まで", privacy=True),
]


def test_a_red_band_is_as_high_as_its_facts(qtbot: QtBot) -> None:
    band = RedBand(FACTS)
    qtbot.addWidget(band)
    assert band.heightForWidth(1000) > RedBand(FACTS[:1]).heightForWidth(1000) * 2
    assert band.heightForWidth(300) > band.heightForWidth(1000)  # the reason goes below the rule


NEVER = RedFact("父 高瀬 亮に連絡しない", "電話は母だけ", privacy=True)


def painted(band: RedBand, width: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """All words that the band writes at this width."""
    said: list[str] = []
    lowest: list[float] = []
    real = text.draw

    def listen(painter: QPainter, where: QRectF, words: str, **how: Any) -> Any:
        said.append(words)
        lowest.append(where.bottom())
        return real(painter, where, words, **how)

    monkeypatch.setattr(bands, "draw", listen)
    band.resize(width, band.heightForWidth(width))
    band.grab()
    assert max(lowest) <= band.height()
    return "|".join(said)


@pytest.mark.parametrize("base", [10.5, 15.75])
@pytest.mark.parametrize("width", [360, 1000])
def test_no_red_fact_is_ever_folded_away(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, width: int, base: float
) -> None:
    """On the page of the child 「ほか1件」 stood where 「父に連絡しない」 had room."""
    before = theme.base
    theme.apply(base=base)
    try:
        band = RedBand([*FACTS, NEVER])
        qtbot.addWidget(band)
        words = painted(band, width, monkeypatch)
        assert all(fact.rule in words for fact in (*FACTS, NEVER))
        assert "ほか" not in words
    finally:
        theme.apply(base=before)


def test_of_many_red_facts_every_rule_stays_and_the_reasons_are_in_the_tip(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = [RedFact(f"守ること{n}をしない", f"理由{n}") for n in range(14)]
    band = RedBand(facts)
    qtbot.addWidget(band)
    words = painted(band, 1000, monkeypatch)
    assert all(fact.rule in words for fact in facts)
    assert band.height() < 200
    assert "・守ること13をしない  理由13" in band.toolTip()
    four = RedBand([*FACTS, NEVER])
    qtbot.addWidget(four)
    assert "電話は母だけ" in painted(four, 1000, monkeypatch)
    assert not four.toolTip()  # it is all there


@pytest.mark.parametrize("width", range(300, 420, 7))
def test_the_reason_follows_the_rule_without_a_gap(qtbot: QtBot, width: int) -> None:
    fact = RedFact("お父さん(別居)に住所・学校・通院先を伝えない", "支援措置 R9.3.31まで。電話はかけ直す", privacy=True)
    band = RedBand([fact])
    qtbot.addWidget(band)
    room = width - 14 - theme.px(18) - 8 - 12
    lines = len(wrap(fact.rule, room, bold=True).lines) + len(wrap(fact.reason, room).lines)
    assert band.heightForWidth(width) <= lines * theme.line() + 16


def test_a_red_band_is_read_aloud_and_hides_when_empty(qtbot: QtBot) -> None:
    band = RedBand(FACTS, heads=True)
    qtbot.addWidget(band)
    assert spoken_name(band) == "守ること"
    assert "支援措置" in band.accessibleDescription()
    band.set_facts(())
    assert not band.isVisible()


def test_the_words_of_a_check_box_go_on_in_the_next_line(qtbot: QtBot) -> None:
    """In the print dialog its sentence held the whole column open, behind the paper."""
    box = CheckBox("「提供しない項目」の行も載せる(伏せていることが相手に分かります)")
    qtbot.addWidget(box)
    assert box.minimumSizeHint().width() <= theme.px(240)
    one, two = box.heightForWidth(box.sizeHint().width()), box.heightForWidth(theme.px(300))
    assert two >= one + theme.line() - 4
    box.resize(theme.px(300), two)
    box.show()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(theme.px(200), two - 4))  # in the second line
    assert box.value()
    short = CheckBox("住所")
    qtbot.addWidget(short)
    assert short.minimumSizeHint() == short.sizeHint()


def test_a_banner_offers_one_action(qtbot: QtBot) -> None:
    banner, done = Banner(), list[str]()
    qtbot.addWidget(banner)
    banner.say("下書きがあります。", action="続きを書く", do=lambda: done.append("go"))
    (button,) = banner.findChildren(Button)
    button.click()
    assert done == ["go"]
    banner.say("")
    assert not banner.isVisible()


# ---- text


def test_wrapped_text_keeps_every_character() -> None:
    text = "「宿の方に、こちらから言っていいものでしょうか。𠮷野先生は大丈夫と言ってくださるけれど」\n夜中に"
    block = wrap(text, 120)
    assert "".join(block.lines) == text.replace("\n", "")
    assert len(block.lines) > 3


def test_wrapped_text_is_cut_with_dots() -> None:
    block = wrap("長い" * 50, 100, lines=2)
    assert len(block.lines) == 2
    assert block.lines[-1].endswith("…")
    assert theme.metrics().horizontalAdvance(block.lines[-1]) <= 100


def test_a_paragraph_of_text_is_higher_when_narrow(qtbot: QtBot) -> None:
    para = Para("あ" * 60)
    qtbot.addWidget(para)
    assert para.heightForWidth(200) >= 4 * para.heightForWidth(2000)


def test_chips_fit_their_words(qtbot: QtBot) -> None:
    for kind in ("late", "today", "coming", "waiting", "done", "kind", "red"):
        chip = ChipLabel(Chip("切れると再申請できません", kind, "stop" if kind == "red" else ""))
        qtbot.addWidget(chip)
        bold = theme.metrics("caption", bold=True).horizontalAdvance(chip.chip().words)
        assert chip.sizeHint().width() > bold


def test_a_button_has_room_for_word_key_and_icon(qtbot: QtBot) -> None:
    button = Button("記録する", kind="primary", key=Keys.RECORD, icon="pencil")
    qtbot.addWidget(button)
    metrics = theme.metrics(bold=True)
    assert button.sizeHint().width() > metrics.horizontalAdvance("記録する") + metrics.horizontalAdvance("Ctrl+N") + 18
    assert button.toolTip() == "記録する (Ctrl+N)"


# ---- preferences


def test_who_reads_english_counts_no_eras_unless_they_are_chosen() -> None:
    """On one page stood R9.9.30 beside 2025/12/1."""
    assert Preferences()["date_style"] == "era"
    wanted = Preferences({"language": "en"})
    assert wanted["date_style"] == "western"
    wanted.set("date_style", "era")
    assert wanted["date_style"] == "era"
    assert Preferences({"language": "ja", "date_style": "western"})["date_style"] == "western"


def test_a_preference_is_kept_once_and_told_once() -> None:
    kept, told = list[tuple[str, Any]](), list[str]()
    wanted = Preferences({"theme": "dark"}, keep=lambda name, value: kept.append((name, value)))
    wanted.changed.connect(told.append)
    wanted.set("theme", "dark")
    wanted.set("theme", "light")
    wanted.set_columns("register", {"name": 120})
    assert kept == [("theme", "light"), ("columns", {"register": {"name": 120}})]
    assert told == ["theme", "columns"]
    assert wanted.columns("register") == {"name": 120}
    assert wanted["language"] == "ja"


# ---- undo


def test_an_act_can_be_taken_back_once(bare_desk: Desk, qtbot: QtBot) -> None:
    page, back = Page(bare_desk), list[str]()
    qtbot.addWidget(page)
    page.show()
    page.offer_undo("済みにしました。", lambda: back.append("back"))
    assert page.undo_bar.isVisible()
    assert page.undo_bar.text() == "済みにしました。"
    page.trigger(Keys.UNDO_ACT)
    page.trigger(Keys.UNDO_ACT)
    assert back == ["back"]
    assert not page.undo_bar.isVisible()


# ---- widths


@pytest.mark.parametrize(
    ("width", "base", "expected"),
    [(1366, 10.5, "normal"), (1099, 10.5, "narrow"), (1600, 10.5, "wide"), (1366, 14, "narrow"), (1700, 12, "normal")],
)
def test_larger_text_folds_sooner(width: int, base: float, expected: str) -> None:
    theme.apply(base=base)
    assert width_class(width) == expected
    theme.apply(base=10.5)


# ---- drafts


@pytest.fixture
def keeper(desk: Desk, qtbot: QtBot) -> Iterator[tuple[DraftKeeper, dict[str, str], str]]:
    owner = QWidget()
    qtbot.addWidget(owner)
    child_id = register.rows(desk.office)[0].child_id
    content = {"facts": "はじめ"}
    made = DraftKeeper(desk, DraftKey("record", child_id), lambda: content, parent=owner)
    yield made, content, child_id
    made.end()


def kept(desk: Desk, child_id: str) -> dict[str, Any] | None:
    found = drafts.find(desk.office, form="record", child_id=child_id)
    return found.content if found else None


def test_nothing_is_kept_before_something_is_typed(desk: Desk, keeper: tuple[DraftKeeper, dict[str, str], str]) -> None:
    keeper[0].keep_now()
    assert kept(desk, keeper[2]) is None


def test_a_draft_is_kept_at_once_when_the_lock_comes(
    desk: Desk, keeper: tuple[DraftKeeper, dict[str, str], str]
) -> None:
    draft, content, child_id = keeper
    content["facts"] = "宿は海の家"
    draft.touch()
    assert draft.unsaved
    draft.keep_now()
    assert kept(desk, child_id) == {"facts": "宿は海の家"}
    other = register.rows(desk.office)[1].child_id
    assert kept(desk, other) is None


def test_a_draft_is_kept_within_two_seconds_of_typing_on(
    desk: Desk, keeper: tuple[DraftKeeper, dict[str, str], str]
) -> None:
    draft = keeper[0]
    draft.touch()
    assert draft._longest.isActive()
    assert draft._longest.interval() <= 2000
    remaining = draft._longest.remainingTime()
    draft.touch()  # typing on does not put it off
    assert draft._longest.remainingTime() <= remaining


def test_the_sentence_names_the_moment(desk: Desk, keeper: tuple[DraftKeeper, dict[str, str], str]) -> None:
    said: list[str] = []
    keeper[0].said.connect(said.append)
    keeper[0].touch()
    keeper[0].keep()
    assert said == ["下書きを保存しました 10:12:00"]


def test_what_could_not_be_kept_at_once_is_tried_again(
    desk: Desk, keeper: tuple[DraftKeeper, dict[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, _content, child_id = keeper
    draft.touch()
    with monkeypatch.context() as patch:
        patch.setattr(drafts, "save", _full)
        with pytest.raises(OSError, match="full"):
            draft.keep_now()
    assert draft.unsaved
    draft.keep_now()
    assert kept(desk, child_id) is not None
    assert not draft.unsaved


def _full(*_args: object, **_more: object) -> None:
    raise OSError("the disk is full")


def test_after_saving_nothing_more_is_kept(desk: Desk, keeper: tuple[DraftKeeper, dict[str, str], str]) -> None:
    draft, _content, child_id = keeper
    draft.touch()
    draft.end()
    draft.touch()
    draft.keep_now()
    assert kept(desk, child_id) is None


def test_a_discarded_draft_is_gone(desk: Desk, keeper: tuple[DraftKeeper, dict[str, str], str]) -> None:
    draft, _content, child_id = keeper
    draft.touch()
    draft.keep_now()
    then: list[str] = []
    draft.discard(lambda: then.append("gone"))
    assert (kept(desk, child_id), then) == (None, ["gone"])


def test_the_frame_speaks_the_language_of_the_screen(qtbot: QtBot, speak: Callable[[str], None]) -> None:
    speak("en")
    band = RedBand(FACTS)
    qtbot.addWidget(band)
    assert band.accessibleName() == "Must be heeded"


def test_a_red_band_grows_with_its_facts(qtbot: QtBot) -> None:
    """The next child has more of them: none may be cut off."""
    band = RedBand((RedFact("頭を打ったらすぐ受診"),))
    qtbot.addWidget(band)
    band.resize(900, band.heightForWidth(900))
    band.show()
    low = band.height()
    band.set_facts([RedFact(f"守ること{n}", "理由") for n in range(3)])
    assert band.height() >= band.heightForWidth(900) > low
