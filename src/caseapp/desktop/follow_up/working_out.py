"""The dated items of the children's paths are worked out behind a page, a piece at a time.

Each piece is a question of its own: what the person asks meanwhile comes between two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from caseapp.casework import stages
from caseapp.desktop.kit.page import Page


def work_out(page: Page, then: Callable[[], object]) -> None:
    """Work out what is outdated; `then()` is called when that is done, and not when there was nothing to do."""
    office, key = page.desk.office, f"{page.name}.stages"

    def begin(outdated: Sequence[str]) -> None:
        if outdated:
            go_on(stages.pieces(outdated), None)

    def go_on(pieces: Iterator[Sequence[str]], _done: None) -> None:
        piece = next(pieces, None)
        if piece is None:
            then()
        else:
            page.desk.ask(partial(stages.work_out, office, piece), partial(go_on, pieces), key=key, owner=page)

    page.desk.ask(lambda: stages.outdated(office), begin, key=key, owner=page)
