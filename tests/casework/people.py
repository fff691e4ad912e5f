"""Invented people and records for the tests of casework, and ways to look at the store from outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from caseapp.casework import consultations, office, register
from caseapp.casework.office import Office
from caseapp.rules.child import Caution, CertificatePeriod, Child, ChildDisease, FamilyMember, MedicalCare, Milestone
from caseapp.rules.clock import stopped
from caseapp.rules.consultation import Consultation
from caseapp.rules.follow_up import NextStep

MANAGER, WORKER, VIEWER = "村井 志保", "森下 由佳", "浜田 圭"
WORDS = "みどりの ながぐつ あるく 三日月"
TODAY = date(2026, 11, 20)
NEXT = NextStep(text="修学旅行の酸素の手配を学校に確かめる", due_on=date(2026, 11, 27), kind="school")
NONE = NextStep(none_reason="本人から連絡がある")


def a_child(number: str = "0001", **fields: Any) -> Child:
    """髙瀬 陽菜乃, twelve years old, with all parts of a record."""
    given: dict[str, Any] = {
        "number": number,
        "family_name": "髙瀬",
        "given_name": "陽菜乃",
        "family_name_kana": "タカセ",
        "given_name_kana": "ヒナノ",
        "former_name": "三枝 陽菜乃",
        "birth_date": date(2014, 8, 3),
        "sex": "female",
        "phone": "090-0000-1234",
        "school": "みどりヶ丘小学校",
        "family": (
            FamilyMember(relationship="mother", name="髙瀬 美咲", guardian=True, phone="090-0000-5678", call_order=1),
            FamilyMember(relationship="father", name="髙瀬 亮", lives_with=False, never_contact=True, note="支援措置"),
        ),
        "certificates": (
            CertificatePeriod(number="1234567", valid_from=date(2025, 10, 1), valid_to=date(2026, 9, 30)),
            CertificatePeriod(
                number="1234567", valid_from=date(2026, 10, 1), valid_to=date(2027, 9, 30), disease="単心室症"
            ),
        ),
        "diseases": (ChildDisease(disease_group="4", name="単心室症", detail="フォンタン手術後"),),
        "medical_care": (MedicalCare(item="oxygen", detail="夜間 0.5L"), MedicalCare(item="suction")),
        "cautions": (
            Caution(kind="privacy", rule="病気の見通しを本人に話さない"),
            Caution(kind="body", rule="頭を打ったらすぐ受診", reason="ワルファリン"),
        ),
        "milestones": (Milestone(on=date(2018, 2, 14), name="フォンタン手術"),),
    }
    return Child(**{**given, **fields})


def saved_child(opened: Office, number: str = "0001", **fields: Any) -> Child:
    """The same, saved, as it is stored."""
    changes = register.save(opened, a_child(number, **fields))
    return register.child(opened, changes.record_id)


def a_talk(opened: Office, child_id: str, **fields: Any) -> Consultation:
    """A telephone call two weeks ago, with an id as the form gives it."""
    given: dict[str, Any] = {
        "id": opened.new_id(),
        "child_id": child_id,
        "on": date(2026, 11, 6),
        "method": "phone",
        "consulter": "mother",
        "topics": ("medical", "school"),
        "words": "「みんなと同じ部屋に泊まらせてやりたい」",
        "facts": "給食の塩分を担任が気にしている。",
        "response": "学校に確かめる。",
    }
    return Consultation(**{**given, **fields})


def saved_talk(opened: Office, child_id: str, *, next_step: NextStep = NONE, **fields: Any) -> Consultation:
    """The same, recorded, as it is stored."""
    changes = consultations.record(opened, a_talk(opened, child_id, **fields), next_step=next_step)
    return consultations.get(opened, changes.record_id)


@contextmanager
def as_user(folder: Path, user: str, *, now: datetime, number: str) -> Iterator[Office]:
    """The office of the fixture `staffed`, closed before, open as another user (`number` 二 or 三)."""
    with office.open_office(folder, user=user, passphrase=f"{WORDS} {number}", clock=stopped(now)) as opened:
        yield opened


def counted(opened: Office, table: str) -> int:
    """How many rows a table holds."""
    with opened.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def everything(opened: Office) -> dict[str, list[Any]]:
    """All rows of all tables: to see that nothing changed."""
    with opened.reading() as session:
        names = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).scalars()
        return {
            name: [tuple(row) for row in session.execute(text(f'SELECT * FROM "{name}" ORDER BY 1, 2'))]
            for name in names.all()
            if not name.startswith("search_text_config")
        }


@contextmanager
def on_the_driver(opened: Office) -> Iterator[list[str]]:
    """The SQL statements of the block as SQLite hears them, also those that go past SQLAlchemy (`Office.looking`)."""
    raw, seen = opened.vault._connections[-1], list[str]()
    raw.set_trace_callback(lambda words: None if words.startswith("--") else seen.append(words))  # "--": SQLite's own
    try:
        yield seen
    finally:
        raw.set_trace_callback(None)


@contextmanager
def statements(opened: Office) -> Iterator[list[str]]:
    """The SQL statements that run inside the block."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(opened.vault.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(opened.vault.engine, "before_cursor_execute", note)
