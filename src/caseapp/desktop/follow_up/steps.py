"""次にすること at hand: done, put off, no longer needed, and a new one. Small overlays; every page uses the same.

Object names: `step-dialog`; fields `step-text`, `step-day` (see `DueField`), `step-time`, `step-kind`, `step-worker`,
`step-reason`, `step-whom`, `step-since`, `step-go-on`, `step-repeat…` (see `RepeatField`); button `step-save`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

from caseapp.casework import accounts, follow_ups, stages
from caseapp.casework.office import Office
from caseapp.casework.views import StageProposal
from caseapp.desktop.child.words import plain_day
from caseapp.desktop.follow_up.due_field import DueField
from caseapp.desktop.follow_up.repeat_field import RepeatField
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import CheckBox, Combo, ToggleFlow
from caseapp.desktop.kit.failing import failed_in
from caseapp.desktop.kit.fields import DateField, TextField, TimeField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.text import Para
from caseapp.rules.account import Account
from caseapp.rules.certificate_rule import certificate_state, outlived
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.holidays import next_open
from caseapp.rules.problem import N_, Problem
from caseapp.rules.stage_template import ORIGIN
from caseapp.words import codes
from caseapp.words.language import _

_ASK_AGAIN = timedelta(days=14)
_WIDE = 720  # pixels at 10.5 pt: what repeats stands on one line
_LONGEST_NAMED = 24  # characters of an action in the sentence that says it is done


class Whose:
    """Whose action it is: read on the store's thread together with the act, said here."""

    def __init__(self, office: Office, follow_up_id: str) -> None:
        self._office, self._id = office, follow_up_id
        self.child: Child | None = None

    def before(self, job: Callable[[], Changes]) -> Callable[[], Changes]:
        """The same job, which also reads the child."""

        def read_and_act() -> Changes:
            _found, self.child = follow_ups.about(self._office, self._id)
            return job()

        return read_and_act

    def named(self, text: str) -> str:
        """北条 千尋さん 医療意見書を病院に聞く."""
        if self.child is None:
            return _short(text)
        return _("{child}: {text}").format(child=masked(self.child.name), text=_short(text))


def tick(page: Page, follow_up_id: str, text: str) -> None:
    """Mark a next action as done; 「元に戻す」 reopens it."""
    office = page.desk.office
    whose = Whose(office, follow_up_id)

    def done(_changes: Changes) -> None:
        words = _("Done: {text}").format(text=whose.named(text))
        page.offer_undo(words, lambda: _reopen(page, follow_up_id))

    page.desk.act(whose.before(lambda: follow_ups.done(office, follow_up_id)), done, owner=page)


def _reopen(page: Page, follow_up_id: str) -> None:
    office = page.desk.office
    page.desk.act(lambda: follow_ups.reopen(office, follow_up_id), owner=page)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_NAMED else f"{text[: _LONGEST_NAMED - 1]}…"


class _StepDialog(Dialog):
    """A title, what it is about, a form, one act. `save` is what the act does; problems go beside their fields."""

    def __init__(self, page: Page, title: str, *, about: str, act: str, width: int = 520) -> None:
        super().__init__(page, title, width=width)
        self.setObjectName("step-dialog")
        self.page = page
        self.about = Para(about, ink="sub", parent=self.panel)
        self.about.setVisible(bool(about))
        self.add(self.about)
        self.form = Form(above=True, spacing=10, parent=self.panel)
        self.add(self.form)
        self.button = Button(act, self.save, kind="primary", key="Enter")
        self.button.setObjectName("step-save")
        self.set_buttons(self.button, leave=_("Leave it"))

    def ask_reason(self, placeholder: str) -> TextField:
        """The field for the reason; what was said about it goes as soon as one is written."""
        field = TextField(placeholder=placeholder)
        reason = self.form.row(_("Reason"), field, name="reason")
        reason.setObjectName("step-reason")
        reason.textChanged.connect(self._reason_given)
        return reason

    def _reason_given(self) -> None:
        row = self.form.row_of("reason")
        if row.problem_line.text():
            row.show_problem("")
            self.refit()

    def save(self) -> None:
        raise NotImplementedError

    def act(self, job: Callable[[], Changes], done: Callable[[], object]) -> None:
        """Let casework act; close on success, show what is missing otherwise."""

        def acted(_changes: Changes) -> None:
            self.close()
            self.page.undo_bar.clear()  # what it offered is no longer the last act
            done()

        self.page.desk.act(job, acted, failed=self._failed, owner=self)

    def _failed(self, error: BaseException) -> None:
        failed_in(self, self.form, error, desk=self.page.desk)


