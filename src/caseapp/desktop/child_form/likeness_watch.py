"""Looks, while a child is written down, who in the register is like it, and says it with the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QTimer

from caseapp.casework import duplicates
from caseapp.casework.duplicates import Match
from caseapp.desktop.child_form.sections import Sections
from caseapp.desktop.kit.dialogs import Answer
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.page import Desk
from caseapp.rules import dates
from caseapp.rules.child import Child
from caseapp.words.language import _
from caseapp.words.likeness import said

Failed = Callable[[BaseException], object]

_AFTER = 250  # milliseconds of quiet
_NAMED = ("family_name", "given_name", "family_name_kana", "given_name_kana")


class LikenessWatch(QObject):
    """Says into `sections.like`: the same child, or twins. A new child's form leads to the other record; from the form
    of a child that is in the register already the two can be compared, and made one."""

    def __init__(
        self, desk: Desk, sections: Sections, birth_date: Callable[[], date | None], *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._sections, self._birth_date = desk, sections, birth_date
        self._child_id = ""
        self._others: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER)
        self._timer.timeout.connect(self.look)

    def know(self, *, child_id: str) -> None:
        """Who is being changed ("" for a new child)."""
        self._child_id = child_id
        self._others = set()

    def look_soon(self) -> None:
        """After a moment of quiet."""
        self._timer.start()

    def look(self) -> None:
        """Now."""
        values = self._sections.fields.values()
        known = {name: values[name] for name in _KNOWN if name in values}
        born = self._birth_date()
        if not any(str(values[name]).strip() for name in _NAMED):
            self._sections.like.say("")
            return
        names = {"number": "", "birth_date": born or self._desk.today(), "id": self._child_id}
        candidate = Child(**{**known, **names})
        office = self._desk.office
        ask = partial(duplicates.likely, office, candidate, limit=1, born_known=born is not None)
        self._desk.ask(ask, self._show, key="child_form.alike", owner=self)

    def _show(self, found: tuple[Match, ...]) -> None:
        if not found:
            self._sections.like.say("")
            return
        match = found[0]
        told = self._told(match)
        if self._sections.like.text() != told:
            self._say(told, match)

    def _told(self, match: Match) -> str:
        if match.twins:
            words = _("{name} ({number}) was born the same day. Twins? Mind that the records are not mixed up.")
        else:
            words = _("{name} ({number}) is in the register already. {why} Is it the same child?")
        person = match.person
        born = dates.short_date(person.birth_date, self._desk.preferences["date_style"])
        which = _(", ").join((person.number, _("born {day}").format(day=born)))
        told = words.format(name=masked(person.name), number=which, why=said(match.reasons))
        if person.status == "closed":
            told += _("The support of this child has ended.")
        return told

    def before_saving(
        self, child: Child, *, save: Callable[[], object], leave: Callable[[], object], failed: Failed
    ) -> None:
        """A new child who seems to be in the register: ask once before a second record is made. One of `save` and
        `leave` is called, or `failed`."""
        if self._child_id:
            save()
            return

        def asked(found: tuple[Match, ...]) -> None:
            match = next((each for each in found if each.child_id not in self._others), None)
            if match is None:
                save()
                return
            leave()
            self._ask_once(match, save)

        ask = partial(duplicates.likely, self._desk.office, child, twins=False)
        self._desk.ask(ask, asked, key="child_form.twice", failed=failed, owner=self)

    def _ask_once(self, match: Match, save: Callable[[], object]) -> None:
        def answered(code: str) -> None:
            if code == "open":
                self._desk.go.open_child(match.child_id)
            else:
                self._others.add(match.child_id)
                save()

        detail = "\n".join((self._told(match), _("What you wrote here stays as a draft when you open the record.")))
        answers = [Answer("open", _("Open that record")), Answer("other", _("Register as another child"))]
        self._desk.dialogs.ask(_("This may be the same child"), then=answered, answers=answers, detail=detail)

    def _say(self, told: str, match: Match) -> None:
        if self._child_id and not match.twins:
            go = partial(self._desk.go.open, "merge", child_id=self._child_id, other_id=match.child_id, either=True)
            self._sections.like.say(told, action=_("Compare the two"), do=go, icon="people")
        else:
            go = partial(self._desk.go.open_child, match.child_id)
            self._sections.like.say(told, action=_("Look at the record"), do=go, icon="people")


_KNOWN = (
    *_NAMED,
    *("former_name", "alias", "print_name", "romaji", "former_names", "sex"),
    *("phone", "address", "family", "certificates"),
)
"""The fields of the form by which children are told apart."""
