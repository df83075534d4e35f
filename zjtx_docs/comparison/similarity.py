"""How near two stretches of text are: shared subjects, shared words, shared letters.

Stop phrases that stand in every text of this field (专精特新, 企业, 给予 …) and all numbers are put aside first, so that
what is left tells what a clause is about. Subjects come from the thesaurus.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from zjtx_docs.comparison.thesaurus import (
    broader,
    fine_subjects,
    generic_words,
    is_fine,
    phrase_hits,
    subject_hits,
)
from zjtx_docs.comparison.tokens import words_of
from zjtx_docs.lexicon import alternation, rows
from zjtx_docs.text import fold, squeeze

_NUMBERS = re.compile(r"[\d.,]+(?:[万亿千百]*[元家个名人项%‰年月日号次]*)")
_MARKS = re.compile(r"[^一-龥A-Za-z]+")
_PRODUCT = re.compile(r"“([^“”]{2,16})”")


# What a word that only names a field (培训, 旅游) is worth beside one that names a matter (轮训, 民宿).
GENERIC = 0.45
# What naming a part (展位费) says of a narrow whole (展会).
PART = 0.7
# So many sums are kept at hand.
MANY = 50_000
# What subjects that only one side is on count for beside those shared.
ONLY_LEFT, ONLY_RIGHT = 0.5, 0.25
# Keeps a subject that only the headings name from standing for the whole.
SCANT = 0.1
# After a word that names a place, the text speaks of where, not of what (在园区内设托管点).
_WHERE = frozenset("内里旁边周附")
_OPTIONAL = re.compile(r"首(台|批|版)\((套|次)\)")


class Profile(NamedTuple):
    """What a text is about, ready to be compared.

    ``subjects`` weigh each subject (1 for the text's own words, less for its context), ``terms`` are the telling words
    of the thesaurus in it, ``grams`` its character pairs after the stop phrases, ``rest`` those of them outside the
    words of broad subjects (旅游厕所 -> 厕所), ``words`` its words in thesaurus and lexicons, ``products`` quoted names.
    """

    subjects: dict[str, float]
    terms: frozenset[str]
    grams: frozenset[str]
    rest: frozenset[str]
    words: frozenset[str]
    products: frozenset[str]
    text: str


@functools.cache
def _stops() -> re.Pattern[str]:
    return re.compile(alternation(fold(row["word"]) for row in rows("stop_phrases")))


def bare(text: str) -> str:
    """The text without numbers, marks and stop phrases, its parts joined by a blank."""
    folded = fold("".join(text.split("*")) if "*" in text else text)
    kept = _stops().sub(" ", _NUMBERS.sub(" ", folded))
    return " ".join(_MARKS.sub(" ", kept).split())


def profile(text: str, context: Iterable[tuple[str, float]] = (), extra: Iterable[str] = ()) -> Profile:
    """The profile of a text; ``extra`` subjects are its own, ``context`` texts (heading, sentence before) lend their
    subjects with a weight below one."""
    folded = _OPTIONAL.sub(r"首\1\2", fold(squeeze(text)))
    subjects: dict[str, float] = {}
    narrow: list[str] = []
    terms: set[str] = set()
    at = 0
    hits = subject_hits(folded)
    for hit in hits:
        word = folded[hit.start : hit.end]
        telling = word not in generic_words() and folded[hit.end : hit.end + 1] not in _WHERE
        subjects[hit.value] = max(subjects.get(hit.value, 0.0), 1.0 if telling else GENERIC)
        if telling:
            terms.add(word)
        if hit.value not in fine_subjects():
            narrow += [folded[at : hit.start], " "]
            at = hit.end
    narrow.append(folded[at:])
    for phrase in phrase_hits(folded, hits):
        subjects[phrase.value] = 1.0
        terms.add(phrase.name)
    for subject in _misnamed(folded, subjects):
        subjects.pop(subject, None)
    for subject in extra:
        subjects[subject] = 1.0
    for other, weight in context:
        for hit in subject_hits(fold(squeeze(other))):
            subjects[hit.value] = max(subjects.get(hit.value, 0.0), weight)
    for subject in list(subjects):
        above = broader(subject)
        if above:
            part = (PART if is_fine(above) else GENERIC) * min(1.0, subjects[subject])
            subjects[above] = max(subjects.get(above, 0.0), part)
    left = bare(text)
    grams = pairs_of(left)
    rest = pairs_of(bare("".join(narrow)) if at else left)
    words = frozenset(words_of(left))
    products = frozenset(_PRODUCT.findall(folded)) - _GENERIC
    return Profile(subjects, frozenset(terms), grams, rest, words, products, left)


# Rooms to live in and rooms to work in: 人才公寓的租金 beside 办公用房的租房补助.
_DWELLINGS = ("rent_home", "home_buy", "housing")
_TO_LIVE = re.compile(r"公寓|宿舍|住[房宅]|租住|居住|保租房|人才房")
_TO_WORK = re.compile(r"办公|厂房|[经营商]业?用房|场[地所]|写字楼|商?[店铺]|园区|载体|孵化|车间|仓库|楼宇")


# 给评上“专精特新”的企业单开一条贷款快车道: the title only says who is meant, unless an award goes with it.
_HOLDERS = re.compile(
    r"(?:评上|获评|挂上牌|入选|认定为?|荣获|获得称号)[^,。;]{0,16}的[^,。;]{0,6}(?:企业|公司|厂|单位|机构|主体)"
)
_REWARDS = re.compile(r"奖|激励|赏|彩头|甜头|犒劳|红包|表彰|一次性|真金白银")


def _misnamed(folded: str, subjects: Iterable[str]) -> tuple[str, ...]:
    """Subjects that a word names and the text is not on: rooms to live in where it only names rooms to work in, and
    the other way round; an award for a title where the title only says who is meant."""
    found: list[str] = []
    if "title_award" in subjects and _HOLDERS.search(folded) and not _REWARDS.search(folded):
        found.append("title_award")
    if "rent" in subjects or any(subject in subjects for subject in _DWELLINGS):
        live, work = _TO_LIVE.search(folded), _TO_WORK.search(folded)
        if bool(live) != bool(work):
            found += ["rent"] if live else _DWELLINGS
    return tuple(found)


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of letters of a text; none across a blank."""
    return frozenset(part[i : i + 2] for part in text.split() for i in range(len(part) - 1))


_GENERIC = frozenset({"专精特新", "小巨人", "十四五", "十五五", "双一流", "走出去", "一站式", "互联网+", "放管服"})


# Of so many texts at least, the share from which on a subject is what all of them are on.
THEME_FROM, THEME = 10, 0.4


class Weights:
    """How telling a subject, word or letter pair is in the texts compared: rare ones weigh more."""

    def __init__(self, profiles: Iterable[Profile] = ()) -> None:
        self._n = 1
        self._grams: Counter[str] = Counter()
        self._words: Counter[str] = Counter()
        self._subjects: Counter[str] = Counter()
        self._known: dict[tuple[str, str], float] = {}
        self._totals: dict[frozenset[str], float] = {}
        for item in profiles:
            self.add(item)

    def add(self, item: Profile) -> None:
        """Counts one more text; before the first weight is asked for."""
        self._n += 1
        self._grams.update(item.grams)
        self._words.update(item.words)
        self._subjects.update(item.subjects.keys())

    @classmethod
    def counted(cls, texts: int, grams: dict[str, int], words: dict[str, int], subjects: dict[str, int]) -> Weights:
        """The weights of so many texts that were counted before."""
        made = cls()
        made._n, made._grams, made._words, made._subjects = texts + 1, Counter(grams), Counter(words), Counter(subjects)
        return made

    def names(self, subject: str) -> bool:
        """Whether any of the texts is on the subject."""
        return self._subjects[subject] > 0

    def is_theme(self, subject: str) -> bool:
        """Whether the texts as a whole are on the subject (低空经济 in a policy for it): naming it tells nothing."""
        return self._n > THEME_FROM and self._subjects[subject] > THEME * self._n

    def is_theme_word(self, word: str) -> bool:
        """Whether a word stands in so many of the texts that sharing it tells nothing."""
        return self._n > THEME_FROM and self._words[word] > THEME * self._n

    def gram(self, gram: str) -> float:
        return self._rarity("gram", gram, self._grams)

    def word(self, word: str) -> float:
        return self._rarity("word", word, self._words)

    def subject(self, subject: str) -> float:
        base = 0.2 if self.is_theme(subject) else 1.0 if is_fine(subject) else 0.5
        return base * (0.5 + 0.5 * self._rarity("subject", subject, self._subjects) / math.log(1 + self._n))

    def total(self, names: frozenset[str], weight: Callable[[str], float]) -> float:
        """The weights of all the names together, counted once for each set."""
        known = self._totals.get(names)
        if known is None:
            if len(self._totals) > MANY:
                self._totals.clear()
            known = self._totals[names] = sum(weight(name) for name in names)
        return known

    def _rarity(self, kind: str, name: str, counts: Counter[str]) -> float:
        value = self._known.get((kind, name))
        if value is None:
            value = self._known[kind, name] = math.log(1 + self._n / (1 + counts[name]))
        return value


class Nearness(NamedTuple):
    """The features of one pair, each from 0 to 1, and the subjects and products shared.

    ``fields`` is filled in by who ranks."""

    subject: float
    word: float
    gram: float
    rest: float
    copied: float
    product: float
    shared: tuple[str, ...]
    terms: tuple[str, ...]
    products: tuple[str, ...]
    fields: float = 0.0


def nearness(left: Profile, right: Profile, weights: Weights) -> Nearness:
    """The features of a pair; symmetric but for ``copied``, the share of left's letters that stand in right in one
    run."""
    shared = [s for s in left.subjects if s in right.subjects]
    subject = _subjects_alike(left, right, shared, weights)
    word = _overlap(left.words, right.words, weights.word, weights)
    gram = _overlap(left.grams, right.grams, weights.gram, weights)
    products = left.products & right.products
    rest = _overlap(left.rest, right.rest, weights.gram, weights)
    return Nearness(
        subject,
        word,
        gram,
        rest,
        _copied(left.text, right.text) if gram > 0.15 else 0.0,
        1.0 if products else 0.0,
        tuple(shared),
        tuple(left.terms & right.terms),
        tuple(products),
    )


def _subjects_alike(left: Profile, right: Profile, shared: list[str], weights: Weights) -> float:
    """The weight of the subjects shared beside that of those which only one of the two is on; what right names
    besides counts less, and what only the context of either lends not at all."""
    common = sum(weights.subject(s) * min(left.subjects[s], right.subjects[s]) for s in shared)
    if not common:
        return 0.0
    mine = sum(weights.subject(s) * w for s, w in left.subjects.items() if is_own(w) and not _named(s, right))
    theirs = sum(weights.subject(s) for s, w in right.subjects.items() if w >= 1.0 and not _named(s, left))
    return common / (common + ONLY_LEFT * mine + ONLY_RIGHT * theirs + SCANT)


def _named(subject: str, other: Profile) -> bool:
    """Whether the other text is on the subject, or on the whole that it is a part of."""
    return subject in other.subjects or broader(subject) in other.subjects


def is_own(weight: float) -> bool:
    """Whether a text names a subject of this weight itself, by a telling or by a generic word."""
    return weight >= 1.0 or weight == GENERIC


def _overlap(left: frozenset[str], right: frozenset[str], weight: Callable[[str], float], weights: Weights) -> float:
    both = left & right
    if not both:
        return 0.0
    shared = sum(weight(item) for item in both)
    a, b = weights.total(left, weight), weights.total(right, weight)
    return shared / math.sqrt(a * b) if a < b * 3 and b < a * 3 else shared / (0.35 * max(a, b) + 0.65 * min(a, b))


def _copied(left: str, right: str) -> float:
    from rapidfuzz.distance import LCSseq

    a, b = left.replace(" ", ""), right.replace(" ", "")
    if not a or not b:
        return 0.0
    return LCSseq.similarity(a, b) / len(a)
