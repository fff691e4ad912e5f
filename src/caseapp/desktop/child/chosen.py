"""What the keys do with what is chosen on the page of a child: an entry of the timeline, or a line beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from caseapp.desktop.child import side
from caseapp.desktop.child.calling import call
from caseapp.desktop.child.history import open_history
from caseapp.desktop.child.stage_way import page_for
from caseapp.desktop.follow_up import steps
from caseapp.desktop.kit.masking import masked
from caseapp.rules.follow_up import FollowUp

if TYPE_CHECKING:
    from caseapp.desktop.child.page import ChildPage


class Chosen:
    """What `ChildPage` hands the acts on its two lists to."""

    def __init__(self, page: ChildPage) -> None:
        self._page = page

    # ---- the entry

    def edit(self) -> None:
        """F2: the chosen record; the child's own when the side list has the focus or there is no record."""
        page = self._page
        entry = page.timeline.current()
        if entry is None or page.side.hasFocus():
            page.ways.edit_child()
        else:
            page.acts.with_reading(entry, page.view, page.acts.edit)

    def history(self) -> None:
        """変更履歴 of the chosen record; of the child where the entry is a part of its own record."""
        page = self._page
        entry, view = page.timeline.current(), page.view
        if view is None:
            return
        if entry is None or page.side.hasFocus() or entry.entry.kind in ("certificate", "milestone"):
            open_history(page, page.desk, kind="child", record_id=page.child_id, title=masked(view.child.name))
        else:
            page.acts.with_reading(entry, view, page.acts.history)

    def take_back(self) -> None:
        """The chosen record is taken back; the next action is dropped when the side list has the focus."""
        page = self._page
        line = page.side.current()
        if not page.side.hasFocus():
            page.acts.with_reading(page.timeline.current(), page.view, page.acts.take_back)
        elif isinstance(line, side.Step) and line.proposal is not None:
            steps.dismiss(page, line.proposal)
        elif isinstance(line, side.Step) and line.follow_up is not None:
            steps.drop(page, line.follow_up.id, text=line.follow_up.text, repeats=bool(line.follow_up.repeat))

    # ---- the line beside it

    def open_line(self, line: side.Line) -> None:
        """Go where the line leads: a page, or the entry that the next action grew from."""
        page = self._page
        if isinstance(line, side.Person) and line.calls and page.view is not None:
            call(page, page.view.child, line.calls)
        elif isinstance(line, side.Person):
            name, args = line.opens
            page.desk.go.open(name, **dict(args))
        elif line.proposal is not None and (name := page_for(line.proposal.entry)):
            page.desk.go.open(name, child_id=page.child_id)
        elif line.proposal is not None:
            steps.take(page, line.proposal)
        elif line.liaison is not None:
            page.desk.go.open("liaison", child_id=page.child_id, liaison_id=line.liaison.id)
        elif line.follow_up is not None and page.timeline.choose(
            (line.follow_up.origin_kind, line.follow_up.origin_id)
        ):
            page.timeline.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def tick_line(self, line: side.Line) -> None:
        if isinstance(line, side.Step) and line.proposal is not None:
            steps.take(self._page, line.proposal)
        elif isinstance(line, side.Step) and line.follow_up is not None:
            self.tick(line.follow_up)

    # ---- the next action

    def tick(self, step: FollowUp) -> None:
        """The next action is done."""
        steps.tick(self._page, step.id, step.text)

    def done(self) -> None:
        step = self.step()
        if step is not None:
            self.tick(step)

    def postpone(self) -> None:
        step = self.step()
        if step is not None:
            steps.postpone(self._page, step.id, text=step.text, due_on=step.due_on)

    def wait(self) -> None:
        """One's own turn becomes another's, and the other way round."""
        step = self.step()
        if step is not None and step.waiting_for:
            steps.answered(self._page, step.id, step.text)
        elif step is not None:
            steps.wait(self._page, step.id, text=step.text)

    def step(self) -> FollowUp | None:
        """The next action that is meant: the chosen one of the side list, else what grew from the chosen entry."""
        page = self._page
        line = page.side.current()
        if page.side.hasFocus():
            return line.follow_up if isinstance(line, side.Step) else None
        entry, view = page.timeline.current(), page.view
        if entry is None or view is None:
            return None
        return next((step for step in view.follow_ups if step.origin_id == entry.entry.record_id), None)