class PostponeDialog(_StepDialog):
    """Another day, and why; 「元に戻す」 takes it back. A day after the end of the certificate is warned of first."""

    def __init__(self, page: Page, follow_up_id: str, *, text: str) -> None:
        super().__init__(page, _("Put off to another day"), about=text, act=_("Put off"))
        self._id, self._text = follow_up_id, text
        self.due = self.form.row(
            _("New day"), DueField(page.desk.today, name="step", words=_("New day")), name="due_on"
        )
        self.warning = Para("", ink="red", bold=True, parent=self.panel)
        self.warning.setObjectName("step-warning")
        self.warning.hide()
        self.add(self.warning)
        self.reason = self.ask_reason(_("e.g. the hospital was closed"))
        self._step: FollowUp | None = None
        self._child: Child | None = None
        self.due.changed.connect(self._warn)
        office = page.desk.office
        page.desk.ask(lambda: follow_ups.about(office, follow_up_id), self._know, owner=self)

    def _know(self, found: tuple[FollowUp, Child]) -> None:
        self._step, self._child = found
        self.about.setText(" ・ ".join((masked(self._child.name), self._text)))
        self._warn()

    def _warn(self) -> None:
        """The certificate that the action protects ends before the new day."""
        words = self._warned_of()
        if words == self.warning.text():
            return
        self.warning.setText(words)
        self.warning.setVisible(bool(words))
        self.button.setText(_("Put off all the same") if words else _("Put off"))
        self.button.setAccessibleDescription(words)
        self.refit()

    def _warned_of(self) -> str:
        child, step, to, today = self._child, self._step, self.due.value(), self.page.desk.today()
        period = child.certificate_on(today) if child is not None else None
        if child is None or step is None or period is None or period.valid_to is None or to is None:
            return ""
        if not outlived(period.valid_to, planned=step.planned_on, to=to, today=today):
            return ""
        day = plain_day(period.valid_to, today=today, style=self.page.desk.preferences["date_style"])
        words = _("The certificate ends on {day}. This day is later.").format(day=day)
        state = certificate_state(period.valid_from, period.valid_to, birth=child.birth_date, today=today)
        return f"{words}\n{_(state.warning)}" if state.danger and state.warning else words

    def save(self) -> None:
        if self.form.own_problems():
            return
        to, reason, office, follow_up_id = self.due.value(), self.reason.value(), self.page.desk.office, self._id
        if to is None:
            self.form.show_problems([Problem("due_on", N_("Enter by when."))])
            return
        page, whose = self.page, Whose(office, follow_up_id)

        def back() -> None:
            page.desk.act(lambda: follow_ups.plan_again(office, follow_up_id), owner=page)

        def done() -> None:
            page.offer_undo(_("Put off: {text}").format(text=whose.named(self._text)), back)

        self.act(whose.before(lambda: follow_ups.postpone(office, follow_up_id, to=to, reason=reason)), done)


