"""印刷を見る on a real vault: what it shows, refuses, prints, keeps and writes down."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import audit, disclosures, organizations, papers, plans, register
from caseapp.casework.office import Office
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.print import paper_view, print_dialog
from caseapp.desktop.print.dialog import PrintDialog
from caseapp.desktop.print.password import PasswordDialog
from caseapp.desktop.print.question import RedQuestion
from caseapp.desktop.theme.theme import theme
from caseapp.documents.catalogue import DOCUMENTS
from caseapp.rules.child import Caution
from caseapp.rules.disclosure import Consent
from caseapp.rules.plan import Wish
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from caseapp.vault.trouble import DiskFull
from tests.casework.yoshino import hina, manager_office, saved_plan
from tests.desktop.fakes import ScriptedDialogs, make_desk


@pytest.fixture
def family(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    with manager_office(tmp_path / "vault", now) as opened:
        yield opened


@pytest.fixture
def page(family: Office, dialogs: ScriptedDialogs, qtbot: QtBot) -> Page:
    made = Page(make_desk(family, dialogs=dialogs))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


def shown(page: Page, child_id: str, document: str, record_id: str = "") -> PrintDialog:
    return print_dialog(page, child_id, document=document, record_id=record_id)


def field_of(dialog: PrintDialog, name: str) -> QWidget:
    found = dialog.findChild(QWidget, name)
    assert found is not None, name
    return found


def last_print(office: Office) -> dict[str, object]:
    entry = next(e for e in audit.entries(office, limit=20) if e.action == "print")
    return dict(entry.detail)


def everything_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def letter_of(office: Office) -> str:
    to = organizations.list_all(office)[0]
    given = Consent(
        child_id=hina(office), given_on=date(2026, 11, 5), given_by="母", recipient=to.name, items=("補食の場所",)
    )
    disclosures.save_consent(office, given)
    fresh = disclosures.new_letter(office, hina(office), organization_id=to.id)
    ready = replace(fresh, purpose="安全な給食", withheld=("検査値",), readers="校長", storage="保健室の書庫")
    return disclosures.save_letter(office, ready).record_id


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_at_the_side_reaches_behind_the_paper(
    page: Page, family: Office, language: str, speak: Callable[[str], None]
) -> None:
    speak(language)
    letter = letter_of(family)
    dialog = shown(page, hina(family), "information-letter", letter)
    for kind in DOCUMENTS:
        dialog.parts.show_for(kind.name, whole=False)
        QApplication.processEvents()
        bar = dialog.column.verticalScrollBar().sizeHint().width()
        assert dialog.column.inside.minimumSizeHint().width() + bar <= theme.px(376), kind.name
    dialog.close()


def test_while_the_paper_is_made_that_is_said_and_something_moves(
    page: Page, family: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pane was grey for two seconds."""
    plan, held, said = saved_plan(family), list[tuple[Any, Any]](), list[str]()
    real = Desk.ask
    monkeypatch.setattr(Desk, "ask", lambda _desk, job, done, **_how: held.append((job, done)))
    monkeypatch.setattr(paper_view, "draw_line", lambda _painter, _at, words, **_how: said.append(words))
    dialog = shown(page, hina(family), "support-plan", plan.id)
    assert dialog.view.waits()
    for _turn in range(2):
        dialog.view.grab()
        dialog.view._turning.timeout.emit()
    assert [words for words in said if words] == ["帳票を作っています・", "帳票を作っています・・"]
    monkeypatch.setattr(Desk, "ask", real)
    for job, done in held:
        done(job())
    assert not dialog.view.waits()
    assert dialog.view.pages() >= 1
    dialog.close()


def test_the_paper_and_what_must_be_heeded_stand_there(page: Page, family: Office) -> None:
    plan = saved_plan(family)
    dialog = shown(page, hina(family), "support-plan", plan.id)
    assert dialog.view.pages() >= 1
    assert [fact.rule for fact in dialog.facts.facts()] == ["父 葛󠄀城 健太に連絡しない"]
    assert dialog.facts.isVisible()
    assert dialog.go.isEnabled()


def test_nothing_to_print_is_said_in_its_place(page: Page, family: Office) -> None:
    dialog = shown(page, hina(family), "review")
    assert dialog.refusal.isVisible()
    assert dialog.refusal.text().startswith("印刷できる記録がまだありません。")
    assert not dialog.go.isEnabled()


