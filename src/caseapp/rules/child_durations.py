"""How long a battery lasts: typed as hours or minutes as people write them, stored as minutes."""

from __future__ import annotations

import re
import unicodedata

from caseapp.rules.dates import is_japanese
from caseapp.rules.problem import N_, Problem, Refused

_WRITTEN = re.compile(
    r"(?:(?P<hours>\d{1,3}(?:\.\d{1,2})?)(?:時間|h|hours?|hr)?(?P<half>半)?)?(?:(?P<minutes>\d{1,4})(?:分|min|m|minutes?))?"
)
_ONLY_MINUTES = re.compile(r"(?P<minutes>\d{1,5})(?:分|min|minutes?)")
_CANNOT = N_("Write how long it lasts as 4, 4.5 or 4時間30分 (“{text}” cannot be read).")
_MOST = 60 * 24 * 30


def read_minutes(text: str) -> int:
    """`4` and `4時間` are 240, `4.5` and `4時間30分` 270, `90分` 90. Raises Refused for anything else."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower().removeprefix("約")
    found = _ONLY_MINUTES.fullmatch(plain) or (_WRITTEN.fullmatch(plain) if plain else None)
    if found is None:
        raise Refused([Problem("minutes", _CANNOT, {"text": text})])
    parts = found.groupdict()
    minutes = round(float(parts.get("hours") or 0) * 60) + int(parts.get("minutes") or 0)
    minutes += 30 if parts.get("half") else 0
    if not 0 < minutes <= _MOST:
        raise Refused([Problem("minutes", _CANNOT, {"text": text})])
    return minutes


def minutes_words(minutes: int, language: str) -> str:
    """`4時間`, `4時間30分`, `45分`; English `4 h`, `4 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    japanese = is_japanese(language)
    parts = []
    if hours:
        parts.append(f"{hours}時間" if japanese else f"{hours} h")
    if rest or not hours:
        parts.append(f"{rest}分" if japanese else f"{rest} min")
    return ("" if japanese else " ").join(parts)
