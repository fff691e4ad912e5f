"""情報提供書: the letter to an organization, with what is given on a sheet of its own (別紙)."""

from __future__ import annotations

from collections.abc import Iterator

from caseapp.casework.papers import discretion, people
from caseapp.casework.papers.gathered import Gathered
from caseapp.documents.information_letter import Annex, InformationLetterPaper, Passage, Quote
from caseapp.records.disclosure import DisclosureRow
from caseapp.records.organization import OrganizationRow
from caseapp.rules.disclosure import Consent, InformationLetter
from caseapp.rules.reading import hiragana
from caseapp.words import codes

NAME = "information-letter"
_SCHOOLS = ("school", "special_school", "nursery", "board_of_education")
_NOTHING = ("なし", "ない", "特になし", "none", "nothing")


def information_letter(g: Gathered, record_id: str = "") -> InformationLetterPaper:
    """The letter of that id or the newest; a letter not yet issued says 案 and has no number of a 提供記録 yet."""
    letter = g.letter(record_id)
    return paper_of(g, letter, number=_disclosure_number(letter, g))


def paper_of(g: Gathered, letter: InformationLetter, *, number: str) -> InformationLetterPaper:
    """This letter, with the number of its 提供記録 ("" while there is none)."""
    letter = g.out(letter)
    consent = next((c for c in g.consents() if c.id == letter.consent_id), None)
    school = people.school(g.child, on=g.at, language=g.language)
    return InformationLetterPaper(
        number=letter.document_number,
        on=letter.issued_on or letter.on,
        draft=letter.issued_on is None,
        addressee=tuple(part for part in (letter.organization, _addressee(letter, g)) if part),
        subject=letter.title or g.w._("Information on the health of a child"),
        opening=_opening(letter, consent, g),
        child_name=g.child.paper_name,
        child_kana=hiragana(g.child.kana),
        child_class=school if isinstance(school, str) else "",
        child_birth_date=g.child.birth_date,
        purpose=letter.purpose,
        items=letter.items,
        not_given="、".join(letter.withheld),
        keeps_back=_keeps_back(letter, g),
        consent_number=consent.number if consent else "",
        consent_on=consent.given_on if consent else None,
        consent_by=consent.given_by if consent else "",
        consent_until=consent.valid_to if consent else None,
        ground="" if consent and consent.number and consent.valid_to else letter.basis,
        readers=letter.readers,
        storage=letter.storage,
        contact=_contact(letter, g),
        disclosure_number=number,
        method=_method(letter, g),
        annexes=tuple(_annexes(letter, g)),
    )


def _addressee(letter: InformationLetter, g: Gathered) -> str:
    if not letter.addressee:
        return ""
    return letter.addressee if letter.addressee.endswith(("様", "御中", "殿")) else f"{letter.addressee} 様"


def _opening(letter: InformationLetter, consent: Consent | None, g: Gathered) -> tuple[str, ...]:
    if letter.opening.strip():
        return tuple(line for line in letter.opening.splitlines() if line.strip())
    thanks = g.w._("Thank you for your understanding and support of children with chronic illness.")
    if discretion.illness_kept_back("、".join(letter.withheld)):  # the name of the scheme says a lot
        thanks = g.w._("Thank you for looking after the health of children and students.")
    ground = (
        g.w._("On the ground of the consent named below we give you information on the child named below.")
        if consent
        else g.w._("We give you information on the child named below.")
    )
    use = g.w._("Please use it only for the purpose stated.")
    glue = "" if g.language.startswith("ja") else " "
    return (thanks, glue.join((ground, use)))


def _keeps_back(letter: InformationLetter, g: Gathered) -> bool:
    """Whether to name what is not given tells something by itself: to a school, and where it is the illness."""
    held = [item for item in letter.withheld if item.strip().rstrip("。") not in _NOTHING]
    to = g.session.get(OrganizationRow, letter.organization_id) if letter.organization_id else None
    return bool(held) and ((to is not None and to.kind in _SCHOOLS) or discretion.illness_kept_back("、".join(held)))


def as_given(letter: InformationLetter, g: Gathered) -> str:
    """The hash of the bytes that were handed over; "" for a letter not issued yet."""
    found = g.session.query(DisclosureRow.document_hash).filter(DisclosureRow.letter_id == letter.id).first()
    return str(found[0]) if found else ""


def _contact(letter: InformationLetter, g: Gathered) -> str:
    title = g.title_of(letter.worker_id)
    who = f"{letter.worker}({title})" if title else letter.worker
    return f"{g.office.settings.section} {who}".strip()


def _disclosure_number(letter: InformationLetter, g: Gathered) -> str:
    """The number of its 提供記録, "" for a letter not issued yet."""
    issued = g.session.query(DisclosureRow.number).filter(DisclosureRow.letter_id == letter.id).first()
    return str(issued[0]) if issued else ""


def _method(letter: InformationLetter, g: Gathered) -> str:
    known = codes.load("disclosure_method")
    return known.label(letter.method, g.language) if letter.method in known else letter.method


def _annexes(letter: InformationLetter, g: Gathered) -> Iterator[Annex]:
    """One sheet with the sections as written; a section in quotation marks is the child's own words."""
    if not letter.sections:
        return
    parts = tuple(
        Quote(title=section.heading, words=section.text)
        if section.text.strip().startswith("「")
        else Passage(title=section.heading, text=section.text)
        for section in letter.sections
    )
    yield Annex(title=g.w._("What we ask of you"), parts=parts)
