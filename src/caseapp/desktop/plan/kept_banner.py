"""What the page of a draft says above its form: when it was kept, and what of it could not be read any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtGui import QGuiApplication

from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.dialogs import Answer
from caseapp.desktop.kit.drafts import kept_words
from caseapp.desktop.kit.page import Page
from caseapp.desktop.plan.kept import Kept
from caseapp.words.language import _


def say_kept(page: Page, banner: Banner, kept: Kept[Any], saved_at: datetime, *, discard: Callable[[], object]) -> None:
    """Going on with the draft; texts that could not be read back can be seen, and copied, until it is saved."""
    at = kept_words(saved_at, page.desk)
    if kept.whole:
        words = _("Going on with the draft kept at {time}. It is not saved yet.").format(time=at)
        banner.say(words, action=_("Throw the draft away"), do=discard)
        return
    words = _("A part of the draft kept at {time} could not be read back. The rest stands here; it is not saved yet.")
    action, do = _("Throw the draft away"), discard
    if kept.unread:
        action, do = _("Show what could not be read back"), partial(_show, page, kept, discard)
    banner.say(words.format(time=at), action=action, do=do, icon="flag")


def _show(page: Page, kept: Kept[Any], discard: Callable[[], object]) -> None:
    text = "\n".join(kept.unread)

    def answered(code: str) -> None:
        if code == "copy":
            QGuiApplication.clipboard().setText(text)
            page.desk.saved(_("The text was copied"))
        else:
            discard()

    answers = [Answer("copy", _("Copy the text"), kind="primary"), Answer("discard", _("Throw the draft away"))]
    page.desk.dialogs.ask(
        _("What could not be read back"), then=answered, answers=answers, detail=text, leave=_("Close")
    )
