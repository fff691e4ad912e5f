"""Every kind of record there is, by its glossary name. Importing this module makes the metadata complete."""

from __future__ import annotations

from typing import Any

from caseapp.records import (
    account,
    assessment,
    child,
    consultation,
    disclosure,
    follow_up,
    handover,
    liaison,
    organization,
    plan,
    program_use,
    transition,
)
from caseapp.records import audit as _audit
from caseapp.records import child_merge as _child_merge
from caseapp.records import draft as _draft
from caseapp.records import history as _history
from caseapp.records import setting as _setting
from caseapp.records import stage as _stage
from caseapp.records.subject import Subject
from caseapp.records.tables import Table

ALL: tuple[Subject[Any, Any], ...] = (
    account.SUBJECT,
    child.SUBJECT,
    consultation.SUBJECT,
    follow_up.SUBJECT,
    plan.SUBJECT,
    plan.REVIEW_SUBJECT,
    organization.SUBJECT,
    liaison.SUBJECT,
    disclosure.CONSENT_SUBJECT,
    disclosure.LETTER_SUBJECT,
    disclosure.DISCLOSURE_SUBJECT,
    assessment.SUBJECT,
    transition.SUBJECT,
    program_use.SUBJECT,
    handover.SUBJECT,
)
BY_KIND: dict[str, Subject[Any, Any]] = {subject.kind: subject for subject in ALL}
METADATA = Table.metadata
# Tables that hold no subject of their own; named so that importing this module is enough.
WITHOUT_SUBJECT = (
    _audit.AuditRow,
    _child_merge.ChildMergeRow,
    _draft.DraftRow,
    _history.HistoryRow,
    _setting.SettingRow,
    _setting.PreferenceRow,
    _setting.RecentChildRow,
    _stage.StageItemRow,
    _stage.StageReckonedRow,
)
