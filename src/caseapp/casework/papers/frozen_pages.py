"""How frozen pages are kept with a plan, a letter or a hand-over (`frozen`): packed JSON, read-models of paper in and
out.

It holds the pages of the day of delivery by language (`pages`: plan, family form and office; `partner`: the page for
each body that a consent named then), and every page for an organization as it was handed over (`given`).
"""

from __future__ import annotations

import base64
import dataclasses
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import ModuleType
from typing import Any

from caseapp.documents import (
    handover,
    information_letter,
    read_models,
    strokes,
    support_plan,
    support_plan_family,
    support_plan_partner,
)
from caseapp.documents.support_plan_partner import PartnerPlanPaper
from caseapp.rules.plan import SupportPlan

VERSION = 1
_MOST = 32 * 1024 * 1024
"""No kept pages are longer than this: a file made to fill the memory is refused."""
LANGUAGES = ("ja", "en")
_MODULES: tuple[ModuleType, ...] = (
    read_models,
    strokes,
    support_plan,
    support_plan_family,
    support_plan_partner,
    handover,
    information_letter,
)


@dataclass(frozen=True)
class Delivered:
    """What stands on the pages of a delivered plan, and the office as it was then."""

    data: Any
    office: read_models.Office


@dataclass(frozen=True, kw_only=True)
class Given:
    """A page for an organization as it was handed over, with the parts it had then."""

    page: PartnerPlanPaper
    office: read_models.Office
    consent_id: str
    language: str
    parts: frozenset[str]


def packed(content: Mapping[str, Any]) -> str:
    """The content as it is kept."""
    text = json.dumps({"version": VERSION, **content}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")


def unpacked(kept: str) -> dict[str, Any]:
    """What was kept; {} of a plan without frozen pages. Raises ValueError for what `packed` cannot have made."""
    if not kept:
        return {}
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(base64.b64decode(kept, validate=True), _MOST)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    content = json.loads(text) if unpacking.eof else None
    if not isinstance(content, dict):
        raise ValueError("cut off, too long, or no object")  # noqa: TRY004 - what was packed is wrong, not a type of ours
    return content


def check(kept: str, pages: Mapping[str, type]) -> None:
    """Raises ValueError unless all that is kept comes back as pages: `pages` the kinds by name that it may hold."""
    try:
        content = unpacked(kept)
        for language in content.get("pages", {}):
            for name, kind in {**pages, "office": read_models.Office}.items():
                _of_kind(content["pages"][language][name], kind)
        for entries in content.get("partner", {}).values():
            for each in entries:
                _of_kind(each["page"], PartnerPlanPaper)
                _of_kind(each["consent"], str)
        for each in content.get("given", ()):
            _of_kind(each["page"], PartnerPlanPaper)
            _of_kind(each["office"], read_models.Office)
            for name in ("consent", "language", "of"):
                _of_kind(each[name], str)
            frozenset(each["parts"])
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _of_kind(plain: Any, kind: type) -> None:
    if not isinstance(from_plain(plain), kind):
        raise ValueError(f"no {kind.__name__}")  # noqa: TRY004 - what was kept is wrong, not a type of ours


def thaw(kept: str, name: str, *, language: str) -> Delivered | None:
    """A page of the day of delivery; None where there is none. Raises ValueError for what cannot have been kept."""
    pages = unpacked(kept).get("pages", {})
    found = pages.get(language) or pages.get(LANGUAGES[0])
    return Delivered(from_plain(found[name]), from_plain(found["office"])) if found else None


def partner_page(plan: SupportPlan, consent_id: str, recipient: str, *, language: str) -> PartnerPlanPaper | None:
    """The page for this body as it stood on the day of delivery."""
    for consent, page in _partner_pages(plan, language):
        if (consent, page.recipient) == (consent_id, recipient):
            return page
    return None


def office_of(plan: SupportPlan, page: PartnerPlanPaper, *, language: str) -> read_models.Office | None:
    """The office as it was on the day of delivery, for a page of that day; None for a page that is filled anew."""
    if all(each != page for _consent, each in _partner_pages(plan, language)):
        return None
    then = thaw(plan.frozen, "support-plan", language=language)
    return then.office if then else None


def _partner_pages(plan: SupportPlan, language: str) -> Iterator[tuple[str, PartnerPlanPaper]]:
    for each in unpacked(plan.frozen).get("partner", {}).get(language, ()):
        yield each["consent"], from_plain(each["page"])


def with_given(plan: SupportPlan, given: Given) -> str:
    """`SupportPlan.frozen` with one more page that was handed over."""
    content = unpacked(plan.frozen)
    entry = {
        "page": to_plain(given.page),
        "office": to_plain(given.office),
        "consent": given.consent_id,
        "language": given.language,
        "parts": sorted(given.parts),
        "of": _approval(plan),
    }
    return packed({**content, "given": [*content.get("given", ()), entry]})


def given(plan: SupportPlan) -> tuple[Given, ...]:
    """The pages for organizations that were handed over of the plan as it was approved, the newest first."""
    found = [each for each in unpacked(plan.frozen).get("given", ()) if each["of"] == _approval(plan)]
    return tuple(
        Given(
            page=from_plain(each["page"]),
            office=from_plain(each["office"]),
            consent_id=each["consent"],
            language=each["language"],
            parts=frozenset(each["parts"]),
        )
        for each in reversed(found)
    )


def _approval(plan: SupportPlan) -> str:
    """Which approval: a plan that was sent back and approved anew may say something else."""
    return plan.approved_at.isoformat() if plan.approved_at else ""


def to_plain(value: Any) -> Any:
    """Dataclasses, days and known absences as tagged objects, tuples as lists. Raises TypeError for anything else."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"": type(value).__name__, **parts}
    if isinstance(value, read_models.Known):
        return {"": "Known", "value": value.value}
    if isinstance(value, datetime | date):
        return {"": "datetime" if isinstance(value, datetime) else "date", "value": value.isoformat()}
    if isinstance(value, tuple):
        return [to_plain(part) for part in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"a page cannot be frozen with {type(value).__name__}")


def from_plain(plain: Any) -> Any:
    """What `to_plain` was given. Raises ValueError for a kind that no page has."""
    if isinstance(plain, list):
        return tuple(from_plain(part) for part in plain)
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
    return found(**{name: from_plain(part) for name, part in plain.items() if name in known})
