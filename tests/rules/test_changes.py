"""What an action changed."""

from __future__ import annotations

from caseapp.rules.changes import Changes


def test_two_changes_become_one() -> None:
    first = Changes(frozenset({"child"}), frozenset({"a"}), "1")
    both = first | Changes(frozenset({"consultation"}), frozenset({"b"}), "2")
    assert both == Changes(frozenset({"child", "consultation"}), frozenset({"a", "b"}), "2")
    assert (first | Changes()).record_id == "1"


def test_it_knows_what_it_touches() -> None:
    changes = Changes(frozenset({"child"}))
    assert changes.touches("child", "account")
    assert not changes.touches("account")
    assert not Changes().touches("child")
