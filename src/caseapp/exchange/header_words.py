"""What other programs and other offices call our columns, as people write it at the head of a list.

Compared by `columns.header_key`: width, case and blanks do not matter. A word stands for one column of a kind of table;
`COMBINED` columns (one of theirs for two of ours) are named here, too.
"""

from __future__ import annotations

from caseapp.exchange.columns import ALL_TABLES, COMBINED, Kind, Table, header_key


def _words(text: str) -> dict[str, tuple[str, ...]]:
    """Lines of `column: word word …`; a line without a colon goes on with the one before."""
    found: dict[str, tuple[str, ...]] = {}
    column = ""
    for line in text.strip().splitlines():
        name, colon, words = line.partition(":")
        if colon:
            column = name.strip()
        found[column] = (*found.get(column, ()), *(words if colon else name).split())
    return found


_PERSON = _words("""
    姓: 氏 名字 苗字 姓(漢字) 氏(漢字) 漢字姓 児童姓 受診者姓 患者姓
    名: 名(漢字) 漢字名 児童名(名) 受診者名(名) 下の名前
    姓カナ: セイ せい 姓フリガナ 姓ふりがな 姓(カナ) カナ姓 フリガナ(姓) 氏カナ カナ(姓) 姓かな
    名カナ: メイ めい 名フリガナ 名ふりがな 名(カナ) カナ名 フリガナ(名) カナ(名) 名かな
    氏名: 名前 お名前 児童氏名 児童名 対象児氏名 対象児童氏名 患者氏名 患者名 受診者氏名 受診者名 受給者氏名 受給者名
        氏名(漢字) 漢字氏名 児童等氏名 お子さんの氏名 お子さまの氏名 対象者氏名
    氏名カナ: フリガナ ふりがな カナ かな カナ氏名 氏名フリガナ 氏名ふりがな 氏名(カナ) 氏名かな 児童カナ 児童氏名カナ
        患者カナ 患者氏名カナ 受診者カナ 受診者氏名カナ 受給者カナ 受給者氏名カナ カナ名称 ヨミ 読み よみがな
    生年月日: 誕生日 児童生年月日 患者生年月日 受診者生年月日 受給者生年月日 生年月日(西暦) 生年月日(和暦) 出生日
    性別: 男女 男女別 児童性別 受診者性別 性
    郵便番号: 〒 郵便 〒番号 郵便no 自宅郵便番号 受診者郵便番号
    住所: 現住所 居住地 住民票住所 自宅住所 児童住所 患者住所 受診者住所 受給者住所 所在地 住所1
    電話番号: 電話 tel 電話1 電話番号1 連絡先 連絡先電話番号 自宅電話 自宅電話番号 携帯 携帯電話 携帯電話番号
        保護者電話番号 申請者電話番号
    保護者氏名: 保護者 保護者名 申請者 申請者氏名 申請者名 親権者氏名
    保護者続柄: 続柄 申請者続柄 児童との続柄 保護者との続柄
    受給者番号: 受給者証番号 受給者no 受給番号 公費受給者番号 医療受給者証番号 受給者証の番号 医療受給者番号
    受給者証有効期間開始: 有効期間開始 有効期間開始日 有効期間自 有効期間(自) 有効期間(開始) 有効開始日 認定開始日
        認定期間開始 認定期間(自) 支給開始日 承認期間開始 始期 有効期間始期 開始日 自
    受給者証有効期間終了: 有効期間終了 有効期間終了日 有効期間至 有効期間(至) 有効期間(終了) 有効終了日 有効期限
        認定終了日 認定期間終了 認定期間(至) 支給終了日 承認期間終了 終期 有効期間終期 満了日 有効期間満了日 終了日 至
    受給者証有効期間: 有効期間 認定期間 承認期間 受給者証の有効期間 支給認定期間
    疾患群: 疾患群名 疾患区分 疾患群番号 疾患群コード 疾患群区分
    疾病名: 病名 疾患名 傷病名 診断名 認定疾病名 認定病名 告示疾病名 対象疾病 対象疾病名 主病名
    重症患者認定: 重症 重症区分 重症認定 重症患者 重症患者区分 重症該当
    人工呼吸器等装着: 人工呼吸器 人工呼吸器等 呼吸器装着 人工呼吸器装着 人工呼吸器等装着者 呼吸器
    主治医療機関: 医療機関 医療機関名 指定医療機関 指定医療機関名 病院 病院名 受診医療機関 かかりつけ医療機関
        主たる医療機関
    主治医: 主治医名 担当医 担当医師 医師 医師名 指定医
""")
_WORDS: dict[Kind, dict[str, tuple[str, ...]]] = {
    "children": {
        **_PERSON,
        **_words("""
    児童番号: no 番号 id 児童no 児童id 管理番号 整理番号 台帳番号 ケース番号 ケースno 登録番号 支援番号
    医療的ケア: 医ケア 医療ケア 医療的ケアの内容 医療的ケア内容
    所属機関: 所属 学校 学校名 園 園名 園・学校 学校・園 通学先 在籍校 通園先 所属先 学校等 保育所・学校
    学年: 現在学年 学年・年齢
    担当者: 担当 担当支援員 支援員 自立支援員 担当保健師 担当者名 担当職員
    備考: メモ 特記事項 特記 その他 注意事項
"""),
    },
    "holders": _PERSON,
    "consultations": _words("""
    児童番号: no 番号 id 児童no 児童id 管理番号 整理番号 台帳番号 ケース番号 ケースno 登録番号
    相談日: 日付 年月日 対応日 実施日 受付日 相談年月日 対応年月日 支援日 記録日
    開始時刻: 時刻 開始時間 時間 相談時刻 対応時刻
    所要分: 所要時間 所要時間(分) 時間(分) 分 対応時間(分) 相談時間(分)
    相談方法: 方法 手段 相談形態 対応方法 支援方法 受付方法 形態
    相談者: 相手 来所者 対応相手 相談者続柄 相談者氏名
    相談内容区分: 区分 相談区分 内容区分 相談種別 相談内容の区分
    内容: 相談内容 記録 主訴 概要 相談概要 経過 内容詳細 相談の内容
    対応: 対応内容 支援内容 助言 処遇 対応結果 支援の内容 対応・助言
    次回予定日: 次回 次回予定 次回日 次回対応日 次回連絡日
    担当者: 担当 担当支援員 支援員 対応者 記録者 担当保健師 記入者
"""),
    "organizations": _words("""
    機関番号: no 番号 id 機関no 機関コード コード 管理番号
    機関名: 名称 施設名 名前 関係機関名 機関名称 学校名 病院名 事業所名 団体名
    種別: 区分 機関種別 分類 機関区分 種類 機関の種別
    担当部署: 部署 課 係 担当課 所属部署 部課名
    担当者名: 担当者 担当 窓口 窓口担当者 担当者氏名
    電話番号: 電話 tel 連絡先 電話番号1 代表電話
    FAX: ファックス fax番号 ファクス
    メール: email e-mail mail メールアドレス アドレス
    郵便番号: 〒 郵便 〒番号
    住所: 所在地 現住所 住所1
    備考: メモ 特記事項 その他 摘要
"""),
}


