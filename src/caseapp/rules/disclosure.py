"""同意, 情報提供書 and 提供記録: what leaves the office, to whom, on which ground (domain.md §3.3, §3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from caseapp.rules.problem import N_, Problem


@dataclass(frozen=True, kw_only=True)
class Consent:
    """A consent: purpose × recipient × items × period, by whom, withdrawn when."""

    id: str = ""
    revision: int = 0
    child_id: str
    number: str = ""
    given_on: date
    given_by: str
    purpose: str = ""
    recipient: str = ""
    items: tuple[str, ...] = ()
    valid_to: date | None = None
    withdrawn_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """True when it was given, has not run out and has not been withdrawn on `day`."""
        return (
            self.given_on <= day
            and (self.valid_to is None or day <= self.valid_to)
            and (self.withdrawn_on is None or day < self.withdrawn_on)
        )


@dataclass(frozen=True, kw_only=True)
class LetterSection:
    """One part of the 別紙: a heading and its text, one item a line."""

    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class InformationLetter:
    """情報提供書: what we send to an organization. `items` are given, `withheld` are named as not given.

    `basis` is the ground as printed (同意書 第…号 …), `consent_id` the consent it rests on. `method` of handing over
    is a code of the list disclosure_method. `issued_on` is set when it was printed for the outside; a Disclosure is
    made then, and `frozen` holds what its pages said (casework.papers.frozen).
    """

    id: str = ""
    revision: int = 0
    child_id: str
    organization_id: str
    organization: str = ""
    addressee: str = ""
    document_number: str = ""
    on: date
    title: str = ""
    opening: str = ""
    purpose: str = ""
    items: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    consent_id: str = ""
    basis: str = ""
    valid_to: date | None = None
    readers: str = ""
    storage: str = ""
    method: str = ""
    sections: tuple[LetterSection, ...] = ()
    issued_on: date | None = None
    worker_id: str = ""
    worker: str = ""
    recorded_at: datetime | None = None
    frozen: str = ""


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """提供記録: who received what, when, how, on which ground. `document_hash` is the SHA-256 of the printed bytes."""

    id: str = ""
    child_id: str
    number: str
    at: datetime
    recipient: str
    organization_id: str = ""
    items: tuple[str, ...] = ()
    method: str = ""
    purpose: str = ""
    basis: str = ""
    letter_id: str = ""
    document_hash: str = ""
    worker_id: str = ""
    worker: str = ""


def letter_problems(letter: InformationLetter) -> list[Problem]:
    """What must be mended before the letter may leave: nothing goes out without purpose, items and ground."""
    found: list[Problem] = []
    for field, present, message in (
        ("organization_id", letter.organization_id, N_("Choose the organization.")),
        ("purpose", letter.purpose.strip(), N_("Write what the information is for.")),
        ("items", letter.items, N_("Name at least one item that is given.")),
        ("withheld", letter.withheld, N_("Name what is not given, or write that there is nothing.")),
        ("basis", letter.basis.strip(), N_("Name the consent or the law it rests on.")),
    ):
        if not present:
            found.append(Problem(field, message))
    return found


def issue_problems(letter: InformationLetter, *, consent: Consent | None, today: date) -> list[Problem]:
    """What stands in the way of handing the letter over today: gaps, an issue before, a consent that does not hold.

    `consent` is the one the letter names, None when it rests on something else (law, emergency) said in `basis`.
    """
    if letter.issued_on is not None:
        return [issued_already()]
    found = letter_problems(letter)
    if consent is not None and consent.child_id != letter.child_id:  # left by the undoing of a merge in an old program
        found.append(Problem("consent_id", N_("The consent is another child's. Choose one of this child.")))
    elif consent is not None and not consent.holds_on(today):
        found.append(Problem("consent_id", N_("The consent has run out or was withdrawn. Ask for it again.")))
    return found


def issued_already() -> Problem:
    """The refusal to change or issue a letter a second time."""
    return Problem("issued_on", N_("This letter has been handed over. Make a new one."))


def consent_problems(consent: Consent, *, today: date) -> list[Problem]:
    """What must be mended before the consent can be saved."""
    found: list[Problem] = []
    if consent.given_on > today:
        found.append(Problem("given_on", N_("The day of the consent lies in the future.")))
    if not consent.given_by.strip():
        found.append(Problem("given_by", N_("Say who gave the consent.")))
    if not consent.recipient.strip():
        found.append(Problem("recipient", N_("Say who may receive the information.")))
    if not consent.items:
        found.append(Problem("items", N_("Name at least one item the consent covers.")))
    if consent.valid_to is not None and consent.valid_to < consent.given_on:
        found.append(Problem("valid_to", N_("The consent ends before it begins.")))
    if consent.withdrawn_on is not None and consent.withdrawn_on < consent.given_on:
        found.append(Problem("withdrawn_on", N_("The consent was withdrawn before it was given.")))
    return found
