"""相談を記録する: one contact with the child, the family or a body about the child, and what comes next.

Object names: `record-save`, `record-save-next`, `record-discard`, `record-close`, `record-withdraw`, `record-saved`,
`child-strip`, `red-band`, `context`, `record-form`; the fields are named in `heads`, `paragraphs` and
`follow_up.next_step_box`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from caseapp.casework import consultations
from caseapp.casework.views import ChildPage, DraftKey
from caseapp.desktop.child.take_back import ask_reason
from caseapp.desktop.child.words import plain_day, red_facts
from caseapp.desktop.kit.bands import RedBand
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Bar
from caseapp.desktop.kit.dialogs import Answer
from caseapp.desktop.kit.drafts import DraftKeeper
from caseapp.desktop.kit.page import NARROW, Desk, Page
from caseapp.desktop.kit.saved import SavedState
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.record import loading
from caseapp.desktop.record.context import ContextColumn
from caseapp.desktop.record.form import RecordForm
from caseapp.desktop.record.loading import FORM, Loaded
from caseapp.desktop.record.side import open_context
from caseapp.desktop.record.strip import ChildStrip
from caseapp.desktop.theme.theme import theme
from caseapp.rules.changes import Changes
from caseapp.rules.consultation import Consultation
from caseapp.rules.problem import ChangedMeanwhile, Refused
from caseapp.words.language import _

_CONTEXT = 280
_SHORT = 600  # a window lower than this: the question goes to the end of what scrolls
_METHOD_OF_STEP = {"phone": "phone", "visit": "visit", "counter": "counter", "letter": "letter_fax"}


class RecordPage(Page):
    """`open(child_id=…)` for a new record, `consultation_id=…` to change one, `follow_up_id=…` when it settles a
    planned action. The record's id is made when the form opens: saving twice in a hurry makes one record."""

    name = "record"
    rail = "register"
    shown = (Keys.SAVE, Keys.PARAGRAPHS, Keys.NEXT_STEP, Keys.OTHER_COLUMN, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._child_id, self._record_id = "", ""
        self._stored: Consultation | None = None
        self._blank: Consultation | None = None
        self._loaded: Loaded | None = None
        self._keeper: DraftKeeper | None = None
        self._saving = False
        self._focus_before: QWidget | None = None
        self.body.setSpacing(8)
        self.strip = ChildStrip(_("Recording a consultation"), self)
        self.band = RedBand(heads=True, parent=self)
        self.band.setObjectName("red-band")
        self.form = RecordForm(desk.today, parent=self)
        self.context = ContextColumn(self)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.band)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self.form, 1)
        columns.addWidget(self.context)
        self.body.addLayout(columns, 1)
        self._add_bar()
        self._bind()
        self.form.changed.connect(self._touched)
        theme.changed.connect(self._fit)
        self._fit()

    def _add_bar(self) -> None:
        bar = Bar(parent=self)
        self.save_button = Button(_("Save"), self.save, kind="primary", key=Keys.SAVE, parent=bar)
        self.save_next = Button(_("Save and go on recording"), self.save_and_go_on, parent=bar)
        self.save_next.setToolTip(f"{Keys.SAVE_NEXT.words} ({Keys.SAVE_NEXT.text})")
        self.saved = SavedState(parent=bar)
        self.discard = Button(_("Throw the draft away"), self._ask_to_discard, kind="quiet", parent=bar)
        self.take_back = Button(_("Take the record back"), self._withdraw, kind="quiet", parent=bar)
        self.close_button = Button(_("Close"), self.close_form, key=Keys.CLOSE, parent=bar)
        for widget, name in (
            (self.save_button, "record-save"),
            (self.save_next, "record-save-next"),
            (self.saved, "record-saved"),
            (self.discard, "record-discard"),
            (self.take_back, "record-withdraw"),
            (self.close_button, "record-close"),
        ):
            widget.setObjectName(name)
        self.discard.hide()
        self.take_back.hide()
        bar.left(self.save_button, self.save_next, self.saved)
        bar.right(self.take_back, self.discard, self.close_button)
        bar.row.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(bar)

    def _bind(self) -> None:
        self.on(Keys.SAVE, self.save)
        self.on(Keys.SAVE_NEXT, self.save_and_go_on)
        self.say_key(Keys.PARAGRAPHS)
        self.form.bind(self)
        self.on(Keys.NEXT_STEP, self.form.show_question)
        self.on(Keys.OTHER_COLUMN, self._other_column)
        self.on(Keys.CLOSE, self.close_form, words=_("Close (the draft stays)"))

    # ---- what the shell asks

    def title(self) -> str:
        return self.strip.title()

    def open(self, **args: Any) -> None:
        self.leave()
        self._child_id = str(args.get("child_id", ""))
        self._record_id = str(args.get("consultation_id", ""))
        follow_up_id = str(args.get("follow_up_id", ""))
        self.strip.set_title(_("Change the record") if self._record_id else _("Recording a consultation"))
        office, child_id, record_id = self.desk.office, self._child_id, self._record_id
        self.form.setEnabled(False)
        self.desk.ask(
            lambda: loading.load(office, child_id, record_id),
            lambda loaded: self._show(loaded, follow_up_id),
            failed=self._not_loaded,
            owner=self,
            key="record",
        )

    def place(self) -> dict[str, Any]:
        if not self._child_id:
            return {}
        found = {"child_id": self._child_id}
        return {**found, "consultation_id": self._record_id} if self._record_id else found

    def first_focus(self) -> QWidget | None:
        return self.form.paragraphs.fields["words"]

    def refresh(self, changes: Changes) -> None:
        if self._loaded is None or self._saving or self._child_id not in changes.children:
            return
        if changes.touches("follow_up", "liaison", "child"):
            office, child_id, record_id = self.desk.office, self._child_id, self._record_id
            self.desk.ask(
                lambda: loading.load(office, child_id, record_id), self._refresh_beside, owner=self, key="record.beside"
            )

    def keep_draft(self) -> None:
        if self._keeper is not None:
            self._keeper.keep_now()

    def leave(self) -> None:
        if self._keeper is not None:
            self._keeper.keep()

    # ---- showing

    def _not_loaded(self, error: BaseException) -> None:
        self.desk.dialogs.report(error)
        self.desk.go.back()

    def _show(self, loaded: Loaded, follow_up_id: str) -> None:
        self._loaded, self._stored = loaded, loaded.consultation
        self.form.setEnabled(True)
        self._show_page(loaded.page)
        self._show_context(self.context)
        form = self.form
        form.start(loaded.page)
        if loaded.consultation is not None:
            self._blank = loaded.consultation
            form.show_record(loaded.consultation, loaded.page.follow_ups)
        else:
            self._blank = loading.blank(self.desk, self._child_id)
            step = next((each for each in loaded.page.follow_ups if each.id == follow_up_id), None)
            method = _METHOD_OF_STEP.get(step.kind, "phone") if step else "phone"
            form.heads.defaults(self.desk.now(), method=method, trigger="follow_up" if step else "")
            form.question.settle(follow_up_id)
        self.save_next.setVisible(self._stored is None and self.width_class != NARROW)
        self.take_back.setVisible(self._stored is not None)
        self._begin_draft(loaded)
        self._focus()

    def _begin_draft(self, loaded: Loaded) -> None:
        if self._keeper is not None:
            self._keeper.deleteLater()
        key = DraftKey(FORM, self._child_id, self._record_id)
        self._keeper = DraftKeeper(self.desk, key, self._content, parent=self)
        self._keeper.said.connect(self._draft_said)
        self.saved.say("")
        self.discard.setVisible(loaded.draft is not None)
        if loaded.draft is None:
            self.form.say("")
            return
        self._put_back(loaded.draft.content)
        words = _("This is the draft of {time}.").format(time=loading.moment_words(loaded.draft.saved_at, self.desk))
        self.form.say(words, action=_("Throw it away and start anew"), do=self._ask_to_discard)

    def _put_back(self, content: Mapping[str, Any]) -> None:
        blank = self._blank
        assert blank is not None
        self._blank = loading.with_stamps(blank, content, new=self._stored is None)
        self.form.put_back(content)

    def _show_page(self, page: ChildPage) -> None:
        self.strip.show_page(page)
        self.band.set_facts(red_facts(page.child))

    def _show_context(self, column: ContextColumn) -> None:
        if self._loaded is not None:
            style = self.desk.preferences["date_style"]
            column.show_page(self._loaded.page, self._loaded.before, today=self.desk.today(), style=style)

    def _refresh_beside(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._show_page(loaded.page)
        self._show_context(self.context)
        self.form.question.set_follow_ups(loaded.page.follow_ups)

    def _focus(self) -> None:
        now = QApplication.focusWidget()
        if now is None or self.isAncestorOf(now) or now is self.window():
            self.form.focus_first()

    # ---- the draft

    def _content(self) -> dict[str, Any]:
        assert self._blank is not None
        return {**self.form.content(), **loading.stamps(self._blank)}

    def _touched(self) -> None:
        if self._keeper is not None and not self._saving:
            self._keeper.touch()
            self.discard.show()

    def _draft_said(self, words: str) -> None:
        self.saved.say(words)

    def _ask_to_discard(self) -> None:
        self.desk.dialogs.ask(
            _("Throw the draft away?"),
            then=lambda _code: self._discard(),
            answers=[Answer("discard", _("Throw it away"))],
            detail=_("What was written here cannot be brought back."),
            leave=_("Keep it"),
        )

    def _discard(self) -> None:
        if self._keeper is None:
            return
        keeper, self._keeper = self._keeper, None
        self.desk.saved(_("The draft was thrown away"))
        keeper.discard(self._start_anew)

    def _start_anew(self) -> None:
        self.open(**self.place())

    def close_form(self) -> None:
        """Leave the form; what was written stays as a draft, and the status line says so."""
        if self._keeper is not None and (self._keeper.unsaved or self.saved.text()):
            self.desk.saved(_("Closed. The draft is kept."))
        self.desk.go.back()

    # ---- saving

    def save(self) -> None:
        self._save(go_on=False)

    def save_and_go_on(self) -> None:
        """Save, and open an empty form for the same child."""
        self._save(go_on=True)

    def _save(self, *, go_on: bool) -> None:
        if self._saving or self._keeper is None or self._blank is None or not self.form.isEnabled():
            return
        answer = self.form.answer(new=self._stored is None)
        if answer is None:
            return
        record = self.form.filled(self._blank)
        self._keeper.keep()  # should the saving fail, what was typed is there
        self._saving = True
        self._focus_before = QApplication.focusWidget()
        self.saved.setFocus()  # what is typed while the store writes must not look as if it were saved
        office, key, step = self.desk.office, self._keeper.key, answer.step
        self.desk.act(
            lambda: consultations.record(office, record, next_step=step, draft_key=key),
            lambda _changes: self._was_saved(go_on=go_on),
            failed=self._not_saved,
            owner=self,
        )

    def _was_saved(self, *, go_on: bool) -> None:
        self._saving = False
        if self._keeper is not None:
            self._keeper.end()
            self._keeper = None
        self.desk.saved(_("Saved {time}").format(time=f"{self.desk.now():%H:%M:%S}"))
        if go_on:
            self.open(child_id=self._child_id)
        else:
            self.desk.go.back()

    def _not_saved(self, error: BaseException) -> None:
        self._saving = False
        if self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus()
        if isinstance(error, Refused):
            self.form.show_problems(error.problems)
        elif isinstance(error, ChangedMeanwhile):
            words = _("The record was changed meanwhile. Nothing was saved; what you wrote is kept as a draft.")
            self.form.say(words, action=_("Read the record as it is now"), do=self._ask_to_discard)
        else:
            self.desk.dialogs.report(error, title=_("The record could not be saved"))

    # ---- taking back

    def _withdraw(self) -> None:
        office, stored = self.desk.office, self._stored
        if stored is None:
            return
        style = self.desk.preferences["date_style"]
        ask_reason(
            self,
            about=_("Record of {day}").format(day=plain_day(stored.on, today=self.desk.today(), style=style)),
            act=lambda reason: consultations.withdraw(office, stored.id, reason=reason),
            done=self._was_withdrawn,
        )

    def _was_withdrawn(self) -> None:
        if self._keeper is not None:
            self._keeper.discard()
        self.form.setEnabled(False)
        self.save_button.setEnabled(False)
        self.take_back.hide()
        self.discard.hide()
        self.close_button.setFocus()
        office, record_id = self.desk.office, self._record_id
        self.offer_undo(
            _("The record was taken back."),
            lambda: self.desk.act(
                lambda: consultations.restore(office, record_id), lambda _changes: self._was_restored(), owner=self
            ),
        )

    def _was_restored(self) -> None:
        self.save_button.setEnabled(True)
        self.open(**self.place())

    # ---- size

    def set_width_class(self, width_class: str) -> None:
        narrow = width_class == NARROW
        self.context.setVisible(not narrow)
        self.save_next.setVisible(not narrow and self._stored is None)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.context.setFixedWidth(theme.px(_CONTEXT))
        short = self.window().height() / theme.scale < _SHORT
        self.form.fit(short=short)

    def _other_column(self) -> None:
        if self.context.isVisible():
            now = QApplication.focusWidget()
            if now is not None and self.context.isAncestorOf(now):
                self.form.focus_last()
            else:
                self.form.remember_focus()
                self.context.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._loaded is not None:
            open_context(self, self._show_context)
