"""Policy against policy: two versions with moves, splits and merges, and a district's policy beside the city's."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from zjtx_docs.comparison import compare
from zjtx_docs.comparison.records import Comparison, Pair
from zjtx_docs.pipeline import parse_file, parse_text

FOLDER = Path(__file__).with_name("policy_pairs")
RAW = Path(__file__).parents[1] / "raw"
TURNED = {"split": "merge", "merge": "split", "one_to_one": "one_to_one"}
MIRROR = {"raised": "lowered", "added": "removed", "widened": "narrowed"}
MIRROR |= {there: here for here, there in MIRROR.items()}


def held(left: str, right: str) -> Comparison:
    return compare(parse_file(FOLDER / f"{left}.txt"), parse_file(FOLDER / f"{right}.txt"))


def pair_of(found: Comparison, words: str) -> Pair:
    """The one pair whose left words hold these."""
    (pair,) = [pair for pair in found.pairs if words in pair.left.quote.replace("\n", "")]
    return pair


def told(pair: Pair) -> list[tuple]:
    return sorted(
        (c.field, c.op, c.right.value if c.right else None, c.left.value if c.left else None) for c in pair.changes
    )


VERSIONS = held("versions_new", "versions_old")
BESIDE = held("district", "city")


@pytest.mark.parametrize(
    ("words", "place", "expected"),
    [
        ("800架次", ("二", "3"), [("department", "removed", "临川市发展和改革委员会", None), ("threshold", "lowered", 1000, 800)]),
        ("城际载客航线", ("二", "3"), [("amount", "raised", 1000000, 1500000)]),
        ("农业植保", ("二", "4"), []),
        ("整机制造企业", ("一", "1"), [("amount", "raised", 10000000, 20000000)]),
        ("五千万元", ("一", "2"), []),
        ("第三者责任险", ("三", "8"), []),
        ("供需对接活动", ("二", "5"), []),
    ],
)  # fmt: skip
def test_a_measure_is_found_again_wherever_it_went(words, place, expected):
    pair = pair_of(VERSIONS, words)
    assert pair.right.path == place
    assert pair.moved
    assert pair.shape == "one_to_one"
    assert told(pair) == expected
    assert pair.relation == ("changed" if expected else "same")


def test_lead_and_supporting_bodies_that_change_places():
    assert told(pair_of(VERSIONS, "产业基金")) == [
        ("amount", "raised", 500000000, 1000000000),
        ("role", "reassigned", "lead", "supporting"),
        ("role", "reassigned", "supporting", "lead"),
    ]


def test_one_measure_that_became_two_is_a_split():
    pair = pair_of(VERSIONS, "低空飞行服务中心")
    assert pair.shape == "split"
    assert pair.right.path == ("三", "11")
    assert [match.path for match in pair.more] == [("四", "十二")]
    assert told(pair) == [("amount", "lowered", 5000000, 3000000)]


def test_two_measures_that_became_one_are_a_merge():
    pair = pair_of(VERSIONS, "通用机场、低空飞行起降点")
    assert pair.shape == "merge"
    assert [match.path for match in (pair.right, *pair.more)] == [("三", "9"), ("三", "10")]
    assert told(pair) == [("bound", "lowered", "exact", "cap"), ("department", "added", None, "临川市财政局")]


def test_what_is_new_and_what_is_gone():
    assert [match.path for match in VERSIONS.added] == [("一", "二")]
    assert [match.path for match in VERSIONS.removed] == [("三", "7")]
    assert VERSIONS.asks == ()
    assert {pair.standing for pair in VERSIONS.pairs} == {None}
    assert VERSIONS.summary == {
        "pairs": 10, "same": 4, "changed": 6, "moved": 10, "split": 1, "merge": 1, "added": 1, "removed": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "standing", "expected"),
    [
        ("在市级奖励基础上再给予", "tops_up", {("amount", "added"), ("department", "reassigned")}),
        ("1:1给予配套", "tops_up", {("rate", "added"), ("department", "reassigned"), ("department", "added")}),
        (
            "数字化改造项目",
            "alters",
            {("rate", "lowered"), ("amount", "lowered"), ("department", "reassigned"), ("department", "removed")},
        ),
        ("知识产权质押贷款", "repeats", set()),
        ("支持企业上市", "localises", {("department", "reassigned")}),
        ("银企对接", "localises", {("department", "reassigned"), ("department", "added")}),
    ],
)  # fmt: skip
def test_how_a_districts_measure_stands_to_the_citys(words, standing, expected):
    pair = pair_of(BESIDE, words)
    assert pair.standing == standing
    assert {(change.field, change.op) for change in pair.changes} == expected


def test_what_the_district_leaves_out_and_what_is_its_own():
    assert [match.path for match in BESIDE.removed] == [("二", "3"), ("四", "8"), ("四", "9")]
    assert [match.path for match in BESIDE.added] == [("七条",)]


PRIVATE = held("private_new", "private_old")
LOGISTICS = held("logistics_district", "logistics_city")


@pytest.mark.parametrize(
    ("words", "places", "expected"),
    [
        ("升规纳统", ["三.七"], [("amount", "raised")]),
        ("国家级专精特新", ["三.八"], [("amount", "raised")]),
        ("技术改造", ["三.九"], [("amount", "raised"), ("rate", "raised"), ("threshold", "lowered")]),
        ("北交所", ["二.六"], [("beneficiary", "widened")]),
        ("电力市场化", ["一.一", "一.二"], [("department", "removed"), ("role", "reassigned")]),
        ("免申即享", ["四.十二"], [("deadline", "rescheduled"), ("department", "reassigned"), ("target", "raised")]),
        ("清尽", ["四.十一"], [("deadline", "rescheduled")]),
        ("领导包联", ["四.十", "四.十"], [("department", "added"), ("period", "raised")]),
        ("高级技师", ["四.十三"], [("amount", "raised"), ("beneficiary", "widened")]),
    ],
)
def test_another_layout_with_duties_in_sentences_of_their_own(words, places, expected):
    pair = pair_of(PRIVATE, words)
    rights = (pair.right, *pair.more) if pair.shape == "merge" else (pair.right,)
    assert [".".join(match.path) for match in rights] == places
    assert sorted((change.field, change.op) for change in pair.changes) == expected


def test_duties_are_no_measures():
    assert [match.path for match in PRIVATE.added] == [("一章", "五条")]
    assert [match.path for match in PRIVATE.removed] == [("一", "三"), ("二", "六")]


@pytest.mark.parametrize(
    ("words", "place", "standing"),
    [
        ("除享受市级奖励外", ("一", "一"), "tops_up"),
        ("首次突破5000万元", ("一", "二"), "alters"),
        ("高标准仓储", ("二", "四"), "localises"),
        ("给予配套", ("二", "五"), "tops_up"),
        ("新能源物流配送车辆", ("三", "七"), "localises"),
        ("年度用地计划", ("四", "十一"), "localises"),
    ],
)
def test_the_logistics_of_a_district_beside_the_citys(words, place, standing):
    pair = pair_of(LOGISTICS, words)
    assert (pair.right.path, pair.standing) == (place, standing)


def test_the_logistics_that_stand_on_one_side_only():
    assert [match.path for match in LOGISTICS.added] == [("三", "8")]
    assert [match.path for match in LOGISTICS.removed] == [("三", "八"), ("四", "九"), ("四", "十")]


TOURISM = held("tourism_new", "tourism_old")
FUTURE = held("future_district", "future_city")


@pytest.mark.parametrize(
    ("words", "shape", "expected"),
    [
        ("国家3A级旅游景区", "split", [("amount", "raised")]),
        ("甲级旅游民宿", "one_to_one", [("amount", "raised")]),
        ("旅行社组织团队游客", "one_to_one", [("amount", "raised")]),
        ("年度累计达到1万人次", "one_to_one", []),
        ("3月31日前", "one_to_one", [("deadline", "rescheduled")]),
        ("20个工作日", "one_to_one", [("deadline", "rescheduled"), ("department", "added")]),
        ("五年申报资格", "one_to_one", [("duration", "raised")]),
    ],
)
def test_a_revision_in_articles_with_what_is_still_the_same(words, shape, expected):
    pair = pair_of(TOURISM, words)
    assert pair.shape == shape
    assert sorted((change.field, change.op) for change in pair.changes) == expected


@pytest.mark.parametrize(
    ("words", "shape", "standing"),
    [
        ("资助额的50%配套", "one_to_one", "tops_up"),
        ("分别再给予", "one_to_one", "tops_up"),
        ("独角兽企业、瞪羚企业", "merge", "repeats"),
        ("区级应用场景", "one_to_one", "alters"),
        ("子基金", "one_to_one", "alters"),
        ("科技保险", "one_to_one", "repeats"),
    ],
)
def test_a_districts_plan_beside_a_policy_that_names_no_level(words, shape, standing):
    pair = pair_of(FUTURE, words)
    assert (pair.shape, pair.standing) == (shape, standing)


def test_the_city_beside_the_district_has_no_standing():
    assert {pair.standing for pair in held("city", "district").pairs} == {None}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("versions_new", "versions_old"),
        ("private_new", "private_old"),
        ("district", "city"),
        ("logistics_district", "logistics_city"),
        ("tourism_new", "tourism_old"),
        ("future_district", "future_city"),
    ],
)
def test_swapping_sides_gives_the_same_pairs(left, right):
    def read(found: Comparison, turned: bool) -> list:
        rows = []
        for pair in found.pairs:
            lefts, rights = {pair.left.start}, {pair.right.start}
            (lefts if pair.shape == "split" else rights).update(match.start for match in pair.more)
            sides = (sorted(rights), sorted(lefts)) if turned else (sorted(lefts), sorted(rights))
            ops = sorted((c.field, MIRROR.get(c.op, c.op) if turned else c.op) for c in pair.changes)
            # What is given on top is told of the lower level alone.
            rows.append((*sides, TURNED[pair.shape] if turned else pair.shape, ops if "district" not in left else []))
        return sorted(rows)

    assert read(held(left, right), False) == read(held(right, left), True)


def test_the_order_of_the_items_decides_nothing():
    """Shuffled items are paired with themselves, and nothing is new or gone."""
    lines = (FOLDER / "city.txt").read_text("utf-8").splitlines()
    items = [line.partition(".")[2] for line in lines if line[0].isdecimal()]
    for seed in range(5):
        mixed = items[:]
        random.Random(seed).shuffle(mixed)
        text = lines[0] + "\n" + "\n".join(f"{number}.{item}" for number, item in enumerate(mixed, 1))
        found = compare(parse_text(text, "new"), parse_file(FOLDER / "city.txt"))
        assert {pair.relation for pair in found.pairs} == {"same"}
        assert (len(found.pairs), found.added, found.removed) == (9, (), ())


@pytest.mark.parametrize(
    "path", [RAW / "beijing_zjtx_measures_2021.txt", *sorted(FOLDER.glob("*.txt"))], ids=lambda p: p.stem
)
def test_a_policy_held_against_itself_is_the_same(path):
    documents = parse_file(path)
    found = compare(documents, documents)
    assert found.pairs
    assert {(p.relation, p.shape, p.moved) for p in found.pairs} == {("same", "one_to_one", False)}
    assert all(p.left.start == p.right.start for p in found.pairs)
    assert (found.added, found.removed, found.asks) == ((), (), ())


def test_unrelated_policies_share_no_measure():
    found = held("versions_new", "city")
    assert found.pairs == ()
    assert (len(found.added), len(found.removed)) == (12, 9)


def test_grades_are_not_mixed_up():
    old = "一、对国家级企业技术中心给予200万元奖励。\n二、对省级企业技术中心给予100万元奖励。"
    new = "一、对省级企业技术中心给予120万元奖励。\n二、对市级企业技术中心给予50万元奖励。"
    head = "青岛市支持企业创新若干措施\n"
    found = compare(parse_text(head + new, "new"), parse_text(head + old, "old"))
    assert [(p.left.path, p.right.path) for p in found.pairs] == [(("一",), ("二",))]
    assert [m.path for m in found.added] == [("二",)]
    assert [m.path for m in found.removed] == [("一",)]


def test_a_policy_can_still_be_judged_ask_by_ask():
    left, right = parse_file(FOLDER / "district.txt"), parse_file(FOLDER / "city.txt")
    found = compare(left, right, as_="asks")
    assert found.pairs == ()
    assert [ask.relation for ask in found.asks].count("lacks") == 1


def test_a_proposal_is_judged_ask_by_ask_unless_told_otherwise():
    proposal = parse_file(RAW / "fangshan_zjtx_proposal_2023.txt")
    policy = parse_file(RAW / "beijing_zjtx_measures_2021.txt")
    assert compare(proposal, policy).asks
    assert not compare(proposal, policy).pairs


def test_several_texts_on_the_right_are_one_pool():
    city, own = parse_file(FOLDER / "city.txt")[0], parse_file(FOLDER / "versions_old.txt")[0]
    found = compare(parse_file(FOLDER / "district.txt"), [city, own])
    assert {pair.right.doc_id for pair in found.pairs} == {"city"}
    assert len(found.removed) == 3 + len(held("versions_new", "versions_old").pairs) + 2
    assert found.right == ("city", "versions_old")


def test_hundreds_of_measures_are_paired_in_seconds():
    subjects = [
        "机器人",
        "生物医药",
        "新能源汽车",
        "集成电路",
        "跨境电商",
        "冷链物流",
        "智能家居",
        "绿色建材",
        "文化旅游",
        "现代种业",
    ]
    matters = [
        "设备购置",
        "研发投入",
        "展会参展",
        "平台建设",
        "人才引进",
        "贷款利息",
        "厂房租金",
        "标准制定",
        "检验检测",
        "品牌推广",
    ]
    lines = [
        f"（{number}）对{subject}企业的{matter}，按实际支出的{10 + number % 40}%给予补助，最高{20 + number}万元。"
        for number, (subject, matter) in enumerate(
            ((s, m) for _ in range(3) for s in subjects for m in matters), 1
        )
    ]  # fmt: skip
    old = parse_text("海平市产业扶持办法\n" + "\n".join(lines), "old")
    mixed = [line.replace("最高2", "最高3") for line in lines]
    random.Random(7).shuffle(mixed)
    new = parse_text("海平市产业扶持办法\n" + "\n".join(mixed), "new")
    start = time.perf_counter()
    found = compare(new, old)
    seconds = time.perf_counter() - start
    assert len(old[0].measures) >= 300
    assert len(found.pairs) >= 290
    assert seconds < 20  # 1.5 s on a quiet machine
