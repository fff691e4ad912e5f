"""Japanese dates: wording and reading, era borders and the things that must be refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules import dates
from caseapp.rules.clock import TOKYO
from caseapp.rules.dates import ERAS, BadDate, PartialDate, parse, parse_partial, parse_time, parse_typed

TODAY = date(2026, 11, 20)
ANY_DAY = st.dates(ERAS[0].first, date(2099, 12, 31))
WESTERN_DAY = st.dates(date(1868, 1, 1), date(2126, 12, 31))


def reason(text: str, *, typed: bool = False) -> str:
    """The sentence with which `text` is refused."""
    with pytest.raises(BadDate) as refused:
        (parse_typed if typed else parse)(text, today=TODAY, field="birth_date")
    assert refused.value.problem.field == "birth_date"
    assert refused.value.problems == (refused.value.problem,)
    return str(refused.value.problem)


class TestWording:
    @pytest.mark.parametrize(
        ("day", "short", "long"),
        [
            (date(2026, 11, 21), "R8.11.21", "令和8年11月21日"),
            (date(2019, 5, 1), "R1.5.1", "令和元年5月1日"),
            (date(2019, 4, 30), "H31.4.30", "平成31年4月30日"),
            (date(1989, 1, 8), "H1.1.8", "平成元年1月8日"),
            (date(1989, 1, 7), "S64.1.7", "昭和64年1月7日"),
            (date(1926, 12, 25), "S1.12.25", "昭和元年12月25日"),
            (date(1926, 12, 24), "T15.12.24", "大正15年12月24日"),
            (date(1912, 7, 30), "T1.7.30", "大正元年7月30日"),
            (date(1912, 7, 29), "M45.7.29", "明治45年7月29日"),
            (date(1868, 1, 25), "M1.1.25", "明治元年1月25日"),
            (date(1868, 1, 24), "1868/1/24", "1868年1月24日"),
            (date(2016, 5, 3), "H28.5.3", "平成28年5月3日"),
        ],
    )
    def test_an_era_ends_on_the_eve_of_the_next(self, day: date, short: str, long: str) -> None:
        assert dates.era_short(day) == short
        assert dates.era_long(day) == long

    def test_a_screen_date_leaves_out_the_year_within_the_fiscal_year_only(self) -> None:
        assert dates.screen_date(date(2026, 11, 20), today=TODAY) == "11月20日(金)"
        assert dates.screen_date(date(2026, 4, 1), today=TODAY) == "4月1日(水)"
        assert dates.screen_date(date(2027, 3, 31), today=TODAY) == "3月31日(水)"
        assert dates.screen_date(date(2026, 3, 31), today=TODAY) == "R8.3.31"
        assert dates.screen_date(date(2027, 9, 30), today=TODAY) == "R9.9.30"
        assert dates.screen_date(date(2027, 9, 30), today=TODAY, style="western") == "2027/9/30"

    def test_a_sentence_date_is_written_out(self) -> None:
        day = date(2027, 9, 30)
        assert dates.sentence_date(day) == "令和9年9月30日"
        assert dates.sentence_date(day, "western") == "2027年9月30日"
        assert dates.sentence_date(day, language="ja-easy") == "令和9年9月30日"
        assert dates.sentence_date(day, language="en") == "30 September 2027 (Reiwa 9)"
        assert dates.sentence_date(day, "western", language="en_XA") == "30 September 2027"
        assert dates.sentence_date(date(1860, 1, 2), language="en") == "2 January 1860"
        assert dates.sentence_date(day, language="vi") == "2027-09-30"

    def test_other_languages_have_their_own_short_forms(self) -> None:
        assert dates.era_weekday(TODAY, "en") == "Fri 20 Nov"
        assert dates.era_weekday(TODAY, "pt") == "11-20"

    @pytest.mark.parametrize(("language", "said"), [("ja", "11月6日"), ("en", "6 Nov"), ("pt", "11-06")])
    def test_the_day_alone(self, language: str, said: str) -> None:
        assert dates.month_day(date(2026, 11, 6), language) == said

    @pytest.mark.parametrize(
        ("moment", "said"),
        [
            ("2026-11-20T00:05:00+00:00", "9:05"),  # 9:05 in Tokyo: told by the clock of the one who reads
            ("2026-11-19T23:59:00+09:00", "11月19日 23:59"),
            ("2026-11-19T15:00:00+00:00", "0:00"),
            ("2025-12-31T23:59:00+09:00", "令和7年12月31日 23:59"),
        ],
    )
    def test_a_moment_is_told_by_the_readers_clock_and_with_its_day_when_it_was_another(
        self, moment: str, said: str
    ) -> None:
        now = datetime(2026, 11, 20, 10, 12, tzinfo=TOKYO)
        assert dates.moment_text(datetime.fromisoformat(moment), now=now) == said
        assert dates.day_weekday(TODAY) == "20日 金"
        assert dates.day_weekday(TODAY, "en") == "Fri 20"
        assert dates.day_weekday(TODAY, "pt") == "11-20"
        assert dates.screen_date(TODAY, today=TODAY, language="en") == "Fri 20 Nov"

    def test_a_language_is_known_by_its_first_part_not_by_its_first_letters(self) -> None:
        assert dates.is_japanese("ja")
        assert dates.is_japanese("ja_JP")
        assert not dates.is_japanese("jav")
        assert not dates.is_english("enm")

    @pytest.mark.parametrize(
        ("year", "long", "short"),
        [
            (2026, "令和8年度", "R8"),
            (2019, "令和元年度", "R1"),
            (2018, "平成30年度", "H30"),
            (1988, "昭和63年度", "S63"),
        ],
    )
    def test_a_fiscal_year_takes_the_new_era_where_it_changed(self, year: int, long: str, short: str) -> None:
        assert dates.fiscal_year_long(year) == long
        assert dates.fiscal_year_short(year) == short

    def test_a_fiscal_year_can_be_western(self) -> None:
        assert dates.fiscal_year_long(2026, "western") == "2026年度"
        assert dates.fiscal_year_long(2026, language="en") == "FY2026"

    def test_a_time_is_on_the_24_hour_clock(self) -> None:
        assert dates.time_text(time(9, 5)) == "9:05"
        assert dates.time_text(time(15, 20)) == "15:20"


class TestParse:
    @pytest.mark.parametrize(
        "text",
        [
            "2018/4/1", "2018-04-01", "2018.4.1", "2018年4月1日", "20180401", "平成30年4月1日", "H30.4.1", "h300401",
            "２０１８／４／１", "平成３０年４月１日", " 2018/4/1 ", "\u30002018年 4月 1日\u3000", "Ｈ３０．４．１",
            "平成30/4/1", "平30.4.1", "2018-04-01 00:00:00", "2018-04-01T00:00:00", "2018/4/1 0:00", "西暦2018年4月1日",
            "2018ー4ー1", "2018−4−1", "2018・4・1", "2018/04/01(日)", "平成30年4月1日（日）", "2018年4月1日日曜日",
            "Heisei 30.4.1", "H30-4-1", "2018年4月1", "2018/4/1㈰", "㍻30年4月1日",
        ],
    )  # fmt: skip
    def test_all_usual_forms_of_one_day_are_read(self, text: str) -> None:
        assert parse(text, today=TODAY) == date(2018, 4, 1)

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("令和元年5月1日", date(2019, 5, 1)),
            ("令和1.5.1", date(2019, 5, 1)),
            ("R元.5.1", date(2019, 5, 1)),
            ("r060401", date(2024, 4, 1)),
            ("令和6/4/1", date(2024, 4, 1)),
            ("6.4.1", date(2024, 4, 1)),
            ("6年4月1日", date(2024, 4, 1)),
            ("㋿6年4月1日", date(2024, 4, 1)),
            ("18.4.1", date(2036, 4, 1)),
            ("S64.1.7", date(1989, 1, 7)),
            ("2024/2/29", date(2024, 2, 29)),
        ],
    )
    def test_eras_are_read_and_a_bare_year_is_one_of_the_present_era(self, text: str, day: date) -> None:
        assert parse(text, today=TODAY) == day

    def test_a_bare_year_belongs_to_the_era_of_today(self) -> None:
        assert parse("30.4.1", today=date(2018, 6, 1)) == date(2018, 4, 1)

    @pytest.mark.parametrize(
        ("text", "offered"),
        [
            ("平成31年5月1日", "令和元年5月1日"),
            ("H31.5.1", "令和元年5月1日"),
            ("平成38年11月20日", "令和8年11月20日"),
            ("昭和64年1月8日", "平成元年1月8日"),
            ("令和元年4月30日", "平成31年4月30日"),
            ("大正元年7月29日", "明治45年7月29日"),
        ],
    )
    def test_a_day_outside_of_its_era_is_refused_and_the_right_one_offered(self, text: str, offered: str) -> None:
        assert reason(text) == f"There is no {text}. Perhaps {offered} is meant."

    @pytest.mark.parametrize(
        "text", ["2018年2月30日", "2019/2/29", "令和6年13月1日", "2018/0/1", "2018/4/31", "20180230"]
    )
    def test_a_day_that_does_not_exist_is_refused(self, text: str) -> None:
        assert reason(text) == f"There is no such day as {text}."

    @pytest.mark.parametrize("text", ["令和0年1月1日", "R100.1.1", "H20180401"])
    def test_a_year_no_era_can_have_is_refused(self, text: str) -> None:
        assert "There is no such year" in reason(text)

    @pytest.mark.parametrize("text", ["9999/1/1", "1867/12/31", "0001/1/1", "2127/1/1", "明治元年1月24日"])
    def test_a_year_far_away_is_refused(self, text: str) -> None:
        assert "too far away" in reason(text)

    def test_a_year_just_within_reach_is_read(self) -> None:
        assert parse("2126/12/31", today=TODAY) == date(2126, 12, 31)

    def test_a_bare_year_that_may_be_of_an_older_era_is_not_guessed(self) -> None:
        assert reason("30.4.1") == "The era of 30.4.1 is not clear. Write it as in H30.4.1."

    @pytest.mark.parametrize(
        "text",
        [
            "不明", "4/1", "060401", "201841", "2018", "2018/4", "180/4/1", "元年5月1日", "元/5/1", "2018/4/1 10:12",
            "20日", "日", "R", "A6.4.1",
        ],
    )  # fmt: skip
    def test_what_is_no_whole_date_is_refused(self, text: str) -> None:
        assert reason(text) == f"“{text}” cannot be read as a date. Write it as in R8.11.20 or 2026/11/20."

    @pytest.mark.parametrize("text", ["", "  ", "\u3000"])
    def test_an_empty_text_is_no_date(self, text: str) -> None:
        assert reason(text) == "Write a date."

    def test_a_wrong_day_of_the_week_is_noticed(self) -> None:
        assert parse("R8.11.20(金)", today=TODAY) == TODAY
        assert reason("R8.11.20(土)") == "R8.11.20(土) does not fit: that day is a 金."

    @given(ANY_DAY)
    def test_what_is_written_in_eras_is_read_back(self, day: date) -> None:
        assert parse(dates.era_long(day), today=TODAY) == day
        assert parse(dates.era_short(day), today=TODAY) == day
        assert parse(dates.era_long(day) + f"({dates.weekday(day)})", today=TODAY) == day

    @given(WESTERN_DAY)
    def test_what_is_written_western_is_read_back(self, day: date) -> None:
        for text in (dates.western_long(day), dates.western_short(day), day.isoformat(), f"{day:%Y%m%d}"):
            assert parse(text, today=TODAY) == day

    @given(st.text(max_size=14))
    def test_any_text_is_read_or_refused_never_anything_else(self, text: str) -> None:
        for read in (parse, parse_typed, parse_partial):
            with suppress(BadDate):
                read(text, today=TODAY)


class TestParseTyped:
    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("今日", TODAY),
            ("本日", TODAY),
            ("today", TODAY),
            ("明日", date(2026, 11, 21)),
            ("あした", date(2026, 11, 21)),
            ("あさって", date(2026, 11, 22)),
            ("昨日", date(2026, 11, 19)),
            ("おととい", date(2026, 11, 18)),
            ("来週", date(2026, 11, 27)),
            ("再来週", date(2026, 12, 4)),
            ("来月", date(2026, 12, 20)),
            ("３日後", date(2026, 11, 23)),
            ("2週間後", date(2026, 12, 4)),
            ("1週後", date(2026, 11, 27)),
            ("1か月後", date(2026, 12, 20)),
            ("3ヶ月後", date(2027, 2, 20)),
            ("12/3", date(2026, 12, 3)),
            ("12月3日", date(2026, 12, 3)),
            ("11.24", date(2026, 11, 24)),
            ("11月24日(火)", date(2026, 11, 24)),
            ("1/15", date(2027, 1, 15)),
            ("6/1", date(2026, 6, 1)),
            ("20日", TODAY),
            ("3日", date(2026, 12, 3)),
            ("31日", date(2026, 10, 31)),
            ("R8.12.1", date(2026, 12, 1)),
            ("2026/12/1", date(2026, 12, 1)),
        ],
    )
    def test_short_forms_are_read_as_the_nearest_day(self, text: str, day: date) -> None:
        assert parse_typed(text, today=TODAY) == day

    def test_in_january_december_is_last_month(self) -> None:
        assert parse_typed("12/20", today=date(2027, 1, 5)) == date(2026, 12, 20)

    def test_of_two_days_equally_near_the_past_one_is_taken(self) -> None:
        assert parse_typed("7/2", today=date(2027, 1, 1)) == date(2027, 7, 2)
        assert parse_typed("16日", today=date(2026, 7, 1)) == date(2026, 6, 16)

    @pytest.mark.parametrize("text", ["2/30", "13/1", "2/29", "32日", "0日"])
    def test_a_day_no_near_year_has_is_refused(self, text: str) -> None:
        assert reason(text, typed=True) == f"There is no such day as {text}."

    def test_a_leap_day_is_read_when_a_near_year_has_it(self) -> None:
        assert parse_typed("2/29", today=date(2027, 11, 20)) == date(2028, 2, 29)

    def test_a_wrong_day_of_the_week_is_noticed(self) -> None:
        assert reason("11/24(水)", typed=True) == "11/24(水) does not fit: that day is a 火."

    def test_nonsense_and_nothing_are_refused(self) -> None:
        assert "cannot be read" in reason("そのうち", typed=True)
        assert reason("", typed=True) == "Write a date."

    @given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
    def test_a_day_without_year_lies_within_half_a_year(self, today: date, sought: date) -> None:
        if (sought.month, sought.day) != (2, 29):
            found = parse_typed(f"{sought.month}/{sought.day}", today=today)
            assert (found.month, found.day) == (sought.month, sought.day)
            assert abs((found - today).days) <= 183


class TestAddMonths:
    def test_the_end_of_a_month_stays_the_end(self) -> None:
        assert dates.add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
        assert dates.add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
        assert dates.add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)
        assert dates.add_months(date(2026, 1, 15), -1) == date(2025, 12, 15)

    @given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-240, 240))
    def test_as_many_months_lie_between(self, day: date, count: int) -> None:
        later = dates.add_months(day, count)
        assert (later.year - day.year) * 12 + later.month - day.month == count
        assert later.day <= day.day


class TestParseTime:
    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("10:12", time(10, 12)), ("1012", time(10, 12)), ("912", time(9, 12)), ("１０：１２", time(10, 12)),
            ("午後3時", time(15)), ("午前9時5分", time(9, 5)), ("15時20分", time(15, 20)), ("15時20", time(15, 20)),
            ("10時半", time(10, 30)), ("午後1時半", time(13, 30)), ("正午", time(12)), ("午後0時30分", time(12, 30)),
            ("午前0時", time(0)), ("9", time(9)), ("9時", time(9)), ("0:00", time(0)), ("23:59", time(23, 59)),
            ("3:20 pm", time(15, 20)), ("PM3:20", time(15, 20)), ("12:30pm", time(12, 30)), ("12am", time(0)),
            ("10:12:45", time(10, 12)), (" 10 : 12 ", time(10, 12)),
        ],
    )  # fmt: skip
    def test_all_usual_forms_are_read(self, text: str, moment: time) -> None:
        assert parse_time(text) == moment

    @pytest.mark.parametrize(
        "text", ["", "25:00", "24:00", "10:60", "2460", "午後13時", "午前3時pm", "朝", "10:", "99", "12345", "-1:00"]
    )
    def test_what_is_no_time_is_refused(self, text: str) -> None:
        with pytest.raises(BadDate) as refused:
            parse_time(text, field="start")
        assert refused.value.problem.field == "start"
        assert "cannot be read as a time" in str(refused.value.problem)

    @pytest.mark.parametrize("text", ["午後12時", "午前12時", "午後12時30分"])
    def test_a_time_that_may_be_noon_or_midnight_is_asked_for_again(self, text: str) -> None:
        with pytest.raises(BadDate) as refused:
            parse_time(text)
        assert str(refused.value.problem) == f"{text} can be noon or midnight. Write 12:00 or 0:00."

    @given(st.times())
    def test_what_is_written_is_read_back(self, moment: time) -> None:
        whole = moment.replace(second=0, microsecond=0)
        assert parse_time(dates.time_text(whole)) == whole
        assert parse_time(f"{whole:%H%M}") == whole


class TestPartialDate:
    @pytest.mark.parametrize(
        ("text", "iso", "short", "long"),
        [
            ("令和6年4月", "2024-04", "R6.4", "令和6年4月"),
            ("R6.4", "2024-04", "R6.4", "令和6年4月"),
            ("2024/4", "2024-04", "R6.4", "令和6年4月"),
            ("2024年", "2024", "R6年", "令和6年"),
            ("2024", "2024", "R6年", "令和6年"),
            ("平成30年", "2018", "H30年", "平成30年"),
            ("平成31年", "2019", "R1年", "令和元年"),
            ("令和元年", "2019", "R1年", "令和元年"),
            ("平成31年4月", "2019-04", "H31.4", "平成31年4月"),
            ("2019-05", "2019-05", "R1.5", "令和元年5月"),
            ("2024-04-99", "2024-04", "R6.4", "令和6年4月"),
            ("2024-99-99", "2024", "R6年", "令和6年"),
            ("平成30年4月1日", "2018-04-01", "H30.4.1", "平成30年4月1日"),
            ("1867年1月1日", "", "", ""),
        ],
    )
    def test_year_and_month_may_be_all_that_is_known(self, text: str, iso: str, short: str, long: str) -> None:
        if not iso:
            with pytest.raises(BadDate):
                parse_partial(text, today=TODAY)
            return
        found = parse_partial(text, today=TODAY)
        assert (found.iso, found.short(), found.long()) == (iso, short, long)

    def test_western_and_before_all_eras(self) -> None:
        assert PartialDate(2024, 4).short("western") == "2024/4"
        assert PartialDate(2024, 4, 1).short("western") == "2024/4/1"
        assert PartialDate(2024).short("western") == "2024年"
        assert PartialDate(2024, 4).long("western") == "2024年4月"
        assert PartialDate(1860, 4).short() == "1860/4"
        assert PartialDate(1860).long() == "1860年"

    def test_it_spans_what_it_may_be(self) -> None:
        assert (PartialDate(2024, 2).first, PartialDate(2024, 2).last) == (date(2024, 2, 1), date(2024, 2, 29))
        assert (PartialDate(2024).first, PartialDate(2024).last) == (date(2024, 1, 1), date(2024, 12, 31))
        assert PartialDate(2024, 2, 3).first == PartialDate(2024, 2, 3).last == date(2024, 2, 3)

    def test_unknown_parts_sort_first(self) -> None:
        days = [PartialDate(2024, 4, 1), PartialDate(2025), PartialDate(2024, 4), PartialDate(2024)]
        assert [d.iso for d in sorted(days)] == ["2024", "2024-04", "2024-04-01", "2025"]

    @pytest.mark.parametrize("parts", [(2024, 13), (2024, 2, 30), (2024, 0, 3), (0,), (10000,)])
    def test_what_cannot_be_is_refused(self, parts: tuple[int, ...]) -> None:
        with pytest.raises(ValueError, match="no such date"):
            PartialDate(*parts)

    @pytest.mark.parametrize("text", ["", "6.4", "R6.13", "平成31年5月", "R0", "2200", "春ごろ"])
    def test_a_text_that_is_none_is_refused(self, text: str) -> None:
        with pytest.raises(BadDate):
            parse_partial(text, today=TODAY)

    def test_a_month_outside_of_its_era_is_offered_right(self) -> None:
        with pytest.raises(BadDate) as refused:
            parse_partial("平成31年5月", today=TODAY)
        assert str(refused.value.problem) == "There is no 平成31年5月. Perhaps 令和元年5月 is meant."

    @given(ANY_DAY, st.integers(1, 3))
    def test_what_is_written_is_read_back(self, day: date, known: int) -> None:
        partial = PartialDate(*(day.year, day.month, day.day)[:known])
        if partial.first >= ERAS[0].first:
            assert parse_partial(partial.long(), today=TODAY) == partial
            assert parse_partial(partial.short(), today=TODAY) == partial
        assert parse_partial(partial.long("western"), today=TODAY) == partial
        assert PartialDate.from_iso(partial.iso) == partial
        assert PartialDate.of(day) == PartialDate(day.year, day.month, day.day)
