"""What the fields of records are called, for the history of changes; and values as people write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from caseapp.desktop.child.fact_names import FACT_CODES, FACT_FIELDS, MINUTES, UNSAID
from caseapp.desktop.kit.fields import date_words
from caseapp.rules import dates
from caseapp.rules.child_durations import minutes_words
from caseapp.rules.clock import TOKYO
from caseapp.rules.problem import N_
from caseapp.words import codes, language
from caseapp.words.language import _

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)")
_PARTIAL = re.compile(r"\d{4}(-\d{2})?")
_FIELDS = {
    "": N_("The record"),
    "former_numbers": N_("Numbers of merged records"),
    "merged_into": N_("Merged into"),
    "number": N_("Number"),
    "family_name": N_("Family name"),
    "given_name": N_("Given name"),
    "family_name_kana": N_("Family name, reading"),
    "given_name_kana": N_("Given name, reading"),
    "former_name": N_("Former name"),
    "alias": N_("Name in use"),
    "romaji": N_("Name in Latin letters"),
    "print_name": N_("Name as printed"),
    "kana_confirmed_on": N_("Reading confirmed on"),
    "birth_date": N_("Date of birth"),
    "sex": N_("Sex"),
    "postal_code": N_("Postal code"),
    "address": N_("Address"),
    "phone": N_("Telephone"),
    "school": N_("School or workplace"),
    "school_type": N_("Kind of school"),
    "school_class": N_("Class"),
    "grade_override": N_("Grade"),
    "hospital": N_("Hospital"),
    "doctor": N_("Doctor"),
    "told": N_("Told of the illness"),
    "handbooks": N_("Handbooks"),
    "allowances": N_("Allowances"),
    "note": N_("Note"),
    "worker_id": N_("Worker"),
    "worker_since": N_("Worker since"),
    "registered_on": N_("Registered on"),
    "status": N_("Status"),
    "closed_on": N_("Support ended on"),
    "closed_reason": N_("Why the support ended"),
    "family": N_("Family"),
    "certificates": N_("Certificate"),
    "diseases": N_("Disease"),
    "medical_care": N_("Medical care"),
    "cautions": N_("Caution"),
    "milestones": N_("Milestone"),
    "name": N_("Name"),
    "kana": N_("Reading"),
    "relationship": N_("Relationship"),
    "birth_year": N_("Year of birth"),
    "lives_with": N_("Lives with the child"),
    "guardian": N_("guardian"),
    "main_carer": N_("Main carer"),
    "occupation": N_("Work"),
    "call_order": N_("Order of calls"),
    "call_when": N_("When to call"),
    "never_contact": N_("Never contact"),
    "sibling_child_number": N_("Number in the register"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid to"),
    "disease_group": N_("Disease group"),
    "disease": N_("Disease"),
    "severe": N_("severe"),
    "ventilator": N_("ventilator"),
    "detail": N_("Detail"),
    "since": N_("Since"),
    "main": N_("Main disease"),
    "item": N_("Item"),
    "carried_out_by": N_("Carried out by"),
    "kind": N_("Kind"),
    "rule": N_("What must not be done"),
    "reason": N_("Reason"),
    "until": N_("Until"),
    "on": N_("Day"),
    "start": N_("Time"),
    "minutes": N_("Minutes"),
    "method": N_("How"),
    "place": N_("Place"),
    "consulter": N_("Spoken with"),
    "consulter_name": N_("Name of the person"),
    "met_child": N_("Met the child"),
    "trigger": N_("Occasion"),
    "topics": N_("Topics"),
    "words": N_("Words of child and family"),
    "facts": N_("Facts"),
    "third_party": N_("Information from others"),
    "third_party_source": N_("Source"),
    "opinion": N_("Assessment"),
    "response": N_("Response and advice"),
    "handed_over": N_("Handed over"),
    "also_children": N_("Brothers and sisters"),
    "none_reason": N_("Why nothing follows"),
    "next_on": N_("Next"),
    "late_reason": N_("Why it was written later"),
    "withdrawn": N_("Taken back"),
    "withdrawn_reason": N_("Why it was taken back"),
    "organization_id": N_("Organization"),
    "person": N_("Person"),
    "subject": N_("Subject"),
    "request": N_("Request"),
    "content": N_("Content"),
    "reply_due_on": N_("Answer by"),
    "answered_on": N_("Answered on"),
    "answer": N_("Answer"),
    "basis": N_("Rests on"),
    "text": N_("What"),
    "due_on": N_("By when"),
    "due_time": N_("Time"),
    "state": N_("Status"),
    "closed_note": N_("What came of it"),
    "waiting_for": N_("Waiting for"),
    "waiting_since": N_("Waiting since"),
    "repeat": N_("Again"),
    "repeat_every": N_("Every how many"),
    "repeat_from": N_("First of the series"),
    "repeat_until": N_("Until"),
    "version": N_("Version"),
    "made_on": N_("Made on"),
    "period_from": N_("Period from"),
    "period_to": N_("Period to"),
    "situation": N_("Present situation"),
    "child_wish": N_("Wish of the child"),
    "guardian_wish": N_("Wish of the guardians"),
    "policy": N_("Policy"),
    "long_term_goal": N_("Long-term goal"),
    "short_term_goals": N_("Short-term goals"),
    "goals": N_("Goal"),
    "need": N_("Need"),
    "goal": N_("Goal"),
    "supports": N_("Support"),
    "consent": N_("Consent"),
    "next_review_on": N_("Next review"),
    "approved_by_id": N_("Approved by"),
    "delivered_on": N_("Handed over on"),
    "delivered_to": N_("Handed over to"),
    "transition": N_("Transition"),
    "disaster": N_("Disaster"),
    "ratings": N_("Ratings"),
    "child_words": N_("Words of the child"),
    "family_words": N_("Words of the family"),
    "summary": N_("Summary"),
    "change_needed": N_("Change of the plan"),
    "child_voice": N_("The child's own voice"),
    "voice_by": N_("Heard by"),
    "voice_on": N_("Heard on"),
    "voice_how": N_("How it was heard or said"),
    "voice_missing_reason": N_("Why it was not heard"),
    "area": N_("Area of life"),
    "strength": N_("Strength"),
    "worry": N_("Worry"),
    "child_says": N_("Child says"),
    "areas": N_("Areas of life"),
    "respondent": N_("Whose answers"),
    "respondent_name": N_("Answered by"),
    "answers": N_("Answers"),
    "wording": N_("As it was asked"),
    "domain": N_("Group of items"),
    "remark": N_("Remark"),
    "title": N_("Title"),
    "addressee": N_("To"),
    "purpose": N_("Purpose"),
    "items": N_("Given"),
    "withheld": N_("Not given"),
    "sections": N_("Contents"),
    "issued_on": N_("Sent on"),
    "document_number": N_("Document number"),
    "role": N_("Role"),
    "email": N_("Email address"),
    "department": N_("Department"),
    "contact": N_("Contact person"),
    "contacts": N_("Contact person"),
    "fax": N_("Fax"),
    "heard_by": N_("Heard by"),
    "heard_on": N_("Heard on"),
    "how": N_("How it was heard or said"),
    "not_heard_reason": N_("Why it was not heard"),
    "scheme": N_("Scheme"),
    "begins_on": N_("Booked from"),
    "ends_on": N_("Booked until"),
    "approved_from": N_("Approved from"),
    "approved_to": N_("Approved until"),
    "used_from": N_("Used from"),
    "used_to": N_("Used until"),
    "used_minutes": N_("Time used"),
    "cancelled_reason": N_("Why it was cancelled"),
    "override_reason": N_("Why past the limit"),
    "frequency": N_("How often"),
    "provider": N_("Provider"),
    "no_scheme": N_("There is no scheme"),
    "priority": N_("Order"),
    "achieve_by": N_("To be reached by"),
    "review_every": N_("Looked at every"),
    "child_role": N_("What the child does"),
    "family_role": N_("What the family does"),
    "by": N_("By when"),
    "goal_id": N_("Goal"),
    "rating": N_("Rating"),
    "comment": N_("Comment"),
    "explained_on": N_("Explained on"),
    "explained_by": N_("Explained by"),
    "child_agreed_on": N_("The child agreed on"),
    "guardian_agreed_on": N_("The guardian agreed on"),
    "guardian_name": N_("Name of the guardian"),
    "author_id": N_("Written by"),
    "approved_at": N_("Approved at"),
    "delivered_how": N_("How it was handed over"),
    "activated_on": N_("Carried out from"),
    "previous_id": N_("Version before"),
    "knowledge": N_("Knowledge (1 to 5)"),
    "behaviour": N_("Behaviour (1 to 5)"),
    "area_reasons": N_("Areas without a goal"),
    "child_signature": N_("Signature on the screen, child"),
    "guardian_signature": N_("Signature on the screen, guardian"),
    "frozen": N_("Pages as delivered"),
    "given_on": N_("Given on"),
    "given_by": N_("Given by"),
    "recipient": N_("Recipient"),
    "withdrawn_on": N_("Withdrawn on"),
    "opening": N_("Opening words"),
    "consent_id": N_("Consent"),
    "readers": N_("Who may read it"),
    "storage": N_("How it is kept"),
    "heading": N_("Heading"),
    "at": N_("Moment"),
    "letter_id": N_("Information letter"),
    "due_from": N_("Day before"),
    "due_to": N_("New day"),
    "postponements": N_("Put off"),
    "origin_kind": N_("Grew from"),
    "origin_id": N_("Grew from"),
    "approved_by": N_("Approved by"),
    "batch": N_("Handed over together"),
    "giver_id": N_("Predecessor"),
    "taker_id": N_("Successor"),
    "giver": N_("Predecessor"),
    "taker": N_("Successor"),
    "now": N_("Now"),
    "next_step": N_("The next step"),
    "worked": N_("What worked"),
    "not_worked": N_("What did not work"),
    "introduction": N_("Introducing the successor"),
    "paper_records": N_("Paper records"),
    "looked_at": N_("Sheet gone through"),
    "given_at": N_("Day it was handed over"),
    "acknowledged_at": N_("Confirmed at"),
    "question": N_("Question of the successor"),
    "answered_at": N_("Answered at"),
    "moved": N_("Next steps that moved along"),
}
_OF_KIND = {("handover", "person"): N_("Who it is")}
"""Fields that are called otherwise in one kind of record."""
_CODED = {
    "sex": "sex",
    "school_type": "school_type",
    "school_class": "school_class",
    "status": "child_status",
    "relationship": "relationship",
    "disease_group": "disease_group",
    "item": "medical_care",
    "method": "method",
    "place": "place",
    "consulter": "consulter",
    "trigger": "trigger",
    "topics": "topic",
    "state": "follow_up_state",
    "repeat": "follow_up_repeat",
    "rating": "plan_rating",
    "area": "plan_area",
    "child_says": "child_says",
    "basis": "disclosure_basis",
    "respondent": "transition_respondent",
    "answer": "transition_answer",
    "domain": "transition_domain",
    "how": "transition_how",
}
_OTHER_LISTS = {
    "status": ("plan_status",),
    "method": ("liaison_method", "disclosure_method"),
    "kind": ("organization_kind", "follow_up_kind"),
    "state": ("program_use_state", "handover_state"),
}


def field_label(kind: str, field: str) -> str:
    """The label of a field: `school` is 所属機関, `family.phone` 家族・電話番号; a name not known is shown as it is."""
    if (kind, field) in _OF_KIND:
        return _(_OF_KIND[kind, field])
    whole = field.split(".")
    named = [FACT_FIELDS.get(".".join(whole[: n + 1]), FACT_FIELDS.get(part)) for n, part in enumerate(whole)]
    parts = [known or _FIELDS.get(part, "") for known, part in zip(named, whole, strict=True)]
    return "・".join(_(words) if words else part for words, part in zip(parts, whole, strict=True))


def value_words(field: str, value: Any) -> str:
    """A value of the history (as JSON gives it) in words; "" for nothing."""
    name = field.split(".")[-1]
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "moved" and isinstance(value, list):  # which they were stands in their own history
        return str(len(value))
    if isinstance(value, list):
        return "、".join(words for each in value if (words := value_words(field, each)))
    if isinstance(value, dict):
        return " ".join(words for key, each in value.items() if (words := _within(field, key, each)))
    if name.endswith("_signature"):
        return _("signed on the screen")
    text = str(value)
    if field in FACT_CODES:
        return codes.load(FACT_CODES[field]).label(text)
    if field in MINUTES and text.isdigit():
        return minutes_words(int(text), language.current())
    if field == "cautions.kind":
        return _("body or mind") if text == "body" else _("secrecy")
    return _coded(name, text) or _date(text, partial=name == "since") or text


def _within(field: str, key: str, value: Any) -> str:
    """A field of a part that came or went: what is true is named, what is not is passed over."""
    if key in UNSAID or value is False or value == 0:
        return ""
    path = f"{field}.{key}"
    return field_label("", path).split("・")[-1] if value is True else value_words(path, value)


def _coded(name: str, code: str) -> str:
    for listed in (_CODED.get(name, ""), *_OTHER_LISTS.get(name, ())):
        if listed and code in codes.load(listed):
            return codes.load(listed).label(code)
    return ""


def _date(text: str, *, partial: bool) -> str:
    if partial and _PARTIAL.fullmatch(text):
        return dates.PartialDate.from_iso(text).short()
    if _MOMENT.fullmatch(text):
        moment = datetime.fromisoformat(text).astimezone(TOKYO)
        return f"{date_words(moment.date())} {dates.time_text(moment.time())}"
    if len(text) != 10 or text[4:5] != "-" or text[7:8] != "-":
        return ""
    try:
        return date_words(date.fromisoformat(text))
    except ValueError:
        return ""
