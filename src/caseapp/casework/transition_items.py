"""What the transition checklist asks: what comes with the program, and what the office changed, took off or added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from caseapp.casework import own_list
from caseapp.casework.office import Office
from caseapp.rules.changes import Changes
from caseapp.rules.problem import Problem
from caseapp.rules.transition import ChecklistItem, item_problems
from caseapp.words import codes, transition

ITEMS = "transition_items"
"""The setting that holds what is the office's own."""


def items(office: Office) -> tuple[ChecklistItem, ...]:
    """Every item, those no longer asked, too: by domain, those of the program first, then the office's own."""
    with office.reading("transition.items") as session:
        return listed(session)


def listed(session: Session) -> tuple[ChecklistItem, ...]:
    """The same inside a transaction."""
    given = transition.items()
    domains = tuple(codes.load("transition_domain"))
    order = {each.code: number for number, each in enumerate(given)}

    def place(item: ChecklistItem) -> tuple[int, int, str]:
        domain = domains.index(item.domain) if item.domain in domains else len(domains)
        return domain, order.get(item.code, len(order)), item.code

    return tuple(sorted(own_list.together(session, ITEMS, given), key=place))


def save_item(office: Office, value: ChecklistItem) -> Changes:
    """Add an item (without `code`), change one or take it off (`retired`). `Changes.record_id` is its code. Sheets that
    were filled in keep the words they were asked in. Raises Refused."""
    domains = tuple(codes.load("transition_domain"))

    def wrong(item: ChecklistItem, known: Iterable[ChecklistItem]) -> list[Problem]:
        return item_problems(item, known, domains=domains)

    with office.work("transition.item") as work:
        kept = replace(value, child=value.child.strip(), guardian=value.guardian.strip(), own=True)
        return own_list.save(work, ITEMS, kept, given=transition.items(), wrong=wrong, part="transition_items")
