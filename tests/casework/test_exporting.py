"""The JSON export: the contract's keys, and export → empty vault → import → export gives the same, key for key."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from caseapp.casework import accounts, audit, consultations, exporting, importing, office, register, sample, search
from caseapp.casework.office import Office
from caseapp.casework.papers.frozen_pages import packed
from caseapp.exchange import casefile
from caseapp.exchange.casefile import CaseFile, ChildCase
from caseapp.exchange.findings import BadRows, Unreadable
from caseapp.rules import clock
from caseapp.rules.account import OfficeSettings
from caseapp.rules.assessment import AreaRating, Assessment
from caseapp.rules.child import Caution, CertificatePeriod, Child, ChildDisease, FamilyMember, MedicalCare, Milestone
from caseapp.rules.consultation import Consultation
from caseapp.rules.disclosure import Consent, Disclosure, InformationLetter, LetterSection
from caseapp.rules.follow_up import FollowUp, Postponement
from caseapp.rules.handover import OPEN, Handover
from caseapp.rules.organization import ContactPerson, Liaison, Organization
from caseapp.rules.plan import DatedGoal, Goal, GoalRating, PlanConsent, Review, Support, SupportPlan, Wish
from caseapp.rules.problem import NotAllowed, NotFound, Refused
from caseapp.vault.trouble import Cancelled
from caseapp.words import codes
from tests.casework.offices import WORDS, holds, new_office
from tests.exchange.sheets import said

TODAY = date(2026, 11, 20)


@pytest.fixture
def manager(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with new_office(tmp_path / "vault", now) as opened:
        yield opened


def _bytes(written: dict[str, Any]) -> bytes:
    return casefile.to_bytes(written)


def _carried_over(written: dict[str, Any], folder: Path, now: datetime, *, user: str = "別の 管理者") -> dict[str, Any]:
    """The export of a new vault into which `written` was imported."""
    with new_office(folder, now, user=user) as opened:
        importing.import_json(opened, _bytes({**written, "exported_at": now.isoformat()}))
        assert audit.verify_chain(opened).broken_at is None
        return holds(opened)


# ---- there and back


@pytest.mark.slow
def test_the_thirty_samples_go_out_and_come_back_key_for_key(tmp_path: Path, filled: Office, now: datetime) -> None:
    first = holds(filled)
    assert len(first["children"]) == 30
    assert first["settings"]["name"] == filled.settings.name
    second = _carried_over(first, tmp_path / "second", now)
    assert second == first


@pytest.mark.slow
def test_what_came_back_is_found_and_shown_as_before(tmp_path: Path, filled: Office, now: datetime) -> None:
    asked = ["高瀬", "たかせ", "給食", "R3-0112"]
    before = [[(h.kind, h.child_number, h.text) for h in search.find(filled, text).hits] for text in asked]
    data = exporting.everything(filled)
    with new_office(tmp_path / "second", now) as opened:
        importing.import_json(opened, _bytes(data))
        after = [[(h.kind, h.child_number, h.text) for h in search.find(opened, text).hits] for text in asked]
        rows = [(r.number, r.name, r.last_contact_on, r.next_text) for r in register.rows(opened)]
    assert all(before)
    assert [sorted(hits) for hits in after] == [sorted(hits) for hits in before]
    assert rows == [(r.number, r.name, r.last_contact_on, r.next_text) for r in register.rows(filled)]


@pytest.mark.slow
def test_records_that_were_taken_back_stay_hidden_on_the_other_side(
    tmp_path: Path, filled: Office, now: datetime
) -> None:
    child = register.child_by_number(filled, "R3-0112")
    taken_back = consultations.of_child(filled, child.id)[0]
    consultations.withdraw(filled, taken_back.id, reason="別の児童の記録だった")
    first = holds(filled)
    (written,) = [c for c in first["children"] if c["number"] == "R3-0112"]
    assert [c["id"] for c in written["withdrawn"]["consultations"]] == [taken_back.id]
    assert taken_back.id not in [c["id"] for c in written["consultations"]]
    with new_office(tmp_path / "second", now) as opened:
        importing.import_json(opened, _bytes({**first, "exported_at": None}))
        assert holds(opened) == first
        again = register.child_by_number(opened, "R3-0112")
        assert [(c.id, reason) for c, reason in consultations.withdrawn(opened, again.id)] == [
            (taken_back.id, "別の児童の記録だった")
        ]


# ---- what stands in it


def test_the_contracts_keys_are_there(filled: Office) -> None:
    written = exporting.everything(filled)
    assert (written["format"], written["version"]) == ("caseapp-export", 1)
    assert datetime.fromisoformat(written["exported_at"]).tzinfo is not None
    child = next(c for c in written["children"] if c["number"] == "R3-0112")
    for key in (
        "number",
        "family_name",
        "given_name",
        "family_name_kana",
        "given_name_kana",
        "birth_date",
        "sex",
        "postal_code",
        "address",
        "phone",
        "certificate",
        "medical_care",
        "worker",
        "consultations",
        "assessments",
        "support_plans",
        "follow_ups",
        "liaisons",
        "consents",
        "disclosures",
        "evacuation_plan",
        "program_uses",
        "documents",
    ):
        assert key in child, key
    assert set(child["certificate"]) == {
        *("number", "valid_from", "valid_to", "disease_group", "disease", "severe", "ventilator")
    }
    consultation = child["consultations"][0]
    for key in (
        "id",
        "date",
        "method",
        "topics",
        "consulter",
        "content",
        "response",
        "next_date",
        "worker",
        "created_at",
        "updated_at",
    ):
        assert key in consultation, key
    plan = child["support_plans"][0]
    for key in (
        "id",
        "version",
        "status",
        "period",
        "child_wish",
        "family_wish",
        "overall_goal",
        "goals",
        "consent",
        "created_at",
        "approved_at",
    ):
        assert key in plan, key
    assert set(plan["period"]) == {"from", "to"}
    goal = plan["goals"][0]
    assert {"need", "goal", "supports", "reviews"} <= set(goal)
    assert {"content", "provider", "period"} <= set(goal["supports"][0])
    rated = [r for c in written["children"] for p in c["support_plans"] for g in p["goals"] for r in g["reviews"]]
    assert rated
    assert all(set(review) == {"date", "rating", "comment"} for review in rated)
    assert {"number", "name", "kind", "department", "contact", "phone"} <= set(written["organizations"][0])


def test_one_child_comes_with_its_organizations_and_people_only(filled: Office) -> None:
    whole = exporting.everything(filled)
    written = exporting.everything(filled, child_number="R3-0112")
    (child,) = written["children"]
    assert child == next(c for c in whole["children"] if c["number"] == "R3-0112")
    assert "settings" not in written
    assert 0 < len(written["organizations"]) < len(whole["organizations"])
    named = {item["organization"] for key in ("liaisons", "letters", "disclosures") for item in child[key]} - {""}
    assert {o["number"] for o in written["organizations"]} == named
    entry = next(e for e in audit.entries(filled) if e.action == "export.child")
    assert entry.child_number == "R3-0112"


def test_a_child_that_is_not_there_is_not_found(manager: Office) -> None:
    with pytest.raises(NotFound):
        exporting.everything(manager, child_number="X")


@pytest.mark.slow
def test_everything_is_for_managers_and_one_child_for_workers(tmp_path: Path, filled: Office, now: datetime) -> None:
    accounts.add(filled, name="支援 員", role="worker", passphrase=WORDS + " 二")
    filled.close()
    with office.open_office(
        tmp_path / "vault", user="支援 員", passphrase=WORDS + " 二", clock=clock.stopped(now)
    ) as worker:
        with pytest.raises(NotAllowed):
            exporting.everything(worker)
        assert len(exporting.everything(worker, child_number="R3-0112")["children"]) == 1
        with pytest.raises(NotAllowed):
            importing.import_json(worker, b"{}")


# ---- reading


SMALL: dict[str, Any] = {
    "format": "caseapp-export",
    "version": 1,
    "exported_at": None,
    "organizations": [{"number": "K-1", "name": "みどりヶ丘小学校", "kind": "school"}],
    "children": [
        {
            "number": "1",
            "family_name": "高瀬",
            "given_name": "陽菜乃",
            "birth_date": "2014-08-03",
            "certificate": {
                "number": "1234567",
                "valid_from": "2026-10-01",
                "valid_to": "2027-09-30",
                "disease_group": "4",
                "disease": "単心室症",
                "severe": True,
                "ventilator": False,
            },
            "medical_care": ["oxygen"],
            "worker": "森下 由佳",
            "consultations": [
                {"id": "1", "date": "2026-11-02", "method": "phone", "content": "給食のこと", "topics": ["school"]}
            ],
            "support_plans": [
                {
                    "id": "1",
                    "period": {"from": "2026-04-01", "to": "2027-03-31"},
                    "goals": [{"id": "g", "need": "体力", "goal": "歩く", "supports": [{"content": "訪問"}]}],
                    "reviews": [{"id": "1", "date": "2026-10-01", "ratings": [{"goal_id": "g", "rating": "mostly"}]}],
                },
                {"id": "2", "made_on": "2026-06-01", "version": 2, "previous": "1"},
            ],
            "liaisons": [
                {"id": "1", "organization": "K-1", "date": "2026-11-03", "method": "phone", "subject": "給食"}
            ],
        }
    ],
}


BACKWARDS = {"from": "2027-01-01", "to": "2026-01-01"}
LOST = {"batch": " ", "state": "given", "date": "2026-04-01"}
SIX_OF_FIVE = {"id": "a", "date": "2026-01-01", "areas": [{"area": "illness", "rating": 6}]}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The small file with another value at a path (`children.0.birth_date`); a missing key is made."""
    whole = copy.deepcopy(SMALL)
    *outer, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
    place: Any = whole
    for part in outer:
        place = place[part]
    place[last] = value
    return whole


