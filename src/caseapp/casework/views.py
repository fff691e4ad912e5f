"""What casework answers with: frozen read-models made for one screen each. They hold codes and dates, few words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

from caseapp.casework.quota_views import Ledger
from caseapp.rules.certificate_rule import CertificateState
from caseapp.rules.child import Caution, CertificatePeriod, Child
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.handover import Handover
from caseapp.rules.life_stage import Stage
from caseapp.rules.organization import Liaison, Organization
from caseapp.rules.plan_course import Course
from caseapp.rules.transition import TransitionCheck


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One thing that happened: `kind` is a glossary name, or "certificate" or "milestone".

    `code` chooses the icon (a consultation's or liaison's method, a plan's status). `who` is whom one spoke with: a
    code of the list consulter for consultations (`who_name` beside it), else a name. `state`: "open" with `due_on` (an
    action that grew from it is open), "waiting" with `due_on`, "answered", or "". `own_words`: the child spoke.
    """

    kind: str
    record_id: str
    on: date
    start: time | None = None
    code: str = ""
    who: str = ""
    who_name: str = ""
    title: str = ""
    text: str = ""
    worker_short: str = ""
    state: str = ""
    due_on: date | None = None
    own_words: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanSummary:
    """One version of the plan in a line. `days_left` to the end of its period (None: no end)."""

    plan_id: str
    number: str
    version: int
    status: str
    made_on: date
    period_from: date | None = None
    period_to: date | None = None
    next_review_on: date | None = None
    days_left: int | None = None
    author: str = ""


@dataclass(frozen=True, kw_only=True)
class LastContact:
    """The last consultation with or about the child."""

    record_id: str
    on: date
    method: str
    consulter: str = ""
    consulter_name: str = ""
    days_ago: int = 0


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A form's unsaved content. `content` is what the form stored. `child_name` is "" for a form about nobody yet."""

    form: str
    child_id: str
    record_id: str
    content: dict[str, Any]
    saved_at: datetime
    child_name: str = ""
    child_number: str = ""


@dataclass(frozen=True)
class DraftKey:
    """Which draft: the form, the child ("" for none) and the record being changed ("" for a new one)."""

    form: str
    child_id: str = ""
    record_id: str = ""


