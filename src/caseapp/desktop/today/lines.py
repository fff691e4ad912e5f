"""What stands on Today, line by line: plain values, made from the read-model; the delegate only paints them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from caseapp.casework.views import BookedRow, CertificateRow, SilentRow, StageProposal, TodayPage, TodayRow, WaitingRow
from caseapp.desktop.child.due_words import due_chip, reply_chip, step_icon
from caseapp.desktop.child.stage_way import page_for
from caseapp.desktop.kit.chips import Chip
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.kit.masking import masked
from caseapp.rules import dates, due
from caseapp.rules.due import silence
from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.follow_up import OFTEN
from caseapp.rules.holidays import holiday
from caseapp.rules.problem import N_
from caseapp.words import codes, language
from caseapp.words.language import _, ngettext


@dataclass(frozen=True)
class Action:
    """A next action: one line. `danger` is a sentence about the child's certificate that stands as a red chip;
    `postponed` says how often it was put off, from the third time on as loud as what is late."""

    row: TodayRow
    chip: Chip
    day: str
    icon: str
    danger: str = ""
    worker: str = ""
    postponed: Chip | None = None
    repeats: str = ""

    @property
    def key(self) -> str:
        return self.row.follow_up_id

    @property
    def name(self) -> str:
        return masked(self.row.child_name)

    @property
    def spoken(self) -> str:
        put_off = self.postponed.words if self.postponed else ""
        about = (self.chip.words, self.day, self.name, self.row.age_grade, self.row.text)
        parts = (*about, self.repeats, put_off, self.danger, self.worker)
        return "、".join(part for part in parts if part)


@dataclass(frozen=True)
class Notice:
    """Two lines: who (bold), an aside, a chip; below it what. `person`: the bold word is a child's name.

    `page` and `args` say where it is dealt with (the child's page when nothing is said). With `follow_up_id` it is an
    action (its words are `subject`) that is another's turn: it can be done, asked for again, or have come. `proposal`
    is an item of the path that can be taken up or dismissed.
    """

    key: str
    child_id: str
    who: str
    aside: str
    text: str
    chip: Chip
    person: bool = True
    aside_is_name: bool = False
    page: str = "child"
    args: tuple[tuple[str, str], ...] = ()
    follow_up_id: str = ""
    subject: str = ""
    proposal: StageProposal | None = None

    @property
    def title(self) -> str:
        return masked(self.who) if self.person else self.who

    @property
    def beside(self) -> str:
        return _("the child {name}").format(name=masked(self.aside)) if self.aside_is_name else self.aside

    @property
    def spoken(self) -> str:
        return "、".join(part for part in (self.title, self.beside, self.chip.words, self.text) if part)


Line = Action | Notice
Rows = list[Head | Line]
_WORKERS = 3
_RENEWAL = "renewal"  # the template's entry for the certificate
_NEAR = 180  # days within which a day without its year is plain

_DANGER = {"expiring": N_("Lapses for good"), "expired": N_("Lapsed for good")}


def actions(page: TodayPage, *, style: dates.Style = "era") -> Rows:
    """The left list: late, today, the week ahead."""
    counts = page.counts
    rows: Rows = []
    rows += _section(
        _("Overdue"), counts.get("overdue", 0), _acts(page, page.overdue, style), empty=_("Nothing is overdue.")
    )
    rows += _section(
        _("Today"),
        counts.get("due_today", 0),
        _acts(page, page.due_today, style),
        empty=_("Nothing is planned for today."),
        remark=_kinds(page),
    )
    rows += _section(
        _("The next 7 days"),
        counts.get("next_7_days", 0),
        _acts(page, page.next_7_days, style),
        empty=_("Nothing is planned for the next 7 days."),
    )
    return rows


def notices(page: TodayPage, *, style: dates.Style = "era") -> Rows:
    """The right list: who we wait for, the long silent, certificates, stages of life. Empty sections are left out."""
    counts = dict(page.counts)
    rows: Rows = []
    renewals = {item.child_id: item for item in page.milestones if item.entry == _RENEWAL}
    certified = {row.child_id for row in page.certificates}
    stages = [item for item in page.milestones if item.entry != _RENEWAL or item.child_id not in certified]
    counts["milestones"] = counts.get("milestones", len(stages)) - (len(page.milestones) - len(stages))
    for head, count, lines, remark, cut in (
        (_("Waiting for an answer"), "waiting", [_waiting(r, page.on, style) for r in page.waiting], "", item_count),
        (_("Uses of schemes"), "booked", [_booked(r, page.on, style) for r in page.booked], "", item_count),
        (_("No contact for long"), "silent", [_silent(r, page, style) for r in page.silent], _by_worker(page), _people),
        (
            _("Certificates running out"),
            "certificates",
            [_certificate(r, page.on, style, renewals.get(r.child_id)) for r in page.certificates],
            _("within 90 days"),
            _people,
        ),
        (
            _("Stages of life ahead"),
            "milestones",
            [_milestone(item, page) for item in stages],
            _("not taken up yet"),
            item_count,
        ),
    ):
        if lines:
            rows.append(Head(head, remark=remark, count=cut(counts.get(count, len(lines)))))
            rows += lines
            rows += _more(counts.get(count, 0) - len(lines))
    return rows or [Head(_("Nobody is waiting, and nothing runs out soon."), empty=True)]


def count_words(page: TodayPage) -> str:
    """Whose and how many children: 「わたしの担当 48人」."""
    children = page.counts.get("children", 0)
    if page.mine:
        words = ngettext("{count} child of mine", "{count} children of mine", children)
    else:
        words = ngettext("{count} child in all", "{count} children in all", children)
    return words.format(count=children)


def title(on: date) -> tuple[str, str]:
    """The day and its year, with the name of a holiday: 11月23日(月), 令和8年 ・ 勤労感謝の日."""
    speech = language.current()
    year = dates.fiscal_year_long(on.year, language=speech).removesuffix("度") if dates.is_japanese(speech) else on.year
    name = holiday(on)
    return dates.era_weekday(on, speech), " ・ ".join(filter(None, (str(year), _(name) if name else "")))


def _section(head: str, count: int, lines: Sequence[Line], *, empty: str, remark: str = "") -> Rows:
    if not lines:
        return [Head(empty, empty=True)]
    return [Head(head, remark=remark, count=item_count(count)), *lines, *_more(count - len(lines))]


def _more(hidden: int) -> Rows:
    words = ngettext("{count} more is in the register.", "{count} more are in the register.", hidden)
    return [Head(words.format(count=hidden), empty=True)] if hidden > 0 else []


def _acts(page: TodayPage, rows: Iterable[TodayRow], style: dates.Style) -> list[Line]:
    return [_action(row, page=page, style=style) for row in rows]


def _action(row: TodayRow, *, page: TodayPage, style: dates.Style) -> Action:
    return Action(
        row=row,
        chip=due_chip(row.due_on, today=page.on, at=row.due_time),
        day=_day(row.due_on, page.on, style),
        icon=step_icon(row.kind),
        danger=_(_DANGER[row.danger]) if row.danger else "",
        worker="" if page.mine else row.worker_short,
        postponed=put_off(row.postponed),
        repeats=_("again and again") if row.repeats else "",
    )


def put_off(times: int) -> Chip | None:
    """`3回延期`: how often an action was put off; from the third time on it stands out."""
    if not times:
        return None
    words = ngettext("put off {count} time", "put off {count} times", times).format(count=times)
    return Chip(words, "late" if times >= OFTEN else "done")


def _by_worker(page: TodayPage) -> str:
    """Whose children the silent are: 「村井 3 ・ 担当なし 1」; in the list of the whole office only."""
    if page.mine:
        return ""
    return " ・ ".join(f"{name or _('nobody')} {count}" for name, count in page.silent_by_worker[:_WORKERS])


def _day(day: date, today: date, style: dates.Style) -> str:
    """`16日 月` within this month, `12月2日` within the year around, else the whole date."""
    speech = language.current()
    if (day.year, day.month) == (today.year, today.month):
        return dates.day_weekday(day, speech)
    return plain_date(day, today, style)


def _month_day(day: date) -> str:
    return dates.month_day(day, language.current())


def plain_date(day: date, today: date, style: dates.Style) -> str:
    """A day inside a sentence: 11月9日, further away R9.9.30."""
    near = fiscal_year(day) == fiscal_year(today) or abs((day - today).days) < _NEAR
    return _month_day(day) if near else dates.short_date(day, style)


def _kinds(page: TodayPage) -> str:
    named = [(kind, page.kinds.get(kind, 0)) for kind in ("visit", "meeting")]
    labels = codes.load("follow_up_kind")
    return " ・ ".join(f"{labels.label(kind)} {item_count(count)}" for kind, count in named if count)


def item_count(count: int) -> str:
    """`3件`."""
    return ngettext("{count} item", "{count} items", count).format(count=count)


def _people(count: int) -> str:
    return ngettext("{count} person", "{count} people", count).format(count=count)


def _waiting(row: WaitingRow, today: date, style: dates.Style) -> Notice:
    promised = row.reply_due_on is not None and row.reply_due_on >= today
    if row.follow_up_id:
        words = _("ask again on {day}") if promised else _("waiting since {day}")
    else:
        words = _("an answer was promised by {day}") if promised else _("asked on {day}")
    day = row.reply_due_on if promised and row.reply_due_on else row.on
    return Notice(
        key=f"waiting:{row.liaison_id or row.follow_up_id}",
        child_id=row.child_id,
        who=row.organization,
        aside=row.child_name,
        text=f"{row.subject} ・ {words.format(day=plain_date(day, today, style))}",
        chip=reply_chip(row.on, reply_due_on=row.reply_due_on, today=today),
        person=False,
        aside_is_name=True,
        page="liaison" if row.liaison_id else "child",
        args=(("child_id", row.child_id), _which(row)),
        follow_up_id=row.follow_up_id,
        subject=row.subject,
    )


def _booked(row: BookedRow, today: date, style: dates.Style) -> Notice:
    """A booking of these days; when its days are over, that it is to be marked."""
    days = plain_date(row.begins_on, today, style)
    if row.ends_on != row.begins_on:
        days = f"{days}〜{plain_date(row.ends_on, today, style)}"
    if row.ends_on < today:
        chip, told = Chip(_("to be marked"), "late"), _("Was it used? Mark it as used or cancel it.")
    elif row.begins_on <= today:
        chip, told = Chip(_("today"), "today"), ""
    else:
        chip, told = Chip(due.distance(row.begins_on, today=today, language=language.current()), "coming"), ""
    text = " ・ ".join(part for part in (row.scheme, days, row.place, told) if part)
    return Notice(
        f"booked:{row.use_id}",
        row.child_id,
        row.child_name,
        row.age_grade,
        text,
        chip,
        page="program_uses",
        args=(("child_id", row.child_id), ("use_id", row.use_id)),
    )


def _which(row: WaitingRow) -> tuple[str, str]:
    return ("liaison_id", row.liaison_id) if row.liaison_id else ("follow_up_id", row.follow_up_id)


def _silent(row: SilentRow, page: TodayPage, style: dates.Style) -> Notice:
    """Who has been silent; in the list of the whole office with the worker in charge."""
    today, since = page.on, row.last_on or row.registered_on
    if row.last_on is None:
        text = _("No contact since the registration.")
    else:
        how = codes.load("method").label(row.method)
        who = codes.load("consulter").short(row.consulter)
        text = _("Last on {day}, {how}").format(
            day=plain_date(row.last_on, today, style), how=f"{how}({who})" if who else how
        )
    chip = Chip(silence(since, today=today, language=language.current()) if since else _("never"))
    if not page.mine:
        worker = _("worker {name}").format(name=row.worker_short) if row.worker_short else _("nobody is in charge")
        text = f"{text} ・ {worker}"
    return Notice(f"silent:{row.child_id}", row.child_id, row.child_name, row.age_grade, text, chip)


def _certificate(row: CertificateRow, today: date, style: dates.Style, renewal: StageProposal | None) -> Notice:
    """With the renewal that the path proposes, so that it stands here once and can be taken up."""
    until = _("until {day}").format(day=plain_date(row.valid_to, today, style))
    state = row.state
    saying = _(state.warning) if state.warning else ""
    distance = due.distance(row.valid_to, today=today, language=language.current())
    if state.danger:
        chip = Chip(distance, "red", "stop")
    else:
        chip = Chip(distance, "late" if state.state == "expired" else "coming")
    text = f"{until} ・ {saying}" if saying else until
    key = f"certificate:{row.child_id}"
    return Notice(key, row.child_id, row.child_name, row.age_grade, text, chip, proposal=renewal)


def _milestone(row: StageProposal, page: TodayPage) -> Notice:
    """What the path proposes; in the list of the whole office with the worker in charge."""
    words = due.distance(row.due_on, today=page.on, language=language.current())
    chip = Chip(words, "red", "stop") if row.danger else Chip(words, "late" if row.due_on < page.on else "coming")
    whose = "" if page.mine or not row.worker_short else _("worker {name}").format(name=row.worker_short)
    text = " ・ ".join(part for part in (row.text, whose) if part)
    key = f"milestone:{row.child_id}:{row.key}"
    name = page_for(row.entry)
    made = Notice(key, row.child_id, row.child_name, row.age_grade, text, chip, proposal=row)
    return replace(made, page=name, args=(("child_id", row.child_id),)) if name else made
