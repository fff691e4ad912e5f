"""What was begun and not saved: it stands first on Today, so that nobody writes it twice or forgets it."""

from __future__ import annotations

from datetime import datetime

from caseapp.casework.views import Draft
from caseapp.desktop.kit.chips import Chip
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.today.lines import Notice, Rows, item_count
from caseapp.rules import dates
from caseapp.rules.problem import N_
from caseapp.words import language
from caseapp.words.language import _

# form -> what is being written, page that goes on with it, the page's argument for the record ("" none)
_FORMS = {
    "record": (N_("record of a consultation"), "record", "consultation_id"),
    "liaison": (N_("contact with an organization"), "liaison", "liaison_id"),
    "plan": (N_("individual support plan"), "plan", "plan_id"),
    "assessment": (N_("assessment of all areas of life"), "assessment", "assessment_id"),
    "transition": (N_("transition checklist"), "transition", "transition_id"),
    "review": (N_("review of the plan"), "review", "plan_id"),
    "handover": (N_("hand-over sheet"), "handover", "handover_id"),
    "letter": (N_("information letter (draft)"), "letter", "letter_id"),
    "program_use": (N_("booking of a scheme"), "program_uses", "use_id"),
    "program_use_used": (N_("what was used of a scheme"), "program_uses", "use_id"),
    "program_use_cancelled": (N_("cancelling of a booking"), "program_uses", "use_id"),
    "child": (N_("entry in the register"), "child_form", ""),
    "organization": (N_("organization's entry"), "organizations", "organization_id"),
}


def begun(drafts: tuple[Draft, ...], *, now: datetime) -> Rows:
    """The section and its lines; nothing at all when nothing is half written."""
    lines = [_line(draft, now=now) for draft in drafts if draft.form in _FORMS]
    if not lines:
        return []
    return [Head(_("Half written"), remark=_("not saved yet"), count=item_count(len(lines))), *lines]


def _line(draft: Draft, *, now: datetime) -> Notice:
    what, page, argument = _FORMS[draft.form]
    name, person = _whose(draft)
    return Notice(
        key=f"draft:{draft.form}:{draft.child_id}:{draft.record_id}",
        child_id=draft.child_id,
        who=name,
        aside=_(what),
        text=_("Open it to go on writing where you stopped."),
        chip=Chip(dates.moment_text(draft.saved_at, now=now, language=language.current()), "waiting"),
        person=person,
        page=page,
        args=_args(draft, argument),
    )


def _args(draft: Draft, argument: str) -> tuple[tuple[str, str], ...]:
    if draft.form == "organization":
        found = [(argument, draft.record_id), ("edit", "yes")] if draft.record_id else [("new", "yes")]
    else:
        found = [("child_id", draft.child_id), (argument, draft.record_id)]
        found += [("writing", draft.form)] if draft.form.startswith("program_use") else []
    return tuple((name, value) for name, value in found if name and value)


def _whose(draft: Draft) -> tuple[str, bool]:
    """Whom it is about, and whether that is a child: of a new one the name is in the draft."""
    if draft.form == "organization":
        return str(draft.content.get("name") or _("New organization")), False
    if draft.child_name:
        return draft.child_name, True
    written = draft.content.get("now", {})
    names = (written.get("family_name"), written.get("given_name")) if isinstance(written, dict) else ()
    name = " ".join(str(part) for part in names if part)
    return (name, True) if name else (_("New child"), False)
