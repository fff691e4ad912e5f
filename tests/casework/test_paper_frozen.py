"""A delivered version prints the same pages for ever, but for the line that says who prints it and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from caseapp.casework import disclosures, organizations, papers, plans, register
from caseapp.casework.office import Office
from caseapp.casework.papers import frozen, frozen_pages
from caseapp.documents.read_models import Known
from caseapp.records import disclosure as disclosure_record
from caseapp.records import plan as plan_record
from caseapp.rules.child_facts import Telling
from caseapp.rules.disclosure import Consent
from caseapp.rules.problem import NotFound
from tests.casework.everything_else import change_everything
from tests.casework.test_papers import text_of
from tests.casework.yoshino import AGREED, hina, manager_office, manager_office_again, saved_plan

PARTNER, SCHOOL, LETTER = "support-plan-partner", "若葉市立南小学校", "information-letter"
FAMILY = "support-plan-family"
YEARS_LATER = timedelta(days=5 * 365)


@pytest.fixture
def opened(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with manager_office(tmp_path / "vault", now) as made:
        made.settings = replace(made.settings, self_approval=True)
        yield made


def delivered(office: Office) -> str:
    plan = saved_plan(office)
    plans.approve(office, plan.id)
    plans.deliver(office, plan.id, on=office.today, to="本人と母", how="手渡し", consent=AGREED)
    return plan.id


def build(office: Office, name: str, plan_id: str, **named: Any) -> papers.Paper:
    return papers.build(office, name, child_id=hina(office), record_id=plan_id, **named)


def pages(pdf: bytes) -> list[bytes]:
    """The content stream of each page."""
    found = []
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            page.contents_coalesce()
            found.append(page.Contents.read_bytes())
    return found


@pytest.mark.parametrize("name", list(frozen.FORMS))
@pytest.mark.parametrize("language", frozen_pages.LANGUAGES)
def test_printed_years_later_at_the_same_desk_it_is_the_same_file(opened: Office, name: str, language: str) -> None:
    plan_id = delivered(opened)
    before = build(opened, name, plan_id, language=language)
    change_everything(opened)
    assert build(opened, name, plan_id, language=language).pdf == before.pdf


@pytest.mark.parametrize("language", frozen_pages.LANGUAGES)
@pytest.mark.parametrize("states", [("not_told", "told"), ("told", "not_told")])
def test_who_reads_the_familys_copy_was_decided_on_the_day(
    opened: Office, states: tuple[str, str], language: str
) -> None:
    def told(state: str) -> None:
        child = register.child(opened, hina(opened))
        register.save(opened, replace(child, tellings=(Telling(audience="child", state=state),)))

    told(states[0])
    plan_id = delivered(opened)
    before = build(opened, FAMILY, plan_id, language=language)
    assert ("みんなと行きたい" in text_of(before)) == (states[0] == "told")
    told(states[1])
    assert build(opened, FAMILY, plan_id, language=language).pdf == before.pdf
    for to, words in (("child", True), ("guardians", False)):  # somebody says so
        paper = build(opened, FAMILY, plan_id, language=language, wanted=papers.Wanted(to=to))
        assert ("みんなと行きたい" in text_of(paper)) is words


def test_who_came_of_age_since_has_the_copy_of_a_child(opened: Office) -> None:
    """It was handed over ten days ago and is entered today, on the day of coming of age."""
    child = register.child(opened, hina(opened))
    register.save(opened, replace(child, birth_date=date(2008, 11, 20)))
    plan, then = saved_plan(opened), date(2026, 11, 10)
    agreed = replace(AGREED, explained_on=then, child_agreed_on=then, guardian_agreed_on=then)
    plans.approve(opened, plan.id)
    plans.deliver(opened, plan.id, on=then, to="母", how="手渡し", consent=agreed)
    text = text_of(build(opened, FAMILY, plan.id))
    assert "𠮷野 真由美" in text
    assert "夜中に低血糖が起きないか" in text


def test_a_copy_that_was_kept_without_that_decision_goes_to_the_guardians(opened: Office) -> None:
    plan_id = delivered(opened)
    content = frozen_pages.unpacked(plans.get(opened, plan_id).frozen)
    assert content["pages"]["ja"][FAMILY].pop("child_reads") is True
    older = frozen_pages.packed(content)
    with opened.work("support_plan.save") as work:  # as an older program kept it
        work.row(plan_record.SUBJECT, plan_id).frozen = older
        work.about("support_plan", plan_id)
        work.commit()
    assert plans.get(opened, plan_id).frozen == older
    text = text_of(build(opened, FAMILY, plan_id))
    assert "保護者用" in text
    assert "みんなと行きたい" not in text


def test_the_print_line_alone_is_new(opened: Office, now: datetime) -> None:
    plan_id = delivered(opened)
    before = pages(build(opened, "support-plan", plan_id).pdf)
    folder = opened.folder
    change_everything(opened)
    opened.close()
    with manager_office_again(folder, now + YEARS_LATER) as later:
        after = pages(build(later, "support-plan", plan_id).pdf)
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        ours, theirs = old.split(b"\n"), new.split(b"\n")
        differing = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
        assert len(differing) == 1, differing


def test_a_plan_that_is_not_delivered_follows_the_record(opened: Office) -> None:
    plan = saved_plan(opened)
    before = build(opened, "support-plan", plan.id).pdf
    change_everything(opened)
    assert build(opened, "support-plan", plan.id).pdf != before


def test_later_steps_leave_the_frozen_pages(opened: Office) -> None:
    plan_id = delivered(opened)
    before = build(opened, "support-plan", plan_id).pdf
    plans.activate(opened, plan_id)
    plans.new_version(opened, plan_id)
    plans.close(opened, plan_id, reason="転居")
    assert build(opened, "support-plan", plan_id).pdf == before
    (draft,) = [each for each in plans.of_child(opened, hina(opened)) if each.status == "draft"]
    assert draft.frozen == ""


def test_parts_can_still_be_chosen(opened: Office) -> None:
    plan_id = delivered(opened)
    whole = build(opened, "support-plan", plan_id).pdf
    fewer = build(opened, "support-plan", plan_id, wanted=papers.Wanted(parts=frozenset({"supports"}))).pdf
    assert len(fewer) < len(whole)


def test_what_is_frozen_comes_back_as_it_was(opened: Office) -> None:
    plan_id = delivered(opened)
    kept = plans.get(opened, plan_id).frozen
    page = frozen_pages.thaw(kept, "support-plan", language="ja")
    assert page is not None
    assert page.data.child.name == "𠮷野 陽菜"
    assert page.data.made_on == date(2026, 11, 20)
    assert page.data.supports[0].supports[0].providers == ("南小学校 養護教諭",)
    assert any(isinstance(member.work, str | Known) for member in page.data.family)
    assert page.office.name == "汐見保健所"
    assert len(kept) < 20_000


def test_something_that_is_no_page_cannot_be_frozen() -> None:
    with pytest.raises(TypeError):
        frozen_pages.to_plain({"a": 1})


# ---- the page for an organization


def consented(office: Office, *, items: tuple[str, ...] = ("補食の場所",)) -> Consent:
    given = Consent(
        child_id=hina(office),
        given_on=date(2026, 11, 5),
        given_by="母",
        recipient=SCHOOL,
        items=items,
        valid_to=date(2027, 3, 31),
    )
    made = disclosures.save_consent(office, given).record_id
    return next(each for each in disclosures.consents(office, hina(office)) if each.id == made)


@pytest.mark.parametrize("language", frozen_pages.LANGUAGES)
def test_the_page_for_an_organization_is_that_of_the_day_of_delivery(opened: Office, language: str) -> None:
    consented(opened)
    plan_id = delivered(opened)
    before = build(opened, PARTNER, plan_id, language=language)
    change_everything(opened)
    assert build(opened, PARTNER, plan_id, language=language).pdf == before.pdf


def test_a_consent_that_says_something_else_by_now_is_what_the_page_says(opened: Office) -> None:
    consent = consented(opened, items=("補食の場所", "緊急時の連絡先"))
    plan_id = delivered(opened)
    assert "緊急時の連絡先" in text_of(build(opened, PARTNER, plan_id))
    disclosures.save_consent(opened, replace(consent, items=("補食の場所",)))
    assert "緊急時の連絡先" not in text_of(build(opened, PARTNER, plan_id))


def test_what_was_handed_over_is_printed_so_when_the_consent_has_long_ended(opened: Office, now: datetime) -> None:
    consented(opened)
    plan_id = delivered(opened)
    draft = build(opened, PARTNER, plan_id)
    whole = papers.Wanted(parts=frozenset({"goals", "tasks", "child-words"}))
    given, _changes = papers.hand_over(opened, draft, method="hand", wanted=whole)
    folder = opened.folder
    change_everything(opened)
    opened.close()
    with manager_office_again(folder, now + YEARS_LATER) as later:
        again = build(later, PARTNER, plan_id)
        (entry,) = disclosures.disclosures(later, hina(later))
        assert again.pdf == given.pdf
        assert again.sha256 == entry.document_hash
        assert not again.draft
        assert any("同意" in question for question in again.questions)
        with pytest.raises(papers.NothingToPrint):  # nothing new goes out without a consent
            build(later, PARTNER, plan_id, wanted=papers.Wanted(recipient=SCHOOL))
        with pytest.raises(NotFound):
            build(later, PARTNER, plan_id, wanted=papers.Wanted(given="R1-1"))


def test_a_plan_that_was_sent_back_is_given_anew(opened: Office) -> None:
    consented(opened)
    plan = saved_plan(opened)
    plans.approve(opened, plan.id)
    given, _changes = papers.hand_over(opened, build(opened, PARTNER, plan.id), method="hand")
    assert build(opened, PARTNER, plan.id).pdf == given.pdf
    plans.send_back(opened, plan.id, reason="頻度を書く")
    assert build(opened, PARTNER, plan.id).draft
    assert papers.handed_over(opened, hina(opened), plan_id=plan.id) == ()


def test_delivery_keeps_what_was_handed_over_before(opened: Office) -> None:
    consented(opened)
    plan = saved_plan(opened)
    plans.approve(opened, plan.id)
    given, _changes = papers.hand_over(opened, build(opened, PARTNER, plan.id), method="hand")
    plans.deliver(opened, plan.id, on=opened.today, to="母", how="手渡し", consent=AGREED)
    assert build(opened, PARTNER, plan.id).pdf == given.pdf


def test_the_familys_copy_is_of_the_plan_in_force_and_not_of_the_draft_after_it(opened: Office) -> None:
    plan_id = delivered(opened)
    plans.activate(opened, plan_id)
    draft = plans.get(opened, plans.new_version(opened, plan_id).record_id)
    plans.save(opened, replace(draft, long_term_goal=replace(draft.long_term_goal, text="まだ決めていない目標")))
    in_force = papers.build(opened, "support-plan-family", child_id=hina(opened))
    assert (in_force.record_id, in_force.draft) == (plan_id, False)
    assert "まだ決めていない目標" not in text_of(in_force)
    drafted = build(opened, "support-plan-family", draft.id)  # it is open on the screen
    assert drafted.draft
    assert "まだ決めていない目標" in text_of(drafted)
    assert papers.build(opened, "support-plan", child_id=hina(opened)).draft
    newest = papers.Wanted(newest=True)  # the command line
    assert papers.build(opened, "support-plan-family", child_id=hina(opened), wanted=newest).draft


# ---- the letter, and what has no copy


def issued(office: Office) -> str:
    consent = consented(office)
    letter = disclosures.new_letter(office, hina(office), organization_id=organizations.list_all(office)[0].id)
    letter = replace(letter, consent_id=consent.id, basis="同意書", purpose="補食", items=("補食の場所",))
    letter = replace(letter, withheld=("検査値",), readers="校長", storage="書庫")
    letter_id = disclosures.save_letter(office, letter).record_id
    papers.issue(office, letter_id, method="hand")
    return letter_id


@pytest.mark.parametrize("language", frozen_pages.LANGUAGES)
def test_a_letter_that_was_handed_over_stays_the_same_file(opened: Office, now: datetime, language: str) -> None:
    letter_id = issued(opened)
    before = build(opened, LETTER, letter_id, language=language)
    (entry,) = disclosures.disclosures(opened, hina(opened))
    assert (before.sha256 == entry.document_hash) == (language == "ja")
    folder = opened.folder
    change_everything(opened)
    opened.close()
    with manager_office_again(folder, now + YEARS_LATER) as later:
        again = build(later, LETTER, letter_id, language=language)
        assert again.pdf == before.pdf
        assert again.notice == ""


def test_what_was_handed_over_without_a_copy_says_so_on_every_page(opened: Office) -> None:
    plan_id, letter_id = delivered(opened), issued(opened)
    with opened.work("support_plan.save") as work:  # as read in from elsewhere
        work.row(plan_record.SUBJECT, plan_id).frozen = ""
        work.row(disclosure_record.LETTER_SUBJECT, letter_id).frozen = ""
        work.about("support_plan", plan_id)
        work.commit()
    proven = build(opened, LETTER, letter_id)  # nothing has changed: its 提供記録 holds the hash of these bytes
    (entry,) = disclosures.disclosures(opened, hina(opened))
    assert (proven.notice, proven.sha256) == ("", entry.document_hash)
    change_everything(opened)
    for name, record_id in ((LETTER, letter_id), *((form, plan_id) for form in frozen.FORMS)):
        paper = build(opened, name, record_id)
        assert paper.notice == "渡したときの写しがありません。いまの台帳の内容で印刷しています。"
        with pikepdf.open(BytesIO(paper.pdf)) as document:
            count = len(document.pages)
        assert text_of(paper).count(paper.notice) == count, name


def test_what_was_not_handed_over_yet_says_nothing_of_a_copy(opened: Office) -> None:
    plan = saved_plan(opened)
    assert [build(opened, name, plan.id).notice for name in frozen.FORMS] == ["", ""]
    papers_blank = papers.build(opened, "support-plan", child_id=hina(opened), blank=True)
    assert papers_blank.notice == ""
