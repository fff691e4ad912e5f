"""Tooltips and labels show what was written, sign for sign."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.lists import ListModel
from caseapp.desktop.kit.text import Label
from caseapp.desktop.kit.tips import plain, set_tip

WRITTEN = ["<b>太字</b>ではない", "SpO2 < 90 & 顔色 > 白", "<img src='http://example.invalid/x.png'>", "一行め\n二行め"]


def seen(tip: str) -> str:
    """What Qt would show of a tip: HTML where it begins like HTML."""
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText() if tip.startswith("<") else tip


@pytest.mark.parametrize("words", [*WRITTEN, f"<i>{WRITTEN[3]}</i>"])
def test_what_looks_like_html_is_shown_as_it_was_written(words: str, qapp: object) -> None:
    assert seen(plain(words)) == words
    widget = QWidget()
    set_tip(widget, words)
    assert seen(widget.toolTip()) == words
    model: ListModel[str] = ListModel(str, tip=str)
    model.set_rows([words])
    assert seen(model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)) == words


def test_no_tip_stays_none(qapp: object) -> None:
    widget = QWidget()
    set_tip(widget, "")
    assert widget.toolTip() == ""


@pytest.mark.parametrize("words", WRITTEN)
def test_a_label_is_plain_text(words: str, qapp: object) -> None:
    label = Label(words)
    assert label.textFormat() == Qt.TextFormat.PlainText
    label.setText(words * 2)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == words * 2
