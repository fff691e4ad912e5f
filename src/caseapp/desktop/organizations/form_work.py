"""What happens to the form: it begins with a record and its draft, keeps the draft, saves, and ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from caseapp.casework import drafts, organizations
from caseapp.casework.office import Office
from caseapp.casework.views import Draft, DraftKey
from caseapp.desktop.kit.drafts import DraftKeeper, ask_to_discard, kept_words
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.organizations.form import OrganizationForm
from caseapp.rules.organization import Organization
from caseapp.rules.problem import ChangedMeanwhile, Refused
from caseapp.words.language import _

FORM = "organization"


@dataclass(frozen=True)
class _Loaded:
    """What the form begins with; `new` when the organization is not in the store yet."""

    value: Organization
    draft: Draft | None
    new: bool


class FormWork(QObject):
    """`begun` when the form stands there filled, `ended` when it was left, `saved` with the id of what was saved."""

    begun = Signal()
    ended = Signal()
    saved = Signal(object)

    def __init__(self, desk: Desk, form: Callable[..., OrganizationForm], *, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._editing: _Loaded | None = None
        self._keeper: DraftKeeper | None = None
        self._saving = False
        self.form = form(save=self.save, discard=self.ask_to_discard, close=self.close)
        self.form.changed.connect(self._touched)

    @property
    def editing(self) -> bool:
        """Whether an organization is being written."""
        return self._editing is not None

    def place(self) -> dict[str, Any]:
        """What opens the form again here; {} when nothing is being written."""
        if self._editing is None:
            return {}
        return {"new": True} if self._editing.new else {"organization_id": self._editing.value.id, "edit": True}

    # ---- beginning and ending

    def begin(self, organization_id: str = "") -> None:
        """Open the form for this organization, or for a new one, with the draft there is."""
        self.keep()
        office = self._desk.office
        self._desk.ask(lambda: _load(office, organization_id), self._start, key="organization.form", owner=self)

    def _start(self, loaded: _Loaded) -> None:
        self._put_away_keeper()
        self._editing = loaded
        self._saving = False
        record_id = "" if loaded.new else loaded.value.id
        self._keeper = DraftKeeper(self._desk, DraftKey(FORM, "", record_id), self.form.content, parent=self)
        self._keeper.said.connect(self.form.saved.say)
        self.form.start(loaded.value, new=loaded.new)
        self.form.setEnabled(True)
        if loaded.draft is not None:
            self.form.put_back(loaded.draft.content, new=loaded.new)
            words = _("This is the draft of {time}.").format(time=kept_words(loaded.draft.saved_at, self._desk))
            self.form.say(words, action=_("Throw it away and start anew"), do=self.ask_to_discard)
        self.begun.emit()

    def close(self) -> None:
        """Leave the form. What was written stays as a draft, and the status line says so."""
        if self._saving or self._editing is None:
            return
        if self._keeper is not None and (self._keeper.unsaved or self.form.saved.text()):
            self._desk.saved(_("Closed. The draft is kept."))
        self.leave()
        self.ended.emit()

    def leave(self) -> None:
        """The same without a word: something else is shown in its place."""
        self._editing = None
        self._put_away_keeper()

    def _put_away_keeper(self) -> None:
        """It lives on until the draft is written, and says so should that fail."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.said.disconnect()
            keeper.keep()

    # ---- the draft

    def keep(self) -> None:
        """Write the draft, in the background."""
        if self._keeper is not None:
            self._keeper.keep()

    def keep_now(self) -> None:
        """Write the draft, and wait for it."""
        if self._keeper is not None:
            self._keeper.keep_now()

    def _touched(self) -> None:
        if self._keeper is not None and not self._saving:
            self._keeper.touch()
            self.form.discard.show()

    def ask_to_discard(self) -> None:
        """Throw the draft away, after a question."""
        ask_to_discard(self._desk, self._discard)

    def _discard(self) -> None:
        keeper, editing = self._keeper, self._editing
        if keeper is None or editing is None:
            return
        self._keeper = None
        self._desk.saved(_("The draft was thrown away"))
        keeper.discard(lambda: self.begin("" if editing.new else editing.value.id))

    # ---- saving

    def save(self) -> None:
        """Save what stands in the form. Twice in a hurry makes one organization."""
        if self._editing is None or self._saving or self._keeper is None:
            return
        value, office, key = self.form.filled(), self._desk.office, self._keeper.key
        self._keeper.keep()  # should the saving fail, what was typed is there
        self._saving = True
        self.form.setEnabled(False)
        self._desk.act(
            lambda: organizations.save(office, value, draft_key=key),
            lambda _changes: self._was_saved(value.id),
            failed=self._not_saved,
            owner=self,
        )

    def _was_saved(self, organization_id: str) -> None:
        self._saving = False
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.end()
        self._editing = None
        self._desk.saved(_("Saved {time}").format(time=f"{self._desk.now():%H:%M:%S}"))
        self.saved.emit(organization_id)

    def _not_saved(self, error: BaseException) -> None:
        self._saving = False
        self.form.setEnabled(True)
        if isinstance(error, ChangedMeanwhile):
            words = _("The record was changed meanwhile. Nothing was saved; what you wrote is kept as a draft.")
            self.form.say(words, action=_("Read the record as it is now"), do=self.ask_to_discard)
            self.form.focus_first()
        elif isinstance(error, Refused):
            self.form.show_problems(error.problems)
        else:
            self._desk.dialogs.report(error, title=_("The organization could not be saved"))


def _load(office: Office, organization_id: str) -> _Loaded:
    """What the form begins with. Raises NotFound."""
    draft = drafts.find(office, form=FORM, child_id="", record_id=organization_id)
    if organization_id:
        return _Loaded(organizations.get(office, organization_id), draft, new=False)
    number = organizations.next_number(office)
    return _Loaded(Organization(id=office.new_id(), number=number, name="", kind=""), draft, new=True)
