"""Looks, while a name and a birth date are written, who in the register is like this child, and says it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QTimer

from caseapp.casework.list_views import RegisterRow
from caseapp.desktop.child_form.likeness import likeness
from caseapp.desktop.child_form.sections import Sections
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.page import Desk
from caseapp.words.language import _

_AFTER = 250  # milliseconds of quiet


class LikenessWatch(QObject):
    """Says into `sections.like`: the same child, or twins; one may look at the other record."""

    def __init__(
        self, desk: Desk, sections: Sections, birth_date: Callable[[], date | None], *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._sections, self._birth_date = desk, sections, birth_date
        self._rows: Sequence[RegisterRow] = ()
        self._child_id = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER)
        self._timer.timeout.connect(self.look)

    def know(self, rows: Sequence[RegisterRow], *, child_id: str) -> None:
        """Everybody in the register, and who is being changed ("" for a new child)."""
        self._rows, self._child_id = rows, child_id

    def look_soon(self) -> None:
        """After a moment of quiet."""
        self._timer.start()

    def look(self) -> None:
        """Now."""
        of = self._sections.fields
        found = likeness(
            self._rows,
            child_id=self._child_id,
            birth_date=self._birth_date(),
            family_name=of["family_name"].text(),
            given_name=of["given_name"].text(),
            family_kana=of["family_name_kana"].text(),
            given_kana=of["given_name_kana"].text(),
        )
        if found.same:
            words = _("{name} ({number}), born the same day, is in the register already. Is it the same child?")
            self._say(words, found.same[0])
        elif found.twins:
            words = _("{name} ({number}) was born the same day. Twins? Mind that the records are not mixed up.")
            self._say(words, found.twins[0])
        else:
            self._sections.like.say("")

    def _say(self, words: str, row: RegisterRow) -> None:
        said = words.format(name=masked(row.name), number=row.number)
        if self._sections.like.text() != said:
            go = partial(self._desk.go.open_child, row.child_id)
            self._sections.like.say(said, action=_("Look at the record"), do=go, icon="people")
