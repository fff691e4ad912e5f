"""記録を統合する: two records of one child made one; what was merged before, and back.

Object names: `merge-go`, `merge-swap`, `merge-apart`, `merge-other`, `merge-child`, `merge-leave`; and see `choosing`
and `comparing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.casework import duplicates, merge_undoing, merging
from caseapp.casework.merge_undoing import Stays, UndoPreview
from caseapp.casework.merging import Merge, Preview
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.dialogs import Answer
from caseapp.desktop.kit.fields import date_words
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.masking import masked, masking
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para
from caseapp.desktop.merge.choosing import Choosing
from caseapp.desktop.merge.comparing import Comparing
from caseapp.desktop.merge.words import counts_words, kind_words, row_label
from caseapp.rules.changes import Changes
from caseapp.rules.problem import ChangedMeanwhile, NotFound, Refused
from caseapp.words import language
from caseapp.words.language import _

_NAMED = 5


class MergePage(Page):
    """First the other record is chosen, then field by field; Ctrl+S makes them one."""

    name = "merge"
    rail = "register"
    shown = (Keys.SAVE, Keys.DONE, Keys.NEXT_FIELD, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._child_id = ""
        self._other_id = ""
        self._preview: Preview | None = None
        self._working = False
        self._either = False
        self.heading = Para("", role="title", bold=True, parent=self)
        self.choosing = Choosing(desk, undo=self._ask_undo, parent=self)
        self.choosing.chosen.connect(self._chosen)
        self.comparing = Comparing(parent=self)
        self.go_button = Button(_("Make them one record"), self.merge, kind="primary", key=Keys.SAVE, parent=self)
        self.swap = Button(_("Let the other one stay"), self._swap, parent=self)
        self.apart = Button(_("They are two children"), self._told_apart, key=Keys.DONE, parent=self)
        self.other = Button(_("Another record"), self._choose_again, parent=self)
        self.child_button = Button(_("Open the child's page"), self._open_child, parent=self)
        self.leave_button = Button(_("Leave"), self.desk.go.back, key=Keys.CLOSE, parent=self)
        named = {"go": self.go_button, "swap": self.swap, "apart": self.apart, "other": self.other}
        named["child"] = self.child_button
        for name, button in {**named, "leave": self.leave_button}.items():
            button.setObjectName(f"merge-{name}")
        self.body.addWidget(self.heading)
        self.body.addWidget(self.choosing, 1)
        self.body.addWidget(self.comparing, 1)
        acts = QWidget(self)  # folds where the words are long
        flow = FlowLayout(acts, gap=8, row_gap=4)
        for button in (self.child_button, self.go_button, self.swap, self.apart, self.other):
            flow.addWidget(button)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 8, 0, 8)
        foot.addWidget(acts, 1, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.leave_button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(foot)
        self.on(Keys.SAVE, self.merge, words=_("Make them one record"))
        self.on(Keys.DONE, self._told_apart, words=_("They are two children"))
        self.on(Keys.FILTER, self.choosing.search.setFocus)
        self.say_key(Keys.NEXT_FIELD)
        self.on(Keys.CLOSE, self.desk.go.back, words=_("Leave"))
        masking.changed.connect(self._masked)
        self._show_part()

    # ---- what the window asks

    def title(self) -> str:
        return _("Make two records one")

    def open(self, **args: Any) -> None:
        """`child_id` the record that stays; `other_id` the one that joins ("" to choose it here: then, and with
        `either`, the one of which there is more stays, of two alike the older)."""
        self._child_id, self._other_id = str(args.get("child_id", "")), str(args.get("other_id", ""))
        self._either = bool(args.get("either", False))
        self._preview = None
        self._ask()

    def place(self) -> dict[str, Any]:
        found = {"child_id": self._child_id, "other_id": self._other_id}
        return {name: value for name, value in found.items() if value}

    def first_focus(self) -> QWidget | None:
        if self._preview is not None:
            return self.comparing.first() or self.go_button
        return self.choosing.list if self.choosing.list.list_model().items() else self.choosing.search

    def _masked(self) -> None:
        if self._preview is not None:
            self._show(self._preview)
        else:
            self.choosing.repaint_names()

    # ---- asking and showing

    def _ask(self) -> None:
        self._show_part()
        if not self._other_id:
            self.choosing.begin(self._child_id)
            return
        office, one, other = self.desk.office, self._child_id, self._other_id
        self.desk.ask(
            lambda: merging.preview(office, one, other), self._show, key="merge", failed=self._not_there, owner=self
        )

    def _not_there(self, error: BaseException) -> None:
        self.desk.dialogs.report(error)
        if isinstance(error, NotFound):
            self.desk.go.open("register")

    def _show(self, preview: Preview) -> None:
        either, self._either = self._either, False
        if either and _fuller(preview):
            self._swap()
            return
        self._preview = preview
        self.comparing.show_preview(preview)
        self._show_part()
        first = self.first_focus()
        if first is not None:
            first.setFocus()

    def _show_part(self) -> None:
        comparing = self._preview is not None
        self.comparing.setVisible(comparing)
        self.choosing.setVisible(not comparing)
        for button in (self.go_button, self.swap, self.apart, self.other):
            button.setVisible(comparing)
        self.child_button.setVisible(not comparing)
        self.leave_button.setText(_("Leave") if comparing else _("Close"))
        ready = self._preview is not None and not self._preview.problems
        self.go_button.setEnabled(ready)
        self.action(Keys.SAVE).setEnabled(ready)
        self.action(Keys.DONE).setEnabled(comparing)
        self.action(Keys.FILTER).setEnabled(not comparing)
        words = _("Choose for each line what the one record is to say") if comparing else _("Which record joins it?")
        self.heading.setText(words)

    def _chosen(self, other_id: str) -> None:
        self._other_id, self._either = other_id, True
        self._ask()

    def _open_child(self) -> None:
        self.desk.go.open_child(self._child_id)

    def _choose_again(self) -> None:
        self._other_id, self._preview = "", None
        self._ask()

    def _swap(self) -> None:
        self._child_id, self._other_id = self._other_id, self._child_id
        self._preview = None
        self._ask()

    # ---- making one of two

    def merge(self) -> None:
        """Do it; it can be taken back at any time."""
        preview = self._preview
        if preview is None or preview.problems or self._working:
            return
        self._working = True
        office, choices = self.desk.office, self.comparing.choices()
        job = partial(
            merging.merge,
            office,
            preview.left.id,
            preview.right.id,
            choices=choices,
            revisions=(preview.left.revision, preview.right.revision),
        )
        self.desk.act(job, self._merged, failed=self._failed, owner=self)

    def _merged(self, changes: Changes) -> None:
        self._working = False
        self._other_id, self._preview = "", None
        self._child_id = changes.record_id
        words = _("The two records are one now")
        self.desk.saved(words)
        self._ask()
        self.offer_undo(words, self._undo_last)

    def _undo_last(self) -> None:
        office, child_id = self.desk.office, self._child_id

        def job() -> Changes:
            merges = merging.merges_of(office, child_id)
            return merge_undoing.undo(office, next(m.id for m in merges if m.undone_at is None))

        self.desk.act(job, self._undone, failed=self._failed, owner=self)

    def _failed(self, error: BaseException) -> None:
        self._working = False
        if isinstance(error, ChangedMeanwhile):
            self._ask()
        elif isinstance(error, Refused):
            self.desk.dialogs.tell(_("The records stay as they are"), _sentences(error.problems))
            self._ask()
        else:
            self.desk.dialogs.report(error)

    def _told_apart(self) -> None:
        office, one, other = self.desk.office, self._child_id, self._other_id
        self.desk.act(lambda: duplicates.told_apart(office, one, other), self._apart, owner=self)

    def _apart(self, _changes: Changes) -> None:
        self.desk.saved(_("It is remembered that they are two children"))
        self.desk.go.back()

    # ---- taking back

    def _ask_undo(self, merge: Merge) -> None:
        office = self.desk.office
        self.desk.ask(lambda: merge_undoing.undo_preview(office, merge.id), self._confirm_undo, owner=self)

    def _confirm_undo(self, seen: UndoPreview) -> None:
        if seen.problems:
            self.desk.dialogs.tell(_("This merge cannot be taken back now"), _sentences(seen.problems))
            return
        named = _("Make {number} {name} a record of its own again?")
        words = named.format(number=seen.merge.number, name=masked(seen.merge.name))
        office, merge_id = self.desk.office, seen.merge.id

        def go(_code: str) -> None:
            self.desk.act(partial(merge_undoing.undo, office, merge_id), self._undone, failed=self._failed, owner=self)

        self.desk.dialogs.ask(
            words, then=go, answers=[Answer("undo", _("Take the merge back"))], detail=undo_words(seen)
        )

    def _undone(self, changes: Changes) -> None:
        self.desk.saved(_("The two records are as they were"))
        self.desk.go.open_child(changes.record_id)


def _fuller(preview: Preview) -> bool:
    """Whether the right one should stay: it has more records; of two with as many it was registered earlier."""
    more = sum(right - left for left, right in preview.counts.values())
    days = [child.registered_on or date.max for child in (preview.left, preview.right)]
    return more > 0 or (more == 0 and days[1] < days[0])


def undo_words(seen: UndoPreview) -> str:
    """What goes back, what stays where it is, and which fields are left as they were written since."""
    lines = [_("Goes back: {what}").format(what=counts_words(seen.back) or _("no records"))]
    if seen.along:
        lines.append(_("Added since, goes back with what it rests on: {what}").format(what=_listed(seen.along)))
    if seen.stays:
        lines.append(_("Added since, stays with the record that remained: {what}").format(what=_listed(seen.stays)))
    if seen.kept_fields:
        listed = "、".join(row_label(name) for name in seen.kept_fields)
        lines.append(_("Changed since, stays as it is: {what}").format(what=listed))
    return "\n".join(lines)


def _listed(records: Sequence[Stays]) -> str:
    named = [f"{kind_words(each.kind)} {date_words(each.on) if each.on else ''}".strip() for each in records]
    more = len(named) - _NAMED
    return "、".join(named[:_NAMED]) + (_(" and {count} more").format(count=more) if more > 0 else "")


def _sentences(problems: Any) -> str:
    return "\n".join(language.say(problem) for problem in problems)
