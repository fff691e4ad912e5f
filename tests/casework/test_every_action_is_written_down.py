"""Every action of the use cases, done once in one office: the access log holds exactly the lines it should.

`test_no_action_is_forgotten_here` reads the actions from the code: whoever writes `office.work("x.y")` adds a line to
STORY (or, where the action belongs to no one's record, to QUIET) that says what the log shall hold.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from caseapp.casework import (
    accounts,
    assessments,
    audit,
    audit_actions,
    backups,
    consultations,
    disclosures,
    drafts,
    exporting,
    follow_ups,
    history,
    importing,
    liaison_lines,
    liaisons,
    list_codes,
    list_hand_over,
    list_in_use,
    list_saved,
    office,
    organizations,
    papers,
    plan_offers,
    plans,
    program_uses,
    recovery_sheet,
    register,
    sample,
    search,
    stages,
    today,
    transition_items,
    transitions,
)
from caseapp.casework.list_codes import LocalCode
from caseapp.casework.list_views import RegisterFilter
from caseapp.casework.office import Office
from caseapp.exchange import casefile, list_diseases, tables
from caseapp.rules.assessment import AreaRating, Assessment
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.organization import Organization
from caseapp.rules.plan import GoalRating
from caseapp.rules.plan_offer import Phrase, Scheme
from caseapp.rules.program_use import ProgramUse
from caseapp.rules.transition import TransitionAnswer, TransitionCheck
from caseapp.words import diseases
from tests.casework.people import NEXT, a_child, a_talk
from tests.casework.test_letters import asked, consent
from tests.casework.yoshino import AGREED, MANAGER_WORDS, WORKER, hina, manager_office, saved_plan
from tests.exchange.sheets import CHILD, CONSULTATION, ORGANIZATION, csv_bytes

CASEWORK = Path(str(audit.__file__)).parent
HERE = Path(__file__).parent
DAY = date(2026, 11, 20)

QUIET = {
    "stage.refresh",
    "draft.save",
    "draft.discard",
    "preference.set",
    "filter.own",
    "import.columns",
    "import.look",
}
"""What belongs to no one's record, a look at a file included: nothing is written (docs/decisions/0030)."""

ELSEWHERE = {
    "vault.created": "test_office",
    "vault.unlocked": "test_office",
    "vault.locked": "test_office",
    "passphrase.recovered": "test_office",
    "import.json": "test_every_action_is_written_down",
    "child.merge": "test_merging",
    "child.unmerge": "test_merging",
    "child.share": "test_household",
    "consultation.move": "test_consultations",
    "export.list": "test_list_export",
    "import.refused_rows": "test_effect_and_entry",
    **{f"handover.{act}": "test_handovers" for act in ("prepare", "write", "give", "take_back", "cancel")},
    **{f"handover.{act}": "test_handovers" for act in ("acknowledge", "answer", "take_word_back")},
}
"""Actions that need another beginning than this office, and the test that reads their line."""

Act = Callable[[Office], object]
HANDED: list[list_hand_over.HandedOver] = []
"""What the story gave to another worker, to take it back."""

LOOKS: list[str] = []
"""The assessment that the story took back."""

CHECKS: list[str] = []
"""The sheet of the transition checklist that the story filled in."""

BOOKED: list[str] = []
"""The use of a scheme that the story booked."""

FURTHER = {action: [(action, "register", False)] for action in ("child.hand_over", "child.hand_back")}
"""Lines behind the first, where an action writes one for each child and one for the whole."""


def worker(o: Office) -> str:
    return next(account.id for account in accounts.list_accounts(o) if account.name == WORKER)


def talk(o: Office) -> str:
    kept = consultations.of_child(o, hina(o))
    return kept[0].id if kept else consultations.withdrawn(o, hina(o))[0][0].id


def plan(o: Office) -> str:
    return plans.of_child(o, hina(o))[0].id


def step(o: Office) -> str:
    return next(f.id for f in follow_ups.of_child(o, hina(o), open_only=False) if f.text == "学校へ電話する")


def dismiss_stage(o: Office) -> None:
    stages.dismiss(o, register.page(o, hina(o)).proposals[0], reason="ご家族が手配ずみ")


