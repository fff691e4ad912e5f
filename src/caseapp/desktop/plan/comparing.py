"""Two versions side by side: every part of the plan as it was and as it is, what changed on sand.

Object names: `compare-list`, `compare-with`, `compare-only`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.desktop.kit.boxes import CheckBox, Combo
from caseapp.desktop.kit.lists import Head, ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.text import draw, draw_line, wrap
from caseapp.desktop.plan import words
from caseapp.desktop.theme.theme import theme
from caseapp.rules.plan import DatedGoal, Goal, SupportPlan, Wish
from caseapp.rules.plan_compare import goal_pairs
from caseapp.words import codes
from caseapp.words.language import _


@dataclass(frozen=True)
class Difference:
    """One part of the plan in both versions."""

    name: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after

    @property
    def how(self) -> str:
        """What became of it."""
        if not self.changed:
            return ""
        if not self.before:
            return _("added here")
        return _("changed") if self.after else _("gone")


def differences(old: SupportPlan, new: SupportPlan) -> list[Difference]:
    """Every part that stands in one of the two, in the order of the page."""
    found = [Difference(name, before, after) for name, before, after in _parts(old, new)]
    return [each for each in found if each.before or each.after]


def _parts(old: SupportPlan, new: SupportPlan) -> Iterator[tuple[str, str, str]]:
    yield _("Period"), words.period(old), words.period(new)
    yield _("The child's wish"), _wish(old.child_wish), _wish(new.child_wish)
    yield _("The guardian's wish"), _wish(old.guardian_wish), _wish(new.guardian_wish)
    yield _("Policy of support"), old.policy, new.policy
    yield _("Long-term goal"), _dated(old.long_term_goal), _dated(new.long_term_goal)
    shorts = ["\n".join(_dated(goal) for goal in plan.short_term_goals) for plan in (old, new)]
    yield _("Short-term goals"), shorts[0], shorts[1]
    for before, after in goal_pairs(old.goals, new.goals):
        yield from _goal(before, after, old, new)
    yield from _situation(old, new)
    yield _("Transition"), old.transition, new.transition
    yield _("Disaster"), old.disaster, new.disaster


def _goal(
    before: Goal | None, after: Goal | None, old: SupportPlan, new: SupportPlan
) -> Iterator[tuple[str, str, str]]:
    number = new.goals.index(after) + 1 if after else old.goals.index(before) + 1 if before else 0
    head = _("Need {number}").format(number=number) if after else _("Need {number} of before").format(number=number)
    one, other = before or Goal(), after or Goal()
    yield head, one.need, other.need
    for name, was, now in (
        (_("Goal"), one.goal, other.goal),
        (_("Support"), words.supports(one), words.supports(other)),
        (_("By when"), words.day(one.achieve_by), words.day(other.achieve_by)),
        (_("Reviewed"), words.every(one.review_every), words.every(other.review_every)),
        (_("The child's part"), one.child_role, other.child_role),
        (_("The family's part"), one.family_role, other.family_role),
    ):
        yield f"{head} {name}", was, now


def _situation(old: SupportPlan, new: SupportPlan) -> Iterator[tuple[str, str, str]]:
    areas = codes.load("plan_area")
    was, now = dict(old.situation), dict(new.situation)
    for area in dict.fromkeys([*now, *was]):
        yield areas.label(area) if area in areas else area, was.get(area, ""), now.get(area, "")


def _wish(wish: Wish) -> str:
    return wish.text or (
        _("not heard yet: {reason}").format(reason=wish.not_heard_reason) if wish.not_heard_reason else ""
    )


def _dated(goal: DatedGoal) -> str:
    return f"{goal.text} ({words.day(goal.by)})" if goal.by else goal.text


class _Delegate(RowDelegate[Difference]):
    padding = 8

    def _columns(self, width: float) -> tuple[float, float]:
        """(name, each version)."""
        name = theme.px(150)
        return name, (width - 2 * self.padding - name - 2 * 20) / 2

    def height(self, item: Difference, width: int) -> int:
        name, text = self._columns(width)
        highest = max(
            wrap(item.name, int(name), bold=item.changed).height + (theme.line() if item.changed else 0),
            wrap(item.before or "—", int(text)).height,
            wrap(item.after or "—", int(text)).height,
        )
        return max(theme.height("row"), highest + 12)

    def paint_item(self, painter: QPainter, where: QRectF, item: Difference, *, chosen: bool) -> None:
        name, text = self._columns(where.width() + 2 * self.padding)
        top, high = where.top() + 6, where.height() - 12
        used = draw(painter, QRectF(where.left(), top, name, high), item.name, bold=item.changed, lines=0)
        if item.changed:
            below = QRectF(where.left(), top + used, name, theme.line())
            draw_line(painter, below, item.how, role="caption", ink="sub")
        for place, words_ in enumerate((item.before, item.after)):
            box = QRectF(where.left() + name + 20 + place * (text + 20), top, text, high)
            if item.changed and words_:
                painter.setPen(QPen(theme.colour("line"), 1))
                painter.setBrush(theme.colour("sand"))
                painter.drawRoundedRect(box.adjusted(-8, -3, 4, 3), 4, 4)
            draw(painter, box, words_ or "—", ink="ink" if words_ else "faint", lines=0)


class CompareDialog(Dialog):
    """`here` beside another version, at first the one it was made from. Space shows only what changed."""

    def __init__(self, host: QWidget, here: SupportPlan, versions: Sequence[SupportPlan]) -> None:
        super().__init__(host, _("Two versions side by side"), width=1140)
        self._here = here
        self._others = [each for each in versions if each.id != here.id]
        named = [(each.id, self._name(each)) for each in self._others]
        self.other = Combo(named)
        self.other.setObjectName("compare-with")
        self.other.setAccessibleName(_("Version to compare with"))
        self.other.set_value(here.previous_id)
        self.only = CheckBox(_("Only what changed (Space)"), checked=True)
        self.only.setObjectName("compare-only")
        row = QWidget(self.panel)
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(16)
        beside.addWidget(self.other)
        beside.addWidget(self.only)
        beside.addStretch(1)
        self.add(row)
        self.list: ItemList[Difference] = ItemList(
            ListModel(lambda each: f"{each.name} {each.how}: {each.before} → {each.after}"),
            _Delegate(),
            name=_("Parts of both versions"),
            parent=self.panel,
        )
        self.list.setObjectName("compare-list")
        self.list.setMinimumHeight(max(theme.px(120), min(theme.px(430), self.window().height() - theme.px(230))))
        self.list.ticked.connect(self._turn)
        self.content.addWidget(self.list, 1)
        self.other.changed.connect(self.show_both)
        self.only.changed.connect(self.show_both)
        self.set_buttons(leave=_("Close"))

    def _name(self, plan: SupportPlan) -> str:
        return f"{_('Version {number}').format(number=plan.version)} {words.status(plan.status)} {words.period(plan)}"

    def begin(self) -> None:
        """Show it; the list has the keys."""
        self.show_both()
        self.open(self.list)

    def show_both(self) -> None:
        """Fill the list: the older version stands at the left."""
        other = next((each for each in self._others if each.id == self.other.value()), None)
        if other is None:
            return
        old, new = sorted((other, self._here), key=lambda plan: plan.version)
        found = differences(old, new)
        shown = [each for each in found if each.changed or not self.only.value()]
        count = sum(1 for each in found if each.changed)
        head = Head(
            _("Version {old} → version {new}").format(old=old.version, new=new.version),
            count=_("{count} changes").format(count=count),
        )
        nothing = [] if shown else [Head(_("Nothing is different."), empty=True)]
        self.list.set_rows([head, *shown, *nothing], keep=lambda each: each.name)
        if self.list.current() is None:
            self.list.choose_first()

    def _turn(self) -> None:
        self.only.set_value(not self.only.value())
        self.show_both()
