"""Set-up and daily commands: `python3 packaging/dev.py demo`, `… test`, `… words add FILE`.

Needs nothing but a Python with venv; everything else it fetches itself.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

if __name__ == "__main__":
    if sys.argv[1:2] == ["words"]:
        try:
            from workshop import words
        except ImportError:  # no babel in this Python: use the project's own
            import subprocess

            folder = Path(__file__).resolve().parents[1] / ".venv"
            python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
            raise SystemExit(subprocess.call([str(python), *sys.argv])) from None
        raise SystemExit(words.main(sys.argv[2:]))
    raise SystemExit("only `words` exists yet")
