"""引継ぎ on Today: what waits for my word, whose word I wait for, what is prepared and due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from caseapp.casework.views import HandoverNotice, TodayPage
from caseapp.desktop.kit.chips import Chip
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.today.lines import Notice, Rows, item_count, plain_date
from caseapp.rules import dates
from caseapp.rules.handover import LATE_DAYS
from caseapp.words.language import _, ngettext


def handed(page: TodayPage, *, style: dates.Style = "era") -> Rows:
    """The section and its lines; nothing at all when nobody is handed over."""
    lines = [_line(notice, page.on, style) for notice in page.handovers]
    return [Head(_("Hand-over"), count=item_count(len(lines))), *lines] if lines else []


def _line(notice: HandoverNotice, today: date, style: dates.Style) -> Notice:
    words, text, chip = _SAID[notice.kind](notice, today, style)
    args = (("handover_id", notice.handover_id),) if notice.kind == "question" else (("batch", notice.batch),)
    return Notice(
        key=f"handover:{notice.kind}:{notice.batch}",
        child_id="",
        who=words,
        aside=notice.who,
        text=text,
        chip=chip,
        person=False,
        page="handover",
        args=args,
    )


def _people(count: int) -> str:
    return ngettext("{count} person", "{count} people", count).format(count=count)


def _since(notice: HandoverNotice) -> Chip:
    """How long it waits: from a week on it is as loud as what is late."""
    if not notice.days:
        return Chip(_("today"), "today")
    words = ngettext("{count} day", "{count} days", notice.days).format(count=notice.days)
    return Chip(words, "late" if notice.days >= LATE_DAYS else "coming")


def _acknowledge(notice: HandoverNotice, today: date, style: dates.Style) -> tuple[str, str, Chip]:
    words = _("Hand-overs to confirm: {people}").format(people=_people(notice.count))
    text = _("taken over from {name} on {day}; read the sheets and confirm each")
    return words, text.format(name=notice.who, day=plain_date(notice.on, today, style)), _since(notice)


def _waiting(notice: HandoverNotice, today: date, style: dates.Style) -> tuple[str, str, Chip]:
    words = _("Not confirmed by the successor: {people}").format(people=_people(notice.count))
    if notice.taker_left:
        text = _("{name} works here no more; hand the children over anew")
        return words, text.format(name=notice.who), Chip(_("successor gone"), "late")
    text = _("handed over to {name} on {day}, {count} in all")
    told = text.format(name=notice.who, day=plain_date(notice.on, today, style), count=_people(notice.of))
    return words, told, _since(notice)


def _prepared(notice: HandoverNotice, today: date, style: dates.Style) -> tuple[str, str, Chip]:
    words = _("Hand-over being prepared: {people}").format(people=_people(notice.of))
    text = _("to {name} on {day}; {done} of {of} sheets are ready")
    day = plain_date(notice.on, today, style)
    told = text.format(name=notice.who, day=day, done=notice.count, of=notice.of)
    due = notice.kind == "due"
    return words, told, Chip(_("to be carried out"), "today") if due else Chip(day, "coming")


def _expected(notice: HandoverNotice, today: date, style: dates.Style) -> tuple[str, str, Chip]:
    words = _("Hand-over that comes to me: {people}").format(people=_people(notice.count))
    day = plain_date(notice.on, today, style)
    chip = Chip(day, "coming") if notice.on > today else Chip(_("today") if notice.on == today else day, "today")
    return words, _("from {name} on {day}").format(name=notice.who, day=day), chip


def _question(notice: HandoverNotice, today: date, style: dates.Style) -> tuple[str, str, Chip]:
    words = _("Question of the successor: {people}").format(people=_people(notice.count))
    return (
        words,
        _("{name} asks about a child that was handed over").format(name=notice.who),
        Chip(_("answer"), "today"),
    )


_SAID: dict[str, Callable[[HandoverNotice, date, dates.Style], tuple[str, str, Chip]]] = {
    "acknowledge": _acknowledge,
    "waiting": _waiting,
    "due": _prepared,
    "prepare": _prepared,
    "expected": _expected,
    "question": _question,
}
