"""Somebody is logged in: the office is open, the shell stands. Ends by a lock that never asks."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtWidgets import QMainWindow, QWidget

from caseapp.desktop import pages
from caseapp.desktop.kit.clipboard import clipboard
from caseapp.desktop.kit.dialogs import Dialogs
from caseapp.desktop.kit.fields import DateField
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.patience import NotInTime, Patience
from caseapp.desktop.kit.preferences import Preferences
from caseapp.desktop.kit.runner import Runner
from caseapp.desktop.kit.watch import Watch
from caseapp.desktop.shell.shell import Shell
from caseapp.desktop.startup.afterwards import Afterwards
from caseapp.desktop.startup.cover import Cover
from caseapp.desktop.startup.ending import Ending, failure_of
from caseapp.desktop.startup.place import Place
from caseapp.desktop.startup.speech import use_language
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.words import language
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.casework.office import Office

_FIRST_PAGE = "today"


class Session:
    """Open office, desk and shell. `lock_asked(by hand)` is called when somebody wants to lock."""

    def __init__(
        self,
        office: Office,
        *,
        window: QMainWindow,
        runner: Runner,
        dialogs: Dialogs,
        watch: Watch,
        lock: Callable[[], object],
        close: Callable[[], object],
        afterwards: Afterwards,
    ) -> None:
        self.office = office
        self._afterwards = afterwards
        self._window, self._runner, self._dialogs, self._watch = window, runner, dialogs, watch
        self._lock, self._close = lock, close
        self.preferences = Preferences(office.preferences, keep=self._keep_preference)
        self.preferences.changed.connect(self._preference_changed)
        self.shell: Shell | None = None
        self._rebuild_due = False

    # ---- beginning

    def begin(self, place: Place) -> None:
        """Build the shell and open the page where the same user was, else today."""
        self._apply_preferences()
        self._restore_window()
        self._build()
        self._open_place(place if place.user_id == self.office.account.id else Place())
        self._watch.start(self.office.settings.idle_minutes)
        self._warm_up()

    def _warm_up(self) -> None:
        """Behind the first page: the telephone may ring next. What fails is said when it is really asked."""
        office = self.office

        def job() -> None:
            from caseapp.casework import child_page

            child_page.warm_up(office)

        self._runner.ask(job, key="session.warm", failed=lambda _error: None, owner=self.shell)

    def _build(self) -> None:
        desk = Desk(self.office, self._runner, self._dialogs, None, self.preferences)  # type: ignore[arg-type]  # the shell puts itself there
        shell = Shell(desk, recent=self._recent, drafts=self._drafts)
        shell.lock_asked.connect(self._lock)
        shell.close_asked.connect(self._close)
        desk.bus.changed.connect(self._heard)
        self.shell = shell
        self._window.setCentralWidget(shell)
        shell.fit(self._window.width())
        self._tell_office()

    def _open_place(self, place: Place) -> None:
        self._open(place.page, place.args)
        if self.shell is not None:
            self.shell.trail.follow(place.trail)

    def _open(self, page: str, args: dict[str, Any]) -> None:
        assert self.shell is not None
        names = self.shell.rail.names()
        first = _FIRST_PAGE if _FIRST_PAGE in names or not names else names[0]
        try:
            wanted = pages.entry(page) if page else None
        except KeyError:
            wanted = None
        if wanted is not None and wanted.there():
            self.shell.open(wanted.name, **args)
        else:
            self.shell.open(first)

    def _recent(self) -> tuple[tuple[str, str], ...]:
        from caseapp.casework import register

        return register.recent(self.office)

    def _drafts(self) -> int:
        from caseapp.casework import drafts

        return drafts.count(self.office)

    def _heard(self, changes: Any) -> None:
        if changes.touches("settings"):
            self._watch.start(self.office.settings.idle_minutes)
            self._tell_office()
        if changes.touches("backup", "preference"):
            self._tell_office()

    def _tell_office(self) -> None:
        from caseapp.casework import backups

        office, shell = self.office, self.shell
        self._runner.ask(lambda: backups.last_backup(office), self._show_office, key="session.office", owner=shell)

    def _show_office(self, last: datetime | None) -> None:
        if self.shell is not None:
            when = moment_words(last, now=self.office.now) if last else _("none yet")
            words = _("{office} ・ backup {when}").format(office=self.office.settings.name, when=when)
            self.shell.status.office.setText(words)

    # ---- preferences

    def _apply_preferences(self) -> None:
        wanted = self.preferences
        if wanted["language"] in ("ja", "en"):
            use_language(wanted["language"])
        DateField.wording = "western" if wanted["date_style"] == "western" else "era"
        masking.switch(bool(wanted["masked"]))
        theme.apply(choice=wanted["theme"], base=float(wanted["font_size"]))

    def _keep_preference(self, name: str, value: Any) -> None:
        from caseapp.casework import accounts

        office = self.office
        self._runner.ask(lambda: accounts.set_preference(office, name, value))

    def _preference_changed(self, name: str) -> None:
        if name in ("language", "date_style", "font_size", "theme") and not self._rebuild_due:
            self._rebuild_due = True  # the wish comes from a widget that is thrown away: after its event
            QTimer.singleShot(0, self.rebuild)

    def rebuild(self) -> None:
        """Throw the pages away and build them anew where the person was (language, text size, colours).

        In this order it takes a third of the time: Qt dresses every living widget anew after a change of the sheet.
        """
        self._rebuild_due = False
        if self.shell is None:
            return
        self.shell.keep_drafts()
        place = self._place_of(self.shell)
        for take_away in overlays(self._window):
            take_away()
        self._destroy_shell()
        self._apply_preferences()
        self._build()
        self._open_place(place)

    def _restore_window(self) -> None:
        stored = self.preferences.get("window")
        if isinstance(stored, str):
            self._window.restoreGeometry(QByteArray.fromBase64(stored.encode("ascii")))

    # ---- ending

    def end(self) -> Ending:
        """Keep drafts, destroy the pages, close the store, forget the key and the clipboard.

        Never asks and never fails: each step is done whatever became of the one before, and what went wrong is told
        in the answer.
        """
        ending = Ending()
        report, self._runner.report = self._runner.report, ending.failed  # a dialog would be closed with the desk
        cover = Cover(self._window)
        patience = Patience(working=lambda: self.office.busy, waits=lambda: self._hide_all(ending, cover))
        with self._runner.patience(patience) as ending.left:
            try:
                ending.do(self._watch.stop)
                if self.shell is not None:
                    ending.do(lambda: self._note_place(ending))
                    ending.do(self._runner.cancel_long)
                    ending.do(self._runner.flush)  # what was asked is done, and answered while its page still stands
                    ending.unkept = failure_of(self._keep_all)
                ending.do(self._close_dialogs)
                ending.do(self._runner.forget)
            finally:
                for take_away in overlays(self._window):
                    ending.do(take_away)
                ending.do(self._destroy_shell)
                ending.do(clipboard.forget)
                ending.do(self._close_office)
                ending.do(lambda: masking.switch(on=False))
                ending.do(lambda: destroy(cover))
                ending.do(gc.collect)
                self._runner.report = report
        return ending

    def _hide_all(self, ending: Ending, cover: Cover) -> None:
        """Something is not ready yet: nobody reads the desk while it is waited for."""
        ending.do(self._close_dialogs)
        ending.do(cover.spread)

    def _close_dialogs(self) -> None:
        not_printed = partial(self._afterwards.not_printed, self.office.account.id, at=self.office.now)
        self._dialogs.close_all(not_printed)

    def _note_place(self, ending: Ending) -> None:
        ending.place = Place(self.office.account.id)
        if self.shell is not None:
            ending.place = self._place_of(self.shell)

    def _place_of(self, shell: Shell) -> Place:
        page, args = shell.here()
        return Place(self.office.account.id, page, args, shell.trail.kept())

    def _keep_all(self) -> None:
        assert self.shell is not None
        try:
            self.shell.keep_drafts()
        finally:
            geometry = bytes(self._window.saveGeometry().toBase64().data()).decode("ascii")
            if geometry != self.preferences.get("window"):
                self._save_geometry(geometry)

    def _save_geometry(self, geometry: str) -> None:
        from caseapp.casework import accounts

        office = self.office
        self._runner.run_now(lambda: accounts.set_preference(office, "window", geometry))

    def _close_office(self) -> None:
        from caseapp.casework import office as offices

        office = self.office
        try:
            self._runner.run_now(lambda: offices.lock(office))
        except NotInTime:
            office.let_go()  # somebody holds the store and does not come back: the key goes without asking
            raise
        finally:
            office.close()  # the key is dropped even where the store's thread could not be asked

    def _destroy_shell(self) -> None:
        shell, self.shell = self.shell, None
        if shell is not None:
            self._window.takeCentralWidget()
            destroy(shell)


def overlays(window: QWidget) -> list[Callable[[], None]]:
    """What takes away each that pages opened over themselves (a number, a form, what was found): they lie in the
    window, not in the shell."""

    def go(overlay: Overlay) -> None:
        if shiboken6.isValid(overlay):  # one may have gone with another
            try:
                overlay.close()
            finally:
                destroy(overlay)

    return [partial(go, overlay) for overlay in window.findChildren(Overlay)]


def destroy(widget: QWidget) -> None:
    """Delete a widget and all below it now, not at the next turn of the event loop."""
    widget.hide()
    widget.setParent(None)
    shiboken6.delete(widget)


def moment_words(moment: datetime, *, now: datetime) -> str:
    """`今日 17:32`, `昨日 17:32`, else the day."""
    days = (now.date() - moment.astimezone(now.tzinfo).date()) // timedelta(days=1)
    clock = f"{moment.astimezone(now.tzinfo):%H:%M}"
    if days == 0:
        return _("today {time}").format(time=clock)
    if days == 1:
        return _("yesterday {time}").format(time=clock)
    return dates.screen_date(moment.date(), today=now.date(), language=language.current())
