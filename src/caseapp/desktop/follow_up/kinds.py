"""The kind of a next action (its icon), guessed from its words; whoever opens the action can choose another one."""

from __future__ import annotations

from caseapp.rules.folding import fold

# The first kind of which a word stands in the text. What is done comes before where it is done: 学校に電話 is a call.
_WORDS = (
    ("plan", ("計画", "plan")),
    ("meeting", ("会議", "カンファレンス", "打ち合わせ", "打合せ", "meeting")),
    ("visit", ("訪問", "家庭訪問", "visit")),
    ("letter", ("手紙", "メール", "送る", "郵送", "情報提供書", "letter", "mail")),
    ("paper", ("申請", "書類", "更新", "診断書", "意見書", "手続", "form")),
    ("school", ("学校", "小学校", "中学校", "高校", "園", "担任", "養護", "school")),
    ("hospital", ("病院", "受診", "主治医", "外来", "医療センター", "入院", "hospital")),
    ("counter", ("来所", "窓口", "counter")),
    ("phone", ("電話", "聞く", "確かめる", "連絡", "call", "ring")),
)
_PHONE_FIRST = ("電話", "tel")


def kind_of(text: str) -> str:
    """A code of the list follow_up_kind; "other" when nothing in the text tells."""
    folded = fold(text)
    if any(fold(word) in folded for word in _PHONE_FIRST):
        return "phone"
    for kind, words in _WORDS:
        if any(fold(word) in folded for word in words):
            return kind
    return "other"
