"""評価の推移: a small chart, a row for each goal, a bar for each review; what it shows stands in words for a reader."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.kit.tips import plain
from caseapp.desktop.plan import words
from caseapp.desktop.theme.theme import theme
from caseapp.rules.plan_course import LEVELS, Course, Rated
from caseapp.words import codes
from caseapp.words.language import _

_MOST = 8
_TOP = max(LEVELS.values())


def course_words(course: Course) -> str:
    """`未→一部→達成`."""
    labels = codes.load("plan_rating")
    return "→".join(labels.short(each.rating.rating) for each in course.rated[-_MOST:])


def rated_words(rated: Rated) -> str:
    """`R9.2.26 一部達成 理解3・行動2・状態4`."""
    rating = rated.rating
    scores = ((_("knowledge"), rating.knowledge), (_("behaviour"), rating.behaviour), (_("state"), rating.state))
    said = "・".join(f"{name}{score}" for name, score in scores if score is not None)
    return " ".join(filter(None, (words.day(rated.on), codes.load("plan_rating").label(rating.rating), said)))


def course_line() -> int:
    """The height of a goal in `paint_course`."""
    return theme.line() + 4


def paint_course(painter: QPainter, where: QRectF, number: int, course: Course) -> None:
    """One goal in one line, for a list: its number, a bar for each of the newest eight reviews, how it stands, the
    need."""
    rated = course.rated[-_MOST:]
    width, gap = theme.px(9), theme.px(3)
    base, high = where.bottom() - 3, float(theme.line() - 3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_line(painter, where, f"{number}", role="caption", ink="sub")
    x = where.left() + theme.px(16)
    for each in rated:
        height = max(3.0, high * each.level / _TOP)
        painter.setPen(QPen(theme.colour("control"), 1))
        ground = "accent" if each is rated[-1] else "tint"
        painter.setBrush(theme.colour(ground if each.level else "surface"))
        painter.drawRect(QRectF(x, base - height, width, height))
        x += width + gap
    told = codes.load("plan_rating").short(rated[-1].rating.rating) if rated else ""
    rest = QRectF(x + theme.px(5), where.top(), max(0.0, where.right() - x - theme.px(5)), where.height())
    used = draw_line(painter, rest, told, role="caption", bold=True)
    need = rest.adjusted(used + theme.px(8), 0, 0, 0)
    if need.width() > theme.px(40):
        draw_line(painter, need, course.goal.need, role="caption", ink="sub")


class CourseChart(QWidget):
    """Object name `plan-course`. The newest eight reviews, the newest at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._courses: tuple[tuple[int, Course], ...] = ()
        self.setObjectName("plan-course")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_courses(self, courses: Sequence[tuple[int, Course]]) -> None:
        """Each with the number of its goal in the plan."""
        self._courses = tuple(courses)
        self.setAccessibleName(_("Course of the ratings"))
        told = [f"{number} {each.goal.need}: {course_words(each)}" for number, each in self._courses]
        self.setAccessibleDescription("。".join(told))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def _row(self) -> int:
        return theme.line() * 2 + 8

    def sizeHint(self) -> QSize:
        return QSize(theme.px(180), max(1, len(self._courses)) * self._row())

    def _bars(self, row: int) -> list[tuple[QRectF, Rated]]:
        """The bars of a row, from the oldest to the newest."""
        rated = self._courses[row][1].rated[-_MOST:]
        gap, left = theme.px(6), theme.px(20)
        words = width_of(codes.load("plan_rating").short(rated[-1].rating.rating), "caption", bold=True) if rated else 0
        room = (self.width() - left - words - 12) / max(1, len(rated)) - gap  # the word beside them stands whole
        width = max(theme.px(5), min(theme.px(22), room))
        base = (row + 1) * self._row() - 8
        high = theme.line()
        found = []
        for place, each in enumerate(rated):
            height = max(3.0, high * each.level / _TOP)
            found.append((QRectF(left + place * (width + gap), base - height, width, height), each))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        labels = codes.load("plan_rating")
        for row, (number, course) in enumerate(self._courses):
            top = QRectF(0, row * self._row(), self.width(), theme.line())
            draw_line(painter, top, f"{number}  {course.goal.need}", role="caption", ink="sub")
            bars = self._bars(row)
            for bar, each in bars:
                painter.setPen(QPen(theme.colour("control"), 1))
                ground = "accent" if each is bars[-1][1] else "tint"
                painter.setBrush(theme.colour(ground if each.level else "surface"))
                painter.drawRoundedRect(bar, 2, 2)
            if bars:
                last, newest = bars[-1]
                beside = QRectF(last.right() + 8, last.bottom() - theme.line(), self.width(), theme.line())
                beside.setRight(self.width())
                draw_line(painter, beside, labels.short(newest.rating.rating), role="caption", bold=True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._tell(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def _tell(self, at: QPoint, where: QPoint) -> None:
        for row in range(len(self._courses)):
            for bar, each in self._bars(row):
                if bar.adjusted(-3, -theme.line(), 3, 6).contains(at.toPointF()):
                    QToolTip.showText(where, plain(rated_words(each)), self)
                    return
        QToolTip.hideText()
