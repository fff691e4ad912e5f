"""相談記録 for the office's own form."""

from __future__ import annotations

from datetime import datetime, time

from caseapp.casework.papers import people
from caseapp.casework.papers.gathered import Gathered
from caseapp.documents.consultation import Choices, ConsultationPaper, LiaisonLine, NextAction
from caseapp.documents.read_models import Known
from caseapp.rules import clock, dates, fiscal
from caseapp.words import codes


def consultation(g: Gathered, record_id: str = "") -> ConsultationPaper:
    """The form of one consultation."""
    value = g.consultation(record_id)
    year = fiscal.fiscal_year(value.on)
    begins = datetime.combine(fiscal.fiscal_bounds(year)[0], time.min, tzinfo=clock.TOKYO)
    return ConsultationPaper(
        number=value.number,
        fiscal_year=dates.fiscal_year_long(year, language=g.language),
        on=value.on,
        start=value.start,
        minutes=value.minutes,
        method=_label("method", value.method, g),
        place=_label("place", value.place, g),
        consulter=_label("consulter", value.consulter, g),
        consulter_name=value.consulter_name,
        met_child=value.met_child,
        first_this_year=g.first_of_fiscal_year(value, begins=begins),
        trigger=_label("trigger", value.trigger, g),
        topics=tuple(_label("topic", topic, g) for topic in value.topics),
        child=people.head(g.child, on=g.at, language=g.language),
        certificate=people.certificate_kind(g.child, on=g.at, w=g.w) or Known.NONE,
        words=value.words,
        facts=value.facts,
        third_party=value.third_party,
        third_party_source=value.third_party_source,
        opinion=value.opinion,
        response=value.response,
        handed_over=value.handed_over,
        liaisons=_liaisons(g, record_id),
        next_actions=tuple(
            NextAction(content=f.text, due=f.due_on, worker=f.worker) for f in g.follow_ups_of(value.id)
        ),
        none_reason=value.none_reason,
        worker=value.worker,
        recorded_on=value.recorded_at.date() if value.recorded_at else None,
        late_reason=value.late_reason,
    )


def blank_consultation(g: Gathered) -> ConsultationPaper:
    """The empty form for a home visit: the child's head filled in, the office's choices to be ticked."""
    return ConsultationPaper(
        child=people.head(g.child, on=g.at, language=g.language),
        certificate=people.certificate_kind(g.child, on=g.at, w=g.w),
        worker=g.office.account.name,
        choices=Choices(
            methods=_labels("method", g),
            places=_labels("place", g),
            consulters=_labels("consulter", g),
            topics=_labels("topic", g),
            triggers=_labels("trigger", g),
        ),
    )


def _liaisons(g: Gathered, record_id: str) -> tuple[LiaisonLine, ...]:
    value = g.consultation(record_id)
    return tuple(
        LiaisonLine(
            who=f"{one.organization} {one.person}".strip(),
            how=_label("liaison_method", one.method, g),
            content=one.request or one.content or one.subject,
            ground=one.basis or "",
        )
        for one in g.liaisons_on(value)
    )


def _label(name: str, code: str, g: Gathered) -> str:
    known = codes.load(name)
    return known.label(code, g.language) if code in known else code


def _labels(name: str, g: Gathered) -> tuple[str, ...]:
    known = codes.load(name)
    return tuple(known.short(code, g.language) for code in known.toggles)
