"""引継ぎ: the children of each hand-over at the left, the sheet of the chosen one at the right.

The predecessor goes through them (Ctrl+Enter: keep it and on to the next) and hands over; the successor reads each and
confirms (Ctrl+Enter). Object names: `handover-list`, `handover-go` (the act that is next), `handover-give`,
`handover-begin-mine`, `handover-print`, `handover-print-all`, `handover-print-list`, and those of sheet_view.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.casework import drafts, handover_views
from caseapp.casework.handover_views import HandoverLine, HandoverSheet
from caseapp.casework.views import Draft, DraftKey
from caseapp.desktop.handover.acts import Acts
from caseapp.desktop.handover.keeping import Keeping
from caseapp.desktop.handover.lines import HandoverDelegate, progress, rows, spoken
from caseapp.desktop.handover.reading import Reading
from caseapp.desktop.handover.sheet_view import SheetView
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.lists import ItemList, ListModel
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import NARROW, WIDE, Desk, Page
from caseapp.desktop.kit.refusal import bring_to
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.theme.theme import theme
from caseapp.rules.changes import Changes
from caseapp.rules.handover import GIVEN, PREPARING
from caseapp.rules.problem import NotFound
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
        self._opening = False
        self._alone = ""  # a sheet that is shown and stands in no list any more
        self._late: tuple[DraftKey, Draft] | None = None
        self.acts = Acts(self)
        self.keeping = Keeping(self)
        self.heading = Label(_("Hand-over"), role="name", parent=self)
        self.how_far = Label(tone="sub", parent=self)
        self.list: ItemList[HandoverLine] = ItemList(
            ListModel(spoken), HandoverDelegate(), name=_("Children who are handed over"), parent=self
        )
        self.list.setObjectName("handover-list")
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._to_sheet)
        self.view = SheetView(self.keeping.touched, self._discard, self)
        self.reading = Reading(self.view, self._name_the_key)
        self._buttons()
        self._place()
        self._bind()
        masking.changed.connect(self._masked)

    def _buttons(self) -> None:
        acts = self.acts
        self.go = Button(_("Keep it, on to the next"), self._go_on, kind="primary", key=Keys.GO_ON, parent=self)
        self.give = Button(_("Hand over…"), acts.give, key=Keys.APPROVE, parent=self)
        self.begin = Button(_("Hand over my children…"), acts.begin_mine, key=Keys.NEW, icon="plus", parent=self)
        self.sheet = Button(_("Print this sheet"), acts.print_sheet, key=Keys.PRINT, icon="printer", parent=self)
        self.sheets = Button(_("Print all sheets"), acts.print_sheets, kind="quiet", parent=self)
        self.listed = Button(_("Print the list"), acts.print_list, kind="quiet", parent=self)
        for button, name in (
            (self.go, "handover-go"),
            (self.give, "handover-give"),
            (self.begin, "handover-begin-mine"),
            (self.sheet, "handover-print"),
            (self.sheets, "handover-print-all"),
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
        for button in (self.go, self.give, self.begin, self.sheet, self.sheets, self.listed):
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
        self.on(Keys.PRINT, self.acts.print_sheet, words=_("Print this sheet"))
        self.on(Keys.DELETE_ROW, self.acts.take_out, words=_("Take out of the hand-over"))
        self.on(Keys.NEXT_TAB, partial(self.list.step, 1), words=_("Next child"))
        self.on(Keys.PREVIOUS_TAB, partial(self.list.step, -1), words=_("Previous child"))
        self.on(Keys.OTHER_COLUMN, self._other_column)
        self.on(Keys.REFRESH, self.read_again)
        self.on(Keys.CLOSE, self.desk.go.back)

    # ---- what the shell asks

    def title(self) -> str:
        return _("Hand-over")

    def open(self, **args: Any) -> None:
        self._wanted = (str(args.get("batch", "")), str(args.get("handover_id", "")))
        self._opening = True
        self.read_again()

    def place(self) -> dict[str, Any]:
        here = self.current_id()
        return {"handover_id": here} if here else {}

    def refresh(self, changes: Changes) -> None:
        if changes.touches("handover", "child", "account") and self.isVisible():
            self.read_again()

    def first_focus(self) -> QWidget | None:
        if self._lines and self.list.current() is None:
            return self.view
        return self.list if self._lines or self._opening else self.begin

    def keep_draft(self) -> None:
        self.keeping.keep_now()

    def leave(self) -> None:
        self.keeping.settle()

    def set_width_class(self, width_class: str) -> None:
        self.how_far.setVisible(width_class != NARROW)
        self._fit()

    def _fit(self) -> None:
        self.left.setFixedWidth(theme.px(_LIST[self.width_class]))

    # ---- asking and showing

    def read_again(self) -> None:
        """The list and the sheet as they are now; what is being typed stays."""
        office, (batch, handover_id) = self.desk.office, self._wanted
        job = partial(handover_views.lines, office, batch=batch, handover_id=handover_id)
        self.desk.ask(job, self._show, key="handover.lines", owner=self)

    def _show(self, lines: tuple[HandoverLine, ...]) -> None:
        self._lines = lines
        opening, self._opening = self._opening, False
        batch, handover_id = self._wanted
        before, alone = self.list.current(), self._alone
        self._wanted = ("", "")
        self.list.set_rows(rows(lines), keep=lambda line: line.handover_id)
        if handover_id or batch:
            self._choose_wanted(handover_id, batch)
        elif alone and self.list.current() is None:
            self._load(alone)
        elif self.list.current() is None and lines:
            self._choose_next("", before=None)
        line = self.list.current()
        if before is not None and line is not None and before.handover_id == line.handover_id:
            self._load(line.handover_id)  # the same child: what is being typed stays
        elif not lines and not self._alone:
            self.view.show_sheet(None)
            self.begin.setFocus(Qt.FocusReason.OtherFocusReason)
        if opening and line is not None and self.window().focusWidget() in (self.begin, self.view):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)  # it had the focus while nobody was there to choose
        self._settle()

    def _choose_wanted(self, handover_id: str, batch: str) -> None:
        """The one that was asked for and nobody else: where it stands in no list, what became of it."""
        if handover_id and self.list.choose(lambda line: line.handover_id == handover_id):
            return
        if batch and not handover_id and self._choose_next(batch, before=None):
            return
        self.list.setCurrentIndex(QModelIndex())
        self._alone = handover_id
        self._show_nobody(_("Nobody is left in this hand-over.") if batch else "")
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)  # the list would choose somebody by itself
        if handover_id:
            self._load(handover_id)

    def _show_nobody(self, words: str = "") -> None:
        self.keeping.end()
        self.view.show_sheet(None, words=words)

    def _choose_next(self, batch: str, *, before: HandoverLine | None) -> bool:
        """The next child that waits for the user, in this batch first; False when there is none."""
        me = self.desk.office.account.id
        rest = list(self._lines)
        if before is not None:
            at = next((n for n, line in enumerate(rest) if line.handover_id == before.handover_id), -1)
            rest = rest[at + 1 :] + rest[: max(0, at)]
        waiting = [line for line in rest if _turn_of(line, me) and (not batch or line.batch == batch)]
        wanted = waiting or ([line for line in rest if not batch or line.batch == batch] if before is None else [])
        return bool(wanted) and self.list.choose(lambda line: line.handover_id == wanted[0].handover_id)

    def current_id(self) -> str:
        line = self.list.current()
        return line.handover_id if line is not None else self._alone

    def batch_lines(self) -> Sequence[HandoverLine]:
        """The children of the batch that the bar stands in."""
        line = self.list.current()
        return [each for each in self._lines if line is not None and each.batch == line.batch]

    def _chosen(self, line: HandoverLine | None) -> None:
        self.keeping.settle()
        self._settle()
        if line is None:
            self._show_nobody()
            return
        self._alone = ""
        self._load(line.handover_id)

    def _load(self, handover_id: str) -> None:
        office, form = self.desk.office, self.name

        def job() -> tuple[HandoverSheet, Draft | None]:
            found = handover_views.sheet(office, handover_id)
            return found, drafts.find(office, form=form, child_id=found.value.child_id, record_id=handover_id)

        self.desk.ask(job, self._show_sheet, failed=self._not_loaded, key="handover.sheet", owner=self)

    def _not_loaded(self, error: BaseException) -> None:
        if not isinstance(error, NotFound):
            self.desk.dialogs.report(error)
            return
        self._alone = ""
        self._show_nobody(_("This hand-over is not there any more."))
        self._settle()

    def _show_sheet(self, found: tuple[HandoverSheet, Draft | None]) -> None:
        sheet, draft = found
        if sheet.value.id != self.current_id():
            return
        had_focus = self.view.hasFocus() or any(each.hasFocus() for each in self.view.fields.values())
        anew = not self.view.renew(sheet)
        if anew:
            self.keeping.end()
            key = DraftKey(self.name, sheet.value.child_id, sheet.value.id)
            self._late = (key, draft) if draft is not None else None
            self.view.show_sheet(sheet, draft.content if draft is not None else None)
            self.keeping.begin()
        self._settle()
        if anew and had_focus:
            self._to_sheet()

    def _discard(self) -> None:
        if self._late is not None:
            self.keeping.discard(*self._late)

    def _masked(self) -> None:
        self.keeping.settle()
        self.list.scheduleDelayedItemsLayout()
        if self.current_id():
            self._load(self.current_id())
        self._settle()

    def _settle(self) -> None:
        """What the buttons do now, and which of them there is anything to do for."""
        sheet, own = self._in_sight(), self.batch_lines()
        self._name_the_key()
        active = sheet is not None and (sheet.may_write or sheet.may_acknowledge or sheet.may_answer)
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
        self.sheet.setVisible(bool(own))
        self.sheets.setVisible(len(own) > 1)
        self.listed.setVisible(bool(own))
        how_far = "" if self._lines else _("Nobody is being handed over.")
        self.how_far.setText(progress(own) if own else how_far)

    def _name_the_key(self) -> None:
        words = self.reading.key_words(self._in_sight())
        if words != self.go.text():
            self.go.setText(words)
            self.action(Keys.GO_ON).setText(words)

    def _in_sight(self) -> HandoverSheet | None:
        """The sheet of the chosen child, while it can be read: nothing is done to what is hidden or on its way."""
        sheet = self.view.sheet
        return sheet if sheet is not None and sheet.value.id == self.current_id() and not masking.on else None

    # ---- writing

    def _save(self) -> None:
        if self._in_sight() is not None:
            self.keeping.write(lambda: self.desk.saved(_("The sheet was kept")))

    def _go_on(self) -> None:
        """The one key: keep the sheet and on to the next; for the successor: confirm; else: answer."""
        sheet, line = self._in_sight(), self.list.current()
        if sheet is None or line is None:
            return
        if sheet.may_acknowledge and not self.reading.done:
            self.reading.to_the_end()
        elif sheet.may_acknowledge:
            self.acts.acknowledge(line, self.view.content().get("question", ""))
        elif sheet.may_answer:
            self.acts.answer(line, self.view.content().get("answer", ""))
        elif sheet.may_write:
            self.acts.ready(line)

    def go_to_next(self, before: HandoverLine) -> bool:
        """On to the next child of the batch that waits for the user."""
        return self._choose_next(before.batch, before=before)

    # ---- moving about

    def _to_sheet(self, _line: object = None) -> None:
        """Where it is written; a sheet that is read is scrolled, its field at the end is reached by Tab."""
        field, sheet = self.view.first_field(), self.view.sheet
        if field is None or (sheet is not None and sheet.may_acknowledge):
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            bring_to(field)

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
