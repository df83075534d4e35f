"""Dates as policies write them, and the last day that a deadline allows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zjtx_docs.parsers.dates import deadline_iso, find_dates, parse_date

DAYS = {
    "2023年2月8日": "2023-02-08",
    "2022 年 6 月 12 号": "2022-06-12",
    "２０２３年０２月０８日": "2023-02-08",
    "二〇二三年二月八日": "2023-02-08",
    "二○一九年十二月三十一日": "2019-12-31",
    "一九九六年一月二十五日": "1996-01-25",
    "2023-02-08": "2023-02-08",
    "2023.2.8": "2023-02-08",
    "2023/2/8": "2023-02-08",
    "发布日期：2023-08-09 23:04:15": "2023-08-09",
    "（2023年2月8日印发）": "2023-02-08",
    "2023年2月30日": None,
    "2023年2月": None,
    "2023年": None,
    "2021-2023年": None,
    "第2023.15号": None,
    "电话020-38622512": None,
    "一二三四年": None,
}


@pytest.mark.parametrize("text", DAYS, ids=DAYS)
def test_parse_date(text):
    assert parse_date(text) == DAYS[text]


def test_months_and_years_are_found_without_a_day():
    chars = "2021年至2023年6月,自2023年7月1日起"
    found = [(chars[date.start : date.end], date.iso) for date in find_dates(chars)]
    assert found == [("2021年", None), ("2023年6月", None), ("2023年7月1日", "2023-07-01")]


DEADLINES = {
    "2022 年 12 月底": "2022-12-31",
    "2023年6月底前": "2023-06-30",
    "2024年2月底": "2024-02-29",
    "2025年底": "2025-12-31",
    "到2025年末": "2025-12-31",
    "2023年年底前": "2023-12-31",
    "2023年12月31日前": "2023-12-31",
    "2024年上半年": "2024-06-30",
    "2023年第三季度": "2023-09-30",
    "2024年一季度末": "2024-03-31",
    "2025年": None,
    "2023年6月前": None,
    "“十四五”末": None,
    "长期坚持": None,
}


@pytest.mark.parametrize("text", DEADLINES, ids=DEADLINES)
def test_deadline_iso(text):
    assert deadline_iso(text) == DEADLINES[text]


@given(st.text(alphabet="0123456789年月日号底末前上半季度.-/〇一二三十 　", max_size=40))
def test_no_text_raises(text):
    for found in find_dates("".join(text.split())):
        assert found.start < found.end
    assert deadline_iso(text) is None or len(deadline_iso(text)) == 10


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31)))
def test_every_day_is_read_back(day):
    for written in (f"{day.year}年{day.month}月{day.day}日", f"{day.year}-{day.month:02}-{day.day:02}"):
        assert parse_date(written) == day.isoformat()
