"""A row of the consultations: one contact, and the day on which something follows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from caseapp.exchange.findings import Place
from caseapp.exchange.row_reader import RowReader
from caseapp.rules.consultation import Consultation, consultation_problems
from caseapp.rules.follow_up import NextStep
from caseapp.rules.problem import N_
from caseapp.words import codes

NEXT_TEXT = "次回の対応"
"""What the follow-up of an imported row says: the file has only its day. Data, not words of the screen."""

_CONSULTER_AS_NAME = N_("“{text}” is not in the list of who asked; it is kept as a name.")
_NEXT_BEFORE = N_("The next day lies before the consultation.")

COLUMN_OF = {"on": "相談日", "method": "相談方法", "facts": "内容", "minutes": "所要分"}
_PLAIN = {
    "開始時刻": ("start",),
    "所要分": ("minutes",),
    "相談方法": ("method",),
    "相談者": ("consulter", "consulter_name"),
    "相談内容区分": ("topics",),
    "対応": ("response",),
    "次回予定日": ("next_on",),
}


@dataclass(frozen=True)
class ConsultationRow:
    """A consultation as a row has it; `consultation.child_id` holds the child's *number* until it is looked up."""

    place: Place
    consultation: Consultation
    next_step: NextStep | None
    worker: str
    given: frozenset[str]

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two rows the same consultation: the child, the day, the time and what is written."""
        return consultation_key(self.consultation)

    def onto(self, known: Consultation) -> Consultation:
        """The known consultation with what the row says: an empty cell changes nothing."""
        plain = {
            field: getattr(self.consultation, field)
            for column, fields in _PLAIN.items()
            if column in self.given
            for field in fields
        }
        return replace(known, **plain)


def consultation_key(consultation: Consultation) -> tuple[str, ...]:
    """The same for any consultation."""
    start = consultation.start.isoformat("minutes") if consultation.start else ""
    return (consultation.child_id, consultation.on.isoformat(), start, consultation.facts)


def read(row: RowReader, *, today: date) -> ConsultationRow | None:
    """The consultation of a row; None when a required value is missing (the reader knows the problems)."""
    number = row.number("児童番号", required=True)
    day = row.date("相談日", required=True)
    method = row.code("相談方法", "method", required=True)
    facts = row.text("内容", required=True)
    consulter, consulter_name = _consulter(row)
    next_on = row.date("次回予定日")
    consultation = Consultation(
        child_id=number,
        on=day or today,
        start=row.time("開始時刻"),
        minutes=row.minutes("所要分"),
        method=method,
        consulter=consulter,
        consulter_name=consulter_name,
        topics=row.several_codes("相談内容区分", "topic"),
        facts=facts,
        response=row.text("対応"),
        next_on=next_on,
    )
    worker = row.line("担当者")
    if not (number and day and method and facts):
        return None
    for problem in consultation_problems(consultation, today=today):
        row.add(problem, column=COLUMN_OF.get(problem.field, ""))
    if next_on and next_on < day:
        row.refuse("次回予定日", _NEXT_BEFORE)
    step = NextStep(text=NEXT_TEXT, due_on=next_on) if next_on else None
    return ConsultationRow(row.place, consultation, step, worker, frozenset(row.given))


def _consulter(row: RowReader) -> tuple[str, str]:
    """Who asked: a code (母), a name with a code (高瀬 美咲(母)), or only a name."""
    text = row.line("相談者")
    if not text:
        return "", ""
    listed = codes.load("consulter")
    code = listed.code_of(text)
    if code:
        return code, ""
    named = re.fullmatch(r"(.+?)\s*[(（](.+)[)）]", text)
    if named:
        for name, relation in (named.groups(), reversed(named.groups())):
            code = listed.code_of(relation)
            if code:
                return code, name.strip()
    row.warn("相談者", _CONSULTER_AS_NAME, text=text)
    return "other", text
