"""Making the search index anew when what it was made by has changed: the table of variants, the rules of folding.

The index holds names and texts in the form they are searched by. A version that folds otherwise would look for keys
that are not there; so the store remembers the form (`search_index.FORM`), and an office with another is renewed when
it is opened, in one transaction: seconds for a common office, about as long as an import for a very large one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from caseapp.casework.unit_of_work import document_of
from caseapp.records import search_index
from caseapp.records.setting import SettingRow
from caseapp.records.subject import Subject

KEY = "search_form"
_PORTION = 500


def renew_if_needed(engine: Engine) -> bool:
    """Make the index anew unless it has the present form. True when it was made."""
    with Session(engine, autoflush=False) as session:
        stored = session.execute(select(SettingRow.value).where(SettingRow.key == KEY)).scalar()
        if stored == json.dumps(search_index.FORM):
            return False
        renew(session)
        session.commit()
    return True


def renew(session: Session) -> None:
    """Empty the index and fill it from the records; the caller commits."""
    from caseapp.records.all_subjects import ALL

    connection = session.connection()
    search_index.clear(connection)
    for subject in ALL:
        for values in _portions(session, subject):
            documents = (document_of(subject, value) for value in values)
            search_index.put(connection, [each for each in documents if each.texts or each.names])
    session.merge(SettingRow(key=KEY, value=json.dumps(search_index.FORM)))
    session.flush()


def _portions(session: Session, subject: Subject[Any, Any]) -> Iterator[list[Any]]:
    """All records of a kind that are not withdrawn, some hundreds at a time; forgotten when the next are read."""
    row, last = subject.row, ""
    while True:
        question = select(row).where(row.id > last).order_by(row.id).limit(_PORTION)
        rows = session.scalars(question).all()
        if not rows:
            return
        last = rows[-1].id
        yield [subject.shape.to_read(each) for each in rows if not getattr(each, "withdrawn", False)]
        session.expunge_all()
