"""The code lists of the open office: put in place when it is opened, taken away when it is closed (`list_codes`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from caseapp.records.setting import SettingRow
from caseapp.words import codes, diseases
from caseapp.words.codes import Code

DISEASES, LOCAL = "disease_list", "local_codes"
"""The settings that hold them."""


def install(session: Session) -> None:
    """Let the lists of this store be the ones in use."""
    row = session.get(SettingRow, DISEASES)
    if row is None:
        diseases.use_packaged()
    else:
        stored = json.loads(row.value)
        diseases.use(stored["text"], stored["version"])
    use_local(stored_codes(session))


def uninstall() -> None:
    """What comes with the program holds again."""
    diseases.use_packaged()
    codes.use_local({})


def stored_codes(session: Session) -> list[dict[str, Any]]:
    """The office's own codes as they are stored."""
    row = session.get(SettingRow, LOCAL)
    stored: list[dict[str, Any]] = json.loads(row.value) if row is not None else []
    return stored


def use_local(stored: Iterable[Mapping[str, Any]]) -> None:
    """Put these at the end of their lists."""
    listed: dict[str, list[Code]] = {}
    for each in stored:
        label, short = str(each["label"]), str(each["short"])
        own = Code(
            *(str(each["code"]), label, short or label, label, (), str(each["parent"])),
            local=True,
            retired=bool(each["retired"]),
        )
        listed.setdefault(str(each["list"]), []).append(own)
    codes.use_local(listed)
