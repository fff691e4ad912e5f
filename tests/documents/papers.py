# ruff: noqa: E501 - the sentences of the sample stand on one line each, as they are read
"""Invented read-models for the documents: full ones with difficult names, and empty ones."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

from caseapp.documents.consultation import Choices, ConsultationPaper, LiaisonLine, NextAction
from caseapp.documents.information_letter import Annex, InformationLetterPaper, Phones, Quote, Requests, Steps
from caseapp.documents.read_models import ChildHead, Heard, Known, Office, PrintLine
from caseapp.documents.recovery_sheet import RecoverySheetPaper
from caseapp.documents.review import RatedGoal, ReviewPaper
from caseapp.documents.support_plan import (
    FamilyMember,
    GoalLine,
    PreviousGoal,
    SupportGroup,
    SupportLine,
    SupportPlanPaper,
)
from caseapp.documents.support_plan_family import FamilyPlanPaper, NextMeeting, SharedWith, Task, Voice

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

FAMILY_PLAN = FamilyPlanPaper(
    on=date(2026, 11, 27),
    version=2,
    child_name="𠮷野 陽菜",
    called="陽菜さん",
    guardians=("𠮷野 真由美", "𠮷野 健太"),
    sender_role="保健師・自立支援員",
    sender="小林 由美",
    opening="いつもお忙しいなか、お話を聞かせてくださり、ありがとうございます。10月23日にご自宅で、11月12日に学校でうかがったことをもとに、これから一年、みなさんといっしょに進めていきたいことをまとめました。陽菜さんの「見られたくない」という気持ちを、いちばん大切にしています。書いてあることは、いつでも変えられます。ちがうな、と思うところがあれば、どうぞ遠慮なくおっしゃってください。",
    voices=(
        Voice(who="陽菜さん", words="「4年生の宿泊学習に、みんなと行きたい。ちゅうしゃは、教室のすみでもいい。でも、じろじろ見られるのはいや。」"),
        Voice(who="お母さん", words="「夜中に低血糖が起きないか心配で、ぐっすり眠れません。仕事は続けたいです。」"),
        Voice(who="お父さん", words="「学校に何をお願いしてよいのか、知りたいです。」"),
    ),
    hope="4年生の宿泊学習（令和9年5月）に、陽菜さんが自分で注射と血糖の管理をしながら、みんなといっしょに参加している。",
    steps=(
        "陽菜さんが、注射をする場所と、友だちへの伝え方を、自分で決めます。学校ではそのやり方でできるように、先生と準備します。",
        "お母さんが続けて5時間眠れる日を、週に3日より多くします。夜の確認を、ご家族と病院でどう分けるか、いっしょに考えます。",
    ),
    steps_by=date(2027, 2, 26),
    meeting=NextMeeting(on=date(2027, 2, 26), lines=("午後3時30分　ご自宅にうかがいます。", "うまくいっているか、陽菜さんにもお聞きします。")),
    urgent=("体のことで急ぐときは、西田先生へ", "みなみ野医療センター 0000-21-1100"),
    tasks=(
        Task(who="陽菜さん", what="教室・保健室・相談室で一週間ずつためしてみて、注射をする場所を決める。補食のリュックを自分で用意する。", by="2月20日ごろ"),
        Task(who="お母さん・お父さん", what="夜の確認の当番を曜日で分けてみる。お父さんは12月の学校の打合せに出る。お母さんは1月の外来で、宿泊学習の指示書をお願いする。", by="打合せ 12月\n外来 1月"),
        Task(who="南小学校\n（養護教諭 東山先生）", what="陽菜さんが決めた場所を用意する。専科の先生にも、低血糖のときの手順を伝える。", by="3学期の始め"),
        Task(who="みなみ野医療センター\n（西田先生・北村さん）", what="アラームの設定を見直す。おばあさまにも、低血糖のときの対応を説明する。", by="1月の外来"),
        Task(who="保健所（小林）", what="学校との打合せの日を決める。市の制度を調べてお知らせする。同じ病気のお子さんの交流会（1月17日）をご案内する。", by="12月18日"),
    ),
    shared=(
        SharedWith(who="学校", told="低血糖のときの手当て。補食と注射に必要な場所と時間。宿泊学習の準備。陽菜さんが選んだ、友だちへの伝え方。",
                   not_told="検査の数値。ご家族のお仕事や夜の様子。弟さんのこと。"),
    ),
    consent_number="R8-0147",
    explained_on=date(2026, 11, 27),
)  # fmt: skip

EMPTY_FAMILY_PLAN = FamilyPlanPaper(
    on=date(2026, 11, 27), child_name="髙﨑 太郎", called="太郎さん", sender="小林 由美"
)

REVIEW = ReviewPaper(
    plan_number="R8-031", plan_version=2, period_from=date(2026, 12, 1), period_to=date(2027, 11, 30),
    on=date(2027, 2, 26), method="自宅訪問（本人・母）", author="小林 由美", author_role="自立支援員", child=HINA,
    disease="7 糖尿病 ─ 1型糖尿病（R7.2 診断）",
    policy=PLAN.policy,
    summary="注射の場所は「相談室」に本人が決めた。遅らせることは1月から0回。母の睡眠は週2日まで改善。宿泊学習の手順書は4月に学校と作る予定。",
    goals=(
        RatedGoal(priority=1, goal="場所と伝え方を本人が決める。", achieve_by=date(2027, 2, 26), rating="達成",
                  provided="三者打合せ 12月18日。3か所を1週間ずつ試した（養護教諭 東山）", words="「相談室がいい。だれも見ないから」（本人）",
                  next="学級への説明は、本人がよいと言った日に行う"),
        RatedGoal(priority=2, goal="手順書が5月までにそろう。", achieve_by=date(2027, 5, 31), rating="一部",
                  provided="主治医の指示書は受取済み（母）。分担表は未", words="「下見に行きたい」（本人）", next="4月に学校・病院と分担を決める"),
        RatedGoal(priority=3, goal="続けて5時間眠れる日が週3日。", achieve_by=date(2027, 2, 26), rating="ほぼ達成",
                  provided="アラーム設定を見直し（北村）。祖母への説明 1回", words="「週に2日は朝まで眠れるようになった」（母）",
                  next="父の当番を金・土に増やす"),
        RatedGoal(priority=4, goal="同年代と1回会う。", achieve_by=date(2027, 3, 31), rating="未",
                  provided="交流会は本人が見送り", words="「まだいい」（本人）", next="夏の会を案内。無理に勧めない"),
    ),
    child_words="「ちゅうしゃのこと、みんなに言うのは、もうちょっとあとがいい。」",
    family_words="母「眠れる日があると、ちがいますね。」\n父「学校と話せてよかった。」",
    change="支援の内容の変更：あり（課題3 夜の当番）。種類の変更：なし",
    next_on=date(2027, 5, 28), next_how="15:30 自宅。方法：訪問",
)  # fmt: skip

EMPTY_REVIEW = ReviewPaper(
    plan_number="R8-099", on=date(2027, 2, 26), author="小林 由美", child=ChildHead(name="髙﨑 太郎", birth_date=date(2015, 4, 2)),
)  # fmt: skip

CHOICES = Choices(
    methods=("窓口", "訪問", "電話", "メール", "インターネット", "SNS", "その他"),
    places=("所内", "家庭", "学校", "医療機関", "申請窓口", "交流会", "その他"),
    consulters=("本人", "母", "父", "祖父母", "きょうだい", "学校", "医療機関", "市町村", "その他"),
    triggers=("申請・更新時", "療育指導連絡票", "紹介", "本人から", "訪問", "アンケート", "交流会", "その他"),
    topics=("療育相談指導", "巡回相談指導", "ピアカウンセリング", "自立に向けた育成相談", "学校、企業等の地域関係者からの相談への対応、情報提供", "その他"),
)  # fmt: skip

CONSULTATION = ConsultationPaper(
    number="R8-0412", fiscal_year="令和8年度", on=date(2026, 10, 23), start=time(15, 30), minutes=70, method="訪問", place="家庭",
    consulter="母", consulter_name="𠮷野 真由美", met_child=True, first_this_year=False, trigger="本人から",
    topics=("療育相談指導", "自立に向けた育成相談"), child=HINA, certificate="6012345 一般", also_about=("𠮷野 湊（弟）",),
    words="本人「4年生の宿泊学習に、みんなと行きたい。ちゅうしゃは、教室のすみでもいい。でも、じろじろ見られるのはいや。」\n母「夜中に低血糖が起きないか心配で、熟睡できない。」",
    facts="自宅居間で母・本人と面接。本人は絵カードで注射の場所を3つ選んだ。インスリン1日4回、9月に給食前の注射を2回遅らせた（連絡帳で確認）。夜間アラームは月平均 9回（機器の記録）。",
    third_party="専科の先生は低血糖の手順を知らないことがある。", third_party_source="南小学校 養護教諭 東山（R8.10.20 電話、母の同意あり）",
    opinion="注射そのものより「見られること」への抵抗が強い。場所を自分で決める経験が自信につながると考える。母の睡眠不足が続いており、夜の分担を早めに話し合う必要がある。",
    response="宿泊学習まで6か月あること、同意の範囲で学校と相談できることを説明。学校との三者打合せを提案し、母・本人とも希望した。",
    handed_over="宿泊学習の準備シート、ピアカウンセリングの案内",
    liaisons=(
        LiaisonLine(who="南小学校 養護教諭 東山", how="電話", content="12月の三者打合せの日程", ground="同意書 R8-0147（R8.11.5 母）"),
        LiaisonLine(who="若葉市こども家庭課", how="文書", content="介護者支援の対象になるか照会", ground=Known.NOT_APPLICABLE),
    ),
    next_actions=(
        NextAction(content="学校との三者打合せの日程を決める", due=date(2026, 11, 12), worker="小林"),
        NextAction(content="家族用の計画案を持って訪問", due=date(2026, 11, 27), worker="小林"),
    ),
    worker="小林 由美", recorded_on=date(2026, 10, 26), late_reason="訪問から直帰したため",
)  # fmt: skip

EMPTY_CONSULTATION = ConsultationPaper(child=ChildHead(name="葛󠄀城 蓮", birth_date=date(2020, 8, 9)), choices=CHOICES)

LETTER = InformationLetterPaper(
    number="若保健第 1184 号", on=date(2026, 12, 1), addressee=("若葉市立南小学校", "校長　原田 正志　様"),
    subject="児童の健康管理に関する情報提供について",
    opening=(
        "日ごろより、本県の小児慢性特定疾病児童等への支援に御理解と御協力をいただき、厚く御礼申し上げます。",
        "下記の児童について、安全に学校生活を送り、本人の希望する活動に参加できるよう、本人および保護者の同意を得て情報を提供します。内容は、下記の目的の範囲でお取り扱いくださいますようお願いいたします。",
    ),
    child_name="𠮷野 陽菜", child_kana="よしの ひな", child_class="3年2組", child_birth_date=date(2017, 5, 20),
    purpose="給食前の注射を安全に、本人の望む場所で行うこと。令和9年5月の宿泊学習の準備。",
    items=("低血糖のときの手当て", "補食と注射に必要な場所・時間", "宿泊学習で必要な準備", "友だちへの伝え方（本人が選んだ文）"),
    not_given="検査値、家族の就労・生活、きょうだいに関すること（同意の範囲外）",
    consent_number="R8-0147", consent_on=date(2026, 11, 5), consent_by="保護者 母・本人に説明済み", consent_until=date(2027, 11, 30),
    readers="校長、教頭、養護教諭、学級担任、給食・宿泊学習の担当",
    storage="保健室の施錠できる書庫に保管し、有効期間の満了または撤回のときは、複写を含めて返却または裁断のうえ、当所へ御連絡ください。",
    contact="健康推進課 小児保健係　小林 由美（自立支援員）", disclosure_number="R8-0392", method="手渡し（封かん）",
    annexes=(
        Annex(title="学校でのお願い", parts=(
            Steps(title="低血糖のとき", boxes=(
                ("1　気づくサイン", "手のふるえ・顔色が青い・ぼんやり・急に怒る・「ふらふらする」"),
                ("2　すぐに", "一人にしない。歩かせない。\nブドウ糖10 g（保健室・教室・リュック）"),
                ("3　15分後", "もう一度測る。70未満なら、もう一度ブドウ糖。母へ電話 0000-12-3456"),
            ), alarm="意識がない・けいれん → 119番。口に何も入れない。横向きに寝かせる。"),
            Requests(title="ふだんのお願い", head=("場面", "お願いしたいこと", "本人が自分ですること"), rows=(
                ("給食の前", "12時10分ごろ、本人が選んだ場所（12月は試行中）で注射します。見守りは養護教諭。声かけは「行こうか」だけで大丈夫です。", "血糖を測る。量を決めて注射する。連絡帳に書く。"),
                ("体育・水泳", "制限はありません。前後に測る時間を2分ください。\nリュックを体育館へ持って行きます。", "120未満なら補食をとる。"),
                ("テスト・行事", "補食とトイレは、いつでも行ってよいことにしてください。", "先生に手で合図する。"),
                ("宿泊学習", "就寝前と2時の確認を担当の先生と分けます。手順書は4月にお渡しします。", "補食リュックを用意する。"),
            )),
            Quote(title="友だちへの伝え方（本人が選んだ文）",
                  words="「わたしは、からだの中で足りないものを、ちゅうしゃで入れています。うつる病気ではありません。おやつみたいなものを食べるときは、薬のかわりです。見られるとはずかしいので、ふつうにしていてください。」",
                  note="この文は、本人がよいと言った日にだけ読みます。担任の先生から、読む前に本人へ確かめてください。"),
            Phones(title="連絡の順番", numbers=(("母", "0000-12-3456"), ("父（夕方・週末）", "0000-12-3457"),
                                          ("医療センター 小児科", "0000-21-1100"), ("保健所 小林（相談）", "0000-11-2233"))),
        )),
    ),
)  # fmt: skip

RECOVERY = RecoverySheetPaper(
    groups=("7K2QD", "M9X4T", "0HB3R", "WVE8N", "5JZ1C", "PYG6A", "S2F7K"), made_on=date(2026, 11, 20),
    vault_name="若葉保健所 小児慢性", made_by="小林 由美",
)  # fmt: skip
