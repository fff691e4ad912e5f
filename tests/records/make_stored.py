"""Make the stored vault of the present version: `python -m tests.records.make_stored` in the project's folder.

Stored vaults are kept for ever and opened in every run. Until a version is released its migration may change, and then
its vault is made again; afterwards never. The people are invented, the passphrase stands here.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from caseapp.casework import consultations, office, register
from caseapp.casework.office import Office
from caseapp.records import schema
from caseapp.rules.child import Child, FamilyMember
from caseapp.rules.clock import TOKYO, stopped
from caseapp.rules.consultation import Consultation
from caseapp.rules.follow_up import NextStep
from caseapp.vault.kdf import FAST_KDF_VARIABLE

USER, WORDS = "村井 志保", "みどりの ながぐつ あるく 三日月"
NOW = datetime(2026, 11, 20, 10, 12, tzinfo=TOKYO)
STORED = Path(__file__).parent / "stored"


def expected() -> dict[str, Any]:
    """What every stored vault holds, told in words that no later version changes."""
    return {
        "office": "汐見保健所",
        "children": [("0001", "髙瀬 陽菜乃", "2014-08-03", ["髙瀬 美咲", "髙瀬 亮"])],
        "next": ["電話する"],
    }


def told(opened: Office) -> dict[str, Any]:
    """The same of an open office."""
    children = [register.child(opened, row.child_id) for row in register.rows(opened)]
    return {
        "office": opened.settings.name,
        "children": [(c.number, c.name, c.birth_date.isoformat(), [m.name for m in c.family]) for c in children],
        "next": [row.next_text for row in register.rows(opened)],
    }


def fill(opened: Office) -> None:
    """Write what `expected` tells."""
    family = (
        FamilyMember(relationship="mother", name="髙瀬 美咲"),
        FamilyMember(relationship="father", name="髙瀬 亮"),
    )
    child = Child(number="0001", family_name="髙瀬", given_name="陽菜乃", birth_date=date(2014, 8, 3), family=family)
    made = register.save(opened, child)
    talk = Consultation(child_id=made.record_id, on=date(2026, 11, 6), method="phone", facts="給食の塩分の話")
    consultations.record(opened, talk, next_step=NextStep(text="電話する", due_on=date(2026, 11, 27)))


def main() -> None:
    """Write `stored/version-N.zip` for the present version."""
    os.environ[FAST_KDF_VARIABLE] = "1"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "vault"
        opened, _recovery = office.create(
            folder, office_name="汐見保健所", user_name=USER, title="", passphrase=WORDS, clock=stopped(NOW)
        )
        with opened:
            fill(opened)
        STORED.mkdir(exist_ok=True)
        with zipfile.ZipFile(STORED / f"version-{schema.CURRENT}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name in ("store.db", "vault.json"):
                archive.write(folder / name, name)


if __name__ == "__main__":
    main()
