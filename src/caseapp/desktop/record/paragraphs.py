"""The five kinds of paragraphs, what was handed over, and the brothers and sisters it concerned, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.rules.consultation import Consultation
from caseapp.rules.problem import N_
from caseapp.words.language import _

KINDS = (
    ("words", Keys.PARAGRAPH_1, N_("as it was said")),
    ("facts", Keys.PARAGRAPH_2, N_("what happened, days and numbers")),
    ("third_party", Keys.PARAGRAPH_3, N_("what others said")),
    ("opinion", Keys.PARAGRAPH_4, N_("how you see it")),
    ("response", Keys.PARAGRAPH_5, N_("what was said, given, agreed")),
)


class Paragraphs(QWidget):
    """Object names: `record-words`, `record-facts`, `record-third_party`, `record-third_party_source`,
    `record-opinion`, `record-response`, `record-handed_over`, `record-siblings`."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.form = Form(label_width=128, parent=self)
        column.addWidget(self.form)
        self.fields: dict[str, Paragraph] = {}
        self._siblings: list[tuple[str, str]] = []
        for name, key, hint in KINDS:
            field = self.form.row(key.words, Paragraph(placeholder=_(hint), bare=True), name=name, key=key)
            field.setObjectName(f"record-{name}")
            field.changed.connect(self._tell)
            self.fields[name] = field
            if name == "third_party":
                self._add_source()
        self.handed_over = self.form.row(
            _("Handed over"), TextField(placeholder=_("leaflets, forms")), name="handed_over"
        )
        self.handed_over.setObjectName("record-handed_over")
        self.siblings = self.form.row(_("Concerns, too"), ToggleFlow(several=True), name="also_children")
        self.siblings.setObjectName("record-siblings")
        for each in (self.handed_over, self.siblings, self.source):
            each.changed.connect(self._tell)
        self.set_siblings(())

    def _add_source(self) -> None:
        self.source = self.form.row(
            _("From whom"), TextField(placeholder=_("who said it, and how you heard it")), name="third_party_source"
        )
        self.source.setObjectName("record-third_party_source")
        self._show_source()

    # ---- filling and reading

    def set_siblings(self, siblings: Iterable[tuple[str, str, str]]) -> None:
        """Brothers and sisters in the register: id, name, relationship."""
        self._siblings = [(child_id, masked(name)) for child_id, name, _relationship in siblings]
        self._offer_siblings(())

    def _offer_siblings(self, also: Iterable[str]) -> None:
        """`also`: ids in a stored record that are no longer written down as family; they stay chosen."""
        known = [child_id for child_id, _name in self._siblings]
        options = [*self._siblings, *((each, _("another child")) for each in also if each not in known)]
        self.siblings.set_options(options)
        self._show_row("also_children", shown=bool(options))

    def show_record(self, record: Consultation) -> None:
        self._offer_siblings(record.also_children)
        for name, field in self.fields.items():
            field.set_value(getattr(record, name))
        self.source.set_value(record.third_party_source)
        self.handed_over.set_value(record.handed_over)
        self.siblings.set_values(record.also_children)
        self._show_source()

    def filled(self, record: Consultation) -> Consultation:
        """`record` with what stands here."""
        texts = {name: field.value() for name, field in self.fields.items()}
        return replace(
            record,
            **texts,  # type: ignore[arg-type]  # the names are those of text fields
            third_party_source=self.source.value() if texts["third_party"].strip() else "",
            handed_over=self.handed_over.value(),
            also_children=self.siblings.values(),
        )

    def content(self) -> dict[str, Any]:
        """For the draft."""
        return {
            **{name: field.value() for name, field in self.fields.items()},
            "third_party_source": self.source.value(),
            "handed_over": self.handed_over.value(),
            "siblings": list(self.siblings.values()),
        }

    def put_back(self, content: Mapping[str, Any]) -> None:
        """What `content` gave."""
        for name, field in self.fields.items():
            field.set_value(str(content.get(name, "")))
        self.source.set_value(str(content.get("third_party_source", "")))
        self.handed_over.set_value(str(content.get("handed_over", "")))
        self.siblings.set_values([str(each) for each in content.get("siblings", ())])
        self._show_source()

    def empty(self) -> bool:
        """Nothing was written yet."""
        return not any(field.value().strip() for field in self.fields.values())

    # ---- inside

    def _tell(self) -> None:
        self._show_source()
        self.changed.emit()

    def _show_source(self) -> None:
        text = self.fields.get("third_party")
        self._show_row("third_party_source", shown=text is not None and bool(text.value().strip()))

    def _show_row(self, name: str, *, shown: bool) -> None:
        row = self.form.row_of(name)
        row.set_visible(shown)
        cell = row.label.parentWidget()
        if cell is not None and cell is not self.form:
            cell.setVisible(shown)
