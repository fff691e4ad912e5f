"""変更履歴: who changed what in a record, and when. Nothing is ever overwritten without a trace."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from caseapp.casework import history
from caseapp.casework.views import Change
from caseapp.desktop.child.field_words import field_label, value_words
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Column, Rule
from caseapp.desktop.kit.fields import date_words
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.text import Label, Para
from caseapp.desktop.theme.theme import theme
from caseapp.desktop.transition.words import answers_changed
from caseapp.rules.dates import time_text
from caseapp.words.language import _

_WIDTH = 760
_HEIGHT = 420
_LABEL = 150


class HistoryDialog(Dialog):
    """The changes of one record, the newest first. Object name `history-dialog`."""

    def __init__(self, host: QWidget, changes: Sequence[Change], *, title: str) -> None:
        super().__init__(host, _("History of changes: {title}").format(title=title), width=_WIDTH)
        self.setObjectName("history-dialog")
        column = Column(parent=self.panel)
        column.setMinimumHeight(min(theme.px(_HEIGHT), max(160, host.window().height() - 220)))
        column.setAccessibleName(_("Changes"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, theme.px(_LABEL))
        grid.setColumnStretch(1, 1)
        head = ""
        for change in changes:
            when = f"{date_words(change.when.date())} {time_text(change.when.time())} ・ {change.who}"
            if when != head:
                head = when
                if grid.count():
                    grid.addWidget(Rule(column.inside), grid.rowCount(), 0, 1, 2)
                grid.addWidget(Label(when, role="strong", parent=column.inside), grid.rowCount(), 0, 1, 2)
            self._add(grid, change, column.inside)
        if not changes:
            grid.addWidget(
                Label(_("Nothing was changed since it was written."), tone="sub", parent=column.inside), 0, 0
            )
        column.body.addLayout(grid)
        column.body.addStretch(1)
        self.add(column)
        self.close_button = Button(_("Close"), self.close, kind="primary", key="Esc", parent=self.panel)
        self.set_buttons(self.close_button)

    def _add(self, grid: QGridLayout, change: Change, inside: QWidget) -> None:
        row = grid.rowCount()
        grid.addWidget(Label(field_label(change.kind, change.field), tone="sub", wrap=True, parent=inside), row, 0)
        grid.addWidget(Para(changed_words(change), parent=inside), row, 1)


def changed_words(change: Change) -> str:
    """`みどりヶ丘小学校 → 汐見中学校`; for the making of the record, of a part, and their going, one word."""
    if not change.field:
        return _("written")
    if change.field == "answers":
        return answers_changed(change.before, change.after)
    before, after = value_words(change.field, change.before), value_words(change.field, change.after)
    if not before:
        return _("added: {value}").format(value=after)
    if not after:
        return _("taken out: {value}").format(value=before)
    return _("{before} → {after}").format(before=before, after=after)


def open_history(host: QWidget, desk: Desk, *, kind: str, record_id: str, title: str) -> None:
    """Ask for the changes and show them."""
    office = desk.office

    def show(found: tuple[Change, ...]) -> None:
        dialog = HistoryDialog(host, found, title=title)
        dialog.open(dialog.close_button)

    desk.ask(lambda: history.of_record(office, kind, record_id), show, key="history", owner=host)
