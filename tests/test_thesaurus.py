"""The subjects of a text: official terms and everyday words meet, words that look alike on other matters do not."""

from __future__ import annotations

import pytest

from zjtx_docs.comparison.similarity import Profile, Weights, nearness, profile
from zjtx_docs.comparison.thesaurus import broader, fine_subjects, is_fine, phrase_hits, subject_hits, subject_name
from zjtx_docs.lexicon import rows
from zjtx_docs.text import fold, squeeze


def telling(text: str) -> set[str]:
    """The subjects that a text names with a word of its own."""
    return {subject for subject, weight in profile(text).subjects.items() if weight >= 1.0}


# What people say, and the matter that a policy would name.
EVERYDAY = [
    ("贷款的利息能不能由财政替厂里出一点", "interest"),
    ("帮着企业还利息", "interest"),
    ("请几位老师傅到车间带徒弟", "apprentice"),
    ("第一个用新设备的单位，万一出了问题有保险来赔", "first_insurance"),
    ("大企业欠着供货商的钱不给", "arrears"),
    ("找银行总是贷不到款，没有抵押物", "credit_loan"),
    ("拿手里的专利去银行换贷款", "pledge"),
    ("厂房往上再盖一层", "far"),
    ("让群众少跑腿，一趟就办好", "one_window"),
    ("双职工家庭的孩子放学以后没人带", "childcare"),
    ("给社区里的老人送餐", "elderly_meal"),
    ("小区门口停车难", "parking"),
    ("年轻人租房住，补一点房钱", "rent_home"),
    ("买头一套房的给些补助", "home_buy"),
    ("政策写得太绕，看不懂政策的企业很多", "publicity"),
    ("把闲着的厂房用起来", "reuse"),
    ("电费能不能降一点", "energy"),
    ("春节以后招不到人", "recruit"),
]


@pytest.mark.parametrize(("text", "subject"), EVERYDAY, ids=[text for text, _ in EVERYDAY])
def test_everyday_words_name_the_subject(text: str, subject: str) -> None:
    assert subject in telling(text)


# The same word on another matter.
HOMONYMS = [
    ("向市民发放消费券", "coupon", "voucher"),
    ("向企业发放服务券", "voucher", "coupon"),
    ("向高龄老人发放养老服务券", "old_grant", "voucher"),
    ("统一校车租赁", "schoolbus", "leasing"),
    ("开展设备融资租赁", "leasing", "rent"),
    ("发放住房租赁补贴", "rent_home", "leasing"),
    ("按污水处理标准排放", "sewage", "standard"),
    ("办理落户手续", "hukou", "move_in"),
    ("推动高质量发展", "", "quality"),
    ("房山区、石景山区", "", "village"),
    ("由区教育局、人力资源和社会保障局负责", "", "school"),
]


@pytest.mark.parametrize(("text", "right", "wrong"), HOMONYMS, ids=[text for text, _, _ in HOMONYMS])
def test_the_same_word_on_another_matter(text: str, right: str, wrong: str) -> None:
    found = profile(text).subjects
    assert not right or found[right] >= 1.0
    assert wrong not in found


def test_a_word_that_says_where_is_not_what() -> None:
    assert "park" in telling("建设特色产业园")
    assert "park" not in telling("在特色产业园内开设食堂")


def test_a_part_names_its_whole_less() -> None:
    subjects = profile("给予展位费补贴").subjects
    assert subjects["fair_fee"] == 1.0
    assert 0.45 < subjects["fair"] < 1.0


def alike(left: str, right: str) -> float:
    made = [profile(text) for text in (left, right, "办理人才落户", "整治背街小巷", "建设养老院")]
    return nearness(made[0], made[1], Weights(made)).subject


def test_a_part_meets_its_whole_from_either_side() -> None:
    whole = alike("给予自行租房补贴", "解决职工住房困难")
    assert whole == alike("解决职工住房困难", "给予自行租房补贴") > 0
    assert "housing" in profile("放宽公积金贷款条件").subjects


def test_two_part_phrases_end_at_a_mark() -> None:
    def names(text: str) -> list[str]:
        folded = fold(squeeze(text))
        return [phrase.name for phrase in phrase_hits(folded, subject_hits(folded))]

    assert "替…利息" in names("由财政替小企业分担利息")
    assert "替…利息" not in names("替小企业想办法，利息照旧")
    assert "替…利息" not in names("替那些在外地开了很多家分店的小企业分担利息")


def test_every_subject_has_its_words_and_every_word_its_subject() -> None:
    names = {row["value"] for row in rows("subject_names")}
    used = {row["value"] for row in (*rows("subjects"), *rows("subject_phrases"))} - {"none"}
    assert used <= names
    assert names - used <= {"count"}
    assert {broader(subject) for subject in names} - {None} <= names
    assert fine_subjects() <= names


def test_no_word_stands_twice() -> None:
    words = [fold(row["word"]) for row in rows("subjects")]
    assert len(words) == len(set(words))
    # The matcher is built without a look at each word once more.
    assert [squeeze(word) for word in words] == words
    assert [row["word"] for row in rows("places") if fold(squeeze(row["word"])) != row["word"]] == []
    pairs = [(row["word"], row["then"], row["value"]) for row in rows("subject_phrases")]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("row", rows("subject_phrases"), ids=lambda row: f"{row['word']}…{row['then']}")
def test_a_phrase_is_found_in_its_example(row: dict[str, str]) -> None:
    folded = fold(squeeze(row["example"]))
    found = {phrase.value for phrase in phrase_hits(folded, subject_hits(folded))}
    assert row["value"] in found | {hit.value for hit in subject_hits(folded)}


def test_names_are_shown_in_chinese() -> None:
    assert subject_name("interest") == "贷款贴息"
    assert subject_name("count:municipal_sme") == "梯度培育数量目标"
    assert is_fine("count:municipal_sme")


def test_families_of_instruments_are_those_of_the_records() -> None:
    from typing import get_args

    from zjtx_docs.model import Instrument

    named = {name for row in rows("subject_names") for name in row["instruments"].split()}
    assert named <= set(get_args(Instrument))
    assert isinstance(profile(""), Profile)
