"""Other documents that a paragraph names: title, date, issuer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zjtx_docs.parsers.block import Block
from zjtx_docs.parsers.references import find_references
from zjtx_docs.text import View


def references(text):
    return find_references(Block(0, len(text), "body", ("一",), None, View(text)))


# text -> (title, date, date as written, issuer) of each reference
NAMED = {
    "2023年3月5日，江口市科学技术局印发了《江口市创新券管理办法》。": [
        ("江口市创新券管理办法", "2023-03-05", "2023年3月5日", "江口市科学技术局")
    ],
    "县政府在 2022 年 8 月 12 日刊发了《数字经济行动方案》，2022 年 9 月 1 号出台了《稳增长实施方案》。": [
        ("数字经济行动方案", "2022-08-12", "2022 年 8 月 12 日", None),
        ("稳增长实施方案", "2022-09-01", "2022 年 9 月 1 号", None),
    ],
    "2021 年 12 月后曾出台了《产业扶持意见（修订）》。": [("产业扶持意见（修订）", None, "2021 年 12 月后", None)],
    "按照《中小企业促进法》和《江口市优化营商环境条例》规定执行。": [
        ("中小企业促进法", None, None, None),
        ("江口市优化营商环境条例", None, None, None),
    ],
    "根据《关于印发〈江口市总部经济办法〉的通知》，2023年1月1日起兑现。": [
        ("关于印发〈江口市总部经济办法〉的通知", None, None, None)
    ],
    "《江口市人才二十条》于2022年5月1日发布。": [("江口市人才二十条", "2022-05-01", "2022年5月1日", None)],
    "落实《工业经济稳增长\n\n工作方案》要求。": [("工业经济稳增长工作方案", None, None, None)],
    "《方案》提出，落实《若干措施》。": [],
    "书名号不配对《江口市办法，其余文字。": [],
    "空的《》。": [],
}


@pytest.mark.parametrize("text", NAMED, ids=NAMED)
def test_find_references(text):
    found = references(text)
    assert [(r.title, r.date, r.date_as_written, r.issuer) for r in found] == NAMED[text]
    for reference in found:
        assert text[reference.start : reference.end] == reference.quote
        assert reference.path == ("一",)


def test_a_date_of_another_event_dates_nothing():
    text = "2022年1月1日起享受《江口市人才办法》规定的补贴。"
    assert [(r.title, r.date) for r in references(text)] == [("江口市人才办法", None)]


@given(st.text(alphabet="《》〈〉。，了发布印2023年月1日 \n市局办法方案", max_size=80))
def test_spans_are_true_in_any_text(text):
    end = 0
    for reference in references(text):
        assert text[reference.start : reference.end] == reference.quote
        assert reference.start >= end
        assert reference.quote.startswith("《")
        assert reference.quote.endswith("》")
        end = reference.end