def test_a_file_with_only_the_contracts_keys_is_enough(manager: Office) -> None:
    outcome = importing.import_json(manager, _bytes(SMALL))
    assert outcome.warnings == ()
    child = register.child_by_number(manager, "1")
    assert [(p.number, p.severe) for p in child.certificates] == [("1234567", True)]
    assert [(d.disease_group, d.name) for d in child.diseases] == [("4", "単心室症")]
    assert [care.item for care in child.medical_care] == ["oxygen"]
    assert child.worker == "森下 由佳"
    (record,) = consultations.of_child(manager, child.id)
    assert (record.facts, record.topics) == ("給食のこと", ("school",))
    written = holds(manager)["children"][0]
    first, second = written["support_plans"]
    assert [(p["number"], p["made_on"]) for p in (first, second)] == [
        ("R8-001", "2026-04-01"),
        ("R8-001", "2026-06-01"),
    ]
    assert second["previous"] == first["id"]
    assert first["goals"][0]["reviews"] == [{"date": "2026-10-01", "rating": "mostly", "comment": ""}]


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("children.0.birth_date", "2014-02-30", "children[0].birth_date"),
        ("children.0.birth_date", "2026-11-21", "children[0].birth_date"),
        ("children.0.birth_date", "2014/08/03", "children[0].birth_date"),
        ("children.0.birth_date", None, "children[0].birth_date"),
        ("children.0.number", 5, "children[0].number"),
        ("children.0.number", " ", "children[0].number"),
        ("children.0.family_name", "", "children[0].family_name"),
        ("children.0.family_name", "\ud842", "children[0].family_name"),
        ("children.0.sex", "dog", "children[0].sex"),
        ("children.0.status", "gone", "children[0].status"),
        ("children.0.medical_care", ["prayer"], "children[0].medical_care[0].item"),
        ("children.0.medical_care", "oxygen", "children[0].medical_care"),
        ("children.0.family", [{"relationship": "mother"}], "children[0].family[0].name"),
        ("children.0.cautions", [{"kind": "x", "rule": "y"}], "children[0].cautions[0].kind"),
        ("children.0.consultations", {}, "children[0].consultations"),
        ("children.0.consultations.0.method", "smoke", "children[0].consultations[0].method"),
        ("children.0.consultations.0.content", "", "children[0].consultations[0].facts"),
        ("children.0.consultations.0.topics", ["weather"], "children[0].consultations[0].topics[0]"),
        ("children.0.consultations.0.minutes", 9999, "children[0].consultations[0].minutes"),
        ("children.0.consultations.0.minutes", True, "children[0].consultations[0].minutes"),
        ("children.0.consultations.0.start", "25:00", "children[0].consultations[0].start"),
        ("children.0.consultations.0.created_at", "yesterday", "children[0].consultations[0].created_at"),
        ("children.0.support_plans.0.period", BACKWARDS, "children[0].support_plans[0].period_to"),
        ("children.0.support_plans.0.status", "nice", "children[0].support_plans[0].status"),
        ("children.0.support_plans.1.previous", "9", "children[0].support_plans[1].previous"),
        ("children.0.liaisons.0.organization", "K-9", "children[0].liaisons[0].organization"),
        ("children.0.assessments", [SIX_OF_FIVE], "children[0].assessments[0].areas[0].rating"),
        ("children.0.handovers", [LOST], "children[0].handovers[0].batch"),
        ("children.0.handovers", [{**LOST, "state": "lost"}], "children[0].handovers[0].state"),
        ("organizations.0.kind", "circus", "organizations[0].kind"),
        ("organizations.0.name", None, "organizations[0].name"),
        ("accounts", [{"name": "x", "role": "king"}], "accounts[0].role"),
        ("children", "x", "children"),
        ("children.0", 7, "children[0]"),
        ("settings", {"name": "", "idle_minutes": 5}, "settings.name"),
    ],
)  # fmt: skip
def test_a_bad_value_is_named_by_its_path_and_nothing_is_taken_in(
    manager: Office, path: str, value: Any, named: str
) -> None:
    before = holds(manager)
    with pytest.raises(BadRows) as bad:
        importing.import_json(manager, json.dumps(changed(path, value)).encode())
    assert named in [finding.column for finding in bad.value.findings]
    assert all(sentence.startswith(tuple("acos")) for sentence in said(bad.value.findings))
    assert holds(manager) == before


