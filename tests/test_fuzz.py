"""Rough input: whatever the text, parsing raises nothing, keeps its places true, and takes a time that grows with the
text and not faster."""

from __future__ import annotations

import gc
import time
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zjtx_docs.comparison import compare
from zjtx_docs.model import FIND_LISTS, Document, Record, all_finds, from_json, to_json
from zjtx_docs.pipeline import parse_text

RAW = Path(__file__).parents[1] / "raw"
TEXTS = [path.read_bytes().decode("utf-8") for path in sorted(RAW.glob("*.txt"))]

PIECES = [
    # places of an outline, heads and tails
    "一、", "（一）", "1.", "１、", "①", "第一条", "第一章", "第 2 条", "附件1", "一是", "第一，", "问题：", "分析：", "建议：", "附则",
    "某市关于支持企业发展的若干措施", "关于支持企业发展的提案", "关于第12号提案的答复", "提案人：王某", "承办单位：区经信局", "各有关单位：",
    "2022年12月1日", "二〇二二年十二月", "京政发〔2022〕1号", "本政策自印发之日起施行，有效期3年", "本政策适用于小微企业", "自2022年13月40日起施行",
    # who
    "市财政局", "市科委、中关村管委会", "各区", "区经信局牵头，区商务局配合", "（市财政局、市商务局）", "（责任单位：市财政局；完成时限：2022年底前）",
    "等相关部门", "责任单位：", "由市经济和信息化局会同市财政局负责",
    # how much
    "给予", "最高500万元奖励", "５００ 万", "不超过0.5亿元", "三百二十万零五百元", "50万美元", "按实际投入的10%给予补助", "1:1", "5%—20%", "30万元至50万元",
    "分别给予10万元、20万元、30万元", "每家每年", "第一年最高200万元，第二至三年", "一次性", "累计", "低于万元", "万亿元", "0元", "百分之", "%", "亿",
    "9" * 40 + "万元", "1,000,000元", "１．５亿", "贷款贴息", "落户指标1名", "持续三年",
    # whom and how many
    "对首次认定的国家级专精特新“小巨人”企业", "市级“专精特新”中小企业", "单项冠军", "年营业收入2000万元以上的企业", "达到500家", "截至2022年底",
    "较上年增长5%", "目前已累计69家", "全年新增25家以上", "《关于支持企业的通知》", "2022年1月1日印发的《办法》", "支持企业参加展会", "加强宣传",
    # marks and signs
    "（", "）", "(", ")", "《", "》", "“", "”", "‘", "〔", "】", "，", "；", "。", "、", "：", "！", "…", "—", "——", "**", "|",
    "\t", " ", "　", "\n", "\r\n", "\r", "\n\n", "\u2028", "\x0b", "\x0c", "\x00", "\x1b", "\ufeff", "\u200b", "\u202e",
    "\ufffd", "e\u0301", "𠮷", "👨‍👩‍👧", "a", "Ａ",
]  # fmt: skip

