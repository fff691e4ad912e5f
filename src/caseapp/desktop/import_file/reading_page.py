"""What the page of reading in asks of the store, and what it does with the answers. The page itself is `page`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtWidgets import QWidget

from caseapp.desktop.import_file.dialog import choose
from caseapp.desktop.import_file.stages import COLUMNS, DONE, FILE, LOOK, WHOLE, Stages
from caseapp.desktop.kit import failures
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.dialogs import Answer
from caseapp.desktop.kit.file_name import with_ending
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.runner import Failed, Progress
from caseapp.desktop.kit.text import Label
from caseapp.rules.changes import Changes
from caseapp.rules.problem import ChangedMeanwhile, Refused
from caseapp.vault.trouble import Cancelled, VaultTrouble
from caseapp.words.language import _

if TYPE_CHECKING:  # they bring the reading of files, which the start of the program need not wait for
    from caseapp.casework.import_choices import Applied
    from caseapp.casework.import_preview import Preview
    from caseapp.casework.import_undo import Batch
    from caseapp.casework.importing import ImportOutcome
    from caseapp.desktop.import_file.looking import Mapped, Whole
    from caseapp.exchange.columns import Kind

T = TypeVar("T")
_MANY = 400
_LARGE = 400_000
"""From so many rows, or bytes of a file, on a bar is shown, and the person can stop it."""


class ReadingPage(Page):
    """`mapped` is the file with its columns, `looked` what it would do, `batch_id` the import that was just done."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.path: Path | None = None
        self.mapped: Mapped | None = None
        self.looked: Preview | None = None
        self.batch_id = ""
        self.busy = False
        self.file = Label(role="strong", parent=self)
        self.file.setObjectName("import-file")
        self.said = Banner(parent=self)
        self.said.setObjectName("import-said")
        self.stages = Stages(self)

    def show_stage(self, stage: str) -> None:
        """Show a step."""
        raise NotImplementedError

    def settle(self) -> None:
        """See what can be done now."""
        raise NotImplementedError

    # ---- asking

    def ask(
        self, job: Callable[[Progress], T], done: Callable[[T], object], *, title: str, long: bool, failed: Failed
    ) -> None:
        """A job on the store's thread; with a bar and a way to stop it where it takes a while."""
        self.busy = True
        self.settle()

        def answered(result: T) -> None:
            if shiboken6.isValid(self):
                self.busy = False
                done(result)
                self.settle()

        def not_done(error: BaseException) -> None:
            if shiboken6.isValid(self):
                self.busy = False
                self.settle()
                failed(error)

        if long:
            self.desk.long(title, lambda progress: _stoppable(job, progress), _either(answered, not_done))
            return
        still = Progress(lambda _done, _total: None)
        self.desk.ask(lambda: _stoppable(job, still), _either(answered, not_done), key="import", owner=self)

    def _amiss(self, error: BaseException) -> None:
        """What is wrong with the file is said here; what is wrong with the store in a dialog."""
        if isinstance(error, Cancelled):
            self.said.say(_("Stopped. Nothing was read in."))
        elif isinstance(error, Refused) and not isinstance(error, VaultTrouble):
            self.said.say(failures.told(error).words)
        else:
            self.desk.dialogs.report(error, title=_("The list could not be read in. Nothing was changed."))

    # ---- the file

    def choose_file(self) -> None:
        if not self.busy:
            choose(self.desk, lambda path: self.begin(path) if shiboken6.isValid(self) else None)

    def load_batches(self) -> None:
        """The imports there were."""
        office = self.desk.office

        def job() -> tuple[Batch, ...]:
            from caseapp.casework import import_undo

            return import_undo.batches(office)

        self.desk.ask(job, self.stages.show_batches, key="import.batches", owner=self)

    def begin(self, path: Path, *, kind: Kind | None = None) -> None:
        """Read the file and show its columns; where everything is clear, at once what it would do."""
        self.path, self.mapped, self.looked, self.batch_id = path, None, None, ""
        self.file.setText(path.name)
        office = self.desk.office

        def job(_progress: Progress) -> Mapped | Whole:
            from caseapp.desktop.import_file import looking

            return looking.opened(office, path, kind=kind)

        self.said.say("")
        long = _size(path) > _LARGE
        self.ask(job, self._opened, title=_("Reading the file"), long=long, failed=self._not_opened)

    def _not_opened(self, error: BaseException) -> None:
        self.show_stage(FILE)
        self.load_batches()
        self._amiss(error)

    def _opened(self, found: Mapped | Whole) -> None:
        from caseapp.desktop.import_file.looking import Whole

        if isinstance(found, Whole):
            self.stages.whole().show_whole(found)
            self.show_stage(WHOLE)
            return
        self.show_mapped(found)
        if found.clear and found.again is None:
            self.busy = False
            self.look()

    def show_mapped(self, mapped: Mapped) -> None:
        """The columns of the file."""
        self.mapped = mapped
        self.stages.columns().show_mapped(mapped)
        self.show_stage(COLUMNS)

    def map_again(self) -> None:
        """As another kind of list, or from another sheet or row."""
        part, before = self.stages.columns(), self.mapped
        if before is None or self.busy:
            return
        office, title, head_at = self.desk.office, part.sheet.value() or before.title, int(part.head.value() or 0)
        kind: Any = part.kind.value()
        same = kind == before.kind and title == before.title

        def job(_progress: Progress) -> Mapped:
            from caseapp.desktop.import_file import looking

            found = head_at if same else None
            return looking.mapped(office, before.file, title=title, kind=kind, head_at=found)

        self.said.say("")
        long = len(before.file.data) > _LARGE
        self.ask(job, self.show_mapped, title=_("Reading the file"), long=long, failed=self._amiss)

    def columns_changed(self) -> None:
        self.mapped = self.stages.columns().mapped
        self.settle()

    # ---- the look

    def look(self) -> None:
        """Try everything out."""
        mapped = self.mapped
        if mapped is None or mapped.problems or self.busy:
            return
        office, how = self.desk.office, self.stages.columns().on_duplicate()

        def job(progress: Progress) -> Preview:
            from caseapp.desktop.import_file import looking

            return looking.look(office, mapped, on_duplicate=how, progress=progress)

        self.said.say("")
        self._look_with(job, self._looked)

    def _look_with(self, job: Callable[[Progress], Preview], then: Callable[[Preview], object]) -> None:
        many = self.mapped is not None and len(self.mapped.grid.rows) > _MANY
        self.ask(job, then, title=_("Looking through the list"), long=many, failed=self._amiss)

    def _looked(self, looked: Preview) -> None:
        self.looked = looked
        self.stages.look().show_look(looked)
        self.show_stage(LOOK)

    def decide(self, line: int, whose: str) -> None:
        """A row of doubt is of this child, or of a new one: everything else follows from that."""
        if self.looked is not None:
            self._look_again({**self.looked.chosen, line: whose})

    def _look_again(self, chosen: dict[int, str]) -> None:
        office, looked = self.desk.office, self.looked
        if looked is None or self.busy:
            return

        def job(progress: Progress) -> Preview:
            from caseapp.desktop.import_file import looking

            return looking.look_again(office, looked, chosen=chosen, progress=progress)

        def show(found: Preview) -> None:
            self.looked = found
            self.stages.look().show_look(found, again=True)

        self._look_with(job, show)

    # ---- reading in

    def read_in(self) -> None:
        """Read in what is ticked, all in one go."""
        looked, mapped, part = self.looked, self.mapped, self.stages.look()
        if looked is None or mapped is None or self.busy or not part.ready:
            return
        if part.follow_up_on.problem():
            return
        office, choices = self.desk.office, part.choices()

        def job(progress: Progress) -> Applied:
            from caseapp.desktop.import_file import looking

            return looking.take(office, mapped, looked, choices, progress)

        self.said.say("")
        many = part.ticks.new(looked) + part.ticks.changed(looked) > _MANY
        self.ask(job, self._taken, title=_("Reading in the list"), long=many, failed=self._not_taken)

    def _taken(self, applied: Applied) -> None:
        self.batch_id = applied.batch_id
        part = self.stages.done()
        part.show_counts(applied.counts, undoable=bool(applied.batch_id))
        self.show_stage(DONE)
        self.desk.saved(part.result.text())
        self.desk.bus.tell(applied.changes)

    def _not_taken(self, error: BaseException) -> None:
        if isinstance(error, ChangedMeanwhile) and self.looked is not None:
            self._look_again(dict(self.looked.chosen))
            self.said.say(_("Somebody changed records in between. Look at the list once more, then read it in."))
        else:
            self._amiss(error)

    def read_whole(self) -> None:
        """Read in a whole export."""
        whole, office = self.stages.whole().whole, self.desk.office
        if whole is None or not whole.ready or self.busy:
            return

        def job(progress: Progress) -> ImportOutcome:
            from caseapp.desktop.import_file import looking

            return looking.take_whole(office, whole, progress)

        self.ask(job, self._whole_taken, title=_("Reading in the export"), long=True, failed=self._amiss)

    def _whole_taken(self, outcome: ImportOutcome) -> None:
        from caseapp.casework.import_applying import Counts

        part = self.stages.done()
        part.show_counts(Counts(outcome.new, outcome.changed), undoable=False)
        self.show_stage(DONE)
        self.desk.saved(part.result.text())
        self.desk.bus.tell(outcome.changes)

    # ---- undoing

    def undo(self) -> None:
        """Undo what was just read in."""
        if self.stages.now == DONE and self.batch_id:
            self._undo(self.batch_id, self.stages.done().show_undone)

    def undo_batch(self, batch: Batch) -> None:
        """Undo an import of earlier, after asking: it may be weeks old."""
        words = _("Undo the import of “{file}” with {new} new and {changed} changed records?")
        named = words.format(file=batch.file or _("a list"), new=f"{batch.new:,}", changed=f"{batch.changed:,}")
        self.desk.dialogs.ask(
            named,
            then=lambda _code: self._undo(batch.id, self.load_batches),
            answers=[Answer("undo", _("Undo this import"))],
            detail=_("What it changed is put back as it was, what it made is taken back. All of it, or nothing."),
        )

    def _undo(self, batch_id: str, then: Callable[[], object]) -> None:
        office = self.desk.office
        if self.busy:
            return

        def job(progress: Progress) -> Changes:
            from caseapp.casework import import_undo

            return import_undo.undo(office, batch_id, progress=progress, cancelled=progress.cancelled)

        def undone(changes: Changes) -> None:
            self.batch_id = ""
            then()
            self.desk.saved(_("The import was undone."))
            self.desk.bus.tell(changes)

        self.said.say("")
        self.ask(job, undone, title=_("Undoing the import"), long=True, failed=self._amiss)

    def another(self) -> None:
        """From the start, with another file."""
        self.path = None
        self.show_stage(FILE)
        self.load_batches()

    # ---- the rows to mend

    def write_refused(self) -> None:
        """Write the refused rows with their reasons into a file."""
        mapped, findings = self.mapped, self.stages.findings()
        if mapped is None or not findings or self.busy:
            return
        office = self.desk.office

        def take(path: Path) -> None:
            def job(_progress: Progress) -> Path:
                from caseapp.desktop.import_file import looking

                looking.write_refused(office, mapped, findings, path)
                return path

            def written(path: Path) -> None:
                words = _("Written: {file}. Mend the rows there and read that file in.")
                self.said.say(words.format(file=path.name))

            self.ask(job, written, title=_("Writing"), long=False, failed=self._amiss)

        name = f"{_('Rows to mend')}_{Path(mapped.file.name).stem}.xlsx"
        filters = ["Excel (*.xlsx)", "CSV (*.csv)"]
        title = _("Write out the rows to mend")
        dialogs = self.desk.dialogs

        def named(path: Path) -> None:
            with_ending(dialogs, path, ".xlsx", ".csv", then=take)

        dialogs.choose_file(title, then=named, kind="save", name=name, filters=filters)


class _Outcome:
    """What a job came to: its result, or why it came to nothing."""

    def __init__(self, result: Any = None, error: BaseException | None = None) -> None:
        self.result, self.error = result, error


def _stoppable(job: Callable[[Progress], T], progress: Progress) -> _Outcome:
    """A stop is an answer, too: the runner would say nothing."""
    try:
        return _Outcome(job(progress))
    except Exception as error:  # noqa: BLE001 - shown by the page, whatever it is
        return _Outcome(error=error)


def _either(done: Callable[[Any], object], failed: Failed) -> Callable[[_Outcome], object]:
    return lambda found: done(found.result) if found.error is None else failed(found.error)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
