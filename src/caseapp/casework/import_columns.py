"""How the columns of a kind of file were mapped last time: kept for the whole office, by the heads of the file."""

from __future__ import annotations

import json
from collections.abc import Mapping

from caseapp.casework.office import Office
from caseapp.records.setting import SettingRow
from caseapp.rules.account import WORKER

KEY = "import.columns."
"""The settings that hold them begin so."""


def remembered(office: Office, head_key: str) -> dict[str, str] | None:
    """What each head was taken for (`exchange.mapping.head_key`); None when there was no such file before."""
    with office.reading("import.columns") as session:
        row = session.get(SettingRow, KEY + head_key)
        return dict(json.loads(row.value)) if row else None


def remember(office: Office, head_key: str, chosen: Mapping[str, str]) -> None:
    """Keep it for the next file with the same heads. Names of columns only; no one's record, so no audit entry."""
    with office.work("import.columns", need=WORKER) as work:
        work.session.merge(SettingRow(key=KEY + head_key, value=json.dumps(dict(chosen), ensure_ascii=False)))
        work.commit_quietly()
