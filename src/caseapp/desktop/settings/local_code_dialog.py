"""One code of the office's own: in which list, what it is called, under which national one it is counted.

Object names: `code-list`, `code-label`, `code-short`, `code-parent`, `code-retired`, `code-go`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from caseapp.casework import list_codes
from caseapp.casework.list_codes import LocalCode
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import CheckBox, Combo
from caseapp.desktop.kit.failing import failed_in
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.settings.code_lists_part import list_words
from caseapp.rules.changes import Changes
from caseapp.words import codes
from caseapp.words.language import _


class LocalCodeDialog(Dialog):
    """A new one (`value` None), or a change. The list of one that is there stays as it is."""

    def __init__(self, host: QWidget, desk: Desk, value: LocalCode | None, *, then: Callable[[], object]) -> None:
        super().__init__(host, _("Own code"), width=560)
        self._desk, self._value, self._then = desk, value, then
        self.form = Form(label_width=124, parent=self.panel)
        self.list = self.form.row(_("Code list"), Combo(list_words().items()), name="list")
        self.label = self.form.row(_("What it is called"), TextField(), name="label")
        self.short = self.form.row(
            _("Short"), TextField(), name="short", help_text=_("For narrow places; may stay empty.")
        )
        self.parent_code = self.form.row(_("Counted under"), Combo(), name="parent")
        self.retired = self.form.row(_("State"), CheckBox(_("No longer offered")), name="retired")
        for field, name in (
            (self.list, "list"),
            (self.label, "label"),
            (self.short, "short"),
            (self.parent_code, "parent"),
            (self.retired, "retired"),
        ):
            field.setObjectName(f"code-{name}")
        self.add(self.form)
        go = Button(_("Save"), self._go, kind="primary", key="Ctrl+Enter")
        go.setObjectName("code-go")
        self.set_buttons(go, leave=_("Leave it"))
        self.list.changed.connect(self._list_chosen)
        self._show()

    def _show(self) -> None:
        value = self._value
        self.list.set_value(value.list if value else list_codes.OPEN_LISTS[0])
        self.list.setEnabled(value is None)
        self._list_chosen()
        self.form.row_of("retired").set_visible(value is not None)
        if value is not None:
            self.label.set_value(value.label)
            self.short.set_value(value.short)
            self.parent_code.set_value(value.parent)
            self.retired.set_value(value.retired)

    def _list_chosen(self) -> None:
        """The national codes of the list."""
        national = codes.load(self.list.value()).parents()
        offered = [(code, national.label(code)) for code in national if not code.startswith("local_")]
        self.parent_code.set_options([("", _("Choose")), *offered])

    def begin(self) -> None:
        self.open(self.label)

    def _go(self) -> None:
        office = self._desk.office
        wanted = LocalCode(
            list=self.list.value(),
            code=self._value.code if self._value else "",
            label=self.label.value(),
            short=self.short.value(),
            parent=self.parent_code.value(),
            retired=self.retired.value(),
        )

        def job() -> Changes:
            return list_codes.save_local(office, wanted)

        self._desk.act(job, self._done, failed=self._failed, owner=self)

    def _done(self, _changes: Changes) -> None:
        self.close()
        self._then()

    def _failed(self, error: BaseException) -> None:
        failed_in(self, self.form, error, desk=self._desk, stays=True)
