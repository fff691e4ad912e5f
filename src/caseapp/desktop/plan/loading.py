"""What the page of a plan needs to begin, and the draft that was kept of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from caseapp.casework import drafts, plan_courses, plans, register
from caseapp.casework.office import Office
from caseapp.casework.views import ChildHead, Draft, DraftKey
from caseapp.desktop.plan.kept import Kept, salvaged
from caseapp.rules import plan_state
from caseapp.rules.age import age_on
from caseapp.rules.assessment import Assessment
from caseapp.rules.plan import Review, SupportPlan
from caseapp.rules.plan_course import Course
from caseapp.rules.plan_state import CLOSED, DRAFT, SUPERSEDED

FORM = "plan"


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """`plan` is what is shown: the draft that was kept where there is one (`kept_at`), else what is stored. `new`: it
    is in no store yet. `versions` are the stored ones, the newest first. `assessment` is the child's last."""

    page: ChildHead
    plan: SupportPlan
    versions: tuple[SupportPlan, ...]
    reviews: tuple[Review, ...]
    new: bool
    adult: bool
    guardian: str
    assessment: Assessment | None = None
    courses: tuple[Course, ...] = ()
    kept: Kept[SupportPlan] | None = None
    kept_at: datetime | None = None

    @property
    def key(self) -> DraftKey:
        return DraftKey(FORM, self.plan.child_id, "" if self.new else self.plan.id)

    @property
    def bad_areas(self) -> tuple[str, ...]:
        """The areas that the child's last assessment rated badly."""
        return plan_state.bad_areas(self.assessment)

    @property
    def has_draft(self) -> bool:
        """A version is being written."""
        return self.new or any(each.status == DRAFT for each in self.versions)


def load(office: Office, child_id: str, plan_id: str) -> Loaded:
    """The plan of that id; else the draft being written, the current one, or a first one. Raises NotFound."""
    page = register.head(office, child_id)
    versions = plans.of_child(office, child_id)
    stored = plans.get(office, plan_id) if plan_id else _current(versions)
    plan = stored or plans.new(office, child_id)
    draft = None
    if plan.status == DRAFT:
        draft = drafts.find(office, form=FORM, child_id=child_id, record_id=plan.id if stored else "")
    kept = _kept(draft, plan, new=stored is None)
    return Loaded(
        page=page,
        plan=kept.record if kept else plan,
        versions=versions,
        reviews=plans.reviews(office, plan.id) if stored else (),
        new=stored is None,
        adult=age_on(page.child.birth_date, office.today) >= plans.ADULT,
        guardian=_guardian(page),
        assessment=plans.last_assessment(office, child_id),
        courses=plan_courses.course(office, plan.id) if stored else (),
        kept=kept,
        kept_at=draft.saved_at if draft and kept else None,
    )


def _current(versions: tuple[SupportPlan, ...]) -> SupportPlan | None:
    drafted = next((each for each in versions if each.status == DRAFT), None)
    running = next((each for each in versions if each.status not in (CLOSED, SUPERSEDED)), None)
    return drafted or running or next(iter(versions), None)


def _kept(draft: Draft | None, plan: SupportPlan, *, new: bool) -> Kept[SupportPlan] | None:
    """What the draft holds of the plan; None for none, or one of another plan."""
    if draft is None:
        return None
    kept = salvaged(draft.content, plan)
    same = kept.record.child_id == plan.child_id and (new or kept.record.id == plan.id)
    return replace(kept, record=replace(kept.record, status=DRAFT)) if same else None


def _guardian(page: ChildHead) -> str:
    """Whose consent is asked: the first guardian whom paper may reach."""
    reachable = [member for member in page.child.family if member.guardian and not member.never_contact]
    return reachable[0].name if reachable else ""