class WaitDialog(_StepDialog):
    """Whom one waits for, since when, and when one asks again."""

    def __init__(self, page: Page, follow_up_id: str, *, text: str) -> None:
        super().__init__(page, _("Waiting for somebody"), about=text, act=_("Wait"))
        self._id, self._text = follow_up_id, text
        self.whom = self.form.row(
            _("Whom"), TextField(placeholder=_("e.g. the class teacher, the doctor")), name="waiting_for"
        )
        self.whom.setObjectName("step-whom")
        self.since = self.form.row(_("Since"), DateField(page.desk.today), name="waiting_since")
        self.since.setObjectName("step-since")
        self.since.set_value(page.desk.today())
        self.due = self.form.row(
            _("Ask again on"), DueField(page.desk.today, name="step", words=_("Ask again on")), name="due_on"
        )

    def save(self) -> None:
        if self.form.own_problems():
            return
        office, follow_up_id, whom = self.page.desk.office, self._id, self.whom.value()
        since, until = self.since.value() or self.page.desk.today(), self.due.value()
        if until is None:
            self.form.show_problems([Problem("due_on", N_("Enter by when."))])
            return
        saved, words = self.page.desk.saved, _("Waiting: {text}").format(text=_short(self._text))
        self.act(
            lambda: follow_ups.wait(office, follow_up_id, whom=whom, since=since, until=until), lambda: saved(words)
        )


class DropDialog(_StepDialog):
    """No longer needed, and why; 「元に戻す」 reopens it. A series ends with it, unless one says that it goes on."""

    def __init__(self, page: Page, follow_up_id: str, *, text: str, repeats: bool = False) -> None:
        super().__init__(page, _("No longer needed"), about=text, act=_("Take it off the list"))
        self._id, self._text = follow_up_id, text
        self.reason = self.ask_reason(_("e.g. the school arranged it by itself"))
        self.go_on = CheckBox(_("Only this time: the next one comes as planned"), parent=self.panel)
        self.go_on.setObjectName("step-go-on")
        self.add(self.go_on)
        self.go_on.setVisible(repeats)

    def save(self) -> None:
        reason, office, follow_up_id, page = self.reason.value(), self.page.desk.office, self._id, self.page
        go_on = self.go_on.isChecked()
        whose = Whose(office, follow_up_id)

        def done() -> None:
            words = _("Taken off the list: {text}").format(text=whose.named(self._text))
            page.offer_undo(words, lambda: _reopen(page, follow_up_id))

        self.act(whose.before(lambda: follow_ups.drop(office, follow_up_id, reason=reason, go_on=go_on)), done)


class DismissDialog(_StepDialog):
    """An item of the path does not concern this child, and why; 「元に戻す」 proposes it again."""

    def __init__(self, page: Page, item: StageProposal) -> None:
        super().__init__(page, _("This is not needed here"), about=item.text, act=_("Do not propose it"))
        self._item = item
        self.reason = self.ask_reason(_("e.g. the family arranged it already"))

    def save(self) -> None:
        office, item, reason, page = self.page.desk.office, self._item, self.reason.value(), self.page
        words = _("No longer proposed: {text}").format(text=_short(item.text))

        def back(decided: str) -> None:
            page.desk.act(lambda: stages.propose_again(office, decided), owner=page)

        def dismissed(changes: Changes) -> None:
            self.close()
            page.offer_undo(words, lambda: back(changes.record_id))

        page.desk.act(lambda: stages.dismiss(office, item, reason=reason), dismissed, failed=self._failed, owner=self)


