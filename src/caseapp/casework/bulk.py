"""An office of any size, made up for measurements: rows written in bulk, with search index and history, in one go.

Not through the use cases: a hundred thousand of them would take hours. What is written is what they would have written
(a test compares). Everything follows from the numbers, so that two runs give the same office.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from caseapp.casework.bulk_words import Sentences
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import document_of
from caseapp.records import child as children
from caseapp.records import consultation as consultations
from caseapp.records import follow_up as follow_ups
from caseapp.records import search_index
from caseapp.records.child import ChildRow, search_keys
from caseapp.records.consultation import ConsultationRow, ConsultationTopicRow
from caseapp.records.follow_up import FollowUpRow
from caseapp.records.history import HistoryRow
from caseapp.records.shape import Shape
from caseapp.rules.account import MANAGER
from caseapp.rules.age import last_day
from caseapp.rules.changes import Changes
from caseapp.rules.child import Caution, CertificatePeriod, Child, ChildDisease, MedicalCare
from caseapp.rules.consultation import Consultation
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.identity import new_id
from caseapp.rules.kana_order import name_key

_PORTION = 2000
_FAMILIES = [
    "佐藤サトウ",
    "鈴木スズキ",
    "高橋タカハシ",
    "田中タナカ",
    "伊藤イトウ",
    "渡辺ワタナベ",
    "山本ヤマモト",
    "中村ナカムラ",
    "小林コバヤシ",
    "加藤カトウ",
    "吉田ヨシダ",
    "山田ヤマダ",
    "佐々木ササキ",
    "山口ヤマグチ",
    "松本マツモト",
    "井上イノウエ",
    "木村キムラ",
    "林ハヤシ",
    "斎藤サイトウ",
    "清水シミズ",
    "山崎ヤマザキ",
    "森モリ",
    "池田イケダ",
    "橋本ハシモト",
    "阿部アベ",
    "石川イシカワ",
    "山下ヤマシタ",
    "中島ナカジマ",
    "石井イシイ",
    "小川オガワ",
    "前田マエダ",
    "岡田オカダ",
    "長谷川ハセガワ",
    "藤田フジタ",
    "後藤ゴトウ",
    "近藤コンドウ",
    "村上ムラカミ",
    "遠藤エンドウ",
    "青木アオキ",
    "坂本サカモト",
]
_GIVEN = [
    "陽菜ヒナ",
    "結衣ユイ",
    "葵アオイ",
    "凛リン",
    "芽依メイ",
    "紬ツムギ",
    "莉子リコ",
    "澪ミオ",
    "結菜ユイナ",
    "咲良サクラ",
    "杏アン",
    "美月ミツキ",
    "心春コハル",
    "一花イチカ",
    "蓮レン",
    "湊ミナト",
    "陽翔ハルト",
    "蒼アオ",
    "樹イツキ",
    "悠真ユウマ",
    "朝陽アサヒ",
    "律リツ",
    "颯太ソウタ",
    "新アラタ",
    "大和ヤマト",
    "暖ダン",
    "奏カナデ",
    "匠タクミ",
]
_DISEASES = (
    ("7", "1型糖尿病"),
    ("4", "ファロー四徴症"),
    ("4", "単心室症"),
    ("2", "ネフローゼ症候群"),
    ("1", "急性リンパ性白血病"),
    ("11", "ウエスト症候群"),
    ("12", "胆道閉鎖症"),
    ("12", "クローン病"),
    ("3", "気管支喘息"),
    ("5", "成長ホルモン分泌不全性低身長症"),
    ("9", "血友病A"),
    ("11", "脊髄性筋萎縮症"),
)
_CARE = ("oxygen", "tube_feeding", "suction", "ventilator", "injection")
_NEXT = (
    "学校に確かめる",
    "主治医に聞く",
    "母に電話する",
    "更新の書類を渡す",
    "支援会議の日を決める",
    "家庭訪問をする",
)
_METHODS = ("phone", "counter", "visit", "email", "online_meeting", "letter_fax")
_CONSULTERS = ("mother", "child", "father", "school", "medical", "municipality")


@dataclass
class _Maker:
    """Makes the records of one office from a seeded source of chance."""

    office: Office
    chance: random.Random
    today: date
    count: Iterator[int] = field(default_factory=itertools.count)

    @cached_property
    def sentences(self) -> Sentences:
        """What is said."""
        return Sentences(self.chance)

    def new_id(self) -> str:
        """Ids that grow with the moment of their making, as they do in life."""
        moment = self.office.now - timedelta(days=1) + timedelta(milliseconds=next(self.count))
        return new_id(moment, self.chance.randbytes)

    def child(self, number: int) -> Child:
        """The child number `number`: a name, born in the last 20 years, a disease, perhaps care and a caution."""
        family, family_kana = _split(_FAMILIES[number % len(_FAMILIES)])
        given, given_kana = _split(_GIVEN[(number // len(_FAMILIES) + number) % len(_GIVEN)])
        birth = self.today - timedelta(days=self.chance.randrange(30, 7200))
        group, disease = self.chance.choice(_DISEASES)
        starts = self.today - timedelta(days=self.chance.randrange(1, 365))
        ends = min(starts + timedelta(days=364), last_day(birth))
        cared = self.chance.random() < 0.3
        return Child(
            id=self.new_id(),
            revision=1,
            number=f"M{number:05}",
            family_name=family,
            given_name=given,
            family_name_kana=family_kana,
            given_name_kana=given_kana,
            birth_date=birth,
            sex=self.chance.choice(("female", "male")),
            phone=f"0900000{number % 10000:04}",
            worker_id=self.office.account.id,
            registered_on=max(birth, self.today - timedelta(days=self.chance.randrange(30, 2000))),
            certificates=(self._period(number, starts, ends, group, disease),),
            diseases=(ChildDisease(id=self.new_id(), disease_group=group, name=disease),),
            medical_care=(MedicalCare(id=self.new_id(), item=self.chance.choice(_CARE)),) if cared else (),
            cautions=self._cautions(number),
        )

    def _period(self, number: int, starts: date, ends: date, group: str, disease: str) -> CertificatePeriod:
        return CertificatePeriod(
            id=self.new_id(),
            number=f"{1000000 + number}",
            valid_from=starts,
            valid_to=max(starts, ends),
            disease_group=group,
            disease=disease,
        )

    def _cautions(self, number: int) -> tuple[Caution, ...]:
        if number % 20:
            return ()
        return (Caution(id=self.new_id(), kind="body", rule="頭を打ったらすぐ受診"),)

    def days(self, count: int) -> list[date]:
        """So many days of the last five years, the later ones the more often, in order."""
        ago = (int(1800 * self.chance.random() ** 1.5) for _ in range(count))
        return sorted(self.today - timedelta(days=days) for days in ago)

    def consultation(self, child: Child, on: date) -> Consultation:
        """One consultation about the child."""
        said = self.sentences
        written = self.office.now
        return Consultation(
            id=self.new_id(),
            revision=1,
            child_id=child.id,
            on=max(child.birth_date, on),
            minutes=self.chance.choice((10, 15, 20, 30, 45, 60)),
            method=self.chance.choice(_METHODS),
            consulter=self.chance.choice(_CONSULTERS),
            topics=("medical",),
            words=said.one(),
            facts=said.several(3),
            response=said.one(),
            none_reason="様子を見る",
            worker_id=self.office.account.id,
            recorded_at=written,
            updated_at=written,
        )

    def follow_up(self, consultation: Consultation) -> FollowUp:
        """What came next after a consultation; most of it is done."""
        due = consultation.on + timedelta(days=self.chance.randrange(3, 60))
        still_open = (self.today - due).days < 10
        return FollowUp(
            id=self.new_id(),
            revision=1,
            child_id=consultation.child_id,
            text=self.chance.choice(_NEXT),
            due_on=due,
            kind="phone",
            worker_id=self.office.account.id,
            state="open" if still_open else "done",
            closed_on=None if still_open else due,
            origin_kind="consultation",
            origin_id=consultation.id,
        )


def multiply(office: Office, children: int = 6000, consultations: int = 100_000, *, busiest: int = 0) -> Changes:
    """Make up so many children and consultations (and a next action for every fifth), with the search index.

    The first child has `busiest` of the consultations, the rest fall on all by chance. For measurements, and only for
    managers. 6,000 and 100,000 take about a minute, 10,000 and 1,000,000 about ten.
    """
    maker = _Maker(office, random.Random(20261120), office.today)  # noqa: S311 - the same office every time
    with office.work("sample.multiplied", need=MANAGER) as work:
        made = [maker.child(number + 1) for number in range(children)]
        for part in _portions(made):
            _write_children(work.session, office, part)
        every = max(1, consultations // busiest) if busiest else 0
        for days in _portions(list(enumerate(maker.days(consultations)))):
            talks = [
                maker.consultation(made[0 if every and n % every == 0 else maker.chance.randrange(children)], on)
                for n, on in days
            ]
            _write_consultations(work.session, office, talks)
            _write_follow_ups(work.session, office, [maker.follow_up(talk) for talk in talks[::5]])
        work.touch("child", "consultation", "follow_up")
        work.about("sample", "")
        work.note(children=children, consultations=consultations)
        return work.commit()


def _split(name: str) -> tuple[str, str]:
    """A name written with its reading behind it: 佐藤サトウ."""
    reading = next(place for place, letter in enumerate(name) if "ァ" <= letter <= "ヺ")
    return name[:reading], name[reading:]


def _portions(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for begin in range(0, len(values), _PORTION):
        yield values[begin : begin + _PORTION]


def _write_children(session: Session, office: Office, made: Sequence[Child]) -> None:
    derived = [(name_key(child.family_name_kana, child.given_name_kana), search_keys(child)) for child in made]
    rows = [
        {**_values(children.SHAPE, child), "sort_key": sort_key, "search_keys": keys}
        for child, (sort_key, keys) in zip(made, derived, strict=True)
    ]
    _insert(session, ChildRow, rows)
    for name, shape in children.SHAPE.parts.items():
        parts = [
            {**_values(shape, part), "child_id": child.id, "position": place}
            for child in made
            for place, part in enumerate(getattr(child, name))
        ]
        _insert(session, shape.row, parts)
    _index(session, office, children.SUBJECT, made)


def _write_consultations(session: Session, office: Office, made: Sequence[Consultation]) -> None:
    kept = {"withdrawn": False, "withdrawn_reason": ""}
    _insert(session, ConsultationRow, [{**_values(consultations.SHAPE, value), **kept} for value in made])
    topics = [
        {"consultation_id": consultation.id, "position": place, "topic": topic}
        for consultation in made
        for place, topic in enumerate(consultation.topics)
    ]
    _insert(session, ConsultationTopicRow, topics)
    _index(session, office, consultations.SUBJECT, made)


def _write_follow_ups(session: Session, office: Office, made: Sequence[FollowUp]) -> None:
    _insert(session, FollowUpRow, [_values(follow_ups.SHAPE, follow_up) for follow_up in made])
    _index(session, office, follow_ups.SUBJECT, made)


def _values(shape: Shape[Any, Any], value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in shape.columns}


def _insert(session: Session, kind: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(kind.__table__.insert(), rows)


def _index(session: Session, office: Office, subject: Any, made: Sequence[Any]) -> None:
    search_index.put(session.connection(), [document_of(subject, value) for value in made])
    entries = [
        {
            "at": office.now,
            "account_id": office.account.id,
            "kind": subject.kind,
            "record_id": value.id,
            "child_id": subject.child_id(value),
            "field": "",
            "part_id": "",
            "before": "",
            "after": "",
        }
        for value in made
    ]
    _insert(session, HistoryRow, entries)
