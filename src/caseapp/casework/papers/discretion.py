"""What must not stand on paper that leaves the office, what is told to nobody, and what to ask before printing it.

Three things, for every paper of a family or another body:

- `outward`: words marked as internal, 〔内部のみ …〕, are left out (rules.internal_words says how far a mark reaches).
  The office's own forms print them as they are written.
- `withheld`: what child and family want told to nobody, in sentences that may be shown to them.
- `questions`: what this very paper says although a red fact of the child forbids it.

What a red fact means for paper is decided here and nowhere else; what the red facts are, in `words.people.red_facts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from caseapp.documents.read_models import texts_in
from caseapp.rules.child import Caution, Child
from caseapp.rules.child_facts import NOT_TOLD, Telling
from caseapp.rules.internal_words import cut, outward
from caseapp.words.language import Translator
from caseapp.words.people import keep_from

__all__ = ["hospital_kept_back", "illness_kept_back", "not_told", "outward", "questions", "withheld"]

# who must not be told: bodies and circles outside the family, which a page for the family may name
_OUTSIDE = re.compile(r"学校|園|会社|職場|クラス|学級|担任|友人|友だち|同級生|近所|塾|教室")
_INSIDE = re.compile(r"本人|お子さん|父|母|祖|きょうだい|兄|姉|弟|妹|親|里|別居")
_NOT_TOLD = re.compile(r"(?:言|伝え|話さ?|知らせ|明かさ?|出さ?)わ?ない")
_POLITE = (
    ("言わない", "言いません"),
    ("伝えない", "お伝えしません"),
    ("知らせない", "お知らせしません"),
    ("話さない", "話しません"),
    ("出さない", "出しません"),
    ("明かさない", "明かしません"),
)
# クラスに理由を言わない, 理由をクラスに言わない
_SAY_NOT = r"(?:言わ|伝え|知らせ|話さ|明かさ)ない$"
_TO_WHOM_WHAT = re.compile(rf"^(?P<who>[^。、にへ]+?)(?:に|へ)は?、?(?P<what>[^。]+?[をも]){_SAY_NOT}")
_WHAT_TO_WHOM = re.compile(rf"^(?P<what>[^。]+?[をも])、?(?P<who>[^。、にへをも]+?)(?:に|へ)は?{_SAY_NOT}")
_CHILD_NOT_TOLD = re.compile(
    r"未告知|告知して(?:い)?ない|(?:本人|お子さん)に(?:は)?(?:病名|病気)[^。]*?(?:話して|伝えて|知らせて|言って)(?:い)?ない"
)
_NOT_BEFORE_THE_CHILD = re.compile(
    r"(?:本人|お子さん)[^。]*(?:病名|病気の名)[^。]*ない|(?:病名|病気の名)[^。]*(?:本人|お子さん)[^。]*ない"
)


def withheld(child: Child, language: str) -> tuple[str, ...]:
    """Sentences on what is told to nobody outside, as the family itself may read them; no word about the family."""
    sentences = []
    for caution in child.cautions:
        rule = cut(caution.rule).strip().rstrip("。")
        if caution.kind == "body" or not _NOT_TOLD.search(rule):
            continue
        if _OUTSIDE.search(rule) and not _INSIDE.search(rule):
            sentences.append(_polite(rule))
    sentences += [keep_from(t, language) for t in child.tellings if _kept_from(t, sentences)]
    return tuple(sentences)


def _kept_from(telling: Telling, said: list[str]) -> bool:
    """An audience outside the family that was not told, and that no caution speaks of already."""
    words = {"school": ("学校", "園"), "friends": ("友", "クラス")}.get(telling.audience, ())
    return telling.state == NOT_TOLD and bool(words) and not any(w in s for s in said for w in words)


def _polite(rule: str) -> str:
    """「クラスには、体育の理由をお伝えしません」; what is worded otherwise keeps its words, with a polite end."""
    parts = []
    for part in rule.split("。"):
        found = _TO_WHOM_WHAT.match(part) or _WHAT_TO_WHOM.match(part)
        if found:
            parts.append(f"{found['who']}には、{found['what']}お伝えしません")
            continue
        for plain, polite in _POLITE:
            if part.endswith(plain):
                part = part.removesuffix(plain) + polite
                break
        parts.append(part)
    return "。".join(parts)


def hospital_kept_back(child: Child) -> bool:
    """Whether somebody must not learn where the child is treated: then no paper for the family says it unasked."""
    secrets = [caution.rule for caution in child.cautions if caution.kind != "body"]
    return any(re.search(r"(?:通院先|病院)[^。]*ない", rule) for rule in secrets)


def not_told(child: Child) -> bool:
    """Whether the child does not know the name of the illness yet (告知の状況, or a red fact that says so)."""
    said = {telling.audience: telling.state for telling in child.tellings if telling.state}
    if "child" in said:
        return said["child"] == NOT_TOLD
    if _CHILD_NOT_TOLD.search(child.told):
        return True
    return any(_NOT_BEFORE_THE_CHILD.search(c.rule) for c in child.cautions if c.kind != "body")


def questions(child: Child, paper: object, *, reader: str, w: Translator) -> tuple[str, ...]:
    """What to ask before this paper is handed out, in sentences; nothing for what stays in the office."""
    if reader == "office":
        return ()
    text = "\n".join(texts_in(paper))
    names = [name for name in _disease_names(child) if name in text]
    found = [*_scheme_named(paper, w), *_answers_of_both(paper, w)]
    if reader == "family" and not_told(child):
        asked = w._("The child has not been told the name of the illness. This paper says it ({names}).")
        read = w._("The child has not been told the name of the illness. Make sure that the child may read every word.")
        found.append(asked.format(names="、".join(names)) if names else read)
    for member in child.family:
        if member.never_contact and member.name.strip() and member.name in text:
            found.append(w._("This paper names {name}, who must never be contacted.").format(name=member.name))
    for caution in child.cautions:
        if reader == "outside" and not _OUTSIDE.search(_audience(caution.rule)):
            continue  # what a relative must not know, a school may have to
        said = _said_although(caution, child, text, names)
        if caution.kind != "body" and said and not (not_told(child) and _NOT_BEFORE_THE_CHILD.search(caution.rule)):
            asked = w._("It is marked: “{rule}”. This paper says: {said}.")
            found.append(asked.format(rule=caution.rule, said="、".join(said)))
    return tuple(found)


def illness_kept_back(not_given: str) -> bool:
    """Whether the illness is among what a letter does not give."""
    return "病名" in not_given or "疾病名" in not_given or "診断名" in not_given


def _answers_of_both(paper: object, w: Translator) -> Iterator[str]:
    """The filled-in sheets of child and guardians together: neither may have agreed that the other reads them."""
    filled = {sheet.respondent for sheet in getattr(paper, "sheets", ()) if getattr(sheet, "on", None)}
    if len(filled) > 1:
        yield w._("The answers of the child and of the guardians are both on it. Ask whether each may see the other's.")


def _scheme_named(paper: object, w: Translator) -> Iterator[str]:
    """A letter that keeps the illness back, but whose first words name the scheme for chronic illness."""
    words = "".join(texts_in((getattr(paper, "opening", ""), getattr(paper, "subject", ""))))
    named = re.search(r"小児慢性特定疾病|小児慢性|小慢", words)
    if named and illness_kept_back(getattr(paper, "not_given", "")):
        asked = w._("This letter keeps the name of the illness back, but its first words name the scheme: {words}.")
        yield asked.format(words=named[0])


_TO = re.compile(r"(?:に|には|へ)(?=[^にへ]*ない)")  # 学校に病名を伝えない


def _audience(rule: str) -> str:
    """Whom a caution keeps something from, as it is written before に; the whole rule where nobody is named so."""
    return _TO.split(rule)[0]


def _said_although(caution: Caution, child: Child, text: str, diseases: list[str]) -> list[str]:
    """What the caution wants kept back and the paper says all the same."""
    places = (
        (("住所", "住まい"), [child.address]),
        (("学校", "園の名", "園名"), [child.school, *(time.school for time in child.schools)]),
        (("通院先", "病院"), [child.hospital, *(each.hospital for each in child.care_providers)]),
        (("電話番号",), [child.phone]),
        (("病名", "病気の名"), diseases),
    )
    facts = _TO.split(caution.rule)[-1]  # the school that must not be told is no fact
    return [
        value
        for words, values in places
        for value in values
        if value.strip() and any(word in facts for word in words) and value in text
    ]


def _disease_names(child: Child) -> list[str]:
    return list(dict.fromkeys(d.name for d in child.diseases if d.name.strip()))
