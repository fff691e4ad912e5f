"""情報提供書: written, saved, looked at and printed; once it was handed over it stays as it is.

`open(child_id=…)` for a new letter (`organization_id=…` to whom), `letter_id=…` for one that is there. Object names:
those of `LetterForm`, `letter-save`, `letter-print`, `letter-saved`, `letter-close`, `letter-banner`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.casework.views import ChildHead, Draft, DraftKey
from caseapp.desktop.child.words import red_facts
from caseapp.desktop.kit.bands import Banner, RedBand
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Bar
from caseapp.desktop.kit.drafts import DraftKeeper
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.saved import SavedState
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.letter.consent_dialog import ConsentDialog
from caseapp.desktop.letter.form import LetterForm
from caseapp.desktop.plan import words
from caseapp.desktop.plan.editor import freeze
from caseapp.desktop.plan.kept import Kept, content_of, salvaged
from caseapp.desktop.plan.kept_banner import say_kept
from caseapp.desktop.print import print_dialog
from caseapp.desktop.record.strip import ChildStrip
from caseapp.rules.changes import Changes
from caseapp.rules.disclosure import Consent, InformationLetter
from caseapp.rules.organization import Organization
from caseapp.rules.problem import Refused
from caseapp.words.language import _

FORM = "letter"


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The letter and what may be chosen in it."""

    page: ChildHead
    letter: InformationLetter
    new: bool
    organizations: tuple[Organization, ...]
    consents: tuple[Consent, ...]
    draft: Draft | None


def load(office: Any, child_id: str, *, letter_id: str, organization_id: str) -> Loaded:
    """Raises NotFound."""
    from caseapp.casework import disclosures, drafts, organizations, register

    page = register.head(office, child_id)
    if letter_id:
        letter = disclosures.letter(office, letter_id)
    else:
        letter = disclosures.new_letter(office, child_id, organization_id=organization_id)
    given = disclosures.consents(office, child_id)
    return Loaded(
        page=page,
        letter=letter,
        new=not letter_id,
        organizations=organizations.list_all(office),
        consents=tuple(each for each in given if each.holds_on(office.today) or each.id == letter.consent_id),
        draft=None if letter.issued_on else drafts.find(office, form=FORM, child_id=child_id, record_id=letter_id),
    )


