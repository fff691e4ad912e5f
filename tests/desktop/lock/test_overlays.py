"""What a page opened over itself lies in the window beside the shell: it goes with the shell, at a lock and else."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.overlay import Dialog, Overlay
from caseapp.desktop.startup.program import Program
from tests.desktop.fakes import turn
from tests.desktop.lock.test_session import everything_shown, lock_screen, log_in, program, quick, write_something

__all__ = ["program", "quick"]  # fixtures


def _opened(program: Program) -> None:
    """A dialog of a page, with another over it."""
    assert program.session is not None
    assert program.session.shell is not None
    page = program.session.shell.page()
    assert page is not None
    below = Dialog(page, "高瀬 美咲に電話する")
    below.add(TextField())
    below.open()
    above = Dialog(below, "高瀬 美咲")
    above.open()
    program.session.shell.search()
    turn()
    assert "高瀬 美咲" in everything_shown()


def test_no_overlay_outlives_a_lock(program: Program) -> None:
    log_in(program)
    write_something(program)
    _opened(program)
    program.lock()
    assert program.window.findChildren(Overlay) == []
    assert "高瀬" not in everything_shown()
    focused = program.window.focusWidget()
    assert isinstance(focused, QWidget)
    assert lock_screen(program).isAncestorOf(focused)


def test_no_overlay_outlives_a_page_that_is_made_anew(program: Program) -> None:
    log_in(program)
    write_something(program)
    _opened(program)
    assert program.session is not None
    program.session.rebuild()
    turn()
    assert program.window.findChildren(Overlay) == []
