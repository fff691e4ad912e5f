"""What the form offers while it is written: the name or school of before is kept with its day; a postal code brings its
town.

Nothing is written by itself but the town into an empty address.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLineEdit

from caseapp.desktop.child_form.sections import Sections
from caseapp.desktop.kit.fields import Today
from caseapp.desktop.kit.masking import masked
from caseapp.rules.child import Child
from caseapp.rules.child_facts import FormerName, SchoolTime
from caseapp.words import postal
from caseapp.words.language import _

_NAMES = ("family_name", "given_name", "family_name_kana", "given_name_kana")


class Offering(QObject):
    """Looks at names, school and postal code as they are left, and says into the banners of `sections` what it offers.

    `touched` is called after something was taken over.
    """

    def __init__(self, sections: Sections, today: Today, touched: Callable[[], object], *, parent: QObject) -> None:
        super().__init__(parent)
        self._sections, self._today, self._touched = sections, today, touched
        self._before: Child | None = None
        self._code = self._brought = ""
        for name in ("family_name", "given_name", "school"):
            sections.fields[name].editingFinished.connect(self.look)
        sections.fields["postal_code"].editingFinished.connect(self.look_at_code)
        sections.fields["address"].editingFinished.connect(self.look_at_address)

    def begin(self, before: Child | None) -> None:
        """The record as it is stored (None: a new child, of whom nothing was before)."""
        self._before = before
        self._code, self._brought = before.postal_code if before else "", ""
        self._sections.offered.say("")
        self._sections.postal.say("")

    # ---- the name and the school of before

    def look(self) -> None:
        """Offer what changed and is not kept yet."""
        before, of, say = self._before, self._sections.fields, self._sections.offered.say
        if before is None:
            return
        renamed = any(of[name].text().strip() != getattr(before, name) for name in ("family_name", "given_name"))
        known = [former.family_name + former.given_name for former in of["former_names"].value()]
        if renamed and before.family_name + before.given_name not in known:
            words = _("The name changes. Keep “{name}” as the former name?").format(name=masked(before.name))
            say(words, action=_("Keep it"), do=partial(self._keep_name, before), icon="history")
            return
        kept = [time.school for time in of["schools"].value()]
        if before.school and of["school"].text().strip() != before.school and before.school not in kept:
            words = _("The school changes. Keep “{school}” among the schools so far?").format(school=before.school)
            say(words, action=_("Keep it"), do=partial(self._keep_school, before), icon="history")
            return
        say("")

    def _keep_name(self, before: Child) -> None:
        former = FormerName(until=self._today(), **{name: getattr(before, name) for name in _NAMES})
        parts = self._sections.fields["former_names"]
        parts.set_value((*parts.value(), former))
        self._taken()

    def _keep_school(self, before: Child) -> None:
        kind, class_kind = before.school_type, before.school_class
        time = SchoolTime(school=before.school, kind=kind, class_kind=class_kind, ends_on=self._today())
        parts = self._sections.fields["schools"]
        parts.set_value((*parts.value(), time))
        self._taken()

    def _taken(self) -> None:
        self._sections.offered.say("")
        self._sections.fold_names()
        self._touched()
        self.look()

    # ---- the town of a postal code

    def look_at_code(self) -> None:
        """A new code: its town into an address that is empty or holds what another code brought, else it is offered."""
        of, say = self._sections.fields, self._sections.postal.say
        code = of["postal_code"].value()
        if code == self._code:
            return
        self._code = code
        towns = postal.address_of(code) if code else ()
        say("")
        if not towns:
            if code and not of["postal_code"].problem():
                say(_("No town has this postal code. Look at it again."))
            return
        written = of["address"].text().strip()
        first = towns[0].text
        if not written or written == self._brought:
            self._brought = first
            self._go_on_after(first)
            if len(towns) > 1:
                others = _(", ").join(town.text for town in towns[1:4])
                say(_("This code has other towns, too: {towns}").format(towns=others))
        elif not any(_within(written, town) for town in towns):
            words = _("The postal code belongs to {town}.").format(town=first)
            say(words, action=_("Write it before the address"), do=partial(self._write_town, first))

    def look_at_address(self) -> None:
        """An address without a code: its code is offered."""
        of, say = self._sections.fields, self._sections.postal.say
        written = of["address"].text().strip()
        if of["postal_code"].text().strip() or not written or (self._before and written == self._before.address):
            return
        towns = postal.codes_of(written, limit=1)
        if towns:
            words = _("The postal code of {town} is {code}.").format(town=towns[0].text, code=towns[0].code)
            say(words, action=_("Write it down"), do=partial(self._write_code, towns[0].code))

    def _write_code(self, code: str) -> None:
        self._code = code
        self._sections.fields["postal_code"].set_value(code)
        self._sections.postal.say("")
        self._touched()

    def _write_town(self, town: str) -> None:
        self._sections.postal.say("")
        self._go_on_after(town + self._sections.fields["address"].text())

    def _go_on_after(self, words: str) -> None:
        """Write it into the address; who comes there next goes on behind it, instead of writing over it."""
        field = self._sections.fields["address"]
        field.set_value(words)
        self._touched()
        QTimer.singleShot(0, field, partial(_behind, field))


def _behind(field: QLineEdit) -> None:
    if field.hasFocus():
        field.end(False)


def _within(written: str, town: postal.Address) -> bool:
    """Whether an address names the municipality: people leave out the prefecture."""
    return town.city in written
