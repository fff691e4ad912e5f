"""Every shortcut of the program in one place. Menus, tooltips, the status bar and F1 show them from here.

Kept off: F6 to F10 (conversion keys of MS-IME), single letters, and what text fields need (Ctrl+A/C/V/X/Y).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from PySide6.QtGui import QKeySequence

from caseapp.rules.problem import N_
from caseapp.words.language import _

Menu = Literal["", "file", "edit", "view", "child", "papers", "help"]


_SIGNS = {
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Return": "Enter",
    "PgUp": "PageUp",
    "PgDown": "PageDown",
    "Del": "Delete",
}


@dataclass(frozen=True)
class Shortcut:
    """`keys` in Qt's portable form ("" where the key is the widget's own: shown, not bound), `words` what it does,
    `menu` where its action stands, `shown` how it is written (default: as Qt writes it), `window`: holds on every page.
    """

    keys: str
    words: str
    menu: Menu = ""
    shown: str = ""
    window: bool = False

    @property
    def text(self) -> str:
        """As a person reads it: `Ctrl+S`, `Alt+←`."""
        if self.shown:
            return self.shown
        native = QKeySequence(self.keys).toString(QKeySequence.SequenceFormat.NativeText)
        *held, last = native.split("+") if not native.endswith("++") else [*native[:-2].split("+"), "+"]
        return "+".join([*held, _SIGNS.get(last, last)])

    @property
    def sentence(self) -> str:
        return _(self.words)


class Keys(Enum):
    """The shortcuts. A page binds those it uses with `Page.on`; members with `window` belong to the shell."""

    # everywhere
    SEARCH = Shortcut("Ctrl+K", N_("Search children, records and actions"), "view", window=True)
    HELP = Shortcut("F1", N_("Keys of this page"), "help", window=True)
    MASK = Shortcut("F11", N_("Hide names"), "view", window=True)
    LOCK = Shortcut("F12", N_("Lock"), "file", window=True)
    BACK = Shortcut("Alt+Left", N_("Back"), "view", window=True)
    QUIT = Shortcut("Ctrl+Q", N_("Close the program"), "file", window=True)
    PAGE_1 = Shortcut("Ctrl+1", N_("Go to the first page of the rail"), window=True)
    PAGE_2 = Shortcut("Ctrl+2", N_("Go to the second page of the rail"), window=True)
    PAGE_3 = Shortcut("Ctrl+3", N_("Go to the third page of the rail"), window=True)
    PAGE_4 = Shortcut("Ctrl+4", N_("Go to the fourth page of the rail"), window=True)
    PAGE_5 = Shortcut("Ctrl+5", N_("Go to the fifth page of the rail"), window=True)
    PAGE_6 = Shortcut("Ctrl+6", N_("Go to the sixth page of the rail"), window=True)
    PAGE_7 = Shortcut("Ctrl+7", N_("Go to the seventh page of the rail"), window=True)
    PAGE_8 = Shortcut("Ctrl+8", N_("Go to the eighth page of the rail"), window=True)
    SETTINGS = Shortcut("Ctrl+,", N_("Settings"), "file", window=True)
    LARGER = Shortcut("Ctrl++", N_("Larger text"), "view", window=True)
    SMALLER = Shortcut("Ctrl+-", N_("Smaller text"), "view", window=True)
    USUAL_SIZE = Shortcut("Ctrl+0", N_("Usual text size"), "view", window=True)
    RAIL = Shortcut("F4", N_("Between the rail and the page"), "view", window=True)

    # records
    RECORD = Shortcut("Ctrl+N", N_("Record a consultation"), "child")
    RECORD_STEP = Shortcut("Ctrl+R", N_("Record what was planned"), "child")
    SAVE = Shortcut("Ctrl+S", N_("Save"), "file")
    SAVE_NEXT = Shortcut("Ctrl+Shift+S", N_("Save and go on recording"), "file")
    PRINT = Shortcut("Ctrl+P", N_("Print"), "papers")
    EDIT = Shortcut("F2", N_("Edit"), "edit")
    EDIT_CHILD = Shortcut("Ctrl+E", N_("Edit the child's record"), "child")
    NEW_CHILD = Shortcut("Ctrl+Shift+N", N_("Register a child"), "child")
    NEW = Shortcut("Ctrl+Shift+A", N_("New entry"), "edit")
    FOLLOW_UP = Shortcut("Ctrl+T", N_("Add a next step"), "child")
    LIAISON = Shortcut("Ctrl+L", N_("Record a contact with an organization"), "child")
    PLAN = Shortcut("Ctrl+G", N_("Support plan"), "child")
    ASSESSMENT = Shortcut("Ctrl+Shift+G", N_("Assess all areas of life"), "child")
    TRANSITION = Shortcut("Ctrl+I", N_("Fill in the transition checklist"), "child")
    HAND_OVERS = Shortcut("Ctrl+Shift+U", N_("Hand-overs under way"), "child")
    QUOTAS = Shortcut("Ctrl+B", N_("Quotas of schemes"), "child")
    LETTER = Shortcut("Ctrl+Shift+L", N_("Write an information letter"), "papers")
    UNDO_ACT = Shortcut("Ctrl+Z", N_("Undo"), "edit")
    FILTER = Shortcut("Ctrl+F", N_("Narrow down"), "view")
    CONDITIONS = Shortcut("Ctrl+Shift+F", N_("Conditions for the list"), "view")
    SAVED_LISTS = Shortcut("Ctrl+Shift+O", N_("Saved conditions"), "view")
    COLUMNS = Shortcut("Ctrl+Shift+K", N_("Choose the columns"), "view")
    HAND_OVER = Shortcut("Ctrl+Shift+W", N_("Change the worker of the chosen children"), "child")
    MERGE = Shortcut("Ctrl+Shift+M", N_("Merge with another record"), "child")
    DUPLICATES = Shortcut("Ctrl+Shift+T", N_("Look for children registered twice"), "child")
    EXPORT = Shortcut("Ctrl+Shift+E", N_("Write out the list"), "file")
    IMPORT = Shortcut("Ctrl+Shift+I", N_("Read in a list"), "file")
    REFRESH = Shortcut("F5", N_("Load again"), "view")
    HISTORY = Shortcut("Ctrl+H", N_("History of changes"), "view")
    DONE = Shortcut("Ctrl+D", N_("Mark as done"), "edit")
    POSTPONE = Shortcut("Ctrl+Shift+D", N_("Put off"), "edit")
    WAIT = Shortcut("Ctrl+J", N_("Wait for somebody, or it has come"), "edit")
    MINE = Shortcut("Ctrl+M", N_("Mine or the whole office"), "view")
    NEXT_MISSING = Shortcut("F3", N_("Next missing thing"), "edit")
    OFFERS = Shortcut("Ctrl+J", N_("Sentence examples and schemes"), "edit")
    SAID = Shortcut("Ctrl+Shift+J", N_("Take needs out of consultations"), "edit")
    COMPARE = Shortcut("Ctrl+Shift+H", N_("Compare with another version"), "view")
    EXAMPLES = Shortcut("Shift+F1", N_("Writing examples"), "help")
    PARAGRAPH_1 = Shortcut("Alt+1", N_("Words of child and family"))
    PARAGRAPH_2 = Shortcut("Alt+2", N_("Facts"))
    PARAGRAPH_3 = Shortcut("Alt+3", N_("Information from others"))
    PARAGRAPH_4 = Shortcut("Alt+4", N_("Opinion"))
    PARAGRAPH_5 = Shortcut("Alt+5", N_("Response and advice"))
    NEXT_STEP = Shortcut("Alt+N", N_("What comes next"), "edit")
    OTHER_COLUMN = Shortcut("Ctrl+Tab", N_("To the other column"), "view")
    ADD_ROW = Shortcut("Ctrl+Return", N_("Add a row"), "edit")
    ROW_UP = Shortcut("Alt+Up", N_("Move up"), "edit")
    ROW_DOWN = Shortcut("Alt+Down", N_("Move down"), "edit")
    GO_ON = Shortcut("Ctrl+Return", N_("Go on"), "edit")
    DELETE_ROW = Shortcut("Ctrl+Delete", N_("Take out the row"), "edit")
    APPROVE = Shortcut("Ctrl+Shift+P", N_("Move to the next step"), "edit")
    NEXT_TAB = Shortcut("Ctrl+PgDown", N_("Next kind"), "view")
    PREVIOUS_TAB = Shortcut("Ctrl+PgUp", N_("Previous kind"), "view")
    CLOSE = Shortcut("Esc", N_("Close"))
    OPEN_AND_RECORD = Shortcut("Ctrl+Enter", N_("Open and record"))

    # the widgets' own, shown so that people know them
    CHOOSE = Shortcut("", N_("Choose"), shown="↑↓")
    OPEN = Shortcut("", N_("Open"), shown="Enter")
    TICK = Shortcut("", N_("Mark as done"), shown="Space")
    MARK = Shortcut("", N_("Choose several"), shown="Space ")
    MARK_ALL = Shortcut("", N_("Choose all that are shown"), shown="Ctrl+A")
    NEXT_FIELD = Shortcut("", N_("Next field"), shown="Tab")
    TO_LIST = Shortcut("", N_("To the list"), shown="↓")
    SWITCH_KIND = Shortcut("", N_("Switch the kind"), shown="Tab ")
    DAY = Shortcut("", N_("Day later or earlier"), shown="↑↓ ")
    DAYS = Shortcut("", N_("Another day"), shown="←↑↓→")
    PERIOD = Shortcut("", N_("Earlier or later"), shown="PageUp/PageDown")
    SPANS = Shortcut("", N_("By day, week or month"), shown="D・W・M")
    TO_TODAY = Shortcut("", N_("To today"), shown="T")
    RATE = Shortcut("", N_("Rate the area"), shown="1–5")
    ANSWER = Shortcut("", N_("Answer the item and go on"), shown="1–4")
    NO_ANSWER = Shortcut("", N_("Take the answer back"), shown="0")
    PARAGRAPHS = Shortcut("", N_("Kind of paragraph"), shown="Alt+1–5")

    @property
    def text(self) -> str:
        """The key as a person reads it."""
        return self.value.text.strip()

    @property
    def words(self) -> str:
        """What it does, in the language of the screen."""
        return self.value.sentence

    @property
    def sequence(self) -> QKeySequence:
        return QKeySequence(self.value.keys)


def clashes(used: list[Keys]) -> list[tuple[Keys, Keys]]:
    """Pairs among the keys used on one page that are the same key."""
    found = []
    for index, one in enumerate(used):
        for other in used[index + 1 :]:
            if one.value.keys and one.sequence.matches(other.sequence) == QKeySequence.SequenceMatch.ExactMatch:
                found.append((one, other))
    return found
