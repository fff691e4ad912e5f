"""The second step: what kind of list it is, and which column of the file is which of ours. By keyboard alone.

Object names: `import-kind`, `import-sheet`, `import-head`, `import-duplicates`, `import-columns`, `import-targets`.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.casework.import_decision import OnDuplicate
from caseapp.desktop.import_file.looking import KINDS, Mapped
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.choices import Combo, ToggleFlow
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.lists import ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import draw_line
from caseapp.desktop.theme.theme import theme
from caseapp.exchange.header_words import targets
from caseapp.exchange.mapping import HEAD, SourceColumn
from caseapp.exchange.row_reader import as_text
from caseapp.words import language
from caseapp.words.language import _

_LIST = 250


class _Target:
    """One of our columns in the list at the right; `name` "" leaves the column of the file out."""

    def __init__(self, name: str, *, required: bool, used_by: str) -> None:
        self.name, self.required, self.used_by = name, required, used_by

    @property
    def words(self) -> str:
        return self.name or _("Do not take it")


class _TargetDelegate(RowDelegate[_Target]):
    def height(self, item: _Target, width: int) -> int:
        return theme.height("row")

    def paint_item(self, painter: QPainter, where: QRectF, item: _Target, *, chosen: bool) -> None:
        ink = "sub" if not item.name or item.used_by else "ink"
        used = draw_line(painter, where, item.words, bold=item.required, ink=ink)
        remark = item.used_by or (_("needed") if item.required else "")
        if remark:
            rest = where.adjusted(used + 12, 0, 0, 0)
            draw_line(painter, rest, remark, role="caption", ink="sub", align=Qt.AlignmentFlag.AlignRight)


class ColumnsTable(Table[SourceColumn]):
    """The columns of the file. Delete leaves one out."""

    cleared = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        if row is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            self.cleared.emit(row)
            event.accept()
            return
        super().keyPressEvent(event)


class ColumnsPart(QWidget):
    """`changed`: a column was given another meaning (`mapped` holds it). `kind_changed` and `place_changed`: the file
    is to be read as another kind of list, or from another sheet or row."""

    changed = Signal()
    kind_changed = Signal()
    place_changed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mapped: Mapped | None = None
        self.kind = ToggleFlow([(kind, _(title)) for kind, title in KINDS])
        self.sheet = Combo(chars=12)
        self.head = Combo(chars=22)
        self.duplicates = ToggleFlow([("update", _("Bring them up to date")), ("skip", _("Pass them over"))])
        self.duplicates.set_value("update")
        self.said = Banner(parent=self)
        self.form = Form(label_width=132, parent=self)
        self.model: TableModel[SourceColumn] = TableModel(_columns())
        self.table = ColumnsTable(self.model, name=_("Columns of the file"), parent=self)
        self.targets: ItemList[_Target] = ItemList(
            ListModel(lambda each: f"{each.words} {each.used_by}"), _TargetDelegate(), name=_("What it is"), parent=self
        )
        for widget, name in (
            (self.kind, "kind"),
            (self.sheet, "sheet"),
            (self.head, "head"),
            (self.duplicates, "duplicates"),
            (self.table, "columns"),
            (self.targets, "targets"),
        ):
            widget.setObjectName(f"import-{name}")
        self._place()
        self._connect()

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.form.row(_("Kind of list"), self.kind, name="kind")
        self.form.group(_("Sheet and head"), [self.sheet, self.head], names=[_("Sheet"), _("Row with the heads")])
        self.form.row(_("Rows that are here already"), self.duplicates, name="on_duplicate")
        column.addWidget(self.form)
        column.addWidget(self.said)
        row = QHBoxLayout()
        row.setSpacing(12)
        left = Card(padding=(1, 1), spacing=0, parent=self)
        left.body.addWidget(self.table)
        self.right = Card(padding=(1, 1), spacing=0, parent=self)
        self.right.body.addWidget(self.targets)
        row.addWidget(left, 1)
        row.addWidget(self.right)
        column.addLayout(row, 1)
        self.set_narrow(False)

    def _connect(self) -> None:
        self.kind.changed.connect(self.kind_changed)
        self.sheet.changed.connect(self.place_changed)
        self.head.changed.connect(self.place_changed)
        self.table.chosen.connect(self._column_chosen)
        self.table.opened.connect(self._to_targets)
        self.table.cleared.connect(lambda _column: self._give(""))
        self.targets.opened.connect(self._target_taken)

    # ---- showing

    def show_mapped(self, mapped: Mapped) -> None:
        """The columns, and what stands in the way."""
        fresh = self.mapped is None or self.mapped.file is not mapped.file
        self.mapped = mapped
        self.kind.set_value(mapped.kind)
        self.sheet.set_options([(title, title) for title in mapped.file.titles])
        self.sheet.set_value(mapped.title)
        self.sheet.setVisible(len(mapped.file.titles) > 1)
        self.head.set_options([(str(n), _head_words(mapped, n)) for n in range(min(HEAD, len(mapped.grid.rows)))])
        self.head.set_value(str(mapped.head_at))
        self.form.row_of("on_duplicate").set_visible(mapped.kind != "holders")
        self.table.set_rows(mapped.columns, keep=lambda column: column.position)
        if fresh or self.table.current() is None:
            self.table.choose_row(0)
        self._show_targets()
        self.said.say(_advice(mapped))

    def on_duplicate(self) -> OnDuplicate:
        return "skip" if self.duplicates.value() == "skip" else "update"

    def _column_chosen(self, _column: SourceColumn | None) -> None:
        self._show_targets()

    def _show_targets(self) -> None:
        column, mapped = self.table.current(), self.mapped
        if mapped is None:
            return
        used = {c.target: c.header for c in mapped.columns if c.target and c != column}
        required = set(mapped.table.required)
        rows = [_Target("", required=False, used_by="")]
        rows += [_Target(name, required=name in required, used_by=used.get(name, "")) for name in targets(mapped.table)]
        self.targets.set_rows(rows)
        if column is not None:
            self.targets.choose(lambda each: each.name == column.target)

    # ---- choosing

    def _to_targets(self, _column: SourceColumn) -> None:
        self.targets.setFocus(Qt.FocusReason.OtherFocusReason)

    def _target_taken(self, target: _Target) -> None:
        self._give(target.name)
        self.table.choose_row(min(self.table.currentIndex().row() + 1, self.model.rowCount() - 1))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self, target: str) -> None:
        column = self.table.current()
        if column is None or self.mapped is None:
            return
        self.show_mapped(self.mapped.with_target(column.position, target))
        self.changed.emit()

    def first_focus(self) -> QWidget:
        return self.table

    def set_narrow(self, narrow: bool) -> None:
        self.right.setFixedWidth(theme.px(_LIST if not narrow else 200))
        self.table.setColumnHidden(self.model.column_number("how"), narrow)
        self.table.settle()


def _head_words(mapped: Mapped, number: int) -> str:
    row = mapped.grid.rows[number]
    text = "、".join(filter(None, (as_text(value) for value in row.values[:6])))
    return _("Row {row}: {text}").format(row=row.place.row, text=" ".join(text.split())[:40])


def _advice(mapped: Mapped) -> str:
    if mapped.problems:
        return "\n".join(language.say(problem) for problem in mapped.problems)
    if mapped.again is not None:
        words = _("This very file was read in before, by {who} on {day}.")
        return words.format(who=mapped.again.who, day=mapped.again.at.date().isoformat())
    return ""


def _how_words(column: SourceColumn) -> str:
    words = {
        "head": _("by its head"),
        "values": _("by its values"),
        "remembered": _("as last time"),
        "person": _("by you"),
    }
    return words.get(column.how, "")


def _target_words(column: SourceColumn) -> str:
    return column.target or _("not taken")


def _columns() -> list[TableColumn[SourceColumn]]:
    def target(painter: QPainter, where: QRectF, column: SourceColumn) -> None:
        draw_line(
            painter, where, _target_words(column), bold=bool(column.target), ink="ink" if column.target else "sub"
        )

    return [
        TableColumn(name="header", head=_("Column of the file"), text=lambda c: c.header or _("(no head)"), width=190),
        TableColumn(name="samples", head=_("What stands there"), text=lambda c: " / ".join(c.samples), ink="sub"),
        TableColumn(name="target", head=_("What it is"), text=_target_words, width=190, paint=target),
        TableColumn(name="how", head=_("Chosen"), text=_how_words, width=100, ink="sub"),
    ]
