"""Whatever the audit can say has words for people."""

from __future__ import annotations

import re
from pathlib import Path

from caseapp.casework import audit_actions
from tests.casework.test_every_action_is_written_down import QUIET

CASEWORK = Path(str(audit_actions.__file__)).parent
WRITTEN = re.compile(r'(?:\.work|work_of)\(\s*(f?)"([a-z_.{}]+)"')


def written() -> set[str]:
    """Every action named in the use cases."""
    found = set()
    for path in CASEWORK.rglob("*.py"):
        for formatted, action in WRITTEN.findall(path.read_text("utf-8")):
            if formatted:
                kind = action.split("{")[0]
                assert any(known.startswith(kind) for known in audit_actions.ACTIONS), action
            else:
                found.add(action)
    return found


def test_every_action_has_its_words() -> None:
    actions = written()
    assert len(actions) > 30
    assert actions - QUIET - set(audit_actions.ACTIONS) == set()


def test_an_unknown_action_is_shown_as_it_is() -> None:
    assert audit_actions.label("council.save") == "council.save"
    assert audit_actions.label("vault.unlocked") == "Unlocked"
