"""Policies that are nothing but a table, and a sum with its ceiling right behind it."""

from __future__ import annotations

from zjtx_docs import parse_text
from zjtx_docs.model import Money, all_finds

TABLE = (
    "关于支持冷链物流企业的政策清单\n\n"
    "序号\t政策内容\t支持标准\t责任单位\n"
    "1\t新建公共冷库\t库容5000立方米以上的，每立方米补助100元，最高300万元\t市发展改革委\n"
    "2\t购置新能源冷藏车\t每辆一次性补贴3万元\t市交通运输局\n"
)


def money(text: str) -> list[Money]:
    found = parse_text(text)
    documents = found if isinstance(found, list | tuple) else [found]
    return [entry for document in documents for entry in all_finds(document, "money")]


def test_a_table_right_under_the_title_is_the_text() -> None:
    assert [entry.yuan for entry in money(TABLE)] == [100, 3_000_000, 30_000]


def test_a_ceiling_behind_a_sum_is_no_second_sum() -> None:
    entries = money("一、支持建设。对新建公共冷库的企业，每立方米补助100元，最高300万元。")
    assert [(entry.yuan, entry.bound) for entry in entries] == [(100, "exact"), (3_000_000, "cap")]
