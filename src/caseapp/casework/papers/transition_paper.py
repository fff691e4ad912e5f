"""移行準備チェックリスト on paper: the sheets of both sides, empty or filled in, and the office's overview."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from caseapp.casework import transition_items, transitions
from caseapp.casework.papers import family_paper, people
from caseapp.casework.papers.gathered import Gathered, NothingToPrint
from caseapp.documents.catalogue import Parts, has
from caseapp.documents.transition_checklist import AskedDomain, AskedItem, ChecklistPaper, ChecklistSheet
from caseapp.documents.transition_progress import ItemLine, Noted, ProgressPaper, SheetColumn
from caseapp.rules import dates
from caseapp.rules.problem import NotFound
from caseapp.rules.transition import (
    CHILD,
    GUARDIAN,
    SIDES,
    Apart,
    TransitionAnswer,
    TransitionCheck,
    apart,
    blank_answers,
    latest,
    standing,
    wants_help,
)
from caseapp.words import codes, transition

_COLUMNS = 3  # the newest sheets of each side


def checklist(g: Gathered, record_id: str = "") -> ChecklistPaper:
    """The sheet of that id, or the newest of each side. Raises NothingToPrint, NotFound."""
    kept = _kept(g)
    if record_id:
        chosen = [each for each in kept if each.id == record_id]
        if not chosen:
            raise NotFound("transition_check", record_id)
    else:
        chosen = [sheet for side in SIDES for sheet in latest(kept, side)[:1]]
    if not chosen:
        raise NothingToPrint
    return _paper(g, tuple(_filled(g, sheet) for sheet in chosen))


def blank_checklist(g: Gathered) -> ChecklistPaper:
    """Both sheets with what the office asks now."""
    items = transition_items.listed(g.session)
    sheets = (ChecklistSheet(respondent=side, domains=_domains(g, blank_answers(items, side), side)) for side in SIDES)
    return _paper(g, tuple(sheets))


def chosen(paper: ChecklistPaper, parts: Parts) -> ChecklistPaper:
    """The sheets that are wanted; all where none is named."""
    kept = tuple(sheet for sheet in paper.sheets if has(parts, sheet.respondent))
    return replace(paper, sheets=kept or paper.sheets)


def progress(g: Gathered, _record_id: str = "") -> ProgressPaper:
    """The newest sheets of both sides beside each other. Raises NothingToPrint."""
    kept = _kept(g)
    if not kept:
        raise NothingToPrint
    own, theirs = ([*reversed(latest(kept, side)[:_COLUMNS])] for side in SIDES)
    sheets = [*own, *theirs]
    newest = [side[-1] for side in (own, theirs) if side]
    differing = apart(own[-1] if own else None, theirs[-1] if theirs else None)
    return ProgressPaper(
        number=g.child.number,
        child=people.head(g.child, on=g.at, language=g.language),
        on=g.at.date(),
        columns=tuple(_column(g, sheet) for sheet in sheets),
        lines=tuple(_lines(g, sheets, differing)),
        help=tuple(
            Noted(item=_said(g, each), said=_whose(g, sheet), text=each.remark)
            for sheet in newest
            for each in wants_help(sheet)
        ),
        apart=tuple(_both(g, pair) for pair in differing),
        notes=tuple(note for sheet in newest for note in _notes(g, sheet)),
        source=_source(g),
    )


# ---- the sheets


def _kept(g: Gathered) -> tuple[TransitionCheck, ...]:
    return g.out(transitions.kept_of(g.session, g.child.id))


def _paper(g: Gathered, sheets: tuple[ChecklistSheet, ...]) -> ChecklistPaper:
    return ChecklistPaper(
        child_name=g.child.paper_name,
        called=family_paper.called(g),
        sheets=sheets,
        source=_source(g),
        worker=g.child.worker or g.office.account.name,
        readings=family_paper.readings(g),
    )


def _filled(g: Gathered, sheet: TransitionCheck) -> ChecklistSheet:
    kin = codes.load("relationship").label(sheet.relationship, g.language) if sheet.relationship else ""
    who = " ".join(part for part in (sheet.respondent_name, g.w._("({kin})").format(kin=kin) if kin else "") if part)
    return ChecklistSheet(
        respondent=sheet.respondent,
        domains=_domains(g, sheet.answers, sheet.respondent),
        on=sheet.on,
        who=who,
        how=codes.load("transition_how").label(sheet.how, g.language) if sheet.how else "",
        remark=sheet.remark,
    )


def _domains(g: Gathered, answers: Sequence[TransitionAnswer], side: str) -> tuple[AskedDomain, ...]:
    return tuple(
        AskedDomain(
            title=transition.domain_title(domain, side, g.language),
            items=tuple(AskedItem(words=_said(g, each), answer=each.answer, remark=each.remark) for each in group),
        )
        for domain, group in groupby(answers, key=lambda each: each.domain)
    )


def _said(g: Gathered, answer: TransitionAnswer) -> str:
    return transition.said(answer.wording, g.language)


def _source(g: Gathered) -> str:
    version = g.w._("(list of items {version})").format(version=transition.version())
    return f"{transition.source_note(g.language)} {version}"


# ---- the overview


def _column(g: Gathered, sheet: TransitionCheck) -> SheetColumn:
    found = standing(sheet)
    side = codes.load("transition_respondent").label(sheet.respondent, g.language)
    return SheetColumn(side=side, on=sheet.on, yes=found.yes, asked=found.asked)


def _lines(g: Gathered, sheets: Sequence[TransitionCheck], differing: Iterable[Apart]) -> Iterable[ItemLine]:
    """Every item that was ever asked in these sheets, by domain, in the words of the newest sheet that has it."""
    marked = {pair.child.item for pair in differing}
    known: dict[str, TransitionAnswer] = {}
    for sheet in sorted(sheets, key=lambda each: (each.respondent == CHILD, each.on)):
        known |= {each.item: each for each in sheet.answers}
    domains = codes.load("transition_domain")
    order = {domain: number for number, domain in enumerate(domains)}
    for answer in sorted(known.values(), key=lambda each: order.get(each.domain, len(order))):
        given = (sheet.answer_of(answer.item) for sheet in sheets)
        yield ItemLine(
            domain=domains.label(answer.domain, g.language),
            words=_said(g, answer),
            answers=tuple(each.answer if each else "" for each in given),
            apart=answer.item in marked,
        )


def _answer(g: Gathered, answer: str) -> str:
    return codes.load("transition_answer").label(answer, g.language)


def _both(g: Gathered, pair: Apart) -> Noted:
    sides = codes.load("transition_respondent")
    said = ("／" if dates.is_japanese(g.language) else " / ").join(
        _worded(g, sides.label(side, g.language), each.answer)
        for side, each in ((CHILD, pair.child), (GUARDIAN, pair.guardian))
    )
    return Noted(item=_said(g, pair.child), said=said)


def _worded(g: Gathered, whose: str, answer: str) -> str:
    """本人：はい."""
    return f"{whose}{'：' if dates.is_japanese(g.language) else ': '}{_answer(g, answer)}"


def _whose(g: Gathered, sheet: TransitionCheck) -> str:
    side = codes.load("transition_respondent").label(sheet.respondent, g.language)
    return " ".join(part for part in (side, sheet.respondent_name) if part)


def _notes(g: Gathered, sheet: TransitionCheck) -> Iterable[Noted]:
    for each in sheet.answers:
        if each.remark.strip() and each.answer != "help":
            yield Noted(item=_said(g, each), said=_worded(g, _whose(g, sheet), each.answer), text=each.remark)
    if sheet.remark.strip():
        yield Noted(item=g.w._("On the whole"), said=_whose(g, sheet), text=sheet.remark)