def test_all_bad_values_are_named(manager: Office) -> None:
    whole = changed("children.0.birth_date", "x")
    whole["children"][0]["sex"] = "dog"
    whole["organizations"][0]["kind"] = "circus"
    with pytest.raises(BadRows) as bad:
        importing.import_json(manager, _bytes(whole))
    assert [f.column for f in bad.value.findings] == [
        "children[0].birth_date",
        "children[0].sex",
        "organizations[0].kind",
    ]


def test_two_children_with_one_number_are_refused(manager: Office) -> None:
    whole = copy.deepcopy(SMALL)
    whole["children"].append(whole["children"][0])
    with pytest.raises(BadRows) as bad:
        importing.import_json(manager, _bytes(whole))
    assert [f.column for f in bad.value.findings] == ["children[1].number"]


def test_unknown_keys_and_what_this_version_does_not_keep_are_told(manager: Office) -> None:
    whole = changed("children.0.shoe_size", 23)
    whole["children"][0]["evacuation_plan"] = {"shelter": "x"}
    whole["weather"] = "fine"
    outcome = importing.import_json(manager, _bytes(whole))
    assert sorted(f.column for f in outcome.warnings) == [
        "children[0].evacuation_plan",
        "children[0].shoe_size",
        "weather",
    ]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"[]", "format"),
        (b'{"format": "x"}', "format"),
        (b'{"format": "caseapp-export"}', "version"),
        (b'{"format": "caseapp-export", "version": true}', "version"),
        (b'{"format": "caseapp-export", "version": 2}', "newer"),
        (b'{"format": "caseapp-export", "version": 1, "children": [NaN]}', "JSON"),
        (b'{"format": "caseapp-export", "version": 1, "version": 1}', "twice"),
        (b"[" * 100_000, "JSON"),
        ('{"format": "高"}'.encode("cp932"), "JSON"),
    ],
)
def test_a_file_that_is_no_export_is_refused(manager: Office, data: bytes, word: str) -> None:
    with pytest.raises(Unreadable) as refused:
        importing.import_json(manager, data)
    assert word in str(refused.value.problems[0])


