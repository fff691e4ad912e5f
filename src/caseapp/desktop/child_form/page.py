"""Register a child, or change its record.

Object names: `child-<field>` (see `sections`), the parts `child-family-list` with `child-family-add` and so on, the
section pills `child-sections`, `child-save`, `child-leave`, `child-end` (the support ends), `child-draft`,
`child-like`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.casework import register
from caseapp.casework.list_views import RegisterRow
from caseapp.casework.views import Draft, DraftKey
from caseapp.desktop.child.words import red_facts
from caseapp.desktop.child_form import loading
from caseapp.desktop.child_form.ending import end_support
from caseapp.desktop.child_form.likeness_watch import LikenessWatch
from caseapp.desktop.child_form.loading import FORM, Loaded
from caseapp.desktop.child_form.offering import Offering
from caseapp.desktop.child_form.sections import SECTION_OF, SECTIONS, Sections
from caseapp.desktop.child_form.sharing import household_changed, offer_to_share
from caseapp.desktop.child_form.waiting import Waiting
from caseapp.desktop.kit.bands import Banner, RedBand
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Bar, Card, Column
from caseapp.desktop.kit.choices import FilterPills
from caseapp.desktop.kit.drafts import DraftKeeper, kept_words
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.masking import masked, masking
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.saved import SavedState
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.theme.theme import theme
from caseapp.rules.age import age_and_grade
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child, child_problems
from caseapp.rules.grade import grade_on, override_for
from caseapp.rules.problem import N_, ChangedMeanwhile, Problem, Refused
from caseapp.words import language
from caseapp.words.language import _

_NO_BIRTH_DATE = N_("Enter the date of birth.")
_NUMBER_TAKEN = N_("Another child has this number already.")


class ChildForm(Page):
    """One long form in sections; Ctrl+S saves, Ctrl+PgDn goes to the next section, Esc leaves (the draft stays)."""

    name = "child_form"
    rail = "register"
    shown = (Keys.SAVE, Keys.NEXT_TAB, Keys.NEXT_FIELD, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._child: Child | None = None
        self._child_id = ""
        self._new_id = ""
        self._base: dict[str, Any] = {}
        self._rows: tuple[RegisterRow, ...] = ()
        self._keeper: DraftKeeper | None = None
        self._saving = self._shares = self._filling = False
        self._part = self._typed = ""
        self._make()
        self._place()
        self._bind()

    # ---- building

    def _make(self) -> None:
        self.heading = Label(_("Register a child"), role="title", parent=self)
        self.pills = FilterPills([(code, _(words)) for code, words in SECTIONS], name=_("Section"), parent=self)
        self.pills.setObjectName("child-sections")
        self.pills.changed.connect(lambda: self._go_to(self.pills.value()))
        self.band = RedBand(heads=True, parent=self)
        self.band.setObjectName("red-band")
        self.draft = Banner(parent=self, icon="pencil")
        self.draft.setObjectName("child-draft")
        self.column = Column(padding=0, spacing=0, parent=self)
        self.form = Form(label_width=118, parent=self.column.inside)
        self.sections = Sections(self.form, today=self.desk.today, touched=self._touched, taken_out=self.offer_undo)
        self.save_button = Button(_("Save"), self.save, kind="primary", key=Keys.SAVE, parent=self)
        self.save_button.setObjectName("child-save")
        self.state = SavedState("", parent=self)
        self.end = Button(_("End the support"), self._end, parent=self)
        self.end.setObjectName("child-end")
        self.leave_button = Button(_("Leave"), self.desk.go.back, key=Keys.CLOSE, parent=self)
        self.leave_button.setObjectName("child-leave")
        self.offering = Offering(self.sections, self.desk.today, self._touched, parent=self)
        self.alike = LikenessWatch(self.desk, self.sections, self._birth_date, parent=self)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.heading)
        head.addWidget(self.pills, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.band)
        self.body.addWidget(self.draft)
        card = Card(padding=(16, 8), spacing=0, parent=self)
        self.column.body.addWidget(self.form)
        self.column.body.addStretch(1)
        card.body.addWidget(self.column, 1)
        self.body.addWidget(card, 1)
        self.waiting = Waiting(card, self.pills, parent=self)
        self.body.addWidget(self.waiting, 1)
        bar = Bar(parent=self)
        bar.left(self.save_button, self.state)
        bar.right(self.end, self.leave_button)
        self.body.addWidget(bar)

    def _bind(self) -> None:
        self.on(Keys.SAVE, self.save)
        masking.changed.connect(self._say_heading)
        self.on(Keys.NEXT_TAB, partial(self._step_section, 1), words=_("Next section"))
        self.on(Keys.PREVIOUS_TAB, partial(self._step_section, -1), words=_("Previous section"))
        self.say_key(Keys.NEXT_FIELD)
        self.on(Keys.CLOSE, self.desk.go.back, words=_("Leave (the draft is kept)"))

    # ---- what the window asks

    def title(self) -> str:
        return _("Record of a child")

    def open(self, **args: Any) -> None:
        """`child_id` ("" registers a new child, `name` as it was searched for), `part` the field where one begins."""
        if self._keeper is not None:
            self._keeper.keep()
            self._keeper.end()
            self._keeper = None
        self.draft.say("")
        self._child_id = str(args.get("child_id", ""))
        self._part = str(args.get("part", ""))
        self._typed = str(args.get("name", ""))
        self.end.setVisible(bool(self._child_id))
        self.heading.setText(self.title() if self._child_id else _("Register a child"))
        self.waiting.begin()
        job = partial(loading.load, self.desk.office, self._child_id)
        self.desk.ask(job, self._loaded, key="child_form", failed=self._not_there, owner=self)

    def place(self) -> dict[str, Any]:
        return {"child_id": self._child_id} if self._child_id else {}

    def keep_draft(self) -> None:
        if self._keeper is not None:
            self._keeper.keep_now()

    def leave(self) -> None:
        if self._keeper is not None and self._keeper.unsaved:
            self._keeper.keep()
            self.desk.saved(_("The draft is kept"))

    def first_focus(self) -> QWidget | None:
        if self._keeper is None:
            return self.waiting
        if self._part:
            return None
        found: QWidget = self.sections.fields["family_name"]
        return found

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(560), theme.px(320))

    # ---- filling

    def _not_there(self, error: BaseException) -> None:
        self.desk.dialogs.report(error)
        self.desk.go.open("register")

    def _loaded(self, found: Loaded) -> None:
        self._child = found.child
        self._rows = found.rows
        self.alike.know(child_id=self._child_id)
        self._new_id = found.new_id
        self.sections.know_workers(found.workers)
        if found.child is None:
            self.sections.number_hint.setText(_("the next free number"))
        me, today = self.desk.office.account.id, self.desk.today()
        self._fill(found.child or loading.blank(found, me=me, today=today, typed=self._typed))
        self.offering.begin(found.child)
        self._base = self.sections.fields.content()
        key = DraftKey(FORM, self._child_id)
        self._keeper = DraftKeeper(self.desk, key, self._content, parent=self)
        self._keeper.said.connect(self.state.say)
        self._say_heading()
        if found.draft is not None:
            self._take_draft(found.draft)
        self.waiting.end(self.first_focus())
        if self._part:
            self._begin_at(self._part)

    def _fill(self, child: Child) -> None:
        self._filling = True
        self.sections.override = child.grade_override
        values = loading.values(child, new=self._child is None, today=self.desk.today())
        self.sections.fields.set_values(values)
        self.sections.fold_names()
        self._say_age()
        self._filling = False

    def _say_heading(self) -> None:
        self.band.set_facts(red_facts(self._child, self.desk.today()) if self._child is not None else [])
        if self._child is not None:
            words = _("Change the record of {name}").format(name=masked(self._child.name))
            self.heading.setText(words)
            closed = self._child.status == "closed"
            self.end.setText(_("Take the support up again") if closed else _("End the support"))

    def _begin_at(self, part: str) -> None:
        section = SECTION_OF.get(part, part)
        if section in self.sections.heads:
            self.pills.set_value(section)
            QTimer.singleShot(0, self, lambda: self._go_to(section))

    # ---- drafts

    def _content(self) -> dict[str, Any]:
        return {"base": self._base, "now": self.sections.fields.content(), "new_id": self._new_id}

    def _take_draft(self, draft: Draft) -> None:
        """Go on with what was written, on top of the record as it is now: only what the person had changed."""
        base, written = draft.content.get("base", {}), draft.content.get("now", {})
        changed = {name: value for name, value in written.items() if base.get(name) != value}
        if not changed:
            return
        self._new_id = str(draft.content.get("new_id") or self._new_id)
        self._put_back(changed)
        when = kept_words(draft.saved_at, self.desk)
        words = _("This is what you had begun to write ({time}).").format(time=when)
        self.draft.say(words, action=_("Throw it away"), do=self._throw_away)

    def _put_back(self, changed: dict[str, Any]) -> None:
        self._filling = True
        self.sections.fields.put_back(changed)
        self.sections.fold_names()
        self._say_age()
        self._filling = False
        self.alike.look()

    def _throw_away(self) -> None:
        keeper = self._keeper
        if keeper is not None:
            keeper.discard(lambda: self.open(child_id=self._child_id), page=self)
        self.draft.say("")

    # ---- while it is written

    def _touched(self) -> None:
        if self._filling or self._saving or self._keeper is None:
            return
        self._keeper.touch()
        self.alike.look_soon()
        self._say_age()

    def _birth_date(self) -> date | None:
        field = self.sections.fields["birth_date"]
        return None if field.hasFocus() and field.isModified() else field.value()

    def _say_age(self) -> None:
        born, today = self._birth_date(), self.desk.today()
        known = born is not None and born <= today
        words = age_and_grade(born, today, language=language.current()) if born is not None and known else ""
        self.sections.age.setText(words)
        computed = grade_on(born, today) if born is not None and known else ""
        self.sections.fields["grade"].set_options(self.sections.grades(computed))

    # ---- sections

    def _go_to(self, name: str) -> None:
        head = self.sections.heads[name]
        top = head.mapTo(self.column.inside, head.rect().topLeft()).y()
        self.column.verticalScrollBar().setValue(top)
        self.sections.start_of(name).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _step_section(self, by: int) -> None:
        names = [name for name, _words in SECTIONS]
        place = min(len(names) - 1, max(0, names.index(self.pills.value()) + by))
        self.pills.set_value(names[place])
        self._go_to(names[place])

    # ---- saving

    def _wanted(self) -> tuple[Child | None, list[Problem]]:
        """The record as it stands in the form (None without a date of birth), and everything that is missing in it."""
        values = self.sections.fields.values()
        grade, today = values.pop("grade"), self.desk.today()
        born = values["birth_date"]
        values["sex"] = values["sex"] or "unknown"
        values["grade_override"] = override_for(born, grade, day=today) if grade and born else ""
        known = self._child
        if known is not None and grade and grade == grade_on(known.birth_date, today, override=known.grade_override):
            values["grade_override"] = known.grade_override
        values["birth_date"] = born or today
        child = replace(known, **values) if known is not None else Child(id=self._new_id, **values)
        problems = child_problems(child, today=today)
        if born is None:
            told = self.sections.fields["birth_date"].problem()
            return None, problems if told else [Problem("birth_date", _NO_BIRTH_DATE), *problems]
        if any(row.number == child.number and row.child_id != child.id for row in self._rows):
            problems.append(Problem("number", _NUMBER_TAKEN))
        return child, problems

    def save(self) -> None:
        """Save, or show what is missing beside its field."""
        if self._saving or self._keeper is None:
            return
        child, problems = self._wanted()
        unread = self.form.own_problems()
        self._keeper.keep()  # before the record: what a timer wrote after it would outlive it
        if child is None or unread or problems:
            self.form.show_problems(problems)
            return
        self._saving = True
        not_yet, store = partial(setattr, self, "_saving", False), partial(self._store, child, self._keeper.key)
        self.alike.before_saving(child, save=store, leave=not_yet, failed=self._failed)

    def _store(self, child: Child, key: DraftKey) -> None:
        self._saving = True
        self._shares = household_changed(self._child, child)
        save = partial(register.save, self.desk.office, child, draft_key=key)
        self.desk.act(save, self._saved, failed=self._failed, owner=self)

    def _saved(self, changes: Changes) -> None:
        self._saving = False
        if self._keeper is not None:
            self._keeper.end()
        self.desk.saved(_("The child's record is saved"))
        fresh = not self._child_id
        self._child_id = self._child_id or changes.record_id
        leave = partial(self.desk.go.open_child, self._child_id) if fresh else self.desk.go.back
        if self._shares:
            offer_to_share(self, self._child_id, then=leave)
        else:
            leave()

    def _failed(self, error: BaseException) -> None:
        self._saving = False
        if isinstance(error, Refused):
            self.form.show_problems(error.problems)
        elif isinstance(error, ChangedMeanwhile) and self._child_id:
            self._reload()
        else:
            self.desk.dialogs.report(error)

    def _reload(self) -> None:
        """Somebody saved in between: take the record as it is now, put one's own changes on top, say so."""
        base, now = self._base, self.sections.fields.content()
        mine = {name: value for name, value in now.items() if base.get(name) != value}
        office, child_id = self.desk.office, self._child_id

        def show(child: Child) -> None:
            self._child = child
            self._fill(child)
            self._base = self.sections.fields.content()
            self._put_back(mine)
            words = _("The record was changed meanwhile. It was read anew and your changes stand in it. Save again.")
            self.form.banner.say(words)

        self.desk.ask(partial(register.child, office, child_id), show, owner=self)

    def _end(self) -> None:
        if self._child is not None:
            end_support(self, self._child)
