"""The own screen: language, dates, text size, colours. Each choice holds at once."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.settings.part import Part
from caseapp.rules import dates
from caseapp.words.language import _

SIZES = ("10.5", "12.0", "14.0", "16.0", "18.0")


class ScreenPart(Part):
    """Preferences of the one who is logged in, kept in the vault."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        today = desk.today()
        era = dates.sentence_date(today, "era")
        western = dates.sentence_date(today, "western")
        self.form = Form(label_width=120, spacing=12, parent=self)
        self.language = self.form.row(_("Language"), ToggleFlow([("ja", "日本語"), ("en", "English")]))
        self.dates = self.form.row(
            _("Dates"),
            ToggleFlow([("era", era), ("western", western)]),
            help_text=_("Both can always be typed. Paper follows the rules of each form."),
        )
        self.text_size = self.form.row(
            _("Text size"),
            ToggleFlow((size, _size_words(size)) for size in SIZES),
            help_text=_("Ctrl++ and Ctrl+- change it on every page, Ctrl+0 takes it back."),
        )
        self.colours = self.form.row(
            _("Colours"),
            ToggleFlow([("system", _("As the computer is set")), ("light", _("Light")), ("dark", _("Dark"))]),
        )
        self.names = self.form.row(
            _("Names"),
            ToggleFlow([("shown", _("Shown")), ("hidden", _("Hidden"))]),
            help_text=_("F11 hides and shows them on every page."),
        )
        self.column.addWidget(self.form)
        self.language.changed.connect(lambda: desk.preferences.set("language", self.language.value()))
        self.dates.changed.connect(lambda: desk.preferences.set("date_style", self.dates.value()))
        self.text_size.changed.connect(lambda: desk.preferences.set("font_size", float(self.text_size.value())))
        self.colours.changed.connect(lambda: desk.preferences.set("theme", self.colours.value()))
        self.names.changed.connect(self._mask)
        masking.changed.connect(self.load)

    def heading(self) -> str:
        return _("Screen")

    def _mask(self) -> None:
        masking.switch(on=self.names.value() == "hidden")
        self.desk.preferences.set("masked", masking.on)

    def load(self) -> None:
        wanted = self.desk.preferences
        self.language.set_value(str(wanted["language"]))
        self.dates.set_value(str(wanted["date_style"]))
        nearest = min(SIZES, key=lambda size: abs(float(size) - float(wanted["font_size"])))
        self.text_size.set_value(nearest)
        self.colours.set_value(str(wanted["theme"]))
        self.names.set_value("hidden" if masking.on else "shown")

    def first_focus(self) -> QWidget:
        return self.language.entry() or self.language


def _size_words(size: str) -> str:
    names = {"10.5": _("Usual"), "12.0": _("A little larger"), "14.0": _("Large"), "16.0": _("Very large")}
    return names.get(size, _("Largest"))
