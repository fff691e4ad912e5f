"""The search: children by any of their names and numbers, records by a word inside a sentence, best first."""

from __future__ import annotations

import errno
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from caseapp.casework import consultations, office, organizations, register, search, search_renewal
from caseapp.casework.office import Office
from caseapp.records import search_index
from caseapp.records.setting import SettingRow
from caseapp.rules.child import Child
from caseapp.rules.child_facts import FormerName
from caseapp.rules.clock import stopped
from caseapp.rules.organization import Organization
from caseapp.vault.trouble import DiskFull
from tests.casework.people import MANAGER, WORDS, a_child, counted, everything, on_the_driver, saved_child, saved_talk


@pytest.fixture
def child(opened: Office) -> Child:
    return saved_child(opened, alias="チャウ", romaji="Takase Hinano")


def found(opened: Office, text: str, **given: object) -> list[tuple[str, str]]:
    return [(hit.kind, hit.text) for hit in search.find(opened, text, **given).hits]  # type: ignore[arg-type]  # any option


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("髙瀬", "髙瀬 陽菜乃"),
        ("高瀬", "髙瀬 陽菜乃"),
        ("高", "髙瀬 陽菜乃"),
        ("瀬", "髙瀬 陽菜乃"),
        ("高瀬 陽菜乃", "髙瀬 陽菜乃"),
        ("高瀬　陽菜乃", "髙瀬 陽菜乃"),
        ("陽菜", "髙瀬 陽菜乃"),
        ("たか", "タカセ ヒナノ"),
        ("タカセ", "タカセ ヒナノ"),
        ("ﾀｶｾ", "タカセ ヒナノ"),
        ("ひな", "タカセ ヒナノ"),
        ("せひ", "タカセ ヒナノ"),
        ("三枝", "三枝 陽菜乃"),
        ("ちゃう", "チャウ"),
        ("takase", "Takase Hinano"),
        ("ＴＡＫＡＳＥ", "Takase Hinano"),
        ("hinano", "Takase Hinano"),
        ("0001", "0001"),
        ("０００１", "0001"),
        ("090-0000-1234", "090-0000-1234"),
        ("09000001234", "090-0000-1234"),
        ("090 0000 1234", "090-0000-1234"),
        ("０９０（００００）１２３４", "090-0000-1234"),
        ("1234", "090-0000-1234"),
        ("5678", "090-0000-5678"),
        ("20140803", "平成26年8月3日"),
        ("H26.8.3", "平成26年8月3日"),
        ("平成26年8月3日", "平成26年8月3日"),
        ("2014/8/3", "平成26年8月3日"),
        ("260803", "平成26年8月3日"),
        ("平成26年8月", "平成26年8月3日"),
        ("8月3日", "平成26年8月3日"),
        ("0803", "平成26年8月3日"),
        ("1234567", "1234567"),
        ("123-4567", "1234567"),
        ("takas", "Takase Hinano"),
    ],
)  # fmt: skip
def test_a_child_is_found_by(opened: Office, child: Child, query: str, shown: str) -> None:
    answer = search.find(opened, query)
    assert [(hit.kind, hit.record_id, hit.name) for hit in answer.hits] == [("child", child.id, "髙瀬 陽菜乃")]
    assert answer.hits[0].text == shown
    assert not answer.forgiving
    assert answer.hits[0].age_grade == "12歳・小6"


@pytest.mark.parametrize(
    ("query", "sentence", "marked"),
    [
        ("給食", "給食の塩分を担任が気にしている。", ["給食"]),
        ("塩分 給食", "給食の塩分を担任が気にしている。", ["給食", "塩分"]),
        ("鹽分", "給食の塩分を担任が気にしている。", ["塩分"]),
        ("泊まらせて", "「みんなと同じ部屋に泊まらせてやりたい」", ["泊まらせて"]),
        ("トマラセ", None, []),
        ("担任が", "給食の塩分を担任が気にしている。", ["担任が"]),
        ("「部屋」", None, []),
        ("学校に確かめる", "学校に確かめる。", ["学校に確かめる"]),
    ],
)
def test_a_record_is_found_by_a_word_inside(
    opened: Office, child: Child, query: str, sentence: str | None, marked: list[str]
) -> None:
    talk = saved_talk(opened, child.id)
    hits = search.find(opened, query).hits
    if sentence is None:
        assert not [hit for hit in hits if hit.kind == "consultation"]
        return
    (hit,) = hits
    assert (hit.kind, hit.record_id, hit.child_id, hit.child_number) == ("consultation", talk.id, child.id, "0001")
    assert hit.text.rstrip("。") == sentence.rstrip("。")
    assert [hit.text[start:end] for start, end in hit.spans] == marked
    assert (hit.on, hit.method, hit.name) == (talk.on, "phone", "髙瀬 陽菜乃")


