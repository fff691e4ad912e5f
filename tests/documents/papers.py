# ruff: noqa: E501 - the sentences of the sample stand on one line each, as they are read
"""Invented read-models for the documents: full ones with difficult names, and empty ones."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from caseapp.documents.read_models import ChildHead, Heard, Known, Office, PrintLine
from caseapp.documents.support_plan import (
    Confirmation,
    FamilyMember,
    GoalLine,
    PreviousGoal,
    SupportGroup,
    SupportLine,
    SupportPlanPaper,
)

TOKYO = timezone(timedelta(hours=9), "Asia/Tokyo")
OFFICE = Office(
    name="みなみ野県 若葉保健所",
    short_name="若葉保健所",
    section="健康推進課",
    head="みなみ野県若葉保健所長",
    phone="0000-11-2233",
    hours="平日 8時30分から17時15分まで",
    approvals=("所長", "課長", "係長", "担当"),
)
PRINTED = PrintLine(office=OFFICE, printed_at=datetime(2026, 11, 21, 13, 42, tzinfo=TOKYO), printed_by="小林")

HINA = ChildHead(
    name="𠮷野 陽菜",
    kana="よしの ひな",
    birth_date=date(2017, 5, 20),
    sex="女",
    address="〒000-0021 若葉市 南町2-8-14",
    phone="0000-12-3456（母）",
    school="市立南小学校 3年2組",
)
REN = ChildHead(
    name="葛󠄀城 蓮",
    kana="かつらぎ れん",
    birth_date=date(2020, 8, 9),
    sex="男",
    address="〒000-0034 若葉市 緑台1-22-305",
    phone="0000-31-0001（母）",
    school="みどりこども園 年長",
)
ANH = ChildHead(
    name="Nguyễn Thị Ánh",
    kana="グエン ティ アイン",
    birth_date=date(2021, 2, 3),
    sex="女",
    address="〒000-0042 若葉市 東町4-1",
    phone="0000-41-0001（母）",
    school=Known.NONE,
)

FAMILY = (
    FamilyMember(relation="母", name="𠮷野 真由美", age=38, living="同居", work="病院事務（9–15時）", contact_order=1,
                 note="主たる介護者。夜間の血糖確認で睡眠が細切れ。電話は12時台がよい"),
    FamilyMember(relation="父", name="𠮷野 健太", age=41, living="同居", work="運送業（早朝勤務）", contact_order=2,
                 note="週末は注射・食事計算を担う。平日夕方の電話可"),
    FamilyMember(relation="弟", name="𠮷野 湊", age=5, living="同居", work="みどりこども園 年中",
                 note="「ぼくの番は？」と言うことが増えた（母）"),
    FamilyMember(relation="母方祖母", name="髙橋 和子", age=66, living="市内", work=Known.NOT_APPLICABLE, contact_order=3,
                 note="週2回お迎え。低血糖の対応は未経験"),
)  # fmt: skip

SITUATION = (
    (
        "病状と治療",
        "インスリン1日4回（ペン型）と持続血糖測定。HbA1c 7.4 %（R8.10.2）。重症低血糖は診断後1回（R8.6、体育のあと）。",
    ),
    ("医療的ケア", "皮下注射・血糖測定。朝と夕は本人が打ち母が確認、給食前は保健室で養護教諭が見守り、就寝前は母。"),
    ("日常生活", "食事は家族と同じ。おやつの量を自分で選べるようになった。夜間のアラームで母が2回ほど起きる。"),
    (
        "学校生活",
        "運動制限なし（管理指導表 E、R8.4.10）。保健室へ行くところを見られるのがいやで、9月に2回注射を遅らせた。",
    ),
    (
        "家族の状況",
        "母は疲労感が強い（「朝まで眠れたのはいつだったか」）。弟の退行が少しみられる。父は学校との話合いに出たい希望。",
    ),
    ("社会参加", "スイミングを診断後に中断。同じ病気の友だちはいない。"),
)

SUPPORTS = (
    SupportGroup(
        priority=1, need="給食前の注射を友だちに見られるのがいや。遅らせてしまう。", goal="場所と伝え方を本人が決める。",
        evaluate_by=date(2027, 2, 26),
        supports=(SupportLine(scheme="学校との連絡調整",
                              content="三者打合せ 1回（12月）。教室・保健室・相談室の3案を本人が試す。学級への説明は本人が選んだ文で。",
                              providers=("南小学校 養護教諭 東山", "0000-12-0001", "保健所 小林")),),
        roles=(("本人", "3つの場所を1週間ずつ試し、決める"), ("父", "打合せに出席")),
    ),
    SupportGroup(
        priority=2, need="宿泊学習に行きたい。夜の低血糖が心配。", goal="手順書が5月までにそろう。", evaluate_by=date(2027, 5, 31),
        supports=(SupportLine(scheme="療育相談指導",
                              content="主治医の指示書、夜間確認の分担表、緊急時カード（学校用）を作成。下見に養護教諭が同行。",
                              providers=("みなみ野医療センター 西田 医師・糖尿病療養指導士 北村", "0000-21-1100")),),
        roles=(("本人", "補食リュックを自分で準備"), ("母", "外来で指示書を依頼（1月）")),
    ),
    SupportGroup(
        priority=3, need="夜中に2回起きる。仕事を続けたい。", goal="続けて5時間眠れる日が週3日。", evaluate_by=date(2027, 2, 26),
        supports=(SupportLine(scheme="療育相談指導", content="アラーム設定の見直し（外来）。祖母へ低血糖対応の説明 1回。",
                              providers=("みなみ野医療センター", "若葉市こども家庭課 南", "0000-12-7000")),
                  SupportLine(scheme="介護者支援", content="対象になるか市へ照会。")),
        roles=(("母・父", "夜の当番を曜日で分ける"), ("祖母", "説明の日に同席")),
    ),
    SupportGroup(
        priority=4, need="同じ病気の友だちがいない。", goal="同年代と1回会う。", evaluate_by=date(2027, 3, 31),
        supports=(SupportLine(scheme="相互交流支援事業", content="交流会（R9.1.17 10時）。ピアカウンセリング 家族会を母に紹介。",
                              providers=("みなみ野小児糖尿病の会 事務局", "保健所 小林")),),
        roles=(("本人", "行くかどうかを12月に決める"), ("母", "申込み")),
    ),
    SupportGroup(
        priority=5, need="弟「ぼくの番は？」", goal="弟だけの時間が週1回ある。", evaluate_by=date(2027, 2, 26),
        supports=(SupportLine(scheme="きょうだい支援",
                              content="市のきょうだいの日（月1回）を案内。園の担任へ状況を伝える（母の同意 R8.11.5）。",
                              providers=("若葉市 子育て支援センター", "みどりこども園")),),
        roles=(("父", "土曜の朝は弟と過ごす"),),
    ),
    SupportGroup(
        priority=6, need="制度や手当がよくわからない。", goal="使える制度の一覧を渡す。", evaluate_by=date(2026, 12, 25),
        supports=(SupportLine(scheme="情報提供", content="特別児童扶養手当の診断書について説明。受給者証の更新時期を確認。",
                              providers=("若葉市こども家庭課", "保健所")),),
        roles=(("母", "診断書を外来で相談"),),
    ),
)  # fmt: skip

PLAN = SupportPlanPaper(
    number="R8-031",
    version=2,
    status="案",
    draft=True,
    made_on=date(2026, 11, 21),
    author="小林 由美",
    author_role="自立支援員",
    period_from=date(2026, 12, 1),
    period_to=date(2027, 11, 30),
    previous_number="R7-019",
    previous_from=date(2025, 12, 1),
    previous_to=date(2026, 11, 30),
    next_review_on=date(2027, 2, 26),
    next_review_months=3,
    child=HINA,
    disease="7 糖尿病 ─ 1型糖尿病（R7.2 診断）",
    certificate="6012345 一般",
    certificate_from=date(2026, 10, 1),
    certificate_to=date(2027, 9, 30),
    doctor="みなみ野医療センター 小児科 西田 医師",
    handbook=Known.NONE,
    allowance="特児手当 検討中",
    family=FAMILY,
    situation=SITUATION,
    confirmed=(Confirmation(on=date(2026, 10, 23), how="自宅訪問"), Confirmation(on=date(2026, 11, 12), how="学校での打合せ")),
    child_wish=Heard(
        words="「4年生の宿泊学習に、みんなと行きたい。ちゅうしゃは、保健室じゃなくて教室のすみでもいい。でも、じろじろ見られるのはいや。」",
        on=date(2026, 10, 23), how="自宅／方法 本人と二人で、絵カードを使用", by="小林",
    ),
    guardian_wish=Heard(
        words="母「夜中に低血糖が起きないか心配で、熟睡できない。仕事は続けたい。」\n父「学校に何を頼んでよいのか、線引きがわからない。」",
        who="母・父", on=date(2026, 10, 23), how="自宅（母）、R8.11.5 電話（父）", by="小林",
    ),
    policy="本人が「自分の言葉で伝えて、自分のやり方でできた」と感じられる場面を増やす。学校・主治医・家族が同じ手順を持ち、母の夜の負担を下げる。",
    long_term_goal=GoalLine(text="4年生の宿泊学習に、注射と血糖の管理を自分で行いながら、みんなと参加する。", by=date(2027, 5, 31), in_months=6),
    short_term_goals=(
        GoalLine(text="注射をする場所と、友だちへの伝え方を本人が決め、学校で実行できる。", by=date(2027, 2, 26), in_months=3),
        GoalLine(text="母が続けて5時間眠れる日が、週に3日以上になる。", by=date(2027, 2, 26), in_months=3),
    ),
    supports=SUPPORTS,
    transition="9歳：病名を言える（はい）、低血糖の症状を言える（はい）、薬の名前を言える（これから）。"
    "12歳ごろから移行の話を始めることを家族に説明した（R8.10.23）。",
    disaster="個別避難計画：なし（対象外の判断ではなく、次回面談で希望を確認）。備蓄：インスリン予備1か月分・針・補食3日分を玄関に。",
    previous_goals=(
        PreviousGoal(goal="自分で血糖を測り、数値を言える", result="達成", words="「もう見ないで打てるよ」（本人）"),
        PreviousGoal(goal="学校の先生全員が低血糖の対応を知る", result="ほぼ達成",
                     words="「担任の先生が声をかけてくれる」（母）", left="専科・代替の先生への周知"),
        PreviousGoal(goal="家族で外食を楽しむ", result="一部", words="「回転ずしは行けた」（父）", left="炭水化物量の見積り"),
        PreviousGoal(goal="スイミングを再開する", result="未", words="「まだいい」（本人）", left="本人の気持ちを待つ。R9.6 に再度聞く"),
    ),
    agreement="未（家族用の案を R8.11.27 の面談で説明し、署名をいただく予定）",
    sharing="同意書 R8-0147（R8.11.5 母）：南小学校、みなみ野医療センター。期間 R9.11.30 まで。市への照会（課題3）は同意なし ― 照会の前に確認する。",
    copies="保護者 1部（手渡し 予定 R8.11.27）／本人用 1部／学校へは情報提供書で。計画書そのものは渡さない。",
    next_contact="R9.2.26(金)15:30 自宅。方法：訪問。本人と話す時間を20分とる。",
)  # fmt: skip

EMPTY_PLAN = SupportPlanPaper(
    number="R8-099", status="案", draft=True, made_on=date(2026, 11, 21), author="小林 由美",
    child=ChildHead(name="髙﨑 太郎", birth_date=date(2015, 4, 2)),
)  # fmt: skip
