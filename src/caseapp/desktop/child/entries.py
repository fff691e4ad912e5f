"""What stands on the timeline: an entry's icon, kind, title, text and chips. Plain values; the delegate paints them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from caseapp.casework.views import TimelineEntry
from caseapp.desktop.child.due_words import due_chip
from caseapp.desktop.child.words import DOT
from caseapp.desktop.kit.chips import Chip
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.kit.masking import hidden, masked
from caseapp.rules import dates
from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.problem import N_
from caseapp.words import codes, language
from caseapp.words.language import _

METHOD_ICONS = {
    "phone": "phone",
    "counter": "counter",
    "visit": "house",
    "email": "mail",
    "letter_fax": "letter",
    "letter": "letter",
    "fax": "letter",
    "online": "globe",
    "online_meeting": "globe",
    "sns": "speech",
    "accompany": "people",
    "meeting": "people",
}
KIND_ICONS = {
    "consultation": "speech",
    "liaison": "share",
    "support_plan": "flag",
    "review": "flag",
    "assessment": "chart",
    "transition_check": "check",
    "information_letter": "letter",
    "disclosure": "plane",
    "handover": "people",
    "program_use": "calendar",
    "certificate": "card",
    "milestone": "node",
}
KIND_WORDS = {
    "consultation": N_("Consultation"),
    "liaison": N_("Liaison"),
    "support_plan": N_("Plan"),
    "review": N_("Review"),
    "assessment": N_("How things stand"),
    "transition_check": N_("Transition readiness"),
    "information_letter": N_("Letter"),
    "disclosure": N_("Given out"),
    "handover": N_("Hand-over"),
    "program_use": N_("Use"),
    "certificate": N_("Certificate"),
    "milestone": N_("Milestone"),
    "child": N_("Register"),
    "follow_up": N_("Next step"),
}
GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("all", N_("All"), ()),
    ("consultation", N_("Contacts"), ("consultation",)),
    ("liaison", N_("Liaison"), ("liaison",)),
    ("plan", N_("Plans"), ("support_plan", "review", "assessment", "transition_check")),
    ("certificate", N_("Certificates"), ("certificate",)),
    ("program_use", N_("Uses of schemes"), ("program_use",)),
    ("given", N_("Given out"), ("information_letter", "disclosure")),
    ("milestone", N_("Milestones"), ("milestone",)),
)
"""The pills above the timeline: code, words, kinds of entries."""


@dataclass(frozen=True)
class Entry:
    """A line of the timeline, ready to be painted. `under`: the weekday and time below the day."""

    entry: TimelineEntry
    day: str
    under: str
    icon: str
    kind: str
    title: str
    text: str
    chips: tuple[Chip, ...] = ()
    worker: str = ""
    near: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.entry.kind, self.entry.record_id

    @property
    def spoken(self) -> str:
        chips = (chip.words for chip in self.chips)
        parts = (f"{self.day} {self.under}".strip(), self.kind, self.title, *chips, self.text, self.worker)
        return "、".join(part for part in parts if part)


@dataclass(frozen=True)
class More:
    """The last line while there is more to read."""

    left: int

    @property
    def words(self) -> str:
        return _("Read {count} earlier entries").format(count=self.left)


Line = Entry | More


def lines(
    entries: Sequence[TimelineEntry], *, today: date, style: dates.Style = "era", left: int = 0
) -> list[Head | Line]:
    """The entries under heads of their fiscal years (this one has none), and the line that reads on."""
    rows: list[Head | Line] = []
    year = fiscal_year(today)
    for found in entries:
        if fiscal_year(found.on) != year:
            year = fiscal_year(found.on)
            rows.append(Head(dates.fiscal_year_long(year, style, language=language.current())))
        rows.append(entry_line(found, today=today, style=style))
    if left > 0:
        rows.append(More(left))
    return rows


def entry_line(found: TimelineEntry, *, today: date, style: dates.Style = "era") -> Entry:
    """One entry in words."""
    speech = language.current()
    title, text = _WORDS.get(found.kind, _plain)(found, style)
    return Entry(
        entry=found,
        day=_day(found.on, today, style),
        under=f"{dates.weekday(found.on, speech)} {dates.time_text(found.start) if found.start else ''}".strip(),
        icon=entry_icon(found),
        kind=_kind(found),
        title=title,
        text=" ".join(hidden(text).split()),
        chips=tuple(_chips(found, today)),
        worker=found.worker_short,
        near=found.kind == "consultation",
    )


def entry_icon(found: TimelineEntry) -> str:
    """The icon: of the way of contact for consultations, else of the kind."""
    if found.kind == "consultation":
        return METHOD_ICONS.get(found.code, "speech")
    return KIND_ICONS.get(found.kind, "paper")


def _day(day: date, today: date, style: dates.Style) -> str:
    speech = language.current()
    if dates.is_japanese(speech):
        return dates.month_day(day)
    if fiscal_year(day) == fiscal_year(today):
        return dates.month_day(day, speech)
    return dates.short_date(day, style)


def _kind(found: TimelineEntry) -> str:
    if found.kind == "consultation":
        return codes.load("method").short(found.code) or _("Consultation")
    return _(KIND_WORDS.get(found.kind, found.kind))


def _chips(found: TimelineEntry, today: date) -> Iterable[Chip]:
    if found.own_words:
        yield Chip(_("the child's words"), "kind")
    if found.state == "open" and found.due_on is not None:
        yield due_chip(found.due_on, today=today)
    elif found.state == "waiting":
        late = found.due_on is not None and found.due_on < today
        yield Chip(_("no answer yet"), "late") if late else Chip(_("waiting"), "waiting")
    elif found.state == "answered":
        yield Chip(_("answered"), "done")
    if found.kind == "handover" and found.code == "given":
        yield Chip(_("not confirmed yet"), "waiting")
    if found.kind == "program_use":
        yield Chip(codes.load("program_use_state").label(found.code), "done" if found.code != "booked" else "waiting")
        if found.state == "overridden":
            yield Chip(_("past the limit"), "late")
    if found.kind == "information_letter" and found.code == "draft":
        yield Chip(_("not sent yet"), "waiting")


def _consultation(found: TimelineEntry, style: dates.Style) -> tuple[str, str]:
    who = codes.load("consulter").short(found.who)
    name = masked(found.who_name)
    outside = found.who not in ("mother", "father", "child", "parents", "guardian", "grandparent", "sibling", "family")
    parts = [who, name if name and (outside or not who) else "", found.title]
    return DOT.join(part for part in parts if part), found.text


def _liaison(found: TimelineEntry, style: dates.Style) -> tuple[str, str]:
    who = " ".join(part for part in (found.who, masked(found.who_name)) if part)
    return DOT.join(part for part in (who, found.title) if part), found.text


def _plan(found: TimelineEntry, style: dates.Style) -> tuple[str, str]:
    status = codes.load("plan_status").label(found.code)
    return _("No. {version} {status}").format(version=found.who, status=status), found.text


def _review(found: TimelineEntry, style: dates.Style) -> tuple[str, str]:
    return _("The plan was looked at again"), found.text


def _assessment(found: TimelineEntry, style: dates.Style) -> tuple[str, str]:
    return _("Areas of life"), found.text


def _transition(found: TimelineEntry, style: dates.Style) -> tuple[str, str]:
    side = codes.load("transition_respondent").label(found.code)
    yes, _between, asked = found.title.partition("/")
    return DOT.join((side, _("yes {yes}/{asked}").format(yes=yes, asked=asked))), found.text


def _given(found: TimelineEntry, style: dates.Style) -> tuple[str, str]:
    return _("to {who}").format(who=found.who) + (f"{DOT}{found.title}" if found.title else ""), found.text


def _handover(found: TimelineEntry, style: dates.Style) -> tuple[str, str]:
    return _("{giver} to {taker}").format(giver=found.who_name, taker=found.who), found.text


def _certificate(found: TimelineEntry, style: dates.Style) -> tuple[str, str]:
    until = dates.short_date(found.due_on, style) if found.due_on else ""
    words = [found.text, _("severe") if found.code == "severe" else ""]
    return f"{dates.short_date(found.on, style)}〜{until}", DOT.join(word for word in words if word)


def _program_use(found: TimelineEntry, style: dates.Style) -> tuple[str, str]:
    several = found.due_on is not None and found.due_on != found.on
    until = f" 〜{dates.month_day(found.due_on, language.current())}" if several and found.due_on else ""
    return DOT.join(part for part in (f"{found.title}{until}", found.who) if part), found.text


def _milestone(found: TimelineEntry, style: dates.Style) -> tuple[str, str]:
    return found.title, ""


def _plain(found: TimelineEntry, style: dates.Style) -> tuple[str, str]:
    return found.title, found.text


_WORDS = {
    "consultation": _consultation,
    "liaison": _liaison,
    "support_plan": _plan,
    "review": _review,
    "assessment": _assessment,
    "transition_check": _transition,
    "information_letter": _given,
    "disclosure": _given,
    "handover": _handover,
    "program_use": _program_use,
    "certificate": _certificate,
    "milestone": _milestone,
}
