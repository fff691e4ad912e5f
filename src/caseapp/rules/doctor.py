"""A doctor as the record writes it: `循環器科 三好 晴彦` is a department and a name in one line."""

from __future__ import annotations

_DEPARTMENT = ("科", "部", "センター", "グループ", "チーム", "外来", "病棟")
_TITLES = ("先生", "医師", "ドクター")


def parted(written: str) -> tuple[str, str]:
    """The department and the name without a title, "" for what does not stand there.

    Of three words or more the first is the department; of fewer only one that ends as a department does.
    """
    text = " ".join(written.split())
    for title in _TITLES:
        text = text.removesuffix(title).rstrip()
    first, _space, rest = text.partition(" ")
    if first.endswith(_DEPARTMENT) or " " in rest:
        return first, rest
    return "", text
