"""What the made-up consultations of a measured office say: common and rare words as often as people use them.

An office whose hundred thousand records repeat sixteen sentences would be quicker to search than a real one: every word
would be found at once, and none would be rare. Here a few subjects fill half of the text, hundreds the rest.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

_WHO = (
    *("母", "本人", "担任", "父", "主治医", "養護教諭", "祖母", "訪問看護師", "医療ソーシャルワーカー", "園長"),
    *("特別支援教育コーディネーター", "相談支援専門員", "栄養士", "理学療法士", "校長", "部活動の顧問", "姉"),
    *("叔母", "民生委員", "就労支援員", "学習支援員"),
)
_ABOUT = (
    *("給食の塩分", "夜間の酸素", "通学の送迎", "体育の見学", "受給者証の更新", "修学旅行", "きょうだいの世話"),
    *("薬の飲み忘れ", "進学先への説明", "レスパイトの利用", "入院中の学習", "災害時の電源", "自己注射の場所"),
    *("検査の結果", "保育園の見学", "医療意見書", "友だちとの関係", "体重の増え方", "感染症の流行"),
    *("夏休みの過ごし方", "学校への診断書", "吸引の回数", "経管栄養の時間", "装具の作りなおし"),
    *("車いすの大きさ", "補聴器の調子", "血糖の記録", "運動会の練習", "プールの授業", "遠足の付き添い"),
    *("眠りの浅さ", "食物アレルギー", "予防接種の予定", "転校の手続き", "成人診療科への移行", "就職の面接"),
    *("一人暮らしの準備", "恋愛と妊娠の心配", "脱毛への周りの目", "ステロイドの副作用"),
    *("中心静脈カテーテルの管理", "人工呼吸器の点検", "胃ろうの交換", "導尿の自立", "てんかん発作の頻度"),
    *("発熱時の連絡先", "親の会への参加", "ピアサポートの案内", "自費の交通費", "特別児童扶養手当"),
    *("障害児福祉手当", "日常生活用具の給付", "住宅の改修", "ヘルパーの時間数", "放課後等デイサービス"),
    *("医療的ケア児の看護師配置", "学童保育の受け入れ", "院内学級からの復学", "定期券の割引", "運転免許の相談"),
    *("きょうだい児の不登校", "祖父の介護との両立", "夫婦の話し合い", "外国語の通訳", "宗教上の食事"),
    *("里親への引き継ぎ", "虐待の疑いの確認", "生活保護の申請", "滞納している医療費", "骨髄移植の待機"),
    *("治験への参加", "遺伝カウンセリング", "告知の時期", "遺族となったきょうだい"),
)
_DONE = (
    *("伝えてほしいとのこと。", "心配している。", "話し合った。", "確かめることにした。", "前回と変わらない。"),
    *("困っていると話した。", "資料を渡した。", "来月まで様子を見る。", "表情が明るかった。"),
    *("涙ぐむ場面があった。", "電話で問い合わせた。", "予定を決めなおした。", "本人の希望を聞いた。"),
    *("家族だけでは難しくなってきた。", "担当者をつないだ。", "書面で回答を待っている。"),
    *("見学の日を調整する。", "主治医の指示を確認した。", "一緒に練習した。", "まだ決められないという。"),
    *("家庭訪問の折に見せてもらった。", "ノートに書いてきてくれた。"),
)
_PLACES = (
    *("汐見", "みどりヶ丘", "桜台", "青葉", "西浜", "東山", "松ヶ崎", "若草", "大島", "栄", "北野", "川原"),
    *("岬", "高砂", "花園", "竹の台", "泉", "旭", "富士見", "港南", "石橋", "柏原", "三ツ沢", "夕凪", "白鳥"),
    *("稲荷", "鶴巻", "久保", "緑園", "月見台", "戸塚原", "新町"),
)
_KINDS = (
    *("小学校", "中学校", "保育園", "高等学校", "特別支援学校", "こども病院", "市民病院", "クリニック"),
    *("訪問看護ステーション", "児童センター"),
)
_WHEN = (
    *("先週", "昨日", "三日前", "月曜の朝", "夜半", "連休明け", "受診の帰り", "学期の初め", "退院の翌日"),
    *("誕生日の前",),
)
_NUMBERS = (
    *("体温は{}度台。", "酸素は{}リットルのまま。", "体重が{}キロになった。", "血糖は{}前後。", "欠席は{}日。"),
    *("次は{}週間後に会う。",),
)


class Sentences:
    """Sentences from one source of chance: the first of each list are said often, the last hardly ever."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def one(self) -> str:
        """A sentence, every fourth with a place in it, every sixth a figure."""
        roll = self._chance.random()
        if roll < 0.16:
            return self._often(_NUMBERS).format(self._chance.randrange(1, 200))
        said = f"{self._often(_ABOUT)}について、{self._often(_WHO)}が{self._often(_DONE)}"
        if roll < 0.4:
            return f"{self._often(_PLACES)}{self._often(_KINDS)}では、{said}"
        return f"{self._often(_WHEN)}、{said}" if roll < 0.6 else said

    def several(self, count: int) -> str:
        """So many sentences."""
        return "".join(self.one() for _ in range(count))

    def _often(self, words: Sequence[str]) -> str:
        """The n-th word is said about 1/n times as often as the first."""
        return words[int((len(words) + 1) ** self._chance.random()) - 1]