def test_ctrl_p_prints_so_many_copies_and_writes_it_down(
    page: Page, family: Office, qtbot: QtBot, dialogs: ScriptedDialogs
) -> None:
    plan = saved_plan(family)
    dialog = shown(page, hina(family), "support-plan-family", plan.id)
    dialog.copies.setFocus()
    QTest.keyClicks(dialog.copies, "2")
    QTest.keyClick(dialog.copies, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    ((pdf, copies),) = dialogs.printed
    assert copies in (2, 12, 21)
    assert pdf == dialog.paper.pdf
    assert "陽菜" in str(last_print(family)["to"])
    assert last_print(family)["sha256"] == hashlib.sha256(pdf).hexdigest()


def test_nothing_is_sent_to_the_printer_that_was_not_written_down(
    page: Page, family: Office, dialogs: ScriptedDialogs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = saved_plan(family)
    dialog = shown(page, hina(family), "support-plan", plan.id)

    def no_room(*_: object, **__: object) -> None:
        raise DiskFull

    monkeypatch.setattr("caseapp.casework.papers.printed", no_room)
    dialogs.expect_failure = True
    dialog.print_now()
    assert dialogs.printed == []
    assert [type(error) for error in dialogs.reported] == [DiskFull]


def test_looking_and_printing_write_no_file(page: Page, family: Office, tmp_path: Path, qtbot: QtBot) -> None:
    plan = saved_plan(family)
    places = (tmp_path, Path(tempfile.gettempdir()))
    before = set().union(*(everything_below(place) for place in places))
    dialog = shown(page, hina(family), "support-plan", plan.id)
    page.grab()
    dialog.print_now()
    after = set().union(*(everything_below(place) for place in places))
    scratch = Path(tempfile.gettempdir())
    fresh = [path for path in after - before if path.suffix != ".lock"]
    assert not [path for path in fresh if path.parent == scratch or path.read_bytes()[:5] == b"%PDF-"]


def test_a_child_who_was_not_told_is_addressed_after_a_red_yes_only(page: Page, family: Office) -> None:
    saved_plan(family)
    child = register.child(family, hina(family))
    rule = Caution(kind="privacy", rule="本人の前で病名を言わない・書かない")
    register.save(family, replace(child, cautions=(rule,)))
    dialog = shown(page, hina(family), "support-plan-family")
    guardians = dialog.recipient.value()
    assert guardians == "guardians"
    assert dialog.recipient.currentText().startswith("保護者あて")
    assert "陽菜" not in dialog.record.text()
    first = dialog.paper.pdf
    words, told = field_of(dialog, "print-part-child-words"), field_of(dialog, "print-part-held")
    assert (words.isEnabled(), told.isVisible()) == (False, True)
    place = next(n for n in range(dialog.recipient.count()) if "陽菜" in dialog.recipient.itemText(n))
    dialog.recipient.setCurrentIndex(place)
    dialog.recipient.changed.emit()
    assert dialog.recipient.value() == guardians
    (question,) = page.window().findChildren(RedQuestion)
    question._go()
    assert "陽菜" in dialog.record.text()
    assert dialog.paper.pdf != first
    assert (words.isEnabled(), told.isVisible()) == (True, False)


def test_stamp_cells_that_are_not_set_up_are_not_ticked(page: Page, family: Office) -> None:
    plan = saved_plan(family)
    family.settings = replace(family.settings, approval_boxes=())
    lacking = shown(page, hina(family), "support-plan", plan.id)
    stamps = lacking.findChild(QWidget, "print-part-stamps")
    assert stamps is not None
    assert not stamps.isEnabled()
    assert "stamps" not in (lacking.parts.parts() or ())
    lacking.cancel()
    family.settings = replace(family.settings, approval_boxes=("課長", "担当"))
    assert "stamps" in (shown(page, hina(family), "support-plan", plan.id).parts.parts() or ())


def test_who_must_never_be_contacted_is_not_offered(page: Page, family: Office) -> None:
    saved_plan(family)
    dialog = shown(page, hina(family), "support-plan-family")
    offered = [dialog.recipient.itemText(n) for n in range(dialog.recipient.count())]
    assert any("真由美" in words for words in offered)
    assert not any("健太" in words for words in offered)


def test_a_pdf_with_a_password_is_kept_and_recorded(
    page: Page, family: Office, qtbot: QtBot, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    plan = saved_plan(family)
    dialogs.files = [tmp_path / "keikaku"]
    dialog = shown(page, hina(family), "support-plan", plan.id)
    dialog.keep_as_pdf()
    asked = page.findChildren(PasswordDialog)[0]
    QTest.keyClicks(asked.password, "kumo no michi 8")
    QTest.keyClick(asked.password, Qt.Key.Key_Tab)
    QTest.keyClicks(asked.again, "kumo no michi 8")
    QTest.keyClick(asked.again, Qt.Key.Key_Return)
    written = (tmp_path / "keikaku.pdf").read_bytes()
    assert written[:5] == b"%PDF-"
    assert b"/Encrypt" in written
    assert last_print(family)["how"] == "pdf-protected"


def test_a_short_password_is_refused_and_nothing_is_asked_further(page: Page, family: Office, qtbot: QtBot) -> None:
    saved_plan(family)
    dialog = shown(page, hina(family), "support-plan")
    dialog.keep_as_pdf()
    asked = page.findChildren(PasswordDialog)[0]
    QTest.keyClicks(asked.password, "short")
    QTest.keyClick(asked.password, Qt.Key.Key_Return)
    assert asked.is_open
    assert "8" in asked.form.row_of("password").problem_line.text()


def test_no_password_is_a_choice_of_its_own(
    page: Page, family: Office, dialogs: ScriptedDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    saved_plan(family)
    dialogs.files = [tmp_path / "plain.pdf"]
    dialog = shown(page, hina(family), "support-plan")
    dialog.keep_as_pdf()
    asked = page.findChildren(PasswordDialog)[0]
    asked.plain.setChecked(True)
    QTest.keyClick(asked.plain, Qt.Key.Key_Return)
    assert (tmp_path / "plain.pdf").read_bytes() == dialog.paper.pdf
    assert last_print(family)["how"] == "pdf"


def test_a_pdf_that_cannot_be_recorded_is_not_left_behind(
    page: Page, family: Office, dialogs: ScriptedDialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_plan(family)
    dialog = shown(page, hina(family), "support-plan")
    dialogs.expect_failure = True

    def broken(*_args: object, **_named: object) -> None:
        raise OSError("no")

    monkeypatch.setattr("caseapp.casework.papers.printed", broken)
    dialog.out.file.place_chosen(dialog.paper, tmp_path / "gone.pdf")
    assert not (tmp_path / "gone.pdf").exists()
    assert dialogs.reported


def test_the_empty_form_holds_no_name(page: Page, family: Office, qtbot: QtBot) -> None:
    saved_plan(family)
    dialog = shown(page, hina(family), "support-plan")
    filled = dialog.paper.pdf
    dialog.blank.setFocus()
    QTest.keyClick(dialog.blank, Qt.Key.Key_Space)
    assert dialog.paper.blank
    assert dialog.paper.pdf != filled


def test_page_keys_turn_the_pages(page: Page, family: Office, qtbot: QtBot) -> None:
    plan = saved_plan(family)
    plans.save(family, replace(plan, goals=tuple(replace(plan.goals[0], id=f"g{n}", supports=()) for n in range(12))))
    dialog = shown(page, hina(family), "support-plan")
    count = dialog.view.pages()
    assert count > 1
    QTest.keyClick(dialog.view, Qt.Key.Key_PageDown)
    assert dialog.pages.text() == f"2 / {count}頁"
    QTest.keyClick(dialog.view, Qt.Key.Key_Home)
    assert dialog.pages.text() == f"1 / {count}頁"


def test_an_issued_letter_prints_without_draft_and_its_record_has_the_hash_of_that_print(
    page: Page, family: Office, qtbot: QtBot, dialogs: ScriptedDialogs
) -> None:
    letter_id = letter_of(family)
    dialog = shown(page, hina(family), "information-letter", letter_id)
    assert dialog.paper.draft
    assert dialog.issue.isVisible()
    dialog.issue.method.setFocus()
    QTest.keyClick(dialog.issue.method.toggles[0], Qt.Key.Key_Space)
    QTest.keyClick(dialog.issue.go, Qt.Key.Key_Return)
    assert not dialog.paper.draft
    dialog.print_now()
    (made,) = disclosures.disclosures(family, hina(family))
    assert made.document_hash == hashlib.sha256(dialogs.printed[0][0]).hexdigest()
    assert made.method == "hand"
    assert disclosures.letter(family, letter_id).issued_on == date(2026, 11, 20)
    assert not dialog.issue.go.isVisible()


def test_a_letter_is_not_issued_without_saying_how(page: Page, family: Office, qtbot: QtBot) -> None:
    letter_id = letter_of(family)
    dialog = shown(page, hina(family), "information-letter", letter_id)
    QTest.keyClick(dialog.issue.go, Qt.Key.Key_Return)
    assert dialog.issue.problem_line.text() == "渡した方法を選んでください。"
    assert disclosures.disclosures(family, hina(family)) == ()


def test_every_field_has_a_name(page: Page, family: Office) -> None:
    saved_plan(family)
    dialog = shown(page, hina(family), "support-plan")
    fields = [w for w in dialog.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()]
    assert len(fields) > 6
    assert [type(w).__name__ for w in fields if not w.accessibleName()] == []


def test_escape_closes_and_lets_go_of_the_paper(page: Page, family: Office, qtbot: QtBot) -> None:
    saved_plan(family)
    dialog = shown(page, hina(family), "support-plan")
    QTest.keyClick(dialog.view, Qt.Key.Key_Escape)
    assert not dialog.is_open
    assert dialog.view.pages() == 0


# ---- parts, size, questions


def test_a_part_is_left_out_and_stays_out_next_time(page: Page, family: Office, qtbot: QtBot) -> None:
    saved_plan(family)
    dialog = shown(page, hina(family), "support-plan-family")
    whole = dialog.paper.pdf
    box = dialog.parts.findChild(QWidget, "print-part-guardian-words")
    assert box is not None
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert dialog.paper.pdf != whole
    less = dialog.paper.pdf
    dialog.cancel()
    assert shown(page, hina(family), "support-plan-family").paper.pdf == less


def test_each_document_has_its_own_parts(page: Page, family: Office) -> None:
    saved_plan(family)
    dialog = shown(page, hina(family), "support-plan")
    assert dialog.parts.isVisible()
    assert dialog.parts.findChild(QWidget, "print-part-stamps") is not None
    assert dialog.parts.ruby is None
    other = shown(page, hina(family), "information-letter")
    assert other.parts.findChild(QWidget, "print-part-not-given") is not None
    assert other.parts.parts() == frozenset()


def test_readings_are_printed_when_wanted(page: Page, family: Office, qtbot: QtBot) -> None:
    saved_plan(family)
    dialog = shown(page, hina(family), "support-plan-family")
    plain = dialog.paper.pdf
    assert dialog.parts.ruby is not None
    QTest.keyClick(dialog.parts.ruby, Qt.Key.Key_Space)
    assert dialog.paper.pdf != plain


def test_keys_and_wheel_change_the_size(page: Page, family: Office, qtbot: QtBot) -> None:
    saved_plan(family)
    dialog = shown(page, hina(family), "support-plan")
    control = Qt.KeyboardModifier.ControlModifier
    before = dialog.view.percent()
    QTest.keyClick(dialog.copies, Qt.Key.Key_Plus, control)
    assert dialog.view.percent() > before
    QTest.keyClick(dialog.view, Qt.Key.Key_0, control)
    assert dialog.view.percent() == before
    QTest.keyClick(dialog.view, Qt.Key.Key_Minus, control)
    assert dialog.view.percent() < before
    turned = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, control,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    smaller = dialog.view.percent()
    QApplication.sendEvent(dialog.view.viewport(), turned)
    assert dialog.view.percent() > smaller
    dialog.view.set_size("page")
    assert dialog.view.horizontalScrollBar().maximum() == 0
    assert dialog.view._place(0).height() <= dialog.view.viewport().height()


def test_a_forbidden_word_is_asked_about_and_the_safe_answer_has_the_focus(
    page: Page, family: Office, qtbot: QtBot, dialogs: ScriptedDialogs
) -> None:
    plan = saved_plan(family)
    plans.save(family, replace(plan, child_wish=Wish(text="葛󠄀城 健太に会いたい", heard_on=date(2026, 10, 23))))
    dialog = shown(page, hina(family), "support-plan-family", plan.id)
    dialog.print_now()
    (asked,) = page.findChildren(RedQuestion)
    QTest.keyClick(asked.focusWidget(), Qt.Key.Key_Return)
    assert dialogs.printed == []
    dialog.print_now()
    again = next(q for q in page.findChildren(RedQuestion) if q.is_open)
    go = again.findChild(QWidget, "print-question-go")
    assert go is not None
    QTest.keyClick(go, Qt.Key.Key_Space)
    assert len(dialogs.printed) == 1


def test_a_plan_page_is_entered_as_handed_over_before_it_loses_its_draft(
    page: Page, family: Office, qtbot: QtBot, dialogs: ScriptedDialogs
) -> None:
    family.settings = replace(family.settings, self_approval=True)
    plan = saved_plan(family)
    plans.approve(family, plan.id)
    school = organizations.list_all(family)[0].name
    given = Consent(
        child_id=hina(family), given_on=date(2026, 11, 5), given_by="母", recipient=school, items=("補食の場所",)
    )
    disclosures.save_consent(family, given)
    dialog = shown(page, hina(family), "support-plan-partner", plan.id)
    assert dialog.body_to.isVisible()
    assert dialog.body_to.currentText().startswith(school)
    assert dialog.paper.draft
    QTest.keyClick(dialog.issue.method.toggles[0], Qt.Key.Key_Space)
    QTest.keyClick(dialog.issue.go, Qt.Key.Key_Return)
    dialog.print_now()
    (made,) = disclosures.disclosures(family, hina(family))
    assert made.document_hash == hashlib.sha256(dialogs.printed[0][0]).hexdigest()


def test_a_shorter_name_is_written_out_in_the_plan_from_the_print(page: Page, family: Office, qtbot: QtBot) -> None:
    plan = saved_plan(family)
    school = "県立汐見高等学校"
    support = replace(plan.goals[0].supports[0], provider="汐見高校 椎名先生")
    plans.save(family, replace(plan, goals=(replace(plan.goals[0], supports=(support,)),)))
    given = Consent(
        child_id=hina(family), given_on=date(2026, 11, 5), given_by="母", recipient=school, items=("補食の場所",)
    )
    disclosures.save_consent(family, given)
    dialog = shown(page, hina(family), "support-plan-partner", plan.id)
    assert dialog.paper is None
    (write,) = [each for each in dialog.refusal.findChildren(Button) if each.isVisible()]
    assert school in write.text()
    QTest.keyClick(write, Qt.Key.Key_Return)
    assert plans.get(family, plan.id).goals[0].supports[0].provider == f"{school} 椎名先生"
    assert dialog.paper is not None


def test_what_was_handed_over_is_offered_and_shown_as_it_went_out(
    page: Page, family: Office, qtbot: QtBot, dialogs: ScriptedDialogs
) -> None:
    family.settings = replace(family.settings, self_approval=True)
    plan = saved_plan(family)
    plans.approve(family, plan.id)
    school = organizations.list_all(family)[0].name
    given = Consent(
        child_id=hina(family), given_on=date(2026, 11, 5), given_by="母", recipient=school, items=("補食の場所",)
    )
    disclosures.save_consent(family, given)
    draft = papers.build(family, "support-plan-partner", child_id=hina(family), record_id=plan.id)
    final, _changes = papers.hand_over(family, draft, method="hand")
    dialog = shown(page, hina(family), "support-plan-partner", plan.id)
    assert "提供済み" in dialog.body_to.currentText()
    assert dialog.paper.pdf == final.pdf
    assert not dialog.issue.isVisible()
    dialog.body_to.setCurrentIndex(1)  # the same body anew
    dialog.body_to.changed.emit()
    assert dialog.paper.draft


def test_the_chosen_reader_shows_its_focus_at_once(page: Page, family: Office, qtbot: QtBot) -> None:
    plan = saved_plan(family)
    dialog = shown(page, hina(family), "support-plan", plan.id)
    (chosen,) = [each for each in dialog.reader.toggles if each.isChecked()]
    assert chosen.hasFocus()
    with_focus = chosen.grab().toImage()
    dialog.copies.setFocus()
    assert chosen.grab().toImage() != with_focus
    edge = with_focus.pixelColor(with_focus.width() // 2, 1)
    assert edge.name() == theme.colour("ink").name()
