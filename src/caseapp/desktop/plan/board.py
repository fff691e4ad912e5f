"""The plan itself: wishes, goals and policy as tiles, below them the needs as a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from caseapp.desktop.kit.card import Column
from caseapp.desktop.plan import words
from caseapp.desktop.plan.goal_list import GoalRow, GoalTable, rows_of
from caseapp.desktop.plan.tile import Tile
from caseapp.rules.plan import SupportPlan
from caseapp.rules.plan_state import Missing, can_be_edited
from caseapp.words.language import _


class PlanBoard(Column):
    """`part_opened(part)` for a tile, `goal_opened(index)` for a row (from 0)."""

    part_opened = Signal(str)
    goal_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=8, parent=parent)
        self.child_wish = self._tile("plan-child-wish", _("The child's wish"), "child_wish")
        self.guardian_wish = self._tile("plan-guardian-wish", _("The guardian's wish"), "guardian_wish")
        self.long = self._tile("plan-long", _("Long-term goal"), "long_term_goal")
        self.short = self._tile("plan-short", _("Short-term goals"), "aims")
        self.policy = self._tile("plan-policy", _("Policy of support"), "aims")
        self.goals = GoalTable(self)
        self.goals.list.opened.connect(lambda row: self.goal_opened.emit(row.number - 1))
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self.body.addLayout(self._grid)
        self.body.addWidget(self.goals)
        self.body.addStretch(1)
        self.fold(narrow=False)

    def _tile(self, name: str, head: str, part: str) -> Tile:
        return Tile(name, head, partial(self.part_opened.emit, part), self)

    def fold(self, *, narrow: bool) -> None:
        """One column of tiles, or two."""
        tiles = (self.child_wish, self.guardian_wish, self.long, self.short, self.policy)
        for tile in tiles:
            self._grid.removeWidget(tile)
        if narrow:
            for number, tile in enumerate(tiles):
                self._grid.addWidget(tile, number, 0)
            self._grid.setColumnStretch(1, 0)
            return
        for number, tile in enumerate(tiles[:4]):
            self._grid.addWidget(tile, number // 2, number % 2)
        self._grid.addWidget(self.policy, 2, 0, 1, 2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    # ---- showing

    def show_plan(self, plan: SupportPlan, missing: Sequence[Missing]) -> None:
        """The plan as it is now, what is missing in it on sand."""
        lacking = {each.field: _(each.hint) for each in missing}
        for tile, wish, field in (
            (self.child_wish, plan.child_wish, "child_wish"),
            (self.guardian_wish, plan.guardian_wish, "guardian_wish"),
        ):
            unheard = wish.not_heard_reason and _("not heard yet: {reason}").format(reason=wish.not_heard_reason)
            unsaid = _("When was it heard?") if f"{field}.heard_on" in lacking else ""
            remark = " ・ ".join(filter(None, (unsaid, words.heard(wish))))
            missing_here = lacking.get(field, "") or unsaid
            tile.show_text(wish.text or unheard, remark=remark, missing=missing_here, lines=5)
        by = plan.long_term_goal.by
        until = _("until {day}").format(day=words.day(by)) if by else ""
        self.long.show_text(plan.long_term_goal.text, remark=until, missing=lacking.get("long_term_goal", ""), lines=4)
        shorts = [f"{goal.text} ({words.day(goal.by)})" if goal.by else goal.text for goal in plan.short_term_goals]
        self.short.show_text("\n".join(shorts), lines=4)
        self.policy.show_text(plan.policy, lines=3)
        self.goals.show_rows(rows_of(plan.goals, missing), editable=can_be_edited(plan))

    def chosen_goal(self) -> GoalRow | None:
        return self.goals.list.current()

    def choose_goal(self, goal_id: str) -> None:
        self.goals.list.choose(lambda row: row.goal.id == goal_id)
