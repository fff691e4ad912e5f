"""A process that writes a record and is killed in the middle of it (started by test_record_drafts).

Arguments: the vault's folder, the child's id. It says `kept` when the draft is on the disk, and goes on typing.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from caseapp.casework import office as offices
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.preferences import Preferences
from caseapp.desktop.kit.runner import Runner
from caseapp.desktop.record.page import RecordPage
from tests.desktop.conftest import PASSPHRASE, USER
from tests.desktop.fakes import ScriptedDialogs, Travel

_NOW = datetime(2026, 11, 20, 10, 12, tzinfo=timezone(timedelta(hours=9), "Asia/Tokyo"))
WRITTEN = "停電のときの電源のことを聞いた。"


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(folder: str, child_id: str) -> int:
    application = QApplication([])
    office = offices.open_office(Path(folder), user=USER, passphrase=PASSPHRASE, clock=lambda: _NOW)
    dialogs = ScriptedDialogs()
    runner = Runner(dialogs.report)
    desk = Desk(office, runner, dialogs, Travel(), Preferences())
    page = RecordPage(desk)
    page.show()
    page.open(child_id=child_id)
    runner.flush()
    page.form.paragraphs.fields["facts"].insertPlainText(WRITTEN)
    page.form.question.text.insert("市の防災に聞く")
    page.form.question.text.textEdited.emit("")
    keeper = page._keeper
    assert keeper is not None
    keeper.said.connect(lambda _words: _say("kept"))
    typist = QTimer()
    typist.timeout.connect(lambda: page.form.paragraphs.fields["words"].insertPlainText("あ"))
    typist.start(300)
    return int(application.exec())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
