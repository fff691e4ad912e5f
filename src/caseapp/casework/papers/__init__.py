"""Paper: which documents can be printed of a child, their bytes, and the record that they were printed.

`build` reads the store and gives PDF bytes that never touch the disk; `printed` writes down who printed what for whom.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from caseapp.casework import disclosures
from caseapp.casework.office import Office
from caseapp.casework.papers import (
    assessment_paper,
    child_paper,
    consultation_paper,
    discretion,
    family_paper,
    frozen,
    frozen_pages,
    handover_paper,
    letter_paper,
    partner_paper,
    people,
    plan_paper,
    program_use_paper,
    transition_paper,
)
from caseapp.casework.papers.frozen_pages import Given
from caseapp.casework.papers.gathered import Gathered, NothingToPrint, gather
from caseapp.casework.unit_of_work import Work
from caseapp.documents.catalogue import DOCUMENTS, DocumentKind, document
from caseapp.records import disclosure, plan
from caseapp.rules.account import VIEWER
from caseapp.rules.changes import Changes
from caseapp.rules.child import Caution
from caseapp.rules.disclosure import InformationLetter
from caseapp.rules.file_name import safe_stem
from caseapp.rules.problem import N_, NotFound, Problem, Refused
from caseapp.vault.files import write_atomically
from caseapp.words.language import translator
from caseapp.words.people import red_facts

__all__ = [
    "DOCUMENTS",
    "Given",
    "NothingToPrint",
    "Paper",
    "Wanted",
    "build",
    "hand_over",
    "handed_over",
    "issue",
    "keep",
    "listing",
    "printed",
    "protected",
    "recovery_sheet",
]

_PARTNER = "support-plan-partner"
_NO_COPY = N_("No copy was kept when it was handed over: this is printed from the record as it stands now.")
_FILL: dict[str, Callable[[Gathered, str], Any]] = {
    "support-plan": plan_paper.support_plan,
    "support-plan-family": family_paper.support_plan_family,
    "review": plan_paper.review,
    "assessment": assessment_paper.assessment,
    "consultation": consultation_paper.consultation,
    "information-letter": letter_paper.information_letter,
    "child-sheet": child_paper.child_sheet,
    "transition-checklist": transition_paper.checklist,
    "transition-progress": transition_paper.progress,
    "program-use-ledger": program_use_paper.program_use_ledger,
    "handover": handover_paper.handover_sheet,
}
_BLANK: dict[str, Callable[[Gathered], Any]] = {
    "support-plan": plan_paper.blank_support_plan,
    "consultation": consultation_paper.blank_consultation,
    "transition-checklist": transition_paper.blank_checklist,
    "assessment": assessment_paper.blank_assessment,
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How a document is wanted: its parts by name (None: the usual ones), readings above the words (ふりがな).

    Of a plan page for an organization: the consent and which of its recipients (""; the newest consent that holds, and
    the first it names), or `given`: the page that was handed over with this number; without any of them the page that
    was handed over last, if there is one. `same`: who in the plan was said to be that recipient.
    `to`: who a letter to the family is addressed to, "guardians" or "child" (with the guardians); "": the guardians
    alone where the child has not been told of the illness.
    `newest`: the newest of its kind, whatever its state, as the command line promises."""

    parts: frozenset[str] | None = None
    ruby: bool = False
    consent_id: str = ""
    recipient: str = ""
    given: str = ""
    same: str = ""
    to: str = ""
    newest: bool = False


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document ready to be shown, printed or kept. `pdf` is the whole of it; `sha256` is what a disclosure keeps.

    `reader`: "office", "family" or "outside". `inexact` names characters printed in their plain form.
    `draft`: it says 案. `red_facts` are to be shown before it is printed or handed over; `questions` are to be asked
    before: what this paper says although a red fact forbids it. `file_stem` names nobody. `notice`
    stands on the paper, too: that it is not what was handed over.
    """

    name: str
    title: str
    reader: str
    language: str
    child_id: str
    child_number: str
    record_id: str
    blank: bool
    pdf: bytes
    inexact: tuple[str, ...]
    red_facts: tuple[Caution, ...]
    questions: tuple[str, ...]
    draft: bool
    file_stem: str
    notice: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()


def listing(language: str) -> tuple[tuple[str, str], ...]:
    """(name, title) of every document."""
    w = translator(language)
    return tuple((kind.name, w._(kind.title)) for kind in DOCUMENTS)


def build(
    office: Office,
    name: str,
    *,
    child_id: str,
    record_id: str = "",
    language: str = "ja",
    blank: bool = False,
    wanted: Wanted = Wanted(),
) -> Paper:
    """The document of that name; of the record named, else of the newest of its kind (the family's copy: of the plan in
    force, where there is one and `wanted.newest` does not ask for the newest).

    Raises NotFound (document, child, record), NothingToPrint, and Refused for characters that no font holds, for an
    empty form there is none of, and for a letter that lacks what it must say.
    """
    kind = _kind(name)
    with office.reading(f"print.{name}", need=VIEWER) as session:
        whole = gather(office, session, child_id, language=language)
        page = _page(whole.for_form() if blank else whole, kind, record_id=record_id, blank=blank, wanted=wanted)
    data = discretion.outward(page.data) if kind.reader != "office" else page.data  # a page that was kept, too
    inexact = _examined(data)
    gathered = _proven(kind, data, page)
    pdf = _rendered(kind, data, gathered, blank=blank, wanted=page.wanted, given=page.given)
    return Paper(
        name=name,
        title=translator(language)._(kind.title),
        reader=kind.reader,
        language=language,
        child_id=child_id,
        child_number=gathered.child.number,
        record_id=page.record_id,
        blank=blank,
        pdf=pdf,
        inexact=inexact,
        red_facts=red_facts(whole.child, office.language, today=office.today),
        questions=_questions(office, gathered, data, kind, over=page.over),
        draft=bool(getattr(data, "draft", False)),
        file_stem=safe_stem(f"{name}-{gathered.child.number}-{office.today.isoformat()}"),
        notice=translator(office.language)._(_NO_COPY) if gathered.notice else "",
    )


def issue(office: Office, letter_id: str, *, method: str, language: str = "ja", wanted: Wanted = Wanted()) -> Changes:
    """Hand an information letter over: from now on it prints without 案, with the number of its 提供記録.

    The 提供記録 keeps the hash of exactly the bytes that `build` gives for the letter from now on (in this language).
    Raises Refused, NotFound.
    """

    def render(work: Work, letter: InformationLetter, number: str) -> tuple[bytes, str]:
        gathered = gather(office, work.session, letter.child_id, language=language).for_outside()
        data = discretion.outward(letter_paper.paper_of(gathered, letter, number=number))
        _examined(data)
        kept = frozen.freeze_letter(office, work.session, letter, number=number)
        return _rendered(document("information-letter"), data, gathered, wanted=wanted), kept

    return disclosures.issue(office, letter_id, method=method, render=render)


def hand_over(office: Office, paper: Paper, *, method: str, wanted: Wanted = Wanted()) -> tuple[Paper, Changes]:
    """Enter a plan page for an organization as handed over; gives the page as it goes out, without 案.

    Its 提供記録 keeps the hash of exactly these bytes, the items and the consent. Raises Refused (no consent holds, the
    plan is a draft, nothing is asked of the recipient), NotFound.
    """
    with office.work("support_plan.shared") as work:
        gathered = gather(office, work.session, paper.child_id, language=paper.language).for_outside()
        problems = partner_paper.plan_problems(gathered.plan(paper.record_id))
        if problems:
            raise Refused(problems)
        number = disclosures.next_disclosure_number(work.session, office.today)
        label = disclosures.method_label(method, paper.language)
        filled = _filled(gathered, _kind(_PARTNER), record_id=paper.record_id, wanted=wanted)
        gathered, draft = _then(gathered, _PARTNER, paper.record_id, filled), discretion.outward(filled)
        final = partner_paper.handed_over(draft, on=office.today, number=number, method=label)
        pdf = _rendered(_kind(_PARTNER), final, gathered, wanted=wanted)
        _keep_given(work, gathered, final, plan_id=paper.record_id, wanted=wanted)
        record = partner_paper.record_of(final, gathered, method=method, pdf=pdf)
        made = work.save(disclosure.DISCLOSURE_SUBJECT, record)
        work.about("disclosure", made.id, child_id=paper.child_id)
        work.note(number=number, method=method)
        changes = work.commit(made.id)
    return replace(paper, pdf=pdf, draft=False), changes


def handed_over(office: Office, child_id: str, *, plan_id: str = "") -> tuple[Given, ...]:
    """The pages for organizations that were handed over of this plan (the newest of the child), the newest first."""
    with office.reading("print.handed_over", need=VIEWER) as session:
        gathered = gather(office, session, child_id, language=office.language)
        try:
            return frozen_pages.given(gathered.plan(plan_id))
        except NothingToPrint:
            return ()


def keep(office: Office, paper: Paper, path: Path, *, password: str = "", to: str = "") -> Changes:
    """Write the paper to a file, with a password or (the person chose so) without, and write that down.

    The entry comes first: nothing leaves the store unrecorded, and a file that stood there is replaced only when the
    new one is whole. Raises Refused for a short password, a VaultTrouble when the place cannot be written.
    """
    kept = protected(paper, password) if password else paper
    changes = printed(office, kept, how="pdf-protected" if password else "pdf", to=to)
    write_atomically(path, kept.pdf)
    return changes


def printed(office: Office, paper: Paper, *, how: str, copies: int = 1, to: str = "") -> Changes:
    """Write into the audit that the paper was printed or kept: `how` is "printer", "pdf" or "pdf-protected"."""
    with office.work("print", need=VIEWER) as work:
        work.about("child", paper.child_id, child_id=paper.child_id)
        work.note(document=paper.name, how=how, copies=copies, blank=paper.blank, sha256=paper.sha256, to=to)
        return work.commit()


def protected(paper: Paper, password: str) -> Paper:
    """The same paper that opens only with the password. Raises Refused for a short one."""
    from caseapp.documents.protection import encrypt  # brings pikepdf, needed only here

    return replace(paper, pdf=encrypt(paper.pdf, password))


def recovery_sheet(office: Office, groups: tuple[str, ...], *, language: str = "ja") -> bytes:
    """The sheet for the office safe, as PDF bytes."""
    from caseapp.documents import recovery_sheet as sheet  # brings reportlab

    data = sheet.RecoverySheetPaper(
        groups=groups,
        made_on=office.today,
        vault_name=office.settings.name,
        made_by=office.account.name,
    )
    return sheet.render(
        data, language=language, printed=people.print_line(office.settings, office.account, at=office.now)
    )


# ---- what is drawn


@dataclass(frozen=True, kw_only=True)
class _Page:
    """What is drawn: the read-model `data` of a record, the office and child of its day, and its parts. `over`: the
    consent that it was handed over by has ended; `given`: the hash of what was handed over."""

    data: Any
    gathered: Gathered
    record_id: str
    wanted: Wanted
    over: bool = False
    given: str = ""


def _page(whole: Gathered, kind: DocumentKind, *, record_id: str, blank: bool, wanted: Wanted) -> _Page:
    """Empty, as it was handed over, or as the record stands; with what is particular about this document."""
    g = whole.for_outside() if kind.reader != "office" else whole
    if blank:
        page = _Page(data=_blank(g, kind), gathered=g, record_id=record_id, wanted=wanted)
    else:
        page = _as_it_stands(g, kind, record_id=record_id, wanted=wanted)
    match kind.name:
        case "support-plan-family":
            return replace(page, data=family_paper.addressed(page.data, wanted.to, w=page.gathered.w))
        case "transition-checklist":
            return replace(page, data=transition_paper.chosen(page.data, wanted.parts))
        case letter_paper.NAME:
            return replace(page, given=letter_paper.as_given(page.gathered.letter(record_id), page.gathered))
        case _:
            return page


def _as_it_stands(g: Gathered, kind: DocumentKind, *, record_id: str, wanted: Wanted) -> _Page:
    """As it was on the day it was handed over, where it was kept then; else as the record stands now."""
    if kind.name == "support-plan-family" and not wanted.newest:
        record_id = record_id or g.plan_in_force()
    handed = _handed(g, record_id, wanted) if kind.name == _PARTNER else None
    if handed is not None:
        then = replace(g, office_then=handed.office, language=handed.language)
        wanted, over = replace(wanted, parts=handed.parts), frozen.ended(handed, then)
        return _Page(data=handed.page, gathered=then, record_id=record_id, wanted=wanted, over=over)
    kept = frozen.delivered(g, kind.name, record_id)
    if kept is not None:
        then = replace(g, office_then=kept.office)
        return _Page(data=kept.data, gathered=then, record_id=record_id, wanted=wanted)
    data = _filled(g, kind, record_id=record_id, wanted=wanted)
    return _Page(data=data, gathered=_then(g, kind.name, record_id, data), record_id=record_id, wanted=wanted)


def _proven(kind: DocumentKind, data: Any, page: _Page) -> Gathered:
    """Without the notice, where these are the very bytes that were handed over although no copy was kept."""
    plain = replace(page.gathered, notice="")
    if not (page.given and page.gathered.notice):
        return page.gathered
    pdf = _rendered(kind, data, plain, wanted=page.wanted, given=page.given)
    return plain if hashlib.sha256(pdf).hexdigest() == page.given else page.gathered


def _rendered(
    kind: DocumentKind,
    data: Any,
    gathered: Gathered,
    *,
    blank: bool = False,
    wanted: Wanted = Wanted(),
    given: str = "",
) -> bytes:
    """The PDF. `given` is the hash of what was handed over: it stays what it was, with the parts it had then."""
    renderer = import_module(f"caseapp.documents.{kind.module}").render
    options: dict[str, Any] = {"blank": True} if blank else {}
    if kind.parts:
        options["parts"] = kind.usual if wanted.parts is None else wanted.parts
    if kind.ruby:
        options["ruby"] = wanted.ruby
    pdf: bytes = renderer(data, language=gathered.language, printed=gathered.printed, **options)
    if given and hashlib.sha256(pdf).hexdigest() != given:
        other = {"parts": frozenset(part.name for part in kind.parts) - options["parts"]}
        then: bytes = renderer(data, language=gathered.language, printed=gathered.printed, **other)
        return then if hashlib.sha256(then).hexdigest() == given else pdf
    return pdf


def _filled(gathered: Gathered, kind: DocumentKind, *, record_id: str, wanted: Wanted) -> Any:
    if kind.name == _PARTNER:
        return partner_paper.support_plan_partner(
            gathered, record_id, consent_id=wanted.consent_id, recipient=wanted.recipient, same=wanted.same
        )
    return _FILL[kind.name](gathered, record_id)


def _handed(gathered: Gathered, record_id: str, wanted: Wanted) -> Given | None:
    """The page that was handed over, where that one is wanted, or no consent and body is named."""
    if wanted.given:
        return frozen.given_page(gathered, record_id, number=wanted.given)
    return None if wanted.consent_id or wanted.recipient else frozen.given_page(gathered, record_id)


def _then(gathered: Gathered, name: str, record_id: str, page: Any) -> Gathered:
    """The office as it was on the day of delivery, for a page for an organization that is from that day; and with the
    notice, what was handed over and has no copy."""
    if name != _PARTNER:
        notice = gathered.w._(_NO_COPY) if frozen.without_copy(gathered, name, record_id) else ""
        return replace(gathered, notice=notice)
    office = frozen_pages.office_of(gathered.plan(record_id), page, language=gathered.language)
    return replace(gathered, office_then=office) if office else gathered


def _keep_given(work: Work, gathered: Gathered, page: Any, *, plan_id: str, wanted: Wanted) -> None:
    """Keep the page with its plan as it goes out."""
    value = gathered.plan(plan_id)
    kept = Given(
        page=page,
        office=gathered.printed.office,
        consent_id=partner_paper.the_consent(gathered, wanted.consent_id).id,
        language=gathered.language,
        parts=_kind(_PARTNER).usual if wanted.parts is None else wanted.parts,
    )
    work.row(plan.SUBJECT, value.id).frozen = frozen_pages.with_given(value, kept)  # no history: not by `save`


def _questions(office: Office, g: Gathered, data: Any, kind: DocumentKind, *, over: bool) -> tuple[str, ...]:
    """What is to be asked before it is printed; `over`: the consent that the page rests on has ended."""
    w = translator(office.language)
    ended = w._("The consent for this page has ended. Print it for the office's own file, and hand it to nobody.")
    return (*([ended] if over else []), *discretion.questions(g.child, data, reader=kind.reader, w=w))


def _kind(name: str) -> DocumentKind:
    try:
        return document(name)
    except KeyError:
        raise NotFound("document", name) from None


def _blank(gathered: Gathered, kind: DocumentKind) -> Any:
    if kind.name not in _BLANK:
        raise Refused([Problem("blank", N_("There is no empty form of this document."))])
    return _BLANK[kind.name](gathered)


def _examined(data: Any) -> tuple[str, ...]:
    """The characters that print in their plain form. Raises Refused naming those that cannot be printed at all."""
    from caseapp.documents.characters import examine  # brings the fonts

    found = examine(data)
    if found.unprintable:
        shown = " ".join(f"{c} (U+{ord(c[0]):04X})" for c in found.unprintable)
        raise Refused([Problem("", N_("No font holds these characters: {characters}"), {"characters": shown})])
    return found.inexact