def dismissed(o: Office) -> str:
    return next(f.id for f in follow_ups.of_child(o, hina(o), open_only=False) if f.origin_kind == "stage")


def liaison(o: Office) -> str:
    return liaisons.of_child(o, hina(o))[0].id


def bring_back(o: Office) -> None:
    with o.reading() as session:
        (taken_back,) = session.scalars(text("SELECT id FROM liaison WHERE withdrawn"))
    liaisons.restore(o, taken_back)


def withdraw_assessment(o: Office) -> None:
    LOOKS[:] = [assessments.of_child(o, hina(o))[0].id]
    assessments.withdraw(o, LOOKS[0], reason="別の子の記録")


def check(o: Office) -> None:
    answers = (TransitionAnswer(item="illness_name", wording="病名を言える", answer="yes"),)
    value = TransitionCheck(child_id=hina(o), on=DAY, answers=answers)
    CHECKS[:] = [transitions.save(o, value, next_step=NEXT).record_id]


def book(o: Office) -> None:
    use = ProgramUse(child_id=hina(o), scheme_code="shoman_respite", begins_on=DAY, ends_on=DAY)
    BOOKED[:] = [program_uses.save(o, use).record_id]


def hand_over(o: Office) -> None:
    HANDED[:] = [list_hand_over.hand_over(o, [hina(o)], to=worker(o))]


def own_code(o: Office) -> None:
    list_codes.save_local(o, LocalCode(list="topic", label="水道・衛生", parent="guidance"))
    list_in_use.uninstall()


def other_diseases(o: Office) -> None:
    lines = (diseases.COLUMNS, *list_diseases.lines_of(diseases.load()))
    file = list_diseases.read("\n".join("\t".join(line) for line in lines).encode())
    list_codes.replace_diseases(o, file, version="2027-04-01")
    list_in_use.uninstall()


def letter(o: Office) -> str:
    return disclosures.letters(o, hina(o))[0].id


def take_in(o: Office, kind: Any, row: dict[str, str]) -> None:
    importing.run(o, tables.read(csv_bytes([row]), kind), kind=kind)


def approve(o: Office) -> None:
    o.settings = replace(o.settings, self_approval=True)
    plans.approve(o, plan(o))


def review(o: Office) -> None:
    ratings = tuple(GoalRating(goal_id=goal.id, rating="partly") for goal in plans.get(o, plan(o)).goals)
    begun = replace(plans.new_review(o, plan(o)), ratings=ratings, next_review_on=date(2027, 5, 28))
    plans.review(o, begun, next_step=NEXT)


def print_it(o: Office) -> None:
    paper = papers.build(o, "consultation", child_id=hina(o), record_id=talk(o))
    papers.printed(o, paper, how="printer", copies=2)


def share_plan(o: Office) -> None:
    final = next(one.id for one in plans.of_child(o, hina(o)) if one.status != "draft")
    paper = papers.build(o, "support-plan-partner", child_id=hina(o), record_id=final)
    papers.hand_over(o, paper, method="hand")


def save_letter(o: Office) -> None:
    (school,) = (each for each in organizations.list_all(o) if each.kind == "school")
    fresh = disclosures.new_letter(o, hina(o), organization_id=school.id)
    disclosures.save_letter(o, replace(fresh, withheld=("検査値",), readers="校長", storage="保健室の書庫"))


