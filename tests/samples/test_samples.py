"""The sample office and its thirty children: whole, plausible to a machine, and a lively page for 20 November 2026."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from caseapp.exchange import casefile
from caseapp.exchange.casefile import CaseFile, ChildCase
from caseapp.rules.age import age_on, birthday, last_day
from caseapp.rules.certificate_rule import certificate_state
from caseapp.rules.child import child_problems
from caseapp.rules.child_facts import backup_minutes
from caseapp.rules.consultation import consultation_problems
from caseapp.rules.dates import fiscal_year_short
from caseapp.rules.disclosure import letter_problems
from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.follow_up import DONE, DROPPED, OPEN, FollowUp
from caseapp.rules.identity import check_digit_holds
from caseapp.rules.organization import liaison_problems, organization_problems
from caseapp.rules.plan import SupportPlan, plan_problems, review_problems
from caseapp.rules.plan_state import STATES, missing, missing_for_approval
from caseapp.rules.transition import newly_yes
from caseapp.words import codes, diseases, transition
from caseapp.words.people import red_facts

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
TODAY = date(2026, 11, 20)
MINE = "森下 由佳"


def _objects() -> dict[str, dict[str, Any]]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(SAMPLES.glob("c*.json"))}


@pytest.fixture(scope="module")
def written() -> dict[str, dict[str, Any]]:
    return _objects()


@pytest.fixture(scope="module")
def office() -> CaseFile:
    head = json.loads((SAMPLES / "office.json").read_text(encoding="utf-8"))
    whole = {"format": "caseapp-export", "version": 1, **head, "children": list(_objects().values())}
    return casefile.from_object(whole, today=TODAY)


def _mine(office: CaseFile) -> list[ChildCase]:
    return [case for case in office.children if case.child.worker == MINE and case.child.status == "active"]


def _open(office: CaseFile) -> list[tuple[ChildCase, FollowUp]]:
    found = [(case, f) for case in _mine(office) for f in case.follow_ups if f.state == OPEN and f.worker == MINE]
    return sorted(found, key=lambda pair: (pair[1].due_on, pair[1].due_time is None, pair[1].due_time))


def _plans(office: CaseFile) -> Iterator[tuple[ChildCase, SupportPlan]]:
    for case in office.children:
        for plan in case.support_plans:
            yield case, plan


# ---- the files as a whole


def test_thirty_children_and_their_office_are_read_without_a_warning(office: CaseFile) -> None:
    assert len(office.children) == 30
    assert not office.warnings
    assert [(a.name, a.role, a.title) for a in office.accounts] == [
        (MINE, "worker", "保健師・自立支援員"),
        ("佐伯 直子", "worker", "保健師・自立支援員"),
        ("大槻 正美", "manager", "係長"),
    ]
    assert len(office.organizations) >= 20
    assert office.settings is not None
    assert office.settings.name == "汐見保健所"


def test_numbers_and_ids_are_given_once(office: CaseFile) -> None:
    numbers = [case.child.number for case in office.children]
    assert len(set(numbers)) == len(numbers)
    ids: list[str] = []
    for case in office.children:
        kinds = (case.consultations, case.assessments, case.support_plans, case.reviews, case.follow_ups, case.liaisons)
        for records in (*kinds, case.transition_checks, case.consents, case.letters, case.disclosures):
            ids += [record.id for record in records]
    assert all(ids)
    assert [i for i, count in Counter(ids).items() if count > 1] == []


def test_every_code_stands_in_its_list(written: dict[str, dict[str, Any]], office: CaseFile) -> None:
    used: dict[str, set[str]] = defaultdict(set)
    for child in written.values():
        used["sex"].add(child["sex"])
        used["school_type"].add(child["school_type"])
        used["school_class"].add(child["school_class"])
        used["relationship"] |= {m["relationship"] for m in child["family"]}
        used["medical_care"] |= {m["item"] for m in child["medical_care"]}
        used["disease_group"] |= {d["disease_group"] for d in (*child["diseases"], *child["certificates"])}
        for k in child["consultations"]:
            used["topic"] |= set(k["topics"])
            for name in ("method", "place", "consulter", "trigger"):
                used[name].add(k[name])
        for plan in child["support_plans"]:
            used["plan_area"] |= {area for area, _ in plan["situation"]}
            used["plan_rating"] |= {r["rating"] for review in plan["reviews"] for r in review["ratings"]}
            used["plan_status"].add(plan["status"])
        used["plan_area"] |= {area["area"] for a in child["assessments"] for area in a["areas"]}
        used["liaison_method"] |= {item["method"] for item in child["liaisons"]}
        used["disclosure_method"] |= {item["method"] for item in (*child["letters"], *child["disclosures"])}
        used["follow_up_kind"] |= {f["kind"] for f in child["follow_ups"]}
        used["follow_up_state"] |= {f["state"] for f in child["follow_ups"]}
    used["organization_kind"] = {o.kind for o in office.organizations}
    for name, found in used.items():
        assert found - {""} <= set(codes.load(name).codes), name
    assert all(k["method"] for child in written.values() for k in child["consultations"])
    assert used["follow_up_state"] == {OPEN, DONE, DROPPED}


def test_young_people_have_been_asked_twice_and_so_have_their_guardians(office: CaseFile) -> None:
    asked = [case for case in office.children if case.transition_checks]
    assert len(asked) >= 4
    items = {each.code: each for each in transition.items()}
    for case in asked:
        assert age_on(case.child.birth_date, TODAY) >= 12
        for side in ("child", "guardian"):
            sheets = [each for each in case.transition_checks if each.respondent == side]
            assert len(sheets) == 2 or (side == "guardian" and age_on(case.child.birth_date, TODAY) >= 18)
            for sheet in sheets:
                assert {each.item: each.wording for each in sheet.answers} == {
                    code: item.words(side) for code, item in items.items()
                }
                assert any(each.remark for each in sheet.answers)
        own = [each for each in case.transition_checks if each.respondent == "child"]
        assert newly_yes(own[1], own[0])


def test_every_disease_stands_in_the_list_with_its_group_and_code(office: CaseFile) -> None:
    known = {(row.group, row.name): row for row in diseases.load()}
    for case in office.children:
        for disease in case.child.diseases:
            row = known[disease.disease_group, disease.name]
            assert (disease.list_code, disease.notice_number) == (row.centre_code, row.number), disease.name
            assert disease.list_version == diseases.LIST_VERSION
            assert diseases.by_code(disease.list_code) is not None
        for certificate in case.child.certificates:
            assert (certificate.disease_group, certificate.disease) in known, certificate.disease


def test_people_and_organizations_named_in_records_exist(office: CaseFile) -> None:
    workers = {a.name for a in office.accounts}
    organizations = {o.number for o in office.organizations}
    numbers = {case.child.number for case in office.children}
    for case in office.children:
        assert case.child.worker in workers
        assert case.child.worker_since is not None
        for records in (
            case.consultations,
            case.follow_ups,
            case.liaisons,
            case.letters,
            case.disclosures,
            case.reviews,
        ):
            assert {record.worker for record in records} <= workers
        asked = {item.organization_id for item in case.liaisons} | {item.organization_id for item in case.letters}
        assert asked | {item.organization_id for item in case.disclosures} <= organizations
        assert {number for k in case.consultations for number in k.also_children} <= numbers
        assert {m.sibling_child_number for m in case.child.family} - {""} <= numbers


# ---- what the rules say


def test_the_rules_find_nothing_to_mend(office: CaseFile) -> None:
    for case in office.children:
        birth = case.child.birth_date
        assert child_problems(case.child, today=TODAY) == []
        for consultation in case.consultations:
            assert consultation_problems(consultation, today=TODAY, birth_date=birth) == [], consultation.id
            assert bool(consultation.next_on) != bool(consultation.none_reason), consultation.id
        for liaison in case.liaisons:
            assert liaison_problems(liaison, today=TODAY) == [], liaison.id
        for plan in case.support_plans:
            assert plan_problems(plan) == [], plan.id
            for review in (r for r in case.reviews if r.plan_id == plan.id):
                assert review_problems(review, plan=plan, today=TODAY) == [], review.id
                assert {r.goal_id for r in review.ratings} == {g.id for g in plan.goals}, review.id
        for letter in case.letters:
            assert letter_problems(letter) == [], letter.id
    for organization in office.organizations:
        assert organization_problems(organization) == []


def _days(case: ChildCase) -> Iterator[tuple[str, date | datetime | None]]:
    child = case.child
    yield "registered", child.registered_on
    yield "kana", child.kana_confirmed_on
    yield "closed", child.closed_on
    yield from (("milestone", m.on) for m in child.milestones)
    for k in case.consultations:
        yield from ((k.id, day) for day in (k.on, k.recorded_at, k.updated_at))
    for a in case.assessments:
        yield from ((a.id, day) for day in (a.on, a.recorded_at))
    for item in case.liaisons:
        yield from ((item.id, day) for day in (item.on, item.answered_on, item.recorded_at))
    for plan in case.support_plans:
        steps = (plan.approved_at, plan.delivered_on, plan.activated_on, plan.closed_on, plan.created_at)
        heard = (plan.child_wish.heard_on, plan.guardian_wish.heard_on, plan.consent.explained_on)
        agreed = (plan.consent.child_agreed_on, plan.consent.guardian_agreed_on)
        yield from ((plan.id, day) for day in (plan.made_on, *steps, *heard, *agreed))
    yield from ((r.id, r.on) for r in case.reviews)
    for f in case.follow_ups:
        yield from ((f.id, day) for day in (f.closed_on, *(p.on for p in f.postponements)))
    for consent in case.consents:
        yield from ((consent.id, day) for day in (consent.given_on, consent.withdrawn_on))
    yield from ((letter.id, letter.issued_on) for letter in case.letters)
    yield from ((d.id, d.at) for d in case.disclosures)


def test_nothing_happened_before_the_birth_or_after_today(office: CaseFile) -> None:
    for case in office.children:
        for name, moment in _days(case):
            if moment is not None:
                day = moment.date() if isinstance(moment, datetime) else moment
                assert case.child.birth_date <= day <= TODAY, (case.child.number, name, day)


def test_consultations_take_place_on_working_days(office: CaseFile) -> None:
    weekend = [k.id for case in office.children for k in case.consultations if k.on.weekday() > 4]
    assert weekend == []


def test_the_certificates_follow_one_another(office: CaseFile) -> None:
    for case in office.children:
        end: date | None = None
        for period in case.child.certificates:
            assert period.valid_from is not None
            assert period.valid_to is not None
            assert case.child.birth_date <= period.valid_from < period.valid_to <= last_day(case.child.birth_date)
            assert end is None or period.valid_from == end + timedelta(days=1), case.child.number
            assert len(period.number) == 7
            assert check_digit_holds(period.number), period.number
            end = period.valid_to
    written_numbers = [{p.number for p in case.child.certificates} for case in office.children]
    assert all(len(numbers) <= 1 for numbers in written_numbers)
    assert len(set().union(*written_numbers)) == sum(map(len, written_numbers))


def test_a_consultation_says_its_next_step_and_the_follow_up_says_where_it_comes_from(office: CaseFile) -> None:
    for case in office.children:
        origins = {("consultation", k.id) for k in case.consultations} | {("liaison", x.id) for x in case.liaisons}
        for f in case.follow_ups:
            assert not f.origin_id or (f.origin_kind, f.origin_id) in origins, f.id
            assert (f.state == OPEN) == (f.closed_on is None), f.id
            assert f.state != DROPPED or f.closed_note, f.id
        by_origin = {(f.origin_id, f.due_on) for f in case.follow_ups if not f.postponements}
        postponed = {f.origin_id for f in case.follow_ups if f.postponements}
        for k in case.consultations:
            assert k.next_on is None or (k.id, k.next_on) in by_origin or k.id in postponed, k.id


def test_numbers_belong_to_the_fiscal_year_in_which_they_were_given(office: CaseFile) -> None:
    for case in office.children:
        given: list[tuple[str, date | None]] = [(case.child.number, case.child.registered_on)]
        given += [(plan.number, plan.made_on) for plan in case.support_plans if plan.version == 1]
        given += [(consent.number, consent.given_on) for consent in case.consents]
        given += [(d.number, d.at.date()) for d in case.disclosures]
        for number, day in given:
            assert day is not None
            assert number.startswith(f"{fiscal_year_short(fiscal_year(day))}-"), (number, day)


# ---- plans


def test_every_state_of_a_plan_occurs(office: CaseFile) -> None:
    assert {plan.status for _, plan in _plans(office)} == set(STATES)


def test_plans_have_gone_the_way_that_their_state_says(office: CaseFile) -> None:
    reached = {"draft": 0, "approved": 1, "delivered": 2, "active": 3, "closed": 4, "superseded": 4}
    for case, plan in _plans(office):
        approved = plan.approved_at.date() if plan.approved_at else None
        steps = [approved, plan.delivered_on, plan.activated_on, plan.closed_on]
        done = reached[plan.status]
        assert all(steps[:done]), plan.id
        assert not any(steps[done:]), plan.id
        days = [plan.made_on, *(day for day in steps if day)]
        assert days == sorted(days), plan.id
        assert bool(plan.approved_by) == (done > 0)
        heard = [wish.heard_on for wish in (plan.child_wish, plan.guardian_wish) if wish.heard_on]
        assert all(day <= plan.made_on for day in heard), plan.id
        assert plan.approved_by != plan.author
        adult = age_on(case.child.birth_date, plan.made_on) >= 18
        lacking = missing(plan, adult=adult) if done >= 2 else missing_for_approval(plan, adult=adult) if done else []
        assert lacking == [], (plan.id, lacking)
        if plan.status == "active":
            assert plan.period_from is not None
            assert plan.period_to is not None
            assert plan.period_from <= TODAY <= plan.period_to, plan.id


def test_a_plan_out_of_draft_has_goals_with_supports(office: CaseFile) -> None:
    for _, plan in _plans(office):
        assert plan.goals, plan.id
        if plan.status != "draft":
            assert all(goal.supports for goal in plan.goals), plan.id


def test_versions_count_up_and_a_superseded_one_has_a_successor(office: CaseFile) -> None:
    for case in office.children:
        plans = case.support_plans
        assert [p.version for p in plans] == list(range(1, len(plans) + 1))
        assert [p.previous_id for p in plans] == ["", *(p.id for p in plans[:-1])][: len(plans)]
        assert sum(p.status == "active" for p in plans) <= 1
        if plans:
            assert plans[-1].status != "superseded"


def test_the_plan_of_the_child_in_the_pictures_lacks_what_the_pictures_say(office: CaseFile) -> None:
    draft = next(p for case, p in _plans(office) if case.child.name == "高瀬 陽菜乃" and p.status == "draft")
    assert [lack.field for lack in missing_for_approval(draft, adult=False)] == [
        "goals.3.supports",
        "goals.3.review_every",
    ]


# ---- consent


def test_a_letter_that_went_out_has_its_disclosure_and_a_consent_that_held(office: CaseFile) -> None:
    issued = 0
    for case in office.children:
        consents = {c.id: c for c in case.consents}
        for letter in case.letters:
            made = [d for d in case.disclosures if d.letter_id == letter.id]
            if letter.issued_on is None:
                assert made == []
                continue
            issued += 1
            assert [d.at.date() for d in made] == [letter.issued_on]
            consent = consents[letter.consent_id]
            assert consent.holds_on(letter.issued_on)
            assert set(letter.items) <= set(consent.items)
            assert consent.number in letter.basis
    assert issued >= 2


# ---- names and numbers


def test_the_names_hold_the_characters_that_break_programs(office: CaseFile) -> None:
    names = " ".join(case.child.name + " ".join(m.name for m in case.child.family) for case in office.children)
    for character in ("髙", "﨑", "槗", "𠮷", "葛\U000e0100", "\ufa19", "邉"):
        assert character in names, character
    latin = [re.sub("[^A-Z]", "", case.child.name) for case in office.children]
    assert max(map(len, latin)) >= 40
    assert any("ễ" in case.child.romaji for case in office.children)
    assert any(case.child.alias for case in office.children)


def test_twins_share_their_birth_and_know_each_other(office: CaseFile) -> None:
    days = Counter((case.child.family_name, case.child.birth_date) for case in office.children)
    twins = [c.child for c in office.children if days[c.child.family_name, c.child.birth_date] > 1]
    assert len(twins) == 2
    first, second = twins
    assert {m.sibling_child_number for m in first.family} - {""} == {second.number}
    assert {m.sibling_child_number for m in second.family} - {""} == {first.number}
    assert first.note != second.note


def test_every_telephone_number_and_postal_code_is_invented(office: CaseFile) -> None:
    text = json.dumps([*_objects().values(), casefile.to_object(office)["organizations"]], ensure_ascii=False)
    numbers = re.findall(r"(?<!\d)0\d{1,4}-\d{1,4}-\d{3,4}", text)
    assert len(numbers) > 200
    assert [n for n in numbers if not re.fullmatch(r"0000-\d{2}-\d{4}", n)] == []
    codes_of_places = [o.postal_code for o in office.organizations] + [c.child.postal_code for c in office.children]
    assert all(re.fullmatch(r"000-\d{4}", code) for code in codes_of_places if code)
    phones = [o.phone for o in office.organizations] + [case.child.phone for case in office.children]
    assert all(re.fullmatch(r"0000-\d{2}-\d{4}", phone) for phone in phones if phone)


# ---- the writing


def _texts(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, key)
    elif isinstance(value, str) and key not in {"scheme", "disease", "id", "hospital", "basis", "wording"}:
        yield value


def test_no_long_sentence_stands_with_two_children(written: dict[str, dict[str, Any]]) -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for name, child in written.items():
        for text in _texts(child):
            for sentence in re.split(r"[。\n「」]", text):
                if len(sentence) > 25:
                    where[sentence].add(name)
    assert {sentence: names for sentence, names in where.items() if len(names) > 1} == {}


def test_no_placeholder_is_left(written: dict[str, dict[str, Any]]) -> None:
    for name, child in written.items():
        for text in _texts(child):
            assert not re.search("テスト|サンプル|ダミー|○○|××|TODO|\ufffd", text), (name, text)


def test_records_are_rich_for_some_and_bare_for_one(office: CaseFile) -> None:
    counts = sorted(len(case.consultations) + len(case.liaisons) for case in office.children)
    assert counts[0] == 1
    assert sum(count >= 10 for count in counts) >= 8
    assert counts[-1] >= 20
    assert sum(bool(case.assessments) for case in office.children) >= 12
    assert any(case.child.status == "closed" for case in office.children)


def test_most_children_have_neither_disability_nor_medical_care(office: CaseFile) -> None:
    neither = [
        case for case in office.children if not case.child.medical_care and case.child.handbooks[:2] in {"", "なし"}
    ]
    assert 18 <= len(neither) <= 21


# ---- the page 今日 on 20 November 2026


def test_today_shows_what_is_late_due_and_near(office: CaseFile) -> None:
    rows = [(f.due_on.day, case.child.name) for case, f in _open(office) if f.due_on <= TODAY + timedelta(days=7)]
    assert rows == [
        (16, "高瀬 陽菜乃"),
        (18, "倉田 湊"),
        (19, "北条 千尋"),
        (20, "佐野 結翔"),
        (20, "倉田 湊"),
        (20, "三浦 さくら"),
        (20, "大西 蓮"),
        (24, "三浦 さくら"),
        (25, "藤井 朔"),
        (26, "高瀬 陽菜乃"),
        (26, "石川 旺"),
        (27, "村上 ひより"),
    ]


def test_today_shows_who_has_not_answered(office: CaseFile) -> None:
    waiting = {case.child.name: item for case in _mine(office) for item in case.liaisons if item.waiting}
    assert set(waiting) == {"高瀬 陽菜乃", "倉田 湊", "三浦 さくら"}
    late = [name for name, item in waiting.items() if item.reply_due_on and item.reply_due_on < TODAY]
    assert late == ["倉田 湊"]


def test_today_shows_who_has_not_been_heard_of_for_half_a_year(office: CaseFile) -> None:
    silent = [
        case.child.name for case in _mine(office) if max(k.on for k in case.consultations) < TODAY - timedelta(days=180)
    ]
    assert silent == ["藤井 朔", "村上 ひより"]


def test_today_shows_which_certificates_run_out(office: CaseFile) -> None:
    found = {}
    for case in _mine(office):
        period = case.child.certificate_on(TODAY)
        if period is not None:
            state = certificate_state(period.valid_from, period.valid_to, birth=case.child.birth_date, today=TODAY)
            if state.state in {"expiring", "expired"}:
                found[case.child.name] = (state.days, state.danger)
    assert found == {"北条 千尋": (10, True), "三浦 さくら": (41, False), "大西 蓮": (41, False)}


def test_today_shows_who_turns_eighteen_or_leaves_the_programme(office: CaseFile) -> None:
    half_year = TODAY + timedelta(days=181)
    coming = [
        (case.child.name, day)
        for case in _mine(office)
        for day in (birthday(case.child.birth_date, 18), last_day(case.child.birth_date))
        if TODAY < day <= half_year
    ]
    assert coming == [("北条 千尋", date(2027, 3, 8)), ("桐谷 悠真", date(2027, 1, 14))]


def test_red_facts_are_kept_for_what_must_not_be_done(office: CaseFile) -> None:
    """Red everywhere is red nowhere: not more than two children in three carry it, and each order says why."""
    marked = [case for case in office.children if case.child.cautions]
    assert 12 <= len(marked) <= 20
    assert all(caution.reason for case in marked for caution in case.child.cautions)
    assert {caution.kind for case in marked for caution in case.child.cautions} == {"body", "privacy"}


def test_a_child_with_a_ventilator_has_its_machine_with_battery_and_a_telephone_for_the_night(office: CaseFile) -> None:
    children = [case.child for case in office.children]
    ventilated = [child for child in children if any(care.item == "ventilator" for care in child.medical_care)]
    assert len(ventilated) >= 2
    for child in ventilated:
        machine = next(device for device in child.devices if device.kind == "ventilator")
        assert backup_minutes(machine)
        assert machine.night_phone
        assert machine.without_power
    assert sum(1 for child in children if child.devices) <= len(children) // 3


def test_who_was_not_told_is_red_and_nothing_is_said_twice(office: CaseFile) -> None:
    by_number = {case.child.number: case.child for case in office.children}
    facts = [fact.rule for fact in red_facts(by_number["R3-0070"], "ja")]
    assert "きょうだいには病名を伝えていません" in facts
    assert "園・学校には病名を伝えていません" not in facts  # a caution says it already
    for child in by_number.values():
        rules = [fact.rule for fact in red_facts(child, "ja")]
        assert len(rules) == len(set(rules))
