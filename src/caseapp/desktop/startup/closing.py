"""Closing the window: what is being written is kept first; where that cannot be, the person stays, copies or closes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from caseapp.desktop.kit.dialogs import Answer, Dialogs
from caseapp.desktop.kit.drafts import DraftKeeper
from caseapp.desktop.kit.fields import PassphraseField
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.patience import Patience
from caseapp.desktop.kit.runner import Runner
from caseapp.desktop.shell.shell import Shell
from caseapp.desktop.startup.ending import failure_of
from caseapp.desktop.startup.entrance_words import told
from caseapp.words.language import _


def may_close(
    shell: Shell, *, runner: Runner, dialogs: Dialogs, working: Callable[[], bool], close: Callable[[], object]
) -> bool:
    """Whether everything that was being written is kept. If not, the person is asked; `close()` closes all the same."""
    if not any(keeper.unsaved for keeper in shell.findChildren(DraftKeeper)):
        return True
    runner.cancel_long()
    with runner.patience(Patience(working=working)) as left:
        error = failure_of(shell.keep_drafts)
    if left:
        dialogs.end_progress()  # of what was left behind
    if error is None:
        return True
    _ask(shell, error, dialogs=dialogs, close=close)
    return False


def _ask(shell: Shell, error: BaseException, *, dialogs: Dialogs, close: Callable[[], object]) -> None:
    def answered(code: str) -> None:
        if code == "close":
            close()
            return
        QGuiApplication.clipboard().setText("\n\n".join(written(page) for page in pages_unkept(shell)))
        words = _("Paste it somewhere else before you close the program: the clipboard is emptied then.")
        dialogs.tell(_("The text was copied"), words)

    dialogs.ask(
        _("What you wrote could not be kept"),
        then=answered,
        answers=[Answer("copy", _("Copy the text")), Answer("close", _("Close all the same"))],
        detail="\n".join((told(error), _("If you close now, what was written last is lost."))),
        leave=_("Stay here"),
    )


def pages_unkept(shell: Shell) -> list[Page]:
    """The pages on which something was written that is not kept."""
    found = dict.fromkeys(_page_of(keeper, shell) for keeper in shell.findChildren(DraftKeeper) if keeper.unsaved)
    return [page for page in found if page is not None]


def _page_of(keeper: DraftKeeper, shell: Shell) -> Page | None:
    above = keeper.parent()
    while above is not None and not isinstance(above, Page):
        above = above.parent()
    return above or shell.page()


def written(page: Page) -> str:
    """What stands in the fields of a page, each behind its name."""
    return "\n".join(f"{name}: {text}" if name else text for name, text in _fields(page))


def _fields(page: Page) -> Iterator[tuple[str, str]]:
    for field in page.findChildren(QWidget):
        if isinstance(field, PassphraseField):
            continue
        text = ""
        if isinstance(field, Paragraph):
            text = field.value()
        elif isinstance(field, QLineEdit):
            text = field.text()
        if text.strip():
            yield field.accessibleName(), text
