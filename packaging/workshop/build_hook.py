"""For hatchling: the compiled catalogues go into the wheel (their sources do not: Babel would cost start-up time)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CataloguesHook(BuildHookInterface):  # type: ignore[type-arg]  # its type variable is of no use to a hook
    """Compiles `translations/*/LC_MESSAGES/caseapp.po` and adds the result as `caseapp/_translations`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling gives it
        """Called by hatchling before it collects files."""
        if self.target_name != "wheel":
            return
        sys.path.insert(0, str(Path(self.root) / "packaging"))
        from workshop import catalogue

        catalogue.compile_stale()
        for language in catalogue.languages():
            compiled = catalogue.po_path(language).with_suffix(".mo")
            build_data["force_include"][str(compiled)] = f"caseapp/_translations/{language}/LC_MESSAGES/{compiled.name}"
