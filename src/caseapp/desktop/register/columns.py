"""The columns of the register: words, order and painting of each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from caseapp.casework.list_views import RegisterRow
from caseapp.desktop.child.due_words import due_chip
from caseapp.desktop.kit.chips import Chip, chip_width, paint_chip
from caseapp.desktop.kit.masking import hidden, masked, masking
from caseapp.desktop.kit.tables import TableColumn, none_words
from caseapp.desktop.kit.text import Span, draw_line, width_of
from caseapp.desktop.register.painting import Writer
from caseapp.desktop.register.searching import Searching
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.rules.age import age_text
from caseapp.rules.due import silence
from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.grade import GRADES, short
from caseapp.rules.reading import hiragana
from caseapp.words import codes, language
from caseapp.words.language import _

LONG = frozenset({"care"})
"""What has no room beside the others where words are longer than in Japanese."""
FOLDED = frozenset({"number", "care", "contact", "worker"})
"""Columns that a narrow window leaves out, unless the person has chosen columns."""
USUAL = ("name", "kana", "age", "disease", "care", "certificate", "contact", "next", "worker")
"""The columns of somebody who has chosen none; the sign of a red fact stands before all of them, always."""
OF_OTHERS = frozenset(
    {"group", "disease", "care", "certificate", "contact", "next", "next_on", "plan", "review"}  # other tables know
)
"""Columns that cannot be sorted by before all rows are whole."""

_FITTED = {"name": 112, "age": 86, "number": 76}  # and the least width
_WIDEST = 150
_SILENT_CHIP = 150  # days without contact from which the cell says so with a chip
_FAR = date.max


class Cells:
    """Makes the columns; `today` is the day they were asked on, `searching` knows what is marked."""

    def __init__(self, searching: Searching, *, today: date, style: dates.Style = "era") -> None:
        self.searching = searching
        self.writer = Writer()
        self.today = today
        self.style: dates.Style = style
        self.rows: Sequence[RegisterRow] = ()
        self.places: dict[str, int] = {}

    def set_rows(self, rows: Sequence[RegisterRow]) -> None:
        """All rows of the register in the order of their readings."""
        self.rows = rows
        self.places = {row.child_id: place for place, row in enumerate(rows)}

    def know(self, known: Mapping[str, RegisterRow]) -> None:
        """More is known of these children."""
        self.rows = [known.get(row.child_id, row) for row in self.rows]

    def columns(self) -> tuple[TableColumn[RegisterRow], ...]:
        """All columns in their order. `next` takes what is left."""
        return (*self._who(), *self._what(), *self._when(), *self._whereabouts(), *self._of_the_office())

    def _who(self) -> tuple[TableColumn[RegisterRow], ...]:
        """By what a child is found: flag, name, reading, number, age."""
        make = TableColumn[RegisterRow]
        return (
            make(name="flag", head="", text=_flag_words, width=32, paint=_paint_flag, tip=_flag_words),
            make(
                name="name",
                head=_("Name"),
                text=_name,
                width=112,
                sort=self._place,
                paint=self._paint_name,
                bold=True,
                tip=_name,
            ),
            make(
                name="kana",
                head=_("Reading"),
                text=_kana,
                width=130,
                sort=self._place,
                spans=self._kana_spans,
                ink="sub",
            ),
            make(
                name="number",
                head=_("Number"),
                text=_number,
                width=76,
                sort=_number,
                spans=self._number_spans,
                ink="sub",
            ),
            make(name="age", head=_("Age, grade"), text=_age, width=86, sort=_youngest),
            make(name="birth", head=_("Born on"), text=self._birth, width=92, sort=lambda row: row.birth_date),
            make(name="years", head=_("Age"), text=self._years, width=60 + _more(), sort=_youngest),
            make(name="grade", head=_("Grade"), text=_grade, width=60 + _more(), sort=_by_grade),
            make(name="sex", head=_("Sex"), text=_sex, width=52 + _more() // 2, sort=lambda row: row.sex),
        )

    def _what(self) -> tuple[TableColumn[RegisterRow], ...]:
        """What the child has: disease, care, certificate."""
        make = TableColumn[RegisterRow]
        return (
            make(name="group", head=_("Disease group"), text=_group, width=132 + _more(), sort=_by_disease, tip=_group),
            make(name="disease", head=_("Disease"), text=_disease, width=150, sort=_by_disease, tip=_disease),
            make(name="care", head=_("Medical care"), text=_care, width=108, sort=_by_care),
            make(
                name="certificate",
                head=_("Certificate"),
                text=self._certificate,
                width=136,
                sort=lambda row: row.certificate_to or _FAR,
                paint=self._paint_certificate,
                spoken=self._certificate_spoken,
            ),
        )

    def _when(self) -> tuple[TableColumn[RegisterRow], ...]:
        """What was last, what is next, and who sees to it."""
        make = TableColumn[RegisterRow]
        return (
            make(
                name="contact",
                head=_("Last contact"),
                text=self._contact,
                width=136,
                sort=lambda row: row.last_contact_on or date.min,
                paint=self._paint_contact,
            ),
            make(
                name="next",
                head=_("What comes next"),
                text=self._next,
                sort=lambda row: (row.next_due_on or _FAR, row.next_text),
                paint=self._paint_next,
                tip=lambda row: row.next_text,
            ),
            make(
                name="next_on",
                head=_("Due on"),
                text=self._next_on,
                width=92,
                sort=lambda row: row.next_due_on or _FAR,
            ),
            make(name="plan", head=_("Plan"), text=_plan, width=96, sort=_by_plan),
            make(
                name="review",
                head=_("Review of the plan"),
                text=self._review,
                width=110,
                sort=lambda row: row.plan_review_on or _FAR,
            ),
            make(name="worker", head=_("Worker"), text=_worker, width=56 + _more() // 4, sort=_worker),
        )

    def _whereabouts(self) -> tuple[TableColumn[RegisterRow], ...]:
        """Where the child is found."""
        make = TableColumn[RegisterRow]
        return (
            make(name="school", head=_("School"), text=_school, width=150, sort=lambda row: row.school, tip=_school),
            make(name="hospital", head=_("Hospital"), text=_hospital, width=150, sort=_hospital, tip=_hospital),
            make(name="town", head=_("Quarter"), text=_town, width=104, sort=lambda row: row.town, tip=_address),
            make(name="phone", head=_("Telephone"), text=_phone, width=120, sort=lambda row: row.phone),
        )

    def _of_the_office(self) -> tuple[TableColumn[RegisterRow], ...]:
        """How long the office has known the child."""
        make = TableColumn[RegisterRow]
        return (
            make(
                name="registered",
                head=_("Registered on"),
                text=self._registered,
                width=92,
                sort=lambda row: row.registered_on or date.min,
            ),
            make(name="status", head=_("Status"), text=_status, width=76, sort=lambda row: row.status),
        )

    def fitted(self, columns: Sequence[TableColumn[RegisterRow]]) -> tuple[TableColumn[RegisterRow], ...]:
        """The columns with room for the longest name and age in the register: neither is cut."""
        return tuple(
            replace(column, width=self._room(column)) if column.name in _FITTED else column for column in columns
        )

    def _room(self, column: TableColumn[RegisterRow]) -> int:
        words = sorted({column.text(row) for row in self.rows}, key=len, reverse=True)[:50]
        widest = max((width_of(each, bold=column.bold) for each in words), default=0) / theme.scale
        return min(_WIDEST, max(_FITTED[column.name], round(widest) + 18))

    # ---- words

    def day(self, day: date) -> str:
        """11月12日 within the fiscal year, else R9.6.30."""
        if fiscal_year(day) != fiscal_year(self.today) or not dates.is_japanese(language.current()):
            return dates.screen_date(day, today=self.today, style=self.style, language=language.current())
        return dates.month_day(day)

    def _place(self, row: RegisterRow) -> int:
        return self.places.get(row.child_id, 0)

    def _name_spans(self, row: RegisterRow) -> tuple[Span, ...]:
        return () if masking.on else self.searching.spans(row.name)

    def _kana_spans(self, row: RegisterRow) -> tuple[Span, ...]:
        return () if masking.on else self.searching.spans(hiragana(row.kana))

    def _number_spans(self, row: RegisterRow) -> tuple[Span, ...]:
        return self.searching.spans(row.number)

    def _certificate(self, row: RegisterRow) -> str:
        if row.certificate_to is None:
            return _nothing(row)
        return dates.short_date(row.certificate_to, self.style)

    def _certificate_spoken(self, row: RegisterRow) -> str:
        state = row.certificate_state
        return f"{self._certificate(row)} {_(state.saying).format(days=state.days)}"

    def _contact(self, row: RegisterRow) -> str:
        return self.day(row.last_contact_on) if row.last_contact_on else _nothing(row)

    def _next(self, row: RegisterRow) -> str:
        if row.next_due_on is None:
            return _nothing(row)
        return f"{self.day(row.next_due_on)} {row.next_text}"

    def _next_on(self, row: RegisterRow) -> str:
        return self.day(row.next_due_on) if row.next_due_on else _nothing(row)

    def _review(self, row: RegisterRow) -> str:
        return self.day(row.plan_review_on) if row.plan_review_on else _nothing(row)

    def _birth(self, row: RegisterRow) -> str:
        return dates.short_date(row.birth_date, self.style)

    def _years(self, row: RegisterRow) -> str:
        return age_text(row.birth_date, self.today, language=language.current())

    def _registered(self, row: RegisterRow) -> str:
        return dates.short_date(row.registered_on, self.style) if row.registered_on else none_words()

    # ---- painting

    def _paint_name(self, painter: QPainter, where: QRectF, row: RegisterRow) -> None:
        """The name, condensed where it is longer than its column, and in two lines where that would not be read."""
        spans = self._name_spans(row)
        if spans and width_of(row.name, bold=True) <= where.width():
            draw_line(painter, where, row.name, bold=True, spans=spans)
        else:
            self.writer.write(painter, where, _name(row), bold=True, condensed=True)

    def _paint_certificate(self, painter: QPainter, where: QRectF, row: RegisterRow) -> None:
        state = row.certificate_state
        chip: Chip | None = None
        if state.state in ("expiring", "expired"):
            words = _("expired") if state.state == "expired" else _("{count} d").format(count=state.days)
            kind = "red" if state.danger else "late" if state.state == "expired" else "coming"
            chip = Chip(words, kind)  # type: ignore[arg-type]  # one of three literals
        _paint_with_chip(self.writer, painter, where, self._certificate(row), chip)

    def _paint_contact(self, painter: QPainter, where: QRectF, row: RegisterRow) -> None:
        last = row.last_contact_on
        chip = None
        if last is not None and (self.today - last).days >= _SILENT_CHIP and row.status == "active":
            chip = Chip(silence(last, today=self.today, language=language.current()))
        _paint_with_chip(self.writer, painter, where, self._contact(row), chip)

    def _paint_next(self, painter: QPainter, where: QRectF, row: RegisterRow) -> None:
        if row.next_due_on is None or row.next_due_on > self.today:
            self.writer.write(painter, where, self._next(row))
            return
        chip = due_chip(row.next_due_on, today=self.today)
        used = paint_chip(painter, where, chip) + 8
        self.writer.write(painter, where.adjusted(used, 0, 0, 0), row.next_text)


def _paint_with_chip(writer: Writer, painter: QPainter, where: QRectF, words: str, chip: Chip | None) -> None:
    """Words at the left, bold with a chip at the right where there is one and it fits."""
    used = writer.write(painter, where, words, bold=chip is not None)
    if chip is not None:
        width = chip_width(chip)
        if used + 6 + width <= where.width():
            paint_chip(painter, QRectF(where.right() - width - 4, where.top(), width, where.height()), chip)


def _paint_flag(painter: QPainter, where: QRectF, row: RegisterRow) -> None:
    if row.flag:
        side = theme.px(18)
        box = QRectF(where.left(), where.top(), side, where.height())
        icons.draw(painter, box, "stop" if row.flag == "body" else "shield", ink="red")


def _flag_words(row: RegisterRow) -> str:
    return {"body": _("Caution: body or mind"), "privacy": _("Caution: secrecy")}.get(row.flag, "")


def _name(row: RegisterRow) -> str:
    return masked(row.name)


def _kana(row: RegisterRow) -> str:
    return hidden(hiragana(row.kana))


def _number(row: RegisterRow) -> str:
    return row.number


def _age(row: RegisterRow) -> str:
    return row.age_grade


def _more() -> int:
    """What codes and ages need more of in other languages than Japanese."""
    return 0 if dates.is_japanese(language.current()) else 32


def _nothing(row: RegisterRow) -> str:
    """A dash for nothing; a blank while it is not known yet."""
    return none_words() if row.whole else ""


def _youngest(row: RegisterRow) -> int:
    return -row.birth_date.toordinal()


def _grade(row: RegisterRow) -> str:
    return short(row.grade, language.current()) or none_words()


def _by_grade(row: RegisterRow) -> tuple[int, int]:
    return GRADES.index(row.grade) if row.grade else -1, _youngest(row)


def _sex(row: RegisterRow) -> str:
    return codes.load("sex").short(row.sex)


def _group(row: RegisterRow) -> str:
    return codes.load("disease_group").short(row.disease_group) if row.disease_group else _nothing(row)


def _plan(row: RegisterRow) -> str:
    return plan_words(row.plan_state)


def plan_words(state: str) -> str:
    """The state of the plan in a few characters."""
    return {
        "none": none_words(),
        "draft": _("being made"),
        "active": _("carried out"),
        "review_over": _("review overdue"),
    }.get(state, "")


def _by_plan(row: RegisterRow) -> tuple[str, date]:
    order = {"review_over": "1", "draft": "2", "none": "3", "active": "4"}
    return order.get(row.plan_state, "5"), row.plan_review_on or _FAR


def _school(row: RegisterRow) -> str:
    return row.school or none_words()


def _hospital(row: RegisterRow) -> str:
    return row.hospital or none_words()


def _town(row: RegisterRow) -> str:
    return hidden(row.town) or none_words()


def _address(row: RegisterRow) -> str:
    return hidden(row.address)


def _phone(row: RegisterRow) -> str:
    return hidden(row.phone) or none_words()


def _status(row: RegisterRow) -> str:
    return codes.load("child_status").label(row.status)


def _disease(row: RegisterRow) -> str:
    return row.disease or _nothing(row)


def _by_disease(row: RegisterRow) -> tuple[int, str]:
    return int(row.disease_group) if row.disease_group.isdecimal() else 99, row.disease


def _care(row: RegisterRow) -> str:
    return row.medical_care_text or _nothing(row)


def _by_care(row: RegisterRow) -> tuple[bool, int, str]:
    return not row.medical_care, -len(row.medical_care), row.medical_care_text


def _worker(row: RegisterRow) -> str:
    return row.worker_short
