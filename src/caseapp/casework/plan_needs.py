"""What was said in the last consultations, sentence by sentence, and what the transition checklist found wanting: a new
plan picks its needs out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from caseapp.casework.consultations import NEWEST_FIRST, newest
from caseapp.casework.office import Office
from caseapp.casework.transitions import view_of
from caseapp.casework.views import TransitionView
from caseapp.records import consultation
from caseapp.records.consultation import ConsultationRow
from caseapp.rules.consultation import Consultation
from caseapp.rules.transition import CHILD, TransitionAnswer, wants_help
from caseapp.words import transition
from caseapp.words.language import translator

_LAST = 5
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_OPEN, _CLOSE, _ENDS = "「『", "」』", "。！？!?"
_AFTER = re.compile(r"(?:[(（][^()（）]{1,20}[)）])?。?(?=[「『\s]|$)|[(（][^()（）]{1,20}[)）]。?")
"""What may follow a quotation that is no part of a sentence: who said it, the end, the next quotation."""
_QUOTED = re.compile(r"[「『](?P<words>.*)[」』](?:[(（](?P<who>[^()（）]{1,20})[)）])?。?", re.DOTALL)
_KINDS = ("words", "opinion", "facts")
_AREAS = {
    "application": "benefits",
    "medical": "illness",
    "home_care": "medical_care",
    "nutrition": "daily_life",
    "dental": "daily_life",
    "welfare": "benefits",
    "emotional": "mind",
    "preschool": "school",
    "school": "school",
    "work": "work",
    "transition": "transition",
    "family": "family",
    "disaster": "disaster",
    "peer_exchange": "society",
}
"""Topic of a consultation (list topic) → area of life (list plan_area)."""
_AREAS_OF_DOMAIN = {"living": "daily_life", "society": "school", "disaster": "disaster"}
_AREAS_OF_ITEM = {"subsidy": "benefits", "mind": "mind", "future": "work"}
"""The rest of the checklist belongs to the area of transition and self-care."""
CHECKED = {CHILD: "checked_child", "guardian": "checked_guardian"}
"""The `kind` of what a sheet of the transition checklist says, by its side."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One sentence of a consultation: `kind` is the paragraph it stood in, `area` the likely area of life."""

    on: date
    kind: str
    text: str
    area: str = ""


def said_lately(office: Office, child_id: str) -> tuple[Said, ...]:
    """The sentences of the last five consultations about the child, words of the family first, and the items of the
    newest checklists that want help; the newest first."""
    with office.reading("plan.needs") as session:
        ids = select(newest(child_id, limit=_LAST).c.id)
        question = select(ConsultationRow).where(ConsultationRow.id.in_(ids)).order_by(*NEWEST_FIRST)
        found = [consultation.SHAPE.to_read(row) for row in session.scalars(question)]
        view = view_of(session, child_id)
    lines = [line for each in found for line in sentences(each)]
    return tuple(sorted([*lines, *_checked(view, office.language)], key=lambda line: line.on, reverse=True))


def _checked(view: TransitionView, language: str) -> Iterator[Said]:
    """What the newest sheets answered with 支援が必要; an item that both sides name is given once, as the child's."""
    seen: set[str] = set()
    for sheet in (*view.child[:1], *view.guardian[:1]):
        for each in wants_help(sheet):
            if each.item not in seen:
                seen.add(each.item)
                kind = CHECKED.get(sheet.respondent, CHECKED[CHILD])
                yield Said(on=sheet.on, kind=kind, text=_need(each, language), area=_area(each))


def _need(answer: TransitionAnswer, language: str) -> str:
    said = transition.said(answer.wording, language)
    need = translator(language)._("Needs help with: {item}").format(item=said)
    return f"{need}({answer.remark.strip()})" if answer.remark.strip() else need


def _area(answer: TransitionAnswer) -> str:
    return _AREAS_OF_ITEM.get(answer.item) or _AREAS_OF_DOMAIN.get(answer.domain, "transition")


def sentences(value: Consultation) -> Iterator[Said]:
    """The sentences of one consultation that a need can be made of; the same words are given once."""
    area = next((_AREAS[topic] for topic in value.topics if topic in _AREAS), "")
    seen: set[str] = set()
    for kind in _KINDS:
        for text in _lines(getattr(value, kind)):
            if len(text) > 1 and text not in seen:
                seen.add(text)
                yield Said(on=value.on, kind=kind, text=text, area=area)


def _lines(text: str) -> Iterator[str]:
    """Sentence by sentence; of a quotation each sentence with who said it: うれしい(母)."""
    for unit in _units(text):
        quoted = _QUOTED.fullmatch(unit)
        if quoted is None:
            yield unit.rstrip("。")
            continue
        for sentence in _SENTENCE.findall(quoted["words"]):
            words = sentence.strip().rstrip("。")
            yield f"{words}({quoted['who']})" if quoted["who"] and words else words


def _units(text: str) -> Iterator[str]:
    """The sentences outside of quotation marks, and the quotations that stand by themselves, each with its speaker."""
    begin = depth = 0
    for place, mark in enumerate(text):
        if place < begin:
            continue
        if mark in _OPEN:
            if depth == 0 and not text[begin:place].strip():
                begin = place
            depth += 1
        elif mark in _CLOSE:
            depth = max(0, depth - 1)
        if mark == "\n":
            depth = 0  # a mark that was never closed
        alone = _AFTER.match(text, place + 1) if mark in _CLOSE and depth == 0 and text[begin] in _OPEN else None
        end = alone.end() if alone else place + 1
        if alone or mark == "\n" or (mark in _ENDS and depth == 0):
            yield text[begin:end].strip()
            begin = end
    if text[begin:].strip():
        yield text[begin:].strip()
