"""The journeys begin as every desktop test does: light, Japanese, names shown."""

from __future__ import annotations

from tests.desktop.conftest import desktop

__all__ = ["desktop"]
