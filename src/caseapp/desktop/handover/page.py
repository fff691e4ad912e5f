"""引継ぎ: the children of each hand-over at the left, the sheet of the chosen one at the right.

The predecessor goes through them (Ctrl+Enter: keep it and on to the next) and hands over; the successor reads each and
confirms (Ctrl+Enter). Object names: `handover-list`, `handover-go` (the act that is next), `handover-give`,
`handover-begin-mine`, `handover-print`, `handover-print-list`, and those of sheet_view.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.casework import drafts, handover_views
from caseapp.casework.handover_views import HandoverLine, HandoverSheet
from caseapp.casework.views import Draft, DraftKey
from caseapp.desktop.handover.acts import Acts
from caseapp.desktop.handover.lines import HandoverDelegate, progress, rows, spoken
from caseapp.desktop.handover.sheet_view import SheetView
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.drafts import DraftKeeper
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.lists import ItemList, ListModel
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import NARROW, WIDE, Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.theme.theme import theme
from caseapp.rules.changes import Changes
from caseapp.rules.handover import GIVEN, PREPARING
from caseapp.words.language import _

_LIST = {NARROW: 280, "normal": 348, WIDE: 400}


class HandoverPage(Page):
    """`open(batch=…)` or `open(handover_id=…)`; without either the newest that waits for the user."""

    name = "handover"
    rail = "register"
    shown = (Keys.CHOOSE, Keys.OPEN, Keys.GO_ON, Keys.APPROVE, Keys.PRINT, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._lines: tuple[HandoverLine, ...] = ()
        self._wanted: tuple[str, str] = ("", "")
        self._keeper: DraftKeeper | None = None
        self.acts = Acts(self)
        self.heading = Label(_("Hand-over"), role="name", parent=self)
        self.how_far = Label(tone="sub", parent=self)
        self.list: ItemList[HandoverLine] = ItemList(
            ListModel(spoken), HandoverDelegate(), name=_("Children who are handed over"), parent=self
        )
        self.list.setObjectName("handover-list")
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._to_sheet)
        self.view = SheetView(self._touched, self)
        self._buttons()
        self._place()
        self._bind()
        masking.changed.connect(self._masked)

    def _buttons(self) -> None:
        acts = self.acts
        self.go = Button(_("Keep it, on to the next"), self._go_on, kind="primary", key=Keys.GO_ON, parent=self)
        self.give = Button(_("Hand over…"), acts.give, key=Keys.APPROVE, parent=self)
        self.begin = Button(_("Hand over my children…"), acts.begin_mine, key=Keys.NEW, icon="plus", parent=self)
        self.sheets = Button(_("Print the sheets"), acts.print_sheets, key=Keys.PRINT, icon="printer", parent=self)
        self.listed = Button(_("Print the list"), acts.print_list, kind="quiet", parent=self)
        for button, name in (
            (self.go, "handover-go"),
            (self.give, "handover-give"),
            (self.begin, "handover-begin-mine"),
            (self.sheets, "handover-print"),
            (self.listed, "handover-print-list"),
        ):
            button.setObjectName(name)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.heading)
        head.addWidget(self.how_far, 1)
        self.body.addLayout(head)
        holder = QWidget(self)
        flow = FlowLayout(holder, gap=8, row_gap=6)
        for button in (self.go, self.give, self.begin, self.sheets, self.listed):
            button.setParent(holder)
            flow.addWidget(button)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        self.left = Card(padding=(0, 4), spacing=0, parent=self)
        self.left.body.addWidget(self.list, 1)
        self.right = Card(padding=(0, 0), spacing=0, parent=self)
        self.right.body.addWidget(self.view, 1)
        columns.addWidget(self.left)
        columns.addWidget(self.right, 1)
        self.body.addLayout(columns, 1)
        self.body.addWidget(holder)
        theme.changed.connect(self._fit)
        self._fit()

    def _bind(self) -> None:
        self.say_key(Keys.CHOOSE)
        self.say_key(Keys.OPEN, _("To the sheet"))
        self.on(Keys.GO_ON, self._go_on, words=_("Keep it, on to the next"))
        self.on(Keys.SAVE, self._save)
        self.on(Keys.APPROVE, self.acts.give, words=_("Hand over"))
        self.on(Keys.NEW, self.acts.begin_mine, words=_("Hand over my children"))
        self.on(Keys.PRINT, self.acts.print_sheets, words=_("Print the sheets"))
        self.on(Keys.DELETE_ROW, self.acts.take_out, words=_("Take out of the hand-over"))
        self.on(Keys.NEXT_TAB, partial(self.list.step, 1), words=_("Next child"))
        self.on(Keys.PREVIOUS_TAB, partial(self.list.step, -1), words=_("Previous child"))
        self.on(Keys.OTHER_COLUMN, self._other_column)
        self.on(Keys.REFRESH, self._ask)
        self.on(Keys.CLOSE, self.desk.go.back)

    # ---- what the shell asks

    def title(self) -> str:
        return _("Hand-over")

    def open(self, **args: Any) -> None:
        self._wanted = (str(args.get("batch", "")), str(args.get("handover_id", "")))
        self._ask()

    def place(self) -> dict[str, Any]:
        line = self.list.current()
        return {"handover_id": line.handover_id} if line is not None else {}

    def refresh(self, changes: Changes) -> None:
        if changes.touches("handover", "child", "account") and self.isVisible():
            self._ask()

    def first_focus(self) -> QWidget | None:
        return self.list if self._lines else self.begin

    def keep_draft(self) -> None:
        if self._keeper is not None:
            self._keeper.keep_now()

    def leave(self) -> None:
        self.settle_writing()

    def set_width_class(self, width_class: str) -> None:
        self.how_far.setVisible(width_class != NARROW)
        self._fit()

    def _fit(self) -> None:
        self.left.setFixedWidth(theme.px(_LIST[self.width_class]))

    # ---- asking and showing

    def _ask(self) -> None:
        office, (batch, handover_id) = self.desk.office, self._wanted
        job = partial(handover_views.lines, office, batch=batch, handover_id=handover_id)
        self.desk.ask(job, self._show, key="handover.lines", owner=self)

    def _show(self, lines: tuple[HandoverLine, ...]) -> None:
        self._lines = lines
        batch, handover_id = self._wanted
        before = self.list.current()
        self.list.set_rows(rows(lines), keep=lambda line: line.handover_id)
        if handover_id:
            self.list.choose(lambda line: line.handover_id == handover_id)
        elif batch:
            self._choose_next(batch, before=None)
        elif self.list.current() is None and lines:
            self._choose_next("", before=None)
        self._wanted = ("", "")
        if not lines:
            self.view.show_sheet(None)
            self.begin.setFocus(Qt.FocusReason.OtherFocusReason)
        line = self.list.current()
        if before is not None and line is not None and before.handover_id == line.handover_id:
            self._load(line)  # the same child: what is being typed stays
        self._settle()

    def _choose_next(self, batch: str, *, before: HandoverLine | None) -> bool:
        """The next child that waits for the user, in this batch first; False when there is none."""
        me = self.desk.office.account.id
        rest = list(self._lines)
        if before is not None:
            at = next((n for n, line in enumerate(rest) if line.handover_id == before.handover_id), -1)
            rest = rest[at + 1 :] + rest[: max(0, at)]
        waiting = [line for line in rest if _turn_of(line, me) and (not batch or line.batch == batch)]
        wanted = waiting or ([line for line in rest if line.batch == batch] if before is None and batch else [])
        if not wanted and before is None:
            wanted = rest
        return bool(wanted) and self.list.choose(lambda line: line.handover_id == wanted[0].handover_id)

    def current_id(self) -> str:
        line = self.list.current()
        return line.handover_id if line is not None else ""

    def batch_lines(self) -> Sequence[HandoverLine]:
        """The children of the batch that the bar stands in."""
        line = self.list.current()
        return [each for each in self._lines if line is not None and each.batch == line.batch]

    def _chosen(self, line: HandoverLine | None) -> None:
        self.settle_writing()
        self._settle()
        if line is None:
            self.view.show_sheet(None)
            return
        self._load(line)

    def _load(self, line: HandoverLine) -> None:
        office, key = self.desk.office, DraftKey(self.name, line.child_id, line.handover_id)

        def job() -> tuple[HandoverSheet, Draft | None]:
            draft = drafts.find(office, form=key.form, child_id=key.child_id, record_id=key.record_id)
            return handover_views.sheet(office, line.handover_id), draft

        self.desk.ask(job, self._show_sheet, key="handover.sheet", owner=self)

    def _show_sheet(self, found: tuple[HandoverSheet, Draft | None]) -> None:
        sheet, draft = found
        if sheet.value.id != self.current_id():
            return
        had_focus = self.view.hasFocus() or any(each.hasFocus() for each in self.view.fields.values())
        anew = not self.view.renew(sheet)
        if anew:
            self.view.show_sheet(sheet, draft.content if draft is not None else None)
        if anew or self._keeper is None:
            key = DraftKey(self.name, sheet.value.child_id, sheet.value.id)
            keeps = sheet.may_write
            self._keeper = DraftKeeper(self.desk, key, self.view.content, parent=self.view) if keeps else None
            if self._keeper is not None and self._changed():
                self._keeper.touch()
        self._settle()
        if not anew:
            return
        if had_focus:
            self._to_sheet()

    def _masked(self) -> None:
        self.settle_writing()
        self.list.scheduleDelayedItemsLayout()
        self._chosen(self.list.current())

    def _settle(self) -> None:
        """What the buttons do now, and which of them there is anything to do for."""
        sheet, own = self.view.sheet, self.batch_lines()
        acknowledging = sheet is not None and sheet.may_acknowledge
        answering = sheet is not None and sheet.may_answer
        words = _("Keep it, on to the next")
        if acknowledging:
            words = _("I have read it: confirm")
        elif answering:
            words = _("Answer")
        self.go.setText(words)
        self.action(Keys.GO_ON).setText(words)
        active = sheet is not None and (sheet.may_write or acknowledging or answering)
        givable = bool(own) and sheet is not None and sheet.may_write
        self.action(Keys.GO_ON).setEnabled(active)
        self.go.setVisible(active)
        self.give.setVisible(givable)
        self.action(Keys.APPROVE).setEnabled(givable)
        self.action(Keys.SAVE).setEnabled(sheet is not None and sheet.may_write)
        self.action(Keys.DELETE_ROW).setEnabled(sheet is not None and (sheet.may_write or sheet.may_release))
        self.action(Keys.PRINT).setEnabled(bool(own))
        writes = self.desk.office.account.role != "viewer"
        self.begin.setVisible(writes)
        self.action(Keys.NEW).setEnabled(writes)
        self.sheets.setVisible(bool(own))
        self.listed.setVisible(bool(own))
        self.how_far.setText(progress(own) if own else _("Nobody is being handed over."))

    # ---- writing

    def _touched(self) -> None:
        if self._keeper is not None:
            self._keeper.touch()

    def settle_writing(self) -> None:
        """What was typed becomes the sheet's, silently: the predecessor goes elsewhere."""
        keeper, value = self._keeper, self.view.written()
        if keeper is None or value is None or not self._changed():
            return
        self._keeper = None
        keeper.end()
        self.acts.write(value, key=keeper.key)

    def _changed(self) -> bool:
        sheet = self.view.sheet
        return sheet is not None and any(
            getattr(sheet.value, name) != text for name, text in self.view.content().items()
        )

    def _save(self) -> None:
        value = self.view.written()
        if value is not None:
            self.acts.write(value, key=self._ended(), then=lambda: self.desk.saved(_("The sheet was kept")))

    def _go_on(self) -> None:
        """The one key: keep the sheet and on to the next; for the successor: confirm; else: answer."""
        sheet, line = self.view.sheet, self.list.current()
        if sheet is None or line is None:
            return
        if sheet.may_acknowledge:
            self.acts.acknowledge(line, self.view.content().get("question", ""))
        elif sheet.may_answer:
            self.acts.answer(line, self.view.content().get("answer", ""))
        elif sheet.may_write:
            self.acts.ready(line, self._ended())

    def _ended(self) -> DraftKey | None:
        """The draft that ends with what is kept now."""
        keeper, self._keeper = self._keeper, None
        if keeper is None:
            return None
        keeper.end()
        return keeper.key

    def go_to_next(self, before: HandoverLine) -> bool:
        """On to the next child of the batch that waits for the user."""
        return self._choose_next(before.batch, before=before)

    # ---- moving about

    def _to_sheet(self, _line: object = None) -> None:
        field = self.view.first_field()
        target = field if field is not None else self.view
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _other_column(self) -> None:
        if self.list.hasFocus():
            self._to_sheet()
        else:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _turn_of(line: HandoverLine, me: str) -> bool:
    """Whether this child waits for something the user does."""
    if line.state == PREPARING:
        return not line.ready and line.taker_id != me
    return (line.state == GIVEN and line.taker_id == me) or (line.asks and line.taker_id != me)
