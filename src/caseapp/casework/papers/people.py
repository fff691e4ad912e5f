"""The child, the family and the office as paper names them; shared by every document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from caseapp.documents.read_models import ChildHead, Heard, Known, Office, PrintLine, Value
from caseapp.documents.support_plan import FamilyMember
from caseapp.rules import grade
from caseapp.rules.account import Account, OfficeSettings
from caseapp.rules.child import Child
from caseapp.rules.child import FamilyMember as Member
from caseapp.rules.disclosure import Consent
from caseapp.rules.organization_names import each_body
from caseapp.rules.plan import Wish
from caseapp.rules.reading import hiragana
from caseapp.words import codes, said_by
from caseapp.words.language import Translator


def bodies(consent: Consent) -> tuple[str, ...]:
    """The bodies a consent names, each by itself."""
    return each_body(consent.recipient)


def office_of(settings: OfficeSettings) -> Office:
    """The office as it signs: with its prefecture on letters, by its own name elsewhere.

    Where the office has not said who signs its letters, it is the head (みなみ野県汐見保健所長).
    """
    head = f"{settings.prefecture}{settings.name}長" if settings.name.endswith(("所", "センター")) else settings.name
    return Office(
        name=f"{settings.prefecture} {settings.name}".strip(),
        short_name=settings.name,
        section=settings.section,
        head=settings.head_title or head,
        phone=settings.phone,
        hours=settings.hours,
        approvals=settings.approval_boxes,
    )


def print_line(settings: OfficeSettings, who: Account, *, at: datetime) -> PrintLine:
    """The foot of a page that stays in the office."""
    return PrintLine(office=office_of(settings), printed_at=at, printed_by=who.name)


def head(child: Child, *, on: datetime, language: str) -> ChildHead:
    """The child in the head of an office form."""
    return ChildHead(
        name=child.paper_name,
        kana=hiragana(child.kana),
        birth_date=child.birth_date,
        sex=codes.load("sex").label(child.sex, language) if child.sex not in ("", "unknown") else "",
        address=" ".join(
            part for part in (f"〒{child.postal_code}" if child.postal_code else "", child.address) if part
        ),
        phone=child.phone,
        school=school(child, on=on, language=language),
    )


def school(child: Child, *, on: datetime, language: str) -> Value:
    """「市立南小学校 小学3年生」; a dash for a child too young for any."""
    grade_now = grade.grade_on(child.birth_date, on.date(), override=child.grade_override)
    said = "年" in child.school  # 「みどりヶ丘小学校 6年1組」 needs no grade beside it
    named = " ".join(part for part in (child.school, grade.long(grade_now, language) if not said else "") if part)
    return named or Known.NOT_APPLICABLE


def disease(child: Child, *, language: str) -> str:
    """「7 糖尿病 — 1型糖尿病(R7.2 診断)」, the main disease first; several with a comma."""
    named = []
    for entry in sorted(child.diseases, key=lambda d: not d.main):
        group = codes.load("disease_group").label(entry.disease_group, language) if entry.disease_group else ""
        text = f"{entry.disease_group} {group} — {entry.name}" if group else entry.name
        named.append(text + (f"({entry.detail})" if entry.detail else ""))
    return "、".join(named)


def certificate_kind(child: Child, *, on: datetime, w: Translator) -> str:
    """「6012345 一般」: number and kind of the period that holds."""
    period = child.certificate_on(on.date())
    if period is None:
        return ""
    kind = w._("ventilator") if period.ventilator else w._("severe") if period.severe else w._("ordinary")
    return f"{period.number} {kind}".strip()


def handbooks(child: Child, *, language: str) -> str:
    """身体障害者手帳 1級、… and the remark; "" for none."""
    kinds = codes.load("handbook")
    return _listed([f"{kinds.label(h.kind, language)} {h.grade}" for h in child.handbook_list], child.handbooks)


def allowances(child: Child, *, language: str) -> str:
    """特別児童扶養手当 2級、… and the remark; "" for none."""
    kinds = codes.load("allowance")
    return _listed([f"{kinds.label(a.kind, language)} {a.grade}" for a in child.allowance_list], child.allowances)


def _listed(recorded: Sequence[str], remark: str) -> str:
    """What the remark says already is said once."""
    texts = [text.strip() for text in recorded if text.strip() not in remark]
    return "、".join(text for text in (*texts, remark.strip()) if text)


def family_member(member: Member, *, on: datetime, language: str, w: Translator) -> FamilyMember:
    """A row of the family table."""
    note = "。".join(text.rstrip("。") for text in (member.call_when, member.note) if text.strip())
    carer = w._("main carer") if member.main_carer else ""
    if member.never_contact:
        carer = w._("never to be contacted")
    return FamilyMember(
        relation=codes.load("relationship").label(member.relationship, language),
        name=member.name,
        age=on.year - member.birth_year if member.birth_year else None,
        living=w._("together") if member.lives_with else w._("apart"),
        work=member.occupation or Known.NOT_APPLICABLE,
        contact_order=member.call_order,
        note="。".join(part for part in (carer, note) if part) or Known.NOT_APPLICABLE,
    )


def heard(wish: Wish, *, who: str = "") -> Heard:
    """A wish with where it comes from."""
    return Heard(
        words=wish.text,
        who=who,
        on=wish.heard_on,
        how=wish.how,
        by=wish.heard_by,
        reason_not_heard=wish.not_heard_reason,
    )


def guardians(child: Child) -> tuple[Member, ...]:
    """Those of the family whom a plan may be given to: guardians who may be contacted, in the order of calling."""
    able = [m for m in child.family if m.guardian and not m.never_contact]
    return tuple(sorted(able, key=lambda m: (m.call_order == 0, m.call_order)))


def heard_from(wish: Wish, *, language: str) -> Heard:
    """The guardian's wish with whose words they are, where that is written."""
    said, how = said_by.read(wish.how)
    labels = codes.load("relationship")
    return replace(heard(wish, who="・".join(labels.label(code, language) for code in said)), how=how)