@pytest.mark.parametrize(
    "query",
    [
        *(
            "",
            "   ",
            '"',
            "*",
            "a*",
            "NEAR(",
            "body:x",
            "給食 OR",
            "-",
            "（）",
            "%",
            "_",
            "'",
            "\x00",
            "。",
            "AND",
            "()",
        ),
        *("^", "c" + "0" * 32, "あ" * 1000),
    ],
)
def test_no_typed_sign_is_taken_as_a_command(opened: Office, child: Child, query: str) -> None:
    saved_talk(opened, child.id)
    assert found(opened, query) == []


@pytest.mark.parametrize(
    ("query", "text"),
    [("三枝", "三枝 陽菜乃"), ("さえぐさ", "サエグサ ヒナノ"), ("吉岡", "𠮷岡"), ("ヨシオカ", "ヨシオカ")],
)
def test_a_name_of_earlier_is_told_as_such(opened: Office, query: str, text: str) -> None:
    before = (
        FormerName(family_name="三枝", given_name="陽菜乃", family_name_kana="サエグサ", given_name_kana="ヒナノ"),
        FormerName(family_name="𠮷岡", family_name_kana="ヨシオカ"),
    )
    saved_child(opened, former_name="", former_names=before)
    (hit,) = search.find(opened, query).hits
    assert (hit.what, hit.text) == ("former_name", text)
    assert hit.spans


def test_names_come_before_text_and_the_best_name_first(opened: Office) -> None:
    saved_child(opened, "1", family_name="林", given_name="葵", family_name_kana="ハヤシ", former_name="")
    saved_child(opened, "2", family_name="小林", given_name="凛", family_name_kana="コバヤシ", former_name="")
    long = saved_child(opened, "3", family_name="林田", given_name="樹", family_name_kana="ハヤシダ", former_name="")
    exact = saved_child(opened, "4", family_name="林", given_name="健太郎", family_name_kana="リン", former_name="")
    saved_talk(opened, long.id, facts="林間学校の話")
    hits = search.find(opened, "林").hits
    assert [hit.child_number for hit in hits] == ["1", "4", "3", "2"]
    assert hits[1].record_id == exact.id
    hits = search.find(opened, "はやし").hits
    assert [hit.child_number for hit in hits[:2]] == ["1", "3"]


def test_text_is_newest_first_whenever_it_was_written(opened: Office, child: Child) -> None:
    days = [date(2026, 11, 2), date(2026, 3, 1), date(2026, 11, 17), date(2025, 12, 24)]
    for day in days:
        saved_talk(opened, child.id, on=day, facts=f"酸素の話 {day}")
    assert [hit.on for hit in search.find(opened, "酸素の話").hits] == sorted(days, reverse=True)
    assert [hit.on for hit in search.find(opened, "酸素の話", limit=2).hits] == sorted(days, reverse=True)[:2]
    assert search.find(opened, "酸素の話", limit=2).more
    assert not search.find(opened, "酸素の話", limit=4).more


def test_only_about_one_child(opened: Office, child: Child) -> None:
    other = saved_child(opened, "0002", family_name="倉田", family_name_kana="クラタ", former_name="", phone="")
    saved_talk(opened, child.id, facts="宿泊の話")
    mine = saved_talk(opened, other.id, facts="宿泊の下見")
    both = saved_talk(opened, child.id, on=date(2026, 11, 9), facts="宿泊を二人で", also_children=(other.id,))
    hits = search.find(opened, "宿泊", child_id=other.id).hits
    assert [hit.record_id for hit in hits] == [both.id, mine.id]


def test_a_childs_name_and_a_word(opened: Office, child: Child) -> None:
    other = saved_child(opened, "0002", family_name="倉田", family_name_kana="クラタ")
    talk = saved_talk(opened, child.id)
    saved_talk(opened, other.id)
    for query in ("高瀬 給食", "たかせ 給食", "髙瀬 陽菜乃 塩分 給食"):
        assert [hit.record_id for hit in search.find(opened, query).hits] == [talk.id]


