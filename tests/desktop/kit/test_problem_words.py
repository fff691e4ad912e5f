"""A refusal that means children names them, as far as names are shown now."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from caseapp.desktop.kit import failures
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.masking import masking
from caseapp.rules import handover
from caseapp.rules.problem import N_, Refused

_WORDS = N_("Already in a hand-over that is not finished: {numbers}")


def _children(count: int) -> Any:
    return [SimpleNamespace(name=f"小畑 莉子{n}", number=f"R8-{n}") for n in range(1, count + 1)]


def test_children_are_named_in_a_form_and_in_a_message_and_hidden_with_the_names() -> None:
    problems = handover.named(_WORDS, _children(2))
    form = Form()
    form.show_problems(problems)
    assert form.banner.text() == "終わっていない引継ぎに入っています:小畑 莉子1(R8-1)、小畑 莉子2(R8-2)"
    assert failures.told(Refused(problems)).words == form.banner.text()
    masking.switch(on=True)
    assert "莉子" not in failures.told(Refused(problems)).words
    assert "小○ ○○○(R8-1)" in failures.told(Refused(problems)).words


def test_of_many_the_first_are_named() -> None:
    words = failures.told(Refused(handover.named(_WORDS, _children(12)))).words
    assert "小畑 莉子10(R8-10)" in words
    assert "莉子11" not in words
    assert words.endswith("ほか2人")
