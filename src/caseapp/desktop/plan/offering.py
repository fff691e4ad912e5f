"""What a plan is written from: sentence examples and schemes, needs out of consultations, another version."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QTextCursor

from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.text import utf16
from caseapp.desktop.plan.goal_editor import GoalEditor, SupportForm
from caseapp.rules import plan_carry
from caseapp.rules.age import age_on
from caseapp.rules.plan import Goal
from caseapp.rules.plan_offer import Phrase, Scheme
from caseapp.words.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from caseapp.casework.plan_needs import Said
    from caseapp.desktop.plan.page import PlanPage

_BLANK = re.compile("○+")


class Offering:
    """What `PlanPage` hands its offers to."""

    def __init__(self, page: PlanPage) -> None:
        self._page = page

    # ---- over a goal

    def offer(self, editor: GoalEditor) -> None:
        """Ctrl+J: sentences for the field that has the focus, schemes where it is one of a scheme."""
        line = editor.support_in_focus()
        if line is not None and line.asks_for_scheme():
            self._schemes(editor, line)
        else:
            target = line.what if line is not None else editor.paragraph_in_focus()
            kind = "support" if line is not None else "goal" if target is editor.goal else "need"
            self._phrases(editor, target, kind)

    def _phrases(self, editor: GoalEditor, target: Paragraph, kind: str) -> None:
        page = self._page
        office, loaded = page.desk.office, page.loaded
        assert loaded is not None
        age = age_on(loaded.page.child.birth_date, page.desk.today())

        def job() -> Any:
            from caseapp.casework import plan_offers

            return plan_offers.phrases(office)

        def taken(phrase: Phrase) -> None:
            editor.take_area(phrase.area)
            insert(target, phrase.text)

        def shown(phrases: Sequence[Phrase]) -> None:
            from caseapp.desktop.plan.offer_dialog import PhraseDialog

            PhraseDialog(editor.panel, phrases, kind=kind, area=editor.area.value(), age=age, then=taken).begin()

        page.desk.ask(job, shown, key="plan.phrases", owner=editor)

    def _schemes(self, editor: GoalEditor, line: SupportForm) -> None:
        office = self._page.desk.office

        def job() -> Any:
            from caseapp.casework import plan_offers

            return plan_offers.schemes(office)

        def shown(schemes: Sequence[Scheme]) -> None:
            from caseapp.desktop.plan.offer_dialog import SchemeDialog

            SchemeDialog(editor.panel, schemes, then=line.take_scheme).begin()

        self._page.desk.ask(job, shown, key="plan.schemes", owner=editor)

    # ---- another version

    def comparable(self) -> bool:
        """There is another version."""
        plan, loaded = self._page.plan, self._page.loaded
        return plan is not None and loaded is not None and any(each.id != plan.id for each in loaded.versions)

    def compare(self) -> None:
        """Ctrl+Shift+H: this version, with what is not saved yet, beside another one."""
        plan, loaded = self._page.plan, self._page.loaded
        if plan is not None and loaded is not None and self.comparable():
            from caseapp.desktop.plan.comparing import CompareDialog

            CompareDialog(self._page, plan, loaded.versions).begin()

    # ---- out of consultations

    def pick_needs(self, otherwise: Callable[[], object] | None = None) -> None:
        """Ctrl+Shift+J: sentences of the last consultations become needs. `otherwise`: what is done where there are
        none, instead of saying so."""
        page = self._page
        if page.plan is None or page.frozen:
            return
        office, child_id = page.desk.office, page.plan.child_id

        def job() -> Any:
            from caseapp.casework import plan_needs

            return plan_needs.said_lately(office, child_id)

        def shown(said: Sequence[Said]) -> None:
            from caseapp.desktop.plan.said_dialog import SaidDialog

            if not said and otherwise is not None:
                otherwise()
                return
            if not said:
                page.banner.say(_("Nothing was said that a need could be made of."), icon="info")
                return
            SaidDialog(page, said, then=self._add).begin()

        page.desk.ask(job, shown, key="plan.said", owner=page)

    def _add(self, said: Sequence[Said]) -> None:
        page = self._page
        before = page.plan
        assert before is not None
        new_id = page.desk.office.new_id
        first = len(before.goals) + 1
        made: list[Goal] = [
            replace(plan_carry.empty_goal(new_id, priority=first + n), need=each.text, area=each.area)
            for n, each in enumerate(said)
        ]
        page.change(replace(before, goals=(*before.goals, *made)))
        page.board.choose_goal(made[0].id)
        page.board.goals.list.setFocus()
        words = ngettext("{count} need was added.", "{count} needs were added.", len(made)).format(count=len(made))
        page.offer_undo(words, lambda: page.editing.put_back(before))


def insert(target: Paragraph, text: str) -> None:
    """Put the sentence where the cursor is, on a line of its own, and mark its first blank to be filled in."""
    cursor = target.textCursor()
    cursor.clearSelection()
    if not cursor.atBlockStart():
        cursor.insertText("\n")
    start = cursor.position()
    cursor.insertText(text)
    blank = _BLANK.search(text)
    if blank:
        cursor.setPosition(start + utf16(text[: blank.start()]))
        cursor.setPosition(cursor.position() + len(blank[0]), QTextCursor.MoveMode.KeepAnchor)
    target.setFocus()
    target.setTextCursor(cursor)