# The action, what it is about, and whether its line names the child; in the order of a story.
STORY: tuple[tuple[str, str, bool, Act], ...] = (
    ("child.save", "child", True, lambda o: register.save(o, a_child("0900"))),
    ("child.seen", "child", True, lambda o: register.page(o, hina(o))),
    ("child.close", "child", True, lambda o: register.close(o, hina(o), on=DAY, reason="転出")),
    ("child.reopen", "child", True, lambda o: register.reopen(o, hina(o))),
    ("child.hand_over", "child", True, hand_over),
    ("child.hand_back", "child", True, lambda o: list_hand_over.back(o, HANDED[0])),
    ("codes.local", "codes", False, own_code),
    ("codes.diseases", "codes", False, other_diseases),
    (
        "plan.phrase",
        "settings",
        False,
        lambda o: plan_offers.save_phrase(o, Phrase(kind="goal", area="school", text="朝の会で話す")),
    ),
    ("plan.scheme", "settings", False, lambda o: plan_offers.save_scheme(o, Scheme(name="町の見守り"))),
    ("filter.shared", "filter", False, lambda o: list_saved.save(o, "来春入学", RegisterFilter(), shared=True)),
    (
        "consultation.record",
        "consultation",
        True,
        lambda o: consultations.record(o, a_talk(o, hina(o)), next_step=NEXT),
    ),
    ("print", "child", True, print_it),
    ("consultation.withdraw", "consultation", True, lambda o: consultations.withdraw(o, talk(o), reason="誤り")),
    ("consultation.restore", "consultation", True, lambda o: consultations.restore(o, talk(o))),
    (
        "assessment.save",
        "assessment",
        True,
        lambda o: assessments.save(
            o,
            Assessment(
                child_id=hina(o), on=DAY, child_voice="泊まりたい", areas=(AreaRating(area="school", rating=4),)
            ),
            next_step=NEXT,
        ),
    ),
    ("assessment.withdraw", "assessment", True, withdraw_assessment),
    ("assessment.restore", "assessment", True, lambda o: assessments.restore(o, LOOKS[0])),
    ("transition.save", "transition_check", True, check),
    ("transition.withdraw", "transition_check", True, lambda o: transitions.withdraw(o, CHECKS[0], reason="誤り")),
    ("transition.restore", "transition_check", True, lambda o: transitions.restore(o, CHECKS[0])),
    (
        "transition.item",
        "settings",
        False,
        lambda o: transition_items.save_item(o, replace(transition_items.items(o)[0], retired=True)),
    ),
    (
        "follow_up.save",
        "follow_up",
        True,
        lambda o: follow_ups.add(o, FollowUp(child_id=hina(o), text="学校へ電話する", due_on=DAY)),
    ),
    (
        "follow_up.postpone",
        "follow_up",
        True,
        lambda o: follow_ups.postpone(o, step(o), to=date(2026, 12, 1), reason="不在"),
    ),
    ("follow_up.plan_again", "follow_up", True, lambda o: follow_ups.plan_again(o, step(o))),
    (
        "follow_up.wait",
        "follow_up",
        True,
        lambda o: follow_ups.wait(o, step(o), whom="担任", since=DAY, until=date(2026, 12, 4)),
    ),
    ("follow_up.answered", "follow_up", True, lambda o: follow_ups.answered(o, step(o))),
    ("follow_up.done", "follow_up", True, lambda o: follow_ups.done(o, step(o))),
    ("follow_up.reopen", "follow_up", True, lambda o: follow_ups.reopen(o, step(o))),
    ("follow_up.drop", "follow_up", True, lambda o: follow_ups.drop(o, step(o), reason="不要になった")),
    ("stage.dismiss", "follow_up", True, dismiss_stage),
    (
        "stage.propose_again",
        "follow_up",
        True,
        lambda o: stages.propose_again(o, dismissed(o)),
    ),
    (
        "stage_template.save",
        "",
        False,
        lambda o: stages.save_entry(o, replace(stages.template(o)[0], enabled=False)),
    ),
    ("program_use.save", "program_use", True, book),
    (
        "program_use.used",
        "program_use",
        True,
        lambda o: program_uses.mark_used(o, BOOKED[0], used_from=DAY, used_to=DAY),
    ),
    ("program_use.booked_again", "program_use", True, lambda o: program_uses.book_again(o, BOOKED[0])),
    ("program_use.cancelled", "program_use", True, lambda o: program_uses.cancel(o, BOOKED[0], reason="発熱")),
    ("program_use.withdraw", "program_use", True, lambda o: program_uses.withdraw(o, BOOKED[0], reason="誤り")),
    ("program_use.restore", "program_use", True, lambda o: program_uses.restore(o, BOOKED[0])),
    ("support_plan.save", "support_plan", True, saved_plan),
    ("support_plan.approved", "support_plan", True, approve),
    ("support_plan.send_back", "support_plan", True, lambda o: plans.send_back(o, plan(o), reason="頻度を書く")),
    ("support_plan.approved", "support_plan", True, approve),
    (
        "support_plan.delivered",
        "support_plan",
        True,
        lambda o: plans.deliver(o, plan(o), on=DAY, to="母", how="手渡し", consent=AGREED),
    ),
    ("support_plan.active", "support_plan", True, lambda o: plans.activate(o, plan(o))),
    ("review.record", "review", True, review),
    ("support_plan.closed", "support_plan", True, lambda o: plans.close(o, plan(o), reason="18歳になった")),
    ("support_plan.new_version", "support_plan", True, lambda o: plans.new_version(o, plan(o))),
    (
        "organization.save",
        "organization",
        False,
        lambda o: organizations.save(o, Organization(number="C1", name="汐見市役所", kind="municipality")),
    ),
    ("liaison.record", "liaison", True, lambda o: liaisons.record(o, asked(o), next_step=None)),
    (
        "liaison.answered",
        "liaison",
        True,
        lambda o: liaisons.answered(o, liaison(o), on=DAY, answer="教室で打ってよい"),
    ),
    ("liaison.withdraw", "liaison", True, lambda o: liaisons.withdraw(o, liaison(o), reason="誤り")),
    ("liaison.restore", "liaison", True, bring_back),
    ("consent.save", "consent", True, consent),
    ("support_plan.shared", "disclosure", True, share_plan),
    ("letter.save", "information_letter", True, save_letter),
    (
        "letter.issue",
        "disclosure",
        True,
        lambda o: disclosures.issue(o, letter(o), method="hand", render=lambda *_: (b"pdf", "")),
    ),
    ("export.child", "child", True, lambda o: exporting.everything(o, child_number="0001")),
    ("export.everything", "export", False, exporting.everything),
    ("import.children", "import", False, lambda o: take_in(o, "children", CHILD)),
    ("import.consultations", "import", False, lambda o: take_in(o, "consultations", CONSULTATION)),
    ("import.organizations", "import", False, lambda o: take_in(o, "organizations", ORGANIZATION)),
    ("settings.save", "", False, lambda o: accounts.save_settings(o, replace(o.settings, section="健康推進課"))),
    ("account.add_name", "account", False, lambda o: accounts.add_name(o, name="浜田 圭")),
    (
        "account.add",
        "account",
        False,
        lambda o: accounts.add(o, name="浜田 圭", role="viewer", passphrase=MANAGER_WORDS + "三"),
    ),
    ("account.disable", "account", False, lambda o: accounts.disable(o, worker(o), passphrase=MANAGER_WORDS)),
    (
        "passphrase.changed",
        "account",
        False,
        lambda o: office.change_passphrase(o, old=MANAGER_WORDS, new=MANAGER_WORDS + "二"),
    ),
    ("recovery_key.renewed", "account", False, office.new_recovery_key),
    ("recovery_key.confirmed", "account", False, recovery_sheet.confirmed),
    ("backup.made", "backup", False, lambda o: backups.backup(o, o.folder.parent / "kept")),
    ("audit.read", "audit", False, audit.entries),
    ("sample.multiplied", "sample", False, lambda o: sample.multiply(o, 1, 1)),
    ("sample.filled", "sample", False, sample.fill),
)

