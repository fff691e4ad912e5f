"""「きょうだいにも反映する」: what changed in the household, offered for the records of brothers and sisters.

Object names: `share-dialog`, a check box `share-<number>` for each of them, `share-save`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from caseapp.casework import household
from caseapp.casework.household import Offer
from caseapp.desktop.child.field_words import field_label, value_words
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Column
from caseapp.desktop.kit.choices import CheckBox
from caseapp.desktop.kit.masking import hidden, masked
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.text import Para
from caseapp.desktop.theme.theme import theme
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child
from caseapp.rules.child_household import CONTACT, Shared
from caseapp.words.language import _

_LINES = 12  # shown of one sibling without scrolling


class ShareDialog(Dialog):
    """What the records of brothers and sisters say otherwise, each with a box; `then` is called when it is answered."""

    def __init__(self, page: Page, child_id: str, offers: Sequence[Offer], *, then: Callable[[], object]) -> None:
        super().__init__(page, _("Take this over for brothers and sisters, too?"), width=600)
        self.setObjectName("share-dialog")
        self._page, self._child_id, self._then = page, child_id, then
        self._offers = tuple(offers)
        self.boxes: dict[str, CheckBox] = {}
        column = Column(spacing=6, parent=self.panel)
        lines = 0
        for offer in offers:
            box = CheckBox(f"{masked(offer.name)} ({offer.number})", checked=True, parent=column.inside)
            box.setObjectName(f"share-{offer.number}")
            self.boxes[offer.child_id] = box
            column.body.addWidget(box)
            for change in offer.changes:
                column.body.addWidget(Para(change_words(change), ink="sub", parent=column.inside))
            lines += 1 + len(offer.changes)
        column.body.addStretch(1)
        column.setMinimumHeight(min(lines, _LINES) * (theme.line() + 10))
        self.add(column)
        self.save_button = Button(_("Take it over"), self._save, kind="primary", key="Enter", parent=self.panel)
        self.save_button.setObjectName("share-save")
        self.set_buttons(self.save_button, leave=_("Leave their records as they are"))
        self.closed.connect(then)

    def _save(self) -> None:
        wanted = {each.child_id: each.changes for each in self._offers if self.boxes[each.child_id].isChecked()}
        if not wanted:
            self.close()
            return
        share = partial(household.share, self._page.desk.office, self._child_id, wanted)
        self._page.desk.act(share, self._shared, failed=self._failed, owner=self)

    def _shared(self, _changes: Changes) -> None:
        self._page.desk.saved(_("Taken over for brothers and sisters"))
        self.close()

    def _failed(self, error: BaseException) -> None:
        self.close()
        self._page.desk.dialogs.report(error)


def change_words(change: Shared) -> str:
    """`住所: 北町1 → 南町2`; `父 高瀬 亮 を加える`; `母 高瀬 美咲・電話番号: 0000 → 1111`."""
    field = change.part or change.field
    before, after = hidden(value_words(field, change.before)), hidden(value_words(field, change.after))
    if change.field == "family" and not change.part:
        return _("{name}: add to the family").format(name=masked(change.member))
    label = field_label("child", field)
    if change.member:
        label = f"{masked(change.member)} {label}"
    return _("{label}: {before} → {after}").format(label=label, before=before or _("nothing"), after=after)


def household_changed(before: Child | None, after: Child) -> bool:
    """Whether this saving changed what brothers and sisters share (a new child shares all)."""
    if before is None:
        return True
    return before.family != after.family or any(getattr(before, name) != getattr(after, name) for name in CONTACT)


def offer_to_share(page: Page, child_id: str, *, then: Callable[[], object]) -> None:
    """Ask what brothers and sisters have otherwise; the dialog where there is something, then `then`."""

    def show(offers: tuple[Offer, ...]) -> None:
        if not offers:
            then()
            return
        dialog = ShareDialog(page, child_id, offers, then=then)
        dialog.open(dialog.save_button)

    job = partial(household.offers, page.desk.office, child_id)
    page.desk.ask(job, show, owner=page, failed=lambda _error: then())
