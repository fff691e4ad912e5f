"""The one way to add a field: label, buddy, accessible name, help and the place for its problem in one call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.problem_line import ProblemLine
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label, Para
from caseapp.desktop.theme.theme import theme
from caseapp.rules.problem import Problem
from caseapp.words import language

__all__ = ["Form", "ProblemLine", "Row"]

Field = TypeVar("Field", bound=QWidget)


class Row:
    """A row of a form: `label`, `fields` (what can take the focus), `problem_line`."""

    def __init__(self, label: Label, fields: Sequence[QWidget], *, problem_line: ProblemLine) -> None:
        self.label, self.fields, self.problem_line = label, tuple(fields), problem_line
        self._helps = [field.accessibleDescription() for field in fields]
        self._parts: list[QWidget] = []

    def add_part(self, part: QWidget) -> None:
        self._parts.append(part)

    def show_problem(self, words: str) -> None:
        """Say what stands in the way ("" takes it back): the sentence, the look of the field, the screen reader."""
        self.problem_line.say(words)
        for field, usual in zip(self.fields, self._helps, strict=True):
            field.setAccessibleDescription(words or usual)
            look = getattr(field, "set_problem_look", None)
            if look is not None:
                look(bool(words))

    def own_problem(self) -> str:
        """What a field of this row says by itself (a date that cannot be read)."""
        for field in self.fields:
            ask = getattr(field, "problem", None)
            if ask is not None and (words := ask()):
                return str(words)
        return ""

    def set_visible(self, shown: bool) -> None:
        """Show or hide the whole row."""
        for part in self._parts:
            part.setVisible(shown)


class Form(QWidget):
    """Rows of label and field, the label left (`above`: over the field, for dialogs)."""

    def __init__(
        self, *, label_width: int = 88, above: bool = False, parent: QWidget | None = None, spacing: int = 6
    ) -> None:
        super().__init__(parent)
        self._above = above
        self._rows: dict[str, Row] = {}
        self._all: list[Row] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.banner = Banner(parent=self)
        column.addWidget(self.banner)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(spacing)
        self._grid.setColumnStretch(1, 1)
        self._label_width = label_width
        if not above:
            self._grid.setColumnMinimumWidth(0, theme.px(label_width))
        column.addLayout(self._grid)

    # ---- adding

    def row(
        self,
        label: str,
        field: Field,
        *,
        name: str = "",
        help_text: str = "",
        key: Keys | None = None,
        under_label: str = "",
    ) -> Field:
        """Add `field` under `label`. `name` is the field of the dataclass that problems name; `help_text` is a sentence
        below it, also read aloud; `key` is shown at its right; `under_label` is a small word below the label."""
        self._add(label, field, [field], name=name, help_text=help_text, key=key, under_label=under_label)
        return field

    def group(
        self,
        label: str,
        parts: Iterable[QWidget | str],
        *,
        name: str = "",
        help_text: str = "",
        names: Sequence[str] = (),
    ) -> QWidget:
        """Several fields in one row, with words between them. `names`: the accessible name of each field in turn."""
        holder = QWidget(self)
        flow = FlowLayout(holder, gap=8, row_gap=6)
        fields: list[QWidget] = []
        for part in parts:
            if isinstance(part, str):
                flow.addWidget(Label(part, parent=holder))
                continue
            part.setParent(holder)
            flow.addWidget(part)
            if part.focusPolicy() != Qt.FocusPolicy.NoFocus or hasattr(part, "value"):
                fields.append(part)
        for field, words in zip(fields, names, strict=False):
            field.setAccessibleName(f"{label}: {words}")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        self._add(label, holder, fields, name=name, help_text=help_text, key=None, under_label="")
        return holder

    def wide(self, part: QWidget) -> None:
        """Something over the whole width (a hairline, a head, a banner)."""
        self._grid.addWidget(part, self._grid.rowCount(), 0, 1, 3)

    def _add(
        self,
        label: str,
        field: QWidget,
        fields: list[QWidget],
        *,
        name: str,
        help_text: str,
        key: Keys | None,
        under_label: str,
    ) -> None:
        words = Label(label, tone="sub", parent=self, wrap=not self._above)
        words.setBuddy(fields[0] if fields else field)
        for each in fields:
            if not each.accessibleName():
                each.setAccessibleName(label)
            each.setAccessibleDescription(help_text or each.accessibleDescription())
        problem_line = ProblemLine(self)
        help_line = Para(help_text, role="caption", ink="sub", parent=self) if help_text else None
        made = Row(words, fields, problem_line=problem_line)
        self._place(words, field, made, key=key, under_label=under_label, help_line=help_line)
        self._all.append(made)
        if name:
            self._rows[name] = made

    def _place(
        self, words: Label, field: QWidget, made: Row, *, key: Keys | None, under_label: str, help_line: Para | None
    ) -> None:
        row = self._grid.rowCount()
        cell = QWidget(self)
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        if self._above:
            column.addWidget(words)
        fixed = field.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed
        column.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft if fixed else Qt.AlignmentFlag(0))
        column.addWidget(made.problem_line)
        if help_line:
            column.addWidget(help_line)
        at = 0 if self._above else 1
        if not self._above:
            label_cell = self._label_cell(words, under_label, height=_first_line(field))
            self._grid.addWidget(label_cell, row, 0, Qt.AlignmentFlag.AlignTop)
            made.add_part(label_cell)
        self._grid.addWidget(cell, row, at, 1, 2 - at + (0 if key else 1))
        made.add_part(cell)
        if key:
            hint = Label(key.text, role="caption", tone="faint", parent=self)
            hint.setMinimumHeight(theme.height("field"))
            self._grid.addWidget(hint, row, 2, Qt.AlignmentFlag.AlignTop)
            made.add_part(hint)

    def _label_cell(self, words: Label, under_label: str, *, height: int) -> QWidget:
        words.setFixedWidth(theme.px(self._label_width))
        words.ensurePolished()
        words.setMinimumHeight(max(0, words.heightForWidth(theme.px(self._label_width))))
        cell = QWidget(self)
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, max(0, (height - theme.metrics().height()) // 2), 0, 0)
        column.setSpacing(3)
        column.addWidget(words)
        if under_label:
            column.addWidget(Label(under_label, role="caption", tone="sub", parent=cell))
        column.addStretch(1)
        return cell

    # ---- problems

    def row_of(self, name: str) -> Row:
        """The row with this field name. KeyError when there is none."""
        return self._rows[name]

    def own_problems(self) -> bool:
        """Let every field say what it cannot read; True when one did (it has the focus then)."""
        found = False
        for row in self._all:
            words = row.own_problem()
            row.show_problem(words)
            if words and not found:
                found = True
                row.fields[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return found

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say each problem beside its field, the rest in the banner above; the first field takes the focus."""
        self.clear_problems()
        rest, focused = [], False
        said: dict[str, list[str]] = {}
        for problem in problems:
            row = self._rows.get(problem.field) or self._rows.get(problem.field.split(".")[0])
            if row is None:
                rest.append(language.say(problem))
                continue
            key = next(name for name, each in self._rows.items() if each is row)
            said.setdefault(key, []).append(language.say(problem))
        for key, sentences in said.items():
            row = self._rows[key]
            row.show_problem("\n".join(sentences))
            if not focused and row.fields:
                row.fields[0].setFocus(Qt.FocusReason.OtherFocusReason)
                focused = True
        self.banner.say("\n".join(rest))

    def clear_problems(self) -> None:
        self.banner.say("")
        for row in self._all:
            row.show_problem("")


def _first_line(field: QWidget) -> int:
    """The height in which the label stands: that of a toggle or of a field."""
    low = isinstance(field, (ToggleFlow, QAbstractButton))
    return theme.height("toggle" if low else "field")
