"""Problems as values, and the refusals that carry them."""

from __future__ import annotations

from caseapp.rules.problem import N_, NotAllowed, NotFound, Problem, Refused


def test_marking_a_message_changes_nothing() -> None:
    assert N_("Write a date.") == "Write a date."


def test_a_problem_fills_its_sentence() -> None:
    assert str(Problem("on", "There is no such day as {text}.", {"text": "2/30"})) == "There is no such day as 2/30."
    assert str(Problem("on", "Write a date.")) == "Write a date."


def test_a_refusal_carries_its_problems_but_no_ones_data_in_its_text() -> None:
    refusal = Refused(
        [Problem("on", "There is no such day as {text}.", {"text": "高瀬"}), Problem("", "Write a date.")]
    )
    assert [p.field for p in refusal.problems] == ["on", ""]
    assert "高瀬" not in str(refusal)


def test_other_refusals_say_what_was_asked() -> None:
    assert NotAllowed("support_plan.approved").action == "support_plan.approved"
    missing = NotFound("child", "0412")
    assert (missing.what, missing.key, "0412" in str(missing)) == ("child", "0412", False)
