"""What all forms that stay in the office share: head and foot, the stamp cells, the areas of life."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, Protocol, TypeVar

from reportlab.platypus import Flowable

from caseapp.documents.blocks import OfficeHeading, Quotation, Stack, gap
from caseapp.documents.catalogue import Parts, has
from caseapp.documents.frames import ApprovalCells
from caseapp.documents.grid import MM, WIDTH, Furniture, Metadata, Tab, build, fraction
from caseapp.documents.read_models import ChildHead, Heard, Office, PrintLine
from caseapp.documents.text import JP, Content, bold, mincho, rich
from caseapp.documents.type_styles import Sheet, office
from caseapp.documents.wording import Wording


@dataclass(frozen=True)
class Approvals:
    """The 決裁欄 of an office, and the room it leaves at its left."""

    labels: tuple[str, ...]

    @classmethod
    def of(cls, office: Office, parts: Parts = None) -> Approvals:
        """The cells the office set up (0–6), where they are wanted."""
        return cls(office.approvals if has(parts, "stamps") else ())

    def flowable(self) -> Flowable:
        """The cells, for the right edge."""
        return ApprovalCells(self.labels)

    def room(self) -> float:
        """The width left of the cells, in points."""
        return WIDTH - (self.flowable().wrap()[0] + 2 * MM if self.labels else 0)


def furniture(
    w: Wording, printed: PrintLine, *, sheet: Sheet, title: str, number: str, child: ChildHead | None
) -> Furniture:
    """Tab 所内用, running head with the child's name from page 2, foot with kind, number, page and who printed."""
    left = rich("")
    if child:
        called = w.child(child.name)
        left = rich(called + w.bracketed(w.short(child.birth_date)))
    foot = w._("{title} (office only)").format(title=title)
    who = w._("printed {time} {name}").format(time=w.stamp(printed.printed_at), name=printed.printed_by)
    return Furniture(
        tab=Tab(w._("Office only"), reversed=True),
        running=(bold(f"{title}\u2002{number}".strip()), left),
        foot_left=f"{foot}\u2002{number}".strip(),
        foot_right=f"{printed.office.name}\u2002{who}",
        foot=sheet.foot,
        counted=fraction,
        foot_rule=True,
        notice=printed.notice,
    )


class OfChild(Protocol):
    """What a form about one child is filled from."""

    @property
    def child(self) -> ChildHead: ...


D = TypeVar("D", bound=OfChild)


class OfficeForm(Generic[D]):
    """A form about one child being set: its head and foot, and sections numbered in the order of the page.

    Heirs give `title`, `numbered` and `story`, which begins with `begin`; `blank`: to be written by hand.
    """

    def __init__(
        self, data: D, wording: Wording, *, printed: PrintLine, blank: bool = False, parts: Parts = None
    ) -> None:
        self.data, self.w, self.printed, self.blank, self.parts = data, wording, printed, blank, parts
        self.begin(1.0)

    def begin(self, tight: float) -> None:
        """The page is set from its beginning, with the leading of `tight`."""
        self.sheet: Sheet = office(tight)
        self._sections = 0

    def title(self) -> str:
        """The name of the form."""
        raise NotImplementedError

    def numbered(self) -> str:
        """What tells this one from others of its kind: a number, a version, a day."""
        raise NotImplementedError

    def story(self, tight: float) -> list[Flowable]:
        """The page, from the top."""
        raise NotImplementedError

    def running(self) -> str:
        """What stands behind the title from page 2, and in the foot."""
        return self.numbered()

    def metadata(self) -> Metadata:
        """Title, author and language of the file."""
        return Metadata(f"{self.title()} {self.numbered()}".strip(), self.printed.office.name, self.w.language)

    def furniture(self) -> Furniture:
        """The head and foot of each page."""
        return furniture(
            self.w, self.printed, sheet=self.sheet, title=self.title(), number=self.running(), child=self.data.child
        )

    def heading(self, title: str, *, note: str = "", ruled: bool = False) -> OfficeHeading:
        """The heading of the next section, with its number."""
        self._sections += 1
        return OfficeHeading(self.sheet, title, number=str(self._sections), note=note, ruled=ruled)

    def pdf(self) -> bytes:
        """The file."""
        return build(self.story, self.furniture(), metadata=self.metadata())


def child_name(child: ChildHead) -> Content:
    """The name in Mincho with its reading behind it."""
    return mincho(child.name, scale=1.22) + ("\u2002" + child.kana if child.kana else "")


def born(w: Wording, child: ChildHead, *, on: date | None) -> str:
    """`H29.5.20（9歳6か月）`, the age on a given day."""
    text = w.short(child.birth_date)
    return text + w.bracketed(w.age(child.birth_date, on)) if child.birth_date and on else text


def heard(w: Wording, sheet: Sheet, *, title: str, wish: Heard) -> list[Flowable]:
    """A wish as a quotation, with how it was learned; or that it was not heard yet, and why."""
    parts: list[Flowable] = [gap(1.5), JP(title, sheet.label), gap(2.5)]
    if wish.words:
        parts += [Quotation(wish.words, sheet.quote), gap(2)]
    else:
        reason = wish.reason_not_heard
        said = w._("Not heard yet: {reason}").format(reason=reason) if reason else w._("Not heard yet")
        parts.append(JP(said, sheet.prose))
    when = w._("heard {date}").format(date=w.short(wish.on)) if wish.on else ""
    by = w._("by {name}").format(name=wish.by) if wish.by else ""
    how = ("／" if w.japanese else "; ").join(part for part in (f"{when} {wish.how}".strip(), by) if part)
    if how:
        parts.append(Stack([JP(how, sheet.note)], inset=Quotation.INSET))
    return parts


def dense(sheet: Sheet) -> Sheet:
    """The sheet with slightly smaller cells, for tables of six columns."""
    small = 8.3 / sheet.cell.size
    cell = sheet.cell.but(size=8.3, leading=sheet.cell.leading * small)
    return replace(sheet, cell=cell, label=sheet.label.but(size=8.2, leading=cell.leading))


def situation_areas(w: Wording) -> list[tuple[str, str]]:
    """The areas of 現在の状況 that an empty form offers."""
    _ = w._
    return [
        (_("Condition and treatment"), ""),
        (_("Medical care"), ""),
        (_("Daily life"), ""),
        (_("School life"), ""),
        (_("Family situation"), ""),
        (_("Social participation"), ""),
    ]
