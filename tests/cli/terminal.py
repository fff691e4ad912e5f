"""The command line as one uses it: words in, exit code, output and what is in the store out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from caseapp import cli
from caseapp.casework import exporting, office
from caseapp.rules.clock import stopped
from caseapp.vault import pause

MANAGER, WORKER, VIEWER = "村井 志保", "森下 由佳", "浜田 圭"
WORDS = "みどりの ながぐつ あるく 三日月"
WORDS_OF = {MANAGER: WORDS, WORKER: WORDS + " 二", VIEWER: WORDS + " 三"}


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document it must be."""
        return json.loads(self.out)


class Terminal:
    """Calls commands on a store in a folder; the passphrases lie in files beside it."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str], now: datetime) -> None:
        self.folder, self.vault, self.now = folder, folder / "vault", now
        self._capture = capture

    def run(self, *words: str | Path) -> Answer:
        """Exactly these words."""
        self._capture.readouterr()
        pause._tries.clear()  # each command is a process of its own
        code = cli.main([str(word) for word in words], default_folder=self.folder / "default", clock=stopped(self.now))
        out, err = self._capture.readouterr()
        assert "Traceback" not in err
        return Answer(code, out, err)

    def as_user(self, user: str, *words: str | Path) -> Answer:
        """The words, with the store, the user and the file with the passphrase behind them."""
        return self.run(*words, "--vault", self.vault, "--user", user, "--passphrase-file", self.secret(user))

    def __call__(self, *words: str | Path) -> Answer:
        """The same as the manager."""
        return self.as_user(MANAGER, *words)

    def secret(self, user: str) -> Path:
        """The file with the passphrase of a user."""
        return self.write(f"{user.replace(' ', '')}.txt", WORDS_OF[user] + "\n")

    def write(self, name: str, content: str | bytes) -> Path:
        """A file in the folder of the test."""
        file = self.folder / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def holds(self) -> dict[str, Any]:
        """Everything in the store, without the moment of the asking."""
        with office.open_office(self.vault, user=MANAGER, passphrase=WORDS, clock=stopped(self.now)) as opened:
            found = exporting.everything(opened)
        del found["exported_at"]
        return found

    def exported(self) -> dict[str, Any]:
        """The same through the command."""
        target = self.folder / "all.json"
        answer = self("export", "-o", target)
        assert answer.code == 0, answer.err
        found: dict[str, Any] = json.loads(target.read_text("utf-8"))
        assert found.pop("exported_at")
        return found

    def child(self, number: str) -> dict[str, Any]:
        """One child of the store, as exported."""
        found: dict[str, Any] = next(child for child in self.holds()["children"] if child["number"] == number)
        return found