NOTHING: dict[str, Act] = {
    "draft.save": lambda o: drafts.save(o, form="consultation", child_id=hina(o), content={"x": 1}),
    "draft.discard": lambda o: drafts.discard(o, form="consultation", child_id=hina(o)),
    "preference.set": lambda o: accounts.set_preference(o, "theme", "dark"),
    "filter.own": lambda o: list_saved.save(o, "わたしの", RegisterFilter(), shared=False),
    "the register": register.rows,
    "one child": lambda o: register.child(o, hina(o)),
    "those opened last": register.recent,
    "the next number": register.next_number,
    "the timeline": lambda o: register.timeline(o, hina(o)),
    "consultations": lambda o: (consultations.get(o, talk(o)), consultations.before(o, hina(o))),
    "the latest": lambda o: consultations.latest(o, mine=False),
    "plans": lambda o: (plans.missing(o, plans.get(o, plan(o))), plans.reviews(o, plan(o)), plans.overview(o)),
    "a new plan that is not saved": lambda o: plans.new(o, register.child_by_number(o, "0900").id),
    "letters": lambda o: (disclosures.letter(o, letter(o)), disclosures.disclosures(o, hina(o))),
    "liaisons": lambda o: (liaisons.of_child(o, hina(o)), liaisons.waiting(o), liaison_lines.lines(o)),
    "assessments": lambda o: assessments.of_child(o, hina(o)),
    "organizations": lambda o: (organizations.find(o, "小学校"), organizations.next_number(o)),
    "today": lambda o: today.page(o, mine=False),
    "search": lambda o: search.find(o, "学校"),
    "history": lambda o: (history.of_child(o, hina(o)), history.of_record(o, "child", hina(o))),
    "a paper that is looked at": lambda o: papers.build(o, "consultation", child_id=hina(o), record_id=talk(o)),
    "who uses it": accounts.list_accounts,
    "the chain": audit.verify_chain,
    "the same settings": lambda o: accounts.save_settings(o, o.settings),
    "a child saved unchanged": lambda o: register.save(o, register.child(o, hina(o))),
    "a dry run": lambda o: importing.run(
        o, tables.read(csv_bytes([CHILD | {"児童番号": "X"}]), "children"), kind="children", dry_run=True
    ),
}


