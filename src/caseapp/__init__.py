"""伴走ノート (caseapp): case management for 小児慢性特定疾病児童等自立支援員."""

from __future__ import annotations

__version__ = "0.1.0"
