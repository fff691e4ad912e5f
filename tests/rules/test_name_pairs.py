"""Names as people type them and as they stand in the register: which must find each other, and which must not.

`typed` finds `stored` when what is typed is part of the stored name in the form that is searched by.
"""

from __future__ import annotations

import pytest

from caseapp.rules.folding import fold, fold_loose, key_of, loose_forms

VS = "\U000e0100"
# Compatibility characters (神 U+FA19 …), escaped: an editor that normalises would make each pair one and the same.
COMPATIBLE = (
    "神田 \ufa19田|福田 \ufa1b田|祥子 \ufa1a子|羽田 \ufa1e田|飯田 \ufa2a田|晴美 \ufa12美|隆 \uf9dc|都築 \ufa26築|"
)
COMPATIBLE += (
    "諸星 \ufa22星|塚本 \ufa10本|逸見 \ufa67見|朗 \uf929|海老原 \ufa45老原|勉 \ufa33|益子 \ufa17子|精一 \ufa1d一"
)

SAME = """
高橋 髙橋|髙橋 高橋|高橋 髙𣘺|高橋 高槗|斉藤 齋藤|斉藤 齊藤|斉藤 斎藤|斎藤 斉藤|斎藤 齋藤|齋藤 齊藤|齊藤 斎藤
齋籐 斉藤|渡辺 渡邊|渡辺 渡邉|渡邊 渡邉|渡邉 渡辺|田辺 田邊|川辺 川邉|吉田 𠮷田|𠮷田 吉田|吉野 𠮷野
吉川 𠮷川|山崎 山﨑|山崎 山嵜|山﨑 山嵜|岩崎 岩﨑|宮崎 宮﨑|川崎 川嵜|長崎 長﨑|尾崎 尾﨑|浜田 濱田|浜田 濵田
濱田 濵田|横浜 横濱|沢田 澤田|小沢 小澤|金沢 金澤|沢井 澤井|島田 嶋田|島田 嶌田|中島 中嶋|嶋田 嶌田|大島 大嶌
広瀬 廣瀬|広田 廣田|末広 末廣|国井 國井|国分 國分|桜井 櫻井|桜田 櫻田|滝沢 瀧澤|滝川 瀧川|竜崎 龍崎|竜一 龍一
徳永 德永|徳田 悳田|柳田 栁田|青柳 青栁|真田 眞田|真由美 眞由美|恵子 惠子|関口 關口|関根 關根|富田 冨田|富永 冨永
峰岸 峯岸|館野 舘野|古館 古舘|蔵本 藏本|曽根 曾根|曽我 曾我|浅野 淺野|塩田 鹽田|鉄男 鐵男|万里 萬里|与田 與田
会田 會田|来栖 來栖|円谷 圓谷|実 實|寿子 壽子|栄子 榮子|沖田 冲田|静香 靜香|亀井 龜井|横山 橫山|黒田 黑田
黄川田 黃川田|桑原 桒原|桧山 檜山|薮田 藪田|園田 薗田|薗部 園部|豊田 豐田|遠藤 遠籐|岳 嶽|御岳 御嶽|巌 巖|弥生 彌生
彦根 彥根|条 條|宝田 寶田|宝田 寳田|荘司 莊司|芦田 蘆田|穂高 穗高|稲田 稻田|緑川 綠川|縄田 繩田|船木 舩木|渕上 淵上
淵野 渕野|坂本 阪本|野口 埜口|岩田 嵓田|秋山 穐山|苅部 刈部|村田 邨田|卯月 夘月|昇 曻|喜多 㐂多|丈 𠀋|土井 圡井
脇田 脋田|鶴田 靏田|鶴見 靍見|籠谷 篭谷|凛 凜|冴 冱|遥 遙|瑶子 瑤子|尭 堯|晃 晄|熙 煕|穎 頴|萌 萠|亘 亙|叡 睿|哲 喆
亜美 亞美|清水 淸水|衛 衞|磯部 礒部|鴎 鷗|廐戸 厩戸|禅 禪|栃木 杤木|栃木 橡木|柏木 栢木|松本 枩本|松本 枀本
梅田 楳田|槙野 槇野|槇原 槙原|桝田 枡田|杉田 杦田|本田 夲田|珍田 珎田|佐々木 佐佐木|野々村 野野村
みどりヶ丘 みどりケ丘|たかはし タカハシ|タカハシ たかはし|ﾀｶﾊｼ たかはし|ﾀｶﾊｼ タカハシ|ｶﾞｷﾞ ガギ|ﾊﾟｸ パク
takahashi Takahashi|ＴＡＫＡＨＡＳＩ takahasi|NGUYEN Nguyen|高橋花子 髙橋　花子
"""
PARTS = """
高橋 髙橋花子|橋花 髙橋花子|花子 髙橋 花子|辺真 渡邉 眞理|吉野 𠮷野 陽菜|たかは タカハシ|かはし ﾀｶﾊｼ
はな タカハシ ハナコ
"""

