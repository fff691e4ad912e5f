"""The pages there are. A founder of a page adds a line; nothing else has to know it.

Pages are named by module and class and imported when first opened (or in the background while the passphrase is
typed), so that the lock screen stands before SQLAlchemy is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from caseapp.desktop.kit.page import Page
from caseapp.rules.problem import N_


@dataclass(frozen=True, kw_only=True)
class PageEntry:
    """`name` for navigation, `module`:`page` where the class is. With `words` and `icon` it stands in the rail.

    `kept`: the page stays alive when one goes elsewhere (lists); a form is made anew each time. `manager`: shown to
    managers only. `apart`: a gap before it in the rail.
    """

    name: str
    module: str
    page: str
    words: str = ""
    icon: str = ""
    kept: bool = True
    manager: bool = False
    apart: bool = False

    def load(self) -> type[Page]:
        """The class. Raises ImportError when the module is broken."""
        found: type[Page] = getattr(import_module(self.module), self.page)
        return found

    def there(self) -> bool:
        """Whether the module exists in this build."""
        try:
            return find_spec(self.module) is not None
        except ModuleNotFoundError:
            return False


_HOME = "caseapp.desktop"

PAGES: tuple[PageEntry, ...] = (
    PageEntry(name="today", module=f"{_HOME}.today.page", page="TodayPage", words=N_("Today"), icon="today"),
    PageEntry(
        name="calendar", module=f"{_HOME}.calendar.page", page="CalendarPage", words=N_("Calendar"), icon="calendar"
    ),
    PageEntry(
        name="register", module=f"{_HOME}.register.page", page="RegisterPage", words=N_("Register"), icon="register"
    ),
    PageEntry(name="child", module=f"{_HOME}.child.page", page="ChildPage"),
    PageEntry(name="child_form", module=f"{_HOME}.child_form.page", page="ChildForm", kept=False),
    PageEntry(name="duplicates", module=f"{_HOME}.merge.duplicates_page", page="DuplicatesPage"),
    PageEntry(name="merge", module=f"{_HOME}.merge.page", page="MergePage", kept=False),
    PageEntry(name="handover", module=f"{_HOME}.handover.page", page="HandoverPage"),
    PageEntry(name="record", module=f"{_HOME}.record.page", page="RecordPage", kept=False),
    PageEntry(
        name="consultations",
        module=f"{_HOME}.record.overview",
        page="ConsultationsPage",
        words=N_("Consultations"),
        icon="pencil",
    ),
    PageEntry(name="plans", module=f"{_HOME}.plan.overview", page="PlansPage", words=N_("Support plans"), icon="flag"),
    PageEntry(name="plan", module=f"{_HOME}.plan.page", page="PlanPage", kept=False),
    PageEntry(name="assessment", module=f"{_HOME}.assessment.page", page="AssessmentPage", kept=False),
    PageEntry(name="transition", module=f"{_HOME}.transition.page", page="TransitionPage", kept=False),
    PageEntry(name="program_uses", module=f"{_HOME}.program_use.page", page="ProgramUsesPage"),
    PageEntry(name="quotas", module=f"{_HOME}.program_use.overview", page="QuotasPage"),
    PageEntry(name="review", module=f"{_HOME}.review.page", page="ReviewPage", kept=False),
    PageEntry(
        name="liaisons", module=f"{_HOME}.liaison.overview", page="LiaisonsPage", words=N_("Liaison"), icon="share"
    ),
    PageEntry(name="liaison", module=f"{_HOME}.liaison.page", page="LiaisonPage", kept=False),
    PageEntry(
        name="organizations",
        module=f"{_HOME}.organizations.page",
        page="OrganizationsPage",
        words=N_("Organizations"),
        icon="building",
    ),
    PageEntry(name="import", module=f"{_HOME}.import_file.page", page="ImportPage"),
    PageEntry(name="letter", module=f"{_HOME}.letter.page", page="LetterPage", kept=False),
    PageEntry(
        name="settings",
        module=f"{_HOME}.settings.page",
        page="SettingsPage",
        words=N_("Settings"),
        icon="gear",
        apart=True,
    ),
)


def entry(name: str) -> PageEntry:
    """The page of this name. KeyError when there is none."""
    for each in PAGES:
        if each.name == name:
            return each
    raise KeyError(name)


def rail_entries() -> list[PageEntry]:
    """What stands in the rail of this build, in order."""
    return [each for each in PAGES if each.words and each.there()]
