"""The form of one sheet: whose answers, the items by domain, a remark on the whole, and the question.

Object names: `transition-form`, `transition-on`, `transition-side`, `transition-who`, `transition-how`,
`transition-remark`, `transition-aside` (whether the other side's answers are seen), `transition-missing`, and those of
`item_row`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.casework.views import ChildHead
from caseapp.desktop.child.words import relationship
from caseapp.desktop.follow_up.kept import keep, put_back
from caseapp.desktop.kit.card import SectionHead
from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.fields import DateField, Today
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.problem_line import ProblemLine
from caseapp.desktop.kit.refusal import tell_refused
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.record.question_form import QuestionForm
from caseapp.desktop.transition.item_row import ItemRow
from caseapp.rules import dates
from caseapp.rules.child import Child
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.problem import Problem
from caseapp.rules.transition import (
    CHILD,
    GUARDIAN,
    NOT_APPLICABLE,
    SIDES,
    YES,
    ChecklistItem,
    TransitionAnswer,
    TransitionCheck,
    blank_answers,
    latest,
)
from caseapp.words import codes, language, transition
from caseapp.words.language import _, current

_LABELS = 88
_EARLIER = 2  # sheets of the same side beside each item
_BETWEEN = ":"  # relationship and name of a member of the family


class TransitionForm(QuestionForm):
    """What is written on one sheet."""

    def __init__(self, today: Today, *, parent: QWidget | None = None) -> None:
        super().__init__(today, parent=parent)
        self.setObjectName("transition-form")
        self._today = today
        self._items: tuple[ChecklistItem, ...] = ()
        self._sheets: tuple[TransitionCheck, ...] = ()
        self._style: dates.Style = "era"
        self._other_shown = False
        self.rows: list[ItemRow] = []
        self._heads: dict[str, SectionHead] = {}
        inside = self.column.inside
        self.head = Form(label_width=_LABELS, spacing=4, parent=inside)
        self._add_head(today)
        self.column.body.addWidget(self.head)
        self.aside = Label("", role="caption", tone="sub", parent=inside)
        self.aside.setObjectName("transition-aside")
        self.column.body.addWidget(self.aside)
        self.missing = ProblemLine(inside)
        self.missing.setObjectName("transition-missing")
        self.column.body.addWidget(self.missing)
        self._list = QWidget(inside)
        self._list_column = QVBoxLayout(self._list)
        self._list_column.setContentsMargins(0, 0, 0, 0)
        self._list_column.setSpacing(2)
        self.column.body.addWidget(self._list)
        self.column.body.addWidget(SectionHead(_("On the whole"), parent=inside))
        self.whole = Form(label_width=_LABELS, spacing=4, parent=inside)
        self.remark = self.whole.row(
            _("Remark"), Paragraph(placeholder=_("what was spoken about, what matters next"), least=2), name="remark"
        )
        self.remark.setObjectName("transition-remark")
        self.remark.changed.connect(self.changed)
        self.column.body.addWidget(self.whole)
        self.finish(self.remark)

    def _add_head(self, today: Today) -> None:
        form, how = self.head, codes.load("transition_how")
        self.on = form.row(_("Day"), DateField(today), name="on")
        sides = [(side, codes.load("transition_respondent").label(side)) for side in SIDES]
        self.side = form.row(_("Whose answers"), ToggleFlow(sides), name="respondent")
        self.who = form.row(_("Answered by"), ToggleFlow([]), name="respondent_name")
        self.how = form.row(_("How"), ToggleFlow([(code, how.label(code)) for code in how]), name="how")
        named = {"on": self.on, "side": self.side, "who": self.who, "how": self.how}
        for name, field in named.items():
            field.setObjectName(f"transition-{name}")
            field.changed.connect(self.changed)  # type: ignore[attr-defined]  # every field of the kit has it
        self.side.changed.connect(self._other_side)

    def forms(self) -> Sequence[Form]:
        return (self.head, self.whole)

    def _show_in_parts(self, problems: Sequence[Problem]) -> None:
        """That nothing is answered is said above the first item, and the keys 1 to 4 answer there at once."""
        unanswered = [each for each in problems if each.field == "answers"]
        rest = [each for each in problems if each not in unanswered]
        super()._show_in_parts(rest)
        if unanswered:
            self.missing.say("\n".join(language.say(each) for each in unanswered))
            tell_refused(self.head)
            if not rest:
                self.focus_first()

    def clear_problems(self) -> None:
        super().clear_problems()
        self.missing.say("")

    # ---- filling

    def start(
        self,
        page: ChildHead,
        sheets: Sequence[TransitionCheck],
        items: Sequence[ChecklistItem],
        *,
        side: str,
        style: dates.Style,
    ) -> None:
        """Empty, for this child, with what was said before beside each item."""
        self._sheets, self._items, self._style = tuple(sheets), tuple(items), style
        self._offer_family(page.child)
        self._make_rows(blank_answers(items, side))
        self.on.set_value(self._today())
        self.side.set_value(side)
        self.side.setEnabled(True)
        self._other_shown = False
        self.who.set_value("")
        self.how.set_value("")
        self.remark.set_value("")
        self._settle()
        self.question.put_back({})
        self.question.set_follow_ups(page.follow_ups)
        self.question.set_optional("")
        self.clear_problems()

    def show_record(self, record: TransitionCheck, follow_ups: Iterable[FollowUp]) -> None:
        """A stored sheet, in the words it was asked in, and the open action that grew from it."""
        self._make_rows(record.answers)
        for row, stored in zip(self.rows, record.answers, strict=True):
            row.put(stored.answer, stored.remark)
        self.on.set_value(record.on)
        self.side.set_value(record.respondent)
        self.side.setEnabled(False)
        self._offer_also(record)
        self.who.set_value(_member_code(record.relationship, record.respondent_name))
        self.how.set_value(record.how)
        self.remark.set_value(record.remark)
        self._settle()
        self.question.show_grown(record.id, follow_ups, none_reason=record.none_reason)
        self.question.set_optional(_("Left as it is unless you change it"))

    def filled(self, record: TransitionCheck) -> TransitionCheck:
        """`record` with what stands here."""
        side = self.side.value()
        kin, _between, name = self.who.value().partition(_BETWEEN) if side == GUARDIAN else ("", "", "")
        return replace(
            record,
            on=self.on.value() or record.on,
            respondent=side,
            relationship=kin,
            respondent_name=name,
            how=self.how.value(),
            answers=tuple(row.value() for row in self.rows),
            remark=self.remark.value(),
        )

    def content(self) -> dict[str, Any]:
        answers = {row.item: [row.answer.value(), row.remark.value()] for row in self.rows}
        return {
            "on": keep(self.on),
            "side": self.side.value(),
            "who": self.who.value(),
            "how": self.how.value(),
            "answers": {item: given for item, given in answers.items() if any(given)},
            "remark": self.remark.value(),
            "question": self.question.content(),
        }

    def put_back(self, content: Mapping[str, Any]) -> None:
        put_back(self.on, content.get("on"))
        if self.side.isEnabled() and content.get("side") in SIDES:
            self.side.set_value(str(content["side"]))
            self._in_words_of_side()
        self.who.set_value(str(content.get("who", "")))
        self.how.set_value(str(content.get("how", "")))
        self.remark.set_value(str(content.get("remark", "")))
        answers = content.get("answers")
        for row in self.rows:
            given = answers.get(row.item) if isinstance(answers, Mapping) else None
            pair = given if isinstance(given, list) and len(given) == 2 else ["", ""]
            row.put(str(pair[0]), str(pair[1]))
        self._settle()
        question = content.get("question")
        if isinstance(question, Mapping):
            self.question.put_back(question)

    # ---- the rows

    def _make_rows(self, asked: Sequence[TransitionAnswer]) -> None:
        while (old := self._list_column.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows, self._heads = [], {}
        for domain, group in groupby(asked, key=lambda each: each.domain):
            head = SectionHead("", parent=self._list)
            self._heads.setdefault(domain, head)
            self._list_column.addWidget(head)
            for each in group:
                row = ItemRow(each, parent=self._list)
                row.changed.connect(self._row_changed)
                row.stepped.connect(partial(self._step_from, row))
                self._list_column.addWidget(row)
                self.rows.append(row)

    def _row_changed(self) -> None:
        self.missing.say("")
        self._say_standing()
        self.changed.emit()

    def _other_side(self) -> None:
        self._in_words_of_side()
        self._settle()

    def _in_words_of_side(self) -> None:
        asked = {each.item: each for each in blank_answers(self._items, self.side.value())}
        for row in self.rows:
            if row.item in asked:
                row.show_asked(asked[row.item])

    def _settle(self) -> None:
        """What depends on whose answers these are: who gave them, the headings, what stands beside."""
        side = self.side.value()
        self.head.row_of("respondent_name").set_visible(side == GUARDIAN and bool(self.who.toggles))
        before = latest(self._sheets, side)[:_EARLIER]
        other = next(iter(latest(self._sheets, GUARDIAN if side == CHILD else CHILD)), None)
        for row in self.rows:
            row.show_beside(before, other if self._other_shown else None, style=self._style)
        self._say_aside(other)
        self._say_standing()

    def _say_aside(self, other: TransitionCheck | None) -> None:
        """The other side has answered, too, and which key shows it: who is asked sits beside the screen."""
        hidden = _("The answers of {side} are hidden ({key} shows them)")
        words = _("The answers of {side} are shown ({key} hides them)") if self._other_shown else hidden
        side = codes.load("transition_respondent").label(other.respondent) if other is not None else ""
        self.aside.setText(words.format(side=side, key=Keys.COMPARE.text))
        self.aside.setVisible(other is not None)

    def switch_other(self) -> None:
        """Show or hide what the other side has answered."""
        self._other_shown = not self._other_shown
        self._settle()

    def _say_standing(self) -> None:
        side = self.side.value() or CHILD
        for domain, head in self._heads.items():
            own = [row.answer.value() for row in self.rows if row.value().domain == domain]
            head.words.setText(transition.domain_title(domain, side, current()))
            asked = sum(answer != NOT_APPLICABLE for answer in own)
            head.set_remark(_("yes {yes}/{asked}").format(yes=own.count(YES), asked=asked) if any(own) else "")

    # ---- the family

    def _offer_family(self, child: Child) -> None:
        known = [each for each in child.family if not each.never_contact and not each.sibling_child_number]
        grown = [each for each in known if each.relationship not in _YOUNGER]
        self.who.set_options([(_member_code(each.relationship, each.name), relationship(each)) for each in grown])

    def _offer_also(self, record: TransitionCheck) -> None:
        """Who filled it in then is offered, also when the family has changed."""
        code = _member_code(record.relationship, record.respondent_name)
        options = [(toggle.code, toggle.text()) for toggle in self.who.toggles]
        if code and code not in dict(options):
            kin = codes.load("relationship").label(record.relationship) if record.relationship else ""
            self.who.set_options([*options, (code, kin or record.respondent_name)])

    # ---- going about

    def focus_first(self) -> None:
        self.focus_row(0)

    def focus_row(self, number: int) -> None:
        """To the answers of a row."""
        if not self.rows:
            return
        self.rows[number].answer.setFocus(Qt.FocusReason.ShortcutFocusReason)
        QTimer.singleShot(0, self, partial(self._scroll_to, self.rows[number]))

    def _step_from(self, row: ItemRow, by: int) -> None:
        at = self.rows.index(row) + by
        if 0 <= at < len(self.rows):
            self.focus_row(at)
        elif by > 0:
            self.remark.focus_end()
            self.show_focused()

    def step_domain(self, by: int) -> None:
        """To the first row of the domain after (or before) the one with the focus; behind the last to the remark."""
        groups = [list(rows) for _domain, rows in groupby(self.rows, key=lambda row: row.value().domain)]
        at = self.next_stop([*groups, [self.whole]], by)
        if at == len(groups):
            self.remark.focus_end()
            self.show_focused()
        elif at is not None:
            self.focus_row(self.rows.index(groups[at][0]))

    def _scroll_to(self, row: ItemRow) -> None:
        self.column.ensureWidgetVisible(row, 0, 72)

    def again(self) -> None:
        """The names are hidden, or shown again."""
        for row in self.rows:
            row.again()


_YOUNGER = frozenset({"younger_brother", "younger_sister"})


def _member_code(kin: str, name: str) -> str:
    return f"{kin}{_BETWEEN}{name}" if kin or name else ""
