"""The lines of the palette: how a hit is worded, which group it stands in, how it is painted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from caseapp.casework.views import SearchHit
from caseapp.desktop.kit.lists import Head, RowDelegate
from caseapp.desktop.kit.masking import masked, masking
from caseapp.desktop.kit.text import Span, draw_line
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.rules.problem import N_
from caseapp.words import codes, language
from caseapp.words.language import _, ngettext

_DOT = " ・ "
_ICONS = {
    "child": "person",
    "consultation": "speech",
    "support_plan": "flag",
    "liaison": "share",
    "follow_up": "clock",
    "organization": "building",
    "information_letter": "plane",
    "assessment": "chart",
    "transition_check": "check",
    "handover": "people",
    "consent": "card",
    "program_use": "calendar",
}
_GROUPS = (N_("Children"), N_("Records"), N_("Plans"), N_("Letters and liaison"), N_("Organizations"))
_CHILDREN, _RECORDS, _PLANS, _CONTACTS, _BODIES = _GROUPS
_GROUP_OF = {
    "child": _CHILDREN,
    "support_plan": _PLANS,
    "review": _PLANS,
    "liaison": _CONTACTS,
    "information_letter": _CONTACTS,
    "disclosure": _CONTACTS,
    "consent": _CONTACTS,
    "organization": _BODIES,
}
_LABELS = {
    "former_name": N_("Former name: {text}"),
    "alias": N_("Also called: {text}"),
    "phone": N_("Tel. {text}"),
    "certificate": N_("Certificate no. {text}"),
    "birth_date": N_("Born {text}"),
}
"""What is said beside what was found, where it does not speak for itself."""
FLAGS = {"body": N_("Caution: body or mind"), "privacy": N_("Caution: secrecy")}


@dataclass(frozen=True)
class Found:
    """A line of the palette: a hit of the search or an act. `flag`: the child has red facts. `stays`: the act does not
    close the palette."""

    words: str
    icon: str
    aside: str = ""
    spans: tuple[Span, ...] = ()
    hit: SearchHit | None = None
    act: Callable[[], object] | None = None
    child_id: str = ""
    flag: str = ""
    stays: bool = False

    @property
    def key(self) -> object:
        """What stays the same when the list is filled again."""
        return (self.hit.kind, self.hit.record_id) if self.hit is not None else (self.words, self.child_id)


class FoundDelegate(RowDelegate[Found]):
    """Icon, a red sign where the child has red facts, words with the hits marked, an aside at the right."""

    padding = 20
    leads = True

    def height(self, item: Found, width: int) -> int:
        return max(34, theme.height("toggle") + 6)

    def paint_head(self, painter: QPainter, where: QRectF, head: Head) -> None:
        inner = where.adjusted(self.padding, 4, -self.padding, 0)
        draw_line(painter, inner, head.words, role="caption" if not head.empty else "body", ink="sub")

    def paint_item(self, painter: QPainter, where: QRectF, item: Found, *, chosen: bool) -> None:
        side = theme.px(18)
        sign = QRectF(where.left(), where.center().y() - side / 2, side, side)
        icons.draw(painter, sign, item.icon, ink="accent" if chosen else "sub")
        left = where.adjusted(side + 12, 0, 0, 0)
        if item.flag:
            icons.draw(painter, sign.translated(side + 8, 0), "stop" if item.flag == "body" else "shield", ink="red")
            left.setLeft(left.left() + side + 4)
        aside = 0.0
        if item.aside:
            aside = draw_line(painter, left, item.aside, ink="sub", align=Qt.AlignmentFlag.AlignRight) + 12
        draw_line(painter, left.adjusted(0, 0, -aside, 0), item.words, spans=item.spans)


def spoken(found: Found) -> str:
    """What a screen reader says of a line."""
    return " ".join(filter(None, (_(FLAGS[found.flag]) if found.flag else "", found.words, found.aside)))


def grouped(hits: Iterable[SearchHit], line: Callable[[SearchHit], Found], *, going_on: bool) -> list[Head | Found]:
    """The hits under the heads of their groups, in their order. `going_on`: what comes after a first part."""
    by_group: dict[str, list[Found]] = {group: [] for group in _GROUPS}
    for hit in hits:
        by_group[_GROUP_OF.get(hit.kind, _RECORDS)].append(line(hit))
    rows: list[Head | Found] = []
    for group, lines in by_group.items():
        if lines:
            name = _(group)
            rows.append(Head(_("{group}, continued").format(group=name) if going_on else name))
            rows += lines
    return rows


def line_of(hit: SearchHit, *, here: bool, today: date) -> Found:
    """The line of a hit. `here`: it is about the child whose page is open, whose name need not be said."""
    if hit.kind == "child" and hit.what != "text":
        return _of_child(hit, here=here)
    when = dates.screen_date(hit.on, today=today, language=language.current()) if hit.on else ""
    text = "" if masking.on and hit.child_id else hit.text
    name = masked(hit.name)
    lead = "" if here or not name or text.startswith(name) else f"{name}  "
    spans = tuple((start + len(lead), end - start) for start, end in hit.spans) if text else ()
    return Found(
        _DOT.join((lead + text, *_warnings(hit))),
        _ICONS.get(hit.kind, "paper"),
        when,
        spans,
        hit=hit,
        flag="" if here else hit.flag,
    )


def _of_child(hit: SearchHit, *, here: bool) -> Found:
    """The child's name and age, then what was found where it was not the name; that its page is open (`here`)."""
    name = masked(hit.name)
    text = "" if masking.on or hit.text == hit.name else _worded(hit)
    facts = " ・ ".join(filter(None, (hit.age_grade, text)))
    words = f"{name}  {facts}".rstrip()
    start = 0 if not text else len(words) - len(text) + max(0, text.find(hit.text))
    spans = () if masking.on else tuple((start + begin, end - begin) for begin, end in hit.spans)
    aside = " ・ ".join(filter(None, (_("Open now") if here else "", hit.child_number, hit.worker_short)))
    return Found(words, "person", aside, spans, hit=hit, flag=hit.flag)


def _worded(hit: SearchHit) -> str:
    """`母 高瀬 美咲 090-0000-5678`, `旧姓 三枝 陽菜乃`, or the plain text."""
    if hit.member or hit.relationship:
        relation = codes.load("relationship").short(hit.relationship) if hit.relationship else ""
        said = " ".join(filter(None, (relation, hit.member, hit.text)))
    else:
        label = _LABELS.get(hit.what)
        said = _(label).format(text=hit.text) if label else hit.text
    return _DOT.join((said, *_warnings(hit)))


def _warnings(hit: SearchHit) -> list[str]:
    """What is heeded before one dials."""
    words = [_("Never contact")] if hit.never_contact else []
    if hit.untold:
        words.append(
            ngettext("Must not know of {count} child", "Must not know of {count} children", hit.untold).format(
                count=hit.untold
            )
        )
    return words
