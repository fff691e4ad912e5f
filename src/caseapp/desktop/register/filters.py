"""The row of filters above the register. `value()` is what the store is asked with."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.casework.list_views import RegisterFilter
from caseapp.desktop.kit.choices import Combo, Toggle
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.rules.account import Account
from caseapp.rules.certificate_rule import WARN_DAYS
from caseapp.rules.grade import GRADES, short
from caseapp.words import codes, language
from caseapp.words.language import _

_HALF_A_YEAR = 182
_ANY = "any"


class FilterBar(QWidget):
    """Status, grade, disease group, worker; certificate near its end, long silent, medical care, nothing planned.

    Object names: `register-status`, `register-grade`, `register-group`, `register-worker`, `register-certificate`,
    `register-silent`, `register-care`, `register-unplanned`.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, gap=8, row_gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.status = self._combo("register-status", _("Status"), _statuses())
        self.grade = self._combo("register-grade", _("Grade"), _grades())
        self.group = self._combo("register-group", _("Disease group"), _groups())
        self.worker = self._combo("register-worker", _("Worker"), [("", _("Worker: everybody"))])
        self.certificate = self._toggle("register-certificate", _("Certificate within 90 days"))
        self.silent = self._toggle("register-silent", _("No contact for 6 months"))
        self.care = self._toggle("register-care", _("With medical care"))
        self.unplanned = self._toggle("register-unplanned", _("Nothing planned"))
        for each in (self.status, self.grade, self.group, self.worker):
            flow.addWidget(each)
        for each_toggle in self._toggles():
            flow.addWidget(each_toggle)

    def _combo(self, object_name: str, name: str, options: Iterable[tuple[str, str]]) -> Combo:
        combo = Combo(options, parent=self, chars=11)
        combo.setObjectName(object_name)
        combo.setAccessibleName(name)
        combo.changed.connect(self.changed)
        return combo

    def _toggle(self, object_name: str, words: str) -> Toggle:
        toggle = Toggle(words, parent=self)
        toggle.setObjectName(object_name)
        toggle.clicked.connect(lambda _checked=False: self.changed.emit())
        return toggle

    def _toggles(self) -> tuple[Toggle, ...]:
        return (self.certificate, self.silent, self.care, self.unplanned)

    def know_workers(self, accounts: Iterable[Account]) -> None:
        """Offer these people as workers."""
        self.worker.set_options([("", _("Worker: everybody")), *((each.id, each.name) for each in accounts)])

    def value(self) -> RegisterFilter:
        """What is chosen."""
        status = self.status.value()
        return RegisterFilter(
            status="" if status == _ANY else status,
            grades=_one(self.grade.value()),
            disease_groups=_one(self.group.value()),
            worker_id=self.worker.value(),
            certificate_days=WARN_DAYS if self.certificate.isChecked() else 0,
            silent_days=_HALF_A_YEAR if self.silent.isChecked() else 0,
            care="any" if self.care.isChecked() else "",
            next_step="none" if self.unplanned.isChecked() else "",
        )

    def narrowed(self) -> bool:
        """Whether anything but the usual (children in support) is chosen."""
        return self.value() != RegisterFilter()

    def clear(self) -> None:
        """Back to the usual."""
        self.status.set_value("active")
        for combo in (self.grade, self.group, self.worker):
            combo.set_value("")
        for toggle in self._toggles():
            toggle.setChecked(False)
        self.changed.emit()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        assert layout is not None
        return layout.heightForWidth(width)


def _one(code: str) -> tuple[str, ...]:
    return (code,) if code else ()


def _statuses() -> list[tuple[str, str]]:
    labels = codes.load("child_status")
    return [*((code, labels.label(code)) for code in labels), (_ANY, _("Everybody"))]


def _grades() -> list[tuple[str, str]]:
    words = [(code, short(code, language.current())) for code in GRADES]
    return [("", _("Grade: all")), *words]


def _groups() -> list[tuple[str, str]]:
    labels = codes.load("disease_group")
    return [("", _("Disease group: all")), *((code, labels.short(code)) for code in labels)]
