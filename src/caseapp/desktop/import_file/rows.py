"""One line of the look at a list: a row of the file, or a child who is missing in it; and what is ticked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from caseapp.casework.import_choices import Choices
from caseapp.casework.import_preview import Person, Preview, RowView
from caseapp.casework.import_siblings import SiblingOffer
from caseapp.desktop.child.field_words import field_label
from caseapp.desktop.kit.chips import ChipKind
from caseapp.rules import dates
from caseapp.words import language
from caseapp.words.language import _

MEND = ("refused", "doubt")


@dataclass(frozen=True)
class Line:
    """A line of the table; one of `view` and `person` is there. `kin`: a link to a brother or sister is offered."""

    view: RowView | None = None
    person: Person | None = None
    kin: bool = False

    @property
    def state(self) -> str:
        return self.view.state if self.view else "gone"

    @property
    def key(self) -> str:
        return str(self.view.line) if self.view else self.person.child_id if self.person else ""

    @property
    def who(self) -> str:
        return self.view.who if self.view else self.person.name if self.person else ""

    @property
    def number(self) -> str:
        return self.view.number if self.view else self.person.number if self.person else ""

    @property
    def place(self) -> str:
        """The row as a spreadsheet counts it, and the line of the file where that is another."""
        if self.view is None:
            return ""
        place = self.view.place
        return str(place.row) if place.row == place.line else f"{place.row} ({place.line})"

    @property
    def tickable(self) -> bool:
        return self.state in ("new", "changed", "gone")

    @property
    def told(self) -> bool:
        """There is something to know that does not stand in the way."""
        return bool(self.view and self.view.warnings)


@dataclass
class Ticks:
    """What the person wants: rows, fields of rows, children who are missing and get a next step; links to brothers and
    sisters (none at first: it is never done silently)."""

    lines: set[int] = field(default_factory=set)
    fields: dict[int, frozenset[str]] = field(default_factory=dict)
    follow_up: set[str] = field(default_factory=set)
    siblings: set[tuple[int, str]] = field(default_factory=set)

    @classmethod
    def usual(cls, looked: Preview, before: Ticks | None = None) -> Ticks:
        """What is ticked at first. After looking again what was said `before` stays where it still can."""
        ticks = cls({row.line for row in looked.rows if row.usual})
        if before is None:
            return ticks
        there = {row.line: row for row in looked.rows}
        usual_before = {line for line in before.lines if line in there and there[line].state in ("new", "changed")}
        chosen = set(looked.chosen)
        ticks.lines = usual_before | {line for line in ticks.lines if line in chosen}
        ticks.lines |= {line for line in chosen if there.get(line) and there[line].state == "new"}
        ticks.fields = {line: kept for line, kept in before.fields.items() if line in there}
        ticks.siblings = before.siblings & {offer.key for offer in looked.siblings}
        ticks.follow_up = before.follow_up & {person.child_id for person in looked.gone}
        return ticks

    def on(self, line: Line) -> bool:
        """A row is taken; one that changes something where at least one of its fields is."""
        view = line.view
        if view is not None:
            return view.line in self.lines and (view.state != "changed" or bool(self.fields_of(view)))
        return line.person is not None and line.person.child_id in self.follow_up

    def switch(self, line: Line, *, on: bool) -> None:
        view = line.view
        if view is not None and line.tickable:
            (self.lines.add if on else self.lines.discard)(view.line)
            if on and view.state == "changed" and not self.fields_of(view):
                self.fields[view.line] = frozenset(view.fields)
        elif line.person is not None:
            (self.follow_up.add if on else self.follow_up.discard)(line.person.child_id)

    def fields_of(self, view: RowView) -> frozenset[str]:
        return self.fields.get(view.line, view.usual_fields)

    def switch_field(self, view: RowView, name: str, *, on: bool) -> None:
        now = self.fields_of(view)
        self.fields[view.line] = now | {name} if on else now - {name}
        if on:
            self.lines.add(view.line)

    def switch_sibling(self, offer: SiblingOffer, *, on: bool) -> None:
        """A link means that the rows it is about are taken."""
        if on:
            self.siblings.add(offer.key)
            self.lines.update(offer.lines)
        else:
            self.siblings.discard(offer.key)

    def linked(self, looked: Preview) -> int:
        """How many links would be made."""
        return sum(offer.key in self.siblings and self.lines.issuperset(offer.lines) for offer in looked.siblings)

    def new(self, looked: Preview) -> int:
        return sum(row.state == "new" and row.line in self.lines for row in looked.rows)

    def changed(self, looked: Preview) -> int:
        ticked = (row for row in looked.rows if row.state == "changed" and row.line in self.lines)
        return sum(bool(self.fields_of(row)) for row in ticked)

    def choices(self) -> Choices:
        return Choices(
            frozenset(self.lines), dict(self.fields), frozenset(self.follow_up), siblings=frozenset(self.siblings)
        )


def lines_of(looked: Preview) -> list[Line]:
    """The rows in the order of the file, then who is missing."""
    kin = {line for offer in looked.siblings for line in offer.lines}
    return [
        *(Line(view=row, kin=row.line in kin) for row in looked.rows),
        *(Line(person=person) for person in looked.gone),
    ]


def siblings_of(line: Line, looked: Preview) -> list[SiblingOffer]:
    """The links that are offered for a row."""
    return [offer for offer in looked.siblings if line.view is not None and line.view.line in offer.lines]


def chip_of(line: Line) -> tuple[str, ChipKind]:
    """The state in a few characters."""
    known: dict[str, tuple[str, ChipKind]] = {
        "refused": (_("To mend"), "late"),
        "doubt": (_("Choose"), "today"),
        "new": (_("New"), "kind"),
        "changed": (_("Change"), "coming"),
        "same": (_("Same"), "done"),
        "skipped": (_("Passed over"), "done"),
        "gone": (_("Not listed"), "waiting"),
    }
    return known[line.state]


def what_of(line: Line, looked: Preview) -> str:
    """What the row does, or what is amiss, in one line."""
    if line.person is not None:
        until = line.person.valid_to
        return _("until {day}").format(day=dates.short_date(until)) if until else _("Has a certificate")
    view = line.view
    assert view is not None
    if view.problems:
        first = view.problems[0]
        words = language.say(first.reason)
        words = f"{header_of(looked, first.column)}: {words}" if first.column else words
        rest = len(view.problems) - 1
        return words if not rest else _("{words} (and {count} more)").format(words=words, count=rest)
    if view.state == "doubt":
        return _("Choose whose row this is")
    if view.state == "changed":
        return "、".join(labels(change.field for change in view.changes))
    if view.warnings:
        return language.say(view.warnings[0].reason)
    if line.kin:
        return _("May have a brother or sister here")
    if view.state == "new" and looked.kind == "holders":
        return _("Not in the register yet")
    return ""


def labels(fields: Iterable[str]) -> list[str]:
    """The names of the fields, each once."""
    return list(dict.fromkeys(field_label("", name.split(".")[0]) for name in fields))


def header_of(looked: Preview, column: str) -> str:
    """What the file calls the column."""
    return looked.sheet.headers.get(column, column)
