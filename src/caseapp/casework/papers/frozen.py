"""A delivered version of a plan is frozen: what its pages say is kept with it and printed from then on.

Kept is not the PDF but what stands on the pages (child, class, office and worker as they were on the day), as packed
JSON in `SupportPlan.frozen`, in every language of paper: so the pages can still be had with other parts or readings.
Who prints and when is written anew at each print.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from types import ModuleType
from typing import Any

from sqlalchemy.orm import Session

from caseapp.casework.office import Office
from caseapp.casework.papers import family_paper, plan_paper
from caseapp.casework.papers.gathered import Gathered, gather
from caseapp.documents import read_models, strokes, support_plan, support_plan_family
from caseapp.rules.plan import SupportPlan

FORMS = {"support-plan": plan_paper.support_plan, "support-plan-family": family_paper.support_plan_family}
"""The documents that freeze with the plan, and what fills them."""
LANGUAGES = ("ja", "en")
_VERSION = 1
_MODULES: tuple[ModuleType, ...] = (read_models, strokes, support_plan, support_plan_family)


@dataclass(frozen=True)
class Delivered:
    """What stands on the pages of a delivered plan, and the office as it was then."""

    data: Any
    office: read_models.Office


class _AsDelivered(Gathered):
    """The store as it is while the plan is being delivered: the plan itself is not written yet."""

    being_delivered: SupportPlan

    def plan(self, plan_id: str = "") -> SupportPlan:
        value = self.being_delivered
        return value if plan_id == value.id else super().plan(plan_id)


def freeze(office: Office, session: Session, value: SupportPlan) -> str:
    """What goes into `SupportPlan.frozen` of a plan about to be delivered."""
    pages: dict[str, Any] = {}
    for language in LANGUAGES:
        found = gather(office, session, value.child_id, language=language)
        gathered = _AsDelivered(**{f.name: getattr(found, f.name) for f in dataclasses.fields(found)})
        object.__setattr__(gathered, "being_delivered", value)
        pages[language] = {name: _plain(fill(gathered, value.id)) for name, fill in FORMS.items()}
        pages[language]["office"] = _plain(gathered.printed.office)
    text = json.dumps({"version": _VERSION, "pages": pages}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")


def delivered(gathered: Gathered, name: str, record_id: str) -> Delivered | None:
    """What this plan's pages said when it was delivered; None for another document, or a plan not delivered yet."""
    if name not in FORMS:
        return None
    kept = gathered.plan(record_id).frozen
    return thaw(kept, name, language=gathered.language) if kept else None


def thaw(kept: str, name: str, *, language: str) -> Delivered:
    """What `freeze` made. Raises ValueError for what it cannot have made."""
    content = json.loads(zlib.decompress(base64.b64decode(kept)))
    pages = content["pages"][language if language in content["pages"] else LANGUAGES[0]]
    return Delivered(_value(pages[name]), _value(pages["office"]))


def _plain(value: Any) -> Any:
    """Dataclasses, days and known absences as tagged objects, tuples as lists."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"": type(value).__name__, **parts}
    if isinstance(value, read_models.Known):
        return {"": "Known", "value": value.value}
    if isinstance(value, datetime | date):
        return {"": "datetime" if isinstance(value, datetime) else "date", "value": value.isoformat()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"a page cannot be frozen with {type(value).__name__}")


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(part) for part in plain)
    if not isinstance(plain, dict):
        return plain
    kind = plain[""]
    if kind == "Known":
        return read_models.Known(plain["value"])
    if kind == "date":
        return date.fromisoformat(plain["value"])
    if kind == "datetime":
        return datetime.fromisoformat(plain["value"])
    found = next((getattr(module, kind) for module in _MODULES if hasattr(module, kind)), None)
    if found is None:
        raise ValueError(f"a frozen page holds a {kind}")
    known = {f.name for f in dataclasses.fields(found)}
    return found(**{name: _value(part) for name, part in plain.items() if name in known})
