"""The search palette (Ctrl+K)."""

from __future__ import annotations

from caseapp.desktop.palette.palette import open_palette

__all__ = ["open_palette"]
