"""More invented read-models: the sheet of a child, a plan page for an organization, a list, the cover of a batch."""

from __future__ import annotations

from datetime import date

from caseapp.documents.assessment import AreaLine, AssessmentPaper, EarlierRating, WhatFollows
from caseapp.documents.batch_cover import CoverPaper, CoverRow
from caseapp.documents.child_sheet import ChildSheetPaper, Forbidden, SheetTable
from caseapp.documents.list_sheet import ListPaper
from caseapp.documents.program_use_ledger import ProgramUseLedgerPaper, SchemeLedger
from caseapp.documents.read_models import ChildHead, Heard
from caseapp.documents.support_plan_partner import Other, PartnerPlanPaper, Request
from tests.documents.papers import ANH, HINA, REN

PARTNER = PartnerPlanPaper(
    on=date(2026, 11, 20),
    recipient="若葉市立南小学校",
    child_name=HINA.name,
    child_kana=HINA.kana,
    child_class="3年2組",
    child_birth_date=HINA.birth_date,
    called="陽菜さん",
    period_from=date(2026, 12, 1),
    period_to=date(2027, 11, 30),
    purpose="給食前の注射を、本人の望む場所で安全に行うこと",
    items=("低血糖のときの手当て", "補食と注射に必要な場所・時間"),
    not_given="検査値、家族の就労・生活、上に書いていないすべてのこと",
    consent_number="R8-0147",
    consent_on=date(2026, 11, 5),
    consent_by="保護者 母・本人に説明済み",
    consent_until=date(2027, 11, 30),
    requests=(
        Request(goal="場所と伝え方を本人が決める", what="三者打合せ(12月に1回)", by=date(2027, 2, 26)),
        Request(goal="場所と伝え方を本人が決める", what="見守りは養護教諭が行う(毎日)", by=date(2027, 2, 26)),
    ),
    others=(Other(who="みなみ野医療センター", what="指示書をつくる"),),
    child_words="「じろじろ見られるのはいや。ふつうにしていてほしい。みんなと同じ部屋で、同じものを食べたい。」",
    next_review_on=date(2027, 2, 26),
    contact="健康推進課 小林 由美",
    disclosure_number="R8-0393",
    method="手渡し",
)
EMPTY_PARTNER = PartnerPlanPaper(
    on=date(2026, 11, 20), recipient="みどりこども園", child_name=REN.name, called="蓮さん", consent_number="R8-0001"
)

CHILD_SHEET = ChildSheetPaper(
    number="R8-0031",
    child=HINA,
    names=("旧姓 髙橋", "ローマ字 YOSHINO Hina"),
    on=date(2026, 11, 20),
    worker="小林 由美",
    since=date(2026, 4, 1),
    forbidden=(
        Forbidden(rule="父 葛󠄀城 健太に連絡しない", reason="支援措置 R9.3.31まで"),
        Forbidden(rule="低血糖のときは一人にしない、歩かせない"),
    ),
    tables=(
        SheetTable(
            part="family",
            title="ご家族",
            head=("続柄", "氏名", "年齢", "電話", "留意"),
            rows=(
                ("父", "葛󠄀城 健太", "41", "×", "連絡してはいけません"),
                ("母", "𠮷野 真由美", "38", "0000-12-3456", "主たる介護者"),
            ),
        ),
        SheetTable(
            part="certificate",
            title="受給者証と疾病",
            head=("疾患群", "疾病", "いつから"),
            rows=(("7 糖尿病", "1型糖尿病", "R7.2"),),
        ),
        SheetTable(
            part="certificate",
            title="受給者証と疾病",
            head=("番号", "期間", "区分"),
            rows=(("6012345", "R8.10.1 〜 R9.9.30", "一般"),),
        ),
        SheetTable(part="told", title="告知の状況", rows=(("知っている言葉", "「1型糖尿病」と言える。"),)),
    ),
    confirmed_on=date(2026, 10, 23),
    note="電話は12時台がよい。" * 4,
)
EMPTY_CHILD_SHEET = ChildSheetPaper(
    number="R8-0001", child=ChildHead(name=ANH.name, birth_date=ANH.birth_date), on=date(2026, 11, 20)
)

