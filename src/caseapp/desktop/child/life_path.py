"""The life path: an ink line for the child, a thinner accent line beside it from the day this office walks along.

Stages are evenly spaced, not to scale. The accessible text lists them in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.rules.grade import short
from caseapp.rules.life_stage import Stage, caption
from caseapp.rules.problem import N_
from caseapp.words import language
from caseapp.words.language import _

_LEAST = 104  # pixels from stage to stage
_FOLDED_PAST = 2
_ITEMS = 2  # of the template are shown even where there is little room
_DOT = 4.5
_BELOW = 10  # from the ink line to the accent line
_EVENT = N_("{name} ({when})")


class LifePath(QWidget):
    """`show_path(stages, …)`; `fold(True)` shows the last two past stages only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("child-life-path")
        self._stages: tuple[Stage, ...] = ()
        self._birth = date.min
        self._grade = ""
        self._style: dates.Style = "era"
        self._since: date | None = None
        self._handed: date | None = None
        self._worker = ""
        self._folded = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_path(
        self,
        stages: Sequence[Stage],
        *,
        birth: date,
        grade: str = "",
        style: dates.Style = "era",
        since: date | None = None,
        handed_over: date | None = None,
        worker: str = "",
    ) -> None:
        """`since`: the day this office began; `handed_over`: when the worker of now took over; `worker` the name."""
        self._stages, self._birth, self._grade, self._style = tuple(stages), birth, grade, style
        self._since, self._worker = since, worker
        self._handed = handed_over if since is not None and handed_over is not None and handed_over > since else None
        self.setAccessibleName(_("Life path"))
        self.setAccessibleDescription(self.spoken())
        set_tip(self, self.spoken())
        self.update()

    def spoken(self) -> str:
        """The stages in order, and since when this office walks along."""
        words = [_(_EVENT).format(name=self._name(s), when=self._caption(s)) for s in self._stages]
        if self._since is not None:
            words.append(_("with this office since {day}").format(day=dates.short_date(self._since, self._style)))
        return "、".join(words)

    def fold(self, folded: bool) -> None:
        self._folded = folded
        self.update()

    def shown(self) -> list[Stage]:
        """The stages that have room: of the past ones the oldest events are left out first."""
        stages = list(self._stages)
        past = [stage for stage in stages if stage.when == "past"]
        rest = stages[len(past) :]
        most = max(4, int(self.width() / self._least()))
        keep = _FOLDED_PAST if self._folded else max(_FOLDED_PAST, most - len(rest))
        if keep < len(past):
            middle = past[-(keep - 1) :] if keep > 1 else []
            past = past[-keep:] if self._folded else [past[0], *middle]
        while len(past) + len(rest) > most and len(rest) > 3:
            items = [stage for stage in rest if stage.kind == "item"]
            if len(items) > _ITEMS:  # what is far off gives way before the schools do
                rest.remove(items[-1])
            else:
                del rest[-2]
        return [*past, *rest]

    def _least(self) -> int:
        """From stage to stage: no day is cut off, in whatever language and style it is written."""
        captions = ((self._caption(stage), stage.when == "next") for stage in self._stages)
        return max([theme.px(_LEAST), *(width_of(words, "caption", bold=bold) + 8 for words, bold in captions)])

    def _name(self, stage: Stage) -> str:
        if stage.kind in ("event", "item"):
            return stage.name
        if stage.when == "now":
            return f"{_(stage.name)} {short(self._grade, language.current())}".strip()
        return _(stage.name)

    def _caption(self, stage: Stage) -> str:
        return caption(stage, birth=self._birth, style=self._style, language=language.current())

    # ---- painting

    def sizeHint(self) -> QSize:
        return QSize(theme.px(600), theme.line() + theme.px(32) + theme.line("caption"))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(300), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        stages = self.shown()
        if not stages:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self.width() / len(stages)
        xs = [step * (place + 0.5) for place in range(len(stages))]
        y = theme.line() + theme.px(8)
        now = next((place for place, stage in enumerate(stages) if stage.when == "now"), len(stages) - 1)
        self._paint_lines(painter, xs, y, now)
        self._paint_along(painter, stages, xs, y)
        for stage, x in zip(stages, xs, strict=True):
            self._paint_words(painter, stage, x, y, step)
            self._paint_dot(painter, stage, x, y)

    def _paint_lines(self, painter: QPainter, xs: list[float], y: float, now: int) -> None:
        painter.setPen(QPen(theme.colour("ink"), 2.5))
        painter.drawLine(QPointF(xs[0], y), QPointF(xs[now], y))
        ahead = QPen(theme.colour("control"), 1.5)
        ahead.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(ahead)
        painter.drawLine(QPointF(xs[now], y), QPointF(xs[-1], y))

    def _paint_along(self, painter: QPainter, stages: list[Stage], xs: list[float], y: float) -> None:
        """The line of the office below the child's, dashed from today on; a tick where the worker changed."""
        if self._since is None:
            return
        below = y + theme.px(_BELOW)
        now = next((x for stage, x in zip(stages, xs, strict=True) if stage.when == "now"), xs[-1])
        start = min(self._place(self._since, stages, xs), now)
        pen = QPen(theme.colour("accent"), 1.75)
        painter.setPen(pen)
        painter.drawLine(QPointF(start, below), QPointF(now, below))
        if self._handed is not None:
            tick = self._place(self._handed, stages, xs)
            painter.drawLine(QPointF(tick, below - 5), QPointF(tick, below + 5))
        pen.setStyle(Qt.PenStyle.DashLine)
        pen.setWidthF(1.25)
        painter.setPen(pen)
        painter.drawLine(QPointF(now, below), QPointF(xs[-1], below))
        self._paint_worker(painter, start, below)

    def _paint_worker(self, painter: QPainter, start: float, below: float) -> None:
        words = _("support worker {name}").format(name=self._worker) if self._worker else _("this office")
        width = width_of(words, "caption")
        line = theme.line("caption")
        if start >= width + 6:
            where = QRectF(start - width - 6, below - line / 2, width + 2, line)
            painter.fillRect(where.adjusted(-2, 3, 2, -3), theme.colour("surface"))
            draw_line(painter, where, words, role="caption", ink="accent")

    def _place(self, day: date, stages: list[Stage], xs: list[float]) -> float:
        """Where a day lies between the stages."""
        if day <= stages[0].on:
            return xs[0]
        for place in range(len(stages) - 1):
            first, following = stages[place].on, stages[place + 1].on
            if first <= day <= following and following > first:
                share = (day - first).days / (following - first).days
                return xs[place] + share * (xs[place + 1] - xs[place])
        return xs[-1]

    def _paint_dot(self, painter: QPainter, stage: Stage, x: float, y: float) -> None:
        radius = _DOT * min(theme.scale, 1.4)
        if stage.when == "now":
            painter.setPen(QPen(theme.colour("accent"), radius * 1.05))
            painter.setBrush(theme.colour("surface"))
            painter.drawEllipse(QPointF(x, y + theme.px(_BELOW) / 2), radius * 1.45, radius * 1.45)
            return
        if stage.when == "past":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("ink"))
        else:
            painter.setPen(QPen(theme.colour("control"), 1.75))
            painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(QPointF(x, y), radius, radius)

    def _paint_words(self, painter: QPainter, stage: Stage, x: float, y: float, step: float) -> None:
        bold = stage.when in ("now", "next")
        ink = "accent" if stage.when == "now" else "ink"
        above = QRectF(x - step / 2 + 3, 0, step - 6, theme.line())
        centre = Qt.AlignmentFlag.AlignHCenter
        draw_line(painter, above, self._name(stage), bold=bold, ink=ink, align=centre)
        below = QRectF(x - step / 2 + 3, y + theme.px(24), step - 6, theme.line("caption"))
        next_one = stage.when == "next"
        ink = "ink" if next_one else "sub"
        draw_line(painter, below, self._caption(stage), role="caption", bold=next_one, ink=ink, align=centre)
