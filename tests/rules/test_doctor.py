"""The department and the name of a doctor, as people write them in one line."""

from __future__ import annotations

import pytest

from caseapp.rules.doctor import parted


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("循環器科 三好 晴彦", ("循環器科", "三好 晴彦")),
        ("代謝 水沼 岳", ("代謝", "水沼 岳")),
        ("血液グループ\u3000有馬\u3000隆", ("血液グループ", "有馬 隆")),
        ("西田 真", ("", "西田 真")),
        ("皮膚科 鳥居先生", ("皮膚科", "鳥居")),
        ("鳥居 早苗 医師", ("", "鳥居 早苗")),
        ("西田先生", ("", "西田")),
        ("小児科", ("小児科", "")),
        ("", ("", "")),
    ],
)
def test_the_department_and_the_name(written: str, found: tuple[str, str]) -> None:
    assert parted(written) == found
