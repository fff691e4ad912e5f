"""The language of the window: our words, and Qt's own (file dialog, context menus)."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from caseapp.rules import dates
from caseapp.words import language


def use_language(name: str) -> None:
    """Speak `name` (ja, en) from now on; what stands on the screen already is built anew by the caller."""
    language.use(name)
    teach_qt()


def teach_qt() -> None:
    """Let Qt's own dialogs speak the language of the screen."""
    application = QApplication.instance()
    assert application is not None
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    if not dates.is_japanese(language.current()):
        return
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale("ja_JP"), "qtbase", "_", folder):
        application.installTranslator(translator)
