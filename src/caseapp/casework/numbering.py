"""The next number of a kind of document within the fiscal year: R8-031, R8-032 …"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from caseapp.rules.dates import fiscal_year_short
from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.identity import next_number


def next_for(session: Session, column: InstrumentedAttribute[str], *, on: date, width: int = 3) -> str:
    """The number after the highest one of the fiscal year of `on` in this column."""
    prefix = f"{fiscal_year_short(fiscal_year(on))}-"
    taken = session.scalars(select(column).where(column.startswith(prefix, autoescape=True)))
    return next_number(taken, on=on, width=width)
