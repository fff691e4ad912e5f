"""Booking a use of a scheme, marking it as used, cancelling it: small overlays. What that does to the limits is said.

Object names: those of use_dialog.py; fields `use-scheme`, `use-from`, `use-to`, `use-hours`, `use-place`,
`use-approved-from`, `use-approved-to`, `use-note`, `use-done`, `use-reason`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from caseapp.casework import program_uses
from caseapp.casework.quota_views import SchemeAccount
from caseapp.casework.views import DraftKey
from caseapp.desktop.kit.boxes import CheckBox, Combo
from caseapp.desktop.kit.fields import DateField, HoursField, TextField
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.text import Label
from caseapp.desktop.program_use import words
from caseapp.desktop.program_use.use_dialog import BOOKING, CANCELLING, MARKING, Done, UseDialog
from caseapp.desktop.theme.theme import theme
from caseapp.rules.changes import Changes
from caseapp.rules.plan_offer import Scheme
from caseapp.rules.problem import N_, Problem
from caseapp.rules.program_use import USED, ProgramUse
from caseapp.rules.quota import needs_approval, needs_hours
from caseapp.words.language import _


class BookDialog(UseDialog):
    """A new booking (`use` None), or a change. Its place comes from the last booking of the scheme.

    `schemes` are the office's, `accounts` the child's, `scheme_code` the one to begin with.
    """

    def __init__(
        self,
        page: Page,
        child_id: str,
        *,
        schemes: Sequence[Scheme],
        accounts: Sequence[SchemeAccount],
        use: ProgramUse | None = None,
        scheme_code: str = "",
        done: Done,
    ) -> None:
        title = _("Book a use") if use is None else _("Change the entry")
        super().__init__(page, title, act=_("Save"), draft=DraftKey(BOOKING, child_id, use.id if use else ""))
        self._child_id, self._use, self._done = child_id, use, done
        self._schemes: Mapping[str, Scheme] = {each.code: each for each in schemes}
        self._last = {account.scheme.code: account.uses[0] for account in accounts if account.uses}
        self._filled = ""  # the place that was offered
        options = words.offered(schemes, accounts)
        if use is not None and use.scheme_code not in dict(options):
            options.insert(0, (use.scheme_code, use.scheme))
        self._make(options)
        self.scheme.set_value(use.scheme_code if use else scheme_code or (options[0][0] if options else ""))
        if use is not None:
            self._show(use)
        self._settle()
        self._bind()
        self.keeping()

    def _make(self, options: Sequence[tuple[str, str]]) -> None:
        today = self.page.desk.today
        form = self.form
        self.scheme = form.row(_("Scheme"), Combo(options), name="scheme_code")
        self.limits = Label("", tone="sub")
        self.limits.setMinimumHeight(theme.height("field"))
        form.group(_("Limits"), [self.limits])
        self.begins, self.ends = DateField(today), DateField(today)
        both = (_("first day"), _("last day"))
        form.group(_("Days"), [self.begins, _("to"), self.ends], name="ends_on", names=both,
                   help_text=_("The last day may be left empty for a single day."))  # fmt: skip
        self.hours = form.row(_("Hours"), HoursField(), name="minutes")
        self.place = form.row(_("Where"), TextField(), name="place")
        self.approved_from, self.approved_to = DateField(today), DateField(today)
        form.group(
            _("Approved period"), [self.approved_from, _("to"), self.approved_to], name="approved_from", names=both
        )
        self.note = form.row(_("Note"), TextField(), name="note")
        self.done_already = form.row(_("Used"), CheckBox(_("It has been used as written here")), name="used_to")
        for name, field in (
            *(("scheme", self.scheme), ("from", self.begins), ("to", self.ends), ("hours", self.hours)),
            *(("place", self.place), ("note", self.note), ("done", self.done_already)),
            *(("approved-from", self.approved_from), ("approved-to", self.approved_to)),
        ):
            self.fields.add(name, field, object_name=f"use-{name}")

    def _show(self, use: ProgramUse) -> None:
        self.begins.set_value(use.begins_on)
        self.ends.set_value(use.ends_on)
        self.hours.set_value(use.minutes)
        self.place.set_value(use.place)
        self.approved_from.set_value(use.approved_from)
        self.approved_to.set_value(use.approved_to)
        self.note.set_value(use.note)
        self.override.set_value(use.override_reason)

    def _bind(self) -> None:
        self.scheme.changed.connect(self._settle)
        for field in (self.begins, self.ends, self.hours, self.approved_from, self.approved_to):
            field.changed.connect(self._settle)
        self.done_already.changed.connect(self._settle)

    def filled(self) -> None:
        self._settle()

    def begin(self) -> None:
        self.open(self.begins if self._use or self.scheme.count() == 1 else self.scheme)

    def _settle(self) -> None:
        """Show the rows that mean something for the scheme and the days, offer the last place, ask the limits."""
        code = self.scheme.value()
        scheme, last = self._schemes.get(code), self._last.get(code)
        limits = scheme.quotas if scheme else ()
        self.limits.setText(words.limits(scheme) if scheme else "")
        on = self.begins.value() or self.page.desk.today()
        approved = needs_approval(limits, first=on, last=max(on, self.ends.value() or on))
        self.form.row_of("minutes").set_visible(needs_hours(limits, on=on) or self.hours.value() is not None)
        self.form.row_of("approved_from").set_visible(approved or self.approved_from.value() is not None)
        if last is not None and self._use is None:
            if self.place.value() in ("", self._filled):
                self._filled = last.place
                self.place.set_value(last.place)
            if approved and self.approved_from.value() is None:
                self.approved_from.set_value(last.approved_from)
                self.approved_to.set_value(last.approved_to)
        end = self.ends.value() or self.begins.value()
        past = end is not None and end <= self.page.desk.today()
        self.form.row_of("used_to").set_visible(past and self._use is None)
        self.look()

    def wanted(self) -> ProgramUse | None:
        code, begins = self.scheme.value(), self.begins.value()
        if not code or begins is None:
            return None
        ends = self.ends.value() or begins
        blank = self._use or ProgramUse(child_id=self._child_id, scheme_code=code, begins_on=begins, ends_on=ends)
        use = replace(
            blank,
            scheme_code=code,
            scheme=blank.scheme if blank.scheme_code == code else "",
            begins_on=begins,
            ends_on=ends,
            minutes=self.hours.value(),
            place=self.place.value(),
            approved_from=self.approved_from.value(),
            approved_to=self.approved_to.value(),
            note=self.note.value(),
            override_reason=self.override.value(),
        )
        if self._use is None and self.done_already.value() and ends <= self.page.desk.today():
            return replace(use, state=USED, used_from=begins, used_to=ends, used_minutes=use.minutes)
        return use

    def save(self) -> None:
        if self.form.own_problems():
            return
        use, office = self.wanted(), self.page.desk.office
        if use is None:
            missing = [] if self.scheme.value() else [Problem("scheme_code", N_("Choose the scheme."))]
            if self.begins.value() is None:
                missing.append(Problem("ends_on", N_("Write the first day.")))
            self.form.show_problems(missing)
            self.refit()
            return
        self.act(lambda key: program_uses.save(office, use, draft_key=key), self._done)


class UsedDialog(UseDialog):
    """What was really used, beginning from what was booked."""

    def __init__(self, page: Page, use: ProgramUse, *, by_hours: bool, done: Done) -> None:
        style = page.desk.preferences["date_style"]
        booked = _("booked: {days}").format(days=words.days(use.begins_on, use.ends_on, style))
        about = " ・ ".join(part for part in (use.scheme, use.place, booked) if part)
        draft = DraftKey(MARKING, use.child_id, use.id)
        super().__init__(page, _("Mark as used"), act=_("Mark as used"), about=about, draft=draft)
        self._use, self._done = use, done
        today = page.desk.today
        self.begins, self.ends = DateField(today), DateField(today)
        both = (_("first day"), _("last day"))
        self.form.group(_("Days"), [self.begins, _("to"), self.ends], name="used_to", names=both)
        self.hours = self.form.row(_("Hours"), HoursField(), name="used_minutes")
        for name, field in (("from", self.begins), ("to", self.ends), ("hours", self.hours)):
            self.fields.add(name, field, object_name=f"use-{name}")
        self.begins.set_value(use.first)
        self.ends.set_value(min(use.last, max(use.first, page.desk.today())))
        self.hours.set_value(use.used_minutes or use.minutes)
        self.form.row_of("used_minutes").set_visible(by_hours or use.minutes is not None)
        self.override.set_value(use.override_reason)
        for field in (self.begins, self.ends, self.hours):
            field.changed.connect(self.look)
        self.look()
        self.keeping()

    def begin(self) -> None:
        self.open(self.ends)

    def _actual(self) -> tuple[date, date] | None:
        first, last = self.begins.value(), self.ends.value()
        return (first, last or first) if first is not None else None

    def wanted(self) -> ProgramUse | None:
        actual = self._actual()
        if actual is None:
            return None
        marked = replace(self._use, state=USED, used_from=actual[0], used_to=actual[1], used_minutes=self.hours.value())
        return replace(marked, override_reason=self.override.value())

    def save(self) -> None:
        if self.form.own_problems():
            return
        actual, office, use_id = self._actual(), self.page.desk.office, self._use.id
        minutes, reason = self.hours.value(), self.override.value()
        if actual is None:
            self.form.show_problems([Problem("used_to", N_("Write on which days it was used."))])
            self.refit()
            return

        def job(key: DraftKey | None) -> Changes:
            days = {"used_from": actual[0], "used_to": actual[1]}
            return program_uses.mark_used(
                office, use_id, **days, minutes=minutes, override_reason=reason, draft_key=key
            )

        self.act(job, self._done)


class CancelDialog(UseDialog):
    """Why it does not take place."""

    def __init__(self, page: Page, use: ProgramUse, *, done: Done) -> None:
        style = page.desk.preferences["date_style"]
        about = " ・ ".join(
            part for part in (use.scheme, use.place, words.days(use.begins_on, use.ends_on, style)) if part
        )
        draft = DraftKey(CANCELLING, use.child_id, use.id)
        super().__init__(page, _("Cancel the booking"), act=_("Cancel the booking"), about=about, draft=draft)
        self._use, self._done = use, done
        self.reason = self.form.row(
            _("Reason"), TextField(placeholder=_("e.g. the child had a fever")), name="cancelled_reason"
        )
        self.fields.add("reason", self.reason, object_name="use-reason")
        self.keeping()

    def begin(self) -> None:
        self.open(self.reason)

    def wanted(self) -> ProgramUse | None:
        return None

    def save(self) -> None:
        office, use_id, reason = self.page.desk.office, self._use.id, self.reason.value()
        self.act(lambda key: program_uses.cancel(office, use_id, reason=reason, draft_key=key), self._done)
