"""The columns of the kinds of tables.

Names and order of the three `TABLES` are the contract with other programs: they only grow at the end. The yearly list
of certificate holders (受給者台帳) is read by the wizard only: other offices make it, each in its own form.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from caseapp.rules.problem import N_

Kind = Literal["children", "consultations", "organizations", "holders"]


@dataclass(frozen=True)
class Column:
    """A column by its header."""

    name: str
    required: bool = False


@dataclass(frozen=True)
class Table:
    """One kind of table: the word for it on the command line, its title, its columns in the order they are written."""

    kind: Kind
    title: str
    columns: tuple[Column, ...]

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _columns(text: str) -> tuple[Column, ...]:
    """Headers in their order; one with `*` is required."""
    return tuple(Column(name.rstrip("*"), name.endswith("*")) for name in text.split())


CHILDREN = Table(
    "children",
    N_("Register of children"),
    _columns(
        "児童番号* 姓* 名* 姓カナ 名カナ 生年月日* 性別 郵便番号 住所 電話番号 保護者氏名 保護者続柄 受給者番号 "
        "受給者証有効期間開始 受給者証有効期間終了 疾患群 疾病名 重症患者認定 人工呼吸器等装着 医療的ケア 主治医療機関 "
        "主治医 所属機関 学年 担当者 備考"
    ),
)
CONSULTATIONS = Table(
    "consultations",
    N_("Consultations"),
    _columns("児童番号* 相談日* 開始時刻 所要分 相談方法* 相談者 相談内容区分 内容* 対応 次回予定日 担当者"),
)
ORGANIZATIONS = Table(
    "organizations",
    N_("Organizations"),
    _columns("機関番号* 機関名* 種別* 担当部署 担当者名 電話番号 FAX メール 郵便番号 住所 備考"),
)
HOLDERS = Table(
    "holders",
    N_("Yearly list of certificate holders"),
    _columns(
        "受給者番号 姓* 名* 姓カナ 名カナ 生年月日* 性別 郵便番号 住所 電話番号 保護者氏名 保護者続柄 "
        "受給者証有効期間開始 受給者証有効期間終了 疾患群 疾病名 重症患者認定 人工呼吸器等装着 主治医療機関 主治医"
    ),
)
TABLES: dict[Kind, Table] = {table.kind: table for table in (CHILDREN, CONSULTATIONS, ORGANIZATIONS)}
ALL_TABLES: dict[Kind, Table] = {**TABLES, "holders": HOLDERS}

COMBINED: dict[str, tuple[str, str]] = {
    "氏名": ("姓", "名"),
    "氏名カナ": ("姓カナ", "名カナ"),
    "受給者証有効期間": ("受給者証有効期間開始", "受給者証有効期間終了"),
}
"""What other lists write in one column and ours in two."""


def header_key(text: str) -> str:
    """What two headers are compared by: width, case and blanks do not matter, nor a mark that says "required"."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
    return re.sub(r"^[*※◎●]|[*※]$|\((必須|required)\)$", "", plain)
