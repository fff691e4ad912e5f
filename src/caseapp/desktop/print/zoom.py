"""The size of the paper in the preview, as a choice in the head of the dialog. Object name `print-zoom`."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.print.paper_view import PAGE, STEPS, WIDTH, PaperView
from caseapp.words.language import _


class ZoomChoice(Combo):
    """Follows the view, and leads it."""

    def __init__(self, view: PaperView, parent: QWidget | None = None) -> None:
        sizes = [(str(step), f"{step} %") for step in STEPS]
        super().__init__([(WIDTH, _("Page width")), (PAGE, _("Whole page")), *sizes], parent=parent)
        self.setObjectName("print-zoom")
        self.setAccessibleName(_("Size of the preview"))
        set_tip(self, _("Ctrl and the wheel, Ctrl++, Ctrl+-, Ctrl+0"))
        self._view = view
        self.set_value(view.size_wanted())
        self.changed.connect(lambda: view.set_size(self.value()))
        view.zoomed.connect(self._follow)

    def _follow(self, size: str) -> None:
        if self.value() != size:
            self.set_value(size)