scrambled = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A stretch of a real text with lines shuffled, pieces taken out and pieces put in."""
    text = draw(st.sampled_from(TEXTS))
    start = draw(st.integers(0, len(text) - 1))
    lines = text[start : start + draw(st.integers(1, 1500))].splitlines(keepends=True)
    lines = draw(st.permutations(lines)) if len(lines) < 12 and draw(st.booleans()) else lines
    part = "".join(lines)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(part)))
        part = part[:at] + draw(st.sampled_from(PIECES)) + part[at + draw(st.integers(0, 30)) :]
    newline = draw(st.sampled_from(["\n", "\r\n", "\r", ""]))
    return draw(st.sampled_from(["", "\ufeff"])) + part.replace("\n", newline)


@st.composite
def misread(draw: st.DrawFn) -> str:
    """A text whose bytes were read in another encoding, or cut in the middle of a character."""
    text = draw(st.one_of(scrambled, damaged()))
    data = text.encode(draw(st.sampled_from(["utf-8", "gb18030", "utf-16", "big5"])), "replace")
    data = data[draw(st.integers(0, 3)) : len(data) - draw(st.integers(0, 3))]
    return data.decode(draw(st.sampled_from(["utf-8", "gb18030", "utf-16-le", "latin-1"])), "replace")


def check(text: str) -> list[Document]:
    """Parses, and looks whether what holds for every text holds for this one."""
    found = parse_text(text)
    for document in found:
        stack: list[object] = [document]
        while stack:
            value = stack.pop()
            if isinstance(value, Record):
                assert 0 <= value.start < value.end <= len(text)
                assert text[value.start : value.end] == value.quote
            if isinstance(value, msgspec.Struct):
                stack.extend(getattr(value, name) for name in value.__struct_fields__)
            elif isinstance(value, tuple):
                stack.extend(value)
        for name in FIND_LISTS:
            assert max(Counter(all_finds(document, name)).values(), default=1) == 1
        ids = [measure.id for measure in document.measures]
        assert len(set(ids)) == len(ids)
        assert {id for entry in document.responsibilities for id in entry.measure_ids} <= set(ids)
    assert from_json(to_json(found)) == found
    return found


@settings(max_examples=100)
@given(scrambled)
@example("")
@example("\ufeff")
@example("一、" * 200)
@example("（" * 500)
@example("1." * 300)
@example("\r" * 50)
def test_scrambled_pieces(text):
    check(text)


@settings(max_examples=60)
@given(damaged())
def test_damaged_texts(text):
    check(text)


@settings(max_examples=60)
@given(misread())
def test_bytes_misread(text):
    check(text)


@settings(max_examples=60)
@given(anything)
def test_any_text(text):
    check(text)


@settings(max_examples=30)
@given(st.one_of(scrambled, damaged()), st.one_of(scrambled, damaged()))
def test_comparing_what_was_read_from_anything(left, right):
    lefts, rights = parse_text(left, "left"), parse_text(right, "right")
    if lefts and rights:
        comparison = compare(lefts, rights)
        assert all(left[ask.start : ask.end] == ask.quote for ask in comparison.asks)
        assert all(right[m.start : m.end] == m.quote for ask in comparison.asks for m in ask.matches)


@settings(max_examples=25)
@given(st.sampled_from(TEXTS), st.integers(0, 6000), st.sampled_from(["\r\n", "\r"]))
def test_other_newlines_change_no_reading(text, cut, newline):
    """CRLF and CR for LF: the same records, at other places."""
    text = text[:cut]
    assert [bare(d) for d in parse_text(text.replace("\n", newline))] == [bare(d) for d in parse_text(text)]


@settings(max_examples=25)
@given(st.sampled_from(TEXTS), st.integers(1, 5000), st.integers(50, 1500))
def test_a_byte_order_mark_moves_everything_by_one(text, start, length):
    text = text[start : start + length]
    assert [bare(d) for d in parse_text("\ufeff" + text)] == [bare(d) for d in parse_text(text)]


def bare(document: Document) -> object:
    """What a document says without its places and white space."""

    def strip(value: object) -> object:
        if isinstance(value, dict):
            return {k: strip(v) for k, v in value.items() if k not in ("start", "end")}
        if isinstance(value, list | tuple):
            return [strip(entry) for entry in value]
        return "".join(value.split()).replace("\ufeff", "") if isinstance(value, str) else value

    return strip(msgspec.to_builtins(document))


# Time. One unit again and again inside the body of a policy, mostly as one endless sentence: what patterns,
# and loops over the finds of a sentence, fear most.

HEAD = "某市关于支持企业发展的若干措施\n一、支持创新\n1.支持研发。对企业"
MEGABYTE = ["（", "）", "【“《", "1", "、", "，", "；", "企", "《", "》", "“", "第", "第一", "给予", "市财政局", "。", "支持企业发展。",
            "一、支持企业\n", "（市财政局）", "𠮷", " ", "\n", "\r\n"]  # fmt: skip
LISTS = {"《", "【“《", "支持企业发展。", "一、支持企业\n", "（市财政局）"}
LONG = [
    "1,234", "1:1", "5%", "万元", "最高1万元，", "百分之", "对企业给予", "对企业给予1万元奖励，", "截至2022年，", "达到500家，",
    "分别给予1万元、", "一是", "支持企业发展，", "各区，", "等相关部门，", "2022年底前，", "按投入的5%，", "1000元/人、",
    "第九届委员会第一次会议", "第一条", "家", "区经信局牵头，区财政局配合，", "由市财政局牵头，市商务局配合，", "落户指标1名，", "每年辅导2家企业上市，",
    "年营业收入2000万元以上的企业，", "《关于支持企业的通知》（京发〔2022〕1号），", "已建成“平台”500个，比上年增长5%，", "http://example.com/a ",
    "第一条 支持企业。\n", "| 市财政局 | 负责 |\n", "对首次认定的企业给予10万元奖励。", "关于支持企业的提案\n", "承办单位 区经信局\n",
]  # fmt: skip


def time_of(unit: str, size: int, times: int = 1) -> float:
    """Seconds for one byte, the best of some runs, with ``size`` bytes of ``unit``."""
    text = HEAD + unit * (size // len(unit.encode()))
    best = float("inf")
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        parse_text(text)
        took = time.process_time() - start
        best = min(best, took / size)
        if took > 0.1:  # long enough to be sure of
            break
    return best


def check_time(unit: str, size: int) -> None:
    """A byte of a long text costs at most twice what it costs at 10 kB. What grows is seen early, before it takes
    hours."""
    time_of(unit, 1_000)
    few, base = time_of(unit, 2_500, 2), time_of(unit, 10_000, 2)
    assert base < 2 * few + 1e-6, f"{few * 1e6:.2f} µs a byte at 2.5 kB, {base * 1e6:.2f} at 10 kB"
    for _ in range(3):
        now = time_of(unit, size)
        if now < 2 * base + 1e-7:
            return
        if now > 3 * base:
            break
    pytest.fail(f"{base * 1e6:.2f} µs a byte at 10 kB, {now * 1e6:.2f} at {size // 1000} kB", pytrace=False)


@pytest.mark.parametrize("unit", MEGABYTE)
def test_time_to_a_megabyte(unit):
    check_time(unit, 1_000_000 if unit not in LISTS else 200_000)


# Known: in one sentence, each figure or clause is held against all others. A longest length of a sentence would end it.
@pytest.mark.parametrize("unit", LONG)
def test_time_of_endless_sentences(unit):
    check_time(unit, 40_000)
