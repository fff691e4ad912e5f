"""Where an item of the path is dealt with, where a page is made for it; the others are taken up as a next action."""

from __future__ import annotations

_PAGES = {"transition": "transition"}  # the template's entry -> the page (移行ポリシー: the checklist of both sides)


def page_for(entry: str) -> str:
    """The page that deals with this entry of the template; "" for none."""
    return _PAGES.get(entry, "")
