"""Nothing that is committed names a place of the machine it was written on, or the address of a package index."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Put together here, so that this file does not name them either.
PLACES = re.compile(
    "|".join(["/wo" + "rk/", "/ro" + "ot/", "/opt/" + "pypi", "file:" + r"///\w", r"[/\\]simple/?[\"'\s]$"])
)


@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="not a git checkout")
def test_no_committed_text_names_a_place_of_this_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    found = []
    for name in listed.decode("utf-8").split("\0"):
        file = ROOT / name
        if not name or not file.is_file():
            continue
        content = file.read_bytes()
        if b"\0" in content[:8000]:
            continue  # a font or a picture
        for number, line in enumerate(content.decode("utf-8").splitlines(), 1):
            if PLACES.search(line):
                found.append(f"{name}:{number}: {line[:100]}")
    assert found == []
