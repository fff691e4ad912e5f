"""Parts that most children do not have stand out of sight until they are used: a button for each brings one in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.desktop.child_form.parts import PartList
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.form import Form, Row
from caseapp.words.language import _


@dataclass(frozen=True)
class Offer:
    """A list of parts, its row in the form and the button that brings it in."""

    parts: PartList[Any]
    row: Row
    button: Button


class Adders:
    """The row 「追加する」 of one section, for the lists of parts with these names.

    `settle` shows what is used and offers the rest. Object names of the buttons: `<list>-bring`.
    """

    def __init__(self, form: Form, lists: Sequence[tuple[PartList[Any], str, str]], *, name: str) -> None:
        self._offers: list[Offer] = []
        for parts, row_name, words in lists:
            button = Button(words, kind="quiet", icon="plus")
            button.setObjectName(parts.objectName().removesuffix("-list") + "-bring")
            offer = Offer(parts, form.row_of(row_name), button)
            button.clicked.connect(partial(self._begin, offer))
            self._offers.append(offer)
        form.group(
            _("Add"),
            [offer.button for offer in self._offers],
            name=name,
            names=[words for _parts, _row, words in lists],
        )
        self._row = form.row_of(name)

    def settle(self) -> None:
        """Show the rows that hold something, and the buttons of the others."""
        for offer in self._offers:
            self._show(offer, used=bool(offer.parts.editors()))
        self._fit()

    def first(self) -> QWidget | None:
        """The first button that can be seen."""
        return next((offer.button for offer in self._offers if not offer.button.isHidden()), None)

    def _begin(self, offer: Offer, _checked: bool = False) -> None:
        self._show(offer, used=True)
        self._fit()
        offer.parts.add_new()

    def _show(self, offer: Offer, *, used: bool) -> None:
        offer.row.set_visible(used)
        offer.button.setVisible(not used)

    def _fit(self) -> None:
        self._row.set_visible(any(not offer.button.isHidden() for offer in self._offers))
