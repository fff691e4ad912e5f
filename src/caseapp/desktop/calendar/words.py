"""What stands in the calendar, in words: the line in a day's square, the two lines beside it, the row on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from caseapp.casework import calendar
from caseapp.casework.calendar import CalendarEntry
from caseapp.desktop.calendar.spans import closed_words
from caseapp.desktop.child.due_words import due_chip
from caseapp.desktop.child.stage_way import page_for
from caseapp.desktop.kit.chips import Chip
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.today.lines import Notice
from caseapp.rules import dates
from caseapp.rules.account import short_name
from caseapp.rules.program_use import USED
from caseapp.words import codes, language
from caseapp.words.language import _


def kind_words(entry: CalendarEntry) -> str:
    """What kind of thing it is."""
    return {
        calendar.STEP: _("to do"),
        calendar.WAITING: _("waiting for an answer"),
        calendar.VISIT: _("visited"),
        calendar.USE: _("use of a scheme"),
        calendar.HANDOVER: _("hand-over"),
        calendar.REVIEW: _("review of the plan"),
        calendar.CERTIFICATE: _("certificate"),
        calendar.STAGE: _("stage of life"),
    }[entry.kind]


def text_of(entry: CalendarEntry) -> str:
    """What is to be done, or what happens."""
    if entry.kind == calendar.WAITING:
        return f"{entry.whom} ・ {entry.text}"
    if entry.kind == calendar.VISIT:
        return _("A home visit was made.")
    if entry.kind == calendar.USE:
        return " ・ ".join(part for part in (entry.text, entry.whom) if part)
    if entry.kind == calendar.HANDOVER:
        return _("To be handed over by {giver} to {taker}.").format(giver=entry.text, taker=entry.whom)
    if entry.kind == calendar.REVIEW:
        return _("The plan is to be looked at again.")
    if entry.kind == calendar.CERTIFICATE:
        if entry.danger:
            return _("The certificate ends; from 18 on it cannot be applied for again.")
        return _("The programme ends.") if entry.text else _("The certificate ends.")
    return entry.text


def square_line(entry: CalendarEntry) -> str:
    """The line in a day's square: 10:30 高瀬 電話する."""
    return f"{head_line(entry)} {text_of(entry)}"


def head_line(entry: CalendarEntry) -> str:
    """When and about whom: 10:30 高瀬."""
    at = dates.time_text(entry.at) if entry.at else ""
    family = short_name(masked(entry.child_name))
    return f"{at} {family}".strip()


def notice(entry: CalendarEntry, *, today: date, mine: bool) -> Notice:
    """The two lines beside the calendar. The key tells the entries of one day apart."""
    whose = "" if mine or not entry.worker_short else _("worker {name}").format(name=entry.worker_short)
    args = [("child_id", entry.child_id)]
    if entry.kind == calendar.HANDOVER:
        args = [("handover_id", entry.record_id)]
    elif entry.page == "plan":
        args.append(("plan_id", entry.record_id))
    elif entry.page == "liaison":
        args.append(("liaison_id", entry.record_id))
    elif entry.kind == calendar.USE:
        args.append(("use_id", entry.record_id))
    elif entry.kind in (calendar.STEP, calendar.WAITING):
        args.append(("follow_up_id", entry.record_id))
    elif entry.kind == calendar.VISIT:
        args += [("record_kind", "consultation"), ("record_id", entry.record_id)]
    step = entry.kind == calendar.STEP or (entry.kind == calendar.WAITING and entry.page == "child")
    return Notice(
        key=f"{entry.kind}:{entry.record_id}:{entry.child_id}",
        child_id=entry.child_id,
        who=entry.child_name,
        aside=" ・ ".join(part for part in (kind_words(entry), whose) if part),
        text=text_of(entry),
        chip=_chip(entry, today),
        page=page_for(entry.entry) or entry.page,
        args=tuple(args),
        follow_up_id=entry.record_id if step else "",
        subject=entry.text if step else "",
    )


def _chip(entry: CalendarEntry, today: date) -> Chip:
    if entry.danger:
        return Chip(due_chip(entry.on, today=today).words, "red", "stop")
    if entry.at is not None:
        return Chip(dates.time_text(entry.at), "done" if entry.kind == calendar.VISIT else "coming")
    if entry.kind == calendar.VISIT:
        return Chip(_("done"), "done")
    if entry.kind == calendar.USE:
        return Chip(codes.load("program_use_state").label(entry.code), "done" if entry.code == USED else "kind")
    if entry.kind == calendar.STEP:
        return due_chip(entry.on, today=today)
    return Chip(kind_words(entry), "waiting") if entry.kind == calendar.WAITING else Chip(kind_words(entry), "kind")


def paper_columns() -> tuple[str, ...]:
    """The heads of the printed days."""
    return (_("Day"), _("Time"), _("Child's name"), _("What"), _("Kind"), _("Worker"))


def paper_rows(days: Sequence[date], entries: Sequence[CalendarEntry]) -> list[tuple[str, ...]]:
    """The lines of the printed days: what stands there, and a line to write on for a day on which nothing does."""
    rows: list[tuple[str, ...]] = []
    for day in days:
        there = [entry for entry in entries if entry.on == day]
        rows += [_paper_row(entry) for entry in there] or [(_paper_day(day), "", "", "", "", "")]
    return rows


def _paper_day(day: date) -> str:
    """The day, below it the holiday."""
    return "\n".join(filter(None, (dates.era_weekday(day, language.current()), closed_words(day))))


def _paper_row(entry: CalendarEntry) -> tuple[str, ...]:
    at = dates.time_text(entry.at) if entry.at else ""
    return (_paper_day(entry.on), at, entry.child_name, text_of(entry), kind_words(entry), entry.worker_short)