def test_the_records_of_the_named_child_come_before_those_that_mention_the_name(opened: Office, child: Child) -> None:
    """Somebody else's record with both words does not hide the child's own, and each shows what was found in it."""
    other = saved_child(opened, "0002", family_name="倉田", family_name_kana="クラタ", former_name="")
    older = saved_talk(opened, child.id, on=date(2026, 9, 1))
    mention = saved_talk(opened, other.id, facts="高瀬さんと同じ班。給食は当番。")
    hits = search.find(opened, "高瀬 給食").hits
    assert [hit.record_id for hit in hits] == [older.id, mention.id]
    assert [[hit.text[start:end] for start, end in hit.spans] for hit in hits] == [["給食"], ["高瀬"]]
    paged = [hit.record_id for start in (0, 1) for hit in search.find(opened, "高瀬 給食", limit=1, start=start).hits]
    assert paged == [older.id, mention.id]


def test_a_name_that_many_have_leaves_no_child_out(opened: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more children than are asked for by name at once, the newest records of all are looked through; what lies
    behind these is still asked of the first few."""
    monkeypatch.setattr(search, "_FEW", 1)
    children = [saved_child(opened, str(n), family_name="佐藤", family_name_kana="サトウ") for n in range(3)]
    talks = [saved_talk(opened, child.id, on=date(2026, 9, n + 1)) for n, child in enumerate(children)]
    assert [hit.record_id for hit in search.find(opened, "佐藤 給食").hits] == [talk.id for talk in reversed(talks)]
    monkeypatch.setattr(search, "_NEWEST", (1,))
    few = search.find(opened, "佐藤", limit=1).hits[0].record_id
    expected = [talk.id for talk in reversed(talks) if talk is talks[-1] or talk.child_id == few]
    assert [hit.record_id for hit in search.find(opened, "佐藤 給食").hits] == expected


def test_nothing_is_asked_for_that_would_stand_behind_the_page(opened: Office, child: Child) -> None:
    """Where the child who is named fills the page, the other records with these words are not looked for."""
    for day in (1, 2, 3):
        saved_talk(opened, child.id, on=date(2026, 9, day))
    with on_the_driver(opened) as seen:
        assert search.find(opened, "高瀬 給食", limit=2).more
    assert sum("MATCH" in statement for statement in seen) == 1


def test_a_name_heard_wrongly_and_a_word(opened: Office, child: Child) -> None:
    talk = saved_talk(opened, child.id)
    answer = search.find(opened, "たがせ 給食")
    assert answer.forgiving
    assert [(hit.record_id, hit.text) for hit in answer.hits] == [(talk.id, "給食の塩分を担任が気にしている")]


def test_the_sentence_shown_is_the_one_in_which_the_words_stand_together(opened: Office, child: Child) -> None:
    saved_talk(opened, child.id, facts="酸素は足りている。プールは見学。酸素を持ってプールに行きたい。")
    (hit,) = [hit for hit in search.find(opened, "酸素 プール").hits if hit.kind == "consultation"]
    assert hit.text == "酸素を持ってプールに行きたい"
    assert [hit.text[start:end] for start, end in hit.spans] == ["酸素", "プール"]


@pytest.mark.parametrize("query", ["タガセ", "たかぜ", "ひなのお", "だかぜ ひなの", "サエグサヒナノ"])
def test_what_was_heard_on_the_telephone_is_forgiven_when_nothing_matches(
    opened: Office, child: Child, query: str
) -> None:
    answer = search.find(opened, query)
    if query == "サエグサヒナノ":
        assert answer.hits == ()
        return
    assert answer.forgiving
    assert [hit.record_id for hit in answer.hits] == [child.id]


def test_small_kana_and_dakuten_are_forgiven_in_text(opened: Office, child: Child) -> None:
    saved_talk(opened, child.id, facts="きょうはがっこうを休んだ。")
    answer = search.find(opened, "かつこう")
    assert answer.forgiving
    (hit,) = answer.hits
    assert [hit.text[start:end] for start, end in hit.spans] == ["がっこう"]
    assert not search.find(opened, "がっこう").forgiving


def test_warming_up_asks_and_writes_nothing(opened: Office, child: Child) -> None:
    before = everything(opened)
    with on_the_driver(opened) as seen:
        search.warm_up(opened)
    assert any("MATCH" in statement for statement in seen)
    assert [statement for statement in seen if not statement.lstrip().startswith("SELECT")] == []
    assert everything(opened) == before


def test_a_trouble_of_the_disk_is_named_while_one_searches(opened: Office) -> None:
    with pytest.raises(DiskFull), opened.looking("search.find"):
        raise OSError(errno.ENOSPC, "full")
    with opened.looking("search.find"), pytest.raises(RuntimeError):
        search.find(opened, "高瀬")


def test_the_index_follows_every_change(opened: Office, child: Child) -> None:
    talk = saved_talk(opened, child.id)
    consultations.record(opened, replace(talk, facts="弁当に変えた。"), next_step=None)
    assert not search.find(opened, "給食").hits
    assert search.find(opened, "弁当").hits
    register.save(opened, replace(child, family_name="倉田", family_name_kana="クラタ", former_name="", romaji=""))
    assert not [hit for hit in search.find(opened, "高瀬").hits if hit.kind == "child" and "髙瀬 陽" in hit.name]
    assert search.find(opened, "倉田").hits[0].record_id == child.id
    assert search.find(opened, "弁当").hits[0].name == "倉田 陽菜乃"


def test_changing_back_and_forth_leaves_no_rubbish(opened: Office, child: Child) -> None:
    sizes = []
    for _ in range(3):
        now = register.child(opened, child.id)
        register.save(opened, replace(now, family_name="倉田"))
        register.save(opened, replace(register.child(opened, child.id), family_name="髙瀬"))
        sizes.append([counted(opened, table) for table in ("search_entry", "search_name", "search_text_docsize")])
    assert sizes[0] == sizes[1] == sizes[2]


def test_facts_of_a_child_are_found(opened: Office, child: Child) -> None:
    for query in ("フォンタン", "在宅酸素", "酸素療法", "ワルファリン", "みどりヶ丘", "美咲"):
        assert [hit.record_id for hit in search.find(opened, query).hits if hit.kind == "child"] == [child.id] or (
            query == "在宅酸素"
        )


def test_an_organization_by_name_and_number(opened: Office, child: Child) -> None:
    made = organizations.save(opened, Organization(number="K01", name="県こども医療センター", kind="hospital"))
    for query in ("こども医療", "K01", "医療センター"):
        (hit,) = search.find(opened, query).hits
        assert (hit.kind, hit.record_id, hit.name, hit.child_number) == (
            "organization",
            made.record_id,
            "県こども医療センター",
            "K01",
        )


def test_pieces_that_only_meet_by_chance_are_no_hit(opened: Office, child: Child) -> None:
    saved_talk(opened, child.id, words="たか", facts="かせ", response="x")
    assert [hit for hit in search.find(opened, "たかせ").hits if hit.kind == "consultation"] == []


def test_a_hundred_names_are_found_in_ranked_order(opened: Office) -> None:
    for number in range(30):
        register.save(opened, a_child(f"{number}", family_name=f"田{number}", family_name_kana="タ", former_name=""))
    answer = search.find(opened, "田", limit=20)
    assert len(answer.hits) == 20
    assert answer.more
    assert search_index.LOOSE not in {hit.kind for hit in answer.hits}


def test_an_index_of_another_form_is_made_anew_when_the_office_is_opened(
    folder: Path, opened: Office, child: Child, now: datetime
) -> None:
    talk = saved_talk(opened, child.id)
    taken_back = saved_talk(opened, child.id, facts="取り消した話")
    consultations.withdraw(opened, taken_back.id, reason="別の子")
    with opened.work("test") as work:
        search_index.clear(work.session.connection())
        work.session.merge(SettingRow(key=search_renewal.KEY, value='"1.0"'))
        work.touch("draft")
        work.commit_quietly()
    assert not search.find(opened, "給食").hits
    assert not search.find(opened, "高瀬").hits
    opened.close()
    with office.open_office(folder, user=MANAGER, passphrase=WORDS, clock=stopped(now)) as again:
        assert [hit.record_id for hit in search.find(again, "給食").hits] == [talk.id]
        assert [hit.record_id for hit in search.find(again, "高瀬").hits if hit.kind == "child"] == [child.id]
        assert not search.find(again, "取り消した話").hits
        assert not search_renewal.renew_if_needed(again.vault.engine)
