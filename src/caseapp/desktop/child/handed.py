"""The line on a child's page while its hand-over is not finished: who waits for what, and the way to the sheet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from caseapp.casework.views import ChildPage
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.page import Desk
from caseapp.rules.handover import GIVEN, PREPARING, Handover
from caseapp.words.language import _, ngettext


class HandedLine(Banner):
    """`show_child(view)`; hidden when nothing is open. Object name `child-handover`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("child-handover")
        self._desk = desk

    def show_child(self, view: ChildPage | None) -> None:
        """Say how the hand-over of this child stands, to whom it concerns and to everybody who opens it."""
        value = view.handover if view is not None else None
        if value is None:
            self.say("")
            return
        desk = self._desk
        mine = value.state == GIVEN and value.taker_id == desk.office.account.id
        action = _("Read the sheet and confirm") if mine else _("To the hand-over")
        key = value.id
        self.say(_words(value, self._days(value)), action=action, do=lambda: _open(desk, key), icon="people")

    def _days(self, value: Handover) -> str:
        days = value.days_open(self._desk.today())
        return ngettext("for {count} day", "for {count} days", days).format(count=days) if days else _("since today")


def _open(desk: Desk, handover_id: str) -> None:
    desk.go.open("handover", handover_id=handover_id)


def _words(value: Handover, since: str) -> str:
    if value.state == PREPARING:
        return _("A hand-over to {name} is being prepared.").format(name=value.taker)
    if value.state == GIVEN:
        words = _("Taken over from {giver} by {taker}; not confirmed yet ({since}).")
        return words.format(giver=value.giver, taker=value.taker, since=since)
    return _("{name} has a question about the hand-over.").format(name=value.taker)
