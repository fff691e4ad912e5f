"""An invented 引継書: everything that can stand on it, and a child of whom nothing is known."""

from __future__ import annotations

from datetime import date

from caseapp.documents.handover import HandoverEvent, HandoverItem, HandoverPaper, HandoverPerson, HandoverRule
from tests.documents.papers import HINA, REN

HANDOVER = HandoverPaper(
    number="R8-0031",
    child=HINA,
    age="9歳",
    illness="7 糖尿病 — 1型糖尿病(R7.2 診断)",
    care="血糖測定、注射",
    certificate_to=date(2027, 9, 30),
    giver="小林 由美",
    taker="佐伯 直子",
    on=date(2027, 4, 1),
    made_on=date(2026, 11, 21),
    person="無口だが、釣りとラジオの話からはよく話す。将来は「機械をいじる仕事」。",
    now="転科の話が9月に始まり、母が反対、本人は「どっちでもいい」。気持ちをまだ聞けていない。",
    next_step="R8.12.11 の外来に同行し、本人だけで10分話す。主治医には前もって頼んである。",
    forbidden=(
        HandoverRule(rule="母と本人を同席で転科の話をしない", reason="R8.9.18 に本人が席を立った"),
        HandoverRule(rule="父方へ住所・学校を伝えない", reason="別居。支援措置 〜R9.6.30", secret=True),
    ),
    items=(
        HandoverItem(due=date(2026, 12, 11), text="外来に同行。本人の気持ちを聞く", whom="有馬 医師", state="依頼済み"),
        HandoverItem(due=None, text="就職支援: 職場見学(釣具店)", whom="若葉就労センター 大西"),
        HandoverItem(due=date(2027, 9, 30), text="受給者証の更新。切れると再申請できない", heavy=True),
    ),
    more_items=3,
    people=(
        HandoverPerson(name="母 𠮷野 真由美", about="0000-41-0001(19時以降)"),
        HandoverPerson(name="有馬 医師", about="医療センター 小児循環器。火・金の午後"),
        HandoverPerson(name="祖母"),
    ),
    events=(
        HandoverEvent(on=date(2010, 4, 1), text="手術3回"),
        HandoverEvent(on=date(2026, 9, 18), text="転科の説明。母「見捨てられた」"),
    ),
    worked="車での送迎中は話しやすい。\n選択肢を紙に書いて「丸をつけて」と頼むと返事が返る。",
    not_worked="電話は出ない(母の着信を警戒)。",
    introduction="R9.3 の面談で同席(予定)",
    consents="病院 ○(R9.8まで)、就労 まだ",
    plan="R8-031 実施中",
    paper_records="なし",
    given_on=date(2027, 4, 1),
    acknowledged_on=date(2027, 4, 2),
    question="祖母の電話は、平日の昼でもよいですか。",
    answer="はい。",
)
EMPTY_HANDOVER = HandoverPaper(number="R8-0002", child=REN, made_on=date(2026, 11, 21), draft=True)