class NewStepDialog(_StepDialog):
    """What, by when, how, who. With `item` it is one of the path that the worker takes up."""

    def __init__(self, page: Page, child_id: str, *, about: str, item: StageProposal | None = None) -> None:
        super().__init__(page, _("What comes next"), about=about, act=_("Add it"), width=_WIDE)
        desk = page.desk
        self._child_id, self._item = child_id, item
        self.text = self.form.row(
            _("What"), TextField(placeholder=_("e.g. ask the school about the oxygen")), name="text"
        )
        self.text.setObjectName("step-text")
        self.due = self.form.row(_("By when"), DueField(desk.today, name="step", words=_("By when")), name="due_on")
        self.time = self.form.row(_("Time (if it is set)"), TimeField(placeholder="14:00"), name="due_time")
        self.time.setObjectName("step-time")
        kinds = codes.load("follow_up_kind")
        self.kind = ToggleFlow([(code, kinds.label(code)) for code in kinds])
        self.kind.set_value("phone")
        self.form.row(_("How"), self.kind, name="kind")
        self.kind.setObjectName("step-kind")
        self.repeat = self.form.row(_("Again"), RepeatField(desk.today), name="repeat_every")
        self.worker = self.form.row(
            _("Who"), Combo([(desk.office.account.id, desk.office.account.name)]), name="worker_id"
        )
        self.worker.setObjectName("step-worker")
        if item is not None:
            self.text.set_value(item.text)
            self.due.set_value(next_open(max(item.due_on, desk.today())))
            self.kind.set_value(item.kind)
        office = desk.office
        desk.ask(lambda: accounts.list_accounts(office), self._know_workers, owner=self)

    def _know_workers(self, known: tuple[Account, ...]) -> None:
        self.worker.set_options([(each.id, each.name) for each in known if each.active])

    def save(self) -> None:
        if self.form.own_problems():
            return
        day = self.due.value()
        problems = [] if self.text.value().strip() else [Problem("text", N_("Write what is to be done next."))]
        if day is None:
            problems.append(Problem("due_on", N_("Enter by when.")))
        if problems or day is None:
            self.form.show_problems(problems)
            self.refit()
            return
        office, step = self.page.desk.office, self._step(day, self.time.value())
        saved, words = self.page.desk.saved, _("Added: {text}").format(text=_short(step.text))
        self.act(lambda: follow_ups.add(office, step), lambda: saved(words))

    def _step(self, day: date, at: time | None) -> FollowUp:
        return FollowUp(
            child_id=self._child_id,
            text=self.text.value(),
            due_on=day,
            due_time=at,
            kind=self.kind.value() or "other",
            worker_id=self.worker.value(),
            origin_kind=ORIGIN if self._item else "",
            origin_id=self._item.key if self._item else "",
            **self.repeat.chosen(),
        )


def postpone(page: Page, follow_up_id: str, *, text: str, due_on: date) -> PostponeDialog:
    """Open the overlay that asks for another day."""
    dialog = PostponeDialog(page, follow_up_id, text=text)
    dialog.due.set_value(max(due_on, page.desk.today()))
    dialog.open(dialog.due.day)
    return dialog


def wait(page: Page, follow_up_id: str, *, text: str, whom: str = "") -> WaitDialog:
    """Open the overlay that asks whom one waits for."""
    dialog = WaitDialog(page, follow_up_id, text=text)
    dialog.whom.set_value(whom)
    dialog.due.set_value(next_open(page.desk.today() + _ASK_AGAIN))
    dialog.open(dialog.whom)
    return dialog


def answered(page: Page, follow_up_id: str, text: str) -> None:
    """What was waited for has come: the action is to be done today."""
    office, saved = page.desk.office, page.desk.saved
    words = _("On your list for today: {text}").format(text=_short(text))
    page.desk.act(lambda: follow_ups.answered(office, follow_up_id), lambda _changes: saved(words), owner=page)


def drop(page: Page, follow_up_id: str, *, text: str, repeats: bool = False) -> DropDialog:
    """Open the overlay that asks why it is no longer needed."""
    dialog = DropDialog(page, follow_up_id, text=text, repeats=repeats)
    dialog.open(dialog.reason)
    return dialog


def new_step(
    page: Page, child_id: str, *, about: str = "", item: StageProposal | None = None, day: date | None = None
) -> NewStepDialog:
    """Open the overlay for a new next action, of `day` where one is meant; `item` is what the path proposes."""
    dialog = NewStepDialog(page, child_id, about=about, item=item)
    if day is not None:
        dialog.due.set_value(day)
    dialog.open(dialog.text)
    return dialog


def take(page: Page, item: StageProposal) -> NewStepDialog:
    """Take up what the path proposes: a next action whose words, day and kind can be changed."""
    return new_step(page, item.child_id, about=masked(item.child_name), item=item)


def dismiss(page: Page, item: StageProposal) -> DismissDialog:
    """Open the overlay that asks why it does not concern this child."""
    dialog = DismissDialog(page, item)
    dialog.open(dialog.reason)
    return dialog
