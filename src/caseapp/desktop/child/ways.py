"""The ways from the page of a child to what is written next: record, contact, letter, plan, next action, papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseapp.casework import merging
from caseapp.desktop.follow_up import steps
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.print import print_dialog
from caseapp.rules.problem import NotFound
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.desktop.child.page import ChildPage

_DOCUMENTS = {
    "consultation": "consultation",
    "support_plan": "support-plan",
    "review": "review",
    "information_letter": "information-letter",
    "handover": "handover",
    "program_use": "program-use-ledger",
    "transition_check": "transition-checklist",
}


class Ways:
    """Where `ChildPage` leads; each way knows the child."""

    def __init__(self, page: ChildPage) -> None:
        self._page = page

    def record(self) -> None:
        self._page.desk.go.open_record(self._page.child_id)

    def record_step(self) -> None:
        """Record what was planned: saving the record marks the action as done."""
        step = self._page.chosen.step()
        if step is not None:
            self._page.desk.go.open_record(self._page.child_id, follow_up_id=step.id)

    def edit_child(self) -> None:
        self._page.desk.go.open("child_form", child_id=self._page.child_id)

    def not_there(self, error: NotFound) -> None:
        """The record is no more: on to the one that it was merged into, else to the register."""
        desk, office, child_id = self._page.desk, self._page.desk.office, self._page.child_id

        def answered(survivor: str) -> None:
            if survivor != child_id:
                desk.saved(_("This record was merged into another one"))
                desk.go.open_child(survivor)
            else:
                desk.dialogs.report(error)
                desk.go.open("register")

        desk.ask(lambda: merging.survivor(office, child_id), answered, key="child.survivor", owner=self._page)

    def merge(self) -> None:
        """Another record of this child becomes part of it, or a merge is taken back."""
        self._page.desk.go.open("merge", child_id=self._page.child_id)

    def liaison(self) -> None:
        self._page.desk.go.open("liaison", child_id=self._page.child_id)

    def letter(self) -> None:
        self._page.desk.go.open("letter", child_id=self._page.child_id)

    def plan(self) -> None:
        """The plan there is, else a new one."""
        view = self._page.view
        plan = view.plan if view else None
        known = {"plan_id": plan.plan_id} if plan else {}
        self._page.desk.go.open("plan", child_id=self._page.child_id, **known)

    def assessment(self) -> None:
        """A new look at all areas of life, with the ones of before beside it."""
        self._page.desk.go.open("assessment", child_id=self._page.child_id)

    def transition(self) -> None:
        """A new sheet of the transition checklist, with the ones of before beside it."""
        self._page.desk.go.open("transition", child_id=self._page.child_id)

    def quotas(self) -> None:
        """How the child stands with its schemes; without any the first booking begins."""
        self._page.desk.go.open("program_uses", child_id=self._page.child_id)

    def new_step(self) -> None:
        """A next action about the child."""
        view = self._page.view
        if view is not None:
            steps.new_step(self._page, self._page.child_id, about=masked(view.child.name))

    def papers(self) -> None:
        """The paper of the chosen record, where there is one; else the plan's."""
        entry = self._page.timeline.current()
        document = _DOCUMENTS.get(entry.entry.kind, "") if entry is not None else ""
        record_id = entry.entry.record_id if entry is not None and document else ""
        print_dialog(self._page, self._page.child_id, document=document or "support-plan", record_id=record_id)
