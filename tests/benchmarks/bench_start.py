"""How long from the start of the process until the lock screen is seen, against a bare PySide6 window.

    python tests/benchmarks/bench_start.py [rounds]

Both are started in turn, with the same Python; the time is taken by the parent from before the start to the line that
the child writes after its first window was exposed and painted. The median of the rounds counts. Target: ratio ≤ 1.5.
Compiled Python files are kept between the rounds, as an installed program has them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGET = 1.5
_BARE = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv)
window = QWidget()
window.resize(1366, 768)
window.show()
app.processEvents()
print("visible", flush=True)
"""
_LOCK = """
import gc, sys
gc.disable()  # as bootstrap.desktop does
from pathlib import Path
from caseapp import bootstrap
from caseapp.desktop.startup.program import Program, make_application
app = make_application(["caseapp"])
program = Program(Path(sys.argv[1]), clock=bootstrap.clock)
program.start()
app.processEvents()
print("visible", flush=True)
while not program.screen.user.count():
    app.processEvents()
print("users", flush=True)
program.end()
"""


def main(arguments: list[str]) -> int:
    """Print both medians and their ratio; 1 when the target is missed."""
    rounds = int(arguments[0]) if arguments else 7
    _compile_words()
    with tempfile.TemporaryDirectory() as place:
        folder = _vault(Path(place) / "vault")
        bare, lock, users = [], [], []
        for _round in range(rounds + 1):
            bare.append(_seconds(_BARE, "visible")[0])
            seen, known = _seconds(_LOCK, "visible", "users", folder=folder)
            lock.append(seen)
            users.append(known)
    # the first round only warms the disk's cache
    plain, locked, filled = (statistics.median(times[1:]) for times in (bare, lock, users))
    ratio = locked / plain
    sys.stdout.write(f"bare window      {plain:.3f} s\n")
    sys.stdout.write(f"lock screen      {locked:.3f} s\n")
    sys.stdout.write(f"  with its users {filled:.3f} s\n")
    sys.stdout.write(f"ratio            {ratio:.2f} (target {TARGET})\n")
    return int(ratio > TARGET)


def _compile_words() -> None:
    """As packed: a checkout may hold a catalogue that is newer than its compiled form."""
    packaging = Path(__file__).resolve().parents[2] / "packaging"
    subprocess.run([sys.executable, str(packaging / "dev.py"), "words", "compile"], check=True, capture_output=True)


def _vault(folder: Path) -> Path:
    from caseapp import bootstrap
    from caseapp.casework import office

    os.environ["CASEAPP_FAST_KDF_FOR_TESTS"] = "1"
    made, _key = office.create(
        folder,
        office_name="汐見保健所",
        user_name="森下 由佳",
        title="",
        passphrase=bootstrap.DEMO_PASSPHRASE,
        clock=bootstrap.clock,
    )
    made.close()
    return folder


def _seconds(code: str, *words: str, folder: Path | None = None) -> list[float]:
    """Seconds until the process wrote each of the words."""
    command = [sys.executable, "-c", code, *([str(folder)] if folder else [])]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "caseapp-bench-bytecode")
    begun = time.perf_counter()
    taken = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        for word in words:
            line = process.stdout.readline()
            if line.strip() != word:
                raise RuntimeError(f"the process wrote {line!r} instead of {word!r}")
            taken.append(time.perf_counter() - begun)
    return taken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
