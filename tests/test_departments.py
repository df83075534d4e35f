"""Names of bodies and lists of them, with places and bodies that no table lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zjtx_docs.parsers.department_names import CERTAIN, NONE, STRONG, WEAK, strength
from zjtx_docs.parsers.department_seats import canonical_name, level_of, seat_of
from zjtx_docs.parsers.departments import department, is_open, read_bodies, split_departments, split_pieces
from zjtx_docs.text import View, fold, squeeze

LISTS = [
    ("市科委、中关村管委会", ["市科委、中关村管委会"]),
    ("市财政局，市科委、中关村管委会，市教委", ["市财政局", "市科委、中关村管委会", "市教委"]),
    ("市金融监管局、人民银行营业管理部、北京银保监局", ["市金融监管局", "人民银行营业管理部", "北京银保监局"]),
    ("省经济和信息化厅和省财政厅", ["省经济和信息化厅", "省财政厅"]),
    ("市文化和旅游局", ["市文化和旅游局"]),
    ("市人力资源和社会保障局、市住房和城乡建设局", ["市人力资源和社会保障局", "市住房和城乡建设局"]),
    ("市水务局及各县（市、区）", ["市水务局", "各县(市、区)"]),
    ("各市、县（区）人民政府，省林业局", ["各市、县(区)人民政府", "省林业局"]),
    ("各县（市、区）人民政府、高新区管委会", ["各县(市、区)人民政府", "高新区管委会"]),
    ("市、区财政局", ["市、区财政局"]),
    ("市工信局等相关部门，各区", ["市工信局", "各区"]),
    ("市委宣传部、市委网信办，各有关部门", ["市委宣传部", "市委网信办"]),
    ("安澜市蓝湾新城开发建设局；安澜港务集团有限公司", ["安澜市蓝湾新城开发建设局", "安澜港务集团有限公司"]),
    ("市交通委（市道运局）、市交警总队", ["市交通委(市道运局)", "市交警总队"]),
    ("各镇（街道）、县属各单位", ["各镇(街道)"]),
    ("市委、市政府", ["市委", "市政府"]),
    ("各成员单位", []),
]


@pytest.mark.parametrize(("written", "names"), LISTS, ids=[written for written, _ in LISTS])
def test_a_list_gives_its_bodies(written, names):
    chars = View(written).chars
    found = split_departments(chars)
    assert [name for _, _, name in found] == names
    assert all(chars[a:b] == name for a, b, name in found)


def test_a_blank_parts_two_bodies_but_not_one():
    view = View("市财政局 市教育局 市发展和 改革委")
    gaps = [at for at in range(1, len(view.chars)) if view.place(at) - view.place(at - 1) > 1]
    assert [name for _, _, name in split_departments(view.chars, gaps)] == ["市财政局", "市教育局", "市发展和改革委"]


@pytest.mark.parametrize(
    "words",
    [
        "各相关单位",
        "等有关部门",
        "等",
        "各委办局",
        "各有关部门",
        "市直有关单位",
        "相关企业",
        "等八部门",
        "区各部门",
        "联席会议各成员单位",
    ],
)
def test_open_ends_are_no_bodies(words):
    assert is_open(words)
    assert read_bodies(words, 0, len(words)).bodies == ()


@pytest.mark.parametrize("words", ["各区", "各县(市、区)", "市财政局", "各乡镇", "中等职业学校", "市高等教育局"])
def test_bodies_do_not_leave_a_list_open(words):
    assert not is_open(words)


STRENGTHS = [
    ("市财政局", CERTAIN), ("各区", CERTAIN), ("各设区市人民政府", CERTAIN), ("有关县(市、区)", CERTAIN), ("团市委", CERTAIN),
    ("工信部", CERTAIN), ("江口市工业和信息化局", CERTAIN), ("区金融服务办", CERTAIN),
    ("安澜市珍珠产业局", STRONG), ("江口市支持青年创业专项小组", STRONG), ("临川经济开发区管委会", STRONG),
    ("北京金控集团", WEAK), ("中国出口信用保险公司第三营业部", WEAK), ("江口大学", WEAK), ("鼓楼区", WEAK), ("属地乡镇", WEAK),
    ("系统", NONE), ("工厂", NONE), ("云", NONE), ("龙头企业", NONE), ("布局", NONE), ("一网通办", NONE), ("政务大厅", NONE),
    ("国家级技术中心", NONE), ("行业协会", NONE), ("智慧城市", NONE), ("开发区企业", NONE), ("2023年", NONE), ("总部", NONE),
    ("市科技局会同市财政局", NONE), ("县级以上人民政府", NONE), ("", NONE),
]  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), STRENGTHS, ids=[name or "empty" for name, _ in STRENGTHS])
def test_what_is_a_body(name, expected):
    assert strength(name) == expected


CANONICAL = [
    ("市财政局", "北京市", "北京市财政局"),
    ("北京市财政局", "北京市", "北京市财政局"),
    ("市经济和信息化局", "北京市", "北京市经济和信息化局"),
    ("区经信局", "北京市房山区", "北京市房山区经济和信息化局"),
    ("房山区经信局", "北京市房山区", "北京市房山区经济和信息化局"),
    ("经济与信息化局", "北京市房山区", "北京市房山区经济和信息化局"),
    ("市人才局", "北京市房山区", "北京市人才工作局"),
    ("省财政厅", "安徽省", "安徽省财政厅"),
    ("省财政厅", "合肥市", "省财政厅"),
    ("市工信局", "浙江省温州市", "温州市工业和信息化局"),
    ("市科技局", "苏州市昆山市", "苏州市昆山市科学技术局"),
    ("通州区发改委", "北京市房山区", "通州区发展和改革委员会"),
    ("市经信委", "上海市", "上海市经济和信息化委员会"),
    ("市经信局", "上海市", "上海市经济和信息化局"),
    ("市规划自然资源委", "北京市", "北京市规划和自然资源委员会"),
    ("市人社局", "江口市", "江口市人力资源和社会保障局"),
    ("市科委、中关村管委会", "北京市", "北京市科学技术委员会、中关村科技园区管理委员会"),
    ("市委网信办", "北京市", "北京市委网络安全和信息化委员会办公室"),
    ("人行合肥中心支行", "安徽省", "中国人民银行合肥中心支行"),
    ("市税务局", "合肥市", "国家税务总局合肥市税务局"),
    ("市银保监局", "北京市", "中国银行保险监督管理委员会北京监管局"),
    ("北京银保监局", "北京市", "中国银行保险监督管理委员会北京监管局"),
    ("工信部", "江口市", "工业和信息化部"),
    ("国家药监局", None, "国家药品监督管理局"),
    ("市珍珠产业局", "安澜市", "安澜市珍珠产业局"),
    ("北京金控集团", "北京市", "北京金控集团"),
    ("各区", "北京市", "各区"),
    ("市财政局", None, "市财政局"),
    ("市、区财政局", "北京市", "市、区财政局"),
]


@pytest.mark.parametrize(("name", "jurisdiction", "full"), CANONICAL, ids=[f"{n} {j}" for n, j, _ in CANONICAL])
def test_full_names(name, jurisdiction, full):
    assert canonical_name(name, jurisdiction) == full


LEVELS = [
    ("市财政局", "北京市", "provincial"), ("市财政局", "温州市", "prefectural"), ("市财政局", "浙江省金华市义乌市", "district"),
    ("市财政局", "北京市房山区", "provincial"), ("区财政局", "北京市房山区", "district"), ("省财政厅", "安徽省", "provincial"),
    ("各区", "北京市", "district"), ("各市人民政府", "安徽省", "prefectural"), ("各乡镇", "江口市", "township"),
    ("财政部", "江口市", "national"), ("国家税务总局", None, "national"), ("合肥市科技局", None, "prefectural"),
    ("燕山街道", "北京市房山区", "township"), ("安徽银保监局", "安徽省", "provincial"), ("北京金控集团", "北京市", None),
    ("市财政局", None, None), ("财政局", "温州市鹿城区", "district"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "jurisdiction", "level"), LEVELS, ids=[f"{n} {j}" for n, j, _ in LEVELS])
def test_levels(name, jurisdiction, level):
    assert level_of(name, jurisdiction) == level


def test_a_jurisdiction_by_its_ranks():
    seat = seat_of("浙江省温州市鹿城区南汇街道")
    assert seat[:4] == ("浙江省", "温州市", "温州市鹿城区", "温州市鹿城区南汇街道")
    assert seat_of("北京市").city == "北京市"
    assert seat_of(None) == (None, None, None, None, None)


def test_a_name_broken_over_lines_is_written_without_the_break():
    view = View("由市财政\n局办理")
    entry = department(view, 1, 5, "joint", "江口市")
    assert (entry.as_written, entry.quote, entry.canonical) == ("市财政局", "市财政\n局", "江口市财政局")
    assert view.source[entry.start : entry.end] == entry.quote


def test_a_list_says_its_rank_once():
    view = View("省发展改革委、交通运输厅")
    assert department(view, 7, 12, "joint", "安徽省", "省").canonical == "安徽省交通运输厅"


@given(st.text(alphabet="市区县各省科技财政局委、，和及与等（）() 。；中关村管会政府牵头\n12A", max_size=60))
def test_any_text_gives_true_spans(text):
    chars = View(text).chars
    for a, b, name in split_departments(chars, range(0, len(chars), 3)):
        assert chars[a:b] == name and name
    assert all(0 <= a < b <= len(chars) for a, b in split_pieces(chars, 0, len(chars)))


@given(st.text(max_size=40), st.none() | st.text(max_size=20))
def test_any_name_has_a_full_name(name, jurisdiction):
    folded = fold(squeeze(name))
    assert isinstance(canonical_name(folded, jurisdiction), str)
    level_of(folded, jurisdiction)
    assert strength(folded) in (NONE, WEAK, STRONG, CERTAIN)
