"""A failure is told in words; the code comes from the stack and never from what somebody wrote."""

from __future__ import annotations

import pytest

from caseapp.desktop.kit import failures
from caseapp.rules.problem import N_, ChangedMeanwhile, NotAllowed, NotFound, Problem, Refused
from caseapp.rules.stack_code import stack_code
from caseapp.vault.trouble import DiskFull, WrongPassphrase


def caught(message: str, kind: type[Exception] = ValueError) -> Exception:
    with pytest.raises(kind) as info:
        _fail(kind(message))
    return info.value


def _fail(error: Exception) -> None:
    raise error


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (
            Refused([Problem("", N_("Enter the given name.")), Problem("", N_("Enter the family name."))]),
            "名を書いてください。\n姓",
        ),
        (NotAllowed("plan.approve"), "管理者"),
        (NotFound("child", "x"), "もうありません"),
        (ChangedMeanwhile(), "書き換えられて"),
        (DiskFull(), "空き"),
        (WrongPassphrase(), "合言葉"),
    ],
)
def test_each_foreseeable_failure_has_its_words(error: BaseException, part: str) -> None:
    told = failures.told(error)
    assert part in told.words
    assert told.code == ""


def test_the_code_holds_nothing_of_the_message() -> None:
    one, other = caught("高瀬 陽菜乃"), caught("倉田 湊")
    assert failures.told(one).code == failures.told(other).code
    assert "高瀬" not in failures.told(one).words


def test_the_code_is_another_one_for_another_kind() -> None:
    assert stack_code(caught("x")) != stack_code(caught("x", TypeError))


def test_the_code_can_be_read_out_by_telephone() -> None:
    code = failures.told(caught("x")).code
    assert len(code) == 8
    assert code[3] == "-"
    assert set(code.replace("-", "")) <= set("23456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_the_words_name_the_code() -> None:
    told = failures.told(caught("x"))
    assert told.code in told.words