class LetterPage(Page):
    """See the module."""

    name = "letter"
    rail = "register"
    shown = (Keys.SAVE, Keys.PRINT, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._args: dict[str, str] = {}
        self._loaded: Loaded | None = None
        self._letter: InformationLetter | None = None
        self._keeper: DraftKeeper | None = None
        self._kept: Kept[InformationLetter] | None = None
        self._saving = False
        self._unsaved = False
        self.body.setSpacing(8)
        self.strip = ChildStrip(_("Information letter"), self)
        self.band = RedBand(heads=True, parent=self)
        self.banner = Banner(parent=self)
        self.banner.setObjectName("letter-banner")
        self.form = LetterForm(desk.today, parent=self)
        self.form.changed.connect(self._touched)
        self.form.organization_chosen.connect(self._organization_chosen)
        self.form.consent_chosen.connect(self._consent_chosen)
        self.form.consent_wanted.connect(self._record_consent)
        for part in (self.strip, self.band, self.banner):
            self.body.addWidget(part)
        self.body.addWidget(self.form, 1)
        self._add_bar()
        self.on(Keys.SAVE, self.save)
        self.on(Keys.PRINT, self.print_letter)
        self.on(Keys.CLOSE, self._close, words=_("Close (the draft stays)"))

    def _add_bar(self) -> None:
        bar = Bar(parent=self)
        self.save_button = Button(_("Save"), self.save, kind="primary", key=Keys.SAVE, parent=bar)
        self.print_button = Button(_("Print"), self.print_letter, key=Keys.PRINT, icon="printer", parent=bar)
        self.saved = SavedState(parent=bar)
        self.close_button = Button(_("Close"), self._close, key=Keys.CLOSE, parent=bar)
        for widget, name in (
            (self.save_button, "letter-save"),
            (self.print_button, "letter-print"),
            (self.saved, "letter-saved"),
            (self.close_button, "letter-close"),
        ):
            widget.setObjectName(name)
        bar.left(self.save_button, self.print_button, self.saved)
        bar.right(self.close_button)
        self.body.addWidget(bar)

    # ---- what the shell asks

    def title(self) -> str:
        return _("Information letter")

    def open(self, **args: Any) -> None:
        self.leave()
        self._args = {key: str(value) for key, value in args.items()}
        self._load()

    def _load(self) -> None:
        job = partial(
            load,
            self.desk.office,
            self._args.get("child_id", ""),
            letter_id=self._args.get("letter_id", ""),
            organization_id=self._args.get("organization_id", ""),
        )
        self.desk.ask(job, self._show, key="letter.load", owner=self)

    def place(self) -> dict[str, Any]:
        return dict(self._args)

    def refresh(self, changes: Changes) -> None:
        """Issued from the print dialog: the letter is read only from now on."""
        here = self._args.get("child_id", "") in changes.children
        if here and changes.touches("disclosure") and not self._unsaved and self._args.get("letter_id"):
            self._load()

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

    def first_focus(self) -> QWidget | None:
        return self.form.organization

    # ---- showing

    def _show(self, loaded: Loaded) -> None:
        self._loaded, self._letter, self._unsaved, self._kept = loaded, loaded.letter, False, None
        self.strip.show_page(loaded.page)
        self.band.set_facts(red_facts(loaded.page.child, self.desk.today()))
        self.form.set_organizations(loaded.organizations)
        self.form.set_consents(loaded.consents)
        self.form.show_letter(loaded.letter)
        self.banner.say("")
        self._drop_keeper()
        issued = loaded.letter.issued_on
        self.save_button.setVisible(issued is None)
        if issued is not None:
            text = _("Handed over on {day}. It can be read and printed, not changed.").format(day=words.day(issued))
            self.banner.say(text, icon="check")
            freeze(self.form.inside)
            return
        if loaded.draft is not None:
            self._take_draft(loaded.draft)
        self._keeper = DraftKeeper(self.desk, self._key(), self._content, parent=self)
        self._keeper.said.connect(self.saved.say)

    def _drop_keeper(self) -> None:
        if self._keeper is not None:
            self._keeper.end()
            self._keeper = None

    def _key(self) -> DraftKey:
        return DraftKey(FORM, self._args.get("child_id", ""), self._args.get("letter_id", ""))

    def _take_draft(self, draft: Draft) -> None:
        """Only a draft of this letter and child."""
        assert self._letter is not None
        kept = salvaged(draft.content, self._letter)
        letter = kept.record
        if letter.child_id != self._letter.child_id or (self._args.get("letter_id") and letter.id != self._letter.id):
            return
        self._kept, self._letter, self._unsaved = kept, letter, True
        self.form.show_letter(letter)
        say_kept(self, self.banner, kept, draft.saved_at, discard=self._discard)

    def _discard(self) -> None:
        if self._keeper is not None:
            self._keeper.discard(self._load, page=self)
            self._keeper = None

    # ---- writing

    @property
    def letter(self) -> InformationLetter | None:
        """The letter as it stands in the fields."""
        if self._letter is not None:
            self._letter = self.form.value(self._letter)
        return self._letter

    def _touched(self) -> None:
        if self._keeper is not None:
            self._unsaved = True
            self._keeper.touch()
            self.saved.say(_("Not saved yet"), icon="pencil")

    def _content(self) -> dict[str, Any]:
        content: dict[str, Any] = self._kept.content(self.letter) if self._kept else content_of(self.letter)
        return content

    def _organization_chosen(self, organization_id: str) -> None:
        """Its usual person, and the consent that names it; what was written already stays."""
        loaded = self._loaded
        assert loaded is not None
        to = next((each for each in loaded.organizations if each.id == organization_id), None)
        known = {each.contact for each in loaded.organizations}
        if to is not None and (not self.form.addressee.value().strip() or self.form.addressee.value() in known):
            self.form.addressee.set_value(to.contact)
        if to is None or self.form.consent.value():
            return
        named = next((each for each in loaded.consents if each.recipient and _names(each.recipient, to.name)), None)
        if named is not None:
            self.form.consent.set_value(named.id)
            self._consent_chosen(named.id)

    def _consent_chosen(self, consent_id: str) -> None:
        """What the consent says goes where nothing is written yet; the ground is worded from it."""
        from caseapp.casework import disclosures

        loaded = self._loaded
        assert loaded is not None
        consent = next((each for each in loaded.consents if each.id == consent_id), None)
        self.form.basis.set_value(disclosures.consent_text(consent) if consent else "")
        if consent is None:
            return
        self.form.valid_to.set_value(consent.valid_to)
        if not self.form.purpose.value().strip():
            self.form.purpose.set_value(consent.purpose)
        if not self.form.items.items():
            self.form.items.set_items(consent.items)

    def _record_consent(self) -> None:
        letter, loaded = self.letter, self._loaded
        if letter is None or loaded is None:
            return
        guardian = next((m.name for m in loaded.page.child.family if m.guardian and not m.never_contact), "")
        ConsentDialog(self, self.desk, letter, guardian=guardian, then=self._consent_recorded).open()

    def _consent_recorded(self, consent_id: str) -> None:
        office, child_id = self.desk.office, self._args.get("child_id", "")

        def job() -> tuple[Consent, ...]:
            from caseapp.casework import disclosures

            return tuple(each for each in disclosures.consents(office, child_id) if each.holds_on(office.today))

        def shown(consents: tuple[Consent, ...]) -> None:
            assert self._loaded is not None
            self._loaded = replace(self._loaded, consents=consents)
            self.form.set_consents(consents)
            self.form.consent.set_value(consent_id)
            self._consent_chosen(consent_id)
            self._touched()
            self.form.consent.setFocus()

        self.desk.ask(job, shown, owner=self)

    def save(self) -> None:
        """Ctrl+S, complete or not. The letter has its id since the form opened."""
        self._save(then_print=False)

    def _save(self, *, then_print: bool) -> None:
        letter = self.letter
        if letter is None or self._keeper is None or self._saving or self.form.own_problems():
            return
        self._saving = True
        letter = self.form.value(letter)
        office, key = self.desk.office, self._key()

        def job() -> Changes:
            from caseapp.casework import disclosures

            return disclosures.save_letter(office, letter, draft_key=key)

        self.desk.act(job, partial(self._saved, then_print), failed=self._failed, owner=self)

    def _saved(self, then_print: bool, changes: Changes) -> None:
        self._saving = False
        self._drop_keeper()
        self._args["letter_id"] = changes.record_id
        self._args.pop("organization_id", None)
        text = _("Saved {time}").format(time=f"{self.desk.now():%H:%M}")
        self.desk.saved(text)
        self.saved.say(text)
        self._load()
        if then_print:
            self._open_print()

    def _failed(self, error: BaseException) -> None:
        self._saving = False
        if isinstance(error, Refused):
            self.form.show_problems(error.problems)
        else:
            self.desk.dialogs.report(error)

    def print_letter(self) -> None:
        """Ctrl+P: the letter as it is stored; what is unsaved is saved first."""
        if self._keeper is not None and (self._unsaved or not self._args.get("letter_id")):
            self._save(then_print=True)
        else:
            self._open_print()

    def _open_print(self) -> None:
        child_id, letter_id = self._args.get("child_id", ""), self._args.get("letter_id", "")
        if letter_id:
            print_dialog(self, child_id, document="information-letter", record_id=letter_id)

    def _close(self) -> None:
        self.leave()
        self.desk.go.back()


def _names(recipient: str, organization: str) -> bool:
    return recipient in organization or organization in recipient
