"""Colours keep their contrast, sizes follow the text, icons take the colour of the moment."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import Theme, theme
from caseapp.desktop.theme.tokens import DARK, LIGHT, Tokens

TEXT = [
    *(("ink", ground) for ground in ("surface", "window", "sunken", "tint", "red_bg", "sand", "mark")),
    *(("sub", ground) for ground in ("surface", "window", "sunken", "tint")),
    *(("faint", ground) for ground in ("surface", "window", "sunken", "tint")),
    ("accent", "surface"),
    ("accent", "window"),
    ("accent", "sunken"),
    ("on_accent", "accent"),
    ("on_accent", "hover"),
    ("tint_ink", "tint"),
    ("on_ink", "ink_chip"),
    ("red", "surface"),
    ("red", "red_bg"),
]
BORDERS = [("control", ground) for ground in ("surface", "window", "sunken")]


def luminance(colour: str) -> float:
    parts = QColor(colour).getRgbF()[:3]  # type: ignore[index]  # a tuple of four
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_has_a_contrast_of_at_least_4_5(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(tokens.colour(ink), tokens.colour(ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("border", "ground"), BORDERS)
def test_borders_of_controls_have_a_contrast_of_at_least_3(tokens: Tokens, border: str, ground: str) -> None:
    assert contrast(tokens.colour(border), tokens.colour(ground)) >= 3.0


def test_an_unknown_colour_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        theme.colour("blue")


def test_the_base_size_stays_within_its_bounds_and_heights_follow(qapp: QApplication) -> None:
    own = Theme()
    assert own.height("field") == 32
    own.apply(choice="light", base=18.0)
    assert own.height("field") >= round(own.metrics().height() * 1.9) > 32
    own.apply(choice="light", base=40)
    assert own.base == 18.0
    own.apply(choice="light", base=2)
    assert own.base == 10.5


def test_switching_colours_reaches_palette_and_sheet(qapp: QApplication) -> None:
    theme.apply(choice="dark")
    assert qapp.palette().window().color() == QColor(DARK.window)
    assert DARK.accent in qapp.styleSheet()
    assert LIGHT.accent not in qapp.styleSheet()
    theme.apply(choice="light")
    assert qapp.palette().window().color() == QColor(LIGHT.window)


def test_placeholders_are_as_dark_as_they_must_be(qapp: QApplication) -> None:
    assert f"placeholder-text-color: {LIGHT.faint}" in qapp.styleSheet()


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_draws_something_and_stays_inside(qapp: QApplication, name: str) -> None:
    image = QImage(60, 60, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    icons.draw(painter, QRectF(10, 10, 40, 40), name, ink="ink")
    painter.end()
    dark = [(x, y) for x in range(60) for y in range(60) if image.pixelColor(x, y).lightness() < 128]
    assert len(dark) > 10
    assert all(10 <= x < 50 and 10 <= y < 50 for x, y in dark)


def test_icons_take_the_colours_of_the_moment(qapp: QApplication) -> None:
    light = icons.pixmap("phone", "ink").toImage()
    theme.apply(choice="dark")
    dark = icons.pixmap("phone", "ink").toImage()
    theme.apply(choice="light")
    assert light != dark
