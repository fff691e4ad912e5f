"""The sizes of type, by the kind of page (paper.md §3). One place, so that every document speaks in the same voices."""

from __future__ import annotations

from dataclasses import dataclass

from caseapp.documents.text import Style


@dataclass(frozen=True)
class Sheet:
    """The styles of one kind of page. Made by `office()`, `family()`, `letter()`."""

    title: Style
    section: Style
    prose: Style
    quote: Style
    cell: Style
    head: Style
    label: Style
    note: Style
    foot: Style
    pad: float  # above and below the text of a table row, points
    gap: float  # between sections, points
    after_heading: float
    verticals: bool


_RUBY_LEADING = 1.95  # of the base (paper.md §5)


def _style(face: str, size: float, *, factor: float, **more: object) -> Style:
    return Style(face=face, size=size, leading=size * factor, **more)  # type: ignore[arg-type] # checked by Style's users


def office(tight: float = 1.0) -> Sheet:
    """Forms that stay in the office. `tight` (0.96–1) shortens the leading of pages that nearly fit."""
    return Sheet(
        title=_style("bold", 17, factor=1.3),
        section=_style("bold", 10.5, factor=1.3),
        prose=_style("gothic", 9, factor=1.52 * tight),
        quote=_style("mincho", 9.2, factor=1.56 * tight),
        cell=_style("gothic", 8.6, factor=1.46 * tight),
        head=_style("bold", 8.4, factor=1.5 * tight),
        label=_style("bold", 8.4, factor=1.5 * tight),
        note=_style("gothic", 8, factor=1.45 * tight),
        foot=_style("gothic", 7.5, factor=1.3),
        pad=2.5 * tight,
        gap=13.5 * tight,
        after_heading=4.6,
        verticals=True,
    )


def family(tight: float = 1.0, *, ruby: bool = False) -> Sheet:
    """Pages that families read: nothing under 10.5 pt but the foot. `ruby`: lines have room for readings above them."""
    plain = _family(tight)
    if not ruby:
        return plain
    roomy = {
        name: style.but(leading=style.size * _RUBY_LEADING * tight, indent=style.indent)
        for name, style in plain.__dict__.items()
        if isinstance(style, Style) and name != "foot"
    }
    return Sheet(**{**plain.__dict__, **roomy, "gap": plain.gap * 0.8})


def _family(tight: float) -> Sheet:
    return Sheet(
        title=_style("bold", 19, factor=1.4),
        section=_style("bold", 12.5, factor=1.35),
        prose=_style("mincho", 11.5, factor=1.75 * tight, justify=True, indent=1.0),
        quote=_style("mincho", 11.5, factor=1.68 * tight),
        cell=_style("gothic", 10.6, factor=1.52 * tight),
        head=_style("bold", 10.5, factor=1.55 * tight),
        label=_style("bold", 10.5, factor=1.56 * tight),
        note=_style("gothic", 10.5, factor=1.55 * tight),
        foot=_style("gothic", 9, factor=1.3),
        pad=4.0 * tight,
        gap=16.0 * tight,
        after_heading=6.0,
        verticals=False,
    )


def letter(tight: float = 1.0) -> Sheet:
    """Letters to other bodies: the family's sizes, ruled like a form."""
    base = family(tight)
    return Sheet(
        **{
            **base.__dict__,
            "title": _style("bold", 15, factor=1.4, align="center"),
            "pad": 4.2 * tight,
            "verticals": True,
        }
    )