@dataclass(frozen=True, kw_only=True)
class TransitionView:
    """The transition checklist of a child: of each side the newest sheet and the one before it, the newest first."""

    child: tuple[TransitionCheck, ...] = ()
    guardian: tuple[TransitionCheck, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChildHead:
    """What a form about a child shows beside itself.

    `follow_ups` are the open ones by their day; `waiting` the liaisons without their answer; `siblings` (child id,
    name, relationship) of family members who are in the register; `organizations` those one has spoken with about the
    child.
    """

    child: Child
    age: str
    age_grade: str
    grade: str
    red_facts: tuple[Caution, ...]
    follow_ups: tuple[FollowUp, ...]
    waiting: tuple[Liaison, ...]
    siblings: tuple[tuple[str, str, str], ...]
    organizations: tuple[Organization, ...]


@dataclass(frozen=True, kw_only=True)
class ChildPage(ChildHead):
    """Everything the child's page shows, read in one go.

    `plan` is the current one (active or delivered, else the newest that is not closed); `counts` numbers of entries by
    kind, "" for all.
    """

    certificate: CertificatePeriod | None
    certificate_state: CertificateState
    last_contact: LastContact | None
    stages: tuple[Stage, ...]
    plan: PlanSummary | None
    plans: tuple[PlanSummary, ...]
    courses: tuple[Course, ...] = ()
    counts: dict[str, int]
    timeline: tuple[TimelineEntry, ...]
    drafts: tuple[Draft, ...]
    proposals: tuple[StageProposal, ...] = ()
    ledger: Ledger | None = None
    transition: TransitionView = TransitionView()
    handover: Handover | None = None


@dataclass(frozen=True, kw_only=True)
class TodayRow:
    """A next action on Today. `danger`: "expiring" or "expired" where that of the child's certificate cannot be mended
    (rules.certificate_rule), else "". `postponed`: how often it was put off; `repeats`: the next one follows."""

    follow_up_id: str
    child_id: str
    child_name: str
    child_kana: str
    age_grade: str
    text: str
    due_on: date
    due_time: time | None = None
    kind: str = "other"
    worker_id: str = ""
    worker_short: str = ""
    origin_kind: str = ""
    origin_id: str = ""
    danger: str = ""
    postponed: int = 0
    repeats: bool = False


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """Somebody one waits for: a liaison whose answer has not come, or a next action that is another's turn (待ち).

    One of `liaison_id` and `follow_up_id` is set. `organization` is whom one waits for, `on` since when,
    `reply_due_on` the promised day, or that on which one asks again.
    """

    liaison_id: str = ""
    follow_up_id: str = ""
    child_id: str
    child_name: str
    organization: str
    subject: str
    on: date
    reply_due_on: date | None
    worker_short: str = ""


@dataclass(frozen=True, kw_only=True)
class SilentRow:
    """A child nobody has contacted for long. `last_on` is None when nobody ever did (since `registered_on`)."""

    child_id: str
    child_name: str
    age_grade: str
    last_on: date | None
    registered_on: date | None
    method: str = ""
    consulter: str = ""
    worker_short: str = ""


@dataclass(frozen=True, kw_only=True)
class CertificateRow:
    """A certificate that runs out soon, or has run out."""

    child_id: str
    child_name: str
    age_grade: str
    valid_to: date
    state: CertificateState
    worker_short: str = ""


@dataclass(frozen=True, kw_only=True)
class StageProposal:
    """A dated item of a child's path that nobody has decided about: `text` is what would be done, `short` its name on
    the picture (`path`: it stands there), `on` the day it is about, `due_on` by when. `danger`: it cannot be mended."""

    child_id: str
    child_name: str
    age_grade: str
    key: str
    entry: str
    kind: str
    text: str
    short: str
    on: date
    from_on: date
    due_on: date
    danger: bool = False
    path: bool = False
    worker_short: str = ""


@dataclass(frozen=True, kw_only=True)
class HandoverNotice:
    """What Today says of a hand-over: `kind` is "acknowledge" (mine to read), "waiting" (another's word is awaited,
    since `days`), "due" (prepared, its day has come), "prepare" (it lies ahead), "expected" (prepared by
    another for me) or "question" (to be answered).

    `count` of the `of` children are meant (of what is prepared: those whose sheet is ready); `who` is the other side;
    `taker_left`: the successor works here no more.
    """

    kind: str
    batch: str
    count: int
    of: int
    on: date
    who: str
    days: int = 0
    handover_id: str = ""
    taker_left: bool = False


@dataclass(frozen=True, kw_only=True)
class BookedRow:
    """A use of a scheme that is booked for these days, or whose days are over while nobody has marked it yet."""

    use_id: str
    child_id: str
    child_name: str
    age_grade: str
    scheme: str
    place: str
    begins_on: date
    ends_on: date
    worker_short: str = ""


@dataclass(frozen=True, kw_only=True)
class TodayPage:
    """The first page. The lists are cut at a length that can be read; `counts` has the whole numbers.

    Its keys: children, registered (in the whole office, closed ones, too), overdue, due_today, next_7_days, waiting,
    silent, certificates, milestones, booked. `kinds` counts today's actions by their kind. `drafts`: what the user has
    begun to write and not saved, the newest first. `silent_by_worker`: how many of the silent are whose, most first.
    """

    on: date
    mine: bool
    overdue: tuple[TodayRow, ...]
    due_today: tuple[TodayRow, ...]
    next_7_days: tuple[TodayRow, ...]
    waiting: tuple[WaitingRow, ...]
    silent: tuple[SilentRow, ...]
    certificates: tuple[CertificateRow, ...]
    milestones: tuple[StageProposal, ...]
    counts: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    drafts: tuple[Draft, ...] = ()
    silent_by_worker: tuple[tuple[str, int], ...] = ()
    booked: tuple[BookedRow, ...] = ()
    handovers: tuple[HandoverNotice, ...] = ()


class SearchHit(NamedTuple):
    """One answer; a tuple, as twenty are made at every key typed.

    `text` is the sentence in which it was found, `spans` where in it; `on` the record's day. `method` is the code that
    chooses the icon of a consultation or liaison. `what` was found: name, kana, former_name, alias, romaji, print_name,
    number, phone, certificate, birth_date or text. A telephone number of a member of the family comes with who that is
    (`relationship` is a code); `never_contact`: the number is (also) that of somebody who must never be called.
    `untold`: of so many children an organization must not know (`casework.not_to_know`).
    `flag`: the child has red facts ("body", "privacy"), or the number or the organization is one to be careful with.
    """

    kind: str
    record_id: str
    child_id: str
    child_number: str
    name: str
    text: str = ""
    on: date | None = None
    spans: tuple[tuple[int, int], ...] = ()
    age_grade: str = ""
    method: str = ""
    worker_short: str = ""
    what: str = ""
    relationship: str = ""
    member: str = ""
    never_contact: bool = False
    untold: int = 0
    flag: str = ""


@dataclass(frozen=True)
class SearchAnswer:
    """What was found, best first. `forgiving`: nothing matched exactly; dakuten and small kana were forgiven.

    `more`: there is more than was asked for.
    """

    hits: tuple[SearchHit, ...]
    forgiving: bool = False
    more: bool = False


@dataclass(frozen=True, kw_only=True)
class ConsultationLine:
    """One consultation in the list of all."""

    consultation_id: str
    child_id: str
    child_name: str
    on: date
    start: time | None
    method: str
    consulter: str
    consulter_name: str
    text: str
    worker_short: str
    next_on: date | None
    none_reason: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """One changed field of a record's history. Values are as JSON gives them; a worker's id is the name.

    `field` is "" for the making of the record; "family.phone" is a field of a part, "family" a part that came or went.
    """

    who: str
    when: datetime
    field: str
    before: Any
    after: Any
    part_id: str = ""
    kind: str = ""
    record_id: str = ""


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """One entry of the audit."""

    number: int
    when: datetime
    who: str
    action: str
    kind: str = ""
    record_id: str = ""
    child_id: str = ""
    child_number: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ChainState:
    """Whether the audit chain is whole: how many entries, and the number of the first that does not fit."""

    entries: int
    broken_at: int | None = None

    @property
    def whole(self) -> bool:
        return self.broken_at is None
