"""個別支援計画: one version of a child's plan, read at a glance, edited by keyboard, led from 案 to 終了.

`open(child_id=…)` shows the draft being written, else the current version, else a first plan; `plan_id=…` that version.
Object names: `plan-next` (the next step), `plan-why`, `plan-print`, `plan-save`, `plan-saved`, `plan-banner`,
`plan-steps`, `plan-title`, `plan-period`, `plan-child-wish`, `plan-guardian-wish`, `plan-policy`, `plan-long`,
`plan-short`, `plan-goals`, `plan-add-goal`, `plan-remove-goal`; beside it those of `side.PlanSide`; above it those of
the editors (`head_editors`, `goal_editor`, `delivery`), each with `plan-editor-done`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from caseapp.desktop.child.words import red_facts
from caseapp.desktop.kit.bands import Banner, RedBand
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.dialogs import Answer
from caseapp.desktop.kit.drafts import DraftKeeper
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.page import NARROW, WIDE, Desk, Page
from caseapp.desktop.kit.saved import SavedState
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.plan import loading, words
from caseapp.desktop.plan.board import PlanBoard
from caseapp.desktop.plan.editing import Editing
from caseapp.desktop.plan.kept import content_of
from caseapp.desktop.plan.kept_banner import say_kept
from caseapp.desktop.plan.loading import Loaded
from caseapp.desktop.plan.offering import Offering
from caseapp.desktop.plan.saving import Saving
from caseapp.desktop.plan.side import PlanSide
from caseapp.desktop.plan.step_reason import StepReason
from caseapp.desktop.plan.stepping import Stepping
from caseapp.desktop.plan.steps_bar import StepsBar
from caseapp.desktop.print import print_dialog
from caseapp.desktop.record.strip import ChildStrip
from caseapp.desktop.theme.theme import theme
from caseapp.rules import plan_carry, plan_state
from caseapp.rules.changes import Changes
from caseapp.rules.plan import SupportPlan
from caseapp.rules.plan_state import Missing
from caseapp.words.language import _

_SIDE = 274


class PlanPage(Page):
    """See the module."""

    name = "plan"
    rail = "plans"
    shown = (Keys.SAVE, Keys.ADD_ROW, Keys.EDIT, Keys.NEXT_MISSING, Keys.APPROVE, Keys.PRINT)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._child_id = ""
        self._loaded: Loaded | None = None
        self._plan: SupportPlan | None = None
        self._stored: SupportPlan | None = None
        self._missing: list[Missing] = []
        self._keeper: DraftKeeper | None = None
        self._saving = Saving(self)
        self.stepping, self.editing, self.offering = Stepping(self), Editing(self), Offering(self)
        self.body.setSpacing(8)
        self._make_head()
        self._make_board()
        self._place()
        self._bind()

    # ---- building

    def _make_head(self) -> None:
        self.strip = ChildStrip("", self)
        self.next = Button("", self.stepping.take, kind="primary", parent=self)
        self.why = StepReason(self.editing.next_missing, self)
        self.print_button = Button(_("Print"), self.print_plan, key=Keys.PRINT, icon="printer", parent=self)
        self.band = RedBand(heads=True, parent=self)
        self.heading = Label(_("Support plan"), role="title", parent=self)
        self.steps = StepsBar(self)
        self.period = Button("", partial(self.editing.edit_part, "period"), kind="quiet", parent=self)
        self.banner = Banner(parent=self)
        self.saved = SavedState(parent=self)
        self.save_button = Button(_("Save"), self.save, key=Keys.SAVE, parent=self)
        self.add = Button(
            _("Add a need"), self.editing.add_goal, kind="quiet", key=Keys.ADD_ROW, icon="plus", parent=self
        )
        self.from_said = Button(
            _("Out of consultations"), self.offering.pick_needs, kind="quiet", key=Keys.SAID, icon="speech", parent=self
        )
        self.remove = Button(
            _("Take the need out"), self.editing.remove_goal, kind="quiet", key=Keys.DELETE_ROW, parent=self
        )
        for widget, name in (
            (self.next, "plan-next"),
            (self.print_button, "plan-print"),
            (self.band, "red-band"),
            (self.heading, "plan-title"),
            (self.period, "plan-period"),
            (self.banner, "plan-banner"),
            (self.saved, "plan-saved"),
            (self.save_button, "plan-save"),
            (self.add, "plan-add-goal"),
            (self.from_said, "plan-from-said"),
            (self.remove, "plan-remove-goal"),
        ):
            widget.setObjectName(name)

    def _make_board(self) -> None:
        self.board = PlanBoard(self)
        self.board.part_opened.connect(self.editing.edit_part)
        self.board.goal_opened.connect(self.editing.edit_goal)
        acts = (
            ("plan-compare", _("Compare with another version"), self.offering.compare, Keys.COMPARE),
            ("plan-new-version", _("Make a new version"), self.stepping.new_version, Keys.NEW),
            ("plan-send-back", _("Back to the draft"), self.stepping.send_back, None),
            ("plan-close-plan", _("End the plan"), self.stepping.close_plan, None),
        )
        self.side = PlanSide(acts, self)
        self.side.missing_opened.connect(self.editing.go_to_field)
        self.side.part_opened.connect(self.editing.edit_part)
        self.side.version_opened.connect(lambda plan_id: self.desk.go.open("plan", **self._ids(plan_id)))
        self.side.review_opened.connect(
            lambda review_id: self.desk.go.open("review", **self.place(), review_id=review_id)
        )
        self.side.assessment_opened.connect(
            lambda found: self.desk.go.open("assessment", child_id=self._child_id, assessment_id=found)
        )

    def _place(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.strip, 1)
        for part in (self.next, self.print_button):
            first.addWidget(part)
        second = _flowing(self, self.heading, self.steps, self.period)
        self.body.addLayout(first)
        self.body.addWidget(self.why)
        self.body.addWidget(self.band)
        self.body.addWidget(second)
        self.body.addWidget(self.banner)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.board, 1)
        self.bar = _flowing(self, self.save_button, self.add, self.from_said, self.remove, self.saved)
        left.addWidget(self.bar)
        columns.addLayout(left, 1)
        columns.addWidget(self.side)
        self.body.addLayout(columns, 1)
        self._fit(narrow=False)

    def _fit(self, *, narrow: bool) -> None:
        self.side.fit(theme.px(210 if narrow else _SIDE), keys=not narrow)
        self.steps.set_narrow(narrow)
        self.board.fold(narrow=narrow)

    def _bind(self) -> None:
        self.on(Keys.SAVE, self.save)
        self.on(Keys.PRINT, self.print_plan)
        self.on(Keys.ADD_ROW, self.editing.add_goal, words=_("Add a need"))
        self.on(Keys.COMPARE, self.offering.compare)
        self.on(Keys.NEW, self.stepping.new_version, words=_("Make a new version"))
        self.on(Keys.SAID, self.offering.pick_needs)
        self.on(Keys.EDIT, self.editing.edit_here)
        self.on(Keys.ROW_UP, partial(self.editing.move_goal, -1))
        self.on(Keys.ROW_DOWN, partial(self.editing.move_goal, 1))
        self.on(Keys.DELETE_ROW, self.editing.remove_goal, words=_("Take the need out"))
        self.on(Keys.NEXT_MISSING, self.editing.next_missing)
        self.on(Keys.APPROVE, self.stepping.take)
        self.say_key(Keys.OPEN)

    # ---- what the shell asks

    def title(self) -> str:
        return _("Support plan")

    def open(self, **args: Any) -> None:
        self.leave()
        self._child_id = str(args.get("child_id", ""))
        plan_id = str(args.get("plan_id", ""))
        self._load(plan_id)

    def _load(self, plan_id: str, then: Callable[[], object] | None = None) -> None:
        office, child_id = self.desk.office, self._child_id

        def shown(loaded: Loaded) -> None:
            self.show_loaded(loaded)
            if then is not None:
                then()

        self.desk.ask(lambda: loading.load(office, child_id, plan_id), shown, key="plan.load", owner=self)

    def refresh(self, changes: Changes) -> None:
        if self._child_id not in changes.children or self._saving.busy or self._loaded is None:
            return
        elsewhere = changes.touches("support_plan", "review", "child", "assessment")
        if elsewhere and not self.edited:
            self._load("" if self._loaded.new else self._loaded.plan.id)

    def keep_draft(self) -> None:
        if self._keeper is not None:
            self._keeper.keep_now()

    def stop_keeping(self) -> None:
        """Write no more drafts: the store is about to be closed."""
        if self._keeper is not None:
            self._keeper.end()

    def leave(self) -> None:
        if self._keeper is not None:
            self._keeper.keep()
        self.editing.close()

    def first_focus(self) -> QWidget | None:
        return self.board.goals.list if self._plan is not None and self._plan.goals else self.board.child_wish

    def place(self) -> dict[str, Any]:
        plan = self._plan
        return self._ids(plan.id if plan is not None and not self._is_new() else "")

    def _ids(self, plan_id: str) -> dict[str, Any]:
        return {"child_id": self._child_id, **({"plan_id": plan_id} if plan_id else {})}

    def set_width_class(self, width_class: str) -> None:
        self._fit(narrow=width_class == NARROW)
        if self._plan is not None:
            self.stepping.show()
        if width_class == WIDE:
            self.side.fit(theme.px(340))

    # ---- showing

    @property
    def plan(self) -> SupportPlan | None:
        """The plan as it stands on the page."""
        return self._plan

    @property
    def missing(self) -> list[Missing]:
        return self._missing

    @property
    def loaded(self) -> Loaded | None:
        return self._loaded

    @property
    def edited(self) -> bool:
        """Something stands here that is not saved."""
        return self._plan != self._stored

    @property
    def frozen(self) -> bool:
        return self._plan is None or not plan_state.can_be_edited(self._plan)

    def _is_new(self) -> bool:
        return self._loaded is not None and self._loaded.new

    def show_loaded(self, loaded: Loaded) -> None:
        """Show what was loaded, from the first tile on."""
        self._loaded, self._plan = loaded, loaded.plan
        stored = next((each for each in loaded.versions if each.id == loaded.plan.id), None)
        self._stored = stored or (loaded.plan if loaded.kept_at is None else None)
        self.editing.begin_anew()
        self._begin_draft()
        self.strip.show_page(loaded.page)
        self.band.set_facts(red_facts(loaded.page.child, self.desk.today()))
        self.side.show_file(loaded)
        self._say_banner()
        self._paint()
        self.saved.say("")

    def _begin_draft(self) -> None:
        assert self._loaded is not None
        if self._keeper is not None:
            self._keeper.end()
            self._keeper.deleteLater()
        self._keeper = None
        if not self.frozen:
            self._keeper = DraftKeeper(self.desk, self._loaded.key, self._content, parent=self)
            self._keeper.said.connect(self.saved.say)

    def _content(self) -> dict[str, Any]:
        kept = self._loaded.kept if self._loaded else None
        content: dict[str, Any] = kept.content(self._plan) if kept else content_of(self._plan)
        return content

    def _say_banner(self) -> None:
        loaded = self._loaded
        assert loaded is not None
        if loaded.kept is not None and loaded.kept_at is not None:
            say_kept(self, self.banner, loaded.kept, loaded.kept_at, discard=self._discard)
        elif self.frozen and loaded.plan.status in (plan_state.CLOSED, plan_state.SUPERSEDED):
            self.banner.say(_("This is an earlier version. It can be read, not changed."), icon="history")
        else:
            self.banner.say("")

    def _discard(self) -> None:
        if self._keeper is not None:
            plan_id = "" if self._is_new() or self._plan is None else self._plan.id
            self._keeper.discard(partial(self._load, plan_id), page=self)

    def _paint(self) -> None:
        plan, loaded = self._plan, self._loaded
        assert plan is not None
        assert loaded is not None
        open_plan = plan.status in (plan_state.DRAFT, plan_state.APPROVED)
        self._missing = _missing(plan, loaded) if open_plan else []
        self.heading.setText(f"{_('Support plan of a child')} {_('Version {number}').format(number=plan.version)}")
        self.steps.show_status(plan.status)
        period = _("Period {period}").format(period=words.period(plan))
        author = _("written by {name}").format(name=plan.author) if plan.author else ""
        self.period.setText(" ・ ".join(filter(None, (period, author))))
        self.board.show_plan(plan, self._missing)
        self.side.show_missing(self._missing, asked=open_plan)
        running = plan.status in plan_state.OPEN_STATES and plan_carry.newer(loaded.assessment, plan)
        self.side.show_parts(plan, newer=loaded.assessment if running else None)
        for button in (self.save_button, self.add, self.from_said, self.remove):
            button.setVisible(not self.frozen)
        self.bar.setVisible(not self.frozen)
        self._settle_keys()
        self.stepping.show()

    def _settle_keys(self) -> None:
        """Only the keys that do something now are shown (status line, menus, F1)."""
        for key in (Keys.SAVE, Keys.ADD_ROW, Keys.SAID, Keys.ROW_UP, Keys.ROW_DOWN, Keys.DELETE_ROW):
            self.action(key).setEnabled(not self.frozen)
        self.action(Keys.COMPARE).setEnabled(self.offering.comparable())
        self.action(Keys.NEXT_MISSING).setEnabled(bool(self._missing) and not self.frozen)
        self.action(Keys.EDIT).setText(_("Read it in full") if self.frozen else Keys.EDIT.words)

    # ---- editing

    def change(self, plan: SupportPlan) -> None:
        """Take the plan as it is now; the draft follows within two seconds."""
        if plan == self._plan or self.frozen:
            return
        self._plan = plan
        if self._keeper is not None:
            keep = self._keeper.touch if self.edited else self._keeper.nothing_changed
            keep()
        self.saved.say(_("Not saved yet") if self.edited else "", icon="pencil" if self.edited else "")
        self._paint()

    # ---- saving

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Ctrl+S. Pressed twice in a hurry it saves once; what is typed meanwhile stays unsaved."""
        self._saving.save(then)

    def print_plan(self) -> None:
        """Ctrl+P: the plan as it is stored; what is not saved is saved only after a yes."""
        if (self.edited and not self.frozen) or self._is_new():
            self.desk.dialogs.ask(
                _("Save before printing?"),
                then=lambda _code: self.save(self._open_print),
                answers=[Answer("save", _("Save and print"))],
                detail=_("What stands here is not saved yet. Paper is made of what is saved."),
                leave=_("Leave it"),
            )
        else:
            self._open_print()

    def _open_print(self) -> None:
        if self._plan is not None and not self._is_new():
            print_dialog(self, self._child_id, document="support-plan", record_id=self._plan.id)


def _missing(plan: SupportPlan, loaded: Loaded) -> list[Missing]:
    return plan_state.missing(plan, adult=loaded.adult, bad_areas=loaded.bad_areas)


def _flowing(parent: QWidget, *parts: QWidget) -> QWidget:
    """Parts side by side, on a second line where there is no room for them."""
    holder = QWidget(parent)
    flow = FlowLayout(holder, gap=14, row_gap=2)
    for part in parts:
        flow.addWidget(part)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder
