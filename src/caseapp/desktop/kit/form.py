"""The one way to add a field: label, buddy, accessible name, help and the place for its problem in one call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from caseapp.desktop.kit import problem_words
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.problem_line import ProblemLine
from caseapp.desktop.kit.refusal import bring_to, tell_refused
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label, Para
from caseapp.desktop.theme.theme import theme
from caseapp.rules.problem import Problem

__all__ = ["Form", "ProblemLine", "Row"]

Field = TypeVar("Field", bound=QWidget)


class Row:
    """A row of a form: `label`, `fields` (what can take the focus), `problem_line`."""

    def __init__(self, label: Label, fields: Sequence[QWidget], *, problem_line: ProblemLine) -> None:
        self.label, self.fields, self.problem_line = label, tuple(fields), problem_line
        self._helps = [field.accessibleDescription() for field in fields]
        self._parts: list[QWidget] = []
        self.under: Label | None = None
        self.help: Para | None = None

    def add_part(self, part: QWidget) -> None:
        self._parts.append(part)

    def say_under(self, words: str) -> None:
        """Change the small word below the label (there must be one: `under_label`)."""
        if self.under is not None:
            self.under.setText(words)

    def say_help(self, words: str) -> None:
        """Change the sentence below the field (there must be one: `help_text`), also as it is read aloud."""
        if self.help is not None:
            self.help.setText(words)
        self._helps = [words] * len(self.fields)
        for field in self.fields:
            field.setAccessibleDescription(words)

    def show_problem(self, words: str, *, at: Sequence[QWidget] = ()) -> None:
        """Say what stands in the way ("" takes it back): the sentence, the look of the field, the screen reader.

        `at`: the fields of the row that are wrong (all where none is named).
        """
        self.problem_line.say(words)
        for field, usual in zip(self.fields, self._helps, strict=True):
            wrong = bool(words) and (not at or field in at)
            field.setAccessibleDescription(words if wrong else usual)
            look = getattr(field, "set_problem_look", None)
            if look is not None:
                look(wrong)

    def own_problems(self) -> list[tuple[QWidget, str]]:
        """What the fields of this row say by themselves (a date that cannot be read), each with its field."""
        found: list[tuple[QWidget, str]] = []
        for field in self.fields:
            ask = getattr(field, "problem", None)
            if ask is not None and (words := ask()):
                found.append((field, str(words)))
        return found

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
        problem_line = ProblemLine(self, fields=fields)
        help_line = Para(help_text, role="caption", ink="sub", parent=self) if help_text else None
        made = Row(words, fields, problem_line=problem_line)
        for each in fields:
            if (told := getattr(each, "changed", None)) is not None:
                told.connect(partial(_answered, made))
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
            made.help = help_line
        at = 0 if self._above else 1
        if not self._above:
            label_cell = self._label_cell(words, made, under_label=under_label, height=_first_line(field))
            self._grid.addWidget(label_cell, row, 0, Qt.AlignmentFlag.AlignTop)
            made.add_part(label_cell)
        self._grid.addWidget(cell, row, at, 1, 2 - at + (0 if key else 1))
        made.add_part(cell)
        if key:
            hint = Label(key.text, role="caption", tone="faint", parent=self)
            hint.setMinimumHeight(theme.height("field"))
            self._grid.addWidget(hint, row, 2, Qt.AlignmentFlag.AlignTop)
            made.add_part(hint)

    def _label_cell(self, words: Label, made: Row, *, under_label: str, height: int) -> QWidget:
        words.setFixedWidth(theme.px(self._label_width))
        words.ensurePolished()
        words.setMinimumHeight(max(0, words.heightForWidth(theme.px(self._label_width))))
        cell = QWidget(self)
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, max(0, (height - theme.metrics().height()) // 2), 0, 0)
        column.setSpacing(3)
        column.addWidget(words)
        if under_label:
            made.under = Label(under_label, role="caption", tone="sub", parent=cell)
            column.addWidget(made.under)
        column.addStretch(1)
        return cell

    # ---- problems

    def row_of(self, name: str) -> Row:
        """The row with this field name. KeyError when there is none."""
        return self._rows[name]

    def own_problems(self) -> bool:
        """Let every field say what it cannot read; True when one did (the first is in sight then, with the focus)."""
        for field in (each for row in self._all for each in row.fields):
            settle = getattr(field, "settle", None)
            if settle is not None:
                settle()  # the cursor may still stand in it: what was typed so far is what is meant
        first = self.say_own_problems()
        if first is None:
            return False
        bring_to(first)
        tell_refused(self)
        return True

    def say_own_problems(self) -> QWidget | None:
        """The sentences of `own_problems` alone; gives back the first field that is wrong."""
        first: QWidget | None = None
        for row in self._all:
            found = row.own_problems()
            row.show_problem(_together(words for _field, words in found), at=[field for field, _words in found])
            if found and first is None:
                first = found[0][0]
        return first

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say each problem beside its field, the rest in the banner above; what fields cannot read stays said, too.
        The first wrong field is brought into sight and takes the focus."""
        said, wrong, rest = self._sorted(problems)
        first: QWidget | None = None
        for row in self._all:
            sentences = said.get(row, [])
            row.show_problem(_together(sentences), at=wrong.get(row, ()))
            if sentences and first is None and row.fields:
                first = next(iter(wrong.get(row, ())), row.fields[0])
        self.banner.say("\n".join(rest))
        if first is not None:
            bring_to(first)
        elif rest:
            bring_to(self.banner, focus=False)
        if first is not None or rest:
            tell_refused(self)

    def _sorted(self, problems: Sequence[Problem]) -> tuple[dict[Row, list[str]], dict[Row, list[QWidget]], list[str]]:
        """The sentences by row, the fields that are wrong by themselves by row, and what belongs to no row."""
        said: dict[Row, list[str]] = {}
        wrong: dict[Row, list[QWidget]] = {}
        rest: list[str] = []
        for problem in problems:
            row = self._rows.get(problem.field) or self._rows.get(problem.field.split(".")[0])
            if row is None:
                rest.append(problem_words.said(problem))
            else:
                said.setdefault(row, []).append(problem_words.said(problem))
        for row in self._all:
            for field, sentence in row.own_problems():
                said.setdefault(row, []).append(sentence)
                wrong.setdefault(row, []).append(field)
        return said, wrong, rest

    def clear_problems(self) -> None:
        self.banner.say("")
        for row in self._all:
            row.show_problem("")


def _answered(row: Row) -> None:
    """Something in the row was changed: what was said of it is true no more."""
    if row.problem_line.text():
        row.show_problem("")


def _together(sentences: Iterable[str]) -> str:
    """Below each other, each once."""
    return "\n".join(dict.fromkeys(sentences))


def _first_line(field: QWidget) -> int:
    """The height in which the label stands: that of a toggle or of a field."""
    low = isinstance(field, (ToggleFlow, QAbstractButton))
    return theme.height("toggle" if low else "field")
