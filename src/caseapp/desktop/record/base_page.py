"""A page with a form about one child: who it is, what must be heeded, the form, what stands beside it, the draft, and
the way of saving. The record of a contact and the contact with an organization are such pages.

Object names: `child-strip`, `red-band`, `context`, and with the heir's `prefix`: `PREFIX-save`, `PREFIX-save-next`,
`PREFIX-discard`, `PREFIX-close`, `PREFIX-withdraw`, `PREFIX-saved`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from caseapp.casework.office import Office
from caseapp.casework.views import ChildHead, Draft, DraftKey
from caseapp.desktop.child.record_cases import CASES
from caseapp.desktop.child.words import red_facts
from caseapp.desktop.kit.bands import RedBand
from caseapp.desktop.kit.drafts import DraftKeeper, ask_to_discard, kept_words
from caseapp.desktop.kit.masking import masked, masking
from caseapp.desktop.kit.page import NARROW, Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.record import reading_order
from caseapp.desktop.record.context import ContextColumn
from caseapp.desktop.record.form_bar import FormBar
from caseapp.desktop.record.question_form import Given, QuestionForm
from caseapp.desktop.record.reading_in import Loaded, read
from caseapp.desktop.record.saving import Saving
from caseapp.desktop.record.side import open_context
from caseapp.desktop.record.strip import ChildStrip
from caseapp.desktop.record.taking_back import rest, take_back
from caseapp.desktop.theme.theme import theme
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child
from caseapp.rules.problem import Problem
from caseapp.words.language import _

__all__ = ["ChildFormPage", "Loaded"]

_CONTEXT = 280
_SHORT = 600  # a window lower than this: the question goes to the end of what scrolls


class ChildFormPage(Page):
    """`open(child_id=…)` for a new record, with `record_argument` (its id) to change one.

    An heir gives `make_form`, `begin`, `job` and `about`; its `record_kind` names its use cases (child/record_cases),
    and `more` reads what else it needs. The id of a new record is made when the form opens and kept in the draft:
    saving twice in a hurry, or once more after a crash, makes one record.
    """

    record_argument: ClassVar[str] = ""
    record_kind: ClassVar[str] = ""
    prefix: ClassVar[str] = ""

    def __init__(self, desk: Desk, *, title: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._child_id, self._record_id = "", ""
        self._loaded: Loaded | None = None
        self._keeper: DraftKeeper | None = None
        self.saving = Saving(self)
        self.blank: Any = None
        self.body.setSpacing(8)
        self.strip = ChildStrip(title, self)
        self.band = RedBand(heads=True, parent=self)
        self.band.setObjectName("red-band")
        self.question_form = form = self.make_form()
        self.context = ContextColumn(self)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.band)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(form, 1)
        columns.addWidget(self.context)
        self.body.addLayout(columns, 1)
        self._add_bar()
        self._bind()
        form.changed.connect(self._touched)
        form.question.changed.connect(self._say_question)
        theme.changed.connect(self._fit)
        masking.changed.connect(self._masked)
        self._fit()

    def _add_bar(self) -> None:
        bar = FormBar(
            self.prefix,
            save=self.save,
            save_next=self.save_and_go_on,
            question=self.question_form.show_question,
            discard=self.ask_to_discard,
            take_back=self.withdraw,
            close=self.close_form,
            parent=self,
        )
        self.bar, self.saved, self.save_button, self.save_next = bar, bar.saved, bar.save, bar.save_next
        self.discard, self.take_back, self.close_button = bar.discard, bar.take_back, bar.leave
        self.body.addWidget(bar)

    def _bind(self) -> None:
        self.on(Keys.SAVE, self.save)
        self.on(Keys.NEXT_STEP, self.question_form.show_question)
        self.on(Keys.OTHER_COLUMN, self._other_column)
        self.on(Keys.CLOSE, self.close_form, words=_("Close (the draft stays)"))

    # ---- what an heir says

    def make_form(self) -> QuestionForm:
        """The form, made below this page: one that is put there when it is whole is dressed by Qt a second time."""
        raise NotImplementedError

    def load(self, child_id: str, record_id: str) -> Callable[[], Loaded]:
        """The job that reads what the form needs (run on the store's thread)."""
        office, kind, form, more = self.desk.office, self.record_kind, self.name, self.more
        return lambda: read(office, child_id, record_id, kind=kind, form=form, more=more)

    @staticmethod
    def more(office: Office, child_id: str, found: Any, /) -> Any:
        """What this form needs besides (run on the store's thread)."""

    def begin(self, loaded: Loaded, args: Mapping[str, Any]) -> None:
        """Fill the form and set `blank`, the record as it was or a new one with its id."""
        raise NotImplementedError

    def job(self, given: Given, key: DraftKey) -> Callable[[], Changes]:
        """What saving does (run on the store's thread): fields are read now, not there."""
        raise NotImplementedError

    def title_of(self, *, new: bool) -> str:
        raise NotImplementedError

    def lacking(self) -> list[Problem]:
        """What must be mended in the record itself (the rules of its kind), known before the store is asked."""
        return []

    def answer_needed(self) -> bool:
        """Whether the question must be answered."""
        return not self._record_id

    def about(self) -> str:
        """Which record it is, for the question whether to take it back."""
        raise NotImplementedError

    def withdraw(self) -> None:
        """Take the record back (only shown for a stored one)."""
        take_back(self, CASES[self.record_kind], about=self.about())

    def put_back(self, content: Mapping[str, Any]) -> None:
        """The draft, with the id (of a new record) or the revision (of a stored one) that it began with."""
        stamp: tuple[str, type] = ("revision", int) if self._record_id else ("id", str)
        found = content.get(stamp[0])
        if isinstance(found, stamp[1]) and found:
            self.blank = replace(self.blank, **{stamp[0]: found})
        self.question_form.put_back(content)

    def saved_words(self) -> str:
        """What the status line says once it is stored: when, and whose it is."""
        child = self.child()
        words = _("Saved {time}").format(time=f"{self.desk.now():%H:%M}")
        return _("{saved} {child}").format(saved=words, child=masked(child.name)) if child else words

    def after_saving(self, *, go_on: bool) -> None:
        """Where the person goes then."""
        if go_on:
            self.open(child_id=self._child_id)
        else:
            self.desk.go.back(child_id=self._child_id, record_kind=self.record_kind, record_id=self.blank.id)

    # ---- what the shell asks

    def title(self) -> str:
        return self.strip.title()

    def open(self, **args: Any) -> None:
        self.leave()
        self._child_id = str(args.get("child_id", ""))
        self._record_id = str(args.get(self.record_argument, ""))
        self.strip.set_title(self.title_of(new=not self._record_id))
        self.question_form.setEnabled(False)
        job = self.load(self._child_id, self._record_id)
        self.desk.ask(
            job, lambda loaded: self._show(loaded, args), failed=self._not_loaded, owner=self, key=self.prefix
        )

    def place(self) -> dict[str, Any]:
        if not self._child_id:
            return {}
        found = {"child_id": self._child_id}
        return {**found, self.record_argument: self._record_id} if self._record_id else found

    def refresh(self, changes: Changes) -> None:
        if self._loaded is None or self.saving.busy or self._child_id not in changes.children:
            return
        if changes.touches("follow_up", "liaison", "child"):
            job = self.load(self._child_id, self._record_id)
            self.desk.ask(job, self._refresh_beside, owner=self, key=f"{self.prefix}.beside")

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

    def _show(self, loaded: Loaded, args: Mapping[str, Any]) -> None:
        self._loaded = loaded
        self._child_id = loaded.page.child.id  # a record with a brother or sister is the child's it was written for
        self.question_form.setEnabled(True)
        self._show_page(loaded.page)
        self._show_context(self.context)
        self.begin(loaded, args)
        self.save_next.setVisible(self._goes_on())
        self.take_back.setVisible(bool(self._record_id))
        self._begin_draft(loaded.draft)
        self._say_question()
        now = QApplication.focusWidget()
        if now is None or self.isAncestorOf(now) or now is self.window():
            self.question_form.focus_first()

    def _goes_on(self) -> bool:
        return not self._record_id and self.width_class != NARROW

    def _show_page(self, page: ChildHead) -> None:
        self.strip.show_page(page)
        self.band.set_facts(red_facts(page.child, self.desk.today()))

    def _show_context(self, column: ContextColumn) -> None:
        if self._loaded is not None:
            style = self.desk.preferences["date_style"]
            column.show_page(self._loaded.page, self._loaded.before, today=self.desk.today(), style=style)

    def _masked(self) -> None:
        """A visitor sits down beside, or has gone."""
        if self._loaded is not None:
            self._show_page(self._loaded.page)
            self._show_context(self.context)

    def _refresh_beside(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._show_page(loaded.page)
        self._show_context(self.context)
        self.question_form.question.set_follow_ups(loaded.page.follow_ups, but_of=self._record_id)

    # ---- the draft

    def _begin_draft(self, draft: Draft | None) -> None:
        if self._keeper is not None:
            self._keeper.deleteLater()
        key = DraftKey(self.name, self._child_id, self._record_id)
        self._keeper = DraftKeeper(self.desk, key, self.content, parent=self)
        self._keeper.said.connect(self.saved.say)
        self.saved.say("")
        self.discard.setVisible(draft is not None)
        if draft is None:
            self.question_form.say("")
            return
        self.put_back(draft.content)
        words = _("This is the draft of {time}.").format(time=kept_words(draft.saved_at, self.desk))
        self.question_form.say(words, action=_("Throw it away and start anew"), do=self.ask_to_discard)

    def content(self) -> dict[str, Any]:
        """What the draft holds: the form, and of the record its id and revision."""
        return {**self.question_form.content(), "id": self.blank.id, "revision": self.blank.revision}

    def _touched(self) -> None:
        if self._keeper is not None and not self.saving.busy:
            self._keeper.touch()
            self.discard.show()

    def child(self) -> Child | None:
        """Whom the form is about; None until it is read."""
        return self._loaded.page.child if self._loaded is not None else None

    @property
    def keeper(self) -> DraftKeeper | None:
        """What keeps the draft; None while nothing is being written."""
        return self._keeper

    def stop_keeping(self) -> None:
        """The record is stored: there is no draft any more."""
        if self._keeper is not None:
            self._keeper.end()
            self._keeper = None

    def ask_to_discard(self) -> None:
        """Throw the draft away and read the record anew, if the person says so."""
        ask_to_discard(self.desk, self._discard)

    def _discard(self) -> None:
        if self._keeper is None:
            return
        keeper, self._keeper = self._keeper, None
        self.desk.saved(_("The draft was thrown away"))
        keeper.discard(lambda: self.open(**self.place()))

    def forget_draft(self) -> None:
        """The record was taken back: what was half written of it goes, too."""
        if self._keeper is not None:
            self._keeper.discard()
            self._keeper = None
        self.discard.hide()

    def was_withdrawn(self, restore: Callable[[Any, str], Changes]) -> None:
        """The record was taken back: the form rests, and 「元に戻す」 calls `restore(office, id)`."""
        rest(self, restore)

    def close_form(self) -> None:
        """Leave the form; what was written stays as a draft, and the status line says so."""
        if self._keeper is not None and (self._keeper.unsaved or self.saved.text()):
            self.desk.saved(_("Closed. The draft is kept."))
        self.desk.go.back()

    # ---- saving

    def save(self) -> None:
        self.saving.save(go_on=False)

    def save_and_go_on(self) -> None:
        """Save, and open an empty form for the same child."""
        self.saving.save(go_on=True)

    # ---- going about

    def focusNextPrevChild(self, forward: bool) -> bool:
        return reading_order.step(self, forward=forward) or reading_order.leave(self, forward=forward)

    # ---- size

    def set_width_class(self, width_class: str) -> None:
        self.context.setVisible(width_class != NARROW)
        self.save_next.setVisible(self._goes_on())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.context.setFixedWidth(theme.px(_CONTEXT))
        self.question_form.fit(short=self.window().height() / theme.scale < _SHORT)
        self._say_question()

    def _say_question(self) -> None:
        form = self.question_form
        self.bar.say_question(shown=not form.pinned, answered=form.question.value() is not None)

    def _other_column(self) -> None:
        if self.context.isVisible():
            now = QApplication.focusWidget()
            if now is not None and self.context.isAncestorOf(now):
                self.question_form.focus_last()
            else:
                self.question_form.remember_focus()
                self.context.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._loaded is not None:
            open_context(self, self._show_context)
