"""The form of the record: heads, paragraphs, question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.casework.views import ChildHead
from caseapp.desktop.kit.card import Rule
from caseapp.desktop.kit.fields import Today
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.record.heads import Heads
from caseapp.desktop.record.paragraphs import KINDS, Paragraphs
from caseapp.desktop.record.question_form import QuestionForm
from caseapp.rules.consultation import Consultation
from caseapp.rules.follow_up import FollowUp
from caseapp.words.language import _


class RecordForm(QuestionForm):
    """What is written of one contact. Object name: `record-form`."""

    def __init__(self, today: Today, *, parent: QWidget | None = None) -> None:
        super().__init__(today, parent=parent)
        self.setObjectName("record-form")
        self._begin = "words"
        self.heads = Heads(today, parent=self.column.inside)
        self.paragraphs = Paragraphs(self.column.inside)
        self.column.body.addWidget(self.heads)
        self.column.body.addWidget(Rule(self.column.inside))
        self.column.body.addWidget(self.paragraphs)
        self.finish(*self.paragraphs.fields.values())
        for name, field in self.paragraphs.fields.items():
            field.changed.connect(partial(self._written, name))
        for signal in (self.heads.changed, self.paragraphs.changed):
            signal.connect(self.changed)

    def bind(self, page: Page) -> None:
        """Alt+1 to Alt+5 go to the paragraphs."""
        for name, key, _hint in KINDS:
            page.on(key, partial(self.go_to, name))

    def forms(self) -> Sequence[Form]:
        return (self.heads.form, self.paragraphs.form)

    # ---- filling

    def start(self, page: ChildHead) -> None:
        """Empty, for this child."""
        self.heads.set_child(page.child)
        self.paragraphs.set_siblings(page.siblings)
        self.paragraphs.put_back({})
        self.heads.put_back({})
        self.question.put_back({})
        self.question.set_follow_ups(page.follow_ups)
        self.question.set_optional("")
        self._begin = "words"
        self.clear_problems()

    def show_record(self, record: Consultation, follow_ups: Iterable[FollowUp]) -> None:
        """A stored record, and the open action that grew from it."""
        self.heads.show_record(record)
        self.paragraphs.show_record(record)
        self.question.show_grown(record.id, follow_ups, none_reason=record.none_reason)
        self.question.set_optional(_("Left as it is unless you change it"))

    def filled(self, record: Consultation) -> Consultation:
        """`record` with what stands here."""
        return self.paragraphs.filled(self.heads.filled(record))

    def content(self) -> dict[str, Any]:
        return {
            "heads": self.heads.content(),
            "paragraphs": self.paragraphs.content(),
            "question": self.question.content(),
            "at": self._begin,
        }

    def put_back(self, content: Mapping[str, Any]) -> None:
        for name, put in (
            ("heads", self.heads.put_back),
            ("paragraphs", self.paragraphs.put_back),
            ("question", self.question.put_back),
        ):
            part = content.get(name)
            if isinstance(part, Mapping):
                put(part)
        at = content.get("at")
        self._begin = at if at in self.paragraphs.fields else "words"

    def _written(self, name: str) -> None:
        """The paragraph that was written last: a draft begins there again."""
        self._begin = name

    # ---- going about

    def go_to(self, name: str) -> None:
        """The paragraph of this kind, behind its last character."""
        field = self.paragraphs.fields[name]
        field.focus_end()
        self.follow(field)

    def first_field(self) -> Paragraph:
        """Where one begins to write; in a draft, where one was."""
        return self.paragraphs.fields[self._begin]

    def focus_first(self) -> None:
        self.go_to(self._begin)
