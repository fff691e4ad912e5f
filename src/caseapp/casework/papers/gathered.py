"""What a document needs from the store, read in one go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.casework.consultations import NEWEST_FIRST, about
from caseapp.casework.office import Office
from caseapp.casework.papers import people
from caseapp.casework.plans import reviews_of
from caseapp.documents.read_models import Office as PrintingOffice
from caseapp.documents.read_models import PrintLine
from caseapp.records import assessment, child, consultation, disclosure, follow_up, liaison, organization, plan
from caseapp.records.account import AccountRow
from caseapp.records.assessment import AssessmentRow
from caseapp.records.child import ChildRow
from caseapp.records.consultation import ConsultationRow
from caseapp.records.disclosure import ConsentRow, InformationLetterRow
from caseapp.records.follow_up import FollowUpRow
from caseapp.records.liaison import LiaisonRow
from caseapp.records.plan import ReviewRow, SupportPlanRow
from caseapp.rules.assessment import Assessment
from caseapp.rules.child import Child
from caseapp.rules.child_then import child_on
from caseapp.rules.consultation import Consultation
from caseapp.rules.disclosure import Consent, InformationLetter
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.internal_words import outward
from caseapp.rules.organization import Liaison, Organization
from caseapp.rules.plan import Review, SupportPlan
from caseapp.rules.plan_state import ACTIVE, DELIVERED
from caseapp.rules.problem import N_, NotFound, Problem, Refused
from caseapp.words.language import Translator, translator

T = TypeVar("T")


class NothingToPrint(Refused):
    """There is no record of this kind to print; `problem` says more where more is known."""

    def __init__(self, problem: Problem | None = None) -> None:
        super().__init__([problem or Problem("", N_("There is nothing to print yet."))])


@dataclass(frozen=True)
class Gathered:
    """The child, the moment, the language, and the door to the rest. Lives as long as its session.

    `office_then` is the office as a page kept from earlier names it (papers.frozen), else it is as it is now. `notice`
    stands at the top of every page. `outside`: it is for a page that leaves the office (`for_outside`).
    """

    office: Office
    session: Session
    child: Child
    at: datetime
    language: str
    office_then: PrintingOffice | None = None
    notice: str = ""
    outside: bool = False

    def for_form(self) -> Gathered:
        """What an empty form takes of the record: its head."""
        return replace(self, child=replace(self.child, family=(), medical_care=()))

    def for_outside(self) -> Gathered:
        """The same for a page that leaves the office: no text has words in it that are marked as internal.

        They go before anything is made of a text, as a mark may be taken apart with it. Only what says whom to tell
        what stays whole in the child: papers.discretion decides by it and prints none of it uncut.
        """
        who = self.child
        told = replace(outward(who), cautions=who.cautions, told=who.told, tellings=who.tellings)
        return replace(self, outside=True, child=told)

    def out(self, value: T) -> T:
        """What is read of the store, as this page may say it."""
        return outward(value) if self.outside else value

    @property
    def w(self) -> Translator:
        return translator(self.language)

    @property
    def printed(self) -> PrintLine:
        line = people.print_line(self.office.settings, self.office.account, at=self.at)
        return replace(line, office=self.office_then or line.office, notice=self.notice)

    def plan(self, plan_id: str = "") -> SupportPlan:
        """The plan of that id, or the newest version. Raises NothingToPrint, NotFound."""
        if plan_id:
            return self._own(self.session.get(SupportPlanRow, plan_id), plan_id)
        statement = select(SupportPlanRow).where(SupportPlanRow.child_id == self.child.id)
        row = self.session.scalars(statement.order_by(SupportPlanRow.version.desc()).limit(1)).first()
        if row is None:
            raise NothingToPrint
        return self.out(plan.SHAPE.to_read(row))

    def _own(self, row: SupportPlanRow | None, plan_id: str) -> SupportPlan:
        if row is None or row.child_id != self.child.id:
            raise NotFound("support_plan", plan_id)
        return self.out(plan.SHAPE.to_read(row))

    def plan_in_force(self) -> str:
        """The id of the newest version that was handed over and has not ended; "" for none."""
        newest = select(SupportPlanRow.id).where(SupportPlanRow.child_id == self.child.id)
        newest = newest.where(SupportPlanRow.status.in_((DELIVERED, ACTIVE)))
        return self.session.scalar(newest.order_by(SupportPlanRow.version.desc()).limit(1)) or ""

    def title_of(self, account_id: str) -> str:
        """What somebody of the office is (保健師), whoever prints it."""
        row = self.session.get(AccountRow, account_id) if account_id else None
        return row.title if row else ""

    def previous(self, value: SupportPlan) -> SupportPlan | None:
        """The version it was made from."""
        row = self.session.get(SupportPlanRow, value.previous_id) if value.previous_id else None
        return self.out(plan.SHAPE.to_read(row)) if row else None

    def reviews(self, value: SupportPlan) -> tuple[Review, ...]:
        """The reviews of the plan until that moment, the newest first."""
        return tuple(review for review in reviews_of(self.session, [value.id]) if review.on <= self.at.date())

    def review(self, review_id: str = "") -> Review:
        """The review of that id, or the newest of the child. Raises NothingToPrint, NotFound."""
        statement = select(ReviewRow).where(ReviewRow.child_id == self.child.id, ReviewRow.withdrawn.is_(False))
        if review_id:
            statement = statement.where(ReviewRow.id == review_id)
        row = self.session.scalars(statement.order_by(ReviewRow.on.desc(), ReviewRow.id.desc()).limit(1)).first()
        if row is None:
            raise NotFound("review", review_id) if review_id else NothingToPrint()
        return plan.REVIEW_SHAPE.to_read(row)

    def consultation(self, consultation_id: str = "") -> Consultation:
        """The consultation of that id, or the newest about the child. Raises NothingToPrint, NotFound."""
        statement = select(ConsultationRow).where(about(self.child.id))
        if consultation_id:
            statement = statement.where(ConsultationRow.id == consultation_id)
        row = self.session.scalars(statement.order_by(*NEWEST_FIRST).limit(1)).first()
        if row is None:
            raise NotFound("consultation", consultation_id) if consultation_id else NothingToPrint()
        return consultation.SHAPE.to_read(row)

    def letter(self, letter_id: str = "") -> InformationLetter:
        """The letter of that id, or the newest. Raises NothingToPrint, NotFound."""
        statement = select(InformationLetterRow).where(
            InformationLetterRow.child_id == self.child.id, InformationLetterRow.withdrawn.is_(False)
        )
        if letter_id:
            statement = statement.where(InformationLetterRow.id == letter_id)
        newest = statement.order_by(InformationLetterRow.on.desc(), InformationLetterRow.id.desc()).limit(1)
        row = self.session.scalars(newest).first()
        if row is None:
            raise NotFound("information_letter", letter_id) if letter_id else NothingToPrint()
        return self.out(disclosure.LETTER_SHAPE.to_read(row))

    def assessment(self, assessment_id: str = "") -> Assessment:
        """The assessment of that id, or the newest. Raises NothingToPrint, NotFound."""
        found = self._assessments()
        if assessment_id:
            found = tuple(each for each in found if each.id == assessment_id)
        if not found:
            raise NotFound("assessment", assessment_id) if assessment_id else NothingToPrint()
        return found[0]

    def assessments_before(self, value: Assessment) -> tuple[Assessment, ...]:
        """Those that came before this one, the newest first."""
        return tuple(each for each in self._assessments() if each.id != value.id and each.on <= value.on)

    def _assessments(self) -> tuple[Assessment, ...]:
        statement = select(AssessmentRow).where(
            AssessmentRow.child_id == self.child.id, AssessmentRow.withdrawn.is_(False)
        )
        newest = statement.order_by(AssessmentRow.on.desc(), AssessmentRow.id.desc())
        return tuple(assessment.SHAPE.to_read(row) for row in self.session.scalars(newest))

    def organization(self, organization_id: str) -> Organization | None:
        row = self.session.get(organization.OrganizationRow, organization_id) if organization_id else None
        return self.out(organization.SHAPE.to_read(row)) if row else None

    def organization_names(self) -> tuple[str, ...]:
        """What the bodies in the office's list are called."""
        return tuple(self.session.scalars(select(organization.OrganizationRow.name)))

    def consents(self) -> tuple[Consent, ...]:
        """The child's consents, the newest first."""
        statement = select(ConsentRow).where(ConsentRow.child_id == self.child.id).order_by(ConsentRow.given_on.desc())
        return self.out(tuple(disclosure.CONSENT_SHAPE.to_read(row) for row in self.session.scalars(statement)))

    def letters_under(self, consent: Consent) -> tuple[InformationLetter, ...]:
        """The letters that rest on a consent, the newest first."""
        statement = select(InformationLetterRow).where(
            InformationLetterRow.consent_id == consent.id, InformationLetterRow.withdrawn.is_(False)
        )
        newest = statement.order_by(InformationLetterRow.on.desc(), InformationLetterRow.id.desc())
        return self.out(tuple(disclosure.LETTER_SHAPE.to_read(row) for row in self.session.scalars(newest)))

    def follow_ups_of(self, record_id: str) -> tuple[FollowUp, ...]:
        """The next actions that grew from a record."""
        rows = self.session.scalars(select(FollowUpRow).where(FollowUpRow.origin_id == record_id))
        return tuple(follow_up.SHAPE.to_read(row) for row in rows)

    def liaisons_on(self, value: Consultation) -> tuple[Liaison, ...]:
        """The exchanges about the child on the day of a consultation."""
        statement = select(LiaisonRow).where(
            LiaisonRow.child_id == self.child.id, LiaisonRow.on == value.on, LiaisonRow.withdrawn.is_(False)
        )
        return tuple(liaison.SHAPE.to_read(row) for row in self.session.scalars(statement))

    def first_of_fiscal_year(self, value: Consultation, *, begins: datetime) -> bool:
        """True when no consultation about the child stands before this one in its fiscal year (実人員)."""
        earlier = select(ConsultationRow.id).where(
            about(self.child.id), ConsultationRow.on >= begins.date(), ConsultationRow.on < value.on
        )
        return self.session.scalars(earlier.limit(1)).first() is None


def gather(office: Office, session: Session, child_id: str, *, language: str, at: datetime | None = None) -> Gathered:
    """Read the child. Raises NotFound.

    `at` is the moment of which the page speaks, where that is not now (rules.child_then).
    """
    row = session.get(ChildRow, child_id)
    if row is None:
        raise NotFound("child", child_id)
    who = child.SHAPE.to_read(row)
    if at is not None:
        who = child_on(who, at.date(), today=office.today)
    return Gathered(office, session, who, at or office.now, language)
