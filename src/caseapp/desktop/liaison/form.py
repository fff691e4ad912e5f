"""The form of a contact with an organization: when, how, with whom, what was asked, by when one expects an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.casework.views import ChildHead
from caseapp.desktop.follow_up.due_field import DueField
from caseapp.desktop.follow_up.kept import keep, put_back
from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.fields import DateField, TextField, Today
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.liaison.organization_field import OrganizationField
from caseapp.desktop.record.code_toggles import CodeToggles
from caseapp.desktop.record.question_form import QuestionForm
from caseapp.rules.disclosure import Consent
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.organization import Liaison, Organization
from caseapp.words.language import _

_TEXTS = ("person", "subject", "request", "content", "basis", "answer")


class Suggested(QWidget):
    """A text field with a few texts below it that one press puts into it. Object names: NAME, NAME-suggested."""

    def __init__(self, field: TextField, *, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        field.setObjectName(name)
        self.ways = ToggleFlow(parent=self)
        self.ways.setObjectName(f"{name}-suggested")
        self.ways.setAccessibleName(words)
        self.ways.changed.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(field)
        column.addWidget(self.ways)
        field.changed.connect(self.settle)
        self.setFocusProxy(field)
        self.suggest(())

    def suggest(self, texts: Iterable[str]) -> None:
        """Offer these."""
        self.ways.set_options([(text, text) for text in dict.fromkeys(texts) if text])
        self.ways.setVisible(bool(self.ways.toggles))
        self.settle()

    def settle(self) -> None:
        """The one that stands in the field is on."""
        text = self.field.value()
        self.ways.set_value(text if any(each.code == text for each in self.ways.toggles) else "")

    def _take(self) -> None:
        self.field.set_value(self.ways.value())
        self.field.changed.emit()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.field.minimumSizeHint().width(), super().minimumSizeHint().height())


class LiaisonForm(QuestionForm):
    """Object names: `liaison-form`, `liaison-on`, `liaison-method`, `liaison-organization` (`-text`, `-list`, `-new`),
    `liaison-person`, `liaison-subject`, `liaison-request`, `liaison-content`, `liaison-reply-day` (`-week` …),
    `liaison-basis`, `liaison-answered-on`, `liaison-answer`."""

    def __init__(self, today: Today, *, add: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(today, parent=parent)
        self.setObjectName("liaison-form")
        self.rows = Form(label_width=112, parent=self.column.inside)
        self.column.body.addWidget(self.rows)
        self._consents: tuple[Consent, ...] = ()
        self._today = today
        self._add_who(today, add)
        self._add_what()
        self._add_answer(today)
        self.finish(self.request, self.text, self.answer_text)
        for field in self._fields():
            field.changed.connect(self._tell)  # type: ignore[attr-defined]  # every field of the kit has it

    # ---- building

    def _add_who(self, today: Today, add: Callable[[str], object]) -> None:
        self.on = self.rows.row(_("When"), DateField(today), name="on")
        self.on.setObjectName("liaison-on")
        self.method = self.rows.row(_("Way of contact"), CodeToggles("liaison_method"), name="method")
        self.method.setObjectName("liaison-method")
        self.organization = self.rows.row(
            _("Organization"), OrganizationField(name="liaison-organization", add=add), name="organization_id"
        )
        self.organization.text.setAccessibleName(_("Organization"))
        self.person = TextField(placeholder=_("e.g. school nurse Ms Nakamura"))
        self.person.setAccessibleName(_("Person there"))
        self.people = self.rows.row(
            _("Person there"), Suggested(self.person, name="liaison-person", words=_("Known there")), name="person"
        )

    def _add_what(self) -> None:
        self.subject = self.rows.row(
            _("About what"), TextField(placeholder=_("e.g. oxygen on the school trip")), name="subject"
        )
        self.subject.setObjectName("liaison-subject")
        self.request = self.rows.row(
            _("Asked for"), Paragraph(placeholder=_("what the organization is to do or to answer")), name="request"
        )
        self.request.setObjectName("liaison-request")
        self.text = self.rows.row(
            _("Said and heard"), Paragraph(placeholder=_("what was told, what was answered"), least=2), name="content"
        )
        self.text.setObjectName("liaison-content")
        self.reply = self.rows.row(
            _("Answer by"), DueField(self._today, name="liaison-reply", words=_("Answer by")), name="reply_due_on"
        )
        self.basis = TextField(placeholder=_("e.g. consent R8-0147, agreed to by the mother on the telephone"))
        self.basis.setAccessibleName(_("Rests on"))
        self.ground = self.rows.row(
            _("Rests on"), Suggested(self.basis, name="liaison-basis", words=_("Consents that hold")), name="basis"
        )

    def _add_answer(self, today: Today) -> None:
        self.answered_on = self.rows.row(_("Answered on"), DateField(today), name="answered_on")
        self.answered_on.setObjectName("liaison-answered-on")
        self.answer_text = self.rows.row(_("Answer"), Paragraph(), name="answer")
        self.answer_text.setObjectName("liaison-answer")

    def _fields(self) -> tuple[QWidget, ...]:
        return (
            *(self.on, self.method, self.organization, self.person, self.subject, self.request, self.text),
            *(self.reply, self.basis, self.answered_on, self.answer_text),
        )

    def forms(self) -> Sequence[Form]:
        return (self.rows,)

    # ---- filling

    def start(self, page: ChildHead, known: Sequence[Organization], consents: Sequence[Consent]) -> None:
        """Empty, for this child."""
        self._consents = tuple(each for each in consents if each.holds_on(self._today()))
        self.organization.set_organizations(known, first=[each.id for each in page.organizations])
        self.put_back({})
        self.on.set_value(self._today())
        self.method.set_value("phone")
        self.question.put_back({})
        self.question.set_follow_ups(page.follow_ups)
        self.clear_problems()
        self._settle()

    def show_record(self, record: Liaison, follow_ups: Iterable[FollowUp]) -> None:
        """A stored contact."""
        self.on.set_value(record.on)
        self.method.set_value(record.method)
        self.organization.set_value(record.organization_id)
        self.reply.set_value(record.reply_due_on)
        self.answered_on.set_value(record.answered_on)
        for name in _TEXTS:
            self._text_field(name).set_value(getattr(record, name))
        for name in ("answered_on", "answer"):
            self._show_row(name, shown=record.answered_on is not None)
        self.question.show_grown(record.id, follow_ups, none_reason=record.none_reason)
        self._settle()
        self.question.set_optional(_("Left as it is unless you change it"))

    def filled(self, record: Liaison) -> Liaison:
        """`record` with what stands here."""
        organization = self.organization.organization()
        return replace(
            record,
            on=self.on.value() or record.on,
            method=self.method.value(),
            organization_id=self.organization.value(),
            organization=organization.name if organization is not None else "",
            reply_due_on=self.reply.value(),
            answered_on=self.answered_on.value(),
            **{name: self._text_field(name).value() for name in _TEXTS},  # type: ignore[arg-type]  # text fields all
        )

    def waits(self) -> bool:
        """Whether an answer is expected: the waiting itself is what comes next then."""
        return self.reply.value() is not None and self.answered_on.value() is None

    def content(self) -> dict[str, Any]:
        return {
            "on": keep(self.on),
            "method": self.method.value(),
            "organization": self.organization.value(),
            "organization_typed": self.organization.typed(),
            "reply": keep(self.reply.day),
            "answered_on": keep(self.answered_on),
            **{name: self._text_field(name).value() for name in _TEXTS},
            "question": self.question.content(),
        }

    def put_back(self, content: Mapping[str, Any]) -> None:
        put_back(self.on, content.get("on"))
        self.method.set_value(str(content.get("method", "")))
        self.organization.put_back(str(content.get("organization", "")), str(content.get("organization_typed", "")))
        put_back(self.reply.day, content.get("reply"))
        put_back(self.answered_on, content.get("answered_on"))
        for name in _TEXTS:
            self._text_field(name).set_value(str(content.get(name, "")))
        for name in ("answered_on", "answer"):
            self._show_row(name, shown=bool(content.get("answered_on")))
        question = content.get("question")
        if isinstance(question, Mapping):
            self.question.put_back(question)
        self._settle()

    def focus_first(self) -> None:
        if self.organization.value():
            self.subject.setFocus()
        else:
            self.organization.setFocus()

    # ---- inside

    def _text_field(self, name: str) -> TextField | Paragraph:
        lines = {"person": self.person, "subject": self.subject, "basis": self.basis}
        paragraphs = {"request": self.request, "content": self.text, "answer": self.answer_text}
        return lines[name] if name in lines else paragraphs[name]

    def _show_row(self, name: str, *, shown: bool) -> None:
        row = self.rows.row_of(name)
        row.set_visible(shown)
        cell = row.label.parentWidget()
        if cell is not None:
            cell.setVisible(shown)

    def _tell(self) -> None:
        self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        """What belongs to the organization that was chosen, and whether the question needs an answer."""
        chosen = self.organization.organization()
        people = [f"{each.role} {each.name}".strip() for each in chosen.contacts] if chosen is not None else []
        self.people.suggest([*people, chosen.contact] if chosen is not None and not people else people)
        self.ground.suggest(_("Consent {number}").format(number=each.number) for each in self._of(chosen))
        waits = not self.reply.day.isModified() and self.waits()
        self.question.set_optional(_("The answer is waited for: nothing more is needed") if waits else "")

    def _of(self, chosen: Organization | None) -> list[Consent]:
        """The consents that hold, those that name the organization first."""
        if chosen is None:
            return list(self._consents)
        return sorted(self._consents, key=lambda each: not _names(each, chosen))


def _names(consent: Consent, organization: Organization) -> bool:
    parts = [part.strip() for part in consent.recipient.split("、") if part.strip()]
    return any(part in organization.name or organization.name in part for part in parts)