def targets(table: Table) -> tuple[str, ...]:
    """The columns of a kind of table, and what it takes in one column where ours has two."""
    whole = [name for name, parts in COMBINED.items() if set(parts) <= set(table.names)]
    return (*table.names, *whole)


def by_word(table: Table) -> dict[str, str]:
    """Header key → column: our own names first, so that no other word takes their place."""
    if table.kind not in _KEYS:
        known = {header_key(name): name for name in targets(table)}
        for column, words in _WORDS[table.kind].items():
            for word in words:
                known.setdefault(header_key(word), column)
        _KEYS[table.kind] = known
    return _KEYS[table.kind]


_KEYS: dict[Kind, dict[str, str]] = {}


def meaning(table: Table, key: str) -> str:
    """What a head stands for, also with a polite お or ご before it; "" when nobody knows."""
    words = by_word(table)
    return words.get(key, "") or words.get(key.removeprefix("お").removeprefix("ご"), "")


_COUNTED = frozenset(("no", "番号", "id", "整理番号", "no."))
"""Heads under which lists count their rows: a number of ours only where nothing else in the list tells who it is."""


def likely_kind(keys: set[str]) -> Kind:
    """The kind of table that knows most of these header keys; what it needs and does not find counts against it.

    A list of children without numbers of ours, but with numbers of certificates, is the yearly list.
    """

    holders = any(meaning(ALL_TABLES["holders"], key) == "受給者番号" for key in keys)

    def points(kind: Kind) -> tuple[float, int]:
        table = ALL_TABLES[kind]
        found = {name for key in keys - (_COUNTED if holders else set()) if (name := meaning(table, key))}
        covered = found | {part for name in found for part in COMBINED.get(name, ())}
        missing = sum(name not in covered for name in table.required)
        own = sum(header_key(name) in keys for name in table.names)
        return len(found) - 3 * missing + own / 10, -list(ALL_TABLES).index(kind)

    return max(ALL_TABLES, key=points)
