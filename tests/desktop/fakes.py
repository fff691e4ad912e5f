"""Stand-ins for the person and for what a person does: scripted answers, an office without a store, an input method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from caseapp.desktop.kit import failures
from caseapp.desktop.kit.dialogs import Answer, FileKind, First, Sent, at_once
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.preferences import Preferences
from caseapp.desktop.kit.runner import ImmediateRunner
from caseapp.rules.account import Account, OfficeSettings


class ScriptedDialogs:
    """Answers that the test wrote before; a question without an answer fails the test.

    `answers` are codes of `ask` ("" leaves the question), `files` paths of `choose_file` (None leaves it). What was
    asked, told and reported is kept; of the last question also its answers and its detail.
    """

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.files: list[Path | None] = []
        self.asked: list[str] = []
        self.offered: tuple[Answer, ...] = ()
        self.detail = ""
        self.told: list[tuple[str, str]] = []
        self.reported: list[BaseException] = []
        self.moved: list[tuple[int, int]] = []
        self.cancel: Callable[[], object] | None = None
        self.printed: list[tuple[bytes, int]] = []
        self.expect_failure = False
        self.unheard: Callable[[BaseException], object] = lambda _trouble: None

    def ask(
        self, words: str, *, then: Callable[[str], object], answers: Sequence[Answer], detail: str = "", leave: str = ""
    ) -> None:
        assert self.answers, f"nobody expected this question: {words}"
        self.asked.append(words)
        self.offered, self.detail = tuple(answers), detail
        code = self.answers.pop(0)
        if code:
            assert code in [each.code for each in answers], f"{code} is no answer to: {words}"
            then(code)

    def choose_file(
        self,
        title: str,
        *,
        then: Callable[[Path], object],
        kind: FileKind = "open",
        name: str = "",
        filters: Sequence[str] = (),
    ) -> None:
        assert self.files, f"nobody expected to choose a file: {title}"
        self.asked.append(title)
        chosen = self.files.pop(0)
        if chosen is not None:
            then(chosen)

    def print_pdf(self, pdf: bytes, *, title: str, copies: int, done: Sent, first: First = at_once) -> None:
        def send() -> None:
            self.printed.append((pdf, copies))
            done(copies, "")

        first(copies, send)

    def report(self, error: BaseException, *, title: str = "") -> None:
        self.reported.append(error)
        if not self.expect_failure:
            raise AssertionError(f"an unexpected failure was shown: {failures.told(error).words}") from error

    def tell(self, title: str, words: str) -> None:
        self.told.append((title, words))

    def progress(self, title: str, *, cancel: Callable[[], object] | None) -> Callable[[int, int], None]:
        self.cancel = cancel
        return lambda done, total: self.moved.append((done, total))

    def end_progress(self) -> None:
        self.cancel = None

    def close_all(self, unheard: Callable[[BaseException], object] = lambda _trouble: None) -> None:
        """Nothing stays open here."""
        self.unheard = unheard

    @property
    def failures(self) -> int:
        return len(self.reported)

    def papers_on_their_way(self) -> list[str]:
        return []

    def stop_papers(self) -> None:
        """Nothing is on its way here."""

    def nothing_left(self) -> None:
        """Every answer was asked for."""
        assert not self.answers
        assert not self.files


class Travel:
    """A navigator that writes down where it was sent."""

    def __init__(self) -> None:
        self.went: list[tuple[str, dict[str, Any]]] = []
        self.chosen: dict[str, Any] = {}

    def open(self, page: str, **args: Any) -> None:
        self.went.append((page, args))

    def open_child(self, child_id: str) -> None:
        self.went.append(("child", {"child_id": child_id}))

    def open_record(self, child_id: str, **args: Any) -> None:
        self.went.append(("record", {"child_id": child_id, **args}))

    def search(self, *, recording: bool = False) -> None:
        self.went.append(("search", {"recording": recording}))

    def back(self, **chosen: Any) -> None:
        self.went.append(("back", {}))
        self.chosen = chosen

    @property
    def last(self) -> tuple[str, dict[str, Any]]:
        return self.went[-1]


@dataclass
class FakeOffice:
    """An office without a store: enough for the frame, not for any question to casework."""

    moment: datetime
    account: Account = field(
        default_factory=lambda: Account(id="a1", name="森下 由佳", role="manager", title="自立支援員")
    )
    settings: OfficeSettings = field(default_factory=lambda: OfficeSettings(name="汐見保健所"))
    preferences: dict[str, Any] = field(default_factory=dict)
    closed: bool = False

    @property
    def today(self) -> date:
        return self.moment.date()

    @property
    def now(self) -> datetime:
        return self.moment

    def clock(self) -> datetime:
        return self.moment


def make_desk(office: Any, *, dialogs: ScriptedDialogs | None = None) -> Desk:
    """A desk whose jobs run at once, on this thread."""
    scripted = dialogs or ScriptedDialogs()
    return Desk(office, ImmediateRunner(scripted.report), scripted, Travel(), Preferences())


def turn(times: int = 3) -> None:
    """Let Qt lay out, repaint and deliver what is queued."""
    for _time in range(times):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents()


def compose(widget: QWidget, preedit: str) -> None:
    """The input method shows `preedit`, not settled yet."""
    QApplication.sendEvent(widget, QInputMethodEvent(preedit, []))


def settle(widget: QWidget, text: str) -> None:
    """The input method hands over `text`."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def spoken_name(widget: QWidget) -> str:
    """What a screen reader calls the widget."""
    face = QAccessible.queryAccessibleInterface(widget)
    name: str = face.text(QAccessible.Text.Name)
    return name.strip()
