"""The next number of a kind of document within the fiscal year: R8-031, R8-032 …"""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from caseapp.rules.dates import fiscal_year_short
from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.identity import next_number


def next_for(session: Session, column: InstrumentedAttribute[str], *, on: date, width: int = 3) -> str:
    """The number after the highest one of the fiscal year of `on` in this column (which has an index)."""
    prefix = f"{fiscal_year_short(fiscal_year(on))}-"
    of_the_year = (column >= prefix) & (column < prefix + "~")  # a range, not LIKE: so the index serves
    # the longest text is the highest number once the digits outgrow their width
    highest = select(column).where(of_the_year).order_by(func.length(column).desc(), column.desc()).limit(1)
    return next_number(session.scalars(highest), on=on, width=width)
