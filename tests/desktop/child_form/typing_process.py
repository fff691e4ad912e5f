"""A process that changes a child's record and is killed in the middle of it (started by test_child_drafts).

Arguments: the vault's folder, the child's id. It says `kept` when the draft is on the disk, and goes on typing.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from caseapp.casework import office as offices
from caseapp.desktop.child_form.page import ChildForm
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.preferences import Preferences
from caseapp.desktop.kit.runner import Runner
from tests.desktop.conftest import PASSPHRASE, USER
from tests.desktop.fakes import ScriptedDialogs, Travel

_NOW = datetime(2026, 11, 20, 10, 12, tzinfo=timezone(timedelta(hours=9), "Asia/Tokyo"))
WRITTEN = "汐見市立汐見第二中学校"


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(folder: str, child_id: str) -> int:
    application = QApplication([])
    office = offices.open_office(Path(folder), user=USER, passphrase=PASSPHRASE, clock=lambda: _NOW)
    dialogs = ScriptedDialogs()
    runner = Runner(dialogs.report)
    form = ChildForm(Desk(office, runner, dialogs, Travel(), Preferences()))
    form.show()
    form.open(child_id=child_id)
    runner.flush()
    school = form.sections.fields["school"]
    school.setText(WRITTEN)
    school.textEdited.emit(WRITTEN)
    family = form.sections.fields["family"].add_new()
    family.fields["name"].setText("高瀬 清")
    family.fields["name"].textEdited.emit("")
    keeper = form._keeper
    assert keeper is not None
    keeper.said.connect(lambda _words: _say("kept"))
    typist = QTimer()
    typist.timeout.connect(lambda: form.sections.fields["note"].insertPlainText("あ"))
    typist.start(300)
    return int(application.exec())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
