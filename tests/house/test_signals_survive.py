"""PySide6 6.12 on Python 3.11 loses a reference to True or False at every emission, and aborts after some hundred."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Bell(QObject):
    rang = Signal(bool)

app = QCoreApplication([])
heard = []
bell = Bell()
bell.rang.connect(lambda loud: heard.append(loud))
for n in range(20_000):
    bell.rang.emit(n % 2 == 0)
print(len(heard), sum(heard))
"""


def test_twenty_thousand_signals_with_a_bool_are_heard_and_nothing_dies() -> None:
    answer = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout.split()) == (0, ["20000", "10000"]), answer.stderr
