"""What is done on the page of the hand-over: keeping, handing over, confirming, answering, printing, taking out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from caseapp.casework import drafts, handover_views, handovers
from caseapp.casework.handover_views import HandoverLine
from caseapp.casework.office import Office
from caseapp.desktop.handover import begin_dialog
from caseapp.desktop.handover.lasting import act_long
from caseapp.desktop.handover.lines import chip
from caseapp.desktop.kit.dialogs import Answer
from caseapp.desktop.kit.fields import date_words
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.plan.delivery import ReasonDialog
from caseapp.rules.changes import Changes
from caseapp.rules.handover import GIVEN, PREPARING
from caseapp.words.language import _, ngettext

if TYPE_CHECKING:
    from caseapp.desktop.handover.page import HandoverPage

FORM = "handover"
"""What drafts of the page are kept under."""


class Acts:
    """The acts of `HandoverPage`; each knows what the bar stands on."""

    def __init__(self, page: HandoverPage) -> None:
        self._page = page

    # ---- the predecessor

    def begin_mine(self) -> None:
        """Everybody whose worker the user is."""
        page, me = self._page, self._page.desk.office.account.id
        job = partial(handover_views.left_with, page.desk.office, me, free=True)
        page.desk.ask(job, self._begin, owner=page)

    def _begin(self, child_ids: tuple[str, ...]) -> None:
        page = self._page
        if not child_ids:
            page.desk.dialogs.tell(_("Hand-over"), _("No child of yours is left to be handed over."))
            return
        begin_dialog.begin(page, page.desk, child_ids, without=page.desk.office.account.id)

    def ready(self, line: HandoverLine) -> None:
        """The sheet is as it should be: keep it, and on to the next child."""
        page, value = self._page, self._page.view.written()
        if value is None:
            return
        if not value.written:
            page.desk.dialogs.tell(_("Hand-over"), _("Write the three lines first: who it is, now, the next step."))
            return
        page.keeping.write(lambda: self._next(line), looked_at=True)

    def _next(self, line: HandoverLine) -> None:
        if not self._page.go_to_next(line):
            self._page.desk.saved(_("Every sheet of this hand-over is ready"))

    def give(self) -> None:
        """Ask once, then change the worker of every child of the batch; what was typed is on the sheet before."""
        self._page.keeping.settle(self._ask_to_give)

    def _ask_to_give(self) -> None:
        page = self._page
        meant = [line for line in page.batch_lines() if line.state == PREPARING]
        if not meant:
            return
        first, unread = meant[0], sum(not line.ready for line in meant)
        words = ngettext(
            "Hand {count} child over to {name} today?", "Hand {count} children over to {name} today?", len(meant)
        ).format(count=len(meant), name=first.taker)
        told = [_("The worker changes, and open next steps move along.")]
        if first.on > page.desk.today():
            told.append(_("It was planned for {day}.").format(day=date_words(first.on)))
        if unread:
            skipped = ngettext(
                "{count} sheet was not gone through yet.", "{count} sheets were not gone through yet.", unread
            )
            told.append(skipped.format(count=unread))
        page.desk.dialogs.ask(
            words,
            then=lambda _code: self._give(first, len(meant)),
            answers=[Answer("give", _("Hand over"), "primary", careful=len(told) > 1)],
            detail="\n".join(told),
        )

    def _give(self, first: HandoverLine, count: int) -> None:
        page, office, batch, taker = self._page, self._page.desk.office, first.batch, first.taker
        words = ngettext(
            "{count} child was handed over to {name}", "{count} children were handed over to {name}", count
        ).format(count=count, name=taker)

        def back() -> None:
            page.desk.act(lambda: handovers.take_back(office, batch, planned=first.on), taken_back, owner=page)

        def taken_back(_changes: Changes) -> None:
            page.desk.saved(_("The hand-over was taken back"))

        def done(_changes: Changes) -> None:
            page.desk.saved(words)
            page.offer_undo(words, back)

        act_long(
            page.desk,
            _("The children are being handed over"),
            lambda progress: handovers.give(office, batch, progress=progress, cancelled=progress.cancelled),
            done,
            stopped=lambda: page.desk.saved(_("Stopped. Nothing was changed.")),
            owner=page,
        )

    def take_out(self) -> None:
        """One child out of a hand-over that is prepared; a manager may stop waiting for a confirmation, and why."""
        page, line = self._page, self._page.list.current()
        if line is None:
            return
        if line.state == GIVEN:
            about = _("No longer wait for the confirmation of {name}").format(name=masked(line.child_name))
            dialog = ReasonDialog(
                page, about, words="", act=_("Stop waiting"), then=lambda reason: self._cancel(line, reason)
            )
            dialog.open(dialog.reason)
            return
        words = _("Take {name} out of this hand-over? The worker stays as it is.").format(name=masked(line.child_name))
        page.desk.dialogs.ask(
            words,
            then=lambda _code: page.keeping.settle(lambda: self._cancel(line, "")),
            answers=[Answer("out", _("Take it out"))],
        )

    def _cancel(self, line: HandoverLine, reason: str) -> None:
        page, office = self._page, self._page.desk.office
        page.desk.act(lambda: handovers.cancel(office, [line.handover_id], reason=reason), owner=page)

    def answer(self, line: HandoverLine, text: str) -> None:
        """What is said to the successor's question."""
        page, office = self._page, self._page.desk.office

        def done() -> None:
            page.desk.saved(_("The successor sees your answer"))
            page.go_to_next(line)

        page.keeping.send(lambda key: handovers.answer(office, line.handover_id, text, draft_key=key), done)

    # ---- the successor

    def acknowledge(self, line: HandoverLine, question: str) -> None:
        """It was read; on to the next one that waits."""
        page, office = self._page, self._page.desk.office

        def back() -> None:
            page.desk.act(lambda: _unconfirm(office, line, question), taken_back, owner=page)

        def taken_back(_changes: Changes) -> None:
            page.desk.saved(_("The confirmation was taken back"))
            page.open(handover_id=line.handover_id)

        def done() -> None:
            more = page.go_to_next(line)
            page.reading.brought(page.current_id() if more else "")
            words = _("The sheet was confirmed") if more else _("Everything of this hand-over is confirmed")
            page.desk.saved(words)
            page.offer_undo(words, back)

        page.keeping.send(
            lambda key: handovers.acknowledge(office, line.handover_id, question=question, draft_key=key), done
        )

    # ---- paper

    def print_sheet(self) -> None:
        """The sheet of the child that is shown."""
        self._page.keeping.settle(self._print_sheet)

    def _print_sheet(self) -> None:
        from caseapp.desktop.print import print_dialog

        line = self._page.list.current()
        if line is not None:
            print_dialog(self._page, line.child_id, document="handover", record_id=line.handover_id)

    def print_sheets(self) -> None:
        """The sheets of the batch as one print with a cover."""
        self._page.keeping.settle(self._print_sheets)

    def _print_sheets(self) -> None:
        from caseapp.desktop.print import print_many

        child_ids = [line.child_id for line in self._page.batch_lines()]
        if child_ids:
            print_many(self._page, child_ids, document="handover")

    def print_list(self) -> None:
        """The batch as a list with places to tick."""
        from caseapp.desktop.print import print_list

        own = self._page.batch_lines()
        if not own:
            return
        heads, cells = listed(own)
        first = own[0]
        title = _("Hand-over: {giver} to {taker}").format(giver=first.giver, taker=first.taker)
        print_list(self._page, heads, cells, title=title, filters=[date_words(first.on)])


def _unconfirm(office: Office, line: HandoverLine, question: str) -> Changes:
    """The confirmation goes; what was asked with it is being written again."""
    changes = handovers.take_word_back(office, line.handover_id)
    if question.strip():
        content = {"question": question}
        drafts.save(office, form=FORM, child_id=line.child_id, record_id=line.handover_id, content=content)
    return changes


def listed(lines: Sequence[HandoverLine]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the list on paper: a box to tick for who reads it through with a pencil."""
    whom = [_("Child no."), _("Name"), _("Age and grade"), _("Predecessor"), _("Successor")]
    heads = [*whom, _("How it stands"), _("Read"), _("Introduced")]
    rows = [
        [
            line.child_number,
            line.child_name,
            line.age_grade,
            line.giver,
            line.taker,
            chip(line).words,
            date_words(line.acknowledged_at.date()) if line.acknowledged_at else "□",
            "□",
        ]
        for line in lines
    ]
    return heads, rows
