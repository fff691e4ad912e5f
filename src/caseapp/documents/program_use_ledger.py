"""利用枠・利用実績の台帳: a child and its schemes in a fiscal year, how the limits stand, every use; for the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from caseapp.documents import office_form
from caseapp.documents.blocks import OfficeHeading, TitleLine, gap, section
from caseapp.documents.catalogue import Parts
from caseapp.documents.read_models import ChildHead, PrintLine, Value
from caseapp.documents.tables import columns, facts, listing
from caseapp.documents.text import JP, Content
from caseapp.documents.wording import Wording


@dataclass(frozen=True, kw_only=True)
class SchemeLedger:
    """One scheme: all its `limits` in words; `balances` are (limit, counted from when to when, used, booked, left),
    `uses` (days, how much, state, where, reason and note), the oldest first, all in words."""

    name: str
    limits: str = ""
    balances: tuple[tuple[str, ...], ...]
    uses: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class ProgramUseLedgerPaper:
    """Everything on the paper. `year`: the fiscal year in words."""

    number: str
    child: ChildHead
    on: date
    year: str
    worker: Value = ""
    schemes: tuple[SchemeLedger, ...]


def render(data: ProgramUseLedgerPaper, *, language: str, printed: PrintLine, parts: Parts = None) -> bytes:
    """The PDF."""
    return _Page(data, Wording(language), printed=printed).pdf()


class _Page(office_form.OfficeForm[ProgramUseLedgerPaper]):
    """One ledger being set."""

    def title(self) -> str:
        return self.w._("Quotas and uses of schemes")

    def numbered(self) -> str:
        return self.data.number

    def story(self, tight: float) -> list[Flowable]:
        self.begin(tight)
        story: list[Flowable] = [TitleLine(self.sheet, self.title(), note=self.data.year), self._head()]
        for number, scheme in enumerate(self.data.schemes, 1):
            story += self._scheme(scheme, number)
        return story

    def _head(self) -> Flowable:
        w, data, _ = self.w, self.data, self.w._
        child = data.child
        born = office_form.born(w, child, on=data.on)
        rows: list[list[tuple[str, Content | JP]]] = [
            [(w.spread(_("Full name")), child.name), (_("Child's number"), data.number)],
            [(_("Born on"), w.office(born)), (_("Worker in charge"), w.office(data.worker))],
        ]
        return facts(self.sheet, rows, widths=columns(*((16, 78, 24, 54) if w.japanese else (24, 66, 30, 52))))

    def _scheme(self, scheme: SchemeLedger, number: int) -> list[Flowable]:
        _, sheet = self.w._, self.sheet
        stands = listing(
            sheet,
            [_("Limit"), _("Counted in"), _("Used"), _("Booked"), _("Left")],
            rows=[list(row) for row in scheme.balances],
            widths=columns(36, 52, 26, 26, 32),
            first_bold=True,
        )
        heading = OfficeHeading(sheet, scheme.name, number=str(number), note=scheme.limits, ruled=False)
        story = section(heading, stands, before=sheet.gap)
        if scheme.uses:
            uses = listing(
                sheet,
                [_("Days"), _("How much"), _("State"), _("Where"), _("Reason and note")],
                rows=[list(row) for row in scheme.uses],
                widths=columns(48, 24, 16, 36, 48),
            )
            story += [gap(5), uses]
        return story
