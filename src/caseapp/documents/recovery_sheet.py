"""The recovery key on paper, for the office safe. Holds nothing about any child."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from reportlab.platypus import Flowable

from caseapp.documents.blocks import PlainHeading, TitleLine, gap, section
from caseapp.documents.frames import Box, KeyGroups, signature_rows
from caseapp.documents.grid import Furniture, Metadata, Tab, build, fraction
from caseapp.documents.read_models import PrintLine
from caseapp.documents.tables import Look, Row, Table, columns, facts
from caseapp.documents.text import JP, marked
from caseapp.documents.type_styles import Sheet, family
from caseapp.documents.wording import Wording


@dataclass(frozen=True, kw_only=True)
class RecoverySheetPaper:
    """The seven groups of the key, the vault it opens and when it was made. The key never shows in a repr."""

    groups: tuple[str, ...] = field(repr=False)
    made_on: date
    vault_name: str
    made_by: str = ""


def render(data: RecoverySheetPaper, *, language: str, printed: PrintLine) -> bytes:
    """The PDF, one page."""
    page = _Page(data, Wording(language), printed=printed)
    return build(page.story, page.furniture(), metadata=page.metadata())


class _Page:
    """The sheet being set."""

    def __init__(self, data: RecoverySheetPaper, wording: Wording, *, printed: PrintLine) -> None:
        self.data, self.w, self.printed = data, wording, printed
        self.sheet: Sheet = family()

    def metadata(self) -> Metadata:
        return Metadata(self.w._("Recovery key"), self.printed.office.name, self.w.language)

    def furniture(self) -> Furniture:
        _ = self.w._
        return Furniture(
            tab=Tab(_("For the safe"), reversed=True),
            foot_left=_("Recovery key"),
            foot_right=self.printed.office.name,
            foot=self.sheet.foot,
            counted=fraction,
        )

    def story(self, tight: float) -> list[Flowable]:
        self.sheet = sheet = family(tight)
        _, data = self.w._, self.data
        lead = _(
            "<b>Whoever holds this sheet can open every record.</b> Seal it in an envelope and lock it in the safe."
        )
        rows = [
            [(_("Office name"), self.printed.office.name)],
            [(_("Store"), data.vault_name)],
            [(_("Made on"), self.w.long(data.made_on))],
        ]
        return [
            TitleLine(sheet, _("Recovery key"), note=_("opens the store when a passphrase is lost"), below=8),
            facts(sheet, rows, widths=columns(40, 132)),
            gap(14),
            Box([JP(marked(lead), sheet.cell)], weight=1.8, pad=(12, 9)),
            *section(PlainHeading(sheet, _("The key"), ruled=True), gap(4), KeyGroups(data.groups), gap(4),
                     JP(_("The letters I, L, O and U do not occur: 1 and 0 are always figures."), sheet.note),
                     before=sheet.gap),
            *self._use(),
            *self._kept(),
        ]  # fmt: skip

    def _use(self) -> list[Flowable]:
        _ = self.w._
        steps = (
            _("On the lock screen, choose “Forgot the passphrase”."),
            _("Type the groups from left to right. Capitals and hyphens do not matter."),
            _("Set a new passphrase. Print a new sheet if this one was seen by others, and shred this one."),
        )
        rows = [Row([JP(str(n), self.sheet.label), JP(text, self.sheet.cell)]) for n, text in enumerate(steps, 1)]
        table = Table(columns(8, 164), rows, look=Look(pad=2.5, top=0, bottom=0, between=0, left_pad=0))
        return section(PlainHeading(self.sheet, _("How to use it"), ruled=True), table, before=self.sheet.gap)

    def _kept(self) -> list[Flowable]:
        _ = self.w._
        date_ = _("Date:")
        rows = signature_rows(
            self.sheet,
            (_("Put away by"), date_, self.data.made_by),
            (_("Seen by (manager)"), date_, ""),
            (_("Place of keeping"), "", ""),
        )
        heading = PlainHeading(self.sheet, _("Where it is kept"), ruled=True)
        return section(heading, gap(4), *rows, before=self.sheet.gap)
