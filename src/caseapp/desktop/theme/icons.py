"""Icons and the app's mark, drawn from SVG strings in a ink's colour and kept by (name, colour, size, density)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from caseapp.desktop.theme.icon_shapes import SHAPES
from caseapp.desktop.theme.theme import theme
from caseapp.words import resources

SMALL, USUAL = 18, 20
if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

_DENSITY = 2.0  # at least: sharp after a move to a finer screen
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><g fill="none" stroke="{colour}" '
    'stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round">{shape}</g></svg>'
)
_MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><g fill="none" stroke-linecap="round" '
    'stroke-width="3"><path stroke="{ink}" d="M3 18c3.5.3 5.6-1.400 8-5S16 6.200 25 5.600"/>'
    '<path stroke="{accent}" d="M7.500 22.500c3.500.3 5.600-1.400 8-4.500s4.500-5 9.500-5.300"/></g></svg>'
)


def names() -> tuple[str, ...]:
    """The icons there are."""
    return tuple(SHAPES)


def pixmap(name: str, ink: str = "sub", size: int = SMALL, *, density: float = _DENSITY) -> QPixmap:
    """The icon in the ink's colour, `size` logical pixels square. Raises KeyError for an unknown name or ink."""
    return _pixmap(name, theme.tokens.colour(ink), size, density)


def icon(name: str, ink: str = "sub", *, on: str = "accent", size: int = SMALL) -> QIcon:
    """For buttons and actions: at rest in `ink`, chosen in `on`, disabled in faint."""
    from PySide6.QtGui import QIcon  # the lock screen has none

    made = QIcon()
    made.addPixmap(pixmap(name, ink, size), QIcon.Mode.Normal, QIcon.State.Off)
    made.addPixmap(pixmap(name, on, size), QIcon.Mode.Normal, QIcon.State.On)
    made.addPixmap(pixmap(name, "faint", size), QIcon.Mode.Disabled)
    return made


def draw(painter: QPainter, where: QRectF, name: str, *, ink: str = "sub") -> None:
    """Paint the icon into the middle of `where`, as large as fits a square of it, sharp on this screen."""
    side = min(where.width(), where.height())
    box = QRectF(0, 0, side, side)
    box.moveCenter(where.center())
    box.moveTopLeft(_on_the_grid(painter, box.topLeft()))
    density = max(1.0, painter.deviceTransform().m11())  # the screen's; in a picture that of the picture
    image = _pixmap(name, theme.tokens.colour(ink), round(side), density)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(box, image, QRectF(image.rect()))


def _on_the_grid(painter: QPainter, point: QPointF) -> QPointF:
    """The nearest point that is a whole pixel of the device: lines stay sharp at 125 and 150 %."""
    to_device = painter.deviceTransform()
    at = to_device.map(point)
    back, possible = to_device.inverted()
    return back.map(QPointF(round(at.x()), round(at.y()))) if possible else point


def draw_mark(painter: QPainter, where: QRectF) -> None:
    """Paint the app's mark: the child's line and the one that walks along."""
    svg = _MARK.format(ink=theme.tokens.ink, accent=theme.tokens.accent)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, where)


def window_icon() -> QIcon:
    """The mark for the task bar, on a plain ground so that it is seen on any colour."""
    from PySide6.QtGui import QIcon

    svg = resources.path("icons/app.svg").read_text(encoding="utf-8")
    made = QIcon()
    for side in (16, 24, 32, 48, 64, 256):
        made.addPixmap(_rendered(svg, side, 1.0))
    return made


def size(pixels: int = SMALL) -> QSize:
    """The icon size for `setIconSize`, grown with the text."""
    side = max(pixels, round(pixels * min(theme.scale, 1.5)))
    return QSize(side, side)


def forget() -> None:
    """After a switch of colours."""
    _pixmap.cache_clear()
    _rendered.cache_clear()


theme.changed.connect(forget)


@cache
def _pixmap(name: str, colour: str, size: int, density: float) -> QPixmap:
    width = "1.5" if size > 12 else "1.9"
    return _rendered(_SVG.format(colour=colour, width=width, shape=SHAPES[name]), size, density)


@cache
def _rendered(svg: str, size: int, density: float) -> QPixmap:
    side = round(size * density)
    image = QPixmap(side, side)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    image.setDevicePixelRatio(density)
    return image
