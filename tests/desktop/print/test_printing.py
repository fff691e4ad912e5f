"""The real way to a printer: QPrinter and `lp`, and no file of ours on the way."""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter

from caseapp.desktop.kit import printing, spooler
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
        f'#!/bin/sh\nprintf "%s\\n" "$@" > {folder}/words\n/bin/cat > {folder}/given\nexit ${{LP_ANSWERS:-0}}\n'
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
    assert printing.print_pdf(plan, printer)
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
    assert not printing.print_pdf(plan, printer)


@needs_shell
def test_the_print_server_gets_the_document_through_the_pipe(plan: bytes, lp: Path, tmp_path: Path) -> None:
    job = spooler.Job(printer="jimu-2F", title="個別支援計画書", copies=2, pages=((1, 1),), sides="two-sided-long-edge")
    assert spooler.there()
    assert spooler.send(plan, job)
    assert (lp / "given").read_bytes() == plan
    words = (lp / "words").read_text("utf-8").splitlines()
    for pair in (("-d", "jimu-2F"), ("-n", "2"), ("-t", "個別支援計画書"), ("-P", "1-1")):
        assert pair in pairwise(words)
    assert words[-1] == "-"
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"lp", "words", "given"}


@needs_shell
def test_a_print_server_that_refuses_or_is_not_there_took_nothing(lp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LP_ANSWERS", "1")
    assert not spooler.send(b"%PDF", spooler.Job(printer="x", title="y"))
    monkeypatch.setenv("PATH", str(lp / "nothing"))
    assert not spooler.there()
    assert not spooler.send(b"%PDF", spooler.Job(printer="x", title="y"))


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
