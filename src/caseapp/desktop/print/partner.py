"""Which organization a page of the plan is for; and the way out where the plan names it by a shorter name only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.print.choices import bodies, of_body
from caseapp.rules.changes import Changes
from caseapp.rules.disclosure import Consent
from caseapp.rules.problem import Refused
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.casework.papers import Given


class Way(NamedTuple):
    """An act that mends a refusal: its words, and what it does."""

    words: str
    do: Callable[[], object]


class PartnerChoice:
    """`combo` lists what was handed over and whom a consent names; `changed()`: another page is wanted. Object name
    `print-body`."""

    def __init__(self, desk: Desk, child_id: str, changed: Callable[[], object]) -> None:
        self._desk, self._child_id, self._changed = desk, child_id, changed
        self._same = ""
        self.combo = Combo()
        self.combo.setObjectName("print-body")
        self.combo.changed.connect(self._chosen)

    def offer(self, consents: Iterable[Consent], given: Iterable[Given]) -> None:
        """The pages handed over of this plan, and the bodies that may get one."""
        self.combo.set_options(bodies(consents, self._desk.today(), given=given))

    def wanted(self) -> dict[str, Any]:
        """What `papers.Wanted` takes."""
        return {**of_body(self.combo.value() or ""), "same": self._same}

    def _chosen(self) -> None:
        self._same = ""
        self._changed()

    def way_out(self, error: BaseException, plan_id: str) -> Way | None:
        """What can be done about a provider that may be the recipient by a shorter name: in a draft the whole name is
        written into the plan, later it is taken as the same for this page."""
        problem = error.problems[0] if isinstance(error, Refused) and error.problems else None
        if problem is None or problem.field not in ("provider.plan", "provider.same"):
            return None
        provider, name = str(problem.values["provider"]), str(problem.values["name"])
        if problem.field == "provider.same":
            words = _("Yes, it is {name}").format(name=name)
            return Way(words, lambda: self._take_as_same(provider))
        words = _("Write “{name}” into the plan").format(name=name)
        return Way(words, lambda: self._write(plan_id, provider=provider, name=name))

    def _take_as_same(self, provider: str) -> None:
        self._same = provider
        self._changed()

    def _write(self, plan_id: str, *, provider: str, name: str) -> None:
        office, child_id = self._desk.office, self._child_id

        def job() -> Changes:
            from caseapp.casework import plans

            newest = plan_id or plans.of_child(office, child_id)[0].id
            return plans.name_provider(office, newest, provider=provider, name=name)

        def written(_changes: Changes) -> None:
            self._desk.saved(_("Written into the plan: {name}").format(name=name))
            self._changed()

        self._desk.act(job, written, owner=self.combo)
