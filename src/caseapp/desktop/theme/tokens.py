"""The colour tokens, light and dark, and the fixed sizes. The only place where a colour is written as a literal."""

from __future__ import annotations

from typing import NamedTuple


class Tokens(NamedTuple):
    """One set of colours as `#RRGGBB`. `dark` tells which; `scrim` is the opacity (0–1) of `scrim_ink`.

    A tuple, as what the lock screen needs does without dataclasses (docs/benchmarks.md, Start).
    """

    dark: bool
    window: str
    surface: str
    sunken: str
    line: str
    control: str
    ink: str
    sub: str
    faint: str
    accent: str
    hover: str
    on_accent: str
    tint: str
    tint_ink: str
    red: str
    red_bg: str
    red_line: str
    sand: str
    sand_line: str
    ink_chip: str
    on_ink: str
    mark: str
    desk: str
    paper: str
    scrim_ink: str
    scrim: float

    def colour(self, name: str) -> str:
        """The token called `name`. Raises KeyError for anything else, so that no literal slips in."""
        if name not in _NAMES:
            raise KeyError(name)
        return str(getattr(self, name))


LIGHT = Tokens(
    dark=False,
    window="#F3F5F5",
    surface="#FFFFFF",
    sunken="#E9EDEE",
    line="#D3DADC",
    control="#75838A",
    ink="#1B2326",
    sub="#4A575D",
    faint="#5E6B71",
    accent="#1B5C8C",
    hover="#154A71",
    on_accent="#FFFFFF",
    tint="#E3EEF6",
    tint_ink="#144A72",
    red="#B3261E",
    red_bg="#FCEDEB",
    red_line="#D9776F",
    sand="#F8F1DC",
    sand_line="#D9C893",
    ink_chip="#2B363B",
    on_ink="#FFFFFF",
    mark="#FFE9A8",
    desk="#C9D0D3",
    paper="#FFFFFF",
    scrim_ink="#1B2326",
    scrim=0.42,
)
DARK = Tokens(
    dark=True,
    window="#14181A",
    surface="#1C2124",
    sunken="#262C30",
    line="#39424A",
    control="#7E8C94",
    ink="#E8ECEC",
    sub="#B4BEC2",
    faint="#9AA6AB",
    accent="#83BCE6",
    hover="#A5D0F0",
    on_accent="#0D2233",
    tint="#1F3A4F",
    tint_ink="#B9DCF5",
    red="#FF9C92",
    red_bg="#3B1F1E",
    red_line="#A8534C",
    sand="#38321F",
    sand_line="#6B5F36",
    ink_chip="#DDE3E4",
    on_ink="#14181A",
    mark="#5C4B10",
    desk="#0E1112",
    paper="#FFFFFF",
    scrim_ink="#000000",
    scrim=0.60,
)
_NAMES = frozenset(Tokens._fields) - {"dark", "scrim"}

# Text sizes as ratios of the base that the user sets (10.5 to 18 pt).
RATIOS = {"caption": 0.93, "body": 1.0, "lead": 1.14, "title": 1.29, "name": 1.71}
SMALLEST, LARGEST = 10.5, 18.0

# Heights at base 10.5 pt in logical pixels; larger text stretches them (`Theme.height`).
HEIGHTS = {
    "field": 32,
    "toggle": 28,
    "pill": 26,
    "chip": 20,
    "top_bar": 40,
    "status": 28,
    "rail_item": 36,
    "row": 28,
    "today_row": 36,
    "section": 36,
}
