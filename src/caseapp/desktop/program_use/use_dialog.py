"""What the overlays over a use of a scheme have in common: a form with its draft, what the limits say, one act.

Object names: `use-dialog`; field `use-override`; `use-verdict`; button `use-save`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from caseapp.casework import drafts, program_uses
from caseapp.casework.program_uses import Looked
from caseapp.casework.views import Draft, DraftKey
from caseapp.desktop.child_form.field_set import FieldSet
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.drafts import DraftKeeper, ask_to_discard, kept_words
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.text import Para
from caseapp.desktop.program_use import words
from caseapp.rules.changes import Changes
from caseapp.rules.problem import Problem, Refused
from caseapp.rules.program_use import ProgramUse
from caseapp.words.language import _

Done = Callable[[Changes], object]
BOOKING, MARKING, CANCELLING = "program_use", "program_use_used", "program_use_cancelled"  # the drafts' forms


class UseDialog(Dialog):
    """The form and the act. What is typed is a draft within seconds: closed or locked, it is there the next time.

    An heir adds its fields to `fields` and calls `keeping` when they are filled; `draft` None: nothing is kept.
    """

    def __init__(self, page: Page, title: str, *, act: str, about: str = "", draft: DraftKey | None = None) -> None:
        super().__init__(page, title, width=640)
        self.setObjectName("use-dialog")
        self.page, self._key = page, draft
        self.banner = Banner(parent=self.panel, icon="pencil")
        self.add(self.banner)
        if about:
            self.add(Para(about, ink="sub", parent=self.panel))
        self.form = Form(label_width=112, parent=self.panel)
        self.add(self.form)
        self.told = Para("", parent=self.panel)
        self.told.setObjectName("use-verdict")
        self.told.hide()
        self.add(self.told)
        self.why = Form(label_width=112, parent=self.panel)
        self.override = self.why.row(
            _("Why past the limit"), TextField(placeholder=_("e.g. agreed with the prefecture")), name="override_reason"
        )
        self.why.hide()
        self.add(self.why)
        self.button = Button(act, self.save, kind="primary", key="Ctrl+Enter")
        self.button.setObjectName("use-save")
        self.set_buttons(self.button, leave=_("Leave it") if draft is None else _("Close"))
        self.fields = FieldSet(self._touched)
        self.fields.add("override", self.override, object_name="use-override")
        self.keeper: DraftKeeper | None = None

    def begin(self) -> None:
        """Open it, the focus where one begins to write."""
        self.open()

    def save(self) -> None:
        """What the act does."""
        raise NotImplementedError

    def wanted(self) -> ProgramUse | None:
        """The use as the fields have it; None while a field is empty that it needs."""
        raise NotImplementedError

    # ---- the draft

    def keeping(self) -> None:
        """Keep what is typed from now on, and go on with what was typed before."""
        self._fresh = self.fields.content()
        if self._key is None:
            return
        self._begin_keeping(self._key)
        self.closed.connect(self._closed)
        office, key = self.page.desk.office, self._key

        def find() -> Draft | None:
            return drafts.find(office, form=key.form, child_id=key.child_id, record_id=key.record_id)

        self.page.desk.ask(find, self._go_on_with, key="program_use.draft", owner=self)

    def _begin_keeping(self, key: DraftKey) -> None:
        self.keeper = DraftKeeper(self.page.desk, key, self.fields.content, parent=self.page)

    def _touched(self) -> None:
        if self.keeper is not None:
            self.keeper.touch()

    def _go_on_with(self, draft: Draft | None) -> None:
        if draft is None or (self.keeper is not None and self.keeper.unsaved):
            return
        self.fields.put_back(draft.content)
        self.filled()
        kept_at = kept_words(draft.saved_at, self.page.desk)
        told = _("This is the draft of {time}.").format(time=kept_at)
        self.banner.say(told, action=_("Throw it away and start anew"), do=self._ask_to_discard)
        self.refit()

    def filled(self) -> None:
        """The fields were filled from outside: what follows from them is shown."""
        self.look()

    def keep(self) -> None:
        """Write the draft, in the background; the status line says that it is there."""
        if self.keeper is not None:
            if self.keeper.unsaved or self.banner.text():
                self.page.desk.saved(_("Closed. The draft is kept."))
            self.keeper.keep()

    def _closed(self) -> None:
        self.keep()
        self._let_keeper_go()

    def _let_keeper_go(self) -> None:
        """It is the page's, which stays, and knows every field of this dialog."""
        if self.keeper is not None:
            self.keeper.deleteLater()
            self.keeper = None

    def keep_now(self) -> None:
        """Write the draft, and wait for it."""
        if self.keeper is not None:
            self.keeper.keep_now()

    def _ask_to_discard(self) -> None:
        ask_to_discard(self.page.desk, self._discard)

    def _discard(self) -> None:
        if self.keeper is None or self._key is None:
            return
        self.keeper.discard()
        self._let_keeper_go()
        self._begin_keeping(self._key)
        self.banner.say("")
        self.fields.put_back(self._fresh)
        self.filled()

    # ---- the limits

    def look(self) -> None:
        """Ask what it would do to the limits."""
        use, office = self.wanted(), self.page.desk.office
        if use is None:
            self._tell(Looked())
            return
        self.page.desk.ask(lambda: program_uses.look(office, use), self._tell, key="program_use.look", owner=self)

    def _tell(self, found: Looked) -> None:
        said, over = words.verdicts(found.verdicts)
        twice = words.same_days(found.meets, self.page.desk.preferences["date_style"])
        said = "\n".join(part for part in (twice, said) if part)
        self.told.setText(said)
        self.told.set_ink("red" if over else "ink")
        self.told.setVisible(bool(said))
        self.why.setVisible(over or bool(self.override.value()))
        self.refit()

    # ---- the act

    def act(self, job: Callable[[DraftKey | None], Changes], done: Done) -> None:
        """Let casework act; close on success, show what is missing otherwise. `job` gets the draft to drop."""

        def acted(changes: Changes) -> None:
            if self.keeper is not None:
                self.keeper.end()
                self._let_keeper_go()
            self.close()
            self.page.undo_bar.clear()
            done(changes)

        if self.keeper is not None:
            self.keeper.keep()  # before the record: what a timer wrote after it would outlive it
        key = self._key
        self.page.desk.act(lambda: job(key), acted, failed=self._failed, owner=self)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.show_problems(error.problems)
        else:
            self.close()
            self.page.desk.dialogs.report(error)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each beside its field; the reason for passing a limit has its own row."""
        mine = [problem for problem in problems if problem.field == "override_reason"]
        self.why.setVisible(self.why.isVisible() or bool(mine))
        self.form.show_problems([problem for problem in problems if problem not in mine])
        if mine:
            self.why.show_problems(mine)
            self.override.setFocus()
        self.refit()


class AgainDialog(UseDialog):
    """What was cancelled, marked as used or taken back counts again and passes a limit: only with a reason."""

    def __init__(
        self,
        page: Page,
        problems: Sequence[Problem],
        *,
        about: str,
        act: str,
        again: Callable[[str], Changes],
        done: Done,
    ) -> None:
        super().__init__(page, act, act=act, about=about)
        self._problems, self._again, self._done = problems, again, done
        self.why.show()

    def begin(self) -> None:
        self.open(self.override)
        self.show_problems(self._problems)

    def wanted(self) -> ProgramUse | None:
        return None

    def save(self) -> None:
        reason = self.override.value()
        self.act(lambda _key: self._again(reason), self._done)


def again_within_limits(
    page: Page, again: Callable[[str | None], Changes], *, about: str, act: str, done: Done = lambda _changes: None
) -> None:
    """Let `again` act with the reason that stands there (None); past a limit it asks for one (`act`: what it does)."""

    def failed(error: BaseException) -> None:
        if isinstance(error, Refused) and any(each.field == "override_reason" for each in error.problems):
            AgainDialog(page, error.problems, about=about, act=act, again=again, done=done).begin()
        else:
            page.desk.dialogs.report(error)

    page.desk.act(lambda: again(None), done, failed=failed, owner=page)
