"""The child as the record tells it for a day gone by: for a page that is made now and speaks of that day.

Most facts have no history; those are as they are today. The grade follows from the birth date, the school from the way
through the schools, where that is written.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from caseapp.rules.child import Child
from caseapp.rules.child_facts import SchoolTime
from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.grade import grade_on

_CLASS = re.compile(r"\s*(?:[0-9０-９]+年|年[少中長]|[0-9０-９]+歳児).*$")


def child_on(child: Child, day: date, *, today: date) -> Child:
    """The child with its school as on `day`, `today` being the day of what the record says."""
    return replace(child, school=school_on(child, day, today=today))


def school_on(child: Child, day: date, *, today: date) -> str:
    """The school on `day`: with the class of today within the same school year, without it in another; "" where the
    child went to another kind of school then and which one is not written."""
    then = _stretch(child.schools, day)
    now, before = (grade_on(child.birth_date, on, override=child.grade_override) for on in (today, day))
    if then is not None and not child.school.startswith(then.school):
        return then.school
    if fiscal_year(day) == fiscal_year(today) or not (now or before):
        return child.school
    if then is None and now[:1] != before[:1]:
        return ""
    return _CLASS.sub("", child.school)


def _stretch(schools: tuple[SchoolTime, ...], day: date) -> SchoolTime | None:
    """The last stretch that is known to hold on `day`."""
    holding = [s for s in schools if s.begins_on and s.begins_on <= day and (s.ends_on is None or day <= s.ends_on)]
    return max(holding, key=lambda s: s.begins_on or date.min, default=None)