def test_a_whole_export_is_only_for_an_empty_store(manager: Office) -> None:
    importing.import_json(manager, _bytes(SMALL))
    before = holds(manager)
    with pytest.raises(Refused):
        importing.import_json(manager, _bytes(changed("children.0.number", "2")))
    assert holds(manager) == before


def test_a_dry_run_takes_nothing_in(manager: Office) -> None:
    before = holds(manager)
    assert importing.import_json(manager, _bytes(SMALL), dry_run=True).new == 7
    assert holds(manager) == before


def test_stopping_in_the_middle_leaves_nothing(manager: Office) -> None:
    sample_file = casefile.to_object(sample.case_file(TODAY))
    before = holds(manager)
    with pytest.raises(Cancelled):
        importing.import_json(manager, _bytes(sample_file), cancelled=lambda: True)
    assert holds(manager) == before


# ---- generated offices

_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
_name = _text.filter(lambda text: bool(text.strip()))
_day = st.dates(date(2007, 1, 1), TODAY)
_perhaps_day = st.none() | _day
_moment = st.datetimes(datetime(2020, 1, 1), datetime(2026, 11, 20)).map(lambda m: m.replace(tzinfo=clock.TOKYO))
_clock_time = st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0))


def _code(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(codes.load(name).codes)


def _tuples(items: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=most).map(tuple)


_wish = st.builds(Wish, text=_text, heard_by=_text, heard_on=_perhaps_day, how=_text, not_heard_reason=_text)


@st.composite
def _plans(draw: st.DrawFn, number: str, n: int) -> tuple[SupportPlan, tuple[Review, ...]]:
    goals = tuple(
        draw(
            st.builds(
                Goal,
                id=st.just(f"g{k}"),
                priority=st.integers(0, 9),
                area=st.just("") | _code("plan_area"),
                need=_text,
                goal=_text,
                achieve_by=_perhaps_day,
                review_every=st.integers(0, 24),
                supports=_tuples(st.builds(Support, content=_text, provider=_text, no_scheme=st.booleans())),
            )
        )
        for k in range(draw(st.integers(0, 2)))
    )
    plan = draw(
        st.builds(
            SupportPlan,
            id=st.just(f"p{n}"),
            child_id=st.just(number),
            number=st.just(f"R8-{number}"),
            version=st.just(n + 1),
            status=_code("plan_status"),
            made_on=_day,
            situation=_tuples(st.tuples(_code("plan_area"), _text)),
            child_wish=_wish,
            guardian_wish=_wish,
            long_term_goal=st.builds(DatedGoal, text=_text, by=_perhaps_day),
            short_term_goals=_tuples(st.builds(DatedGoal, text=_text, by=_perhaps_day)),
            goals=st.just(goals),
            consent=st.builds(
                PlanConsent,
                explained_on=_perhaps_day,
                guardian_name=_text,
                guardian_signature=st.sampled_from(["", "1,2 3,4;5,6"]),
            ),
            area_reasons=_tuples(st.tuples(_code("plan_area"), _text)),
            frozen=st.sampled_from(["", packed({"pages": {}})]),
            author=st.sampled_from(["", "森下 由佳"]),
            approved_by=st.sampled_from(["", "村井 志保"]),
            approved_at=st.none() | _moment,
            previous_id=st.just(f"p{n - 1}" if n else ""),
            created_at=_moment,
        )
    )
    reviews = draw(
        _tuples(
            st.builds(
                Review,
                id=st.uuids().map(str),
                plan_id=st.just(plan.id),
                child_id=st.just(number),
                on=_day,
                ratings=st.just(tuple(GoalRating(goal_id=g.id, rating="mostly", comment="x", state=4) for g in goals)),
                summary=_text,
                recorded_at=_moment,
            ),
            1,
        )
    )
    return plan, reviews


def _one_open(handovers: tuple[Handover, ...]) -> tuple[Handover, ...]:
    """A child is on its way to one successor at a time."""
    unfinished = [each for each in handovers if each.state in OPEN]
    return tuple(each for each in handovers if each.state not in OPEN or each is unfinished[0])


@st.composite
def _cases(draw: st.DrawFn, n: int, others: tuple[str, ...]) -> ChildCase:
    number = f"{n:04}"
    child = draw(
        st.builds(
            Child,
            number=st.just(number),
            family_name=_name,
            given_name=_name,
            family_name_kana=_text,
            birth_date=_day,
            sex=_code("sex"),
            note=_text,
            kana_confirmed_on=_perhaps_day,
            worker=st.sampled_from(["", "森下 由佳", "村井 志保"]),
            family=_tuples(st.builds(FamilyMember, relationship=_code("relationship"), name=_name, phone=_text)),
            certificates=_tuples(
                st.builds(
                    CertificatePeriod, number=_text, valid_from=_perhaps_day, disease_group=_code("disease_group")
                )
            ),
            diseases=_tuples(st.builds(ChildDisease, name=_name, since=st.sampled_from(["", "2019", "2019-05"]))),
            medical_care=_tuples(st.builds(MedicalCare, item=_code("medical_care"), detail=_text)),
            cautions=_tuples(st.builds(Caution, kind=st.sampled_from(["body", "privacy"]), rule=_name)),
            milestones=_tuples(st.builds(Milestone, on=_day, name=_text)),
        )
    )
    of_child = {"child_id": st.just(number), "id": st.uuids().map(str)}
    plans = [draw(_plans(number, k)) for k in range(draw(st.integers(0, 2)))]
    consultations_ = draw(
        _tuples(
            st.builds(
                Consultation,
                **of_child,
                on=_day,
                start=_clock_time,
                minutes=st.none() | st.integers(0, 1440),
                method=_code("method"),
                topics=st.lists(_code("topic"), unique=True, max_size=3).map(tuple),
                words=_text,
                facts=_name,
                also_children=st.lists(st.sampled_from(others), unique=True, max_size=2).map(tuple)
                if others
                else st.just(()),
                worker=st.sampled_from(["", "森下 由佳"]),
                next_on=_perhaps_day,
                recorded_at=_moment,
                updated_at=st.none() | _moment,
            )
        )
    )
    consents = draw(_tuples(st.builds(Consent, **of_child, given_on=_day, given_by=_text, items=_tuples(_text))))
    letters = draw(
        _tuples(
            st.builds(
                InformationLetter,
                **of_child,
                organization_id=st.sampled_from(["", "K-1"]),
                on=_day,
                title=_text,
                items=_tuples(_text),
                consent_id=st.sampled_from(["", *(c.id for c in consents)]),
                sections=_tuples(st.builds(LetterSection, heading=_text, text=_text)),
                recorded_at=_moment,
            )
        )
    )
    return ChildCase(
        child=child,
        consultations=consultations_,
        assessments=draw(
            _tuples(
                st.builds(
                    Assessment,
                    **of_child,
                    on=_day,
                    child_voice=_text,
                    areas=_tuples(st.builds(AreaRating, area=_code("plan_area"), rating=st.none() | st.integers(1, 5))),
                    recorded_at=_moment,
                )
            )
        ),
        handovers=draw(
            _tuples(
                st.builds(
                    Handover,
                    **of_child,
                    batch=st.uuids().map(str),
                    on=_day,
                    state=_code("handover_state"),
                    giver=st.sampled_from(["", "森下 由佳"]),
                    taker=st.sampled_from(["", "村井 志保"]),
                    person=_text,
                    moved=_tuples(st.uuids().map(str)),
                    given_at=_moment,
                    created_at=_moment,
                )
            ).map(_one_open)
        ),
        support_plans=tuple(p for p, _ in plans),
        reviews=tuple(r for _, reviews in plans for r in reviews),
        follow_ups=draw(
            _tuples(
                st.builds(
                    FollowUp,
                    **of_child,
                    text=_name,
                    due_on=_day,
                    due_time=_clock_time,
                    kind=_code("follow_up_kind"),
                    state=_code("follow_up_state"),
                    origin_kind=st.just("consultation" if consultations_ else ""),
                    origin_id=st.just(consultations_[0].id if consultations_ else ""),
                    postponements=_tuples(st.builds(Postponement, due_from=_day, due_to=_day, reason=_text, on=_day)),
                )
            )
        ),
        liaisons=draw(
            _tuples(
                st.builds(
                    Liaison,
                    **of_child,
                    organization_id=st.just("K-1"),
                    on=_day,
                    method=_code("liaison_method"),
                    subject=_name,
                    reply_due_on=_perhaps_day,
                    recorded_at=_moment,
                )
            )
        ),
        consents=consents,
        letters=letters,
        disclosures=draw(
            _tuples(
                st.builds(
                    Disclosure,
                    **of_child,
                    number=st.uuids().map(lambda u: f"D-{u}"[:40]),
                    at=_moment,
                    recipient=_text,
                    letter_id=st.sampled_from(["", *(item.id for item in letters)]),
                )
            )
        ),
    )


@st.composite
def _offices(draw: st.DrawFn) -> CaseFile:
    count = draw(st.integers(1, 3))
    numbers = tuple(f"{n:04}" for n in range(count))
    return CaseFile(
        children=tuple(draw(_cases(n, tuple(o for o in numbers if o != f"{n:04}"))) for n in range(count)),
        organizations=(
            draw(
                st.builds(
                    Organization,
                    number=st.just("K-1"),
                    name=_name,
                    kind=_code("organization_kind"),
                    note=_text,
                    contacts=_tuples(st.builds(ContactPerson, name=_name, phone=_text)),
                )
            ),
        ),
        settings=draw(
            st.builds(
                OfficeSettings,
                name=_name,
                address=_text,
                approval_boxes=_tuples(_text, 6),
                silent_days=st.integers(1, 999),
            )
        ),
    )


@pytest.mark.slow
@settings(
    max_examples=20,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # each example is two vaults: shrinking would take hours
)
@given(case_file=_offices())
def test_any_office_goes_out_and_comes_back_key_for_key(
    tmp_path_factory: pytest.TempPathFactory, case_file: CaseFile
) -> None:
    now = datetime(2026, 11, 20, 10, 12, tzinfo=clock.TOKYO)
    folder = tmp_path_factory.mktemp("offices")
    first = _carried_over(casefile.to_object(case_file), folder / "first", now)
    second = _carried_over(first, folder / "second", now, user="また 別の人")
    assert second == first
    assert [c["number"] for c in first["children"]] == [c.child.number for c in case_file.children]
