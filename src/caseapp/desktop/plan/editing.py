"""What is done to a plan on its page: editors opened, needs added, moved and taken out, missing things gone through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from caseapp.desktop.plan.delivery import ConsentEditor
from caseapp.desktop.plan.editor import Editor
from caseapp.desktop.plan.goal_editor import GoalEditor
from caseapp.desktop.plan.head_editors import (
    AimsEditor,
    AreaEditor,
    MoreEditor,
    PeriodEditor,
    SituationEditor,
    WishEditor,
)
from caseapp.desktop.plan.tile import Tile
from caseapp.rules import plan_carry, plan_state
from caseapp.rules.plan import Goal, SupportPlan
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.desktop.plan.page import PlanPage


class Editing:
    """What `PlanPage` hands its editing to."""

    def __init__(self, page: PlanPage) -> None:
        self._page = page
        self._editor: Editor | None = None
        self._missing, self._at_missing = "", 0
        self._then: SupportPlan | None = None

    def begin_anew(self) -> None:
        """Another plan is shown."""
        self._missing, self._at_missing = "", 0

    def close(self) -> None:
        """Close the editor that is open; what was typed stays in the plan."""
        if self._editor is not None:
            self._editor.close()
            self._editor = None

    def _begin(self, editor: Editor, field: str = "", *, before: SupportPlan | None = None) -> None:
        """Open an editor. `before`: what Esc and undo go back to, where more was changed than by the editor."""
        page = self._page
        start = before or page.plan
        dropped: list[SupportPlan] = []

        def live() -> None:
            if page.plan is not None:
                page.change(editor.apply(page.plan))

        def given_up() -> None:
            live()  # what stands in the fields is what undo brings back
            if start is not None and page.plan is not None and page.plan != start:
                dropped.append(page.plan)
                self.put_back(start)

        def closed() -> None:
            self._editor = None
            if page.frozen or start is None:
                return
            if dropped:
                page.offer_undo(_("What was typed was given up."), lambda: self.put_back(dropped[0]))
            elif page.plan != start:
                page.offer_undo(_("Changed."), lambda: self.put_back(start))

        self._editor = editor
        if page.frozen:
            editor.say_why(page.stepping.way_on())
        editor.changed.connect(live)
        editor.given_up.connect(given_up)
        editor.closed.connect(closed)
        editor.next_missing.connect(self.next_missing)
        editor.begin(field)

    def put_back(self, before: SupportPlan) -> None:
        """The plan as it was before a change."""
        page = self._page
        assert page.plan is not None
        page.change(replace(before, revision=page.plan.revision, number=page.plan.number))

    def edit_part(self, part: str) -> None:
        page = self._page
        plan, loaded = page.plan, page.loaded
        if plan is None or loaded is None:
            return
        today, worker, frozen = page.desk.today, page.desk.office.account.name, page.frozen
        made: Editor
        if part.startswith("child_wish"):
            made = WishEditor(page, plan, whose="child_wish", today=today, worker=worker, frozen=frozen)
        elif part.startswith("guardian_wish"):
            family = loaded.page.child.family
            made = WishEditor(
                page, plan, whose="guardian_wish", today=today, worker=worker, family=family, frozen=frozen
            )
        elif part in ("aims", "long_term_goal"):
            made = AimsEditor(page, plan, today=today, frozen=frozen)
        elif part in ("period", "period_from", "next_review_on"):
            made = PeriodEditor(page, plan, today=today, frozen=frozen)
        elif part == "situation":
            made = SituationEditor(page, plan, frozen=frozen)
        elif part.startswith("area_reasons"):
            made = self._area_editor(plan)
        elif part == "more":
            made = MoreEditor(page, plan, frozen=frozen)
        else:
            made = ConsentEditor(page, plan, today=today, guardian=loaded.guardian, worker=worker, frozen=frozen)
        self._begin(made, part)

    def _area_editor(self, plan: SupportPlan) -> AreaEditor:
        """Reasons for the areas without a goal, or a goal for one of them."""
        page = self._page
        areas = plan_state.without_goal(plan, page.loaded.bad_areas if page.loaded else ())
        made = AreaEditor(page, plan, areas=areas, frozen=page.frozen)

        def goal(area: str) -> None:
            made.finish()
            self.add_goal_for(area)

        made.goal_wanted.connect(goal)
        return made

    def edit_here(self) -> None:
        """F2: the tile or the goal that has the focus."""
        page = self._page
        focused = page.focusWidget()
        if isinstance(focused, Tile):
            focused.click()
            return
        row = page.board.chosen_goal()
        if row is not None:
            self.edit_goal(row.number - 1)

    def edit_goal(self, index: int, field: str = "", *, before: SupportPlan | None = None) -> None:
        """Open the goal of this place (from 0)."""
        page = self._page
        plan = page.plan
        if plan is None or not 0 <= index < len(plan.goals):
            return
        page.board.choose_goal(plan.goals[index].id)
        editor = GoalEditor(
            page,
            plan.goals[index],
            index + 1,
            today=page.desk.today,
            new_id=page.desk.office.new_id,
            frozen=page.frozen,
        )
        editor.offers_wanted.connect(lambda: page.offering.offer(editor))
        self._begin(editor, field, before=before)

    def add_goal(self) -> None:
        """Ctrl+Enter: an empty row, and its editor."""
        self.add_goal_for("")

    def add_goal_for(self, area: str) -> None:
        """The same for an area of life ("" = not said yet)."""
        page = self._page
        if page.plan is None or page.frozen:
            return
        before = page.plan
        number = len(page.plan.goals) + 1
        goal = replace(plan_carry.empty_goal(page.desk.office.new_id, priority=number), area=area)
        page.change(replace(page.plan, goals=(*page.plan.goals, goal)))
        self.edit_goal(number - 1, "need", before=before)

    def move_goal(self, by: int) -> None:
        """Alt+↑ and Alt+↓: the chosen row changes its place."""
        page = self._page
        row, plan = page.board.chosen_goal(), page.plan
        if row is None or plan is None or page.frozen:
            return
        place, target = row.number - 1, row.number - 1 + by
        if not 0 <= target < len(plan.goals):
            return
        goals = list(plan.goals)
        goals.insert(target, goals.pop(place))
        page.change(replace(plan, goals=_numbered(goals)))
        page.board.choose_goal(row.goal.id)

    def remove_goal(self) -> None:
        """Ctrl+Delete: the chosen row goes; it can be taken back."""
        page = self._page
        row, plan = page.board.chosen_goal(), page.plan
        if row is None or plan is None or page.frozen:
            return
        kept = [goal for goal in plan.goals if goal.id != row.goal.id]
        page.change(replace(plan, goals=_numbered(kept)))
        page.offer_undo(_("Need {number} was taken out.").format(number=row.number), lambda: self.put_back(plan))

    # ---- what is missing

    def next_missing(self) -> None:
        """F3: to the next missing thing, from the top again after the last. One that is left as it was is passed over;
        one of which a part was written is gone on with."""
        page = self._page
        if not page.missing or page.frozen:
            return
        fields = [each.field for each in page.missing]
        still = [number for number, field in enumerate(fields) if field == self._missing]
        passed = 1 if page.plan == self._then else 0
        place = still[-1] + passed if still else self._at_missing  # filled in: the next one took its place
        self.go_to_field(fields[place % len(fields)])

    def go_to_field(self, field: str) -> None:
        """Open the place where this field is written."""
        page = self._page
        self._missing, self._then = field, page.plan
        self._at_missing = next((n for n, each in enumerate(page.missing) if each.field == field), self._at_missing)
        if self._page.frozen and self._page.stepping.may_take():  # what is still missing is asked there
            self._page.stepping.take()
            return
        parts = field.split(".")
        if parts[0] != "goals":
            self.edit_part(field)
        elif len(parts) == 1:  # no need yet: out of what was said, else an empty one
            self._page.offering.pick_needs(self.add_goal)
        else:
            self.edit_goal(int(parts[1]), parts[2])


def _numbered(goals: list[Goal]) -> tuple[Goal, ...]:
    """The goals with priorities as they stand."""
    return tuple(replace(goal, priority=number) for number, goal in enumerate(goals, 1))
