"""The column beside the plan: what is missing, the parts that are folded away, versions, reviews."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card, Column, SectionHead
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para
from caseapp.desktop.plan import words
from caseapp.desktop.plan.course_chart import CourseChart
from caseapp.desktop.plan.loading import Loaded
from caseapp.desktop.plan.tile import SideLine
from caseapp.rules.assessment import Assessment
from caseapp.rules.plan import Review, SupportPlan
from caseapp.rules.plan_state import CLOSED, DRAFT, SUPERSEDED, Missing
from caseapp.words import codes
from caseapp.words.language import _

_ICONS = {DRAFT: "pencil", CLOSED: "check", SUPERSEDED: "history"}
_PADDING = 10
_ROOM = 2 * _PADDING + 14  # with the scroll bar

Act = tuple[str, str, Callable[[], object], Keys | None]
"""Its object name, what it says, what it does, and its key."""


class PlanSide(Card):
    """Signals carry the field of a missing thing, a part ("situation", "more", "consent"), or ids.

    Object names `missing-N` (from 0), `plan-assessment`, `plan-situation`, `plan-more`, `plan-consent`, `version-N`,
    `review-N`, `plan-compare`, `plan-new-version`, `plan-close-plan`, `plan-send-back`.
    """

    missing_opened = Signal(str)
    part_opened = Signal(str)
    version_opened = Signal(str)
    review_opened = Signal(str)
    assessment_opened = Signal(str)

    def __init__(self, acts: Sequence[Act], parent: QWidget | None = None) -> None:
        super().__init__(padding=(0, 0), spacing=0, parent=parent)
        self.column = Column(padding=_PADDING, spacing=6, parent=self)
        self.body.addWidget(self.column)
        self.missing_head = SectionHead(_("Still missing"))
        self._missing, self._parts, self._versions, self._reviews = (self._block() for _block in range(4))
        self.course = CourseChart(self)
        self.course_head, self._course_block = SectionHead(_("Course of the ratings")), self._block()
        self._course_block.addWidget(self.course)
        self.course.hide()
        self.course_head.hide()
        self.version_head, self.review_head = SectionHead(_("Versions")), SectionHead(_("Reviews"))
        inside = self.column.body
        order = (
            (self.missing_head, self._missing),
            (SectionHead(_("More of the plan")), self._parts),
            (self.version_head, self._versions),
            (self.review_head, self._reviews),
            (self.course_head, self._course_block),
        )
        for head, block in order:
            inside.addWidget(head)
            inside.addLayout(block)
        self.acts = {name: Button(text, do, kind="quiet", key=key) for name, text, do, key in acts}
        for name, button in self.acts.items():
            button.setObjectName(name)
            inside.addWidget(button)
        inside.addStretch(1)
        self._lacking: list[Missing] = []

    def fit(self, width: int, *, keys: bool = True) -> None:
        """So wide, or as wide as the widest words. The acts show their `keys` where there is room for them."""
        room = width - _ROOM
        for button in self.acts.values():
            button.show_key(keys)
            if button.sizeHint().width() > room:
                button.show_key(False)
        widest = max((button.sizeHint().width() for button in self.acts.values()), default=0)
        self.setFixedWidth(max(width, widest + _ROOM))

    def _block(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setSpacing(2)
        return made

    def _fill(self, block: QVBoxLayout, lines: Sequence[QWidget]) -> None:
        while (item := block.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for line in lines:
            block.addWidget(line)

    def show_missing(self, lacking: Sequence[Missing], *, asked: bool) -> None:
        """What the plan lacks until it can be handed over, in the order of the page; `asked`: that lies ahead."""
        self.missing_head.setVisible(asked)
        if list(lacking) == self._lacking and bool(self._missing.count()) == asked:
            return
        self._lacking = list(lacking)
        self.missing_head.set_remark(str(len(lacking)) if lacking else "")
        lines: list[QWidget] = [self._missing_line(number, each) for number, each in enumerate(lacking)]
        nothing: list[QWidget] = [Para(_("Nothing is missing."), ink="sub")] if asked else []
        self._fill(self._missing, lines or nothing)

    def _missing_line(self, number: int, lack: Missing) -> SideLine:
        head = _(lack.name).format(**lack.values)
        before = "" if lack.before == "approval" else _("before delivery")
        caption = " ・ ".join(filter(None, (_(lack.hint), before)))
        field = lack.field
        return SideLine(f"missing-{number}", head, lambda: self.missing_opened.emit(field), caption=caption)

    def show_parts(self, plan: SupportPlan, *, newer: Assessment | None) -> None:
        """The folded parts: how much stands in them; before them an assessment that is newer than the plan."""
        areas = codes.load("plan_area")
        written = "、".join(areas.short(code) for code, text in plan.situation if text.strip())
        ready = [
            name for name, text in ((_("Transition"), plan.transition), (_("Disaster"), plan.disaster)) if text.strip()
        ]
        consent = plan.consent
        agreed = [
            f"{who} {words.day(on)}"
            for who, on in (
                (_("explained"), consent.explained_on),
                (_("child"), consent.child_agreed_on),
                (_("guardian"), consent.guardian_agreed_on),
            )
            if on
        ]
        handed = _("handed over {day} to {who}").format(day=words.day(plan.delivered_on), who=plan.delivered_to)
        consented = [*agreed, *([handed] if plan.delivered_on else [])]
        nothing = _("nothing written yet")
        found = (
            ("situation", "paper", _("The situation now"), written),
            ("more", "arrow-right", _("Transition and disaster"), "、".join(ready)),
            ("consent", "people", _("Explanation and consent"), "、".join(consented)),
        )
        self._fill(
            self._parts,
            [
                *([self._newer(newer)] if newer else []),
                *(
                    SideLine(f"plan-{part}", head, self._emitter(part), icon=icon, caption=text or nothing)
                    for part, icon, head, text in found
                ),
            ],
        )

    def _newer(self, found: Assessment) -> SideLine:
        head = _("Assessment of {day}").format(day=words.day(found.on))
        caption = _("Newer than this plan: look what has changed")
        return SideLine(
            "plan-assessment", head, lambda: self.assessment_opened.emit(found.id), icon="flag", caption=caption
        )

    def _emitter(self, part: str) -> Callable[[], None]:
        return lambda: self.part_opened.emit(part)

    def show_file(self, loaded: Loaded) -> None:
        """Versions and reviews."""
        self._fill(
            self._versions,
            [self._version(number, each, loaded.plan) for number, each in enumerate(loaded.versions)],
        )
        self.review_head.setVisible(bool(loaded.reviews))
        numbers = {goal.id: number for number, goal in enumerate(loaded.plan.goals, 1)}
        rated = [(numbers[each.goal.id], each) for each in loaded.courses if each.goal.id in numbers]
        self.course.show_courses(rated)
        self.course.setVisible(bool(rated))
        self.course_head.setVisible(bool(rated))
        self._fill(self._reviews, [self._review(number, each) for number, each in enumerate(loaded.reviews)])

    def _version(self, number: int, each: SupportPlan, here: SupportPlan) -> SideLine:
        version = _("Version {number}").format(number=each.version)
        end = _("until {day}").format(day=words.day(each.period_to)) if each.period_to else ""
        shown = _("shown here") if each.id == here.id else ""
        plan_id = each.id
        return SideLine(
            f"version-{number}",
            f"{version} {words.status(each.status)}",
            lambda: self.version_opened.emit(plan_id),
            icon=_ICONS.get(each.status, "flag"),
            caption=" ・ ".join(filter(None, (end, shown))),
        )

    def _review(self, number: int, review: Review) -> SideLine:
        ratings = codes.load("plan_rating")
        found = [rating.rating for rating in review.ratings if rating.rating]
        counts = " ・ ".join(f"{ratings.short(code)}{found.count(code)}" for code in ratings if code in found)
        review_id = review.id
        return SideLine(
            f"review-{number}",
            words.day(review.on),
            lambda: self.review_opened.emit(review_id),
            icon="check",
            caption=counts,
        )