APART = """
太田 大田|大田 犬田|斉藤 斎木|斎藤 佐藤|荻野 萩野|荻原 萩原|己 已|己 巳|已 巳|畑 畠|堺 境|咲 笑|岡 丘|渡辺 渡部
渡邊 渡部|高橋 高梁|島田 鳥田|崎 嶺|沢 択|浜 兵|広 拡|国 圏|桜 楼|滝 龍|柳 抑|徳 得|真 直|恵 慧|富 宮|関 開|昴 昂
佑 祐|裕 祐|享 亨|享 京|柿 杮|菅 管|萱 管|堀 掘|塚 家|椎 稚|玲 怜|伶 怜|綾 稜|凌 稜|諒 涼|亮 了|翔 祥|大 太|犬 太
田中 中田|伊東 伊藤|伊藤 伊東|安部 阿部|阿部 安倍|安倍 安部|川井 河合|河井 川井|古川 古河|菊地 菊池|小野 小田|辻 迷
葛城 葛木|さとう さいとう|おおの おの|ゆうこ ゆうき|たかせ たかはし|まつだ ますだ|やまさき やまざき|きょう きよう
ハハ ババ|かづき かずき|ヒロシ ヒロコ
"""
SOUND_ALIKE = """
やまさき やまざき|やまざき やまさき|きょう きよう|ゆうこ ゆーこ|ゆうこ ゆこ|おおの おーの|さとう さとー
けいこ けーこ|しゅん しゆん|じゅん しゆん|ナカジマ ナカシマ|ナカシマ ナカジマ|タカダ タカタ|オガワ オカワ
フジワラ フシワラ|かづき かずき|かずき かづき|かつき かづき|みちづる みちずる|かをり かおり|ゐちろう いちろう
ハットリ ハツトリ|コンドー コンドウ|ﾔﾏｻﾞｷ やまさき
"""
SOUND_APART = """
たなか なかた|さとう さいとう|あい あう|まつだ ますだ|はやし はやさ|たけし たかし|りく りこ|ひな ひの|もり もりた
きむら みむら
"""


def pairs(table: str) -> list[tuple[str, str]]:
    """`one other|one other`, over several lines: the first blank parts the two."""
    cells = [cell for line in table.split("\n") for cell in line.split("|") if cell.strip()]
    return [(one, other) for one, _, other in (cell.partition(" ") for cell in cells)]


def test_the_table_is_as_large_as_it_was_promised() -> None:
    tables = (SAME, PARTS, APART, SOUND_ALIKE, SOUND_APART)
    assert len({pair for table in tables for pair in pairs(table)}) >= 150


@pytest.mark.parametrize(
    ("one", "other"),
    [*pairs(SAME), *pairs(COMPATIBLE), ("葛城", f"葛{VS}城"), (f"辻{VS}", "辻"), (f"渡邉{VS}", "渡辺")],
)
def test_these_are_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(("typed", "stored"), pairs(PARTS))
def test_a_part_is_found(typed: str, stored: str) -> None:
    assert fold(typed) in fold(stored)


@pytest.mark.parametrize(("one", "other"), pairs(APART))
def test_these_are_two_names(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert fold(one) not in fold(other)


@pytest.mark.parametrize(("heard", "stored"), pairs(SOUND_ALIKE))
def test_these_are_heard_as_one(heard: str, stored: str) -> None:
    assert set(loose_forms(heard)) & set(loose_forms(stored))


@pytest.mark.parametrize(("heard", "stored"), pairs(SOUND_APART))
def test_these_are_not_heard_as_one(heard: str, stored: str) -> None:
    assert not set(loose_forms(heard)) & set(loose_forms(stored))
    assert fold_loose(heard) != fold_loose(stored)


def test_a_key_leaves_signs_and_blanks_out() -> None:
    assert key_of("髙橋・マリア=花子　") == key_of("高橋 マリア 花子")
    assert key_of("・ー。") == "ー"
    assert key_of("。") == ""
