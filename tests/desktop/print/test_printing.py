"""The real way to a printer: QPrinter and `lp`, and no file of ours on the way."""

from __future__ import annotations

import os
import sys
import threading
import time
import weakref
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from caseapp.desktop.kit import printing, spooler
from caseapp.desktop.kit.dialogs import WindowDialogs
from caseapp.desktop.kit.printing import PdfInMemory
from caseapp.documents import support_plan
from tests.documents import papers

needs_shell = pytest.mark.skipif(sys.platform != "linux", reason="lp is the way on Linux")


@pytest.fixture(scope="module")
def plan() -> bytes:
    return support_plan.render(papers.PLAN, language="ja", printed=papers.PRINTED)


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for lp that keeps what it was given; the folder with it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "lp"
    program.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > {folder}/words\n/bin/cat > {folder}/given\n'
        '[ "$LP_ANSWERS" ] && echo "lp: no such printer" >&2\nexit ${LP_ANSWERS:-0}\n'
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def dark(image: QImage) -> int:
    """Dark points of every tenth line."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(
        grey.pixelColor(x, y).lightness() < 100 for y in range(0, grey.height(), 10) for x in range(0, grey.width(), 3)
    )


def test_a_printer_gets_every_page_with_its_ink_and_nothing_lies_beside_it(
    plan: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    target = tmp_path / "out" / "printed.pdf"
    target.parent.mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))  # whoever wants a temporary file fails
    monkeypatch.chdir(tmp_path)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printing.print_pdf(plan, printer)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["printed.pdf"]
    sent, meant = PdfInMemory(target.read_bytes()), PdfInMemory(plan)
    assert sent.pages() == meant.pages() > 1
    for number in range(meant.pages()):
        size = QSize(595, 842)
        inks = [dark(pdf.document.render(number, size)) for pdf in (sent, meant)]
        assert min(inks) > 100
        assert max(inks) < 2 * min(inks)
    for pdf in (sent, meant):
        pdf.close()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_begin_is_told(plan: bytes, tmp_path: Path, qapp: object) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "x.pdf"))
    with pytest.raises(spooler.NotPrinted):
        printing.print_pdf(plan, printer)


@needs_shell
def test_the_print_server_gets_the_document_through_the_pipe(plan: bytes, lp: Path, tmp_path: Path) -> None:
    job = spooler.Job(printer="jimu-2F", title="個別支援計画書", copies=2, pages=((1, 1),), sides="two-sided-long-edge")
    assert spooler.there()
    spooler.send(plan, job)
    assert (lp / "given").read_bytes() == plan
    words = (lp / "words").read_text("utf-8").splitlines()
    for pair in (("-d", "jimu-2F"), ("-n", "2"), ("-t", "個別支援計画書"), ("-P", "1-1")):
        assert pair in pairwise(words)
    assert words[-1] == "-"
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"lp", "words", "given"}


JOB = spooler.Job(printer="x", title="y")


@needs_shell
def test_a_print_server_that_refuses_or_is_not_there_took_nothing(lp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LP_ANSWERS", "1")
    with pytest.raises(spooler.NotPrinted, match="did not take") as refused:
        spooler.send(b"%PDF", JOB)
    assert refused.value.problems[0].values == {"reason": "lp: no such printer"}
    monkeypatch.setenv("PATH", str(lp / "nothing"))
    assert not spooler.there()
    with pytest.raises(spooler.NotPrinted, match="could not be started"):
        spooler.send(b"%PDF", JOB)


@pytest.fixture
def asleep(lp: Path) -> None:
    """An `lp` whose print server sleeps."""
    (lp / "lp").write_text("#!/bin/sh\nexec /bin/sleep 20\n")


@needs_shell
@pytest.mark.usefixtures("asleep")
def test_a_print_server_that_sleeps_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spooler, "_PATIENCE", 0.1)
    with pytest.raises(spooler.NotPrinted, match="did not answer"):
        spooler.send(b"%PDF" * 100_000, JOB)


@needs_shell
@pytest.mark.usefixtures("asleep")
def test_a_print_server_that_sleeps_does_not_hold_up_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    window.resize(800, 600)
    window.show()
    dialogs, heard = WindowDialogs(window), list[tuple[int, str]]()
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.NativeFormat)
    begun = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QPrinter, "outputFormat", lambda _printer: QPrinter.OutputFormat.NativeFormat)
        dialogs._send(b"%PDF", lambda copies, why: heard.append((copies, why)), printer)
        assert time.monotonic() - begun < 5
        assert window.findChildren(QProgressBar)[0].accessibleName() == "印刷に送っています"
        assert heard == []
        assert dialogs._progress is not None
        dialogs._progress.cancel()
        qtbot.waitUntil(lambda: heard != [], timeout=5_000)
    assert heard == [(0, "印刷を中止しました。")]
    assert dialogs._progress is None


@pytest.mark.parametrize("fails", [True, False])
def test_a_paper_that_fails_after_a_lock_is_told_to_who_asked_for_that(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    go, ended = threading.Event(), threading.Event()

    def send(*_args: object) -> None:
        go.wait()
        ended.set()
        if fails:
            raise spooler.NotPrinted("The printer did not begin. Look whether it is on, and print again.")

    monkeypatch.setattr(printing, "_send", send)
    window = QWidget()
    dialogs, heard, unheard = WindowDialogs(window), list[object](), list[BaseException]()
    dialogs._send(b"%PDF", lambda copies, why: heard.append((copies, why)), QPrinter())
    dialogs.close_all(unheard.append)
    dialogs.close_all()  # a second one does not take the first one's place
    go.set()
    qtbot.waitUntil(lambda: not dialogs._sent, timeout=5_000)
    assert ended.is_set()
    for thread in threading.enumerate():
        if thread.name == "printer":
            thread.join(5)
    assert heard == []  # the page is gone
    assert [type(error) for error in unheard] == ([spooler.NotPrinted] if fails else [])


def test_nothing_of_a_paper_stays_in_memory_when_it_is_printed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "_send", lambda *_args: None)
    window = QWidget()
    dialogs, heard = WindowDialogs(window), list[int]()
    dialogs._send(b"%PDF", lambda copies, _why: heard.append(copies), QPrinter())
    sending = weakref.ref(dialogs._sending)
    qtbot.waitUntil(lambda: heard != [], timeout=5_000)
    assert heard == [1]
    assert sending() is None  # it died here, with its printer, and not on a thread of its own


@needs_shell
def test_without_lp_temporary_files_lie_in_memory_and_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.environ.get("TMPDIR")
    with spooler.files_in_memory() as possible:
        assert possible
        folder = Path(os.environ["TMPDIR"])
        assert folder.parent == Path("/dev/shm")
        (folder / "job").write_bytes(b"x")
    assert not folder.exists()
    assert os.environ.get("TMPDIR") == before
    monkeypatch.setattr(spooler, "_MEMORY", Path("/no/memory/here"))
    with spooler.files_in_memory() as possible:
        assert not possible


class TwoSided(QPrinter):
    """A printer that can print on both sides (the PDF of Qt cannot)."""

    def duplex(self) -> QPrinter.DuplexMode:
        return QPrinter.DuplexMode.DuplexShortSide


def test_what_was_chosen_in_the_dialog_reaches_the_print_server(qapp: object) -> None:
    printer = TwoSided(QPrinter.PrinterMode.ScreenResolution)
    printer.setDocName("相談記録票")
    printer.setCopyCount(3)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    job = printing.job_of(printer)
    assert (job.title, job.pages, job.sides, job.colour) == ("相談記録票", ((2, 3),), "two-sided-short-edge", False)
