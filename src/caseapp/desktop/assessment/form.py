"""The form of the assessment: the child's own voice first, every area of life, the whole, and the question.

Object names: `assessment-form`, `assessment-on`, `assessment-voice`, `assessment-by`, `assessment-heard-on`,
`assessment-how` (`-text`), `assessment-missing` (`-text`), those of `area`, `assessment-care`, `assessment-summary`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from caseapp.casework.views import ChildHead
from caseapp.desktop.assessment.area import AreaPart
from caseapp.desktop.assessment.chosen_words import ChosenWords
from caseapp.desktop.follow_up.kept import keep, put_back
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import SectionHead
from caseapp.desktop.kit.fields import DateField, TextField, Today
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.record.question_form import QuestionForm
from caseapp.rules.age import age_on
from caseapp.rules.assessment import AreaRating, Assessment
from caseapp.rules.assessment_anchors import first_question
from caseapp.rules.follow_up import FollowUp
from caseapp.words import codes
from caseapp.words.language import _

_LABELS = 88
_CARE = "medical_care"


class AssessmentForm(QuestionForm):
    """What is written of one assessment."""

    def __init__(self, today: Today, *, parent: QWidget | None = None) -> None:
        super().__init__(today, parent=parent)
        self.setObjectName("assessment-form")
        self._today = today
        self._cared_for = True
        inside = self.column.inside
        self.column.body.addWidget(SectionHead(_("The child's own voice"), parent=inside))
        self.voice_form = Form(label_width=_LABELS, spacing=4, parent=inside)
        self._add_voice(today)
        self.column.body.addWidget(self.voice_form)
        self.areas = {area: AreaPart(area, parent=inside) for area in codes.load("plan_area")}
        for part in self.areas.values():
            self.column.body.addWidget(part)
            part.changed.connect(self.changed)
        self.care = Button(_("Write about medical care, too"), self._write_care, kind="quiet", parent=inside)
        self.care.setObjectName("assessment-care")
        self.column.body.addWidget(self.care)
        self.column.body.addWidget(SectionHead(_("On the whole"), parent=inside))
        self.whole = Form(label_width=_LABELS, spacing=4, parent=inside)
        self.summary = self.whole.row(
            _("Summary"), Paragraph(placeholder=_("what matters most now"), least=2), name="areas"
        )
        self.summary.setObjectName("assessment-summary")
        self.summary.changed.connect(self.changed)
        self.column.body.addWidget(self.whole)
        texts = [field for part in self.areas.values() for field in part.texts.values()]
        self.finish(self.voice, *texts, self.summary)

    def _add_voice(self, today: Today) -> None:
        form = self.voice_form
        self.on = form.row(_("Day"), DateField(today), name="on")
        self.voice = form.row(
            _("Own words"),
            Paragraph(placeholder=_("as the child said it"), least=2),
            name="child_voice",
            help_text=_("Ask: {question}").format(question=_(first_question(0))),
        )
        self.by, self.heard_on = TextField(chars=12), DateField(today)
        form.group(_("Heard by"), [self.by, self.heard_on], name="voice_on", names=[_("Who listened"), _("Day")])
        self.how = form.row(
            _("Asked how"),
            ChosenWords(
                "voice_how",
                name="assessment-how",
                words=_("How it was asked"),
                placeholder=_("e.g. at home, the two of us"),
            ),
            name="voice_how",
        )
        self.missing = form.row(
            _("Why not yet"),
            ChosenWords(
                "voice_missing",
                name="assessment-missing",
                words=_("Why the child was not heard"),
                placeholder=_("only when it was not asked: why, and when it will be"),
            ),
            name="voice_missing_reason",
        )
        named = {"on": self.on, "voice": self.voice, "by": self.by, "heard-on": self.heard_on}
        for name, field in named.items():
            field.setObjectName(f"assessment-{name}")
        for field in (*named.values(), self.how, self.missing):
            field.changed.connect(self.changed)  # type: ignore[attr-defined]  # every field of the kit has it
        self.voice.changed.connect(self._settle)

    def _settle(self) -> None:
        """Why the child was not heard is asked while there are no words of the child."""
        row = self.voice_form.row_of("voice_missing_reason")
        row.set_visible(not self.voice.value().strip() or bool(self.missing.value()))

    def forms(self) -> Sequence[Form]:
        return (self.voice_form, *(part.form for part in self.areas.values()), self.whole)

    def _show_care(self, *, wanted: bool = False) -> None:
        """Medical care is asked about where the child has some, or where something of it is or was written."""
        part = self.areas[_CARE]
        shown = wanted or self._cared_for or part.has_before() or not part.value().empty
        part.setVisible(shown)
        self.care.setVisible(not shown)

    def _write_care(self) -> None:
        self._show_care(wanted=True)
        self.areas[_CARE].rating.setFocus(Qt.FocusReason.ShortcutFocusReason)
        QTimer.singleShot(0, self, partial(self._scroll_to, self.areas[_CARE]))

    # ---- filling

    def start(self, page: ChildHead, before: Sequence[Assessment], *, worker: str) -> None:
        """Empty, for this child, with how it was before beside."""
        self.put_back({})
        self.on.set_value(self._today())
        self.by.set_value(worker)
        self.heard_on.set_value(self._today())
        age = age_on(page.child.birth_date, self._today())
        asked = _("Ask: {question}").format(question=_(first_question(age)))
        self.voice_form.row_of("child_voice").say_help(asked)
        for part in self.areas.values():
            part.show_before(before)
            part.ask_at(age)
        self._cared_for = bool(page.child.medical_care or page.child.devices)
        self._show_care()
        self.question.put_back({})
        self.question.set_follow_ups(page.follow_ups)
        self.question.set_optional("")
        self.clear_problems()

    def show_record(self, record: Assessment, follow_ups: Iterable[FollowUp]) -> None:
        """A stored assessment, and the open action that grew from it."""
        self.on.set_value(record.on)
        self.voice.set_value(record.child_voice)
        self.by.set_value(record.voice_by)
        self.heard_on.set_value(record.voice_on)
        self.how.set_value(record.voice_how)
        self.missing.set_value(record.voice_missing_reason)
        self.summary.set_value(record.summary)
        known = {each.area: each for each in record.areas}
        for area, part in self.areas.items():
            part.show_value(known.get(area, AreaRating(area=area)))
        self._show_care()
        self._settle()
        self.question.show_grown(record.id, follow_ups, none_reason=record.none_reason)
        self.question.set_optional(_("Left as it is unless you change it"))

    def filled(self, record: Assessment) -> Assessment:
        """`record` with what stands here; areas of which nothing was written are not kept, and an area that this
        version does not know stays as it is."""
        heard = bool(self.voice.value().strip())
        areas = [value for part in self.areas.values() if not (value := part.value()).empty]
        return replace(
            record,
            on=self.on.value() or record.on,
            child_voice=self.voice.value(),
            voice_by=self.by.value() if heard else "",
            voice_on=self.heard_on.value() if heard else None,
            voice_how=self.how.value(),
            voice_missing_reason=self.missing.value(),
            areas=(*areas, *(each for each in record.areas if each.area not in self.areas)),
            summary=self.summary.value(),
        )

    def content(self) -> dict[str, Any]:
        return {
            "on": keep(self.on),
            "voice": self.voice.value(),
            "by": self.by.value(),
            "heard_on": keep(self.heard_on),
            "how": self.how.value(),
            "missing": self.missing.value(),
            "areas": {area: part.content() for area, part in self.areas.items() if not part.value().empty},
            "summary": self.summary.value(),
            "question": self.question.content(),
        }

    def put_back(self, content: Mapping[str, Any]) -> None:
        put_back(self.on, content.get("on"))
        put_back(self.heard_on, content.get("heard_on"))
        for name, field in (("voice", self.voice), ("by", self.by), ("summary", self.summary)):
            field.set_value(str(content.get(name, "")))
        self.how.set_value(str(content.get("how", "")))
        self.missing.set_value(str(content.get("missing", "")))
        areas = content.get("areas")
        for area, part in self.areas.items():
            kept = areas.get(area) if isinstance(areas, Mapping) else None
            part.put_back(kept if isinstance(kept, Mapping) else {})
        self._show_care()
        self._settle()
        question = content.get("question")
        if isinstance(question, Mapping):
            self.question.put_back(question)

    # ---- going about

    def focus_first(self) -> None:
        self.voice.focus_end()

    def again(self) -> None:
        """The names are hidden, or shown again."""
        for part in self.areas.values():
            part.again()

    def step_area(self, by: int) -> None:
        """To the rating of the area after (or before) the one with the focus; behind the last to the summary."""
        parts = [part for part in self.areas.values() if not part.isHidden()]
        at = self.next_stop([[self.voice_form], *([part] for part in parts), [self.whole]], by)
        if at is None:
            return
        if 0 < at <= len(parts):
            parts[at - 1].rating.setFocus(Qt.FocusReason.ShortcutFocusReason)
            QTimer.singleShot(0, self, partial(self._scroll_to, parts[at - 1]))  # everything has its place then
        else:
            (self.summary if at else self.voice).focus_end()
            self.show_focused()

    def _scroll_to(self, part: AreaPart) -> None:
        self.column.verticalScrollBar().setValue(part.y())
