"""The people who use the program, and the office they work in."""

from __future__ import annotations

from dataclasses import dataclass

from caseapp.rules.problem import N_, NotAllowed, Problem

MANAGER, WORKER, VIEWER = "manager", "worker", "viewer"
ROLES = (MANAGER, WORKER, VIEWER)
_RANK = {VIEWER: 0, WORKER: 1, MANAGER: 2}


@dataclass(frozen=True, kw_only=True)
class Account:
    """A user of the vault. `title` is the job title that stands before the name on paper (自立支援員、保健師)."""

    id: str
    name: str
    role: str
    title: str = ""
    active: bool = True

    @property
    def short_name(self) -> str:
        """The family name, for lists: what stands before the first blank of the name."""
        return short_name(self.name)


def short_name(name: str) -> str:
    """The family name: what stands before the first blank (of any width)."""
    return name.replace("\u3000", " ").split(" ")[0]


def require(account: Account, role: str, *, action: str) -> None:
    """Raise NotAllowed(action) unless the account's role is at least `role` (viewer < worker < manager)."""
    if not account.active or _RANK[account.role] < _RANK[role]:
        raise NotAllowed(action)


@dataclass(frozen=True, kw_only=True)
class OfficeSettings:
    """What the office decides once. Printed on paper and used as defaults; every value may be empty but `name`.

    `approval_boxes` are the titles of the 決裁欄 from left to right (0 to 6). `idle_minutes` is the idle lock (1 to
    60). `silent_days`: after how many days without contact a child shows up under 「しばらく連絡していません」.
    `stage_template`: what the office changed in the yearly template, as JSON (rules.stage_template).
    """

    name: str = ""
    prefecture: str = ""
    section: str = ""
    head_title: str = ""
    document_prefix: str = ""
    postal_code: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    approval_boxes: tuple[str, ...] = ()
    idle_minutes: int = 5
    self_approval: bool = False
    silent_days: int = 180
    stage_template: str = ""


def settings_problems(settings: OfficeSettings) -> list[Problem]:
    """What must be mended before the settings can be saved."""
    found: list[Problem] = []
    if not settings.name.strip():
        found.append(Problem("name", N_("Enter the name of the office.")))
    if not 1 <= settings.idle_minutes <= 60:
        found.append(Problem("idle_minutes", N_("The idle lock takes 1 to 60 minutes.")))
    if len(settings.approval_boxes) > 6:
        found.append(Problem("approval_boxes", N_("At most six boxes for stamps.")))
    if settings.silent_days < 1:
        found.append(Problem("silent_days", N_("Enter a number of days of at least 1.")))
    return found
