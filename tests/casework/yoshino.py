"""The 𠮷野 family for tests of plans, letters and paper: a real vault with one child and her school."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

from caseapp.casework import accounts, office, organizations, plans, register
from caseapp.casework.office import Office
from caseapp.rules import clock
from caseapp.rules.child import CertificatePeriod, Child, ChildDisease, FamilyMember
from caseapp.rules.organization import Organization
from caseapp.rules.plan import DatedGoal, Goal, PlanConsent, Support, SupportPlan, Wish

MANAGER, MANAGER_WORDS = "村井 志保", "みどりの ながぐつ あるく 三日月"
WORKER, WORKER_WORDS = "森下 由佳", "ゆきどけ みずうみ ちいさな 手紙"

HINA = Child(
    number="0001",
    family_name="𠮷野",
    given_name="陽菜",
    family_name_kana="ヨシノ",
    given_name_kana="ヒナ",
    birth_date=date(2017, 5, 20),
    sex="female",
    school="若葉市立南小学校",
    hospital="みなみ野医療センター",
    doctor="西田 医師",
    family=(
        FamilyMember(relationship="mother", name="𠮷野 真由美", guardian=True, main_carer=True, call_order=1),
        FamilyMember(
            relationship="father", name="葛󠄀城 健太", lives_with=False, never_contact=True, note="支援措置 R9.3.31まで"
        ),
    ),
    certificates=(CertificatePeriod(number="6012345", valid_from=date(2026, 10, 1), valid_to=date(2027, 9, 30)),),
    diseases=(ChildDisease(disease_group="7", name="1型糖尿病"),),
)


@cache
def _template(now: datetime) -> Path:
    """The vault as every test begins with it; made once a process and copied (removed with the tests' own place)."""
    folder = Path(tempfile.mkdtemp(prefix="yoshino-")) / "vault"
    opened, _key = office.create(
        folder, office_name="汐見保健所", user_name=MANAGER, passphrase=MANAGER_WORDS, clock=clock.stopped(now)
    )
    with opened:
        accounts.add(opened, name=WORKER, role="worker", title="自立支援員", passphrase=WORKER_WORDS)
        register.save(opened, HINA)
        organizations.save(
            opened, Organization(number="S1", name="若葉市立南小学校", kind="school", contact="校長 原田 正志")
        )
    return folder


@contextmanager
def manager_office(folder: Path, now: datetime) -> Iterator[Office]:
    """A vault, open as its manager, with a worker's account, the child and her school."""
    shutil.copytree(_template(now), folder)
    with manager_office_again(folder, now) as opened:
        yield opened


@contextmanager
def worker_office(folder: Path, now: datetime) -> Iterator[Office]:
    """The same vault, opened as the worker."""
    with office.open_office(folder, user=WORKER, passphrase=WORKER_WORDS, clock=clock.stopped(now)) as opened:
        yield opened


def manager_office_again(folder: Path, now: datetime) -> Office:
    """The manager opens the vault that is there."""
    return office.open_office(folder, user=MANAGER, passphrase=MANAGER_WORDS, clock=clock.stopped(now))


def hina(opened: Office) -> str:
    """The child's id."""
    return register.child_by_number(opened, "0001").id


def full_plan(plan: SupportPlan) -> SupportPlan:
    """The plan with everything that approval asks for."""
    support = Support(
        scheme="学校との連絡調整", content="三者打合せ", frequency="12月に1回", provider="南小学校 養護教諭"
    )
    reached = max(date(2027, 2, 26), plan.period_from or date.min)  # a next version begins later
    return replace(
        plan,
        child_wish=Wish(
            text="宿泊学習に、みんなと行きたい。", heard_by="森下", heard_on=date(2026, 10, 23), how="自宅"
        ),
        guardian_wish=Wish(text="夜中に低血糖が起きないか心配です。", heard_on=date(2026, 10, 23)),
        long_term_goal=DatedGoal(text="宿泊学習に、みんなと参加する", by=date(2027, 5, 31)),
        goals=(
            Goal(
                priority=1,
                need="注射を友だちに見られるのがいや",
                goal="場所と伝え方を本人が決める",
                achieve_by=reached,
                review_every=3,
                child_role="3つの場所を試す",
                supports=(support,),
            ),
            Goal(
                priority=2,
                need="夜中に2回起きる(母)",
                goal="続けて5時間眠れる日が週3日",
                achieve_by=reached,
                review_every=3,
                supports=(support,),
            ),
        ),
        next_review_on=date(2027, 2, 26),
    )


def saved_plan(opened: Office) -> SupportPlan:
    """A complete draft in the vault."""
    made = plans.save(opened, full_plan(plans.new(opened, hina(opened))))
    return plans.get(opened, made.record_id)


AGREED = PlanConsent(
    explained_on=date(2026, 11, 20),
    explained_by="森下",
    child_agreed_on=date(2026, 11, 20),
    guardian_agreed_on=date(2026, 11, 20),
    guardian_name="𠮷野 真由美",
)