LEDGER = ProgramUseLedgerPaper(
    number="R8-0031",
    child=HINA,
    on=date(2026, 11, 20),
    year="令和8年度",
    worker="小林 由美",
    schemes=(
        SchemeLedger(
            name="一時入院支援",
            limits="1回7日 ・ 年度28日",
            balances=(("年度28日", "R8.4.1〜R9.3.31", "25日", "3日", "0日"),),
            uses=tuple(
                (
                    f"R8.{month}.3〜R8.{month}.9",
                    "7日",
                    "利用",
                    "県こども医療センター",
                    "吸引器と回路を持参",
                )
                for month in range(4, 12)
            ),
        ),
        SchemeLedger(
            name="介助人の派遣",
            limits="月16時間",
            balances=(("月16時間", "R8.11.1〜R8.11.30", "15時間", "3時間", "上限を2時間超過"),),
            uses=(("R8.11.24", "3時間", "予約", "自宅", "上限を超える理由: 県の担当と協議した"),),
        ),
    ),
)
EMPTY_LEDGER = ProgramUseLedgerPaper(
    number="R8-0001",
    child=ChildHead(name=ANH.name, birth_date=ANH.birth_date),
    on=date(2026, 11, 20),
    year="令和8年度",
    schemes=(SchemeLedger(name="一時預かり", balances=(("上限なし", "R8.4.1〜R9.3.31", "0日", "0日", "―"),), uses=()),),
)

LIST = ListPaper(
    title="児童の一覧",
    filters=("担当：小林", "小学生"),
    columns=("児童番号", "氏名", "学校", "疾病", "期限"),
    rows=tuple(
        (f"R8-{n:04}", child.name, str(child.school if isinstance(child.school, str) else ""), disease, "R9.9.30")
        for n, (child, disease) in enumerate(
            [(HINA, "1型糖尿病"), (REN, "先天性ミオパチー"), (ANH, "ファロー四徴症")] * 20
        )
    ),
)
EMPTY_LIST = ListPaper(title="児童の一覧", columns=("氏名",), rows=(("",),))

COVER = CoverPaper(
    title="ご家族用の計画",
    rows=(
        CoverRow(number="R8-0031", name=HINA.name, pages=2),
        CoverRow(number="R8-0032", name=ANH.name, why="印刷できる記録がまだありません。先に記録をつくってください。"),
        CoverRow(number="R8-0033", name=REN.name, pages=3),
    ),
)
EMPTY_COVER = CoverPaper(title="相談記録票", rows=())

ASSESSMENT = AssessmentPaper(
    on=date(2026, 11, 20),
    author="小林 由美",
    child=HINA,
    disease="7 糖尿病 ― 1型糖尿病",
    voice=Heard(
        words="「夜の機械の音がきらい。でも、みんなと泊まりに行きたい。」",
        on=date(2026, 11, 19),
        how="会話、絵カード、自宅で二人で",
        by="小林 由美",
    ),
    areas=(
        AreaLine(
            area="医療的ケア",
            looked_at=True,
            says="すこし こまっている",
            state="夜間の測定は母が一人で続けている。学校では養護教諭が見守る。",
            strength="手順を順番に言える",
            worry="泊まりの行事での夜の測定",
            rating=3,
            meaning="家ではできるが、外ではむずかしい",
            earlier=(EarlierRating(on=date(2025, 11, 4), rating=2),),
        ),
        AreaLine(
            area="社会参加・交流", looked_at=True, worry="放課後に行くところがない", rating=1, meaning="居場所がない"
        ),
        AreaLine(area="防災", earlier=(EarlierRating(on=date(2025, 11, 4), rating=3),)),
    ),
    summary="泊まりの行事に向けて、本人が手順を伝える練習をする。",
    follows=(WhatFollows(content="養護教諭に電話する", due=date(2026, 11, 27), worker="小林 由美"),),
)
EMPTY_ASSESSMENT = AssessmentPaper(
    child=ChildHead(name=REN.name),
    areas=tuple(
        AreaLine(
            area=f"生活の領域{number}",
            question="からだの ぐあいは どう? くすりや びょういんで いやな ことは ある?",
            anchors=(
                "体調をくずしやすい",
                "気をつければ落ち着くが、困りごとが残る",
                "落ち着いている",
            ),
        )
        for number in range(11)
    ),
    answers=("だいじょうぶ", "わからない"),
    ways=("会話", "絵カード"),
)
