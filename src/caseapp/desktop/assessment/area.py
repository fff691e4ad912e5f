"""One area of life: what the child says, the rating with what 1, 3 and 5 mean, state, strength and worry; and beside
it how it was before.

Object names with the code of the area: `rating-AREA`, `says-AREA`, `state-AREA`, `strength-AREA`, `worry-AREA`,
`earlier-AREA`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from caseapp.desktop.assessment.rating import Rating
from caseapp.desktop.kit.card import SectionHead
from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.fields import date_words
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.masking import hidden
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.text import Para
from caseapp.desktop.theme.theme import theme
from caseapp.rules.assessment import AreaRating, Assessment
from caseapp.rules.assessment_anchors import ANCHORS, question
from caseapp.words import codes
from caseapp.words.language import _

_EARLIER = 230  # pixels at 10.5 pt for how it was before
_BESIDE = 620  # an area narrower than this shows it above
_SHOWN = 2  # earlier assessments in words; their ratings stand in the head


class AreaPart(QWidget):
    """`changed` at everything a person changes; `value()` may be empty (`AreaRating.empty`)."""

    changed = Signal()

    def __init__(self, area: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.area = area
        self.label = codes.load("plan_area").label(area)
        self._before: tuple[tuple[Assessment, AreaRating], ...] = ()
        self.head = SectionHead(self.label, parent=self)
        self.form = Form(label_width=88, spacing=4, parent=self)
        self._add_fields()
        self.earlier = Para("", role="caption", ink="sub", parent=self)
        self.earlier.setObjectName(f"earlier-{area}")
        side = self.side = QWidget(self)
        holder = QVBoxLayout(side)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self.earlier)
        holder.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        column.addWidget(self.head)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        self._columns.addWidget(self.form, 1)
        self._columns.addWidget(side)
        column.addLayout(self._columns)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._fit()
        theme.changed.connect(self._fit)

    def _add_fields(self) -> None:
        anchors = ANCHORS.get(self.area)
        says = codes.load("child_says")
        asked = _("Ask: {question}").format(question=_(anchors.older)) if anchors else ""
        means = _("1: {one} ・ 3: {three} ・ 5: {five}")
        told = means.format(one=_(anchors.one), three=_(anchors.three), five=_(anchors.five)) if anchors else ""
        options = [(code, says.label(code)) for code in says]
        self.says = self.form.row(_("Child says"), ToggleFlow(options), name="says", help_text=asked)
        self.rating = self.form.row(_("Rating 1 to 5"), Rating(), help_text=told)
        self.texts = {
            "state": self.form.row(_("How it is"), Paragraph(placeholder=_("what is seen and heard"))),
            "strength": self.form.row(_("Strength"), Paragraph(placeholder=_("what goes well, who helps"))),
            "worry": self.form.row(_("Worry"), Paragraph(placeholder=_("what is hard, what may come"))),
        }
        fields: dict[str, Any] = {"says": self.says, "rating": self.rating, **self.texts}
        for name, field in fields.items():
            field.setObjectName(f"{name}-{self.area}")
            field.setAccessibleName(f"{self.label}: {field.accessibleName()}")
            field.changed.connect(self.changed)

    def ask_at(self, age: int) -> None:
        """The question is worded for a child of this age."""
        if asked := question(self.area, age):
            self.form.row_of("says").say_help(_("Ask: {question}").format(question=_(asked)))

    # ---- how it was before

    def show_before(self, found: Sequence[Assessment]) -> None:
        """Earlier assessments, the newest first; those without this area are passed over."""
        pairs = ((each, area) for each in found for area in each.areas if area.area == self.area)
        self._before = tuple(pair for pair in pairs if not pair[1].empty)
        course = " → ".join(str(area.rating) for _each, area in reversed(self._before[:4]) if area.rating)
        self.head.set_remark(_("Rating so far: {course}").format(course=course) if course else "")
        self.again()
        self.side.setVisible(bool(self._before))

    def has_before(self) -> bool:
        """Whether an earlier assessment says something of this area."""
        return bool(self._before)

    def again(self) -> None:
        """The names are hidden, or shown again."""
        self.earlier.setText("\n\n".join(_before_words(*pair) for pair in self._before[:_SHOWN]))

    # ---- what stands here

    def value(self) -> AreaRating:
        texts = {name: field.value() for name, field in self.texts.items()}
        return AreaRating(area=self.area, rating=self.rating.rating(), child_says=self.says.value(), **texts)

    def show_value(self, value: AreaRating) -> None:
        self.rating.set_rating(value.rating)
        self.says.set_value(value.child_says)
        for name, field in self.texts.items():
            field.set_value(getattr(value, name))

    def content(self) -> dict[str, Any]:
        """For the draft."""
        texts = {name: field.value() for name, field in self.texts.items()}
        return {**texts, "rating": self.rating.value(), "says": self.says.value()}

    def put_back(self, content: Mapping[str, Any]) -> None:
        self.rating.set_value(str(content.get("rating", "")))
        self.says.set_value(str(content.get("says", "")))
        for name, field in self.texts.items():
            field.set_value(str(content.get(name, "")))

    # ---- size

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= theme.px(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.BottomToTop
        if self._columns.direction() != way:
            self._columns.setDirection(way)
        self.side.setMinimumWidth(theme.px(_EARLIER) if beside else 0)
        self.side.setMaximumWidth(theme.px(_EARLIER) if beside else 16_777_215)


def _before_words(found: Assessment, area: AreaRating) -> str:
    rating = _("rating {rating}").format(rating=area.rating) if area.rating else ""
    says = codes.load("child_says").label(area.child_says) if area.child_says else ""
    lines = [" ・ ".join(filter(None, (date_words(found.on), rating, says)))]
    lines += [hidden(area.state)] if area.state else []
    lines += [_("strength: {text}").format(text=hidden(area.strength))] if area.strength else []
    lines += [_("worry: {text}").format(text=hidden(area.worry))] if area.worry else []
    return "\n".join(lines)