def lines_after(o: Office, seq: int) -> list[tuple[str, str, bool]]:
    """(action, kind, whether it names the child) of every line after the entry `seq`, read past the use case."""
    with o.reading() as session:
        rows = session.execute(
            text("SELECT action, kind, child_id FROM audit WHERE seq > :seq ORDER BY seq"), {"seq": seq}
        )
        return [(row.action, row.kind, bool(row.child_id)) for row in rows]


def end_of(o: Office) -> int:
    with o.reading() as session:
        return int(session.execute(text("SELECT max(seq) FROM audit")).scalar_one())


@pytest.mark.slow
def test_every_action_writes_exactly_its_line(tmp_path: Path, now: datetime) -> None:
    with manager_office(tmp_path / "vault", now) as opened:
        wrong: list[str] = []
        for action, kind, names_child, act in STORY:
            if action == "account.disable":
                wrong += read_everything(opened)
            before = end_of(opened)
            act(opened)
            found = lines_after(opened, before)
            if found != [(action, kind, names_child), *FURTHER.get(action, [])]:
                wrong.append(f"{action}: {found}")
        assert not wrong, "\n".join(wrong)
        assert audit.verify_chain(opened).whole


def test_a_whole_export_taken_in_is_one_line(tmp_path: Path, opened: Office, now: datetime) -> None:
    with manager_office(tmp_path / "first", now) as first:
        data = casefile.to_bytes(exporting.everything(first))
    before = end_of(opened)
    importing.import_json(opened, data)
    assert lines_after(opened, before) == [("import.json", "import", False)]


def read_everything(opened: Office) -> Iterator[str]:
    for name, act in NOTHING.items():
        before = end_of(opened)
        act(opened)
        if found := lines_after(opened, before):
            yield f"{name} shall write nothing: {found}"


def named_in_the_code() -> set[str]:
    """Every action given to `office.work`; `kind.*` where the word is put together."""
    found = set()
    for path in CASEWORK.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "work":
                found |= set(words_of(call.args[0]))
    return found


def words_of(given: ast.expr) -> Iterator[str]:
    if isinstance(given, ast.Constant):
        yield str(given.value)
    elif isinstance(given, ast.IfExp):
        yield from words_of(given.body)
        yield from words_of(given.orelse)
    elif isinstance(given, ast.JoinedStr):
        assert isinstance(given.values[0], ast.Constant)
        yield f"{given.values[0].value!s}*"


def test_no_action_is_forgotten_here() -> None:
    told = {action for action, *_ in STORY} | QUIET | ELSEWHERE.keys()
    named = named_in_the_code()
    forgotten = sorted(
        action
        for action in named
        if not (any(known.startswith(action[:-1]) for known in told) if action.endswith("*") else action in told)
    )
    assert len(named) > 30
    assert not forgotten, f"say in STORY what the access log shall hold of {forgotten}"
    for action, test in ELSEWHERE.items():
        assert f'"{action}"' in (HERE / f"{test}.py").read_text("utf-8"), f"{test} does not look at {action}"


def test_every_line_has_its_words() -> None:
    assert {action for action, *_ in STORY} <= set(audit_actions.ACTIONS)
