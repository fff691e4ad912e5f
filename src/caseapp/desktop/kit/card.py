"""Grounds to put things on: cards, their heads, hairlines, scrolling columns, bars of buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from caseapp.desktop.kit import tab_order
from caseapp.desktop.kit.text import Label
from caseapp.desktop.theme.theme import theme


class Card(QFrame):
    """A white ground with a hairline around it. `body` is its column."""

    def __init__(
        self,
        *,
        padding: tuple[int, int] = (16, 12),
        spacing: int = 8,
        look: str = "true",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", look)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding[0], padding[1], padding[0], padding[1])
        self.body.setSpacing(spacing)


class Rule(QFrame):
    """A hairline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("rule", True)


class SectionHead(QWidget):
    """The head of a section: words in bold, a count or a remark at the right, a hairline below."""

    def __init__(self, words: str, remark: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.words = Label(words, role="strong", parent=self)
        self.remark = Label(remark, role="caption", tone="sub", parent=self)
        row.addWidget(self.words)
        row.addStretch(1)
        row.addWidget(self.remark)
        column.addStretch(1)
        column.addLayout(row)
        column.addWidget(Rule(self))
        self.setMinimumHeight(theme.height("section") - 8)

    def set_remark(self, remark: str) -> None:
        self.remark.setText(remark)


class Column(QScrollArea):
    """A column that scrolls up and down, never sideways. `body` is its layout, `inside` the widget in it.

    It keeps itself as wide as its content needs, unless the caller does (`fitting=False`, for content of a set width).
    """

    def __init__(
        self, *, padding: int = 0, spacing: int = 8, fitting: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # An event that passes Python costs 15 ms at the start: PySide looks at every class of event there is.
        self.inside = _Inside(self) if fitting else QWidget(self)
        self.inside.setProperty("ground", "none")
        self.body = QVBoxLayout(self.inside)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(spacing)
        self.setWidget(self.inside)

    def fit(self) -> None:
        """The column is as wide as its content needs at least: Qt would cut off what does not fit."""
        self.setMinimumWidth(self.inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width())


class _Inside(QWidget):
    """What scrolls in a column; tells it when the content wants another width."""

    def __init__(self, column: Column) -> None:
        super().__init__(column)
        self._column = column

    def event(self, event: QEvent) -> bool:
        column: Column | None = getattr(self, "_column", None)  # None while Python takes the object apart
        if column is not None and event.type() == QEvent.Type.LayoutRequest:
            column.fit()
            tab_order.settle_soon(self)
        return super().event(event)


class Bar(QWidget):
    """A row of buttons at the foot of a page: what goes on at the left, what leaves at the right."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 8, 0, 8)
        self.row.setSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def left(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self.row.addWidget(widget)
        self.row.addStretch(1)

    def right(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self.row.addWidget(widget)
